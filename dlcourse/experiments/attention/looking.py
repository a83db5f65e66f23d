"""Which head does what: where it looks, in numbers, and what is left of the network without it."""

import numpy as np

from dlcourse.experiments.attention.induction import LENGTH, rows_of, share_known
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


def on_previous(A, periods):
    """The mean weight on the sign before, over the steps of the first block, which are looked up later: array (heads,).

    A: array (N, heads, T, T); periods: int array (N,)
    """
    back = np.diagonal(A, -1, axis1=2, axis2=3).swapaxes(0, 1)  # (heads, N, T - 1), of the steps 1, 2, ...
    return back[:, np.arange(1, A.shape[2]) < np.asarray(periods)[:, None]].mean(axis=1)


def same_signs(periods, after=0):
    """Where the same sign stood before, or what came so many steps after it: array of bool (N, 47, 47).

    In a block of P signs, step t finds its own sign at t - P, t - 2 P and so on.
    """
    t = np.arange(LENGTH - 1)
    back = t[:, None] - t + after
    return (back > after) & (back % np.asarray(periods)[:, None, None] == 0) & (t >= after)


def stripes(periods):
    """Where the sign stands that came after the same sign before: array of bool (N, 47, 47)."""
    return same_signs(periods, after=1)


def on_places(A, there):
    """The mean weight on some places, over all steps for which there are any: array (heads,)."""
    return (A * there[:, None]).sum(axis=3).swapaxes(0, 1)[:, there.any(axis=2)].mean(axis=1)


def scores(network, part="result", count=51):
    """Where the heads of each layer look, in percent of their weight.

    Returns
    -------
    list of dict of str to array (heads,)
        For each layer: "previous", on the sign before, in the first block; "same", on the same sign at an earlier
        place, and "stripe", on what came after the same sign, both where it has been there before.
    """
    rows, periods = rows_of(part, count)
    same, stripe = same_signs(periods), stripes(periods)
    return [
        {
            "previous": 100 * on_previous(A, periods),
            "same": 100 * on_places(A, same),
            "stripe": 100 * on_places(A, stripe),
        }
        for A in looks(network, rows[:, :-1])
    ]


class _Changed(MultiHeadAttention):
    """A layer of attention in which what the heads have found is changed: ``change(C, A) -> C``."""

    def __init__(self, layer, change):
        self.layer, self.change, self.parameters = layer, change, layer.parameters

    def forward(self, X, training=False):
        _, cache = self.layer.forward(X, training)
        return self.change(cache[1].copy(), self.layer.weights(cache)) @ self.parameters["W_o"], cache


def _with(network, changed, change):
    """The network with another layer in the place of one layer of attention."""
    layers = []
    for each in network.layers:
        is_changed = isinstance(each, Residual) and each.layers[0] is changed
        layers.append(Residual([_Changed(changed, change)]) if is_changed else each)
    return SequenceNetwork(layers)


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
    cut = attention_layers(network)[layer]

    def change(C, A):
        d = C.shape[2] // cut.heads
        columns = C[:, :, head * d : (head + 1) * d]
        columns[...] = columns.mean(axis=0) if instead == "mean" else 0.0
        return C

    return _with(network, cut, change)


def without_places(network):
    """The same network of one head a layer, in which layer 1 fetches signs, but not at which places they stand.

    It looks where it always does. In the values that it fetches, the mean over all places stands for each place.
    """
    first = attention_layers(network)[0]
    table = network.layers[1].table  # the places, which are added to the signs

    def change(C, A):
        T = C.shape[1]
        return C - A[:, 0] @ ((table - table.mean(axis=0))[:T] @ first.parameters["W_v"])

    return _with(network, first, change)


class Watch:
    """Looks at a network of two layers while it learns, every so many steps: hand it to :func:`learn`.

    Attributes
    ----------
    steps : list of int
        When it has looked.
    percents : dict of str to list of float
        Of each layer's first head the weight on its place, and of the known signs those named right, each time.
    """

    def __init__(self, every=25, count=34):
        self.every, self.count, self.steps = every, count, []
        self.percents = {"layer 1: on the sign before": [], "layer 2: on the stripe": [], "known signs right": []}

    def __call__(self, step, network):
        if step % self.every == 0:
            first, second = scores(network, count=self.count)
            found = first["previous"][0], second["stripe"][0], share_known(network, count=self.count)
            self.steps.append(step)
            for values, value in zip(self.percents.values(), found, strict=True):
                values.append(float(value))


def maps(network, row=4):
    """Where the first head of each layer looks, in one unseen row: a list of arrays (47, 47)."""
    rows, _ = rows_of("result", 17)
    return [A[0, 0] for A in looks(network, rows[row : row + 1, :-1])]
