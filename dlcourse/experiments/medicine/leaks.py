"""Several recordings of each person, made by noise: divided by recording, and divided by person."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from dlcourse.experiments.medicine.doctors import trained
from dlcourse.experiments.medicine.patients import EIGHT, columns, shuffled, table
from dlcourse.nn.training.budget import few

PERSONS, RECORDINGS, NOISE = 80, 6, 0.2  # the noise in standard deviations of each measurement
SETTINGS = {"hidden": [32], "rate": 0.01, "decay": 0.0, "steps": 200}
SEEDS = 10
BY_RECORDING, BY_PERSON = "by recording", "by person"
DIAGNOSES, TOSSED = "diagnoses", "tossed labels"


@dataclass(frozen=True, eq=False)
class Recordings:
    """Recordings of persons, six of each.

    Parameters
    ----------
    X : array (480, D)
    person : int array (480,)
        Whose.
    labels : dict of str to int array (480,)
        "diagnoses", and "tossed labels": a coin for each person, so that there is nothing to learn.
    """

    X: np.ndarray
    person: np.ndarray
    labels: dict


def recordings(seed):
    """Draw eighty patients, and make six recordings of each: the eight weak measurements, standardised, plus noise."""
    X, y, _ = table()
    X = X[:, columns(EIGHT)]
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    rng = np.random.default_rng(seed)
    who = shuffled(np.arange(len(y)), seed=1000 + seed)[:PERSONS]
    person = np.repeat(np.arange(PERSONS), RECORDINGS)
    made = X[who][person] + NOISE * rng.normal(size=(len(person), X.shape[1]))
    tossed = shuffled(np.arange(PERSONS), seed=2000 + seed) % 2
    return Recordings(made, person, {DIAGNOSES: y[who][person], TOSSED: tossed[person]})


def held_back(person, way, *, seed):
    """Which recordings judge, a third of them: bool array; drawn one by one, or person by person."""
    if way == BY_PERSON:
        return np.isin(person, shuffled(np.arange(PERSONS), seed=3000 + seed)[: PERSONS // 3])
    return np.isin(np.arange(len(person)), shuffled(np.arange(len(person)), seed=3000 + seed)[: len(person) // 3])


def nearest(X, labels, X_new):
    """The label of the nearest recording of those that are known, for each new one."""
    squares = (X**2).sum(axis=1) - 2 * X_new @ X.T  # up to what is the same for a whole row
    return labels[squares.argmin(axis=1)]


@cache
def leak():
    """How often a network is right about recordings, on ten draws of persons, and how often a person is told.

    Returns
    -------
    tuple (dict of (str, str) to list of float, list of float, list of float)
        For ("diagnoses" or "tossed labels", "by recording" or "by person") the share of right answers on each draw; and
        the share of recordings whose nearest known one is of the same person, divided by recording; and the share of
        new persons who are healthy, which is how often "healthy" for everybody is right.
    """
    right = {(what, way): [] for what in (DIAGNOSES, TOSSED) for way in (BY_RECORDING, BY_PERSON)}
    told, healthy = [], []
    for seed in range(few(SEEDS)):
        made = recordings(seed)
        for way in (BY_RECORDING, BY_PERSON):
            judge = held_back(made.person, way, seed=seed)
            for what, labels in made.labels.items():
                score = trained(made.X[~judge], labels[~judge], seed=seed, **SETTINGS)
                right[what, way].append(float(np.mean((score(made.X[judge]) > 0) == labels[judge])))
            if way == BY_RECORDING:
                found = nearest(made.X[~judge], made.person[~judge], made.X[judge])
                told.append(float(np.mean(found == made.person[judge])))
            else:
                healthy.append(float(np.mean(made.labels[DIAGNOSES][judge] == 0)))
    return right, told, healthy
