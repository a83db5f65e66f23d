"""Lesson forward: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures
from dlcourse.experiments.forward import forward_trace
from dlcourse.lessons import forward

RNG = np.random.default_rng(0)
DIGITS = RNG.uniform(size=(12, 64))
X_LINE = np.linspace(0, 1, 50)
BIG = [(RNG.normal(size=(64, 32)), np.zeros(32)), (RNG.normal(size=(32, 10)), np.zeros(10))]
BUMP = np.exp(-((np.arange(12)[:, None] - 4.0) ** 2 + (np.arange(16) - 7.0) ** 2) / 6)

FIGURES = {
    "network_diagram": (
        lambda ax: figures.network_diagram(
            forward_trace(np.array([[1.0, 1.0]]), forward.xor_network()),
            forward.xor_network(),
            [["left", "right"], None, ["score"]],
            "T",
            ax,
        ),
        "layer 1: 2.0, 1.0; layer 2: −0.5",
    ),
    "large network_diagram": (
        lambda ax: figures.network_diagram(forward_trace(DIGITS[:1], BIG), BIG, title="T", ax=ax),
        "A network of 64-32-10 neurons",
    ),
    "xor_plane": (
        lambda ax: figures.xor_plane(lambda X: forward.mlp_forward(X, forward.xor_network()), ax, "T"),
        "(0, 0) −0.5, (0, 1) 0.5, (1, 0) 0.5, (1, 1) −0.5; 4 of 4",
    ),
    "staircase": (
        lambda ax: figures.staircase(X_LINE, X_LINE, X_LINE + 0.25, "T", ax),
        "largest gap 0.25, mean 0.25",
    ),
    "gaps_by_neurons": (
        lambda ax: figures.gaps_by_neurons({"wave": [1.0, 0.5, 0.25], "bump": [0.5, 0.6, 0.3]}, "T", ax),
        "wave from 1.00 to 0.250, larger than before never; bump from 0.50 to 0.300, larger than before once",
    ),
    "clusters": (
        lambda ax: figures.clusters(RNG.normal(size=(60, 5)), np.arange(60) % 10, "T", ax),
        "60 examples of 10 classes",
    ),
    "probability_map": (
        lambda ax: figures.probability_map(RNG.uniform(size=(60, 80, 3)), BUMP, "T", ax),
        "highest 100 %",
    ),
    "reliability": (
        lambda ax: figures.reliability(
            np.array([0.95, 0.9, 0.55, 0.55]), np.array([True, True, True, False]), title="T", ax=ax
        ),
        "sure 55 %, right 50 % (2 cases)",
    ),
}
