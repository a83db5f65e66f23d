"""Figures of lesson 15: «numbers before and after»."""

import numpy as np

from dlcourse.figures.display import axes, finish
from dlcourse.figures.style import INK, NEGATIVE, PALE, POSITIVE, in_style, number


@in_style()
def diffusion_numbers(before, after, title=None, ax=None, *, guess=None):
    """«Draw numbers before and after a change.»

    Parameters
    ----------
    before, after : array (N,)
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    guess : float, optional
        What the learner guessed for the largest number; nothing is drawn if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=2.2)
    for height, numbers, colour in ((1, before, INK), (0, after, POSITIVE)):
        ax.axhline(height, color=PALE, lw=1, zorder=0)
        ax.plot(numbers, np.full(len(numbers), height), "o", color=colour)
    alt = f"«The largest number is» {number(np.max(before))} «before and» {number(np.max(after))} «after»."
    if guess is not None:
        ax.axvline(guess, color=NEGATIVE, linestyle="--", label="your guess")
        ax.legend(loc="upper right")
        alt += f" Your guess: {number(guess)}."
    ax.set(yticks=[0, 1], yticklabels=["after", "before"], ylim=(-0.5, 1.5), xlabel="«number»")
    return finish(ax, title, alt)
