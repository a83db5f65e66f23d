"""Digits as lines of a pen, six hands for each, written down by thought; and drawings of them as people differ.

A line is a row of points (x, y) on a sheet of 10 × 14; the pen goes through them in curves, and turns sharply at "|".
"""

import numpy as np

CHOOSING, COUNTING = (0, 2, 4), (1, 3, 5)  # the hands that pads were tuned on, and those that are counted
HANDS = {
    0: [
        ["5,0 2,2 1,7 2,12 5,14 8,12 9,7 8,2 5,0"],
        ["7,1 4,0 1,4 1,10 5,14 9,10 9,4 6.5,.5"],
        ["5,0 3,3 3,11 5,14 7,11 7,3 5,0 4,1"],
        ["6,0 2,3 1,9 3,14 7,12 9,5 6,0"],
        ["5,0 1,3 0,8 3,13.5 7,13 10,8 9,2 5.5,.2 3,1"],
        ["4,.5 1,6 2,13 6,13.5 8.5,8 7,1 3.5,.3"],
    ],
    1: [
        ["5,0 5,14"],
        ["2,4|6,0|6,14"],
        ["2,3|5,0|5,14", "2,14 8,14"],
        ["4,2|6,0|6,7 5.5,14"],
        ["3,3|6,0|6,14"],
        ["4,3 5.5,0|5,14"],
    ],
    2: [
        ["1,3 3,.5 6,0 8.5,2.5 7,6 1,14|9,14"],
        ["1,3 4,0 8,2 8,5 4,11 1,13 2,11.5 5,13 9,14"],
        ["1,2 5,0 9,3 5,8 0,14|10,14"],
        ["2,2 5,0 7.5,1.5 7.5,4.5 5,9 2,14|9,13.5"],
        ["0,2|1,.5 5,0 9,3 6,8 1,13.5|5,13 9.5,14"],
        ["1,4 3,.5 7,.5 8,4 4,9 0,14|4,13.5 8,14"],
    ],
    3: [
        ["1,1.5 5,0 8,3 4,6.5|8,10 6,14 1,12.5"],
        ["1,0|8,0|4,6|8,9 7,13 4,14 0,12"],
        ["2,1 7,0 8.5,3 5,6.3|9,10 6,14 1,13"],
        ["2,2 5,0 8,2 7,5 5,6 8,8 8,12 5,14 1,12"],
        ["1,2 4,0 7.5,2 6.5,5 3,6.5|8,8 8.5,11 5,14 1,13.5"],
        ["0,2 4,0 8,3 4,6|9,8.5 9,12 5,14 0,11"],
    ],
    4: [
        ["2,0|1,8|9,8", "7,3 7,14"],
        ["7,14|7,0|0,10|10,10"],
        ["2,0 1,6|8,7", "8,0 8,14"],
        ["5,0|1,9|9,9", "6,6 6,14"],
        ["6,0 0,9|5,9 10,8.5", "7,5 6.5,14"],
        ["3,0 2,7|9,7.5", "8,2 7.5,14"],
    ],
    5: [
        ["8,0|2,0|1.5,6|5,5 9,8 7,13 1,13"],
        ["2,0|2,6|6,5.5 9,9 6,13.5 1,13", "2,0 9,0"],
        ["9,0|3,0 2,3 3,6 8,7 9,11 5,14 1,12.5"],
        ["2,0|1.5,6|5,5 8,7 8,11 5,14 1,13", "2,0 8,.5"],
        ["7.5,.5|2.5,0|2,6.5|7,6 8.5,9.5 6,13.5 2,14"],
        ["3,0|2,6|5,5 8.5,7.5 8,12 4,14 1,12.5", "3,0 8,1"],
    ],
    6: [
        ["7,0 3,4 1,9 3,13.5 7,13.5 9,10 6,7.5 2,9.5"],
        ["6,0 1.5,8 2,13 6,14 8,11 5,8 2,11"],
        ["8,1.5 5,0 1,5 1,11 5,14 9,11 7,7 3,7.5 1.3,10"],
        ["5,0 2,5 1,10 4,14 8,12 7,8 4,8 1.5,11"],
        ["7,.5 2,4 .5,10 4,14 8.5,12 8,8.5 4,8 1,11"],
        ["5,0 2,6 1.5,12 5,14 8,11.5 6,8.5 2,10"],
    ],
    7: [
        ["1,0|9,0|4,14"],
        ["1,0|9,0|4,14", "3,7 8,7"],
        ["1,2|1,0|8.5,.5|6,5 4.5,9 4,14"],
        ["0,1|9,0|5,7 3,14"],
        ["1,1|5,.5 9,0|6,6 5,14"],
        ["1,.5|8,0|5,6 4,14", "2.5,7 7,6.5"],
    ],
    8: [
        ["8,2 5,0 2,2 3,5 7,8.5 8,12 5,14 2,12 3,8.5 7,5 8,2"],
        ["5,0 2,3 5,6.5 8,3 5,0", "5,6.5 1,10 5,14 9,10 5,6.5"],
        ["5,6.5 2,3 5,0 8,3 5,6.5 1.5,11 5,14 8.5,11 5,6.5"],
        ["7,1 3,1 2,4 8,9 7,13 3,13.5 2,10 8,4 7,1"],
        ["7.5,1.5 4,0 2,3 5,6 8.5,10 6,14 2,12.5 4,7 8,3 7,1"],
        ["5,0 1.5,2.5 4,6 8,10 6,14 2,13 2,9.5 7,5 8,2 5,0"],
    ],
    9: [
        ["8,4 5,0 1.5,3.5 4,7 8,4|7,14"],
        ["8,4 5,0 2,3.5 5,7.5 8,4|8,10 6,14 2,13"],
        ["5,0 2,3 5,7 8,3 5,0", "8,1 8,14"],
        ["7,2 4,0 1,3 3,7 7,6 8,2|7.5,8 6,14"],
        ["8,3 5,0 2,2 2,6 5,7 8,3|8,9 7,14"],
        ["8,2 4,.5 2,4 4.5,7 8,3|7.5,10 4,14 1,13"],
    ],
}


