"""The pictures of lesson 06: signals layer by layer, curves by epoch, confusions, searches, the price of accuracy."""

import numpy as np
from matplotlib import colormaps
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter

from dlcourse.figures.display import axes, finish, in_percent, legend_below, mark_moment, name_line
from dlcourse.figures.style import (
    CLASS_COLOURS,
    CLASS_MARKERS,
    INK,
    LIT,
    NEGATIVE,
    PALE,
    PAPER,
    POSITIVE,
    QUIET,
    SCORED,
    in_style,
    number,
    percent,
)

FLOOR = 1e-12  # smaller signals are drawn here


def short(value):
    """A number of any size in a few signs: 0.8, 1700, 2e−12.

    Examples
    --------
    >>> short(0.83), short(1700.0), short(2.4e-12), short(0.0)
    ('0.83', '1700', '2e−12', '0')
    """
    value = float(value)
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        return f"{value:.2g}" if abs(value) < 100 else f"{round(value, 1 - int(np.log10(abs(value)))):.0f}"
    mantissa, exponent = f"{value:.0e}".split("e")
    return f"{mantissa}e{number(int(exponent), 0)}"


@in_style()
def signal_by_layer(sizes, title=None, ax=None):
    """Draw how large the numbers are that each layer puts out, one line for each way to begin.

    Parameters
    ----------
    sizes : dict of str to array (L,)
        For each way its size after layer 1, 2, ..., L.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.6)
    parts = []
    for i, (name, values) in enumerate(sizes.items()):
        values = np.asarray(values, dtype=float)
        drawn = np.maximum(values, FLOOR)
        layers = np.arange(1, len(values) + 1)
        ax.plot(layers, drawn, color=CLASS_COLOURS[i], marker=CLASS_MARKERS[i], ms=6)
        # What is too small for the axis lies on its edge: then the number says how small.
        last = name if values[-1] >= FLOOR else f"{name}: {short(values[-1])}"
        name_line(ax, last, (layers[-1], drawn[-1]), CLASS_COLOURS[i])
        parts.append(f"{name}: {short(values[0])} after layer 1, {short(values[-1])} after layer {layers[-1]}")
    ax.set(yscale="log", xlabel="layer", ylabel="size of the signal", xticks=layers, xlim=(0.7, len(layers) * 1.32))
    ax.spines["bottom"].set_bounds(1, len(layers))
    return finish(ax, title, f"The size of the signal, layer by layer. {'; '.join(parts)}.")


@in_style()
def curves_by_epoch(curves, title=None, ax=None, *, ylabel="loss", keep=None):
    """Draw one or more curves over the epochs, with a line at the epoch that is kept.

    Parameters
    ----------
    curves : dict of str to sequence of float
        The first one is drawn solid, the others dashed.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    ylabel : str
        What the curves show; "accuracy" is written in percent.
    keep : int, optional
        The number of an epoch, counted from 0.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.4)
    shown = percent if ylabel == "accuracy" else number
    parts, styles = [], ["-", (0, (5, 2)), (0, (1, 1.5))]
    for i, (name, values) in enumerate(curves.items()):
        epochs = np.arange(1, len(values) + 1)
        colour = (POSITIVE, NEGATIVE, INK)[i % 3]
        ax.plot(epochs, values, color=colour, linestyle=styles[i % 3], label=name)
        parts.append(f"{name} from {shown(values[0])} to {shown(values[-1])}")
        if keep is not None and i == len(curves) - 1:
            ax.plot([keep + 1], [values[keep]], "o", color=colour, ms=8, mec=PAPER, mew=1.2, zorder=4)
            parts.append(f"kept is epoch {keep + 1}, where {name} is {shown(values[keep])}")
    if keep is not None:
        mark_moment(ax, keep + 1, "kept")
    if ylabel == "accuracy":
        in_percent(ax.yaxis)
        ax.set_ylim(top=min(1.0, ax.get_ylim()[1]))
    ax.set(xlabel="epoch", ylabel=ylabel)
    if ylabel == "loss":
        ax.set_ylim(bottom=0)
    ax.legend()
    return finish(ax, title, f"{ylabel.capitalize()} over {len(epochs)} epochs: {'; '.join(parts)}.")


