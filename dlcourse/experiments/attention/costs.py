"""What reading costs as texts grow: operations counted, and seconds measured."""

import time

import numpy as np

from dlcourse.nn.attention import MultiHeadAttention
from dlcourse.nn.lstm import LSTM
from dlcourse.nn.rnn import RNN

LENGTHS = (16, 32, 64, 128, 256, 512, 1024)
WIDTH, ROWS = 64, 8
LAYERS = {
    "RNN": RNN,
    "LSTM": LSTM,
    "attention": lambda inputs, units, rng: MultiHeadAttention(inputs, 1, rng),
}


def operations(side, length, width=WIDTH):
    """Multiplications, each with an addition, for one sequence: those with tables, and those for looking.

    Returns
    -------
    tuple (int, int)

    Examples
    --------
    >>> operations("RNN", 16), operations("attention", 16), operations("attention", 128)
    ((131072, 0), (262144, 32768), (2097152, 2097152))
    """
    tables = {"RNN": 2, "LSTM": 8, "attention": 4}[side] * length * width**2
    return tables, 2 * length**2 * width if side == "attention" else 0


def seconds(side, length, *, width=WIDTH, rows=ROWS, times=8):
    """Processor seconds of a forward and a backward pass of one layer: the smallest of several."""
    rng = np.random.default_rng(0)
    layer, X = LAYERS[side](width, width, rng), rng.normal(size=(rows, length, width))
    found = []
    for _ in range(times):
        begun = time.process_time()
        out, cache = layer.forward(X)
        layer.backward(out, cache)
        found.append(time.process_time() - begun)
    return min(found)
