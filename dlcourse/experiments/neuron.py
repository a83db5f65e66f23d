"""Lesson 01, neuron: weights set by hand beside learned ones, on digits that neither has seen."""

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.comparison import compare

UNSEEN = 100  # digits that are kept apart in every split
TUNING, SEEDS = (0, 1, 2), tuple(range(3, 13))
PASSES = (1, 2, 3, 4, 6, 10, 20)
BARS = (-1.0, 0.2, 0.35, 0.5, 0.65, 0.8, 2.0)  # from the mean sum of the ones, 0, to that of the zeros, 1
SETTLED = {
    "passes": {1: "less than one pass is none", PASSES[-1]: "after a pass without a mistake nothing changes"},
    "bar": {BARS[0]: "lower still it fires for everything", BARS[-1]: "higher still it is silent for everything"},
}


def learn(update, X, y, passes, learning_rate=1.0):
    """Go through the examples some times, and correct weights and bias, which begin at 0.

    Parameters
    ----------
    update : function
        ``update(w, b, x=..., target=..., learning_rate=...) -> (w, b)``: one correction, of the perceptron say.
    X : array (N, D)
        The examples.
    y : array (N,)
        Their targets, 0 and 1.
    passes : int
        How often it sees them all, at most: after a pass that changed nothing it is done.
    learning_rate : float

    Returns
    -------
    tuple (array (D,), float)
        Weights and bias.

    Examples
    --------
    >>> from dlcourse.lessons import neuron
    >>> w, b = learn(neuron.perceptron_update, np.array([[1.0], [3.0]]), np.array([0, 1]), passes=20)
    >>> print(neuron.step(np.array([[1.0], [3.0]]) @ w + b))
    [0. 1.]
    """
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(passes):
        before = w, b
        for x, target in zip(X, y, strict=True):
            w, b = update(w, b, x=x, target=target, learning_rate=learning_rate)
        if np.array_equal(w, before[0]) and b == before[1]:
            break
    return w, b


def history_of(update, X, y, order, learning_rate=0.1):
    """Weights, bias and the number of the example after each correction in one pass or more, until all are right.

    Parameters
    ----------
    update, X, y, learning_rate
        As of `learn`.
    order : sequence of int
        In which order the examples come.

    Returns
    -------
    list of (array (D,), float, int)
        It ends after a pass without a correction, or after 100 passes.
    """
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(100):
        before = len(history)
        for i in order:
            old = w, b
            w, b = update(w, b, x=X[i], target=y[i], learning_rate=learning_rate)
            if b != old[1] or not np.array_equal(w, old[0]):
                history.append((w, b, int(i)))
        if len(history) == before:
            break
    return history


def right_after_each(history, X, y):
    """How many examples are right before the first correction, and after each one.

    Parameters
    ----------
    history : list of (w, b, index)
        As from `history_of`.
    X, y : arrays (N, D) and (N,)

    Returns
    -------
    int array (corrections + 1,)
    """
    states = [(np.zeros(X.shape[1]), 0.0, None), *history]
    return np.array([len(y) - mistakes(w, b, X, y) for w, b, _ in states])


def mistakes(w, b, X, y):
    """How many examples a step neuron answers wrongly: an int."""
    return int(np.sum((X @ w + b >= 0) != (np.asarray(y) == 1)))


def split(negative, positive, seed, seen=None):
    """Digits of two kinds, mixed and divided by chance.

    Parameters
    ----------
    negative, positive : int
        The digit for which to stay silent, and the one for which to fire.
    seed : int
        Of the division.
    seen : int, optional
        How many digits there are to learn from; all that are not kept apart if left out.

    Returns
    -------
    tuple (array (N, 64), int array (N,), array (M, 64), int array (M,))
        Digits to learn from and unseen ones, 100 of these if `seen` is left out, with their targets.
    """
    X, y, X_test, y_test = datasets.digit_pair(negative, positive)
    X, y = np.concatenate([X, X_test]), np.concatenate([y, y_test])
    # Sorting random numbers: the stream of Generator.permutation may change with NumPy.
    order = np.argsort(np.random.default_rng(seed).random(len(y)))
    seen = len(y) - UNSEEN if seen is None else seen
    first, rest = order[:seen], order[seen:]
    return X[first], y[first], X[rest], y[rest]


def hand_or_learned(pictures, update, watch=None):
    """Mistakes on unseen zeros and ones: weights painted by hand, and learned ones.

    Parameters
    ----------
    pictures : dict of str to array (8, 8)
        Weights by hand. Each gets a bar, how large a sum has to be for it to fire, which is best on the divisions kept
        for tuning: a place between the mean sums of the ones and of the zeros that there are to learn from.
    update : function
        As of `learn`. It gets the best number of passes, likewise.
    watch : function, optional
        Wraps what is counted, to show progress.

    Returns
    -------
    Comparison
        Of the mistakes on 100 unseen digits, in ten divisions of the same digits.
    """
    sides = {**{name: np.asarray(picture, dtype=float) for name, picture in pictures.items()}, "learned": update}
    ranges = {name: {"bar": BARS} for name in pictures} | {"learned": {"passes": PASSES}}

    def measure(side, seed, bar=0.0, passes=0):
        X, y, X_unseen, y_unseen = split(1, 0, seed)
        w, b = learn(side, X, y, passes) if passes else with_bar(side.ravel(), X, y, bar)
        return mistakes(w, b, X_unseen, y_unseen)

    what = "mistakes on 100 unseen digits"
    return compare(sides, ranges, measure, tuning=TUNING, seeds=SEEDS, what=what, natural=SETTLED, watch=watch)


def with_bar(w, X, y, bar):
    """Weights, and the bias with which they fire above a bar: 0 is the mean sum of the negatives, 1 of the positives.

    Parameters
    ----------
    w : array (D,)
    X, y : arrays (N, D) and (N,)
    bar : float

    Returns
    -------
    tuple (array (D,), float)

    Examples
    --------
    >>> w, b = with_bar(np.array([2.0]), np.array([[1.0], [3.0]]), np.array([0, 1]), 0.5)
    >>> print(w, b)
    [2.] -4.0
    """
    silent, fire = (np.mean(X[y == target] @ w) for target in (0, 1))
    return w, -float(silent + bar * (fire - silent))


def threes_and_eights(rule, update, seen=60):
    """Mistakes on unseen threes and eights, learned from a few: of a rule, and of the plain perceptron, both untuned.

    Parameters
    ----------
    rule : function
        ``rule(X, y) -> (w, b)``.
    update : function
        As of `learn`; the plain perceptron makes five passes.
    seen : int
        How many digits there are to learn from.

    Returns
    -------
    Comparison
        Of the mistakes on all other digits, in ten divisions.
    """

    def measure(side, seed):
        X, y, X_unseen, y_unseen = split(3, 8, seed, seen)
        return mistakes(*side(X, y), X_unseen, y_unseen)

    sides = {"perceptron": lambda X, y: learn(update, X, y, 5), "better_rule": rule}
    untuned = {"perceptron": "five passes", "better_rule": "as written"}
    what = "mistakes on the other 297 digits"
    return compare(
        sides, {name: {} for name in sides}, measure, tuning=TUNING[:1], seeds=SEEDS, what=what, untuned=untuned
    )
