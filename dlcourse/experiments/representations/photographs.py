"""Small patches of photographs, what they are made of, and which kernels are edges."""

import functools

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dlcourse.data import datasets
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.threads import undivided_products

PATCH = 8  # pixels along a side
PHOTOGRAPHS = ("portrait", "temple", "flower")
COHERENT, GABOR = 0.5, 0.6  # a kernel above both is an oriented edge
LEAST_VARIANCE = 1e-12  # of a pattern that is never there


def gray_photographs(names=PHOTOGRAPHS):
    """Photographs of the course without their colours: a list of arrays (104, 104), 0 is black and 1 is white."""
    return [datasets.photograph(name).mean(axis=2) for name in names]


def patches(photographs, count, rng, size=PATCH):
    """Random patches of photographs, each less its own mean.

    Parameters
    ----------
    photographs : list of array (H, L)
    count : int
    rng : numpy.random.Generator
        Draws the photograph and the place of each.
    size : int
        Pixels along a side.

    Returns
    -------
    array (count, size**2)
    """
    which, places = rng.integers(len(photographs), size=count), rng.random(size=(count, 2))
    X = np.empty((count, size, size))
    for number, photograph in enumerate(photographs):
        windows = sliding_window_view(photograph, (size, size))
        chosen = which == number
        rows, columns = (places[chosen] * windows.shape[:2]).astype(int).T
        X[chosen] = windows[rows, columns]
    X = X.reshape(count, -1)
    return X - X.mean(axis=1, keepdims=True)


def gaussian_twins(X, rng):
    """Gaussian random numbers with the covariance of a table: all that pairs of its columns say, and nothing else.

    Parameters
    ----------
    X : array (N, D)
    rng : numpy.random.Generator

    Returns
    -------
    array (N, D)
    """
    variances, axes = np.linalg.eigh(np.cov(X.T))
    # The symmetric root: an axis may point to either side, as the library that finds it likes.
    return rng.normal(size=X.shape) @ (axes * np.sqrt(np.maximum(variances, 0))) @ axes.T


def principal_components(X, count):
    """The directions along which a table varies most: array (count, D), the widest first, each of length 1."""
    _, axes = np.linalg.eigh(np.cov(X.T))
    return axes[:, ::-1][:, :count].T


def independent_components(X, rng, *, count=32, steps=60):
    """Patterns of which a table's rows are made so that how much there is of each says least about the others.

    FastICA, all patterns at once, with tanh as contrast: Hyvärinen (1999), *Fast and robust fixed-point algorithms for
    independent component analysis*.

    Parameters
    ----------
    X : array (N, D)
        Rows with the mean 0 or near it; the mean is taken off.
    rng : numpy.random.Generator
        Draws where it begins.
    count : int
        How many patterns: of the `count` directions in which the rows vary most, no others are looked at.
    steps : int

    Returns
    -------
    array (count, D)
        Each row a pattern (the columns of the mixing matrix).
    """
    X = X - X.mean(axis=0)
    axes = principal_components(X, count)
    spread = np.sqrt(np.maximum((X @ axes.T).var(axis=0), LEAST_VARIANCE))
    Z = X @ axes.T / spread  # (N, count), white: each column has the variance 1, and no two go together
    W = _orthogonal(rng.normal(size=axes.shape) @ axes.T)  # drawn as patterns: no matter to which side an axis points
    # One thread: on a busy machine, sharing such narrow products out takes ten times as long.
    with undivided_products():
        for _ in range(few(steps)):
            H = np.tanh(Z @ W.T)  # (N, count)
            W = _orthogonal(H.T @ Z / len(Z) - (1 - H**2).mean(axis=0)[:, None] * W)
    return W * spread @ axes


def _orthogonal(W):
    """The nearest matrix whose rows have the length 1 and stand at right angles."""
    U, _, V = np.linalg.svd(W)
    return U @ V


