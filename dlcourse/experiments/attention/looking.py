"""Which head does what: where it looks, in numbers, and what is left of the network without it."""

import numpy as np

from dlcourse.experiments.attention.induction import LENGTH, known, rows_of
from dlcourse.nn.attention import MultiHeadAttention, Residual
from dlcourse.nn.rnn import SequenceNetwork


def attention_layers(network):
    """The layers of attention of a network made by :func:`attention_only`, the first one first."""
    return [layer.layers[0] for layer in network.layers if isinstance(layer, Residual)]


def looks(network, rows):
    """How much each step looks at each: a list with an array (N, heads, T, T) for each layer of attention."""
    X, found = rows, []
    for layer in network.layers:
        X, cache = layer.forward(X)
        if isinstance(layer, Residual):
            found.append(layer.layers[0].weights(cache[0]))
    return found


def on_previous(A):
    """The mean weight on the sign before, over all steps that have one: array (heads,), of A (N, heads, T, T)."""
    return np.diagonal(A, -1, axis1=2, axis2=3).mean(axis=(0, 2))


def stripes(periods):
    """Where the sign stands that came after the same sign before: array of bool (N, 47, 47).

    In a block of P signs, step t finds its own sign at t - P, t - 2 P and so on, and what came next one step later.
    """
    t = np.arange(LENGTH - 1)
    back = t[:, None] - t + 1  # of what came next after the sign so many steps ago
    return (back > 0) & (back % np.asarray(periods)[:, None, None] == 0)


def on_stripes(A, periods):
    """The mean weight on what came after the same sign before, over all steps whose sign was there: array (heads,)."""
    there = stripes(periods)
    return (A * there[:, None]).sum(axis=3).swapaxes(0, 1)[:, there.any(axis=2)].mean(axis=1)


def scores(network, part="result", count=51):
    """For each layer and head, the percent of its weight on the sign before and on what came after the same sign.

    Returns
    -------
    list of dict of str to array (heads,)
    """
    rows, periods = rows_of(part, count)
    found = looks(network, rows[:, :-1])
    return [{"previous": 100 * on_previous(A), "stripe": 100 * on_stripes(A, periods)} for A in found]


class _WithoutHead(MultiHeadAttention):
    """A layer of attention in which one head says nothing: zeros, or what it says on average at this place."""

    def __init__(self, layer, head, instead):
        self.layer, self.head, self.instead, self.parameters = layer, head, instead, layer.parameters

    def forward(self, X, training=False):
        out, cache = self.layer.forward(X, training)
        C, d = cache[1].copy(), X.shape[2] // self.layer.heads
        columns = C[:, :, self.head * d : (self.head + 1) * d]
        columns[...] = columns.mean(axis=0) if self.instead == "mean" else 0.0
        return C @ self.parameters["W_o"], cache


def without(network, layer, head=0, *, instead="zero"):
    """The same network with one head cut: what it has found is left out.

    Parameters
    ----------
    network : SequenceNetwork
        As of :func:`attention_only`; it stays as it is, and shares its parameters.
    layer, head : int
        Which head of which layer of attention, from 0 on.
    instead : "zero" or "mean"
        What stands there instead: zeros, or the mean of what the head found at this place, over all rows.

    Returns
    -------
    SequenceNetwork
    """
    cut, layers = attention_layers(network)[layer], []
    for each in network.layers:
        is_cut = isinstance(each, Residual) and each.layers[0] is cut
        layers.append(Residual([_WithoutHead(cut, head, instead)]) if is_cut else each)
    return SequenceNetwork(layers)
