"""Lesson 17, vision: find every digit in a picture.

A box is a row (left, top, right, bottom): x grows to the right and y downwards, in pixels, and the right and the bottom
edge do not belong to it, so that a box is right - left wide. Boxes are an array (N, 4). What a detector finds are boxes
with scores; the truths are the boxes that people drew.

Sources
-------
iou: Everingham et al. (2010), *The Pascal visual object classes challenge*, section 4.2; Jaccard (1901).
sliding_windows: Rowley, Baluja and Kanade (1998), *Neural network-based face detection*.
non_max_suppression: Dalal and Triggs (2005), *Histograms of oriented gradients for human detection*, and the greedy
    form of Felzenszwalb et al. (2010), *Object detection with discriminatively trained part-based models*.
match_detections, average_precision: Everingham et al. (2010), section 4.2, with the area under all points.
adversarial_step: Goodfellow, Shlens and Szegedy (2015), *Explaining and harnessing adversarial examples*.
augment_scene: Liu et al. (2016), *SSD: single shot multibox detector*, section 2.2.
"""

import numpy as np


def iou(A, B):
    """How much two boxes are the same place: intersection over union, of each box of A with each of B.

    Formula: ``area(a and b) / area(a or b)``, 0 where there is no common area
    A: array (N, 4); B: array (M, 4), boxes -> array (N, M), from 0 to 1

    >>> A = np.array([[0, 0, 4, 2]])
    >>> iou(A, np.array([[0, 0, 4, 2], [2, 0, 6, 2], [4, 0, 5, 2]]))  # the second: 4 of 12 pixels
    array([[1.        , 0.33333333, 0.        ]])
    """
    A, B = A[:, None], B[None]  # (N, 1, 4), (1, M, 4)
    sides = np.minimum(A[..., 2:], B[..., 2:]) - np.maximum(A[..., :2], B[..., :2])  # (N, M, 2)
    common = np.maximum(sides, 0).prod(axis=-1)
    areas_of_A = (A[..., 2:] - A[..., :2]).prod(axis=-1)
    areas_of_B = (B[..., 2:] - B[..., :2]).prod(axis=-1)
    union = areas_of_A + areas_of_B - common
    return common / np.where(union > 0, union, 1)


def sliding_windows(image, *, size, stride):
    """All square windows of a picture, row by row, and the boxes where they stand.

    Formula: windows begin at the rows and columns ``0, stride, 2 stride, ...`` as long as they fit
    image: array (H, W); size, stride: whole numbers, at least 1
    -> (boxes, windows): an int array (N, 4) and an array (N, size, size)

    Raises ValueError if not one window fits.

    >>> boxes, windows = sliding_windows(np.arange(12).reshape(3, 4), size=2, stride=2)
    >>> boxes  # three rows: below the first two there is no room for another window
    array([[0, 0, 2, 2],
           [2, 0, 4, 2]])
    >>> windows[1]
    array([[2, 3],
           [6, 7]])
    """
    H, W = image.shape
    if size > min(H, W):
        raise ValueError(f"size is {size}, the picture {H} x {W}: no window fits")
    corners = [(x, y) for y in range(0, H - size + 1, stride) for x in range(0, W - size + 1, stride)]
    boxes = np.array([(x, y, x + size, y + size) for x, y in corners])
    return boxes, np.stack([image[y : y + size, x : x + size] for x, y in corners])


def non_max_suppression(boxes, scores, *, threshold):
    """Of boxes that crowd at one place, keep the one with the best score.

    Formula: take the box with the highest score, drop all with an IoU above `threshold` with it, and so on with what
    is left; of equal scores the first comes first
    boxes: array (N, 4); scores: array (N,); threshold: a number from 0 to 1
    -> int array, the places of the kept boxes, the best score first

    >>> boxes = np.array([[0, 0, 4, 4], [1, 0, 5, 4], [9, 9, 12, 12]])  # the first two: IoU 12 / 20
    >>> non_max_suppression(boxes, np.array([0.6, 0.9, 0.7]), threshold=0.5)
    array([1, 2])
    """
    overlap = iou(boxes, boxes)
    left = np.argsort(-scores, kind="stable")
    kept = []
    while len(left):
        best, left = left[0], left[1:]
        kept.append(best)
        left = left[overlap[best, left] <= threshold]
    return np.array(kept, dtype=int)


