"""Series of numbers, and forecasts of them."""

import numpy as np

from dlcourse.experiments.lstm.tasks import squared_error
from dlcourse.lessons.training import xavier_init
from dlcourse.nn import training
from dlcourse.nn.lstm import LSTM, LastStep
from dlcourse.nn.training.budget import few


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


def next_change(changes, *, tuning=(), validation=216, test=288, length=12):
    """A measure for :func:`compare`: the typical error (root of the mean square) of forecasts of a series' next number.

    Parameters
    ----------
    changes : array (T,)
        The series; it is divided by the standard deviation of its first part.
    tuning : sequence of int
        With these seeds it learns from the first `validation` numbers, and is measured on those up to `test`; with
        all others it learns from the first `test`, and is measured on the rest.
    validation, test : int
        Where these parts begin.
    length : int
        How many numbers a forecast is made from.

    Returns
    -------
    function
        ``measure(forecast, seed, **parameters) -> float``, with ``forecast(X, y, X_test, seed, **parameters)``.
    """

    def measure(forecast, seed, **parameters):
        first, last = (validation, test) if seed in tuning else (test, len(changes))
        std = changes[:first].std()
        X, y = windows(changes[:first] / std, length)
        X_test, y_test = windows(changes[first - length : last] / std, length)
        said = forecast(X, y, X_test, seed, **parameters)
        return float(std * np.sqrt(np.mean((said - y_test) ** 2)))

    return measure


def lstm_forecast(X, y, X_test, seed, epochs, units=8):
    """The forecast of an LSTM that was trained for so many epochs: array as y."""
    return train_forecaster(X, y, units, seed, few(epochs, 1)).outputs(X_test)


FORECASTS = {
    "LSTM": lstm_forecast,
    "weighted sum": lambda X, y, X_test, seed: linear_forecast(X, y, X_test),
    "mean change": lambda X, y, X_test, seed: np.full((len(X_test), 1), y.mean()),
    "as last month": lambda X, y, X_test, seed: np.zeros((len(X_test), 1)),
}


def price_forecasts(prices, epochs, *, test=288, length=12):
    """Forecasts of a price from the price before it: by an LSTM that learned from the first changes, and as it was.

    Parameters
    ----------
    prices : array (T,)
    epochs : int
        That the LSTM is trained for, on the first `test` changes of the logarithm.
    test, length : int
        As of :func:`next_change`.

    Returns
    -------
    dict of str to array (T - test - 1,)
        "LSTM" and "as last month".
    """
    change = np.diff(np.log(prices))
    std, before = change[:test].std(), prices[test:-1]
    X, y = windows(change[:test] / std, length)
    said = lstm_forecast(X, y, windows(change[test - length :] / std, length)[0], 0, epochs)[:, 0]
    return {"LSTM": before * np.exp(std * said), "as last month": before}
