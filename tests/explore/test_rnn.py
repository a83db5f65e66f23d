"""The explorers of lesson 11, whatever is typed and whatever the network is."""

import numpy as np
import pytest

from dlcourse import explore
from dlcourse.nn.rnn import character_model


@pytest.mark.slow
def test_a_broken_layer_of_the_learner_is_said_and_does_not_raise():
    def broken(*arguments, **named):
        raise ZeroDivisionError("my own")

    network = character_model(5, 3, 4, np.random.default_rng(0))
    reader = explore.rnn.reader(network, "\nabcd", texts=["abc", "bad"])
    assert "it says" in reader.set(text="dab").words()
    network.layers[1]._forward = broken
    assert "ZeroDivisionError: my own" in reader.set(text="bad").words()
    writer = explore.rnn.writer(network, "\nabcd", sample=broken)
    assert "ZeroDivisionError: my own" in writer.words()


@pytest.mark.slow
def test_what_is_typed_may_be_anything():
    reader = explore.rnn.reader()
    for text in ("", "\N{SNOWMAN}", "x" * 200, "UPPER"):
        assert reader.set(text=text).words().startswith("After “")
    assert "182 characters of the text are left out" in reader.set(text="x" * 200).words()
    writer = explore.rnn.writer(character_model(4, 3, 5, np.random.default_rng(0)), "\nabc")
    assert "At the beginning of a name" in writer.set(start="\N{SNOWMAN}\n").words()
