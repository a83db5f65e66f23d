"""Figures of lesson 03: errors as squares, a loss as a landscape, confidence against the share of right answers."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.patheffects import withStroke

from dlcourse.figures.display import axes, finish, in_percent, legend_below
from dlcourse.figures.style import (
    DIM,
    INK,
    NEGATIVE,
    PAPER,
    POSITIVE,
    QUIET,
    SHADE,
    SHARE,
    in_style,
    number,
    percent,
)

ROOM = 27  # points above the frame for the row of the cases, before the title
ABOVE = 1.07  # the row of the cases, in heights of the axes
PATH_LOOKS = [(POSITIVE, "o", "-"), (NEGATIVE, "s", (0, (4, 1.6))), (INK, "^", (0, (1.2, 1.4)))]


@in_style()
def error_squares(x, y, y_hat, title=None, ax=None, *, labels=("x", "y"), limits=(None, None)):
    """Draw a line of predictions, the targets, and each error as the side of a square.

    Parameters
    ----------
    x, y : array (N,)
        One input for each example, and its target.
    y_hat : array (N,)
        What the line predicts; the line goes through these.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    labels : pair of str
        What x and y are.
    limits : pair of (low, high), optional
        What to show of each axis; all if left out.

    Returns
    -------
    Axes
    """
    x, y, y_hat = (np.asarray(v, dtype=float) for v in (x, y, y_hat))
    ax = axes(ax, height=3.6)
    for left, target, predicted in zip(x, y, y_hat, strict=True):
        side = abs(target - predicted)
        corner = (left, min(target, predicted))
        ax.add_patch(Rectangle(corner, side, side, facecolor=DIM, edgecolor=NEGATIVE, lw=1, alpha=0.75))
    order = np.argsort(x)
    ax.plot(x[order], y_hat[order], color=POSITIVE, lw=2, label="predicted")
    ax.plot(x, y, "o", color=INK, mec=PAPER, ms=7, label="target")
    squared = Patch(facecolor=DIM, edgecolor=NEGATIVE, alpha=0.75, label="squared error")
    legend_below(ax, [*ax.get_legend_handles_labels()[0], squared])
    ax.set(xlabel=labels[0], ylabel=labels[1], aspect="equal")
    ax.margins(0.08)
    ax.set(xlim=limits[0], ylim=limits[1])
    error = np.abs(y - y_hat)
    alt = f"{len(x)} targets and a line: the errors are {', '.join(number(e) for e in y_hat - y)}"
    return finish(ax, title, f"{alt}; the mean of their squares is {number(np.mean(error**2), 3)}.")


@in_style()
def points_and_lines(x, y, lines, title=None, ax=None, *, labels=("x", "y")):
    """Draw points, and lines through them.

    Parameters
    ----------
    x, y : array (N,)
        The points.
    lines : dict of str to (slope, height)
        By name: the height is that at x = 0.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    labels : pair of str
        What x and y are, with their units.

    Returns
    -------
    Axes
    """
    x, y, ax = np.asarray(x, dtype=float), np.asarray(y, dtype=float), axes(ax, height=3.4)
    ends = np.array([x.min(), x.max()])
    for (name, (slope, height)), (colour, _, dashes) in zip(lines.items(), PATH_LOOKS, strict=False):
        ax.plot(ends, slope * ends + height, color=colour, linestyle=dashes, lw=2, label=name)
    ax.plot(x, y, "o", color=INK, mec=PAPER, ms=7, label="targets")
    legend_below(ax, handlelength=3)
    ax.set(xlabel=labels[0], ylabel=labels[1])
    parts = [f"{name}: slope {number(slope)}, at x = 0 {number(height)}" for name, (slope, height) in lines.items()]
    return finish(ax, title, f"{len(x)} points, and lines through them. {'; '.join(parts)}.")


def landscape_values(loss, sides):
    """The loss at each pair of weights of a grid: array (rows, columns), w2 from below upwards."""
    return np.array([[float(loss(np.array([w1, w2]))) for w1 in sides[0]] for w2 in sides[1]])


def levels_of(heights, count=9):
    """Heights of contour lines: closer together in the valley, where it matters."""
    finite = heights[np.isfinite(heights)]
    low, high = finite.min(), finite.max()
    return low + (high - low) * np.linspace(0, 1, count + 2)[1:-1] ** 2


def label_contours(ax, lines, paths=(), digits=2):
    """Write its height on each contour line, where there is most room beside paths, other heights and the frame.

    Parameters
    ----------
    ax : Axes
        With its limits set, as wide as high.
    lines : QuadContourSet
    paths : sequence of array (T, 2)
        What must not run over a height.

    Returns
    -------
    list of Text
    """
    corner, size = ax.viewLim.min, ax.viewLim.size
    taken = [(_between(np.asarray(path, dtype=float)) - corner) / size for path in paths]
    texts, look = [], {"ha": "center", "va": "center", "size": 8, "color": INK, "zorder": 1.5, "clip_on": True}
    for level, segments in zip(lines.levels, lines.allsegs, strict=True):
        segment = max(segments, key=len, default=np.empty((0, 2)))
        if len(segment) < 9:  # an island that is smaller than its number
            continue
        places = (segment - corner) / size
        room = np.minimum(np.minimum(places, 1 - places).min(axis=1), 0.09)
        for others in taken:
            apart = np.hypot(*(places[:, None] - others[None]).transpose(2, 0, 1)).min(axis=1)
            room = np.minimum(room, 0.6 * apart)
        at = int(np.argmax(room + 0.02 * np.hypot(*(places - 0.5).T)))  # among equals those that are apart
        run = places[min(at + 3, len(places) - 1)] - places[max(at - 3, 0)]
        turn = (np.degrees(np.arctan2(run[1], run[0])) + 90) % 180 - 90
        rim = [withStroke(linewidth=2.6, foreground=PAPER)]
        text = number(level, digits)
        texts.append(ax.text(*segment[at], text, rotation=turn, rotation_mode="anchor", path_effects=rim, **look))
        taken.append(places[[at]])
    return texts


def _between(path):
    """The points of a path, and many between them, so that no long step is overlooked."""
    shares = np.linspace(0, 1, 30)[:, None, None]
    return np.vstack([path, ((1 - shares) * path[:-1] + shares * path[1:]).reshape(-1, 2)])


@in_style()
def loss_landscape(loss, paths=None, title=None, ax=None, *, side=4.5, names=("weight 1", "weight 2")):
    """Draw a loss over two weights as a map with contour lines, and walks through it.

    Parameters
    ----------
    loss : function
        Takes an array (2,), returns a number.
    paths : dict of str to array (T, 2), optional
        The weights of each walk, step by step.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    side : float
        The map reaches from -side to side.
    names : pair of str
        What the two weights are.

    Returns
    -------
    Axes
    """
    own, ax = ax is None, axes(ax, height=4.2)
    grid = np.linspace(-side, side, 41)
    heights = landscape_values(loss, (grid, grid))
    extent = (-side, side, -side, side)
    ax.imshow(heights, cmap=SHADE, extent=extent, origin="lower", interpolation="nearest")
    lines = ax.contour(grid, grid, heights, levels=levels_of(heights), colors=QUIET, linewidths=0.8)
    parts = []
    for (name, path), (colour, marker, line) in zip((paths or {}).items(), PATH_LOOKS, strict=False):
        path = np.asarray(path, dtype=float)
        ax.plot(*path.T, linestyle=line, color=colour, lw=1.6, marker=marker, ms=5, mec=PAPER, mew=0.6, label=name)
        ax.plot(*path[-1], marker=marker, color=colour, mec=INK, mew=1.4, ms=10, linestyle="")
        first, last = (f"({number(w[0], 1)}, {number(w[1], 1)})" for w in path[[0, -1]])
        there = number(float(loss(path[-1])))
        parts.append(f"{name}: from {first} in {len(path) - 1} steps to {last}, loss {there}")
    ax.set(xlabel=names[0], ylabel=names[1], xlim=(-side, side), ylim=(-side, side))
    label_contours(ax, lines, list((paths or {}).values()))
    if parts and own:
        ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1.0), handlelength=3)
    elif len(parts) > 1:
        ax.legend(loc="upper right", handlelength=3, frameon=True)
    low = number(heights.min())
    return finish(ax, title, "; ".join([f"A map of the loss over two weights, lowest {low}", *parts]) + ".")


def in_bins(confidence, right, bins):
    """For each bin that holds cases: its number, the cases, their mean confidence and their share right."""
    confidence, right = np.asarray(confidence, dtype=float), np.asarray(right, dtype=float)
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    filled = np.unique(which)
    counts = np.array([np.sum(which == k) for k in filled])
    sure = np.array([confidence[which == k].mean() for k in filled])
    return filled, counts, sure, np.array([right[which == k].mean() for k in filled])


class ReliabilityBars:
    """Bars of the share of right answers for each bin of confidence, set anew as often as wanted."""

    def __init__(self, ax, bins):
        self.bins, middles = bins, (np.arange(bins) + 0.5) / bins
        even = {"color": QUIET, "lw": 1.1, "linestyle": (0, (4, 3)), "label": "as sure as it is right"}
        ax.plot([0, 1], [0, 1], zorder=1, **even)
        bars = ax.bar(middles, np.zeros(bins), width=0.92 / bins, color=SHARE, edgecolor=POSITIVE, lw=1, clip_on=False)
        self.bars = list(bars)
        mark = {"color": NEGATIVE, "lw": 3.2, "solid_capstyle": "butt", "clip_on": False}
        self.ticks = [ax.plot([], [], zorder=4, **mark)[0] for _ in middles]
        self.gaps = [ax.plot([], [], color=NEGATIVE, lw=1.4, zorder=3)[0] for _ in middles]
        # Above the frame: no share is beyond 100 %, and every place below may be a bar's.
        above = {"transform": ax.get_xaxis_transform(), "va": "center", "size": 8.5, "color": QUIET}
        self.texts = [ax.text(x, ABOVE, "", ha="center", **above) for x in middles]
        ax.text(-0.02, ABOVE, "cases", ha="right", **above)
        self.moving = [*self.bars, *self.gaps, *self.ticks, *self.texts]
        ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="how sure the network says it is")
        ax.set_xticks(np.linspace(0, 1, 6))
        ax.set_yticks(np.linspace(0, 1, 5))
        in_percent(ax.xaxis)
        in_percent(ax.yaxis)
        right = Patch(facecolor=SHARE, edgecolor=POSITIVE, label="how often it is right")
        sure = Line2D([], [], label="how sure it is, on average", **mark)
        legend_below(ax, [right, sure, Line2D([], [], **even)], handlelength=1.8)

    def show(self, confidence, right):
        """Set the bars; gives what :func:`in_bins` does."""
        filled, counts, sure, share = found = in_bins(confidence, right, self.bins)
        for k in range(self.bins):
            here = np.flatnonzero(filled == k)
            place = int(here[0]) if len(here) else None
            middle, reach = (k + 0.5) / self.bins, 0.46 / self.bins
            height = 0 if place is None else share[place]
            self.bars[k].set(height=height, visible=place is not None)
            for artist in (self.ticks[k], self.gaps[k]):
                artist.set_visible(place is not None)
            if place is not None:
                self.ticks[k].set_data([middle - reach, middle + reach], [sure[place]] * 2)
                self.gaps[k].set_data([middle] * 2, [height, sure[place]])
            self.texts[k].set_text("" if place is None else str(counts[place]))
        return found


@in_style()
def calibration_bars(confidence, right, bins=10, title=None, ax=None):
    """Draw, for equally wide bins of confidence, how often a network is right beside how sure it says it is.

    Parameters
    ----------
    confidence : array (N,)
        How sure the network was, 0 to 1.
    right : bool array (N,)
        Whether it was right.
    bins : int
        The number of bins.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=4.2)
    _, counts, sure, share = ReliabilityBars(ax, bins).show(confidence, right)
    ax.set_ylabel("share of right answers")
    pairs = [f"says {percent(s)}, right {percent(r)} ({n})" for n, s, r in zip(counts, sure, share, strict=True)]
    finish(ax, title, f"Bins of confidence, with their cases: {'; '.join(pairs)}.")
    ax.set_title(title or "", pad=ROOM)
    return ax
