"""What a driver leaves behind, a network that learns from it, and rounds in which it is asked again."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from dlcourse.nn.driving import COLUMNS, ROWS, STEPS, camera, expert, journeys
from dlcourse.nn.training import Adam, Dense, Network, Tanh
from dlcourse.nn.training.budget import few

UNITS, RATE, STEPS_OF_ADAM, BATCH = 32, 0.001, 2000, 50
FROM_EACH = 200  # pictures kept of a car's journey, about
SCALE = 0.05  # 1/m, what a network's 1 stands for


@dataclass(frozen=True, eq=False)
class Driver:
    """A network that steers: ``driver(pictures)`` is the steering, array (N,).

    Parameters
    ----------
    network : Network
    """

    network: Network

    def __call__(self, pictures):
        """Steering in 1/m, for pictures (N, 16, 32)."""
        return SCALE * self.network.outputs(inputs(pictures))[:, 0]


def inputs(pictures):
    """Pictures as the network sees them: array (N, 512), each with mean 0 and standard deviation 1, whatever the light."""
    X = pictures.reshape(len(pictures), ROWS * COLUMNS)
    return (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)


def record(drive_step, *, seed, pictures, gusts):
    """Let the expert drive, and keep what the camera sees with what the expert does.

    Parameters
    ----------
    drive_step : function
        The lesson's, perhaps the learner's.
    seed : int
    pictures : int
        How many to keep, drawn from all that was seen: of every car's journey about 200.
    gusts : bool

    Returns
    -------
    tuple (array (N, 16, 32), array (N,))
        Pictures, and the expert's steering.
    """

    def steer(road, places, positions):
        return expert(positions, road.ahead(places))

    road, places, positions = journeys(steer, drive_step, seed=seed, cars=cars_for(pictures), gusts=gusts)
    places, positions = _drawn(places, positions, pictures, seed)
    return camera(road, places, positions), steer(road, places, positions)


def cars_for(pictures):
    """How many cars to drive for some pictures."""
    return -(-pictures // FROM_EACH)


def _drawn(places, positions, count, seed):
    """Some of all moments, drawn: places (N,) and positions (N, 2)."""
    places, positions = places.ravel(), positions.reshape(-1, 2)
    chosen = np.random.default_rng([seed, 5]).permutation(len(places))[:count]
    return places[chosen], positions[chosen]


def untrained(inputs, units, rng):
    """A network with one hidden layer of some units, or with none."""
    if not units:
        return Network([Dense(inputs, 1, rng)])
    return Network([Dense(inputs, units, rng), Tanh(), Dense(units, 1, rng)])


def learn(pictures, steering, steering_loss, *, seed, units=UNITS, rate=RATE):
    """Train a network 512-32-1 to steer as in the examples.

    Parameters
    ----------
    pictures : array (N, 16, 32)
    steering : array (N,)
    steering_loss : function
        ``steering_loss(predicted, wanted) -> (loss, d_predicted)``, perhaps the learner's.
    seed : int
        Of the first weights and of the batches.
    units : int
        Hidden units; 0 for none, a linear model.
    rate : float
        Of Adam at first; it falls evenly to 0.

    Returns
    -------
    Driver
    """
    rng, X = np.random.default_rng(seed), inputs(pictures)
    network, steps = untrained(X.shape[1], units, rng), few(STEPS_OF_ADAM)
    optimizer = Adam(lambda step: rate * (1 - step / steps))

    def loss(Z, y):
        value, d_predicted = steering_loss(SCALE * Z[:, 0], y)
        return value, SCALE * np.asarray(d_predicted)[:, None]

    for _ in range(steps):
        rows = rng.integers(len(X), size=BATCH)
        _, gradients = network.loss_and_gradients(X[rows], steering[rows], loss)
        optimizer.step(network, gradients)
    return Driver(network)


def dagger(drive_step, steering_loss, dagger_round, *, seed, pictures, each, rounds, units=UNITS, rate=RATE):
    """Learn from a calm driver, then drive in gusts and have the expert say what to do where one came.

    Parameters
    ----------
    drive_step, steering_loss, dagger_round : function
        The lesson's, perhaps the learner's.
    seed : int
    pictures : int
        From the calm driver.
    each : int
        Added in each round.
    rounds, units : int
    rate : float

    Returns
    -------
    list of Driver
        The first, and the one after each round.
    """
    seen, steering = record(drive_step, seed=seed, pictures=pictures, gusts=False)
    drivers = [learn(seen, steering, steering_loss, seed=seed, units=units, rate=rate)]
    for number in range(1, rounds + 1):
        road, places, positions = journeys(
            _by_sight(drivers[-1]), drive_step, seed=1000 * number + seed, cars=cars_for(each)
        )
        places, positions = _drawn(places, positions, each, seed + number)
        asked = partial(expert, curvature=road.ahead(places))
        seen, steering = dagger_round(seen, steering, camera(road, places, positions), positions, expert=asked)
        drivers.append(learn(seen, steering, steering_loss, seed=seed, units=units, rate=rate))
    return drivers


def _by_sight(driver):
    def steer(road, places, positions):
        return driver(camera(road, places, positions))

    return steer
