"""Lesson 11, rnn: embeddings, recurrent networks, and a model of text, character by character.

Batch first: sequences are arrays (N, T, D), N sequences of T steps with D numbers each; ids are int arrays (N, T).
"""

import numpy as np

from dlcourse.lessons import forward, losses, training


def embedding_forward(ids, E):
    """Look up the row of a table for each id: a vector of numbers for each character.

    Formula: ``out[n, t] = E[ids[n, t]]``

    Parameters
    ----------
    ids : array of int, of any shape
        Numbers of characters, 0 to V - 1.
    E : array (V, D)
        A row of D numbers for each of V characters.

    Returns
    -------
    tuple (array, tuple)
        The rows, of the shape of `ids` with D behind it; the cache (ids, E).

    References
    ----------
    Bengio et al. (2003), *A neural probabilistic language model*, section 2.

    Examples
    --------
    >>> out, _ = embedding_forward(np.array([2, 0]), np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
    >>> print(out.tolist())
    [[5.0, 6.0], [1.0, 2.0]]
    """
    return E[ids], (ids, E)


def embedding_backward(d_out, cache):
    """The gradient of the table: each row collects what comes back to all places where it was used.

    Formula: ``dE[v]`` is the sum of ``d_out[n, t]`` over all places (n, t) with ``ids[n, t] = v``

    Parameters
    ----------
    d_out : array
        The gradient of the rows, of the shape of the ids with D behind it.
    cache : tuple (array, array (V, D))
        From :func:`embedding_forward`: ids (whole numbers, of any shape), E.

    Returns
    -------
    array (V, D)
        The gradient dE.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 12.4.2.

    Examples
    --------
    >>> dE = embedding_backward(np.array([[1.0], [10.0], [100.0]]), (np.array([2, 0, 2]), np.zeros((3, 1))))
    >>> print(dE.ravel())  # row 2 was used twice: 1 + 100
    [ 10.   0. 101.]
    """
    ids, E = cache
    dE = np.zeros_like(E)
    np.add.at(dE, ids, d_out)
    return dE


def rnn_step(x, h, W_x, W_h, b):
    """One step of a recurrent network: the next hidden state, from what comes in and the state before.

    Formula: ``h_next = tanh(x W_x + h W_h + b)``

    Parameters
    ----------
    x : array (N, D)
        What comes in at this step, for N sequences.
    h : array (N, H)
        The hidden state before the step.
    W_x : array (D, H)
        The weights of the input.
    W_h : array (H, H)
        The weights of the state.
    b : array (H,)
        The biases.

    Returns
    -------
    tuple (array (N, H), tuple)
        The hidden state after the step; the cache (x, h, h_next, W_x, W_h).

    Raises
    ------
    ValueError
        If the weights are made for other sizes.

    References
    ----------
    Elman (1990), *Finding structure in time*; Goodfellow, Bengio and Courville, *Deep Learning*, equations 10.8, 10.9.

    Examples
    --------
    >>> W_x, W_h, b = np.array([[2.0]]), np.array([[0.5]]), np.array([-1.0])
    >>> h_next, _ = rnn_step(np.array([[1.0]]), np.array([[-0.6]]), W_x, W_h, b)
    >>> print(h_next.round(3))  # tanh(2 - 0.3 - 1)
    [[0.604]]
    """
    if x.shape[1] != W_x.shape[0]:
        raise ValueError(f"x has {x.shape[1]} columns, W_x has {W_x.shape[0]} rows: they must match")
    if h.shape[1] != W_h.shape[0]:
        raise ValueError(f"h has {h.shape[1]} columns, W_h has {W_h.shape[0]} rows: they must match")
    h_next = np.tanh(x @ W_x + h @ W_h + b)  # (N, D) @ (D, H) + (N, H) @ (H, H) -> (N, H)
    return h_next, (x, h, h_next, W_x, W_h)


