"""Which way is best depends on how many texts there are: counting, bags of words, vectors, and a transformer."""

from functools import cache

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.comparison import compare
from dlcourse.experiments.language import classifiers, topics
from dlcourse.lessons import attention
from dlcourse.lessons import language as lesson
from dlcourse.lessons.training import minibatches, xavier_init
from dlcourse.nn import attention as blocks
from dlcourse.nn import rnn, training
from dlcourse.nn.regularization import Dropout
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.loop import training_steps

TEXTS = (120, 360, 960)
TUNING, SEEDS = range(5, 7), topics.SEEDS
WIDTH, HEADS, LENGTH, BATCH, STEPS, RATE = 24, 2, 28, 32, 300, 0.3  # RATE is that of the dropout
NAIVE, BAG, MEAN, BOTH = "naive Bayes", "bag of words", "mean of vectors", "bag and vectors"
SCRATCH, BEGUN = "transformer", "transformer on vectors"
SIDES = (NAIVE, BAG, MEAN, BOTH, SCRATCH, BEGUN)
RANGES = {
    NAIVE: (0.0001, 0.003, 0.03, 0.3, 3.0),
    BAG: (0.0, 1e-4, 1e-3, 1e-2, 1e-1),
    MEAN: (0.0, 1e-4, 1e-3, 1e-2, 1e-1),
    BOTH: (0.0, 1e-4, 1e-3, 1e-2, 1e-1),
    SCRATCH: (0.001, 0.004, 0.016, 0.064, 0.25),
    BEGUN: (0.0003, 0.001, 0.004, 0.016, 0.064),
}


