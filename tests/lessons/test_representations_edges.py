"""Lesson 09's edges and probes against independent oracles: known slopes, symmetries, scikit-learn, gradients."""

import numpy as np
import pytest
from differences import central_differences
from scipy.signal import correlate2d
from sklearn.linear_model import Ridge

from dlcourse.lessons.representations import linear_probe, oriented_edges

KERNELS = np.stack([[[-1.0, 0.0, 1.0]] * 3, np.transpose([[-1.0, 0.0, 1.0]] * 3)])


# ---- edges ----


@pytest.mark.parametrize("degrees", [0, 10, 45, 80, 90, 100, 135, 170])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_step_along_a_line_has_the_direction_of_the_line(degrees, sign):
    rows, columns = np.mgrid[:9, :9]
    along = np.radians(degrees)
    # The distance from a line through the middle that runs to (cos, sin), where the second axis points upwards.
    distance = np.sin(along) * (columns - 4) + np.cos(along) * (rows - 4)
    energy, direction = oriented_edges(sign * distance, kernels=KERNELS)
    off = (direction - degrees + 90) % 180 - 90
    np.testing.assert_allclose(off, 0, atol=1e-9)
    np.testing.assert_allclose(energy, 36.0)  # 6 for a slope of 1: the same in each direction


def test_edges_are_scipys_correlations():
    rng = np.random.default_rng(0)
    picture, kernels = rng.normal(size=(8, 11)), rng.normal(size=(2, 3, 4))
    energy, direction = oriented_edges(picture, kernels=kernels)
    x, y = (correlate2d(picture, kernel, mode="valid") for kernel in kernels)
    np.testing.assert_allclose(energy, np.abs(x + 1j * y) ** 2)
    np.testing.assert_allclose(direction, np.angle(y + 1j * x, deg=True) % 180)


def test_a_picture_turned_by_a_quarter_has_its_edges_turned():
    picture = np.random.default_rng(1).normal(size=(10, 10))
    energy, direction = oriented_edges(picture, kernels=KERNELS)
    turned_energy, turned = oriented_edges(np.rot90(picture), kernels=KERNELS)
    np.testing.assert_allclose(turned_energy, np.rot90(energy))
    np.testing.assert_allclose((turned - np.rot90(direction)) % 180, 90)


def test_a_direction_is_below_180_whatever_rounding_does():
    kernels = np.array([[[1.0, 0.0]], [[0.0, 1.0]]])
    energy, direction = oriented_edges(np.array([[-1e-18, 1.0]]), kernels=kernels)
    assert (energy.item(), direction.item()) == (1.0, 0.0)


def test_there_is_no_edge_in_a_flat_picture():
    flat = oriented_edges(np.full((4, 5), 0.5), kernels=KERNELS)
    assert np.all(np.array(flat) == 0)


# ---- probes ----


@pytest.mark.parametrize("shape", [(12, 3, 1), (12, 3, 2), (4, 9, 2), (5, 1, 1)])
@pytest.mark.parametrize("ridge", [0.01, 1.0, 50.0])
def test_a_linear_probe_is_scikit_learns_ridge(shape, ridge):
    N, D, K = shape
    rng = np.random.default_rng(N)
    H, T = rng.normal(2, 3, size=(N, D)), rng.normal(-1, 2, size=(N, K))
    W, b = linear_probe(H, T, ridge=ridge)
    wanted = Ridge(alpha=ridge).fit(H, T)
    np.testing.assert_allclose(W, wanted.coef_.reshape(K, D).T, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(b, np.ravel(wanted.intercept_), rtol=1e-6, atol=1e-9)


def test_no_step_from_a_probe_makes_its_error_smaller():
    rng = np.random.default_rng(3)
    H, T, ridge = rng.normal(1, 2, size=(7, 4)), rng.normal(size=(7, 2)), 0.7
    W, b = linear_probe(H, T, ridge=ridge)

    def cost(W, b):
        return np.sum((H @ W + b - T) ** 2) + ridge * np.sum(W**2)

    np.testing.assert_allclose(central_differences(lambda W: cost(W, b), W), 0, atol=1e-7)
    np.testing.assert_allclose(central_differences(lambda b: cost(W, b), b), 0, atol=1e-7)


def test_a_shift_of_features_or_numbers_moves_the_bias_only():
    rng = np.random.default_rng(4)
    H, T = rng.normal(size=(9, 3)), rng.normal(size=(9, 2))
    W, b = linear_probe(H, T, ridge=2.0)
    W_moved, b_moved = linear_probe(H + 5, T - 3, ridge=2.0)
    np.testing.assert_allclose(W_moved, W, atol=1e-12)
    np.testing.assert_allclose(b_moved, b - 3 - 5 * W.sum(axis=0), atol=1e-12)
