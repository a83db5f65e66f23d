"""Lesson 11, rnn: embeddings, recurrent networks, and a model of text, character by character.

Batch first: sequences are arrays (N, T, D), N sequences of T steps with D numbers each; ids are int arrays (N, T), and
the vocabulary they count has V characters. A state has H numbers. A step is given what comes in and, by name, the state
before it and the weights. A cache is what a forward function keeps for its backward, which takes the gradient of the
output and the cache.

Sources
-------
embedding_forward: Bengio et al. (2003), *A neural probabilistic language model*, section 2.
embedding_backward: Goodfellow, Bengio and Courville, *Deep Learning*, section 12.4.2.
rnn_step: Elman (1990), *Finding structure in time*; Goodfellow, Bengio and Courville, *Deep Learning*, equations
    10.8, 10.9.
rnn_step_backward: Goodfellow, Bengio and Courville, *Deep Learning*, section 10.2.2.
rnn_forward: Goodfellow, Bengio and Courville, *Deep Learning*, section 10.2.
rnn_backward: Werbos (1990), *Backpropagation through time: what it does and how to do it*.
sequence_cross_entropy: Goodfellow, Bengio and Courville, *Deep Learning*, sections 6.2.2.3 and 10.2.
sample_next: Ackley, Hinton and Sejnowski (1985), *A learning algorithm for Boltzmann machines*, equation 5.
truncated_sequences: Sutskever (2013), *Training recurrent neural networks*, section 2.8.6.
"""

import numpy as np

from dlcourse.lessons import forward, losses


def embedding_forward(ids, E):
    """Look up the row of a table for each id: a vector of numbers for each character.

    Formula: ``out[n, t] = E[ids[n, t]]``
    ids: int array of any shape; E: array (V, D)
    -> (out, cache): out an array (..., D), that shape with D behind it; cache the tuple (ids, E)

    >>> out, _ = embedding_forward(np.array([2, 0]), np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
    >>> print(out.tolist())
    [[5.0, 6.0], [1.0, 2.0]]
    """
    return E[ids], (ids, E)  # (N, T) -> (N, T, D)


def embedding_backward(d_out, cache):
    """The gradient of the table: each row collects what comes back to all places where it was used.

    Formula: ``dE[v]`` is the sum of ``d_out[n, t]`` over all places (n, t) with ``ids[n, t] = v``
    d_out: array (..., D); cache: (ids, E), int array of any shape and array (V, D) -> array (V, D)

    >>> dE = embedding_backward(np.array([[1.0], [10.0], [100.0]]), (np.array([2, 0, 2]), np.zeros((3, 1))))
    >>> print(dE.ravel())  # row 2 was used twice: 1 + 100
    [ 10.   0. 101.]
    """
    ids, E = cache
    dE = np.zeros_like(E)
    np.add.at(dE, ids, d_out)
    return dE


def rnn_step(x, *, h, W_x, W_h, b):
    """One step of a recurrent network: the next hidden state, from what comes in and the state before.

    Formula: ``h_next = tanh(x W_x + h W_h + b)``
    x: array (N, D); h: (N, H); W_x: (D, H); W_h: (H, H); b: (H,)
    -> (h_next, cache): h_next an array (N, H); cache the tuple (x, h, h_next, W_x, W_h)

    Raises ValueError if the weights are made for other sizes.

    >>> W_x, W_h, b = np.array([[2.0]]), np.array([[0.5]]), np.array([-1.0])
    >>> h_next, _ = rnn_step(np.array([[1.0]]), h=np.array([[-0.6]]), W_x=W_x, W_h=W_h, b=b)
    >>> print(h_next.round(3))  # tanh(2 - 0.3 - 1)
    [[0.604]]
    """
    if x.shape[1] != W_x.shape[0]:
        raise ValueError(f"x has {x.shape[1]} columns, W_x has {W_x.shape[0]} rows: they must match")
    if h.shape[1] != W_h.shape[0]:
        raise ValueError(f"h has {h.shape[1]} columns, W_h has {W_h.shape[0]} rows: they must match")
    h_next = np.tanh(x @ W_x + h @ W_h + b)  # (N, D) @ (D, H) + (N, H) @ (H, H) -> (N, H)
    return h_next, (x, h, h_next, W_x, W_h)


