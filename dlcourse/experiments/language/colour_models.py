"""Other models of colours than pieces of letters, which a sceptic would try first, and how all are compared."""

import numpy as np

from dlcourse.experiments.comparison import compare
from dlcourse.experiments.language.naming import HELD_OUT, Pieces, colours, fit_pieces, pieces_of, rms, spelling
from dlcourse.lessons import language as lesson
from dlcourse.lessons.losses import mse, mse_gradient
from dlcourse.nn.training import Adam, mlp
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.loop import training_steps

TUNING, SEEDS = range(5, 8), range(5)
HIDDEN, STEPS, BATCH = 32, 300, 64  # of the networks
RANGES = {
    "mean colour": {"strength": (0.0,)},
    "average of words": {"strength": (0.0, 0.03, 0.1, 0.3, 1.0)},
    "ridge on words": {"strength": (0.1, 0.3, 1.0, 3.0, 10.0)},
    "network on words": {"strength": (0.001, 0.003, 0.01, 0.03, 0.1)},
    "ridge on pieces": {"strength": (0.3, 1.0, 3.0, 10.0, 30.0)},
    "network on pieces": {"strength": (0.00003, 0.0001, 0.0003, 0.001, 0.003)},
}
NATURAL = {"strength": {0.0: "the mean of the names with a word, and nothing else"}}
UNTUNED = {"mean colour": "it has nothing to tune"}


def average_of_words(names, C, strength):
    """A sceptic's model: the mean of the mean colours of a name's words, which the mean colour draws to itself.

    Parameters
    ----------
    names : list of str
    C : array (N, 3)
    strength : float
        How many times the mean colour counts beside the names with a word.

    Returns
    -------
    function
    """
    mean, found = C.mean(axis=0), {}
    for name, colour in zip(names, C, strict=True):
        for word in name.split():
            found.setdefault(word, []).append(colour)
    words = {word: (np.sum(some, axis=0) + strength * mean) / (len(some) + strength) for word, some in found.items()}
    return lambda name: np.mean([words.get(word, mean) for word in name.split()] or [mean], axis=0)


def fit_network(pieces, names, C, rate, *, seed):
    """A network with a hidden layer, on how often a name has each word, or each piece of letters.

    Parameters
    ----------
    pieces : function
        ``pieces(name) -> list of str``; for words `str.split`.
    names : list of str
    C : array (N, 3)
    rate : float
        The learning rate of Adam.
    seed : int

    Returns
    -------
    function
    """
    known, rng = Pieces(pieces, names, C, 1.0), np.random.default_rng(seed)
    X = known.table([pieces(name) for name in names])
    network = mlp([X.shape[1], HIDDEN, 3], rng)
    network.layers[-1].parameters["b"][:] = C.mean(axis=0)
    rows = (rng.integers(len(X), size=BATCH) for _ in range(few(STEPS, 2)))

    def loss(Y_hat, Y):
        return mse(Y_hat, Y), mse_gradient(Y_hat, Y)

    for _ in training_steps(network, ((X[some], C[some]) for some in rows), Adam(rate), loss=loss):
        pass
    return lambda name: np.clip(network.outputs(known.table([pieces(name)]))[0], 0, 1)


def learned(side, names, C, strength, *, seed):
    """One of the models by its name in `RANGES`, with its one parameter."""
    mean = C.mean(axis=0)
    if side == "mean colour":
        return lambda name: mean
    if side == "average of words":
        return average_of_words(names, C, strength)
    if side == "ridge on words":
        return Pieces(str.split, names, C, strength)
    if side == "network on words":
        return fit_network(str.split, names, C, strength, seed=seed)
    if side == "network on pieces":
        return fit_network(pieces_of(lesson.letter_pieces), names, C, strength, seed=seed)
    return fit_pieces(lesson.letter_pieces, names, C, strength=strength)


def compared():
    """All models, each tuned in five trials on a validation part with three other seeds: a Comparison.

    Returns
    -------
    Comparison
        Of the root of the mean square error a channel, on about 190 names that were held out, for five seeds.
    """

    def measure(side, seed, strength):
        (names, C), (others, D) = colours(seed)
        if seed in TUNING:  # 190 of those to learn from
            order = np.argsort(np.random.default_rng(1000 + seed).random(len(names)))
            keys = {spelling(names[k]) for k in order[:HELD_OUT]}
            out = np.array([spelling(name) in keys for name in names])
            others, D = [name for name, is_out in zip(names, out) if is_out], C[out]
            names, C = [name for name, is_out in zip(names, out) if not is_out], C[~out]
        return rms(learned(side, names, C, strength, seed=seed), others, D)

    what = "error a channel (RMS, 0 to 1)"
    how = {"tuning": TUNING, "seeds": SEEDS, "natural": NATURAL, "untuned": UNTUNED}
    return compare({side: side for side in RANGES}, RANGES, measure, what=what, **how)
