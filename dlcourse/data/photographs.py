"""Three photographs, what is to be seen on them, and the windows through which a network looks at them."""

import functools
import json

import numpy as np

from dlcourse.data.stored import arrays, text

SIDE = 104  # every photograph of the course is SIDE x SIDE pixels
BLOCK = 4  # pixels of the original that are averaged into one, in each direction
WINDOW = 8  # a photograph is looked at through windows of WINDOW x WINDOW pixels
CLASS_NAMES = ("person", "building", "flower", "something else")
ORIGINALS = {"temple": "china.jpg", "flower": "flower.jpg"}  # scikit-learn's files; the portrait is matplotlib's


@functools.cache
def outlines():
    """For each photograph: what it shows, its first column in the original, and the outlines of what it shows."""
    return json.loads(text("photographs.json"))


def photograph(name):
    """A colour photograph of 104 x 104 pixels.

    A square of 416 x 416 pixels, with the main thing in its middle, is cut from the top of the original,
    and every 4 x 4 block of it is averaged into one pixel.

    Parameters
    ----------
    name : str
        "portrait" (Grace Hopper, by James S. Davis for the US Navy, from matplotlib's sample data),
        "temple" (a pagoda in the Summer Palace, Beijing) or "flower" (a dahlia), from scikit-learn.

    Returns
    -------
    array (104, 104, 3)
        Red, green and blue of each pixel, from 0 to 1.

    Raises
    ------
    ValueError
        If there is no photograph of that name.
    """
    first_column = _about(name)["first_column"]
    if name in ORIGINALS:
        return arrays(f"{name}.npz")["sums"] / BLOCK**2 / 255
    from matplotlib import cbook, image

    original = image.imread(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False))
    return block_sums(original, first_column) / BLOCK**2 / 255


def block_sums(original, first_column):
    """The sums of 4 x 4 pixels of an original, from which their means come out exactly."""
    square = original[: SIDE * BLOCK, first_column : first_column + SIDE * BLOCK]
    return square.reshape(SIDE, BLOCK, SIDE, BLOCK, 3).sum(axis=(1, 3), dtype=np.uint16)  # -> (104, 104, 3)


def photograph_labels(name):
    """What can be seen at each pixel of a photograph, as outlined by hand.

    The outline is a polygon of a few dozen corners, right to about a pixel.

    Parameters
    ----------
    name : str
        "portrait", "temple" or "flower".

    Returns
    -------
    int array (104, 104)
        Positions in ``CLASS_NAMES``: the main thing of the photograph, or "something else".
    """
    from matplotlib.path import Path

    about = _about(name)
    rows, columns = np.mgrid[:SIDE, :SIDE] + 0.5  # the middle of each pixel
    middles = np.column_stack([columns.ravel(), rows.ravel()])
    inside = np.any([Path(outline).contains_points(middles) for outline in about["outlines"]], axis=0)
    labels = np.where(inside, CLASS_NAMES.index(about["class"]), CLASS_NAMES.index("something else"))
    return labels.reshape(SIDE, SIDE)


def windows(name, part="all"):
    """Every window of 8 x 8 pixels of a photograph, as inputs for :func:`photograph_network`.

    Parameters
    ----------
    name : str
        "portrait", "temple" or "flower".
    part : str
        "seen": windows inside the left half, from which the network learned; "unseen": windows inside the
        right half, of which it never saw a pixel; "all": every window, also those across the middle.

    Returns
    -------
    tuple (array (N, 192), int array (N,), int array (N, 2))
        The numbers of each window (``photograph[row:row + 8, column:column + 8].ravel()``); its label, that
        of more than half its pixels, otherwise "something else"; row and column of its upper left pixel.
        Row by row: 97 x 97 windows for "all", 97 x 45 for each half.

    Raises
    ------
    ValueError
        If there is no photograph or no part of that name.
    """
    halves = {"seen": slice(0, SIDE // 2), "unseen": slice(SIDE // 2, SIDE), "all": slice(0, SIDE)}
    if part not in halves:
        raise ValueError(f"part is {part!r}: want one of {', '.join(halves)}")
    columns = halves[part]
    pixels, labels = photograph(name)[:, columns], photograph_labels(name)[:, columns]
    views = np.lib.stride_tricks.sliding_window_view(pixels, (WINDOW, WINDOW), axis=(0, 1))
    X = np.moveaxis(views, 2, -1).reshape(-1, WINDOW * WINDOW * 3)  # (rows, columns, 8, 8, 3) -> (N, 192)
    thing = CLASS_NAMES.index(_about(name)["class"])
    share = np.lib.stride_tricks.sliding_window_view(labels == thing, (WINDOW, WINDOW)).mean(axis=(2, 3))
    rows, columns = np.indices(share.shape) + np.array([0, columns.start])[:, None, None]
    corners = np.column_stack([rows.ravel(), columns.ravel()])
    return X, np.where(share.ravel() > 0.5, thing, CLASS_NAMES.index("something else")), corners


def _about(name):
    """The entry of `name` in photographs.json."""
    if name not in outlines():
        raise ValueError(f"there is no photograph {name!r}: want one of {', '.join(outlines())}")
    return outlines()[name]
