"""Lesson 19, language: know what a text is about, and where a word lives.

A text is a list of tokens; tokens have numbers, their ids. A table of counts C (N, V) says how often each of V tokens
stands in each of N texts. A vector of a word is a row of a table (V, D); two words are near each other if the cosine of
the angle between their vectors is near 1.

Sources
-------
letter_pieces: Bojanowski et al. (2017), *Enriching word vectors with subword information*, section 3.2.
tf_idf: Spärck Jones (1972), *A statistical interpretation of term specificity and its application in retrieval*.
skip_gram_pairs: Mikolov et al. (2013), *Efficient estimation of word representations in vector space*.
negative_sampling_loss: Mikolov et al. (2013), *Distributed representations of words and phrases and their
    compositionality*, equation 4.
nearest_words: by cosine, as in Mikolov et al. (2013).
"""

import numpy as np

from dlcourse.lessons.neuron import sigmoid


def letter_pieces(word, *, shortest, longest):
    """All pieces of a word, so that a word that nobody has seen is made of pieces that are known.

    Formula: in ``"<" + word + ">"``, each run of `shortest` to `longest` characters, the short ones first, from left
    to right; a piece that occurs twice stands twice
    word: str; shortest, longest: whole numbers, at least 1 -> list of str

    >>> letter_pieces("red", shortest=3, longest=4)
    ['<re', 'red', 'ed>', '<red', 'red>']
    """
    marked = f"<{word}>"
    return [
        marked[start : start + length]
        for length in range(shortest, longest + 1)
        for start in range(len(marked) - length + 1)
    ]


def tf_idf(C, known):
    """Weigh the tokens of texts: what is often in one and rare elsewhere tells what it is about.

    Formula: ``tf idf``, with ``tf = C / (tokens of the text)`` and ``idf = log((1 + M) / (1 + m)) + 1`` for a token
    that stands in m of the M known texts; then each row is divided by its length, the root of the sum of its squares.
    A text without a token stays 0
    C: array (N, V), counts; known: array (M, V), counts of the texts from which the idf is taken
    -> array (N, V)

    >>> known = np.array([[1, 0], [2, 3], [1, 0]])  # the first token is everywhere, the second in one of three
    >>> tf_idf(np.array([[1, 1]]), known).round(2)  # 1 against log(4 / 2) + 1
    array([[0.51, 0.86]])
    """
    idf = np.log((1 + len(known)) / (1 + (known > 0).sum(axis=0))) + 1  # (V,)
    weighed = C / np.maximum(C.sum(axis=1, keepdims=True), 1) * idf
    lengths = np.sqrt((weighed**2).sum(axis=1, keepdims=True))
    return weighed / np.where(lengths > 0, lengths, 1)


def skip_gram_pairs(ids, *, window):
    """Which words stand near which: each word with each of its neighbours.

    Formula: all (ids[i], ids[j]) with ``0 < |i - j| <= window``, by rising i, then rising j
    ids: int array (T,), one text; window: a whole number, at least 1
    -> int array (P, 2), center and context

    >>> skip_gram_pairs(np.array([7, 8, 9]), window=1)
    array([[7, 8],
           [8, 7],
           [8, 9],
           [9, 8]])
    """
    T = len(ids)
    pairs = [(ids[i], ids[j]) for i in range(T) for j in range(max(0, i - window), min(T, i + window + 1)) if i != j]
    return np.array(pairs, dtype=int).reshape(-1, 2)


def negative_sampling_loss(center, context, negatives):
    """How badly vectors tell a word that stood there from words drawn by chance; and the gradients.

    Formula: ``-log sigmoid(u . v) - sum over k of log sigmoid(-u . n[k])``, the mean over the pairs, with u a row of
    `center`, v that of `context`, n those of `negatives`
    center, context: arrays (B, D); negatives: array (B, K, D)
    -> (loss, d_center, d_context, d_negatives): loss a number; d_center an array (B, D);
    d_context an array (B, D); d_negatives an array (B, K, D)

    >>> u, v, n = np.array([[1.0, 0.0]]), np.array([[0.0, 2.0]]), np.array([[[0.0, -1.0]]])
    >>> loss, d_center, d_context, d_negatives = negative_sampling_loss(u, v, n)  # both products are 0
    >>> print(loss.round(4), d_center, d_context, d_negatives)  # 2 log 2
    1.3863 [[ 0.  -1.5]] [[-0.5 -0. ]] [[[0.5 0. ]]]
    """
    B = len(center)
    pair_products = (center * context).sum(axis=1)  # (B,)
    negative_products = np.einsum("bd,bkd->bk", center, negatives)
    loss = (np.logaddexp(0, -pair_products).sum() + np.logaddexp(0, negative_products).sum()) / B
    pair_slopes = (sigmoid(pair_products) - 1) / B
    negative_slopes = sigmoid(negative_products) / B
    d_center = pair_slopes[:, None] * context + np.einsum("bk,bkd->bd", negative_slopes, negatives)
    return loss, d_center, pair_slopes[:, None] * center, negative_slopes[..., None] * center[:, None]


def nearest_words(vectors, query, *, count):
    """The words whose vectors point most nearly the same way.

    Formula: the largest cosines ``(v . query) / (|v| |query|)``, the largest first; of equal ones the first comes
    first; a vector of length 0 has cosine 0 with all
    vectors: array (V, D); query: array (D,); count: a whole number, at most V
    -> int array (count,), rows of `vectors`

    >>> vectors = np.array([[1.0, 0.0], [9.0, 9.0], [0.0, 2.0], [-1.0, 0.0]])
    >>> nearest_words(vectors, np.array([3.0, 1.0]), count=2)  # length does not matter, direction does
    array([0, 1])
    """
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    cosines = vectors @ query / np.where(lengths > 0, lengths, 1)
    return np.argsort(-cosines, kind="stable")[:count]
