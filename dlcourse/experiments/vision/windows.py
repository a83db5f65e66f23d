"""The same network twice: once for each window of a scene, and once for all of the scene."""

import numpy as np

from dlcourse.data import networks
from dlcourse.experiments.vision.reader import LAYERS, STRIDE, WINDOW, cell_scores, framed


def windows_read(image, *, sliding_windows, conv2d, maxpool2d, relu):
    """Read each window of a sheet by itself, and all of them at once.

    Parameters
    ----------
    image : array (H, L)
        A sheet with even sides; it gets a frame of paper.
    sliding_windows, conv2d, maxpool2d, relu : function
        The learner's.

    Returns
    -------
    dict
        "windows", how many; "one by one" and "at once", how many multiplications; "times", how many times more;
        "difference", the largest between the numbers of both.
    """
    how = {"conv2d": conv2d, "maxpool2d": maxpool2d, "relu": relu}
    network, sheet = networks.scene_network(), framed(image[None])
    _, windows = sliding_windows(sheet[0, :, :, 0], size=WINDOW, stride=STRIDE)
    alone = np.concatenate(cell_scores(windows[..., None], network, **how), axis=-1)
    together = np.concatenate(cell_scores(sheet, network, **how), axis=-1)
    difference = np.abs(alone.reshape(together.shape) - together).max()
    one_by_one = len(windows) * multiplications((WINDOW, WINDOW), network)
    at_once = multiplications(sheet.shape[1:3], network)
    return {
        "windows": len(windows),
        "one by one": one_by_one,
        "at once": at_once,
        "times": one_by_one / at_once,
        "difference": float(difference),
    }


def multiplications(shape, network):
    """How many multiplications the reader makes for a picture of so many rows and columns."""
    rows, columns = shape
    total = 0
    for name in LAYERS:
        W = network[f"{name}.W"]
        rows, columns = rows - W.shape[0] + 1, columns - W.shape[1] + 1
        total += rows * columns * W.size
        if name == LAYERS[0]:
            rows, columns = rows // 2, columns // 2
    return total
