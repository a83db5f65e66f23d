"""Lesson rnn: how to make each explorer."""

import numpy as np

from dlcourse import explore
from dlcourse.experiments.rnn import SIGNS
from dlcourse.nn import rnn

NAME_SIGNS = "\n PQSabcdefghijklmnopqrstuvwxyz"


def small_model(signs):
    return rnn.character_model(len(signs), 5, 8, np.random.default_rng(0))


def trained_reader():
    signs, answers = SIGNS, ["outside", "inside"]
    network = small_model(signs)
    network.layers[2].parameters["W"] = network.layers[2].parameters["W"][:, :2]
    network.layers[2].parameters["b"] = np.zeros(2)
    return explore.rnn.reader(network, signs, texts=["a (b) c", "((a) b)"], answers=answers)


def coloured():
    networks = {
        name: rnn.character_model(len(SIGNS), 5, 8, np.random.default_rng(seed))
        for seed, name in enumerate(("one", "other"))
    }
    return explore.rnn.coloured(networks, SIGNS, "the (old) sea, and what else it is that we see " * 3, neuron=2)


EXPLORERS = {
    "rnn.reader": explore.rnn.reader,
    "rnn.reader of a network": trained_reader,
    "rnn.coloured": coloured,
    "rnn.writer": lambda: explore.rnn.writer(small_model(NAME_SIGNS), NAME_SIGNS),
}
