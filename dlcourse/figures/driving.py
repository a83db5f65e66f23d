"""Figures of lesson 21: what a camera sees, how cars keep to their lane, and how mistakes add up with the way."""

import numpy as np

from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import INK, LIGHT, NEGATIVE, PALE, POSITIVE, QUIET, RIM, in_style, number

ROOM = 1.06  # of a picture, in its widths: a little space stands between two


@in_style()
def camera_views(pictures, title=None, ax=None, *, columns=2):
    """Draw pictures of a camera beside each other, all on one scale: black is 0, white is 1.

    Parameters
    ----------
    pictures : dict of str to array (H, W)
        Names and pictures.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    columns : int
        The most pictures in a row.

    Returns
    -------
    Axes
    """
    columns = max(1, min(columns, len(pictures)))
    rows = -(-len(pictures) // columns)
    shape = np.shape(next(iter(pictures.values())))
    wide = 6.4 / (ROOM * columns)  # of a picture, in inches
    tall = shape[0] / shape[1] + 0.3 / wide  # with its name, in widths of a picture
    ax = axes(ax, height=(0.45 if title else 0.15) + wide * rows * tall)
    parts = []
    for place, (name, picture) in enumerate(pictures.items()):
        x, y = (place % columns) * ROOM, -(place // columns) * tall
        bottom = y - shape[0] / shape[1]
        ax.imshow(picture, cmap=LIGHT, vmin=0, vmax=1, extent=(x, x + 1, bottom, y), interpolation="nearest")
        ax.plot([x, x + 1, x + 1, x, x], [bottom, bottom, y, y, bottom], color=RIM, lw=0.8)
        ax.text(x + 0.5, bottom - 0.05 / wide, name, ha="center", va="top", size=9.5)
        parts.append(f"{name} (mean {number(np.mean(picture))})")
    ax.set(xlim=(-0.02, columns * ROOM - 0.04), ylim=(-rows * tall, 0.03), aspect="equal")
    ax.set_axis_off()
    return finish(ax, title, f"{len(pictures)} pictures of a camera, 0 is black and 1 white: {', '.join(parts)}.")


@in_style()
def ways_driven(offsets, title=None, ax=None, *, half_width):
    """Draw where cars are in their lane, step by step: a line for each, and a cross where one leaves the road.

    Parameters
    ----------
    offsets : array (cars, steps)
        Metres right of the middle of the lane.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    half_width : float
        Metres from the middle of the lane to its edge.

    Returns
    -------
    Axes
    """
    ax, offsets = axes(ax, height=2.6), np.asarray(offsets, dtype=float)
    steps, edge = np.arange(1, offsets.shape[1] + 1), 1.35 * half_width
    for side in (-1, 1):
        ax.axhspan(side * half_width, side * edge, color=PALE, lw=0, zorder=0)
        ax.axhline(side * half_width, color=INK, lw=1.2)
    left = 0
    for row in offsets:
        off = np.abs(row) > half_width
        end = int(off.argmax()) if off.any() else len(row)
        ax.plot(steps[: end + 1], np.clip(row[: end + 1], -edge, edge), color=POSITIVE, lw=0.9, alpha=0.7)
        if off.any():
            left += 1
            ax.plot(steps[end], np.clip(row[end], -edge, edge), "x", color=NEGATIVE, ms=7, mew=2, zorder=3)
    ax.set(xlim=(0, len(steps)), ylim=(-edge, edge), xlabel="step", ylabel="metres right of\nthe lane's middle")
    words = f"{len(offsets)} cars over {len(steps)} steps, between edges {number(half_width, 1)} m from the middle"
    return finish(ax, title, f"{words}: {left} of them leave the road, each marked with a cross.")


@in_style()
def error_and_steps(errors, steps, title=None, ax=None):
    """Draw ways of learning by their error on pictures that are not learned from, and by how far they drive.

    Parameters
    ----------
    errors, steps : dict of str to sequence of float
        For each way a number for each seed: the error in 1/m, and the steps on the road.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax, looks, parts, drawn = axes(ax, height=3.9), looks_of(errors), [], []
    for name in errors:
        x, y = np.asarray(errors[name], dtype=float), np.asarray(steps[name], dtype=float)
        look = {**looks[name], "linestyle": ""}
        if look in drawn:  # there are more ways than looks
            look |= {"mfc": "none", "mec": look["color"], "mew": 1.8}
        drawn.append(look)
        ax.plot(x, y, ms=8, label=name, **look)
        parts.append(f"{name} {np.median(x):.2g} and {np.median(y):.3g}")
    ax.set(xlim=(0, None), ylim=(0, None), xlabel="error on pictures of calm driving (1/m, root of the mean square)")
    ax.set_ylabel("steps on the road in gusts")
    legend_below(ax, ncols=min(len(errors), 4))
    seeds = len(next(iter(errors.values())))
    return finish(ax, title, f"A mark for each of {seeds} seeds; medians of error and steps: {'; '.join(parts)}.")


@in_style()
def growing_mistakes(steps, lines, title=None, ax=None, *, ylabel):
    """Draw how mistakes add up with the way, on two logarithmic axes: each seed thin, the medians thick.

    Dotted lines through the first line's last median grow with the way, and with its square.

    Parameters
    ----------
    steps : sequence of int
    lines : dict of str to array (seeds, len(steps))
        What has added up by then; what is 0 is left out.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    ylabel : str

    Returns
    -------
    Axes
    """
    ax, looks, steps, parts = axes(ax, height=3.7), looks_of(lines), np.asarray(steps, dtype=float), []
    for name, rows in lines.items():
        rows = np.asarray(rows, dtype=float)
        seen, middle = (np.where(each > 0, each, np.nan) for each in (rows, np.median(rows, axis=0)))
        ax.plot(steps, seen.T, color=looks[name]["color"], alpha=0.3, lw=0.8)
        ax.plot(steps, middle, lw=2, ms=7, label=name, **looks[name])
        known = np.isfinite(middle)
        if known.any():
            parts.append(f"{name} from {middle[known][0]:.3g} to {middle[known][-1]:.3g}")
    ax.set(xscale="log", yscale="log", xlabel="steps driven", ylabel=ylabel)
    low, high = ax.get_ylim()
    end = np.median(np.asarray(next(iter(lines.values())), dtype=float), axis=0)[-1]
    for power in (1, 2):
        ax.plot(steps, end * (steps / steps[-1]) ** power, color=QUIET, lw=1.2, linestyle=(0, (1, 1.5)), zorder=1)
        at = steps[min(2, len(steps) - 1)]
        ax.annotate(f"power {power}", (at, end * (at / steps[-1]) ** power), (6, -9), color=QUIET, size=9,
                    textcoords="offset points")  # fmt: skip
    ax.set(ylim=(low, high))
    ax.set_xticks(steps, [f"{value:g}" for value in steps])
    ax.minorticks_off()
    legend_below(ax)
    seeds = len(next(iter(lines.values())))
    words = (
        f"{ylabel}, by steps driven from {steps[0]:g} to {steps[-1]:g}, on logarithmic axes; medians of {seeds} seeds"
    )
    return finish(ax, title, f"{words}: {'; '.join(parts)}.")
