"""A challenge: the weights of an LSTM that remembers the last letter, set by thought and not by training."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, Malformed
from dlcourse.lessons import lstm

FAR = 40.0  # a sum that opens or shuts a gate: sigmoid(40) is 1, to the last digit
SILENT = 0.01  # an output that is as good as nothing
LARGEST = 1e6
WRONG = {
    "at once": "wrong answers right after a letter",
    "later": "wrong answers some steps after a letter",
    "again": "wrong answers to a question mark after another",
}
MUTE, SPEAKS = "question marks at which it says nothing", "other signs at which it is not silent"


def memory_by_hand(letters, length):
    """The weights of an LSTM that answers each question mark with the last letter, and is silent otherwise.

    letters: int, how many letters there are; length: int, the steps that a letter must last
    -> (W_x, W_h, b): arrays (letters + 2, 4 letters), (letters, 4 letters), (4 letters,), blocks i, f, g, o
    """
    far = 40.0  # a sum that opens or shuts a gate: sigmoid(40) is 1, to the last digit
    letter, question = np.arange(letters), letters + 1
    sums = np.full((letters + 2, 4, letters), -far)  # by sign, block and cell
    sums[:letters, 0] = far  # the input gates open at letters,
    sums[letters:, 1] = far  # and all else is kept
    sums[:, 2] = 0
    sums[letter, 2, letter] = far  # a cell for each letter
    sums[question, 3] = far
    return sums.reshape(letters + 2, -1), np.zeros((letters, 4 * letters)), np.zeros(4 * letters)


def cases(rng):
    cases = [Case(2, 5), Case(3, 60), Case(4, 1000), Case(1, 30)]
    return [*cases, Case(int(rng.integers(5, 9)), int(rng.integers(200, 400)))]


def text_of(letters, length):
    """A text, as places: letters that are asked for at once, again, after a long gap, and ones that come twice."""
    rng, noise, question = np.random.default_rng(letters * length), letters, letters + 1
    gap, text = [noise] * max(length - 2, 0), []
    for letter in [*range(letters), *rng.integers(0, letters, size=5)]:
        pieces = ([letter, question], [letter, *gap, question], [letter, letter, noise, question, question])
        text += pieces[len(text) % 3]
        text += [int(rng.integers(0, letters)), noise][: int(rng.integers(0, 3))]
    return [*text, question]


def how_it_answers(arguments, value):
    """At how many steps of a text it answers wrongly, or speaks although nothing is asked."""
    letters = arguments["letters"]
    W_x, W_h, b = _weights(letters, value)
    text = text_of(letters, arguments["length"])
    zero = np.zeros((1, letters))
    H, _, _ = lstm.lstm_forward(np.eye(letters + 2)[text][None], h0=zero, c0=zero, W_x=W_x, W_h=W_h, b=b)
    found = dict.fromkeys((*WRONG.values(), MUTE, SPEAKS), 0)
    last = before = -1
    for sign, h in zip(text, H[0]):
        last = sign if sign < letters else last
        if sign == letters + 1:
            when = "at once" if before < letters else "again" if before == sign else "later"
            others = np.delete(h, last)
            found[WRONG[when]] += not (h[last] > 0.5 and (np.abs(others) < 0.25).all())
            found[MUTE] += bool((np.abs(h) < 0.25).all())
        else:
            found[SPEAKS] += not (np.abs(h) < SILENT).all()
        before = sign
    return found


def _weights(letters, value):
    """The three arrays, if that is what they are."""
    shapes = {"W_x": (letters + 2, 4 * letters), "W_h": (letters, 4 * letters), "b": (4 * letters,)}
    if not (isinstance(value, list | tuple) and len(value) == 3):
        raise Malformed("Wanted are three arrays: W_x, W_h, b.")
    found = []
    for (name, shape), part in zip(shapes.items(), value):
        try:
            array = np.asarray(part, dtype=float)
        except (TypeError, ValueError):
            raise Malformed(f"{name} is no array of numbers; wanted is one of the shape {shape}.") from None
        if array.shape != shape:
            raise Malformed(f"{name} has the shape {array.shape}; wanted is {shape}.")
        if not np.isfinite(array).all() or np.abs(array).max() > LARGEST:
            raise Malformed(f"{name} has numbers that are not finite or larger than a million; smaller ones will do.")
        found.append(array)
    return found


exercise = Exercise(
    reference=memory_by_hand,
    points=3,
    minutes=15,
    cases=cases,
    observe=how_it_answers,
    form="challenge",
    hints=[
        "Which of the three gates should be open at a letter, which at the noise, and which at a question mark?",
        "The inputs are one-hot, so row s of W_x holds the sums of all gates when sign s is read: write down a "
        "table of signs and gates, with a large number for open and its negative for shut. One cell for each letter "
        "is enough, and its candidate says whether the letter is its own. How large must a number be, so that a "
        "gate loses nothing in all of the steps?",
        "Elsewhere: `table = np.zeros((5, 3, 2))` has a row, a block and a column for each number; `table[4, 1] = "
        "9` sets both columns of a block, and `table.reshape(5, 6)` puts the blocks side by side.",
    ],
    solved="a memory that nobody trained, and that lasts as long as you like.",
    since=2,
)


def _built(letters, *, i=(1, 0, 0), f=(0, 1, 1), o=(0, 0, 1), own=1.0, other=0.0, size=FAR):
    """Weights by a table: for letters, noise and question mark, whether each gate is open (1), half open or shut."""
    sums, rows = np.zeros((letters + 2, 4, letters)), (slice(0, letters), letters, letters + 1)
    for block, gate in ((0, i), (1, f), (3, o)):
        for row, how_open in zip(rows, gate):
            sums[row, block] = size * (2 * how_open - 1)
    sums[:letters, 2] = size * (other + (own - other) * np.eye(letters))
    return sums.reshape(letters + 2, -1), np.zeros((letters, 4 * letters)), np.zeros(4 * letters)


@exercise.mistake("gates that do not open far enough")
def _(letters, length):
    """It does what it should, but not for so long: a gate whose sum is 5 is open to 99.3 %, and what is lost at each
    step adds up. Take larger numbers.
    """
    return _built(letters, size=5.0)


@exercise.mistake("old letters are never wiped out")
def _(letters, length):
    """The letters that were read before stay in their cells: when another letter comes, the forget gates of *their*
    cells are open. Which cells must forget then?
    """
    return _built(letters, f=(1, 1, 1))


@exercise.also("old letters are never wiped out")
def _(letters, length):
    W_x, W_h, b = _built(letters)
    W_x[:letters, letters : 2 * letters] = FAR * (1 - 2 * np.eye(letters))
    return W_x, W_h, b


@exercise.also("old letters are never wiped out")
def _(letters, length):
    W_x, W_h, b = _built(letters, f=(0.5, 1, 1))
    W_x[:letters, letters : 2 * letters] = -FAR * np.eye(letters)
    b[letters : 2 * letters] = FAR / 2
    return W_x, W_h, b


@exercise.mistake("speaks at the noise, not at the question")
def _(letters, length):
    """It speaks at the noise and is silent at the question mark: their rows are exchanged. The signs come in the order
    letters, noise, question mark: row `letters` is the noise, row `letters + 1` the question mark.
    """
    return _built(letters, o=(0, 1, 0))


@exercise.mistake("letters written too weakly")
def _(letters, length):
    """The gates do what they should, but what is written is so small that the output stays below 0.5."""
    W_x, W_h, b = _built(letters)
    W_x[:letters, 2 * letters : 3 * letters] = 0.5 * np.eye(letters)
    return W_x, W_h, b


@exercise.mistake("forgets at the noise")
def _(letters, length):
    """At the noise the state is wiped out. Forget gates keep where they are open."""
    return _built(letters, f=(0, 0, 1))


@exercise.mistake("always shown")
def _(letters, length):
    """The answers are right, but it speaks all the time. The output gates should be open at the question mark only."""
    return _built(letters, o=(1, 1, 1))


@exercise.mistake("gates half shut where the sum is 0")
def _(letters, length):
    """A gate whose sum is 0 is half open: it lets half through. To shut it, the sum must be far below 0."""
    return _built(letters, i=(1, 0.5, 0.5), f=(0.5, 1, 1), o=(0.5, 0.5, 1))


@exercise.mistake("blocks in the order i, f, o, g")
def _(letters, length):
    """Candidate and output gate stand in each other's columns. The order of the blocks is i, f, g, o."""
    W_x, W_h, b = _built(letters)
    i, f, g, o = np.split(W_x, 4, axis=1)
    return np.concatenate([i, f, o, g], axis=1), W_h, b


