"""Lesson 12, lstm: cells that keep what they must, and gates that decide what that is.

Sequences are arrays (N, T, D): N sequences of T steps with D numbers each; a layer has H cells. The four parts of a
cell stand in the columns of its weights in one order everywhere: input gate, forget gate, candidate, output gate (i, f,
g, o). As in lesson 11, a function is given the data and, by name, states and weights; a backward takes the gradient of
the output and the cache, and by name that of the state, where one comes in.

Sources
-------
cell_update: Gers, Schmidhuber and Cummins (2000), *Learning to forget*, section 3.
lstm_step: Hochreiter and Schmidhuber (1997), *Long short-term memory*; Gers, Schmidhuber and Cummins (2000),
    *Learning to forget*.
lstm_step_backward: Greff et al. (2017), *LSTM: a search space odyssey*, section II.B, without peepholes.
lstm_forward: Prince, *Understanding Deep Learning*, notes of chapter 12; Goodfellow, Bengio and Courville, *Deep
    Learning*, section 10.10.1.
lstm_backward: Graves (2012), *Supervised sequence labelling with recurrent neural networks*, section 4.6.
lstm_init: Jozefowicz, Zaremba and Sutskever (2015), *An empirical exploration of recurrent network architectures*.
gru_step: Cho et al. (2014), *Learning phrase representations using RNN encoder-decoder*, section 2.3; in the form
    that PyTorch computes, where the reset gate acts after the product with the weights.
bidirectional: Schuster and Paliwal (1997), *Bidirectional recurrent neural networks*.
"""

import numpy as np

from dlcourse.lessons import neuron


def cell_update(c, *, i, f, g):
    """The new state of a cell: what the forget gate keeps, and what the input gate lets in.

    Formula: ``c_next = f * c + i * g``, elementwise
    c, i, f, g: arrays (N, H) -> array (N, H)

    >>> c, i, f, g = np.array([[2.0]]), np.array([[0.1]]), np.array([[0.9]]), np.array([[-1.0]])
    >>> cell_update(c, i=i, f=f, g=g).round(3)  # 0.9 * 2 + 0.1 * (-1)
    array([[1.7]])
    """
    return f * c + i * g


def lstm_step(x, *, h, c, W_x, W_h, b):
    """One step of an LSTM: four small layers look at input and output, and the cell is updated.

    Formula: ``i, f, g, o`` are the four blocks of H columns of ``x W_x + h W_h + b``, in this order; sigmoid for i, f
    and o, tanh for g; ``c_next = f * c + i * g`` and ``h_next = o * tanh(c_next)``
    x: array (N, D); h, c: (N, H); W_x: (D, 4 H); W_h: (H, 4 H); b: (4 H,), blocks i, f, g, o
    -> (h_next, c_next, cache): h_next an array (N, H); c_next an array (N, H);
    cache the tuple (x, h, c, W_x, W_h, i, f, g, o, c_next)

    >>> x, h, c = np.array([[1.0]]), np.array([[0.0]]), np.array([[2.0]])
    >>> W_x, W_h, b = np.array([[0.0, 1.0, 2.0, -1.0]]), np.zeros((1, 4)), np.zeros(4)
    >>> h_next, c_next, _ = lstm_step(x, h=h, c=c, W_x=W_x, W_h=W_h, b=b)
    >>> print(c_next.round(3), h_next.round(3))  # 0.731 * 2 + 0.5 * 0.964; 0.269 * tanh of it
    [[1.944]] [[0.258]]
    """
    Z = x @ W_x + h @ W_h + b  # (N, D) @ (D, 4 H) + (N, H) @ (H, 4 H) -> (N, 4 H)
    i, f, g, o = np.split(Z, 4, axis=1)  # 4 arrays (N, H)
    i, f, g, o = neuron.sigmoid(i), neuron.sigmoid(f), np.tanh(g), neuron.sigmoid(o)
    c_next = cell_update(c, i=i, f=f, g=g)
    return o * np.tanh(c_next), c_next, (x, h, c, W_x, W_h, i, f, g, o, c_next)


