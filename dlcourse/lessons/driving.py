"""Lesson 21, driving: steer by sight, and stay on the road.

A position is a row of two numbers: how many metres the car is to the right of the middle of its lane, and its heading
against the road, in radians, above 0 if it points to the right. Steering is the curvature of the path on which the
wheel holds the car, in 1/m: 0 is straight on, 0.05 a circle to the right with a radius of 20 m. The curvature of a road
is told in the same way. A picture is an array (H, W) of brightness, row 0 on top.

Sources
-------
steering_loss, recover_augment: Pomerleau (1989), *ALVINN: an autonomous land vehicle in a neural network*; Bojarski and
    others (2016), *End to end learning for self-driving cars*.
drive_step: Rajamani (2012), *Vehicle dynamics and control*, the kinematic model in coordinates of the lane.
dagger_round: Ross, Gordon and Bagnell (2011), *A reduction of imitation learning and structured prediction to no-regret
    online learning*.
off_road_rate: Ross and Bagnell (2010), *Efficient reductions for imitation learning*, who count mistakes over a way.
"""

import numpy as np


def steering_loss(predicted, wanted):
    """How far a network steers from a driver, and what moving each of its answers would change.

    Formula: ``L = mean((predicted - wanted)^2)``, and the gradient of L for `predicted`
    predicted: array (N,); wanted: array (N,) -> (loss, d_predicted): a number, and an array (N,)

    >>> loss, d_predicted = steering_loss(np.array([1.0, 0.0]), np.array([0.0, 2.0]))
    >>> print(loss, d_predicted)
    2.5 [ 1. -2.]
    """
    off = predicted - wanted
    return np.mean(off**2), 2 * off / len(off)


def drive_step(positions, steering, *, curvature, speed, gusts):
    """Where the cars are one step later.

    Formula: ``heading' = heading + speed (steering - curvature) + gust``, ``offset' = offset + speed sin(heading')``
    positions: array (N, 2), of offset and heading; steering: array (N,); curvature: array (N,), of
    the road; speed: a number, metres a step; gusts: array (N,), radians -> array (N, 2), a new one

    >>> drive_step(np.array([[0.5, 0.0]]), np.array([0.1]), curvature=np.array([0.1]), speed=2.0, gusts=np.zeros(1))
    array([[0.5, 0. ]])
    >>> pushed = drive_step(np.zeros((1, 2)), np.zeros(1), curvature=np.zeros(1), speed=2.0, gusts=np.array([0.1]))
    >>> print(pushed.round(2))  # 2 sin 0.1 metres to the right
    [[0.2 0.1]]
    """
    headings = positions[:, 1] + speed * (steering - curvature) + gusts
    offsets = positions[:, 0] + speed * np.sin(headings)
    return np.column_stack([offsets, headings])


def recover_augment(pictures, steering, columns, *, correction):
    """Pictures as from a car that points elsewhere, and the steering that would lead it back.

    Formula: row by row ``x' = x`` moved by `columns` to the right, what comes in repeats the edge;
    ``steering' = steering + correction * columns``
    pictures: array (N, H, W); steering: array (N,); columns: int array (N,), how far each moves to
    the right, below 0 to the left; correction: a number, 1/m for each column
    -> (pictures, steering): arrays (N, H, W) and (N,)

    >>> recover_augment(np.array([[[1.0, 2.0, 3.0]]]), np.array([0.5]), np.array([1]), correction=0.25)
    (array([[[1., 1., 2.]]]), array([0.75]))
    """
    W = pictures.shape[2]
    sources = np.clip(np.arange(W) - columns[:, None], 0, W - 1)  # (N, W), where each column comes from
    shifted = np.take_along_axis(pictures, sources[:, None, :], axis=2)  # in all rows
    return shifted, steering + correction * columns.astype(pictures.dtype)


def dagger_round(pictures, steering, visited, positions, *, expert):
    """What is learned from next: all that was there, and what the network came to see.

    Formula: the old examples, then `visited` with ``expert(positions)``
    pictures: array (N, H, W); steering: array (N,); visited: array (M, H, W), seen while the network
    drove; positions: array (M, 2), where that was; expert: function, expert(positions) -> array (M,)
    -> (pictures, steering): arrays (N + M, H, W) and (N + M,)

    >>> seen, asked = np.zeros((1, 1, 2)), np.array([[2.0, 0.0]])
    >>> dagger_round(np.ones((1, 1, 2)), np.array([0.1]), seen, asked, expert=lambda places: -places[:, 0] / 4)[1]
    array([ 0.1, -0.5])
    """
    return np.concatenate([pictures, visited]), np.concatenate([steering, expert(positions)])


def off_road_rate(offsets, *, half_width):
    """How many cars leave the road, and how far they come.

    Formula: the share of rows with an ``|offset| > half_width``, and the mean over the rows of how many offsets stand
    before the first of these, all of them if there is none
    offsets: array (cars, steps), metres right of the middle; half_width: a number, how far from
    there the edges are -> (share, steps): a number, and a number

    >>> share, steps = off_road_rate(np.array([[0.0, 1.0, 3.0, 0.0], [0.0, -2.0, 1.0, 0.0]]), half_width=2.0)
    >>> print(share, steps)
    0.5 3.0
    """
    off = np.abs(offsets) > half_width
    left = off.any(axis=1)
    steps = np.where(left, off.argmax(axis=1), offsets.shape[1])
    return left.mean(), steps.mean()
