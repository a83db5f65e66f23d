"""The experiments of lesson 07: turned digits against SciPy, training with its tools against steps written out."""

import numpy as np
import pytest
from scipy import ndimage, special

from dlcourse.experiments.regularization import (
    feature_errors,
    few_digits,
    knobs,
    loss_by_rate,
    misread,
    random_rotation,
    rotate,
    train,
    trial,
    trials,
    turned,
)
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


def test_turned_rows_are_turned_images():
    X = np.random.default_rng(0).uniform(size=(5, 64))
    rows, Y = turned(X, "as it is", np.random.default_rng(1), 30)
    images = random_rotation(X.reshape(5, 8, 8), 30, np.random.default_rng(1))
    assert np.array_equal(rows, images.reshape(5, 64))
    assert Y == "as it is"


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
    chosen, labels, others, right = few_digits(spots, 300, 0.2, np.random.default_rng(0))

    def places(rows):
        return [int(np.flatnonzero((x == X).all(axis=1))[0]) for x in rows]

    assert abs(np.mean(labels != y[places(chosen)]) - 0.2) < 0.08
    assert set(labels) <= set(range(10))
    assert np.array_equal(right, y[places(others)])  # somebody checked these
    assert sorted(places(chosen) + places(others)) == list(range(400))  # each once, none in both


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
    versions = [lambda X, Y, rng: (X, Y), lambda X, Y, rng: (rng.normal(size=X.shape), Y)]
    once, again, other = (trial(spots, seed, versions=versions, **recipe) for seed in (0, 0, 1))
    assert np.array_equal(once, again)
    assert not np.array_equal(once, other)
    assert once.shape == (4,)
    assert once[1] == once[2] > 0.5  # the first version of the validation digits is themselves
    assert once[3] < 0.3  # of the second nothing can be read
    both = trials(spots, range(2), **recipe)
    assert both.shape == (2, 2, 2)
    assert np.array_equal(both[0, 0], once[:2])
    assert both[1, :, 1].mean() < both[0, :, 1].mean()  # wrong labels cost


def test_the_test_set_is_looked_at_only_when_asked(spots):
    broken = (*spots[:2], np.full_like(spots[2], np.nan), None)
    assert 0.5 < trial(broken, 0, epochs=3, hidden=16)[1] < 1
    found = trial(spots, 0, epochs=3, hidden=16, on="test")
    assert found[0] == trial(spots, 0, epochs=3, hidden=16)[0]  # the same training
    with pytest.raises(ValueError, match="validation"):
        trial(spots, 0, on="training")


def test_misread_is_the_share_of_validation_digits_that_are_not_right(spots):
    measure = misread(spots, hidden=16)
    found = measure(lambda epochs: {"epochs": epochs}, 3, epochs=2)
    assert found == pytest.approx(100 * (1 - trial(spots, 3, wrong=0.2, hidden=16, epochs=2)[1]))


def test_every_knob_makes_a_recipe(spots):
    tools = [getattr(regularization, name) for name in ("l2_penalty", "dropout_forward", "dropout_backward")]
    sides, ranges, untuned = knobs(*tools, regularization.batchnorm_forward, regularization.batchnorm_backward)
    assert set(sides) == set(ranges)
    assert {name for name in sides if not ranges[name]} == set(untuned)
    measure = misread(spots, hidden=16)
    for name, recipe in sides.items():
        strength = {key: values[2] for key, values in ranges[name].items()}
        assert 0 < measure(recipe, 0, **strength) < 80


# ---- learning rates ----


def test_rates_that_are_too_high_count_as_knowing_nothing(spots):
    assert loss_by_rate(spots, steps=40)(None, 0, 1e200) == pytest.approx(np.log(10), rel=0.05)
    start, end = (loss_by_rate(spots, steps=steps)(lambda n, rng: BatchNorm(n), 0, 0.1) for steps in (1, 60))
    assert end < 0.8 * start
    assert end == loss_by_rate(spots, steps=60)(lambda n, rng: BatchNorm(n), 0, 0.1)


# ---- double descent ----


@pytest.mark.parametrize("features", [12, 80])
def test_a_weak_penalty_leads_to_the_shortest_least_squares(spots, features):
    exact = feature_errors(spots, features, 0, count=40)
    np.testing.assert_allclose(feature_errors(spots, features, 0, count=40, strength=1e-9), exact, atol=0.011)


def test_as_many_features_as_examples_are_the_worst(spots):
    """Nothing is misread in training from there on; the error on others has its peak there."""
    found = np.array([[feature_errors(spots, F, seed, count=40) for seed in range(5)] for F in (12, 40, 400)])
    training, others = np.median(found, axis=1).T
    assert training[1] == training[2] == 0 < training[0]
    assert others[1] > others[0]
    assert others[1] > others[2]
