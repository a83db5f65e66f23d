"""Crowds of patients to call ill, to call healthy or to refer, and what decisions are expected to cost."""

import numpy as np

from dlcourse.checking.specification import Case

# Slopes and offsets by which a score is in truth the probability of being ill; only the judge sees them.
TRUTHS = ((0.5, -1.0), (2.0, 1.0), (0.3, 0.5))
PAST, NEW = 2000, 200  # of 800 past patients fair ways to calibrate miss the mark by chance
REFER = -1


def honest(scores, slope, offset):
    """The probability of being ill."""
    return 0.5 * (1 + np.tanh((slope * scores + offset) / 2))


def drawn(rng, truth, new, *, budget, alarm=1.0, most=50.0):
    """Past patients with diagnoses, and new ones with a price each for being missed."""
    slope, offset = truth
    past = PAST + int(rng.integers(200))
    scores = (rng.normal(-0.5, 2.2, size=past + new) - offset) / slope
    actual = (rng.random(past) < honest(scores[:past], slope, offset)).astype(int)
    prices = np.exp(rng.uniform(0, np.log(most), size=new)).round(1)
    found = Case(scores[:past], actual, scores[past:], prices, cost_false_alarm=alarm, budget=budget)
    return found.keeping(truth)


def cases(rng):
    """By hand; nobody new; more referrals than patients; none; then crowds, each with another truth and budget."""
    crowds = NEW + rng.permutation(40)[:4]
    first, second, third = TRUTHS
    past, ill = np.array([-2.0, -1.0, 0.0, 0.0, 1.0, 2.0]), np.array([0, 0, 1, 0, 1, 1])
    return [
        Case(past, ill, np.array([-9.0, 0.0, 9.0]), np.ones(3), cost_false_alarm=1.0, budget=1).keeping(first),
        drawn(rng, first, 0, budget=3),
        drawn(rng, second, 4, budget=10),
        drawn(rng, second, crowds[0], budget=0),
        drawn(rng, first, crowds[1], budget=20),
        drawn(rng, third, crowds[2], budget=25),
        drawn(rng, second, crowds[3], budget=15, alarm=5.0, most=20.0),
    ]


def bill(decisions, p, prices, alarm):
    """What decisions are expected to cost, in all."""
    return float(np.sum(np.where(decisions == 0, p * prices, np.where(decisions == 1, (1 - p) * alarm, 0.0))))


def by_cost(p, prices, alarm, budget, *, worth=None):
    """Decide by expected cost, and refer those for whom `worth` is highest: by default what they cost undecided."""
    decisions = (p * prices >= (1 - p) * alarm).astype(int)
    worth = np.minimum(p * prices, (1 - p) * alarm) if worth is None else worth
    decisions[np.argsort(-worth, kind="stable")[:budget]] = REFER
    return decisions