def rnn_step_backward(dh_next, cache):
    """The gradients of one step, from the gradient of the state after it.

    Formula: ``dz = dh_next (1 - h_next^2)``; ``dx = dz W_x^T``, ``dh = dz W_h^T``, ``dW_x = x^T dz``,
    ``dW_h = h^T dz``, and ``db`` is the sum of dz over the sequences
    dh_next: array (N, H); cache: the tuple (x, h, h_next, W_x, W_h)
    -> (dx, dh, dW_x, dW_h, db), with the shapes of x, h, W_x, W_h and (H,)

    >>> x, h, h_next = np.array([[1.0]]), np.array([[-0.5]]), np.array([[0.5]])
    >>> gradients = rnn_step_backward(np.array([[4.0]]), (x, h, h_next, np.array([[2.0]]), np.array([[0.5]])))
    >>> print([g.item() for g in gradients])  # dz is 4 * (1 - 0.25)
    [6.0, 1.5, 3.0, -1.5, 3.0]
    """
    x, h, h_next, W_x, W_h = cache
    dz = dh_next * (1 - h_next**2)  # (N, H)
    return dz @ W_x.T, dz @ W_h.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)


def rnn_forward(X, *, h0, W_x, W_h, b):
    """Read sequences step by step, with the same weights at every step.

    Formula: ``H[:, t] = rnn_step(X[:, t], H[:, t - 1])``, and the state before the first step is `h0`
    X: array (N, T, D); h0: (N, H); W_x: (D, H); W_h: (H, H); b: (H,)
    -> (H, cache): H an array (N, T, H), the state after each step; cache the tuple (X, h0, H, W_x, W_h)

    >>> X, one = np.array([[[1.0], [0.0]]]), np.array([[1.0]])
    >>> H, _ = rnn_forward(X, h0=np.array([[0.0]]), W_x=one, W_h=one, b=np.array([0.0]))
    >>> print(H.ravel().round(3))  # tanh(1), and tanh(0 + 0.762)
    [0.762 0.642]
    """
    h, states = h0, []
    for t in range(X.shape[1]):
        h, _ = rnn_step(X[:, t], h=h, W_x=W_x, W_h=W_h, b=b)
        states.append(h)
    H = np.stack(states, axis=1)  # T arrays (N, H) -> (N, T, H)
    return H, (X, h0, H, W_x, W_h)


def rnn_backward(dH, cache):
    """Backpropagation through time: the backward pass through all steps, from the last one to the first.

    Formula: the gradient of ``H[:, t]`` is ``dH[:, t]`` plus what step t + 1 hands back as its dh; the gradients of
    the weights are the sums over all steps
    dH: array (N, T, H); cache: the tuple (X, h0, H, W_x, W_h)
    -> (dX, dh0, dW_x, dW_h, db), with the shapes of X, h0, W_x, W_h and (H,)

    >>> one, H = np.array([[1.0]]), np.array([[[0.0], [0.5]]])  # the slopes 1 - H^2 are 1 and 0.75
    >>> cache = np.array([[[3.0], [7.0]]]), np.array([[2.0]]), H, one, one
    >>> dX, dh0, dW_x, dW_h, db = rnn_backward(np.array([[[10.0], [4.0]]]), cache)
    >>> print(dX.ravel(), dh0, dW_x, dW_h, db)  # dz is 4 * 0.75 at the second step, and 10 + 3 at the first
    [13.  3.] [[13.]] [[60.]] [[26.]] [16.]
    """
    X, h0, H, W_x, W_h = cache
    dX, dh = np.empty_like(X), np.zeros_like(h0)
    dW_x, dW_h, db = np.zeros_like(W_x), np.zeros_like(W_h), np.zeros_like(W_h[0])
    for t in reversed(range(X.shape[1])):
        before = H[:, t - 1] if t > 0 else h0
        step = X[:, t], before, H[:, t], W_x, W_h
        dX[:, t], dh, dW_x_t, dW_h_t, db_t = rnn_step_backward(dH[:, t] + dh, step)
        dW_x, dW_h, db = dW_x + dW_x_t, dW_h + dW_h_t, db + db_t
    return dX, dh, dW_x, dW_h, db


