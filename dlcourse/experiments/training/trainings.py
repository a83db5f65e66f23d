"""Trainings with several seeds: wrong labels and when to stop, settings to be tuned, accuracy by steps and by data."""

import functools
import itertools

import numpy as np

from dlcourse.experiments.training.by_hand import divided
from dlcourse.lessons.training import accuracy, minibatches
from dlcourse.nn.training import SGD, fit, mlp, training_steps
from dlcourse.nn.training.budget import few

KNOWN, OTHERS = 300, 300  # digits to learn from, and to stop by; what is left judges


def mislabel(y, share, classes, rng):
    """A copy of labels in which about a share has been replaced by random ones."""
    chosen = rng.random(len(y)) < share
    return np.where(chosen, rng.integers(0, classes, len(y)), y)


def accuracy_along(
    data, rng, *, steps=1200, every=10, batch_size=32, hidden=32, learning_rate=0.1, minibatches=minibatches
):
    """Train a network with one hidden layer and note its accuracy on test examples on the way.

    Parameters
    ----------
    data : tuple (X, y, X_test, y_test)
    rng : numpy.random.Generator
        Draws the first weights and shuffles the examples.
    steps : int
        How many steps, with momentum; the data is gone through as often as that takes.
    every : int
        After how many steps the accuracy is noted, again and again.
    batch_size, hidden : int
    learning_rate : float
    minibatches : function
        ``minibatches(X, y, batch_size, rng)``.

    Returns
    -------
    array (steps // every,)
    """
    X, y, X_test, y_test = data
    X_test, y_test = X_test[: few(len(X_test), 50)], y_test[: few(len(y_test), 50)]
    network, optimizer = mlp([X.shape[1], hidden, int(y_test.max()) + 1], rng), SGD(learning_rate, momentum=0.9)
    found, batches = [], _endless(lambda: minibatches(X, y, batch_size, rng))
    losses = training_steps(network, batches, optimizer, least=100)  # so many that more data is seen to help
    for t, _ in enumerate(itertools.islice(losses, steps), 1):
        if t % every == 0:
            found.append(accuracy(network.predict(X_test)[0], y_test))
    return np.array(found)


def _endless(epoch):
    """The batches of one epoch after the other; ``epoch()`` gives those of the next."""
    while True:
        batch = None
        for batch in epoch():
            yield batch
        if batch is None:
            raise ValueError("minibatches gives no batch: nothing can be learned")


def sorted_batches(X, y, batch_size, _rng):
    """Batches of sorted data: first all zeros, then all ones, and so on; never shuffled."""
    order = np.argsort(y, kind="stable")
    rows = [order[start : start + batch_size] for start in range(0, len(X), batch_size)]
    return [(X[part], y[part]) for part in rows]


def after_epochs(X, y, epochs=5):
    """What :func:`~dlcourse.experiments.comparison.compare` measures: the share of a validation part read right.

    Parameters
    ----------
    X, y : arrays (1297, 64) and (1297,)
        Divided as in :func:`after_steps`.
    epochs : int

    Returns
    -------
    function
        ``measure(minibatches, seed, learning_rate) -> float``.
    """

    def measure(minibatches, seed, learning_rate):
        rng = np.random.default_rng(seed)
        known, (X_new, y_new) = divided(X, y, rng)
        network, optimizer = mlp([X.shape[1], 32, 10], rng), SGD(learning_rate)
        how = {"optimizer": optimizer, "epochs": epochs, "batch_size": 32, "rng": rng}
        fit(network, *known, minibatches=minibatches, **how)
        return accuracy(network.predict(X_new)[0], y_new)

    return measure


def after_steps(X, y, minibatches, steps=300):
    """What :func:`~dlcourse.experiments.comparison.compare` measures: the share of a validation part read right.

    Parameters
    ----------
    X, y : arrays (1297, 64) and (1297,)
        Divided by chance, for each seed anew, into 1000 digits for training and 297 for validation.
    minibatches : function
        Perhaps the learner's own.
    steps : int

    Returns
    -------
    function
        ``measure(hidden, seed, learning_rate) -> float``, with the number of hidden neurons.
    """

    def measure(hidden, seed, learning_rate):
        rng = np.random.default_rng(seed)
        data = [array for part in divided(X, y, rng) for array in part]
        how = {"hidden": hidden, "learning_rate": learning_rate, "minibatches": minibatches}
        with np.errstate(all="ignore"):  # no warnings when numbers run away
            return float(accuracy_along(data, rng, steps=steps, every=steps, **how)[-1])

    return measure


def by_examples(X, y, sizes, seeds, *, watch=None, **how):
    """The share of wrong answers on a validation part, by the number of training examples.

    Parameters
    ----------
    X, y : arrays (1297, 64) and (1297,)
        Divided as in :func:`after_steps`; of the 1000 digits for training the first ones are taken.
    sizes : sequence of K int
    seeds : sequence of S int
    watch : function, optional
        Wraps the seeds, to show progress: ``dlcourse.track``.
    **how
        Handed to :func:`accuracy_along`.

    Returns
    -------
    array (K, S)
    """
    errors = []
    for seed in watch(seeds, "seeds") if watch else seeds:
        (X_train, y_train), validation = divided(X, y, np.random.default_rng(seed))
        row = []
        for size in sizes:
            data = (X_train[:size], y_train[:size], *validation)
            row.append(1 - accuracy_along(data, np.random.default_rng(seed), **how)[-1])
        errors.append(row)
    return np.array(errors).T  # (S, K) -> (K, S)


