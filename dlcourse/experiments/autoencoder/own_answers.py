"""Self-training: a network that learns from its own answers, round by round, and what that makes of its errors."""

from dataclasses import dataclass, field, replace

import numpy as np

from dlcourse.data import datasets
from dlcourse.lessons.forward import softmax
from dlcourse.lessons.transfer import few_shot_split
from dlcourse.nn.training import Adam, Dense, Network, Sigmoid, training_steps
from dlcourse.nn.training.budget import few

PIXELS, HIDDEN, CLASSES = 64, 64, 10
STEPS, BATCH, SCALE = 300, 32, 0.3  # the head's first weights are so many times those of `he_init`
ROUNDS, SHARE = 4, 0.2  # in each round the surest fifth more
RATE = 0.01  # of Adam, where nothing is compared
VALIDATION = 300  # digits of the training part on which settings are chosen


def halves(part):
    """What is learned from and what is tested on, each a tuple (X, y).

    Parameters
    ----------
    part : str
        "result": the training part of the digits, and its test part. "tuning": 300 digits drawn from the training part
        are tested on, and the other 997 learned from.

    Returns
    -------
    tuple ((X, y), (X, y))
    """
    X, y, X_test, y_test = datasets.digits()
    if part == "result":
        return (X, y), (X_test, y_test)
    order = np.random.default_rng(0).permutation(len(y))
    return tuple((X[rows], y[rows]) for rows in (order[VALIDATION:], order[:VALIDATION]))


@dataclass(frozen=True, eq=False)
class Pile:
    """Few labelled examples, a pile of others, and what is tested on.

    Parameters
    ----------
    X, y : arrays (M, 64), (M,)
        Labelled.
    U, hidden : arrays (N, 64), (N,)
        The others, and their labels, which only the counting of errors may see.
    test : tuple (X, y)
    """

    X: np.ndarray
    y: np.ndarray
    U: np.ndarray
    hidden: np.ndarray
    test: tuple


def pile(seed, per_class, *, part="result", most=None):
    """Draw so many labelled digits of each class; all others of the part, or the first `most` of them, are the pile."""
    (X, y), test = halves(part)
    rng = np.random.default_rng(seed)
    rows, rest = few_shot_split(y, per_class=per_class, rng=rng)
    rest = rng.permutation(rest)[:most]
    return Pile(X[rows], y[rows], X[rest], y[rest], test)


def fresh(rng, code=None):
    """The network of all sides: 64 pixels, 64 sigmoid units, 10 classes.

    Parameters
    ----------
    rng : numpy.random.Generator
    code : dict of str to array, optional
        "W" and "b" for the hidden layer.
    """
    network = Network([Dense(PIXELS, HIDDEN, rng), Sigmoid(), Dense(HIDDEN, CLASSES, rng)])
    network.layers[-1].parameters["W"][...] *= SCALE
    for name in ("W", "b") if code else ():
        network.layers[0].parameters[name][...] = code[name]
    return network


def taught(network, X, y, rng, *, learning_rate=RATE, frozen=False, steps=STEPS):
    """The same network after some steps of Adam, with batches of 32 or of all there are; `frozen`: the head's alone."""
    learning = network
    if frozen:
        X, learning = Network(network.layers[:2]).outputs(X), Network(network.layers[2:])
    rows = (rng.permutation(len(y))[:BATCH] for _ in range(few(steps)))
    for _ in training_steps(learning, ((X[chosen], y[chosen]) for chosen in rows), Adam(learning_rate)):
        pass
    return network


def percent_right(network, test):
    """Of the tested examples, how many are named right, in percent."""
    X, y = test
    return 100 * float(np.mean(network.outputs(X).argmax(axis=1) == y))


@dataclass(eq=False)
class Rounds:
    """What self-training does: a number for each round; the first network has seen the labels alone.

    Parameters
    ----------
    accuracy : list of float
        Percent of the test named right, after 0, 1, ... rounds.
    right, wrong : list of int
        Examples of the pile that are taken before each round but the first, with the right and a wrong label.
    classes : list of array (10,)
        How many of them got each label.
    """

    accuracy: list = field(default_factory=list)
    right: list = field(default_factory=list)
    wrong: list = field(default_factory=list)
    classes: list = field(default_factory=list)


def surest_fifths(number, pile):
    """For ``pseudo_label``: of each class the surest fifth more in every round, as if all classes were equally many."""
    return {"threshold": 0.0, "most": round(SHARE * number * len(pile.U) / CLASSES)}


