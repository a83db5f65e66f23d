"""The pictures of lesson 13 on machines that dream: patterns in rows, numbers by update, chances of patterns."""

import numpy as np

from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.images import place_picture
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import INK, QUIET, in_style, percent

GAP = 1.18  # from one picture to the next, in sides of a picture
APART = 0.12  # of two ways beside each other, in patterns


@in_style()
def pattern_rows(rows, title=None, ax=None):
    """Draw small pictures in rows, ink on paper, each row with its name.

    Parameters
    ----------
    rows : dict of str to array (N, D)
        Pictures from 0 (paper) to 1 (ink); D values become a square.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    most = max(len(V) for V in rows.values())
    ax = axes(ax, height=0.3 + 0.3 * bool(title) + 5.9 / most * len(rows))
    for line, V in enumerate(rows.values()):
        for k, picture in enumerate(np.asarray(V, dtype=float)):
            place_picture(ax, picture, k * GAP, -line * GAP)
    ax.set(xlim=(-0.05, most * GAP), ylim=(-(len(rows) - 1) * GAP - 0.05, 1.05), aspect="equal", xticks=[])
    ax.set_yticks([0.5 - line * GAP for line in range(len(rows))], list(rows))
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.grid(visible=False)
    told = "; ".join(f"{name}: {len(V)} pictures, {percent(np.mean(V))} ink" for name, V in rows.items())
    return finish(ax, title, f"Small pictures in rows. {told}.")


@in_style()
def by_update(update, curves, title=None, ax=None, *, ylabel, log=False, guess=None):
    """Draw a number by update, a line through the seeds' medians for each way, and each seed thin.

    Parameters
    ----------
    update : sequence of int
    curves : dict of str to array (seeds, looks)
        Each way's numbers.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    ylabel : str
    log : bool
        Whether the number is drawn on a logarithmic axis.
    guess : float, optional
        What was guessed of the number, drawn as a line.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.6)
    looks, parts = looks_of(curves), []
    for name, numbers in curves.items():
        numbers = np.atleast_2d(np.asarray(numbers, dtype=float))
        middle, look = np.median(numbers, axis=0), looks[name]
        if len(numbers) > 1:
            ax.plot(update, numbers.T, color=look["color"], lw=0.7, alpha=0.4)
        ax.plot(update, middle, lw=2.2, ms=6, markevery=2, label=name, **look)
        low = int(np.argmin(middle))
        ends = f"{middle[0]:.3g} at first, lowest at update {update[low]:,} with {middle[low]:.2g}"
        parts.append(f"{name} {ends}, {middle[-1]:.2g} at the end")
    ax.set(xlabel="updates", ylabel=ylabel, xlim=(0, update[-1]))
    ax.set_xticks([0, update[-1] // 2, update[-1]], [f"{place:,}" for place in (0, update[-1] // 2, update[-1])])
    if log:
        ax.set_yscale("log")
    else:
        ax.set_ylim(0)
    if len(curves) > 1:
        legend_below(ax)
    finish(ax, title, f"{ylabel[:1].upper()}{ylabel[1:]} by update, medians of the seeds: {'; '.join(parts)}.")
    guess_line(ax, guess, "y")
    if guess is not None and guess < np.mean(ax.get_ylim()):
        _lifted(ax, guess)
    return ax


def _lifted(ax, guess):
    """Lift the words on a guess above the curves, which end near it; a thin line leads down to it."""
    words, (low, high) = ax.texts[-1], ax.get_ylim()
    words.xyann = (-4, 0.45 * ax.bbox.height * 72 / ax.figure.dpi)
    if low <= guess <= high:
        place = (guess - low) / (high - low)
        ax.plot([0.9, 0.9], [place, place + 0.45], color=INK, lw=0.8, transform=ax.transAxes, zorder=4)


@in_style()
def pattern_chances(chances, title=None, ax=None):
    """Draw the chance that machines give to each pattern, on a logarithmic axis, beside the equal one it should have.

    Parameters
    ----------
    chances : dict of str to array (N,)
        For each machine; the patterns stand in its order of the first one's chances.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.6)
    looks, parts = looks_of(chances), []
    order = np.argsort(-np.asarray(next(iter(chances.values()))), kind="stable")
    fair = 1 / len(order)
    for place, (name, values) in enumerate(chances.items()):
        x = np.arange(len(order)) + APART * (place - (len(chances) - 1) / 2)
        ax.plot(x, np.asarray(values)[order], ms=7, label=name, **{**looks[name], "linestyle": ""})
        kept = int(np.sum(np.asarray(values) >= fair / 3))
        parts.append(f"{name} from {np.min(values):.1g} to {np.max(values):.1g}, {kept} of them at least a third of it")
    ax.axhline(fair, color=INK, lw=1.2, label="an equal share")
    ax.axhline(fair / 3, color=QUIET, lw=1, ls=(0, (2, 2)), label="a third of it")
    ax.set(yscale="log", xlabel="the patterns, likeliest first", ylabel="chance", xticks=[])
    legend_below(ax)
    words = f"The chance of each of {len(order)} patterns, equal share {fair:.3f}"
    return finish(ax, title, f"{words}: {'; '.join(parts)}.")
