"""Speed: how to draw the figure, and a piece of its alt text."""

from dlcourse import figures

RATIOS = {
    "convolution": {"yours": 1.7, "PyTorch": 0.6},
    "LSTM": {"the course's clear form": 7.0, "PyTorch": 3.1},
    "attention": {"yours": 143.0, "PyTorch": 1.0},
}

FIGURES = {
    "times_as_long": (
        lambda ax: figures.times_as_long(RATIOS, "T", ax),
        "LSTM: the course's clear form 7, PyTorch 3.1",
    ),
}
