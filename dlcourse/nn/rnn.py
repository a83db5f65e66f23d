"""Lesson 11, rnn: embeddings and recurrent layers, in a fast form, and networks that read sequences."""

import numpy as np

from dlcourse.lessons import rnn
from dlcourse.lessons.training import xavier_init
from dlcourse.nn import training
from dlcourse.nn.training.pace import at_pace


def embedding_forward_fast(ids, E):
    """The same as :func:`embedding_forward`: `take` copies rows where indexing looks at each number."""
    return np.take(E, ids, axis=0), (ids, E)


def embedding_backward_fast(d_out, cache):
    """The same as :func:`embedding_backward`: sorted by id, the rows of a character lie side by side."""
    ids, E = cache
    flat, rows = ids.reshape(-1), d_out.reshape(-1, E.shape[1])
    if flat.size and flat.min() < 0:  # from the end, as for lists
        flat = flat % len(E)
    counts = np.bincount(flat, minlength=len(E))
    found = np.flatnonzero(counts)
    dE = np.zeros_like(E)
    if len(found):
        small = np.uint16 if len(E) <= 2**16 else flat.dtype  # NumPy sorts numbers of 16 bits several times as fast
        order = np.argsort(flat.astype(small), kind="stable")
        starts = np.cumsum(counts) - counts
        dE[found] = np.add.reduceat(rows[order], starts[found], axis=0)
    return dE


def rnn_forward_fast(X, *, h0, W_x, W_h, b):
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


def sequence_cross_entropy_fast(Z, y, mask):
    """The same as :func:`sequence_cross_entropy`, in one pass; nothing is picked out where every step counts."""
    if mask.all() and mask.size:
        loss, dZ = training.softmax_cross_entropy(Z.reshape(-1, Z.shape[-1]), y.reshape(-1))
        return loss, dZ.reshape(Z.shape)
    return rnn.sequence_cross_entropy(Z, y, mask)


class Embedding(training.Layer):
    """A table of vectors as a layer: ids come in, rows go out.

    Parameters
    ----------
    vocabulary, width : int
        How many characters there are, and how many numbers stand for each.
    rng : numpy.random.Generator
        Draws the first table, with the standard deviation 1.
    dtype : type
        float (64 bits) or numpy.float32.
    forward, backward : function
        What to calculate with: the fast form, or others like :func:`embedding_forward`.
    """

    def __init__(
        self, vocabulary, width, rng, *, dtype=float, forward=embedding_forward_fast, backward=embedding_backward_fast
    ):
        self.parameters = {"E": rng.normal(size=(vocabulary, width)).astype(dtype)}
        self._forward = at_pace(forward, embedding_forward_fast)
        self._backward = at_pace(backward, embedding_backward_fast)

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

    def __init__(self, inputs, units, rng, *, dtype=float, forward=rnn_forward_fast, backward=rnn_backward_fast):
        W_x, W_h = (xavier_init(rows, units, rng).astype(dtype) for rows in (inputs, units))
        self.parameters = {"W_x": W_x, "W_h": W_h, "b": np.zeros(units, dtype)}
        # The lesson's form, not the fast one: it has the learner's cache, so that either goes on from the other's.
        self._forward = at_pace(forward, rnn.rnn_forward)
        self._backward = at_pace(backward, rnn.rnn_backward)

    def forward(self, X, training=False, state=None):
        """The states after each step, from `state` on; zeros if there is none."""
        b = self.parameters["b"]
        h0 = np.zeros((len(X), len(b)), b.dtype) if state is None else state
        H, cache = self._forward(X, h0=h0, **self.parameters)
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
        """The logits at each step, and the caches; `state` as from :meth:`final_state`, or None for zeros."""
        caches, states = [], iter(state or ())
        with self._products():
            for layer in self.layers:
                begin = {"state": next(states, None)} if hasattr(layer, "final_state") else {}
                X, cache = layer.forward(X, training, **begin)
                caches.append(cache)
        return X, caches

    def final_state(self, caches):
        """A list of the states of all recurrent layers after the last step."""
        pairs = zip(self.layers, caches)
        return [layer.final_state(cache) for layer, cache in pairs if hasattr(layer, "final_state")]

    def sequence_gradients(self, X, y, mask=None, *, state=None, loss=sequence_cross_entropy_fast):
        """The loss, the gradients of all parameters, and the final state; ``loss(Z, y, mask) -> (loss, dZ)``."""
        loss = at_pace(loss, sequence_cross_entropy_fast)
        with self._products():
            Z, caches = self.forward(X, training=True, state=state)
            value, dZ = loss(Z, y, np.ones(y.shape, bool) if mask is None else mask)
            return value, self.backward(dZ, caches), self.final_state(caches)


def character_model(vocabulary, width, units, rng, *, recurrent=RNN, dtype=float):
    """An embedding, a recurrent layer, and a dense layer with the logits of what comes next, at every step.

    Parameters
    ----------
    vocabulary, width, units : int
        How many characters there are, how many numbers stand for a character, and how many the state has.
    rng : numpy.random.Generator
        Draws the first weights.
    recurrent : class
        :class:`RNN`, or another one that takes ``(inputs, units, rng, dtype=dtype)``.
    dtype : type
        float (64 bits) or numpy.float32.

    Returns
    -------
    SequenceNetwork
    """
    layers = [Embedding(vocabulary, width, rng, dtype=dtype), recurrent(width, units, rng, dtype=dtype)]
    return SequenceNetwork([*layers, training.Dense(units, vocabulary, rng, init=xavier_init, dtype=dtype)])
