"""What the hidden units of an autoencoder look at: copying, mending, and being seldom active."""

import numpy as np

from dlcourse.experiments.autoencoder.reconstruction import Tied, digit_parts, error, falling_adam, squared_error
from dlcourse.lessons import autoencoder
from dlcourse.nn.training import Network, training_steps
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

HIDDEN, BATCH, STEPS = 64, 64, 1200
RATE = 0.03  # of Adam: of 0.003, 0.01, 0.03 and 0.1 the best for the holes of validation pictures
COUNT = 16  # pixels that are erased, of 64
TARGET, WEIGHT = 0.05, 0.1  # of the sparse one: in how many examples a unit shall be active, and what it counts
WINDOW, SIDE = 3, 8  # pixels


def learn_features(forward, backward, *, corrupt=None, penalty=None, seed=0, rate=RATE):
    """A tied autoencoder of as many hidden units as there are pixels, trained on digits.

    Parameters
    ----------
    forward, backward : function
        The passes.
    corrupt : function, optional
        Erases pixels of what goes in, as :func:`dlcourse.lessons.autoencoder.corrupt`; what shall come out is whole.
    penalty : function, optional
        Makes units that are often active cost something, as ``sparsity_penalty`` there.
    seed : int
    rate : float

    Returns
    -------
    Tied
        The trained layer.
    """
    rng, (X, _) = np.random.default_rng(seed), digit_parts()["learn"]
    price = _weighted(at_pace(penalty, autoencoder.sparsity_penalty)) if penalty else None
    layer = Tied(forward, backward, X.shape[1], HIDDEN, rng, penalty=price)
    erase = at_pace(corrupt, autoencoder.corrupt) if corrupt else None
    batches = _batches(X, rng, few(STEPS), erase)
    for _ in training_steps(Network([layer]), batches, falling_adam(rate, STEPS), loss=squared_error):
        pass
    return layer


def _weighted(penalty):
    def price(H):
        cost, dH = penalty(H, target=TARGET)
        return WEIGHT * cost, WEIGHT * dH

    return price


def _batches(X, rng, steps, erase):
    for _ in range(steps):
        whole = X[rng.integers(len(X), size=BATCH)]
        yield (erase(whole, count=COUNT, rng=rng) if erase else whole), whole


def local_share(W):
    """How much of each feature lies in one place: the largest share of its squares within a window of 3 x 3 pixels.

    Parameters
    ----------
    W : array (64, M)

    Returns
    -------
    array (M,)
        9/64 if all pixels count alike, 1 if the feature looks at this window only.
    """
    squares = (W.T**2).reshape(-1, SIDE, SIDE)
    places = range(SIDE - WINDOW + 1)
    windows = [squares[:, i : i + WINDOW, j : j + WINDOW].sum(axis=(1, 2)) for i in places for j in places]
    return np.max(windows, axis=0) / squares.sum(axis=(1, 2))


def erased_test(corrupt, seed=99):
    """Test pictures with holes: (holed, whole, where they are erased), arrays (500, 64), the last of True and False."""
    whole = digit_parts()["test"][0]
    gone = corrupt(np.ones_like(whole), count=COUNT, rng=np.random.default_rng(seed)) == 0
    return np.where(gone, 0.0, whole), whole, gone


def looks(layer, test):
    """Four numbers of a trained autoencoder.

    Parameters
    ----------
    layer : Tied
    test : tuple
        As of :func:`erased_test`.

    Returns
    -------
    dict of str to float
        "error" on whole pictures; "active", the mean of the hidden units in percent; "in one place", the median
        of :func:`local_share` in percent; "holes", the mean squared error of an erased pixel.
    """
    holed, whole, _ = test
    rebuilt, cache = layer.forward(whole)
    return {
        "error": error(rebuilt, whole),
        "active": 100 * float(np.mean(cache[1])),
        "in one place": 100 * float(np.median(local_share(layer.parameters["W"]))),
        "holes": hole_error(layer.forward(holed)[0], test),
    }


def looks_told(layers, test):
    """The medians of what :func:`looks` finds in several trained autoencoders, as a line of text."""
    found = [looks(layer, test) for layer in layers]
    middle = {name: np.median([each[name] for each in found]) for name in found[0]}
    return (
        f"error {middle['error']:.2f}, mean activity {middle['active']:2.0f} %, "
        f"in one place {middle['in one place']:.0f} %, error in holes {middle['holes']:.2f}"
    )


def hole_error(filled, test):
    """The mean squared error of the erased pixels only."""
    _, whole, gone = test
    return float(np.mean((filled - whole)[gone] ** 2))


def other_fillings(test):
    """What simpler ways make of the holes: dict of name to the mean squared error of an erased pixel.

    The mean of the neighbours is told which pixels are erased; the others are not.
    """
    holed, _, gone = test
    X, rng = digit_parts()["learn"][0], np.random.default_rng(0)
    many = np.concatenate([X] * 10)
    torn = autoencoder.corrupt(many, count=COUNT, rng=rng)
    weights = np.linalg.lstsq(_with_ones(torn), many, rcond=None)[0]
    return {
        "left as paper": hole_error(holed, test),
        "mean of the neighbours": hole_error(neighbours_mean(holed, gone), test),
        "best linear map": hole_error(_with_ones(holed) @ weights, test),
    }


def _with_ones(X):
    return np.column_stack([X, np.ones(len(X))])


def neighbours_mean(holed, gone):
    """For each pixel the mean of those of its eight neighbours that are not erased; 0 where all are."""
    pictures, known = (np.pad(table.reshape(-1, SIDE, SIDE), ((0, 0), (1, 1), (1, 1))).astype(float)
                       for table in (np.where(gone, 0, holed), ~gone))  # fmt: skip
    around = [(i, j) for i in range(3) for j in range(3) if (i, j) != (1, 1)]
    total, count = (sum(table[:, i : i + SIDE, j : j + SIDE] for i, j in around) for table in (pictures, known))
    return (total / np.maximum(count, 1)).reshape(len(holed), -1)
