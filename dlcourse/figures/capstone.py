"""Figures of lesson 25: the card of a model."""

import numpy as np

from dlcourse.figures.display import axes, end_axis, finish, in_percent
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.style import INK, PALE, POSITIVE, in_style


@in_style()
def model_card(lines, title=None, ax=None, *, guess=None):
    """Draw a model's card: how much it reads rightly, of each kind of picture, and how far that can be off.

    Parameters
    ----------
    lines : dict of str to (int, int, float, float)
        For each kind of picture how many are right, of how many, and the ends of the interval.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    guess : float, optional
        Which share was guessed for the first line.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=1.1 + 0.42 * len(lines))
    for place, (right, count, low, high) in enumerate(lines.values()):
        share = right / count if count else np.nan
        ax.axhline(-place, color=PALE, lw=1, zorder=0)
        ax.plot([low, high], [-place, -place], color=INK, lw=2.4, solid_capstyle="butt")
        ax.plot([share], [-place], "o" if place else "D", color=POSITIVE, mec=INK, ms=8, zorder=3)
        at = {"xytext": (10, 0), "textcoords": "offset points", "va": "center", "size": 9}
        ax.annotate(f"{right} of {count}", (high, -place), **at)
    ax.set_yticks([-place for place in range(len(lines))], list(lines))
    ax.set(xlim=(0, 1.18), ylim=(0.7 - len(lines), 0.9), xlabel="read rightly (lines: 95 % intervals)")
    in_percent(ax.xaxis)
    end_axis(ax, "x", 0, 1)
    said = "; ".join(
        f"{name} {right} of {count}, {100 * low:.0f} to {100 * high:.0f} %"
        for name, (right, count, low, high) in lines.items()
    )
    finish(ax, title, f"Read rightly, with the interval: {said}.")
    return guess_line(ax, guess)