def lstm_step_backward(dh_next, cache, *, dc_next):
    """The gradients of one step of an LSTM.

    Formula: with ``total = dc_next + dh_next o (1 - tanh(c_next)^2)``, the gradients of the four sums are
    ``total g i (1 - i)``, ``total c f (1 - f)``, ``total i (1 - g^2)`` and ``dh_next tanh(c_next) o (1 - o)``, side by
    side in dZ; ``dx = dZ W_x^T``, ``dh = dZ W_h^T``, ``dc = total f``, ``dW_x = x^T dZ``, ``dW_h = h^T dZ``, and db
    the sum of dZ over the examples
    dh_next, dc_next: arrays (N, H); cache: the tuple (x, h, c, W_x, W_h, i, f, g, o, c_next)
    -> (dx, dh, dc, dW_x, dW_h, db), with the shapes of x, h, c, W_x, W_h and (4 H,)

    >>> one, zero, half = np.array([[1.0]]), np.array([[0.0]]), np.array([[0.5]])
    >>> cache = one, zero, 2 * one, np.ones((1, 4)), np.ones((1, 4)), half, half, zero, half, one
    >>> dx, dh, dc, dW_x, dW_h, db = lstm_step_backward(zero, cache, dc_next=one)
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


def lstm_forward(X, *, h0, c0, W_x, W_h, b):
    """An LSTM along whole sequences: the same weights at every step.

    Formula: ``h[t], c[t] = lstm_step(X[:, t], h[t - 1], c[t - 1])``, from h0 and c0 on; ``H[:, t] = h[t]``
    X: array (N, T, D); h0, c0: (N, H); W_x: (D, 4 H); W_h: (H, 4 H)
    b: (4 H,), blocks i, f, g, o
    -> (H, c_last, cache): H an array (N, T, H); c_last an array (N, H);
    cache the list of the T caches of lstm_step

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
    return np.stack(outputs, axis=1), c, cache  # T arrays (N, H) -> (N, T, H)


def lstm_backward(dH, cache):
    """The gradients of an LSTM along whole sequences, from the last step back to the first.

    Formula: at step t, ``dh_next = dH[:, t] + dh`` and ``dc_next = dc``, where dh and dc come from step t + 1 (0 at
    the last step); the gradients of the weights and biases are added up over the steps
    dH: array (N, T, H); cache: the list of the T caches of lstm_step, the first step first
    -> (dX, dh0, dc0, dW_x, dW_h, db): arrays (N, T, D), (N, H), (N, H), (D, 4 H), (H, 4 H) and (4 H,)

    >>> one, zero, half = np.array([[1.0]]), np.array([[0.0]]), np.array([[0.5]])
    >>> cache = 2 * [(one, zero, zero, np.ones((1, 4)), np.zeros((1, 4)), half, half, zero, half, zero)]
    >>> dX, dh0, dc0, dW_x, dW_h, db = lstm_backward(np.array([[[0.0], [1.0]]]), cache)
    >>> print(dX.ravel(), dc0, db)  # the last step hands 0.5 to its cell, the first one gets half of that
    [0.125 0.25 ] [[0.125]] [0.    0.    0.375 0.   ]
    """
    dh = dc = np.zeros_like(dH[:, 0])  # nothing comes after the last step
    inputs, weights = [], []
    for t in reversed(range(len(cache))):
        dx, dh, dc, *step = lstm_step_backward(dH[:, t] + dh, cache[t], dc_next=dc)
        inputs.append(dx)
        weights.append(step)
    dW_x, dW_h, db = (sum(parts) for parts in zip(*weights))
    return np.stack(inputs[::-1], axis=1), dh, dc, dW_x, dW_h, db


