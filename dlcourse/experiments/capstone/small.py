"""A network made small: weights of eight bits, weights that are 0, and how many bytes they take."""

import numpy as np

LAYERS = ("conv1", "conv2", "hidden", "out")


def packed(layers, names, eight_bits):
    """Layers as `capstone.forward` takes them: for each its codes, scales and biases, under its name.

    Parameters
    ----------
    layers : list of (W, b)
    names : list of str
        A name for each.
    eight_bits : function
        ``eight_bits(W) -> (codes, scale)``.

    Returns
    -------
    dict of str to array
        As "hidden.codes" (int8), "hidden.scale" and "hidden.b" (float32 each).
    """
    weights = {}
    for name, (W, b) in zip(names, layers, strict=True):
        codes, scale = eight_bits(W)
        weights[f"{name}.codes"] = np.asarray(codes)
        weights[f"{name}.scale"] = np.asarray(scale, dtype=np.float32)
        weights[f"{name}.b"] = np.asarray(b, dtype=np.float32)
    return weights


def pruned(layers, share):
    """Layers in which the smallest weights of each, in size, are 0: so large a share of them; biases stay."""
    found = []
    for W, b in layers:
        order = np.abs(W).ravel().argsort(kind="stable")
        kept = W.ravel().copy()
        kept[order[: round(share * W.size)]] = 0
        found.append((kept.reshape(W.shape), b))
    return found
