"""The pictures of learning from a model's own answers: what is taken, right and wrong, and how much the pile gives."""

import numpy as np

from dlcourse.figures.amounts import medians_by_amount
from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import INK, NEGATIVE, PAPER, QUIET, SHARE, in_style

ROOM = 3.2  # for the words on a guess: how many times the largest amount the axis goes on


@in_style()
def taken_by_round(run, title=None, ax=None):
    """Draw how many examples are taken from the pile with the right and with a wrong label, round by round.

    Parameters
    ----------
    run : object
        With ``right`` and ``wrong``, the examples taken before each round, and ``accuracy``, the percent of the test
        named right before the first and after each.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax)
    right, wrong = np.array(run.right), np.array(run.wrong)
    rounds = np.arange(1, len(right) + 1)
    ax.bar(rounds, right, color=SHARE, edgecolor=INK, lw=0.6, label="right label")
    ax.bar(rounds, wrong, bottom=right, color=NEGATIVE, edgecolor=PAPER, hatch="///", label="wrong label")
    for x, good, bad in zip(rounds, right, wrong):
        ax.annotate(f"{bad}", (x, good + bad), (0, 3), textcoords="offset points", ha="center", color=NEGATIVE)
    ax.set(xlabel="round", ylabel="examples taken", xticks=rounds)
    ax.margins(y=0.12)
    ax.legend(loc="upper left")
    said = f"In rounds {_listed(rounds)} taken with a wrong label: {_listed(wrong)} of {_listed(right + wrong)}"
    return finish(ax, title, f"{said}; named right before and after: {_listed(np.round(run.accuracy).astype(int))} %.")


def _listed(numbers):
    return ", ".join(str(number) for number in numbers)


@in_style()
def right_by_amount(results, title=None, ax=None, *, alone=None, guess=None):
    """Draw how much is named right against the number of examples without labels.

    Parameters
    ----------
    results : dict of str to dict of int to sequence of float
        Each way, and for each number of examples in the pile the percent named right, one for each seed.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    alone : float, optional
        What the labels give without a pile, drawn as a quiet line.
    guess : float, optional
        A guessed percentage, drawn as "your guess".

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=4.0)
    looks = looks_of(["labels alone", *results])  # as beside a first line in accuracy_by_labels
    amounts, medians, seeds = medians_by_amount(ax, results, looks, xlabel="examples without a label")
    said = [f"{name} from {middle[0]:.0f} to {middle[-1]:.0f}" for name, middle in medians.items()]
    if alone is not None:
        ax.axhline(alone, color=QUIET, lw=1.2, linestyle=(0, (2, 2)), zorder=0, label="labels alone")
        said.append(f"labels alone {alone:.0f}")
    ax.set_ylabel("% named right")
    if guess is not None:
        ax.set_xlim(right=ROOM * amounts[-1])
    legend_below(ax)
    words = f"% named right, the median and the range (thick bars) of {seeds} seeds"
    finish(ax, title, f"{words}, with {amounts[0]} to {amounts[-1]} examples without a label: {'; '.join(said)}.")
    return guess_line(ax, guess, "y")
