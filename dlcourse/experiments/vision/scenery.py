"""Scenes of handwritten digits: several of them on one sheet, of several sizes, apart, touching or crossing."""

from functools import cache

import numpy as np

from dlcourse.data import datasets
from dlcourse.lessons.vision import iou

SIDE = 48  # pixels of a scene
HEIGHTS = range(10, 19)  # pixels of a digit
KINDS = ("apart", "touching", "crossing")
PARTS = ("train", "validation", "test")
LOOKS = ("usual", "larger", "smaller", "turned", "thin pen")
MOST_COMMON = {"touching": 0.08, "crossing": 0.3}  # IoU of two digits in a scene
TRAINED = 1000  # of the 1,297 training digits; the rest is for tuning
INK = 0.2  # from here on a pixel belongs to the digit when it is cut out
TRIES = 60


@cache
def digits_of(part):
    """The digits of a part: pictures (N, 8, 8) and labels (N,).

    Parameters
    ----------
    part : str
        "train" and "validation" share the training part of :func:`dlcourse.data.datasets.digits`, 1,000 and 297
        digits; "test" is its test part.

    Raises
    ------
    ValueError
        If there is no such part.
    """
    if part not in PARTS:
        raise ValueError(f"part is {part!r}: want one of {', '.join(PARTS)}")
    X, y, X_test, y_test = datasets.digits()
    order = np.argsort(np.random.default_rng(1).random(len(y)))
    places = order[:TRAINED] if part == "train" else order[TRAINED:]
    X, y = (X_test, y_test) if part == "test" else (X[places], y[places])
    return X.reshape(-1, 8, 8), y


def cut_out(picture):
    """The part of a picture that has ink, without the empty rows and columns around it."""
    rows, columns = (np.flatnonzero(picture.max(axis=axis) > INK) for axis in (1, 0))
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def resized(picture, height, width):
    """A picture in another size: each pixel a mean of its two to four neighbours, weighted by how near they are.

    Parameters
    ----------
    picture : array (H, W)
    height, width : int

    Returns
    -------
    array (height, width)
    """
    return _shares(picture.shape[0], height) @ picture @ _shares(picture.shape[1], width).T


@cache
def _shares(before, after):
    """How much each of the old pixels has of each of the new ones, along one side: (after, before)."""
    places = np.clip((np.arange(after) + 0.5) * before / after - 0.5, 0, before - 1)
    return np.maximum(1 - np.abs(places[:, None] - np.arange(before)), 0)


def scene(rng, *, kind="apart", size=SIDE, digits=(2, 5), part="test", look="usual"):
    """A sheet with some digits on it.

    Parameters
    ----------
    rng : numpy.random.Generator
    kind : str
        "apart": at least two pixels between the boxes; "touching": often side by side, with an IoU of at most 0.08;
        "crossing": often one over the other, with an IoU of at most 0.3.
    size : int
        Rows and columns of the sheet.
    digits : pair of int
        At least and at most how many digits; fewer, if there is no room.
    part : str
        Whose digits: see :func:`digits_of`.
    look : str
        One of `LOOKS`: "usual", as the reader was trained, or something that it has not met.

    Returns
    -------
    dict
        "image", array (size, size) from 0 to 1; "boxes", array (M, 4); "labels", int array (M,).

    Raises
    ------
    ValueError
        If there is no such kind, part or look.
    """
    for name, value, known in (("kind", kind, KINDS), ("look", look, LOOKS)):
        if value not in known:
            raise ValueError(f"{name} is {value!r}: want one of {', '.join(known)}")
    X, y = digits_of(part)
    image, boxes, labels = np.zeros((size, size)), np.zeros((0, 4)), []
    count = int(rng.integers(digits[0], digits[1] + 1))
    for _ in range(TRIES):
        k = int(rng.integers(len(y)))
        ink = _inked(X[k], rng, look)
        left, top = _place(rng, kind, size, ink.shape, boxes)
        box = np.array([left, top, left + ink.shape[1], top + ink.shape[0]], dtype=float)
        if box.min() < 0 or box.max() > size or not _has_room(box, boxes, kind):
            continue
        image = pasted(image, ink, left, top)
        boxes = np.concatenate([boxes, box[None]])
        labels.append(int(y[k]))
        if len(labels) == count:
            break
    return {"image": image, "boxes": boxes, "labels": np.array(labels, dtype=int)}


