"""The pictures of lesson 08: photographs and feature maps side by side."""

import numpy as np

from dlcourse.figures.display import axes, finish
from dlcourse.figures.style import INKED, LIGHT, RIM, in_style, number


@in_style()
def picture_row(pictures, title=None, ax=None, *, columns=3, paper=False):
    """Draw pictures of one channel side by side, each with its name and its range: dark is low, light is high.

    Parameters
    ----------
    pictures : dict of str to array (H, L)
        Names and pictures, each drawn from its own smallest to its own largest number.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    columns : int
        The most pictures in a row.
    paper : bool
        Draw high numbers dark, as ink on paper.

    Returns
    -------
    Axes
    """
    columns = max(1, min(columns, len(pictures)))
    rows = -(-len(pictures) // columns)
    shape = np.shape(next(iter(pictures.values())))
    wide = 6.8 / (1.06 * columns)  # of a picture, in inches
    tall = shape[0] / shape[1] + 0.48 / wide  # with its name and its range, in widths of a picture
    ax = axes(ax, height=(0.45 if title else 0.15) + wide * rows * tall)
    parts = []
    for i, (name, picture) in enumerate(pictures.items()):
        picture = np.asarray(picture, dtype=float)
        x, y = (i % columns) * 1.06, -(i // columns) * tall
        low, high = picture.min(), picture.max()
        bottom = y - shape[0] / shape[1]
        shown = {"cmap": INKED if paper else LIGHT, "vmin": low, "vmax": max(high, low + 1e-12)}
        ax.imshow(picture, extent=(x, x + 1, bottom, y), interpolation="nearest", **shown)
        ax.plot([x, x + 1, x + 1, x, x], [bottom, bottom, y, y, bottom], color=RIM, lw=0.8)
        # Each has a scale of its own: it is said, or they would seem to have one in common.
        ends = f"from {number(low)} to {number(high)}"
        ax.text(x + 0.5, bottom - 0.03, f"{name}\n{ends}", ha="center", va="top", size=9.5)
        parts.append(f"{name} {ends}")
    ax.set(xlim=(-0.02, columns * 1.06 - 0.04), ylim=(-rows * tall, 0.03), aspect="equal")
    ax.set_axis_off()
    return finish(ax, title, f"{len(pictures)} pictures: {'; '.join(parts)}.")
