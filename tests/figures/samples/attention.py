"""Lesson attention: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

FIGURES = {
    "loss_by_place": (
        lambda ax: figures.loss_by_place({"one": [3.0, 2.0, 1.0]}, "T", ax, floor=[2.5, 1.5, 0.5]),
        "one 2.00; the lowest possible 1.50 nats",
    ),
    "loss_by_step": (
        lambda ax: figures.loss_by_step(np.linspace(4, 1, 31), "T", ax, floor=0.5),
        "The loss over 31 steps: 3.6 nats at first, 1.4 at the end; the lowest possible is 0.50",
    ),
    "attention_sheet": (
        lambda ax: figures.attention_sheet({"itself": np.eye(4), "one\nback": np.eye(4, k=-1)}, "T", ax),
        "2 maps. itself: on average 100 % on itself; one back: on average 100 % 1 step back",
    ),
}