def scenes(count, *, seed=0, **how):
    """Some scenes, drawn from a seed, as :func:`scene` makes them: a list."""
    rng = np.random.default_rng(seed)
    return [scene(rng, **how) for _ in range(count)]


def pasted(image, ink, left, top):
    """A picture with the ink of another one on it: where both have ink, the darker one counts."""
    image, rows, columns = image.copy(), slice(top, top + ink.shape[0]), slice(left, left + ink.shape[1])
    image[rows, columns] = np.maximum(image[rows, columns], np.clip(ink, 0, 1))
    return image


def with_drawn(found, drawing, label, *, left, top, height=15):
    """A scene with a digit of one's own on it, 8 x 8 pixels from the pad; without ink the scene as it was.

    Parameters
    ----------
    found : dict
        As from :func:`scene`.
    drawing : array (8, 8)
    label : int
        What was drawn.
    left, top : int
        Where its upper left corner goes.
    height : int
        Of the digit in pixels.

    Returns
    -------
    dict
        As from :func:`scene`.

    Raises
    ------
    ValueError
        If it does not fit into the scene.
    """
    drawing = np.asarray(drawing, dtype=float)
    if drawing.max(initial=0) <= INK:
        return found
    ink = cut_out(drawing)
    ink = resized(ink, height, max(3, round(height * ink.shape[1] / ink.shape[0])))
    box = np.array([[left, top, left + ink.shape[1], top + ink.shape[0]]], dtype=float)
    rows, columns = found["image"].shape
    if box.min() < 0 or box[0, 2] > columns or box[0, 3] > rows:
        raise ValueError(
            f"the digit would lie in the box {box[0].astype(int)}, the scene has {columns} x {rows} pixels"
        )
    return {
        "image": pasted(found["image"], ink, left, top),
        "boxes": np.concatenate([found["boxes"], box]),
        "labels": np.append(found["labels"], label),
    }


def _inked(picture, rng, look):
    """A digit, cut out and scaled, in a look."""
    ink = cut_out(picture)
    heights = {"larger": range(24, 33), "smaller": range(6, 9)}.get(look, HEIGHTS)
    height = int(rng.integers(heights[0], heights[-1] + 1))
    ink = resized(ink, height, max(3, round(height * ink.shape[1] / ink.shape[0])))
    if look == "turned":
        return np.rot90(ink)
    if look == "thin pen":
        return np.clip(ink * 1.6 - 0.6, 0, 1)
    return ink


def _place(rng, kind, size, shape, boxes):
    """Where a digit of a height and a width may come: its left and top pixel."""
    height, width = shape
    if kind == "apart" or not len(boxes) or rng.random() > 0.7:
        return int(rng.integers(0, max(1, size - width + 1))), int(rng.integers(0, max(1, size - height + 1)))
    left, top, right, _ = boxes[rng.integers(len(boxes))].astype(int)
    common = 0 if kind == "touching" else int(rng.integers(1, max(2, width // 2)))
    left = right - common if rng.random() < 0.5 else left - width + common
    return int(left), int(top + rng.integers(-4, 5))


def _has_room(box, boxes, kind):
    """Whether a box may lie among others."""
    if not len(boxes):
        return True
    if kind == "apart":
        return not iou(box[None] + np.array([-2, -2, 2, 2]), boxes).any()
    return iou(box[None], boxes).max() <= MOST_COMMON[kind]
