"""The layers made of LSTM and GRU, which calculate with the fast forms in `gated`."""

import numpy as np

from dlcourse.lessons import lstm
from dlcourse.nn import training
from dlcourse.nn.lstm.gated import gru_backward_fast, gru_forward_fast, lstm_backward_fast, lstm_forward_fast
from dlcourse.nn.training.pace import at_pace


class LSTM(training.Layer):
    """An LSTM as a layer: sequences (N, T, D) to the outputs of all steps (N, T, H).

    Parameters
    ----------
    inputs, units : int
        How many numbers come in at each step, and how many cells there are.
    rng : numpy.random.Generator
        Draws the first weights.
    dtype : type
        float (64 bits) or numpy.float32.
    forget_bias : float
        The first bias of the forget gates.
    forward, backward : function
        What to calculate with: the fast form, or others like :func:`lstm_forward` and :func:`lstm_backward`.
    init : function
        ``init(inputs, units, rng, forget_bias=forget_bias) -> (W_x, W_h, b)``.

    Examples
    --------
    >>> layer = LSTM(3, 8, np.random.default_rng(0))
    >>> H, cache = layer.forward(np.zeros((5, 10, 3)))
    >>> H.shape, layer.final_state(cache)[1].shape
    ((5, 10, 8), (5, 8))
    """

    def __init__(
        self,
        inputs,
        units,
        rng,
        *,
        dtype=float,
        forget_bias=1.0,
        forward=lstm_forward_fast,
        backward=lstm_backward_fast,
        init=lstm.lstm_init,
    ):
        W_x, W_h, b = init(inputs, units, rng, forget_bias=forget_bias)
        self.parameters = {"W_x": W_x.astype(dtype), "W_h": W_h.astype(dtype), "b": b.astype(dtype)}
        self._forward = at_pace(forward, lstm.lstm_forward)  # not the fast form: its cache is another one
        self._backward = at_pace(backward, lstm.lstm_backward)

    def forward(self, X, training=False, state=None):
        """The outputs of all steps; `state` is (h0, c0) as from :meth:`final_state`, zeros if left out."""
        W_h = self.parameters["W_h"]
        h0, c0 = (np.zeros((len(X), len(W_h)), W_h.dtype),) * 2 if state is None else state
        H, c, cache = self._forward(X, h0=h0, c0=c0, **self.parameters)
        return H, (cache, (H[:, -1], c))

    def backward(self, dH, cache):
        """dX, and the gradients of the parameters."""
        dX, _, _, dW_x, dW_h, db = self._backward(dH, cache[0])
        return dX, {"W_x": dW_x, "W_h": dW_h, "b": db}

    def final_state(self, cache):
        """Output and state of the cells after the last step, to go on from."""
        return cache[1]


class GRU(training.Layer):
    """A GRU as a layer: sequences (N, T, D) to the outputs of all steps (N, T, H); as :class:`LSTM`.

    Parameters
    ----------
    inputs, units : int
    rng : numpy.random.Generator
    dtype : type
    update_bias : float
        The first bias of the update gates: above 0 they begin by keeping, as an LSTM's forget gates do.

    Examples
    --------
    >>> GRU(3, 8, np.random.default_rng(0)).forward(np.zeros((5, 10, 3)))[0].shape
    (5, 10, 8)
    """

    def __init__(self, inputs, units, rng, *, dtype=float, update_bias=1.0):
        std = 1 / np.sqrt(inputs + units)
        W_x, W_h = (rng.normal(0, std, size=(size, 3 * units)).astype(dtype) for size in (inputs, units))
        b_x = np.repeat([0.0, update_bias, 0.0], units).astype(dtype)
        self.parameters = {"W_x": W_x, "W_h": W_h, "b_x": b_x, "b_h": np.zeros(3 * units, dtype)}

    def forward(self, X, training=False, state=None):
        """The outputs of all steps; `state` is h0, zeros if left out."""
        W_h = self.parameters["W_h"]
        h0 = np.zeros((len(X), len(W_h)), W_h.dtype) if state is None else state
        return gru_forward_fast(X, h0=h0, **self.parameters)

    def backward(self, dH, cache):
        """dX, and the gradients of the parameters."""
        dX, _, *found = gru_backward_fast(dH, cache)
        return dX, dict(zip(("W_x", "W_h", "b_x", "b_h"), found))

    def final_state(self, cache):
        """The output of the last step, to go on from."""
        return cache[1][-1]


class Bidirectional(training.Layer):
    """Two layers with weights of their own, one for each direction of reading: (N, T, D) to (N, T, 2 H).

    Parameters
    ----------
    first, second : LSTM or GRU
        The one that reads from the first step on, and the one that reads from the last step back.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> Bidirectional(LSTM(3, 8, rng), LSTM(3, 8, rng)).forward(np.zeros((5, 10, 3)))[0].shape
    (5, 10, 16)
    """

    def __init__(self, first, second):
        self.layers = first, second
        self.parameters = {
            f"{side}_{name}": array
            for side, layer in zip(("first", "second"), self.layers)
            for name, array in layer.parameters.items()
        }

    def forward(self, X, training=False):
        """Both outputs side by side."""
        (left, cache), (right, other) = (layer.forward(part) for layer, part in zip(self.layers, (X, X[:, ::-1])))
        return np.concatenate([left, right[:, ::-1]], axis=2), (cache, other)

    def backward(self, dH, cache):
        """dX, and the gradients of both layers."""
        units, found, dX = dH.shape[2] // 2, {}, []
        parts = dH[:, :, :units], dH[:, ::-1, units:]
        for side, layer, part, kept in zip(("first", "second"), self.layers, parts, cache):
            dx, gradients = layer.backward(part, kept)
            dX.append(dx)
            found |= {f"{side}_{name}": gradient for name, gradient in gradients.items()}
        return dX[0] + dX[1][:, ::-1], found


class LastStep(training.Layer):
    """Keeps the last step of sequences: (N, T, H) to (N, H)."""

    def forward(self, X, training=False):
        """What the last step gives."""
        return X[:, -1], X.shape

    def backward(self, d_out, cache):
        """The gradient of the last step; 0 for all others."""
        dX = np.zeros(cache, d_out.dtype)
        dX[:, -1] = d_out
        return dX, {}
