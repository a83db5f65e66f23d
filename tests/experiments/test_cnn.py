"""Lesson 08's experiments: pictures that move, what is measured and on which examples, gradients, the Game of Life."""

import numpy as np
import pytest
from scipy.signal import correlate2d

from dlcourse.data import datasets
from dlcourse.experiments import cnn
from dlcourse.experiments.cnn import networks
from dlcourse.lessons.cnn import conv2d, conv2d_backward
from dlcourse.nn.cnn import SpatialBatchNorm


@pytest.fixture(scope="module")
def digits():
    X_train, y_train, X_test, y_test = datasets.digits()
    return (cnn.as_pictures(X_train), y_train), (cnn.as_pictures(X_test), y_test)


# ---- pictures ----


def test_a_digit_moves_as_far_as_there_is_room_and_all_of_it_stays():
    X = np.random.default_rng(0).uniform(0.1, 1, size=(200, 64))
    moved = cnn.as_pictures(X, 2, np.random.default_rng(1))
    np.testing.assert_allclose(moved.sum(axis=(1, 2, 3)), X.sum(axis=1))
    corners = {tuple(np.argwhere(picture[:, :, 0])[0]) for picture in moved}
    assert corners == set(np.ndindex(5, 5))
    with pytest.raises(ValueError, match="most is 3"):
        cnn.as_pictures(X, 3, np.random.default_rng(1))


def test_the_rule_of_life_is_that_of_a_count_by_scipy():
    board = (np.random.default_rng(0).random((9, 12)) < 0.4) * 1.0
    kernel = np.ones((3, 3))
    kernel[1, 1] = 0
    count = correlate2d(board, kernel, mode="same").round()
    np.testing.assert_array_equal(cnn.life_rule(board), (count == 3) | ((board == 1) & (count == 2)))


def test_a_glider_walks_one_cell_down_and_right_in_four_generations():
    board = np.zeros((8, 8))
    board[1:4, 1:4] = cnn.GLIDER
    after = board
    for _ in range(4):
        after = cnn.life_rule(after)
    np.testing.assert_array_equal(after, np.roll(board, (1, 1), axis=(0, 1)))


# ---- networks ----


def test_the_small_network_has_the_numbers_that_the_lesson_counts():
    rng = np.random.default_rng(0)
    assert cnn.small_cnn(rng).size == 80 + 1168 + 1450
    assert cnn.small_cnn(rng, side=32).size == 80 + 1168 + 10_250
    normalised = cnn.small_cnn(rng, normalise=SpatialBatchNorm)
    assert [type(layer).__name__ for layer in normalised.layers[:2]] == ["Conv2d", "SpatialBatchNorm"]
    assert normalised.outputs(np.zeros((3, 12, 12, 1))).shape == (3, 10)
    assert abs(cnn.mlp_of_size(np.zeros((1, 12, 12, 1)), 2698, rng).size - 2698) < 155


def test_settings_are_chosen_on_examples_set_apart_and_results_on_the_test_part(digits, monkeypatch):
    seen = []

    def fit(network, X, y, **_):
        seen.append(len(X))

    def evaluate(network, X, y):
        seen.append(len(X))
        return {"accuracy": 0.25}

    monkeypatch.setattr(networks.training, "fit", fit)
    monkeypatch.setattr(networks.training, "evaluate", evaluate)
    kept = {}
    measure = cnn.share_right(*digits, tuning=[0, 1], epochs=1, kept=kept)
    assert measure(cnn.small_cnn, 1, learning_rate=0.1) == 25
    assert measure(cnn.small_cnn, 2, learning_rate=0.1) == 25
    assert seen == [997, 300, 1297, 500]
    assert list(kept) == [(cnn.small_cnn, 2)]


def test_the_same_seed_gives_the_same_share(digits):
    short = [(X[:400], y[:400]) for X, y in digits]
    measure = cnn.share_right(*short, tuning=[0], epochs=2)
    found = [measure(cnn.small_cnn, seed, learning_rate=0.02) for seed in (3, 3, 4)]
    assert found[0] == found[1] != found[2]
    assert 10 < found[0] <= 100


def test_moved_by_nothing_is_what_is_read_as_it_stands(digits):
    _, (X, y) = digits
    made = [cnn.small_cnn(np.random.default_rng(seed)) for seed in range(3)]
    shares = [100 * np.mean(network.predict(X)[0] == y) for network in made]
    assert cnn.right_when_moved(made, (X, y), 0) == pytest.approx(np.median(shares))


def test_a_price_that_was_never_paid_is_infinite():
    curves = np.array([[0.5, 0.6, 0.9], [0.6, 0.7, 0.8]])
    np.testing.assert_allclose(cnn.prices(curves, (50, 90, 95), 40.0), [[0.8, 0.8], [2, np.inf], [np.inf, np.inf]])


# ---- gradients ----


@pytest.mark.parametrize("shortcut", [False, True])
def test_the_gradient_on_the_way_back_is_that_of_the_whole_network(shortcut):
    found = cnn.gradients_on_the_way_back(conv2d, conv2d_backward, layers=2, shortcut=shortcut, seed=0, maps=2, side=3)
    rng = np.random.default_rng(0)
    X = rng.normal(size=(4, 3, 3, 2))
    kernels = [networks.he_init(18, 2, rng).reshape(3, 3, 2, 2) for _ in range(2)]
    d_out = rng.normal(size=X.shape)

    def loss(X):
        for W in kernels:
            X = np.maximum(conv2d(X, W, np.zeros(2), padding=1)[0], 0) + shortcut * X
        return np.sum(X * d_out)

    slopes, step = np.zeros_like(X), 1e-6
    for place in np.ndindex(X.shape):
        up, down = X.copy(), X.copy()
        up[place] += step
        down[place] -= step
        slopes[place] = (loss(up) - loss(down)) / (2 * step)
    assert found[0] == 1
    assert found[-1] == pytest.approx(np.linalg.norm(slopes) / np.linalg.norm(d_out), rel=1e-5)


def test_a_mark_that_some_seeds_never_reach_has_no_price():
    assert cnn.price_in_words(np.array([8.0, np.inf])) == "reached on 1 of 2 seeds"
    assert cnn.price_in_words(np.array([8.0, 9.0])).startswith("8 million products")