def _chosen(seed, count, part):
    """Texts and topics to learn from, as many of each topic as of the others, and those to be asked for."""
    texts, names, _, _ = datasets.sentences()
    y = np.searchsorted(topics.topic_names(), names)
    learn, validation, test = topics.split(seed)
    asked, rng = validation if part == "validation" else test, np.random.default_rng(100 + seed)
    order = learn[np.argsort(rng.random(len(learn)))]
    of_topic = [order[y[order] == topic][: -(-count // 8)] for topic in range(8)]
    rows = np.sort(np.concatenate(of_topic))
    return [texts[k] for k in rows], y[rows], [texts[k] for k in asked], y[asked]


class Reader(rnn.Embedding):
    """An embedding that knows which words are there, and which only fill up a text that is shorter than others."""

    def forward(self, X, training=False):
        """The rows of the ids; the last id fills up."""
        self.there = len(self.parameters["E"]) - 1 > X
        return super().forward(X, training)

    def mask(self, length):
        """For each text the words that may be looked at: (N, 1, 1, T)."""
        return self.there[:, None, None, :]


class MeanOfWords(training.Layer):
    """The mean over the words that are there, (N, T, D) to (N, D)."""

    def __init__(self, reader):
        super().__init__()
        self.reader = reader

    def forward(self, X, training=False):
        """Add up the words, and divide by how many there are."""
        share = self.reader.there / np.maximum(self.reader.there.sum(axis=1, keepdims=True), 1)
        return np.einsum("ntd,nt->nd", X, share), share

    def backward(self, d_out, cache):
        """Each word that is there gets its share."""
        return d_out[:, None] * cache[..., None], {}


def text_transformer(size, rng, *, vectors=None, width=WIDTH):
    """A block of lesson 14 that reads all words of a text, and says what the text is about.

    Parameters
    ----------
    size : int
        Of the vocabulary.
    rng : numpy.random.Generator
    vectors : array (size, width), optional
        What the words begin with.
    width : int

    Returns
    -------
    Network
    """
    reader = Reader(size + 1, width, rng)
    if vectors is not None:
        reader.parameters["E"][:-1] = vectors
    places = blocks.Positions(0.3 * attention.positional_encoding(LENGTH, width=width))
    layers = [reader, places, Dropout(RATE, rng)]
    layers += blocks.block(width, HEADS, rng, hidden=2 * width, causal=True, make_mask=reader.mask)
    layers += [blocks.LayerNorm(width), MeanOfWords(reader)]
    return training.Network([*layers, training.Dense(width, 8, rng, init=xavier_init)])


def _rows(texts, words):
    """Texts as one table of ids, filled up with the number of words."""
    table = np.full((len(texts), LENGTH), len(words))
    for row, ids in zip(table, topics.token_ids(texts, words)):
        row[: min(len(ids), LENGTH)] = ids[:LENGTH]
    return table


@cache
def _stored():
    words, vectors, _ = datasets.word_vectors()
    return words, vectors / np.sqrt((vectors**2).mean())  # on average 1, as an embedding begins


def _transformer(texts, y, asked, rate, seed, begun):
    """Train a transformer, and name the topics of other texts."""
    rng, words = np.random.default_rng(seed), topics.vocabulary(texts)
    vectors = None
    if begun:  # all words that have a vector, also those that stand only in texts to be asked for
        stored, known = _stored()
        own = sorted(set(words) - set(stored))
        vectors = np.concatenate([known, rng.normal(size=(len(own), known.shape[1]))])
        words = [*stored, *own]
    network = text_transformer(len(words), rng, vectors=vectors)
    X, optimizer = _rows(texts, words), training.Adam(rate)
    batches = (
        (some[:, : (some < len(words)).sum(axis=1).max()], labels)  # no longer than the longest of them
        for _ in range(STEPS)
        for some, labels in minibatches(X, y, min(BATCH, len(X)), rng)
    )
    for _ in training_steps(network, (next(batches) for _ in range(few(STEPS, 2))), optimizer):
        pass
    return network.outputs(_rows(asked, words)).argmax(axis=1)


def share_right(side, seed, value, *, count, part="test", tf_idf=lesson.tf_idf):
    """How many texts one side names right, in percent, when it has learned from so many.

    Parameters
    ----------
    side : str
        One of `SIDES`.
    seed : int
    value : float
        What is tuned: added counts of naive Bayes, the decay of a linear model, the learning rate of a transformer.
    count : int
        Texts to learn from, of all topics together.
    part : str
        "test" or "validation".
    tf_idf : function
        Perhaps the learner's.

    Returns
    -------
    float
    """
    texts, y, asked, z = _chosen(seed, count, part)
    if side in (SCRATCH, BEGUN):
        return 100 * float((_transformer(texts, y, asked, value, seed, side == BEGUN) == z).mean())
    words = topics.vocabulary(texts)
    C, D = topics.counts(texts, words), topics.counts(asked, words)
    if side == NAIVE:
        return classifiers.right(classifiers.fit_bayes(C, y, value), D > 0, z)
    X, Y = [topics.weighed(tf_idf, some, C) for some in (C, D)] if side != MEAN else (C[:, :0], D[:, :0])
    if side != BAG:
        near, far = _means(texts, asked, tf_idf)
        X, Y = np.concatenate([X, near], axis=1), np.concatenate([Y, far], axis=1)
    return classifiers.right(
        classifiers.fit_linear(X, y, decay=value, steps=150 if side == MEAN else classifiers.STEPS), Y, z
    )


def _means(texts, asked, tf_idf):
    """The mean of the stored vectors of each text's words, weighed by `tf_idf`, each of length 1."""
    words, vectors = _stored()
    C = topics.counts(texts, words)
    found = []
    for some in (texts, asked):
        means = topics.weighed(tf_idf, topics.counts(some, words), C) @ vectors
        found.append(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12))
    return found


def curve_table():
    """What ``scripts/measure_language.py`` stores: percent right for each side, number of texts and seed.

    Returns
    -------
    dict
    """
    found = {"texts": list(TEXTS), "percent": {side: [] for side in SIDES}, "best": {side: [] for side in SIDES}}
    for count in TEXTS:

        def measure(side, seed, value, count=count):
            part = "validation" if seed in TUNING else "test"
            return share_right(side, seed, value, count=count, part=part)

        result = compare(
            {side: side for side in SIDES},
            {side: {"value": RANGES[side]} for side in SIDES},
            measure,
            tuning=TUNING,
            seeds=SEEDS,
            what="% right",
            smaller_is_better=False,
            natural={"value": {0.0: "no penalty at all"}},
        )
        print(count, result, flush=True)
        for side in SIDES:
            found["percent"][side].append(list(result.sides[side].numbers))
            found["best"][side].append(result.sides[side].best["value"])
    return found
