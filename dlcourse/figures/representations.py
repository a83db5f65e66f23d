"""Figures of lesson 09: kernels side by side, which way edges run, and the codes that a network makes of people."""

import numpy as np
from matplotlib.patches import Rectangle, Wedge

from dlcourse.figures.display import axes, finish
from dlcourse.figures.style import INK, LIGHT, PALE, POSITIVE, QUIET, RIM, SHARE, in_style, percent

STEP = 15.0  # degrees, of a petal of the rose
RING = np.radians(23)  # the direction in which rings have their numbers


@in_style()
def kernel_sheet(kernels, title=None, ax=None, *, oriented=None, columns=8):
    """Draw kernels side by side, each from its own lowest (black) to its own highest weight (white).

    Parameters
    ----------
    kernels : array (M, A, A) or (M, A * A)
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    oriented : bool array (M,), optional
        Those to frame, with a triangle below.
    columns : int
        Kernels in a row.

    Returns
    -------
    Axes
    """
    side = round(np.size(kernels[0]) ** 0.5)
    K = np.reshape(kernels, (len(kernels), side, side))
    columns = min(columns, len(K))
    rows, gap = -(-len(K) // columns), 1.18
    width = max(3.4, 0.43 * columns)
    ax = axes(ax, height=0.5 + width * rows / columns, width=width)
    for number, kernel in enumerate(K):
        x, y = (number % columns) * gap, -(number // columns) * gap
        most = max(np.abs(kernel).max(), 1e-12)
        ax.imshow(kernel, cmap=LIGHT, vmin=-most, vmax=most, extent=(x, x + 1, y, y + 1), interpolation="nearest")
        framed = oriented is not None and oriented[number]
        edge = {"ec": POSITIVE, "lw": 2.2} if framed else {"ec": RIM, "lw": 0.6, "ls": ":"}
        ax.add_patch(Rectangle((x, y), 1, 1, fill=False, **edge))
        if framed:
            ax.plot([x + 0.5], [y - 0.09], marker="^", ms=4, color=POSITIVE, clip_on=False)
    ax.set(xlim=(-0.1, columns * gap - 0.08), ylim=(-(rows - 1) * gap - 0.16, 1.06), aspect="equal")
    ax.set_axis_off()
    alt = f"{len(K)} kernels of {side}×{side} weights, low is black and high is white"
    alt += "" if oriented is None else f"; {int(np.sum(oriented))} are framed, with a triangle below: oriented edges"
    return finish(ax, title, f"{alt}.")


def shares_by_direction(directions, weights, step=STEP):
    """How much of the weights falls to each direction: the middles of petals, in degrees, and shares, two arrays."""
    petals = round(180 / step)
    which = np.floor((np.asarray(directions).ravel() + step / 2) / step).astype(int) % petals
    sums = np.bincount(which, np.asarray(weights, dtype=float).ravel(), minlength=petals)
    return np.arange(petals) * step, sums / max(sums.sum(), 1e-12)


@in_style()
def direction_rose(directions, weights=None, title=None, ax=None):
    """Draw which way edges run: a petal for each 15 degrees, as long as its share, to both sides.

    Parameters
    ----------
    directions : array of any shape
        In degrees, from 0, level, over 90, upright, up to 180.
    weights : array of the same shape, optional
        How much each counts, as the energy of an edge; all alike if left out.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    middles, shares = shares_by_direction(directions, np.ones(np.shape(directions)) if weights is None else weights)
    ax = axes(ax, height=3.4, width=3.4)
    longest = max(shares.max(), 1e-12)
    ring = next(mark for mark in (0.05, 0.1, 0.2, 0.5, 1.0) if mark >= longest / 2)
    for part in (ring, 2 * ring):
        if part <= 1.25 * longest:
            ax.add_patch(Wedge((0, 0), part / longest, 0, 360, fill=False, ec=PALE, lw=1))
            at = part / longest * np.array([np.cos(RING), np.sin(RING)])
            ax.text(*at, percent(part), color=QUIET, size=8, ha="center", va="center", zorder=5)
    for middle, share in zip(middles, shares):
        for turn in (0, 180):
            ends = middle + turn - 0.4 * STEP, middle + turn + 0.4 * STEP
            ax.add_patch(Wedge((0, 0), share / longest, *ends, fc=SHARE, ec=INK, lw=0.8))
    words = {"level\n0°": (1.08, 0, "left"), "upright, 90°": (0, 1.13, "center"), "45°": (0.8, 0.8, "left")}
    for word, (x, y, side) in (words | {"135°": (-0.8, 0.8, "right")}).items():
        ax.text(x, y, word, ha=side, va="center", color=QUIET, size=9)
    ax.set(xlim=(-1.3, 1.5), ylim=(-1.1, 1.25), aspect="equal")
    ax.set_axis_off()
    told = "; ".join(f"{middle:.0f}° {percent(share)}" for middle, share in zip(middles, shares) if middle % 45 == 0)
    alt = f"The share of each direction in which edges run, in petals of {STEP:.0f} degrees: {told}"
    return finish(ax, title, f"{alt}. Most at {middles[shares.argmax()]:.0f}°.")


@in_style()
def code_sheet(codes, names, groups, title=None, ax=None):
    """Draw what a network has made of each of some things: squares, as large as the unit's answer.

    Parameters
    ----------
    codes : array (N, D)
        From 0 to 1; a row for each thing, drawn as a column.
    names : sequence of N str
    groups : dict of str to int
        Names of the things that stand together, in order, and how many they are.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    codes = np.asarray(codes, dtype=float)
    N, D = codes.shape
    ax = axes(ax, height=1.6 + 0.28 * D)
    for (n, unit), value in np.ndenumerate(codes):
        side = 0.9 * np.sqrt(np.clip(value, 0, 1))
        ax.add_patch(Rectangle((n - 0.45, unit - 0.45), 0.9, 0.9, fc="none", ec=PALE, lw=0.6))
        ax.add_patch(Rectangle((n - side / 2, unit - side / 2), side, side, fc=POSITIVE, ec="none"))
    start, means = 0, []
    for name, count in groups.items():
        ax.text(start + (count - 1) / 2, -0.85, name, ha="center", va="bottom", weight="bold")
        if start:
            ax.axvline(start - 0.5, color=INK, lw=1.4, ymin=0.0, ymax=1.0)
        means.append(f"{name} " + ", ".join(f"{mean:.1f}" for mean in codes[start : start + count].mean(axis=0)))
        start += count
    ax.set(xlim=(-0.6, N - 0.4), ylim=(D - 0.4, -0.6), ylabel="unit", aspect="equal")
    ax.set_xticks(range(N), names, rotation=90)
    ax.set_yticks(range(D), range(1, D + 1))
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    if title:
        ax.set_title(title, pad=24)
    alt = f"The answers of {D} units to {N} names, as squares whose area is the answer. Means of units 1 to {D}: "
    return finish(ax, None, f"{title}. {alt}{'; '.join(means)}." if title else f"{alt}{'; '.join(means)}.")
