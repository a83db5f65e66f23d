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
    turned : float, optional
        Of a ravine: by how many degrees its floor is turned away from the first weight's axis.
    condition : float, optional
        Of a ravine: how many times steeper it is across than along.

    Attributes
    ----------
    directions : array (2, 2) or None
        Of a ravine: along its floor and across, as columns. Each keeps to itself.
    curvatures : array (2,) or None
        Of a ravine: how steep it is along each.
    """

    def __init__(self, name, loss, gradient, start, minima, *, turned=0, condition=None):
        self.name, self.loss, self.gradient = name, loss, gradient
        self.start, self.minima = np.array(start), np.array(minima)
        self.directions = self.curvatures = None
        if condition is not None:
            self.directions, self.curvatures = _turned(turned), np.array([1.0, condition])


def _turned(degrees):
    """The two directions of a ravine, as columns."""
    angle = np.deg2rad(degrees)
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


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
    condition=40,
)
TURNED_RAVINE = Landscape(  # by 45 degrees
    "turned ravine",
    loss=lambda w: ((w[..., 0] + w[..., 1]) ** 2 + 40 * (w[..., 1] - w[..., 0]) ** 2) / 4,
    gradient=lambda w: np.array([(w[0] + w[1]) - 40 * (w[1] - w[0]), (w[0] + w[1]) + 40 * (w[1] - w[0])]) / 2,
    start=(-5.5 / 2**0.5, -2.5 / 2**0.5),
    minima=[(0, 0)],
    turned=45,
    condition=40,
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


def ravine(condition, turned=0):
    """A ravine whose loss is 1/2 (a^2 + condition * b^2), with a along its floor and b across.

    Parameters
    ----------
    condition : float
        How many times steeper it is across than along: the condition number.
    turned : float
        By how many degrees the floor is turned away from the first weight's axis.

    Returns
    -------
    Landscape
        It starts on the contour line 1.

    Examples
    --------
    >>> land = ravine(9, turned=90)
    >>> print(land.gradient(np.array([1.0, 1.0])).round(6))
    [9. 1.]
    """
    directions, curvatures = _turned(turned), np.array([1.0, float(condition)])
    (a, b), (_, c) = (directions * curvatures @ directions.T).tolist()

    # Term by term, and not as a product of matrices: that is rounded in another way on another processor, and a step
    # that is nearly too long makes such a difference large.
    def loss(w):
        return (a * w[..., 0] * w[..., 0] + 2 * b * w[..., 0] * w[..., 1] + c * w[..., 1] * w[..., 1]) / 2

    def gradient(w):
        return np.array([a * w[0] + b * w[1], b * w[0] + c * w[1]])

    start = on_contour(directions, curvatures, 2.5)
    name = f"ravine {condition:g}"
    return Landscape(name, loss, gradient, start, [(0, 0)], turned=turned, condition=condition)


def on_contour(directions, curvatures, angle):
    """The weights (2,) where a ravine's loss is 1, at an angle (in radians) as if it were round."""
    return directions @ (np.array([np.cos(angle), np.sin(angle)]) * np.sqrt(2 / curvatures))
