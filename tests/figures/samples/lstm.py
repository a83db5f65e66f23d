"""Lesson lstm: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

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
