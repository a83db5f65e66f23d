"""New objects from a few labelled drawings: by features that a network has learned elsewhere, and by pixels."""

from functools import cache

import numpy as np

from dlcourse.experiments.representations import NEW_OBJECTS, activations, drawing_cnn, drawing_network, drawings
from dlcourse.experiments.representations.world import NOISE
from dlcourse.experiments.transfer import tuning
from dlcourse.experiments.transfer.digits import HALF, halves
from dlcourse.nn.regularization import BatchNorm
from dlcourse.nn.training import Adam, fit, mlp

LABELS = tuning.LABELS  # of each object
NEW = 1200  # drawings of the new objects
HIDDEN = (32, 16)  # neurons of the two layers of a body with batch normalisation


@cache
def new_drawings():
    """Drawings of the four objects that the network of lesson 09 has never seen: Drawings."""
    return drawings(NEW, np.random.default_rng(3), objects=NEW_OBJECTS)


def drawing_features(X):
    """What the body of the network of lesson 09 makes of sheets (N, 28, 28, 1): a table (N, 32)."""
    return activations(drawing_network(), X)["dense"]


def untrained_features(X):
    """What the body of a network with the same layers makes of sheets, if nobody has trained it: a table (N, 32)."""
    return activations(drawing_cnn(np.random.default_rng(0)), X)["dense"]


def tables(X):
    """The same sheets (N, 28, 28, 1) as rows of features, and as rows of pixels: dict of names."""
    return {"features": drawing_features(X), "pixels": X.reshape(len(X), -1)}


def named_right(few_shot_split, prototype_scores, F, y, labels, seeds):
    """How many drawings the nearest prototype names right, in percent, for each of several draws of the few.

    Parameters
    ----------
    few_shot_split, prototype_scores : function
        Perhaps the learner's.
    F : array (N, D)
        Features or pixels.
    y : int array (N,)
    labels : int
        Labelled drawings of each object.
    seeds : sequence of int

    Returns
    -------
    list of float
    """
    found, classes = [], int(y.max()) + 1
    for seed in seeds:
        chosen, rest = few_shot_split(y, per_class=labels, rng=np.random.default_rng(seed))
        scores = prototype_scores(F[rest], few=F[chosen], labels=y[chosen], classes=classes)
        found.append(100 * float(np.mean(scores.argmax(axis=1) == y[rest])))
    return found


def scans(sheets, times, rng):
    """Sheets with new objects, each scanned several times: the drawing stays, the noise is another.

    Parameters
    ----------
    sheets, times : int
    rng : numpy.random.Generator

    Returns
    -------
    tuple (array (sheets times, 28, 28, 1), int array (sheets times,), int array (sheets times,))
        The scans, what each shows, and from which sheet it comes.
    """
    drawn = drawings(sheets, rng, objects=NEW_OBJECTS, noise=0.0)
    X, sheet = np.repeat(drawn.X, times, axis=0), np.repeat(np.arange(sheets), times)
    return X + NOISE * rng.normal(size=X.shape), drawn.y[sheet], sheet


def normalised_body(seed, epochs=6):
    """The body of a network with batch normalisation, trained to tell the digits 0 to 4 apart.

    Parameters
    ----------
    seed : int
    epochs : int

    Returns
    -------
    list of dict of str to array
        For each layer "W", "b", "gamma", "beta", and "mean" and "variance", its running statistics.
    """
    X, y, _ = halves()
    rng = np.random.default_rng(seed)
    network = mlp([64, *HIDDEN, HALF], rng, before_relu=lambda neurons, _: BatchNorm(neurons))
    fit(network, X, y, optimizer=Adam(0.01), batch_size=32, epochs=epochs, rng=rng)
    body, layers = [], iter(network.layers)
    for _ in HIDDEN:
        dense, norm, _ = next(layers), next(layers), next(layers)
        mean, variance = norm.running
        body.append(dense.parameters | norm.parameters | {"mean": mean, "variance": variance})
    return body


def by_the_batch(X, body, epsilon=1e-5):
    """Features as they come out if each batch is normalised by itself, as in training: for comparison."""
    for layer in body:
        Z = X @ layer["W"] + layer["b"]
        Z = (Z - Z.mean(axis=0)) / np.sqrt(Z.var(axis=0) + epsilon)
        X = np.maximum(layer["gamma"] * Z + layer["beta"], 0)
    return X
