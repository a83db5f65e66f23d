"""What is a short text about? Words are counted, and a linear model on weighed counts says it."""

import re
from collections import Counter
from functools import cache

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.language.classifiers import DECAY, fit_linear, right
from dlcourse.lessons import language as lesson
from dlcourse.lessons.forward import softmax
from dlcourse.nn.training.pace import at_pace

TESTED = 50  # texts of each topic, and as many for validation
AT_ONCE = 32  # texts that are weighed
TUNING, SEEDS = range(5, 8), range(5)


def tokens(text):
    """The words of a text, in small letters, without signs between them.

    Examples
    --------
    >>> tokens("A bird's nest; woven (by birds).")
    ['a', "bird's", 'nest', 'woven', 'by', 'birds']
    """
    return re.findall(r"[a-z]+(?:'[a-z]+)?", text.lower())


def vocabulary(texts, least=1):
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


def token_ids(texts, words):
    """Each text as places in a list of words; others are left out.

    Parameters
    ----------
    texts : list of str
    words : list of str

    Returns
    -------
    list of int array

    Examples
    --------
    >>> [ids.tolist() for ids in token_ids(["a red bird", "bird bath"], ["bird", "red"])]
    [[1, 0], [0]]
    """
    place = {word: number for number, word in enumerate(words)}
    return [np.array([place[word] for word in tokens(text) if word in place], dtype=int) for text in texts]


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
    rows = [np.bincount(ids, minlength=len(vocabulary)) for ids in token_ids(texts, vocabulary)]
    return np.array(rows, dtype=int).reshape(len(texts), len(vocabulary))


def weighed(tf_idf, C, known):
    """What `tf_idf` makes of counts, some texts at a time: a learner's that is right, but slow, can give way.

    Parameters
    ----------
    tf_idf : function
        The learner's.
    C : int array (N, V)
    known : int array (M, V)

    Returns
    -------
    array (N, V)
    """
    tf_idf = at_pace(tf_idf, lesson.tf_idf)
    return np.concatenate([tf_idf(C[start : start + AT_ONCE], known) for start in range(0, len(C), AT_ONCE)])


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


def parts(seed=0, by="kind", part="test"):
    """Counts and topics of the texts to learn from, and of others.

    Parameters
    ----------
    seed : int
    by : str
        As for :func:`split`.
    part : str
        "test" or "validation".

    Returns
    -------
    tuple (int array (N, V), int array (N,), int array (M, V), int array (M,), list of str)
        The last are the words, those of the texts to learn from.
    """
    texts, topics, _, _ = datasets.sentences()
    y = np.searchsorted(topic_names(), topics)
    learn, validation, test = split(seed, by)
    asked = validation if part == "validation" else test
    known, others = ([texts[k] for k in places] for places in (learn, asked))
    words = vocabulary(known)
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
        "right": percent; "weights": array (V, K); "bias": array (K,); "words": list of str; "truth": int array (M,).
    """
    C, y, D, z, words = parts(seed, by, part)
    W, b = fit_linear(weighed(tf_idf, C, C), y, decay=decay, **functions)
    return {"right": right((W, b), weighed(tf_idf, D, C), z), "weights": W, "bias": b, "words": words, "truth": z}


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
    [P] = softmax(weighed(tf_idf, counts([text], found["words"]), known) @ found["weights"] + found["bias"])
    return topic_names()[int(P.argmax())], P


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
