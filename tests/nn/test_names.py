"""Parameters of networks under names."""

import numpy as np
import pytest

from dlcourse.nn.training import Dense, Network, ReLU, named_parameters, set_parameters


def test_parameters_have_the_names_of_their_layers():
    rng = np.random.default_rng(0)
    network = Network([Dense(2, 3, rng), ReLU(), Dense(3, 4, rng)])
    found = named_parameters(network, ("fc1", "head"))
    assert list(found) == ["fc1.W", "fc1.b", "head.W", "head.b"]
    assert found["head.W"] is network.layers[2].parameters["W"]
    end = Network(network.layers[2:])
    assert list(named_parameters(end, ("fc1", "head"))) == ["head.W", "head.b"]
    with pytest.raises(ValueError, match="2 layers have parameters, and there are 1 names"):
        named_parameters(network, ("head",))


def test_numbers_are_written_by_their_names():
    rng = np.random.default_rng(0)
    one, other = (Network([Dense(2, 3, rng), Dense(3, 4, rng)]) for _ in range(2))
    wanted = {name: array.copy() for name, array in named_parameters(one, ("fc1", "head")).items()}
    assert set_parameters(other, ("fc1", "head"), wanted) is other
    X = rng.normal(size=(5, 2))
    np.testing.assert_array_equal(other.outputs(X), one.outputs(X))
    other.layers[0].parameters["W"] += 1
    np.testing.assert_array_equal(one.layers[0].parameters["W"], wanted["fc1.W"])
