"""Lesson 16, time: how to draw each figure, and a piece of its alt text."""

from dlcourse import figures

SHARES = {"multiplications": {"one": 0.75, "other": 0.25}, "time": {"one": 0.4, "other": 0.6}}

FIGURES = {
    "layer_shares": (
        lambda ax: figures.layer_shares(SHARES, "T", ax),
        "multiplications: one 75, other 25; time: one 40, other 60.",
    ),
}
