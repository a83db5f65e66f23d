"""Lesson 08, cnn: kernels for photographs, digits that are never in the same place, and networks that train on them."""

import numpy as np

from dlcourse.lessons.training import minibatches
from dlcourse.nn import training
from dlcourse.nn.cnn import Flatten
from dlcourse.nn.training.budget import few


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


def mlp_of_size(pictures, parameters, rng):
    """A network with one hidden dense layer that has at least so many parameters, for pictures like these."""
    inputs = pictures[0].size
    hidden = -(-(parameters - 10) // (inputs + 11))
    return training.mlp([inputs, hidden, 10], rng, first=[Flatten()])


def accuracy_on_fresh_shifts(network, data, test, rng, *, epochs, most=2, learning_rate=0.004, batch_size=32):
    """Train on digits that are shifted anew in every epoch, and note the accuracy on the way.

    Parameters
    ----------
    network : Network
        Changed in place.
    data : tuple (array (N, D), int array (N,))
        Images in rows, and labels.
    test : tuple (array (M, S, S, 1), int array (M,))
        Pictures to test on, and labels.
    rng : numpy.random.Generator
    epochs : int
    most : int
        How far the digits are shifted at most.
    learning_rate : float
        Of Adam.
    batch_size : int

    Returns
    -------
    array (epochs,)
        The accuracy on the test pictures after each epoch.
    """
    optimizer, found = training.Adam(learning_rate), []
    X, y = (part[: few(len(part), 200)] for part in data)
    for _ in range(epochs):
        batches = minibatches(as_pictures(X, most, rng), y, batch_size, rng)
        for _ in training.training_steps(network, batches, optimizer):
            pass
        found.append(training.evaluate(network, *test)["accuracy"])
    return np.array(found)


def right_in_words(shares):
    """The mean share of right answers and, in brackets, that of each seed, as text.

    Examples
    --------
    >>> right_in_words([0.80, 0.86, 0.81])
    '82 % right (80 %, 86 %, 81 %)'
    """
    return f"{100 * np.mean(shares):.0f} % right ({', '.join(f'{100 * share:.0f} %' for share in shares)})"
