"""A challenge: call ill, call healthy or refer, each patient with a price of their own, by expected cost."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Exercise, Malformed
from dlcourse.exercises.medicine._cases.crowds import REFER, bill, by_cost, cases, honest
from dlcourse.lessons import medicine

LEVELS = ((1.07, "near the best that can be had"), (1.25, "up to a quarter above the best"),
          (1.5, "up to a half above the best"), (2.5, "up to two and a half times the best"))  # fmt: skip


def observe(arguments, value):
    """Whether the budget is kept, and how near the expected cost, by the truth, is to the least that can be had."""
    scores, prices = arguments["new_scores"], arguments["cost_missed"]
    decisions = np.asarray(value) if isinstance(value, list | tuple | np.ndarray) else np.array(None)
    if decisions.shape != (len(scores),):
        raise Malformed(f"Wanted is 1, 0 or -1 for each new patient, here {len(scores)}; not {describe(value)}.")
    if len(decisions) and (decisions.dtype.kind not in "iuf" or not np.isin(decisions, (1, 0, REFER)).all()):
        raise Malformed("Wanted is 1 (ill), 0 (healthy) or -1 (refer) for each new patient; yours has others.")
    p, budget = honest(scores, *arguments.kept), arguments["budget"]
    alarm, referred = arguments["cost_false_alarm"], int(np.sum(decisions == REFER))
    if referred > budget:
        return {"referred": "more than the budget", "cost": "not counted"}
    least = bill(by_cost(p, prices, alarm, budget), p, prices, alarm)
    cost = bill(decisions, p, prices, alarm)
    near = next((words for times, words in LEVELS if cost <= times * least + 1e-9), "far above the best")
    return {"referred": "nobody" if budget and len(p) and not referred else "within the budget", "cost": near}


def triage(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    """Call each new patient ill or healthy, or refer them, so that it costs as little as can be expected.

    scores: array (N,), actual: int array (N,), of past patients; new_scores: array (M,);
    cost_missed: array (M,), what it costs to miss each new patient, if ill; cost_false_alarm: a number;
    budget: a whole number, how many may be referred at most; who is referred costs nothing
    -> int array (M,): 1 ill, 0 healthy, -1 refer

    >>> past, ill = np.array([-2.0, -1.0, 0.0, 0.0, 1.0, 2.0]), np.array([0, 0, 1, 0, 1, 1])
    >>> triage(past, ill, np.array([-9.0, 0.0, 9.0]), np.array([1.0, 1.0, 1.0]), cost_false_alarm=1.0, budget=1)
    array([ 0, -1,  1])
    """
    table, w = np.stack([scores, np.ones(len(scores))], axis=1), np.zeros(2)
    for _ in range(25):  # Newton's steps to the calibrated slope and offset
        p = 0.5 * (1 + np.tanh(table @ w / 2))
        curvature = (table * (p * (1 - p))[:, None]).T @ table + 1e-3 * np.eye(2)
        w = w - np.linalg.solve(curvature, table.T @ (p - actual) + 1e-3 * w)
    p = 0.5 * (1 + np.tanh((w[0] * new_scores + w[1]) / 2))
    if_healthy, if_ill = p * cost_missed, (1 - p) * cost_false_alarm  # what either call is expected to cost
    decisions = (if_ill <= if_healthy).astype(int)
    dearest = np.argsort(-np.minimum(if_healthy, if_ill))[:budget]
    decisions[dearest] = -1
    return decisions


exercise = Exercise(
    reference=triage,
    points=3,
    minutes=15,
    cases=cases,
    observe=observe,
    form="challenge",
    hints=[
        "A patient is ill with the probability 0.1; to miss them costs 30, a false alarm 1. What is each of the two "
        "calls expected to cost? And what is it worth to refer this patient?",
        "First honest probabilities: the scores are none, but past patients tell what they mean. Then each call has an "
        "expected cost, and the cheaper one is taken. Refer those whose cheaper call is still the dearest.",
        "Elsewhere: `np.argsort(-debts)[:3]` are the places of the three largest; `np.minimum(a, b)` is the smaller of "
        "each two. Your `calibrate` is slow where scores are large: divide them by a number first.",
    ],
    solved="a rule that knows what it does not know, and whom it is worth asking about.",
)


def calibrated(scores, actual, new_scores):
    """Honest probabilities of new patients, by the reference's own steps."""
    table, w = np.stack([scores, np.ones(len(scores))], axis=1), np.zeros(2)
    for _ in range(25):
        p = 0.5 * (1 + np.tanh(table @ w / 2))
        curvature = (table * (p * (1 - p))[:, None]).T @ table + 1e-3 * np.eye(2)
        w = w - np.linalg.solve(curvature, table.T @ (p - actual) + 1e-3 * w)
    return honest(new_scores, *w)


