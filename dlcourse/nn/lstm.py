"""Lesson 12, lstm: LSTM and GRU along whole sequences, in a fast form, and the layers made of them."""

import numpy as np

from dlcourse.lessons import lstm
from dlcourse.nn import training
from dlcourse.nn.training.pace import at_pace


def lstm_forward_fast(X, *, h0, c0, W_x, W_h, b):
    """The same as :func:`lstm_forward`; its cache is for :func:`lstm_backward_fast`.

    One product for all inputs, and one tanh for all parts: ``sigmoid(z) = 0.5 + 0.5 tanh(z / 2)``.
    """
    N, T, D = X.shape
    units = len(W_h)
    scale = np.repeat(np.array([0.5, 0.5, 1, 0.5], W_h.dtype), units)
    x = np.ascontiguousarray(X.swapaxes(0, 1)).reshape(T * N, D)  # a copy, the steps first
    parts = x @ (W_x * scale)
    parts += b * scale
    parts, W = parts.reshape(T, N, 4 * units), W_h * scale
    h, c = np.empty((2, T + 1, N, units), parts.dtype)
    h[0], c[0] = h0, c0
    tanh_c, sums, written = np.empty_like(h[1:]), np.empty_like(parts[0]), np.empty_like(h[0])
    shift = 1 - scale
    for t, part in enumerate(parts):
        part += np.matmul(h[t], W, out=sums)
        np.tanh(part, out=part)
        part *= scale
        part += shift
        i, f, g, o = (part[:, k * units : (k + 1) * units] for k in range(4))
        np.multiply(f, c[t], out=c[t + 1])
        c[t + 1] += np.multiply(i, g, out=written)
        np.multiply(o, np.tanh(c[t + 1], out=tanh_c[t]), out=h[t + 1])
    return h[1:].swapaxes(0, 1), c[-1], (x, h, c, tanh_c, parts, W_x, W_h)


def lstm_backward_fast(dH, cache):
    """The same as :func:`lstm_backward`, from the cache of :func:`lstm_forward_fast`.

    What does not depend on later steps is worked out before the loop, for all steps at once.
    """
    x, h, c, tanh_c, parts, W_x, W_h = cache
    T, N, units = tanh_c.shape
    i, f, g, o = (parts.reshape(T, N, 4, units)[:, :, k] for k in range(4))
    dZ = 1 - parts
    dZ *= parts  # the slopes of the sigmoids
    slopes = dZ.reshape(T, N, 4, units)
    slopes[:, :, 0] *= g
    slopes[:, :, 1] *= c[:-1]
    slopes[:, :, 2] = i * (1 - g * g)
    slopes[:, :, 3] *= tanh_c
    through = tanh_c * tanh_c  # from the output to the cell
    np.subtract(1, through, out=through)
    through *= o
    dh, dc = np.zeros((2, N, units), dZ.dtype)
    share, W_back = np.empty_like(dh), np.ascontiguousarray(W_h.T)
    for t in reversed(range(T)):
        dh += dH[:, t]
        dc += np.multiply(dh, through[t], out=share)
        slopes[t, :, :3] *= dc[:, None]
        slopes[t, :, 3] *= dh
        dc *= f[t]
        np.matmul(dZ[t], W_back, out=dh)
    dZ = dZ.reshape(T * N, -1)
    dX = (dZ @ W_x.T).reshape(T, N, -1).swapaxes(0, 1)
    return dX, dh, dc, x.T @ dZ, h[:-1].reshape(T * N, units).T @ dZ, np.ones(T * N, dZ.dtype) @ dZ


def gru_forward_fast(X, *, h0, W_x, W_h, b_x, b_h):
    """A GRU along whole sequences: the outputs (N, T, H), and the cache for :func:`gru_backward_fast`."""
    N, T, D = X.shape
    units = len(W_h)
    scale = np.repeat(np.array([0.5, 0.5, 1], W_h.dtype), units)
    x = np.ascontiguousarray(X.swapaxes(0, 1)).reshape(T * N, D)
    parts = x @ (W_x * scale)
    parts += b_x * scale
    parts, W, b = parts.reshape(T, N, 3 * units), W_h * scale, b_h * scale
    h, recalled = np.empty((T + 1, N, units), parts.dtype), np.empty((T, N, 3 * units), parts.dtype)
    h[0], share = h0, np.empty((N, units), parts.dtype)
    for t, part in enumerate(parts):
        np.matmul(h[t], W, out=recalled[t])
        recalled[t] += b
        gates, n = part[:, : 2 * units], part[:, 2 * units :]
        gates += recalled[t, :, : 2 * units]
        np.tanh(gates, out=gates)
        gates *= 0.5
        gates += 0.5
        n += np.multiply(gates[:, :units], recalled[t, :, 2 * units :], out=share)
        np.tanh(n, out=n)
        np.subtract(h[t], n, out=h[t + 1])
        h[t + 1] *= gates[:, units:]
        h[t + 1] += n
    return h[1:].swapaxes(0, 1), (x, h, recalled[:, :, 2 * units :], parts, W_x, W_h)


def gru_backward_fast(dH, cache):
    """The gradients dX, dh0, dW_x, dW_h, db_x and db_h of :func:`gru_forward_fast`."""
    x, h, recalled, parts, W_x, W_h = cache
    T, N, units = recalled.shape
    r, z, n = (parts.reshape(T, N, 3, units)[:, :, k] for k in range(3))
    dB = np.empty_like(parts)
    slopes = dB.reshape(T, N, 3, units)
    dn = (1 - z) * (1 - n * n)
    slopes[:, :, 0] = dn * recalled * r * (1 - r)
    slopes[:, :, 1] = (h[:-1] - n) * z * (1 - z)
    slopes[:, :, 2] = dn * r
    dh, share, W_back = np.zeros((N, units), dB.dtype), np.empty((N, units), dB.dtype), np.ascontiguousarray(W_h.T)
    for t in reversed(range(T)):
        dh += dH[:, t]
        slopes[t] *= dh[:, None]
        dn[t] *= dh
        dh *= z[t]
        dh += np.matmul(dB[t], W_back, out=share)
    dB = dB.reshape(T * N, -1)
    dA = dB.copy()
    dA[:, 2 * units :] = dn.reshape(T * N, -1)
    dX, ones = (dA @ W_x.T).reshape(T, N, -1).swapaxes(0, 1), np.ones(T * N, dB.dtype)
    return dX, dh, x.T @ dA, h[:-1].reshape(T * N, units).T @ dB, ones @ dA, ones @ dB


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

    Examples
    --------
    >>> GRU(3, 8, np.random.default_rng(0)).forward(np.zeros((5, 10, 3)))[0].shape
    (5, 10, 8)
    """

    def __init__(self, inputs, units, rng, *, dtype=float):
        std = 1 / np.sqrt(inputs + units)
        W_x, W_h = (rng.normal(0, std, size=(size, 3 * units)).astype(dtype) for size in (inputs, units))
        b_x = np.repeat([0.0, 1.0, 0.0], units).astype(dtype)  # update gates that keep, as an LSTM's forget gates do
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
