"""Lesson 12, lstm: tasks with long lags, texts and series, and the trainings that they are learned by."""

import numpy as np

from dlcourse.experiments.rnn import ids_of
from dlcourse.lessons import losses
from dlcourse.lessons.training import xavier_init
from dlcourse.nn import training
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
    return ids_of("".join(np.where(mask, "*", rows).ravel()), signs).reshape(rows.shape), y, mask, signs


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
    X_test, y_test = task(lag, few(500, 50), test)
    labels = y_test.ndim == 1
    naming, adding = (y_test.max() + 1, training.softmax_cross_entropy, 0.1), (1, squared_error, 0.01)
    outputs, loss, small = naming if labels else adding
    dense = training.Dense(units, outputs, rng, init=xavier_init)
    network = training.Network([make_layer(X_test.shape[2], units, rng), LastStep(), dense])
    optimizer, mean = training.Adam(learning_rate, clip=1.0), None
    batches = (task(lag, batch_size, rng) for _ in range(few(steps)))
    for value in training.training_steps(network, batches, optimizer, loss=loss):
        mean = value if mean is None else 0.9 * mean + 0.1 * value
        if mean < small:
            break
    Z = network.outputs(X_test)
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

    def gradients(rows):
        return network.sequence_gradients(X[rows], y[rows], asked[rows])[:2]

    batches = ((rng.integers(0, count, batch_size),) for _ in range(steps))
    for _ in training.training_steps(network, batches, optimizer, gradients=gradients):
        pass
    answers = network.outputs(X[count:]).argmax(axis=2)
    return float((answers == y[count:])[asked[count:]].mean())


def train_forecaster(X, y, units, seed, epochs, *, learning_rate=0.02):
    """An LSTM, with a dense layer on its last step, trained to forecast what follows windows of a series: a Network."""
    rng = np.random.default_rng(seed)
    dense = training.Dense(units, y.shape[1], rng, init=xavier_init)
    network = training.Network([LSTM(X.shape[2], units, rng), LastStep(), dense])
    how = {"optimizer": training.Adam(learning_rate, clip=1.0), "batch_size": 32, "epochs": epochs, "rng": rng}
    training.fit(network, X, y, loss=squared_error, **how)
    return network