def sure_enough(threshold):
    """For ``pseudo_label``: in every round all with this probability or more."""
    return lambda number, pile: {"threshold": threshold}


def self_train(pseudo_label, pile, seed, *, rule=surest_fifths, code=None, rounds=ROUNDS, **how):
    """Learn from few labels, label the pile, learn afresh from both, and again.

    Parameters
    ----------
    pseudo_label : function
        Perhaps the learner's.
    pile : Pile
    seed : int
        Draws the first weights and the batches: the same in every round.
    rule : function
        ``rule(number, pile) -> dict``: what ``pseudo_label`` gets in round 1, 2, ... beside the probabilities.
    code : dict of str to array, optional
        Every network begins with it.
    rounds : int
    **how
        For :func:`taught`.

    Returns
    -------
    Rounds
    """
    found, rows, labels = Rounds(), np.zeros(0, int), np.zeros(0, int)
    for number in range(few(rounds, 1) + 1):
        rng = np.random.default_rng([seed, 1])
        X, y = np.concatenate([pile.X, pile.U[rows]]), np.concatenate([pile.y, labels])
        network = taught(fresh(rng, code), X, y, rng, **how)
        found.accuracy.append(percent_right(network, pile.test))
        if number < rounds:
            rows, labels = pseudo_label(softmax(network.outputs(pile.U)), **rule(number + 1, pile))
            right = int(np.sum(pile.hidden[rows] == labels))
            found.right.append(right)
            found.wrong.append(len(rows) - right)
            found.classes.append(np.bincount(labels, minlength=CLASSES))
    return found


# ---- where it goes wrong ----


def exchanged(pile, one=3, other=8):
    """A wrong start: the labels of two classes are exchanged."""
    y = pile.y.copy()
    y[pile.y == one], y[pile.y == other] = other, one
    return replace(pile, y=y)


def one_wrong(pile, label=4, called=9):
    """A wrong start: one labelled example of a class is called another."""
    y = pile.y.copy()
    y[np.flatnonzero(y == label)[0]] = called
    return replace(pile, y=y)


def halved(pile, strangers=False):
    """Only the digits 0 to 4 are asked for; the pile holds no others, or none but others."""
    few, (X, y) = pile.y < CLASSES // 2, pile.test
    rows = (pile.hidden >= CLASSES // 2) == strangers
    test = X[y < CLASSES // 2], y[y < CLASSES // 2]
    return Pile(pile.X[few], pile.y[few], pile.U[rows], pile.hidden[rows], test)


def skewed(pile, rng):
    """Of the pile all zeros and ones, and of the others so many that they are a tenth."""
    common = np.flatnonzero(pile.hidden < 2)
    rows = np.concatenate([common, rng.permutation(np.flatnonzero(pile.hidden >= 2))[: len(common) // 9]])
    return replace(pile, U=pile.U[rows], hidden=pile.hidden[rows])


PILES = {
    "as it is": lambda pile, seed: pile,
    "3 and 8 exchanged": lambda pile, seed: exchanged(pile),
    "one 4 called 9": lambda pile, seed: one_wrong(pile),
    "0 to 4 only": lambda pile, seed: halved(pile),
    "0 to 4 asked, 5 to 9 in the pile": lambda pile, seed: halved(pile, strangers=True),
    "nine tenths zeros and ones": lambda pile, seed: skewed(pile, np.random.default_rng([seed, 3])),
}
RULES = {"surest fifths": surest_fifths, "sure of 0.9": sure_enough(0.9), "sure of 0.99": sure_enough(0.99)}


def narrow(pseudo_label, seeds, *, per_class=2, threshold=0.99, learning_rate=RATE):
    """Self-training with a high threshold: what is taken at last, and whether that helps.

    Returns
    -------
    tuple of float
        Medians over the seeds, in percent: named right before and after, labels taken that are wrong, and the share of
        the three classes that most are taken of; and on how many seeds it is worse than before.
    """
    numbers = []
    for seed in seeds:
        rule = sure_enough(threshold)
        run = self_train(pseudo_label, pile(seed, per_class), seed, rule=rule, learning_rate=learning_rate)
        counts, taken = run.classes[-1], max(1, run.right[-1] + run.wrong[-1])
        most = 100 * np.sort(counts)[-3:].sum() / taken
        numbers.append((run.accuracy[0], run.accuracy[-1], 100 * run.wrong[-1] / taken, most))
    before, after, wrong, most = map(float, np.median(numbers, axis=0))
    return before, after, wrong, most, sum(row[1] < row[0] for row in numbers)
