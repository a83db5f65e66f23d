"""Networks that read and write text at equal size: one that carries a state, one that carries a cell, one that looks.

All learn from pieces of a text, 256 characters a step of Adam, whatever the length of a piece. Recurrent networks take
their state from piece to piece; a transformer sees what stands before in its own piece, and nothing else.
"""

import time
from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.rnn import end_of_part, ids_of, text_to_read, train_on_text
from dlcourse.lessons import attention
from dlcourse.lessons.optimizers import warmup_cosine_schedule
from dlcourse.lessons.rnn import truncated_sequences
from dlcourse.nn.attention import transformer
from dlcourse.nn.lstm import LSTM
from dlcourse.nn.rnn import RNN, character_model
from dlcourse.nn.training import Adam
from dlcourse.nn.training.budget import few

CHARACTERS = 256  # in a step of Adam
LENGTHS = {"RNN": (16,), "LSTM": (16,), "transformer": (4, 8, 16)}  # of a piece, in characters
RATES = {
    "RNN": (0.0025, 0.0035, 0.005, 0.007, 0.01, 0.014, 0.02, 0.028, 0.04),
    "LSTM": (0.005, 0.007, 0.01, 0.014, 0.02, 0.028, 0.04, 0.056, 0.08),
    "transformer": (0.005, 0.01, 0.02),
}
UNITS = {"RNN": (RNN, 96), "LSTM": (LSTM, 47)}
WIDTH, HEADS, BLOCKS, HIDDEN = 32, 4, 1, 128  # of the transformer
PASSES = 4  # through the text; half as many when tuning
TUNING, SEEDS = (100,), tuple(range(5))


@dataclass(frozen=True, eq=False)
class Text:
    """A text as numbers, in the parts of lesson 11.

    Parameters
    ----------
    ids : int array (L,)
    signs : str
        The alphabet.
    ends : tuple of two int
        Where the part that all learn from ends, about 80 % of it, and where the validation part ends and the test part
        begins, about 90 %.
    """

    ids: np.ndarray
    signs: str
    ends: tuple

    def parts(self, *, tuning):
        """What is learned from, and what is judged by: the end of the first 90 % when tuning, else the last tenth."""
        first, last = self.ends
        return (self.ids[:first], self.ids[first:last]) if tuning else (self.ids[:last], self.ids[last:])


def text_in_parts(own=None):
    """The reference of the Python language, or a text of one's own, as a :class:`Text`."""
    text, signs = text_to_read(own)
    return Text(ids_of(text, signs), signs, (end_of_part(text, 0.8), end_of_part(text, 0.9)))


def reader(side, vocabulary, seed, *, length=64, **calculate):
    """A network of about 16,000 numbers that expects the next sign.

    Parameters
    ----------
    side : str
        "RNN" (the network of lesson 11), "LSTM" or "transformer".
    vocabulary : int
        How many signs there are.
    seed : int
        Of the first weights.
    length : int
        The most steps that the transformer may see.
    **calculate
        What the attention of the transformer calculates with: `forward`, `backward`, `make_mask`.

    Returns
    -------
    SequenceNetwork
    """
    rng = np.random.default_rng(seed)
    if side == "transformer":
        return transformer(vocabulary, WIDTH, HEADS, BLOCKS, rng, length=length, hidden=HIDDEN, **calculate)
    layer, units = UNITS[side]
    return character_model(vocabulary, 24, units, rng, recurrent=layer)


