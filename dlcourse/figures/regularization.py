"""Figures of lesson 07: the gap between training and test, learning rates, loss curves, digits that were changed."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, MultipleLocator, NullFormatter

from dlcourse.figures.display import axes, finish, in_percent, legend_below
from dlcourse.figures.style import (
    INK,
    NEGATIVE,
    PALE,
    PAPER,
    POSITIVE,
    QUIET,
    RISING,
    SIGNAL,
    SIGNAL_LINE,
    SIGNAL_TEXT,
    THIRD,
    in_style,
    number,
    percent,
)

TRAIN = {"color": SIGNAL, "marker": "o", "mec": INK, "mew": 1.1, "ms": 8}
TEST = {"color": POSITIVE, "marker": "D", "mec": PAPER, "mew": 0.8, "ms": 8}


@in_style()
def gap_by_epoch(training, test, title=None, ax=None):
    """Draw the accuracy on the training digits and on test digits, epoch by epoch, and the gap at the end.

    Parameters
    ----------
    training, test : sequence of float
        Accuracies, from 0 to 1, after epochs 1, 2, ...
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    training, test = np.asarray(training, dtype=float), np.asarray(test, dtype=float)
    ax = axes(ax, height=3.5)
    epochs, end = np.arange(1, len(training) + 1), len(training)
    ax.plot(epochs, training, color=SIGNAL_LINE, lw=2.2)
    ax.plot(epochs, test, color=POSITIVE, lw=2.2, linestyle=(0, (5, 1.5)))
    room = 0.02 * end
    low, gap = min(test.min(), training.min(), 0.5), training[-1] - test[-1]
    middle = (training[-1] + test[-1]) / 2
    apart = np.copysign(max(abs(gap) / 2, 0.1 * (1 - low)), gap)  # or the words would lie on one another
    ax.text(end + 2 * room, middle + apart, "training", va="center", color=SIGNAL_TEXT, weight="bold")
    ax.text(end + 2 * room, middle - apart, "test", va="center", color=POSITIVE, weight="bold")
    ax.plot([end + room] * 2, [test[-1], training[-1]], color=NEGATIVE, lw=2.5, clip_on=False)
    points = number(100 * gap, 0)
    words = f"gap: {points} point{'' if points == '1' else 's'}"
    ax.text(end + 2 * room, middle, words, va="center", color=NEGATIVE, weight="bold")
    ax.set(xlabel="epoch", ylabel="right answers", xlim=(0, 1.28 * end), ylim=(low, 1.0))
    ax.spines["bottom"].set_bounds(0, end)
    ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= end])
    in_percent(ax.yaxis)
    best = int(test.argmax())
    alt = f"After {end} epochs {percent(training[-1])} of the training digits are right and {percent(test[-1])}"
    alt += f" of the test digits; the most were {percent(test[best])}, after epoch {best + 1}."
    return finish(ax, title, alt)


@in_style()
def accuracy_gaps(results, title=None, ax=None, *, names=True):
    """Draw training and test accuracy of several recipes, one line each; small marks are single seeds.

    Parameters
    ----------
    results : dict of str to array (seeds, 2)
        By recipe, for each seed: the accuracy on the training digits and on the test digits. The first recipe is
        what the others are compared with.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    names : bool
        Whether to write the recipes' names beside their lines.

    Returns
    -------
    Axes
    """
    results = {name: np.asarray(found, dtype=float) for name, found in results.items()}
    ax = axes(ax, height=1.3 + 0.42 * len(results))
    base = next(iter(results.values()))[:, 1].mean()
    ax.axvline(base, color=QUIET, lw=1.1, linestyle=(0, (3, 2)), zorder=0)
    for row, found in enumerate(results.values()):
        (train, test), y = found.mean(axis=0), -row
        ax.plot([train, test], [y, y], color=PALE, lw=6, solid_capstyle="butt", zorder=1)
        ax.plot(found[:, 1], np.full(len(found), y - 0.24), "|", color=POSITIVE, ms=5, mew=1.1, zorder=2)
        ax.plot(train, y, linestyle="", zorder=3, clip_on=False, **TRAIN)
        ax.plot(test, y, linestyle="", zorder=4, clip_on=False, **TEST)
    # Panels that share the axis show all that is in any of them.
    low = min(panel.dataLim.x0 for panel in ax.get_shared_x_axes().get_siblings(ax) if panel.lines)
    ax.set(ylim=(0.6 - len(results), 0.6), xlim=(low - 0.02, 1.0), xlabel="right answers")
    ax.xaxis.set_major_locator(MultipleLocator(0.05 if low > 0.8 else 0.1))
    ax.set_yticks(-np.arange(len(results)), list(results) if names else [""] * len(results))
    ax.tick_params(axis="y", length=0, labelcolor=INK, labelsize=10)
    ax.spines["left"].set_visible(False)
    in_percent(ax.xaxis)
    if names:
        key = [
            Line2D([], [], linestyle="", label="training", **TRAIN),
            Line2D([], [], linestyle="", label="test", **TEST),
        ]
        key.append(Line2D([], [], linestyle="", marker="|", color=POSITIVE, ms=6, label="test, each seed"))
        legend_below(ax, key)
    pairs = [f"{name} {percent(f[:, 0].mean())} and {percent(f[:, 1].mean())}" for name, f in results.items()]
    return finish(ax, title, f"Right answers in training and in the test: {'; '.join(pairs)}.")


