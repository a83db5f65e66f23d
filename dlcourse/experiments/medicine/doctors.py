"""Networks and logistic regressions that score patients: trained alike, tuned alike."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from dlcourse.data.stored import measurements as stored
from dlcourse.experiments.medicine.patients import columns, split, table
from dlcourse.nn.training import Adam, mlp, training_steps
from dlcourse.nn.training.budget import few

NETWORK, LOGISTIC = "network", "logistic regression"
HIDDEN = {NETWORK: [16], LOGISTIC: []}  # a logistic regression is a network without a hidden layer
SIDES = tuple(HIDDEN)
SPLITS, STEPS = 30, 200
TOO_LONG = {"rate": 0.03, "decay": 0.0, "steps": 600}  # a network that has learned too much by heart


def trained(X, y, *, hidden, rate, decay, seed, steps=STEPS):
    """A scorer: ``score(X) -> array (N,)``, the logit of "ill"; steps of Adam on all patients at once.

    The measurements are taken as they are: standardise them before.
    """
    network = mlp([X.shape[1], *hidden, 2], np.random.default_rng(seed))
    optimizer = Adam(rate, weight_decay=decay)
    for _ in training_steps(network, [(X, y)] * few(steps), optimizer):
        pass

    def score(X):
        Z = network.outputs(X)
        return Z[:, 1] - Z[:, 0]

    return score


@dataclass(frozen=True, eq=False)
class Judged:
    """What came of a split.

    Parameters
    ----------
    own_scores, own : array (100,), int array (100,)
        Of patients who set thresholds: their scores, and who is ill.
    scores, actual : array (120,), int array (120,)
        The same of those who judge.
    places : int array (120,)
        Who they are: their places in the table.
    """

    own_scores: np.ndarray
    own: np.ndarray
    scores: np.ndarray
    actual: np.ndarray
    places: np.ndarray


@cache
def judged(side, measurements, number, settings):
    """One split: learned on one part, scores of the two others; settings as (name, value) pairs."""
    X, y, _ = table()
    parts, X = split(number), X[:, columns(measurements)]
    mean, std = X[parts.learn].mean(axis=0), X[parts.learn].std(axis=0)
    scaled = (X - mean) / std
    score = trained(scaled[parts.learn], y[parts.learn], hidden=HIDDEN[side], seed=number, **dict(settings))
    own, judge = parts.own, parts.judge
    return Judged(score(scaled[own]), y[own], score(scaled[judge]), y[judge], judge)


def tuned(side, measurements):
    """The rate and the weight decay that were best of 42 for a side: scripts/measure_medicine.py."""
    return stored("medicine_tuned.json")[measurements][side]["best"]


def splits(side, measurements, settings=None):
    """What came of thirty splits, each learned anew.

    Parameters
    ----------
    side : str
        One of ``SIDES``.
    measurements : str
        One of ``SETS``.
    settings : dict, optional
        "rate", "decay" and "steps" of the training; else the tuned ones.

    Returns
    -------
    list of Judged
    """
    settings = tuple((settings or tuned(side, measurements)).items())
    return [judged(side, measurements, number, settings) for number in range(few(SPLITS))]
