"""Lesson lstm: explorers and figures for the tests that run over all of them."""

import numpy as np

from dlcourse import explore, figures
from dlcourse.experiments.lstm import SIGNS
from dlcourse.lessons.training import xavier_init
from dlcourse.nn import rnn
from dlcourse.nn.lstm import LSTM
from dlcourse.nn.training import Dense


def small_network():
    rng = np.random.default_rng(0)
    layers = [rnn.Embedding(5, 4, rng), LSTM(4, 4, rng), Dense(4, 3, rng, init=xavier_init)]
    return rnn.SequenceNetwork(layers)


EXPLORERS = {
    "lstm.cell": explore.lstm.cell,
    "lstm.gates": lambda: explore.lstm.gates(small_network(), SIGNS),
}

FIGURES = {
    "cell_traces": (
        lambda ax: figures.cell_traces({"f = 1": [1, 1, 1], "f = 0.5": [0.5, 0.25, 0.125]}, "T", ax, event=(2, "now")),
        "f = 0.5: from 0.50 to 0.12",
    ),
    "lines_by_lag": (
        lambda ax: figures.lines_by_lag([5, 10], {"RNN": [[1, 0.9], [0.5, 0.3]], "LSTM": [[1, 1], [1, 0.9]]}, "T", ax),
        "RNN: 95 % at 5, 40 % at 10",
    ),
    "log lines_by_lag": (
        lambda ax: figures.lines_by_lag(
            [1, 2], {"a": [1, 1e-3]}, "T", ax, ylabel="size", log=True, baseline=(0.1, "b")
        ),
        "a: 1.0e+00 at 1, 1.0e-03 at 2",
    ),
    "forecasts": (
        lambda ax: figures.forecasts(
            ["2020-12", "2021-01"], np.array([10.0, 12.0]), {"as last month": [9, 10]}, "T", ax
        ),
        "as last month: mean distance 2",
    ),
}
