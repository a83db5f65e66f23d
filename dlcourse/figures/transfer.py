"""The pictures of lesson 10: accuracy against the number of labels."""

import numpy as np
from matplotlib.ticker import NullLocator

from dlcourse.figures.display import axes, finish
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import QUIET, in_style

WAYS = ("from scratch", "frozen features", "fine-tuned", "linear on pixels", 'after "where is it"')  # in every figure
APART = 1.07  # of two ways, the labels of the right one are drawn so many times as far along
IN_A_ROW = 4  # names of the legend


@in_style()
def accuracy_by_labels(results, title=None, ax=None, *, chance=None, guess=None, axis="x", ylabel="% named right"):
    """Draw how much is named right against the labels a class: a line through the seeds' medians, and their ranges.

    The ways stand a little beside each other, or their ranges would hide each other.

    Parameters
    ----------
    results : dict of str to dict of int to sequence of float
        Each way, and for each number of labels a class the percent named right, a number for each seed.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    chance : float, optional
        What blind guessing gets, drawn as a quiet line.
    guess : float, optional
        What was guessed before, drawn as "your guess".
    axis : "x" or "y"
        Of which axis the guess is a number.
    ylabel : str

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=4.1)
    looks, ends = looks_of(WAYS if set(results) <= set(WAYS) else results), []  # a way looks the same everywhere
    for place, (name, found) in enumerate(results.items()):
        labels, numbers = list(found), np.array(list(found.values()), dtype=float)  # (labels, seeds)
        middle, look = np.median(numbers, axis=1), looks[name]
        beside = np.array(labels) * APART ** (place - (len(results) - 1) / 2)
        ax.vlines(beside, numbers.min(axis=1), numbers.max(axis=1), color=look["color"], alpha=0.45, lw=3)
        ax.plot(beside, middle, lw=2, ms=7, label=name, **look)
        ends.append(f"{name} from {middle[0]:.0f} to {middle[-1]:.0f}")
    chance_line(ax, chance)
    ax.set(xscale="log", xlabel="labelled examples of each class", ylabel=ylabel, ylim=(0, 100))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticks(labels, [str(count) for count in labels])
    handles, _ = ax.get_legend_handles_labels()
    ax.figure.legend(handles=handles, loc="outside lower center", ncols=min(len(handles), IN_A_ROW))
    words = f"{ylabel}, the median and the range (thick bars) of {numbers.shape[1]} seeds"
    finish(ax, title, f"{words}, with {labels[0]} to {labels[-1]} labels a class: {'; '.join(ends)}.")
    return guess_line(ax, guess, axis)


def chance_line(ax, chance):
    """Draw a quiet line where blind guessing is; None draws nothing."""
    if chance is not None:
        ax.axhline(chance, color=QUIET, lw=1, linestyle=(0, (2, 2)), zorder=0)
        ax.annotate("chance", (1, chance), (0, -10), xycoords=("axes fraction", "data"), textcoords="offset points",
                    ha="right", color=QUIET)  # fmt: skip
