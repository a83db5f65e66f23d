"""Kernels for photographs, digits that are never in the same place, and the Game of Life."""

import numpy as np

GLIDER = np.array([[0, 1, 0], [0, 0, 1], [1, 1, 1]], dtype=float)  # a figure of the Game of Life that walks


def photograph_kernels():
    """Kernels of 3 x 3 weights that people used long before networks learned their own: dict of names."""
    across = np.array([[-1.0, 0.0, 1.0]] * 3)  # right minus left
    return {
        "upright edges": across,
        "level edges": across.T,
        "blur": np.full((3, 3), 1 / 9),
        "sharpen": np.array([[0.0, -1.0, 0.0], [-1.0, 5.0, -1.0], [0.0, -1.0, 0.0]]),
    }


def edge_share(kernels):
    """How much of kernels is a plain slope, darker to one side and brighter to the other, in whatever direction.

    Parameters
    ----------
    kernels : array (3, 3, M)

    Returns
    -------
    float
        The share of the sum of squares: 1 if all of it is slopes, 2 / 9 on average if the numbers are random.

    Examples
    --------
    >>> kernels = photograph_kernels()
    >>> print(edge_share(kernels["upright edges"][:, :, None]), edge_share(kernels["blur"][:, :, None]))
    1.0 0.0
    """
    across = np.tile([-1.0, 0.0, 1.0], (3, 1))
    slopes = np.stack([across, across.T]).reshape(2, 9) / np.sqrt(6)  # two directions of length 1, at right angles
    table = kernels.reshape(9, -1)
    return round(float(np.sum((slopes @ table) ** 2) / np.sum(table**2)), 12)


def as_pictures(X, most=0, rng=None, room=2):
    """Square images, one in each row of X, as pictures with room around them; shifted at random if asked.

    Parameters
    ----------
    X : array (N, D)
        Images with D pixels each, a square number.
    most : int
        Each image is moved by up to so many pixels, up or down and left or right.
    rng : numpy.random.Generator, optional
        Draws the shifts; not needed if `most` is 0.
    room : int
        How many empty pixels are around an unmoved image on each side.

    Returns
    -------
    array (N, S, S, 1)
        S is the side of an image plus 2 room.

    Examples
    --------
    >>> as_pictures(np.ones((3, 64))).shape
    (3, 12, 12, 1)
    """
    if not 0 <= most <= room:
        raise ValueError(f"most is {most}: want 0 to {room}, the room around an image")
    side = round(X.shape[1] ** 0.5)
    images = X.reshape(-1, side, side, 1)
    out = np.zeros((len(X), side + 2 * room, side + 2 * room, 1), X.dtype)
    corners = room + (rng.integers(-most, most + 1, size=(len(X), 2)) if most else np.zeros((len(X), 2), int))
    for image, picture, (i, j) in zip(images, out, corners):
        picture[i : i + side, j : j + side] = image
    return out


def life_rule(board):
    """The next generation in Conway's Game of Life, by its rule; beyond the edge nobody lives.

    Parameters
    ----------
    board : array (H, L)
        1 where a cell lives, 0 elsewhere.

    Returns
    -------
    array (H, L)

    Examples
    --------
    >>> life_rule(np.array([[0, 1, 0], [0, 1, 0], [0, 1, 0]]))  # three in a column become three in a row
    array([[0., 0., 0.],
           [1., 1., 1.],
           [0., 0., 0.]])
    """
    alive = np.asarray(board) > 0.5
    rows, columns = alive.shape
    around = np.pad(alive, 1).astype(int)
    neighbours = sum(around[i : i + rows, j : j + columns] for i, j in np.ndindex(3, 3)) - alive
    return ((neighbours == 3) | (alive & (neighbours == 2))).astype(float)
