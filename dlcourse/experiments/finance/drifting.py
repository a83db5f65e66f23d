"""Habits that change: what a split by chance hides, and what a monitor sees, and when."""

import numpy as np

from dlcourse.experiments.finance import judging
from dlcourse.experiments.finance.learning import learn
from dlcourse.experiments.finance.payments import DAYS, transactions

CHANGE = 40  # the day from which on frauds, or customers, have other habits
LEARNED = 30  # days that the network learned from, before it went to work
WATCHED = range(LEARNED, DAYS)
MEAN_OF = 5  # days, of everything that is watched
DELAYS = {"alarms": 0, "inputs": 0, "hits among reviews": 1, "complaints": 10}  # days until it is known
RISING = {"alarms": "either", "inputs": "up", "hits among reviews": "down", "complaints": "up"}
BINS = 10
OUTSIDE = 0.05  # the share of quiet streams that leave a limit


def split(payments, how, *, seed=0):
    """Payments in two parts, two thirds to learn from, and one to judge: "by chance" or "by time".

    "by chance, late days" learns from the same as "by chance", and is judged on those of the others that are of the
    days that judge by time: both are asked the same then.
    """
    late = payments.days >= CHANGE
    drawn = np.random.default_rng([seed, 2]).permutation(late)  # as many as by time
    learned, judged = {
        "by chance": (~drawn, drawn),
        "by chance, late days": (~drawn, drawn & late),
        "by time": (~late, late),
    }[how]
    return payments.where(learned), payments.where(judged)


def split_score(how, *, change=CHANGE, seed=0, side="network", rate=0.1, loss=None):
    """The average precision of a network that learned from one part of the payments, on the other.

    Parameters
    ----------
    how : str
        As of `split`.
    change : int or None
        The day from which on frauds have another habit.
    seed : int
        Of the payments, the split and the network.
    side, rate
        As of `learn`.
    loss : function, optional
        As of `learn`, perhaps the learner's.

    Returns
    -------
    float
    """
    first, last = split(transactions(seed, change=change), how, seed=seed)
    scores = learn(first, side=side, rate=rate, seed=seed, **({"loss": loss} if loss else {}))
    return judging.average(scores(last), last.labels)


def in_bins(X):
    """The edges of ten bins of equal counts, as far as there are so many, and the shares in them, for each column."""
    edges = [np.unique(np.quantile(column, np.arange(1, BINS) / BINS)) for column in X.T]
    return [(ends, _shares(column, ends)) for column, ends in zip(X.T, edges, strict=True)]


def stability_index(before, now):
    """The population stability index of the column that has moved most.

    Formula: the sum over the bins of (p - q) log(p / q), p and q the shares in the bin, before and now.

    Parameters
    ----------
    before : list of pair of array
        Of :func:`in_bins`.
    now : array (M, D)

    Returns
    -------
    float
        0 if nothing has moved.
    """
    found = []
    for (edges, p), column in zip(before, now.T, strict=True):
        q = _shares(column, edges)
        found.append(float(np.sum((p - q) * np.log(p / q))))
    return max(found)


def _shares(numbers, edges):
    counts = np.bincount(np.searchsorted(edges, numbers, "right"), minlength=len(edges) + 1)
    return (counts + 0.5) / (counts + 0.5).sum()  # no share is 0


def at_work(seed):
    """A network that has learned from 30 days: its scores, the threshold of its alarms, and its inputs in bins."""
    past = transactions(seed, days=LEARNED)
    scores = learn(past, seed=seed)
    return scores, float(np.quantile(scores(past), 0.99)), in_bins(past.X)


def watched(seed, work, **changes):
    """What can be watched from day 30 to 59, day by day, of a stream of payments.

    Parameters
    ----------
    seed : int
        Of the stream.
    work : tuple
        Of `at_work`.
    **changes
        `change` or `holiday`, as of `transactions`.

    Returns
    -------
    dict of str to array (30,)
        "alarms": payments above the threshold; "inputs": the stability index; "hits among reviews": frauds among the
        10 payments a day that are reviewed, known a day later; "complaints": frauds that were not, known after ten
        days. Means of five days; nan where they are not known yet.
    """
    scores, threshold, before = work
    payments = transactions(seed, **changes)
    rows = {name: [] for name in DELAYS}
    for day in WATCHED:
        today = payments.where(payments.days == day)
        given = scores(today)
        first = np.argsort(-given, kind="stable")[: judging.BUDGET]
        rows["alarms"].append((given >= threshold).sum())
        rows["hits among reviews"].append(today.labels[first].sum())
        rows["complaints"].append(today.labels.sum() - today.labels[first].sum())
        last = payments.where((payments.days > day - MEAN_OF) & (payments.days <= day))
        rows["inputs"].append(stability_index(before, last.X))
    return {name: _known(name, numbers) for name, numbers in rows.items()}


def _known(name, numbers):
    """Means of the last days, as they are known after the delay."""
    numbers, late = np.asarray(numbers, dtype=float), MEAN_OF - 1 + DELAYS[name]
    means = (
        np.convolve(numbers, np.ones(MEAN_OF) / MEAN_OF, mode="valid") if name != "inputs" else numbers[MEAN_OF - 1 :]
    )
    return np.append(np.full(late, np.nan), means)[: len(numbers)]


def limits(streams):
    """For each thing watched the limits that all days of 95 % of some quiet streams stay within: a dict of pairs."""
    found = {}
    for name, way in RISING.items():
        low = np.array([np.nanmin(stream[name]) for stream in streams])
        high = np.array([np.nanmax(stream[name]) for stream in streams])
        part = OUTSIDE / 2 if way == "either" else OUTSIDE
        least = float(np.quantile(low, part)) if way != "up" else -np.inf
        most = float(np.quantile(high, 1 - part)) if way != "down" else np.inf
        found[name] = least, most
    return found


def noticed(stream, bounds):
    """The first day on which each thing watched leaves its limits; None if it never does: a dict."""
    found = {}
    for name, (least, most) in bounds.items():
        out = (stream[name] < least) | (stream[name] > most)
        found[name] = int(WATCHED[int(out.argmax())]) if out.any() else None
    return found
