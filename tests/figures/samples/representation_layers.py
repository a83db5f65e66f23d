"""Lesson representations, layers and drawings: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures
from dlcourse.experiments import representations

rng = np.random.default_rng(0)
TABLE = np.array([[0.1, 0.5], [0.9, 0.3]])
PATCHES = {"conv1": {"level stroke 0.87": rng.random((3, 5, 5))}, "conv2": {"roof 0.95": rng.random((3, 10, 10))}}
READ, UNTRAINED = {"object": [0.3, 0.9], "place": [0.9, 0.6]}, {"object": [0.3, 0.4], "place": [0.9, 0.5]}

FIGURES = {
    "tables_by_layer": (
        lambda ax: figures.tables_by_layer({"trained": TABLE}, ["strokes", "parts"], ["conv1", "conv2"], "T", ax),
        "trained: (conv1, conv2) strokes 0.10 0.50, parts 0.90 0.30",
    ),
    "readings_by_layer": (
        lambda ax: figures.readings_by_layer(READ, ["pixels", "dense"], "T", ax, untrained=UNTRAINED),
        "place 0.90 0.60 (untrained 0.90 0.50)",
    ),
    "planes": (
        lambda ax: figures.planes(
            {"pixels": rng.normal(size=(12, 2)), "dense": rng.normal(size=(12, 2))},
            np.arange(12) % 3,
            ["a", "b", "c"],
            "T",
            ax,
        ),
        "12 examples of 3 classes in planes: pixels, dense",
    ),
    "drawn_parts": (
        lambda ax: figures.drawn_parts(
            representations.drawings(40, np.random.default_rng(0)).each_once(), representations.PARTS, "T", ax
        ),
        "toy horse (wheels, head)",
    ),
    "strongest_patches": (
        lambda ax: figures.strongest_patches(PATCHES, "T", ax),
        "conv2 (10 pixels wide): roof 0.95",
    ),
}
