"""What a driver leaves behind, a network that learns from it, and rounds in which it is asked again."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from dlcourse.lessons import driving as lesson
from dlcourse.nn.driving import COLUMNS, HALF_WIDTH, ROWS, alike, by_sight, camera, expert, journeys
from dlcourse.nn.training import Adam, Dense, Network, Tanh
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

UNITS, RATE, STEPS_OF_ADAM, BATCH = 32, 0.001, 2000, 50
FROM_EACH = 200  # pictures kept of a car's journey, about
TOGETHER = 10  # cars that a network drives in a round of DAgger
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
    """Pictures as a network sees them: array (N, 512)."""
    return alike(pictures).reshape(len(pictures), ROWS * COLUMNS)


def by_expert(road, places, positions):
    """How the expert steers cars in some places of a road: array (N,)."""
    return expert(positions, road.ahead(places))


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
    road, places, positions = journeys(by_expert, drive_step, seed=seed, cars=cars_for(pictures), gusts=gusts)
    places, positions = _drawn(places, positions, pictures, seed)
    return camera(road, places, positions), by_expert(road, places, positions)


def cars_for(pictures):
    """How many cars the expert drives for some pictures."""
    return -(-pictures // FROM_EACH)


def _drawn(places, positions, count, seed):
    """Some of all moments, drawn: places (N,) and positions (N, 2)."""
    places, positions = places.ravel(), positions.reshape(-1, 2)
    chosen = np.random.default_rng([seed, 5]).permutation(len(places))[:count]
    return places[chosen], positions[chosen]


def learn(pictures, steering, steering_loss, *, seed, rate=RATE):
    """Train a network with one hidden layer to steer as in the examples.

    Parameters
    ----------
    pictures : array (N, 16, 32)
    steering : array (N,)
    steering_loss : function
        ``steering_loss(predicted, wanted) -> (loss, d_predicted)``, perhaps the learner's.
    seed : int
        Of the first weights and of the batches.
    rate : float
        Of Adam at first; it falls evenly to 0.

    Returns
    -------
    Driver
    """
    rng, X = np.random.default_rng(seed), inputs(pictures)
    network = Network([Dense(X.shape[1], UNITS, rng), Tanh(), Dense(UNITS, 1, rng)])
    steps = few(STEPS_OF_ADAM)
    optimizer = Adam(lambda step: rate * (1 - step / steps))

    own = at_pace(steering_loss, lesson.steering_loss)

    def loss(Z, y):
        value, d_predicted = own(SCALE * Z[:, 0], y)
        return value, SCALE * np.asarray(d_predicted)[:, None]

    for _ in range(steps):
        rows = rng.integers(len(X), size=BATCH)
        _, gradients = network.loss_and_gradients(X[rows], steering[rows], loss)
        optimizer.step(network, gradients)
    return Driver(network)


def dagger(drive_step, steering_loss, dagger_round, *, seed, pictures, each, rounds, rate=RATE):
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
    rounds : int
    rate : float

    Returns
    -------
    list of Driver
        The first, and the one after each round.
    """
    seen, steering = record(drive_step, seed=seed, pictures=pictures, gusts=False)
    drivers = [learn(seen, steering, steering_loss, seed=seed, rate=rate)]
    for number in range(1, rounds + 1):
        road, places, positions = journeys(by_sight(drivers[-1]), drive_step, seed=1000 * number + seed, cars=TOGETHER)
        on_road = np.abs(positions[:, :, 0]) <= HALF_WIDTH
        places, positions = _drawn(places[on_road], positions[on_road], each, seed + number)
        asked = partial(expert, curvature=road.ahead(places))
        seen, steering = dagger_round(seen, steering, camera(road, places, positions), positions, expert=asked)
        drivers.append(learn(seen, steering, steering_loss, seed=seed, rate=rate))
    return drivers
