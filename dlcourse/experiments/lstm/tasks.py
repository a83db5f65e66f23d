"""Tasks with long lags, made up so that the truth is known, and the training that they are learned by."""

import numpy as np

from dlcourse.lessons import losses
from dlcourse.lessons.training import xavier_init
from dlcourse.nn import rnn, training
from dlcourse.nn.lstm import LSTM, LastStep
from dlcourse.nn.training.budget import few


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


def squared_error(Z, y):
    """The mean squared error and its gradient, as a loss for a network."""
    return losses.mse(Z, y), losses.mse_gradient(Z, y)


def _train(make_layer, task, lag, seed, *, units, steps, learning_rate, batch_size):
    """A network trained on fresh sequences of a task, and after how many steps it was learned: inf if never.

    It ends before so many steps if the running mean of the loss falls below 0.1, or 0.01 if the answers are sums.
    """
    rng, (X, y) = np.random.default_rng(seed), task(lag, 2, np.random.default_rng(0))
    labels = y.ndim == 1
    naming, adding = (4, training.softmax_cross_entropy, 0.1), (1, squared_error, 0.01)
    outputs, loss, small = naming if labels else adding
    dense = training.Dense(units, outputs, rng, init=xavier_init)
    network = training.Network([make_layer(X.shape[2], units, rng), LastStep(), dense])
    optimizer, mean = training.Adam(learning_rate, clip=1.0), None
    batches = (task(lag, batch_size, rng) for _ in range(few(steps)))
    for step, value in enumerate(training.training_steps(network, batches, optimizer, loss=loss), 1):
        mean = value if mean is None else 0.9 * mean + 0.1 * value
        if mean < small:
            return network, step
    return network, np.inf


def learn_task(make_layer, task, lag, seed, *, units=8, steps=300, learning_rate=0.02, batch_size=16):
    """Train a recurrent layer, with a dense layer on its last step, on fresh sequences of a task.

    Parameters
    ----------
    make_layer : function
        ``make_layer(inputs, units, rng) -> layer``.
    task : function
        :func:`recall_task`, :func:`adding_task` or the like: ``task(lag, count, rng) -> (X, y)``, of four letters.
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
    how = {"units": units, "steps": steps, "learning_rate": learning_rate, "batch_size": batch_size}
    network, _ = _train(make_layer, task, lag, seed, **how)
    X, y = task(lag, few(500, 50), np.random.default_rng(seed + 1000))
    Z = network.outputs(X)
    right = Z.argmax(axis=1) == y if y.ndim == 1 else np.abs(Z - y) < 0.2
    return network, float(right.mean())


# With so many units the three have nearly the same number of parameters in the recall task: 580, 612 and 580.
UNITS = {"RNN": 18, "LSTM": 8, "GRU": 9}


def successes(make_layer, lag, *, units, seeds=5, steps=300, learning_rate=0.01):
    """With how many seeds a network learns the recall task: more than 90 % of its answers are right.

    Parameters
    ----------
    make_layer, lag, units, steps, learning_rate
        As of :func:`learn_task`.
    seeds : int
        How many are tried: 0, 1, ...

    Returns
    -------
    int
    """
    how = {"units": units, "steps": steps, "learning_rate": learning_rate}
    return sum(learn_task(make_layer, recall_task, lag, seed, **how)[1] > 0.9 for seed in range(seeds))


def steps_to_recall(lag, *, steps=400):
    """A measure for :func:`compare`: after how many steps the recall task is learned, infinity if never.

    It is looked at every tenth step, so that what other processors round otherwise changes no number.

    Parameters
    ----------
    lag : int
    steps : int
        How many it has at most.

    Returns
    -------
    function
        ``measure(side, seed, learning_rate) -> float``, with a side ``(make_layer, units)``.
    """

    def measure(side, seed, learning_rate):
        make_layer, units = side
        how = {"units": units, "steps": steps, "learning_rate": learning_rate, "batch_size": 16}
        return float(10 * np.ceil(_train(make_layer, recall_task, lag, seed, **how)[1] / 10))

    return measure


def last_letter_network(W_x, W_h, b):
    """A network for :func:`last_letter_task` with an LSTM of these weights, which reads one-hot: a cell, an answer."""
    rng, signs, letters = np.random.default_rng(0), len(SIGNS), len(W_h)
    layers = [rnn.Embedding(signs, signs, rng), LSTM(signs, letters, rng), training.Dense(letters, letters, rng)]
    for layer, found in zip(layers, ({"E": np.eye(signs)}, {"W_x": W_x, "W_h": W_h, "b": b}, {"W": np.eye(letters)})):
        layer.parameters |= {name: np.array(array, dtype=float) for name, array in found.items()}
    return rnn.SequenceNetwork(layers)


def train_last_letter(seed, *, layer=LSTM, units=4, steps=250):
    """A small network that has learned :func:`last_letter_task` in texts of 20 signs.

    Parameters
    ----------
    seed : int
    layer : function
        ``layer(inputs, units, rng) -> layer``.
    units, steps : int

    Returns
    -------
    SequenceNetwork
    """
    rng = np.random.default_rng(seed)
    layers = [rnn.Embedding(len(SIGNS), 4, rng), layer(4, units, rng), training.Dense(units, 3, rng, init=xavier_init)]
    network, optimizer = rnn.SequenceNetwork(layers), training.Adam(0.03, clip=1.0)
    for _ in range(few(steps)):
        _, gradients, _ = network.sequence_gradients(*last_letter_task(32, 20, rng))
        optimizer.step(network, gradients)
    return network


def right_after(network, gap, count=300):
    """The share of right answers to a question mark that stands so many signs of noise after a letter."""
    letters = np.arange(count) % 3
    ids = np.full((count, gap + 2), SIGNS.index("-"))
    ids[:, 0], ids[:, -1] = letters, SIGNS.index("?")
    return float((network.outputs(ids)[:, -1].argmax(axis=1) == letters).mean())
