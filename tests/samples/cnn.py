"""Lesson cnn: explorers and figures for the tests that run over all of them."""

import numpy as np

from dlcourse import explore, figures
from dlcourse.data import datasets
from dlcourse.experiments.cnn import as_pictures
from dlcourse.nn import cnn, training


def small_network():
    rng = np.random.default_rng(0)
    layers = [cnn.Conv2d(1, 8, 3, rng, padding=1), training.ReLU(), cnn.Flatten(), training.Dense(8 * 144, 10, rng)]
    return training.Network(layers)


EXPLORERS = {
    "cnn.sliding": explore.cnn.sliding,
    "cnn.sizes": explore.cnn.sizes,
    "cnn.feature_maps": lambda: explore.cnn.feature_maps(small_network(), as_pictures(datasets.digits()[2][:20])),
}


FIGURES = {
    "picture_row": (
        lambda ax: figures.picture_row({"half": np.array([[0.0, 0.5]]), "one": np.array([[-1.0, 1.0]])}, "T", ax),
        "2 pictures: half from 0.00 to 0.50; one from −1.00 to 1.00",
    ),
}
