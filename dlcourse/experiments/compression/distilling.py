"""A small network that learns the answers of a large one, beside small ones that learn the labels: all tuned alike."""

import functools

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.autoencoder.own_answers import percent_right, pile
from dlcourse.experiments.comparison import compare
from dlcourse.lessons import compression
from dlcourse.lessons.losses import log_softmax
from dlcourse.lessons.regularization import label_smoothing
from dlcourse.lessons.training import minibatches
from dlcourse.nn import training
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

LARGE, SMALL, ONE_LAYER = (64, 100, 50, 10), (64, 8, 10), (64, 10)  # 12,060, 610 and 650 parameters
STEPS, BATCH, TEACHER_RATE = 500, 32, 0.003
LABELS = (2, 5, 20, 80)  # of each class
TUNING, SEEDS = (100, 101, 102, 103, 104), range(10)  # from few labels, draws differ much
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
ONE_LAYER_RATES = (0.0003, 0.003, 0.02, 0.1, 0.7, 5.0)  # in one layer the step matters less
SMOOTHING, DECAYS, TEMPERATURES = (0.0, 0.03, 0.1, 0.3, 0.6), (0.0, 0.01, 0.1, 1.0, 10.0), (1.0, 2.0, 4.0, 8.0, 16.0)
SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)  # of the teacher's part, where there are labels as well
WARM = 4.0  # the temperature beside them, so that no side has more trials than another
NATURAL = {
    "smoothing": {0.0: "without any"},
    "decay": {0.0: "without any"},
    "temperature": {1.0: "the teacher's answers as they are"},
    "share": {0.0: "the labels alone", 1.0: "the teacher alone"},
}
TEACHER = "the large one itself"


def taught(sizes, X, loss, seed, *, learning_rate, decay=0.0, steps=STEPS):
    """A network after some steps of Adam, whose rate falls to 0 in a straight line.

    Parameters
    ----------
    sizes : sequence of int
    X : array (N, 64)
    loss : function
        ``loss(Z, rows) -> (loss, dZ)`` of scores (n, 10) of the examples in these rows of X, an int array.
    seed : int
        Of the first weights and the batches.
    learning_rate, decay : float
    steps : int

    Returns
    -------
    Network
    """
    network, rng = training.mlp(list(sizes), np.random.default_rng([seed, 1])), np.random.default_rng([seed, 2])
    adam = training.Adam(lambda step: learning_rate * (1 - step / steps), weight_decay=decay)
    batches = (batch for _ in range(steps) for batch in minibatches(X, np.arange(len(X)), BATCH, rng))
    for _ in zip(range(few(steps)), training.training_steps(network, batches, adam, loss=loss), strict=False):
        pass
    return network


def by_labels(y, smoothing=0.0):
    """The loss of labels, smoothed: a share of each answer's weight is spread over all ten classes."""
    targets = label_smoothing(y, 10, smoothing)

    def loss(Z, rows):
        log_P = log_softmax(Z)
        return -float(np.mean(np.sum(targets[rows] * log_P, axis=1))), (np.exp(log_P) - targets[rows]) / len(rows)

    return loss


def by_teacher(distillation_loss, scores, y, temperature, share):
    """The loss of a teacher's scores (N, 10), and of the labels with what is left of the share."""

    def loss(Z, rows):
        return distillation_loss(Z, teacher=scores[rows], y=y[rows], temperature=temperature, share=share)

    return loss


@functools.cache
def given(seed, labels, part="result"):
    """Some labelled digits of each class and a pile of others: a Pile."""
    return pile(seed, labels, part=part)


@functools.cache
def teacher(seed, labels, part="result"):
    """The large network that has learned from these labels."""
    here = given(seed, labels, part)
    return taught(LARGE, here.X, by_labels(here.y), seed, learning_rate=TEACHER_RATE)


def right_of_teacher(seed, labels):
    """The percent that the large network reads."""
    return percent_right(teacher(seed, labels), given(seed, labels).test)


# ---- the ways to a small network ----


def from_smoothed_labels(here, large, seed, *, learning_rate, smoothing=0.0):
    """From the start, with labels that are smoothed."""
    return taught(SMALL, here.X, by_labels(here.y, smoothing), seed, learning_rate=learning_rate)


def from_labels_with_decay(here, large, seed, *, learning_rate, decay=0.0, sizes=SMALL):
    """From the start, with weights that decay."""
    return taught(sizes, here.X, by_labels(here.y), seed, learning_rate=learning_rate, decay=decay)


