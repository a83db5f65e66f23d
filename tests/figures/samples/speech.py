"""Lesson speech: how to draw each figure, and a piece of its alt text."""

import numpy as np

from dlcourse import figures

WAVE = np.sin(np.arange(300) / 5)
POWERS = np.random.default_rng(0).exponential(size=(12, 33))
TRACK = np.linspace([300, 2300, 3000], [700, 900, 2400], 500)
WORDS = {"iy": "heed", "aa": "hod"}
VOWELS, GROUPS = np.array(["iy", "aa"] * 4), np.repeat(["man", "child"], 4)
F1 = np.array([300.0, 700, 310, 720, 400, 1000, 410, 1010])
KNOWN = {"mean and spread": {2: [40, 50, 60], 20: [80, 85, 90]}, "mean alone": {2: [50, 55, 60], 20: [81, 82, 83]}}

FIGURES = {
    "sound_waves": (
        lambda ax: figures.sound_waves({"a buzz": WAVE, "a vowel": WAVE**3}, "T", ax, rate=8000),
        "30 milliseconds of 2 sounds: a buzz",
    ),
    "spectrogram": (
        lambda ax: figures.spectrogram(POWERS, "T", ax, rate=8000, length=64, hop=40, track=TRACK),
        "F1 300, 500 and 700 Hz at the beginning, middle and end",
    ),
    "vowel_map": (
        lambda ax: figures.vowel_map(F1, 3 * F1, VOWELS, GROUPS, "T", ax, words=WORDS),
        "the means of man, child, apart on average by 198 in F1",
    ),
    "right_by_known": (
        lambda ax: figures.right_by_known(KNOWN, "T", ax, without=65),
        "mean alone 55, 82; speaker unknown 65",
    ),
    "taken_for": (
        lambda ax: figures.taken_for(np.array([[8, 2], [1, 9]]), list(WORDS.values()), "T", ax),
        "Of 20 words, the most frequent mistakes: heed as hod 20 %",
    ),
}