@in_style()
def loss_by_rate(rates, losses, title=None, ax=None):
    """Draw the loss that is reached against the learning rate, for several networks; small marks are single seeds.

    Parameters
    ----------
    rates : sequence of R floats
        The learning rates.
    losses : dict of str to array (R, seeds)
        By the name of the network: the loss at the end.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.5)
    looks = [(NEGATIVE, "s", (0, (5, 1.5))), (POSITIVE, "o", "-"), (THIRD, "^", (0, (1.2, 1.4)))]
    alt = []
    for (name, found), (colour, marker, line) in zip(losses.items(), looks):
        found = np.asarray(found, dtype=float)
        mean = found.mean(axis=1)
        ax.plot(rates, mean, color=colour, marker=marker, linestyle=line, label=name, mec=PAPER, ms=8)
        ax.plot(np.repeat(rates, found.shape[1]), found.ravel(), "_", color=colour, ms=9, mew=1.2, zorder=1)
        alt.append(f"{name}: " + ", ".join(f"{number(m)} at {rate:g}" for rate, m in zip(rates, mean)))
    ax.axhline(np.log(10), color=QUIET, lw=1, linestyle=(0, (1, 2)), zorder=0)
    ax.text(min(rates), np.log(10) + 0.06, "knows nothing: log 10", color=QUIET, size=9, va="bottom")
    ax.set(xscale="log", xlabel="learning rate", ylabel="loss at the end", ylim=(0, 2.75))
    ax.set_xticks(rates, [f"{rate:g}" for rate in rates])
    ax.xaxis.set_minor_locator(LogLocator(subs=[]))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.legend(loc="best")
    return finish(ax, title, f"Loss by learning rate. {'; '.join(alt)}.")


@in_style()
def rate_curves(curves, title=None, ax=None, *, smooth=10, top=2.75):
    """Draw losses step by step, one curve for each learning rate.

    Parameters
    ----------
    curves : dict of float to array (steps,)
        By learning rate: the loss of each step.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    smooth : int
        Over how many steps to average.
    top : float
        Where the axis ends.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.4)
    lines = ["-", (0, (6, 1.5)), (0, (3.5, 1.3)), (0, (1.2, 1.2)), (0, (5, 1.3, 1, 1.3)), (0, (8, 2, 2, 2))]
    alt = []
    for i, (rate, losses) in enumerate(curves.items()):
        losses = np.asarray(losses, dtype=float)
        smoothed = np.convolve(losses, np.ones(smooth) / smooth, mode="valid")
        steps = np.arange(smooth, len(losses) + 1)
        look = {"color": RISING[i % 6], "linestyle": lines[i % 6]}
        ax.plot(steps, smoothed, lw=2, label=f"{rate:g}", **look)
        alt.append(f"{rate:g} ends at {number(smoothed[-1])}")
    ax.set(xlabel="step", ylabel="loss", xlim=(0, len(losses)), ylim=(0, top))
    legend_below(ax, title="learning rate", handlelength=3.2)
    return finish(ax, title, f"Losses by step for {len(curves)} learning rates: {'; '.join(alt)}.")
