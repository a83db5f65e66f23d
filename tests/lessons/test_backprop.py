"""Lesson 04 against independent oracles: central differences for every backward, NumPy's broadcasting, PyTorch."""

import graphlib
import importlib.util
import re
from itertools import pairwise

import numpy as np
import pytest
from differences import agree
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.exercises import find
from dlcourse.experiments.forward import forward_trace
from dlcourse.lessons import backprop, forward, losses

HAVE_TORCH = importlib.util.find_spec("torch") is not None


def network(sizes=(4, 6, 5, 3), examples=7, seed=0):
    rng = np.random.default_rng(seed)
    parameters = [(rng.normal(size=pair), rng.normal(size=pair[1])) for pair in pairwise(sizes)]
    return rng.normal(size=(examples, sizes[0])), rng.integers(0, sizes[-1], examples), parameters


# ---- the questions, by other means ----


def slope_of_a_weight(first, second, arrives, comes):
    X, dZ = np.array([[0.0, first], [0.0, second]]), np.array([[arrives], [comes]])
    return losses.numerical_gradient(lambda W: np.sum(dZ * (X @ W)), np.zeros((2, 1)))[1, 0]


def slope_of_the_right_score(examples, p):
    Z = np.log(np.tile([p, 1 - p], (int(examples), 1)))
    return losses.numerical_gradient(lambda Z: losses.cross_entropy(Z, np.zeros(len(Z), int)), Z)[0, 0]


def numbers_sent_back(inputs, neurons, examples):
    sizes = int(examples), int(inputs), int(neurons)
    dX, _, _ = backprop.dense_backward(np.ones((sizes[0], sizes[2])), (np.ones(sizes[:2]), np.ones(sizes[1:])))
    return dX.size


ANOTHER_WAY = {
    "backprop.weight_slope": slope_of_a_weight,
    "backprop.logit_slope": slope_of_the_right_score,
    "backprop.sent_back": numbers_sent_back,
}


@pytest.mark.parametrize("key", ANOTHER_WAY)
def test_questions_with_new_numbers(key):
    for seed in range(20):
        text, right = find(key).draw(np.random.default_rng(seed))
        numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]
        assert right == pytest.approx(ANOTHER_WAY[key](*numbers), rel=1e-5)


def test_questions_as_the_notebook_asks_them():
    assert find("backprop.weight_slope").right == pytest.approx(slope_of_a_weight(2, 1, 1, 10))
    assert find("backprop.logit_slope").right == pytest.approx(slope_of_the_right_score(2, 0.1))
    assert find("backprop.sent_back").right == numbers_sent_back(16, 10, 20)


def test_of_a_network_of_zeros_only_the_last_biases_learn():
    X, y, parameters = network()
    zeros = [(0 * W, 0 * b) for W, b in parameters]
    for _ in range(30):
        _, gradients = backprop.mlp_backward(X, y, zeros)
        zeros = [(W - 0.1 * dW, b - 0.1 * db) for (W, b), (dW, db) in zip(zeros, gradients)]
    moved = [bool(np.any(part)) for layer in zeros for part in layer]
    assert moved == [False] * 5 + [True]


# ---- every backward against central differences ----


@pytest.mark.parametrize(
    ("run", "back"),
    [
        (backprop.relu_forward, backprop.relu_backward),
        (backprop.sigmoid_forward, backprop.sigmoid_backward),
    ],
)
def test_backward_of_an_activation(run, back):
    rng = np.random.default_rng(1)
    x, weights = 2 * rng.normal(size=(4, 5)), rng.normal(size=(4, 5))
    agree(back(weights, run(x)[1]), lambda x: np.sum(weights * run(x)[0]), x)


def test_multiply_backward():
    x, y, weights = np.random.default_rng(2).normal(size=(3, 4, 5))
    dx, dy = backprop.multiply_backward(weights, backprop.multiply_forward(x, y)[1])
    agree(dx, lambda x: np.sum(weights * x * y), x)
    agree(dy, lambda y: np.sum(weights * x * y), y)


