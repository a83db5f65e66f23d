"""Lesson 05 against independent oracles: identities, slow obvious versions, PyTorch where it is installed."""

import importlib.util

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from optimizer_steps import STEPS

from dlcourse.experiments.optimizers import as_vector, descend, start_memory, take_step
from dlcourse.lessons import optimizers

RNG = np.random.default_rng(0)
GRADIENTS = RNG.normal(size=(30, 2, 3)) * [1e-3, 1.0, 40.0]


def follow(step, gradients, **settings):
    """The weights after a list of gradients, from ones."""
    w = np.ones_like(gradients[0])
    memory = start_memory(step, w)
    for t, g in enumerate(gradients, 1):
        w, memory = take_step(step, w, g, memory, t, **settings)
    return w


# ---- each step against the sum or the loop that it abbreviates ----


def test_momentum_is_a_weighted_sum_of_all_gradients():
    rate, momentum = 0.1, 0.8
    w = np.ones_like(GRADIENTS[0])
    for n in range(len(GRADIENTS)):
        w = w - rate * sum(momentum ** (n - i) * GRADIENTS[i] for i in range(n + 1))
    np.testing.assert_allclose(follow(optimizers.momentum_step, GRADIENTS, learning_rate=rate, momentum=momentum), w)


def test_nesterov_is_the_gradient_at_the_place_ahead():
    """The form of Nesterov (1983), with the gradient taken ahead, on a loss: the same path in shifted weights."""
    curvature, rate, momentum = np.array([1.0, 7.0]), 0.1, 0.9
    w, v, ahead = np.ones(2), np.zeros(2), []
    for _ in range(40):
        place = w + momentum * v
        ahead.append(place)
        v = momentum * v - rate * curvature * place
        w = w + v
    found = descend(
        optimizers.nesterov_step, lambda w: curvature * w, np.ones(2), 39, learning_rate=rate, momentum=momentum
    )
    np.testing.assert_allclose(found, ahead, rtol=1e-10, atol=1e-14)


def test_adagrad_divides_by_the_root_of_all_squares():
    w = np.ones_like(GRADIENTS[0])
    for n in range(len(GRADIENTS)):
        w = w - 0.1 * GRADIENTS[n] / np.sqrt(sum(g**2 for g in GRADIENTS[: n + 1]))
    np.testing.assert_allclose(follow(optimizers.adagrad_step, GRADIENTS, learning_rate=0.1), w, rtol=1e-4)


def test_adam_by_weighted_means():
    """m_hat and v_hat are means of all gradients and squares so far, whose weights add up to 1."""
    w, beta1, beta2 = np.ones_like(GRADIENTS[0]), 0.9, 0.999
    for n in range(len(GRADIENTS)):
        ages = np.arange(n, -1, -1)
        m_hat = np.average(GRADIENTS[: n + 1], axis=0, weights=beta1**ages)
        v_hat = np.average(GRADIENTS[: n + 1] ** 2, axis=0, weights=beta2**ages)
        w = w - 0.1 * m_hat / (np.sqrt(v_hat) + 1e-8)
    np.testing.assert_allclose(follow(optimizers.adam_step, GRADIENTS, learning_rate=0.1), w, rtol=1e-9)


def test_adam_long_after_its_start_without_beta1_is_rmsprop():
    w, g, s = RNG.normal(size=(3, 4)) ** 2
    rms = optimizers.rmsprop_step(w=w, g=g, s=s, learning_rate=0.1, decay=0.95)
    adam = optimizers.adam_step(w=w, g=g, m=0 * w, v=s, t=10**6, learning_rate=0.1, beta1=0.0, beta2=0.95)
    np.testing.assert_allclose(adam[0], rms[0])
    np.testing.assert_allclose(adam[2], rms[1])


def test_special_cases_are_sgd():
    plain = follow(optimizers.sgd_step, GRADIENTS, learning_rate=0.1)
    for step in (optimizers.momentum_step, optimizers.nesterov_step):
        np.testing.assert_allclose(follow(step, GRADIENTS, learning_rate=0.1, momentum=0.0), plain)


@given(st.floats(1e-3, 1e6), st.integers(1, 50))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_a_constant_gradient_of_any_size_moves_adam_by_the_learning_rate_each_step(size, count):
    w = follow(optimizers.adam_step, np.full((count, 1), size), learning_rate=0.1)
    np.testing.assert_allclose(w, 1 - 0.1 * count, atol=1e-4)


def test_without_correction_the_first_step_of_adam_is_root_of_ten_times_too_long():
    settings = {"w": np.zeros(1), "g": np.ones(1), "m": np.zeros(1), "v": np.zeros(1), "learning_rate": 1.0}
    assert optimizers.adam_step(t=10**6, **settings)[0][0] == pytest.approx(-np.sqrt(10), rel=1e-5)


