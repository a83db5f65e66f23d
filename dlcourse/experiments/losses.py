"""Lesson 03, losses: an 8 or a 3 by two numbers, walks downhill in two losses, and confidence put to the test."""

from dataclasses import dataclass

import numpy as np

from dlcourse.data import datasets
from dlcourse.lessons import forward, neuron
from dlcourse.nn.training.budget import few

VALLEY, STAY = 0.12, 10  # a mean squared error that is low enough, and for how many steps it has to stay so
TEMPERATURES = np.arange(5, 81) / 10  # 0.5 to 8.0


def ink():
    """Threes and eights, each told by two numbers: the ink in the upper left and in the lower left of the picture.

    Both are shifted and scaled by what the pictures to learn from have: 0 is their average, 1 a typical distance from
    it (the standard deviation).

    Returns
    -------
    tuple (array (257, 2), int array (257,), array (100, 2), int array (100,))
        Pictures to learn from and unseen ones, with their answers: 1 for an 8, 0 for a 3.
    """
    images, y, images_test, y_test = datasets.digit_pair(3, 8)
    left = [digits.reshape(-1, 2, 4, 8)[:, :, :, :4] for digits in (images, images_test)]  # upper and lower half
    known, unseen = (half.mean(axis=(2, 3)) for half in left)  # (N, 2, 4, 4) -> (N, 2)
    average, distance = known.mean(axis=0), known.std(axis=0)
    return (known - average) / distance, y, (unseen - average) / distance, y_test


def descend(loss, start, gradient, *, learning_rate, steps):
    """Walk downhill: again and again a step against the gradient.

    Parameters
    ----------
    loss : function
        ``loss(w) -> number``.
    start : array (D,)
        Where the walk begins.
    gradient : function
        ``gradient(loss, w) -> array (D,)``, as the numerical gradient.
    learning_rate : float
    steps : int

    Returns
    -------
    array (steps + 1, D)
        All places, the start first.

    Examples
    --------
    >>> from dlcourse.lessons import losses
    >>> path = descend(lambda w: w[0] ** 2, np.array([1.0]), losses.numerical_gradient, learning_rate=0.25, steps=2)
    >>> print(path.round(6).ravel())
    [1.   0.5  0.25]
    """
    path = [np.asarray(start, dtype=float)]
    for step in range(steps):
        is_moving = step < few(steps)  # with a small budget it soon stands still
        path.append(path[-1] - learning_rate * gradient(loss, path[-1]) if is_moving else path[-1])
    return np.array(path)


def steps_into_valley(loss, start, gradient, X, y, *, learning_rate, most=200):
    """How many steps a sigmoid neuron takes until its mean squared error is at most 0.12, and stays so for ten more.

    Whatever loss it walks down in, the yardstick is the same; the lowest there is, for :func:`ink`, is 0.109.

    Parameters
    ----------
    loss, start, gradient, learning_rate
        As of `descend`.
    X, y : arrays (N, 2) and (N,)
        The examples and the right answers, 1 or 0.
    most : int
        After so many steps it is given up.

    Returns
    -------
    int or float
        Infinity if it was given up, or if it came to weights that are no finite numbers.
    """
    w, since = np.asarray(start, dtype=float), None
    for step in range(few(most) + STAY + 1):
        error = np.mean((neuron.sigmoid(X @ w) - y) ** 2)
        since = None if error > VALLEY else step if since is None else since
        if since is not None and step - since == STAY:
            return since
        w = w - learning_rate * gradient(loss, w)
        if not np.isfinite(w).all():
            break
    return np.inf


def from_far(gradient, X, y, *, most=200):
    """What `compare` measures: the steps of a loss from a start on the wrong side, near or far by the seed.

    Parameters
    ----------
    gradient, X, y, most
        As of `steps_into_valley`.

    Returns
    -------
    function
        ``measure(loss, seed, learning_rate) -> int`` or infinity.
    """

    def measure(loss, seed, learning_rate):
        rng = np.random.default_rng(seed)
        start = -rng.uniform(2, 8) + rng.uniform(-0.5, 0.5, 2)  # both weights: from -8.5 to -1.5
        return steps_into_valley(loss, start, gradient, X, y, learning_rate=learning_rate, most=most)

    return measure