def test_dense_backward():
    rng = np.random.default_rng(3)
    X, W, b, weights = (rng.normal(size=shape) for shape in [(6, 4), (4, 3), (3,), (6, 3)])
    Z, cache = backprop.dense_forward(X, W, b)
    np.testing.assert_array_equal(Z, forward.dense(X, W, b))
    dX, dW, db = backprop.dense_backward(weights, cache)
    agree(dX, lambda X: np.sum(weights * (X @ W + b)), X)
    agree(dW, lambda W: np.sum(weights * (X @ W + b)), W)
    agree(db, lambda b: np.sum(weights * (X @ W + b)), b)


def test_softmax_cross_entropy_backward():
    rng = np.random.default_rng(4)
    Z, y = 3 * rng.normal(size=(6, 4)), rng.integers(0, 4, 6)
    loss, cache = backprop.softmax_cross_entropy_forward(Z, y)
    assert loss == losses.cross_entropy(Z, y)
    kept = cache[0].copy()
    dZ = backprop.softmax_cross_entropy_backward(2.5, cache)
    agree(dZ, lambda Z: 2.5 * losses.cross_entropy(Z, y), Z)
    np.testing.assert_array_equal(cache[0], kept)
    np.testing.assert_allclose(dZ.sum(axis=1), 0, atol=1e-15)
    np.testing.assert_allclose(dZ / 2.5, losses.cross_entropy_gradient(Z, y), rtol=1e-12)


@pytest.mark.parametrize("sizes", [(4, 3), (4, 6, 3), (4, 6, 5, 3), (5, 5, 5, 5, 5)])
def test_mlp_backward_at_every_layer(sizes):
    X, y, parameters = network(sizes)
    loss, gradients = backprop.mlp_backward(X, y, parameters)
    assert loss == pytest.approx(losses.cross_entropy(forward.mlp_forward(X, parameters), y), rel=1e-14)
    for layer, (dW, db) in enumerate(gradients):
        W, b = parameters[layer]

        def loss_with(W, b, layer=layer):
            changed = [*parameters[:layer], (W, b), *parameters[layer + 1 :]]
            return losses.cross_entropy(forward.mlp_forward(X, changed), y)

        agree(dW, lambda W, b=b: loss_with(W, b), W)
        agree(db, lambda b, W=W: loss_with(W, b), b)


def test_mlp_forward_is_that_of_lesson_02_and_keeps_every_layer():
    X, _, parameters = network()
    Z, dense_caches, relu_caches = backprop.mlp_forward(X, parameters)
    np.testing.assert_array_equal(Z, forward.mlp_forward(X, parameters))
    trace = forward_trace(X, parameters)
    for (H, W), values, (wanted, _) in zip(dense_caches, trace, parameters):
        np.testing.assert_array_equal(H, values)
        assert W is wanted
    for sums, values in zip(relu_caches, trace[1:]):
        np.testing.assert_array_equal(np.maximum(sums, 0), values)


# ---- unbroadcast ----


@given(
    st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=0, max_size=4),
    st.integers(0, 4),
    st.integers(0, 999),
)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_unbroadcast_adds_up_the_copies(axes, dropped, seed):
    full = tuple(length for length, _ in axes)
    shape = tuple(1 if stretched else length for length, stretched in axes)[dropped:]
    gradient = np.random.default_rng(seed).normal(size=full)
    # Each element of the small array is a number; a label in its place says where its copies went.
    labels = np.broadcast_to(np.arange(int(np.prod(shape))).reshape(shape), full)
    slow = np.bincount(labels.ravel(), gradient.ravel(), minlength=int(np.prod(shape))).reshape(shape)
    found = backprop.unbroadcast(gradient, shape)
    assert np.shape(found) == shape
    np.testing.assert_allclose(found, slow, rtol=1e-12, atol=1e-12)


def test_unbroadcast_gives_the_gradient_of_a_broadcast_product():
    rng = np.random.default_rng(5)
    X, scale, weights = rng.normal(size=(4, 3)), rng.normal(size=(4, 1)), rng.normal(size=(4, 3))
    _, d_scale = backprop.multiply_backward(weights, (X, scale))
    agree(backprop.unbroadcast(d_scale, (4, 1)), lambda scale: np.sum(weights * X * scale), scale)


