"""What the oriented edges are tried on, steps in all directions and kernels that are not square; and their steps."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes
from dlcourse.lessons.cnn import conv2d

SMALL = np.array([[[-1.0, 1.0], [-1.0, 1.0]], [[-1.0, -1.0], [1.0, 1.0]]])
WIDE = np.array([[[-1.0, 0.0, 1.0]] * 2, [[-1.0] * 3, [1.0] * 3]])  # 2 rows, 3 columns
RAMPS = np.arange(5.0)[None] * np.ones((4, 1)), np.arange(4.0)[:, None] * np.ones((1, 5))


def edge_cases(rng):
    """Upright, level, rising and falling edges, both ways round; flat places; kernels that are not square."""
    across, down = RAMPS
    H, L, A, B = drawn_sizes(rng, 4, 2, 9)
    H, L, A, B = max(H, A) + 1, max(L, B), min(H, A), min(L, B)
    drawn = rng.normal(size=(H, L)), rng.normal(size=(2, A, B))
    return [
        Case(np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 1.0]]), kernels=SMALL),
        Case(np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 1.0], [0.0, 0.0]]), kernels=SMALL),
        Case(np.array([[0.0, 1.0], [0.0, 0.0]]), kernels=SMALL),
        Case(np.array([[0.0, 0.0], [0.0, 1.0]]), kernels=SMALL),
        Case(2 * across - down, kernels=WIDE),
        Case(7 - across + 3 * down, kernels=WIDE),
        Case(np.full((3, 4), 0.5), kernels=SMALL),
        Case(np.array([[3.0, 1.0, 1.0, 4.0]]), kernels=np.array([[[-1.0, 1.0]], [[0.5, 0.5]]])),  # one row
        Case(rng.normal(size=(6, 5)), kernels=rng.normal(size=(2, 3, 3))),
        Case(rng.normal(size=(4, 7)), kernels=rng.normal(size=(2, 4, 2))),
        Case(rng.normal(size=(3, 2)), kernels=rng.normal(size=(2, 3, 2))),  # as large as the picture: one place
        Case(drawn[0], kernels=drawn[1]),
        Case(rng.normal(size=(6, 7)).astype(np.float32), kernels=WIDE.astype(np.float32)),
    ]


def answers(picture, kernels):
    """What both kernels say: two arrays."""
    W = kernels.transpose(1, 2, 0)[:, :, None]
    Z, _ = conv2d(picture[None, :, :, None], W, np.zeros(2, picture.dtype))
    return Z[0, :, :, 0], Z[0, :, :, 1]


def folded(degrees):
    """Degrees from 0 up to 180, without it."""
    degrees = degrees % 180
    return np.where(degrees < 180, degrees, 0)


def edges(x, y, energy=None, angle=None):
    """The right answer of x and y, or one with another energy or another angle (in radians)."""
    energy = x**2 + y**2 if energy is None else energy
    return energy, folded(np.degrees(np.arctan2(x, y) if angle is None else angle))


def along(picture, kernels):
    """The energy, and the angle in degrees as it comes, from -180 to 180."""
    x, y = answers(picture, kernels)
    return x, y, x**2 + y**2, np.degrees(np.arctan2(x, y))


def without_the_last(picture, kernels, *, rows, columns):
    """The right maps, with zeros in so many rows and columns at the end."""
    found = edges(*answers(picture, kernels))
    for part in found:
        R, S = part.shape
        part[R - rows :], part[:, S - columns :] = 0, 0
    return found
