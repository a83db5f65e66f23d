"""Where a network looks: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

FIGURES = {
    "sheets": (
        lambda ax: figures.sheets(np.zeros((3, 4, 4)), ["car", "house", "car"], "T", ax, columns=2),
        "3 small drawings: car, house, car",
    ),
    "importance_map": (
        lambda ax: figures.importance_map(np.array([[0.0, 1.0], [3.0, -1.0]]), "T", ax, step=2, corner="of the cover"),
        "numbers from −1.00 to 3.00; the largest at row 2, column 0 of the cover",
    ),
    "likeness_by_layer": (
        lambda ax: figures.likeness_by_layer(
            {"slope": [[0.9, 0.5], [0.8, 0.3]], "ink": [[0.9, 0.7], [0.9, 0.9]]},
            ["head", "dense"],
            "T",
            ax,
            floors={"slope": 0.25, "ink": 0.5},
        ),
        "slope from 0.85 to 0.40 (other drawings: 0.25); ink from 0.90 to 0.80",
    ),
}
