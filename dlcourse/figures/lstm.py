"""The pictures of lesson 12: what gates do to a cell, success against lag, forecasts beside what came."""

import numpy as np
from matplotlib.ticker import MaxNLocator, NullFormatter

from dlcourse.figures.display import axes, finish, mark_moment
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.style import INK, NEGATIVE, PALE, PAPER, POSITIVE, QUIET, THIRD, in_style, number

# One look for each line, by its place: colour, marker, line style.
LOOKS = [(POSITIVE, "o", "-"), (NEGATIVE, "s", (0, (5, 1.5))), (THIRD, "^", (0, (1.2, 1.4)))]
LOOKS += [(INK, "D", (0, (5, 1.3, 1, 1.3))), (QUIET, "v", (0, (2, 2)))]


def _label(ax, places, names):
    """Names at the right ends of lines, moved apart where they would lie on one another."""
    low, high = ax.get_ylim()
    log = ax.get_yscale() == "log"
    heights = np.log10(np.maximum(places, low)) if log else np.asarray(places, dtype=float)
    span = np.log10(high / low) if log else high - low
    heights = _apart(heights, 0.085 * span)
    for (colour, _, _), height, name in zip(LOOKS, heights, names):
        place = 10**height if log else height
        ax.annotate(
            name, (1.01, place), xycoords=("axes fraction", "data"), color=colour, weight="bold", va="center", size=10
        )


def _apart(heights, gap):
    """Heights moved as little as it takes to be a gap apart: each cluster stays around its middle."""
    order = np.argsort(heights, kind="stable")
    clusters = []  # (middle, how many), from below
    for height in heights[order]:
        clusters.append((height, 1))
        while len(clusters) > 1 and _reach(clusters[-2], clusters[-1], gap):
            (a, few), (b, more) = clusters.pop(-2), clusters.pop()
            clusters.append(((a * few + b * more) / (few + more), few + more))
    moved = np.empty(len(heights))
    moved[order] = [middle + gap * (k - (many - 1) / 2) for middle, many in clusters for k in range(many)]
    return moved


def _reach(lower, upper, gap):
    return lower[0] + gap * (lower[1] + upper[1]) / 2 > upper[0] + 1e-12