def rnn_forward(X, h0, W_x, W_h, b):
    """Read sequences step by step, with the same weights at every step.

    Formula: ``H[:, t] = rnn_step(X[:, t], H[:, t - 1])``, and the state before the first step is `h0`

    Parameters
    ----------
    X : array (N, T, D)
        N sequences of T steps.
    h0 : array (N, H)
        The hidden state before the first step.
    W_x : array (D, H)
        The weights of the input.
    W_h : array (H, H)
        The weights of the state.
    b : array (H,)
        The biases.

    Returns
    -------
    tuple (array (N, T, H), tuple)
        The hidden state after each step; the cache (X, h0, H, W_x, W_h).

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 10.2.

    Examples
    --------
    >>> X, one = np.array([[[1.0], [0.0]]]), np.array([[1.0]])
    >>> H, _ = rnn_forward(X, np.array([[0.0]]), one, one, np.array([0.0]))
    >>> print(H.ravel().round(3))  # tanh(1), and tanh(0 + 0.762)
    [0.762 0.642]
    """
    h, states = h0, []
    for t in range(X.shape[1]):
        h, _ = rnn_step(X[:, t], h, W_x, W_h, b)
        states.append(h)
    H = np.stack(states, axis=1)  # T arrays (N, H) -> (N, T, H)
    return H, (X, h0, H, W_x, W_h)


def rnn_step_backward(dh_next, cache):
    """The gradients of one step, from the gradient of the state after it.

    Formula: ``dz = dh_next (1 - h_next^2)``; ``dx = dz W_x^T``, ``dh = dz W_h^T``, ``dW_x = x^T dz``,
    ``dW_h = h^T dz``, and ``db`` is the sum of dz over the sequences

    Parameters
    ----------
    dh_next : array (N, H)
        The gradient of the state after the step.
    cache : tuple (array (N, D), array (N, H), array (N, H), array (D, H), array (H, H))
        From :func:`rnn_step`: x, h, h_next, W_x, W_h.

    Returns
    -------
    tuple (array (N, D), array (N, H), array (D, H), array (H, H), array (H,))
        The gradients dx, dh, dW_x, dW_h and db.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 10.2.2.

    Examples
    --------
    >>> x, h, h_next = np.array([[1.0]]), np.array([[-0.5]]), np.array([[0.5]])
    >>> gradients = rnn_step_backward(np.array([[4.0]]), (x, h, h_next, np.array([[2.0]]), np.array([[0.5]])))
    >>> print([g.item() for g in gradients])  # dz is 4 * (1 - 0.25)
    [6.0, 1.5, 3.0, -1.5, 3.0]
    """
    x, h, h_next, W_x, W_h = cache
    dz = dh_next * (1 - h_next**2)
    return dz @ W_x.T, dz @ W_h.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)


def rnn_backward(dH, cache):
    """Backpropagation through time: the way back through all steps, from the last one to the first.

    Formula: the gradient of ``H[:, t]`` is ``dH[:, t]`` plus what step t + 1 hands back as its dh; the gradients of
    the weights are the sums over all steps

    Parameters
    ----------
    dH : array (N, T, H)
        The gradient of the state after each step, as far as it does not come through later steps.
    cache : tuple (array (N, T, D), array (N, H), array (N, T, H), array (D, H), array (H, H))
        From :func:`rnn_forward`: X, h0, H, W_x, W_h.

    Returns
    -------
    tuple (array (N, T, D), array (N, H), array (D, H), array (H, H), array (H,))
        The gradients dX, dh0, dW_x, dW_h and db.

    References
    ----------
    Werbos (1990), *Backpropagation through time: what it does and how to do it*.

    Examples
    --------
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

    Parameters
    ----------
    Z : array (N, T, V)
        The scores of V characters at each step.
    y : int array (N, T)
        The right character at each step; where the mask is False, any character.
    mask : bool array (N, T)
        True where a step counts, False where it only fills up a short sequence.

    Returns
    -------
    tuple (float, array (N, T, V))
        The loss, and the gradient of the scores.

    Raises
    ------
    ValueError
        If no step counts.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, sections 6.2.2.3 and 10.2.

    Examples
    --------
    >>> Z, y, mask = np.zeros((1, 2, 2)), np.array([[1, 0]]), np.array([[True, False]])
    >>> loss, dZ = sequence_cross_entropy(Z, y, mask)
    >>> print(round(loss, 3), dZ.tolist())  # log 2; the second step does not count
    0.693 [[[0.5, -0.5], [0.0, 0.0]]]
    """
    if not mask.any():
        raise ValueError("mask counts no step: want at least one")
    loss, dZ = training.softmax_cross_entropy(Z[mask], y[mask])  # (N, T, V) -> (steps that count, V)
    out = np.zeros_like(Z)
    out[mask] = dZ
    return loss, out


