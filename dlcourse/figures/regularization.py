"""Figures of lesson 07: the gap between training and validation, learning rates, and features."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, MultipleLocator, NullFormatter

from dlcourse.figures.display import axes, finish, in_percent, legend_below
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.style import (
    INK,
    NEGATIVE,
    PALE,
    PAPER,
    POSITIVE,
    QUIET,
    SIGNAL,
    SIGNAL_LINE,
    SIGNAL_TEXT,
    THIRD,
    in_style,
    number,
    percent,
)

TRAIN = {"color": SIGNAL, "marker": "o", "mec": INK, "mew": 1.1, "ms": 8}
OTHERS = {"color": POSITIVE, "marker": "D", "mec": PAPER, "mew": 0.8, "ms": 8}
LOOKS = [(NEGATIVE, "s", (0, (5, 1.5))), (POSITIVE, "o", "-"), (THIRD, "^", (0, (1.2, 1.4)))]


@in_style()
def gap_by_epoch(training, others, title=None, ax=None, *, guess=None):
    """Draw the accuracy on the training digits and on those for validation, epoch by epoch, and the gap at the end.

    Parameters
    ----------
    training, others : sequence of float
        Accuracies, from 0 to 1, after epochs 1, 2, ...
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    guess : float, optional
        What was guessed of `others` after the last epoch, in percent.

    Returns
    -------
    Axes
    """
    training, others = 100 * np.asarray(training, dtype=float), 100 * np.asarray(others, dtype=float)
    ax = axes(ax, height=3.5)
    epochs, end = np.arange(1, len(training) + 1), len(training)
    ax.plot(epochs, training, color=SIGNAL_LINE, lw=2.2)
    ax.plot(epochs, others, color=POSITIVE, lw=2.2, linestyle=(0, (5, 1.5)))
    room = 0.02 * end
    low, gap = min(others.min(), training.min(), 50), training[-1] - others[-1]
    middle = (training[-1] + others[-1]) / 2
    apart = np.copysign(max(abs(gap) / 2, 0.1 * (100 - low)), gap)  # or the words would lie on one another
    ax.text(end + 2 * room, middle + apart, "training", va="center", color=SIGNAL_TEXT, weight="bold")
    ax.text(end + 2 * room, middle - apart, "validation", va="center", color=POSITIVE, weight="bold")
    ax.plot([end + room] * 2, [others[-1], training[-1]], color=NEGATIVE, lw=2.5, clip_on=False)
    points = number(gap, 0)
    words = f"gap: {points} point{'' if points == '1' else 's'}"
    ax.text(end + 2 * room, middle, words, va="center", color=NEGATIVE, weight="bold")
    ax.set(xlabel="epoch", ylabel="right answers (%)", xlim=(0, 1.32 * end), ylim=(low, 100))
    ax.spines["bottom"].set_bounds(0, end)
    ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= end])
    best = int(others.argmax())
    shares = [percent(share / 100) for share in (training[-1], others[-1], others[best])]
    alt = f"After {end} epochs {shares[0]} of the training digits are right and {shares[1]}"
    alt += f" of the validation digits; the most were {shares[2]}, after epoch {best + 1}."
    return guess_line(finish(ax, title, alt), guess, "y")


@in_style()
def gap_by_strength(strengths, training, others, title=None, ax=None, *, xlabel="strength"):
    """Draw the accuracy in training and on validation digits against the strength of a tool; small marks are seeds.

    Parameters
    ----------
    strengths : sequence of S floats
        What was tried; drawn at equal distances.
    training, others : array (S, seeds)
        Accuracies, from 0 to 1.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    xlabel : str
        What the strength is.

    Returns
    -------
    Axes
    """
    ax, places, alt = axes(ax, height=3.2), np.arange(len(strengths)), []
    looks = {"training": (SIGNAL_LINE, "o", "-"), "validation": (POSITIVE, "D", (0, (5, 1.5)))}
    for (name, (colour, marker, line)), found in zip(looks.items(), (training, others)):
        found = 100 * np.asarray(found, dtype=float)
        middle = np.median(found, axis=1)
        ax.plot(places, middle, color=colour, marker=marker, linestyle=line, lw=2.2, mec=PAPER, ms=8, label=name)
        beside = places + (-0.13 if name == "training" else 0.13)  # not on one another
        ax.plot(np.repeat(beside, found.shape[1]), found.ravel(), marker, color=colour, ms=3.2, mew=0, zorder=1)
        pairs = zip(strengths, middle)
        alt.append(f"{name} " + ", ".join(f"{percent(m / 100)} at {strength:g}" for strength, m in pairs))
    ax.set(xlabel=f"{xlabel} (lines: medians, small marks: seeds)", ylabel="right answers (%)")
    ax.set_xticks(places, [f"{strength:g}" for strength in strengths])
    ax.legend(loc="best")
    return finish(ax, title, f"Right answers by {xlabel}: {'; '.join(alt)}.")


@in_style()
def accuracy_gaps(results, title=None, ax=None, *, names=True):
    """Draw training and validation accuracy of several recipes, medians, one line each; small marks: seeds.

    Parameters
    ----------
    results : dict of str to array (seeds, 2)
        By recipe, for each seed: the accuracy on the training digits and on others. The first recipe is
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
    first, found = next(iter(results.items()))
    base = np.median(found[:, 1])
    ax.axvline(base, color=QUIET, lw=1.1, linestyle=(0, (3, 2)), zorder=0)
    for row, found in enumerate(results.values()):
        (train, other), y = np.median(found, axis=0), -row
        ax.plot([train, other], [y, y], color=PALE, lw=6, solid_capstyle="butt", zorder=1)
        ax.plot(found[:, 0], np.full(len(found), y + 0.26), "o", color=SIGNAL_LINE, ms=3.5, zorder=2, clip_on=False)
        ax.plot(found[:, 1], np.full(len(found), y - 0.26), "D", color=POSITIVE, ms=3.2, zorder=2)
        ax.plot(train, y, linestyle="", zorder=3, clip_on=False, **TRAIN)
        ax.plot(other, y, linestyle="", zorder=4, clip_on=False, **OTHERS)
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
            Line2D([], [], linestyle="", label="validation", **OTHERS),
        ]
        key.append(Line2D([], [], color=QUIET, lw=1.1, linestyle=(0, (3, 2)), label=f'validation of "{first}"'))
        legend_below(ax, key)
    pairs = [f"{name} {percent(np.median(f[:, 0]))} and {percent(np.median(f[:, 1]))}" for name, f in results.items()]
    return finish(ax, title, f"Right answers in training and in validation: {'; '.join(pairs)}.")


