"""Where a network looks: maps of importance with their rows and columns, and what is left of them without training."""

import numpy as np

from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.style import CLASS_COLOURS, CLASS_MARKERS, INKED, RIM, SCORED, in_style, number


@in_style()
def sheets(X, names, title=None, ax=None, *, columns=9):
    """Draw small sheets in rows, ink on paper, each with its name; paper is white, and what is below it, too.

    Parameters
    ----------
    X : array (N, H, H)
    names : sequence of str
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    columns : int
        The most sheets in a row.

    Returns
    -------
    Axes
    """
    columns = max(1, min(columns, len(X)))
    rows, down = -(-len(X) // columns), 1.05 + 0.026 * columns
    ax = axes(ax, height=0.55 + 6.8 / (1.06 * columns) * rows * down)
    for i, (sheet, name) in enumerate(zip(X, names, strict=True)):
        x, y = (i % columns) * 1.06, -(i // columns) * down
        ax.imshow(sheet, cmap=INKED, vmin=0, vmax=1, extent=(x, x + 1, y - 1, y))
        ax.plot([x, x + 1, x + 1, x, x], [y - 1, y - 1, y, y, y - 1], color=RIM, lw=0.8)
        ax.text(x + 0.5, y - 1.03, name, ha="center", va="top", size=8.5)
    ax.set(xlim=(-0.02, columns * 1.06 - 0.04), ylim=(-rows * down, 0.03), aspect="equal")
    ax.set_axis_off()
    return finish(ax, title, f"{len(X)} small drawings: {', '.join(names)}.")


@in_style()
def importance_map(values, title=None, ax=None, *, step=1, corner=None):
    """Draw a map of importance, the higher the darker, with rows and columns to read; what is below 0 is left white.

    Parameters
    ----------
    values : array (R, S)
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    step : int
        Pixels of the picture from one place of the map to the next.
    corner : str, optional
        What a number belongs to, as "of the cover's upper left corner"; the pixel itself if left out.

    Returns
    -------
    Axes
    """
    values = np.asarray(values, dtype=float)
    R, S = values.shape
    ax = axes(ax, height=3.6, width=4.6)
    half = step / 2
    extent = (-half, step * S - half, step * R - half, -half)
    shown = ax.imshow(values, cmap=SCORED, vmin=0, vmax=max(values.max(), 1e-12), extent=extent)
    ax.figure.colorbar(shown, ax=ax, fraction=0.045, pad=0.03)
    where = "" if corner is None else f" {corner}"
    ax.set(xlabel=f"column{where}", ylabel=f"row{where}")
    row, column = np.unravel_index(values.argmax(), values.shape)
    alt = f"A map of {R}×{S} numbers from {number(values.min())} to {number(values.max())}; "
    return finish(ax, title, f"{alt}the largest at row {step * row}, column {step * column}{where}.")


@in_style()
def likeness_by_layer(found, layers, title=None, ax=None, *, floors=None):
    """Draw how alike maps still are to those of the trained network, as layer after layer gets random weights.

    Parameters
    ----------
    found : dict of str to array (seeds, layers)
        Names of kinds of maps, and the rank correlations for each seed; each seed thin, the median thick.
    layers : sequence of str
        What has lost its weights last.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    floors : dict of str to float, optional
        How alike maps of the same kind are that should have nothing in common: a mark at the right.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.4)
    parts, x = [], np.arange(len(layers))
    for colour, marker, (name, seeds) in zip(CLASS_COLOURS, CLASS_MARKERS, found.items()):
        seeds = np.asarray(seeds, dtype=float)
        middle = np.median(seeds, axis=0)
        ax.plot(x, seeds.T, color=colour, lw=0.8, alpha=0.4)
        ax.plot(x, middle, color=colour, lw=2.2, marker=marker, ms=6, label=name)
        parts.append(f"{name} from {number(middle[0])} to {number(middle[-1])}")
        if floors is not None:
            ax.plot([len(layers) - 0.4], [floors[name]], color=colour, marker=marker, mfc="none", ms=8, linestyle="")
            parts[-1] += f" (other drawings: {number(floors[name])})"
    ticks = [layers[0], *(f"… and {layer}" for layer in layers[1:])]
    limits = {"xlim": (-0.2, len(layers) - 0.2), "ylim": (0, 1.02)}
    ax.set(ylabel="rank correlation", xlabel="layers with random weights, from the top", **limits)
    if floors is None:
        ax.set_xticks(x, ticks)
    else:
        ax.set_xticks([*x, len(layers) - 0.4], [*ticks, "other\ndrawing"])
    legend_below(ax)
    return finish(ax, title, f"How alike the maps are to those of the trained network: {'; '.join(parts)}.")
