"""A network made small: weights of eight bits, weights that are 0, and how many bytes they take."""

import functools

import numpy as np

from dlcourse.experiments.timing import shortest
from dlcourse.nn.training import Network
from dlcourse.nn.training.budget import few

LAYERS = ("conv1", "conv2", "hidden", "out")


def packed(layers, names, eight_bits):
    """Layers as `capstone.forward` takes them: for each its codes, scales and biases, under its name.

    Parameters
    ----------
    layers : list of (W, b), or Network
        What `train` gives, or `fit`.
    names : list of str
        A name for each layer that has weights.
    eight_bits : function
        ``eight_bits(W) -> (codes, scale)``.

    Returns
    -------
    dict of str to array
        As "hidden.codes" (int8), "hidden.scale" and "hidden.b" (float32 each).
    """
    weights = {}
    for name, (W, b) in zip(names, weights_of(layers) if isinstance(layers, Network) else layers, strict=True):
        codes, scale = eight_bits(W)
        weights[f"{name}.codes"] = np.asarray(codes)
        weights[f"{name}.scale"] = np.asarray(scale, dtype=np.float32)
        weights[f"{name}.b"] = np.asarray(b, dtype=np.float32)
    return weights


def weights_of(network):
    """The weights and biases of those layers of a Network that have any: list of (W, b), themselves and no copies."""
    return [(layer.parameters["W"], layer.parameters["b"]) for layer in network.layers if layer.parameters]


def pruned(layers, share):
    """Layers in which the smallest weights of each, in size, are 0: so large a share of them; biases stay."""
    found = []
    for W, b in layers:
        order = np.abs(W).ravel().argsort(kind="stable")
        kept = W.ravel().copy()
        kept[order[: round(share * W.size)]] = 0
        found.append((kept.reshape(W.shape), b))
    return found


def saves_time(forward, weights, *, share):
    """Whether a forward pass is twice as fast or faster with small weights than with weights of 64 bits.

    Parameters
    ----------
    forward : function
        ``forward(weights, X) -> scores``.
    weights : dict of str to array
        With the names that :func:`packed` gives.
    share : float
        So large a share of the codes, the smallest in size, are 0 in "zeros".

    Returns
    -------
    dict of str to bool
        For "eight bits" and "zeros".
    """
    codes = [name for name in weights if name.endswith(".codes")]
    cut = pruned([(weights[name], None) for name in codes], share)
    zeros = weights | {name: W for name, (W, _) in zip(codes, cut, strict=True)}
    exact = weights | {name: weights[name].astype(float) for name in codes}
    X = np.zeros((few(200, 2), 12, 12))
    calls = {"": exact, "eight bits": weights, "zeros": zeros}
    seconds = shortest({name: functools.partial(forward, each, X) for name, each in calls.items()})
    return {name: bool(2 * taken < seconds[""]) for name, taken in seconds.items() if name}
