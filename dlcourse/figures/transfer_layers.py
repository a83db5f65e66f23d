"""The pictures of lesson 10 on layers: how many of them are taken along, and what is lost meanwhile."""

import numpy as np

from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import in_style
from dlcourse.figures.transfer import chance_line


@in_style()
def layers_carried(results, title=None, ax=None, *, names, chance=None, ylabel="% right"):
    """Draw how much is right against how many of the first layers are taken along, or frozen.

    Parameters
    ----------
    results : dict of str to dict of int to sequence of float
        Each way, and for each number of layers the percent that are right, a number for each seed.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    names : sequence of str
        The layers, the first one first.
    chance : float, optional
        What blind guessing gets, drawn as a quiet line.
    ylabel : str

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.9)
    looks, parts, shift = looks_of(results), [], 0.05
    for i, (way, found) in enumerate(results.items()):
        counts, look = np.array(list(found)), looks[way]
        x = counts + shift * (i - (len(results) - 1) / 2)  # side by side: seeds that are level would hide each other
        for place, numbers in zip(x, found.values()):
            ax.plot(np.full(len(numbers), place), numbers, ms=4, alpha=0.35, **{**look, "linestyle": ""})
        middle = [float(np.median(numbers)) for numbers in found.values()]
        ax.plot(x, middle, lw=2, ms=7, label=way, **look)
        parts.append(f"{way} {', '.join(f'{number:.0f}' for number in middle)} with {counts[0]} to {counts[-1]}")
    chance_line(ax, chance)
    ticks = [f"{count}\n{'none' if count == 0 else f'… {name}'}" for count, name in enumerate(["", *names])]
    ax.set_xticks(range(len(ticks)), ticks)
    ax.set(xlabel="how many of the first layers, and the last of them", ylabel=ylabel, ylim=(0, 100))
    legend_below(ax)
    seeds = len(next(iter(next(iter(results.values())).values())))
    return finish(ax, title, f"{ylabel}, medians of {seeds} seeds: {'; '.join(parts)} layers.")


@in_style()
def while_learning(steps, lines, title=None, ax=None, *, ylabel="% named right"):
    """Draw percents that change step by step while a network learns.

    Parameters
    ----------
    steps : sequence of int
    lines : dict of str to sequence of float
        A percent for each of the steps.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    ylabel : str

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.5)
    looks = looks_of(lines)
    for name, values in lines.items():
        ax.plot(steps, values, lw=2, ms=8, label=name, **looks[name])
    ax.set(xlabel="training steps", ylabel=ylabel, ylim=(-3, 103))
    legend_below(ax)
    told = "; ".join(f"{name} {values[0]:.0f} at first, {values[-1]:.0f} at the end" for name, values in lines.items())
    return finish(ax, title, f"{ylabel}, over {steps[-1]} steps: {told}.")
