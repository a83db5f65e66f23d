"""Lesson 07, regularization: trainings on few digits with one of the lesson's tools, with several seeds."""

import numpy as np

from dlcourse.lessons.training import accuracy, minibatches
from dlcourse.nn import training
from dlcourse.nn.regularization import BatchNorm, Dropout, soft_cross_entropy
from dlcourse.nn.training.budget import few_of

VALIDATION = 500  # digits that judge: each counts 0.2 points
WRONG = 0.2  # the share of wrong labels


def train(network, X, Y, *, epochs, rng, learning_rate=0.02, batch_size=20, penalty=None, change=None):
    """Train a network with momentum 0.9 and the tools of this lesson.

    Parameters
    ----------
    network : Network
        Changed in place.
    X, Y : array (N, D), array (N, C)
        Examples, and targets that are probabilities.
    epochs : int
        How many times to go through the examples.
    rng : numpy.random.Generator
        Shuffles the examples, and is handed to `change`.
    learning_rate : float
    batch_size : int
    penalty : function, optional
        ``penalty(parameters) -> (penalty, gradients)``, to be added to the loss.
    change : function, optional
        ``change(X, Y, rng) -> (X, Y)``: what is done to each batch, as with :func:`mixup`.

    Returns
    -------
    list of float
        The mean loss of each epoch's batches, without the penalty.
    """

    def gradients(X, Y):
        loss, found = network.loss_and_gradients(X, Y, soft_cross_entropy)
        return loss, _with_penalty(network, found, penalty) if penalty else found

    optimizer, history = training.SGD(learning_rate, momentum=0.9), []
    for _ in range(epochs):
        batches = few_of(minibatches(X, Y, batch_size, rng))
        if change is not None:
            batches = (change(*batch, rng) for batch in batches)
        losses = list(training.training_steps(network, batches, optimizer, gradients=gradients))
        history.append(float(np.mean(losses)))
    return history


def _with_penalty(network, gradients, penalty):
    """The gradients of a network with those of the penalty on its dense layers added."""
    dense = [number for number, parameters in enumerate(network.parameters) if "W" in parameters]
    _, more = penalty([(network.parameters[number]["W"], network.parameters[number]["b"]) for number in dense])
    total = list(gradients)
    for number, (dW, db) in zip(dense, more):
        total[number] = {"W": gradients[number]["W"] + dW, "b": gradients[number]["b"] + db}
    return total


def few_digits(digits, count, wrong, rng):
    """A small training set, drawn at random, of which a share has a wrong label, and a validation part beside it.

    Parameters
    ----------
    digits : tuple (X, y, ...)
        As from ``datasets.digits``; only the first two, the training data, are looked at.
    count : int
        How many to learn from.
    wrong : float
        The chance of each of their labels to be replaced by another one.
    rng : numpy.random.Generator

    Returns
    -------
    tuple (array (count, D), int array (count,), array (V, D), int array (V,))
        The examples and their labels, as somebody careless wrote them down; 500 others (or all there are) for
        validation, with right labels.
    """
    X, y = digits[:2]
    order = rng.permutation(len(X))
    chosen, others = order[:count], order[count : count + VALIDATION]
    slips = np.where(rng.random(count) < wrong, rng.integers(1, 10, count), 0)
    return X[chosen], (y[chosen] + slips) % 10, X[others], y[others]


