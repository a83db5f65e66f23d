"""Cars that are driven, many at once: by one who sees where they are, or by what a camera sees."""

import numpy as np

from dlcourse.lessons import driving as lesson
from dlcourse.nn.driving.roads import HALF_WIDTH, SPEED, road
from dlcourse.nn.driving.seeing import camera
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

STEPS = 500  # of a journey
TO_THE_MIDDLE, STRAIGHTEN = 0.03, 0.25  # how much the expert steers for each metre, and for each radian
TIGHTEST = 0.2  # 1/m: a wheel turns no further
ROUGH = 0.02  # radians in each step, that every road turns a car by
GUST_CHANCE, GUST = 1 / 10, 0.2  # in a step, and the strongest, in radians


def expert(positions, curvature):
    """A driver who follows the road, and steers back to the middle.

    Parameters
    ----------
    positions : array (N, 2)
    curvature : array (N,)
        Of the road.

    Returns
    -------
    array (N,)
        Steering, in 1/m.
    """
    return curvature - TO_THE_MIDDLE * positions[:, 0] - STRAIGHTEN * positions[:, 1]


def turned_by_the_road(rng, cars, gusts):
    """How much the road turns each car in a step, and a gust, if there are any: array (cars,), radians."""
    shaken = rng.normal(0, ROUGH, cars)
    blown = rng.uniform(-GUST, GUST, cars) * (rng.random(cars) < GUST_CHANCE)
    return shaken + blown * gusts


def journeys(steer, drive_step, *, seed, cars, steps=STEPS, gusts=True):
    """Drive cars on a road of their own, each on another part of it, step by step.

    Every car begins in the middle of its lane. One that has left the road stays where it has left it.

    Parameters
    ----------
    steer : function
        ``steer(road, places, positions) -> array (N,)``, the steering of cars in some places of the road.
    drive_step : function
        The lesson's, perhaps the learner's.
    seed : int
        Of the road and the gusts.
    cars, steps : int
    gusts : bool
        Whether gusts turn the cars, on average once in ten steps.

    Returns
    -------
    tuple (Road, int array (cars, steps), array (cars, steps, 2))
        The road, the places, and the positions after each step.
    """
    drive_step = at_pace(drive_step, lesson.drive_step)
    steps, along = few(steps, 5), road(seed, length=cars * steps)
    rng = np.random.default_rng([seed, 4])
    places = np.arange(cars) * steps
    positions, found = np.zeros((cars, 2)), np.zeros((cars, steps, 2))
    for step in range(steps):
        at = places + step
        turned = turned_by_the_road(rng, cars, gusts)
        steering = np.clip(steer(along, at, positions), -TIGHTEST, TIGHTEST)
        after = drive_step(positions, steering, curvature=along.curvature[at], speed=SPEED, gusts=turned)
        on_road = np.abs(positions[:, :1]) <= HALF_WIDTH
        positions = found[:, step] = np.where(on_road, after, positions)
    return along, places[:, None] + np.arange(1, steps + 1), found


def by_sight(driver):
    """What :func:`journeys` takes, of a driver who steers by pictures."""

    def steer(along, places, positions):
        return driver(camera(along, places, positions))

    return steer


def drive(driver, drive_step, *, seed, cars, gusts=True):
    """Let a driver steer by what the camera of each car sees.

    Parameters
    ----------
    driver : function
        ``driver(pictures) -> array (N,)``, pictures (N, 16, 32) to steering in 1/m.
    drive_step : function
    seed : int
        Of the road and the gusts.
    cars : int
    gusts : bool

    Returns
    -------
    array (cars, STEPS)
        Metres right of the middle of the lane after each step.
    """
    return journeys(by_sight(driver), drive_step, seed=seed, cars=cars, gusts=gusts)[2][:, :, 0]


def wheel_turned(driver, drive_step, *, seed):
    """By how much a driver turns the wheel from step to step, on the first 100 m of eight calm journeys.

    Parameters
    ----------
    driver, drive_step : function
        As of :func:`drive`.
    seed : int
        Of the road.

    Returns
    -------
    float
        The mean size of a turn, in 1/m.
    """
    held = []

    def noted(pictures):
        held.append(driver(pictures))
        return held[-1]

    journeys(by_sight(noted), drive_step, seed=seed, cars=8, steps=100, gusts=False)
    return float(np.abs(np.diff(held, axis=0)).mean())
