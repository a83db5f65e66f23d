"""Lesson 15, diffusion, against independent oracles: walks, Bayes' rule, SciPy, scikit-learn, PyTorch, identities."""

import importlib.util

import numpy as np
import pytest
import scipy.linalg
import scipy.spatial
import scipy.special
import scipy.stats
from sklearn.neighbors import NearestNeighbors

from dlcourse.lessons import diffusion
from dlcourse.lessons.attention import scaled_dot_product_attention
from dlcourse.lessons.losses import numerical_gradient

HAVE_TORCH = importlib.util.find_spec("torch") is not None


def some(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


def cloud(rows, columns, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=columns) + rng.normal(size=(rows, columns)) @ rng.normal(size=(columns, columns))


# ---- forth ----


@pytest.mark.parametrize("steps", [1, 2, 10, 50, 1000])
def test_a_schedule_is_what_its_shares_leave(steps):
    """As in the article's own program: a beta for each step, from a function of the time, clipped at 0.999."""

    def f(time):
        return np.cos((time + 0.008) / 1.008 * np.pi / 2) ** 2

    betas = [min(1 - f((i + 1) / steps) / f(i / steps), 0.999) for i in range(steps)]
    alpha_bar = diffusion.noise_schedule(steps)
    assert alpha_bar[0] == 1
    assert np.all(np.diff(alpha_bar) < 0)
    np.testing.assert_allclose(alpha_bar[1:], np.cumprod(1 - np.array(betas)), rtol=1e-9)


def test_a_schedule_is_flat_at_both_ends():
    falls = -np.diff(diffusion.noise_schedule(100))
    assert falls[0] < 0.1 * falls.max() > falls[-1]
    assert 40 < falls.argmax() < 60
    assert diffusion.noise_schedule(100)[50] == pytest.approx(0.5, abs=0.02)


def test_many_small_steps_are_one_large_one_in_mean_and_variance():
    """Step by step x becomes sqrt(1 - beta) x + sqrt(beta) noise: its mean and its variance are known exactly."""
    alpha_bar = diffusion.noise_schedule(50)
    mean, variance = 3.0, 0.0
    for t in range(1, 51):
        kept = alpha_bar[t] / alpha_bar[t - 1]
        mean, variance = kept**0.5 * mean, kept * variance + (1 - kept)
        one, zero = np.ones(1), np.zeros(1)
        assert mean == pytest.approx(diffusion.add_noise(3 * one, zero, alpha_bar=alpha_bar[t])[0])
        assert variance == pytest.approx(diffusion.add_noise(zero, one, alpha_bar=alpha_bar[t])[0] ** 2)


def test_a_walk_of_many_is_a_leap_of_many():
    rng = np.random.default_rng(1)
    alpha_bar = diffusion.noise_schedule(20)
    walked = np.full(100_000, 2.0)
    for t in range(1, 13):
        kept = alpha_bar[t] / alpha_bar[t - 1]
        walked = np.sqrt(kept) * walked + np.sqrt(1 - kept) * rng.normal(size=walked.shape)
    leapt = diffusion.add_noise(np.full(100_000, 2.0), rng.normal(size=100_000), alpha_bar=alpha_bar[12])
    np.testing.assert_allclose([walked.mean(), walked.std()], [leapt.mean(), leapt.std()], atol=0.01)
    assert scipy.stats.ks_2samp(walked, leapt).statistic < 0.01


def test_the_variance_of_what_has_variance_1_stays():
    x0, noise = some(2, 200_000)
    for share in (0.9, 0.5, 0.02):
        assert diffusion.add_noise(x0, noise, alpha_bar=share).var() == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("shape", [(5,), (5, 3), (5, 5), (5, 4, 5), (5, 2, 3, 2)])
def test_shares_of_each_example_are_those_of_each_alone(shape):
    x0, noise = some(*shape), some(*shape, seed=1)
    shares = np.array([1.0, 0.7, 0.0, 0.2, 0.5])
    together = diffusion.add_noise(x0, noise, alpha_bar=shares)
    alone = [diffusion.add_noise(*pair, alpha_bar=share) for *pair, share in zip(x0[:, None], noise[:, None], shares)]
    np.testing.assert_allclose(together, np.concatenate(alone))
    again = diffusion.clean_from_noise(together[shares > 0], noise[shares > 0], alpha_bar=shares[shares > 0])
    np.testing.assert_allclose(again, x0[shares > 0])


# ---- what was there ----


def test_the_ideal_guess_is_that_of_bayes_rule():
    x, data, share = some(4, 3), some(6, 3, seed=1), 0.6
    likely = np.array([
        [scipy.stats.multivariate_normal.pdf(seen, np.sqrt(share) * row, (1 - share) * np.eye(3)) for row in data]
        for seen in x
    ])  # fmt: skip
    expected = likely / likely.sum(axis=1, keepdims=True) @ data
    np.testing.assert_allclose(diffusion.ideal_denoiser(x, data=data, alpha_bar=share), expected)


def test_the_ideal_guess_follows_the_slope_of_the_density():
    """Tweedie's formula: sqrt(alpha_bar) times the guess is x, plus the variance times the slope of the log density."""
    x, data, share = some(1, 2), some(5, 2, seed=2), 0.3

    def log_density(place):
        return scipy.special.logsumexp(-((place - np.sqrt(share) * data) ** 2).sum(axis=1) / (2 * (1 - share)))

    expected = (x + (1 - share) * numerical_gradient(log_density, x[0])) / np.sqrt(share)
    np.testing.assert_allclose(diffusion.ideal_denoiser(x, data=data, alpha_bar=share), expected, rtol=1e-7)


def test_the_ideal_guess_is_attention():
    """Queries are noisy examples, keys and values the data; rows of one length, so that no score of a length is due."""
    x, share = some(4, 3), 0.6
    data = some(6, 3, seed=1)
    data /= np.linalg.norm(data, axis=1, keepdims=True)
    Q = x * np.sqrt(share) / (1 - share) * np.sqrt(3)
    out, _ = scaled_dot_product_attention(Q, K=data, V=data)
    np.testing.assert_allclose(diffusion.ideal_denoiser(x, data=data, alpha_bar=share), out)


def test_no_other_guess_is_better_on_average():
    rng = np.random.default_rng(3)
    data = rng.normal(size=(8, 2))
    x0 = data[rng.integers(8, size=20_000)]
    x = diffusion.add_noise(x0, rng.normal(size=x0.shape), alpha_bar=0.5)
    guesses = {share: diffusion.ideal_denoiser(x, data=data, alpha_bar=share) for share in (0.4, 0.5, 0.6)}
    errors = {share: np.mean((guess - x0) ** 2) for share, guess in guesses.items()}
    assert min(errors, key=errors.get) == 0.5
    assert np.mean((guesses[0.5] - x0) * guesses[0.5]) == pytest.approx(0, abs=0.01)  # nothing is left to be told


def test_the_ideal_guess_at_the_ends():
    data = some(7, 3)
    all_noise = diffusion.ideal_denoiser(some(4, 3, seed=1), data=data, alpha_bar=0.0)
    np.testing.assert_allclose(all_noise, np.broadcast_to(data.mean(axis=0), (4, 3)))
    nearly_none = diffusion.ideal_denoiser(data + 1e-5, data=data, alpha_bar=1 - 1e-6)
    np.testing.assert_allclose(nearly_none, data)


def test_a_walk_back_with_the_ideal_guess_ends_at_what_was_shown():
    rng = np.random.default_rng(4)
    data, alpha_bar = rng.normal(size=(5, 2)), diffusion.noise_schedule(40)
    x = rng.normal(size=(100, 2))
    for t in range(40, 0, -1):
        clean = diffusion.ideal_denoiser(x, data=data, alpha_bar=alpha_bar[t])
        x = diffusion.sample_step(x, clean, rng.normal(size=x.shape), t=t, alpha_bar=alpha_bar)
    distances, which = diffusion.nearest_distance(x, data=data)
    assert np.mean(distances < 0.05) > 0.95
    assert set(which) == set(range(5))


# ---- what a network is asked ----


@pytest.mark.parametrize("target", ["noise", "clean"])
def test_the_gradient_is_that_of_central_differences(target):
    x0, noise, said = some(3, 3, 4)
    t, alpha_bar = np.array([0, 4, 2]), diffusion.noise_schedule(4)

    def loss(said):
        named = {"t": t, "alpha_bar": alpha_bar, "target": target}
        return diffusion.denoising_loss(x0, noise, network=lambda x, t: said, **named)

    np.testing.assert_allclose(loss(said)[1], numerical_gradient(lambda said: loss(said)[0], said), atol=1e-8)
    wanted = noise if target == "noise" else x0
    assert loss(wanted)[0] == 0
    assert loss(wanted + 0.5)[0] == pytest.approx(0.25)


def test_the_network_sees_the_noisy_examples_and_their_steps():
    x0, noise = some(2, 3, 2, 2)
    t, alpha_bar, seen = np.array([2, 0, 1]), diffusion.noise_schedule(2), []

    def network(x, t):
        seen.append((x, t))
        return x

    diffusion.denoising_loss(x0, noise, t=t, network=network, alpha_bar=alpha_bar, target="clean")
    [(x, steps)] = seen
    np.testing.assert_array_equal(steps, t)
    for n in range(3):
        np.testing.assert_allclose(x[n], np.sqrt(alpha_bar[t[n]]) * x0[n] + np.sqrt(1 - alpha_bar[t[n]]) * noise[n])


# ---- back ----


@pytest.mark.parametrize("t", [1, 2, 7, 20])
def test_a_step_back_from_the_true_example_has_the_noise_of_the_step_before(t):
    """x_t is x0 with noise; if x0 is believed, mean and variance afterwards are those of step t - 1 from x0."""
    alpha_bar = diffusion.noise_schedule(20)
    one, zero = np.ones((1, 1)), np.zeros((1, 1))
    of_x, of_clean, spread = (
        diffusion.sample_step(*arrays, t=t, alpha_bar=alpha_bar).item()
        for arrays in ((one, zero, zero), (zero, one, zero), (zero, zero, one))
    )
    assert of_x * alpha_bar[t] ** 0.5 + of_clean == pytest.approx(alpha_bar[t - 1] ** 0.5)
    assert of_x**2 * (1 - alpha_bar[t]) + spread**2 == pytest.approx(1 - alpha_bar[t - 1], abs=1e-12)


def test_a_step_back_is_bayes_rule_on_a_grid():
    alpha_bar = np.array([1.0, 0.7, 0.3])
    clean, x = 1.5, -0.4
    places = np.linspace(-12, 12, 200_001)
    kept = alpha_bar[2] / alpha_bar[1]
    before = scipy.stats.norm.pdf(places, np.sqrt(alpha_bar[1]) * clean, np.sqrt(1 - alpha_bar[1]))
    density = before * scipy.stats.norm.pdf(x, np.sqrt(kept) * places, np.sqrt(1 - kept))
    density /= density.sum()
    mean = np.sum(density * places)
    spread = np.sqrt(np.sum(density * (places - mean) ** 2))
    step = [
        diffusion.sample_step(*np.array([[[x]], [[clean]], [[z]]]), t=2, alpha_bar=alpha_bar).item() for z in (0, 1)
    ]
    assert step[0] == pytest.approx(mean)
    assert step[1] - step[0] == pytest.approx(spread)


def test_the_last_step_leaves_what_is_believed():
    x, clean, noise = some(3, 4, 2)
    for alpha_bar in (diffusion.noise_schedule(1), diffusion.noise_schedule(50), np.array([1.0, 0.5, 0.1])):
        np.testing.assert_allclose(diffusion.sample_step(x, clean, noise, t=1, alpha_bar=alpha_bar), clean)
    np.testing.assert_allclose(diffusion.ddim_step(x, clean, alpha_bar=0.2, earlier=1.0), clean)


def test_the_mean_of_a_step_is_that_of_the_article_for_a_network_that_says_the_noise():
    """Equation 11 of Ho et al.: (x - beta / sqrt(1 - alpha_bar) noise) / sqrt(1 - beta)."""
    alpha_bar, (x, said) = diffusion.noise_schedule(10), some(2, 5, 3)
    for t in range(1, 11):
        beta = 1 - alpha_bar[t] / alpha_bar[t - 1]
        clean = diffusion.clean_from_noise(x, said, alpha_bar=alpha_bar[t])
        mean = diffusion.sample_step(x, clean, np.zeros_like(x), t=t, alpha_bar=alpha_bar)
        expected = (x - beta / np.sqrt(1 - alpha_bar[t]) * said) / np.sqrt(1 - beta)
        np.testing.assert_allclose(mean, expected, rtol=1e-6)


def test_a_leap_is_many_leaps_if_the_belief_stays():
    x, clean = some(2, 4, 3)
    at_once = diffusion.ddim_step(x, clean, alpha_bar=0.1, earlier=0.9)
    shares = np.linspace(0.1, 0.9, 9)
    for share, earlier in zip(shares, shares[1:]):
        x = diffusion.ddim_step(x, clean, alpha_bar=share, earlier=earlier)
    np.testing.assert_allclose(x, at_once)


def test_a_leap_keeps_clean_example_and_noise():
    x0, noise = some(2, 4, 3)
    x = diffusion.add_noise(x0, noise, alpha_bar=0.2)
    for earlier in (0.2, 0.0, 0.5, 1.0):
        expected = diffusion.add_noise(x0, noise, alpha_bar=earlier)
        np.testing.assert_allclose(diffusion.ddim_step(x, x0, alpha_bar=0.2, earlier=earlier), expected, atol=1e-14)


def test_guidance_leads_from_one_to_the_other_and_beyond():
    plain, with_class = some(2, 3, 4)
    np.testing.assert_array_equal(diffusion.guidance(plain, with_class, scale=0), plain)
    np.testing.assert_allclose(diffusion.guidance(plain, with_class, scale=1), with_class)
    np.testing.assert_allclose(diffusion.guidance(plain, plain, scale=7.5), plain)
    beyond = diffusion.guidance(plain, with_class, scale=2)  # as far behind with_class as plain is before it
    np.testing.assert_allclose((plain + beyond) / 2, with_class)


def test_guidance_of_logarithms_makes_a_density_of_powers():
    """What the megaphone does: p(x) (p(x|c) / p(x))^scale, for scores that are slopes of log densities."""
    x = np.linspace(-3, 3, 1001)
    logs = [scipy.stats.norm.logpdf(x, *bell) for bell in ((0.0, 1.5), (0.5, 1.0))]
    slopes = [np.gradient(log, x) for log in logs]
    guided = diffusion.guidance(*slopes, scale=2.5)
    np.testing.assert_allclose(guided, np.gradient(logs[0] + 2.5 * (logs[1] - logs[0]), x), atol=1e-10)


# ---- how good ----


@pytest.mark.parametrize("columns", [1, 2, 5])
def test_the_distance_of_clouds_is_that_with_scipys_root(columns):
    X, Y = cloud(30, columns, seed=1), cloud(40, columns, seed=2)
    C, other = (np.atleast_2d(np.cov(rows, rowvar=False)) for rows in (X, Y))
    gap = np.sum((X.mean(axis=0) - Y.mean(axis=0)) ** 2)
    expected = gap + np.trace(C + other - 2 * np.real(scipy.linalg.sqrtm(C @ other)))
    assert diffusion.frechet_distance(X, Y) == pytest.approx(expected)
    assert diffusion.frechet_distance(Y, X) == pytest.approx(expected)


def test_the_distance_of_clouds_sees_middle_and_shape():
    X = cloud(50, 3, seed=3)
    turn = scipy.stats.special_ortho_group.rvs(3, random_state=0)
    assert diffusion.frechet_distance(X, X) == pytest.approx(0, abs=1e-9)
    assert diffusion.frechet_distance(X, X[::-1]) == pytest.approx(0, abs=1e-9)
    assert diffusion.frechet_distance(X, X + np.array([3.0, 0.0, 4.0])) == pytest.approx(25)
    larger = X.mean(axis=0) + 3 * (X - X.mean(axis=0))
    assert diffusion.frechet_distance(X, larger) == pytest.approx(4 * np.trace(np.cov(X.T)))
    Y = cloud(20, 3, seed=4)
    assert diffusion.frechet_distance(X @ turn, Y @ turn) == pytest.approx(diffusion.frechet_distance(X, Y))


def test_the_distance_of_clouds_on_a_line_is_that_of_means_and_spreads():
    x, y = some(20), 3 * some(30, seed=1) + 1
    expected = (x.mean() - y.mean()) ** 2 + (x.std(ddof=1) - y.std(ddof=1)) ** 2
    assert diffusion.frechet_distance(x[:, None], y[:, None]) == pytest.approx(expected)


def test_the_distance_of_clouds_is_a_cost_of_moving():
    """Of normal distributions it is the square of the Wasserstein distance: large samples matched in pairs cost it."""
    rng = np.random.default_rng(5)
    x, y = np.sort(rng.normal(1, 2, 50_000)), np.sort(rng.normal(-1, 3, 50_000))
    assert diffusion.frechet_distance(x[:, None], y[:, None]) == pytest.approx(np.mean((x - y) ** 2), rel=0.01)


def test_flat_clouds_have_a_distance():
    X = some(4, 6)
    assert diffusion.frechet_distance(X, X) == pytest.approx(0, abs=1e-9)
    X[:, 2], Y = 0, some(3, 6, seed=1)
    C, other = np.cov(X.T), np.cov(Y.T)
    values, vectors = np.linalg.eigh(C)
    half = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    shared = np.sqrt(np.maximum(np.linalg.eigvalsh(half @ other @ half), 0)).sum()
    expected = np.sum((X.mean(axis=0) - Y.mean(axis=0)) ** 2) + np.trace(C + other) - 2 * shared
    assert diffusion.frechet_distance(X, Y) == pytest.approx(expected, abs=1e-6)


def test_the_nearest_as_scipy_and_scikit_learn_find_them():
    samples, data = some(20, 3), some(50, 3, seed=1)
    distances, which = diffusion.nearest_distance(samples, data=data)
    table = scipy.spatial.distance.cdist(samples, data)
    np.testing.assert_allclose(distances, table.min(axis=1))
    np.testing.assert_array_equal(which, table.argmin(axis=1))
    theirs = NearestNeighbors(n_neighbors=1).fit(data).kneighbors(samples)
    np.testing.assert_allclose(distances, theirs[0][:, 0])
    np.testing.assert_array_equal(which, theirs[1][:, 0])


def test_copies_are_exactly_at_0():
    data = 100 + some(30, 8)
    distances, which = diffusion.nearest_distance(data[::-1], data=data)
    assert not distances.any()
    np.testing.assert_array_equal(which, np.arange(30)[::-1])


# ---- the straight way ----


def test_the_velocity_is_the_slope_of_the_place():
    x0, noise = some(2, 4, 3)
    t, h = np.array([0.1, 0.5, 0.7, 0.9]), 1e-6
    ends = [diffusion.flow_target(x0, noise, t=t + step)[0] for step in (h, -h)]
    _, velocity = diffusion.flow_target(x0, noise, t=t)
    np.testing.assert_allclose(velocity, (ends[0] - ends[1]) / (2 * h), rtol=1e-7)


def test_the_straight_way_begins_with_noise_and_arrives():
    x0, noise = some(2, 3, 2, 2)
    np.testing.assert_array_equal(diffusion.flow_target(x0, noise, t=np.zeros(3))[0], noise)
    np.testing.assert_array_equal(diffusion.flow_target(x0, noise, t=np.ones(3))[0], x0)
    x = noise
    for step in range(10):
        x = x + diffusion.flow_target(x0, noise, t=np.full(3, step / 10))[1] / 10
    np.testing.assert_allclose(x, x0)


# ---- numbers of half the size ----


def test_float32_stays():
    x, y, z = some(3, 6, 4).astype(np.float32)
    shares = np.linspace(0.2, 0.9, 6)
    alpha_bar = diffusion.noise_schedule(5).astype(np.float32)
    found = [
        diffusion.add_noise(x, y, alpha_bar=0.3),
        diffusion.add_noise(x, y, alpha_bar=shares),
        diffusion.clean_from_noise(x, y, alpha_bar=shares),
        diffusion.ideal_denoiser(x, data=y, alpha_bar=0.5),
        diffusion.sample_step(x, y, z, t=3, alpha_bar=alpha_bar),
        diffusion.ddim_step(x, y, alpha_bar=0.2, earlier=0.6),
        diffusion.guidance(x, y, scale=2.0),
        diffusion.frechet_distance(x, y),
        diffusion.nearest_distance(x, data=y)[0],
        *diffusion.flow_target(x, y, t=shares),
    ]
    assert {part.dtype for part in found} == {np.dtype(np.float32)}


if HAVE_TORCH:

    @pytest.mark.parametrize("target", ["noise", "clean"])
    def test_pytorch_says_the_same_of_the_loss(target):
        import torch

        x0, noise = some(2, 5, 3)
        t, alpha_bar = np.array([0, 1, 5, 3, 2]), diffusion.noise_schedule(5)
        kept = torch.tensor(alpha_bar)[torch.tensor(t)][:, None]
        x = kept.sqrt() * torch.tensor(x0) + (1 - kept).sqrt() * torch.tensor(noise)
        said = torch.tanh(x).requires_grad_()
        expected = torch.nn.functional.mse_loss(said, torch.tensor(noise if target == "noise" else x0))
        expected.backward()
        named = {"network": lambda x, t: np.tanh(x), "alpha_bar": alpha_bar, "target": target}
        loss, d_said = diffusion.denoising_loss(x0, noise, t=t, **named)
        assert loss == pytest.approx(expected.item())
        np.testing.assert_allclose(d_said, said.grad.numpy(), atol=1e-14)

    def test_pytorch_says_the_same_of_the_ideal_guess():
        import torch

        x, data = some(4, 3), some(6, 3, seed=1)
        apart = torch.cdist(torch.tensor(x), 0.5**0.5 * torch.tensor(data)) ** 2
        expected = torch.softmax(-apart / (2 * 0.5), dim=1) @ torch.tensor(data)
        np.testing.assert_allclose(diffusion.ideal_denoiser(x, data=data, alpha_bar=0.5), expected.numpy())
