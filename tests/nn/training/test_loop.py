"""The loop that trains, and what it makes of the learner's own batches."""

import numpy as np
import pytest
from small_networks import examples, generator, small_network, states_of

from dlcourse.data import datasets
from dlcourse.lessons import losses
from dlcourse.nn import training


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


def test_an_untrained_network_has_the_loss_of_guessing():
    X, y, _, _ = datasets.digits()
    network = training.mlp([64, 32, 10], generator())
    network.layers[-1].parameters["W"] *= 0.01
    assert training.evaluate(network, X, y)["loss"] == pytest.approx(np.log(10), abs=0.05)


def test_training_steps_ask_for_a_batch_when_its_step_is_taken():
    network, (X, y), asked = small_network(), examples(), []

    def batches():
        for number in range(3):
            asked.append(number)
            yield X, y

    optimizer = training.SGD(0.1)
    steps = training.training_steps(network, batches(), optimizer)
    assert asked == []
    first = next(steps)
    assert asked == [0]
    assert optimizer.t == 1
    assert first > next(steps) > next(steps)
    assert list(steps) == []


def test_training_steps_are_those_of_the_gradients_that_are_given():
    network, other, (X, y) = small_network(), small_network(), examples()

    def doubled(rows):
        loss, gradients = network.loss_and_gradients(X[rows], y[rows])
        return 7 * loss, [{name: 2 * g for name, g in layer.items()} for layer in gradients]

    found = list(training.training_steps(network, [([0, 1],), ([2],)], training.SGD(0.1), gradients=doubled))
    plain = list(training.training_steps(other, [(X[:2], y[:2]), (X[2:3], y[2:3])], training.SGD(0.2)))
    np.testing.assert_allclose(found, 7 * np.array(plain))
    for left, right in zip(states_of(network), states_of(other)):
        np.testing.assert_allclose(left, right)