def pieces(ids, length):
    """The batches of :func:`truncated_sequences` with 256 characters each."""
    return truncated_sequences(ids, CHARACTERS // length, length)


def learn(network, ids, *, rate, length, passes):
    """Train with Adam, whose rate rises in 20 steps and falls along half a cosine; yields after each pass.

    Parameters
    ----------
    network : SequenceNetwork
        Changed in place.
    ids : int array (L,)
    rate : float
        The largest learning rate.
    length : int
        Of a piece.
    passes : float
        Through the text; of the last one perhaps only a part.

    Yields
    ------
    float
        The mean loss of the pass.
    """
    batches = pieces(ids, length)
    steps = max(round(passes * len(batches)), 1)
    adam = Adam(lambda t: warmup_cosine_schedule(t, peak=rate, warmup=20, total=max(steps, 21)), clip=1.0)
    while steps > 0:
        yield train_on_text(network, batches[:steps], adam)
        steps -= len(batches)


def logits_along(network, ids, length=None):
    """The logits after each sign of a text but the last: array (L - 1, V).

    Parameters
    ----------
    network : SequenceNetwork
    ids : int array (L,)
    length : int, optional
        Steps that the network may see. Windows of that length then overlap by a half, and only the second half of each
        counts (of the first window all), so that everything is judged after half a window or more. If left out, the
        network is a recurrent one, and reads the text as 16 long rows.

    Returns
    -------
    array (L - 1, V)
    """
    inputs = ids[:-1]
    if length is None:
        rows = min(16, len(inputs))
        width = len(inputs) // rows
        found = network.outputs(inputs[: rows * width].reshape(rows, width))
        rest = inputs[rows * width :]
        parts = [found.reshape(rows * width, -1)]
        return np.concatenate(parts + ([network.outputs(inputs[-width:][None])[0, -len(rest) :]] if len(rest) else []))
    if len(inputs) <= length:
        return network.outputs(inputs[None])[0]
    half = length // 2
    starts = np.minimum(np.arange(0, len(inputs) - half, half), len(inputs) - length)
    Z = network.outputs(inputs[starts[:, None] + np.arange(length)])  # (windows, length, V)
    found = np.empty((len(inputs), Z.shape[-1]))
    for start, window in zip(starts[::-1], Z[::-1]):
        found[start:][:length][half if start else 0 :] = window[half if start else 0 :]
    return found


def judged(side, network, ids, length, *, perplexity=attention.perplexity):
    """The perplexity of a network on a text that it has not seen."""
    return float(perplexity(logits_along(network, ids, length if side == "transformer" else None), y=ids[1:]))


def measure_text(text, *, tuning=(), passes=None):
    """A measure for :func:`compare`: the perplexity on a part of the text that has not been learned from.

    Parameters
    ----------
    text : Text
    tuning : sequence of int
        With these seeds networks learn from 80 %, in half as many passes, and are judged by the next 10; with all
        others they learn from 90 % and are judged by the last 10.
    passes : dict of str to float, optional
        Through the text, for each side; `PASSES` if left out.

    Returns
    -------
    function
        ``measure(side, seed, rate, length) -> float``.
    """

    def measure(side, seed, rate, length):
        seen, unseen = text.parts(tuning=seed in tuning)
        network = reader(side, len(text.signs), seed, length=length)
        often = PASSES / 2 if seed in tuning else (passes or {}).get(side, PASSES)
        for _ in learn(network, seen[: few(len(seen), 2000)], rate=rate, length=length, passes=often):
            pass
        return judged(side, network, unseen, length)

    return measure


def after_one_pass(side, text, seed, *, rate, length, perplexity=attention.perplexity, **calculate):
    """The perplexity on the last tenth of a text, after one pass through the rest of it.

    Parameters
    ----------
    side : str
        As for :func:`reader`.
    text : Text
    seed : int
    rate, length
        As for :func:`learn`.
    perplexity : function
    **calculate
        As for :func:`reader`.

    Returns
    -------
    float
    """
    seen, unseen = text.parts(tuning=False)
    network = reader(side, len(text.signs), seed, length=length, **calculate)
    for _ in learn(network, seen[: few(len(seen), 2000)], rate=rate, length=length, passes=1):
        pass
    return judged(side, network, unseen, length, perplexity=perplexity)


def seconds_of_a_step(side, text, length, steps=30):
    """Processor seconds of a step of Adam: the median of several."""
    network, found = reader(side, len(text.signs), 0, length=length), []
    batches = pieces(text.ids, length)[: few(steps)]
    adam = Adam(0.001, clip=1.0)
    for batch in batches:
        begun = time.process_time()
        train_on_text(network, [batch], adam)
        found.append(time.process_time() - begun)
    return float(np.median(found))
