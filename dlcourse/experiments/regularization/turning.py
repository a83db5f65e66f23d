"""Lesson 07, regularization: turned digits, turned by an angle that need not be a multiple of 90 degrees."""

import numpy as np


def rotate(images, degrees):
    """Turn each image around its middle, counter-clockwise; what comes from outside is 0.

    Formula: each pixel takes the value at the place it comes from, weighted between the four pixels around that place
    (bilinear interpolation: Gonzalez and Woods, *Digital Image Processing*, section 2.4)

    Parameters
    ----------
    images : array (N, H, W)
    degrees : array (N,)

    Returns
    -------
    array (N, H, W)

    Examples
    --------
    >>> corner = np.array([[[1.0, 0.0], [0.0, 0.0]]])  # a dot in the upper left
    >>> print(np.abs(rotate(corner, np.array([90.0])).round(3)))  # moves to the lower left
    [[[0. 0.]
      [1. 0.]]]
    """
    N, H, W = images.shape
    down, across = np.mgrid[:H, :W] - np.array([H - 1, W - 1])[:, None, None] / 2  # from the middle
    angle = np.deg2rad(degrees)[:, None, None]
    i = down * np.cos(angle) + across * np.sin(angle) + (H - 1) / 2 + 1  # where each pixel comes from, with a frame
    j = across * np.cos(angle) - down * np.sin(angle) + (W - 1) / 2 + 1
    i, j = np.clip(i, 0, H + 1), np.clip(j, 0, W + 1)  # all farther out is frame
    top, left = i.astype(int), j.astype(int)
    i, j = (i - top).astype(images.dtype), (j - left).astype(images.dtype)
    framed, n = np.pad(images, ((0, 0), (1, 2), (1, 2))), np.arange(N)[:, None, None]
    upper = (1 - j) * framed[n, top, left] + j * framed[n, top, left + 1]
    lower = (1 - j) * framed[n, top + 1, left] + j * framed[n, top + 1, left + 1]
    return (1 - i) * upper + i * lower


def random_rotation(images, most, rng):
    """Turn each image by its own random angle, uniform from -most to most degrees: :func:`rotate`.

    Parameters
    ----------
    images : array (N, H, W)
    most : float
        The largest angle, in degrees.
    rng : numpy.random.Generator

    Returns
    -------
    array (N, H, W)

    Examples
    --------
    >>> random_rotation(np.ones((2, 8, 8)), 15, np.random.default_rng(0)).shape
    (2, 8, 8)
    """
    return rotate(images, rng.uniform(-most, most, len(images)))


def turned(X, Y, rng, most=20):
    """Turn 8 by 8 pixels in rows of 64, as `random_rotation` does; the targets stay as they are.

    Parameters
    ----------
    X : array (N, 64)
    Y : array
    rng : numpy.random.Generator
    most : float
        The largest angle, in degrees.

    Returns
    -------
    tuple (array (N, 64), array)
    """
    return random_rotation(X.reshape(-1, 8, 8), most, rng).reshape(X.shape), Y
