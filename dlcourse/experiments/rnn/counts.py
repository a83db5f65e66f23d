"""Probabilities of the next character, counted: what networks on texts are compared with."""

import numpy as np

from dlcourse.experiments.rnn.texts import ids_of


def ngrams(ids, order):
    """All runs of `order` characters that follow one another in a text: int array (L - order + 1, order)."""
    return np.lib.stride_tricks.sliding_window_view(ids, order)


def word_ngrams(words, signs, order):
    """All runs of characters in words, each with its begin (character 0, as often as needed) and end: (M, order)."""
    begin, end = signs[0] * (order - 1), signs[0]
    return np.concatenate([ngrams(ids_of(begin + word + end, signs), order) for word in words])


def ngram_table(runs, vocabulary, weight=8.0):
    """The probability of the next character after each context, counted; rare contexts lean on shorter ones.

    Formula: ``P(c | context) = (count(context c) + weight P(c | shorter context)) / (count(context) + weight)``, and
    without any context the shorter one is ``1 / V``

    Parameters
    ----------
    runs : int array (M, order)
        Runs of characters, as from :func:`ngrams`: the last character is what came next.
    vocabulary : int
        How many characters there are, V.
    weight : float
        How many times a context must be seen until its own counts weigh as much as the shorter context.

    Returns
    -------
    array (V, ..., V)
        With `order` axes; the last is that of the next character.

    References
    ----------
    MacKay and Peto (1995), *A hierarchical Dirichlet language model*.

    Examples
    --------
    >>> table = ngram_table(ngrams(np.array([0, 1, 0, 1, 0]), 2), 2, weight=1.0)
    >>> print(table.round(3).tolist())  # the character alone: (2 + 0.5) / 5 each
    [[0.167, 0.833], [0.833, 0.167]]
    """
    P = np.full(vocabulary, 1 / vocabulary)
    for order in range(1, runs.shape[1] + 1):
        shape = (vocabulary,) * order
        places = np.ravel_multi_index(tuple(runs[:, -order:].T), shape)
        counts = np.bincount(places, minlength=vocabulary**order).reshape(shape)
        P = (counts + weight * P) / (counts.sum(axis=-1, keepdims=True) + weight)
    return P


def table_perplexity(table, runs):
    """The perplexity of counted probabilities on runs of characters: ``exp`` of the mean of ``-log P``."""
    return float(np.exp(-np.mean(np.log(table[tuple(runs.T)]))))


def counted_perplexity(ids, others, vocabulary, order, weight=8.0):
    """The perplexity on another text of chances counted as by :func:`ngram_table`, for runs of any order.

    Only runs that came are kept, as nearly all places of a large table would be 0.

    Parameters
    ----------
    ids, others : int array (L,), int array (M,)
        The text that is counted, and the one that is measured, from its character number `order` on.
    vocabulary, order : int
    weight : float

    Returns
    -------
    tuple (float, int)
        The perplexity; how many counts are kept, those of the shorter runs included.
    """
    P, kept = np.full(len(others) - order + 1, 1 / vocabulary), 0
    for length in range(1, order + 1):
        digits = vocabulary ** np.arange(length)[::-1]
        seen, counts = np.unique(ngrams(ids[order - length :], length) @ digits, return_counts=True)
        contexts, places = np.unique(seen // vocabulary, return_inverse=True)
        asked = ngrams(others[order - length :], length) @ digits
        total = _looked_up(contexts, np.bincount(places, counts), asked // vocabulary)
        P, kept = (_looked_up(seen, counts, asked) + weight * P) / (total + weight), kept + len(seen)
    return float(np.exp(-np.mean(np.log(P)))), kept


def _looked_up(keys, values, asked):
    """The value of each key that is asked for, 0 where it is not among the keys (in ascending order)."""
    places = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return np.where(keys[places] == asked, values[places], 0)


def table_scores(table, words, signs):
    """The logarithm of the probability of each word by counts, its end included: array (N,)."""
    runs = [word_ngrams([word], signs, table.ndim) for word in words]
    return np.array([np.log(table[tuple(run.T)]).sum() for run in runs])