def moved_right(X):
    """Digits (N, 64), each one pixel further to the right: paper comes in on the left, the last column falls off."""
    pictures = np.pad(X.reshape(-1, 8, 8), ((0, 0), (0, 0), (1, 0)))  # (N, 8, 9)
    return pictures[:, :, :8].reshape(-1, 64)


def honest_by_chance(confidence, error, *, tries=200, seed=0):
    """The mean calibration error of a perfectly honest network: each answer is right with just the chance it says.

    Parameters
    ----------
    confidence : array (N,)
        How sure it is of each answer.
    error : function
        ``error(confidence, right) -> number``.
    tries, seed : int
        How often the dice are thrown, and with which seed.

    Returns
    -------
    float
    """
    rng = np.random.default_rng(seed)
    return float(np.mean([error(confidence, rng.random(len(confidence)) < confidence) for _ in range(few(tries))]))


@dataclass(frozen=True, eq=False)
class Tempered:
    """What a temperature did, in several divisions of the same examples.

    Parameters
    ----------
    chosen : array (R,)
        The temperature that was the best on the validation half of each division.
    before, after : array (R,)
        The calibration error on the other half, with the scores as they were and divided by this temperature.
    by_chance : array (R,)
        What it would be after that, on average, if each answer were right with just the chance that is said.
    """

    chosen: np.ndarray
    before: np.ndarray
    after: np.ndarray
    by_chance: np.ndarray

    @property
    def lower(self):
        """int: in how many divisions the error became smaller."""
        return int(np.sum(self.after < self.before - 1e-12))

    @property
    def numbers(self):
        """dict of str to array: as ``figures.seed_dots`` takes them."""
        return {"as it was": self.before, "with temperature": self.after}

    def __str__(self):
        low, high = self.chosen.min(), self.chosen.max()
        medians = f"{np.median(self.before):.3f} -> {np.median(self.after):.3f}"
        return (
            f"temperature {low:.1f} to {high:.1f}, median calibration error {medians}, lower in {self.lower} of "
            f"{len(self.chosen)}\n  (an honest network, by chance alone: {np.median(self.by_chance):.3f})"
        )


def temper(Z, y, cross_entropy, error, *, divisions=10):
    """Choose a temperature on one half of the examples, judge it on the other; again for other halves.

    Parameters
    ----------
    Z : array (N, C)
        A network's scores.
    y : int array (N,)
        The right classes.
    cross_entropy : function
        ``cross_entropy(Z, y) -> number``: of 76 temperatures, 0.5 to 8, the one with the smallest is chosen.
    error : function
        ``error(confidence, right) -> number``, the calibration error.
    divisions : int
        How often the examples are divided by chance.

    Returns
    -------
    Tempered
    """
    tried = TEMPERATURES[:: 1 if few(2, 1) == 2 else 25]
    rows = []
    for seed in range(few(divisions)):
        # Sorting random numbers: the stream of Generator.permutation may change with NumPy.
        order = np.argsort(np.random.default_rng(seed).random(len(y)))
        validation, rest = order[: len(y) // 2], order[len(y) // 2 :]
        best = tried[np.argmin([cross_entropy(Z[validation] / T, y[validation]) for T in tried])]
        before, after = (_error_at(T, Z[rest], y[rest], error) for T in (1.0, best))
        confidence = forward.softmax(Z[rest] / best).max(axis=1)
        rows.append((best, before, after, honest_by_chance(confidence, error, tries=40, seed=seed)))
    return Tempered(*np.array(rows, dtype=float).T)


def _error_at(temperature, Z, y, error):
    P = forward.softmax(Z / temperature)
    return error(P.max(axis=1), P.argmax(axis=1) == y)


def squared_error(mse, X, y):
    """The mean squared error of a sigmoid neuron, as a function of its weights: ``loss(w)``."""
    return lambda w: mse(neuron.sigmoid(X @ w), y)


def two_class_entropy(cross_entropy, X, y):
    """The cross-entropy of a sigmoid neuron, as a function of its weights: ``loss(w)``.

    Its sum z is the score of *yes*, against a second one that is always 0: the softmax of the two is the sigmoid of z.
    """

    def loss(w):
        z = X @ w
        return cross_entropy(np.column_stack([np.zeros_like(z), z]), y)

    return loss
