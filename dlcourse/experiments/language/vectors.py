"""Where does a word live? Vectors that learn from which words stand near which, and counting as a sceptic's answer."""

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.language.topics import token_ids, vocabulary
from dlcourse.lessons import language as lesson
from dlcourse.lessons.optimizers import adam_step
from dlcourse.nn.rnn import embedding_backward_fast, embedding_forward_fast
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

WIDTH, NEGATIVES = 24, 5
BATCH, RATE = 1024, 0.02
LEAST = 5  # of the course's texts that a word with a vector of its own stands in
ASKED = 5  # neighbours of a word whose kind is looked at
FREQUENT = 1e-3  # share of a text from which on a word is left out now and then
TUNING, SEEDS = range(5, 6), range(5)
POWER = 0.75  # of the counts by which words are drawn: Mikolov et al. (2013)


def all_pairs(ids, skip_gram_pairs, *, window, frequent=FREQUENT, rng=None):
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
    window,
    epochs,
    seed=0,
    width=WIDTH,
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
    window, epochs, seed, width : int
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
    rng, loss_of = np.random.default_rng(seed), at_pace(negative_sampling_loss, lesson.negative_sampling_loss)
    E = rng.normal(scale=0.1, size=(2 * size, width))  # centers, then contexts
    m, v, t, losses = np.zeros_like(E), np.zeros_like(E), 0, []
    drawn = (np.bincount(np.concatenate(ids), minlength=size) ** POWER).cumsum()
    total = None
    for _ in range(epochs):
        pairs = all_pairs(ids, skip_gram_pairs, window=window, frequent=frequent, rng=rng)
        order, losses = np.argsort(rng.random(len(pairs))), [*losses, []]
        batch = max(1, min(BATCH, len(pairs)))
        starts = range(0, len(pairs) - batch + 1, batch)[: few(10**9, 2)]
        total = total or epochs * len(starts) * 1.1
        for start in starts:
            center, context = pairs[order[start : start + batch]].T
            negatives = np.searchsorted(drawn, rng.random((len(center), NEGATIVES)) * drawn[-1], side="right")
            rows = np.concatenate([center[:, None], context[:, None] + size, negatives + size], axis=1)  # (B, 2 + K)
            vectors, cache = embedding_forward_fast(rows, E)
            loss, d_center, d_context, d_negatives = loss_of(vectors[:, 0], vectors[:, 1], vectors[:, 2:])
            d_out = np.concatenate([d_center[:, None], d_context[:, None], d_negatives], axis=1)
            t += 1
            falling = rate * max(0.05, 1 - t / total)
            E, m, v = step(w=E, g=embedding_backward_fast(d_out, cache), m=m, v=v, t=t, learning_rate=falling)
            losses[-1].append(loss)
    return E[:size], [float(np.mean(some)) if some else np.nan for some in losses]


def counted_vectors(ids, size, *, window, width=WIDTH, power=0.5, skip_gram_pairs=None):
    """The sceptic's vectors, without any training: count which words stand near which, and keep the main directions.

    The counts become positive pointwise mutual information (PPMI), the logarithm of how many times more often than by
    chance two words stand together, at least 0; its truncated singular value decomposition (SVD) gives the vectors.

    Parameters
    ----------
    ids : list of int array
    size, window, width : int
    power : float
        Of the singular values: at 1 the first directions count most, at 0 all alike.
    skip_gram_pairs : function, optional
        The learner's; without it the same pairs are counted faster.

    Returns
    -------
    array (size, width)

    References
    ----------
    Levy, Goldberg and Dagan (2015), *Improving distributional similarity with lessons learned from word embeddings*.
    """
    table = np.zeros((size, size))
    if skip_gram_pairs is None:
        for apart in range(1, window + 1):
            pairs = [text[:-apart] * size + text[apart:] for text in ids if len(text) > apart]
            table += np.bincount(np.concatenate([np.zeros(0, int), *pairs]), minlength=size * size).reshape(size, size)
        table += table.T
    else:
        np.add.at(table, tuple(all_pairs(ids, skip_gram_pairs, window=window).T), 1)
    chance = table.sum(axis=1, keepdims=True) * (table.sum(axis=0) ** POWER / (table.sum(axis=0) ** POWER).sum())
    information = np.where(table > 0, np.maximum(np.log(np.maximum(table, 1e-12) / np.maximum(chance, 1e-12)), 0), 0)
    # The left singular vectors of a table M are the eigenvectors of M M^T.
    values, directions = np.linalg.eigh(information @ information.T)
    return directions[:, : -width - 1 : -1] * np.maximum(values[: -width - 1 : -1], 0) ** (power / 2)


def neighbours(word, words, vectors, *, nearest_words, count=6):
    """The words whose vectors are nearest to that of a word, without the word itself.

    Parameters
    ----------
    word : str
    words : list of str
    vectors : array (V, D)
    nearest_words : function
        The learner's.
    count : int

    Returns
    -------
    list of str

    Raises
    ------
    ValueError
        If the word has no vector.
    """
    if word not in words:
        raise ValueError(f"{word!r} has no vector: it is not among the {len(words)} words that have one")
    near = nearest_words(vectors, vectors[words.index(word)], count=count + 1)
    return [words[k] for k in near if words[k] != word][:count]


def same_kind(vectors, kinds, *, nearest_words, half=None):
    """How many of five neighbours mean the same kind of thing, as WordNet files them, and how many would by chance.

    Only words are asked for, and are neighbours, that have a kind; and only words of a kind that five others share.

    Parameters
    ----------
    vectors : array (V, D)
    kinds : list of str
        "" for words without one.
    nearest_words : function
    half : int, optional
        0 or 1: ask for every second word only; all are neighbours.

    Returns
    -------
    tuple (float, float)
        In percent.
    """
    kinds = np.array(kinds)
    vectors, kinds = vectors[kinds != ""], kinds[kinds != ""]
    share, chance = [], []
    for k, vector in enumerate(vectors):
        others = (kinds == kinds[k]).sum() - 1
        if others >= ASKED and half in (None, k % 2):
            near = [place for place in nearest_words(vectors, vector, count=ASKED + 1) if place != k][:ASKED]
            share.append((kinds[near] == kinds[k]).mean())
            chance.append(others / (len(kinds) - 1))
    return 100 * float(np.mean(share)), 100 * float(np.mean(chance))


def small_texts(seed=None):
    """The course's 2,000 texts as ids, and the words that stand in at least five of them.

    Parameters
    ----------
    seed : int, optional
        Draws 1,800 of the texts; all, without one.

    Returns
    -------
    tuple (list of int array, list of str)
    """
    texts, *_ = datasets.sentences()
    words = vocabulary(texts, LEAST)
    ids = token_ids(texts, words)
    if seed is not None:
        kept = np.argsort(np.random.default_rng(seed).random(len(ids)))[: len(ids) * 9 // 10]
        ids = [ids[k] for k in np.sort(kept)]
    return ids, words


def kinds_of(words):
    """What kind of thing each word means, as WordNet files it; "" for words without vectors that are stored."""
    stored, _, kinds = datasets.word_vectors()
    known = dict(zip(stored, kinds))
    return [known.get(word, "") for word in words]
