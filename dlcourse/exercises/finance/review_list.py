"""A challenge: which few payments of a day to review, so that most money is saved, though habits have changed."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed
from dlcourse.exercises.finance._cases import days

DAYS, BUDGET = 12, 5
ENOUGH = 2 / 3  # of what could be saved by who knows it all
SAME = 0.9  # of the lists: then they are made in a plain way
LARGER = 0.5  # amounts on the lists, in logarithms, when they count; about 0 when they do not, and 1.4 by p × amount


def cases(rng):
    """By hand: two payments to choose from; no reviews, no payment, few payments, a past without fraud; then days."""
    past = np.array([[20.0, 0.1], [30.0, -0.2], [25.0, 5.0], [40.0, 0.3], [22.0, 5.2], [35.0, 0.0]])
    labels, today = np.array([0, 0, 1, 0, 1, 0]), np.array([[20.0, 0.2], [28.0, 5.1], [33.0, -0.1]])
    found = [
        Case(past, labels, today, budget=1),
        Case(past, labels, today, budget=0),
        Case(past, labels, today[:0], budget=2),
        Case(past, labels, today, budget=5),
        Case(past, np.zeros(6, dtype=int), today, budget=2),
        Case(np.column_stack([past, np.ones(6)]), labels, np.column_stack([today, np.ones(3)]), budget=1),
    ]
    for _ in range(DAYS):
        labels = (rng.random(days.PAST) < days.SHARE).astype(int)
        past, today, _ = days.day(labels, int(rng.integers(250, 350)))
        found.append(Case(past, labels, today, budget=BUDGET))
    return found


def is_day(arguments):
    """Whether a case is more than a few payments by hand."""
    return len(arguments["labels"]) == days.PAST


def places_of(arguments, value):
    """The list as an int array, or Malformed."""
    most, budget = len(arguments["today"]), arguments["budget"]
    places = np.asarray(value) if isinstance(value, list | tuple | np.ndarray) else np.array(None)
    if isinstance(value, list | tuple) and not len(value):
        places = places.astype(int)
    if places.ndim != 1 or (places.dtype.kind not in "iu"):
        raise Malformed(f"Wanted are whole numbers, the places of payments in `today`; not {describe(value)}.")
    if len(places) > budget:
        raise Malformed(f"Your list has {len(places)} payments, and the budget is {budget}.")
    if len(places) and (places.min() < 0 or places.max() >= most):
        raise Malformed(f"Places go from 0 to {most - 1}: not all of yours do.")
    if len(set(places.tolist())) < len(places):
        raise Malformed("A payment stands twice on your list: each is reviewed once.")
    return places


def observe(arguments, value):
    """That it is a list; what is saved is observed in all days together."""
    places_of(arguments, value)
    return {"a list within the budget": True}


PLAIN = {
    "the largest amounts": lambda past, labels, today: today[:, 0],
    "all of the past, by probability": days.logistic,
    "all of the past, by probability times amount": lambda past, labels, today: (
        days.logistic(past, labels, today) * today[:, 0]
    ),
}


def together(calls):
    """The money saved on all days, beside what could have been; and whether the lists are made in a plain way."""
    calls = [(arguments, places_of(arguments, value)) for arguments, value in calls if is_day(arguments)]
    if len(calls) < DAYS:
        return {}
    own = best = larger = 0.0
    alike = dict.fromkeys(PLAIN, 0.0)
    for arguments, places in calls:
        past, labels, today = (arguments[name] for name in ("past", "labels", "today"))
        _, _, right = days.day(labels, len(today))
        own += days.saved(today, right, places)
        best += days.saved(today, right, days.best_first(today[:, 0] * right, BUDGET))
        amounts = np.log(today[:, 0])
        larger += (amounts[places].mean() - amounts.mean() if len(places) else 0) / len(calls)
        for name, scores in PLAIN.items():
            listed = days.best_first(scores(past, labels, today), BUDGET)
            alike[name] += len(set(listed.tolist()) & set(places.tolist())) / BUDGET / len(calls)
    way = max(alike, key=alike.get)
    if own >= ENOUGH * best:
        return {"money saved, of what could be": "two thirds or more"}
    part = "less than a third" if own < best / 3 else "a third to two thirds"
    if alike[way] < SAME:
        way = "another way"
        if own >= best / 3:
            way += ", larger amounts first" if larger >= LARGER else ", whatever the amounts"
    return {"money saved, of what could be": part, "as by": way}


def review_list(past, labels, today, *, budget):
    """Choose the payments of a day to be reviewed, so that as much money as possible is saved.

    past: array (N, D), payments in the order in which they came, in column 0 the amount
    labels: int array (N,), 1 for a fraud; habits may have changed on the way
    today: array (M, D), nobody knows yet what they are; budget: a whole number, 0 or more
    -> int array (K,), different places in `today`, K at most `budget`

    >>> past, labels = np.array([[20.0, 0.1], [30.0, 5.0], [25.0, -0.1], [40.0, 5.2]]), np.array([0, 1, 0, 1])
    >>> review_list(past, labels, np.array([[35.0, 0.0], [33.0, 5.1]]), budget=1)
    array([1])
    """
    mean, spread = past.mean(axis=0), past.std(axis=0)
    spread = np.where(spread > 0, spread, 1)
    A, B = (np.column_stack([np.ones(len(table)), (table - mean) / spread]) for table in (past, today))
    recent = 0.5 ** (np.arange(len(past))[::-1] / (0.1 * len(past)))  # half, after a tenth of the past
    w = np.zeros(A.shape[1])
    for _ in range(8):  # Newton's method: the curvature says how far to go
        p = 1 / (1 + np.exp(-np.clip(A @ w, -30, 30)))
        curvature = A.T @ (A * (recent * p * (1 - p))[:, None]) + np.eye(len(w))
        w = w - np.linalg.solve(curvature, A.T @ (recent * (p - labels)) + w)
    expected = today[:, 0] / (1 + np.exp(-np.clip(B @ w, -30, 30)))
    return np.argsort(-expected, kind="stable")[:budget]


exercise = Exercise(
    reference=review_list,
    points=3,
    minutes=15,
    cases=cases,
    observe=observe,
    together=together,
    form="challenge",
    hints=[
        "You may look at five payments, and two of them worry you alike: one of 20 euros, one of 900. And: would you "
        "trust what was learned from last year as much as what was learned from last week?",
        "What a review saves, on average, is the probability of a fraud *times* its amount. For the probability any "
        "classifier that learns quickly will do, if what came last counts most.",
        "Elsewhere: `0.5 ** (age / 30)` is a weight that halves every 30 days; `np.argsort(-prices)[:3]` are places "
        "of the three highest; columns on one scale are easier to learn from.",
    ],
    solved="a list for the people who look: few payments, those that matter, by what was learned last.",
)


def by(past, labels, today, budget, score):
    """The places of the highest scores."""
    return days.best_first(score(past, labels, today), budget)


def learned(past, labels, today, last=500):
    """Probabilities from the end of the past."""
    return days.logistic(past[-last:], labels[-last:], today)


def _strange(past, labels, today):
    spread = np.where(past.std(axis=0) > 0, past.std(axis=0), 1)
    return (((today - past.mean(axis=0)) / spread)[:, 1:] ** 2).mean(axis=1)


@exercise.mistake("the largest amounts")
def _(past, labels, today, *, budget):
    """You review the largest amounts, whatever else they are: that is what one does without data. What do the labels
    of the past tell about the other columns?
    """
    return by(past, labels, today, budget, PLAIN["the largest amounts"])


@exercise.mistake("old and new alike, and no money")
def _(past, labels, today, *, budget):
    """You learn from all of the past alike, and review what is most probable. Two things are left: habits have changed
    on the way, so what came last says most; and it is *money* that is to be saved.
    """
    return by(past, labels, today, budget, days.logistic)


@exercise.mistake("the past alike")
def _(past, labels, today, *, budget):
    """Money is in it, good. But all of the past counts alike, and habits have changed on the way: what was a fraud then
    is honest now. Let what came last count most.
    """
    return by(past, labels, today, budget, PLAIN["all of the past, by probability times amount"])


@exercise.mistake("no money")
def _(past, labels, today, *, budget):
    """You choose well enough to save a third, but whatever the amounts: those on your lists are no larger than all
    others. A fraud of 3 euros is not worth a review as one of 300 is: it is *money* that is to be saved.
    """
    return by(past, labels, today, budget, learned)


@exercise.mistake("not enough saved")
def _(past, labels, today, *, budget):
    """Amounts count on your lists, good, and more than a third is saved. For two thirds the probabilities have to be
    better: are they learned from labels, from what came *last* most of all, with columns on one scale?
    """
    return by(past, labels, today, budget, lambda *given: _strange(*given) * given[2][:, 0])


@exercise.mistake("hardly anything saved")
def _(past, labels, today, *, budget):
    """Less than a third is saved of what could be. Is the list empty, is a sign turned, or does the lowest score come
    first? Or have columns of very different size been taken as they are?
    """
    return by(past, labels, today, budget, lambda *given: -days.logistic(*given))


@exercise.also("hardly anything saved")
def _(past, labels, today, *, budget):
    return np.arange(min(budget, len(today)))


@exercise.mistake("more than the budget")
def _(past, labels, today, *, budget):
    """Your list is longer than `budget`."""
    return days.best_first(today[:, 0], budget + 1)


@exercise.also("more than the budget")
def _(past, labels, today, *, budget):
    return np.arange(len(today))


@exercise.mistake("the last places of all")
def _(past, labels, today, *, budget):
    """With a `budget` of 0 your list has all payments: `[-budget:]` is `[-0:]` then, from the first one on. Take the
    highest scores from the front.
    """
    return np.argsort(learned(past, labels, today) * today[:, 0], kind="stable")[-budget:]


@exercise.mistake("scores instead of places")
def _(past, labels, today, *, budget):
    """Scores come back. Wanted are *places* in `today`, whole numbers."""
    return np.sort(today[:, 0])[::-1][:budget] / 2


@exercise.also("scores instead of places")
def _(past, labels, today, *, budget):
    return today[:, 0]


@exercise.mistake("true and false instead of places")
def _(past, labels, today, *, budget):
    """Truth values come back, one for each payment. Wanted are the places of those to be reviewed."""
    return np.isin(np.arange(len(today)), days.best_first(today[:, 0], budget))


@exercise.accepts("the end of the past")
def _(past, labels, today, *, budget):
    return by(past, labels, today, budget, lambda *given: learned(*given) * given[2][:, 0])


@exercise.accepts("a line between two means")
def _(past, labels, today, *, budget):
    X, y = past[-450:], labels[-450:] == 1
    if not budget or not y.any() or y.all():
        return []
    scale = np.where(X.std(axis=0) > 0, X.std(axis=0), 1)
    X, new = X / scale, today / scale
    S = np.cov((X - np.where(y[:, None], X[y].mean(axis=0), X[~y].mean(axis=0))).T) + 0.05 * np.eye(X.shape[1])
    w = np.linalg.solve(S, X[y].mean(axis=0) - X[~y].mean(axis=0))
    middle = (X[y].mean(axis=0) + X[~y].mean(axis=0)) / 2
    odds = (new - middle) @ w + np.log(y.mean() / (1 - y.mean()))
    expected = today[:, 0] / (1 + np.exp(-odds))
    return sorted(range(len(today)), key=lambda n: -expected[n])[:budget]
