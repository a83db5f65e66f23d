"""The explorers of lesson 11, whatever is typed and whatever the network is."""

import numpy as np
import pytest

from dlcourse import explore
from dlcourse.experiments.rnn import SIGNS
from dlcourse.explore.rnn import coloured
from dlcourse.explore.rnn.colouring import in_lines
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


def test_a_text_is_broken_at_spaces_and_at_ends_of_lines():
    places = in_lines("one two three\nfour", columns=8, rows=3)
    assert places[:, 0].tolist() == [0] * 8 + [1] * 6 + [2] * 4
    assert places[8].tolist() == [1, 0]
    assert len(in_lines("x" * 50, columns=8, rows=2)) == 16


@pytest.mark.slow
def test_words_tell_where_a_neuron_is_high():
    network = character_model(len(SIGNS), 3, 1, np.random.default_rng(0))
    embedding, recurrent, _ = network.layers
    embedding.parameters["E"][...] = 0
    embedding.parameters["E"][SIGNS.index("("), 0], embedding.parameters["E"][SIGNS.index(")"), 0] = 1, -1
    recurrent.parameters["W_x"][:, 0], recurrent.parameters["W_h"][...] = [9, 0, 0], 3  # a switch
    recurrent.parameters["b"][...] = -0.5
    wider = character_model(len(SIGNS), 3, 4, np.random.default_rng(0))
    text = coloured({"switch": network, "wider": wider}, SIGNS, "now (in here) out")
    assert "above 0.5 for 47 % of the characters, as in “(in here”; below −0.5" in text.words()
    assert "has 1 neurons, 0 to 0" in text.set(neuron=3).words()
