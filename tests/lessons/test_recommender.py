"""Lesson 22, recommender: slow obvious versions, scikit-learn, central differences, PyTorch."""

import importlib.util

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score
from sklearn.metrics.pairwise import cosine_similarity

from dlcourse.lessons.neuron import sigmoid
from dlcourse.lessons.recommender import (
    interaction_matrix,
    item_similarity,
    matrix_factorization_step,
    ndcg_at_k,
    popularity,
    recall_at_k,
)
from tests.lessons.differences import agree

HAVE_TORCH = importlib.util.find_spec("torch") is not None


def drawn(seed, N=7, M=12):
    """Interactions, scores without ties, and hidden items of most users."""
    rng = np.random.default_rng(seed)
    X = (rng.random((N, M)) < 0.3).astype(int)
    hidden = ((rng.random((N, M)) < 0.3) & (X == 0)).astype(int)
    hidden[0], hidden[1, np.flatnonzero(X[1] == 0)[0]] = 0, 1
    return X, np.where(X == 1, -np.inf, rng.permutation(N * M).reshape(N, M)), hidden


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=20))
def test_interactions_are_the_set_of_pairs(pairs):
    users, items = (np.array([pair[side] for pair in pairs], dtype=int) for side in (0, 1))
    X = interaction_matrix(users, items, shape=(4, 5))
    assert {tuple(place) for place in np.argwhere(X == 1).tolist()} == set(pairs)
    assert X.sum() == len(set(pairs))


def test_popularity_counts_users_and_leaves_out_what_they_have():
    X, _, _ = drawn(0)
    scores = popularity(X)
    assert (scores[X == 1] == -np.inf).all()
    for n, m in np.argwhere(X == 0):
        assert scores[n, m] == sum(X[user][m] for user in range(len(X)))


@pytest.mark.parametrize("k", [1, 3, 12, 40])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_recall_by_sets(seed, k):
    _, scores, hidden = drawn(seed)
    shares = []
    for row, wanted in zip(scores, hidden):
        if wanted.any():
            best = {m for _, m in sorted(zip(-row, range(len(row))))[:k]}
            shares.append(len(best & set(np.flatnonzero(wanted))) / wanted.sum())
    assert recall_at_k(scores, hidden, k=k) == pytest.approx(np.mean(shares))


def test_the_first_of_equal_scores_comes_first():
    scores = np.zeros((1, 30))
    for place in (0, 4, 5, 29):
        hidden = np.zeros((1, 30), dtype=int)
        hidden[0, place] = 1
        assert recall_at_k(scores, hidden, k=5) == (place < 5)
        assert ndcg_at_k(scores, hidden, k=5) == pytest.approx(1 / np.log2(2 + place) if place < 5 else 0)


@pytest.mark.parametrize("k", [1, 3, 12])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_ndcg_is_scikit_learns(seed, k):
    _, scores, hidden = drawn(seed)
    asked = hidden.any(axis=1)
    finite = np.where(scores > -np.inf, scores, -1)
    assert ndcg_at_k(scores, hidden, k=k) == pytest.approx(ndcg_score(hidden[asked], finite[asked], k=k))


def test_ndcg_and_recall_agree_at_the_ends():
    X, _, hidden = drawn(3)
    perfect = np.where(X == 1, -np.inf, hidden + 0.0)
    assert ndcg_at_k(perfect, hidden, k=4) == pytest.approx(1)
    assert recall_at_k(perfect, hidden, k=12) == 1
    assert ndcg_at_k(-hidden + 0.0, hidden, k=1) == recall_at_k(-hidden + 0.0, hidden, k=1) == 0


def test_similarity_without_shrink_is_the_cosine():
    X, _, _ = drawn(4)
    X[:, 3] = 0
    expected = cosine_similarity(X.T) * (1 - np.eye(12))
    np.testing.assert_allclose(item_similarity(X, shrink=0.0), expected, atol=1e-12)


def test_shrinking_makes_smaller_and_most_where_little_is_known():
    X, _, _ = drawn(5, N=40)
    whole, less = item_similarity(X, shrink=0.0), item_similarity(X, shrink=2.0)
    np.testing.assert_allclose(less, less.T)
    assert (less[whole > 0] < whole[whole > 0]).all()
    pairs = np.array([[1, 1, 1, 1]] + 9 * [[0, 0, 1, 1]])
    shrunk = item_similarity(pairs, shrink=2.0)
    assert shrunk[0, 1] == pytest.approx(1 / 3)  # met once
    assert shrunk[2, 3] == pytest.approx(10 / 12)  # met ten times


def loss(P, Q, X, bias, decay):
    p = sigmoid(P @ Q.T + bias)
    surprise = -np.sum(X * np.log(p) + (1 - X) * np.log(1 - p))
    return surprise + decay / 2 * (np.sum(P**2) + np.sum(Q**2))


@pytest.mark.parametrize("decay", [0.0, 1.5])
def test_the_step_goes_against_the_gradient_of_the_loss(decay):
    rng = np.random.default_rng(6)
    P, Q, bias = rng.normal(size=(4, 3)), rng.normal(size=(5, 3)), rng.normal(size=5)
    X = (rng.random((4, 5)) < 0.4).astype(int)
    new_P, new_Q = matrix_factorization_step(P, Q, X, bias=bias, rate=0.5, decay=decay)
    agree((P - new_P) / 0.5, lambda P: loss(P, Q, X, bias, decay), P)
    agree((Q - new_Q) / 0.5, lambda Q: loss(P, Q, X, bias, decay), Q)


if HAVE_TORCH:

    def test_the_step_is_pytorchs():
        import torch

        rng = np.random.default_rng(7)
        P, Q, bias = rng.normal(size=(4, 3)), rng.normal(size=(5, 3)), rng.normal(size=5)
        X = (rng.random((4, 5)) < 0.4).astype(int)
        tP, tQ = torch.tensor(P, requires_grad=True), torch.tensor(Q, requires_grad=True)
        scores = tP @ tQ.T + torch.tensor(bias)
        wanted = torch.tensor(X, dtype=torch.float64)
        lost = torch.nn.functional.binary_cross_entropy_with_logits(scores, wanted, reduction="sum")
        (lost + 2.0 / 2 * (tP.square().sum() + tQ.square().sum())).backward()
        new_P, new_Q = matrix_factorization_step(P, Q, X, bias=bias, rate=0.1, decay=2.0)
        np.testing.assert_allclose(new_P, P - 0.1 * tP.grad.numpy(), atol=1e-12)
        np.testing.assert_allclose(new_Q, Q - 0.1 * tQ.grad.numpy(), atol=1e-12)
