"""Lesson 09's maps of importance and pictures uphill, against central differences and what must hold."""

import numpy as np
import pytest
from differences import central_differences
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.checking.runtime.functions import relu_score, relu_scores, relu_scores_backward
from dlcourse.exercises.representations.map_that_adds_up import map_that_adds_up
from dlcourse.experiments.representations import drawing_network, drawings
from dlcourse.lessons.representations import activation_maximization_step, occlusion_map, saliency_map
from dlcourse.nn.training import mlp

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("label", range(3))
def test_saliency_is_the_steepest_central_difference(label):
    pictures = RNG.normal(size=(2, 3, 4, 3))
    found = saliency_map(pictures, relu_scores, relu_scores_backward, labels=np.full(2, label))
    for picture, S in zip(pictures, found):
        slopes = central_differences(lambda X: relu_scores(X[None])[0][0, label], picture)
        np.testing.assert_allclose(S, np.abs(slopes).max(axis=2), rtol=1e-5, atol=1e-7)


def test_saliency_of_the_drawing_network_is_its_slope():
    network, X = drawing_network(), drawings(1, np.random.default_rng(5)).X
    S = saliency_map(X, network.forward, network.input_gradient, labels=np.array([3]))[0]
    for row, column in [(5, 9), (14, 14), (20, 11), np.unravel_index(S.argmax(), S.shape)]:
        moved = np.repeat(X, 2, axis=0)
        moved[:, row, column, 0] += [1e-6, -1e-6]
        up, down = network.outputs(moved)[:, 3]
        assert S[row, column] == pytest.approx(abs(up - down) / 2e-6, rel=1e-4, abs=1e-6)


def test_each_picture_has_a_map_of_its_own():
    pictures, labels = RNG.normal(size=(4, 3, 5, 2)), np.array([2, 0, 1, 0])
    every = saliency_map(pictures, relu_scores, relu_scores_backward, labels=labels)
    turned = saliency_map(pictures[::-1], relu_scores, relu_scores_backward, labels=labels[::-1])
    np.testing.assert_allclose(every, turned[::-1])


def test_a_linear_score_falls_by_what_is_covered():
    W, picture = RNG.normal(size=(5, 6)), RNG.normal(size=(5, 6))
    falls = occlusion_map(picture, lambda X: (X * W).sum(axis=(1, 2)), size=2, fill=0.5)
    windows = np.lib.stride_tricks.sliding_window_view(W * (picture - 0.5), (2, 2))
    np.testing.assert_allclose(falls, windows.sum(axis=(2, 3)))


@given(st.integers(1, 7), st.integers(1, 4), st.integers(0, 3), st.integers(0, 3))
def test_covers_lie_where_they_do_not_stick_out(size, stride, taller, wider):
    picture = np.random.default_rng(size).normal(size=(size + taller, size + wider))
    falls = occlusion_map(picture, relu_score, size=size, stride=stride)
    assert falls.shape == (taller // stride + 1, wider // stride + 1)
    last = picture.copy()
    top, left = stride * (falls.shape[0] - 1), stride * (falls.shape[1] - 1)
    last[top : top + size, left : left + size] = 0
    assert falls[-1, -1] == pytest.approx(relu_score(picture[None])[0] - relu_score(last[None])[0])


def test_a_step_moves_by_the_learning_rate_and_nothing_leaves_the_paper():
    X, dX = np.full((6, 7), 0.5), RNG.normal(size=(6, 7))
    moved = activation_maximization_step(X, dX, learning_rate=0.01, decay=0.0) - X
    assert np.sqrt(np.mean(moved**2)) == pytest.approx(0.01)
    assert np.all(moved * dX >= 0)
    far = activation_maximization_step(X, 1e9 * dX, learning_rate=9.0, decay=0.1)
    assert far.min() == 0
    assert far.max() == 1


def test_the_answer_rises_at_each_of_many_steps():
    network, X = drawing_network(), np.full((1, 28, 28, 1), 0.3)
    told = []
    for _ in range(30):
        Z, caches = network.forward(X)
        told.append(Z[0, 4])
        dX = network.input_gradient(np.eye(6)[[4]], caches)
        X = activation_maximization_step(X, dX, learning_rate=0.01, decay=0.0)
    assert np.all(np.diff(told) > 0)


@pytest.mark.parametrize("label", range(3))
def test_shares_add_up_on_another_network(label):
    network, rng = mlp([12, 9, 3], np.random.default_rng(3)), np.random.default_rng(4)

    def forward(X):
        return network.forward(X.reshape(len(X), -1))

    def backward(d, caches):
        return network.input_gradient(d, caches).reshape(-1, 3, 4, 1)

    picture, baseline = rng.normal(size=(2, 3, 4, 1))
    baseline[1] = picture[1]
    shares = map_that_adds_up(picture, baseline, forward, backward, label=label)
    scores, _ = forward(np.stack([picture, baseline]))
    assert shares.sum() == pytest.approx(scores[0, label] - scores[1, label], abs=0.02)
    assert not shares[1].any()
