"""Lesson 19, language, against scikit-learn, central differences, PyTorch, and slow obvious versions."""

import collections
import importlib.util
import itertools
import math

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.metrics.pairwise import cosine_similarity

from dlcourse.exercises.language.split_words import log_probability, split_words
from dlcourse.lessons import language
from dlcourse.lessons.losses import numerical_gradient

HAVE_TORCH = importlib.util.find_spec("torch") is not None


def counts(rng, texts, V):
    return rng.poisson(0.7, (texts, V))


def test_pieces_are_the_character_ngrams_of_scikit_learn():
    """Its "char_wb" puts a space at both ends of a word, where ours are marked."""
    for word in ("red", "banana", "turquoise", "aaaa"):
        vectorizer = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5)).fit([word])
        row = vectorizer.transform([word]).toarray()[0]
        expected = {piece: row[place] for piece, place in vectorizer.vocabulary_.items()}
        own = [
            piece.replace("<", " ").replace(">", " ") for piece in language.letter_pieces(word, shortest=2, longest=5)
        ]
        # It also gives the padded word once more where that is shorter than a length.
        assert {piece: own.count(piece) for piece in own} == {p: n for p, n in expected.items() if p in own}
        assert set(own) == {p for p in expected if 2 <= len(p) <= 5}


def test_the_number_of_pieces():
    for length, (shortest, longest) in itertools.product(range(6), ((1, 1), (2, 4), (3, 9))):
        own = language.letter_pieces("x" * length, shortest=shortest, longest=longest)
        assert len(own) == sum(max(0, length + 2 - n + 1) for n in range(shortest, longest + 1))


def test_weights_are_those_of_scikit_learn():
    rng = np.random.default_rng(0)
    known, C = counts(rng, 30, 12), counts(rng, 9, 12)
    C[4] = 0
    expected = TfidfTransformer(smooth_idf=True, norm="l2").fit(known).transform(C).toarray()
    np.testing.assert_allclose(language.tf_idf(C, known), expected, atol=1e-15)


def test_a_text_that_is_said_twice_weighs_the_same():
    rng = np.random.default_rng(1)
    known, C = counts(rng, 30, 12), counts(rng, 9, 12)
    np.testing.assert_allclose(language.tf_idf(3 * C, known), language.tf_idf(C, known), atol=1e-15)
    alone = language.tf_idf(C[:1], C[:1])  # the idf of a single text says nothing
    np.testing.assert_allclose(alone, C[:1] / np.linalg.norm(C[:1]), atol=1e-15)


@pytest.mark.parametrize("window", [1, 2, 5, 20])
def test_pairs_against_all_places(window):
    rng = np.random.default_rng(2)
    for T in (0, 1, 2, 9):
        ids = rng.integers(0, 4, T)
        expected = [(ids[i], ids[j]) for i, j in itertools.product(range(T), range(T)) if 0 < abs(i - j) <= window]
        own = language.skip_gram_pairs(ids, window=window)
        assert own.shape == (len(expected), 2)
        assert own.tolist() == [[int(a), int(b)] for a, b in expected]
        assert collections.Counter(map(tuple, own)) == collections.Counter(map(tuple, own[:, ::-1]))  # both ways


def vectors(rng, B=4, K=3, D=5):
    return rng.normal(size=(B, D)), rng.normal(size=(B, D)), rng.normal(size=(B, K, D))


def test_gradients_are_central_differences():
    given = vectors(np.random.default_rng(3))
    gradients = language.negative_sampling_loss(*given)[1:]
    for place, gradient in enumerate(gradients):

        def loss(array, place=place):
            return language.negative_sampling_loss(*[array if k == place else g for k, g in enumerate(given)])[0]

        np.testing.assert_allclose(gradient, numerical_gradient(loss, given[place]), atol=1e-8)


if HAVE_TORCH:  # collected only where PyTorch is installed: nothing is skipped
    import torch

    def test_the_loss_is_a_cross_entropy_of_torch():
        given = [torch.tensor(array, requires_grad=True) for array in vectors(np.random.default_rng(4))]
        center, context, negatives = given
        logits = torch.cat([context[:, None], negatives], dim=1) @ center[:, :, None]
        y = torch.zeros_like(logits)
        y[:, 0] = 1
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, y, reduction="sum") / len(center)
        loss.backward()
        own, *gradients = language.negative_sampling_loss(*[array.detach().numpy() for array in given])
        assert own == pytest.approx(loss.item())
        for array, gradient in zip(given, gradients):
            np.testing.assert_allclose(gradient, array.grad.numpy(), atol=1e-14)


def test_the_loss_stays_calm_with_huge_products():
    u = np.array([[1e3]])
    loss, *gradients = language.negative_sampling_loss(u, -u, u[:, None])
    assert loss == pytest.approx(2e6)
    assert all(np.isfinite(gradient).all() for gradient in gradients)


def test_neighbours_are_those_of_scikit_learn():
    rng = np.random.default_rng(5)
    table, query = rng.normal(size=(50, 6)) * rng.uniform(0.1, 10, (50, 1)), rng.normal(size=6)
    expected = np.argsort(-cosine_similarity(table, query[None])[:, 0])
    np.testing.assert_array_equal(language.nearest_words(table, query, count=50), expected)


def test_neighbours_do_not_mind_lengths_and_turns():
    rng = np.random.default_rng(6)
    table, query = rng.normal(size=(40, 5)), rng.normal(size=5)
    Q, _ = np.linalg.qr(rng.normal(size=(5, 5)))
    own = language.nearest_words(table, query, count=40)
    longer = table * rng.uniform(0.5, 2, (40, 1))
    np.testing.assert_array_equal(language.nearest_words(longer, 7 * query, count=40), own)
    np.testing.assert_array_equal(language.nearest_words(table @ Q, query @ Q, count=40), own)


def test_the_best_split_of_all_ways():
    """All ways to put spaces into short texts, one by one."""
    rng = np.random.default_rng(7)
    for _ in range(20):
        words = {"".join(rng.choice(list("ab"), rng.integers(1, 4))): int(rng.integers(1, 50)) for _ in range(6)}
        text = "".join(rng.choice(list("ab"), 7))
        ways = []
        for cuts in itertools.product((False, True), repeat=len(text) - 1):
            spaced = "".join(letter + " " * cut for letter, cut in zip(text, [*cuts, False])).split()
            if all(word in words for word in spaced):
                ways.append(log_probability(spaced, words))
        own = split_words(text, words)
        assert bool(own) == bool(ways)
        assert not own or math.isclose(log_probability(own, words), max(ways))
