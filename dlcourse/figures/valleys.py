"""Figures of lesson 05, valleys: their two directions, steps by condition number, what is left of the way."""

import numpy as np
from matplotlib.ticker import NullFormatter, NullLocator

from dlcourse.figures.display import axes, finish
from dlcourse.figures.optimizers import WINDOWS, contours, look
from dlcourse.figures.style import INK, NEGATIVE, POSITIVE, QUIET, in_style, number

LOWEST = 1e-3  # shares below are drawn here


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
    contours(ax, landscape)
    left, right, bottom, top = WINDOWS[landscape.name]
    parts = []
    for (x, y), curvature, colour, length in zip(
        landscape.directions.T, landscape.curvatures, (POSITIVE, NEGATIVE), (2.2, 1.3)
    ):
        to = (length * x, length * y)
        ax.annotate("", to, (0, 0), arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 2.4}, zorder=4)
        shift = {"xytext": (6 * x, 6 * y + 3), "textcoords": "offset points", "ha": "left" if x > 0.1 else "center"}
        ax.annotate(f"{curvature:g}", to, color=colour, weight="bold", zorder=5, **shift)
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
    parts = []
    for i, (name, values) in enumerate(steps.items()):
        ax.plot(conditions, values, label=name, markersize=8, **look(i))
        for x, y in zip(conditions, values):
            if not np.isfinite(y):
                continue
            ax.annotate(f"{y:.0f}", (x, y), (0, 8), textcoords="offset points", ha="center", color=look(i)["color"])
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
    curvatures, parts = np.linspace(gentlest, steepest, 1500), []
    for i, (name, rates) in enumerate(plans.items()):
        left = np.ones_like(curvatures)
        for rate in np.ravel(rates):  # one by one: so no factor is lost in a product that is too large
            left = np.abs(left * (1 - rate * curvatures)).clip(max=1e12)
        style = look(i)
        ax.plot(
            curvatures, left.clip(min=LOWEST), label=name, color=style["color"], linestyle=style["linestyle"], lw=1.6
        )
        parts.append(f"{name} at most {left.max():.2g}")
    if allowed is not None:
        ax.axhline(allowed, color=QUIET, lw=1.4, linestyle=(0, (2, 2)))
        ax.annotate("allowed", (steepest, allowed), (0, 3), textcoords="offset points", color=QUIET, ha="right")
        parts.append(f"allowed {allowed:.2g}")
    ax.set(yscale="log", xlabel="curvature", ylabel="left of the way", xlim=(gentlest, steepest), ylim=(LOWEST, 3))
    ax.set_yticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.axhline(1, color=INK, lw=0.6)
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), handlelength=3.4)
    return finish(
        ax, title, f"What is left of the way along curvatures from {gentlest:g} to {steepest:g}: {'; '.join(parts)}."
    )
