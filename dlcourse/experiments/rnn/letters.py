"""The learned vectors of letters: which are neighbours, and how they lie in a plane."""

import numpy as np

VOWELS, LETTERS = "aeiou", "abcdefghijklmnopqrstuvwxyz"


def vectors_of(network, signs, letters=LETTERS):
    """The rows of a network's embedding for some letters of its alphabet: array (letters, D)."""
    return network.layers[0].parameters["E"][[signs.index(letter) for letter in letters]]


def nearest(E):
    """For each row the number of the row that points most nearly the same way: int array (V,).

    Examples
    --------
    >>> print(nearest(np.array([[1.0, 0.0], [0.0, 1.0], [5.0, 1.0]])))
    [2 2 0]
    """
    directions = E / np.linalg.norm(E, axis=1, keepdims=True)
    likeness = directions @ directions.T
    np.fill_diagonal(likeness, -np.inf)
    return likeness.argmax(axis=1)


def vowels_beside_vowels(E, letters=LETTERS):
    """How many vowels have a vowel for their nearest neighbour."""
    near = nearest(E)
    return sum(letters[near[place]] in VOWELS for place, letter in enumerate(letters) if letter in VOWELS)


def in_the_plane(E):
    """The rows in the plane in which they lie furthest apart, and how much of their spread it holds.

    Parameters
    ----------
    E : array (V, D)

    Returns
    -------
    tuple (array (V, 2), float)
        The two principal components; the share of the variance. Of the two signs of a direction, the one is taken for
        which the largest number is positive.
    """
    apart = E - E.mean(axis=0)
    _, lengths, directions = np.linalg.svd(apart, full_matrices=False)
    points = apart @ directions[:2].T
    points = points * np.sign(points[np.abs(points).argmax(axis=0), [0, 1]])
    return points, float((lengths[:2] ** 2).sum() / (lengths**2).sum())
