"""Digits from few labels and many examples without: all ways, tuned alike."""

from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace

import numpy as np

from dlcourse.experiments.autoencoder import own_answers
from dlcourse.experiments.autoencoder.nearness import squared_distances
from dlcourse.experiments.autoencoder.own_answers import CLASSES, STEPS, fresh, percent_right, pile, sure_enough, taught
from dlcourse.experiments.autoencoder.unlabelled_codes import learned_code
from dlcourse.experiments.comparison import compare
from dlcourse.lessons.autoencoder import pseudo_label

LABELS = (1, 2, 5, 10, 50)  # of each class
TUNING, SEEDS = (100, 101, 102), range(5)
WHOLE, HEAD, CODED = (0.001, 0.003, 0.01, 0.03, 0.1), (0.01, 0.03, 0.1, 0.3, 1.0), (0.003, 0.01, 0.03, 0.1, 0.3)
NEIGHBOURS = (2, 5, 10, 20, 40)
PASSED_ON = 0.99  # of what an example knows, in each step, when labels spread


@dataclass(frozen=True)
class Way:
    """How digits are learned.

    Parameters
    ----------
    code : str
        What the hidden layer was trained as before, without labels: "" for nothing; see ``learned_code``.
    frozen : bool
        Whether the head alone learns.
    rule : function or None
        For self-training, as ``self_train`` takes it.
    rates : tuple of float
        Of Adam: what is tried.
    """

    code: str = ""
    frozen: bool = False
    rule: object = None
    rates: tuple = WHOLE


WAYS = {
    "from scratch": Way(),
    "untrained, frozen": Way(frozen=True, rates=HEAD),
    "plain, frozen": Way("plain", frozen=True, rates=HEAD),
    "denoising, frozen": Way("denoising", frozen=True, rates=HEAD),
    "sparse, frozen": Way("sparse", frozen=True, rates=HEAD),
    "machine, frozen": Way("rbm", frozen=True, rates=CODED),
    "machine, tuned": Way("rbm"),
    "sure of 0.9": Way(rule=sure_enough(0.9)),
    "sure of 0.99": Way(rule=sure_enough(0.99)),
    "surest fifths": Way(rule=own_answers.surest_fifths),
}
NEAR = "spread to neighbours"


def spread(few, labels, others, *, neighbours, passed_on=PASSED_ON, classes=CLASSES):
    """What labels say of all examples, when they spread from neighbour to neighbour (Zhou and others, 2004).

    Each example is tied to its nearest ones, and they to it. In each step it passes on what it knows of the classes,
    and the labelled ones know their own; this is where it ends.

    Parameters
    ----------
    few, labels, others : arrays (M, D), (M,), (N, D)
    neighbours : int
    passed_on : float
    classes : int

    Returns
    -------
    array (M + N, classes)
        The shares of the classes, the labelled examples first.
    """
    known = np.concatenate([few, others])
    nearest = _nearest(known, known, neighbours + 1)[:, 1:]  # the nearest is the example itself
    ties = np.zeros((len(known), len(known)))
    np.put_along_axis(ties, nearest, 1.0, axis=1)
    ties = np.maximum(ties, ties.T)
    sizes = np.sqrt(ties.sum(axis=1))
    own = np.zeros((len(known), classes))
    own[np.arange(len(few)), labels] = 1
    found = np.linalg.solve(np.eye(len(known)) - passed_on * ties / sizes / sizes[:, None], own)
    heard = found.sum(axis=1, keepdims=True)
    return found / np.where(heard > 0, heard, 1)  # 0 for what no label reaches


def _nearest(X, known, count):
    """The positions of the nearest rows of `known`, for each row of X."""
    return np.argsort(squared_distances(X, known), axis=1, kind="stable")[:, :count]


def own_code(contrastive_divergence, seed):
    """The code of a restricted Boltzmann machine that saw the training part, by the learner's own function.

    Returns
    -------
    dict of str to array
    """
    (X, _), _ = own_answers.halves("result")
    given = SimpleNamespace(contrastive_divergence=contrastive_divergence)
    return learned_code("rbm", X, np.random.default_rng([seed, 2]), functions=given)


@cache
def code_for(kind, seed, part="result", most=None, per_class=1):
    """The code that is learned from a pile and its few labelled examples, without labels."""
    here = pile(seed, per_class, part=part, most=most)
    return learned_code(kind, np.concatenate([here.X, here.U]), np.random.default_rng([seed, 2]))


def right(way, seed, per_class, learning_rate, *, part="result", most=None, label=pseudo_label, code=None, steps=STEPS):
    """The percent named right by one way, with one draw of the few.

    Parameters
    ----------
    way : Way
    seed, per_class : int
    learning_rate : float
    part : str
    most : int, optional
        As of :func:`pile`.
    label : function
        ``pseudo_label``, perhaps the learner's.
    code : dict of str to array, optional
        Instead of :func:`code_for`.
    steps : int

    Returns
    -------
    float
    """
    here = pile(seed, per_class, part=part, most=most)
    how = {"learning_rate": learning_rate, "frozen": way.frozen, "steps": steps}
    if way.code and code is None:
        code = code_for(way.code, seed, part, most, per_class if most is not None else 1)
    if way.rule:
        return own_answers.self_train(label, here, seed, rule=way.rule, code=code, **how).accuracy[-1]
    rng = np.random.default_rng([seed, 1])
    return percent_right(taught(fresh(rng, code), here.X, here.y, rng, **how), here.test)


def right_by_neighbours(seed, per_class, neighbours, *, part="result", most=None):
    """The percent named right if labels spread in the pile, and an example is named by its nearest ones there."""
    here = pile(seed, per_class, part=part, most=most)
    shares = spread(here.X, here.y, here.U, neighbours=neighbours)
    nearest = _nearest(here.test[0], np.concatenate([here.X, here.U]), neighbours)
    return 100 * float(np.mean(shares[nearest].mean(axis=1).argmax(axis=1) == here.test[1]))


def compared(ways=WAYS, *, labels=LABELS, tuning=TUNING, seeds=SEEDS):
    """All ways, each tuned in five trials by its mean over the numbers of labels.

    Returns
    -------
    tuple (Comparison, dict)
        And for each way and number of labels a class the percents, one for each seed.
    """
    kept = {}

    def measure(side, seed, **parameters):
        part = "tuning" if seed in tuning else "result"
        found = [_measured(ways.get(side), seed, count, part, **parameters) for count in labels]
        if part == "result":
            for count, number in zip(labels, found):
                kept.setdefault(side, {}).setdefault(count, []).append(number)
        return float(np.mean(found))

    names = [*ways, NEAR]
    ranges = {name: {"learning_rate": way.rates} for name, way in ways.items()} | {NEAR: {"neighbours": NEIGHBOURS}}
    what = "% of the test digits named right, on average over the numbers of labels"
    named = {"tuning": tuning, "seeds": seeds, "what": what, "smaller_is_better": False}
    return compare({name: name for name in names}, ranges, measure, **named), kept


def _measured(way, seed, count, part, learning_rate=None, neighbours=None):
    if way is None:
        return right_by_neighbours(seed, count, neighbours, part=part)
    return right(way, seed, count, learning_rate, part=part)
