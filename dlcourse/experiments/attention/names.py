"""The networks of :mod:`writing`, on names of places instead of a text."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.attention import writing
from dlcourse.experiments.comparison import compare
from dlcourse.experiments.rnn import names_to_read, padded, train_on_words, word_perplexity, word_scores
from dlcourse.nn.training import Adam
from dlcourse.nn.training.budget import few

RATES = (0.00125, 0.0025, 0.005, 0.01, 0.02, 0.04)
EPOCHS = 8  # more only lead to names known by heart: then a smaller rate is best


def names_in_parts(seed):
    """Nine tenths of the names of places and the others, of which nothing is learned; another part for each seed.

    Parameters
    ----------
    seed : int

    Returns
    -------
    tuple (list of str, list of str, str)
        Both parts, and the signs.
    """
    names, signs = names_to_read()
    names = [names[place] for place in np.random.default_rng(seed).random(len(names)).argsort()]
    end = len(names) * 9 // 10
    return names[:end], names[end:], signs


def measure(side, seed, rate):
    """The perplexity of a sign on names that were not learned from.

    Parameters
    ----------
    side : str
        "RNN", "LSTM" or "transformer".
    seed : int
    rate : float
        Of Adam.

    Returns
    -------
    float
    """
    seen, unseen, signs = names_in_parts(seed)
    longest = max(map(len, [*seen, *unseen])) + 1
    network = writing.reader(side, len(signs), seed, length=longest)
    data, adam, rng = padded(seen, signs), Adam(rate, clip=1.0), np.random.default_rng(seed)
    for _ in range(few(EPOCHS)):
        train_on_words(network, data, adam, rng)
    return word_perplexity(word_scores(network, unseen, signs), unseen)


def table():
    """All sides tuned alike on two seeds, and the perplexities of five others."""
    sides = {side: side for side in writing.RATES}
    ranges = {side: {"rate": RATES} for side in sides}
    found = compare(sides, ranges, measure, tuning=writing.TUNING, seeds=writing.SEEDS, what="perplexity")
    print(found)
    return {"best": {side: found.sides[side].best for side in sides}, "names": found.numbers}


def told():
    """The stored medians and ranges over the seeds, in a line."""
    found = measurements("attention_names.json")["names"].items()
    each = (f"{side} {np.median(seeds):.1f} ({min(seeds):.1f} to {max(seeds):.1f})" for side, seeds in found)
    return "names of places: " + ", ".join(each)