def lstm_init(inputs, units, rng, *, forget_bias=1.0):
    """The first weights of an LSTM: random tables, and biases that open the forget gates.

    Formula: ``W_x`` and ``W_h`` drawn from a normal distribution with mean 0 and standard deviation
    ``1 / sqrt(inputs + units)``; b is 0 but for the H biases of the forget gates, which are `forget_bias`
    inputs, units: whole numbers; rng: a random generator; forget_bias: a number
    -> (W_x, W_h, b): arrays (inputs, 4 units), (units, 4 units), (4 units,), blocks i, f, g, o

    >>> W_x, W_h, b = lstm_init(30, 70, np.random.default_rng(0))
    >>> print(W_x.shape, W_h.shape, W_h.std().round(2), b.sum())  # 1 / sqrt(30 + 70) is 0.1
    (30, 280) (70, 280) 0.1 70.0
    """
    std = 1 / np.sqrt(inputs + units)
    W_x = rng.normal(0, std, size=(inputs, 4 * units))
    W_h = rng.normal(0, std, size=(units, 4 * units))
    b = np.zeros(4 * units)
    b[units : 2 * units] = forget_bias
    return W_x, W_h, b


def gru_step(x, *, h, W_x, W_h, b_x, b_h):
    """One step of a GRU: two gates, no cell beside the output.

    Formula: with ``A = x W_x + b_x`` and ``B = h W_h + b_h``, each in three blocks of H columns in the order reset,
    update, candidate: ``r = sigmoid(A_r + B_r)``, ``z = sigmoid(A_z + B_z)``, ``n = tanh(A_n + r * B_n)`` and
    ``h_next = (1 - z) * n + z * h``
    x: array (N, D); h: (N, H); W_x: (D, 3 H); W_h: (H, 3 H); b_x, b_h: (3 H,), blocks r, z, n
    -> h_next: array (N, H)

    >>> x, h, zero = np.array([[1.0]]), np.array([[2.0]]), np.zeros(3)
    >>> W_x, W_h = np.array([[0.0, 1.0, 2.0]]), np.array([[0.0, 0.0, -1.0]])
    >>> gru_step(x, h=h, W_x=W_x, W_h=W_h, b_x=zero, b_h=zero).round(3)  # 0.269 * tanh(2 - 0.5 * 2) + 0.731 * 2
    array([[1.667]])
    """
    A_r, A_z, A_n = np.split(x @ W_x + b_x, 3, axis=1)  # (N, D) @ (D, 3 H) -> 3 arrays (N, H)
    B_r, B_z, B_n = np.split(h @ W_h + b_h, 3, axis=1)  # (N, H) @ (H, 3 H) -> 3 arrays (N, H)
    r, z = neuron.sigmoid(A_r + B_r), neuron.sigmoid(A_z + B_z)
    n = np.tanh(A_n + r * B_n)
    return (1 - z) * n + z * h


def bidirectional(X, *, forward_parameters, backward_parameters):
    """Two LSTMs side by side: one reads from the first step on, one from the last step back.

    Formula: ``out[:, t]`` is the output of the first LSTM at step t, and beside it that of the second at the same
    step, which has read ``X[:, T - 1], ..., X[:, t]``; both begin with zeros
    X: array (N, T, D)
    forward_parameters, backward_parameters: (W_x, W_h, b), of (D, 4 H), (H, 4 H), (4 H,)
    -> array (N, T, 2 H), the outputs of the first LSTM first

    >>> one = np.array([[0.0, 0.0, 2.0, 0.0]]), np.zeros((1, 4)), np.array([100.0, 100.0, 0.0, 100.0])
    >>> bidirectional(np.array([[[1.0], [1.0]]]), forward_parameters=one, backward_parameters=one)[0].round(3)
    array([[0.746, 0.959],
           [0.959, 0.746]])
    """
    outputs = []
    for sequence, (W_x, W_h, b) in ((X, forward_parameters), (X[:, ::-1], backward_parameters)):
        zero = np.zeros((len(X), len(W_h)), X.dtype)
        H, _, _ = lstm_forward(sequence, h0=zero, c0=zero, W_x=W_x, W_h=W_h, b=b)
        outputs.append(H)
    first, second = outputs
    return np.concatenate([first, second[:, ::-1]], axis=2)  # twice (N, T, H) -> (N, T, 2 H)
