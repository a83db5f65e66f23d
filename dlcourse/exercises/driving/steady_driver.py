"""A challenge: one neuron that keeps to the road in gusts, from pictures of a driver to whom none came."""

import zlib
from functools import cache

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed, drawn_sizes
from dlcourse.lessons.driving import drive_step, off_road_rate, recover_augment
from dlcourse.lessons.representations import linear_probe
from dlcourse.nn.driving import (
    COLUMNS,
    HALF_WIDTH,
    ROWS,
    alike,
    by_sight,
    camera,
    drive,
    expert,
    journeys,
    road,
    wheel_turned,
)

ENOUGH = 0.6  # of the steps of a journey in gusts
GENTLE = 0.01  # 1/m, by which the wheel may turn from step to step on a calm journey, on average
CARS = 8
SIDE = 0.75  # metres from the middle, where a driver is asked which way it steers
UNMOVED = 0.003  # 1/m for a metre: less is no answer to where the car is


SMALL = np.array([[[1.0, -1.0]], [[-1.0, 1.0]]]), np.array([0.1, -0.1])


def cases(rng):
    """Two pictures of two pixels; then pictures of three calm journeys."""
    counts = [120 + 10 * count for count in drawn_sizes(rng, 3, most=12)]
    return [Case(*SMALL), *(Case(*calm(int(rng.integers(1_000_000)), count)) for count in counts)]


def calm(seed, count):
    """Pictures and steering of the expert on a road without gusts."""
    along, places, positions = journeys(_by_the_road, drive_step, seed=seed, cars=CARS, gusts=False)
    chosen = np.random.default_rng(seed).permutation(places.size)[:count]
    places, positions = places.ravel()[chosen], positions.reshape(-1, 2)[chosen]
    return alike(camera(along, places, positions)), _by_the_road(along, places, positions)


def _by_the_road(along, places, positions):
    return expert(positions, along.ahead(places))


def observe(arguments, value):
    """How a driver keeps to the road in gusts, how it holds the wheel, and what it does beside the middle."""
    found = _driven(arguments, value)
    if not found:
        return {"weights": "one for each pixel"}
    stays = found["share"] >= ENOUGH
    held = "held gently" if found["turned"] <= GENTLE else "jerked about"
    side = "to the left" if found["slope"] < 0 else "to the right"
    return {
        "steps on the road, in gusts": "enough" if stays else "too few",
        "the wheel on a calm journey": held if stays else "not looked at: first it has to stay on the road",
        "right of the middle, it steers": "as in the middle" if abs(found["slope"]) < UNMOVED else side,
    }


def tell(arguments, value):
    """The numbers of it."""
    found = _driven(arguments, value)
    if not found:
        return ""
    return (
        f"In gusts it stays on the road for {100 * found['share']:.0f} % of the steps; {100 * ENOUGH:.0f} are wanted. "
        f"On a calm journey it turns the wheel by {found['turned']:.3f} 1/m in a step; up to {GENTLE} is gentle."
    )


def _driven(arguments, value):
    """How the driver of these weights drives; {} for pictures that are not the camera's.

    The road of a case comes from what was steered on that of the pictures.
    """
    shape = arguments["pictures"].shape[1:]
    W, b = _weights(value, shape)
    if shape != (ROWS, COLUMNS):
        return {}
    return _journeys(W.astype(float).tobytes(), b, zlib.crc32(arguments["steering"].tobytes()))


@cache
def _journeys(weights, b, seed):
    W = np.frombuffer(weights).reshape(ROWS, COLUMNS)

    def driver(pictures):
        return np.tensordot(alike(pictures), W, axes=2) + b

    steer = by_sight(driver)
    offsets = drive(driver, drive_step, seed=seed, cars=CARS)
    steps = off_road_rate(offsets, half_width=HALF_WIDTH)[1]
    places, beside = np.arange(0, 500, 20), np.array([[SIDE, 0.0]] * 25)
    right, left = (steer(road(seed, length=500), places, sides) for sides in (beside, -beside))
    return {
        "share": steps / offsets.shape[1],
        "turned": wheel_turned(driver, drive_step, seed=seed + 1),
        "slope": float(np.mean(right - left)) / (2 * SIDE),
    }


