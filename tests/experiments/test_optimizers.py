"""The experiments of lesson 05: landscapes against SciPy, one walk for every optimizer, networks trained with it."""

import numpy as np
import pytest
from optimizer_steps import STEPS
from scipy import optimize

from dlcourse import explore
from dlcourse.data import datasets
from dlcourse.experiments import backprop
from dlcourse.experiments.optimizers import (
    LANDSCAPES,
    as_parameters,
    as_vector,
    clean_loss,
    descend,
    in_ravine,
    last_loss,
    loss_of,
    on_network,
    on_plane,
    ravine,
    steps_to,
    train,
)
from dlcourse.lessons import optimizers

# ---- landscapes ----


@pytest.mark.parametrize("name", LANDSCAPES)
def test_landscapes_have_their_gradient_and_their_minima(name):
    land = LANDSCAPES[name]
    for w in [land.start, *np.random.default_rng(1).uniform(-2, 2, (10, 2))]:
        np.testing.assert_allclose(land.gradient(w), optimize.approx_fprime(w, land.loss), rtol=1e-4, atol=1e-4)
    for minimum in land.minima:
        assert land.loss(minimum) == 0
        assert not land.gradient(minimum).any()
    assert land.loss(np.random.default_rng(2).uniform(-4, 4, (500, 2))).min() >= 0
    if name == "Rosenbrock":
        assert land.loss(land.start) == pytest.approx(optimize.rosen(land.start))


def test_the_turned_ravine_is_the_ravine_turned():
    turn = np.array([[1, -1], [1, 1]]) / np.sqrt(2)
    plain, turned = LANDSCAPES["ravine"], LANDSCAPES["turned ravine"]
    np.testing.assert_allclose(turn @ plain.start, turned.start)
    settings = {"learning_rate": 0.02, "momentum": 0.7}
    path = descend(optimizers.momentum_step, plain.gradient, plain.start, 50, **settings)
    other = descend(optimizers.momentum_step, turned.gradient, turned.start, 50, **settings)
    np.testing.assert_allclose(path @ turn.T, other, atol=1e-12)


@pytest.mark.parametrize("turned", [0, 20, 45])
@pytest.mark.parametrize("condition", [1, 40, 400])
def test_a_ravine_has_its_condition_number_its_directions_and_its_gradient(condition, turned):
    land = ravine(condition, turned)
    for w in np.random.default_rng(1).uniform(-2, 2, (5, 2)):
        np.testing.assert_allclose(land.gradient(w), optimize.approx_fprime(w, land.loss), rtol=1e-4, atol=1e-4)
        # Along its directions, and only there, the gradient points the way that the weights do.
        np.testing.assert_allclose(land.directions.T @ land.gradient(w), land.curvatures * (land.directions.T @ w))
    matrix = np.array([land.gradient(w) for w in np.eye(2)])
    assert np.linalg.cond(matrix) == pytest.approx(condition)
    assert land.loss(land.start) == pytest.approx(1)


def test_named_ravines_have_the_directions_of_their_loss():
    for name, turned in (("ravine", 0), ("turned ravine", 45)):
        land, same = LANDSCAPES[name], ravine(40, turned)
        points = np.random.default_rng(2).normal(size=(20, 2))
        np.testing.assert_allclose(land.loss(points), same.loss(points))
        np.testing.assert_allclose(land.directions, same.directions)


# ---- what is measured ----


def test_steps_in_a_ravine_are_those_of_the_formula():
    """SGD multiplies each direction by 1 - rate * curvature: from there the steps can be counted without walking."""
    measure, rate = in_ravine(40), 0.04
    for seed in range(5):
        angle = np.random.default_rng(seed).uniform(0, 2 * np.pi)
        parts = np.array([np.cos(angle), np.sin(angle)]) ** 2  # of the loss 1
        factors = (1 - rate * np.array([1, 40])) ** 2
        losses = [parts @ factors**t for t in range(500)]
        assert measure(optimizers.sgd_step, seed, learning_rate=rate) == steps_to(losses, 0.001, every=1)


def test_who_shoots_through_the_lowest_point_is_not_there():
    """Momentum of 0.99 crosses it early, and swings for a long time."""
    land, measure = ravine(1), in_ravine(1)
    settings = {"learning_rate": 0.1, "momentum": 0.99}
    start = np.array([2**0.5, 0.0])
    path = descend(optimizers.momentum_step, land.gradient, start, 1000, **settings)
    first = np.flatnonzero(land.loss(path) <= 0.001)[0]
    assert measure(optimizers.momentum_step, 0, **settings) > 20 * first


def test_turning_a_ravine_changes_nothing_for_steps_that_treat_all_directions_alike():
    straight, turned = in_ravine(40), in_ravine(40, 45)
    for step, rate in ((optimizers.sgd_step, 0.04), (optimizers.momentum_step, 0.02), (optimizers.nesterov_step, 0.02)):
        assert straight(step, 3, learning_rate=rate) == turned(step, 3, learning_rate=rate)
    assert turned(optimizers.adagrad_step, 3, learning_rate=1.0) > 5 * straight(
        optimizers.adagrad_step, 3, learning_rate=1.0
    )