def truncated_sequences(ids, batch_size, length):
    """Cut one long text into batches of short pieces, so that each row goes on in the next batch.

    Formula: there are ``count = (len(ids) - 1) // (batch_size * length)`` batches, and row i reads
    ``ids[i W : (i + 1) W]`` with ``W = count * length``: in batch k the pieces ``inputs[i] = ids[s : s + length]``
    and ``targets[i] = ids[s + 1 : s + 1 + length]`` with ``s = i W + k length``; what is left at the end is not used

    Parameters
    ----------
    ids : int array (L,)
        The text, as numbers of characters.
    batch_size : int
        How many rows a batch has.
    length : int
        How many steps a piece has.

    Returns
    -------
    list of (int array (batch_size, length), int array (batch_size, length))
        The batches: inputs, and targets, which are the characters that come next.

    Raises
    ------
    ValueError
        If the text is too short for one batch.

    References
    ----------
    Sutskever (2013), *Training recurrent neural networks*, section 2.8.6.

    Examples
    --------
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


def sample_next(z, temperature, rng):
    """Draw the next character by its probability; a temperature makes the draw bolder or more careful.

    Formula: character v is drawn with the probability ``softmax(z / temperature)[v]``

    Parameters
    ----------
    z : array (V,)
        The score of each character.
    temperature : float
        Above 0: below 1 the probable characters become even more probable, above 1 less.
    rng : numpy.random.Generator
        Where the random numbers come from.

    Returns
    -------
    int
        The number of the character, 0 to V - 1.

    Raises
    ------
    ValueError
        If the temperature is not above 0.

    References
    ----------
    Ackley, Hinton and Sejnowski (1985), *A learning algorithm for Boltzmann machines*, equation 5.

    Examples
    --------
    >>> sample_next(np.array([0.0, 1.0]), 0.01, np.random.default_rng(0))  # 1 against 0 as exp(100) to 1
    1
    """
    if temperature <= 0:
        raise ValueError(f"temperature is {temperature}: want a number above 0")
    P = forward.softmax(z[None] / temperature)[0]  # a table of one row: (1, V) -> (V,)
    return int(rng.choice(len(z), p=P))


# ---- the fast forms: the same numbers, with less work for the memory ----


def embedding_backward_fast(d_out, cache):
    """The same as :func:`embedding_backward`: sorted by id, the rows of a character lie side by side."""
    ids, E = cache
    flat, rows = ids.reshape(-1), d_out.reshape(-1, E.shape[1])
    order = np.argsort(flat, kind="stable")
    found, starts = np.unique(flat[order], return_index=True)
    dE = np.zeros_like(E)
    if len(found):
        dE[found] = np.add.reduceat(rows[order], starts, axis=0)
    return dE


def rnn_forward_fast(X, h0, W_x, W_h, b):
    """The same H as :func:`rnn_forward`: one product for all inputs, and steps that write side by side.

    The cache holds the time first: X as (T, N, D), and the states before and after each step as (T + 1, N, H).
    """
    N, T, D = X.shape
    X = np.ascontiguousarray(X.swapaxes(0, 1))  # (N, T, D) -> (T, N, D)
    Z = (X.reshape(-1, D) @ W_x).reshape(T, N, -1)
    Z += b
    states = np.empty((T + 1, *h0.shape), Z.dtype)
    states[0] = h0
    for z, before, after in zip(Z, states, states[1:]):
        np.matmul(before, W_h, out=after)
        after += z
        np.tanh(after, out=after)
    return states[1:].swapaxes(0, 1), (X, states, W_x, W_h)


def rnn_backward_fast(dH, cache):
    """The same as :func:`rnn_backward`, with the cache of :func:`rnn_forward_fast`: one product for each gradient."""
    X, states, W_x, W_h = cache
    T, N, D = X.shape
    slopes = np.square(states[1:])
    np.subtract(1, slopes, out=slopes)
    dZ = np.array(dH.swapaxes(0, 1), dtype=slopes.dtype, order="C")  # (N, T, H) -> (T, N, H), a copy to work in
    dh, back = np.zeros_like(states[0]), np.ascontiguousarray(W_h.T)
    for dz, slope in zip(dZ[::-1], slopes[::-1]):
        dz += dh
        dz *= slope
        np.matmul(dz, back, out=dh)
    flat = dZ.reshape(T * N, -1)
    dX = (flat @ W_x.T).reshape(T, N, D).swapaxes(0, 1)
    dW_x = X.reshape(-1, D).T @ flat
    dW_h = states[:-1].reshape(T * N, -1).T @ flat
    return dX, dh, dW_x, dW_h, np.ones(T * N, flat.dtype) @ flat


# ---- layers for the network class of lesson 06 ----


class Embedding(training.Layer):
    """A table of vectors as a layer: ids come in, rows go out.

    Parameters
    ----------
    vocabulary, width : int
        How many characters there are, and how many numbers stand for each.
    rng : numpy.random.Generator
        Draws the first table, with the spread 1.
    dtype : type
        float (64 bits) or numpy.float32.
    forward, backward : function
        What to calculate with: the fast form, or others like :func:`embedding_forward`.
    """

    def __init__(
        self, vocabulary, width, rng, dtype=float, forward=embedding_forward, backward=embedding_backward_fast
    ):
        self.parameters = {"E": rng.normal(size=(vocabulary, width)).astype(dtype)}
        self._forward, self._backward = forward, backward

    def forward(self, X, training=False):
        """The rows of the ids X."""
        return self._forward(X, self.parameters["E"])

    def backward(self, d_out, cache):
        """Ids have no gradient; dE."""
        return None, self.parameter_gradients(d_out, cache)

    def parameter_gradients(self, d_out, cache):
        """dE."""
        return {"E": self._backward(d_out, cache)}


class RNN(training.Layer):
    """A recurrent layer: (N, T, D) comes in, the hidden state after each step (N, T, H) goes out.

    Every recurrent layer of the course has `forward` with a `state` to begin with, and `final_state`, which finds the
    state after the last step in the cache: what to hand on as `state` when the text goes on.

    Parameters
    ----------
    inputs, units : int
        How many numbers come in at a step, and how many the hidden state has.
    rng : numpy.random.Generator
        Draws the first weights; the first biases are 0.
    dtype : type
        float (64 bits) or numpy.float32.
    forward, backward : function
        What to calculate with: the fast form, or others like :func:`rnn_forward` and :func:`rnn_backward`.

    Examples
    --------
    >>> layer = RNN(3, 5, np.random.default_rng(0))
    >>> H, cache = layer.forward(np.zeros((2, 7, 3)))
    >>> H.shape, layer.final_state(cache).shape
    ((2, 7, 5), (2, 5))
    """

    def __init__(self, inputs, units, rng, dtype=float, forward=rnn_forward_fast, backward=rnn_backward_fast):
        W_x, W_h = (training.xavier_init(rows, units, rng).astype(dtype) for rows in (inputs, units))
        self.parameters = {"W_x": W_x, "W_h": W_h, "b": np.zeros(units, dtype)}
        self._forward, self._backward = forward, backward

    def forward(self, X, training=False, state=None):
        """The states after each step, from `state` on; zeros if there is none."""
        W_x, W_h, b = self.parameters.values()
        h0 = np.zeros((len(X), len(b)), b.dtype) if state is None else state
        H, cache = self._forward(X, h0, W_x, W_h, b)
        return H, (cache, H[:, -1])

    def final_state(self, cache):
        """The state after the last step, (N, H)."""
        return cache[1]

    def backward(self, d_out, cache):
        """dX, and dW_x, dW_h and db; what the state before the first step would get is let go."""
        dX, _, *gradients = self._backward(d_out, cache[0])
        return dX, dict(zip(self.parameters, gradients))


class Sum(training.Layer):
    """The sum over the steps of each sequence, (N, T, D) -> (N, D): the order is lost."""

    def forward(self, X, training=False):
        """Add up all steps."""
        return X.sum(axis=1), X.shape

    def backward(self, d_out, cache):
        """Every step gets the same gradient."""
        return np.broadcast_to(d_out[:, None], cache), {}


class SequenceNetwork(training.Network):
    """A network that reads sequences and answers at every step; its recurrent layers go on where they are told to.

    Parameters
    ----------
    layers : list of Layer
        For a model of text: an embedding, one or more recurrent layers, a dense layer. Which layers are recurrent is
        seen by their `final_state`.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> network = SequenceNetwork([Embedding(4, 3, rng), RNN(3, 8, rng), training.Dense(8, 4, rng)])
    >>> Z, caches = network.forward(np.array([[0, 1, 2]]))
    >>> Z.shape, [state.shape for state in network.final_state(caches)]
    ((1, 3, 4), [(1, 8)])
    """

    def forward(self, X, training=False, state=None):
        """The scores at each step, and the caches; `state` as from :meth:`final_state`, or None for zeros."""
        caches, states = [], iter(state or ())
        for layer in self.layers:
            begin = {"state": next(states, None)} if hasattr(layer, "final_state") else {}
            X, cache = layer.forward(X, training, **begin)
            caches.append(cache)
        return X, caches

    def final_state(self, caches):
        """A list of the states of all recurrent layers after the last step."""
        pairs = zip(self.layers, caches)
        return [layer.final_state(cache) for layer, cache in pairs if hasattr(layer, "final_state")]

    def sequence_gradients(self, X, y, mask=None, state=None, loss=sequence_cross_entropy):
        """The loss, the gradients of all parameters, and the final state; ``loss(Z, y, mask) -> (loss, dZ)``."""
        Z, caches = self.forward(X, training=True, state=state)
        value, dZ = loss(Z, y, np.ones(y.shape, bool) if mask is None else mask)
        return value, self.backward(dZ, caches), self.final_state(caches)


def character_model(vocabulary, width, units, rng, recurrent=RNN, dtype=float):
    """An embedding, a recurrent layer, and a dense layer that scores what comes next, at every step.

    Parameters
    ----------
    vocabulary, width, units : int
        How many characters there are, how many numbers stand for a character, and how many the state has.
    rng : numpy.random.Generator
        Draws the first weights.
    recurrent : class
        :class:`RNN`, or another one that takes ``(inputs, units, rng, dtype)``.
    dtype : type
        float (64 bits) or numpy.float32.

    Returns
    -------
    SequenceNetwork
    """
    layers = [Embedding(vocabulary, width, rng, dtype), recurrent(width, units, rng, dtype)]
    return SequenceNetwork([*layers, training.Dense(units, vocabulary, rng, training.xavier_init, dtype)])


# ---- a text as numbers, training on it, and what comes of it ----


def ids_of(text, signs):
    """The number of each character of a text in the alphabet `signs`: an int array (L,).

    Examples
    --------
    >>> ids_of("cab", "abc")
    array([2, 0, 1])
    """
    place = {sign: number for number, sign in enumerate(signs)}
    unknown = sorted(set(text) - set(signs))
    if unknown:
        raise ValueError(f"the text has {unknown[0]!r}, which the alphabet has not")
    return np.array([place[sign] for sign in text], dtype=int)


def padded(words, signs):
    """Words as rows of equal length: what is read, what comes next, and which steps count.

    Character 0 of the alphabet begins a word, ends it, and fills up the rest of its row.

    Parameters
    ----------
    words : list of str
    signs : str
        The alphabet; its first character must be in no word.

    Returns
    -------
    tuple (int array (N, T), int array (N, T), bool array (N, T))
        Inputs, targets and mask; T is the length of the longest word plus 1.

    Examples
    --------
    >>> inputs, targets, mask = padded(["ab", "c"], ".abc")
    >>> print(inputs.tolist(), targets.tolist(), mask.astype(int).tolist())
    [[0, 1, 2], [0, 3, 0]] [[1, 2, 0], [3, 0, 0]] [[1, 1, 1], [1, 1, 0]]
    """
    rows = np.zeros((len(words), max(map(len, words)) + 2), dtype=int)
    for row, word in zip(rows, words):
        row[1 : len(word) + 1] = ids_of(word, signs)
    lengths = np.array([len(word) for word in words])
    return rows[:, :-1], rows[:, 1:], np.arange(rows.shape[1] - 1) <= lengths[:, None]


def train_on_text(network, batches, optimizer, carry=True, loss=sequence_cross_entropy):
    """One epoch over the batches of :func:`truncated_sequences`, the state carried from each to the next.

    Parameters
    ----------
    network : SequenceNetwork
        Changed in place.
    batches : iterable of (inputs, targets)
    optimizer : SGD or Adam
    carry : bool
        False: every piece begins with a state of zeros.
    loss : function
        ``loss(Z, y, mask) -> (loss, dZ)``.

    Returns
    -------
    float
        The mean loss, each as it was before its step.
    """
    state, losses_seen = None, []
    for inputs, targets in batches:
        value, gradients, state = network.sequence_gradients(inputs, targets, None, state, loss)
        optimizer.step(network, gradients)
        losses_seen.append(value)
        state = state if carry else None
    return float(np.mean(losses_seen))


def train_on_words(network, data, optimizer, rng, batch_size=32, loss=sequence_cross_entropy):
    """One epoch over the words of :func:`padded`, shuffled; every batch is as long as its longest word.

    Parameters
    ----------
    network : SequenceNetwork
        Changed in place.
    data : tuple (inputs, targets, mask)
    optimizer : SGD or Adam
    rng : numpy.random.Generator
    batch_size : int
    loss : function
        ``loss(Z, y, mask) -> (loss, dZ)``.

    Returns
    -------
    float
        The mean loss of the batches, each as it was before its step.
    """
    numbers, total = np.arange(len(data[0])), []
    for rows, _ in training.minibatches(numbers, numbers, batch_size, rng):
        longest = int(data[2][rows].sum(axis=1).max())
        inputs, targets, mask = (part[rows, :longest] for part in data)
        value, gradients, _ = network.sequence_gradients(inputs, targets, mask, loss=loss)
        optimizer.step(network, gradients)
        total.append(value)
    return float(np.mean(total))


def text_perplexity(network, batches, carry=True):
    """The perplexity on the batches of :func:`truncated_sequences`: ``exp`` of the mean cross-entropy.

    Parameters
    ----------
    network : SequenceNetwork
    batches : list of (inputs, targets)
    carry : bool
        False: every piece begins with a state of zeros.

    Returns
    -------
    float
    """
    state, total = None, 0.0
    for inputs, targets in batches:
        Z, caches = network.forward(inputs, state=state)
        total += sequence_cross_entropy(Z, targets, np.ones(targets.shape, bool))[0]
        state = network.final_state(caches) if carry else None
    return float(np.exp(total / len(batches)))


def read_along(network, ids, length=1000):
    """The scores after each character of one long text, read in pieces with the state carried over: array (L, V)."""
    state, found = None, []
    for start in range(0, len(ids), length):
        Z, caches = network.forward(ids[None, start : start + length], state=state)
        state = network.final_state(caches)
        found.append(Z[0])
    return np.concatenate(found)


def generate(network, start, length, temperature, rng, sample=sample_next, stop=None):
    """Let a network write: draw a character, hand it back in as the next input, and so on.

    Parameters
    ----------
    network : SequenceNetwork
        Its scores are those of the characters that come next.
    start : int array (L,)
        What it reads first, one character or more.
    length : int
        How many characters it writes at most.
    temperature : float
    rng : numpy.random.Generator
    sample : function
        ``sample(z, temperature, rng) -> int``.
    stop : int, optional
        A character that ends the text, and is not given back.

    Returns
    -------
    list of int
    """
    found, state, ids = [], None, np.asarray(start)
    while len(found) < length:
        Z, caches = network.forward(ids[None], state=state)
        state = network.final_state(caches)
        sign = int(sample(Z[0, -1], temperature, rng))
        if sign == stop:
            break
        found.append(sign)
        ids = np.array([sign])
    return found


# ---- what the network is compared with: counts, and models that lose the order ----


def ngrams(ids, order):
    """All runs of `order` characters that follow one another in a text: int array (L - order + 1, order)."""
    return np.lib.stride_tricks.sliding_window_view(ids, order)


def word_ngrams(words, signs, order):
    """All runs of characters in words, each with its begin (character 0, as often as needed) and end: (M, order)."""
    begin, end = signs[0] * (order - 1), signs[0]
    return np.concatenate([ngrams(ids_of(begin + word + end, signs), order) for word in words])


def ngram_table(runs, vocabulary, weight=8.0):
    """The probability of the next character after each context, counted; rare contexts lean on shorter ones.

    Formula: ``P(c | context) = (count(context c) + weight P(c | shorter context)) / (count(context) + weight)``, and
    without any context the shorter one is ``1 / V``

    Parameters
    ----------
    runs : int array (M, order)
        Runs of characters, as from :func:`ngrams`: the last character is what came next.
    vocabulary : int
        How many characters there are, V.
    weight : float
        How many times a context must be seen until its own counts weigh as much as the shorter context.

    Returns
    -------
    array (V, ..., V)
        With `order` axes; the last is that of the next character.

    References
    ----------
    MacKay and Peto (1995), *A hierarchical Dirichlet language model*.

    Examples
    --------
    >>> table = ngram_table(ngrams(np.array([0, 1, 0, 1, 0]), 2), 2, weight=1.0)
    >>> print(table.round(3).tolist())  # the character alone: (2 + 0.5) / 5 each
    [[0.167, 0.833], [0.833, 0.167]]
    """
    P = np.full(vocabulary, 1 / vocabulary)
    for order in range(1, runs.shape[1] + 1):
        shape = (vocabulary,) * order
        places = np.ravel_multi_index(tuple(runs[:, -order:].T), shape)
        counts = np.bincount(places, minlength=vocabulary**order).reshape(shape)
        P = (counts + weight * P) / (counts.sum(axis=-1, keepdims=True) + weight)
    return P


def table_perplexity(table, runs):
    """The perplexity of counted probabilities on runs of characters: ``exp`` of the mean of ``-log P``."""
    return float(np.exp(-np.mean(np.log(table[tuple(runs.T)]))))


def table_scores(table, words, signs):
    """The logarithm of the probability of each word by counts, its end included: array (N,)."""
    runs = [word_ngrams([word], signs, table.ndim) for word in words]
    return np.array([np.log(table[tuple(run.T)]).sum() for run in runs])


def word_scores(network, words, signs):
    """The logarithm of the probability of each word by a network, its end included: array (N,)."""
    inputs, targets, mask = padded(words, signs)
    Z, _ = network.forward(inputs)
    log_P = losses.log_softmax(Z.reshape(-1, Z.shape[2])).reshape(Z.shape)
    right = np.take_along_axis(log_P, targets[:, :, None], axis=2)[:, :, 0]
    return (right * mask).sum(axis=1)


def word_perplexity(scores, words):
    """The perplexity of a model that gives words these scores: ``exp`` of the mean of ``-log P`` of a character."""
    return float(np.exp(-np.sum(scores) / sum(len(word) + 1 for word in words)))


def shuffled(words, rng):
    """The same words with their letters in another order; words of fewer than two kinds of letters stay as they are."""
    found = []
    for word in words:
        other = word
        while other == word and len(set(word)) > 1:
            other = "".join(rng.permutation(list(word)))
        found.append(other)
    return found


def share_higher(scores, others):
    """In how many pairs the first score is the higher one; equal scores count half."""
    gap = np.where(np.isclose(scores, others), 0, np.asarray(scores) - others)
    return float(np.mean((np.sign(gap) + 1) / 2))


# ---- beside the exercises: what the pictures and experiments of the lesson need ----

SIGNS = " abcdefghijklmnopqrstuvwxyz()-.,"


def hand_set_reader():
    """A recurrent layer of three neurons that reads letters, its weights set by hand and not learned.

    Number 1 of its state is near 1 after an opening bracket and near -1 after a closing one, however long ago that
    was; number 2 jumps up at each vowel and fades; number 3 says whether the last character was a vowel, no more.

    Returns
    -------
    tuple (array (32, 3), array (3, 3), array (3,))
        W_x, for letters of ``SIGNS`` as rows of ones and zeros, W_h and b.

    Examples
    --------
    >>> W_x, W_h, b = hand_set_reader()
    >>> X = np.eye(len(SIGNS))[ids_of("a (bcd", SIGNS)]
    >>> H, _ = rnn_forward(X[None], np.zeros((1, 3)), W_x, W_h, b)
    >>> print(H[0, :, 0].round(1).tolist())  # inside of brackets from the 3rd character on
    [-0.5, -1.0, 1.0, 1.0, 1.0, 1.0]
    """
    vowels = np.isin(list(SIGNS), list("aeiou")).astype(float)
    brackets = 8.0 * (np.array(list(SIGNS)) == "(") - 8.0 * (np.array(list(SIGNS)) == ")")
    letters = np.isin(list(SIGNS), list("bcdfghjklmnpqrstvwxyz")).astype(float)
    W_x = np.column_stack([brackets, vowels, 2 * vowels - 2 * letters])
    return W_x, np.diag([3.0, 0.8, 0.0]), np.array([-0.5, 0.0, 0.0])


def inside_brackets(text):
    """For each character of a text, 1 if a bracket is open after it, and 0 if not: int array (L,).

    Examples
    --------
    >>> print(inside_brackets("a (b) c"))
    [0 0 1 1 0 0 0]
    """
    signs = np.array(list(text))
    return (np.cumsum((signs == "(").astype(int) - (signs == ")")) > 0).astype(int)


def scaled(W_h, radius):
    """Weights scaled so that, multiplied again and again, they stretch by `radius` each time in the long run.

    Parameters
    ----------
    W_h : array (H, H)
    radius : float
        The largest absolute value of an eigenvalue, the spectral radius.

    Returns
    -------
    array (H, H)

    Examples
    --------
    >>> scaled(np.array([[2.0, 0.0], [0.0, 1.0]]), 0.5)
    array([[0.5 , 0.  ],
           [0.  , 0.25]])
    """
    return W_h * (radius / np.abs(np.linalg.eigvals(W_h)).max())


def gradient_by_distance(W_h, X, W_x, step=rnn_step, step_backward=rnn_step_backward):
    """How long a gradient is that begins with length 1 at the last step, after each step on the way back.

    Parameters
    ----------
    W_h : array (H, H)
        The weights of the state.
    X : array (N, T, D)
        What the network reads, from a state of zeros on, without biases.
    W_x : array (D, H)
        The weights of the input.
    step, step_backward : function
        As :func:`rnn_step` and :func:`rnn_step_backward`.

    Returns
    -------
    array (T + 1,)
        The length for distances of 0 to T steps: the mean over the N sequences of the logarithm, then its exponential.
    """
    h, caches = np.zeros((len(X), len(W_h))), []
    for x in X.swapaxes(0, 1):
        h, cache = step(x, h, W_x, W_h, np.zeros(len(W_h)))
        caches.append(cache)
    dh = np.ones_like(h) / len(W_h) ** 0.5
    lengths = [np.linalg.norm(dh, axis=1)]
    for cache in reversed(caches):
        _, dh, *_ = step_backward(dh, cache)
        lengths.append(np.linalg.norm(dh, axis=1))
    return np.exp(np.log(np.maximum(lengths, 1e-300)).mean(axis=1))


def train_from_radius(batches, vocabulary, radius, clip, rng):
    """Train a small model of text by plain gradient descent with momentum, from weights of a given spectral radius.

    Parameters
    ----------
    batches : list of (inputs, targets)
        As from :func:`truncated_sequences`; one step is made for each, the state begun anew.
    vocabulary : int
    radius : float
        Of the first W_h.
    clip : float or None
        The largest norm of all gradients together.
    rng : numpy.random.Generator
        Draws the first weights.

    Returns
    -------
    tuple (float, array (steps,))
        The norm of all gradients at the first step, before clipping; the loss before each step.
    """
    network = character_model(vocabulary, 16, 32, rng)
    W_h = network.layers[1].parameters["W_h"]
    W_h[...] = scaled(W_h, radius)
    _, gradients, _ = network.sequence_gradients(*batches[0])
    norm = np.sqrt(sum(np.sum(g * g) for layer in gradients for g in layer.values()))
    optimizer = training.SGD(1.0, momentum=0.9, clip=clip)
    return float(norm), np.array([train_on_text(network, [batch], optimizer) for batch in batches])
