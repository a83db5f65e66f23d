"""Lesson 07 against independent oracles: central differences, SciPy, PyTorch, identities, slow obvious versions."""

import importlib.util

import numpy as np
import pytest
from differences import central_differences
from scipy import ndimage, special, stats

from dlcourse.experiments.regularization import few_digits, random_rotation, rate_trials, rotate, train, trial, trials
from dlcourse.lessons import forward, losses, regularization
from dlcourse.nn import training
from dlcourse.nn.regularization import BatchNorm, Dropout, LayerNorm, soft_cross_entropy

# ---- the penalty and the targets ----


def test_l2_gradients_are_slopes_of_the_penalty():
    rng = np.random.default_rng(0)
    W1, b1, W2, b2 = rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=(4, 2)), rng.normal(size=2)
    _, [(dW1, db1), (dW2, db2)] = regularization.l2_penalty([(W1, b1), (W2, b2)], 0.3)
    for found, change in [
        (dW1, lambda W: [(W, b1), (W2, b2)]),
        (db1, lambda b: [(W1, b), (W2, b2)]),
        (dW2, lambda W: [(W1, b1), (W, b2)]),
        (db2, lambda b: [(W1, b1), (W2, b)]),
    ]:
        x = {id(dW1): W1, id(db1): b1, id(dW2): W2, id(db2): b2}[id(found)]
        slopes = central_differences(lambda x, change=change: regularization.l2_penalty(change(x), 0.3)[0], x)
        np.testing.assert_allclose(found, slopes, atol=1e-8)


def test_label_smoothing_element_by_element():
    y = np.array([3, 0, 1])
    slow = [[0.9 * (c == label) + 0.1 / 4 for c in range(4)] for label in y]
    np.testing.assert_allclose(regularization.label_smoothing(y, 4, 0.1), slow, rtol=1e-12)
    assert np.array_equal(regularization.label_smoothing(y, 4, 0.0), np.eye(4)[y])


def test_soft_cross_entropy_is_cross_entropy_for_hard_targets_and_has_its_slopes():
    rng = np.random.default_rng(0)
    Z, y = rng.normal(size=(5, 4)), np.array([0, 3, 1, 1, 2])
    loss, dZ = soft_cross_entropy(Z, np.eye(4)[y])
    assert loss == pytest.approx(losses.cross_entropy(Z, y), rel=1e-12)
    Y = rng.dirichlet(np.ones(4), size=5)
    loss, dZ = soft_cross_entropy(Z, Y)
    assert loss == pytest.approx(np.mean(special.logsumexp(Z, axis=1) - (Y * Z).sum(axis=1)), rel=1e-12)
    slopes = central_differences(lambda Z: soft_cross_entropy(Z, Y)[0], Z)
    np.testing.assert_allclose(dZ, slopes, atol=1e-9)


# ---- dropout ----


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.5, 0.9])
def test_dropout_keeps_the_mean_and_silences_the_share_that_is_asked(rate):
    X = np.random.default_rng(1).normal(size=(400, 250))
    out, mask = regularization.dropout_forward(X, rate, np.random.default_rng(0))
    silenced = int(np.sum(mask == 0))
    assert stats.binomtest(silenced, X.size, rate).pvalue > 1e-6 if rate else silenced == 0
    np.testing.assert_allclose(out[mask > 0], X[mask > 0] / (1 - rate), rtol=1e-12)
    assert abs(mask.mean() - 1) < 0.05


def test_dropout_masks_differ_by_call_row_and_column_and_nothing_is_dropped_in_use():
    rng, X = np.random.default_rng(0), np.ones((30, 40))
    first, second = (regularization.dropout_forward(X, 0.5, rng)[0] for _ in range(2))
    assert not np.array_equal(first, second)
    assert len(np.unique(first, axis=0)) == 30
    assert len(np.unique(first, axis=1).T) == 40
    out, mask = regularization.dropout_forward(X, 0.5, rng, training=False)
    assert np.array_equal(out, X)
    assert mask is None


def test_dropout_backward_by_central_differences():
    X, weight = np.random.default_rng(0).normal(size=(2, 4, 3))
    _, mask = regularization.dropout_forward(X, 0.4, np.random.default_rng(2))

    def f(X):
        return np.sum(weight * regularization.dropout_forward(X, 0.4, np.random.default_rng(2))[0])

    np.testing.assert_allclose(regularization.dropout_backward(weight, mask), central_differences(f, X), atol=1e-8)
    assert np.array_equal(regularization.dropout_backward(weight, None), weight)


