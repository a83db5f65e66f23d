"""Pictures of lesson 13 on codes that one can walk in: rows of pictures that a decoder made, and the two terms."""

import numpy as np
from matplotlib.ticker import NullLocator, StrMethodFormatter

from dlcourse.figures.display import axes, finish
from dlcourse.figures.images import place_picture
from dlcourse.figures.style import INK, NEGATIVE, POSITIVE, QUIET, in_style, number

GAP, NAME, NOTE = 1.08, 2.6, 0.34  # from picture to picture; room for a name and for a note, in widths of a picture


@in_style()
def picture_lines(lines, title=None, ax=None, *, notes=None):
    """Draw lines of small pictures, each line with its name at the left, all from paper (0) to ink (1).

    Parameters
    ----------
    lines : dict of str to array (M, D)
        Names, and the pictures of a line; D pixels become a square.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    notes : dict of str to sequence of str, optional
        What stands under each picture.

    Returns
    -------
    Axes
    """
    most, tall = max(map(len, lines.values())), GAP + (NOTE if notes else 0)
    width = NAME + most * GAP
    ax = axes(ax, height=(0.45 if title else 0.15) + 7.0 / width * tall * len(lines))
    parts = []
    for row, (name, pictures) in enumerate(lines.items()):
        top = -row * tall
        ax.text(NAME - 0.15, top - 0.5, name, ha="right", va="center", color=INK)
        for column, picture in enumerate(pictures):
            x = NAME + column * GAP
            place_picture(ax, np.clip(picture, 0, 1), x, top - 1)
            if notes:
                ax.text(x + 0.5, top - 1.04, notes[name][column], ha="center", va="top", size=9, color=QUIET)
        under = f", and under them {', '.join(notes[name])}" if notes else ""
        parts.append(f"{name}: {len(pictures)} pictures{under}")
    ax.set(xlim=(0, width), ylim=(-len(lines) * tall, 0.05), aspect="equal")
    ax.set_axis_off()
    return finish(ax, title, f"Lines of pictures from left to right. {'; '.join(parts)}.")


@in_style()
def two_terms(history, title=None, ax=None):
    """Draw reconstruction and KL term by epoch, both on one logarithmic scale.

    Parameters
    ----------
    history : array (epochs, 2)
        In nats a picture.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax, history = axes(ax, height=2.8), np.asarray(history, dtype=float)
    epochs, parts = np.arange(1, len(history) + 1), []
    looks = {"reconstruction": (POSITIVE, "-", "o"), "KL": (NEGATIVE, (0, (5, 2)), "s")}
    for (name, (colour, line, marker)), values in zip(looks.items(), history.T, strict=True):
        ax.plot(epochs, values, color=colour, ls=line, marker=marker, markevery=max(1, len(history) // 8), ms=5)
        ax.annotate(name, (epochs[-1], values[-1]), (6, 0), textcoords="offset points", va="center", color=colour)
        parts.append(f"{name} {number(values[0], 0)} in the first epoch and {number(values[-1], 0)} in the last")
    ax.set(yscale="log", xlabel="epoch", ylabel="nats a picture", xlim=(0, 1.2 * len(history)))
    ax.yaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    ax.spines["bottom"].set_bounds(0, len(history))
    ax.set_xticks(np.unique(np.linspace(0, len(history), 6).round().astype(int)))
    return finish(ax, title, f"The two terms over {len(history)} epochs: {'; '.join(parts)}.")
