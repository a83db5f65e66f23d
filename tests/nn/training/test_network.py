"""The network of lesson 06 against central differences, and what it does with its layers."""

import numpy as np
import pytest
from small_networks import examples, generator, small_network

from dlcourse.lessons import forward, losses
from dlcourse.lessons.training import he_init, xavier_init
from dlcourse.nn import training

LAYERS = {
    "relu": training.ReLU,
    "sigmoid": training.Sigmoid,
    "tanh": training.Tanh,
}


# ---- gradients ----


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


def test_the_loss_of_no_examples_is_nan_and_not_an_error():
    with np.errstate(invalid="ignore"):
        loss, dZ = training.softmax_cross_entropy(np.ones((0, 3)), np.zeros(0, int))
    assert np.isnan(loss)
    assert dZ.shape == (0, 3)


def test_logits_may_be_whole_numbers():
    Z, y = np.array([[1, 3, 2], [0, 0, 5]]), np.array([1, 0])
    loss, dZ = training.softmax_cross_entropy(Z, y)
    wanted, slopes = training.softmax_cross_entropy(Z.astype(float), y)
    assert loss == wanted
    np.testing.assert_array_equal(dZ, slopes)


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


# ---- what it does with layers ----


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


# ---- the multilayer perceptron ----


def test_a_perceptron_draws_its_layers_one_after_the_other():
    made, rng = training.mlp([4, 6, 5, 3], generator(), init=xavier_init), generator()
    assert [type(layer).__name__ for layer in made.layers] == ["Dense", "ReLU", "Dense", "ReLU", "Dense"]
    for parameters, sizes in zip(made.parameters[::2], [(4, 6), (6, 5), (5, 3)]):
        assert np.array_equal(parameters["W"], xavier_init(*sizes, rng))
        assert np.array_equal(parameters["b"], np.zeros(sizes[1]))
    assert [type(layer).__name__ for layer in training.mlp([4, 3], generator()).layers] == ["Dense"]


def test_what_stands_first_and_before_each_relu():
    drawn = []

    def noted(neurons, rng):
        drawn.append((neurons, rng.random()))
        return training.Tanh()

    made = training.mlp([4, 6, 5, 3], generator(), dtype=np.float32, first=[Halve()], before_relu=noted)
    names = [type(layer).__name__ for layer in made.layers]
    assert names == ["Halve", "Dense", "Tanh", "ReLU", "Dense", "Tanh", "ReLU", "Dense"]
    assert [neurons for neurons, _ in drawn] == [6, 5]
    rng = generator()
    he_init(4, 6, rng)
    assert drawn[0][1] == rng.random()  # after the weights of its layer, before those of the next
    assert {array.dtype for parameters in made.parameters for array in parameters.values()} == {np.dtype(np.float32)}
