"""Lesson 05, optimizers: losses of two weights, to walk on and to draw."""

import numpy as np


class Landscape:
    """A loss of two weights whose shape is known.

    Parameters
    ----------
    name : str
    loss : function
        Takes weights (..., 2) and returns losses (...); its minimum is 0.
    gradient : function
        Takes weights (2,) and returns their gradient (2,).
    start : pair of float
        Where the race begins.
    minima : list of pairs of float
        Where the loss is 0.
    """

    def __init__(self, name, loss, gradient, start, minima):
        self.name, self.loss, self.gradient = name, loss, gradient
        self.start, self.minima = np.array(start), np.array(minima)


def _rosenbrock_gradient(w):
    bent = w[1] - w[0] * w[0]
    return np.array([-2 * (1 - w[0]) - 400 * w[0] * bent, 200 * bent])


BOWL = Landscape(
    "bowl",
    loss=lambda w: (w[..., 0] ** 2 + w[..., 1] ** 2) / 2,
    gradient=lambda w: 1.0 * w,
    start=(-4.0, 1.5),
    minima=[(0, 0)],
)
RAVINE = Landscape(
    "ravine",
    loss=lambda w: (w[..., 0] ** 2 + 40 * w[..., 1] ** 2) / 2,
    gradient=lambda w: np.array([w[0], 40 * w[1]]),
    start=(-4.0, 1.5),
    minima=[(0, 0)],
)
TURNED_RAVINE = Landscape(  # by 45 degrees
    "turned ravine",
    loss=lambda w: ((w[..., 0] + w[..., 1]) ** 2 + 40 * (w[..., 1] - w[..., 0]) ** 2) / 4,
    gradient=lambda w: np.array([(w[0] + w[1]) - 40 * (w[1] - w[0]), (w[0] + w[1]) + 40 * (w[1] - w[0])]) / 2,
    start=(-5.5 / 2**0.5, -2.5 / 2**0.5),
    minima=[(0, 0)],
)
SADDLE = Landscape(
    "saddle",
    loss=lambda w: w[..., 0] ** 2 / 2 + (w[..., 1] ** 2 - 1) ** 2 / 4,
    gradient=lambda w: np.array([w[0], w[1] * (w[1] * w[1] - 1)]),
    start=(-2.0, 0.001),
    minima=[(0, -1), (0, 1)],
)
ROSENBROCK = Landscape(
    "Rosenbrock",
    loss=lambda w: (1 - w[..., 0]) ** 2 + 100 * (w[..., 1] - w[..., 0] ** 2) ** 2,
    gradient=_rosenbrock_gradient,
    start=(-1.2, 1.0),
    minima=[(1, 1)],
)
LANDSCAPES = {land.name: land for land in (BOWL, RAVINE, TURNED_RAVINE, SADDLE, ROSENBROCK)}
