"""A list of payments to review, day after day, while frauds change their habits."""

import numpy as np

from dlcourse.experiments.finance.drifting import CHANGE
from dlcourse.experiments.finance.judging import BUDGET
from dlcourse.experiments.finance.payments import CHOOSE, DAYS, transactions


def play_days(review_list, *, seeds=range(3)):
    """Let a function choose the payments to review on 15 days, of which it knows all days before.

    Parameters
    ----------
    review_list : function
        ``review_list(past, labels, today, budget=...) -> places``, the learner's.
    seeds : sequence of int
        Of the payments, whose frauds change their habits on day 40.

    Returns
    -------
    dict of str to list of float
        Euros a day that are saved, for each seed: by "yours", by "largest amounts", and by who "knows it all".
    """
    found = {"yours": [], "largest amounts": [], "knows it all": []}
    for seed in seeds:
        payments = transactions(seed, change=CHANGE)
        lost, days = payments.amounts * payments.labels, payments.days
        saved = dict.fromkeys(found, 0.0)
        for day in range(CHOOSE, DAYS):
            now, before = np.flatnonzero(days == day), days < day
            table = payments.table
            places = review_list(table[before].copy(), payments.labels[before], table[now].copy(), budget=BUDGET)
            saved["yours"] += lost[now[np.asarray(places, dtype=int)[:BUDGET]]].sum()
            saved["largest amounts"] += lost[now[np.argsort(-table[now, 0], kind="stable")[:BUDGET]]].sum()
            saved["knows it all"] += np.sort(lost[now])[-BUDGET:].sum()
        for name, total in saved.items():
            found[name].append(float(total) / (DAYS - CHOOSE))
    return found
