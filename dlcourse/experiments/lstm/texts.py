"""Texts: letters that are missing in them, and letters that come next."""

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.rnn import ids_of, text_perplexity, train_on_text
from dlcourse.lessons.rnn import truncated_sequences
from dlcourse.lessons.training import xavier_init
from dlcourse.nn import rnn, training
from dlcourse.nn.training.budget import few

LEAST = 3000  # characters of a text of one's own
MOST, GAPS = 16_000, 30_000  # characters that are read in the two experiments


def text_to_read(own=None):
    """The reference of the Python language, or a text of one's own, in small letters.

    Parameters
    ----------
    own : str or path, optional
        As :func:`dlcourse.data.datasets.own_text` takes it: a file, or the text itself.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the text is shorter than `LEAST` characters, or as `own_text` does.
    """
    text = datasets.language_reference() if own is None else datasets.own_text(own).lower()
    if len(text) < LEAST:
        raise ValueError(
            f"the text has {len(text)} characters: want {LEAST} or more, so that there is something to learn"
        )
    return text


def hidden_vowels(text, length):
    """Pieces of a text with a * in place of each vowel: the pieces, the vowels, where they stood, and the alphabet.

    Parameters
    ----------
    text : str
    length : int
        Of a piece, in characters.

    Returns
    -------
    tuple (int array (N, length), int array (N, length), bool array (N, length), str)
        The pieces as places in the alphabet; the number of the vowel in "aeiou", 0 elsewhere; where a vowel stood;
        the alphabet, whose last sign is *.

    Examples
    --------
    >>> ids, y, mask, signs = hidden_vowels("red rose", 4)
    >>> print(["".join(signs[sign] for sign in row) for row in ids], y[mask])
    ['r*d ', 'r*s*'] [1 3 1]
    """
    rows = np.array(list(text[: len(text) // length * length])).reshape(-1, length)
    mask, signs = np.isin(rows, list("aeiou")), "".join(sorted(set(text))) + "*"
    y = sum(number * (rows == vowel) for number, vowel in enumerate("aeiou"))
    return ids_of("".join(np.where(mask, "*", rows).ravel()), signs).reshape(rows.shape), y, mask, signs


def filled_gaps(text, *, tuning=(), length=20, width=12, steps=150, batch_size=16):
    """A measure for :func:`compare`: the share of missing vowels that a network names wrongly.

    Parameters
    ----------
    text : str
        At most `GAPS` characters are used. Of its pieces the first 60 % are trained on, the next 20 % are the
        validation part, the last the test part.
    tuning : sequence of int
        With these seeds it is measured on the validation part, with all others on the test part.
    length, width : int
        Of a piece, in characters; how many numbers stand for a character.
    steps, batch_size : int
        Of Adam, and pieces in each.

    Returns
    -------
    function
        ``measure(make_layer, seed, learning_rate) -> float``, with ``make_layer(inputs, rng)``, whose layer gives 14
        numbers at each step.
    """
    X, y, asked, signs = hidden_vowels(text[:GAPS], length)
    trained, tuned = round(0.6 * len(X)), round(0.8 * len(X))

    def measure(make_layer, seed, learning_rate):
        rng = np.random.default_rng(seed)
        dense = training.Dense(14, 5, rng, init=xavier_init)
        network = rnn.SequenceNetwork([rnn.Embedding(len(signs), width, rng), make_layer(width, rng), dense])
        optimizer = training.Adam(learning_rate, clip=1.0)

        def gradients(rows):
            return network.sequence_gradients(X[rows], y[rows], asked[rows])[:2]

        batches = ((rng.integers(0, trained, batch_size),) for _ in range(few(steps)))
        for _ in training.training_steps(network, batches, optimizer, gradients=gradients):
            pass
        part = slice(trained, tuned) if seed in tuning else slice(tuned, None)
        answers = network.outputs(X[part]).argmax(axis=2)
        return float((answers != y[part])[asked[part]].mean())

    return measure


def next_letter(text, *, tuning=(), passes=2, width=12):
    """A measure for :func:`compare`: the perplexity of a character model on a part of the text that it has not seen.

    Parameters
    ----------
    text : str
        Its first part is trained on, at most `MOST` characters of it; the last tenth is the test part, and the tenth
        before it the validation part.
    tuning : sequence of int
        With these seeds it is measured on the validation part, with all others on the test part.
    passes : int
        How often it goes through the text.
    width : int
        How many numbers stand for a character.

    Returns
    -------
    function
        ``measure(side, seed, learning_rate) -> float``, with a side ``(layer, units)``.
    """
    signs = "".join(sorted(set(text)))
    ids, tenth = ids_of(text, signs), len(text) // 10
    batches = truncated_sequences(ids[: min(8 * tenth, MOST)], 16, 32)
    validation, test = (truncated_sequences(part, 8, 32) for part in (ids[-2 * tenth : -tenth], ids[-tenth:]))

    def measure(side, seed, learning_rate):
        layer, units = side
        model = rnn.character_model(len(signs), width, units, np.random.default_rng(seed), recurrent=layer)
        optimizer = training.Adam(learning_rate, clip=1.0)
        for _ in range(passes):
            train_on_text(model, batches, optimizer)
        return text_perplexity(model, validation if seed in tuning else test)

    return measure
