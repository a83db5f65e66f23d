"""Learning without labels: how to draw each figure, and a piece of its alt text."""

from types import SimpleNamespace

from dlcourse import figures

RUN = SimpleNamespace(right=[90, 150], wrong=[10, 50], accuracy=[60.2, 70.0, 72.6])
RESULTS = {"one": {20: [20, 30, 40], 200: [60, 70, 80]}, "other": {20: [20, 21, 22], 200: [50, 55, 60]}}

FIGURES = {
    "taken_by_round": (
        lambda ax: figures.taken_by_round(RUN, "T", ax),
        "In rounds 1, 2 taken with a wrong label: 10, 50 of 100, 200; named right before and after: 60, 70, 73 %.",
    ),
    "right_by_amount": (
        lambda ax: figures.right_by_amount(RESULTS, "T", ax, alone=19.6, guess=25.0),
        "one from 30 to 70; other from 21 to 55; labels alone 20. Your guess: 25.",
    ),
}