def _weights(value, shape):
    """W and b, or Malformed."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise Malformed(
            f"Two things are wanted, the weights and the bias: `return weights, bias`; not {describe(value)}."
        )
    W, b = (np.asarray(part) for part in value)
    if W.shape != shape or W.dtype.kind not in "iuf":
        want = f"an array of shape {shape}, one for each pixel"
        raise Malformed(f"The weights should be {want}, but they are {describe(value[0])}.")
    if b.shape != () or b.dtype.kind not in "iuf":
        raise Malformed(f"The bias should be a number, but it is {describe(value[1])}.")
    if not (np.isfinite(W).all() and np.isfinite(b)):
        raise Malformed("Some of the weights, or the bias, are not finite numbers.")
    return W, float(b)


def steady_driver(pictures, steering):
    """One neuron that keeps to the road in gusts, learned from pictures of a calm driver.

    pictures: array (N, H, W), each with mean 0 and standard deviation 1; steering: array (N,), of a
    driver to whom no gusts came -> (weights, bias): weights an array (H, W); bias a number

    >>> weights, bias = steady_driver(np.zeros((2, 16, 32)), np.array([0.2, 0.2]))
    >>> print(weights.shape, round(bias, 1))
    (16, 32) 0.2
    """
    rng, (H, W) = np.random.default_rng(0), pictures.shape[1:]
    rows, targets = [], []
    for _ in range(8):  # each picture eight times, shifted by chance
        columns = rng.integers(-8, 9, len(pictures))
        sources = np.clip(np.arange(W) - columns[:, None], 0, W - 1)
        rows.append(np.take_along_axis(pictures, sources[:, None, :], axis=2).reshape(len(pictures), H * W))
        targets.append(steering + 0.025 * columns)
    X, y = np.concatenate(rows), np.concatenate(targets)
    centre, middle = X.mean(axis=0), y.mean()
    A = (X - centre).T @ (X - centre) + 1000 * np.eye(H * W)  # least squares with weight decay
    w = np.linalg.solve(A, (X - centre).T @ (y - middle))
    return w.reshape(H, W), middle - centre @ w


def ridge(pictures, steering, decay):
    """The weights with the smallest squared error, plus `decay` times their own squares."""
    W, b = linear_probe(pictures.reshape(len(pictures), -1), steering[:, None], ridge=decay)
    return W.reshape(pictures.shape[1:]), float(b[0])


def shifted(pictures, steering, correction):
    """The weights after shifts by up to six columns."""
    columns = np.random.default_rng(0).integers(-6, 7, 4 * len(pictures))
    X, y = recover_augment(np.tile(pictures, (4, 1, 1)), np.tile(steering, 4), columns, correction=correction)
    return ridge(X, y, 100.0)


exercise = Exercise(
    reference=steady_driver,
    points=3,
    minutes=15,
    cases=cases,
    observe=observe,
    tell=tell,
    form="challenge",
    hints=[
        "A neuron that copies these pictures well leaves the road, as the network did. Which places do they not show, "
        "and which of your functions makes pictures of such places?",
        "Make many shifted pictures with what leads back, by up to eight columns to both sides, and fit a neuron to "
        "them all: by least squares with weight decay there is nothing to train. Then try how much correction keeps "
        "the road and does not jerk the wheel.",
        "Elsewhere: `np.tile(a, 3)` is `a` three times; `np.linalg.solve(A.T @ A + np.eye(A.shape[1]), A.T @ prices)` "
        "gives the weights of least squares with a decay of 1.",
    ],
    solved="a driver of 513 numbers, from pictures without one mistake in them.",
)


@exercise.mistake("leaves the road all the same")
def _(pictures, steering):
    """Beside the middle your neuron steers back to it, and yet it leaves the road. So does one that copies the calm
    pictures as they are: what do they not show?
    """
    return ridge(pictures, steering, 1.0)


@exercise.also("leaves the road all the same")
def _(pictures, steering):
    return ridge(pictures, steering, 100.0)


@exercise.mistake("steers farther off")
def _(pictures, steering):
    """Where the car is to the right of the middle, your neuron steers still farther to the right. The correction has to
    lead *back*.
    """
    return shifted(pictures, steering, -0.02)


@exercise.mistake("jerks the wheel")
def _(pictures, steering):
    """It keeps to the road, but jerks the wheel about even where nothing happens: less of a correction, or more weight
    decay, is enough.
    """
    return shifted(pictures, steering, 0.15)


@exercise.mistake("does not look")
def _(pictures, steering):
    """What your neuron does hardly depends on where the car is: beside the middle it steers as in the middle."""
    return np.zeros(pictures.shape[1:]), float(steering.mean())


@exercise.accepts("by gradient descent")
def _(pictures, steering):
    rng = np.random.default_rng(1)
    W, b, N = np.zeros(pictures[0].size), 0.0, len(pictures)
    columns = rng.integers(-8, 9, 4 * N)
    X, y = recover_augment(np.tile(pictures, (4, 1, 1)), np.tile(steering, 4), columns, correction=0.02)
    X = X.reshape(len(X), -1)
    for _ in range(100):
        off = X @ W + b - y
        W, b = W - 0.003 * X.T @ off / len(X), b - 0.002 * off.mean()
    return W.reshape(pictures.shape[1:]), b


@exercise.accepts("by NumPy's least squares")
def _(pictures, steering):
    columns = np.arange(4 * len(pictures)) % 17 - 8
    X, y = recover_augment(np.tile(pictures, (4, 1, 1)), np.tile(steering, 4), columns, correction=0.02)
    X = np.hstack([X.reshape(len(X), -1), np.ones((len(X), 1))])
    decay = 10 * np.eye(X.shape[1])  # as rows of its own
    found = np.linalg.lstsq(np.concatenate([X, decay]), np.concatenate([y, np.zeros(len(decay))]), rcond=None)[0]
    return found[:-1].reshape(pictures.shape[1:]), found[-1]
