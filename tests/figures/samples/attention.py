"""Lesson attention: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures
from dlcourse.lessons.attention import positional_encoding

FIGURES = {
    "by_width": (
        lambda ax: figures.by_width(
            {"divided": {4: 0.34, 16: 0.36}, "not divided": {4: 0.52, 16: 0.75}}, "T", ax, ylabel="largest weight"
        ),
        "not divided from 0.52 to 0.75",
    ),
    "looked_at": (
        lambda ax: figures.looked_at(np.array([[0.25, 0.75, 0.0], [1.0, 0.0, 0.0]]), "??", "abc", "T", ax),
        "? number 0 most at b number 1 (0.75)",
    ),
    "places_as_rows": (
        lambda ax: figures.places_as_rows(positional_encoding(20, width=4), "T", ax),
        "The sines change their sign 6, 0 times",
    ),
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
        "itself: on average 100 % on itself at the steps 1 to 4; one back: on average 100 % 1 step back at the steps 2",
    ),
    "growth": (
        lambda ax: figures.growth([2, 4, 8], {"line": [1, 2, 4], "square": [1, 4, 16]}, "T", ax),
        "line from 1 to 4, at the last doubling 2.0 times; square from 1 to 16, at the last doubling 4.0 times",
    ),
}
