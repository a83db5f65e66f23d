"""The figure of a comparison: every seed a dot, the median a bar across, side by side."""

import numpy as np

from dlcourse.figures.display import axes, finish
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.style import FIFTH, FOURTH, INK, NEGATIVE, PALE, PAPER, POSITIVE, QUIET, THIRD, in_style

COLOURS = (INK, NEGATIVE, POSITIVE, THIRD, FOURTH, FIFTH)
MARKERS = "o^sDvX"


@in_style()
def seed_dots(numbers, title=None, ax=None, *, xlabel="steps", guess=None):
    """Draw what each side of a comparison came to: a dot for each seed, and a bar at the median.

    Parameters
    ----------
    numbers : dict of str to sequence of float
        For each side a number for each seed, as `Comparison.numbers`; infinity where there was no result.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    xlabel : str
        What the numbers are.
    guess : float, optional
        A number that was guessed before, drawn as an upright line.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=0.9 + 0.42 * len(numbers))
    known = [value for values in numbers.values() for value in values if np.isfinite(value)]
    most = max([*known, *([guess] if guess is not None else [])], default=1.0)
    beyond, parts = 1.12 * most, []
    for i, (name, values) in enumerate(numbers.items()):
        drawn = np.array([value if np.isfinite(value) else beyond for value in values])
        # Seeds that are level would hide each other: a little above and below the line.
        heights = -i + 0.24 * np.linspace(-1, 1, len(drawn)) * (len(drawn) > 1)
        ax.plot(drawn, heights, MARKERS[i % 6], color=COLOURS[i % 6], ms=6, mec=PAPER, mew=0.6, zorder=3)
        middle = float(np.median(values))
        if np.isfinite(middle):
            ax.plot([middle, middle], [-i - 0.33, -i + 0.33], color=COLOURS[i % 6], lw=2.4, zorder=2)
        ax.axhline(-i, color=PALE, lw=1, zorder=0)
        parts.append(f"{name} {middle:.3g}" if np.isfinite(middle) else f"{name} never")
    ax.set_yticks([-i for i in range(len(numbers))], list(numbers))
    ax.set(xlabel=xlabel, xlim=(0, 1.2 * most), ylim=(-len(numbers) + 0.4, 0.6 + 0.6 * (guess is not None)))
    if len(known) < sum(len(values) for values in numbers.values()):
        ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= most])
        ax.axvline(1.06 * most, color=PALE, lw=1.6, zorder=0)
        at = {"textcoords": "offset points", "xycoords": ("data", "axes fraction"), "ha": "center"}
        ax.annotate("never", (beyond, 1), (0, 3), color=QUIET, **at)
    seeds = len(next(iter(numbers.values())))
    finish(ax, title, f"{xlabel}, a dot for each of {seeds} seeds; medians: {', '.join(parts)}.")
    return guess_line(ax, guess)
