"""The figure of a comparison: every seed a dot, the median a bar across, side by side."""

import numpy as np

from dlcourse.figures.display import axes, finish
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import PALE, QUIET, in_style


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
    beyond, parts, looks = 1.12 * most, [], looks_of(numbers)
    for i, (name, values) in enumerate(numbers.items()):
        drawn = np.array([value if np.isfinite(value) else beyond for value in values])
        # Seeds that are level would hide each other: a little above and below the line.
        heights = -i + 0.22 * np.linspace(-1, 1, len(drawn)) * (len(drawn) > 1)
        ax.plot(drawn, heights, ms=7, zorder=3, **{**looks[name], "linestyle": ""})
        middle = float(np.median(values))
        if np.isfinite(middle):
            # Wider than a dot and pale: dots that are level at the median do not hide it.
            ax.plot([middle, middle], [-i - 0.38, -i + 0.38], color=looks[name]["color"], lw=9, alpha=0.35, zorder=2,
                    solid_capstyle="butt")  # fmt: skip
        ax.axhline(-i, color=PALE, lw=1, zorder=0)
        parts.append(f"{name} {middle:.3g}" if np.isfinite(middle) else f"{name} never")
    ax.set_yticks([-i for i in range(len(numbers))], list(numbers))
    ax.set(
        xlabel=f"{xlabel} (dots: the seeds, bars: their medians)",
        xlim=(0, 1.2 * most),
        ylim=(-len(numbers) + 0.4, 0.6 + 0.6 * (guess is not None)),
    )
    if len(known) < sum(len(values) for values in numbers.values()):
        ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= most])
        ax.axvline(1.06 * most, color=PALE, lw=1.6, zorder=0)
        at = {"textcoords": "offset points", "xycoords": ("data", "axes fraction"), "ha": "center"}
        ax.annotate("never", (beyond, 1), (0, 3), color=QUIET, **at)
    seeds = len(next(iter(numbers.values())))
    words = f"{xlabel[:1].upper()}{xlabel[1:]}, a dot for each of {seeds} seeds; medians: {', '.join(parts)}."
    finish(ax, title, words)
    return guess_line(ax, guess)
