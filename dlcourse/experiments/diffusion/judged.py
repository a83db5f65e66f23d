"""Is it good, and is it new? Numbers for pictures that a generator has made, each with what it does not see.

The judge is a convolutional network of lesson 08 that reads digits. Its last hidden layer, 32 numbers, is what it makes
of a picture: in these numbers two heaps of pictures are compared.
"""

from functools import cache

import numpy as np

from dlcourse.data import datasets
from dlcourse.data.denoiser import digit_judge
from dlcourse.experiments.cnn.networks import small_cnn
from dlcourse.lessons import diffusion
from dlcourse.lessons.forward import softmax
from dlcourse.nn.cnn import Flatten, MaxPool2d
from dlcourse.nn.training import Dense, ReLU, set_parameters
from dlcourse.nn.training.pace import at_pace

SIDE, CLASSES = 8, 10
JUDGE_LAYERS = ("conv1", "conv2", "dense", "out")
COPY = 0.3  # nearer to a training picture, a sample is a copy; no test picture comes as near


def judge_network(rng):
    """The judge before its training: two convolutions with pooling, 32 numbers, ten classes."""
    head = [MaxPool2d(2), Flatten(), Dense(64, 32, rng), ReLU(), Dense(32, CLASSES, rng)]
    return small_cnn(rng, side=SIDE, head=head)


@cache
def stored_judge():
    """The judge that comes with the course: a Network for pictures (N, 8, 8, 1)."""
    return set_parameters(judge_network(np.random.default_rng(0)), JUDGE_LAYERS, digit_judge())


def reading(pictures):
    """What the judge believes to see: the probabilities (N, 10) of the digits, of pictures (N, 64) from 0 to 1."""
    return softmax(stored_judge().outputs(_with_channel(pictures)))


def features(pictures):
    """What the judge makes of pictures (N, 64): the 32 numbers (N, 32) of its last hidden layer."""
    Z = _with_channel(pictures)
    for layer in stored_judge().layers[:-1]:
        Z, _ = layer.forward(Z)
    return Z


def _with_channel(pictures):
    return np.asarray(pictures, dtype=float).reshape(-1, SIDE, SIDE, 1)


def spread(pictures, labels):
    """How far apart two pictures of one digit are: the root of the mean squared distance, the mean over the digits."""
    groups = [pictures[labels == digit] for digit in np.unique(labels)]
    return float(np.mean([np.sqrt(2 * np.sum(group.var(axis=0, ddof=1))) for group in groups if len(group) > 1]))


def judged(pictures, labels, *, frechet_distance, nearest_distance):
    """How good pictures are, by measures that fail in different ways.

    Parameters
    ----------
    pictures : array (N, 64)
        From 0 to 1.
    labels : int array (N,)
        The digits that they should be.
    frechet_distance, nearest_distance : function
        As the learner's.

    Returns
    -------
    dict of str to float
        "sure": the judge's mean probability, in percent, of what it reads; "asked": how many percent it reads as
        asked; "frechet": the distance of its features to those of the 500 test pictures; "nearest": the mean distance
        to the nearest training picture; "copies": how many percent are nearer than `COPY`; "spread": as of
        :func:`spread`.
    """
    X, _, X_test, _ = datasets.digits()
    distance = at_pace(frechet_distance, diffusion.frechet_distance)
    P, pictures = reading(pictures), np.asarray(pictures, dtype=float)
    far, _ = at_pace(nearest_distance, diffusion.nearest_distance)(pictures, data=X)
    return {
        "sure": 100 * float(P.max(axis=1).mean()),
        "asked": 100 * float(np.mean(P.argmax(axis=1) == labels)),
        "frechet": float(distance(features(pictures), features(X_test))),
        "nearest": float(np.mean(far)),
        "copies": 100 * float(np.mean(far < COPY)),
        "spread": spread(pictures, labels),
    }


def table(rows, *, frechet_distance, nearest_distance):
    """What :func:`judged` finds of several heaps: dict of name to dict.

    Parameters
    ----------
    rows : dict of str to tuple (array (N, 64), int array (N,))
        Pictures, and the digits that they should be.
    frechet_distance, nearest_distance : function
    """
    functions = {"frechet_distance": frechet_distance, "nearest_distance": nearest_distance}
    return {name: judged(*heap, **functions) for name, heap in rows.items()}


def told(found):
    """What :func:`table` gives, as a table in plain text; "variety" is the spread within a digit."""
    lines = [f"{'':30} judge sure  as asked  Fréchet  nearest  copies  variety"]
    for name, row in found.items():
        far = abs(row["frechet"])  # no "-0.0" of two equal heaps
        lines.append(
            f"{name:30} {row['sure']:8.0f} % {row['asked']:7.0f} % {far:8.1f} {row['nearest']:8.2f} "
            f"{row['copies']:5.0f} % {row['spread']:8.2f}"
        )
    return "\n".join(lines)
