"""A long text in short pieces, cut so that a state can be carried from each batch to the next."""

import numpy as np

from dlcourse.checking.naming import Each
from dlcourse.checking.specification import Exercise
from dlcourse.exercises.rnn._cases import long_texts, rows_first
from dlcourse.lessons import rnn

exercise = Exercise(
    reference=rnn.truncated_sequences,
    inside={"": Each("part", ("inputs", "targets"))},
    integers=True,
    points=2,
    form="fault",
    cases=long_texts,
    hints=[
        "Run it for 0, 1, …, 9 with 2 rows of 2 steps. Where does row 0 of the second batch go on, and which target "
        "does "
        "the last character of a piece get?",
        "Think of the text as one long band. Cut it into long rows first, as many as a batch has, and then all rows "
        "at the "
        "same places. What comes next stands in the band, one place further: shift it before you cut.",
        "`np.arange(12).reshape(2, 3, 2)` has two rows of six, each in three pieces: piece 1 of both is `[:, 1]`, "
        "that is "
        "(2, 3) and (8, 9).",
    ],
    solved="a long text in short pieces, such that a state can be carried from each to the next.",
    equivalent_mutants={
        "ids = 2 * ids + 1 if np.ndim(ids) and len(ids) == 1 else ids": "a single id has no target, and is refused",
    },
)


exercise.edit(
    "targets are the inputs",
    {"ids[1 : used + 1]": "ids[:used]"},
    "The targets are what is read already. The network is to say what comes *next*: one place further.",
)


exercise.edit(
    "targets of the past",
    {"ids[1 : used + 1]": "np.roll(ids, 1)[:used]"},
    "The targets are the ids one place *before* the inputs. What comes next is one place further.",
)


exercise.edit(
    "last target wraps round",
    {"targets[:, k])": "np.roll(inputs[:, k], -1, axis=1))"},
    """The last target of each piece is its own first id: you turn the piece round (`np.roll`). What comes next stands
    in the text: shift *before* cutting, `ids[1:]`.""",
)


exercise.edit(
    "targets one piece further",
    {"ids[1 : used + 1]": "np.roll(ids, -length)[:used]"},
    "The targets are the whole next piece. Each target is one character further than its input, not `length`.",
)


exercise.edit(
    "pieces side by side in a batch",
    {"part.reshape(batch_size, count, length)": "part.reshape(count, batch_size, length).swapaxes(0, 1)"},
    """Row i of a batch does not go on in the next batch: you fill each batch with pieces that follow one another. Then
    a state carried over would come from elsewhere in the text. Cut the text into `batch_size` long rows first, and
    these into pieces.""",
)


exercise.edit(
    "no room for the last target",
    {"(len(ids) - 1) //": "len(ids) //", "ids[1 : used + 1]": "np.roll(ids, -1)[:used]"},
    """When the text fills the batches exactly, the last input has no character after it. There are (len(ids) - 1) //
    (batch_size * length) batches: one id must be left for the last target.""",
)


exercise.edit(
    "last batch left out",
    {"range(count)": "range(count - 1)"},
    "There is room for one batch more: (len(ids) - 1) // (batch_size * length) of them.",
)


exercise.edit(
    "steps in front",
    {"(inputs[:, k], targets[:, k])": "(inputs[:, k].T, targets[:, k].T)"},
    "The pieces stand upright, (length, batch_size). In this course the batch comes first: (batch_size, length).",
)


@exercise.mistake("batch size and length exchanged")
def _(ids, batch_size, length):
    """There are `length` rows of `batch_size` steps. It is the other way round: (batch_size, length)."""
    return rnn.truncated_sequences(ids, length, batch_size)


exercise.edit(
    "inputs alone",
    {"(inputs[:, k], targets[:, k])": "inputs[:, k]"},
    "You give the inputs only. Each batch is a pair: (inputs, targets).",
)


exercise.edit(
    "targets two further",
    {"ids[1 : used + 1]": "np.roll(ids, -2)[:used]"},
    "The targets are two places further than the inputs. What comes next is *one* place further.",
)


exercise.edit(
    "next number for next character",
    {"ids[1 : used + 1]": "ids[:used] + 1"},
    """You add 1 to each id: that is the next *number*, right by chance where a text counts up. The target is what
    stands at the next place of the text.""",
)


exercise.edit(
    "targets first",
    {"(inputs[:, k], targets[:, k])": "(targets[:, k], inputs[:, k])"},
    "The targets come first. Each batch is a pair (inputs, targets), in this order.",
)


exercise.edit(
    "one target for each piece",
    {"targets[:, k])": "targets[:, k, -1])"},
    "Each piece has a single target, what comes after it. Every *step* has one: `length` targets for each piece.",
)


exercise.edit(
    "first batch only",
    {"range(count)": "range(1)"},
    "Only the first batch comes back. Does `return` stand inside of the loop? It ends the function in the first round.",
)


exercise.edit(
    "rows for batches",
    {"(inputs[:, k], targets[:, k])": "(inputs[k], targets[k])"},
    "`inputs[k]` is all of row k. Batch k has piece k of *every* row: `inputs[:, k]`.",
)


exercise.edit(
    "a batch for each row",
    {"(inputs[:, k], targets[:, k]) for k in range(count)": "(inputs[k], targets[k]) for k in range(batch_size)"},
    "Each batch is one row, with all its pieces. Batch k has piece k of *every* row: `inputs[:, k]`.",
)


exercise.edit(
    "two arrays instead of pairs",
    {"[(inputs[:, k], targets[:, k]) for k in range(count)]": "(inputs.swapaxes(0, 1), targets.swapaxes(0, 1))"},
    "All inputs come first, then all targets. Wanted is a list with a pair (inputs, targets) for each batch.",
)


