"""The figure of comparisons: how to draw it, and a piece of its alt text."""

from dlcourse import figures

NUMBERS = {"SGD": [70.0, 70.0, 80.0], "Adam": [40.0, 50.0, 40.0], "never there": [float("inf")] * 3}

FIGURES = {
    "seed_dots": (
        lambda ax: figures.seed_dots(NUMBERS, "T", ax, xlabel="steps to the target", guess=55),
        "Steps to the target, a dot for each of 3 seeds; medians: SGD 70, Adam 40, never there never. Your guess: 55.",
    ),
    "one seed_dots": (
        lambda ax: figures.seed_dots({"SGD": [3.0, 4.0, 5.0]}, "T", ax),
        "a dot for each of 3 seeds; medians: SGD 4",
    ),
}
