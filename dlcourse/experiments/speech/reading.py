"""Vowels read from four measured frequencies, by a small network and by what a sceptic tries first."""

import numpy as np

from dlcourse.experiments.autoencoder.nearness import squared_distances
from dlcourse.lessons.forward import softmax
from dlcourse.nn.training.budget import few

VOWELS = ("iy", "ih", "eh", "ae", "aa", "ao", "uh", "uw", "ah", "er")
WORDS = dict(zip(VOWELS, ("heed", "hid", "head", "had", "hod", "hawed", "hood", "who'd", "hud", "heard")))  # as said
GROUPS = ("man", "woman", "child")
HIDDEN, BATCH, EPOCHS = 32, 32, 40
SEEDS, TUNING = (0, 1, 2, 3, 4), (100, 101, 102)


def labels(vowels):
    """The number of each vowel, by its place in `VOWELS`: int array (N,)."""
    return np.array([VOWELS.index(vowel) for vowel in vowels["vowel"]])


def means(vowels):
    """The mean of each group's saying of each vowel, in Hz: dict of (group, vowel) to array (4,) of f0, F1, F2, F3.

    It is the mean of the logarithms, in whole Hz: octaves up and down weigh the same.
    """
    logs, group, vowel = np.log(vowels["F"]), vowels["group"], vowels["vowel"]
    return {(g, v): np.exp(logs[(group == g) & (vowel == v)].mean(axis=0)).round() for g in GROUPS for v in VOWELS}


def features(vowels, normalize_speaker=None):
    """What is read of each vowel: the logarithms of f0, F1, F2 and F3.

    Parameters
    ----------
    vowels : dict
        As from :func:`dlcourse.data.datasets.vowels`.
    normalize_speaker : function, optional
        The learner's: ``normalize_speaker(F, speakers) -> array (N, D)``; it puts each speaker on a scale of his own.

    Returns
    -------
    array (N, 4)
    """
    X = np.log(vowels["F"])
    return X if normalize_speaker is None else normalize_speaker(X, vowels["speaker"])


