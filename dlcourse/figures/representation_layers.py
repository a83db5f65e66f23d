"""The pictures of lesson 09's layers: tables by layer, what can be read from each, and planes of examples."""

import numpy as np
from matplotlib import colormaps
from matplotlib.patches import Rectangle

from dlcourse.figures.display import axes, finish, name_line
from dlcourse.figures.forward import principal_plane
from dlcourse.figures.style import (
    CLASS_COLOURS,
    CLASS_MARKERS,
    INK,
    PAPER,
    QUIET,
    RIM,
    SCORED,
    in_style,
    number,
)

GAP = 0.35  # between two tables or two planes, in cells or in sides


@in_style()
def tables_by_layer(tables, rows, columns, title=None, ax=None, *, best=True):
    """Draw tables side by side, the higher a number the darker its cell, each number printed.

    Parameters
    ----------
    tables : dict of str to array (R, C)
        Names and numbers, 0 to 1; what is outside is drawn as the end.
    rows, columns : sequence of str
        What the rows and the columns are.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    best : bool
        Frame the largest number of each row, and say where it is.

    Returns
    -------
    Axes
    """
    wide = 7.0 / (len(tables) * (len(columns) + GAP) + 2)  # of a cell, in inches
    ax = axes(ax, height=0.8 + 0.36 * len(rows))
    tall, parts = 0.36 / wide, []
    for k, (name, table) in enumerate(tables.items()):
        left, table = k * (len(columns) + GAP), np.asarray(table, dtype=float)
        for (r, c), value in np.ndenumerate(table):
            strength = min(max(value, 0), 1)
            spot = (left + c, -(r + 1) * tall)
            ax.add_patch(Rectangle(spot, 1, tall, facecolor=colormaps[SCORED](0.75 * strength), edgecolor=PAPER, lw=1))
            colour = PAPER if strength > 0.75 else INK
            heaviest = best and c == table[r].argmax()
            how = {"weight": "bold" if heaviest else "normal", "color": colour, "size": 10}
            ax.text(spot[0] + 0.5, spot[1] + tall / 2, number(value), ha="center", va="center_baseline", **how)
            if heaviest:
                ax.add_patch(Rectangle((spot[0] + 0.04, spot[1] + 0.04), 0.92, tall - 0.08, fill=False, ec=INK, lw=1.6))
        for c, column in enumerate(columns):
            ax.text(left + c + 0.5, -len(rows) * tall - 0.1, column, ha="center", va="top", size=9.5)
        ax.text(left + len(columns) / 2, 0.12, name, ha="center", va="bottom", weight="bold", size=10.5)
        parts.append(f"{name}: {_in_words(table, rows, columns)}")
    for r, row in enumerate(rows):
        ax.text(-0.15, -(r + 0.5) * tall, row, ha="right", va="center_baseline", size=10)
    ax.set(xlim=(-2, left + len(columns) + 0.05), ylim=(-len(rows) * tall - 0.55, 0.55))
    ax.set_axis_off()
    return finish(ax, title, f"Tables by layer. {'; '.join(parts)}.")


def _in_words(table, rows, columns):
    """The rows of a table, each with its numbers."""
    told = [f"{row} {' '.join(number(value) for value in line)}" for row, line in zip(rows, table)]
    return f"({', '.join(columns)}) {', '.join(told)}"


@in_style()
def readings_by_layer(read, layers, title=None, ax=None, *, untrained=None):
    """Draw how well each thing can be read from each layer.

    Parameters
    ----------
    read : dict of str to sequence of float
        What is read, and for each layer how well, from 0 to 1.
    layers : sequence of str
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    untrained : dict of str to sequence of float, optional
        The same of a network that nobody has trained: dashed.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.1)
    x, parts = np.arange(len(layers)), []
    for colour, marker, (name, values) in zip(CLASS_COLOURS, CLASS_MARKERS, read.items()):
        ax.plot(x, values, color=colour, marker=marker, lw=2.2, ms=7)
        parts.append(f"{name} {' '.join(number(value) for value in values)}")
        if untrained:
            ax.plot(x, untrained[name], color=colour, marker=marker, lw=1, ms=4, linestyle=(0, (4, 3)), alpha=0.7)
            parts[-1] += f" (untrained {' '.join(number(value) for value in untrained[name])})"
    if untrained:
        ax.text(0.02, 0.2, "dashed: untrained", transform=ax.transAxes, size=9.5, color=QUIET)
    ends = _apart({name: values[-1] for name, values in read.items()}, 0.08)
    for colour, (name, height) in zip(CLASS_COLOURS, ends.items()):
        name_line(ax, name, (x[-1], height), colour)
    alt = f"How well each is read, by layer ({', '.join(layers)}): {'; '.join(parts)}."
    ax.set(xticks=x, xticklabels=layers, xlim=(-0.2, len(layers) - 0.2), xlabel="layer", ylim=(-0.12, 1.05))
    ax.set_ylabel("share right (object), R² (others)")
    return finish(ax, title, alt)


def _apart(heights, least):
    """Heights by name, those that are too near moved up, in the order of the names."""
    moved, low = dict(heights), -np.inf
    for name in sorted(heights, key=heights.get):
        low = moved[name] = max(heights[name], low + least)
    return moved


@in_style()
def planes(tables, y, names, title=None, ax=None, *, most=100):
    """Draw examples as points in planes of largest spread, side by side, one marker and colour for each class.

    Parameters
    ----------
    tables : dict of str to array (N, D)
        Names, and what a layer makes of the examples; each plane has a scale of its own.
    y : int array (N,)
        The class of each.
    names : sequence of str
        Of the classes, at most ten.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    most : int
        Only the first ones are drawn; the planes are those of all.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=7.0 / (len(tables) * (1 + GAP / 5)) + 0.95)
    y = np.asarray(y)[:most]
    for k, (name, table) in enumerate(tables.items()):
        left, plane = k * (1 + GAP / 5), principal_plane(table)[0][:most]
        low = plane.min(axis=0)
        inside = 0.03 + 0.94 * (plane - low) / np.maximum(plane.max(axis=0) - low, 1e-12)
        for c, (label, colour, marker) in enumerate(zip(names, CLASS_COLOURS, CLASS_MARKERS)):
            here = inside[y == c]
            how = {"color": colour, "marker": marker, "ls": "none", "ms": 5, "mec": PAPER, "mew": 0.4}
            ax.plot(left + here[:, 0], here[:, 1], label=label if k == 0 else None, **how)
        ax.add_patch(Rectangle((left, 0), 1, 1, fill=False, ec=RIM, lw=0.8))
        ax.text(left + 0.5, -0.03, name, ha="center", va="top", size=10.5, color=QUIET)
    ax.set(xlim=(-0.02, left + 1.02), ylim=(-0.12, 1.02), aspect="equal")
    ax.set_axis_off()
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=3, frameon=False, handletextpad=0.1)
    return finish(ax, title, f"{len(y)} examples of {len(names)} classes in planes: {', '.join(tables)}.")
