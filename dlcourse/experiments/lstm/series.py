"""Series of numbers, and forecasts of them."""

import numpy as np

from dlcourse.experiments.lstm.tasks import squared_error
from dlcourse.lessons.training import xavier_init
from dlcourse.nn import training
from dlcourse.nn.lstm import LSTM, LastStep


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


def train_forecaster(X, y, units, seed, epochs, *, learning_rate=0.02):
    """An LSTM, with a dense layer on its last step, trained to forecast what follows windows of a series: a Network."""
    rng = np.random.default_rng(seed)
    dense = training.Dense(units, y.shape[1], rng, init=xavier_init)
    network = training.Network([LSTM(X.shape[2], units, rng), LastStep(), dense])
    how = {"optimizer": training.Adam(learning_rate, clip=1.0), "batch_size": 32, "epochs": epochs, "rng": rng}
    training.fit(network, X, y, loss=squared_error, **how)
    return network
