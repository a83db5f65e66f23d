"""Lesson 06 against independent oracles: central differences, scikit-learn, slow obvious versions, PyTorch."""

import functools
import importlib.util
import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics, preprocessing

from dlcourse.data import datasets
from dlcourse.experiments.training import accuracy_along, hand_set_weights, mislabel, noise_accuracy, signals
from dlcourse.lessons import forward, losses, optimizers
from dlcourse.lessons.training import (
    accuracy,
    confusion_matrix,
    early_stopping,
    he_init,
    minibatches,
    random_search,
    standardize,
    train_epoch,
    train_validation_split,
    xavier_init,
)
from dlcourse.nn import training

HAVE_TORCH = importlib.util.find_spec("torch") is not None
LAYERS = {
    "relu": training.ReLU,
    "sigmoid": training.Sigmoid,
    "tanh": training.Tanh,
}


def generator(seed=0):
    return np.random.default_rng(seed)


def small_network(activation=training.Tanh, dtype=float):
    rng = generator(1)
    layers = [training.Dense(3, 5, rng, dtype=dtype), activation(), training.Dense(5, 4, rng, dtype=dtype)]
    layers[0].parameters["b"] += rng.normal(size=5)
    return training.Network(layers)


def examples(dtype=float):
    rng = generator(2)
    return rng.normal(size=(7, 3)).astype(dtype), rng.integers(0, 4, 7)


# ---- the network: gradients ----


