"""A small budget: a few steps, and everything in the shape that it has otherwise."""

import numpy as np
import pytest

from dlcourse.nn import training
from dlcourse.nn.training.budget import few, few_of


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setenv("DLCOURSE_BUDGET", "small")


def trained():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(40, 3)), rng.integers(0, 2, 40)
    network, sgd = training.mlp([3, 4, 2], rng), training.SGD(0.1)
    history = training.fit(network, X, y, optimizer=sgd, batch_size=4, epochs=3, rng=rng, validation=(X, y))
    return network, sgd.t, history


def test_all_of_it_is_taken_without_a_budget():
    assert few(7) == 7
    assert trained()[1] == 30


def test_a_small_budget_takes_few_steps_of_each_epoch(small):
    assert few(7) == 2
    assert few(1) == 1
    assert list(few_of(iter("abc"))) == ["a", "b"]
    _, steps, history = trained()
    assert steps == 6
    assert {name: len(values) for name, values in history.items()} == dict.fromkeys(history, 3)


def test_losses_are_given_for_batches_that_are_not_trained_on(small):
    rng = np.random.default_rng(0)
    network, sgd = training.mlp([3, 2], rng), training.SGD(0.1)
    batches = [(rng.normal(size=(4, 3)), np.array([0, 1, 1, 0])) for _ in range(5)]
    losses = list(training.training_steps(network, batches, sgd))
    assert len(losses) == 5
    assert losses[1:] == [losses[1]] * 4
    assert sgd.t == 2
