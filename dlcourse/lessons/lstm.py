"""Lesson 12, lstm: cells that keep what they must, and gates that decide what that is.

Sequences are arrays (N, T, D): N sequences of T steps with D numbers each. The four parts of a cell stand in the
columns of its weights in one order everywhere: input gate, forget gate, candidate, output gate (i, f, g, o).
"""

import numpy as np

from dlcourse.lessons import losses, neuron, rnn, training


def cell_update(*, c, i, f, g):
    """The new state of a cell: what the forget gate keeps, and what the input gate lets in.

    Formula: ``c_next = f * c + i * g``, elementwise

    Parameters
    ----------
    c : array (N, H)
        The state of each cell so far.
    i, f : array (N, H)
        The input gate and the forget gate, from 0 (shut) to 1 (open).
    g : array (N, H)
        The candidate: what could be written, from -1 to 1.

    Returns
    -------
    array (N, H)
        The new state.

    References
    ----------
    Gers, Schmidhuber and Cummins (2000), *Learning to forget*, section 3.

    Examples
    --------
    >>> c, i, f, g = np.array([[2.0]]), np.array([[0.1]]), np.array([[0.9]]), np.array([[-1.0]])
    >>> cell_update(c=c, i=i, f=f, g=g).round(3)  # 0.9 * 2 + 0.1 * (-1)
    array([[1.7]])
    """
    return f * c + i * g


def lstm_step(x, *, h, c, W_x, W_h, b):
    """One step of an LSTM: four small layers look at input and output, and the cell is updated.

    Formula: ``i, f, g, o`` are the four blocks of H columns of ``x W_x + h W_h + b``, in this order; sigmoid for i, f
    and o, tanh for g; ``c_next = f * c + i * g`` and ``h_next = o * tanh(c_next)``

    Parameters
    ----------
    x : array (N, D)
        The input of this step.
    h : array (N, H)
        The output of the step before.
    c : array (N, H)
        The state of the cells after the step before.
    W_x : array (D, 4 * H)
        Weights of the input: columns of the input gate, forget gate, candidate, output gate.
    W_h : array (H, 4 * H)
        Weights of the output of the step before, in the same order.
    b : array (4 * H,)
        Biases, in the same order.

    Returns
    -------
    tuple (array (N, H), array (N, H), tuple)
        h_next; c_next; the cache (x, h, c, W_x, W_h, i, f, g, o, c_next), with i, f, g, o after sigmoid and tanh.

    References
    ----------
    Hochreiter and Schmidhuber (1997), *Long short-term memory*; Gers, Schmidhuber and Cummins (2000), *Learning to
    forget*.

    Examples
    --------
    >>> x, h, c = np.array([[1.0]]), np.array([[0.0]]), np.array([[2.0]])
    >>> W_x, W_h, b = np.array([[0.0, 1.0, 2.0, -1.0]]), np.zeros((1, 4)), np.zeros(4)
    >>> h_next, c_next, _ = lstm_step(x, h=h, c=c, W_x=W_x, W_h=W_h, b=b)
    >>> print(c_next.round(3), h_next.round(3))  # 0.731 * 2 + 0.5 * 0.964; 0.269 * tanh of it
    [[1.944]] [[0.258]]
    """
    Z = x @ W_x + h @ W_h + b  # (N, D) @ (D, 4 H) + (N, H) @ (H, 4 H) -> (N, 4 H)
    i, f, g, o = np.split(Z, 4, axis=1)
    i, f, g, o = neuron.sigmoid(i), neuron.sigmoid(f), np.tanh(g), neuron.sigmoid(o)
    c_next = cell_update(c=c, i=i, f=f, g=g)
    return o * np.tanh(c_next), c_next, (x, h, c, W_x, W_h, i, f, g, o, c_next)