@in_style()
def cell_traces(traces, title=None, ax=None, *, ylabel="state c", event=None):
    """Draw the states of cells step by step, one line for each, with its name at the right end.

    Parameters
    ----------
    traces : dict of str to array (T,)
        Names and states after steps 1, 2, ..., T.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    ylabel : str
        What is drawn.
    event : tuple (int, str), optional
        A step that a line marks, and what happens there.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=2.9)
    parts, ends = [], []
    for (name, values), (colour, marker, line) in zip(traces.items(), LOOKS):
        values = np.asarray(values, dtype=float)
        steps = np.arange(1, len(values) + 1)
        ax.plot(steps, values, color=colour, marker=marker, linestyle=line, ms=4.5, mec=PAPER, mew=0.6)
        parts.append(f"{name}: from {number(values[0])} to {number(values[-1])}")
        ends.append(values[-1])
    ax.axhline(0, color=PALE, lw=1, zorder=0)
    ax.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    low, high = ax.get_ylim()
    ax.set(
        xlabel="step", ylabel=ylabel, xlim=(0.5, len(steps) + 0.5), ylim=(min(low, -0.1), high + 0.08 * (high - low))
    )
    if event:
        mark_moment(ax, *event)
    _label(ax, ends, list(traces))
    return finish(ax, title, f"{ylabel.capitalize()} over {len(steps)} steps. {'; '.join(parts)}.")


@in_style()
def gradient_sizes(sizes, title=None, ax=None):
    """Draw how large a gradient is, step by step back, on a log axis: a line for each kind of network.

    Parameters
    ----------
    sizes : dict of str to array (K,)
        By the name of the network the sizes after 0, 1, ..., K - 1 steps back.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.3)
    parts, ends = [], []
    for (name, values), (colour, marker, line) in zip(sizes.items(), LOOKS):
        values = np.asarray(values, dtype=float)
        every = max(1, len(values) // 8)
        ax.plot(values, color=colour, marker=marker, linestyle=line, mec=PAPER, ms=7, lw=2, markevery=every)
        parts.append(f"{name}: {values[0]:.0e} at 0, {values[-1]:.0e} at {len(values) - 1}")
        ends.append(values[-1])
    ax.set(xlabel="steps back", ylabel="size of the gradient (log)", xlim=(-0.3, len(values) - 0.7), yscale="log")
    ax.yaxis.set_minor_formatter(NullFormatter())
    _label(ax, ends, list(sizes))
    return finish(ax, title, f"Size of the gradient by steps back. {'; '.join(parts)}.")


@in_style()
def seeds_by_lag(lags, counts, title=None, ax=None, *, of=5, guess=None):
    """Draw with how many seeds a task is learned, against the lag: a line for each kind of network.

    Parameters
    ----------
    lags : sequence of K int
        Along the axis, evenly spaced.
    counts : dict of str to sequence of K int
        By the name of the network.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    of : int
        How many seeds were tried.
    guess : float, optional
        A number of seeds that was guessed before, drawn as a level line.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.1)
    parts, ends = [], []
    for place, ((name, found), (colour, marker, line)) in enumerate(zip(counts.items(), LOOKS)):
        # Lines that are level lie beside each other: each is drawn a little lower than the one before.
        heights = np.asarray(found, dtype=float) - 0.05 * place
        ax.plot(range(len(lags)), heights, color=colour, marker=marker, linestyle=line, mec=PAPER, ms=8, lw=2,
                clip_on=False)  # fmt: skip
        parts.append(f"{name}: " + ", ".join(f"{count} at {lag}" for count, lag in zip(found, lags)))
        ends.append(heights[-1])
    ax.set(xlabel="lag (steps)", ylabel=f"seeds of {of} that learn it", ylim=(-0.3, of + 0.15), yticks=range(of + 1))
    ax.set(xlim=(-0.2, len(lags) - 0.8), xticks=range(len(lags)), xticklabels=[str(lag) for lag in lags])
    _label(ax, ends, list(counts))
    finish(ax, title, f"Seeds of {of} that learn it by lag. {'; '.join(parts)}.")
    return guess_line(ax, guess, axis="y")


@in_style()
def forecasts(dates, truth, lines, title=None, ax=None, *, ylabel="price"):
    """Draw a series and forecasts of it.

    Parameters
    ----------
    dates : list of T str
        As "2022-06": the years are written below the axis.
    truth : array (T,)
        What came.
    lines : dict of str to array (T,)
        Names and forecasts.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    ylabel : str
        What is forecast.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.3)
    places = np.arange(len(truth))
    ax.plot(places, truth, color=INK, lw=2.2, label="what came")
    parts = []
    for (name, values), (colour, marker, line) in zip(lines.items(), LOOKS[1:]):
        ax.plot(places, values, color=colour, lw=1.8, linestyle=line, marker=marker, ms=3.5, label=name)
        parts.append(f"{name}: mean distance {number(np.mean(np.abs(np.asarray(values) - truth)), 0)}")
    years = [place for place, date in enumerate(dates) if date.endswith("-01")]
    ax.set_xticks(years, [dates[place][:4] for place in years])
    ax.set(xlabel="year", ylabel=ylabel, xlim=(-0.5, len(truth) - 0.5))
    ax.legend()
    alt = f"{ylabel[0].upper()}{ylabel[1:]} from {dates[0]} to {dates[-1]}, "
    alt += f"from {number(truth[0], 0)} to {number(truth[-1], 0)}"
    return finish(ax, title, f"{alt}. {'; '.join(parts)}.")
