"""The optimizers in place: the fast form against the formulas of lesson 05, one array at a time."""

import copy
import functools
import importlib.util
import inspect
import pickle

import numpy as np
import pytest
from small_networks import examples, generator, small_network, states_of

from dlcourse.lessons import optimizers
from dlcourse.nn import training

HAVE_TORCH = importlib.util.find_spec("torch") is not None


def wide_network():
    """Its first layer is larger than a block of the optimizers, its others share one."""
    return training.mlp([300, 150, 5, 3], generator(6))


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


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda pair: pickle.loads(pickle.dumps(pair))], ids=["copy", "file"])
def test_a_copy_of_network_and_optimizer_trains_on_as_they_do(copied):
    X, y = np.random.default_rng(0).normal(size=(4, 300)), np.array([0, 1, 2, 0])
    network, optimizer = wide_network(), training.Adam(0.1)
    optimizer.step(network, network.loss_and_gradients(X, y)[1])
    pairs = [copied((network, optimizer)), (network, optimizer)]
    before = network.snapshot()
    for each, its_optimizer in pairs:
        its_optimizer.step(each, each.loss_and_gradients(X, y)[1])
    for left, right, old in zip(*(each.parameters for each, _ in pairs), before):
        for name in left:
            np.testing.assert_array_equal(left[name], right[name])
            assert not np.array_equal(left[name], old[name])


def test_a_parameter_may_be_a_single_number():
    layer = training.Layer()
    layer.parameters = {"slope": np.array(3.0)}
    training.SGD(0.5).step(training.Network([layer]), [{"slope": np.float64(2.0)}])
    assert layer.parameters["slope"] == 2.0


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