def lstm_forward(X, *, h0, c0, W_x, W_h, b):
    """An LSTM along whole sequences: the same weights at every step.

    Formula: ``h[t], c[t] = lstm_step(X[:, t], h[t - 1], c[t - 1])``, from h0 and c0 on; ``H[:, t] = h[t]``

    Parameters
    ----------
    X : array (N, T, D)
        N sequences of T steps.
    h0 : array (N, H)
        The output before the first step.
    c0 : array (N, H)
        The state of the cells before the first step.
    W_x : array (D, 4 * H)
        Weights of the input: columns of the input gate, forget gate, candidate, output gate.
    W_h : array (H, 4 * H)
        Weights of the output of the step before, in the same order.
    b : array (4 * H,)
        Biases, in the same order.

    Returns
    -------
    tuple (array (N, T, H), array (N, H), list)
        H, the outputs of all steps; the last state of the cells; the cache: the T caches of :func:`lstm_step`, the
        first step first.

    References
    ----------
    Prince, *Understanding Deep Learning*, notes of chapter 12; Goodfellow, Bengio and Courville, *Deep Learning*,
    section 10.10.1.

    Examples
    --------
    >>> W_x, W_h, b = np.array([[0.0, 0.0, 2.0, 0.0]]), np.zeros((1, 4)), np.array([100.0, 100.0, 0.0, 100.0])
    >>> zero = np.zeros((1, 1))
    >>> H, c, cache = lstm_forward(np.array([[[1.0], [1.0]]]), h0=zero, c0=zero, W_x=W_x, W_h=W_h, b=b)
    >>> print(H.round(3).ravel(), c.round(3), len(cache))  # all gates open: c is 0.964, then twice that
    [0.746 0.959] [[1.928]] 2
    """
    h, c, outputs, cache = h0, c0, [], []
    for t in range(X.shape[1]):
        h, c, step = lstm_step(X[:, t], h=h, c=c, W_x=W_x, W_h=W_h, b=b)
        outputs.append(h)
        cache.append(step)
    return np.stack(outputs, axis=1), c, cache


def lstm_step_backward(*, dh_next, dc_next, cache):
    """The gradients of one step of an LSTM.

    Formula: with ``total = dc_next + dh_next o (1 - tanh(c_next)^2)``, the gradients of the four sums are
    ``total g i (1 - i)``, ``total c f (1 - f)``, ``total i (1 - g^2)`` and ``dh_next tanh(c_next) o (1 - o)``, side by
    side in dZ; ``dx = dZ W_x^T``, ``dh = dZ W_h^T``, ``dc = total f``, ``dW_x = x^T dZ``, ``dW_h = h^T dZ``, and db
    the sum of dZ over the examples

    Parameters
    ----------
    dh_next : array (N, H)
        The gradient of the output h_next.
    dc_next : array (N, H)
        The gradient of the state c_next that comes from later steps.
    cache : tuple
        From :func:`lstm_step`: (x, h, c, W_x, W_h, i, f, g, o, c_next).

    Returns
    -------
    tuple (array (N, D), array (N, H), array (N, H), array (D, 4 * H), array (H, 4 * H), array (4 * H,))
        The gradients dx, dh, dc, dW_x, dW_h and db.

    References
    ----------
    Greff et al. (2017), *LSTM: a search space odyssey*, section II.B, without peepholes.

    Examples
    --------
    >>> one, zero, half = np.array([[1.0]]), np.array([[0.0]]), np.array([[0.5]])
    >>> cache = one, zero, 2 * one, np.ones((1, 4)), np.ones((1, 4)), half, half, zero, half, one
    >>> dx, dh, dc, dW_x, dW_h, db = lstm_step_backward(dh_next=zero, dc_next=one, cache=cache)
    >>> print(db, dx, dc)  # g is 0; c f (1 - f) is 2 * 0.25; i (1 - g^2) is 0.5
    [0.  0.5 0.5 0. ] [[1.]] [[0.5]]
    """
    x, h, c, W_x, W_h, i, f, g, o, c_next = cache
    tanh_c = np.tanh(c_next)
    total = dc_next + dh_next * o * (1 - tanh_c**2)  # what reaches the new state
    dZ_i, dZ_f, dZ_g = total * g * i * (1 - i), total * c * f * (1 - f), total * i * (1 - g**2)
    dZ_o = dh_next * tanh_c * o * (1 - o)
    dZ = np.concatenate([dZ_i, dZ_f, dZ_g, dZ_o], axis=1)  # (N, 4 H)
    return dZ @ W_x.T, dZ @ W_h.T, total * f, x.T @ dZ, h.T @ dZ, dZ.sum(axis=0)


