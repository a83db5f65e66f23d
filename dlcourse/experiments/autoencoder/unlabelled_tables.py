"""What ``scripts/measure_autoencoder.py`` measures and stores about few labels and many examples."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.autoencoder import few_labels, own_answers
from dlcourse.experiments.autoencoder.few_labels import NEAR, SEEDS, WAYS
from dlcourse.lessons.autoencoder import pseudo_label

AMOUNTS = (20, 60, 200, 600, 1277)  # examples in the pile
FEW = 2  # labels of each class, beside these
BY_AMOUNT = ("surest fifths", "machine, frozen", NEAR)
TABLE = "autoencoder_few_labels.json"


def ways_table():
    """All ways by the number of labels, how they were tuned, and their percents for each seed."""
    found, kept = few_labels.compared()
    print(found, flush=True)
    sides = found.sides.values()
    return {
        "percent": {name: {str(labels): numbers for labels, numbers in by.items()} for name, by in kept.items()},
        "best": {side.name: next(iter(side.best.values())) for side in sides},
        "tried": {side.name: [[*trial.values(), score] for trial, score in side.tried] for side in sides},
        "more steps": [few_labels.right(WAYS["from scratch"], seed, FEW, _rate(found), steps=1500) for seed in SEEDS],
    }


def _rate(found):
    return found.sides["from scratch"].best["learning_rate"]


def amounts_table(best):
    """The percents of three ways by the size of the pile, with two labels of each class, for each seed."""
    percent = {name: {} for name in BY_AMOUNT}
    for amount in AMOUNTS:
        for name in BY_AMOUNT:
            percent[name][str(amount)] = [_by_amount(name, best[name], seed, amount) for seed in SEEDS]
        print(amount, {name: np.round(by[str(amount)], 1) for name, by in percent.items()}, flush=True)
    alone = [few_labels.right(WAYS["from scratch"], seed, FEW, best["from scratch"]) for seed in SEEDS]
    return {"percent": percent, "labels alone": alone}


def _by_amount(name, value, seed, amount):
    if name == NEAR:
        return few_labels.right_by_neighbours(seed, FEW, value, most=amount)
    return few_labels.right(WAYS[name], seed, FEW, value, most=amount)


def piles_table(best):
    """Self-training by round, from wrong starts and with other piles: for each rule and pile a list for each seed."""
    found = {}
    for rule, choose in own_answers.RULES.items():
        for name, change in own_answers.PILES.items():
            runs = []
            for seed in SEEDS:
                here = change(own_answers.pile(seed, FEW), seed)
                runs.append(own_answers.self_train(pseudo_label, here, seed, rule=choose, learning_rate=best[rule]))
            rounds = {key: [getattr(run, key) for run in runs] for key in ("accuracy", "right", "wrong")}
            found.setdefault(rule, {})[name] = rounds
    return found


def measured(which):
    """What is stored: "ways", "amounts" or "piles"."""
    return measurements(TABLE)[which]


def medians(which, names, rows):
    """Medians of the five seeds, a line for each name and a column for each row, as text."""
    percent = measured(which)["percent"]
    return {name: [float(np.median(percent[name][str(row)])) for row in rows] for name in names}
