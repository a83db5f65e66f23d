"""Figures of lesson 05: paths on contour lines, losses while training, steps needed for each learning rate."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, NullFormatter, NullLocator

from dlcourse.figures.display import axes, finish
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.style import (
    CONTOUR,
    FIFTH,
    FOURTH,
    INK,
    NEGATIVE,
    PALE,
    PAPER,
    POSITIVE,
    QUIET,
    THIRD,
    in_style,
    number,
)

# How each contestant is drawn: colour, line and marker differ, so that no one needs to see colours.
LOOKS = [
    (INK, "-", "o"),
    (NEGATIVE, (0, (5, 1.6)), "^"),
    (POSITIVE, (0, (1.4, 1.3)), "s"),
    (THIRD, (0, (6, 1.4, 1.4, 1.4)), "D"),
    (FOURTH, (0, (2.6, 1.2)), "v"),
    (FIFTH, (0, (8, 1.5)), "X"),
]
OWN = {"SGD": 0, "momentum": 1, "Nesterov": 2, "AdaGrad": 3, "RMSProp": 4, "Adam": 5}  # in every figure the same
WINDOWS = {  # left, right, bottom, top of what is drawn of each landscape
    "bowl": (-5.0, 2.5, -2.2, 2.2),
    "ravine": (-5.0, 2.5, -2.2, 2.2),
    "turned ravine": (-5.0, 2.5, -3.2, 2.2),
    "saddle": (-2.6, 1.6, -1.7, 1.7),
    "Rosenbrock": (-2.0, 2.0, -1.0, 2.4),
}
HIGHEST = {"bowl": 16, "ravine": 120, "turned ravine": 250, "saddle": 4, "Rosenbrock": 2500}


def contours(ax, landscape, window=None):
    """Draw the contour lines of a landscape and its minima, in its own window or another; gives the artists."""
    name = landscape.name
    left, right, bottom, top = window or WINDOWS[name]
    grid = np.stack(np.meshgrid(np.linspace(left, right, 160), np.linspace(bottom, top, 120)), axis=-1)
    loss = landscape.loss(grid)
    levels = np.geomspace(0.02 if name == "saddle" else 0.1, HIGHEST[name], 10)
    lines = ax.contour(grid[..., 0], grid[..., 1], loss, levels=levels, colors=CONTOUR, linewidths=0.8, zorder=1)
    minima = ax.plot(*np.transpose(landscape.minima), "*", color=QUIET, ms=13, mec=PAPER, zorder=2)
    return [lines, *minima]


def star():
    """What a legend shows for the minima."""
    return Line2D([], [], marker="*", color=QUIET, ms=13, mec=PAPER, linestyle="", label="minimum")


def looks_of(names):
    """The colour, line style and marker of each contestant, by its name; who has none of its own gets what is left."""
    taken = {OWN[name] for name in names if name in OWN}
    free = [i for i in range(len(LOOKS)) if i not in taken] or list(range(len(LOOKS)))
    looks = {}
    for name in names:
        place = OWN[name] if name in OWN else free[sum(other not in OWN for other in looks) % len(free)]
        colour, line, marker = LOOKS[place]
        looks[name] = {"color": colour, "linestyle": line, "marker": marker, "mec": PAPER, "mew": 0.6}
    return looks


@in_style()
def descent_paths(landscape, paths, title=None, ax=None):
    """Draw the paths of optimizers over the contour lines of a landscape.

    Parameters
    ----------
    landscape : Landscape
        Its `name` is one of those in ``WINDOWS``; it has a `loss` and `minima`.
    paths : dict of str to array (steps + 1, 2)
        The weights of each optimizer, step by step.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.9)
    contours(ax, landscape)
    left, right, bottom, top = WINDOWS[landscape.name]
    ends = []
    looks = looks_of(paths)
    for name, path in paths.items():
        path = np.clip(np.asarray(path, dtype=float), -1e3, 1e3)  # what flies off is drawn to the frame
        ax.plot(path[:, 0], path[:, 1], label=name, markersize=4, lw=1.4, zorder=3, **{**looks[name], "mew": 0})
        loss = float(landscape.loss(path[-1]))
        ends.append(f"{name} at ({number(path[-1, 0])}, {number(path[-1, 1])}) with loss {number(loss, 3)}")
    ax.set(xlim=(left, right), ylim=(bottom, top), xlabel="weight $w_1$", ylabel="weight $w_2$")
    handles = [*ax.get_legend_handles_labels()[0], star()]
    ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.0, 1.0), handlelength=3.4)
    steps = len(next(iter(paths.values()))) - 1
    return finish(ax, title, f"Paths on the {landscape.name}, after {steps} steps: {'; '.join(ends)}.")


