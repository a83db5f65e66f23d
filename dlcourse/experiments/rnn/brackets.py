"""A memory that can be measured: networks that say after each character of a text whether a bracket is open."""

from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.rnn.counts import ngrams
from dlcourse.experiments.rnn.models import read_along, train_on_text
from dlcourse.experiments.rnn.own import end_of_part
from dlcourse.experiments.rnn.texts import ids_of, inside_brackets
from dlcourse.lessons import rnn
from dlcourse.lessons.training import minibatches
from dlcourse.nn import cnn, training
from dlcourse.nn.rnn import RNN, Embedding, SequenceNetwork
from dlcourse.nn.training.budget import few, few_of

WIDTH, UNITS, WINDOW, LENGTH, ROWS = 8, 16, 32, 32, 8
TUNING = 100  # seeds from here on tune: they are measured on the validation part


@dataclass(frozen=True, eq=False)
class Marked:
    """A text whose characters are marked: inside of brackets, or not; in three parts.

    Parameters
    ----------
    ids, inside : int array (L,)
        The characters, and 1 where a bracket is open after one.
    signs : str
        The alphabet.
    ends : tuple (int, int)
        Where the training part ends, and where the validation part; the rest is for testing.
    """

    ids: np.ndarray
    inside: np.ndarray
    signs: str
    ends: tuple

    def part(self, seed):
        """The slice that is measured: for testing, or for validation with seeds that tune."""
        return slice(*self.ends) if seed >= TUNING else slice(self.ends[1], len(self.ids))


def marked(text, signs, shares=(0.5, 0.7)):
    """A text with its marks, divided at ends of lines near these shares of its length."""
    ends = tuple(end_of_part(text, share) for share in shares)
    return Marked(ids_of(text, signs), inside_brackets(text), signs, ends)


def window(data, rng):
    """A network that sees the last 32 characters in their order, each with weights of its own."""
    layers = [Embedding(len(data.signs), WIDTH, rng), cnn.Flatten(), training.Dense(WIDTH * WINDOW, UNITS, rng)]
    return training.Network([*layers, training.ReLU(), training.Dense(UNITS, 2, rng)])


def reader(data, rng):
    """A recurrent network with a state of 16 numbers."""
    layers = [Embedding(len(data.signs), WIDTH, rng), RNN(WIDTH, UNITS, rng)]
    return SequenceNetwork([*layers, training.Dense(UNITS, 2, rng)])


def trained(make, data, seed, *, learning_rate, epochs=4):
    """A network that has gone through the training part so many times; its rate falls to 0 along a line.

    Parameters
    ----------
    make : function
        ``make(data, rng)``: :func:`window` or :func:`reader`.
    data : Marked
    seed : int
        Of the first weights, and of the order of the windows.
    learning_rate : float
        Adam's, at the beginning.
    epochs : int

    Returns
    -------
    Network
    """
    rng, end = np.random.default_rng(seed), data.ends[0]
    network = make(data, rng)
    if isinstance(network, SequenceNetwork):
        pieces, marks = (
            [a for a, _ in rnn.truncated_sequences(p[:end], ROWS, LENGTH)] for p in (data.ids, data.inside)
        )
        batches = list(zip(pieces, marks))
        adam = _falling(learning_rate, epochs * len(batches))
        for _ in range(epochs):
            train_on_text(network, batches, adam)
        return network
    X, y = ngrams(data.ids[:end], WINDOW), data.inside[WINDOW - 1 : end]
    adam = _falling(learning_rate, epochs * -(-len(X) // 1024))
    for _ in range(epochs):
        for batch in few_of(minibatches(X, y, 1024, rng)):
            adam.step(network, network.loss_and_gradients(*batch)[1])
    return network


def _falling(peak, total):
    return training.Adam(lambda t: peak * max(0.0, 1 - t / total), clip=0.3)


def says(network, data, part):
    """What a network says of each character of a part, 0 or 1; of the first 31 of a text, a window says 0."""
    if isinstance(network, SequenceNetwork):
        return read_along(network, data.ids[part]).argmax(axis=1)
    start = max(part.start, WINDOW - 1)
    found = network.predict(ngrams(data.ids[start - WINDOW + 1 : part.stop], WINDOW))[0]
    return np.concatenate([np.zeros(start - part.start, int), found])


def found_inside(said, inside):
    """How many percent of the characters inside of brackets are found, less those of the others that are claimed."""
    return 100 * float(np.mean(said[inside == 1]) - np.mean(said[inside == 0]))


def finds_brackets(data, keep=None):
    """A measure for ``compare``: the sides are `window` and `reader`, the parameters `learning_rate` and `epochs`.

    Parameters
    ----------
    data : Marked
    keep : dict, optional
        Gets the networks that are tested, by the name of the function that made them, and the seed.
    """

    def measure(make, seed, learning_rate, epochs):
        network, part = trained(make, data, seed, learning_rate=learning_rate, epochs=few(epochs, 1)), data.part(seed)
        if keep is not None and seed < TUNING:
            keep[make.__name__, seed] = network
        return found_inside(says(network, data, part), data.inside[part])

    return measure


def by_distance(said, inside, near=WINDOW):
    """What share of the characters inside is found whose bracket opened at most `near` steps ago, and of the others.

    Parameters
    ----------
    said, inside : int array (L,)
    near : int

    Returns
    -------
    tuple (float, float)
    """
    since = np.zeros(len(inside), int)
    for place in np.flatnonzero(inside):
        since[place] = since[place - 1] + 1 if place and inside[place - 1] else 1
    close, far = (inside == 1) & (since <= near), since > near
    return float(said[close].mean()), float(said[far].mean())


def busiest_paragraph(text, begin, length=480):
    """The beginning of the paragraph after `begin` in which most brackets open within so many characters."""
    paragraphs = [paragraph[:length] for paragraph in text[begin:].split("\n") if len(paragraph) >= length // 2]
    return max(paragraphs, key=lambda paragraph: paragraph.count("("))
