"""Networks whose parameters have names, and how they learn from a handful of labelled examples."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dlcourse.lessons.transfer import few_shot_split, replace_head
from dlcourse.nn.training import Dense, Network, named_parameters, set_parameters
from dlcourse.nn.training.budget import few

HEAD, SCALE = "head", 0.3  # the last layer; its fresh weights are so many times those of `he_init`
LABELS = (1, 2, 5, 10, 20, 50)  # labelled examples of each class
SIDES = ("from scratch", "frozen features", "fine-tuned", "linear on pixels")
BODY_FACTORS = {"fine-tuned": 0.3}  # held: the body learns at 0.3 of the head's rate; everywhere else alike
STEPS, BATCH = 600, 16
RESULTS = (0, 1, 2, 3, 4)  # seeds
TUNING = (100, 101)


def learn(network, layers, batches, *, step, learning_rate, body_factor=1.0, mask=None, watch=None):
    """Train a network with the learner's own step.

    Parameters
    ----------
    network : Network
        Changed in place.
    layers : sequence of str
        The names of its layers, the head last.
    batches : iterable of tuples (X, y)
        One step is made for each.
    step : function
        As :func:`dlcourse.lessons.transfer.fine_tune_step`.
    learning_rate, body_factor : float
    mask : dict of str to bool, optional
        Which parameters learn; all, if left out.
    watch : function, optional
        ``watch(number, network)`` before each step, and once after the last.

    Returns
    -------
    Network
        The same.
    """
    parameters = named_parameters(network, layers)
    how = {"learning_rate": learning_rate, "body_factor": body_factor, "head": layers[-1]}
    how["mask"] = dict.fromkeys(parameters, True) if mask is None else mask
    made = 0
    for X, y in batches:
        if watch:
            watch(made, network)
        with np.errstate(over="ignore", invalid="ignore"):  # a rate that is too large is a result, too
            _, found = network.loss_and_gradients(X, y)
            gradients = dict(zip(parameters, [array for layer in found for array in layer.values()], strict=True))
            for name, array in step(parameters, gradients, **how).items():
                parameters[name][...] = array
        made += 1
    if watch:
        watch(made, network)
    return network


def batches_of(X, y, rng, *, steps=STEPS, size=BATCH):
    """Batches drawn anew for each step, each without repetition; all examples, where there are fewer."""
    for _ in range(few(steps)):
        rows = rng.permutation(len(y))[:size]
        yield X[rows], y[rows]


@dataclass(frozen=True, eq=False)
class Transfer:
    """What is carried from one task to another.

    Parameters
    ----------
    fresh : function
        ``fresh(rng) -> Network``, untrained, with the head of the new task.
    source : function
        ``source(seed) -> dict``: the parameters learned for the old task, with its head.
    layers : tuple of str
        The names of the layers, the head last.
    parts : dict of str to tuple (X, y, X_test, y_test)
        "tuning" and "result": what the few labelled ones are drawn from, and what is tested on.
    """

    fresh: Callable
    source: Callable
    layers: tuple
    parts: dict

    def features(self, seed, X):
        """What the body that was trained for the old task makes of inputs: a table."""
        parameters, network = self.source(seed), self.fresh(np.random.default_rng(0))
        old = replace_head(parameters, head=self.layers[-1], classes=self.classes, rng=np.random.default_rng(0))
        return Network(set_parameters(network, self.layers, old).layers[:-1]).outputs(X)

    @property
    def classes(self):
        """How many classes the new task has."""
        return int(self.parts["result"][1].max()) + 1


def share_right(
    transfer, side, per_class, seed, learning_rate, *, step, split=few_shot_split, part="result", steps=STEPS
):
    """Learn from a few labelled examples, and test: the share that is right, from 0 to 1.

    Parameters
    ----------
    transfer : Transfer
    side : str
        One of ``SIDES``.
    per_class : int
        Labelled examples of each class.
    seed : int
        Draws them, the fresh weights and the batches.
    learning_rate : float
    step, split : function
        As :func:`dlcourse.lessons.transfer.fine_tune_step` and `few_shot_split`.
    part : str
        "result", or "tuning".
    steps : int

    Returns
    -------
    float
    """
    X, y, X_test, y_test = transfer.parts[part]
    rng = np.random.default_rng(seed)
    rows, _ = split(y, per_class=per_class, rng=rng)
    X, y = X[rows], y[rows]
    network, layers = transfer.fresh(rng), transfer.layers
    if side in ("frozen features", "linear on pixels"):
        table = (lambda Z: transfer.features(seed, Z)) if side == "frozen features" else _flat
        X, X_test = table(X), table(X_test)
        network, layers = Network([Dense(X.shape[1], transfer.classes, rng)]), (HEAD,)
    if side == "fine-tuned":
        set_parameters(
            network, layers, replace_head(transfer.source(seed), head=HEAD, classes=transfer.classes, rng=rng)
        )
    network.layers[-1].parameters["W"][...] *= SCALE
    how = {"step": step, "learning_rate": learning_rate, "body_factor": BODY_FACTORS.get(side, 1.0)}
    learn(network, layers, batches_of(X, y, rng, steps=steps), **how)
    return float((network.outputs(X_test).argmax(axis=1) == y_test).mean())


def _flat(X):
    return X.reshape(len(X), -1)


def over_labels(transfer, *, step, tuning=TUNING, labels=LABELS, kept=None):
    """What `compare` measures: the percent that are right, on average over the numbers of labels.

    Parameters
    ----------
    transfer : Transfer
    step : function
    tuning : sequence of int
        On these seeds it learns and is tested on the tuning part, and on all others on the part for results.
    labels : sequence of int
        Labelled examples of each class.
    kept : dict, optional
        Gets the percents by number of labels of all other seeds: ``kept[side, seed]``.

    Returns
    -------
    function
        ``measure(side, seed, learning_rate) -> float``, where `side` is one of ``SIDES``.
    """
    tuning = tuple(tuning)

    def measure(side, seed, learning_rate):
        how = {"step": step, "part": "tuning" if seed in tuning else "result"}
        shares = [100 * share_right(transfer, side, count, seed, learning_rate, **how) for count in labels]
        if kept is not None and seed not in tuning:
            kept[side, seed] = shares
        return float(np.mean(shares))

    return measure