def split(vowels, by, seed):
    """Who is to be learned from, and who is new.

    Parameters
    ----------
    vowels : dict
    by : str
        "example": a fifth of the vowels, drawn at random, is new. "speaker": a fifth of the speakers. "man to child",
        "man to woman" and so on: all of the second group is new; learned is from four fifths of the speakers of the
        first. "man" and so on: a fifth of the speakers of this group is new, and all others of it are learned from.
    seed : int

    Returns
    -------
    tuple (bool array (N,), bool array (N,))
        The rows to learn from, and the new ones.

    Raises
    ------
    ValueError
        If it is none of these.
    """
    rng, speaker, group = np.random.default_rng(seed), vowels["speaker"], vowels["group"]
    if by == "example":
        new = rng.permutation(len(speaker)) < len(speaker) // 5
        return ~new, new
    if by == "speaker":
        everybody = rng.permutation(np.unique(speaker))
        new = np.isin(speaker, everybody[: len(everybody) // 5])
        return ~new, new
    first, to, second = by.partition(" to ")
    if {first, second or first} - set(group):
        raise ValueError(f"by is {by!r}: want 'example', 'speaker', a group, or two of them as 'man to child'")
    everybody = rng.permutation(np.unique(speaker[group == first]))
    fifth = np.isin(speaker, everybody[: len(everybody) // 5])
    return (group == first) & ~fifth, (group == second if to else fifth)


def network(standardize, he_init, minibatches, train_epoch, mlp_forward, *, hidden=HIDDEN, classes=10):
    """A small network made of the learner's functions, as a side of a comparison; without hidden neurons one layer.

    Returns
    -------
    function
        ``side(X, y, X_new, rng, *, learning_rate) -> int array (M,)``, the answers for `X_new`;
        ``side.probabilities``, with the same arguments, gives an array (M, classes).
    """

    def probabilities(X, y, X_new, rng, *, learning_rate, epochs=EPOCHS):
        X, X_new = standardize(X, X_new)
        sizes = [X.shape[1], *([hidden] if hidden else []), classes]
        parameters = [(he_init(a, b, rng), np.zeros(b)) for a, b in zip(sizes, sizes[1:])]
        with np.errstate(all="ignore"):  # with too large a rate: what it reads then is wrong, and that is counted
            for epoch in range(few(epochs)):
                rate = learning_rate * (1 - epoch / epochs)  # smaller and smaller steps, so that it comes to rest
                parameters, _ = train_epoch(parameters, minibatches(X, y, BATCH, rng), rate)
            return softmax(mlp_forward(X_new, parameters))

    def side(X, y, X_new, rng, **values):
        return probabilities(X, y, X_new, rng, **values).argmax(axis=1)

    side.probabilities = probabilities
    return side


def nearest_mean(X, y, X_new, _rng):
    """A side: the vowel whose mean is nearest, each column on the scale of the vowels that were learned from."""
    scale = X.std(axis=0)
    means = np.stack([X[y == k].mean(axis=0) for k in range(len(VOWELS))])
    return (((X_new[:, None] - means) / scale) ** 2).sum(axis=2).argmin(axis=1)


def nearest_neighbours(X, y, X_new, _rng, *, count):
    """A side: what most of the `count` nearest vowels are; of vowels that are level, the one first in the list."""
    scale = X.std(axis=0)
    nearest = np.argsort(squared_distances(X_new / scale, X / scale).round(9), axis=1, kind="stable")[:, :count]
    votes = np.stack([(y[nearest] == k).sum(axis=1) for k in range(len(VOWELS))], axis=1)
    return votes.argmax(axis=1)


def gaussians(X, y, X_new, _rng, *, shared):
    """A side: a normal distribution for each vowel, its covariance mixed with the one that all share."""
    within = np.stack([np.cov(X[y == k].T, bias=True) for k in range(len(VOWELS))])
    scores = []
    for k in range(len(VOWELS)):
        covariance = shared * within.mean(axis=0) + (1 - shared) * within[k]
        away = X_new - X[y == k].mean(axis=0)
        scores.append(-(away * np.linalg.solve(covariance, away.T).T).sum(axis=1) - np.linalg.slogdet(covariance)[1])
    return np.argmax(scores, axis=0)


def kinds_met(side, vowels, *, seeds=SEEDS, **values):
    """How much of five children is read right after men alone, and after as many people of whom ten are children.

    Parameters
    ----------
    side : function
    vowels : dict
    seeds : sequence of int
    **values
        What was tuned.

    Returns
    -------
    dict of str to list of float
        Percent right for each seed; the five children are the same for both.
    """
    X, y, speaker, group = features(vowels), labels(vowels), vowels["speaker"], vowels["group"]
    found = {"27 men": [], "17 men, 10 children": []}
    for seed in seeds:
        rng = np.random.default_rng([seed, 7])
        men, children = (rng.permutation(np.unique(speaker[group == kind])) for kind in ("man", "child"))
        new = np.isin(speaker, children[:5])
        for met, people in zip(found, (men[:27], np.concatenate([men[:17], children[5:]]))):
            learn = np.isin(speaker, people)
            answers = side(X[learn], y[learn], X[new], np.random.default_rng(seed), **values)
            found[met].append(100 * float(np.mean(answers == y[new])))
    return found


def recognised(side, X, vowels, by, seed, *, X_new=None, **values):
    """The vowels that are new, and what a side takes them for.

    Parameters
    ----------
    side : function
        ``side(X, y, X_new, rng, **values) -> int array (M,)``.
    X : array (N, D)
        What is read of all vowels, as from :func:`features`.
    vowels : dict
    by : str
        As for :func:`split`.
    seed : int
    X_new : array (N, D), optional
        What is read of them when they are new, in noise, say; else as in `X`.
    **values
        What was tuned, such as `learning_rate`.

    Returns
    -------
    tuple (int array (M,), int array (M,))
        The answers, and the truth.
    """
    X_new, y = X if X_new is None else X_new, labels(vowels)
    learn, new = split(vowels, by, seed)
    return side(X[learn], y[learn], X_new[new], np.random.default_rng(seed), **values), y[new]


def percent_named(side, X, vowels, by, *, seeds=SEEDS, **values):
    """How many percent of the new vowels are named right, for each seed: list of float; as :func:`recognised`."""
    found = []
    for seed in seeds:
        answers, truth = recognised(side, X, vowels, by, seed, **values)
        found.append(100 * float(np.mean(answers == truth)))
    return found


def percent_right(side, vowels, by, *, normalize_speaker=None, **values):
    """The same from the frequencies: list of float."""
    return percent_named(side, features(vowels, normalize_speaker), vowels, by, **values)


def confusions(side, vowels, by, *, confusion_matrix, seeds=SEEDS, normalize_speaker=None, **values):
    """What the new vowels are taken for, added up over the seeds.

    Parameters
    ----------
    side : function
    vowels : dict
    by : str
    confusion_matrix : function
        The learner's: ``confusion_matrix(y_hat, y, classes) -> int array (classes, classes)``.
    seeds : sequence of int
    normalize_speaker : function, optional
        The learner's.
    **values
        What was tuned.

    Returns
    -------
    int array (10, 10)
        What was said in the row, what was read in the column, in the order of `VOWELS`.
    """
    X, counts = features(vowels, normalize_speaker), np.zeros((len(VOWELS), len(VOWELS)), dtype=int)
    for seed in seeds:
        answers, truth = recognised(side, X, vowels, by, seed, **values)
        counts += confusion_matrix(answers, truth, len(VOWELS))
    return counts
