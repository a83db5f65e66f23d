"""Lesson compression: how to draw each figure of bits and bytes, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

GRIDS = {"whole array": (np.array([0.0, 1.0]), 0.25), "per channel": (np.array([0.0, 0.5]), 0.125)}
CHANNELS = {word: {"weights": np.array([0.1, 0.4]), **GRIDS} for word in ("narrowest", "widest")}
WAYS = {"one": [96.0, 90.0, 80.0], "other": [96.0, 91.0, 50.0]}
SEEDS = {way: [right, [value - 4 for value in right]] for way, right in WAYS.items()}
ROWS = {"as it was": (10_000, 96.0), "small": (1_500, 95.55)}

FIGURES = {
    "channel_steps": (
        lambda ax: figures.channel_steps(CHANNELS, "T", ax),
        "widest channel, its own steps: 0.125.",
    ),
    "bits_curve": (
        lambda ax: figures.bits_curve(WAYS, "T", ax, bits=(32, 8, 1), seeds=SEEDS, guess=3),
        "with 8, 1 bits: one 90, 80; other 91, 50; with 32: 96. Bands: the worst and the best of 2 seeds.",
    ),
    "smaller_networks": (
        lambda ax: figures.smaller_networks(ROWS, "T", ax),
        "as it was: 10,000 bytes, 96.0 %; small: 1,500 bytes",
    ),
}