@in_style()
def race_curves(curves, title=None, ax=None, *, every=10, target=None, ylabel="loss on all examples", guess=None):
    """Draw losses while training: the mean over the seeds as a line, the range as a band.

    Parameters
    ----------
    curves : dict of str to array (seeds, measurements)
        The losses of each contestant, the first before the first step.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    every : int
        How many steps lie between two measurements.
    target : float, optional
        A loss to mark.
    ylabel : str
        What is measured.
    guess : float, optional
        A number of steps that was guessed, drawn as "your guess".

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.5)
    ends = []
    looks = looks_of(curves)
    for name, losses in curves.items():
        losses = np.asarray(losses, dtype=float)
        steps = every * np.arange(losses.shape[1])
        ax.fill_between(steps, losses.min(axis=0), losses.max(axis=0), color=looks[name]["color"], alpha=0.13, lw=0)
        ax.plot(
            steps, losses.mean(axis=0), label=name, markersize=5.5, markevery=max(1, len(steps) // 9), **looks[name]
        )
        ends.append(f"{name} {number(losses[:, -1].mean(), 3)}")
    if target is not None:
        ax.axhline(target, color=QUIET, lw=1, linestyle=(0, (2, 2)), zorder=0)
        ax.annotate("target", (0, target), (2, 3), textcoords="offset points", color=QUIET, size=9)
    ax.set_yscale("log")
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.set(xlabel="step", ylabel=ylabel, xlim=(0, None))
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), handlelength=3.4)
    finish(ax, title, f"Mean losses after {steps[-1]} steps: {', '.join(ends)}.")
    return guess_line(ax, guess)


@in_style()
def rate_sweep(rates, counts, title=None, ax=None):
    """Draw how many steps were needed with each learning rate; a gap where it was never enough.

    Parameters
    ----------
    rates : array (R,)
        The learning rates.
    counts : dict of str to array (R,)
        The steps needed by each optimizer; infinity for never.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.5)
    finite = [count for values in counts.values() for count in values if np.isfinite(count)]
    never = 1.18 * max(finite, default=1.0)
    best, looks = [], looks_of(counts)
    for i, (name, values) in enumerate(counts.items()):
        values = np.asarray(values, dtype=float)
        reached = np.isfinite(values)
        ax.plot(rates, np.where(reached, values, np.nan), label=name, markersize=8, **looks[name])
        lost = np.asarray(rates)[~reached]
        ax.plot(lost, np.full(len(lost), never * (1 + 0.05 * i)), **{**looks[name], "linestyle": ""}, markersize=6)
        if reached.any():
            at = int(np.argmin(values))
            best.append(f"{name} needs fewest steps, {number(values[at], 0)}, at a rate of {rates[at]:g}")
    ax.axhline(0.93 * never, color=PALE, lw=1)
    ax.set_xscale("log")
    ax.set_xticks(rates, [f"{rate:g}" for rate in rates])
    ax.xaxis.set_minor_locator(NullLocator())
    ticks = [tick for tick in ax.get_yticks() if 0 <= tick < 0.9 * never]
    ax.set_yticks([*ticks, never * (1 + 0.025 * (len(counts) - 1))], [*[f"{tick:.0f}" for tick in ticks], "never"])
    ax.set(xlabel="learning rate", ylabel="steps to the target", ylim=(0, never * (1.1 + 0.05 * len(counts))))
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), handlelength=3.4)
    return finish(ax, title, f"Steps to the target for {len(rates)} learning rates: {'; '.join(best)}.")


@in_style()
def step_lengths(lengths, title=None, ax=None):
    """Draw how long each step was, in learning rates.

    Parameters
    ----------
    lengths : dict of str to array (steps,)
        The length of each step, from step 1 on.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.2)
    parts, looks = [], looks_of(lengths)
    for name, values in lengths.items():
        steps = np.arange(1, len(values) + 1)
        ax.plot(steps, values, label=name, markersize=5.5, markevery=max(1, len(steps) // 12), **looks[name])
        parts.append(f"{name} {number(values[0])} in the first step, {number(np.max(values))} at most")
    ax.set(xlabel="step", ylabel="length in learning rates", xlim=(0, None), ylim=(0, None))
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), handlelength=3.4)
    return finish(ax, title, f"Step lengths: {'; '.join(parts)}.")