def trial(digits, seed, *, wrong=0.0, count=200, epochs=30, hidden=256, layer=None, targets=None, versions=(),
          on="validation", **how):  # fmt: skip
    """Train one network on few digits, and see how much of it holds for others.

    Parameters
    ----------
    digits : tuple (X_train, y_train, X_test, y_test)
        As from ``datasets.digits``.
    seed : int
        Decides which digits are drawn, the first weights, and all that is random in training.
    wrong : float
        The share of training labels that are wrong.
    count, epochs, hidden : int
        The number of training digits, of epochs, and of hidden neurons.
    layer : function, optional
        ``layer(neurons, rng) -> Layer``, what to put between the hidden dense layer and its ReLU.
    targets : function, optional
        ``targets(y) -> Y``; 1 for the label and 0 for the rest if left out.
    versions : sequence of functions
        ``version(X, Y, rng) -> (X, Y)``, as `change` of :func:`train`: what else to do to the other digits before the
        network reads them, the same for every network.
    on : "validation" or "test"
        Which others: 500 more of the training data, or the test set, which is for the very end.
    **how
        For :func:`train`.

    Returns
    -------
    array (2 + number of versions,)
        The accuracy on the training digits (by the labels it was given), on the others, and on each version of them.

    Raises
    ------
    ValueError
        If `on` is something else.
    """
    if on not in ("validation", "test"):
        raise ValueError(f'on is {on!r}: want "validation" or "test"')
    rng = np.random.default_rng(seed)
    X, y, X_other, y_other = few_digits(digits, count, wrong, rng)
    if on == "test":
        X_other, y_other = digits[2:]
    network = training.mlp([X.shape[1], hidden, 10], rng, before_relu=layer)
    Y = np.eye(10)[y] if targets is None else targets(y)
    train(network, X, Y, epochs=epochs, rng=rng, **how)
    pairs = [(X, y), (X_other, y_other), *((_changed(version, X_other), y_other) for version in versions)]
    return np.array([accuracy(network.outputs(images).argmax(axis=1), labels) for images, labels in pairs])


def _changed(version, X):
    """Some rows of pixels, changed at random, but always in the same way."""
    return version(X, None, np.random.default_rng(1))[0]


def trials(digits, seeds, **recipe):
    """The same recipe with several seeds, on clean labels and on labels of which every fifth is wrong.

    Parameters
    ----------
    digits : tuple
        As from ``datasets.digits``.
    seeds : iterable of int
    **recipe
        For :func:`trial`.

    Returns
    -------
    array (2, seeds, 2)
        For clean and for wrong labels, for each seed: the accuracy on the training digits and on the others.
    """
    found = [[trial(digits, seed, wrong=wrong, **recipe) for wrong in (0.0, WRONG)] for seed in seeds]
    return np.swapaxes(found, 0, 1)


def misread(digits, **settings):
    """Measure how many validation digits are misread after training with a recipe, if every fifth label was wrong.

    Parameters
    ----------
    digits : tuple
        As from ``datasets.digits``.
    **settings
        For :func:`trial`, the same for all recipes.

    Returns
    -------
    function
        ``measure(recipe, seed, **strength) -> float``, in percent, where ``recipe(**strength)`` is a dict for
        :func:`trial`: what :func:`dlcourse.experiments.comparison.compare` takes.
    """

    def measure(recipe, seed, **strength):
        found = trial(digits, seed, **{"wrong": WRONG, **settings, **recipe(**strength)})
        return round(100 * (1 - float(found[1])), 6)

    return measure


def knobs(l2_penalty, dropout_forward, dropout_backward, batchnorm_forward, batchnorm_backward):
    """The tools that the lesson compares, and the settings that are tried for each.

    Parameters
    ----------
    l2_penalty, dropout_forward, dropout_backward, batchnorm_forward, batchnorm_backward : function
        What to calculate with.

    Returns
    -------
    tuple (dict, dict, dict)
        The sides, for :func:`misread`; seven settings for each that has a knob; and why the others have none.
    """

    def silent(rate):
        return lambda neurons, rng: Dropout(rate, rng, forward=dropout_forward, backward=dropout_backward)

    def normalised(neurons, rng):
        return BatchNorm(neurons, forward=batchnorm_forward, backward=batchnorm_backward)

    sides = {
        "nothing": lambda: {},
        "batch norm": lambda: {"layer": normalised},
        "stop early": lambda epochs: {"epochs": epochs},
        "L2 penalty": lambda strength: {"penalty": lambda parameters: l2_penalty(parameters, strength)},
        "dropout": lambda rate: {"layer": silent(rate)},
    }
    ranges = {
        "nothing": {},
        "batch norm": {},
        "stop early": {"epochs": [2, 4, 6, 8, 12, 16, 20]},
        "L2 penalty": {"strength": [0.003, 0.006, 0.01, 0.02, 0.03, 0.05, 0.1]},
        "dropout": {"rate": [0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]},
    }
    return sides, ranges, {"nothing": "no knob", "batch norm": "no knob"}
