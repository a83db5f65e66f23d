"""Lesson 03's experiments: two numbers of a digit, walks downhill, temperatures chosen on one half of the digits."""

import numpy as np
import pytest
from scipy import optimize

from dlcourse.data import datasets
from dlcourse.experiments import losses as experiments
from dlcourse.experiments.comparison import compare
from dlcourse.lessons import forward, losses, neuron

X, y, X_test, y_test = experiments.ink()


def test_ink_is_scaled_by_the_pictures_to_learn_from():
    np.testing.assert_allclose(X.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(X.std(axis=0), 1)
    assert (X.shape, X_test.shape) == ((257, 2), (100, 2))
    images, kinds, unseen, _ = datasets.digit_pair(3, 8)
    np.testing.assert_array_equal(y, kinds)
    upper = np.array([image.reshape(8, 8)[:4, :4].mean() for image in images])
    again = [(image.reshape(8, 8)[:4, :4].mean() - upper.mean()) / upper.std() for image in unseen]
    np.testing.assert_allclose(X_test[:, 0], again)


def test_a_walk_is_gradient_descent_and_has_its_start():
    path = experiments.descend(
        lambda w: np.sum(w**2), [1.0, -2.0], losses.numerical_gradient, learning_rate=0.1, steps=3
    )
    np.testing.assert_allclose(path, np.outer(0.8 ** np.arange(4), [1.0, -2.0]), atol=1e-8)


def test_with_a_small_budget_a_walk_has_its_length(monkeypatch):
    monkeypatch.setenv("DLCOURSE_BUDGET", "small")
    path = experiments.descend(
        lambda w: np.sum(w**2), [1.0, -2.0], losses.numerical_gradient, learning_rate=0.1, steps=9
    )
    assert path.shape == (10, 2)
    np.testing.assert_array_equal(path[2], path[9])


def test_the_two_losses_of_a_neuron():
    w = np.array([0.7, -1.3])
    z = X @ w
    squared = experiments.squared_error(losses.mse, X, y)(w)
    assert squared == pytest.approx(np.mean((neuron.sigmoid(z) - y) ** 2))
    entropy = experiments.two_class_entropy(losses.cross_entropy, X, y)(w)
    assert entropy == pytest.approx(losses.binary_cross_entropy_with_logits(z, y))


def test_the_lowest_squared_error_is_what_the_text_says():
    lowest = optimize.minimize(experiments.squared_error(losses.mse, X, y), [1.0, 2.0]).fun
    assert f"{lowest:.3f}" == "0.109"
    assert lowest < experiments.VALLEY


@pytest.mark.parametrize(("name", "steps"), [("squared error", 40), ("cross-entropy", 3)])
def test_steps_into_the_valley(name, steps):
    loss = {
        "squared error": experiments.squared_error(losses.mse, X, y),
        "cross-entropy": experiments.two_class_entropy(losses.cross_entropy, X, y),
    }[name]
    run = {"learning_rate": 4.0}
    found = experiments.steps_into_valley(loss, [-4.0, -4.0], losses.numerical_gradient, X, y, **run)
    path = experiments.descend(loss, [-4.0, -4.0], losses.numerical_gradient, steps=steps + 10, **run)
    errors = np.array([losses.mse(neuron.sigmoid(X @ w), y) for w in path])
    assert found == steps
    assert errors[steps - 1] > experiments.VALLEY
    assert (errors[steps:] <= experiments.VALLEY).all()


def test_who_never_arrives_takes_forever():
    def still(loss, w):
        return np.zeros(2)

    def lost(loss, w):
        return np.full(2, np.nan)

    for gradient in (still, lost):
        found = experiments.steps_into_valley(None, [-4.0, -4.0], gradient, X, y, learning_rate=1.0)
        assert found == np.inf


def test_starts_lie_on_the_wrong_side_and_are_the_same_for_both_losses():
    seen = []

    def gradient(loss, w):
        seen.append(w)
        return np.full(2, np.nan)

    measure = experiments.from_far(gradient, X, y)
    for loss in ("one", "other"):
        for seed in range(20):
            measure(loss, seed, learning_rate=1.0)
    starts = np.array(seen)
    np.testing.assert_array_equal(starts[:20], starts[20:])
    assert starts.min() >= -8.5
    assert starts.max() <= -1.5
    assert all(np.sum((X @ w >= 0) == y) < len(y) / 2 for w in starts)


def test_the_race_is_fair_and_comes_out_as_the_text_says():
    sides = {
        "squared error": experiments.squared_error(losses.mse, X, y),
        "cross-entropy": experiments.two_class_entropy(losses.cross_entropy, X, y),
    }
    rates = {"squared error": [8, 16, 32, 48, 64, 96, 128], "cross-entropy": [1, 2, 4, 8, 12, 16, 24]}
    ranges = {name: {"learning_rate": values} for name, values in rates.items()}
    measure = experiments.from_far(losses.numerical_gradient, X, y)
    race = compare(sides, ranges, measure, tuning=range(5), seeds=range(5, 16), what="steps")
    assert race.medians == {"squared error": 15, "cross-entropy": 2}
    assert (min(race.numbers["squared error"]), max(race.numbers["squared error"])) == (2, 33)


def test_a_pixel_to_the_right():
    one = np.arange(64.0)[None]
    moved = experiments.moved_right(one).reshape(8, 8)
    assert (moved[:, 0] == 0).all()
    np.testing.assert_array_equal(moved[:, 1:], one.reshape(8, 8)[:, :7])


def test_an_honest_network_has_an_error_by_chance_alone():
    sure = np.full(400, 0.8)
    few = experiments.honest_by_chance(sure[:100], losses.expected_calibration_error)
    many = experiments.honest_by_chance(sure, losses.expected_calibration_error)
    assert few == pytest.approx(np.sqrt(2 / np.pi) * 0.4 / 10, rel=0.15)  # the mean size of a normal number
    assert many == pytest.approx(few / 2, rel=0.15)


def test_a_temperature_is_chosen_on_one_half_and_judged_on_the_other():
    rng = np.random.default_rng(0)
    honest = rng.normal(scale=2, size=(600, 4))
    labels = np.array([rng.choice(4, p=p) for p in forward.softmax(honest)])
    asked = []

    def cross_entropy(Z, y):
        asked.append(len(y))
        return losses.cross_entropy(Z, y)

    found = experiments.temper(3 * honest, labels, cross_entropy, losses.expected_calibration_error)
    assert set(asked) == {300}
    assert np.abs(found.chosen - 3).max() < 1
    assert found.lower == 10
    assert (found.after < found.before / 2).all()
    assert "lower in 10 of 10" in str(found)
    assert list(found.numbers) == ["as it was", "with temperature"]


def test_the_temperatures_of_the_digits_lie_inside_of_the_range():
    _, _, X_digits, y_digits = datasets.digits()
    for images in (X_digits, experiments.moved_right(X_digits)):
        Z = forward.mlp_forward(images, datasets.digits_network())
        found = experiments.temper(Z, y_digits, losses.cross_entropy, losses.expected_calibration_error)
        assert experiments.TEMPERATURES[0] < found.chosen.min()
        assert found.chosen.max() < experiments.TEMPERATURES[-1]