def lstm_backward(dH, cache):
    """The gradients of an LSTM along whole sequences, from the last step back to the first.

    Formula: at step t, ``dh_next = dH[:, t] + dh`` and ``dc_next = dc``, where dh and dc come from step t + 1 (0 at
    the last step); the gradients of the weights and biases are added up over the steps

    Parameters
    ----------
    dH : array (N, T, H)
        The gradient of the outputs of all steps.
    cache : list
        From :func:`lstm_forward`: the T caches of :func:`lstm_step`.

    Returns
    -------
    tuple (array (N, T, D), array (N, H), array (N, H), array (D, 4 * H), array (H, 4 * H), array (4 * H,))
        The gradients dX, dh0, dc0, dW_x, dW_h and db.

    References
    ----------
    Graves (2012), *Supervised sequence labelling with recurrent neural networks*, section 4.6.

    Examples
    --------
    >>> one, zero, half = np.array([[1.0]]), np.array([[0.0]]), np.array([[0.5]])
    >>> cache = 2 * [(one, zero, zero, np.ones((1, 4)), np.zeros((1, 4)), half, half, zero, half, zero)]
    >>> dX, dh0, dc0, dW_x, dW_h, db = lstm_backward(np.array([[[0.0], [1.0]]]), cache)
    >>> print(dX.ravel(), dc0, db)  # the last step hands 0.5 to its cell, the first one gets half of that
    [0.125 0.25 ] [[0.125]] [0.    0.    0.375 0.   ]
    """
    dh = dc = np.zeros_like(dH[:, 0])  # nothing comes after the last step
    inputs, weights = [], []
    for t in reversed(range(len(cache))):
        dx, dh, dc, *step = lstm_step_backward(dh_next=dH[:, t] + dh, dc_next=dc, cache=cache[t])
        inputs.append(dx)
        weights.append(step)
    dW_x, dW_h, db = (sum(parts) for parts in zip(*weights))
    return np.stack(inputs[::-1], axis=1), dh, dc, dW_x, dW_h, db


def lstm_init(inputs, units, rng, forget_bias=1.0):
    """The first weights of an LSTM: random tables, and biases that open the forget gates.

    Formula: ``W_x`` and ``W_h`` drawn from a normal distribution with mean 0 and standard deviation
    ``1 / sqrt(inputs + units)``; b is 0 but for the H biases of the forget gates, which are `forget_bias`

    Parameters
    ----------
    inputs : int
        How many numbers come in at each step.
    units : int
        How many cells there are, H.
    rng : numpy.random.Generator
        Draws the weights.
    forget_bias : float
        The first bias of the forget gates.

    Returns
    -------
    tuple (array (inputs, M), array (units, M), array (M,))
        W_x, W_h and b, with ``M = 4 * units``, in the order input gate, forget gate, candidate, output gate.

    References
    ----------
    Jozefowicz, Zaremba and Sutskever (2015), *An empirical exploration of recurrent network architectures*.

    Examples
    --------
    >>> W_x, W_h, b = lstm_init(30, 70, np.random.default_rng(0))
    >>> print(W_x.shape, W_h.shape, W_h.std().round(2), b.sum())  # 1 / sqrt(30 + 70) is 0.1
    (30, 280) (70, 280) 0.1 70.0
    """
    spread = 1 / np.sqrt(inputs + units)
    W_x = rng.normal(0, spread, size=(inputs, 4 * units))
    W_h = rng.normal(0, spread, size=(units, 4 * units))
    b = np.zeros(4 * units)
    b[units : 2 * units] = forget_bias
    return W_x, W_h, b


def gru_step(x, h, W_x, W_h, b_x, b_h):
    """One step of a GRU: two gates, no cell beside the output.

    Formula: with ``A = x W_x + b_x`` and ``B = h W_h + b_h``, each in three blocks of H columns in the order reset,
    update, candidate: ``r = sigmoid(A_r + B_r)``, ``z = sigmoid(A_z + B_z)``, ``n = tanh(A_n + r * B_n)`` and
    ``h_next = (1 - z) * n + z * h``

    Parameters
    ----------
    x : array (N, D)
        The input of this step.
    h : array (N, H)
        The output of the step before.
    W_x : array (D, 3 * H)
        Weights of the input: columns of the reset gate, update gate, candidate.
    W_h : array (H, 3 * H)
        Weights of the output of the step before, in the same order.
    b_x, b_h : array (3 * H,)
        The biases that belong to `W_x` and those that belong to `W_h`, in the same order.

    Returns
    -------
    array (N, H)
        h_next.

    References
    ----------
    Cho et al. (2014), *Learning phrase representations using RNN encoder-decoder*, section 2.3; in the form that
    PyTorch computes, where the reset gate acts after the product with the weights.

    Examples
    --------
    >>> x, h, W_x, W_h = np.array([[1.0]]), np.array([[2.0]]), np.array([[0.0, 1.0, 2.0]]), np.array([[0.0, 0.0, -1.0]])
    >>> gru_step(x, h, W_x, W_h, np.zeros(3), np.zeros(3)).round(3)  # 0.269 * tanh(2 - 0.5 * 2) + 0.731 * 2
    array([[1.667]])
    """
    A_r, A_z, A_n = np.split(x @ W_x + b_x, 3, axis=1)
    B_r, B_z, B_n = np.split(h @ W_h + b_h, 3, axis=1)
    r, z = neuron.sigmoid(A_r + B_r), neuron.sigmoid(A_z + B_z)
    n = np.tanh(A_n + r * B_n)
    return (1 - z) * n + z * h


