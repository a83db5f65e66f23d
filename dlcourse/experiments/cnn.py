"""Lesson 08, cnn: kernels for photographs, digits that are never in the same place, and networks that train on them."""

import numpy as np

from dlcourse.lessons.training import he_init, minibatches
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


VALIDATION = 300  # examples at the end of the training part, on which settings are chosen
GLIDER = np.array([[0, 1, 0], [0, 0, 1], [1, 1, 1]], dtype=float)  # a figure of the Game of Life that walks


def share_right(data, test, *, tuning, epochs, optimizer=training.Adam, batch_size=32, kept=None):
    """What `compare` measures: how much a network reads after a training of some epochs, in percent.

    On the tuning seeds it learns from the training part without its last 300 examples, and is measured on these: so no
    setting is chosen by the test part. On all others it learns from the whole training part.

    Parameters
    ----------
    data, test : tuple (array (N, ...), int array (N,))
        Inputs and labels.
    tuning : sequence of int
        The tuning seeds.
    epochs : int
    optimizer : function
        ``optimizer(learning_rate)``.
    batch_size : int
    kept : dict, optional
        Gets the networks of all other seeds: ``kept[build, seed]``.

    Returns
    -------
    function
        ``measure(build, seed, learning_rate) -> float``, where ``build(rng)`` makes a network.
    """
    (X, y), tuning = data, tuple(tuning)
    learn, choose = (X[:-VALIDATION], y[:-VALIDATION]), (X[-VALIDATION:], y[-VALIDATION:])

    def measure(build, seed, learning_rate):
        (inputs, labels), unseen = (learn, choose) if seed in tuning else (data, test)
        most = few(len(inputs), 200)
        network, rng = build(np.random.default_rng(seed)), np.random.default_rng(seed)
        how = {"optimizer": optimizer(learning_rate), "batch_size": batch_size, "epochs": epochs}
        training.fit(network, inputs[:most], labels[:most], rng=rng, **how)
        if kept is not None and seed not in tuning:
            kept[build, seed] = network
        return 100 * training.evaluate(network, *unseen)["accuracy"]

    return measure


def gradients_on_the_way_back(forward, backward, *, layers, shortcut, seed, times=1.0, maps=8, side=6):
    """How long the gradient is after so many layers back, through convolutions with a ReLU that nobody has trained.

    Parameters
    ----------
    forward, backward : function
        As :func:`conv2d` and :func:`conv2d_backward`.
    layers : int
    shortcut : bool
        Does each layer add what came in to what goes out?
    seed : int
        Of pictures, weights and the gradient that comes in.
    times : float
        The weights are so many times as large as those of `he_init`.
    maps, side : int
        Each layer has so many feature maps of side x side numbers, and kernels of 3 x 3.

    Returns
    -------
    array (layers + 1,)
        1 at the end of the network, then one number for each layer on the way back.
    """
    rng, caches = np.random.default_rng(seed), []
    X = rng.normal(size=(4, side, side, maps))
    for _ in range(layers):
        W = times * he_init(9 * maps, maps, rng).reshape(3, 3, maps, maps)
        Z, cache = forward(X, W, np.zeros(maps), padding=1)
        caches.append((cache, Z > 0))
        X = np.maximum(Z, 0) + shortcut * X
    d_out = rng.normal(size=X.shape)
    lengths = [np.linalg.norm(d_out)]
    for cache, fires in reversed(caches):
        d_out = backward(d_out * fires, cache)[0] + shortcut * d_out
        lengths.append(np.linalg.norm(d_out))
    return np.array(lengths) / lengths[0]


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
