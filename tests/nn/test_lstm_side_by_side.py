"""Networks that are trained side by side against the same networks, one after the other."""

import copy

import numpy as np
import pytest

from dlcourse.experiments.lstm import recall_task, successes, successes_of
from dlcourse.lessons.lstm import lstm_backward, lstm_forward
from dlcourse.nn import lstm, training
from dlcourse.nn.lstm import side_by_side
from dlcourse.nn.rnn import RNN

LOSS = training.softmax_cross_entropy


def networks(kind, count=3, units=4, **how):
    """Networks for the recall task, with parameters that are all random."""
    found = []
    for seed in range(count):
        rng = np.random.default_rng(seed)
        dense = training.Dense(units, 4, rng)
        found.append(training.Network([kind(9, units, rng, **how), lstm.LastStep(), dense]))
        for parameters in found[-1].parameters:
            for array in parameters.values():
                array += rng.normal(0, 0.3, size=array.shape)
    return found


def batches(count=3, lag=6):
    return [recall_task(lag, 5, np.random.default_rng(10 + seed)) for seed in range(count)]


@pytest.mark.parametrize("kind", [RNN, lstm.LSTM, lstm.GRU])
def test_side_by_side_is_one_after_the_other(kind):
    sides = networks(kind)
    assert side_by_side.forms_of([network.layers[0] for network in sides]) is not None
    found = side_by_side.loss_and_gradients(sides, batches(), LOSS)
    for network, batch, (value, gradients) in zip(sides, batches(), found, strict=True):
        wanted, each = network.loss_and_gradients(*batch, LOSS)
        assert value == pytest.approx(wanted, rel=1e-12)
        assert [list(layer) for layer in gradients] == [list(layer) for layer in each]
        for layer, other in zip(gradients, each):
            for name in other:
                assert layer[name].shape == other[name].shape
                np.testing.assert_allclose(layer[name], other[name], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("kind", [RNN, lstm.LSTM, lstm.GRU])
def test_gates_that_are_wide_open_or_shut_are_no_error(kind):
    sides = networks(kind, count=2)
    for network in sides:
        for array in network.layers[0].parameters.values():
            array *= 1e3
    for _, gradients in side_by_side.loss_and_gradients(sides, batches(2), LOSS):
        assert all(np.isfinite(array).all() for array in gradients[0].values())


def test_layers_with_functions_of_ones_own_are_calculated_with_these():
    def forward(*arguments, **named):
        calls.append(1)
        return lstm_forward(*arguments, **named)

    calls = []
    sides = networks(lstm.LSTM, forward=forward, backward=lstm_backward)
    assert side_by_side.forms_of([network.layers[0] for network in sides]) is None
    side_by_side.loss_and_gradients(sides, batches(), LOSS)
    assert len(calls) == 3


def test_what_cannot_stand_side_by_side():
    different = [networks(kind, 1)[0].layers[0] for kind in (lstm.LSTM, lstm.GRU)]
    sizes = [networks(lstm.GRU, 1, units=units)[0].layers[0] for units in (3, 4)]
    assert side_by_side.forms_of(different) is side_by_side.forms_of(sizes) is None


def test_nothing_is_changed_in_place():
    sides, given = networks(lstm.GRU), batches()
    before = copy.deepcopy(([network.parameters for network in sides], given))
    side_by_side.loss_and_gradients(sides, given, LOSS)
    after = [network.parameters for network in sides], given
    for left, right in zip(before[0], after[0]):
        for layer, other in zip(left, right):
            for name in layer:
                np.testing.assert_array_equal(layer[name], other[name])
    for left, right in zip(before[1], after[1]):
        np.testing.assert_array_equal(left[0], right[0])


def test_successes_of_several_sides_are_those_of_each():
    sides = {"low": lambda D, rows, rng: lstm.GRU(D, rows, rng, update_bias=0.0), "high": lstm.GRU}
    how = {"units": 9, "seeds": 2, "steps": 120, "learning_rate": 0.04}
    assert successes_of(sides, 3, **how) == {name: successes(side, 3, **how) for name, side in sides.items()}
