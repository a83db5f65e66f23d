"""Lesson transfer, on layers: how to draw each figure, and a piece of its alt text."""

from dlcourse import figures

WAYS = {"frozen": {0: [20, 30, 40], 1: [60, 70, 80], 2: [61, 71, 81]}, "tuned": {1: [50, 55, 60], 2: [90, 91, 92]}}

FIGURES = {
    "layers_carried": (
        lambda ax: figures.layers_carried(WAYS, "T", ax, names=("conv1", "dense"), chance=25),
        "frozen 30, 70, 71 with 0 to 2; tuned 55, 91 with 1 to 2 layers",
    ),
    "while_learning": (
        lambda ax: figures.while_learning([0, 10], {"old": [90, 10], "new": [0, 80]}, "T", ax),
        "old 90 at first, 10 at the end; new 0 at first, 80 at the end",
    ),
}