@in_style()
def confusion_table(counts, title=None, ax=None):
    """Draw a confusion matrix with its numbers; errors are bold, on a coloured ground.

    Parameters
    ----------
    counts : int array (C, C)
        True class in the row, answer in the column.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    counts = np.asarray(counts)
    size = len(counts)
    ax = axes(ax, height=4.2)
    errors = counts - np.diag(np.diag(counts))
    # Errors are few: they get colours of their own, or the diagonal would drown them.
    ax.imshow(np.ma.masked_equal(errors, 0), cmap=LIT, vmin=0, vmax=max(errors.max(), 1), aspect="auto")
    for row, column in np.ndindex(size, size):
        count = counts[row, column]
        if count or row == column:
            right = row == column
            look = {"color": QUIET, "weight": "normal"} if right else {"color": INK, "weight": "bold"}
            ax.text(column, row, str(count), ha="center", va="center", **look)
    ax.set(xticks=range(size), yticks=range(size), xlabel="the network's answer", ylabel="true class")
    ax.set_xticks(np.arange(size + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(size + 1) - 0.5, minor=True)
    ax.grid(which="minor", color=PALE, lw=1)
    ax.tick_params(which="both", length=0)
    worst = np.unravel_index(np.argsort(-errors, axis=None, kind="stable")[:3], errors.shape)
    pairs = [f"{r} taken for {c} {errors[r, c]} times" for r, c in zip(*worst) if errors[r, c]]
    alt = f"A table of {size} by {size} counts: {np.trace(counts)} of {counts.sum()} on the diagonal"
    return finish(ax, title, f"{alt}; most often confused: {', '.join(pairs) or 'none'}.")


@in_style()
def tried_settings(points, scores, names, title=None, ax=None):
    """Draw settings of two entries on log axes; the higher the score, the larger and darker the mark.

    Parameters
    ----------
    points : array (T, 2)
        The settings.
    scores : array (T,)
        Their scores, between 0 and 1.
    names : pair of str
        What the entries are.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    points, scores = np.asarray(points, dtype=float), np.asarray(scores, dtype=float)
    ax = axes(ax, height=3.8)
    best = int(scores.argmax())
    ax.scatter(*points.T, s=_area(scores), c=scores, cmap=SCORED, vmin=0, vmax=1, edgecolor=INK, linewidth=0.8)
    ax.plot(*points[best], marker="*", color=PAPER, mec=INK, ms=13, linestyle="")
    ax.plot(points[:, 0], np.zeros(len(points)), "|", color=INK, ms=16, mew=1.4, transform=ax.get_xaxis_transform())
    _score_key(ax, names[0])
    ax.set(xscale="log", yscale="log", xlabel=names[0], ylabel=names[1])
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    setting = ", ".join(f"{name} {short(value)}" for name, value in zip(names, points[best]))
    different = len(np.unique(points[:, 0]))
    alt = f"{len(points)} settings with {different} different values of {names[0]}"
    return finish(ax, title, f"{alt}; the best: {setting}, with the score {number(scores[best])}.")


def _area(score):
    """The area of the mark of a score."""
    return 25 + 220 * np.square(score)


def _score_key(ax, name):
    dot = {"marker": "o", "mec": INK, "mew": 0.8}
    looks = {f"score {s:g}": {**dot, "ms": _area(s) ** 0.5, "mfc": colormaps[SCORED](s)} for s in (0.1, 0.5, 0.9)}
    looks["the best"] = {"marker": "*", "color": PAPER, "mec": INK, "ms": 13}
    looks[f"{name} tried"] = {"marker": "|", "color": INK, "ms": 10, "mew": 1.4}
    key = [Line2D([], [], linestyle="", label=label, **look) for label, look in looks.items()]
    legend_below(ax, key)


