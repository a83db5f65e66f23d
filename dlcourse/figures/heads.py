"""The pictures of lesson 14 on heads that copy: what can be lost at least, how a head appears, and where it looks."""

import numpy as np

from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import INK, QUIET, RIM, SCORED, in_style

DASHES = (0, (4, 2))
MARKED = 4  # every so many places or steps have a marker
MUCH = 0.2  # of the weight, on average over a diagonal
GAP = 1.14  # from map to map, in their width


@in_style()
def loss_by_place(lines, title=None, ax=None, *, floor=None):
    """Draw the mean loss at each place of a row, and the lowest that is possible there.

    Parameters
    ----------
    lines : dict of str to sequence of float
        For each network the loss at the places 2, 3, ..., in nats.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    floor : sequence of float, optional
        The lowest possible loss at the same places, drawn dashed.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.5)
    looks, told = looks_of(lines), []
    for name, values in lines.items():
        places = 2 + np.arange(len(values))
        ax.plot(places, values, lw=1.8, ms=5, markevery=MARKED, label=name, **looks[name])
        told.append(f"{name} {np.mean(values):.2f}")
    if floor is not None:
        ax.plot(2 + np.arange(len(floor)), floor, color=INK, lw=1.6, linestyle=DASHES, label="lowest possible")
        told.append(f"the lowest possible {np.mean(floor):.2f}")
    ax.set(xlabel="place in the row", ylabel="mean loss (nats)", ylim=(0, None))
    legend_below(ax)
    return finish(ax, title, f"The loss at each place of a row. Its mean: {'; '.join(told)} nats.")


@in_style()
def loss_by_step(losses, title=None, ax=None, *, floor=None, width=10):
    """Draw the loss of a training by step, each number the mean of some steps.

    Parameters
    ----------
    losses : sequence of float
        The loss of each step's batch, in nats.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    floor : float, optional
        The lowest possible loss, drawn dashed.
    width : int
        Over how many steps the mean is taken.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.4)
    width = min(width, len(losses))
    means = np.convolve(losses, np.ones(width) / width, "valid")
    ax.plot(np.arange(len(means)) + (width - 1) / 2, means, color=INK, lw=1.8)
    alt = f"The loss over {len(losses)} steps: {means[0]:.1f} nats at first, {means[-1]:.1f} at the end"
    if floor is not None:
        ax.axhline(floor, color=QUIET, lw=1.4, linestyle=DASHES, zorder=0)
        ax.annotate("lowest possible", (0, floor), (4, 4), xycoords=("axes fraction", "data"),
                    textcoords="offset points", color=QUIET)  # fmt: skip
        alt += f"; the lowest possible is {floor:.2f}"
    ax.set(xlabel="training steps", ylabel="loss (nats)", ylim=(0, None))
    return finish(ax, title, f"{alt}.")


@in_style()
def attention_sheet(maps, title=None, ax=None):
    """Draw who looks where, map beside map: a row for each step that looks, a column for each one that is looked at.

    Parameters
    ----------
    maps : dict of str to array (T, T)
        The weights of a head, by what stands above its map; the darker, the more, up to 1.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=1.1 + 7.0 / len(maps), width=7.0)
    told = []
    for number, (name, A) in enumerate(maps.items()):
        T, left = len(A), number * GAP
        ax.imshow(A, cmap=SCORED, vmin=0, vmax=1, extent=(left, left + 1, 0, 1), interpolation="nearest")
        ax.plot([left, left + 1, left + 1, left, left], [0, 0, 1, 1, 0], color=RIM, lw=0.8)
        ax.text(left + 0.5, 1.04, name, ha="center", va="bottom", size=9)
        for step in (1, T):
            ax.annotate(f"{step}", (left + (step - 0.5) / T, 0), (0, -3), textcoords="offset points", ha="center",
                        va="top", color=QUIET, size=8)  # fmt: skip
        told.append(f"{name.replace(chr(10), ' ')}: {_strongest(A)}")
    ax.set(xlim=(-0.02, (len(maps) - 1) * GAP + 1.02), ylim=(-0.02, 1.16), aspect="equal", xticks=[], yticks=[])
    ax.set_xlabel("step that is looked at", labelpad=14)
    ax.set_ylabel("step that looks\n(the first on top)")
    for spine in ax.spines.values():
        spine.set_visible(False)
    return finish(ax, title, f"Who looks where, {len(maps)} maps. {'; '.join(told)}.")


def _strongest(A):
    """In words, the diagonals that have much weight, by how far back they lie, and from which step to which."""
    found = []
    for steps in range(len(A) - 1):
        weights = np.diagonal(A, -steps)
        if weights.mean() > MUCH:
            there = np.flatnonzero(weights > MUCH)
            mean = weights[there[0] : there[-1] + 1].mean()
            ends = there[0] + steps + 1, there[-1] + steps + 1
            found.append(f"{100 * mean:.0f} % {_back(steps)} at the steps {ends[0]} to {ends[1]}")
    return f"on average {', '.join(found)}" if found else "no diagonal with much weight"


def _back(steps):
    return "on itself" if steps == 0 else f"{steps} step{'s' if steps > 1 else ''} back"
