"""What is a short text about? Words are counted, and a linear model on weighed counts says it."""

import re
from collections import Counter
from functools import cache

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.language.classifiers import DECAY, fit_linear, right

TESTED = 50  # texts of each topic, and as many for validation
LEAST = 1  # texts that a word of the vocabulary stands in
TUNING, SEEDS = range(5, 8), range(5)


def tokens(text):
    """The words of a text, in small letters, without signs between them.

    Examples
    --------
    >>> tokens("A bird's nest; woven (by birds).")
    ['a', "bird's", 'nest', 'woven', 'by', 'birds']
    """
    return re.findall(r"[a-z]+(?:'[a-z]+)?", text.lower())


def vocabulary(texts, least=LEAST):
    """The words that stand in at least so many texts, in alphabetical order.

    Parameters
    ----------
    texts : list of str
    least : int

    Returns
    -------
    list of str

    Examples
    --------
    >>> vocabulary(["a red bird", "a bird", "a cat"], 2)
    ['a', 'bird']
    """
    found = {}
    for text in texts:
        for word in set(tokens(text)):
            found[word] = found.get(word, 0) + 1
    return sorted(word for word, times in found.items() if times >= least)


def counts(texts, vocabulary):
    """How often each word of a vocabulary stands in each text.

    Parameters
    ----------
    texts : list of str
    vocabulary : list of str

    Returns
    -------
    int array (N, V)

    Examples
    --------
    >>> counts(["a red bird", "a bird and a cat"], ["a", "bird"])
    array([[1, 1],
           [2, 1]])
    """
    place = {word: number for number, word in enumerate(vocabulary)}
    C = np.zeros((len(texts), len(vocabulary)), dtype=int)
    for row, text in zip(C, texts):
        for word in tokens(text):
            if word in place:
                row[place[word]] += 1
    return C


@cache
def split(seed=0, by="kind"):
    """Places of the texts to learn from, of those to tune on, and of those to test with.

    Parameters
    ----------
    seed : int
    by : str
        "kind": texts of one kind, as "animals: duck", are all in one part; "text": each by itself.

    Returns
    -------
    tuple (int array, int array, int array)
        About 1,200, 400 and 400 places; of each topic 50 or a few more in the last two.
    """
    _, topics, kinds, _ = datasets.sentences()
    topics, groups = np.array(topics), np.array(kinds if by == "kind" else [str(k) for k in range(len(kinds))])
    rng, parts = np.random.default_rng(seed), ([], [], [])
    for topic in sorted(set(topics)):
        rows = np.flatnonzero(topics == topic)
        unique = np.unique(groups[rows])
        order = unique[np.argsort(rng.random(len(unique)))]
        group = 0
        for part in (2, 1):
            taken = []
            while len(taken) < TESTED:
                taken += rows[groups[rows] == order[group]].tolist()
                group += 1
            parts[part].extend(taken)
        parts[0].extend(rows[np.isin(groups[rows], order[group:])].tolist())
    return tuple(np.array(sorted(part)) for part in parts)


def known_lines(seed=0):
    """How often each word stands in the texts to learn from, and the test texts all of whose words stand there.

    Parameters
    ----------
    seed : int
        As for :func:`split`.

    Returns
    -------
    tuple (dict of str to int, list of list of str)
        Counts, and the words of each text.
    """
    texts, *_ = datasets.sentences()
    learn, _, test = split(seed)
    counts = dict(Counter(word for k in learn for word in tokens(texts[k])))
    lines = [tokens(texts[k]) for k in test]
    return counts, [line for line in lines if all(word in counts for word in line)]


def parts(seed=0, by="kind", part="test", least=LEAST):
    """Counts and topics of the texts to learn from, and of others.

    Parameters
    ----------
    seed : int
    by : str
        As for :func:`split`.
    part : str
        "test" or "validation".
    least : int
        As for :func:`vocabulary`, which is that of the texts to learn from.

    Returns
    -------
    tuple (int array (N, V), int array (N,), int array (M, V), int array (M,), list of str)
        The last are the words.
    """
    texts, topics, _, _ = datasets.sentences()
    y = np.searchsorted(topic_names(), topics)
    learn, validation, test = split(seed, by)
    words = vocabulary([texts[k] for k in learn], least)
    known, others = ([texts[k] for k in places] for places in (learn, validation if part == "validation" else test))
    asked = validation if part == "validation" else test
    return counts(known, words), y[learn], counts(others, words), y[asked], words


def topic_names():
    """The eight topics, in alphabetical order."""
    return sorted(set(datasets.sentences()[1]))


def classify(tf_idf, seed=0, by="kind", *, part="test", decay=DECAY, **functions):
    """Train the linear classifier on what `tf_idf` gives, and count what it names right.

    Parameters
    ----------
    tf_idf : function
        The learner's.
    seed, by, part
        As for :func:`parts`.
    decay : float
    **functions
        ``gradient`` and ``step``, as :func:`fit_linear` takes them.

    Returns
    -------
    dict
        "right": percent; "weights": array (V, K); "words": list of str; "guesses", "truth": int arrays (M,).
    """
    C, y, D, z, words = parts(seed, by, part)
    W, b = fit_linear(tf_idf(C, C), y, decay=decay, **functions)
    X = tf_idf(D, C)
    return {
        "right": right((W, b), X, z),
        "weights": W,
        "bias": b,
        "words": words,
        "guesses": (X @ W + b).argmax(axis=1),
        "truth": z,
    }


def topic_of(text, found, tf_idf, known):
    """What the classifier says of a text that was typed: the topic, and the chance of each.

    Parameters
    ----------
    text : str
    found : dict
        As from :func:`classify`.
    tf_idf : function
    known : int array (N, V)
        Counts of the texts that it has learned from.

    Returns
    -------
    tuple (str, array (K,))
    """
    z = tf_idf(counts([text], found["words"]), known)[0] @ found["weights"] + found["bias"]
    P = np.exp(z - z.max())
    return topic_names()[int(z.argmax())], P / P.sum()


def telling_words(weights, words, count=6):
    """The words that speak most for each topic.

    Parameters
    ----------
    weights : array (V, K)
    words : list of str
    count : int

    Returns
    -------
    dict of str to list of str
    """
    best = np.argsort(-weights, axis=0, kind="stable")[:count]
    return {topic: [words[k] for k in best[:, place]] for place, topic in enumerate(topic_names())}