def test_adamw_shrinks_weights_whose_gradient_is_zero_and_adam_does_not():
    still = np.zeros((20, 3))
    np.testing.assert_array_equal(follow(optimizers.adam_step, still, learning_rate=0.1), np.ones(3))
    shrunk = follow(optimizers.adamw_step, still, learning_rate=0.1, weight_decay=0.2)
    np.testing.assert_allclose(shrunk, 0.98**20)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_weights_do_not_depend_on_how_they_are_arranged(step):
    table = follow(step, GRADIENTS, learning_rate=0.01)
    line = follow(step, GRADIENTS.reshape(30, 6), learning_rate=0.01)
    np.testing.assert_array_equal(table.ravel(), line)


# ---- schedule and clipping ----


def test_schedule_is_a_line_and_half_a_cosine():
    rates = [optimizers.warmup_cosine_schedule(step, peak=3.0, warmup=50, total=250) for step in range(300)]
    np.testing.assert_allclose(rates[:51], np.linspace(0, 3, 51))
    np.testing.assert_allclose(rates[50:251], 1.5 * np.cos(np.linspace(0, np.pi, 201)) + 1.5, atol=1e-12)
    assert rates[250:] == [0.0] * 50
    assert np.sum(rates) == pytest.approx(3 * 250 / 2)  # both parts have half the peak as their mean


@given(st.integers(0, 10**6), st.floats(1e-3, 1e3))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_clipping_keeps_the_direction_and_bounds_the_norm(seed, largest):
    rng = np.random.default_rng(seed)
    gradients = [rng.normal(scale=10.0 ** rng.integers(-3, 4), size=shape) for shape in [(3, 2), (2,), (4, 1, 2)]]
    clipped = optimizers.clip_gradient_norm(gradients, largest)
    before, after = as_vector(gradients), as_vector(clipped)
    assert np.linalg.norm(after) == pytest.approx(min(np.linalg.norm(before), largest))
    assert before @ after == pytest.approx(np.linalg.norm(before) * np.linalg.norm(after))


def test_gradients_of_zero_are_clipped_to_zero():
    assert optimizers.clip_gradient_norm([np.zeros(2)], 1.0)[0].tolist() == [0.0, 0.0]


# ---- bad arguments ----


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: optimizers.adam_step(w=np.ones(1), g=np.ones(1), m=0, v=0, t=0, learning_rate=1.0),
            "t is 0: count the steps from 1",
        ),
        (lambda: optimizers.warmup_cosine_schedule(1, peak=1.0, warmup=5, total=5), "warmup is 5, total is 5"),
        (lambda: optimizers.clip_gradient_norm([np.ones(1)], 0.0), "largest is 0.0"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# ---- PyTorch as a second opinion ----

if importlib.util.find_spec("torch"):
    import torch

    RIVALS = {
        "sgd": (optimizers.sgd_step, torch.optim.SGD, {}, {}),
        "momentum": (optimizers.momentum_step, torch.optim.SGD, {"momentum": 0.8}, {"momentum": 0.8}),
        "nesterov": (
            optimizers.nesterov_step,
            torch.optim.SGD,
            {"momentum": 0.8},
            {"momentum": 0.8, "nesterov": True},
        ),
        "adagrad": (optimizers.adagrad_step, torch.optim.Adagrad, {"epsilon": 1e-3}, {"eps": 1e-3}),
        "rmsprop": (
            optimizers.rmsprop_step,
            torch.optim.RMSprop,
            {"decay": 0.95, "epsilon": 1e-3},
            {"alpha": 0.95, "eps": 1e-3},
        ),
        "adam": (optimizers.adam_step, torch.optim.Adam, {"epsilon": 1e-3}, {"eps": 1e-3}),
        "adamw": (optimizers.adamw_step, torch.optim.AdamW, {"weight_decay": 0.3}, {"weight_decay": 0.3}),
    }

    @pytest.mark.parametrize("name", RIVALS)
    def test_steps_are_pytorchs(name):
        step, kind, ours, theirs = RIVALS[name]
        w = torch.ones(2, 3, dtype=torch.float64, requires_grad=True)
        rival = kind([w], lr=0.03, **theirs)
        for g in GRADIENTS:
            w.grad = torch.tensor(g)
            rival.step()
        np.testing.assert_allclose(follow(step, GRADIENTS, learning_rate=0.03, **ours), w.detach().numpy(), rtol=1e-9)

    def test_clipping_is_pytorchs():
        parts = [torch.tensor(g, requires_grad=True) for g in GRADIENTS[:3]]
        for part in parts:
            part.grad = part.detach().clone()
        torch.nn.utils.clip_grad_norm_(parts, 2.5)
        for mine, part in zip(optimizers.clip_gradient_norm(list(GRADIENTS[:3]), 2.5), parts):
            np.testing.assert_allclose(mine, part.grad.numpy(), rtol=1e-6)
