"""Figures of staircases, which a hidden layer of step neurons makes: one beside its curve, and how close many come."""

import numpy as np
from matplotlib.ticker import FuncFormatter, NullFormatter

from dlcourse.figures.display import axes, finish
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.style import FOURTH, INK, NEGATIVE, POSITIVE, SIGNAL, THIRD, in_style, number

LOOKS = ((POSITIVE, "-"), (NEGATIVE, (0, (5, 2))), (THIRD, (0, (5, 2, 1, 2))), (FOURTH, (0, (2, 1.5))))


@in_style()
def staircase(x, y_true, y_network, title=None, ax=None):
    """Draw a curve and the staircase a network makes of it.

    Parameters
    ----------
    x : array (N,)
        Positions, rising.
    y_true, y_network : array (N,)
        The curve and the network's output there.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    x, y_true, y_network = (np.asarray(v, dtype=float) for v in (x, y_true, y_network))
    ax = axes(ax, height=3.3)
    ax.fill_between(x, y_true, y_network, color=SIGNAL, alpha=0.35, lw=0, label="gap")
    ax.plot(x, y_true, color=INK, lw=2, label="curve")
    ax.plot(x, y_network, color=POSITIVE, lw=1.8, label="network")
    ax.set(xlabel="x", ylabel="y", xlim=(x[0], x[-1]))
    ax.legend(loc="best")
    gap = np.abs(y_network - y_true)
    return finish(
        ax,
        title,
        f"A curve and a network's staircase: largest gap {number(gap.max())}, mean {number(gap.mean())}.",
    )


@in_style()
def gaps_by_neurons(gaps, title=None, ax=None, *, guess=None):
    """Draw how far the staircases of more and more hidden neurons are from their curves, on logarithmic axes.

    Parameters
    ----------
    gaps : dict of str to sequence of float
        For each curve the largest gap with 1, 2, 3, ... hidden neurons.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    guess : float, optional
        A gap that was guessed before, drawn as a level line.

    Returns
    -------
    Axes
    """
    ax, parts = axes(ax, height=3.6), []
    for i, (name, values) in enumerate(gaps.items()):
        colour, line = LOOKS[i % len(LOOKS)]
        ax.plot(np.arange(1, len(values) + 1), values, color=colour, linestyle=line, lw=1.8, label=name)
        rises = int(np.sum(np.diff(values) > 1e-9))
        times = "never" if rises == 0 else "once" if rises == 1 else f"{rises} times"
        parts.append(f"{name} from {number(values[0])} to {number(values[-1], 3)}, larger than before {times}")
    ax.set(xscale="log", yscale="log", xlabel="hidden neurons", ylabel="largest gap")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axis.set_minor_formatter(NullFormatter())
    ax.legend(loc="lower left")
    most = max(len(values) for values in gaps.values())
    finish(ax, title, f"Largest gaps with 1 to {most} hidden neurons: {'; '.join(parts)}.")
    return guess_line(ax, guess, axis="y")
