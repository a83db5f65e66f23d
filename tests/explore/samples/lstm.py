"""Lesson lstm: how to make each explorer."""

import numpy as np

from dlcourse import explore
from dlcourse.experiments.lstm import SIGNS
from dlcourse.lessons import training
from dlcourse.nn import lstm, rnn
from dlcourse.nn.training import Dense


def small_network():
    rng = np.random.default_rng(0)
    layers = [rnn.Embedding(5, 4, rng), lstm.LSTM(4, 4, rng), Dense(4, 3, rng, init=training.xavier_init)]
    return rnn.SequenceNetwork(layers)


EXPLORERS = {
    "lstm.cell": explore.lstm.cell,
    "lstm.gates": lambda: explore.lstm.gates(small_network(), SIGNS),
}
