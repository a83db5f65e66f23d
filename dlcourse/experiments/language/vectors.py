"""Where does a word live? Vectors that learn from which words stand near which, and counting as a sceptic's answer."""

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.language.topics import tokens
from dlcourse.lessons.optimizers import adam_step
from dlcourse.nn.rnn import embedding_backward_fast, embedding_forward_fast
from dlcourse.nn.training.budget import few

WIDTH, WINDOW, NEGATIVES = 24, 3, 5
BATCH, RATE, EPOCHS = 1024, 0.02, 4
FREQUENT = 1e-3  # share of a text from which on a word is left out now and then
POWER = 0.75  # of the counts by which words are drawn: Mikolov et al. (2013)


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


def all_pairs(ids, skip_gram_pairs, *, window=WINDOW, frequent=FREQUENT, rng=None):
    """The pairs of all texts; very frequent words are left out now and then, as Mikolov et al. (2013) do.

    Parameters
    ----------
    ids : list of int array
    skip_gram_pairs : function
    window : int
    frequent : float
        A word whose share f of all words is greater is kept with the chance ``sqrt(frequent / f)``.
    rng : numpy.random.Generator, optional
        Draws what is left out; nothing is, without one.

    Returns
    -------
    int array (P, 2)
    """
    if rng is not None:
        share = np.bincount(np.concatenate(ids)) / sum(map(len, ids))
        kept = np.minimum(1, np.sqrt(frequent / np.maximum(share, 1e-12)))
        ids = [text[rng.random(len(text)) < kept[text]] for text in ids]
    return np.concatenate([np.asarray(skip_gram_pairs(text, window=window)).reshape(-1, 2) for text in ids])


def train_vectors(
    ids,
    size,
    *,
    skip_gram_pairs,
    negative_sampling_loss,
    seed=0,
    width=WIDTH,
    window=WINDOW,
    epochs=EPOCHS,
    rate=RATE,
    step=adam_step,
    frequent=FREQUENT,
):
    """Train a vector for each word, so that it tells the words that stand near it from words drawn by chance.

    Parameters
    ----------
    ids : list of int array
        Texts, as from :func:`token_ids`.
    size : int
        How many words there are.
    skip_gram_pairs, negative_sampling_loss : function
        The learner's.
    seed, width, window, epochs : int
    rate : float
        The learning rate of Adam.
    step : function
        As ``optimizers.adam_step``.
    frequent : float
        As for :func:`all_pairs`.

    Returns
    -------
    tuple (array (size, width), list of float)
        The vectors of the words as centers, and the mean loss of each epoch.
    """
    rng = np.random.default_rng(seed)
    E = rng.normal(scale=0.1, size=(2 * size, width))  # centers, then contexts
    m, v, t, losses = np.zeros_like(E), np.zeros_like(E), 0, []
    drawn = (np.bincount(np.concatenate(ids), minlength=size) ** POWER).cumsum()
    total = None
    for epoch in range(epochs):
        pairs = all_pairs(ids, skip_gram_pairs, window=window, frequent=frequent, rng=rng)
        order, losses = np.argsort(rng.random(len(pairs))), [*losses, []]
        starts = range(0, len(pairs) - BATCH + 1, BATCH)[: few(10**9, 2)]
        total = total or epochs * len(starts) * 1.1
        for start in starts:
            center, context = pairs[order[start : start + BATCH]].T
            negatives = np.searchsorted(drawn, rng.random((len(center), NEGATIVES)) * drawn[-1], side="right")
            rows = np.concatenate([center[:, None], context[:, None] + size, negatives + size], axis=1)  # (B, 2 + K)
            vectors, cache = embedding_forward_fast(rows, E)
            loss, d_center, d_context, d_negatives = negative_sampling_loss(
                vectors[:, 0], vectors[:, 1], vectors[:, 2:]
            )
            d_out = np.concatenate([d_center[:, None], d_context[:, None], d_negatives], axis=1)
            t += 1
            falling = rate * max(0.05, 1 - t / total)
            E, m, v = step(w=E, g=embedding_backward_fast(d_out, cache), m=m, v=v, t=t, learning_rate=falling)
            losses[-1].append(loss)
    return E[:size], [float(np.mean(some)) for some in losses]
