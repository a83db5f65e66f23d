"""The pictures of lesson 08: photographs and feature maps side by side, gradients on their way back."""

import numpy as np

from dlcourse.figures.display import axes, finish, name_line
from dlcourse.figures.style import CLASS_COLOURS, CLASS_MARKERS, INKED, LIGHT, RIM, in_style, number


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


@in_style()
def gradients_by_layer(curves, title=None, ax=None):
    """Draw how long a gradient is after so many layers back, on a logarithmic scale: each seed thin, the median thick.

    Parameters
    ----------
    curves : dict of str to array (seeds, layers + 1)
        Names, and for each seed the length after 0, 1, ... layers.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.2)
    parts = []
    for colour, marker, (name, seeds) in zip(CLASS_COLOURS, CLASS_MARKERS, curves.items()):
        seeds = np.asarray(seeds, dtype=float)
        middle, far = np.median(seeds, axis=0), seeds.shape[1] - 1
        ax.plot(seeds.T, color=colour, lw=0.8, alpha=0.45)
        ax.plot(middle, color=colour, lw=2.2, marker=marker, markevery=max(1, far // 5), ms=6)
        name_line(ax, name, (far, middle[-1]), colour)
        parts.append(f"{name} {middle[-1]:.0e}")
    ax.set(yscale="log", xlabel="layers back", ylabel="length of the gradient", xlim=(0, 1.25 * far))
    ax.set_xticks(range(0, far + 1, max(1, far // 5)))
    ax.spines["bottom"].set_bounds(0, far)
    words = f"The length of a gradient on its way back, 1 at the start; the median of {len(seeds)} seeds"
    return finish(ax, title, f"{words} after {far} layers: {'; '.join(parts)}.")
