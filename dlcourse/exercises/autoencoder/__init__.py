"""Lesson 13, autoencoder: its exercises, in lesson order."""

ORDER = [
    "pseudo_label",
    "odd_ones",
]
