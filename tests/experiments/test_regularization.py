"""The experiments of lesson 07: turned digits against SciPy, training with its tools against steps written out."""

import numpy as np
import pytest
from scipy import ndimage, special

from dlcourse.experiments.regularization import few_digits, random_rotation, rate_trials, rotate, train, trial, trials
from dlcourse.lessons import regularization
from dlcourse.nn import training
from dlcourse.nn.regularization import BatchNorm, Dropout

# ---- turned digits ----


@pytest.mark.parametrize("degrees", [-30.0, 0.0, 7.5, 45.0])
def test_rotation_is_scipys(degrees):
    images = np.random.default_rng(0).uniform(size=(3, 8, 9))
    slow = ndimage.rotate(images, degrees, axes=(2, 1), reshape=False, order=1, mode="grid-constant")
    np.testing.assert_allclose(rotate(images, np.full(3, degrees)), slow, atol=1e-12)


def test_rotation_of_a_quarter_turn_moves_every_pixel_exactly():
    images = np.random.default_rng(0).uniform(size=(2, 6, 6))
    turned = rotate(images, np.array([90.0, -90.0]))
    np.testing.assert_allclose(turned[0], np.rot90(images[0]), atol=1e-9)
    np.testing.assert_allclose(turned[1], np.rot90(images[1], -1), atol=1e-9)
    far = rotate(images, np.array([45.0, 200.0]))
    assert far.min() >= 0
    assert far.max() <= 1


def test_random_rotation_turns_by_uniform_angles():
    dot = np.zeros((500, 9, 9))
    dot[:, 0, 4] = 1.0  # above the middle
    turned = random_rotation(dot, 10, np.random.default_rng(0))
    columns = (turned.sum(axis=1) @ np.arange(9)) / turned.sum(axis=(1, 2))
    assert abs(np.mean(columns) - 4) < 0.05
    assert columns.min() < 3.4
    assert columns.max() > 4.6


# ---- training ----


@pytest.fixture(scope="module")
def spots():
    """Ten easy classes of 64 numbers, as `datasets.digits` gives its own."""
    rng = np.random.default_rng(0)
    centres, y = rng.normal(size=(10, 64)), np.arange(600) % 10
    X = centres[y] + 2.0 * rng.normal(size=(600, 64))
    return X[:400], y[:400], X[400:], y[400:]


def test_few_digits_have_the_share_of_wrong_labels_that_is_asked(spots):
    X, y = spots[:2]
    chosen, labels = few_digits(spots, 400, 0.2, np.random.default_rng(0))
    truth = y[[np.flatnonzero((x == X).all(axis=1))[0] for x in chosen]]
    assert abs(np.mean(labels != truth) - 0.2) < 0.08
    assert set(labels) <= set(range(10))
    assert np.array_equal(np.sort(chosen[:, 0]), np.sort(X[:, 0]))  # each once


def test_training_steps_are_those_of_momentum_with_the_penalty(spots):
    """One epoch, element by element, with the steps written out."""
    X, Y = spots[0][:40], np.eye(10)[spots[1][:40]]
    made = training.mlp([64, 6, 10], np.random.default_rng(0))
    W1, b1, W2, b2 = (made.parameters[i][k].copy() for i, k in [(0, "W"), (0, "b"), (2, "W"), (2, "b")])
    rng = np.random.default_rng(1)
    history = train(made, X, Y, epochs=1, rng=rng, penalty=lambda p: regularization.l2_penalty(p, 0.1))
    order, v = np.random.default_rng(1).permutation(40), [0, 0, 0, 0]
    losses_seen = []
    for batch in (order[:20], order[20:]):
        H = np.maximum(X[batch] @ W1 + b1, 0)
        Z = H @ W2 + b2
        P = special.softmax(Z, axis=1)
        losses_seen.append(-np.mean(np.sum(Y[batch] * np.log(P), axis=1)))
        dZ = (P - Y[batch]) / 20
        dH = dZ @ W2.T * (H > 0)
        gradients = [X[batch].T @ dH + 0.1 * W1, dH.sum(axis=0), H.T @ dZ + 0.1 * W2, dZ.sum(axis=0)]
        v = [0.9 * old + g for old, g in zip(v, gradients)]
        W1, b1, W2, b2 = (w - 0.02 * step for w, step in zip((W1, b1, W2, b2), v))
    assert history == pytest.approx([np.mean(losses_seen)], rel=1e-10)
    np.testing.assert_allclose(made.parameters[0]["W"], W1, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(made.parameters[2]["b"], b2, rtol=1e-9, atol=1e-12)


def test_every_batch_is_changed_as_asked(spots):
    seen = []

    def change(X, Y, rng):
        seen.append((len(X), rng.random()))
        return 0 * X, Y

    made = training.mlp([64, 4, 10], np.random.default_rng(0))
    train(made, spots[0][:50], np.eye(10)[spots[1][:50]], epochs=2, rng=np.random.default_rng(0), change=change)
    assert [count for count, _ in seen] == [20, 20, 10] * 2
    assert len({draw for _, draw in seen}) == 6


def test_a_trial_depends_on_its_seed_alone(spots):
    recipe = {"epochs": 5, "hidden": 16, "layer": lambda neurons, rng: Dropout(0.2, rng)}
    once, again, other = (trial(spots, seed, tests=[spots[2]], **recipe) for seed in (0, 0, 1))
    assert np.array_equal(once, again)
    assert not np.array_equal(once, other)
    assert once.shape == (3,)
    assert once[1] == once[2] > 0.5  # the further version of the test digits is the same one
    both = trials(spots, range(2), **recipe)
    assert both.shape == (2, 2, 2)
    assert np.array_equal(both[0, 0], once[:2])
    assert both[1, :, 1].mean() < both[0, :, 1].mean()  # wrong labels cost


def test_rates_that_are_too_high_count_as_knowing_nothing(spots):
    found = rate_trials(spots, 1e200, range(2), steps=12)
    assert found.shape == (2, 12)
    assert np.isfinite(found).all()
    assert found[0, -1] == pytest.approx(np.log(10))
    good = rate_trials(spots, 0.1, range(2), lambda n, rng: BatchNorm(n), steps=60)
    assert good[:, -10:].mean() < 0.8 * good[:, 0].mean()
