"""Lesson 23, medicine, against scikit-learn, SciPy, counting and differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import mannwhitneyu
from sklearn.metrics import confusion_matrix, recall_score, roc_auc_score
from sklearn.metrics import roc_curve as sklearns_curve

from dlcourse.lessons.medicine import (
    auc,
    calibrate,
    predictive_value,
    roc_curve,
    sensitivity_specificity,
    threshold_for_cost,
)
from tests.lessons.differences import agree


@st.composite
def people(draw):
    """Scores, many of them equal, and diagnoses with both kinds."""
    drawn = draw(st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 1)), max_size=20))
    scores, actual = zip((draw(st.integers(-3, 3)), 1), (draw(st.integers(-3, 3)), 0), *drawn, strict=True)
    return np.array(scores) / 2, np.array(actual)


def drawn(seed=0, size=60):
    rng = np.random.default_rng(seed)
    actual = np.append([1, 0], rng.integers(2, size=size - 2))
    return rng.normal(size=size).round(1) + actual, actual


def test_rates_are_scikit_learns_recalls():
    scores, actual = drawn()
    predicted = (scores > 0.5).astype(int)
    sensitivity, specificity = sensitivity_specificity(predicted, actual)
    assert sensitivity == recall_score(actual, predicted)
    assert specificity == recall_score(actual, predicted, pos_label=0)


@pytest.mark.parametrize("label", [0, 1])
def test_rates_want_both_kinds(label):
    with pytest.raises(ValueError, match=f"actual has {3 * label} ill of 3 people"):
        sensitivity_specificity(np.array([0, 1, 1]), np.full(3, label))


def test_predictive_value_by_counting_people():
    scores, actual = drawn(1)
    predicted = (scores > 0.3).astype(int)
    rates = sensitivity_specificity(predicted, actual)
    [[_, alarms], [_, found]] = confusion_matrix(actual, predicted)
    value = predictive_value(*rates, prevalence=actual.mean())
    np.testing.assert_allclose(value, found / (found + alarms))


def test_predictive_value_at_the_ends():
    assert predictive_value(0.9, 0.8, prevalence=0.0) == 0
    assert predictive_value(0.9, 0.8, prevalence=1.0) == 1
    with pytest.raises(ValueError, match="nobody is called ill"):
        predictive_value(0.9, 1.0, prevalence=0.0)


@given(people())
def test_roc_curve_is_scikit_learns(given):
    scores, actual = given
    alarms, found, thresholds = roc_curve(scores, actual)
    wanted = sklearns_curve(actual, scores, drop_intermediate=False)
    for ours, theirs in zip((alarms, found, thresholds), wanted, strict=True):
        np.testing.assert_allclose(ours, theirs)
    assert (alarms[0], found[0], alarms[-1], found[-1]) == (0, 0, 1, 1)


@given(people())
def test_auc_is_scikit_learns_and_the_area_and_mann_whitneys(given):
    scores, actual = given
    alarms, found, _ = roc_curve(scores, actual)
    area = np.sum(np.diff(alarms) * (found[1:] + found[:-1]) / 2)
    pairs = actual.sum() * (1 - actual).sum()
    u = mannwhitneyu(scores[actual == 1], scores[actual == 0], method="asymptotic").statistic
    np.testing.assert_allclose([area, roc_auc_score(actual, scores), u / pairs], auc(scores, actual))


@given(people(), st.integers(1, 9), st.integers(1, 9))
def test_no_threshold_is_cheaper(given, missed, alarm):
    scores, actual = given

    def cost(t):
        return sum(missed if ill and s < t else alarm if not ill and s >= t else 0 for s, ill in zip(*given))

    best = threshold_for_cost(scores, actual, cost_missed=missed, cost_false_alarm=alarm)
    every = [np.inf, *sorted(set(scores.tolist()), reverse=True)]
    assert best == next(t for t in every if cost(t) == min(map(cost, every)))


def surprise(w, scores, actual):
    return np.mean(np.logaddexp(0, w[0] * scores + w[1]) - actual * (w[0] * scores + w[1]))


def test_a_step_of_calibrate_follows_the_gradient():
    scores, actual = drawn(2)
    slope, offset = calibrate(scores, actual, learning_rate=0.5, steps=1)
    gradient = (np.array([1.0, 0.0]) - [slope, offset]) / 0.5
    agree(gradient, lambda w: surprise(w, scores, actual), np.array([1.0, 0.0]))


def test_calibrate_comes_to_the_least_surprise():
    scores, actual = drawn(3)
    found = calibrate(scores, actual, learning_rate=0.5, steps=3000)
    wanted = minimize(surprise, [1.0, 0.0], args=(scores, actual)).x
    np.testing.assert_allclose(found, wanted, atol=1e-4)


def test_calibrate_changes_no_order():
    scores, actual = drawn(4)
    slope, offset = calibrate(scores, actual, learning_rate=0.1, steps=200)
    assert slope > 0
    assert auc(slope * scores + offset, actual) == auc(scores, actual)
