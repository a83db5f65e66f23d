"""What is lost: the old six objects while four new ones are learned, and old drawings that are kept to be rehearsed."""

from functools import cache

import numpy as np

from dlcourse.experiments.representations import NEW_OBJECTS, OBJECTS, drawing_cnn, drawings
from dlcourse.experiments.transfer.objects import NAMES, to_new_objects
from dlcourse.experiments.transfer.tuning import BATCH, HEAD, SCALE, learn
from dlcourse.lessons.training import he_init
from dlcourse.lessons.transfer import few_shot_split
from dlcourse.nn.training import set_parameters
from dlcourse.nn.training.budget import few

OLD, ALL = len(OBJECTS), len(OBJECTS) + len(NEW_OBJECTS)
TASKS = (tuple(range(6)), (6, 7), (8, 9))  # the six, then two new objects, then two more
PER_CLASS = 50  # labelled drawings of each new object
SHEETS = {"result": (40, 41), "tuning": (42, 43)}  # seeds of the drawings to learn from, and of those to test on


@cache
def ten_objects(part="result"):
    """Drawings of all ten objects, the old ones first: (X, y) to learn from, and (X, y) to test on."""
    everything = OBJECTS | NEW_OBJECTS
    learn_from, test = (
        drawings(count, np.random.default_rng(seed), objects=everything)
        for count, seed in zip((1200, 1000), SHEETS[part])
    )
    return (learn_from.X, learn_from.y), (test.X, test.y)


def with_ten_outputs(rng):
    """The network of six objects, with a head that also has four new outputs; nothing else is changed."""
    parameters = {name: array.copy() for name, array in to_new_objects().source(0).items()}
    W, b = parameters[f"{HEAD}.W"], parameters[f"{HEAD}.b"]
    new = SCALE * he_init(len(W), ALL - OLD, rng)
    parameters |= {f"{HEAD}.W": np.hstack([W, new]), f"{HEAD}.b": np.append(b, np.zeros(ALL - OLD))}
    return set_parameters(drawing_cnn(rng, ALL), NAMES, parameters)


def rehearsal_batches(new, old, rng, *, steps, size=BATCH):
    """Batches of `size` new drawings, and with each as many of the old ones that were kept, if there are any.

    Parameters
    ----------
    new, old : tuple (array (N, ...), int array (N,))
    rng : numpy.random.Generator
    steps, size : int

    Yields
    ------
    tuple (array, int array)
    """
    for _ in range(few(steps)):
        picked = [(X[rows], y[rows]) for X, y in (new, old) if len(y) for rows in [rng.integers(len(y), size=size)]]
        yield np.concatenate([X for X, _ in picked]), np.concatenate([y for _, y in picked])


def percent_right(scores, y, classes, among=range(ALL)):
    """The percent of the examples of some classes that are named right, by the largest score among some classes."""
    here, among = np.isin(y, list(classes)), np.array(among)
    return 100 * float((among[scores[here][:, among].argmax(axis=1)] == y[here]).mean())


def learn_new(
    seed, *, step, learning_rate=0.01, body_factor=1.0, kept=0, steps=200, every=None, part="result", classes=TASKS[1:]
):
    """Teach the network of six objects the new ones, and note what is right on the way.

    Parameters
    ----------
    seed : int
        Draws labelled and kept drawings, fresh weights and batches.
    step : function
        As :func:`dlcourse.lessons.transfer.fine_tune_step`.
    learning_rate, body_factor : float
    kept : int
        Old drawings that are kept and rehearsed, a multiple of 6.
    steps : int
    every : int, optional
        Test after so many steps; only at the end, if left out.
    part : str
        "result", or "tuning": other drawings.
    classes : tuple of tuples of int
        Objects that are learned; all at once.

    Returns
    -------
    dict of str to list
        "step", and percents: "new", and "old, of ten" and "old, of six": asked which of the ten, or of the six, it is.
    """
    (X, y), (X_test, y_test) = ten_objects(part)
    rng = np.random.default_rng(seed)
    network, wanted = with_ten_outputs(rng), [label for group in classes for label in group]
    new, old = _few(X, y, wanted, PER_CLASS, rng), _few(X, y, range(OLD), kept // OLD, rng)
    found = {"step": [], "new": [], "old, of ten": [], "old, of six": []}

    def watch(number, network):
        if number == few(steps) or (every and number % every == 0):
            scores = network.outputs(X_test)
            found["step"].append(number)
            found["new"].append(percent_right(scores, y_test, wanted))
            found["old, of ten"].append(percent_right(scores, y_test, range(OLD)))
            found["old, of six"].append(percent_right(scores, y_test, range(OLD), range(OLD)))

    batches = rehearsal_batches(new, old, rng, steps=steps)
    learn(network, NAMES, batches, step=step, learning_rate=learning_rate, body_factor=body_factor, watch=watch)
    return found


def _few(X, y, classes, per_class, rng):
    """So many drawings of each of some classes."""
    here = np.flatnonzero(np.isin(y, list(classes)))
    rows = here[few_shot_split(y[here], per_class=per_class, rng=rng)[0]]
    return X[rows], y[rows]


def one_after_the_other(seed, *, step, kept=0, learning_rate=0.01, body_factor=1.0, steps=150):
    """Learn the six objects (that is done), then two new ones, then two more, and test on all after each.

    Parameters
    ----------
    seed, step, learning_rate, body_factor, steps
        As for :func:`learn_new`; so many steps for each pair.
    kept : int
        Drawings of each object learned before that are kept and rehearsed.

    Returns
    -------
    array (3, 3)
        Row i: the share right after task i, of the objects of each task; asked which of all ten it is.
    """
    (X, y), (X_test, y_test) = ten_objects()
    rng = np.random.default_rng(seed)
    network, rows = with_ten_outputs(rng), []
    for number, task in enumerate(TASKS):
        if number:
            before = [label for group in TASKS[:number] for label in group]
            batches = rehearsal_batches(
                _few(X, y, task, PER_CLASS, rng), _few(X, y, before, kept, rng), rng, steps=steps
            )
            learn(network, NAMES, batches, step=step, learning_rate=learning_rate, body_factor=body_factor)
        scores = network.outputs(X_test)
        rows.append([percent_right(scores, y_test, each) / 100 for each in TASKS])
    return np.array(rows)
