"""The pictures of lesson 14, sitting 1: scores by width, who looks where, and where a step stands."""

import numpy as np
from matplotlib.ticker import NullLocator

from dlcourse.figures.display import axes, end_axis, finish, legend_below
from dlcourse.figures.lstm import LOOKS
from dlcourse.figures.style import PAPER, SCORED, SIGNED, in_style, number

CROWDED = 24  # so many signs can be read beside each other; of more, every second one and so on


@in_style()
def by_width(lines, title=None, ax=None, *, ylabel, log=False):
    """Draw a number against the width of queries and keys, on an axis of powers: a line for each kind of scores.

    Parameters
    ----------
    lines : dict of str to dict of int to float
        By name the number for each width.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    ylabel : str
    log : bool
        Whether the upright axis is one of powers, too.

    Returns
    -------
    Axes
    """
    ax, parts = axes(ax, height=3.2), []
    for (name, found), (colour, marker, line) in zip(lines.items(), LOOKS):
        widths, values = list(found), list(found.values())
        ax.plot(widths, values, color=colour, marker=marker, linestyle=line, ms=7, lw=2, mec=PAPER, label=name)
        parts.append(f"{name} from {number(values[0])} to {number(values[-1])}")
    ax.set(xscale="log", xlabel="width D (log)", ylabel=ylabel)
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticks(widths, [str(width) for width in widths])
    if log:
        ax.set_yscale("log")
    else:
        ax.set_ylim(0, 1.03)
        end_axis(ax, "y", 0, 1)
    legend_below(ax)
    words = f"{ylabel[0].upper()}{ylabel[1:]} for widths from {widths[0]} to {widths[-1]}: {'; '.join(parts)}."
    return finish(ax, title, words)


@in_style()
def looked_at(A, queries, keys, title=None, ax=None):
    """Draw how much each query looks at each key, the more the darker.

    Parameters
    ----------
    A : array (T, S)
        Weights, from 0 to 1.
    queries, keys : sequence of str
        Their names, T and S of them: signs or words.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    A = np.asarray(A, dtype=float)
    ax = axes(ax, height=3.2)
    shown = ax.imshow(A, cmap=SCORED, vmin=0, vmax=1, aspect="auto")
    bar = ax.figure.colorbar(shown, ax=ax, fraction=0.04, pad=0.02)
    bar.set_label("weight")
    for axis, names in ((ax.xaxis, keys), (ax.yaxis, queries)):
        places = range(0, len(names), -(-len(names) // CROWDED))
        axis.set_ticks(places, [names[place] for place in places])
    ax.set(xlabel="looked at: the signs in their order", ylabel="who looks")
    tops = A.argmax(axis=1)
    parts = [f"{queries[t]} number {t} most at {keys[s]} number {s} ({number(A[t, s])})" for t, s in enumerate(tops)]
    return finish(ax, title, f"{A.shape[0]} queries and {A.shape[1]} keys, counted from 0: {'; '.join(parts)}.")


@in_style()
def places_as_rows(P, title=None, ax=None):
    """Draw the table of positions: a row for each step, blue above 0 and orange below.

    Parameters
    ----------
    P : array (T, D)
        Numbers from -1 to 1.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    P = np.asarray(P, dtype=float)
    ax = axes(ax, height=3.2)
    shown = ax.imshow(P, cmap=SIGNED, vmin=-1, vmax=1, aspect="auto", interpolation="nearest")
    ax.figure.colorbar(shown, ax=ax, fraction=0.04, pad=0.02)
    ax.set(xlabel="column", ylabel="step")
    turns = (np.abs(np.diff(np.sign(P[1:, ::2]), axis=0)) > 0).sum(axis=0)
    words = f"A table of {P.shape[0]} steps and {P.shape[1]} columns, from {number(P.min())} to {number(P.max())}. "
    words += f"The sines change their sign {', '.join(str(count) for count in turns)} times, from the first pair on."
    return finish(ax, title, words)