def bidirectional(X, forward_parameters, backward_parameters):
    """Two LSTMs side by side: one reads from the first step on, one from the last step back.

    Formula: ``out[:, t]`` is the output of the first LSTM at step t, and beside it that of the second at the same
    step, which has read ``X[:, T - 1], ..., X[:, t]``; both begin with zeros

    Parameters
    ----------
    X : array (N, T, D)
        N sequences of T steps.
    forward_parameters : tuple (array (D, M), array (H, M), array (M,))
        W_x, W_h and b of the LSTM that reads from the first step on; M is ``4 * H``.
    backward_parameters : tuple (array (D, M), array (H, M), array (M,))
        Those of the LSTM that reads from the last step back.

    Returns
    -------
    array (N, T, 2 * H)
        The outputs, those of the first LSTM first.

    References
    ----------
    Schuster and Paliwal (1997), *Bidirectional recurrent neural networks*.

    Examples
    --------
    >>> one = np.array([[0.0, 0.0, 2.0, 0.0]]), np.zeros((1, 4)), np.array([100.0, 100.0, 0.0, 100.0])
    >>> bidirectional(np.array([[[1.0], [1.0]]]), one, one).round(3)[0]  # from the left 1, then 2 ones; from the right
    array([[0.746, 0.959],
           [0.959, 0.746]])
    """
    outputs = []
    for sequence, (W_x, W_h, b) in ((X, forward_parameters), (X[:, ::-1], backward_parameters)):
        zero = np.zeros((len(X), len(W_h)), X.dtype)
        H, _, _ = lstm_forward(sequence, h0=zero, c0=zero, W_x=W_x, W_h=W_h, b=b)
        outputs.append(H)
    first, second = outputs
    return np.concatenate([first, second[:, ::-1]], axis=2)


# ---- the fast forms: the same numbers with less work for the memory, step by step in arrays (T, N, ...) ----


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


# ---- layers for the network class of lesson 06 and the character model of lesson 11 ----


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
        ``init(inputs, units, rng, forget_bias) -> (W_x, W_h, b)``.

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
        dtype=float,
        forget_bias=1.0,
        forward=lstm_forward_fast,
        backward=lstm_backward_fast,
        init=lstm_init,
    ):
        W_x, W_h, b = init(inputs, units, rng, forget_bias)
        self.parameters = {"W_x": W_x.astype(dtype), "W_h": W_h.astype(dtype), "b": b.astype(dtype)}
        self._forward, self._backward = forward, backward

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

    def __init__(self, inputs, units, rng, dtype=float):
        spread = 1 / np.sqrt(inputs + units)
        W_x, W_h = (rng.normal(0, spread, size=(size, 3 * units)).astype(dtype) for size in (inputs, units))
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


# ---- beside the exercises: what the experiments of the lesson need ----


def recall_task(lag, count, rng, letters=4):
    """Sequences that begin with a letter, go on with others that mean nothing, and end with a question mark.

    Parameters
    ----------
    lag : int
        How many letters stand between the first one and the question mark.
    count : int
        How many sequences.
    rng : numpy.random.Generator
    letters : int
        How many letters the first one is drawn from; those between are drawn from as many others.

    Returns
    -------
    tuple (array (count, lag + 2, 2 * letters + 1), int array (count,))
        The sequences, one-hot, and their first letter, which is to be named at the question mark.

    Examples
    --------
    >>> X, y = recall_task(3, 5, np.random.default_rng(0))
    >>> print(X.shape, (X[:, 0].argmax(axis=1) == y).all(), X[0, -1])
    (5, 5, 9) True [0. 0. 0. 0. 0. 0. 0. 0. 1.]
    """
    signs = rng.integers(letters, 2 * letters, size=(count, lag + 2))
    signs[:, 0] = rng.integers(0, letters, size=count)
    signs[:, -1] = 2 * letters
    return np.eye(2 * letters + 1)[signs], signs[:, 0]


