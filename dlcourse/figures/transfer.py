"""The pictures of lesson 10: accuracy against the number of labels."""

from dlcourse.figures.amounts import medians_by_amount
from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import QUIET, in_style

WAYS = ("from scratch", "frozen features", "fine-tuned", "linear on pixels", 'after "where is it"')  # in every figure
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
    looks = looks_of(WAYS if set(results) <= set(WAYS) else results)  # a way looks the same everywhere
    labels, medians, seeds = medians_by_amount(ax, results, looks, xlabel="labelled examples of each class")
    ends = [f"{name} from {middle[0]:.0f} to {middle[-1]:.0f}" for name, middle in medians.items()]
    chance_line(ax, chance)
    ax.set(ylabel=ylabel, ylim=(0, 100))
    legend_below(ax, ncols=min(len(ax.get_legend_handles_labels()[0]), IN_A_ROW))
    words = f"{ylabel}, the median and the range (thick bars) of {seeds} seeds"
    finish(ax, title, f"{words}, with {labels[0]} to {labels[-1]} labels a class: {'; '.join(ends)}.")
    return guess_line(ax, guess, axis)


def chance_line(ax, chance):
    """Draw a quiet line where blind guessing is; None draws nothing."""
    if chance is not None:
        ax.axhline(chance, color=QUIET, lw=1, linestyle=(0, (2, 2)), zorder=0)
        ax.annotate("chance", (1, chance), (0, -10), xycoords=("axes fraction", "data"), textcoords="offset points",
                    ha="right", color=QUIET)  # fmt: skip