def sequence_cross_entropy(Z, y, mask):
    """The mean cross-entropy of all steps that count, and its gradient.

    Formula: ``loss = -mean of log P[n, t, y[n, t]]`` over the places with ``mask[n, t]``, where ``P = softmax(Z)``;
    ``dZ = (P - one_hot(y)) / count`` there, with `count` such places, and 0 elsewhere
    Z: array (N, T, V); y: int array (N, T); mask: bool array (N, T), True where a step counts
    -> (loss, dZ): loss a number; dZ an array (N, T, V)

    Raises ValueError if no step counts.

    >>> Z, y, mask = np.zeros((1, 2, 2)), np.array([[1, 0]]), np.array([[True, False]])
    >>> loss, dZ = sequence_cross_entropy(Z, y, mask)
    >>> print(round(loss, 3), dZ.tolist())  # log 2; the second step does not count
    0.693 [[[0.5, -0.5], [0.0, 0.0]]]
    """
    if not mask.any():
        raise ValueError("mask counts no step: want at least one")
    logits, targets = Z[mask], y[mask]  # (N, T, V) -> (steps that count, V)
    dZ = np.zeros_like(Z)
    dZ[mask] = losses.cross_entropy_gradient(logits, targets)
    return float(losses.cross_entropy(logits, targets)), dZ


def sample_next(z, temperature, rng):
    """Draw the next character by its probability; a temperature makes the draw bolder or more careful.

    Formula: character v is drawn with the probability ``softmax(z / temperature)[v]``
    z: array (V,), the scores; temperature: a number above 0; rng: a numpy.random.Generator -> a whole number

    Raises ValueError if the temperature is not above 0.

    >>> sample_next(np.array([0.0, 1.0]), 0.01, np.random.default_rng(0))  # 1 against 0 as exp(100) to 1
    1
    """
    if temperature <= 0:
        raise ValueError(f"temperature is {temperature}: want a number above 0")
    P = forward.softmax(z[None] / temperature)[0]  # a table of one row: (1, V) -> (V,)
    return int(rng.choice(len(z), p=P))


def truncated_sequences(ids, batch_size, length):
    """Cut one long text into batches of short pieces, so that each row goes on in the next batch.

    Formula: there are ``count = (len(ids) - 1) // (batch_size * length)`` batches, and row i reads
    ``ids[i W : (i + 1) W]`` with ``W = count * length``: in batch k the pieces ``inputs[i] = ids[s : s + length]``
    and ``targets[i] = ids[s + 1 : s + 1 + length]`` with ``s = i W + k length``; what is left at the end is not used
    ids: int array (L,); batch_size, length: whole numbers
    -> list of (L - 1) // (batch_size * length) pairs (inputs, targets), each an int array (batch_size, length)

    Raises ValueError if the text is too short for one batch.

    >>> for inputs, targets in truncated_sequences(np.arange(10), batch_size=2, length=2):
    ...     print(inputs.tolist(), targets.tolist())
    [[0, 1], [4, 5]] [[1, 2], [5, 6]]
    [[2, 3], [6, 7]] [[3, 4], [7, 8]]
    """
    count = (len(ids) - 1) // (batch_size * length)
    if count < 1:
        raise ValueError(f"{len(ids)} ids are too few for {batch_size} rows of {length} steps and their targets")
    used = batch_size * count * length
    inputs, targets = (part.reshape(batch_size, count, length) for part in (ids[:used], ids[1 : used + 1]))
    return [(inputs[:, k], targets[:, k]) for k in range(count)]
