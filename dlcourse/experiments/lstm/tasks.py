"""Tasks with long lags, made up so that the truth is known, and the training that they are learned by."""

import functools

import numpy as np

from dlcourse.lessons import losses
from dlcourse.lessons.training import xavier_init
from dlcourse.nn import rnn, training
from dlcourse.nn.lstm import LSTM, LastStep, side_by_side
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


def _network(make_layer, inputs, units, outputs, rng):
    """A recurrent layer, and a dense one on what its last step gives."""
    dense = training.Dense(units, outputs, rng, init=xavier_init)
    return training.Network([make_layer(inputs, units, rng), LastStep(), dense])


def _train(runs, task, lag, *, units, steps, learning_rate, batch_size):
    """For each of the runs ``(make_layer, seed)`` a network, and after how many steps it has learned the task, or inf.

    It learns from fresh sequences, and ends before so many steps if the running mean of the loss falls below 0.1, or
    0.01 if the answers are sums. The runs are trained side by side to save time; none depends on the others.
    """
    X, y = task(lag, 2, np.random.default_rng(0))
    outputs, loss, small = (4, training.softmax_cross_entropy, 0.1) if y.ndim == 1 else (1, squared_error, 0.01)
    rngs = [np.random.default_rng(seed) for _, seed in runs]
    networks = [_network(make_layer, X.shape[2], units, outputs, rng) for (make_layer, _), rng in zip(runs, rngs)]
    optimizers, means = [training.Adam(learning_rate, clip=1.0) for _ in runs], [None for _ in runs]
    learned, left = [np.inf for _ in runs], list(range(len(runs)))
    for step in range(1, few(steps) + 1):
        batches = [task(lag, batch_size, rngs[number]) for number in left]
        found = side_by_side.loss_and_gradients([networks[number] for number in left], batches, loss)
        for number, (value, gradients) in zip(list(left), found):
            optimizers[number].step(networks[number], gradients)
            means[number] = value if means[number] is None else 0.9 * means[number] + 0.1 * value
            if means[number] < small:
                learned[number] = step
                left.remove(number)
        if not left:
            break
    return list(zip(networks, learned))


def _share_right(network, task, lag, seed):
    """How many of 500 fresh answers are right: a letter that is named, or a sum that is less than 0.2 off."""
    X, y = task(lag, few(500, 50), np.random.default_rng(seed + 1000))
    Z = network.outputs(X)
    right = Z.argmax(axis=1) == y if y.ndim == 1 else np.abs(Z - y) < 0.2
    return float(right.mean())


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
    [(network, _)] = _train([(make_layer, seed)], task, lag, **how)
    return network, _share_right(network, task, lag, seed)


# With so many units the three have nearly the same number of parameters in the recall task: 580, 612 and 580.
UNITS = {"RNN": 18, "LSTM": 8, "GRU": 9}


@functools.lru_cache(maxsize=32)
def successes(make_layer, lag, *, units, seeds=5, steps=300, learning_rate=0.01):
    """With how many seeds a network learns the recall task: more than 90 % of its answers are right.

    What was counted once is remembered: a later sitting asks for the plain network again.

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
    how = {"units": units, "seeds": seeds, "steps": steps, "learning_rate": learning_rate}
    return successes_of({"": make_layer}, lag, **how)[""]


def successes_of(sides, lag, *, units, seeds=5, steps=300, learning_rate=0.01):
    """The :func:`successes` of several layers of one kind, all trained side by side: the same numbers in less time.

    Parameters
    ----------
    sides : dict of str to function
        Name to `make_layer`, as of :func:`learn_task`.
    lag, units, seeds, steps, learning_rate
        As of :func:`successes`.

    Returns
    -------
    dict of str to int
    """
    how = {"units": units, "steps": steps, "learning_rate": learning_rate, "batch_size": 16}
    runs = [(name, seed) for name in sides for seed in range(seeds)]
    trained = _train([(sides[name], seed) for name, seed in runs], recall_task, lag, **how)
    found = dict.fromkeys(sides, 0)
    for (name, seed), (network, _) in zip(runs, trained):
        found[name] += _share_right(network, recall_task, lag, seed) > 0.9
    return found


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
        [(_, learned)] = _train([(make_layer, seed)], recall_task, lag, **how)
        return float(10 * np.ceil(learned / 10))

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
