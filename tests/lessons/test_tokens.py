"""Lesson 14, attention: perplexity, byte pairs and the cache, each against another way to the same."""

import numpy as np
import pytest

from dlcourse.lessons import attention

TABLES = ("W_q", "W_k", "W_v", "W_o")


def test_a_model_that_knows_nothing_hesitates_among_all_signs():
    for count in (2, 7, 38):
        assert attention.perplexity(np.full((3, 4, count), 5.0), y=np.zeros((3, 4), int)) == pytest.approx(count)


def test_perplexity_is_one_by_the_geometric_mean_of_the_probabilities():
    rng = np.random.default_rng(0)
    P = rng.dirichlet(np.ones(5), size=(3, 4))
    y, mask = rng.integers(0, 5, (3, 4)), rng.random((3, 4)) < 0.6
    right = [P[place][y[place]] for place in np.ndindex(3, 4) if mask[place]]
    assert attention.perplexity(np.log(P), y=y, mask=mask) == pytest.approx(np.prod(right) ** (-1 / len(right)))


def test_perplexity_of_a_sure_and_wrong_model_stays_finite():
    assert attention.perplexity(np.array([[0.0, 300.0]]), y=np.array([0])) == pytest.approx(np.exp(300.0))


def as_text(words, pairs):
    """Byte pairs on texts: each sign a character, a pair replaced as str.replace does it."""
    texts = ["".join(map(chr, word)) for word in words]
    for new, (left, right) in pairs:
        texts = [text.replace(chr(left) + chr(right), chr(new)) for text in texts]
    return [[ord(sign) for sign in text] for text in texts]


def test_merges_do_what_replacing_in_texts_does():
    rng = np.random.default_rng(0)
    first = [(97 + rng.integers(0, 4, rng.integers(1, 12))).tolist() for _ in range(30)]
    words, pairs = first, []
    for new in range(200, 220):
        before = words
        pair, words = attention.byte_pair_merge(words, new_id=new)
        counts = {}
        for word in before:
            for left, right in zip(word, word[1:]):
                counts[left, right] = counts.get((left, right), 0) + 1
        assert pair == sorted(counts, key=lambda item: (-counts[item], item))[0]
        pairs.append((new, pair))
        assert words == as_text(first, pairs)


def test_merging_ends_when_every_word_is_one_sign():
    words = [[1, 2, 3], [1, 2]]
    for new in (10, 11):
        pair, words = attention.byte_pair_merge(words, new_id=new)
        assert pair
    assert words == [[11], [10]]
    assert attention.byte_pair_merge(words, new_id=12) == ((), words)


@pytest.mark.parametrize("heads", [1, 2, 4])
def test_step_by_step_is_the_same_as_all_at_once(heads):
    rng = np.random.default_rng(heads)
    N, T, D = 3, 6, 8
    X, tables = rng.normal(size=(N, T, D)), {name: rng.normal(size=(D, D)) for name in TABLES}
    whole, _ = attention.multi_head_attention(X, **tables, heads=heads, mask=attention.causal_mask(T))
    empty = np.zeros((N, heads, 0, D // heads))
    cache = (empty, empty)
    for t in range(T):
        out, cache = attention.kv_cache_step(X[:, t], cache=cache, **tables, heads=heads)
        np.testing.assert_allclose(out, whole[:, t], atol=1e-12)
    assert [part.shape for part in cache] == [(N, heads, T, D // heads)] * 2


def test_a_cache_that_was_handed_in_is_left_as_it_is():
    rng = np.random.default_rng(0)
    cache = tuple(rng.normal(size=(2, 2, 3, 2)) for _ in range(2))
    before = [part.copy() for part in cache]
    tables = {name: rng.normal(size=(4, 4)) for name in TABLES}
    attention.kv_cache_step(rng.normal(size=(2, 4)), cache=cache, **tables, heads=2)
    for part, old in zip(cache, before):
        np.testing.assert_array_equal(part, old)
