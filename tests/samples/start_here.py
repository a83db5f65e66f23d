"""Lesson start_here: right answers in other styles."""

import numpy as np

ALTERNATIVES = {
    "start_here.rescale": [
        lambda image, largest: image * (1 / largest),
        lambda image, largest: np.true_divide(image, largest),
        lambda image, largest: np.array([p / largest for p in image.ravel()]).reshape(image.shape),
    ],
}
