"""How many times as long one thing takes as another, for several parts."""

from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.style import INK, NEGATIVE, PALE, POSITIVE, in_style

MARKS = {"yours": ("o", POSITIVE), "the course's clear form": ("s", POSITIVE), "PyTorch": ("D", NEGATIVE)}
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@in_style()
def times_as_long(ratios, title=None, ax=None):
    """Draw for each part how many times as long as the course's fast form each side takes.

    Parameters
    ----------
    ratios : dict of str to dict of str to float
        Part -> side -> times as long; the sides are those of `MARKS`.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=1.3 + 0.36 * len(ratios))
    sides = list(dict.fromkeys(side for found in ratios.values() for side in found))
    for side in sides:
        marker, colour = MARKS[side]
        places = [(found[side], -row) for row, found in enumerate(ratios.values()) if side in found]
        ax.plot(*zip(*places), marker, color=colour, ms=8, label=side, zorder=3)
    for row in range(len(ratios)):
        ax.axhline(-row, color=PALE, lw=1, zorder=0)
    ax.axvline(1, color=INK, lw=1.6, label="the course's fast form", zorder=1)
    ax.set_xscale("log")
    ends = [time for found in ratios.values() for time in found.values()]
    ax.set(xlim=(min([*ends, 1]) / 1.6, 1.6 * max([*ends, 1])), ylim=(0.6 - len(ratios), 0.6))
    ax.set_yticks([-row for row in range(len(ratios))], list(ratios))
    low, high = ax.get_xlim()
    ticks = [tick for tick in TICKS if low < tick < high]
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.minorticks_off()
    ax.set_xlabel("times as long as the course's fast form")
    legend_below(ax)
    told = [
        f"{part}: {', '.join(f'{side} {time:.2g}' for side, time in found.items())}" for part, found in ratios.items()
    ]
    return finish(ax, title, f"Times as long as the course's fast form. {'; '.join(told)}.")