@in_style()
def loss_by_rate(rates, losses, title=None, ax=None, *, enough=None):
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
    enough : float, optional
        A loss that is asked for, drawn as a line.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.5)
    alt = []
    for (name, found), (colour, marker, line) in zip(losses.items(), LOOKS):
        found = np.asarray(found, dtype=float)
        middle = np.median(found, axis=1)
        ax.plot(rates, middle, color=colour, marker=marker, linestyle=line, label=name, mec=PAPER, ms=8)
        ax.plot(np.repeat(rates, found.shape[1]), found.ravel(), "_", color=colour, ms=9, mew=1.2, zorder=1)
        alt.append(f"{name}: " + ", ".join(f"{number(m)} at {rate:g}" for rate, m in zip(rates, middle)))
    ax.axhline(np.log(10), color=QUIET, lw=1, linestyle=(0, (1, 2)), zorder=0)
    at = {"color": QUIET, "size": 9, "va": "bottom"}
    ax.text(np.sqrt(min(rates) * max(rates)), np.log(10) + 0.06, "knows nothing: log 10", ha="center", **at)
    if enough is not None:
        ax.axhline(enough, color=QUIET, lw=1, linestyle=(0, (6, 3)), zorder=0)
        ax.text(min(rates), enough + 0.04, f"works below {enough:g}", **at)
    ax.set(xscale="log", xlabel="learning rate (lines: medians, small marks: seeds)", ylabel="loss at the end",
           ylim=(0, 2.75))  # fmt: skip
    ax.set_xticks(rates, [f"{rate:g}" for rate in rates])
    ax.xaxis.set_minor_locator(LogLocator(subs=[]))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.legend(loc="best")
    return finish(ax, title, f"Loss by learning rate. {'; '.join(alt)}.")


@in_style()
def errors_by_features(features, errors, count, title=None, ax=None):
    """Draw the share of misread digits against the number of features, with as many examples marked.

    Parameters
    ----------
    features : sequence of F ints
        The numbers of features, rising.
    errors : dict of str to array (F, seeds)
        By the name of the method: the share of other digits that is misread.
    count : int
        The number of training digits.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax, alt = axes(ax, height=3.3), []
    for (name, found), (colour, marker, line) in zip(errors.items(), LOOKS):
        found = 100 * np.asarray(found, dtype=float)
        middle = np.median(found, axis=1)
        ax.plot(features, middle, color=colour, marker=marker, linestyle=line, label=name, mec=PAPER, ms=8)
        ax.plot(np.repeat(features, found.shape[1]), found.ravel(), "_", color=colour, ms=9, mew=1.2, zorder=1)
        alt.append(f"{name} " + ", ".join(f"{percent(m / 100)} at {f}" for f, m in zip(features, middle)))
    ax.axvline(count, color=QUIET, lw=1.1, linestyle=(0, (3, 2)), zorder=0)
    at = {"textcoords": "offset points", "xytext": (5, -2), "xycoords": ("data", "axes fraction"), "va": "top"}
    ax.annotate(f"as many as training digits: {count}", (count, 1.0), color=QUIET, size=9, **at)
    ax.set(xscale="log", xlabel="number of random features", ylabel="misread (%)")
    ax.set(ylim=(0, 1.12 * max(100 * np.max(found) for found in errors.values())))
    ax.set_xticks(features, [str(each) for each in features])
    ax.xaxis.set_minor_locator(LogLocator(subs=[]))
    ax.xaxis.set_minor_formatter(NullFormatter())
    legend_below(ax)
    return finish(ax, title, f"Misread digits by the number of features: {'; '.join(alt)}.")