def by_steps(X, y, seeds, *, watch=None, **how):
    """The accuracy on a validation part, again and again on the way: array (S, K), a row for each seed."""
    rows = []
    for seed in watch(seeds, "seeds") if watch else seeds:
        train, validation = divided(X, y, np.random.default_rng(seed))
        rows.append(accuracy_along((*train, *validation), np.random.default_rng(seed), **how))
    return np.array(rows)


def prices(spent, right):
    """What each further percent of right answers cost, stretch by stretch.

    Parameters
    ----------
    spent : array (K,)
        Rising: examples, or multiplications.
    right : array (K, S)
        The shares of right answers that they brought, for S seeds.

    Returns
    -------
    list of K - 1 tuples (float, float, float, int)
        The mean percent right at the beginning and at the end of a stretch; the price of a percent of that mean; on how
        many seeds it was higher than in the stretch before (for the first stretch, all).

    Examples
    --------
    >>> prices([10, 20, 60], np.array([[0.5, 0.5], [0.7, 0.8], [0.9, 0.8]]))
    [(50.0, 75.0, 0.4, 2), (75.0, 85.0, 4.0, 2)]
    """
    spent, right = np.asarray(spent, dtype=float), 100 * np.asarray(right)
    gained = np.diff(right, axis=0) / np.diff(spent)[:, None]  # percent for each unit, seed by seed
    dearer = [right.shape[1], *(gained[1:] < gained[:-1]).sum(axis=1).tolist()]
    mean = right.mean(axis=1)
    with np.errstate(divide="ignore"):  # where nothing was gained, a percent cannot be had
        price = np.diff(spent) / np.diff(mean)
    found = zip(mean[:-1], mean[1:], price, dearer)
    return [(round(float(low), 6), round(float(high), 6), round(float(p), 6), count) for low, high, p, count in found]


def price_list(spent, right, unit):
    """What :func:`prices` finds, a line for each stretch; from the second on with the seeds on which it was dearer.

    Parameters
    ----------
    spent : array (K,)
    right : array (K, S)
    unit : str
        Of what was spent, as "examples".

    Returns
    -------
    str
    """
    lines = []
    for k, (low, high, price, seeds) in enumerate(prices(spent, right)):
        cost = f"{price:.1f}" if price < 10 else f"{price:.0f}"
        line = f"{spent[k]:4.0f} to {spent[k + 1]:4.0f} {unit}: {100 - low:.1f} to {100 - high:.1f} % wrong; "
        dearer = f", dearer than before on {seeds} of {np.shape(right)[1]} seeds" if k else ""
        lines.append(f"{line}{cost} for each percent{dearer}")
    return "\n".join(lines)


@functools.lru_cache(32)
def _noisy_run(seed, share, epochs, digits):
    """The history of a training with wrong labels, with the accuracy of each epoch on digits that nobody stops by."""
    X, y = digits.X, digits.y
    rng = np.random.default_rng(seed)
    known, others, rest = np.split(rng.permutation(len(X)), [KNOWN, KNOWN + OTHERS])
    labels = mislabel(y[known], share, 10, rng)
    network, optimizer = mlp([X.shape[1], 64, 10], rng), SGD(0.05, momentum=0.9)
    history = {}
    for _ in range(few(epochs, 6)):
        how = {"optimizer": optimizer, "epochs": 1, "batch_size": 20, "rng": rng}
        found = fit(network, X[known], labels, validation=(X[others], y[others]), **how)
        found["judged"] = [accuracy(network.predict(X[rest])[0], y[rest])]
        for name, (value,) in found.items():
            history.setdefault(name, []).append(value)
    return {name: np.array(values) for name, values in history.items()}


class WrongLabels:
    """Trainings on 300 digits of which about a share has a random label.

    300 others, rightly labelled, are for validation, and the 697 that are left judge the network of each epoch. A
    training is made once for each seed and share, however many sides ask for it.

    Parameters
    ----------
    X, y : arrays (1297, 64) and (1297,)
    epochs : int
    """

    def __init__(self, X, y, epochs=40):
        self.X, self.y, self.epochs = X, y, epochs

    def history(self, seed, share):
        """dict of array (epochs,): "loss", "validation_loss", "validation_accuracy", "judged" and "accuracy"."""
        return _noisy_run(seed, share, self.epochs, self)

    def judge(self, share):
        """What `compare` measures: ``measure(keep, seed, **parameters)``, ``keep(validation_losses, **parameters)``.

        `keep` gives the number of the epoch whose network is kept, counted from 0; the measure is its accuracy.
        """

        def measure(keep, seed, **parameters):
            history = self.history(seed, share)
            epoch = int(keep(history["validation_loss"].copy(), **parameters))
            return float(history["judged"][np.clip(epoch, 0, len(history["judged"]) - 1)])

        return measure
