"""Lesson lstm: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

FIGURES = {
    "cell_traces": (
        lambda ax: figures.cell_traces({"f = 1": [1, 1, 1], "f = 0.5": [0.5, 0.25, 0.125]}, "T", ax, event=(2, "now")),
        "f = 0.5: from 0.50 to 0.12",
    ),
    "gradient_sizes": (
        lambda ax: figures.gradient_sizes({"RNN": [1, 0.1, 1e-3], "LSTM": [1, 0.5, 0.2]}, "T", ax),
        "RNN: 1e+00 at 0, 1e-03 at 2",
    ),
    "seeds_by_lag": (
        lambda ax: figures.seeds_by_lag([5, 10], {"RNN": [5, 2], "LSTM": [5, 5]}, "T", ax, guess=3),
        "RNN: 5 at 5, 2 at 10",
    ),
    "lstm_cell": (lambda ax: figures.lstm_cell("T", ax), "it is multiplied by the forget gate f"),
    "forecasts": (
        lambda ax: figures.forecasts(
            ["2020-12", "2021-01"], np.array([10.0, 12.0]), {"as last month": [9, 10]}, "T", ax
        ),
        "as last month: mean distance 2",
    ),
}