def test_measures_give_infinity_for_what_never_arrives_and_another_number_for_another_seed():
    X, y, _, _ = datasets.digits()
    measures = {
        in_ravine(40): (0.04, 0.06),
        on_plane(): (0.3, 5.0),
        on_network(X[:300], y[:300], [64, 16, 10], 0.8, 300): (0.3, 1e-5),
    }
    for measure, (good, bad) in measures.items():
        numbers = [measure(optimizers.sgd_step, seed, learning_rate=good) for seed in range(8)]
        assert np.isfinite(numbers).all()
        assert len(set(numbers)) > 1
        assert numbers[0] == measure(optimizers.sgd_step, 0, learning_rate=good)
        assert measure(optimizers.sgd_step, 0, learning_rate=bad) == np.inf


def test_the_last_loss_is_that_of_a_training_with_the_planned_rates():
    X, y, _, _ = datasets.digits()
    X, y, sizes = X[:200], y[:200], [64, 8, 10]
    measure = last_loss(optimizers.sgd_step, X, y, sizes, 30)
    rng = np.random.default_rng(3)
    settings = {"steps": 30, "every": 30, "batch_size": 16}
    start = backprop.random_network(sizes, rng)
    _, curve = train(optimizers.sgd_step, X, y, start, rng=rng, learning_rate=0.2, **settings)
    assert measure(lambda peak: peak, 3, peak=0.2) == curve[-1]
    assert measure(lambda peak: lambda step: peak, 3, peak=0.2) == curve[-1]
    asked = []
    measure(lambda peak: lambda step: asked.append(step) or peak, 3, peak=0.2)
    assert asked == list(range(30))


def test_the_clean_loss_is_that_on_other_images_than_were_learned_from():
    X, y, _, _ = datasets.digits()
    X, y, sizes = X[:200], y[:200], [64, 8, 10]
    measure = clean_loss(optimizers.sgd_step, 2 * X, X, y, sizes, 30)
    rng, asked = np.random.default_rng(3), []
    start = backprop.random_network(sizes, rng)
    network, _ = train(optimizers.sgd_step, 2 * X, y, start, rng=rng, learning_rate=0.1, steps=30, every=30)
    assert measure(None, 3, learning_rate=0.1) == loss_of(X, y, network)
    clipped = measure(lambda gradients: asked.append(1) or [0.0 * g for g in gradients], 3, learning_rate=0.1)
    assert (len(asked), clipped) == (30, loss_of(X, y, start))


# ---- the walk ----


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
@pytest.mark.parametrize("name", LANDSCAPES)
def test_every_optimizer_gets_downhill(step, name):
    land = LANDSCAPES[name]
    path = descend(step, land.gradient, land.start, 400, learning_rate=5e-4)
    assert np.isfinite(path).all()
    assert land.loss(path[-1]) < land.loss(path[0])


def in_place(*, w, g, learning_rate):
    w -= learning_rate * g
    return w


@pytest.mark.slow
def test_a_step_that_works_in_place_spoils_no_path():
    land = LANDSCAPES["bowl"]
    before = land.start.copy()
    path, other = (
        descend(step, land.gradient, land.start, 5, learning_rate=0.1) for step in (in_place, optimizers.sgd_step)
    )
    np.testing.assert_array_equal(path, other)
    words = [explore.optimizers.descent(step).words() for step in (in_place, optimizers.sgd_step)]
    assert words[0] == words[1]
    np.testing.assert_array_equal(land.start, before)


# ---- networks ----


def test_vectors_and_parameters_are_the_same_numbers():
    parameters = backprop.random_network([5, 4, 3], np.random.default_rng(0))
    w = as_vector([array for pair in parameters for array in pair])
    assert len(w) == 5 * 4 + 4 + 4 * 3 + 3
    for pair, again in zip(parameters, as_parameters(w, parameters)):
        for left, right in zip(pair, again):
            np.testing.assert_array_equal(left, right)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_every_optimizer_trains_a_network_and_leaves_the_first_weights_alone(step):
    X, y, _, _ = datasets.digits()
    parameters = backprop.random_network([64, 16, 10], np.random.default_rng(0))
    before = [(W.copy(), b.copy()) for W, b in parameters]
    rate = 0.01 if step in STEPS[3:] else 0.05
    _, curve = train(step, X, y, parameters, steps=60, rng=np.random.default_rng(0), learning_rate=rate)
    assert len(curve) == 7
    assert curve[-1] < 0.8 * curve[0]
    for pair, old in zip(parameters, before):
        np.testing.assert_array_equal(pair[0], old[0])


def test_training_stops_at_its_target_and_clips():
    X, y, _, _ = datasets.digits()
    parameters = backprop.random_network([64, 10], np.random.default_rng(0))
    settings = {"steps": 500, "learning_rate": 0.5, "every": 5}
    _, curve = train(optimizers.sgd_step, X, y, parameters, rng=np.random.default_rng(0), target=0.5, **settings)
    assert curve[-1] <= 0.5 < min(curve[:-1])
    assert steps_to(curve, 0.5, every=5) == 5 * (len(curve) - 1)
    still, _ = train(
        optimizers.sgd_step,
        X,
        y,
        parameters,
        rng=np.random.default_rng(0),
        clip=lambda g: [0 * a for a in g],
        **settings,
    )
    np.testing.assert_array_equal(still[0][0], parameters[0][0])
