"""Pixels that mislead a reader of digits: by how little, against chance of the same size, and what helps."""

import numpy as np

from dlcourse.data import datasets
from dlcourse.data.stored import measurements
from dlcourse.experiments.vision.scenery import digits_of
from dlcourse.lessons import backprop, forward, vision
from dlcourse.lessons.training import minibatches
from dlcourse.nn.training import Adam, mlp, training_steps

BUDGETS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3)  # of each pixel, from 0 (paper) to 1 (ink)
SIZES = [64, 32, 10]
EPOCHS, BATCH, RATE = 40, 50, 0.005


def digit_gradient(X, y, network):
    """The gradient of the loss by the pixels: in which direction each of them makes the network more wrong.

    Parameters
    ----------
    X : array (N, 64)
    y : int array (N,)
    network : list of (W, b)
        As :func:`dlcourse.data.datasets.digits_network`.

    Returns
    -------
    array (N, 64)
    """
    Z, dense_caches, relu_caches = backprop.mlp_forward(X, network)
    dZ = backprop.softmax_cross_entropy_backward(1.0, (forward.softmax(Z), y))
    for layer in range(len(network) - 1, 0, -1):
        dH, _, _ = backprop.dense_backward(dZ, dense_caches[layer])
        dZ = backprop.relu_backward(dH, relu_caches[layer - 1])
    return backprop.dense_backward(dZ, dense_caches[0])[0]


def attacked(adversarial_step, *, budgets=BUDGETS, network=None, data=None):
    """How many digits a network reads right when their pixels are changed: against it, or by chance.

    Parameters
    ----------
    adversarial_step : function
        The learner's.
    budgets : sequence of float
        By how much each pixel is changed.
    network : list of (W, b), optional
        The network of lesson 00, if left out.
    data : tuple (X, y), optional
        The 500 test digits, if left out.

    Returns
    -------
    dict of str to list of float
        "budget"; "against it", the shares right after the learner's step; "random signs", after steps of the same size
        up or down by chance.
    """
    network = datasets.digits_network() if network is None else network
    X, y = datasets.digits()[2:] if data is None else data
    dX, rng = digit_gradient(X, y, network), np.random.default_rng(0)
    rows = {"budget": list(budgets), "against it": [], "random signs": []}
    for budget in budgets:
        chance = rng.choice([-1.0, 1.0], X.shape)
        for name, direction in (("against it", dX), ("random signs", chance)):
            labels = forward.mlp_forward(adversarial_step(X, direction, budget=budget), network).argmax(axis=1)
            rows[name].append(float(np.mean(labels == y)))
    return rows


def misled(adversarial_step, *, budget=0.1, count=6):
    """Some test digits that the network of lesson 00 reads right, and wrong after the step.

    Returns
    -------
    dict
        "before", "after" (count, 8, 8); "chance", with random signs of the same size; "labels", "read" and
        "read by chance" (count,).
    """
    network = datasets.digits_network()
    X, y = datasets.digits()[2:]
    after = adversarial_step(X, digit_gradient(X, y, network), budget=budget)
    chance = adversarial_step(X, np.random.default_rng(0).choice([-1.0, 1.0], X.shape), budget=budget)
    read = [forward.mlp_forward(each, network).argmax(axis=1) for each in (X, after, chance)]
    places = np.flatnonzero((read[0] == y) & (read[1] != y))
    _, first = np.unique(y[places], return_index=True)  # one of each digit
    places = places[np.sort(first)][:count]
    pictures = [each[places].reshape(-1, 8, 8) for each in (X, after, chance)]
    names = ("before", "after", "chance")
    return dict(zip(names, pictures, strict=True)) | {
        "labels": y[places],
        "read": read[1][places],
        "read by chance": read[2][places],
    }


def trained(way, seed, *, strength=0.0, weight_decay=0.0, epochs=EPOCHS):
    """A network that has learned the training digits in one of three ways: list of (W, b).

    Parameters
    ----------
    way : str
        "plain"; "noise", each batch also with random signs of a size; "adversarial", each batch also with the steps
        that mislead the network as it is.
    seed : int
    strength : float
        Of the noise, or of the steps.
    weight_decay : float
    epochs : int

    Returns
    -------
    list of (W, b)
    """
    X, y = digits_of("train")
    X, rng = X.reshape(len(X), -1), np.random.default_rng(seed)
    network = mlp(SIZES, rng)

    def batches():
        for _ in range(epochs):
            for pixels, labels in minibatches(X, y, BATCH, rng):
                if way == "plain":
                    yield pixels, labels
                    continue
                chance = rng.choice([-1.0, 1.0], pixels.shape)
                direction = chance if way == "noise" else digit_gradient(pixels, labels, as_pairs(network))
                changed = vision.adversarial_step(pixels, direction, budget=strength)
                yield np.concatenate([pixels, changed]), np.concatenate([labels, labels])

    for _ in training_steps(network, batches(), Adam(RATE, weight_decay=weight_decay)):
        pass
    return as_pairs(network)


def as_pairs(network):
    """The weights and biases of a network of dense layers: list of (W, b)."""
    return [(each["W"], each["b"]) for each in network.parameters if each]


def share_right(network, part, budget):
    """How many digits of a part a network reads right after steps against it: a share."""
    X, y = digits_of(part)
    data = X.reshape(len(X), -1), y
    return attacked(vision.adversarial_step, budgets=(budget,), network=network, data=data)["against it"][0]


def stored_defences():
    """What ``scripts/measure_vision.py`` measured of the three ways to train."""
    return measurements("vision_adversary.json")
