"""Figures of lesson 02: regions, probabilities, clusters, how sure a network is and how often it is right."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MultipleLocator

from dlcourse.figures.display import axes, finish, in_percent, legend_below
from dlcourse.figures.style import (
    CLASS_COLOURS,
    CLASS_MARKERS,
    DIM,
    INK,
    NEGATIVE,
    PALE,
    PAPER,
    POSITIVE,
    QUIET,
    SHADE,
    SIGNAL,
    in_style,
    number,
    percent,
)


@in_style()
def xor_plane(score_function, ax=None, title=None):
    """Draw the four corners of XOR, and the region where a score is above 0.

    Parameters
    ----------
    score_function : function
        Takes (N, 2), returns N scores: (N,) or (N, 1).
    ax : Axes, optional
        Where to draw; a new figure if left out.
    title : str, optional
        The finding.

    Returns
    -------
    Axes
    """
    side = np.linspace(-0.5, 1.5, 121)
    x1, x2 = np.meshgrid(side, side)
    Z = np.asarray(score_function(np.column_stack([x1.ravel(), x2.ravel()])), dtype=float).reshape(x1.shape)
    own, ax = ax is None, axes(ax, height=3.8, width=6.0)
    extent = (-0.5, 1.5, -0.5, 1.5)
    ax.imshow(Z > 0, cmap=SHADE, vmin=0, vmax=1, extent=extent, origin="lower", interpolation="nearest")
    if Z.min() < 0 < Z.max():
        ax.contour(side, side, Z, levels=[0], colors=INK, linewidths=1.6)
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    scores = np.asarray(score_function(corners), dtype=float).reshape(4)
    for (a, b), score in zip(corners, scores, strict=True):
        wanted = int(a != b)
        ax.scatter(
            a,
            b,
            s=130,
            color=CLASS_COLOURS[wanted],
            marker=CLASS_MARKERS[wanted],
            edgecolor=PAPER,
            zorder=3,
        )
        ax.annotate(number(score, 1, sign=True), (a, b), (0, -11), textcoords="offset points", ha="center", va="top")
    ax.set(xlabel="input $x_1$", ylabel="input $x_2$", xticks=[0, 1], yticks=[0, 1], aspect="equal")
    _xor_key(ax, own)
    right = int(np.sum((scores > 0) == [False, True, True, False]))
    pairs = ", ".join(f"({a:.0f}, {b:.0f}) {number(s, 1)}" for (a, b), s in zip(corners, scores, strict=True))
    return finish(ax, title, f"Scores at the four corners: {pairs}; {right} of 4 on the right side of 0.")


def _xor_key(ax, own):
    key = [
        Line2D([], [], linestyle="", color=colour, marker=marker, mec=PAPER, ms=11, label=f"XOR is {wanted}")
        for wanted, colour, marker in zip((0, 1), CLASS_COLOURS, CLASS_MARKERS, strict=False)
    ]
    key.append(Patch(facecolor=SHADE(1.0), edgecolor=INK, label="score above 0"))
    if own:
        ax.legend(handles=key, loc="upper left", bbox_to_anchor=(1.02, 1.0))
    else:
        legend_below(ax, key)


class Bars:
    """Horizontal bars of probabilities, drawn once and set anew as often as wanted.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    names : sequence
        The classes.
    room : float
        Where the axes end, in lengths of the longest bar: the axis itself ends at 100 %, its last number stands beyond.
    size : float
        Of the letters, in points.
    """

    def __init__(self, ax, names, *, room=1.17, size=10.5):
        self.bars = ax.barh(
            np.arange(len(names)), np.zeros(len(names)), color=PALE, edgecolor=INK, linewidth=0, height=0.66
        )
        self.texts = [
            ax.annotate("", (0, i), (7, 0), textcoords="offset points", va="center", size=size)
            for i in range(len(names))
        ]
        self.moving = [*self.bars, *self.texts]
        ax.set_yticks(range(len(names)), [str(name) for name in names])
        ax.tick_params(axis="y", length=0, labelcolor=INK, labelsize=size)
        ax.set(xlim=(0, room), ylim=(len(names) - 0.45, -0.55))
        ax.set_xticks(np.linspace(0, 1, 5 if room < 1.3 else 3))
        in_percent(ax.xaxis)
        ax.tick_params(axis="x", labelsize=min(size, 9.5))
        ax.set_xlabel("probability", x=0.5 / room, size=size)
        ax.spines["bottom"].set_bounds(0, 1)
        ax.spines["left"].set_visible(False)

    def show(self, P):
        """Set the bars; the longest one (each of them, if several are as long) gets a frame and bold figures."""
        longest = float(np.max(P)) - 1e-9
        for i, (bar, text, p) in enumerate(zip(self.bars, self.texts, P, strict=True)):
            p = float(p)
            top = p >= longest
            bar.set(width=p, facecolor=SIGNAL if top else DIM, linewidth=1.3 if top else 0)
            text.xy = (np.clip(p, 0, 1), i)
            text.set(text=percent(p), weight="bold" if top else "normal")


def principal_plane(H):
    """Project rows on their two directions of largest spread, with signs that are the same everywhere."""
    centred = np.asarray(H, dtype=float) - np.mean(H, axis=0)
    _, spread, directions = np.linalg.svd(centred, full_matrices=False)
    directions = directions[:2]
    largest = np.abs(directions).argmax(axis=1)
    directions = directions * np.sign(directions[[0, 1], largest])[:, None]
    return centred @ directions.T, spread**2 / max(np.sum(spread**2), 1e-12)


@in_style()
def clusters(H, labels, title=None, ax=None, *, most=500):
    """Draw what a layer puts out as points on the plane of largest spread; the marker is the class.

    Parameters
    ----------
    H : array (N, M)
        Outputs of a layer, M at least 2.
    labels : array (N,)
        Classes with short names, such as digits.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    most : int
        Of more points, only so many, evenly taken, are drawn.

    Returns
    -------
    Axes
    """
    labels = np.asarray(labels)
    points, share = principal_plane(H)
    ax = axes(ax, height=4.4)
    keep = np.unique(np.linspace(0, len(labels) - 1, most).astype(int))
    for i, label in enumerate(np.unique(labels)):
        rows = keep[labels[keep] == label]
        ax.scatter(
            points[rows, 0],
            points[rows, 1],
            marker=f"${label}$",
            s=56,
            color=CLASS_COLOURS[i % 10],
            linewidth=0,
        )
    shares = [percent(s) for s in share[:2]]
    # On two lines: side by side, panels leave no room for one.
    ax.set(xlabel=f"1st direction\n({shares[0]} of the spread)", ylabel=f"2nd direction\n({shares[1]})")
    ax.set(xticks=[], yticks=[])
    alt = f"{len(keep)} of " if len(keep) < len(labels) else ""
    alt += f"{len(labels)} examples of {len(np.unique(labels))} classes on the plane of largest spread"
    return finish(ax, title, f"{alt}, which holds {percent(share[:2].sum())} of the spread.")


@in_style()
def reliability(confidence, correct, bins=10, title=None, ax=None, *, least=20):
    """Draw how often a network is right against how sure it says it is, with the number of cases.

    Parameters
    ----------
    confidence : array (N,)
        How sure the network was, 0 to 1.
    correct : array (N,) of bool
        Whether it was right.
    bins : int
        The ranges of confidence lie around 0, 1 / bins, 2 / bins, ..., 1.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    least : int
        Ranges with fewer cases are left out: they prove little.

    Returns
    -------
    Axes
    """
    confidence, correct = np.asarray(confidence, dtype=float), np.asarray(correct, dtype=float)
    which = np.rint(confidence * bins).astype(int)
    filled = [k for k in range(bins + 1) if (which == k).sum() >= least] or sorted(set(which))
    sure = np.array([confidence[which == k].mean() for k in filled])
    right = np.array([correct[which == k].mean() for k in filled])
    counts = [int((which == k).sum()) for k in filled]
    ax = axes(ax, height=4.0)
    ax.plot([0, 1], [0, 1], color=QUIET, lw=1.2, linestyle=(0, (4, 3)), label="as sure as it is right")
    ax.vlines(sure, sure, right, color=NEGATIVE, lw=2, label="gap")
    ax.plot(sure, right, "-", color=POSITIVE, lw=1.4)
    sizes = 30 + 150 * np.sqrt(np.array(counts) / max(counts))  # few cases, little weight
    ax.scatter(
        sure,
        right,
        s=sizes,
        color=POSITIVE,
        edgecolor=PAPER,
        zorder=3,
        clip_on=False,
        label="network (number of cases)",
    )
    for s, r, count in zip(sure, right, counts, strict=True):
        # Below a point on the right, or above it on the left: away from the gap and from the line to the next point.
        below = r <= s
        place = {"ha": "left" if below else "right", "va": "top" if below else "bottom"}
        ax.annotate(
            str(count), (s, r), (7, -7) if below else (-7, 7), textcoords="offset points", size=9, color=QUIET, **place
        )
    low = 0.0 if filled[0] / bins < 0.3 else filled[0] / bins - 0.1
    _reliability_axes(ax, low, min(low, np.floor(10 * right.min()) / 10))
    pairs = [f"sure {percent(s)}, right {percent(r)} ({n} cases)" for s, r, n in zip(sure, right, counts, strict=True)]
    return finish(ax, title, f"Reliability in {len(filled)} ranges: {'; '.join(pairs)}.")


def _reliability_axes(ax, left, bottom):
    """Both axes to 100 % from where there is something to see."""
    ax.set(xlim=(left, 1.0), ylim=(bottom - 0.04 * (1 - bottom), 1.0))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MultipleLocator(0.1))
        in_percent(axis)
    ax.set_yticks(np.arange(round(10 * bottom), 11, 1 if bottom > 0 else 2) / 10)
    ax.spines["left"].set_bounds(bottom, 1)
    ax.set(xlabel="how sure the network is", ylabel="share of right answers")
    ax.legend(loc="upper left")