@exercise.mistake("each batch one place further")
def _(ids, batch_size, length):
    """Each batch begins one place after the one before, so that nearly everything is read again and again. It goes on
    where the last one has ended: `length` places further.
    """
    count = (len(ids) - 1) // (batch_size * length)
    batches = []
    for k in range(count):
        places = np.arange(length) + k + count * length * np.arange(batch_size)[:, None]
        batches.append((ids[places], ids[places + 1]))
    return batches


@exercise.mistake("pieces of length + 1")
def _(ids, batch_size, length):
    """The text is cut into pieces of length + 1, and inputs and targets are taken out of each: the place between two
    pieces is lost as an input. Shift the whole text first, `ids[1:]`, then cut both.
    """
    count = len(ids) // (batch_size * (length + 1))
    pieces = ids[: count * batch_size * (length + 1)].reshape(batch_size, count, length + 1)
    return [(pieces[:, k, :-1], pieces[:, k, 1:]) for k in range(count)]


@exercise.mistake("last pieces too short")
def _(ids, batch_size, length):
    """The last pieces are shorter than the others. What is left at the end is not used: there are
    (len(ids) - 1) // (batch_size * length) batches, all of the same shape.
    """
    return rows_first(ids, batch_size, length, whole=False)


@exercise.mistake("rows longer than their pieces")
def _(ids, batch_size, length):
    """Each row is as long as the text allows, so that something is left over at the end of *every* row. Count the
    batches first; a row is count * length long, and what is left stands at the end of the text.
    """
    return rows_first(ids, batch_size, length, whole=True)


@exercise.also("rows longer than their pieces")
def _(ids, batch_size, length):
    rows = ids[: len(ids) // batch_size * batch_size].reshape(batch_size, -1)
    starts = range(0, rows.shape[1] - length, length)
    return [(rows[:, s : s + length], rows[:, s + 1 : s + 1 + length]) for s in starts]


@exercise.mistake("targets end with their row")
def _(ids, batch_size, length):
    """The targets are cut out of the rows of inputs, where the last target of each row is missing. Make rows of targets
    of their own, from the text one place further.
    """
    count = (len(ids) - 1) // (batch_size * length)
    rows = ids[: batch_size * count * length].reshape(batch_size, -1)
    starts = range(0, count * length, length)
    return [(rows[:, s : s + length], rows[:, s + 1 : s + 1 + length]) for s in starts]


@exercise.mistake("text read down the rows")
def _(ids, batch_size, length):
    """Neighbours in the text stand below one another: each row takes every batch_size-th character. A row is a piece of
    the text: `reshape(batch_size, ...)`, without a transpose.
    """
    count = (len(ids) - 1) // (batch_size * length)
    used = batch_size * count * length
    inputs, targets = (part.reshape(-1, batch_size).T for part in (ids[:used], ids[1 : used + 1]))
    return [(inputs[:, s : s + length], targets[:, s : s + length]) for s in range(0, count * length, length)]


@exercise.mistake("last target wraps round in its row")
def _(ids, batch_size, length):
    """The last target of each row is the row's own first id: you turn the rows round (`np.roll`). What comes next
    stands in the text: shift *before* cutting, `ids[1:]`.
    """
    count = (len(ids) - 1) // (batch_size * length)
    inputs = ids[: batch_size * count * length].reshape(batch_size, -1)
    targets = np.roll(inputs, -1, axis=1)
    return [(inputs[:, s : s + length], targets[:, s : s + length]) for s in range(0, count * length, length)]


@exercise.mistake("last target is the first id")
def _(ids, batch_size, length):
    """The very last target is the first id of the text: you cut the text first, and then turn it round (`np.roll`).
    One id more stands in the text, and it is what comes next: shift before you cut, `ids[1:]`.
    """
    count = (len(ids) - 1) // (batch_size * length)
    inputs = ids[: batch_size * count * length]
    inputs, targets = (part.reshape(batch_size, count, length) for part in (inputs, np.roll(inputs, -1)))
    return [(inputs[:, k], targets[:, k]) for k in range(count)]


@exercise.plants(
    "pieces side by side in a batch",
    "last target wraps round",
    symptom=(
        "row 0 of the second batch does not go on where row 0 of the first has ended, so that a state that is carried "
        "over "
        "comes from elsewhere in the text.",
        "After the last character of a piece it wants the first one of the same piece.",
    ),
)
def truncated_sequences(ids, batch_size, length):
    """Cut one long text into batches of short pieces, so that each row goes on in the next batch.

    ids: int array (L,); batch_size, length: whole numbers
    -> list of (L - 1) // (batch_size * length) pairs (inputs, targets), each an int array (batch_size, length)
    """
    count = (len(ids) - 1) // (batch_size * length)
    inputs = ids[: count * batch_size * length].reshape(count, batch_size, length)
    targets = np.roll(inputs, -1, axis=2)
    return [(inputs[k], targets[k]) for k in range(count)]


@exercise.accepts("piece by piece")
def _(ids, batch_size, length):
    count = (len(ids) - 1) // (batch_size * length)
    width, batches = count * length, []
    for k in range(count):
        starts = [i * width + k * length for i in range(batch_size)]
        inputs = np.array([ids[s : s + length] for s in starts])
        batches.append((inputs, np.array([ids[s + 1 : s + 1 + length] for s in starts])))
    return batches


@exercise.accepts("with np.split")
def _(ids, batch_size, length):
    count = (len(ids) - 1) // (batch_size * length)
    used = batch_size * count * length
    parts = [np.split(row.reshape(batch_size, -1), count, axis=1) for row in (ids[:used], ids[1 : used + 1])]
    return [list(pair) for pair in zip(*parts)]
