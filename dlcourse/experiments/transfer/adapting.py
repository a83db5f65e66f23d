"""A network that comes along learns from few labels: the ways to do it, and how they are compared."""

from dataclasses import dataclass

import numpy as np

from dlcourse.data.stored import text
from dlcourse.experiments.comparison import compare
from dlcourse.experiments.transfer import tuning as shared
from dlcourse.experiments.transfer.digits import HALF, LAYERS, digit_cnn, features, halves, parameters_of, put
from dlcourse.experiments.transfer.tuning import HEAD, SCALE, learn
from dlcourse.nn.cnn import Flatten
from dlcourse.nn.training import Dense, Network, evaluate, named_parameters
from dlcourse.nn.training.budget import few

STEPS, BATCH = 400, 16
BODY_FACTOR = shared.BODY_FACTORS["fine-tuned"]  # of what comes along
LABELS = shared.LABELS  # a class
TABLE = "transfer_digits.csv"
TUNING, SEEDS = range(5, 11), range(5)
RATES = {
    "linear on pixels": (0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0),
    "untrained features": (0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0),
    "from scratch": (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0),
    "frozen features": (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0),
    "fine-tuned": (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0),
    'after "where is it"': (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0),
}


@dataclass(frozen=True)
class Way:
    """How the digits 5 to 9 are learned.

    Parameters
    ----------
    source : str
        What the network learned before: "which digit", "where is it", or "" if nothing.
    frozen : bool
        Whether only the head learns.
    body_factor : float
    pixels : bool
        No network at all: a head on the pixels.
    """

    source: str = ""
    frozen: bool = False
    body_factor: float = 1.0
    pixels: bool = False


WAYS = {
    "linear on pixels": Way(frozen=True, pixels=True),
    "untrained features": Way(frozen=True),
    "from scratch": Way(),
    "frozen features": Way("which digit", frozen=True),
    "fine-tuned": Way("which digit", body_factor=BODY_FACTOR),
    'after "where is it"': Way("where is it", body_factor=BODY_FACTOR),
}


def adapted(step, parameters, X, y, rng, *, frozen, learning_rate, body_factor=1.0, steps=STEPS):
    """The parameters after some steps on few examples.

    Parameters
    ----------
    step : function
        ``fine_tune_step``, perhaps the learner's.
    parameters : dict of str to array
        Of a :func:`digit_cnn`, or a head alone.
    X : array (M, 12, 12, 1)
    y : int array (M,)
    rng : numpy.random.Generator
        Draws the batches.
    frozen : bool
        Whether only the head learns: then the features are worked out once.
    learning_rate, body_factor : float
    steps : int

    Returns
    -------
    dict of str to array
    """
    moving = {name: array for name, array in parameters.items() if not frozen or name.startswith(f"{HEAD}.")}
    if frozen:
        X = features(parameters, X) if len(moving) < len(parameters) else X.reshape(len(X), -1)
        network = Network([Dense(*moving[f"{HEAD}.W"].shape, np.random.default_rng(0))])
    else:
        network = digit_cnn(np.random.default_rng(0), len(moving[f"{HEAD}.b"]))
    rows = (rng.choice(len(X), size=min(BATCH, len(X)), replace=False) for _ in range(few(steps, 2)))
    layers, batches = (HEAD,) if frozen else LAYERS, ((X[batch], y[batch]) for batch in rows)
    learn(put(network, moving), layers, batches, step=step, learning_rate=learning_rate, body_factor=body_factor)
    return parameters | named_parameters(network, layers)


def right(parameters, part):
    """The share of pictures, in percent, that are named right."""
    if len(parameters) == 2:
        network = Network([Flatten(), Dense(*parameters[f"{HEAD}.W"].shape, np.random.default_rng(0))])
    else:
        network = digit_cnn(np.random.default_rng(0), len(parameters[f"{HEAD}.b"]))
    return 100 * evaluate(put(network, parameters), *part)["accuracy"]


def measure(functions, sources, labels, *, tuning=(), steps=STEPS, scale=SCALE):
    """What ``compare`` measures: how many digits 5 to 9 are named right, in percent, after learning from few.

    On the tuning seeds these are the validation part, on all others the test part.

    Parameters
    ----------
    functions : tuple
        ``few_shot_split, replace_head, fine_tune_step``, perhaps the learner's.
    sources : dict of (str, int) to dict
        The parameters that a network has learned, by what was asked and by seed.
    labels : int
        Labelled digits of each class.
    tuning : sequence of int
    steps : int
    scale : float
        Of the new head's weights.

    Returns
    -------
    function
        ``measure(way, seed, learning_rate) -> float``.
    """
    few_shot_split, replace_head, fine_tune_step = functions
    _, _, task = halves()

    def result(way, seed, learning_rate):
        rng, (X, y) = np.random.default_rng(seed), task.learn
        chosen, _ = few_shot_split(y, per_class=labels, rng=rng)
        new = {"head": HEAD, "classes": HALF, "rng": rng, "scale": scale}
        parameters = replace_head(beginning(way, seed, sources), **new)
        how = {"frozen": way.frozen, "learning_rate": learning_rate, "body_factor": way.body_factor, "steps": steps}
        parameters = adapted(fine_tune_step, parameters, X[chosen], y[chosen], rng, **how)
        return right(parameters, task.validation if seed in tuning else task.test)

    return result


def beginning(way, seed, sources):
    """The parameters that a way begins with, head and all; the same untrained network for all ways of a seed."""
    if way.pixels:
        return {f"{HEAD}.W": np.zeros((halves()[2].learn[0][0].size, 1)), f"{HEAD}.b": np.zeros(1)}
    return sources[way.source, seed] if way.source else parameters_of(digit_cnn(np.random.default_rng(1000 + seed)))


def compared(functions, sources, labels, **others):
    """All ways for so many labels a class, each tuned in seven trials on six other seeds: a Comparison."""
    named = {"tuning": TUNING, "seeds": SEEDS, "what": "% of the digits 5 to 9 named right", "smaller_is_better": False}
    ranges = {name: {"learning_rate": rates} for name, rates in RATES.items()}
    return compare(WAYS, ranges, measure(functions, sources, labels, tuning=TUNING, **others), **named)


def stored():
    """What ``scripts/measure_transfer.py`` has measured.

    Returns
    -------
    dict of (str, int) to tuple (float, tuple of float)
        For each way and number of labels a class the learning rate that was taken, and the percent of the test digits
        named right on each of the five seeds.
    """
    found = {}
    for line in text(TABLE).splitlines()[1:]:
        name, labels, rate, *numbers = line.split(",")
        found[name, int(labels)] = float(rate), tuple(map(float, numbers))
    return found
