"""The layers of lesson 14."""

import numpy as np

from dlcourse.lessons import attention
from dlcourse.lessons.training import xavier_init
from dlcourse.nn import training
from dlcourse.nn.attention.fast import (
    attention_backward_fast,
    layer_norm_backward,
    layer_norm_fast,
    multi_head_backward,
    multi_head_fast,
)
from dlcourse.nn.training.pace import at_pace
from dlcourse.nn.training.threads import in_parts

NUMBERS = 32_768  # of the input that dense layers work on together


class MultiHeadAttention(training.Layer):
    """Heads that look over a sequence, as a layer: (N, T, D) to (N, T, D).

    Parameters
    ----------
    width, heads : int
        How many numbers a step has, and how many heads share them.
    rng : numpy.random.Generator
        Draws the first weights.
    causal : bool
        Whether a step sees those up to itself only.
    dtype : type
        float (64 bits) or numpy.float32.
    forward, backward : function
        What to calculate with: :func:`multi_head_attention` and :func:`attention_backward`, or others like them.
    make_mask : function
        ``make_mask(length) -> array of bool (length, length)``.

    Examples
    --------
    >>> layer = MultiHeadAttention(8, 2, np.random.default_rng(0))
    >>> out, cache = layer.forward(np.ones((5, 3, 8)))
    >>> out.shape, layer.weights(cache).shape
    ((5, 3, 8), (5, 2, 3, 3))
    """

    divides_batches = True

    def __init__(
        self,
        width,
        heads,
        rng,
        *,
        causal=True,
        dtype=float,
        forward=multi_head_fast,
        backward=attention_backward_fast,
        make_mask=attention.causal_mask,
    ):
        names = ("W_q", "W_k", "W_v", "W_o")
        self.parameters = {name: xavier_init(width, width, rng).astype(dtype) for name in names}
        self.heads, self.causal = heads, causal
        self._forward = at_pace(forward, attention.multi_head_attention)
        self._backward = at_pace(backward, attention.attention_backward)
        self._make_mask = make_mask

    def forward(self, X, training=False):
        """What the heads fetch for each step."""
        mask = self._make_mask(X.shape[1]) if self.causal else None
        return self._forward(X, **self.parameters, heads=self.heads, mask=mask)

    def backward(self, d_out, cache):
        """dX, and the gradients of the four tables."""
        return multi_head_backward(d_out, cache, **self.parameters, backward=self._backward)

    def weights(self, cache):
        """How much each step looks at each other one: an array (N, heads, T, T)."""
        return cache[2][3]


class LayerNorm(training.Layer):
    """Layer normalisation along the last axis, for arrays of any number of axes.

    Parameters
    ----------
    width : int
    dtype : type
    forward : function
        :func:`layer_norm`, or another one like it.
    """

    def __init__(self, width, *, dtype=float, forward=layer_norm_fast):
        self.parameters = {"gamma": np.ones(width, dtype), "beta": np.zeros(width, dtype)}
        self._forward = at_pace(forward, attention.layer_norm)

    def forward(self, X, training=False):
        """Rows around 0, of one size, times gamma and plus beta."""
        return self._forward(X, **self.parameters)

    def backward(self, d_out, cache):
        """dX, dgamma and dbeta."""
        dX, dgamma, dbeta = layer_norm_backward(d_out, cache)
        return dX, {"gamma": dgamma, "beta": dbeta}


class Residual(training.Layer):
    """Layers whose output is added to what came in.

    Parameters
    ----------
    layers : list of Layer
        Their parameters have the names "0.W", "0.b", "1.W" and so on, by their place.
    """

    def __init__(self, layers):
        self.layers = list(layers)
        self.parameters = {
            f"{number}.{name}": array
            for number, layer in enumerate(self.layers)
            for name, array in layer.parameters.items()
        }
        self._is_divided = all(map(_may_be_divided, self.layers))
        self.divides_batches = self._is_divided or any(layer.divides_batches for layer in self.layers)

    def forward(self, X, training=False):
        """X, and what the layers make of it; dense layers and normalisations take a part of the batch at a time."""
        if not self._is_divided:
            return self._forward(X, training)
        found = in_parts(lambda part: self._forward(X[part], training), _parts_of(X))
        out = found[0][0] if len(found) == 1 else np.concatenate([out for out, _ in found])
        return out, [caches for _, caches in found]

    def _forward(self, X, training):
        out, caches = X, []
        for layer in self.layers:
            out, cache = layer.forward(out, training)
            caches.append(cache)
        return X + out, caches

    def backward(self, d_out, cache):
        """The gradient passes by the layers, and through them."""
        if not self._is_divided:
            return self._backward(d_out, cache)
        pairs = list(zip(_parts_of(d_out), cache, strict=True))
        dX, found = zip(*in_parts(lambda pair: self._backward(d_out[pair[0]], pair[1]), pairs))
        gradients = {name: sum(part[name] for part in found) for name in self.parameters}
        return dX[0] if len(dX) == 1 else np.concatenate(dX), gradients

    def _backward(self, d_out, caches):
        dX, found = d_out, {}
        for number in range(len(self.layers) - 1, -1, -1):
            dX, gradients = self.layers[number].backward(dX, caches[number])
            found |= {f"{number}.{name}": gradient for name, gradient in gradients.items()}
        return d_out + dX, {name: found[name] for name in self.parameters}


def _may_be_divided(layer):
    """Whether a layer treats each example by itself, with the course's own functions."""
    own = isinstance(layer, LayerNorm) and layer._forward is layer_norm_fast
    return own or type(layer) in (training.Dense, training.ReLU)


def _parts_of(X):
    """Slices of the examples, each of about so many numbers as are worth a thread of their own."""
    size = max(1, NUMBERS // max(1, X[:1].size))
    return [slice(start, start + size) for start in range(0, max(1, len(X)), size)]


class Positions(training.Layer):
    """Adds to each step a row for its place: (N, T, D) to (N, T, D).

    Parameters
    ----------
    table : array (L, D)
        A row for each place; sequences may be shorter.
    learned : bool
        Whether training changes the rows.
    """

    def __init__(self, table, *, learned=False):
        self.table, self.parameters = table, {"P": table} if learned else {}

    def forward(self, X, training=False):
        """X plus the first T rows."""
        if X.shape[1] > len(self.table):
            raise ValueError(f"sequences have {X.shape[1]} steps: the table of positions has {len(self.table)} rows")
        return X + self.table[: X.shape[1]], X.shape[1]

    def backward(self, d_out, cache):
        """The gradient passes as it is; rows get the sum over the sequences."""
        if not self.parameters:
            return d_out, {}
        dP = np.zeros_like(self.table)
        dP[:cache] = d_out.sum(axis=0)
        return d_out, {"P": dP}
