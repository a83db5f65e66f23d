"""Lesson rnn: explorers and figures for the tests that run over all of them."""

import numpy as np

from dlcourse import explore, figures
from dlcourse.experiments.rnn import SIGNS
from dlcourse.nn.rnn import character_model

NAME_SIGNS = "\n PQSabcdefghijklmnopqrstuvwxyz"


def small_model(signs):
    return character_model(len(signs), 5, 8, np.random.default_rng(0))


def trained_reader():
    signs, answers = SIGNS, ["outside", "inside"]
    network = small_model(signs)
    network.layers[2].parameters["W"] = network.layers[2].parameters["W"][:, :2]
    network.layers[2].parameters["b"] = np.zeros(2)
    return explore.rnn.reader(network, signs, texts=["a (b) c", "((a) b)"], answers=answers)


EXPLORERS = {
    "rnn.reader": explore.rnn.reader,
    "rnn.reader of a network": trained_reader,
    "rnn.writer": lambda: explore.rnn.writer(small_model(NAME_SIGNS), NAME_SIGNS),
}


FIGURES = {
    "unrolled": (lambda ax: figures.unrolled(3, "T", ax), "drawn 3 times"),
    "perplexity_curve": (
        lambda ax: figures.perplexity_curve([9.0, 5.5], {"letters alone": 20.5}, "T", ax),
        "from 9.0 to 5.5 in 2 epochs; level lines: letters alone 20.5",
    ),
    "gradient_lengths": (
        lambda ax: figures.gradient_lengths({"radius 0.5": 0.5 ** np.arange(21.0)}, "T", ax),
        "radius 0.5: 1e-06 after 20 steps",
    ),
}
