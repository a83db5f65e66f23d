"""Figures of lesson 16 on a teacher: what small networks read that learn from labels, or from a large network."""

from dlcourse.figures.amounts import medians_by_amount
from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import in_style


@in_style()
def students_by_labels(results, title=None, ax=None):
    """Draw how much small networks read by the number of labels, and the large one that teaches.

    Parameters
    ----------
    results : dict of str to dict of int to sequence of float
        Each way, and for each number of labels of a class the percents, one for each seed.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=4.0)
    amounts, medians, seeds = medians_by_amount(ax, results, looks_of(results), xlabel="labels of each class")
    said = [f"{name} {', '.join(f'{number:.0f}' for number in middle)}" for name, middle in medians.items()]
    ax.set_ylabel("% of the digits read")
    legend_below(ax, ncols=3)
    of = ", ".join(str(amount) for amount in amounts)
    words = f"% of the digits read, medians and ranges (thick bars) of {seeds} seeds, with {of} labels of each class"
    return finish(ax, title, f"{words}: {'; '.join(said)}.")
