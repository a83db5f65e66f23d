"""Lesson attention: how to draw each figure, and a piece of its alt text."""

from dlcourse import figures

FIGURES = {
    "growth": (
        lambda ax: figures.growth([2, 4, 8], {"line": [1, 2, 4], "square": [1, 4, 16]}, "T", ax),
        "line from 1 to 4, at the last doubling 2.0 times; square from 1 to 16, at the last doubling 4.0 times",
    ),
}
