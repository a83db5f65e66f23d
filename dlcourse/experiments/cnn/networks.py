"""Networks that train on shifted digits, what they read, and what that costs."""

import numpy as np

from dlcourse.experiments.cnn.pictures import as_pictures
from dlcourse.lessons.training import he_init, minibatches
from dlcourse.nn import training
from dlcourse.nn.cnn import Conv2d, Flatten, MaxPool2d
from dlcourse.nn.training.budget import few

VALIDATION = 300  # examples at the end of the training part, on which settings are chosen


def small_cnn(rng, *, side=12, normalise=None, head=None):
    """Two stages of convolution, ReLU and pooling, and a dense layer, for pictures (N, side, side, 1).

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the first weights.
    side : int
    normalise : function, optional
        ``normalise(maps)`` makes a layer that comes right after each convolution.
    head : list of Layer, optional
        What comes after the last ReLU, with 16 maps; the second pooling and the dense layer if left out.

    Returns
    -------
    Network
    """
    layers = []
    for channels, maps in ((1, 8), (8, 16)):
        layers += [Conv2d(channels, maps, 3, rng, padding=1), *([normalise(maps)] if normalise else [])]
        layers += [training.ReLU(), MaxPool2d(2)]
    if head is None:
        head = [layers[-1], Flatten(), training.Dense(16 * (side // 4) ** 2, 10, rng)]
    return training.Network([*layers[:-1], *head])


def mlp_of_size(pictures, parameters, rng):
    """A network with one hidden dense layer that has at least so many parameters, for pictures like these."""
    inputs = pictures[0].size
    hidden = -(-(parameters - 10) // (inputs + 11))
    return training.mlp([inputs, hidden, 10], rng, first=[Flatten()])


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


def right_when_moved(networks, test, pixels):
    """The median share that some networks read, in percent, of pictures that are moved to the right.

    Parameters
    ----------
    networks : list of Network
    test : tuple (array (N, S, S, 1), int array (N,))
        Pictures with room to move, and labels.
    pixels : int

    Returns
    -------
    float
    """
    moved = np.roll(test[0], pixels, axis=2)
    return 100 * float(np.median([training.evaluate(network, moved, test[1])["accuracy"] for network in networks]))


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


def prices(curves, marks, work):
    """What one percent of accuracy cost, for each part of the way and each seed.

    Parameters
    ----------
    curves : array (seeds, epochs)
        The accuracy after each epoch.
    marks : sequence of float
        Accuracies in percent, rising; the way begins at 0.
    work : float
        Of one epoch.

    Returns
    -------
    array (marks, seeds)
        Work for each percent up to a mark, from the first epoch that reached the mark before; infinite if none did.

    Examples
    --------
    >>> prices(np.array([[0.5, 0.8, 0.85, 0.9]]), (50, 90), 100.0)  # one epoch for 50 percents, three for 40
    array([[2. ],
           [7.5]])
    """
    first, before = [np.zeros(len(curves))], (0, *marks)
    for mark in marks:
        reached = curves >= mark / 100
        first.append(np.where(reached.any(axis=1), 1.0 + np.argmax(reached, axis=1), np.inf))
    with np.errstate(invalid="ignore"):  # of infinity minus infinity
        epochs = [np.where(np.isinf(b), np.inf, b - a) for a, b in zip(first, first[1:])]
    return np.array([work * each / (mark - low) for each, low, mark in zip(epochs, before, marks)])


def price_in_words(price):
    """What one percent cost, in millions of products, for several seeds, as text.

    Examples
    --------
    >>> price_in_words(np.array([8.2, 9.6, 8.4]))
    '8 million products for each percent (from 8 to 10, 3 seeds)'
    >>> price_in_words(np.array([np.inf, np.inf, 9.6]))
    'reached on 1 of 3 seeds'
    """
    reached = int(np.isfinite(price).sum())
    if reached < len(price):
        return f"reached on {reached} of {len(price)} seeds"
    each = f"{np.median(price):.0f} million products for each percent"
    return f"{each} (from {price.min():.0f} to {price.max():.0f}, {len(price)} seeds)"


def right_in_words(shares):
    """The mean share of right answers and, in brackets, that of each seed, as text.

    Examples
    --------
    >>> right_in_words([0.80, 0.86, 0.81])
    '82 % right (80 %, 86 %, 81 %)'
    """
    return f"{100 * np.mean(shares):.0f} % right ({', '.join(f'{100 * share:.0f} %' for share in shares)})"


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