@exercise.mistake("more than the budget")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    """More patients are referred than the budget allows: it is a limit, and 0 means nobody."""
    return np.full(len(new_scores), REFER)


@exercise.also("more than the budget")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    p = calibrated(scores, actual, new_scores)
    decisions = (p > 0.5).astype(int)
    decisions[(p > 0.2) & (p < 0.8)] = REFER
    return decisions


@exercise.also("more than the budget")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    p = honest(new_scores, 1, 0)
    decisions = (p > 0.5).astype(int)
    decisions[(p > 0.1) & (p < 0.9)] = REFER
    return decisions


@exercise.mistake("nobody is referred")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    """You refer nobody, though some may be. Each referral spares what the cheaper call would have cost."""
    p = calibrated(scores, actual, new_scores)
    return by_cost(p, cost_missed, cost_false_alarm, 0)


@exercise.also("nobody is referred")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    return (calibrated(scores, actual, new_scores) > 0.5).astype(int)


@exercise.also("nobody is referred")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    return (new_scores > 0).astype(int)


@exercise.also("nobody is referred")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    return np.ones(len(new_scores), dtype=int)


@exercise.also("nobody is referred")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    return np.zeros(len(new_scores), dtype=int)


@exercise.mistake("a budget of 0 refers everybody")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    """With a budget of 0 everybody is referred: `places[-0:]` is all of them, not none."""
    p = calibrated(scores, actual, new_scores)
    decisions = by_cost(p, cost_missed, cost_false_alarm, budget)
    return decisions if budget else np.full(len(new_scores), REFER)


@exercise.mistake("the dearest are referred")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    """Your costs are above what can be had, as if those were referred whom it is dear to miss. Some of them are called
    ill with hardly a doubt, and that is cheap: refer those of whom the *cheaper* call is dear.
    """
    p = calibrated(scores, actual, new_scores)
    return by_cost(p, cost_missed, cost_false_alarm, budget, worth=cost_missed)


@exercise.also("the dearest are referred")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    decisions = np.ones(len(new_scores), dtype=int)
    decisions[np.argsort(-cost_missed)[:budget]] = REFER
    return decisions


@exercise.also("the dearest are referred")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    p = calibrated(scores, actual, new_scores)
    return by_cost(p, cost_missed, cost_false_alarm, budget, worth=p * cost_missed)


@exercise.mistake("those are referred for whom both calls cost alike")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    """Your costs are above what can be had, as if those were referred for whom both calls cost nearly the same. If both
    cost next to nothing a referral spares next to nothing.
    """
    p = calibrated(scores, actual, new_scores)
    worth = -np.abs(p * cost_missed - (1 - p) * cost_false_alarm)
    return by_cost(p, cost_missed, cost_false_alarm, budget, worth=worth)


@exercise.mistake("one threshold for all")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    """Your costs are above what can be had, in the way of a rule with one threshold for all that refers those near it.
    But each patient has a price of their own: whom it costs 50 to miss is called ill sooner than whom it costs 2.
    """
    p = calibrated(scores, actual, new_scores)
    star = cost_false_alarm / (cost_false_alarm + (cost_missed.mean() if len(cost_missed) else 1))
    decisions = (p >= star).astype(int)
    decisions[np.argsort(np.abs(p - star), kind="stable")[:budget]] = REFER
    return decisions


