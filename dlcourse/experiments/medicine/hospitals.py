"""A second hospital, made: its microscope draws nuclei smaller and less exactly, and fewer of its patients are ill."""

from functools import cache

import numpy as np

from dlcourse.experiments.medicine.doctors import HIDDEN, LOGISTIC, SPLITS, Judged, trained, tuned
from dlcourse.experiments.medicine.patients import ALL, split, table
from dlcourse.nn.training.budget import few

SMALLER, NOISE, ILL = 0.85, 0.05, 0.15
LENGTHS, AREAS = ("radius", "perimeter"), ("area",)
FIRST, FEWER, SECOND = "first hospital", "first, fewer ill", "second hospital"
RESCALED, REFERENCE = "second, means of all", "second, of the healthy"


def as_seen_there(X, *, seed):
    """Measurements by the second hospital's microscope: lengths times 0.85, areas times its square, all with noise."""
    _, _, names = table()
    factors = np.ones(len(names))
    for place, name in enumerate(names):
        factors[place] *= SMALLER if any(word in name for word in LENGTHS) else 1
        factors[place] *= SMALLER**2 if any(word in name for word in AREAS) else 1
    return X * factors * np.exp(NOISE * np.random.default_rng(seed).normal(size=X.shape))


def fewer_ill(places):
    """All healthy ones of some patients, and so many ill ones that they are 15 % of all."""
    y = table()[1][places]
    ill, healthy = places[y == 1], places[y == 0]
    return np.concatenate([healthy, ill[: round(len(healthy) * ILL / (1 - ILL))]])


@cache
def both_hospitals():
    """Thirty splits of a logistic regression of the first hospital, at home and in the second one.

    Returns
    -------
    dict of str to list of Judged
        At home; at home with as few ill as there; there; there with measurements standardised by means and standard
        deviations of its own patients; and there with those of the healthy among them set to those of the healthy at
        home, as laboratories do with reference ranges.
    """
    found = {name: [] for name in (FIRST, FEWER, SECOND, RESCALED, REFERENCE)}
    for number in range(few(SPLITS)):
        for name, judged in _one(number).items():
            found[name].append(judged)
    return found


def _one(number):
    X, y, _ = table()
    parts = split(number)
    learn, healthy = X[parts.learn], X[parts.learn][y[parts.learn] == 0]
    home = learn.mean(axis=0), learn.std(axis=0)
    score = trained(_scaled(learn, home), y[parts.learn], hidden=HIDDEN[LOGISTIC], seed=number, **tuned(LOGISTIC, ALL))
    own, judge = fewer_ill(parts.own), fewer_ill(parts.judge)
    X_own, X_judge = as_seen_there(X[own], seed=2 * number), as_seen_there(X[judge], seed=2 * number + 1)
    there, healthy_there = (X_own.mean(axis=0), X_own.std(axis=0)), X_own[y[own] == 0]

    def as_at_home(rows):
        standard = _scaled(rows, (healthy_there.mean(axis=0), healthy_there.std(axis=0)))
        return standard * healthy.std(axis=0) + healthy.mean(axis=0)

    def judged(own, judge, X_own, X_judge, scale=home):
        scores = (score(_scaled(rows, scale)) for rows in (X_own, X_judge))
        return Judged(next(scores), y[own], next(scores), y[judge], judge)

    return {
        FIRST: judged(parts.own, parts.judge, X[parts.own], X[parts.judge]),
        FEWER: judged(own, judge, X[own], X[judge]),
        SECOND: judged(own, judge, X_own, X_judge),
        RESCALED: judged(own, judge, X_own, X_judge, there),
        REFERENCE: judged(own, judge, as_at_home(X_own), as_at_home(X_judge)),
    }


def _scaled(rows, scale):
    mean, std = scale
    return (rows - mean) / std
