"""Lesson 13, codes to walk in, against central differences, numerical integration, many draws, and PyTorch."""

import importlib.util

import numpy as np
import pytest

from dlcourse.lessons import autoencoder
from dlcourse.lessons.losses import numerical_gradient

HAVE_TORCH = importlib.util.find_spec("torch") is not None


def some_bells(seed, N=4, K=3):
    mean, log_variance, noise = np.random.default_rng(seed).normal(size=(3, N, K))
    return mean, log_variance, noise


def test_draws_have_the_wanted_mean_and_variance():
    noise = np.random.default_rng(0).normal(size=(200_000, 2))
    mean, variance = np.array([3.0, -1.0]), np.array([0.25, 9.0])
    every = np.broadcast_to(mean, noise.shape), np.broadcast_to(np.log(variance), noise.shape)
    z, _ = autoencoder.reparameterize(every[0], log_variance=every[1], noise=noise)
    np.testing.assert_allclose(z.mean(axis=0), mean, atol=0.02)
    np.testing.assert_allclose(z.var(axis=0), variance, rtol=0.01)


def test_the_slope_is_that_of_central_differences_with_the_noise_held():
    mean, log_variance, noise = some_bells(1)
    _, slope = autoencoder.reparameterize(mean, log_variance=log_variance, noise=noise)
    ends = [autoencoder.reparameterize(mean, log_variance=log_variance + h, noise=noise)[0] for h in (1e-5, -1e-5)]
    np.testing.assert_allclose(slope, (ends[0] - ends[1]) / 2e-5, rtol=1e-7)


def test_the_slope_is_right_on_average_for_a_loss_whose_mean_is_known():
    """The mean of z² is m² + exp(v): its slope by v is exp(v), and comes out as the mean of 2 z times the slope."""
    noise = np.random.default_rng(2).normal(size=(400_000, 1))
    every = np.full_like(noise, 0.7), np.full_like(noise, 0.4)
    z, slope = autoencoder.reparameterize(every[0], log_variance=every[1], noise=noise)
    assert np.mean(2 * z * slope) == pytest.approx(np.exp(0.4), rel=0.01)


def test_the_divergence_is_that_of_an_integral():
    x = np.linspace(-60, 60, 400_001)
    for mean, log_variance in ((1.0, 0.0), (0.0, np.log(2.0)), (-2.5, 1.3), (0.3, -3.0)):
        log_q = -((x - mean) ** 2) / 2 / np.exp(log_variance) - log_variance / 2
        log_p = -(x**2) / 2
        integral = np.sum(np.exp(log_q) * (log_q - log_p)) * (x[1] - x[0]) / np.sqrt(2 * np.pi)
        kl, *_ = autoencoder.gaussian_kl(np.array([[mean]]), log_variance=np.array([[log_variance]]))
        assert kl == pytest.approx(integral, rel=1e-9)


def test_the_divergence_adds_over_numbers_and_is_a_mean_over_examples():
    mean, log_variance, _ = some_bells(3)
    alone = [
        [autoencoder.gaussian_kl(np.array([[m]]), log_variance=np.array([[v]]))[0] for m, v in zip(*rows)]
        for rows in zip(mean, log_variance)
    ]
    kl, *_ = autoencoder.gaussian_kl(mean, log_variance=log_variance)
    assert kl == pytest.approx(np.sum(alone, axis=1).mean())
    assert np.min(alone) > 0
    at_home = np.zeros((5, 2))
    assert autoencoder.gaussian_kl(at_home, log_variance=at_home)[0] == 0


def test_gradients_of_the_divergence_are_those_of_central_differences():
    mean, log_variance, _ = some_bells(4)
    _, d_mean, d_log_variance = autoencoder.gaussian_kl(mean, log_variance=log_variance)
    measured = numerical_gradient(lambda m: autoencoder.gaussian_kl(m, log_variance=log_variance)[0], mean)
    np.testing.assert_allclose(d_mean, measured, atol=1e-8)
    measured = numerical_gradient(lambda v: autoencoder.gaussian_kl(mean, log_variance=v)[0], log_variance)
    np.testing.assert_allclose(d_log_variance, measured, atol=1e-8)


if HAVE_TORCH:

    def test_pytorch_says_the_same():
        import torch

        mean, log_variance, noise = some_bells(5)
        m, v = (torch.tensor(array, requires_grad=True) for array in (mean, log_variance))
        normal = torch.distributions.Normal
        apart = torch.distributions.kl_divergence(normal(m, torch.exp(v / 2)), normal(0.0, 1.0)).sum(dim=1).mean()
        apart.backward()
        kl, d_mean, d_log_variance = autoencoder.gaussian_kl(mean, log_variance=log_variance)
        assert kl == pytest.approx(apart.item())
        np.testing.assert_allclose(d_mean, m.grad.numpy(), atol=1e-12)
        np.testing.assert_allclose(d_log_variance, v.grad.numpy(), atol=1e-12)
        v.grad = None
        (m + torch.exp(v / 2) * torch.tensor(noise)).sum().backward()
        _, slope = autoencoder.reparameterize(mean, log_variance=log_variance, noise=noise)
        np.testing.assert_allclose(slope, v.grad.numpy(), atol=1e-12)