@exercise.also("one threshold for all")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    prices = {"cost_missed": cost_missed.mean() if len(cost_missed) else 1, "cost_false_alarm": cost_false_alarm}
    cut = medicine.threshold_for_cost(scores, actual, **prices)
    decisions = (new_scores >= cut).astype(int)
    decisions[np.argsort(np.abs(new_scores - cut), kind="stable")[:budget]] = REFER
    return decisions


@exercise.mistake("refers those near one half")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    """Your calls without referrals are good, but with them the costs are above what can be had: as if those nearest to
    a probability of one half were referred. Who is worth it depends on the prices: what would the call cost?
    """
    p = calibrated(scores, actual, new_scores)
    return by_cost(p, cost_missed, cost_false_alarm, budget, worth=-np.abs(p - 0.5))


@exercise.mistake("scores taken for probabilities")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    """In some of the crowds your costs are good, in another they are far above: the sigmoid of a score is no honest
    probability there. What do the past patients say that a score means?
    """
    return by_cost(honest(new_scores, 1, 0), cost_missed, cost_false_alarm, budget)


@exercise.mistake("prices are not looked at")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    """Your costs are far above what can be had, as with calls by what is more probable. Being wrong has a price, and to
    miss somebody a higher one: is a patient with a probability of 0.2 and a price of 40 healthy for you?
    """
    p = calibrated(scores, actual, new_scores)
    decisions = (p >= 0.5).astype(int)
    decisions[np.argsort(np.abs(p - 0.5), kind="stable")[:budget]] = REFER
    return decisions


@exercise.also("prices are not looked at")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    p = calibrated(scores, actual, new_scores)
    decisions = by_cost(p, cost_missed, cost_false_alarm, budget)
    return np.where(decisions == REFER, REFER, (p > 0.5).astype(int))


@exercise.mistake("ill and healthy exchanged")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    """Your calls cost many times what they should: 1 stands for ill, 0 for healthy, and a high score speaks for ill."""
    p = calibrated(scores, actual, new_scores)
    decisions = by_cost(p, cost_missed, cost_false_alarm, budget)
    return np.where(decisions == REFER, REFER, 1 - decisions)


@exercise.accepts("by plain descent, patient by patient")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    slope, offset = 1.0, 0.0
    spread = np.sqrt(np.mean(scores**2))
    for _ in range(500):  # plain gradient descent, scores on one scale
        surplus = honest(scores / spread, slope, offset) - actual
        slope, offset = slope - np.mean(surplus * scores) / spread, offset - np.mean(surplus)
    p = honest(new_scores / spread, slope, offset)
    answers = []
    for chance, price in zip(p.tolist(), cost_missed.tolist(), strict=True):
        answers.append(1 if chance * price > (1 - chance) * cost_false_alarm else 0)
    costs = [min(c * price, (1 - c) * cost_false_alarm) for c, price in zip(p, cost_missed, strict=True)]
    for place in sorted(range(len(p)), key=lambda k: -costs[k])[:budget]:
        answers[place] = -1
    return answers


@exercise.accepts("by cross-entropy on a grid")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    spread = scores.std()
    grid = [(slope / spread, offset) for slope in np.linspace(0.5, 4, 22) for offset in np.linspace(-3, 3, 25)]
    table = np.array(grid)
    z = table[:, :1] * scores + table[:, 1:]
    losses = (np.logaddexp(0, z) - z * actual).mean(axis=1)
    return by_cost(honest(new_scores, *grid[int(losses.argmin())]), cost_missed, cost_false_alarm, budget)


@exercise.accepts("by twenty drawers of scores")
def _(scores, actual, new_scores, cost_missed, *, cost_false_alarm, budget):
    edges = np.quantile(scores, np.linspace(0, 1, min(len(scores) // 3, 20) + 1))
    middle, shares = [], []
    for low, high in zip(edges[:-1], edges[1:], strict=True):
        inside = (scores >= low) & (scores <= high)
        middle.append(scores[inside].mean())
        shares.append(actual[inside].mean())
    return by_cost(np.interp(new_scores, middle, shares), cost_missed, cost_false_alarm, budget)