# ---- topological_order ----


@given(st.integers(1, 12), st.integers(0, 9999))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_topological_order_is_one_that_graphlib_accepts(count, seed):
    rng = np.random.default_rng(seed)
    names = [f"n{i}" for i in rng.permutation(count)]
    graph = {name: [names[j] for j in range(i) if rng.random() < 0.4] for i, name in enumerate(names)}
    graph = {name: graph[name] for name in sorted(graph)}
    order = backprop.topological_order(graph)
    assert sorted(order) == sorted(graphlib.TopologicalSorter(graph).static_order())
    assert all(order.index(taken) < order.index(name) for name in graph for taken in graph[name])


# ---- gradient_check ----


@pytest.mark.parametrize(("factor", "error"), [(1, 0), (2, 0.5), (0.5, 0.5), (-1, 2), (0, 1)])
def test_gradient_check_measures_the_relative_error(factor, error):
    x = np.random.default_rng(6).normal(size=(3, 4))
    found = backprop.gradient_check(lambda x: np.sum(np.sin(x)), x, factor * np.cos(x))
    assert found == pytest.approx(error, abs=1e-7)


def test_gradient_check_finds_the_one_wrong_element_and_allows_zeros():
    x = np.array([[0.0, 1.0], [2.0, 3.0]])
    right = 2 * x
    assert backprop.gradient_check(lambda x: np.sum(x**2), x, right) < 1e-8
    right[1, 0] *= 1.25
    assert backprop.gradient_check(lambda x: np.sum(x**2), x, right) == pytest.approx(0.2)


# ---- bad arguments ----


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: backprop.unbroadcast(np.ones((2, 3)), (2,)), r"shape \(2, 3\), to which the shape \(2,\) does not"),
        (lambda: backprop.unbroadcast(np.ones(3), (1, 3)), "does not broadcast"),
        (lambda: backprop.dense_forward(np.ones((2, 3)), np.ones((4, 1)), np.ones(1)), "X has 3 columns"),
        (lambda: backprop.softmax_cross_entropy_forward(np.ones((2, 3)), np.array([1])), "want one label"),
        (lambda: backprop.mlp_forward(np.ones((1, 1)), []), "parameters is empty"),
        (lambda: backprop.mlp_backward(np.ones((1, 1)), np.array([0]), []), "parameters is empty"),
        (lambda: backprop.topological_order({"a": ["b"], "b": ["a"]}), "a circle"),
        (lambda: backprop.topological_order({"a": ["b"]}), "an unknown node"),
        (lambda: backprop.gradient_check(np.sum, np.ones(2), np.ones(3)), r"gradient has shape \(3,\)"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# ---- a second opinion ----

if HAVE_TORCH:  # collected only where PyTorch is installed: nothing is skipped

    def test_pytorch_finds_the_same_gradients():
        import torch

        X, y, parameters = network()
        tensors = [tuple(torch.tensor(part, requires_grad=True) for part in layer) for layer in parameters]
        H = torch.tensor(X)
        for W, b in tensors[:-1]:
            H = torch.relu(H @ W + b)
        W, b = tensors[-1]
        loss = torch.nn.functional.cross_entropy(H @ W + b, torch.tensor(y))
        loss.backward()
        found, gradients = backprop.mlp_backward(X, y, parameters)
        assert found == pytest.approx(loss.item(), rel=1e-12)
        for pair, layer in zip(gradients, tensors):
            for gradient, tensor in zip(pair, layer):
                np.testing.assert_allclose(gradient, tensor.grad.numpy(), rtol=1e-10, atol=1e-14)

    def test_pytorch_unbroadcasts_alike():
        import torch

        gradient = np.random.default_rng(0).normal(size=(2, 3, 4))
        for shape in [(2, 3, 4), (3, 4), (4,), (), (1, 3, 1), (3, 1), (2, 1, 4), (1,)]:
            small = torch.zeros(shape, dtype=torch.float64, requires_grad=True)
            torch.broadcast_to(small, gradient.shape).backward(torch.tensor(gradient))
            np.testing.assert_allclose(backprop.unbroadcast(gradient, shape), small.grad.numpy(), rtol=1e-12)
