"""Lesson cnn: how to make each explorer."""

import numpy as np

from dlcourse import explore
from dlcourse.data import datasets
from dlcourse.experiments.cnn import as_pictures
from dlcourse.nn import cnn, training


def small_network():
    rng = np.random.default_rng(0)
    layers = [cnn.Conv2d(1, 8, 3, rng, padding=1), training.ReLU(), cnn.Flatten(), training.Dense(8 * 144, 10, rng)]
    return training.Network(layers)


def small_cnn():
    rng = np.random.default_rng(0)
    layers = [cnn.Conv2d(1, 8, 3, rng, padding=1), training.ReLU(), cnn.MaxPool2d(2)]
    layers += [cnn.Conv2d(8, 16, 3, rng, padding=1), training.ReLU(), cnn.MaxPool2d(2)]
    return training.Network([*layers, cnn.Flatten(), training.Dense(144, 10, rng)])


EXPLORERS = {
    "cnn.sliding": explore.cnn.sliding,
    "cnn.sizes": explore.cnn.sizes,
    "cnn.feature_maps": lambda: explore.cnn.feature_maps(small_network(), as_pictures(datasets.digits()[2][:20])),
    "cnn.watch": lambda: explore.cnn.watch(small_cnn(), [[(0.5, 0.1), (0.5, 0.9)]]),
}
