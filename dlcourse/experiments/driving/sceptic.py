"""Drivers without a hidden layer, or without any learning: what a network has to be better than."""

from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.driving.learning import inputs
from dlcourse.lessons.representations import linear_probe
from dlcourse.nn.driving import COLUMNS, Road, camera
from dlcourse.nn.driving.roads import AHEAD

BRIGHT = 0.6  # of a picture's brightest pixel: from here on it is taken for paint
BAND = 4  # rows that are looked at


@dataclass(frozen=True, eq=False)
class Linear:
    """A weighted sum of the pixels: ``linear(pictures)`` is the steering, array (N,).

    Parameters
    ----------
    w : array (512,)
    b : float
    """

    w: np.ndarray
    b: float

    def __call__(self, pictures):
        """Steering in 1/m, for pictures (N, 16, 32)."""
        return inputs(pictures) @ self.w + self.b


def fit_linear(pictures, steering, *, strength):
    """The weighted sum of the pixels with the least mean squared error, large weights being fined.

    Parameters
    ----------
    pictures : array (N, 16, 32)
    steering : array (N,)
    strength : float
        Of the fine on the sum of the squared weights.

    Returns
    -------
    Linear
    """
    W, b = linear_probe(inputs(pictures), steering[:, None], ridge=strength * len(pictures))
    return Linear(W[:, 0], float(b[0]))


def straight_on():
    """What the camera sees in the middle of a straight lane: array (1, 16, 32)."""
    still = np.zeros(2 * AHEAD)
    road = Road(still, still + 1, still + np.inf, still, still)
    return camera(road, np.array([0]), np.zeros((1, 2)))


@dataclass(frozen=True, eq=False)
class Brightness:
    """Steer towards what is bright in four rows of the picture, without any learning; in a straight lane straight on.

    Parameters
    ----------
    row : int
        The first of the rows.
    gain : float
        How much to steer for a column, in 1/m.
    """

    row: int
    gain: float

    def __call__(self, pictures):
        """Steering in 1/m, for pictures (N, 16, 32)."""
        return self.gain * (self._centre(pictures) - self._centre(straight_on()))

    def _centre(self, pictures):
        """Where the paint lies in the rows, its centre of mass: a column, array (N,)."""
        band = pictures[:, self.row : self.row + BAND].max(axis=1)
        paint = np.maximum(band - BRIGHT * band.max(axis=1, keepdims=True), 0)
        return paint @ np.arange(COLUMNS) / paint.sum(axis=1)
