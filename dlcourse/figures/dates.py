"""The pictures of the dates in lesson 14: where a network looks as it writes, and how soon it is right."""

import numpy as np

from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import INK, INKED, PAPER, QUIET, in_style

DARK = 0.5  # a weight from which on its mark is light


@in_style()
def reading_map(text, written, weights, title=None, ax=None):
    """Draw how much each sign that is written looks at each sign that was read; a dot marks the most of each row.

    Parameters
    ----------
    text, written : str
        What was read, and what was written.
    weights : array (T, S)
        For each sign that was written, how much it looked at each sign of the text.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax, weights = axes(ax, height=3.4, width=5.0), np.asarray(weights)[:, : len(text)]
    ax.imshow(weights, cmap=INKED, vmin=0, vmax=1, aspect="auto")
    most = weights.argmax(axis=1)
    for row, place in enumerate(most):
        ax.plot(place, row, "o", ms=4, color=PAPER if weights[row, place] > DARK else INK)
    ax.set_xticks(range(len(text)), text)
    ax.set_yticks(range(len(written)), written)
    ax.tick_params(length=0)
    ax.set(xlabel="signs that were read", ylabel="signs that are written")
    pairs = ", ".join(f"{sign} at {text[place]!r}" for sign, place in zip(written, most))
    return finish(ax, title, f'Writing "{written}" from "{text}", each sign looks most: {pairs}.')


@in_style()
def right_by_steps(results, every, title=None, ax=None, *, ylabel="% of unseen dates right"):
    """Draw how many dates are right after so many steps: a line through the seeds' medians, and their range.

    Parameters
    ----------
    results : dict of str to array (seeds, points)
        For each side, percent.
    every : int
        Steps from one point to the next; the first point is after so many.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    ylabel : str

    Returns
    -------
    Axes
    """
    ax, said, looks = axes(ax, height=3.4), [], looks_of(results)
    for name, numbers in results.items():
        numbers = np.asarray(numbers, dtype=float)
        steps, middle = every * np.arange(1, numbers.shape[1] + 1), np.median(numbers, axis=0)
        ax.vlines(steps, numbers.min(axis=0), numbers.max(axis=0), color=looks[name]["color"], alpha=0.45, lw=3)
        ax.plot(steps, middle, lw=2, ms=6, label=name, **looks[name])
        half = np.flatnonzero(middle >= 50)
        reached = f"half of them after {steps[half[0]]} steps" if len(half) else "never half of them"
        said.append(f"{name} {middle[0]:.0f} after {steps[0]} steps, {reached}, {middle[-1]:.0f} after {steps[-1]}")
    ax.axhline(100, color=QUIET, lw=0.8, zorder=0)
    ax.set(xlabel="training steps", ylabel=ylabel, ylim=(0, 104), xlim=(0, None))
    legend_below(ax)
    count = len(next(iter(results.values())))
    return finish(ax, title, f"{ylabel}, the median and the range (thick bars) of {count} seeds: {'; '.join(said)}.")