# ---- normalisation ----


def inputs(seed=0, N=6, D=4):
    rng = np.random.default_rng(seed)
    X = rng.normal(3, 2, size=(N, D)) * np.linspace(0.5, 4, D)
    return X, rng.normal(1, 0.5, size=D), rng.normal(size=D), rng.normal(size=(N, D))


def batchnorm(X, gamma, beta):
    running = np.zeros(X.shape[1]), np.ones(X.shape[1])
    return regularization.batchnorm_forward(X, gamma, beta, running)[:2]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("forwards", "backwards"),
    [
        (batchnorm, regularization.batchnorm_backward),
        (regularization.layernorm_forward, regularization.layernorm_backward),
    ],
)
def test_normalisation_backward_by_central_differences(forwards, backwards, seed):
    X, gamma, beta, weight = inputs(seed)
    _, cache = forwards(X, gamma, beta)
    dX, dgamma, dbeta = backwards(weight, cache)
    for found, f, x in [
        (dX, lambda X: np.sum(weight * forwards(X, gamma, beta)[0]), X),
        (dgamma, lambda gamma: np.sum(weight * forwards(X, gamma, beta)[0]), gamma),
        (dbeta, lambda beta: np.sum(weight * forwards(X, gamma, beta)[0]), beta),
    ]:
        np.testing.assert_allclose(found, central_differences(f, x), rtol=1e-5, atol=1e-7)


