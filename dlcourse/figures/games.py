"""Figures of lesson 20: a board, the lines in which a player can be beaten, and curves over seeds."""

import numpy as np
from matplotlib.patches import Rectangle

from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import INK, PAPER, POSITIVE, QUIET, RIM, SIGNED, in_style

MARKS = {0: "", 1: "X", -1: "O"}
SIDE = 3
ENDS = {1: "win", 0: "draw", -1: "loss"}


@in_style()
def game_board(board, values, title=None, ax=None):
    """Draw a board with its stones, and on each empty square what a move there is worth.

    Parameters
    ----------
    board : int array (9,)
    values : array (9,)
        -1 to 1, for the player to move; not finite where no stone may stand.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=2.9)
    ax.set(xlim=(-0.02, SIDE + 0.02), ylim=(SIDE + 0.02, -0.02), xticks=[], yticks=[], aspect="equal")
    ax.spines[:].set_visible(False)
    for square in range(SIDE * SIDE):
        _square(ax, square, int(board[square]), float(values[square]))
    return finish(ax, title, _in_words(board, values))


def _square(ax, square, stone, worth):
    at = (square % SIDE, square // SIDE)
    known = stone == 0 and np.isfinite(worth)
    ax.add_patch(Rectangle(at, 1, 1, fc=SIGNED(0.5 + 0.35 * worth) if known else PAPER, ec=RIM, lw=1))
    middle = {"ha": "center", "va": "center"}
    if stone:
        ax.text(at[0] + 0.5, at[1] + 0.5, MARKS[stone], size=24, weight="bold", color=INK, **middle)
    elif known:
        ax.text(at[0] + 0.5, at[1] + 0.5, ENDS.get(worth, f"{worth:+.2f}"), size=10, color=INK, **middle)


def _in_words(board, worth):
    rows = "/".join("".join(MARKS[int(s)] or "_" for s in board[k : k + SIDE]) for k in (0, 3, 6))
    empty = [k for k in range(SIDE * SIDE) if board[k] == 0 and np.isfinite(worth[k])]
    told = ", ".join(f"square {k} {ENDS.get(float(worth[k]), format(worth[k], '+.2f'))}" for k in empty)
    return f"{rows}: {told or 'nothing to move'}."


@in_style()
def lines_beaten(games, seeds, title=None, ax=None, *, live, guess=None):
    """Draw in how many lines of play a learner can be beaten, while it plays against itself.

    Parameters
    ----------
    games : sequence of int
        Games played when it was looked at.
    seeds : sequence of sequence of int
        For each stored seed the lines in which it could be beaten.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    live : sequence of (int, int)
        Games and lines of the one that has just learned.
    guess : float, optional
        How many games were guessed to be needed.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.4)
    for number, lines in enumerate(seeds):
        ax.plot(games, lines, color=QUIET, lw=1, alpha=0.6, label="other seeds, stored" if number == 0 else None)
    x, y = zip(*live, strict=True)
    ax.plot(x, y, color=POSITIVE, marker="o", ms=5, lw=2, label="yours, just now", zorder=3)
    ax.set_yscale("symlog", linthresh=1)
    most = max(*map(max, seeds), *y)
    ticks = [tick for tick in (0, 1, 10, 100, 1000) if tick <= most]
    ax.set_yticks(ticks, [str(tick) for tick in ticks])
    ax.set(xlabel="games against itself", ylabel="lines in which it is beaten", xlim=(0, None), ylim=(-0.2, None))
    ax.legend(loc="upper right")
    words = f"Of {len(seeds)} stored seeds, {sum(lines[-1] == 0 for lines in seeds)} end with no line"
    told = f"yours goes from {y[0]} lines after {x[0]:,} games to {y[-1]}"
    finish(ax, title, f"Lines of play in which it is beaten, up to {games[-1]:,} games. {words}; {told}.")
    return guess_line(ax, guess)


@in_style()
def over_seeds(x, sides, title=None, ax=None, *, xlabel, ylabel, log=False, thin=False):
    """Draw sides of a comparison against a quantity: a line through the seeds' medians, and a band over their range.

    Parameters
    ----------
    x : sequence of float
    sides : dict of str to array (seeds, len(x))
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    xlabel, ylabel : str
    log : bool
        Whether x grows by factors.
    thin : bool
        Draw a thin line for each seed instead of the band.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.5)
    looks, words = looks_of(sides), []
    for name, rows in sides.items():
        rows, look = np.asarray(rows, dtype=float), looks[name]
        middle, every = np.median(rows, axis=0), max(1, len(x) // 8)
        if thin:
            ax.plot(x, rows.T, color=look["color"], alpha=0.3, lw=0.8)
        else:
            ax.fill_between(x, rows.min(axis=0), rows.max(axis=0), color=look["color"], alpha=0.15, lw=0)
        ax.plot(x, middle, lw=2, ms=7, markevery=every, label=name, **look)
        words.append(f"{name} from {middle[0]:.3g} to {middle[-1]:.3g}")
    if log:
        ax.set_xscale("log")
        ax.set_xticks(x, [f"{value:g}" for value in x])
        ax.minorticks_off()
    ax.set(xlabel=xlabel, ylabel=ylabel, ylim=(0, None))
    legend_below(ax)
    seeds, beside = len(next(iter(sides.values()))), "each of them" if thin else "their range"
    sentence = f"{ylabel}, medians of {seeds} seeds and {beside}, {xlabel} {x[0]:g} to {x[-1]:g}"
    return finish(ax, title, f"{sentence[:1].upper()}{sentence[1:]}: {'; '.join(words)}.")
