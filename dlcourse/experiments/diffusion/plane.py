"""Two moons of points in the plane, of which the truth is known, and how well other points lie on them."""

from functools import cache

import numpy as np

from dlcourse.experiments.diffusion.walks import ALONG
from dlcourse.nn.training.budget import few

RADIUS, SPREAD = 2.0, 0.1  # of the half circles, and of the points around them
CENTRES, SIDES = np.array([[-1.0, -0.5], [1.0, 0.5]]), np.array([1.0, -1.0])  # the first opens downward
SHOWN = 100  # points that are trained on
NEAR = 0.3  # three spreads: about that near are the points themselves
PLACES = 100
COPY = 0.01  # nearer to a point that was shown: a copy of it
NAMES = 30  # characters of the names of rows


def moons(count, seed):
    """Draw points of two half circles that reach into each other: array (count, 2)."""
    rng = np.random.default_rng(seed)
    which, angles = rng.integers(2, size=count), rng.uniform(0, np.pi, size=count)
    return _on_curve(which, angles) + SPREAD * rng.normal(size=(count, 2))


def _on_curve(which, angles):
    """The places at some angles of the two half circles."""
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return CENTRES[which] + RADIUS * SIDES[which, None] * circle


@cache
def shown():
    """The points that everything here learns from: array (SHOWN, 2)."""
    points = moons(SHOWN, seed=0)
    points.flags.writeable = False  # they are the same for everybody
    return points


def gaussian(data, count, seed):
    """Draw from a normal distribution with the mean and the covariance of `data`: array (count, 2)."""
    rng = np.random.default_rng(seed)
    return data.mean(axis=0) + rng.normal(size=(count, 2)) @ np.linalg.cholesky(np.cov(data.T)).T


def off_curves(points):
    """How far each point (N, 2) is from the nearer of the two half circles: array (N,)."""
    found = []
    for centre, side in zip(CENTRES, SIDES, strict=True):
        gap = side * (np.asarray(points) - centre)
        beside = np.abs(np.linalg.norm(gap, axis=1) - RADIUS)
        to_end = np.hypot(np.abs(gap[:, 0]) - RADIUS, gap[:, 1])
        found.append(np.where(gap[:, 1] >= 0, beside, to_end))
    return np.minimum(*found)


def near(points):
    """The percent of points that are at most `NEAR` from the curves."""
    return 100 * float(np.mean(off_curves(points) <= NEAR))


def reached(points):
    """The percent of `PLACES` on each of the curves that have a point within `NEAR`."""
    which = np.repeat([0, 1], PLACES)
    spots = _on_curve(which, np.tile(np.linspace(0, np.pi, PLACES), 2))
    squares = np.sum((spots[:, None, :] - np.asarray(points)) ** 2, axis=-1)
    return 100 * float(np.mean(squares.min(axis=1) <= NEAR**2))


def compared(clouds, *, nearest_distance, data=None):
    """What the table of the lesson says of heaps of points.

    Parameters
    ----------
    clouds : dict of str to array (N, 2)
    nearest_distance : function
        As the learner's.
    data : array (M, 2), optional
        What was shown; :func:`shown` if left out.

    Returns
    -------
    dict of str to dict of str to float
        "near": percent of the points near the curves; "reached": percent of the curves near a point; "copies": percent
        of the points that are as good as one that was shown; "distance": the median from a point to the nearest shown.
    """
    data, found = shown() if data is None else data, {}
    for name, points in clouds.items():
        distances, _ = nearest_distance(points, data=data)
        copies = 100 * float(np.mean(np.asarray(distances) < COPY))
        found[name] = {"near": near(points), "reached": reached(points), "copies": copies}
        found[name]["distance"] = float(np.median(distances))
    return found


def told(found):
    """As text, what :func:`compared` found: a line for each heap."""
    lines = [f"{'':{NAMES}}{'% near the':>12}{'% of curves':>13}{'% copies':>10}{'median way to':>15}"]
    lines.append(f"{'':{NAMES}}{'curves':>12}{'reached':>13}{'':>10}{'a shown point':>15}")
    for name, row in found.items():
        numbers = f"{row['near']:12.0f}{row['reached']:13.0f}{row['copies']:10.0f}{row['distance']:15.2f}"
        lines.append(f"{name:{NAMES}}{numbers}")
    return "\n".join(lines)


def grid(side=13, width=3.6):
    """Places at equal distances in a square around the middle: array (side * side, 2)."""
    line = np.linspace(-width, width, few(side))
    return np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, ALONG)
