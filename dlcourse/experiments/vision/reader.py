"""The reader of scenes: a network without dense layers, which looks at a whole sheet as through all windows at once.

It pads nothing, and a sheet gets a frame of paper instead. So each of its cells sees a window of 20 x 20 pixels, gives
the same numbers as if this window were all there is, and the windows lie 2 pixels apart. A cell says how probable each
digit is at its place, and how far the four edges of that digit's box are from the middle of the window.
"""

import numpy as np

from dlcourse.data import networks
from dlcourse.experiments.vision.scenery import KINDS, scene
from dlcourse.lessons import cnn, neuron
from dlcourse.lessons.forward import softmax
from dlcourse.nn.cnn import Conv2d, MaxPool2d, conv2d_fast, maxpool2d_fast
from dlcourse.nn.training import Adam, Network, ReLU, training_steps
from dlcourse.nn.training.pace import at_pace

WINDOW, STRIDE = 20, 2  # pixels: what a cell sees, and how far apart the cells are
FRAME = WINDOW // 2 - 1  # of paper: the first window's middle is the first cell's
UNIT = 8.0  # pixels: edges are told in this unit
LAYERS = ("conv1", "conv2", "conv3", "conv4", "out")
CLASSES = 11  # ten digits, and paper
PAPER_WEIGHT, BOX_WEIGHT = 0.3, 0.25  # in the loss, beside 1 for a cell with a digit
CORE = 0.5  # of a box's width and height: cells that lie in it are asked for its digit


def reader_network(rng, *, kernels=12, width=32):
    """The network before it has learned: five convolutions, and a pooling after the first."""
    layers = []
    for k, (inputs, outputs) in enumerate([(1, kernels), (kernels, width), (width, width), (width, width)]):
        layers += [Conv2d(inputs, outputs, 3, rng, dtype=np.float32), ReLU(), *([MaxPool2d()] if k == 0 else [])]
    return Network([*layers, Conv2d(width, CLASSES + 4, 3, rng, dtype=np.float32)])


def reader_parameters(network):
    """The parameters of a trained network by name, as :func:`detect` takes them."""
    convolutions = [layer for layer in network.layers if layer.parameters]
    return {
        f"{name}.{key}": array.astype(float)
        for name, layer in zip(LAYERS, convolutions, strict=True)
        for key, array in layer.parameters.items()
    }


def framed(images):
    """Sheets (N, H, L) with a frame of paper, so that each cell has a whole window: (N, H + 18, L + 18, 1)."""
    return np.pad(images, ((0, 0), (FRAME, FRAME), (FRAME, FRAME)))[..., None]


def cell_scores(X, network, *, conv2d, maxpool2d, relu):
    """What the cells say of framed sheets, or of windows: logits (N, R, S, 11) and edges in pixels (N, R, S, 4)."""
    conv2d, maxpool2d = at_pace(conv2d, conv2d_fast), at_pace(maxpool2d, maxpool2d_fast)
    for name in LAYERS:
        X = conv2d(X, network[f"{name}.W"], network[f"{name}.b"])[0]
        if name != LAYERS[-1]:
            X = relu(X)
        if name == LAYERS[0]:
            X = maxpool2d(X)[0]
    return X[..., :CLASSES], X[..., CLASSES:] * UNIT


def detect(image, network, *, conv2d, maxpool2d, relu, floor=0.05):
    """All that the reader finds on a sheet: several boxes for a digit, one for each cell that is sure enough.

    Parameters
    ----------
    image : array (H, L)
        From 0 (paper) to 1 (ink); even sides.
    network : dict of str to array
        As :func:`dlcourse.data.networks.scene_network`.
    conv2d, maxpool2d, relu : function
        The learner's, of lessons 08 and 01.
    floor : float
        The least score of a box that is told.

    Returns
    -------
    tuple (array (N, 4), array (N,), int array (N,))
        Boxes, scores (the probability of the most probable digit), and which digit that is.
    """
    Z, edges = cell_scores(framed(image[None]), network, conv2d=conv2d, maxpool2d=maxpool2d, relu=relu)
    return boxes_of_cells(Z[0], edges[0], floor)


def boxes_of_cells(Z, edges, floor):
    """Boxes, scores and labels of the cells (R, S, ...) of one sheet whose score is at least `floor`."""
    P = softmax(Z.reshape(-1, CLASSES))[:, : CLASSES - 1]
    sure = P.max(axis=1) >= floor
    across, down = np.meshgrid(middles(Z.shape[1]), middles(Z.shape[0]))
    here = np.column_stack([across.ravel(), down.ravel()])[sure]
    edges = edges.reshape(-1, 4)[sure]
    return np.hstack([here - edges[:, :2], here + edges[:, 2:]]), P[sure].max(axis=1), P[sure].argmax(axis=1)


def middles(count):
    """Where the middles of the cells lie along one side, in pixels of the sheet."""
    return (np.arange(count) + 0.5) * STRIDE