@exercise.mistake("every cell takes every letter")
def _(letters, length):
    """All cells write at every letter, and so none tells which one it was. Its candidate says to each cell whether the
    letter is its own.
    """
    return _built(letters, other=1.0)


@exercise.mistake("silent throughout")
def _(letters, length):
    """It never says anything, at the question marks neither. Is a letter written when it is read, is it still there
    when it is asked for, and does the output gate open at that moment? (A sum of 0 opens a gate only half.)
    """
    return _built(letters, o=(0, 0, 0))


for _table in ({"i": (0, 0, 0)}, {"f": (0, 1, 0)}, {"size": 0.0}):
    exercise.also("silent throughout")(lambda letters, length, table=_table: _built(letters, **table))


@exercise.accepts("with biases, and other letters ignored through the input gate")
def _(letters, length):
    W_x, b = np.zeros((letters + 2, 4, letters)), np.zeros((4, letters))
    b[:, :] = [[-60.0], [60.0], [60.0], [-60.0]]
    W_x[:letters, 0] = 120 * np.eye(letters)
    W_x[:letters, 1] = -120.0
    W_x[letters + 1, 3] = 120.0
    return [W_x.reshape(letters + 2, -1), np.zeros((letters, 4 * letters)), b.ravel()]


@exercise.accepts("with a candidate of noise that no gate lets in")
def _(letters, length):
    W_x, W_h, b = _built(letters, size=1000.0)
    W_x[letters:, 2 * letters : 3 * letters] = 7.0
    return W_x, W_h, b