@in_style()
def errors_by_data(sizes, errors, title=None, ax=None, *, line=None):
    """Draw the share of errors against the number of training examples on log axes, one dot for each seed.

    Parameters
    ----------
    sizes : sequence of K int
        Numbers of training examples.
    errors : array (K, S)
        Shares of wrong answers, between 0 and 1, for S seeds.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    line : array (K,), optional
        A straight line through the means.

    Returns
    -------
    Axes
    """
    sizes, errors = np.asarray(sizes), np.asarray(errors, dtype=float)
    ax = axes(ax, height=3.6)
    means = errors.mean(axis=1)
    ax.plot(np.repeat(sizes, errors.shape[1]), errors.ravel(), "o", color=POSITIVE, ms=4, alpha=0.45, label="one seed")
    ax.plot(sizes, means, "s-", color=INK, ms=7, label="mean")
    if line is not None:
        ax.plot(sizes, line, color=NEGATIVE, linestyle=(0, (4, 3)), label="straight line")
    ax.set(xscale="log", yscale="log", xlabel="training examples", ylabel="wrong answers")
    ax.set_xticks(sizes, [str(size) for size in sizes], minor=False)
    ticks = [share for share in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if errors.min() * 0.8 < share < errors.max() * 1.3]
    ax.set_yticks(ticks, [f"{number(100 * share, 0)} %" for share in ticks])
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.tick_params(which="minor", length=0)
    ax.legend()
    parts = ", ".join(f"{size} examples {number(100 * mean, 1)} %" for size, mean in zip(sizes, means))
    return finish(ax, title, f"Wrong answers on log axes, mean of {errors.shape[1]} seeds: {parts}.")


@in_style()
def accuracy_by_cost(cost, accuracy, marks=(), title=None, ax=None, *, unit="millions of multiplications", low=None):
    """Draw accuracy against what it has cost, with a dot at the first number that reaches each of some accuracies.

    Parameters
    ----------
    cost : array (K,)
        What had been spent.
    accuracy : array (K,)
        The accuracy that it had bought.
    marks : sequence of float
        Accuracies at whose first place a dot is drawn.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    unit : str
        Of the cost.
    low : float, optional
        Where the axis of accuracies begins; a little below the first mark if left out.

    Returns
    -------
    Axes
    """
    cost, accuracy = np.asarray(cost, dtype=float), np.asarray(accuracy, dtype=float)
    ax = axes(ax, height=3.4)
    ax.plot(cost, accuracy, color=POSITIVE)
    parts = []
    for mark in marks:
        reached = np.flatnonzero(accuracy >= mark)
        if len(reached):
            price, got = cost[reached[0]], accuracy[reached[0]]
            ax.plot([price, price], [0, got], color=PALE, lw=1.2, zorder=0)
            ax.plot([price], [got], "o", color=NEGATIVE, ms=7, mec=PAPER, zorder=3, clip_on=False)
            at = {"textcoords": "offset points", "va": "top", "color": NEGATIVE, "weight": "bold", "zorder": 1}
            at["bbox"] = {"facecolor": PAPER, "edgecolor": "none", "pad": 1}  # over the upright lines, under the curve
            ax.annotate(f"≥ {percent(mark)}", (price, got), (7, -9), **at)
            parts.append(f"{percent(mark)} at {number(price, 0)}")
    in_percent(ax.yaxis)
    ax.yaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10]))  # no ticks at halves of a percent
    low = min(marks, default=accuracy.min()) - 0.03 if low is None else low
    ax.set(
        xlabel=unit,
        ylabel="accuracy",
        xlim=(0, cost[-1]),
        ylim=(low, 1.0 if low <= 0 else min(1.0, accuracy.max() + 0.02)),
    )
    return finish(ax, title, f"Accuracy against {unit}: {', '.join(parts) or 'no mark reached'}.")
