"""Rows that repeat: what can be known of them at all, and networks of attention alone that learn to go on with them."""

import functools

import numpy as np

from dlcourse.lessons import attention
from dlcourse.lessons.losses import log_softmax
from dlcourse.lessons.training import xavier_init
from dlcourse.nn import rnn, training
from dlcourse.nn.attention import MultiHeadAttention, Positions, Residual, attention_backward_fast
from dlcourse.nn.lstm import LSTM
from dlcourse.nn.training.budget import few

SIGNS, LENGTH = 32, 48  # how many signs there are, and how many a row has
LEAST, MOST = 8, 24  # signs of a block; the second one begins in the first half of the row


def repeated_blocks(count, rng, *, periods=None):
    """Rows of signs: a block of different ones, repeated until the row is full.

    Parameters
    ----------
    count : int
        How many rows.
    rng : numpy.random.Generator
    periods : int array (count,), optional
        How long each block is; drawn from 8 to 24 if left out.

    Returns
    -------
    tuple (int array (count, 48), int array (count,))
        The rows, of signs from 0 to 31, and the length of the block in each of them.

    Examples
    --------
    >>> rows, periods = repeated_blocks(5, np.random.default_rng(0))
    >>> all((row[P:] == row[:-P]).all() and len(set(row)) == P for row, P in zip(rows, periods))
    True
    """
    if periods is None:
        periods = rng.integers(LEAST, MOST + 1, size=count)
    orders = rng.permuted(np.tile(np.arange(SIGNS), (count, 1)), axis=1)
    return np.take_along_axis(orders, np.arange(LENGTH) % periods[:, None], axis=1), periods


def lowest_losses():
    """The lowest mean loss that anybody can have at each place of a row without knowing what comes: array (48,), nats.

    While all signs were different, the block may be over or not. Of the lengths that are left each is as probable as
    the others, so with k of them left it is over with the probability 1 / k, and then the first sign comes again; else
    a sign comes that was not there yet, and of those each is as probable. After the first repeated sign all is known.
    """
    found = np.zeros(LENGTH)
    for t in range(MOST + 1):
        left = MOST + 1 - max(t, LEAST)  # lengths that are possible yet
        over = 1 / left if t >= LEAST else 0.0
        entropy = (1 - over) * np.log(SIGNS - t) - sum(p * np.log(p) for p in (over, 1 - over) if p > 0)
        found[t] = left / (MOST + 1 - LEAST) * entropy  # in so many rows the block is not over before
    return found


def lowest_loss():
    """The lowest mean loss over the 47 places of a row that are to be foretold, all but the first: float, nats."""
    return float(lowest_losses()[1:].mean())


def attention_only(
    layers,
    heads,
    seed,
    *,
    width=32,
    forward=attention.multi_head_attention,
    backward=attention_backward_fast,
    make_mask=attention.causal_mask,
):
    """A network without a hidden neuron: signs and places, layers of attention whose results are added, logits.

    Parameters
    ----------
    layers, heads : int
        How many layers of attention, and how many heads each has.
    seed : int
        Of the first weights.
    width : int
        How many numbers a step has.
    forward, backward, make_mask : function
        As of :class:`MultiHeadAttention`.

    Returns
    -------
    SequenceNetwork

    Examples
    --------
    >>> network = attention_only(2, 1, 0)
    >>> network.outputs(np.zeros((5, 47), int)).shape, network.size
    ((5, 47, 32), 11776)
    """
    rng = np.random.default_rng(seed)
    stack = [rnn.Embedding(SIGNS, width, rng), Positions(rng.normal(size=(LENGTH - 1, width)), learned=True)]
    how = {"forward": forward, "backward": backward, "make_mask": make_mask}
    stack += [Residual([MultiHeadAttention(width, heads, rng, **how)]) for _ in range(layers)]
    return rnn.SequenceNetwork([*stack, training.Dense(width, SIGNS, rng, init=xavier_init)])


def one_layer(seed):
    """One wider layer of attention: 11,750 parameters, where two layers of width 32 have 11,776."""
    return attention_only(1, 1, seed, width=42)


def lstm_reader(seed):
    """Lesson 12's network for the same rows: 11,776 parameters."""
    rng = np.random.default_rng(seed)
    width, units = 25, 38
    layers = [rnn.Embedding(SIGNS, width, rng), LSTM(width, units, rng)]
    return rnn.SequenceNetwork([*layers, training.Dense(units, SIGNS, rng, init=xavier_init)])


def learn(network, seed, *, steps=450, learning_rate=0.01, batch_size=32, watch=None):
    """Train a network on fresh rows, to foretell every sign from those before it.

    Parameters
    ----------
    network : SequenceNetwork
        Changed in place.
    seed : int
        Of the rows.
    steps, batch_size : int
    learning_rate : float
        Of Adam; gradients are clipped to the norm 1.
    watch : function, optional
        ``watch(step, network)``, called before each step and at the end.

    Returns
    -------
    list of float
        The loss of each batch, before its step.
    """
    rng, adam, losses = np.random.default_rng([7, seed]), training.Adam(learning_rate, clip=1.0), []
    for step in range(few(steps)):
        if watch:
            watch(step, network)
        rows, _ = repeated_blocks(batch_size, rng)
        loss, gradients, _ = network.sequence_gradients(rows[:, :-1], rows[:, 1:])
        adam.step(network, gradients)
        losses.append(loss)
    if watch:
        watch(few(steps), network)
    return losses


@functools.cache
def rows_of(part, count=204):
    """Rows that no network learns from, the same for all; each length of block in every 17th of them.

    Parameters
    ----------
    part : "tuning" or "result"
    count : int

    Returns
    -------
    tuple (int array (count, 48), int array (count,))
        As from :func:`repeated_blocks`.
    """
    periods = LEAST + np.arange(few(count, 17)) % (MOST + 1 - LEAST)
    rng = np.random.default_rng({"tuning": 1001, "result": 1002}[part])
    return repeated_blocks(len(periods), rng, periods=periods)


def known(periods):
    """Which signs can be known from those before them: array of bool (N, 47), for the signs from the second one on.

    All after the first one that is repeated: that the block is over, which that one tells, nobody can know before.
    """
    return np.arange(1, LENGTH) > np.asarray(periods)[:, None]


def share_known(network, part="result", count=204):
    """The percent of the signs that can be known, in unseen rows, that a network names right."""
    rows, periods = rows_of(part, count)
    right = network.outputs(rows[:, :-1]).argmax(axis=-1) == rows[:, 1:]
    return float(100 * right[known(periods)].mean())


def losses_by_place(network, part="result", count=204):
    """The mean loss at each place of unseen rows, from the second sign on: array (47,), nats."""
    rows, _ = rows_of(part, count)
    logs = log_softmax(network.outputs(rows[:, :-1]).reshape(-1, SIGNS))
    return -logs[np.arange(len(logs)), rows[:, 1:].reshape(-1)].reshape(len(rows), -1).mean(axis=0)
