"""The pictures of lesson 14 on what reading and writing cost."""

import numpy as np

from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import QUIET, in_style


@in_style()
def growth(lengths, lines, title=None, ax=None, *, xlabel="characters", ylabel="times as much"):
    """Draw what grows with a length, both on logarithmic axes, where a straight line is a power.

    Parameters
    ----------
    lengths : sequence of int
        Each twice the one before.
    lines : dict of str to sequence of float
        A positive number for each length.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    xlabel, ylabel : str

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.8)
    looks, parts = looks_of(lines), []
    for name, values in lines.items():
        last = values[-1] / values[-2]
        ax.plot(lengths, values, lw=2, ms=7, label=name, **looks[name])
        parts.append(f"{name} from {_brief(values[0])} to {_brief(values[-1])}, at the last doubling {last:.1f} times")
    first = max(values[0] for values in lines.values())
    for power, words in ((1, "twice"), (2, "four times")):
        rising = first * (np.array(lengths) / lengths[0]) ** power
        ax.plot(lengths, rising, color=QUIET, lw=0.8, ls=(0, (1, 3)))
        ax.annotate(f"{words} for\ntwice as long", (lengths[-1], rising[-1]), (6, 0), textcoords="offset points",
                    va="center", size=8, color=QUIET, annotation_clip=False)  # fmt: skip
    ax.set_xscale("log", base=2)
    ax.set_yscale("log")
    ax.set_xticks(lengths, [str(length) for length in lengths])
    ax.set(xlabel=xlabel, ylabel=ylabel)
    legend_below(ax)
    told = f"{ylabel}, {xlabel} {lengths[0]} to {lengths[-1]}: {'; '.join(parts)}."
    return finish(ax, title, told[0].upper() + told[1:])


def _brief(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