@pytest.mark.parametrize("activation", LAYERS.values(), ids=LAYERS)
def test_gradients_of_a_network_by_central_differences(activation):
    network, (X, y) = small_network(activation), examples()
    _, gradients = network.loss_and_gradients(X, y)
    for layer, found in zip(network.layers, gradients):
        assert layer.parameters.keys() == found.keys()
        for name, array in layer.parameters.items():

            def loss_at(value, array=array):
                kept, array[...] = array.copy(), value
                loss = losses.cross_entropy(network.outputs(X), y)
                array[...] = kept
                return loss

            slow = losses.numerical_gradient(loss_at, array.copy())
            np.testing.assert_allclose(found[name], slow, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("activation", LAYERS.values(), ids=LAYERS)
def test_gradient_of_the_input_by_central_differences(activation):
    network, (X, _) = small_network(activation), examples()
    direction = generator(3).normal(size=(7, 4))
    _, caches = network.forward(X)
    slow = losses.numerical_gradient(lambda value: float(np.sum(network.outputs(value) * direction)), X.copy())
    np.testing.assert_allclose(network.input_gradient(direction, caches), slow, rtol=1e-6, atol=1e-8)


def test_dense_takes_sequences_too():
    rng = generator()
    layer, X, d_out = training.Dense(3, 2, rng), rng.normal(size=(4, 5, 3)), rng.normal(size=(4, 5, 2))
    out, cache = layer.forward(X)
    dX, found = layer.backward(d_out, cache)
    flat_out, flat_cache = layer.forward(X.reshape(20, 3))
    flat_dX, flat_found = layer.backward(d_out.reshape(20, 2), flat_cache)
    np.testing.assert_allclose(out.reshape(20, 2), flat_out)
    np.testing.assert_allclose(dX.reshape(20, 3), flat_dX)
    assert all(np.allclose(found[name], flat_found[name]) for name in ("W", "b"))


def test_the_loss_is_that_of_lesson_03():
    rng = generator(4)
    for scale in (1, 300):
        Z, y = scale * rng.normal(size=(6, 5)), rng.integers(0, 5, 6)
        kept = Z.copy()
        loss, dZ = training.softmax_cross_entropy(Z, y)
        np.testing.assert_allclose(loss, losses.cross_entropy(Z, y), rtol=1e-12)
        np.testing.assert_allclose(dZ, losses.cross_entropy_gradient(Z, y), rtol=1e-10, atol=1e-15)
        assert np.array_equal(Z, kept)


def test_any_loss_will_do():
    network, (X, _) = small_network(), examples()
    Y = generator(5).normal(size=(7, 4))
    loss, gradients = network.loss_and_gradients(X, Y, lambda Z, Y: (losses.mse(Z, Y), losses.mse_gradient(Z, Y)))
    assert loss == losses.mse(network.outputs(X), Y)
    bias = network.layers[2].parameters["b"]

    def loss_at(value):
        return losses.mse(network.outputs(X) - bias + value, Y)

    np.testing.assert_allclose(gradients[2]["b"], losses.numerical_gradient(loss_at, bias.copy()), rtol=1e-6)


def test_the_forward_pass_is_that_of_lesson_02():
    network, (X, _) = small_network(training.ReLU), examples()
    pairs = [(layer.parameters["W"], layer.parameters["b"]) for layer in network.layers if layer.parameters]
    np.testing.assert_allclose(network.outputs(X), forward.mlp_forward(X, pairs), rtol=1e-12)
    for found, wanted in zip(network.predict(X), forward.predict(X, pairs)):
        np.testing.assert_allclose(found, wanted, rtol=1e-12)


# ---- the network: what it does with layers ----


class Halve(training.Layer):
    """A learner's own layer without parameters, that stands first."""

    def forward(self, X, training=False):
        return X / 2, training

    def backward(self, d_out, cache):
        raise AssertionError("no parameters lie before this layer: nobody needs its gradient")


def test_nothing_is_computed_that_nobody_needs():
    rng = generator()
    network, (X, y) = training.Network([Halve(), training.Dense(3, 4, rng)]), examples()
    network.layers[1].backward = None  # as it is the first with parameters, its input's gradient is not needed
    _, gradients = network.loss_and_gradients(X, y)
    assert gradients[0] == {}
    assert gradients[1]["W"].shape == (3, 4)


def test_layers_know_whether_they_train():
    network, (X, _) = training.Network([Halve()]), examples()
    assert network.forward(X, training=True)[1] == [True]
    assert network.forward(X)[1] == [False]


def test_networks_can_share_layers():
    """As in transfer learning: training a head on fixed features changes the head alone."""
    network, (X, y) = small_network(), examples()
    features, head = training.Network(network.layers[:2]), training.Network(network.layers[2:])
    before = network.snapshot()
    optimizer = training.Adam(0.1)
    optimizer.step(head, head.loss_and_gradients(features.outputs(X), y)[1])
    assert np.array_equal(before[0]["W"], network.parameters[0]["W"])
    assert not np.array_equal(before[2]["W"], network.parameters[2]["W"])


def test_the_same_layer_twice_is_refused():
    layer = training.Dense(3, 3, generator())
    with pytest.raises(ValueError, match="same layer with parameters twice"):
        training.Network([layer, training.ReLU(), layer])
    twice = training.ReLU()
    training.Network([layer, twice, training.Dense(3, 3, generator()), twice])


def test_snapshot_and_restore():
    network, (X, y) = small_network(), examples()
    kept, arrays = network.snapshot(), [array for layer in network.parameters for array in layer.values()]
    training.SGD(1.0).step(network, network.loss_and_gradients(X, y)[1])
    assert not np.array_equal(kept[0]["W"], network.parameters[0]["W"])
    network.restore(kept)
    assert np.array_equal(kept[0]["W"], network.parameters[0]["W"])
    assert all(old is new for old, new in zip(arrays, [a for layer in network.parameters for a in layer.values()]))


def test_float32_stays():
    network, (X, y) = small_network(dtype=np.float32), examples(np.float32)
    _, gradients = network.loss_and_gradients(X, y)
    training.Adam(0.1).step(network, gradients)
    assert all(g.dtype == np.float32 for layer in gradients for g in layer.values())
    assert all(array.dtype == np.float32 for layer in network.parameters for array in layer.values())
    assert network.outputs(X).dtype == np.float32


# ---- optimizers: the fast form against the formulas, one array at a time ----


def wide_network():
    """Its first layer is larger than a block of the optimizers, its others share one."""
    return training.mlp([300, 150, 5, 3], generator(6))


def states_of(network):
    return [array.copy() for layer in network.parameters for array in layer.values()]


OPTIMIZERS = {
    "sgd": (lambda: training.SGD(0.1), optimizers.sgd_step),
    "momentum": (lambda: training.SGD(0.1, momentum=0.9), optimizers.momentum_step),
    "nesterov": (lambda: training.SGD(0.1, momentum=0.9, nesterov=True), optimizers.nesterov_step),
    "adam": (lambda: training.Adam(0.1), optimizers.adam_step),
    "adamw": (
        lambda: training.Adam(0.1, weight_decay=0.5),
        functools.partial(optimizers.adamw_step, weight_decay=0.5),
    ),
}


def clear_steps(arrays, gradients_of_steps, step):
    """The functions of lesson 05, one array at a time."""
    names = [name for name in ("m", "v") if name in inspect.signature(step).parameters]
    kept = [{name: np.zeros_like(array) for name in names} for array in arrays]
    for t, gradients in enumerate(gradients_of_steps, start=1):
        count = {"t": t} if "t" in inspect.signature(step).parameters else {}
        for number, g in enumerate(gradients):
            found = step(w=arrays[number], g=g, learning_rate=0.1, **kept[number], **count)
            arrays[number], *states = found if names else (found,)
            kept[number] = dict(zip(names, states))
    return arrays


@pytest.mark.parametrize(("make", "step"), OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_optimizer_in_place_is_that_of_lesson_05(make, step):
    network, optimizer, rng = wide_network(), make(), generator(7)
    first = states_of(network)
    steps = []
    for _ in range(4):
        gradients = [{name: rng.normal(size=a.shape) for name, a in layer.items()} for layer in network.parameters]
        steps.append([g for layer in gradients for g in layer.values()])
        kept = [g.copy() for g in steps[-1]]
        optimizer.step(network, gradients)
        assert all(np.array_equal(g, old) for g, old in zip(steps[-1], kept))
    for found, wanted in zip(states_of(network), clear_steps(first, steps, step)):
        np.testing.assert_allclose(found, wanted, rtol=1e-10, atol=1e-12)


def test_memory_layout_does_not_matter():
    plain, odd, (X, y) = small_network(), small_network(), examples()
    for layer in odd.layers:
        layer.parameters = {name: np.asfortranarray(array) for name, array in layer.parameters.items()}
    for network in (plain, odd):
        optimizer = training.Adam(0.1)
        for _ in range(3):
            optimizer.step(network, network.loss_and_gradients(X, y)[1])
    for left, right in zip(states_of(plain), states_of(odd)):
        np.testing.assert_allclose(left, right, rtol=1e-12)


def test_learning_rate_can_be_a_schedule():
    network, (X, y) = small_network(), examples()
    before, (_, gradients) = network.snapshot(), network.loss_and_gradients(X, y)
    optimizer = training.SGD(lambda step: 0.5 * step)
    optimizer.step(network, gradients)
    assert np.array_equal(network.parameters[0]["W"], before[0]["W"])
    optimizer.step(network, gradients)
    np.testing.assert_allclose(network.parameters[0]["W"], before[0]["W"] - 0.5 * gradients[0]["W"])


def test_gradients_are_clipped_by_their_norm_together():
    network, (X, y) = small_network(), examples()
    before, (_, gradients) = states_of(network), network.loss_and_gradients(X, y)
    training.SGD(1.0, clip=0.01).step(network, gradients)
    moved = np.sqrt(sum(np.sum((new - old) ** 2) for new, old in zip(states_of(network), before)))
    assert moved == pytest.approx(0.01)
    training.SGD(1.0, clip=1e6).step(network, gradients)  # far away: nothing is clipped


def test_an_optimizer_is_for_one_network():
    network, (X, y) = small_network(), examples()
    optimizer = training.Adam(0.1)
    _, gradients = network.loss_and_gradients(X, y)
    optimizer.step(network, gradients)
    with pytest.raises(ValueError, match="new optimizer"):
        optimizer.step(small_network(), gradients)
    gradients[0]["b"] = gradients[0]["b"][:1]
    with pytest.raises(ValueError, match=r"shape \(1,\), its parameter has shape \(5,\)"):
        optimizer.step(network, gradients)


# ---- fit ----


def test_fit_learns_and_keeps_a_history():
    rng = generator(8)
    X = rng.normal(size=(200, 2))
    y = (X[:, 0] * X[:, 1] > 0).astype(int)
    network = training.mlp([2, 16, 2], rng)
    history = training.fit(
        network,
        X[:150],
        y[:150],
        optimizer=training.Adam(0.02),
        epochs=30,
        batch_size=16,
        rng=rng,
        validation=(X[150:], y[150:]),
    )
    assert {name: len(values) for name, values in history.items()} == dict.fromkeys(
        ("loss", "accuracy", "validation_loss", "validation_accuracy"), 30
    )
    assert history["accuracy"][-1] > 0.95
    assert history["validation_accuracy"][-1] > 0.9
    assert history["loss"][-1] == pytest.approx(losses.cross_entropy(network.outputs(X[:150]), y[:150]))


def test_fit_takes_the_learners_batches_and_a_progress_bar():
    network, (X, y) = small_network(), examples()
    asked = []

    def mine(X, y, batch_size, rng):
        asked.append(batch_size)
        return iter([(X[:3], y[:3])])

    optimizer = training.SGD(0.1)
    history = training.fit(
        network, X, y, optimizer=optimizer, batch_size=3, rng=generator(), epochs_iterator=iter("ab"), minibatches=mine
    )
    assert asked == [3, 3]
    assert optimizer.t == 2
    assert len(history["loss"]) == 2
    with pytest.raises(ValueError, match="either epochs or epochs_iterator"):
        training.fit(network, X, y, optimizer=optimizer, batch_size=3, rng=generator())


def test_evaluate_in_parts_is_evaluate_at_once():
    network, (X, y) = small_network(), examples()
    whole, parts = training.evaluate(network, X, y), training.evaluate(network, X, y, rows=2)
    assert parts == pytest.approx(whole)
    assert "accuracy" not in training.evaluate(network, X, np.zeros((7, 4)), lambda Z, Y: (losses.mse(Z, Y), None))


# ---- data ----


def test_standardize_is_scikit_learns():
    rng = generator()
    X_train, X_test = rng.normal(3, 5, size=(40, 4)), rng.normal(2, 4, size=(9, 4))
    X_train[:, 2] = 0.1  # constant, and no sum of it is exact
    scaler = preprocessing.StandardScaler().fit(X_train)
    for found, wanted in zip(standardize(X_train, X_test), (X_train, X_test)):
        np.testing.assert_allclose(found, scaler.transform(wanted), rtol=1e-10, atol=1e-12)


def test_split_holds_each_example_once_with_its_label():
    X, y = np.arange(50.0)[:, None], np.arange(50)
    parts = train_validation_split(X, y, 0.3, generator())
    assert [len(part) for part in parts] == [35, 35, 15, 15]
    assert sorted([*parts[1], *parts[3]]) == list(range(50))
    assert all(np.array_equal(rows[:, 0], labels) for rows, labels in (parts[:2], parts[2:]))
    assert list(parts[3]) != list(range(15))
    other = train_validation_split(X, y, 0.3, generator(1))
    assert not np.array_equal(parts[3], other[3])


def test_minibatches_hold_each_example_once():
    X, y = np.arange(23.0)[:, None], np.arange(23)
    batches = minibatches(X, y, 5, generator())
    assert [len(rows) for rows, _ in batches] == [5, 5, 5, 5, 3]
    found = np.concatenate([labels for _, labels in batches])
    assert sorted(found) == list(range(23))
    assert list(found) != list(range(23))
    assert all(np.array_equal(rows[:, 0], labels) for rows, labels in batches)


# ---- initialisation ----


@pytest.mark.parametrize(("init", "activation"), [(he_init, lambda Z: np.maximum(Z, 0)), (xavier_init, np.tanh)])
def test_the_signal_keeps_its_size(init, activation):
    rng, H = generator(), generator(1).normal(size=(200, 300))
    sizes = []
    for _ in range(8):
        H = activation(H @ init(300, 300, rng))
        sizes.append(np.sqrt(np.mean(H**2)))
    assert 0.3 < sizes[-1] / sizes[0] < 2


@pytest.mark.parametrize(("init", "variance"), [(he_init, 2 / 300), (xavier_init, 2 / 500)])
def test_initial_weights_are_normal_with_the_variance(init, variance):
    W = init(300, 200, generator())
    assert W.shape == (300, 200)
    assert W.dtype == float
    assert stats.kstest(W.ravel() / np.sqrt(variance), "norm").pvalue > 0.01


def test_an_untrained_network_has_the_loss_of_guessing():
    X, y, _, _ = datasets.digits()
    network = training.mlp([64, 32, 10], generator())
    network.layers[-1].parameters["W"] *= 0.01
    assert training.evaluate(network, X, y)["loss"] == pytest.approx(np.log(10), abs=0.05)


# ---- the epoch ----


def test_an_epoch_is_the_networks_steps():
    """The clear form, lists of (W, b) and new arrays, against the network class, that changes its arrays in place."""
    rng = generator(10)
    network = training.mlp([3, 6, 5, 4], rng)
    pairs = [tuple(array.copy() for array in layer.parameters.values()) for layer in network.layers if layer.parameters]
    batches = [(rng.normal(size=(n, 3)), rng.integers(0, 4, n)) for n in (5, 5, 2)]
    kept = [array.copy() for pair in pairs for array in pair]
    found, mean_loss = train_epoch(pairs, batches, 0.3)
    optimizer, seen = training.SGD(0.3), []
    for X, y in batches:
        loss, gradients = network.loss_and_gradients(X, y)
        optimizer.step(network, gradients)
        seen.append(loss)
    assert mean_loss == pytest.approx(np.mean(seen))
    for left, right in zip([array for pair in found for array in pair], states_of(network)):
        np.testing.assert_allclose(left, right, rtol=1e-10)
    assert all(np.array_equal(old, array) for old, array in zip(kept, [array for pair in pairs for array in pair]))


# ---- measures ----


def test_accuracy_and_confusion_matrix_are_scikit_learns():
    rng = generator()
    y, y_hat = rng.integers(0, 5, 300), rng.integers(0, 4, 300)  # the answer 4 is never given
    assert accuracy(y_hat, y) == metrics.accuracy_score(y, y_hat)
    found = confusion_matrix(y_hat, y, 6)
    np.testing.assert_array_equal(found, metrics.confusion_matrix(y, y_hat, labels=range(6)))
    assert np.trace(found) / 300 == pytest.approx(accuracy(y_hat, y))


@given(st.lists(st.integers(0, 6), min_size=1, max_size=12), st.integers(1, 4))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_early_stopping_by_its_definition(losses, patience):
    """Epoch e is reached if no `patience` epochs in a row before it were without a new smallest loss."""
    best_so_far = [losses.index(min(losses[: epoch + 1])) for epoch in range(len(losses))]
    stops = [epoch for epoch in range(len(losses)) if epoch - best_so_far[epoch] >= patience]
    assert early_stopping(np.array(losses), patience) == best_so_far[stops[0] if stops else -1]


# ---- search ----


def test_random_search_is_even_on_a_log_scale():
    ranges = [(1e-4, 1.0), (3.0, 300.0)]
    best, points, scores = random_search(lambda x: -abs(np.log(x[0] / 0.01)), ranges, 2000, generator())
    for d, (low, high) in enumerate(ranges):
        share = np.log(points[:, d] / low) / np.log(high / low)
        assert stats.kstest(share, "uniform").pvalue > 0.01
    assert abs(np.corrcoef(np.log(points.T))[0, 1]) < 0.1
    assert np.array_equal(best, points[np.argmin(np.abs(np.log(points[:, 0] / 0.01)))])
    assert scores.max() == -abs(np.log(best[0] / 0.01))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: standardize(np.ones((2, 3)), np.ones((2, 2))), r"X_train has shape \(2, 3\)"),
        (lambda: train_validation_split(np.ones((2, 3)), np.ones(3), 0.5, generator()), "X has 2 rows"),
        (lambda: train_validation_split(np.ones((2, 3)), np.ones(2), 30, generator()), "share is 30"),
        (lambda: minibatches(np.ones((2, 3)), np.ones(3), 2, generator()), "y has 3 labels"),
        (lambda: minibatches(np.ones((2, 3)), np.ones(2), 0, generator()), "batch_size is 0"),
        (lambda: early_stopping(np.array([]), 2), "0 losses"),
        (lambda: early_stopping(np.ones(3), 0), "a patience of 0"),
        (lambda: random_search(sum, [(0.0, 1.0)], 2, generator()), r"ranges is \[\(0.0, 1.0\)\]"),
        (lambda: random_search(sum, [(2.0, 1.0)], 2, generator()), "pairs"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# ---- what the experiments need ----


def test_hand_set_weights_read_what_they_were_drawn_as():
    W, b = hand_set_weights()
    assert np.array_equal((W.T @ W + b).argmax(axis=1), range(10))
    _, _, X, y = datasets.digits()
    assert 0.35 < accuracy((X @ W + b).argmax(axis=1), y) < 0.5


def test_a_leak_finds_something_in_noise():
    leaking, honest = (np.mean([noise_accuracy(generator(seed), leak) for seed in range(20)]) for leak in (True, False))
    assert leaking > 0.8
    assert 0.4 < honest < 0.6


def test_signals_are_a_forward_pass():
    X, W = generator().normal(size=(6, 3)), he_weights()
    first, second = signals(X, lambda inputs, outputs, rng: W[inputs], np.tanh, generator(), depth=2, width=4)
    np.testing.assert_allclose(second, np.tanh(np.tanh(X @ W[3]) @ W[4]))
    np.testing.assert_allclose(first, np.tanh(X @ W[3]))


def he_weights():
    return {inputs: he_init(inputs, 4, generator(inputs)) for inputs in (3, 4)}


def test_mislabel_changes_about_that_share():
    y = generator().integers(0, 10, 5000)
    changed = np.mean(mislabel(y, 0.2, 10, generator(1)) != y)
    assert changed == pytest.approx(0.2 * 0.9, abs=0.02)


def test_accuracy_along_the_way():
    X, y, X_test, y_test = datasets.digits()
    found = accuracy_along((X[:50], y[:50], X_test, y_test), generator(), steps=65, every=10)
    assert found.shape == (6,)
    assert found[-1] > 0.6


if HAVE_TORCH:

    def test_training_is_that_of_pytorch():
        import torch

        sizes, rng = [6, 9, 7, 4], generator(9)
        network = training.mlp(sizes, rng)
        layers = []
        for layer in network.layers:
            if layer.parameters:
                linear = torch.nn.Linear(*layer.parameters["W"].shape, dtype=torch.float64)
                with torch.no_grad():
                    linear.weight.copy_(torch.from_numpy(layer.parameters["W"].T.copy()))
                    linear.bias.copy_(torch.from_numpy(layer.parameters["b"]))
                layers.append(linear)
            else:
                layers.append(torch.nn.ReLU())
        theirs = torch.nn.Sequential(*layers)
        X, y = rng.normal(size=(12, 6)), rng.integers(0, 4, 12)
        mine = training.Adam(0.01, weight_decay=0.1)
        adamw = torch.optim.AdamW(theirs.parameters(), lr=0.01, weight_decay=0.1)
        for _ in range(20):
            loss, gradients = network.loss_and_gradients(X, y)
            mine.step(network, gradients)
            adamw.zero_grad()
            their_loss = torch.nn.functional.cross_entropy(theirs(torch.from_numpy(X)), torch.from_numpy(y))
            their_loss.backward()
            adamw.step()
            assert loss == pytest.approx(their_loss.item(), rel=1e-8)
        np.testing.assert_allclose(network.outputs(X), theirs(torch.from_numpy(X)).detach().numpy(), rtol=1e-6)
