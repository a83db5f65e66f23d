"""Figures of lesson 24: precision against recall, what a monitor sees day by day, and what a dollar becomes."""

import numpy as np

from dlcourse.figures.display import axes, finish, legend_below, mark_moment
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import PALE, QUIET, in_style


@in_style()
def precision_recall(curves, title=None, ax=None, *, guess=None):
    """Draw the share of alarms that are right against the share of frauds that are found.

    Parameters
    ----------
    curves : dict of str to pair of array (K,)
        Precision and recall of each detector, the highest threshold first.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    guess : float, optional
        A precision in percent that was guessed, drawn as a line at that height.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.7)
    looks, said = looks_of(curves), []
    for name, (precision, recall) in curves.items():
        look = {key: looks[name][key] for key in ("color", "linestyle")}
        ax.plot(100 * np.asarray(recall), 100 * np.asarray(precision), lw=2, label=name, **look)
        at = [100 * float(precision[np.argmax(recall >= share)]) for share in (0.5, 0.9)]
        said.append(f"{name} {at[0]:.0f} % right at half of the frauds and {at[1]:.0f} % at nine of ten")
    ax.set(xlabel="frauds that are found, %", ylabel="alarms that are frauds, %", xlim=(0, 101), ylim=(0, 104))
    legend_below(ax)
    finish(ax, title, f"Precision against recall: {'; '.join(said)}.")
    return guess_line(ax, guess, "y")


@in_style()
def watched_days(days, streams, limit, title=None, ax=None, *, change, ylabel):
    """Draw what a monitor sees of some streams, day by day, and the limit at which it gives an alarm.

    Parameters
    ----------
    days : sequence of int
    streams : dict of str to array
        For each stream a number for each day; nan where it is not known yet.
    limit : pair of float
        The least and the most that are usual; None where there is no limit.
    title : str, optional
        What is watched, or the finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    change : int
        The day from which on something is different.
    ylabel : str

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.0)
    looks, said = looks_of(streams), []
    for name, numbers in streams.items():
        ax.plot(days, numbers, lw=1.8, label=name, color=looks[name]["color"], linestyle=looks[name]["linestyle"])
        said.append(f"{name} ends at {numbers[-1]:.2g}")
    ends = [end for end in limit if end is not None]
    for end in ends:
        ax.axhline(end, color=QUIET, lw=1, linestyle=(0, (1, 2)))
    most = max(*ends, *(float(np.nanmax(numbers)) for numbers in streams.values()))
    ax.set(xlabel="day", ylabel=ylabel, ylim=(0, 1.2 * most))
    mark_moment(ax, change, "the change")
    legend_below(ax)
    limits = " and ".join(format(end, ".2g") for end in ends)
    alt = f"{ylabel[:1].upper()}{ylabel[1:]}: {'; '.join(said)}; limit {limits}."
    return finish(ax, title, alt)


@in_style()
def dollar_growth(months, values, title=None, ax=None, *, guess=None):
    """Draw what one dollar becomes, month by month, on a scale of factors.

    Parameters
    ----------
    months : sequence of str
        As "1990-01".
    values : dict of str to array
        Of each way, a number for each month.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    guess : float, optional
        What was guessed for the end.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.6)
    years = [int(month[:4]) + (int(month[5:]) - 1) / 12 for month in months]
    looks, said = looks_of(values), []
    for name, numbers in values.items():
        ax.plot(years, numbers, lw=2, label=name, color=looks[name]["color"], linestyle=looks[name]["linestyle"])
        said.append(f"{name} {numbers[-1]:.3g}")
    ax.set_yscale("log")
    ticks = [tick for tick in (1, 3, 10, 30, 100, 300) if tick <= 1.5 * max(max(v) for v in values.values())]
    ax.set_yticks(ticks, [f"{tick} $" for tick in ticks])
    ax.minorticks_off()
    ax.grid(axis="y", color=PALE)
    ax.set(xlabel="year", ylabel="what 1 $ becomes")
    if guess is not None:
        left, span = ax.get_xlim()[0], years[-1] - years[0]
        ax.set_xticks([year for year in ax.get_xticks() if left <= year <= years[-1]])
        ax.set_xlim(left, years[-1] + 0.3 * span)  # room for the words, behind the ends of the lines
    legend_below(ax)
    finish(ax, title, f"What 1 dollar has become in {months[-1]}: {'; '.join(said)}.")
    return guess_line(ax, guess, "y")
