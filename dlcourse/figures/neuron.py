"""Figures of lesson 01: activations, the line a neuron draws, its weights as a picture, its learning."""

import numpy as np
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from dlcourse.figures.display import axes, end_axis, finish
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.style import (
    CLASS_COLOURS,
    CLASS_MARKERS,
    FIRING,
    FIRING_EDGE,
    FOURTH,
    INK,
    NEGATIVE,
    PALE,
    PAPER,
    POSITIVE,
    QUIET,
    SIGNAL,
    THIRD,
    in_style,
    number,
)

LINES = ["-", (0, (4, 1.6)), (0, (1.2, 1.4)), (0, (5, 1.4, 1.2, 1.4))]
CURVES = [INK, POSITIVE, THIRD, FOURTH]


@in_style()
def activation_curves(functions, title=None, ax=None, *, z=None):
    """Draw activation functions over one another.

    Parameters
    ----------
    functions : dict of str to function
        Names and functions; each takes an array and returns one of its shape.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    z : array, optional
        Where to compute them; −4 to 4 if left out.

    Returns
    -------
    Axes
    """
    z = np.linspace(-4, 4, 401) if z is None else np.asarray(z, dtype=float)
    ax = axes(ax)
    ax.axhline(0, color=PALE, lw=1, zorder=0)
    ax.axvline(0, color=PALE, lw=1, zorder=0)
    ends = []
    for i, (name, function) in enumerate(functions.items()):
        values = np.asarray(function(z), dtype=float)
        ax.plot(z, values, linestyle=LINES[i % len(LINES)], color=CURVES[i % len(CURVES)], label=name)
        ends.append(f"{name} from {number(values[0])} to {number(values[-1])}")
    low, high = ax.get_ylim()
    ax.set(xlim=(z[0], z[-1]), ylim=(max(low, -2.2), min(high, 2.2)))
    ax.set(xlabel="weighted sum z", ylabel="output")
    ax.legend(loc="upper left", handlelength=3)
    return finish(ax, title, f"Curves for z from {number(z[0], 0)} to {number(z[-1], 0)}: {'; '.join(ends)}.")


@in_style()
def curve_with_slope(f, slope, points=(-2.0, 0.0, 2.0), title=None, ax=None, *, z=None, name="sigmoid"):
    """Draw a function with the tangent that its slope function claims at some points.

    Parameters
    ----------
    f, slope : function
        The function and its slope; each takes an array and returns one of its shape.
    points : sequence of float
        Where to draw a tangent.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    z : array, optional
        Where to draw the curve; −5 to 5 if left out.
    name : str
        What the function is called.

    Returns
    -------
    Axes
    """
    z = np.linspace(-5, 5, 401) if z is None else np.asarray(z, dtype=float)
    points = np.asarray(points, dtype=float)
    ax = axes(ax)
    curve = np.asarray(f(z), dtype=float)
    ax.plot(z, curve, color=INK)
    heights, slopes = np.asarray(f(points), dtype=float), np.asarray(slope(points), dtype=float)
    room = np.ptp(curve) or 1.0
    for x, y, k in zip(points, heights, slopes, strict=True):
        reach = 1.5 / np.hypot(1, k * np.ptp(z) / room / 1.9)  # equally long on paper
        colour, line = POSITIVE if k >= 0 else NEGATIVE, [x - reach, x + reach]
        ax.plot(line, [y - k * reach, y + k * reach], color=colour, lw=2.6, solid_capstyle="round")
        ax.plot(x, y, "o", color=colour, mec=PAPER, mew=1.2, ms=8)
        right = k >= 0
        ax.annotate(
            f"slope {number(k)}", (x, y), (8 if right else -8, -10), textcoords="offset points", va="top",
            ha="left" if right else "right", color=colour, weight="bold",
        )  # fmt: skip
    ax.set(xlim=(z[0], z[-1]), ylim=(curve.min() - 0.22 * room, curve.max() + 0.16 * room))
    ax.set(xlabel="weighted sum z", ylabel=f"{name}(z)")
    alt = ", ".join(f"{number(k)} at z = {number(x, 1)}" for x, k in zip(points, slopes, strict=True))
    return finish(ax, title, f"The curve of {name} with tangents: slope {alt}.")


@in_style()
def sums_in_order(sums, title=None, ax=None, *, guess=None):
    """Draw weighted sums as bars, the largest first: from 0 on the neuron fires.

    Parameters
    ----------
    sums : array (N,)
        The weighted sum of each example.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    guess : float, optional
        How many of them were guessed to be 0 or more: drawn behind that bar.

    Returns
    -------
    Axes
    """
    sums = -np.sort(-np.asarray(sums, dtype=float))
    ax = axes(ax, height=2.8)
    fires, places = sums >= 0, np.arange(len(sums)) + 0.5  # so that k bars end at k, where a guess of k is drawn
    for where, colour, edge, word in ((fires, SIGNAL, INK, "fires"), (~fires, PALE, QUIET, "silent")):
        # A sum of 0 has no height: a thin bar, so that it is seen to be there.
        heights = np.where(sums[where] == 0, 0.05, sums[where])
        ax.bar(places[where], heights, 0.7, color=colour, edgecolor=edge, linewidth=0.8, label=word)
    ax.axhline(0, color=INK, lw=1)
    ax.set(xlabel="examples, the largest sum first", ylabel="weighted sum z", xlim=(-0.1, len(sums) + 0.1))
    ax.set_xticks(places, [f"{place + 0.5:.0f}" for place in places])
    ax.legend(loc="lower left")
    ax = finish(ax, title, f"{len(sums)} weighted sums from {number(sums[0], 1)} to {number(sums[-1], 1)}; the neuron "
                f"fires for {fires.sum()} of them.")  # fmt: skip
    return guess_line(ax, guess)


