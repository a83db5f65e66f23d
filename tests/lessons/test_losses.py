"""Lesson 03 against independent oracles: SciPy, scikit-learn, PyTorch, central differences, slow obvious versions."""

import importlib.util

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import optimize, special
from sklearn import metrics

from dlcourse.lessons import losses

RNG = np.random.default_rng(0)
Z, y = RNG.normal(scale=3, size=(7, 4)), RNG.integers(0, 4, 7)
Y_hat, Y = RNG.normal(size=(5, 3)), RNG.normal(size=(5, 3))
z, yes = RNG.normal(scale=3, size=9), RNG.integers(0, 2, 9)


def test_mse_is_scikit_learns():
    assert losses.mse(Y_hat, Y) == pytest.approx(metrics.mean_squared_error(Y, Y_hat), rel=1e-12)


@given(arrays(float, (3, 4), elements=st.floats(-1e4, 1e4)))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_log_softmax_is_scipys(logits):
    L = losses.log_softmax(logits)
    np.testing.assert_allclose(L, special.log_softmax(logits, axis=1), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(np.exp(L).sum(axis=1), 1, rtol=1e-12)
    assert (L <= 0).all()


def test_cross_entropy_is_scikit_learns_log_loss():
    expected = metrics.log_loss(y, special.softmax(Z, axis=1), labels=range(4))
    assert losses.cross_entropy(Z, y) == pytest.approx(expected, rel=1e-10)


def test_cross_entropy_of_equal_logits_is_the_logarithm_of_the_number_of_classes():
    assert losses.cross_entropy(np.full((6, 10), 7.0), np.arange(6)) == pytest.approx(np.log(10))


def test_cross_entropy_is_finite_for_any_logits():
    logits = np.array([[1e5, 0.0, -1e5], [0.0, -1e300, 1e300]])
    assert losses.cross_entropy(logits, np.array([1, 2])) == 1e5 / 2
    gradient = losses.cross_entropy_gradient(logits, np.array([1, 2]))
    np.testing.assert_array_equal(gradient, [[0.5, -0.5, 0], [0, 0, 0]])


def test_binary_cross_entropy_is_scikit_learns_and_that_of_two_classes():
    found = losses.binary_cross_entropy_with_logits(z, yes)
    assert found == pytest.approx(metrics.log_loss(yes, special.expit(z)), rel=1e-10)
    assert found == pytest.approx(losses.cross_entropy(np.column_stack([0 * z, z]), yes), rel=1e-12)


def test_binary_cross_entropy_far_out():
    far = np.array([-1e4, 1e4, 800.0, -800.0])
    assert losses.binary_cross_entropy_with_logits(far, np.array([0, 1, 1, 0])) == 0
    assert losses.binary_cross_entropy_with_logits(far, np.array([1, 0, 0, 1])) == 5400


def test_hinge_element_by_element():
    for margin in (1.0, 0.25, 3.0):
        slow = 0.0
        for logits, label in zip(Z, y):
            slow += sum(max(0, logits[c] - logits[label] + margin) for c in range(4) if c != label)
        assert losses.hinge_loss(Z, y, margin) == pytest.approx(slow / len(y), rel=1e-12)


def test_hinge_of_two_classes_is_scikit_learns():
    found = losses.hinge_loss(np.column_stack([-z / 2, z / 2]), yes)
    assert found == pytest.approx(metrics.hinge_loss(2 * yes - 1, z), rel=1e-12)


@pytest.mark.parametrize("shape", [(), (5,), (3, 4), (2, 3, 2)])
def test_numerical_gradient_of_a_known_function(shape):
    x = np.random.default_rng(1).normal(size=shape)
    kept = x.copy()
    found = losses.numerical_gradient(lambda a: float(np.sum(np.sin(a)) + np.sum(a) ** 2), x)
    np.testing.assert_allclose(found, np.cos(x) + 2 * x.sum(), rtol=1e-8, atol=1e-9)
    assert np.array_equal(x, kept)


def test_numerical_gradient_is_scipys_and_takes_whole_numbers():
    x = np.array([1, 2, 3])
    expected = optimize.approx_fprime(x.astype(float), lambda a: np.prod(a), 1e-7)
    np.testing.assert_allclose(losses.numerical_gradient(np.prod, x), expected, rtol=1e-6)


@pytest.mark.parametrize(
    ("loss", "gradient", "at", "targets"),
    [
        (losses.mse, losses.mse_gradient, Y_hat, Y),
        (losses.cross_entropy, losses.cross_entropy_gradient, Z, y),
    ],
)
def test_gradients_by_extrapolated_differences(loss, gradient, at, targets):
    """Not by numerical_gradient: by Richardson's extrapolation of central differences, written out here."""

    def slope(i, h):
        step = np.zeros(at.shape)
        step[i] = h
        return (loss(at + step, targets) - loss(at - step, targets)) / (2 * h)

    slow = np.zeros(at.shape)
    for i in np.ndindex(at.shape):
        slow[i] = (4 * slope(i, 5e-4) - slope(i, 1e-3)) / 3
    np.testing.assert_allclose(gradient(at, targets), slow, rtol=1e-8, atol=1e-11)


@given(st.integers(1, 60), st.integers(1, 15), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_calibration_error_by_sums_over_bins(count, bins, seed):
    rng = np.random.default_rng(seed)
    confidence, right = rng.uniform(size=count), rng.uniform(size=count) < 0.7
    sums = np.histogram(confidence, bins, (0, 1), weights=right - confidence)[0]
    found = losses.expected_calibration_error(confidence, right, bins)
    assert found == pytest.approx(np.abs(sums).sum() / count, rel=1e-9, abs=1e-12)


def test_certainty_has_a_bin():
    assert losses.expected_calibration_error(np.array([1.0, 1.0, 0.0]), np.array([True, False, False])) == 1 / 3


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: losses.mse(np.ones((3, 1)), np.ones(3)), r"Y_hat has shape \(3, 1\), Y has shape \(3,\)"),
        (lambda: losses.mse_gradient(np.ones(2), np.ones(3)), "they must be the same"),
        (lambda: losses.cross_entropy(np.ones((2, 3)), np.zeros(3, int)), "want one label for each row"),
        (lambda: losses.cross_entropy_gradient(np.ones((2, 3)), np.zeros(1, int)), "Z has 2 rows"),
        (lambda: losses.hinge_loss(np.ones((2, 3)), np.array([[0], [1]])), "want one label"),
        (lambda: losses.binary_cross_entropy_with_logits(np.ones(2), np.ones((2, 1))), "z has shape"),
        (lambda: losses.expected_calibration_error(np.ones(2), np.ones(3, bool)), "want the same"),
        (lambda: losses.expected_calibration_error(np.array([1.2]), np.array([True])), "want 0 to 1"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_float_in_same_float_type_out():
    narrow = [a.astype(np.float32) for a in (Y_hat, Y, Z, z)]
    found = [losses.mse(*narrow[:2]), losses.mse_gradient(*narrow[:2]), losses.log_softmax(narrow[2])]
    found += [losses.cross_entropy(narrow[2], y), losses.cross_entropy_gradient(narrow[2], y)]
    found += [losses.binary_cross_entropy_with_logits(narrow[3], yes), losses.hinge_loss(narrow[2], y)]
    assert [value.dtype for value in found] == [np.float32] * 7


if importlib.util.find_spec("torch"):  # collected only where PyTorch is installed: nothing is skipped

    def test_pytorch_agrees():
        import torch
        from torch.nn import functional as F

        logits = torch.tensor(Z, requires_grad=True)
        loss = F.cross_entropy(logits, torch.tensor(y))
        loss.backward()
        assert losses.cross_entropy(Z, y) == pytest.approx(loss.item(), rel=1e-12)
        np.testing.assert_allclose(losses.cross_entropy_gradient(Z, y), logits.grad.numpy(), rtol=1e-10)
        predictions = torch.tensor(Y_hat, requires_grad=True)
        loss = F.mse_loss(predictions, torch.tensor(Y))
        loss.backward()
        assert losses.mse(Y_hat, Y) == pytest.approx(loss.item(), rel=1e-12)
        np.testing.assert_allclose(losses.mse_gradient(Y_hat, Y), predictions.grad.numpy(), rtol=1e-10)
        loss = F.binary_cross_entropy_with_logits(torch.tensor(z), torch.tensor(yes, dtype=torch.float64))
        assert losses.binary_cross_entropy_with_logits(z, yes) == pytest.approx(loss.item(), rel=1e-12)
        loss = F.multi_margin_loss(torch.tensor(Z), torch.tensor(y), margin=0.7)  # torch divides by C
        assert losses.hinge_loss(Z, y, 0.7) == pytest.approx(4 * loss.item(), rel=1e-12)
