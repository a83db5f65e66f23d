"""Pictures of lesson 15 in the plane: heaps of points, arrows to what is believed, ways, and quality by steps."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle
from matplotlib.ticker import NullLocator

from dlcourse.figures.display import axes, end_axis, finish, legend_below, mark_moment
from dlcourse.figures.style import INK, NEGATIVE, PAPER, POSITIVE, QUIET, RIM, SILENT, THIRD, in_style, number

REACH, GAP, NAME = 3.7, 0.35, 0.24  # from a panel's middle to its rim; between two; for the name of one of many
ARROW = 0.55  # length of an arrow, a little less than from one to the next
LOOKS = ((POSITIVE, "-", "o"), (NEGATIVE, (0, (5, 2)), "s"), (THIRD, (0, (1, 1.3)), "^"))


class _Panels:
    """Squares of the plane side by side in one pair of axes, each with a name above it."""

    def __init__(self, ax, names, title, columns):
        columns = min(columns, len(names))
        rows, side = -(-len(names) // columns), 2 * REACH
        top = NAME * max(columns, 2)
        width, tall = columns * (side + GAP) - GAP, side + top + GAP
        inches = 6.8 / max(width, 2 * side + GAP)  # a panel alone takes half of the width
        self.ax, self.middles = axes(ax, height=(0.45 if title else 0.15) + inches * tall * rows), []
        for place, name in enumerate(names):
            x, y = (place % columns) * (side + GAP) + REACH, -(place // columns) * tall - top - REACH
            self.middles.append(np.array([x, y]))
            self.ax.text(x - REACH, y + REACH + 0.18 * top, name, va="bottom", color=INK)
            self.ax.add_patch(Rectangle((x - REACH, y - REACH), side, side, fill=False, ec=RIM, lw=0.8, zorder=5))
        self.ax.set(xlim=(-0.1, width + 0.1), ylim=(-rows * tall + GAP - 0.1, 0.1), aspect="equal", anchor="W")
        self.ax.set_axis_off()

    def dots(self, place, points, **look):
        """Draw points (N, 2) that lie within a panel; returns how many lie outside."""
        points = np.asarray(points, dtype=float)
        inside = np.all(np.abs(points) <= REACH, axis=1)
        self.ax.plot(*(self.middles[place] + points[inside]).T, ls="none", **{"marker": "o", "mec": "none", **look})
        return int(np.sum(~inside))

    def lines(self, place, ways, **look):
        """Draw ways (N, steps, 2), cut off at the rim."""
        lines = LineCollection(self.middles[place] + np.asarray(ways), **look)
        x, y = self.middles[place] - REACH
        self.ax.add_collection(lines)
        lines.set_clip_path(Rectangle((x, y), 2 * REACH, 2 * REACH, transform=self.ax.transData))


def _shown(panels, place, shown):
    if shown is not None:
        panels.dots(place, shown, color=SILENT, ms=3.2)


@in_style()
def point_clouds(clouds, title=None, ax=None, *, shown=None, columns=5):
    """Draw heaps of points in the plane, each in a panel of its own.

    Parameters
    ----------
    clouds : dict of str to array (N, 2)
        The name of each, and its points.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    shown : array (M, 2), optional
        Points that lie in grey under each heap.
    columns : int
        The most panels in a row.

    Returns
    -------
    Axes
    """
    panels, parts = _Panels(ax, clouds, title, columns), []
    for place, (name, points) in enumerate(clouds.items()):
        _shown(panels, place, shown)
        outside = panels.dots(place, points, color=POSITIVE, ms=2.4, alpha=0.6)
        beyond = f", {outside} of them beyond its rim" if outside else ""
        center, spread = np.mean(points, axis=0), np.std(points, axis=0)
        around = " and ".join(f"{number(m, 1)} ± {number(s, 1)}" for m, s in zip(center, spread, strict=True))
        parts.append(f"{name}: {len(points)} points at {around}{beyond}")
    under = f"; under each, in grey, {len(shown)} points that were shown" if shown is not None else ""
    return finish(panels.ax, title, f"Panels of points in the plane. {'; '.join(parts)}{under}.")


@in_style()
def belief_arrows(fields, title=None, ax=None, *, shown=None, columns=4):
    """Draw arrows from noisy points to what is believed to be behind the noise, in a panel for each time.

    Parameters
    ----------
    fields : dict of str to pair of arrays (N, 2)
        The name of each, where its arrows begin, and where they point to. The longer half of the arrows in a panel are
        all cut to one length, and the others are shortened alike.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    shown : array (M, 2), optional
        Points that lie in grey under the arrows.
    columns : int
        The most panels in a row.

    Returns
    -------
    Axes
    """
    panels, parts = _Panels(ax, fields, title, columns), []
    for place, (name, (begin, end)) in enumerate(fields.items()):
        _shown(panels, place, shown)
        begin, way = np.asarray(begin), np.asarray(end) - np.asarray(begin)
        length = np.linalg.norm(way, axis=1)
        shortened = way * (ARROW / np.maximum(length, np.median(length) + 1e-12))[:, None]
        look = {"angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.0024, "headwidth": 4, "color": POSITIVE}
        panels.ax.quiver(*(panels.middles[place] + begin).T, *shortened.T, zorder=3, **look)
        parts.append(f"{name}: {len(way)} ways, {number(length.mean(), 1)} long on average")
    return finish(panels.ax, title, f"Arrows from places in the plane to what is believed. {'; '.join(parts)}.")


@in_style()
def every_way(paths, title=None, ax=None, *, shown=None, columns=3):
    """Draw the ways of points from noise to samples, in a panel for each walk.

    Parameters
    ----------
    paths : dict of str to array (T + 1, N, 2)
        The name of each, and its points at all steps: the samples first, the noise last.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    shown : array (M, 2), optional
        Points that lie in grey under the ways.
    columns : int
        The most panels in a row.

    Returns
    -------
    Axes
    """
    panels, parts = _Panels(ax, paths, title, columns), []
    for place, (name, path) in enumerate(paths.items()):
        path = np.asarray(path)
        _shown(panels, place, shown)
        panels.lines(place, path.swapaxes(0, 1), colors=POSITIVE, lw=0.6, alpha=0.4, zorder=2)
        panels.dots(place, path[-1], color=PAPER, mec=QUIET, mew=0.7, ms=3.4, zorder=3)
        panels.dots(place, path[0], color=NEGATIVE, ms=3.4, zorder=4)
        way = np.linalg.norm(path[-1] - path[0], axis=-1).mean()
        parts.append(f"{name}: {path.shape[1]} ways of {len(path) - 1} steps, {number(way, 1)} from end to end")
    alt = f"Ways from noise, rings, to samples, full dots. {'; '.join(parts)}."
    return finish(panels.ax, title, alt)


@in_style()
def meant_points(beliefs, title=None, ax=None, *, data, columns=4):
    """Draw a noisy point, to what share each point of the data is meant, and their mean, in a panel for each time.

    Parameters
    ----------
    beliefs : dict of str to tuple (array (2,), array (M,), array (2,))
        The name of each; the noisy point, the shares, and what is believed.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    data : array (M, 2)
    columns : int
        The most panels in a row.

    Returns
    -------
    Axes
    """
    panels, parts = _Panels(ax, beliefs, title, columns), []
    for place, (name, (x, shares, mean)) in enumerate(beliefs.items()):
        _shown(panels, place, data)
        sizes = 260 * np.asarray(shares) / np.max(shares)
        panels.ax.scatter(*(panels.middles[place] + data).T, s=sizes, color=POSITIVE, alpha=0.35, lw=0, zorder=3)
        panels.lines(place, [[x, mean]], colors=INK, lw=1.2, zorder=4)
        panels.dots(place, [mean], marker="D", color=NEGATIVE, ms=8, mec=PAPER, mew=0.8, zorder=5)
        panels.dots(place, [x], marker="X", color=INK, ms=7, mec=PAPER, mew=0.8, zorder=6)
        most = int(np.sum(np.asarray(shares) >= np.max(shares) / 10))
        have = "point has" if most == 1 else "points have"
        parts.append(f"{name}: {most} {have} a tenth of the largest share or more")
    alt = "A noisy point, a cross; the data, discs as large as their shares; what is believed, a diamond. "
    return finish(panels.ax, title, f"{alt}{'; '.join(parts)}.")


@in_style()
def share_left(schedules, title=None, ax=None, *, marked=()):
    """Draw how much of the clean variance schedules leave after each step.

    Parameters
    ----------
    schedules : dict of str to array (T + 1,)
        The name of each, and alpha_bar: three at most.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    marked : sequence of int
        Steps to mark with what the first schedule leaves there.

    Returns
    -------
    Axes
    """
    ax, parts = axes(ax, height=2.8), []
    for (name, kept), (colour, line, _) in zip(schedules.items(), LOOKS, strict=False):
        ax.plot(kept, color=colour, ls=line, label=name)
        half = int(np.argmin(np.abs(np.asarray(kept) - 0.5)))
        parts.append(f"{name}: {number(kept[0])} at step 0, about half at step {half}, {number(kept[-1])} at the last")
    first = np.asarray(next(iter(schedules.values())))
    for t in marked:
        ax.plot(t, first[t], "o", color=INK, ms=6)
        ax.annotate(number(first[t]), (t, first[t]), (6, 3), textcoords="offset points", color=INK)
    ax.set(xlabel="step t", ylabel="share of variance left", ylim=(-0.04, 1.12), xlim=(0, 1.02 * (len(first) - 1)))
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1])
    end_axis(ax, "y", 0, 1)
    if len(schedules) > 1:
        ax.legend(loc="upper right")
    return finish(ax, title, f"How much is left after each step. {'; '.join(parts)}.")


@in_style()
def near_by_steps(sides, title=None, ax=None, *, guess=None):
    """Draw how many of the samples lie near the curves, by the number of steps.

    Parameters
    ----------
    sides : dict of str to dict of int to float or sequence of float
        The name of each, and by its numbers of steps the percent, one for each seed: the line goes through the medians.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    guess : float, optional
        What the learner guessed, a number of steps.

    Returns
    -------
    Axes
    """
    ax, parts = axes(ax, height=3.2), []
    for (name, row), (colour, line, marker) in zip(sides.items(), LOOKS, strict=False):
        steps, medians = list(row), [float(np.median(values)) for values in row.values()]
        ax.plot(steps, medians, color=colour, ls=line, marker=marker, label=name)
        for count, values in row.items():
            ax.plot(np.full(np.size(values), count), values, ls="none", marker=marker, color=colour, ms=3, alpha=0.4)
        told = ", ".join(f"{number(m, 0)} with {count}" for count, m in zip(steps, medians, strict=True))
        parts.append(f"{name}: {told}")
    if guess is not None:
        mark_moment(ax, guess, "your guess")
        parts.append(f"your guess: {number(guess, 0)} steps")
    ax.set(xscale="log", xlabel="steps from noise to sample", ylabel="% near the curves", ylim=(-3, 118))
    ax.set_xticks(steps, [str(count) for count in steps])
    ax.xaxis.set_minor_locator(NullLocator())
    end_axis(ax, "y", 0, 100)
    legend_below(ax)
    return finish(ax, title, f"Percent of samples near the curves by the number of steps. {'; '.join(parts)}.")