def match_detections(boxes, scores, truths, *, threshold):
    """Which of the found boxes count as hits: each object can be found once.

    Formula: from the highest score down, a box is a hit if its best IoU with the truths that are not taken yet is at
    least `threshold`; it takes that truth. Of equal scores, and of equal IoU, the first comes first
    boxes: array (N, 4); scores: array (N,); truths: array (M, 4); threshold: a number above 0
    -> bool array (N,), in the order of `boxes`

    >>> boxes = np.array([[0, 0, 4, 4], [0, 0, 4, 5], [20, 20, 24, 24]])
    >>> match_detections(boxes, np.array([0.9, 0.8, 0.7]), np.array([[0, 0, 4, 4]]), threshold=0.5)
    array([ True, False, False])
    """
    overlap = iou(boxes, truths).astype(float)  # (N, M)
    hits = np.zeros(len(boxes), dtype=bool)
    for place in np.argsort(-scores, kind="stable"):
        if len(truths) and overlap[place].max() >= threshold:
            hits[place] = True
            overlap[:, overlap[place].argmax()] = -1  # taken
    return hits


def average_precision(scores, hits, *, total):
    """One number for a detector: the mean precision at which objects are found, 0 for one that is not.

    Formula: after each box, from the highest score down, precision is the share of hits so far, and recall is
    hits / total; the area under the curve, where the precision at a recall is the best at it or any higher one
    scores: array (N,), of the found boxes of all pictures; hits: bool array (N,)
    total: a whole number, of all objects
    -> a number from 0 to 1

    Raises ValueError if there are no objects, or fewer than hits.

    >>> print(round(average_precision(np.array([0.9, 0.8, 0.7]), np.array([True, False, True]), total=4), 4))
    0.4167
    """
    found = int(hits.sum())
    if total < max(found, 1):
        raise ValueError(f"total is {total}, with {found} hits: want at least {max(found, 1)}")
    order = np.argsort(-scores, kind="stable")
    hits = hits[order]
    precision = hits.cumsum() / np.arange(1, len(hits) + 1)
    best_from_here = np.maximum.accumulate(precision[::-1])[::-1]
    return float(best_from_here[hits].sum() / total)


def adversarial_step(X, dX, *, budget):
    """Change each pixel a little, so that the loss grows: the fast gradient sign method.

    Formula: ``X + budget sign(dX)``, and no pixel below 0 or above 1
    X: array of any shape, pixels from 0 to 1; dX: array of the same shape, the gradient of the loss
    budget: a number
    -> array of the same shape

    >>> adversarial_step(np.array([0.5, 0.0, 0.95, 0.2]), np.array([3.0, -0.1, 2.0, 0.0]), budget=0.1)
    array([0.6, 0. , 1. , 0.2])
    """
    return np.clip(X + budget * np.sign(dX), 0, 1).astype(X.dtype)


def augment_scene(image, boxes, *, shift, keep=0.5):
    """Move a picture under its frame, and its boxes with it.

    Formula: pixel (x, y) goes to ``(x + shift[0], y + shift[1])``, paper (0) comes in; a box is cut off at the frame,
    and left out if less than `keep` of its area is still seen
    image: array (H, W); boxes: array (N, 4); shift: pair (right, down), in whole pixels
    keep: a number above 0
    -> (image, boxes): arrays (H, W) and (M, 4), with M up to N, in the same order

    >>> image, boxes = augment_scene(np.array([[1, 2, 3], [4, 5, 6]]), np.array([[0, 0, 2, 2]]), shift=(2, -1))
    >>> image  # what stood in the second row, two to the right
    array([[0, 0, 4],
           [0, 0, 0]])
    >>> boxes  # (2, -1, 4, 1), of whose four pixels one is seen
    array([], shape=(0, 4), dtype=int64)
    """
    H, W = image.shape
    x, y = shift
    place = np.s_[max(y, 0) : max(H + y, 0), max(x, 0) : max(W + x, 0)]
    stays = np.s_[max(-y, 0) : max(H - y, 0), max(-x, 0) : max(W - x, 0)]
    moved = np.zeros_like(image)
    moved[place] = image[stays]
    whole = boxes + np.array([x, y, x, y])
    seen = np.clip(whole, 0, np.array([W, H, W, H]))
    areas, areas_seen = ((each[:, 2:] - each[:, :2]).prod(axis=1) for each in (whole, seen))
    return moved, seen[areas_seen >= keep * areas].astype(boxes.dtype)
