"""Recall and copying, and the networks that learn them: two that carry a state, one that can look back."""

import numpy as np

from dlcourse.experiments.lstm import recall_task
from dlcourse.lessons import attention as lesson
from dlcourse.lessons.training import xavier_init
from dlcourse.nn import rnn, training
from dlcourse.nn.lstm import LSTM
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

LETTERS = 4
SIGNS = "abcd?"  # one-hot: four letters, and the question
STEPS, BATCH = 600, 16
SMALL = 0.1  # of the running mean of the loss: then a task is learned, and its training ends
LEARNED = 0.9  # of fresh answers that are right

# So many numbers each learns in both tasks: RNN 555, LSTM 580, attention 544.
WIDTHS = {"RNN": 19, "LSTM, bias 3": 9, "attention, no positions": 12, "attention": 12}
SIDES = tuple(WIDTHS)


def first_letter(lag, count, rng):
    """Recall where all letters are of one kind: only its place tells the first one from those that mean nothing.

    Parameters
    ----------
    lag : int
        How many letters stand between the first one and the question.
    count : int
    rng : numpy.random.Generator

    Returns
    -------
    tuple (array (count, lag + 2, 5), int array (count, 1))
        The sequences, one-hot, and the first letter of each.

    Examples
    --------
    >>> X, y = first_letter(3, 2, np.random.default_rng(0))
    >>> [in_letters(x) for x in X], y.ravel()
    (['dccb?', 'aaaa?'], array([3, 0]))
    """
    signs = rng.integers(0, LETTERS, size=(count, lag + 2))
    signs[:, -1] = LETTERS
    return np.eye(LETTERS + 1)[signs], signs[:, :1].copy()


def copying(length, count, rng):
    """A block of letters, then as many question marks: at each of them the letter that stood so many steps before.

    Parameters
    ----------
    length : int
        Of the block: the lag of every letter.
    count : int
    rng : numpy.random.Generator

    Returns
    -------
    tuple (array (count, 2 length, 5), int array (count, length))
        The sequences, one-hot, and their blocks.
    """
    signs = np.full((count, 2 * length), LETTERS)
    signs[:, :length] = rng.integers(0, LETTERS, size=(count, length))
    return np.eye(LETTERS + 1)[signs], signs[:, :length].copy()


def in_letters(x):
    """A sequence of one-hot rows, or of numbers, as text."""
    return "".join(SIGNS[sign] for sign in (x.argmax(axis=-1) if x.ndim == 2 else x))


class LookBack(training.Layer):
    """The last steps of sequences look back over all steps up to themselves: (N, T, C) to (N, asking, D).

    Parameters
    ----------
    inputs, width : int
        C and D.
    asking : int
        How many steps, the last ones, ask.
    rng : numpy.random.Generator
    positions : array (L, D), optional
        Added to the first rows of what is read; without them every place looks alike.
    forward, backward, make_mask : function
        What to calculate with: :func:`scaled_dot_product_attention`, :func:`attention_backward` and
        :func:`causal_mask`, or others like them.
    """

    def __init__(
        self,
        inputs,
        width,
        asking,
        rng,
        *,
        positions=None,
        forward=lesson.scaled_dot_product_attention,
        backward=lesson.attention_backward,
        make_mask=lesson.causal_mask,
    ):
        tables = {name: xavier_init(width, width, rng) for name in ("W_q", "W_k", "W_v")}
        self.parameters = {"E": rng.normal(size=(inputs, width))} | tables
        self.asking, self.positions, self._make_mask = asking, positions, make_mask
        self._forward = at_pace(forward, lesson.scaled_dot_product_attention)
        self._backward = at_pace(backward, lesson.attention_backward)

    def forward(self, X, training=False):
        """What each asking step fetches."""
        p, last = self.parameters, slice(-self.asking, None)
        H = X @ p["E"]
        if self.positions is not None:
            H += self.positions[: X.shape[1]]
        mask = self._make_mask(self.asking, past=X.shape[1] - self.asking)
        out, cache = self._forward(H[:, last] @ p["W_q"], K=H @ p["W_k"], V=H @ p["W_v"], mask=mask)
        return out, (X, H, cache)

    def backward(self, d_out, cache):
        """The gradients of the tables; what is read has none."""
        X, H, kept = cache
        p, last = self.parameters, slice(-self.asking, None)
        dQ, dK, dV = self._backward(d_out, kept)
        dH = dK @ p["W_k"].T + dV @ p["W_v"].T
        dH[:, last] += dQ @ p["W_q"].T
        pairs = {"E": (X, dH), "W_q": (H[:, last], dQ), "W_k": (H, dK), "W_v": (H, dV)}
        return None, {name: _rows(A).T @ _rows(dZ) for name, (A, dZ) in pairs.items()}

    def weights(self, cache):
        """How much each asking step looks at each step: an array (N, asking, T)."""
        return cache[2][3]