def found(detections, *, non_max_suppression, threshold, by_class=False):
    """Detections after suppression: of boxes that crowd at one place the one with the best score.

    Parameters
    ----------
    detections : tuple (boxes, scores, labels)
    non_max_suppression : function
        The learner's.
    threshold : float
        The IoU above which of two boxes only one stays.
    by_class : bool
        Whether boxes with different digits leave each other alone.

    Returns
    -------
    tuple (boxes, scores, labels)
        The best score first.
    """
    boxes, scores, labels = detections
    if not len(boxes):
        return detections
    if not by_class:
        kept = non_max_suppression(boxes, scores, threshold=threshold)
        return boxes[kept], scores[kept], labels[kept]
    kept = []
    for digit in np.unique(labels):
        here = np.flatnonzero(labels == digit)
        kept.extend(here[non_max_suppression(boxes[here], scores[here], threshold=threshold)])
    kept = np.array(sorted(kept, key=lambda place: -scores[place]), dtype=int)
    return boxes[kept], scores[kept], labels[kept]


def cell_targets(boxes, labels, count):
    """What each cell should say: labels (R, S), 10 for paper, and the distances of the edges (R, S, 4) in `UNIT`."""
    across, down = np.meshgrid(middles(count), middles(count))
    target, edges, nearest = np.full((count, count), CLASSES - 1), np.zeros((count, count, 4)), np.inf
    for (left, top, right, bottom), label in zip(boxes, labels, strict=True):
        x, y = np.abs(across - (left + right) / 2), np.abs(down - (top + bottom) / 2)
        distance = (x / (right - left)) ** 2 + (y / (bottom - top)) ** 2
        inside = (x <= max(CORE * (right - left) / 2, STRIDE / 2)) & (y <= max(CORE * (bottom - top) / 2, STRIDE / 2))
        inside &= distance < nearest
        nearest = np.where(inside, distance, nearest)
        target[inside] = label
        edges[inside] = np.stack([across - left, down - top, right - across, bottom - down], axis=-1)[inside] / UNIT
    return target, edges


def reader_loss(Z, targets):
    """Cross-entropy of the cells, and the distance of their edges where there is a digit; and the gradient of both.

    Z: array (N, R, S, 15); targets: int array (N, R, S) and array (N, R, S, 4) -> (loss, dZ)
    """
    labels, edges = targets
    P = softmax(Z[..., :CLASSES].reshape(-1, CLASSES).astype(float)).reshape(*labels.shape, CLASSES)
    truth = np.eye(CLASSES)[labels]
    weight = np.where(labels == CLASSES - 1, PAPER_WEIGHT, 1.0)
    is_digit = (labels < CLASSES - 1)[..., None]
    off = (Z[..., CLASSES:] - edges) * is_digit
    count = max(is_digit.sum(), 1)
    dZ = np.empty_like(Z)
    dZ[..., :CLASSES] = (P - truth) * (weight / weight.sum())[..., None]
    dZ[..., CLASSES:] = np.clip(4 * off, -1, 1) * BOX_WEIGHT / count
    surprise = -np.log((P * truth).sum(axis=-1) + 1e-12)
    near = np.abs(4 * off)
    huber = np.where(near < 1, near**2 / 2, near - 0.5).sum() / 4
    return float((surprise * weight).sum() / weight.sum() + BOX_WEIGHT * huber / count), dZ


def batches(steps, rng, *, size=16, source=None):
    """Batches of scenes with their targets, as :func:`reader_loss` wants them; of the training digits, of all kinds."""
    for _ in range(steps):
        seen = [source(rng) if source else scene(rng, kind=KINDS[rng.integers(3)], part="train") for _ in range(size)]
        X = framed(np.array([each["image"] for each in seen], dtype=np.float32))
        cells = seen[0]["image"].shape[0] // STRIDE
        targets = [cell_targets(each["boxes"], each["labels"], cells) for each in seen]
        yield X, tuple(np.array(part) for part in zip(*targets, strict=True))


def learn_to_read(network, steps, rng, *, rate=4e-3, size=16, source=None):
    """Train a reader in place, with a rate that falls along half a cosine: a generator of the losses."""
    optimizer = Adam(rate)
    for step, loss in enumerate(
        training_steps(network, batches(steps, rng, size=size, source=source), optimizer, loss=reader_loss), start=1
    ):
        optimizer.learning_rate = rate * (0.5 + 0.5 * np.cos(np.pi * step / steps) + 0.01)
        yield loss


def read_scene(image, *, non_max_suppression, **layers):
    """A sheet read with the stored network: boxes, scores and labels, of a score of 0.5 on, suppressed at 0.5."""
    detections = detect(image, networks.scene_network(), floor=0.5, **layers)
    return found(detections, non_max_suppression=non_max_suppression, threshold=0.5)


def lesson_layers():
    """The layers of the lessons, for those who have none of their own: a dict by name."""
    return {"conv2d": cnn.conv2d, "maxpool2d": cnn.maxpool2d, "relu": neuron.relu}
