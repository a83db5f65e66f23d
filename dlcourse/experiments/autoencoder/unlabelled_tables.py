"""What ``scripts/measure_autoencoder.py`` measures and stores about few labels and many examples."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.autoencoder import few_labels, own_answers
from dlcourse.experiments.autoencoder.few_labels import NEAR, SEEDS, WAYS
from dlcourse.lessons.autoencoder import pseudo_label

AMOUNTS = (20, 60, 200, 600, 1277)  # examples in the pile
FEW = 2  # labels of each class, beside these
BY_AMOUNT = ("machine, frozen", "surest fifths", NEAR)
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


def percents(which):
    """Of "ways" or "amounts": for each way, and each number of labels or examples, the percents of five seeds."""
    found = measured(which)["percent"]
    return {name: {int(count): numbers for count, numbers in by.items()} for name, by in found.items()}


def medians(found):
    """The medians over the seeds as text: a line for each way, and a column for each number."""
    width, columns = max(map(len, found)), list(next(iter(found.values())))
    lines = [" " * width + "".join(f"{column:6}" for column in columns)]
    for name, by in found.items():
        lines.append(f"{name:{width}}" + "".join(f"{np.median(by[column]):6.0f}" for column in columns))
    return "\n".join(lines)


def beside(found, first, columns=None):
    """Medians as :func:`medians` has them, and behind each on how many seeds it is ahead of a first way.

    Parameters
    ----------
    found : dict of str to dict of int to list of float
        As of :func:`percents`.
    first : str or list of float
        The name of the first way, or its percents, a number for each seed, if they hang on no column.
    columns : sequence of int, optional
        Which are told; all if left out.

    Returns
    -------
    str
    """
    width, columns = max(map(len, found)), columns or list(next(iter(found.values())))
    lines = [" " * width + "".join(f"{column:8}  " for column in columns)]
    for name, by in found.items():
        line = f"{name:{width}}"
        for column in columns:
            other = found[first][column] if isinstance(first, str) else first
            ahead = int(np.sum(np.array(by[column]) > other))
            line += f"{np.median(by[column]):6.0f}" + (" " * 4 if name == first else f" ({ahead})")
        lines.append(line.rstrip())
    return "\n".join(lines)


def piles_in_words(rule, names=tuple(own_answers.PILES)):
    """Self-training from some starts and piles, as text: the medians before and after, who won, how many were wrong."""
    lines = []
    for name in names:
        found = measured("piles")[rule][name]
        runs = np.array(found["accuracy"])
        wrong = [100 * bad[-1] / max(1, bad[-1] + good[-1]) for good, bad in zip(found["right"], found["wrong"])]
        before, after = np.median(runs[:, 0]), np.median(runs[:, -1])
        won = np.sum(runs[:, -1] > runs[:, 0])
        lines.append(f"{name:32} {before:3.0f} -> {after:3.0f} %, better {won} of 5, wrong {np.median(wrong):3.0f} %")
    return "\n".join(lines)