class LastSteps(training.Layer):
    """Keeps the last steps of sequences: (N, T, H) to (N, asking, H)."""

    def __init__(self, asking):
        super().__init__()
        self.asking = asking

    def forward(self, X, training=False):
        """What the last steps give."""
        return X[:, -self.asking :], X.shape

    def backward(self, d_out, cache):
        """The gradient of the last steps; 0 for all others."""
        dX = np.zeros(cache, d_out.dtype)
        dX[:, -self.asking :] = d_out
        return dX, {}


class Mean(training.Layer):
    """The mean over all steps, (N, T, D) to (N, 1, D): the order is lost, and nothing is asked."""

    def forward(self, X, training=False):
        """All steps alike."""
        return X.mean(axis=1, keepdims=True), X.shape

    def backward(self, d_out, cache):
        """Every step gets the same share."""
        return np.broadcast_to(d_out / cache[1], cache), {}


def network_for(side, asking, length, rng, *, encode=lesson.positional_encoding, **own):
    """A network with one layer that remembers or looks back, and a dense one for the letters.

    Parameters
    ----------
    side : str
        One of ``SIDES``.
    asking, length : int
        How many steps ask, and the most that sequences have.
    rng : numpy.random.Generator
    encode : function
        :func:`positional_encoding`, or another one like it.
    **own
        What :class:`LookBack` calculates with.

    Returns
    -------
    Network
    """
    inputs, width = LETTERS + 1, WIDTHS[side]
    if side.startswith("attention"):
        positions = encode(length, width=width) if side == "attention" else None
        first = [LookBack(inputs, width, asking, rng, positions=positions, **own)]
    elif side == "RNN":
        first = [rnn.RNN(inputs, width, rng), LastSteps(asking)]
    else:
        first = [LSTM(inputs, width, rng, forget_bias=float(side[-1])), LastSteps(asking)]
    return training.Network([*first, training.Dense(width, LETTERS, rng, init=xavier_init)])


def letter_loss(Z, y):
    """The mean cross-entropy over all answers of all sequences, and its gradient."""
    return rnn.sequence_cross_entropy_fast(Z, y, np.ones(y.shape, bool))


def train(network, batches, *, learning_rate):
    """Train with Adam until the running mean of the loss is small, or the batches end.

    Parameters
    ----------
    network : Network
        Changed in place.
    batches : iterable of tuples (X, y)
    learning_rate : float
        Gradients are clipped to the norm 1.

    Returns
    -------
    int
        The steps that it took.
    """
    optimizer, mean, made = training.Adam(learning_rate, clip=1.0), None, 0
    for X, y in batches:
        made += 1
        loss, gradients = network.loss_and_gradients(X, y, letter_loss)
        optimizer.step(network, gradients)
        mean = loss if mean is None else 0.9 * mean + 0.1 * loss
        if mean < SMALL:
            break
    return made


def learn(side, task, lag, seed, *, learning_rate, steps=STEPS, longest=None, **own):
    """Train a network on fresh sequences of a task.

    Parameters
    ----------
    side : str
        One of ``SIDES``.
    task : function
        :func:`first_letter` or :func:`copying`.
    lag : int
    seed : int
        Of the first weights and of the sequences.
    learning_rate : float
    steps : int
        At most; it ends before, once the loss is small.
    longest : int, optional
        The longest lag that it may be asked about later; `lag` if left out.
    **own
        As of :func:`network_for`.

    Returns
    -------
    tuple (Network, int)
        The network and the steps it took.
    """
    rng = np.random.default_rng(seed)
    length = task(longest or lag, 1, np.random.default_rng(0))[0].shape[1]
    asking = task(lag, 1, np.random.default_rng(0))[1].shape[1]
    network = network_for(side, asking, length, rng, **own)
    batches = (task(lag, BATCH, rng) for _ in range(few(steps)))
    return network, train(network, batches, learning_rate=learning_rate)


def share_right(network, task, lag, seed, count=500):
    """How many answers to fresh sequences are right, from 0 to 1."""
    X, y = task(lag, few(count, 20), np.random.default_rng(seed + 1000))
    return float((network.outputs(X).argmax(axis=-1) == y).mean())


def mean_recalls(lag, seed, *, learning_rate=0.1, steps=STEPS):
    """Lesson 12's own recall by the plain mean over all steps and a dense layer, without a state and without a look.

    Parameters
    ----------
    lag, seed : int
    learning_rate : float
    steps : int

    Returns
    -------
    float
        The share of right answers.
    """

    def task(lag, count, rng):
        X, y = recall_task(lag, count, rng)
        return X, y[:, None]

    rng = np.random.default_rng(seed)
    network = training.Network([Mean(), training.Dense(2 * LETTERS + 1, LETTERS, rng, init=xavier_init)])
    train(network, (task(lag, BATCH, rng) for _ in range(few(steps))), learning_rate=learning_rate)
    return share_right(network, task, lag, seed)


def _rows(A):
    return A.reshape(-1, A.shape[-1])
