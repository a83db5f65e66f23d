"""Pictures of lesson 15 in the plane: heaps of points, arrows to what is believed, and ways."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from dlcourse.figures.display import axes, finish
from dlcourse.figures.style import INK, NEGATIVE, PAPER, POSITIVE, QUIET, RIM, SILENT, in_style, number

REACH, GAP, NAME = 3.7, 0.35, 0.24  # from a panel's middle to its rim; between two; for the name of one of many
COLUMNS = 5  # the most panels in a row
ARROW = 0.55  # length of an arrow, a little less than from one to the next


class _Panels:
    """Squares of the plane side by side in one pair of axes, each with a name above it."""

    def __init__(self, ax, names, title):
        columns = min(COLUMNS, len(names))
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
def point_clouds(clouds, title=None, ax=None):
    """Draw heaps of points in the plane, each in a panel of its own.

    Parameters
    ----------
    clouds : dict of str to array (N, 2)
        The name of each, and its points.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    panels, parts = _Panels(ax, clouds, title), []
    for place, (name, points) in enumerate(clouds.items()):
        outside = panels.dots(place, points, color=POSITIVE, ms=2.4, alpha=0.6)
        beyond = f", {outside} of them beyond its rim" if outside else ""
        center, spread = np.mean(points, axis=0), np.std(points, axis=0)
        around = " and ".join(f"{number(m, 1)} ± {number(s, 1)}" for m, s in zip(center, spread, strict=True))
        parts.append(f"{name}: {len(points)} points at {around}{beyond}")
    return finish(panels.ax, title, f"Panels of points in the plane. {'; '.join(parts)}.")


@in_style()
def belief_arrows(fields, title=None, ax=None, *, shown=None):
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

    Returns
    -------
    Axes
    """
    panels, parts = _Panels(ax, fields, title), []
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
def every_way(paths, title=None, ax=None, *, shown=None):
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

    Returns
    -------
    Axes
    """
    panels, parts = _Panels(ax, paths, title), []
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
