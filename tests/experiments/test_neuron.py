"""Lesson 01's experiments: learning from mistakes, divisions of the digits, and what is compared."""

import numpy as np
import pytest

from dlcourse.experiments import neuron as experiments
from dlcourse.lessons import neuron

COLUMNS = np.ones((8, 8))
COLUMNS[:, 3:5] = -1.0
RING = np.zeros((8, 8))
RING[2:6, 2:6] = 1.0
RING[2:6, 3:5] = -2.0


def one_side(N=40):
    X = np.random.default_rng(0).normal(size=(N, 2)) + np.where(np.arange(N) < N // 2, 3.0, -3.0)[:, None]
    return X, (np.arange(N) < N // 2).astype(int)


def test_learning_ends_when_all_are_right():
    X, y = one_side()
    w, b = experiments.learn(neuron.perceptron_update, X, y, passes=100)
    assert experiments.mistakes(w, b, X, y) == 0
    again = experiments.learn(neuron.perceptron_update, X, y, passes=101)
    np.testing.assert_array_equal(w, again[0])


def test_one_pass_is_one_pass():
    seen = []

    def update(w, b, *, x, target, learning_rate):
        seen.append(learning_rate)
        return w + x, b + 1

    X, y = one_side(6)
    w, _ = experiments.learn(update, X, y, passes=2, learning_rate=0.5)
    assert len(seen) == 12
    assert set(seen) == {0.5}
    np.testing.assert_allclose(w, 2 * X.sum(axis=0))


def test_the_history_leads_from_one_correction_to_the_next():
    X, y = one_side()
    history = experiments.history_of(neuron.perceptron_update, X, y, range(len(y)))
    w, b = np.zeros(2), 0.0
    for new_w, new_b, i in history:
        w, b = neuron.perceptron_update(w, b, x=X[i], target=y[i], learning_rate=0.1)
        np.testing.assert_allclose(w, new_w)
        assert b == new_b
    right = experiments.right_after_each(history, X, y)
    assert len(right) == len(history) + 1
    assert right[0] == len(y) // 2
    assert right[-1] == len(y)


def test_a_rule_that_changes_nothing_has_no_history():
    X, y = one_side()
    assert experiments.history_of(lambda w, b, **example: (w, b), X, y, range(len(y))) == []


def test_a_rule_that_never_settles_comes_to_an_end():
    X, y = one_side(4)
    history = experiments.history_of(lambda w, b, **example: (w, b + 1), X, y, range(4))
    assert len(history) == 400


@pytest.mark.parametrize("seed", [0, 1])
def test_a_split_keeps_every_digit_once(seed):
    X, y, X_unseen, y_unseen = experiments.split(1, 0, seed)
    assert X.shape == (260, 64)
    assert X_unseen.shape == (100, 64)
    whole = np.column_stack([np.concatenate([X, X_unseen]), np.concatenate([y, y_unseen])])
    other = experiments.split(1, 0, seed + 7)
    mixed = np.column_stack([np.concatenate([other[0], other[2]]), np.concatenate([other[1], other[3]])])
    np.testing.assert_array_equal(whole[np.lexsort(whole.T)], mixed[np.lexsort(mixed.T)])
    assert not np.array_equal(X, other[0])


def test_few_to_learn_from():
    X, _, X_unseen, _ = experiments.split(3, 8, 0, seen=60)
    assert (len(X), len(X_unseen)) == (60, 297)


def test_a_good_picture_is_level_with_learned_weights():
    found = experiments.hand_or_learned({"first": COLUMNS, "ring": RING}, neuron.perceptron_update)
    assert found.medians["first"] >= 5
    assert found.medians["ring"] <= 1
    assert found.medians["learned"] <= 1
    assert all(len(side.tried) == 7 for side in found.sides.values())
    assert len(found.seeds) == 10


def test_a_rule_is_compared_untuned_on_the_same_divisions():
    def means(X, y):
        fire, silent = X[y == 1].mean(axis=0), X[y == 0].mean(axis=0)
        return fire - silent, -(fire - silent) @ (fire + silent) / 2

    found = experiments.threes_and_eights(means, neuron.perceptron_update)
    assert set(found.medians) == {"perceptron", "better_rule"}
    assert found.medians["better_rule"] < 30
    assert "Not tuned" in str(found)
