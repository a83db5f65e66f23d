"""Networks that read and write text at equal size: one that carries a state, one that carries a cell, one that looks.

All learn from pieces of a text, 256 characters a step of Adam, whatever the length of a piece. Recurrent networks take
their state from piece to piece; a transformer sees what stands before in its own piece, and nothing else.

The transformer was designed by trials on the tuning part, each through two or four times: positions that are learned,
with a standard deviation of 0.5 at first, did better than sines, eight heads better than four or sixteen, one block
better than two narrow ones, a width of 32 better than 24 and 40; 128 characters a step, pieces that begin elsewhere in
each pass, a longer warm-up and a smaller beta2 of Adam changed little.
"""

import time
from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.rnn import end_of_part, ids_of, text_to_read, train_on_text
from dlcourse.lessons import attention
from dlcourse.lessons.optimizers import warmup_cosine_schedule
from dlcourse.lessons.rnn import truncated_sequences
from dlcourse.nn.attention import Positions, transformer
from dlcourse.nn.lstm import LSTM
from dlcourse.nn.rnn import RNN, SequenceNetwork, character_model
from dlcourse.nn.training import Adam
from dlcourse.nn.training.budget import few

CHARACTERS = 256  # in a step of Adam
# Of a piece, in characters: the context of the transformer, and how far back the gradients of the others go.
LENGTHS = {"RNN": (8, 16, 32), "LSTM": (4, 8, 16), "transformer": (8, 16, 32)}
RATES = {"RNN": (0.006, 0.01, 0.016), "LSTM": (0.018, 0.028, 0.044), "transformer": (0.012, 0.018, 0.027)}
UNITS = {"RNN": (RNN, 96), "LSTM": (LSTM, 47)}
WIDTH, HEADS, BLOCKS, HIDDEN = 32, 8, 1, 128  # of the transformer
PLACES = 0.5  # the standard deviation of its first positions; the characters' is 1
PASSES, LONGER = 4, 12  # through the text
TUNING, SEEDS, FEWER = (100, 101), tuple(range(5)), tuple(range(3))  # fewer where it takes longer


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
        network = transformer(vocabulary, WIDTH, HEADS, BLOCKS, rng, length=length, hidden=HIDDEN, **calculate)
        return learn_places(network, length, rng)
    layer, units = UNITS[side]
    return character_model(vocabulary, 24, units, rng, recurrent=layer)


def learn_places(network, length, rng):
    """The same transformer with positions that are learned, as those of GPT-2, in the place of sines."""
    first, sines, *others = network.layers
    table = rng.normal(0, PLACES, (length, sines.table.shape[1]))
    return SequenceNetwork([first, Positions(table, learned=True), *others])


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
    for done in range(0, steps, len(batches)):
        yield train_on_text(network, batches[: steps - done], adam)


def logits_along(network, ids, length=None):
    """The logits after each sign of a text but the last: array (L - 1, V).

    Parameters
    ----------
    network : SequenceNetwork
    ids : int array (L,)
    length : int, optional
        Steps that the network may see. Windows of that length then overlap by seven eighths, and only the end of each
        counts (of the first window all), so that every sign is judged with nearly as much before it as the network can
        see. If left out, the network is a recurrent one, and reads the text as 16 long rows.

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
    new = max(1, length // 8)
    starts = np.minimum(np.arange(0, len(inputs) - length + new, new), len(inputs) - length)
    found = np.empty((len(inputs), network.layers[-1].parameters["b"].size))
    for some in np.array_split(starts, max(1, len(starts) // 500)):  # all at once would take much memory
        Z = network.outputs(inputs[some[:, None] + np.arange(length)])
        for start, window in zip(some, Z):
            known = length - new if start else 0
            found[start + known : start + length] = window[known:]
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
        With these seeds networks learn from 80 % and are judged by the next 10; with all others they learn from 90 %
        and are judged by the last 10.
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
        often = (passes or {}).get(side, PASSES)
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


def seconds_of_a_step(side, text, length, steps=100):
    """Processor seconds of a step of Adam: one in ten of several is faster; the slower ones were disturbed."""
    network, found = reader(side, len(text.signs), 0, length=length), []
    batches = pieces(text.ids, length)[: few(steps)]
    adam = Adam(0.001, clip=1.0)
    for batch in batches:
        begun = time.process_time()
        train_on_text(network, [batch], adam)
        found.append(time.process_time() - begun)
    return float(np.quantile(found, 0.1))


def told(stored):
    """What was measured of all sides, in lines: passes, median perplexity, and the range over the seeds."""
    for name, passes in (("as often", PASSES), ("as long", stored["passes"]), ("longer", LONGER)):
        for side, numbers in stored[name].items():
            often = passes[side] if name == "as long" else passes
            span = f"{min(numbers):.2f} to {max(numbers):.2f}"
            yield f"{name:8}: {side:11} {often:4.1f} passes, perplexity {np.median(numbers):.2f}, {span}"
