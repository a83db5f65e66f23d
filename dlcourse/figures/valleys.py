"""Figures of lesson 05, valleys: their two directions, steps by condition number, what is left of the way."""

import numpy as np
from matplotlib.patheffects import withStroke
from matplotlib.ticker import NullFormatter, NullLocator

from dlcourse.figures.display import axes, finish
from dlcourse.figures.optimizers import contours, looks_of
from dlcourse.figures.style import FOURTH, INK, PAPER, QUIET, THIRD, in_style, number

LOWEST = 1e-3  # of the shares that are shown
WINDOW = (-3.4, 3.4, -2.4, 2.4)  # of the directions: one for all valleys, so that panels side by side agree


@in_style()
def valley_directions(landscape, title=None, ax=None):
    """Draw a ravine with its two directions: along the floor, and across.

    Parameters
    ----------
    landscape : Landscape
        One of those in ``WINDOWS``, with `directions` (2, 2), as columns, and `curvatures` (2,).
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.4)
    contours(ax, landscape, WINDOW)
    left, right, bottom, top = WINDOW
    parts = []
    for (x, y), curvature, colour, length in zip(
        landscape.directions.T, landscape.curvatures, (THIRD, FOURTH), (2.2, 1.3)
    ):
        to = (length * x, length * y)
        ax.annotate("", to, (0, 0), arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 2.4}, zorder=4)
        words = {
            "color": colour,
            "weight": "bold",
            "zorder": 5,
            "path_effects": [withStroke(linewidth=3, foreground=PAPER)],
        }
        shift = {"xytext": (0, 5), "textcoords": "offset points", "ha": "center"}
        ax.annotate(f"curvature {curvature:g}", to, **words, **shift)
        parts.append(f"curvature {curvature:g} along ({number(x)}, {number(y)})")
    ax.set(xlim=(left, right), ylim=(bottom, top), xlabel="weight $w_1$", ylabel="weight $w_2$", aspect="equal")
    return finish(ax, title, f"The {landscape.name} and its directions: {', '.join(parts)}.")


@in_style()
def steps_by_condition(conditions, steps, title=None, ax=None, *, guess=None):
    """Draw how many steps are needed in ravines of several condition numbers, both on scales of factors.

    Parameters
    ----------
    conditions : sequence of float (C,)
    steps : dict of str to sequence of float (C,)
        The steps of each optimizer.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    guess : float, optional
        What was guessed of the last optimizer in the last ravine.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.4)
    parts, looks = [], looks_of(steps)
    for name, values in steps.items():
        ax.plot(conditions, values, label=name, markersize=8, **looks[name])
        for x, y in zip(conditions, values):
            if not np.isfinite(y):
                continue
            ax.annotate(f"{y:.0f}", (x, y), (0, 8), textcoords="offset points", ha="center", color=looks[name]["color"])
        parts.append(f"{name} {', '.join(f'{value:.0f}' for value in values)}")
    said = ""
    if guess is not None:
        ax.plot(conditions[-1], guess, "x", color=QUIET, ms=11, mew=2.4, zorder=5)
        at = {"xytext": (-9, 0), "textcoords": "offset points", "ha": "right", "va": "center"}
        ax.annotate("your guess", (conditions[-1], guess), color=QUIET, **at)
        said = f" Your guess: {guess:g}."
    ax.set(
        xscale="log",
        yscale="log",
        xlabel="condition number",
        ylabel="steps",
        xlim=(0.7 * conditions[0], 1.5 * conditions[-1]),
    )
    ax.set_xticks(conditions, [f"{condition:g}" for condition in conditions])
    shown = [value for values in steps.values() for value in values if np.isfinite(value)]
    shown = [*shown, *([guess] if guess else []), *([] if shown else [1.0])]
    ax.set_ylim(0.6 * min(shown), 1.9 * max(shown))
    ticks = [
        tick for tick in (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000) if 0.6 * min(shown) <= tick <= 1.9 * max(shown)
    ]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_minor_locator(NullLocator())
        axis.set_minor_formatter(NullFormatter())
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), handlelength=3.4)
    many = ", ".join(f"{condition:g}" for condition in conditions)
    return finish(ax, title, f"Steps in ravines with the condition numbers {many}: {'; '.join(parts)}.{said}")


@in_style()
def what_is_left(plans, gentlest, steepest, title=None, ax=None, *, allowed=None):
    """Draw for plans of learning rates how much of the way is left, along every curvature of a range.

    Parameters
    ----------
    plans : dict of str to array (steps,)
        The learning rate of each step, by the plan's name.
    gentlest, steepest : float
        The range of curvatures.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    allowed : float, optional
        A share to mark.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.4)
    curvatures, parts, looks = np.linspace(gentlest, steepest, 1500), [], looks_of(plans)
    for name, rates in plans.items():
        left = np.ones_like(curvatures)
        for rate in np.ravel(rates):  # one by one: so no factor is lost in a product that is too large
            left = np.abs(left * (1 - rate * curvatures)).clip(max=1e12)
        style = {key: looks[name][key] for key in ("color", "linestyle")}
        ax.plot(curvatures, left.clip(min=1e-9), label=name, lw=1.6, **style)  # what is less runs out of the picture
        parts.append(f"{name} at most {left.max():.2g}")
    if allowed is not None:
        ax.axhline(allowed, color=QUIET, lw=1.4, linestyle=(0, (2, 2)), label="allowed")
        parts.append(f"allowed {allowed:.2g}")
    ax.set(yscale="log", xlabel="curvature", ylabel="left of the way", xlim=(gentlest, steepest), ylim=(LOWEST, 3))
    ax.set_yticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.axhline(1, color=INK, lw=0.6, label="all of it")
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), handlelength=3.4)
    return finish(
        ax, title, f"What is left of the way along curvatures from {gentlest:g} to {steepest:g}: {'; '.join(parts)}."
    )
