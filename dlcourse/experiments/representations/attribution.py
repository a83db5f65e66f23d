"""What maps of importance are worth: how alike two of them are, a network that forgot layers, and pictures uphill."""

import numpy as np

from dlcourse.experiments.representations.network import LAYERS, drawing_cnn, named_parameters, set_parameters
from dlcourse.experiments.representations.world import SIDE

FROM_THE_TOP = ("head", *reversed(LAYERS))  # the order in which layers lose what they have learned


def ranks(maps):
    """The place of each number in its map, from the smallest, 1; equal ones share the mean of their places.

    Parameters
    ----------
    maps : array (N, ...)

    Returns
    -------
    array (N, D)
    """
    found = np.empty((len(maps), maps[0].size))
    for row, numbers in zip(found, maps):
        _, which, counts = np.unique(numbers.ravel(), return_inverse=True, return_counts=True)
        last = np.cumsum(counts)
        row[:] = (last - (counts - 1) / 2)[which.ravel()]
    return found


def likeness(maps, others):
    """How alike maps are in which pixels count more: the rank correlation (Spearman's), the mean over pairs of maps.

    1 if both put their pixels in the same order, 0 if the orders have nothing to do with one another. A map that is the
    same everywhere has no order, and counts as 0.

    Parameters
    ----------
    maps, others : array (N, ...)

    Returns
    -------
    float
    """
    a, b = (found - found.mean(axis=1, keepdims=True) for found in (ranks(maps), ranks(others)))
    lengths = np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))
    return float(np.mean(np.divide((a * b).sum(axis=1), lengths, out=np.zeros(len(a)), where=lengths > 0)))


def forgotten(network, layers, rng):
    """A :func:`drawing_cnn` with the weights of a trained one, but for some layers, drawn anew.

    Parameters
    ----------
    network : Network
        Stays as it is.
    layers : collection of str
        Of ``FROM_THE_TOP``.
    rng : numpy.random.Generator

    Returns
    -------
    Network
    """
    kept, fresh = named_parameters(network), drawing_cnn(rng)
    drawn = named_parameters(fresh)
    return set_parameters(fresh, {key: (drawn if key.split(".")[0] in layers else kept)[key] for key in kept})


def after_forgetting(maps, network, seeds):
    """How alike maps are to those of the trained network, as layer after layer forgets, from the top.

    Parameters
    ----------
    maps : function
        ``maps(network) -> dict of str to array (N, H, L)``: kinds of maps of the same N pictures.
    network : Network
        A trained :func:`drawing_cnn`.
    seeds : sequence of int
        Of the random weights.

    Returns
    -------
    tuple (dict of str to array (seeds, layers), dict of str to float)
        For each kind the likeness after each of ``FROM_THE_TOP``, and that of maps of two different pictures.
    """
    trained = maps(network)
    found = {name: np.zeros((len(seeds), len(FROM_THE_TOP))) for name in trained}
    for row, seed in enumerate(seeds):
        for n in range(len(FROM_THE_TOP)):
            empty = maps(forgotten(network, FROM_THE_TOP[: n + 1], np.random.default_rng(seed)))
            for name, one in empty.items():
                found[name][row, n] = likeness(trained[name], one)
    return found, {name: likeness(one, np.roll(one, 1, axis=0)) for name, one in trained.items()}


def uphill(network, units, step, rng, *, steps, side=SIDE, layer=None, **how):
    """Pictures that make units answer more and more, each begun from grey noise.

    Parameters
    ----------
    network : Network
    units : list of int
        One picture for each: the number of a unit, or of a class.
    step : function
        ``step(X, dX, **how) -> X``, of one picture, as the learner's activation_maximization_step.
    rng : numpy.random.Generator
        Draws the noise.
    steps : int
    side : int
        Pixels of a picture; for the maps of a convolution, those that one place sees.
    layer : int, optional
        Only so many layers are passed; all if left out.
    **how
        For `step`.

    Returns
    -------
    tuple (array (N, side, side, 1), array (steps + 1, N))
        The pictures, and the answers before and after each step.
    """
    layers, each = network.layers[:layer], np.arange(len(units))
    X = np.clip(0.3 + 0.1 * rng.normal(size=(1, side, side, 1)), 0, 1).repeat(len(units), axis=0)
    told = []
    for made in range(steps + 1):
        out, caches = X, []
        for one in layers:
            out, cache = one.forward(out)
            caches.append(cache)
        flat = out.reshape(len(X), -1)
        told.append(flat[each, units])
        if made == steps:
            return X, np.array(told)
        d = np.zeros_like(flat)
        d[each, units] = 1
        d = d.reshape(out.shape)
        for one, cache in zip(reversed(layers), reversed(caches)):
            d, _ = one.backward(d, cache)
        X = np.stack([step(x, dx, **how) for x, dx in zip(X, d)])


def ink_of_wishes(detectors, step, **how):
    """How dark the corner of the stamp is in the pictures that detectors ask for, as a multiple of the mean ink.

    Parameters
    ----------
    detectors : sequence of Network
        Of toy horses: class 1.
    step, **how
        As of :func:`uphill`.

    Returns
    -------
    list of float
        For each, the mean of the last six rows and first six columns over the mean of the picture.
    """
    wishes = [uphill(network, [1], step, np.random.default_rng(0), **how)[0][0] for network in detectors]
    return [float(wish[22:, :6].mean() / wish.mean()) for wish in wishes]
