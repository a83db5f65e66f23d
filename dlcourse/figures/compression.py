"""Figures of lesson 16: the steps that weights are rounded to, and what is right with ever fewer bits and bytes."""

import numpy as np

from dlcourse.figures.display import axes, end_axis, finish, legend_below
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import CONTOUR, INK, NEGATIVE, PAPER, POSITIVE, QUIET, in_style, number

ROWS = {"whole array": "steps of the array", "per channel": "its own steps"}


@in_style()
def channel_steps(channels, title=None, ax=None):
    """Draw the weights of two channels over the steps that they are rounded to: the array's, and their own.

    Parameters
    ----------
    channels : dict of str to dict
        As from :func:`dlcourse.experiments.compression.bits.channels`.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.0)
    names, parts = [], []
    for word, channel in channels.items():
        for way, row in ROWS.items():
            grid, apart = channel[way]
            height, colour = -len(names), POSITIVE if way == "per channel" else NEGATIVE
            ax.plot(grid, np.full(len(grid), height), "|", color=colour, ms=22, mew=2.2, zorder=1)
            weights = channel["weights"]
            ax.plot(weights, np.full(len(weights), height), "o", color=INK, ms=4, alpha=0.35, mew=0, zorder=2)
            at = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "va": "center", "size": 9}
            ax.annotate(f"{apart:.3f}", (1, height), (6, 0), color=colour, weight="bold", **at)
            names.append(f"{word} channel,\n{row}")
            parts.append(f"{word} channel, {row}: {apart:.3f}")
    ax.annotate("mean\nerror", (1, 0.75), (6, 0), **{**at, "va": "center"}, color=QUIET)
    ax.set_yticks([-i for i in range(len(names))], names)
    ax.set(xlabel="weight (dots), and the steps it can be rounded to (strokes)", ylim=(0.5 - len(names), 0.6))
    words = f"The weights of two channels over {len(grid)} steps each; mean error of rounding: {'; '.join(parts)}."
    return finish(ax, title, words)


@in_style()
def bits_curve(ways, title=None, ax=None, *, bits, seeds=None, guess=None):
    """Draw how much is right with ever fewer bits of a weight.

    Parameters
    ----------
    ways : dict of str to sequence of float
        Each way of rounding, and the percent for each number of bits; the first one as trained.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    bits : sequence of int
        Falling; the first is that of the training.
    seeds : dict of str to list of sequence of float, optional
        The same for several seeds: bands between the worst and the best of them.
    guess : float, optional
        A number of bits that was guessed before, drawn as an upright line.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.4)
    looks, parts = looks_of(ways), []
    for way, right in ways.items():
        if seeds:
            low, high = np.min(seeds[way], axis=0), np.max(seeds[way], axis=0)
            ax.fill_between(bits[1:], low[1:], high[1:], color=looks[way]["color"], alpha=0.15, lw=0)
        ax.plot(bits[1:], right[1:], lw=2, ms=7, label=way, **looks[way])
        parts.append(f"{way} {', '.join(f'{value:.0f}' for value in right[1:])}")
    ax.axhline(right[0], color=CONTOUR, lw=1.4, linestyle="--", zorder=0, label=f"{bits[0]} bits")
    ax.set(xlabel="bits of a weight", ylabel="% right", xlim=(bits[1] + 0.3, bits[-1] - 0.3), ylim=(0, 120))
    end_axis(ax, "y", 0, 100)  # above it there is room for the guess
    ax.set_xticks(bits[1:])
    legend_below(ax)
    told = f"% right with {', '.join(map(str, bits[1:]))} bits: {'; '.join(parts)}; with {bits[0]}: {right[0]:.0f}."
    band = f" Bands: the worst and the best of {len(next(iter(seeds.values())))} seeds." if seeds else ""
    finish(ax, title, told + band)
    return guess_line(ax, guess)


@in_style()
def smaller_networks(rows, title=None, ax=None):
    """Draw how much each version of a network gets right against the bytes of its file, as numbered marks.

    Parameters
    ----------
    rows : dict of str to tuple (float, float)
        Each version: its bytes and the percent right; the first one is what it was made from.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.4)
    first, right = next(iter(rows.values()))
    for place, (size, percent) in enumerate(rows.values(), start=1):
        colour = INK if place == 1 else POSITIVE
        ax.plot([size], [percent], "o", ms=15, color=colour, mec=PAPER, zorder=3)
        ax.text(size, percent, str(place), color=PAPER, size=9, weight="bold", ha="center", va="center", zorder=4)
    ax.axhline(right, color=CONTOUR, lw=1.4, linestyle="--", zorder=0)
    low, high = min(size for size, _ in rows.values()) / 1.5, 1.4 * first
    worst, best = (end(percent for _, percent in rows.values()) for end in (min, max))
    room = best - worst + 0.1
    ax.set_ylim(worst - 0.45 * room, best + 0.15 * room)  # below, room for words
    for times, word in ((4, "a quarter"), (10, "a tenth")):
        ax.axvline(first / times, color=CONTOUR, lw=1.2, linestyle=":", zorder=0)
        where = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "va": "bottom", "ha": "right"}
        ax.annotate(word, (first / times, 0.02), (-1, 0), rotation=90, size=9, color=QUIET, **where)
    ax.set(xscale="log", xlabel="bytes on disk", ylabel="% right", xlim=(low, high))
    end_axis(ax, "y", max(ax.get_ylim()[0], 0.0), min(ax.get_ylim()[1], 100.0))
    ax.set_xticks([tick for tick in (1000, 3000, 10000, 30000) if low < tick < high])
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    ax.minorticks_off()
    told = "; ".join(f"{name}: {size:,.0f} bytes, {number(percent, 1)} %" for name, (size, percent) in rows.items())
    return finish(ax, title, f"Bytes on disk and % right: {told}.")
