"""Lesson 01 against independent oracles: SciPy, central differences, identities, slow obvious versions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special
from sklearn.linear_model import Perceptron

from dlcourse.lessons import neuron

Z = np.concatenate([np.linspace(-50, 50, 401), [-1e308, -745.2, -1e-300, 0.0, 1e-300, 36.7, 709.8, 1e308]])
finite = st.floats(-1e6, 1e6)


@given(st.lists(st.tuples(finite, finite), min_size=1, max_size=8), finite)
@settings(max_examples=50, deadline=None, derandomize=True)
def test_weighted_sum_in_exact_fractions(pairs, b):
    exact = sum(Fraction(x) * Fraction(w) for x, w in pairs) + Fraction(b)
    size = sum(abs(x * w) for x, w in pairs) + abs(b)
    x, w = (np.array(column) for column in zip(*pairs))
    assert abs(neuron.weighted_sum(x, w, b) - float(exact)) <= 1e-14 * size + 1e-300


def test_step_is_heaviside():
    assert np.array_equal(neuron.step(Z), np.heaviside(Z, 1))
    assert neuron.step(np.float32(2)).dtype == np.float32


def test_sigmoid_is_scipys():
    np.testing.assert_allclose(neuron.sigmoid(Z), special.expit(Z), rtol=1e-15, atol=0)


def test_sigmoid_symmetry_and_order():
    np.testing.assert_allclose(neuron.sigmoid(-Z), 1 - neuron.sigmoid(Z), atol=1e-15)
    assert (np.diff(neuron.sigmoid(np.sort(Z))) >= 0).all()
    assert neuron.sigmoid(np.float32([-200, 200])).dtype == np.float32


def test_relu_identity():
    z = Z[np.abs(Z) < 1e300]
    assert np.array_equal(neuron.relu(z), (z + np.abs(z)) / 2)
    assert neuron.relu(np.array([-1, 2])).dtype == np.int64


def test_gradient_against_central_differences():
    z, h = np.linspace(-30, 30, 301), 1e-5
    numeric = (special.expit(z + h) - special.expit(z - h)) / (2 * h)
    np.testing.assert_allclose(neuron.sigmoid_gradient(z), numeric, atol=1e-10)
    assert neuron.sigmoid_gradient(z).max() == 0.25


def test_neuron_one_example_at_a_time():
    rng = np.random.default_rng(0)
    X, w, b = rng.normal(size=(6, 4)), rng.normal(size=4), 0.3
    slow = [1 / (1 + np.exp(-(sum(x * v for x, v in zip(row, w)) + b))) for row in X]
    np.testing.assert_allclose(neuron.neuron(X, w, b), slow, rtol=1e-13)


def test_on_the_decision_boundary_the_neuron_cannot_decide():
    rng = np.random.default_rng(1)
    w, b, x1 = rng.normal(size=2) + 2, -0.7, rng.normal(size=50)
    points = np.column_stack([x1, neuron.decision_boundary(w, b, x1)])
    np.testing.assert_allclose(neuron.neuron(points, w, b), 0.5, atol=1e-12)


def test_perceptron_learns_what_scikit_learn_learns():
    """One pass in the given order, learning rate 1, from the same start: scikit-learn's perceptron does the same."""
    rng = np.random.default_rng(2)
    X = rng.normal(size=(60, 3))
    y = (X @ [1.0, -2.0, 0.5] + 0.1 > 0).astype(int)
    start = rng.normal(size=3)
    w, b = start, 0.2
    for x, target in zip(X, y):
        w, b = neuron.perceptron_update(w, b, x=x, target=target, learning_rate=1.0)
    other = Perceptron(max_iter=1, tol=None, shuffle=False)
    other.fit(X, y, coef_init=start[None], intercept_init=[0.2])
    np.testing.assert_allclose(w, other.coef_[0], atol=1e-12)
    np.testing.assert_allclose(b, other.intercept_[0], atol=1e-12)


def test_perceptron_converges_on_what_a_line_can_part():
    X, y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), [0, 0, 0, 1]
    w, b = np.zeros(2), 0.0
    for _ in range(20):
        for x, target in zip(X, y):
            w, b = neuron.perceptron_update(w, b, x=x, target=target, learning_rate=0.5)
    assert neuron.step(X @ w + b).tolist() == y


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: neuron.weighted_sum(np.ones(2), np.ones(3), 0), r"x has shape \(2,\), w has shape \(3,\)"),
        (lambda: neuron.neuron(np.ones(2), np.ones(2), 0), r"X has shape \(2,\)"),
        (lambda: neuron.decision_boundary(np.array([1.0, 0.0]), 1, np.ones(2)), r"w\[1\] is 0"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()
