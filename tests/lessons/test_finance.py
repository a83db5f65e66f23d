"""Lesson 24, finance, against scikit-learn, PyTorch, slow and obvious versions, and what must hold."""

import importlib.util

import numpy as np
import pytest
from sklearn.metrics import precision_recall_curve

from dlcourse.lessons import finance
from dlcourse.lessons.losses import binary_cross_entropy_with_logits, numerical_gradient

HAVE_TORCH = importlib.util.find_spec("torch") is not None


def drawn(seed, count=60, *, tied=False):
    rng = np.random.default_rng(seed)
    labels = (rng.random(count) < 0.3).astype(int)
    labels[0] = 1
    return (
        rng.integers(0, 8, size=count) / 4 if tied else rng.normal(size=count),
        labels,
        rng.exponential(50, size=count),
    )


@pytest.mark.parametrize("tied", [False, True])
def test_the_curve_is_that_of_scikit_learn(tied):
    for seed in range(5):
        scores, labels, _ = drawn(seed, tied=tied)
        thresholds, precision, recall = finance.precision_recall_curve(scores, labels)
        expected = precision_recall_curve(labels, scores)  # the lowest threshold first, and a point without one
        np.testing.assert_allclose(thresholds, expected[2][::-1])
        np.testing.assert_allclose(precision, expected[0][:-1][::-1])
        np.testing.assert_allclose(recall, expected[1][:-1][::-1])


def test_without_a_fraud_there_is_no_curve():
    with pytest.raises(ValueError, match="none of the 3 labels is 1"):
        finance.precision_recall_curve(np.arange(3.0), np.zeros(3, dtype=int))


def test_costs_are_those_of_each_payment():
    _, labels, amounts = drawn(1)
    flagged = np.arange(len(labels)) % 3 == 0
    one_by_one = sum(
        finance.cost_of_decisions(flagged[[n]], labels[[n]], amounts[[n]], fee=2.5) for n in range(len(labels))
    )
    assert finance.cost_of_decisions(flagged, labels, amounts, fee=2.5) == pytest.approx(one_by_one)
    all_reviewed = np.ones(len(labels), dtype=bool)
    assert finance.cost_of_decisions(all_reviewed, labels, amounts, fee=2.5) == 2.5 * len(labels)


def test_a_weight_is_as_many_copies():
    z, y, _ = drawn(2, 20)
    loss, gradient = finance.weighted_cross_entropy(z, y, weight=3.0)
    places = np.repeat(np.arange(20), np.where(y == 1, 3, 1))
    assert loss * 20 == pytest.approx(binary_cross_entropy_with_logits(z[places], y[places]) * len(places))
    slope = numerical_gradient(lambda z: finance.weighted_cross_entropy(z, y, weight=3.0)[0], z)
    np.testing.assert_allclose(gradient, slope, atol=1e-8)


def test_no_logit_is_too_large():
    loss, gradient = finance.weighted_cross_entropy(np.array([1e4, -1e4]), np.array([0, 1]), weight=2.0)
    assert loss == pytest.approx(15_000)
    assert gradient.tolist() == [0.5, -1.0]


if HAVE_TORCH:

    def test_loss_and_gradient_are_those_of_torch():
        import torch

        z, y, _ = drawn(3)
        logits = torch.tensor(z, requires_grad=True)
        expected = torch.nn.functional.binary_cross_entropy_with_logits(
            logits, torch.tensor(y, dtype=torch.float64), pos_weight=torch.tensor(7.0, dtype=torch.float64)
        )
        expected.backward()
        loss, gradient = finance.weighted_cross_entropy(z, y, weight=7.0)
        assert loss == pytest.approx(float(expected.detach()))
        np.testing.assert_allclose(gradient, logits.grad.numpy())


def test_what_is_usual_scores_1_on_average():
    rng = np.random.default_rng(0)
    X, X_hat = rng.normal(size=(50, 4)), rng.normal(size=(50, 4))
    scores = finance.anomaly_score(X, X_hat, usual=((X - X_hat) ** 2).mean(axis=0))
    assert scores.shape == (50,)
    assert scores.mean() == pytest.approx(1)
    assert (finance.anomaly_score(X, X, usual=np.ones(4)) == 0).all()


@pytest.mark.parametrize("window", [1, 2, 10, 38, 39])
def test_the_strategy_month_by_month(window):
    prices = 20 * np.exp(np.cumsum(0.05 * np.random.default_rng(4).normal(size=40)))
    found = []
    for month in range(window, 40):
        known = prices[:month]
        found.append(prices[month] / known[-1] - 1 if known[-1] > known[-window:].mean() else 0)
    np.testing.assert_allclose(finance.strategy_returns(prices, window=window), found, atol=1e-12)


def test_the_future_decides_nothing():
    rng = np.random.default_rng(5)
    prices = 20 * np.exp(np.cumsum(0.05 * rng.normal(size=40)))
    held = finance.strategy_returns(prices, window=5) != 0
    for month in range(5, 40):
        changed = prices.copy()
        changed[month:] *= rng.uniform(0.5, 2, size=40 - month)
        again = finance.strategy_returns(changed, window=5) != 0
        assert (again[: month - 4] == held[: month - 4]).all()