def test_normalised_columns_and_rows_have_the_mean_and_spread_that_are_asked():
    X, gamma, beta, _ = inputs(N=50)
    out, _ = batchnorm(X, gamma, beta)
    np.testing.assert_allclose(out.mean(axis=0), beta, atol=1e-12)
    np.testing.assert_allclose(out.std(axis=0), np.abs(gamma), rtol=1e-4)
    out, _ = regularization.layernorm_forward(X, np.ones(4), np.zeros(4))
    np.testing.assert_allclose(out.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(out.std(axis=1), 1, rtol=1e-3)


def test_layer_normalisation_is_batch_normalisation_of_the_transpose():
    X, _, _, weight = inputs()
    ones = np.ones(6), np.zeros(6)
    by_rows, cache = regularization.layernorm_forward(X, np.ones(4), np.zeros(4))
    by_columns, turned = batchnorm(X.T, *ones)
    np.testing.assert_allclose(by_rows, by_columns.T, rtol=1e-12)
    dX = regularization.layernorm_backward(weight, cache)[0]
    np.testing.assert_allclose(dX, regularization.batchnorm_backward(weight.T, turned)[0].T, rtol=1e-9, atol=1e-12)


def test_gradient_is_blind_to_what_normalisation_takes_away():
    """Adding to a column, or stretching it, changes nothing: the gradient has no part along these directions."""
    X, gamma, beta, weight = inputs(N=40)
    _, cache = batchnorm(X, gamma, beta)
    dX = regularization.batchnorm_backward(weight, cache)[0]
    np.testing.assert_allclose(dX.sum(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose((dX * X).sum(axis=0), 0, atol=1e-4)


def test_running_statistics_follow_in_training_and_are_used_otherwise():
    rng, running = np.random.default_rng(0), (np.zeros(2), np.ones(2))
    gamma, beta = np.ones(2), np.zeros(2)
    for _ in range(300):
        X = rng.normal([5.0, -1.0], [2.0, 0.5], size=(64, 2))
        _, _, running = regularization.batchnorm_forward(X, gamma, beta, running)
    np.testing.assert_allclose(running[0], [5, -1], atol=0.4)
    np.testing.assert_allclose(running[1], [4, 0.25], rtol=0.3)
    one = np.array([[7.0, -1.0]])
    out, _, after = regularization.batchnorm_forward(one, gamma, beta, running, training=False)
    assert after is running
    np.testing.assert_allclose(out, (one - running[0]) / np.sqrt(running[1] + 1e-5), rtol=1e-12)


# ---- augmentation ----


def test_shifts_are_all_there_and_equally_often():
    images = np.random.default_rng(0).uniform(1, 2, size=(1, 5, 4)).repeat(2500, axis=0)
    shifted = regularization.random_shift(images, 2, np.random.default_rng(0))
    kinds, counts = np.unique(shifted, axis=0, return_counts=True)
    assert len(kinds) == 25
    assert stats.chisquare(counts).pvalue > 1e-4
    wanted = {ndimage.shift(images[0], (i, j), order=0).tobytes() for i in range(-2, 3) for j in range(-2, 3)}
    assert {kind.tobytes() for kind in kinds} == wanted


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


def test_mixup_mixes_two_rows_and_their_targets_by_the_same_share():
    rng = np.random.default_rng(0)
    X, Y = np.eye(400), np.eye(400)  # the mixed row says itself who is in it
    mixed, targets = regularization.mixup(X, Y, 0.4, rng)
    assert np.array_equal(mixed, targets)
    np.testing.assert_allclose(mixed.sum(axis=1), 1, rtol=1e-12)
    assert ((mixed > 0).sum(axis=1) <= 2).all()
    shares = np.diag(mixed)[np.diag(mixed) < 1]
    assert stats.kstest(shares, stats.beta(0.4, 0.4).cdf).pvalue > 1e-3


# ---- the layers ----


def network(layer):
    rng = np.random.default_rng(0)
    return training.Network([training.Dense(4, 5, rng), layer, training.ReLU(), training.Dense(5, 3, rng)])


LAYERS = {
    "Dropout": lambda: Dropout(0.4, np.random.default_rng(7)),
    "BatchNorm": lambda: BatchNorm(5),
    "LayerNorm": lambda: LayerNorm(5),
}


@pytest.mark.parametrize("name", LAYERS)
def test_a_network_with_the_layer_has_the_slopes_of_its_loss(name):
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(8, 4)), rng.integers(0, 3, size=8)

    def loss_of(change=None):
        made = network(LAYERS[name]())  # the same weights and the same masks each time
        if change:
            layer, key, value = change
            made.parameters[layer][key][...] = value
        return made.loss_and_gradients(X, y)

    _, gradients = loss_of()
    checked = 0
    for number, parameters in enumerate(network(LAYERS[name]()).parameters):
        for key, array in parameters.items():
            slopes = central_differences(lambda value, n=number, k=key: loss_of((n, k, value))[0], array)
            np.testing.assert_allclose(gradients[number][key], slopes, rtol=1e-4, atol=1e-8)
            checked += array.size
    assert checked >= 43


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_in_use_draws_nothing_and_changes_nothing(name):
    layer, X = LAYERS[name](), np.random.default_rng(0).normal(2, 3, size=(6, 5))
    layer.forward(X, training=True)
    once, again = layer.forward(X)[0], layer.forward(X)[0]
    assert np.array_equal(once, again)
    if name != "LayerNorm":
        assert np.array_equal(layer.forward(X[:1])[0], once[:1])  # an answer does not depend on the others
        assert not np.allclose(layer.forward(X, training=True)[0], once)


@pytest.mark.parametrize("name", LAYERS)
def test_the_input_gradient_of_a_layer_in_use(name):
    layer, weight = LAYERS[name](), np.random.default_rng(3).normal(size=(6, 5))
    X = np.random.default_rng(0).normal(2, 3, size=(6, 5))
    layer.forward(X, training=True)
    _, cache = layer.forward(X)
    slopes = central_differences(lambda X: np.sum(weight * layer.forward(X)[0]), X)
    np.testing.assert_allclose(layer.backward(weight, cache)[0], slopes, rtol=1e-5, atol=1e-8)


def test_layer_norm_takes_sequences():
    layer, rng = LayerNorm(5), np.random.default_rng(0)
    X, weight = rng.normal(size=(2, 3, 5)), rng.normal(size=(2, 3, 5))
    out, cache = layer.forward(X, training=True)
    dX, gradients = layer.backward(weight, cache)
    flat, _ = layer.forward(X.reshape(6, 5))
    assert np.array_equal(out.reshape(6, 5), flat)
    slopes = central_differences(lambda X: np.sum(weight * layer.forward(X)[0]), X)
    np.testing.assert_allclose(dX, slopes, atol=1e-7)
    np.testing.assert_allclose(gradients["beta"], weight.sum(axis=(0, 1)), rtol=1e-12)


def test_layers_calculate_with_the_functions_they_are_given():
    asked = []

    def mine(*arguments):
        asked.append(len(arguments))
        return regularization.batchnorm_forward(*arguments)

    BatchNorm(2, forward=mine).forward(np.ones((3, 2)), training=True)
    layer = Dropout(0.5, None, forward=lambda X, rate, *_: (X + rate, "mask"), backward=lambda d, mask: mask)
    assert asked == [7]
    assert layer.forward(np.zeros(1)) == (0.5, "mask")
    assert layer.backward(1.0, "mask") == ("mask", {})


@pytest.mark.parametrize("name", ["BatchNorm", "LayerNorm"])
def test_layers_keep_float32(name):
    layer = {"BatchNorm": BatchNorm, "LayerNorm": LayerNorm}[name](5, dtype=np.float32)
    X = np.random.default_rng(0).normal(size=(6, 5)).astype(np.float32)
    out, cache = layer.forward(X, training=True)
    dX, gradients = layer.backward(out, cache)
    assert {out.dtype, dX.dtype, *(g.dtype for g in gradients.values())} == {np.dtype(np.float32)}
    assert layer.forward(X)[0].dtype == np.float32


def test_bad_rates_are_refused():
    for rate in (-0.1, 1.0, 50):
        with pytest.raises(ValueError, match="rate is"):
            regularization.dropout_forward(np.ones(2), rate, np.random.default_rng(0))


# ---- training with all of this ----


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


# ---- PyTorch as a second opinion, where it is installed ----

if importlib.util.find_spec("torch"):

    @pytest.mark.parametrize("name", ["batch", "layer"])
    def test_normalisation_is_pytorchs(name):
        import torch

        X, gamma, beta, weight = inputs(N=12)
        tensors = [torch.tensor(array, requires_grad=True) for array in (X, gamma, beta)]
        if name == "batch":
            running = torch.zeros(4, dtype=torch.double), torch.ones(4, dtype=torch.double)
            out = torch.nn.functional.batch_norm(tensors[0], *running, *tensors[1:], training=True, momentum=0.1)
            ours, cache, (mean, _) = regularization.batchnorm_forward(X, gamma, beta, (np.zeros(4), np.ones(4)))
            np.testing.assert_allclose(mean, running[0].numpy(), rtol=1e-10)
            found = regularization.batchnorm_backward(weight, cache)
        else:
            out = torch.nn.functional.layer_norm(tensors[0], (4,), *tensors[1:])
            ours, cache = regularization.layernorm_forward(X, gamma, beta)
            found = regularization.layernorm_backward(weight, cache)
        np.testing.assert_allclose(ours, out.detach().numpy(), rtol=1e-10, atol=1e-12)
        out.backward(torch.tensor(weight))
        for mine, theirs in zip(found, tensors):
            np.testing.assert_allclose(mine, theirs.grad.numpy(), rtol=1e-8, atol=1e-11)

    def test_smoothed_loss_is_pytorchs():
        import torch

        rng = np.random.default_rng(0)
        Z, y = rng.normal(size=(5, 4)), np.array([0, 3, 1, 1, 2])
        theirs = torch.nn.functional.cross_entropy(torch.tensor(Z), torch.tensor(y), label_smoothing=0.1)
        ours, _ = soft_cross_entropy(Z, regularization.label_smoothing(y, 4, 0.1))
        assert ours == pytest.approx(theirs.item(), rel=1e-10)


def test_softmax_of_the_course_agrees_with_its_loss():
    Z = np.array([[1.0, 2.0, 0.5]])
    _, dZ = soft_cross_entropy(Z, np.zeros((1, 3)))
    np.testing.assert_allclose(dZ, forward.softmax(Z), rtol=1e-12)


def test_a_snapshot_holds_the_running_statistics_too():
    rng = np.random.default_rng(0)
    network = training.Network([training.Dense(4, 3, rng), BatchNorm(3)])
    X = rng.normal(size=(8, 4))
    network.forward(X, training=True)
    kept, before = network.snapshot(), network.outputs(X)
    for _ in range(5):
        network.forward(3 * X + 1, training=True)
    assert not np.allclose(network.outputs(X), before)
    network.restore(kept)
    np.testing.assert_array_equal(network.outputs(X), before)