def coherence(kernels):
    """How much of a kernel's slopes runs in one direction.

    Of the summed structure tensor: the difference of its eigenvalues by their sum (Bigün and Granlund, 1987).

    Parameters
    ----------
    kernels : array (M, A, B)

    Returns
    -------
    tuple (array (M,), array (M,))
        From 0, all directions alike, to 1, one only; and the direction in which the stripes of the kernel run, in
        degrees from 0 (level) up to, but not including, 180.
    """
    down, across = np.gradient(kernels, axis=(1, 2))
    xx, yy, xy = ((a * b).sum(axis=(1, 2)) for a, b in ((across, across), (down, down), (across, down)))
    share = np.hypot(xx - yy, 2 * xy) / np.maximum(xx + yy, LEAST_VARIANCE)
    steepest = np.degrees(np.arctan2(2 * xy, xx - yy)) / 2  # rows are counted downwards: it turns with the clock
    return share, (90 - steepest) % 180


@functools.cache
def gabor_pairs(size=PATCH):
    """Stripes under a bell: pairs of patterns (P, 2, size**2), of length 1 and at right angles.

    16 directions, wavelengths from 2.5 to 16 pixels, bells of three widths at 25 places.
    """
    rows, columns = np.mgrid[:size, :size] - (size - 1) / 2
    pairs = []
    for angle, width in np.ndindex(16, 3):
        along = columns * np.cos(np.pi * angle / 16) + rows * np.sin(np.pi * angle / 16)
        for wavelength in (2.5, 3.2, 4, 5, 6.5, 8.5, 11, 16):
            for y, x in np.ndindex(5, 5):
                square = (rows - size * (y - 2) / 6) ** 2 + (columns - size * (x - 2) / 6) ** 2
                bell = np.exp(-square / (2 * (size * (0.15, 0.22, 0.33)[width]) ** 2))
                phase = 2 * np.pi * along / wavelength
                pairs.append([bell * np.cos(phase), bell * np.sin(phase)])
    Q, _ = np.linalg.qr(np.reshape(pairs, (-1, 2, size**2)).transpose(0, 2, 1))
    return Q.transpose(0, 2, 1)


def gabor_share(kernels):
    """How much of a kernel is a few stripes under a bell, in the best case of many.

    Parameters
    ----------
    kernels : array (M, A, A)

    Returns
    -------
    array (M,)
        Of the sum of squares, from 0 to 1.
    """
    K = kernels.reshape(len(kernels), -1)
    found = np.tensordot(gabor_pairs(kernels.shape[1]), K, axes=(2, 1))  # (P, 2, M)
    return (found**2).sum(axis=1).max(axis=0) / np.maximum((K**2).sum(axis=1), LEAST_VARIANCE)


def are_oriented(kernels):
    """Which kernels are edges: their slopes run in one direction, and they are a few stripes under a bell.

    Parameters
    ----------
    kernels : array (M, A, A) or (M, A**2)

    Returns
    -------
    bool array (M,)
    """
    side = round(kernels[0].size ** 0.5)
    kernels = kernels.reshape(-1, side, side)
    return (coherence(kernels)[0] > COHERENT) & (gabor_share(kernels) > GABOR)


def pattern_sets(photographs, seed, count=32):
    """Patterns learned from 20,000 patches without any label, and three sets to hold them against.

    Parameters
    ----------
    photographs : list of array (H, L)
    seed : int
    count : int

    Returns
    -------
    dict of str to array (count, 64)
        "photographs": independent components of patches; "Gaussian": the same of numbers with their covariance;
        "variance": the patches' principal components; "random": random numbers.
    """
    rng = np.random.default_rng(seed)
    X = patches(photographs, few(20_000, 200), rng)
    sets = {"photographs": independent_components(X, rng, count=count)}
    sets["Gaussian"] = independent_components(gaussian_twins(X, rng), rng, count=count)
    return sets | {"variance": principal_components(X, count), "random": rng.normal(size=(count, X.shape[1]))}


def count_different(kernels, alike=0.9):
    """How many kernels have no other before them with which they are correlated above `alike`: an int."""
    correlated = np.tril(np.corrcoef(kernels.reshape(len(kernels), -1)), -1)
    return int(np.sum(correlated.max(axis=1) <= alike))