def adding_task(lag, count, rng):
    """Sequences of random numbers, two of them marked: what is their sum?

    Parameters
    ----------
    lag : int
        The length of the sequences, 2 or more; one marked number stands in each half.
    count : int
        How many sequences.
    rng : numpy.random.Generator

    Returns
    -------
    tuple (array (count, lag, 2), array (count, 1))
        At each step a number from 0 to 1 and a mark, 1 or 0; the sums of the marked numbers.

    References
    ----------
    Hochreiter and Schmidhuber (1997), *Long short-term memory*, section 5.4.

    Examples
    --------
    >>> X, y = adding_task(10, 3, np.random.default_rng(0))
    >>> print(X.shape, X[:, :, 1].sum(axis=1), np.allclose((X[:, :, 0] * X[:, :, 1]).sum(axis=1), y[:, 0]))
    (3, 10, 2) [2. 2. 2.] True
    """
    numbers, marks, rows = rng.random((count, lag)), np.zeros((count, lag)), np.arange(count)
    marks[rows, rng.integers(0, lag // 2, count)] = 1
    marks[rows, rng.integers(lag // 2, lag, count)] = 1
    return np.stack([numbers, marks], axis=2), np.sum(numbers * marks, axis=1, keepdims=True)


SIGNS = "abc-?"  # of the task below: three letters, noise, and the question


def last_letter_task(count, length, rng):
    """Texts of letters and much noise, in which each question mark asks for the last letter before it.

    Parameters
    ----------
    count, length : int
        How many texts, and how many signs each has; the first one is a letter.
    rng : numpy.random.Generator

    Returns
    -------
    tuple (int array (count, length), int array (count, length), bool array (count, length))
        The texts as places in `SIGNS`; at each step the last letter; and where a question mark stands.

    Examples
    --------
    >>> ids, y, mask = last_letter_task(1, 12, np.random.default_rng(1))
    >>> for row in (ids, y):
    ...     print("".join(SIGNS[sign] for sign in row[0]))
    c?c?--?--a--
    cccccccccaaa
    """
    ids = rng.choice(len(SIGNS), size=(count, length), p=[0.06, 0.06, 0.06, 0.62, 0.2])
    ids[:, 0] = rng.integers(0, 3, size=count)
    y = ids.copy()
    for t in range(1, length):
        y[:, t] = np.where(ids[:, t] < 3, ids[:, t], y[:, t - 1])
    return ids, y, ids == SIGNS.index("?")


def hidden_vowels(text, length):
    """Pieces of a text with a * in place of each vowel: the pieces, the vowels, where they stood, and the alphabet.

    Parameters
    ----------
    text : str
    length : int
        Of a piece, in characters.

    Returns
    -------
    tuple (int array (N, length), int array (N, length), bool array (N, length), str)
        The pieces as places in the alphabet; the number of the vowel in "aeiou", 0 elsewhere; where a vowel stood;
        the alphabet, whose last sign is *.

    Examples
    --------
    >>> ids, y, mask, signs = hidden_vowels("red rose", 4)
    >>> print(["".join(signs[sign] for sign in row) for row in ids], y[mask])
    ['r*d ', 'r*s*'] [1 3 1]
    """
    rows = np.array(list(text[: len(text) // length * length])).reshape(-1, length)
    mask, signs = np.isin(rows, list("aeiou")), "".join(sorted(set(text))) + "*"
    y = sum(number * (rows == vowel) for number, vowel in enumerate("aeiou"))
    return rnn.ids_of("".join(np.where(mask, "*", rows).ravel()), signs).reshape(rows.shape), y, mask, signs


def squared_error(Z, y):
    """The mean squared error and its gradient, as a loss for a network."""
    return losses.mse(Z, y), losses.mse_gradient(Z, y)


def learn_task(make_layer, task, lag, seed, *, units=8, steps=300, learning_rate=0.02, batch_size=16):
    """Train a recurrent layer, with a dense layer on its last step, on fresh sequences of a task.

    Parameters
    ----------
    make_layer : function
        ``make_layer(inputs, units, rng) -> layer``.
    task : function
        :func:`recall_task`, :func:`adding_task` or the like: ``task(lag, count, rng) -> (X, y)``.
    lag : int
    seed : int
        Of the first weights and of the sequences.
    units, steps, batch_size : int
        It ends before so many steps if the loss has become small.
    learning_rate : float
        Of Adam; gradients are clipped to the norm 1.

    Returns
    -------
    tuple (Network, float)
        The network, and how many of 500 fresh answers are right: a letter that is named, or a sum that is less than
        0.2 off.
    """
    rng, test = np.random.default_rng(seed), np.random.default_rng(seed + 1000)
    X_test, y_test = task(lag, 500, test)
    labels = y_test.ndim == 1
    outputs, loss, small = (
        (y_test.max() + 1, training.softmax_cross_entropy, 0.1) if labels else (1, squared_error, 0.01)
    )
    dense = training.Dense(units, outputs, rng, training.xavier_init)
    network = training.Network([make_layer(X_test.shape[2], units, rng), LastStep(), dense])
    optimizer, mean = training.Adam(learning_rate, clip=1.0), None
    for _ in range(steps):
        value, gradients = network.loss_and_gradients(*task(lag, batch_size, rng), loss)
        optimizer.step(network, gradients)
        mean = value if mean is None else 0.9 * mean + 0.1 * value
        if mean < small:
            break
    Z = network.scores(X_test)
    right = Z.argmax(axis=1) == y_test if labels else np.abs(Z - y_test) < 0.2
    return network, float(right.mean())


def windows(series, length, ahead=1):
    """Every part of a series of a certain length, and the numbers that follow it.

    Parameters
    ----------
    series : array (T,)
    length, ahead : int
        How many numbers to look at, and how many to forecast.

    Returns
    -------
    tuple (array (N, length, 1), array (N, ahead))
        N is ``T - length - ahead + 1``.

    Examples
    --------
    >>> X, y = windows(np.arange(5.0), 3)
    >>> print(X[:, :, 0].tolist(), y.ravel())
    [[0.0, 1.0, 2.0], [1.0, 2.0, 3.0]] [3. 4.]
    """
    parts = np.lib.stride_tricks.sliding_window_view(series, length + ahead)
    return parts[:, :length, None].copy(), parts[:, length:].copy()


def linear_forecast(X, y, X_test):
    """The forecast of the best weighted sum of the numbers in a window (least squares): array as y."""
    table, test = (np.column_stack([part[:, :, 0], np.ones(len(part))]) for part in (X, X_test))
    return test @ np.linalg.lstsq(table, y, rcond=None)[0]


def train_tagger(network, data, steps, rng, *, test=0.2, batch_size=16, learning_rate=0.02):
    """Train a network that answers at every step that is asked of, on all but the last pieces of a text.

    Parameters
    ----------
    network : SequenceNetwork
        Changed in place.
    data : tuple (int array (N, T), int array (N, T), bool array (N, T))
        Texts, the right answers, and where they are asked for.
    steps : int
    rng : numpy.random.Generator
        Draws the batches.
    test : float
        The share of the texts, the last ones, that are not trained on.
    batch_size : int
    learning_rate : float
        Of Adam.

    Returns
    -------
    float
        How many of the answers on the other texts are right.
    """
    X, y, asked = data
    count, optimizer = round((1 - test) * len(X)), training.Adam(learning_rate, clip=1.0)
    for _ in range(steps):
        rows = rng.integers(0, count, batch_size)
        optimizer.step(network, network.sequence_gradients(X[rows], y[rows], asked[rows])[1])
    answers = network.scores(X[count:]).argmax(axis=2)
    return float((answers == y[count:])[asked[count:]].mean())


def train_forecaster(X, y, units, seed, epochs, learning_rate=0.02):
    """An LSTM, with a dense layer on its last step, trained to forecast what follows windows of a series: a Network."""
    rng = np.random.default_rng(seed)
    dense = training.Dense(units, y.shape[1], rng, training.xavier_init)
    network = training.Network([LSTM(X.shape[2], units, rng), LastStep(), dense])
    how = {"optimizer": training.Adam(learning_rate, clip=1.0), "batch_size": 32, "epochs": epochs, "rng": rng}
    training.fit(network, X, y, loss=squared_error, **how)
    return network