def strokes_of(digit, hand):
    """The lines of one hand's digit, on a sheet of 10 × 14: a list of arrays (points, 2)."""
    return [
        np.vstack([_curve([tuple(map(float, point.split(","))) for point in part]) for part in _parts(line)])
        for line in HANDS[digit][hand]
    ]


def drawing(digit, hand, rng):
    """A digit as somebody draws it: slanted, wide or narrow, wobbling, large or small, anywhere on the sheet.

    Returns
    -------
    list of list of (x, y)
        From 0 to 1, as a page sends them.
    """
    lines = strokes_of(digit, hand)
    turn, slant = np.radians(rng.uniform(-8, 8)), rng.uniform(-0.15, 0.3)  # positive: leans to the right
    stretch = np.diag([rng.uniform(0.75, 1.3), 1])
    lean = np.array([[1, -slant], [0, 1]])
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    lines = [(line + _wobble(len(line), rng)) @ (turned @ lean @ stretch).T for line in lines]
    every = np.vstack(lines)
    low, extent = every.min(axis=0), np.ptp(every, axis=0)
    size = rng.uniform(0.2, 0.95) / extent.max()
    corner = rng.uniform(0, 1 - size * extent)
    return [[tuple(point) for point in (line - low) * size + corner] for line in lines]


def _parts(line):
    """The points of a line between its sharp turns; each part begins where the one before ended."""
    parts = [part.split() for part in line.split("|")]
    joined = [parts[0], *([before[-1], *part] for before, part in zip(parts, parts[1:]))]
    return [part for part in joined if len(part) > 1]


def _curve(points, pieces=8):
    """A curve through points (Catmull and Rom's)."""
    if len(points) == 2:
        return np.linspace(*points, 2 * pieces)
    P = np.array([points[0], *points, points[-1]])
    t = np.linspace(0, 1, pieces)[:, None]
    found = []
    for a, b, c, d in zip(P, P[1:], P[2:], P[3:]):
        found.append(b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))))
    return np.vstack(found)


def _wobble(count, rng):
    """What a hand trembles: slowly, a little."""
    t = np.linspace(0, 1, count)[:, None]
    waves = [rng.normal(0, 0.15, 2) * np.sin(np.pi * (k * t + rng.uniform(0, 2, 2))) for k in (1, 2, 3)]
    return np.sum(waves, axis=0)