@in_style()
def right_by_correction(right, title=None, ax=None, *, guess=None):
    """Draw how many examples are right after each correction.

    Parameters
    ----------
    right : int array (corrections + 1,)
        Before the first correction, and after each one.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    guess : float, optional
        How many corrections were guessed to be needed.

    Returns
    -------
    Axes
    """
    right = np.asarray(right)
    ax = axes(ax, height=2.8)
    ax.plot(np.arange(len(right)), right, color=INK, marker="o", drawstyle="steps-post")
    last, most = max(len(right) - 1, 1), max(right.max(), 1)
    wide, high = (1.15, 1.3) if guess is not None else (1.03, 1.06)
    ax.set(xlabel="corrections", ylabel="examples right", xlim=(-0.3, wide * last), ylim=(0, high * most))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    end_axis(ax, "y", 0, most)  # above is room for the guess, not for more examples
    ax = finish(ax, title, f"Examples right: {right[0]} before the first correction, {right[-1]} after correction "
                f"{len(right) - 1}; the fewest on the way {right.min()}.")  # fmt: skip
    return guess_line(ax, guess)


def scatter_classes(ax, X, y, names, *, size=34):
    """Points of several classes, each with its own colour and marker."""
    for i, (label, name) in enumerate(zip(np.unique(y), names, strict=False)):
        rows = np.asarray(y) == label
        style = {
            "color": CLASS_COLOURS[i],
            "marker": CLASS_MARKERS[i],
            "edgecolor": PAPER,
            "linewidth": 0.6,
        }
        ax.scatter(X[rows, 0], X[rows, 1], s=size, label=f"{name}", zorder=3, **style)


def _limits(X):
    low, high = X.min(axis=0), X.max(axis=0)
    margin = 0.08 * np.maximum(high - low, 1e-9)
    return np.column_stack([low - margin, high + margin])


def _class_names(names, y):
    return list(names) if names is not None else [f"class {label}" for label in np.unique(y)]


@in_style()
def points_and_boundary(
    X, y, w=None, b=0.0, boundary=None, title=None, ax=None, *, names=None, labels=("$x_1$", "$x_2$")
):
    """Draw points of two classes and, where weights are given, the neuron's line and its firing side.

    Parameters
    ----------
    X : array (N, 2)
        The points.
    y : array (N,)
        The class of each.
    w, b : array (2,) and float, optional
        The neuron; without `w` only the points are drawn.
    boundary : function, optional
        Called as ``boundary(w, b, x1)``: the height of the line at each x1.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    names : sequence of str, optional
        The classes, in rising order of `y`.
    labels : pair of str
        What the axes show.

    Returns
    -------
    Axes
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    ax = axes(ax, height=4.0)
    names = _class_names(names, y)
    scatter_classes(ax, X, y, names)
    (x_low, x_high), (y_low, y_high) = _limits(X)
    handles = ax.get_legend_handles_labels()[0]
    counts = [f"{np.sum(y == label)} of {name}" for label, name in zip(np.unique(y), names, strict=False)]
    alt = f"{len(X)} points: {' and '.join(counts)}"
    if w is not None:
        w = np.asarray(w, dtype=float)
        grid = np.meshgrid(np.linspace(x_low, x_high, 200), np.linspace(y_low, y_high, 200))
        Z = grid[0] * w[0] + grid[1] * w[1] + b
        if (Z >= 0).any() and (Z < 0).any():
            ax.contourf(*grid, Z, levels=[0, np.inf], colors=[FIRING], zorder=0)
        elif (Z >= 0).all():
            ax.axvspan(x_low, x_high, color=FIRING, zorder=0)
        handles.append(Patch(facecolor=FIRING, edgecolor=FIRING_EDGE, label="here the neuron fires"))
        handles += _line(ax, w, b, boundary, np.linspace(x_low, x_high, 200))
        fired = X @ w + b >= 0
        alt += f"; a neuron with weights {number(w[0])}, {number(w[1])} and bias {number(b)}"
        alt += f" fires for {fired.sum()} of them"
    ax.set(xlim=(x_low, x_high), ylim=(y_low, y_high), xlabel=labels[0], ylabel=labels[1])
    ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return finish(ax, title, alt + ".")


def _line(ax, w, b, boundary, x1):
    if boundary is None and w[1] == 0:
        return [ax.axvline(-b / w[0], color=INK, label="boundary")] if w[0] else []
    x2 = boundary(w, b, x1) if boundary is not None else -(w[0] * x1 + b) / w[1]
    return ax.plot(x1, x2, color=INK, label="boundary", zorder=2)