def one_layer(here, large, seed, *, learning_rate, decay=0.0):
    """The sceptic's: no hidden layer at all, and as many numbers."""
    return from_labels_with_decay(here, large, seed, learning_rate=learning_rate, decay=decay, sizes=ONE_LAYER)


def distilled(here, large, seed, *, learning_rate, temperature, share, distillation_loss=compression.distillation_loss):
    """From the large one's answers to the pictures that have labels, and from these labels.

    Parameters
    ----------
    here : Pile
    large : Network
    seed : int
    learning_rate, temperature, share : float
    distillation_loss : function
        Perhaps the learner's.

    Returns
    -------
    Network
    """
    loss = by_teacher(distillation_loss, large.outputs(here.X), here.y, temperature, share)
    return taught(SMALL, here.X, loss, seed, learning_rate=learning_rate)


def distilled_from_more(
    here, large, seed, *, learning_rate, temperature, distillation_loss=compression.distillation_loss
):
    """From the large one's answers alone, to all pictures there are: Network, as :func:`distilled`."""
    X = np.concatenate([here.X, here.U])
    nothing = np.zeros(len(X), dtype=int)  # no label is asked for
    loss = by_teacher(distillation_loss, large.outputs(X), nothing, temperature, 1.0)
    return taught(SMALL, X, loss, seed, learning_rate=learning_rate)


WAYS = {
    "labels, smoothed": from_smoothed_labels,
    "labels, decay": from_labels_with_decay,
    "one layer, labels": one_layer,
    "distilled": distilled,
    "distilled, more pictures": distilled_from_more,
}
_DECAY = {"learning_rate": RATES, "decay": DECAYS}
RANGES = {
    "labels, smoothed": {"learning_rate": RATES, "smoothing": SMOOTHING},
    "labels, decay": _DECAY,
    "one layer, labels": {"learning_rate": ONE_LAYER_RATES, "decay": DECAYS},
    "distilled": {"learning_rate": RATES[1:], "share": SHARES, "temperature": (WARM,)},
    "distilled, more pictures": {"learning_rate": RATES, "temperature": TEMPERATURES},
}


def right(way, seed, labels, part="result", **how):
    """The percent that a small network reads which came about in one of the `WAYS`."""
    here = given(seed, labels, part)
    return percent_right(way(here, teacher(seed, labels, part), seed, **how), here.test)


def compared(labels):
    """All ways with so many labels of each class, each tuned in 30 trials: a Comparison."""

    def measure(way, seed, **how):
        with np.errstate(over="ignore", invalid="ignore"):  # steps and decays that are too large lead nowhere
            return right(way, seed, labels, "tuning" if seed in TUNING else "result", **how)

    how = {"tuning": TUNING, "seeds": SEEDS, "what": "% of the test digits read", "natural": NATURAL}
    return compare(WAYS, RANGES, measure, smaller_is_better=False, **how)


@functools.cache
def measured():
    """What scripts/measure_compression_smaller.py has stored: labels -> way -> how it was tuned, and its "numbers"."""
    return {int(labels): by for labels, by in measurements("compression_distilling.json").items()}


def by_labels_each():
    """Way -> labels of each class -> the percents, one for each seed; the large network too."""
    ways = (*WAYS, TEACHER)
    return {way: {labels: by[way]["numbers"] for labels, by in measured().items()} for way in ways}


def told():
    """The stored table: medians, and the share of the teacher's part that was best in tuning."""
    found = by_labels_each()
    lines = [f"{'labels of each class':25}" + "".join(f"{labels:7}" for labels in LABELS)]
    lines += [
        f"{way:25}" + "".join(f"{np.median(numbers):7.1f}" for numbers in by.values()) for way, by in found.items()
    ]
    shares = "".join(f"{measured()[labels]['distilled']['best']['share']:7.1f}" for labels in LABELS)
    lines.append(f"{'share, when distilled':25}{shares}")
    return "\n".join(lines)


def live(distillation_loss):
    """Small networks from five labels of each class, on some seeds and with the stored settings: what they read."""
    step = at_pace(distillation_loss, compression.distillation_loss)
    seeds, labels, read = range(few(5, 1)), 5, {}
    for way in ("labels, decay", "one layer, labels", "distilled", "distilled, more pictures"):
        own = {"distillation_loss": step} if way.startswith("distilled") else {}
        best = measured()[labels][way]["best"]
        read[way] = [right(functools.partial(WAYS[way], **own), seed, labels, **best) for seed in seeds]
    return "\n".join(
        f"{way}: {np.median(each):.0f} % read (median of {len(seeds)} seeds)" for way, each in read.items()
    )
