"""Lesson 02 against independent oracles: SciPy, scikit-learn, identities, slow obvious versions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import special
from sklearn.neural_network import MLPClassifier

from dlcourse.lessons import forward
from dlcourse.nn.forward import step_network


def test_dense_element_by_element():
    rng = np.random.default_rng(0)
    X, W, b = rng.normal(size=(4, 3)), rng.normal(size=(3, 5)), rng.normal(size=5)
    slow = [[sum(X[n, d] * W[d, m] for d in range(3)) + b[m] for m in range(5)] for n in range(4)]
    np.testing.assert_allclose(forward.dense(X, W, b), slow, rtol=1e-12)


@given(st.lists(st.integers(1, 30), min_size=2, max_size=6))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_count_parameters_by_making_them(sizes):
    made = [np.zeros(shape) for pair in zip(sizes, sizes[1:]) for shape in (pair, pair[1:])]
    assert forward.count_parameters(sizes) == sum(array.size for array in made)


@pytest.fixture(scope="module")
def network():
    """A network that scikit-learn trained, its inputs, and its weights as the course wants them."""
    rng = np.random.default_rng(1)
    X = rng.normal(size=(80, 4))
    y = (X[:, 0] * X[:, 1] > 0).astype(int) + (X[:, 2] > 1)
    model = MLPClassifier((7, 5), solver="lbfgs", max_iter=40, random_state=0, tol=1e10).fit(X, y)
    return model, X, list(zip(model.coefs_, model.intercepts_))


def test_forward_pass_is_scikit_learns(network):
    model, X, parameters = network
    probabilities = forward.softmax(forward.mlp_forward(X, parameters))
    np.testing.assert_allclose(probabilities, model.predict_proba(X), rtol=1e-10, atol=1e-14)


def test_predict_is_scikit_learns(network):
    model, X, parameters = network
    labels, confidence = forward.predict(X, parameters)
    assert np.array_equal(model.classes_[labels], model.predict(X))
    np.testing.assert_allclose(confidence, model.predict_proba(X).max(axis=1), rtol=1e-10)


@given(arrays(float, (3, 4), elements=st.floats(-1e4, 1e4)))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_softmax_is_scipys(Z):
    P = forward.softmax(Z)
    np.testing.assert_allclose(P, special.softmax(Z, axis=1), rtol=1e-10, atol=1e-300)
    np.testing.assert_allclose(P.sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(forward.softmax(Z + 123.0), P, rtol=1e-8, atol=1e-12)


def test_softmax_of_two_logits_is_a_sigmoid():
    z = np.linspace(-40, 40, 81)
    P = forward.softmax(np.column_stack([z, 0 * z]))
    np.testing.assert_allclose(P[:, 0], special.expit(z), rtol=1e-12)


def test_xor_network_computes_xor():
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    logits = forward.mlp_forward(corners.astype(float), forward.xor_network())[:, 0]
    assert ((logits > 0) == (corners[:, 0] ^ corners[:, 1])).all()


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=12, unique=True), st.integers(0, 1000))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_staircase_by_counting_edges(edges, seed):
    edges, rng = np.sort(edges), np.random.default_rng(seed)
    heights, x = rng.normal(size=len(edges) + 1), np.concatenate([rng.uniform(-110, 110, 30), edges])
    slow = heights[np.searchsorted(edges, x, side="right")]
    found = step_network(x, forward.step_approximation(edges, heights))
    np.testing.assert_allclose(found, slow, atol=1e-12)


def test_stairs_approximate_a_curve_better_the_more_there_are():
    x = np.linspace(0, 2 * np.pi, 500)
    errors = []
    for count in (10, 100):
        grid = np.linspace(0, 2 * np.pi, count + 1)
        middles = (grid[:-1] + grid[1:]) / 2
        parameters = forward.step_approximation(grid[1:-1], np.sin(middles))
        errors.append(np.abs(step_network(x, parameters) - np.sin(x)).max())
    assert errors[1] < errors[0] / 5


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: forward.dense(np.ones((2, 3)), np.ones((4, 1)), np.ones(1)), "X has 3 columns, W has 4 rows"),
        (lambda: forward.dense(np.ones((2, 3)), np.ones((3, 1)), np.ones(2)), r"b has shape \(2,\)"),
        (lambda: forward.count_parameters([3]), r"sizes is \[3\]"),
        (lambda: forward.mlp_forward(np.ones((1, 1)), []), "parameters is empty"),
        (lambda: forward.step_approximation(np.ones(2), np.ones(2)), "2 edges and 2 heights"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()
