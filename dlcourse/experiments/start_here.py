"""Lesson 00, start here: what three small networks can do that the course brings along."""

from itertools import islice, repeat

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.rnn import generate, ids_of
from dlcourse.lessons import forward
from dlcourse.nn.lstm import GRU
from dlcourse.nn.rnn import character_model

STAGES = ("untrained", "after one pass", "trained")
TEMPERATURE = 0.8  # a little more careful than its own probabilities
LONGEST = 14  # characters of a name


def digits_read():
    """How many of the test digits, which it has never seen, the stored network reads: (right, of how many)."""
    _, _, X, y = datasets.digits()
    labels, _ = forward.predict(X, datasets.digits_network())
    return int(np.sum(labels == y)), len(y)


def names_network(stage="trained"):
    """The network that writes names, and its alphabet.

    Parameters
    ----------
    stage : str
        "untrained", "after one pass" over the names, or "trained".

    Returns
    -------
    tuple (SequenceNetwork, str)
    """
    stored, signs = datasets.names_network("trained" if stage == STAGES[0] else stage)
    V, D = stored[0]["E"].shape
    network = character_model(V, D, len(stored[2]["W"]), np.random.default_rng(0), recurrent=GRU)
    for layer, found in zip(network.layers, stored, strict=True):
        if stage != STAGES[0]:
            layer.parameters.update(found)
    return network, signs


def write_name(network, signs, begun, rng):
    """One name that begins so, written character by character: a str in small letters."""
    ids = np.concatenate([[0], ids_of(begun, signs)]).astype(int)
    written = generate(network, ids, LONGEST - len(begun), TEMPERATURE, rng, stop=0)
    return begun + "".join(signs[i] for i in written)


def known_names():
    """The names that it has read, in small letters."""
    return {name.lower() for name in datasets.place_names()}


def new_names(count=100):
    """How many of so many names that the trained network writes are not among those that it read.

    Where it ends before the first character, it has written no name, and writes another.
    """
    (network, signs), rng, known = names_network(), np.random.default_rng(0), known_names()
    written = filter(None, (write_name(network, signs, "", rng) for _ in repeat(None)))
    return sum(name not in known for name in islice(written, count))


def person_shares(name):
    """The probability of a person in every window of a photograph, and whether there is one, marked by hand.

    Returns
    -------
    tuple (array (97, 97), bool array (97, 97))
        By the row and the column of the window's upper left pixel.
    """
    parameters, names = datasets.photograph_network()
    windows, labels, _ = datasets.windows(name)
    P = forward.softmax(forward.mlp_forward(windows, parameters))[:, names.index("person")]
    side = round(len(P) ** 0.5)
    return P.reshape(side, side), (labels == names.index("person")).reshape(side, side)
