"""How probable a word is, when only frames are read: the sum over all alignments. A challenge.

Its reference stands here: nothing of the lesson is built on it. Source: Graves and others (2006), *Connectionist
temporal classification*.
"""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed


def with_blanks(word):
    """Its marks with a blank before, between and after them."""
    marks = [0]
    for mark in word:
        marks += [mark, 0]
    return marks


def frames(rng, T, V, word=None, sure=0.0):
    """Probabilities (T, V), each row a draw; with `word` the frames say it, each with probability `sure` and more."""
    P = rng.dirichlet(np.full(V, 0.7), size=T)
    if word is not None:
        marks = with_blanks(word)
        spoken = np.repeat(marks, -(-T // len(marks)))[:T]
        P = (1 - sure) * P
        P[np.arange(T), spoken] += sure
    return P


def cases(rng):
    """One frame; by hand; a letter twice, with room for the blank and without; no letter; too long; long ones."""
    hand = np.array([[0.4, 0.6, 0.0], [0.5, 0.2, 0.3]])
    some, more = int(rng.integers(4, 7)), int(rng.integers(15, 25))
    long = rng.integers(1, 6, size=4)
    return [
        Case(np.array([[0.3, 0.7]]), [1]),
        Case(hand, [1]),
        Case(hand, [1, 2]),
        Case(hand, [1, 1]),
        Case(hand, []),
        Case(hand, [2, 1, 2]),
        Case(frames(rng, 3, 2), [1, 1]),
        Case(frames(rng, some, 3), [1, 2]),
        Case(frames(rng, some, 3), [2, 2]),
        Case(frames(rng, 5, 4), [3, 1, 3]),
        Case(frames(rng, more, 6 + int(rng.integers(5)), long, 0.75), long.tolist()),
        Case(frames(rng, 25, 3, [2, 2, 1], 0.8), [2, 2, 1]),
    ]


def observe(arguments, value):
    """The probability as a float, or Malformed."""
    array = np.asarray(value) if not isinstance(value, str) else np.array(None)
    if array.ndim or array.dtype.kind not in "biuf":
        raise Malformed(f"One number is wanted, the probability of the word; {describe(value)} came back.")
    return {"the probability of the word": float(array)}


def ctc_probability(P, word):
    """How probable a word is, summed over all rows of marks that are read as it.

    P: array (T, V), in row t the probability of each mark in frame t; mark 0 is the blank
    word: list of marks from 1 to V - 1, it may be empty -> a number
    """
    marks = [0]  # the word with a blank at both ends and between
    for mark in word:
        marks += [mark, 0]
    ways = np.zeros(len(marks))  # the probability of all beginnings of the alignment that stand at this mark
    ways[0] = 1
    for t, row in enumerate(P):
        before = ways.copy()
        for s in range(len(marks)):
            ways[s] = before[s] if t or s == 0 else 0
            if s > 0:
                ways[s] += before[s - 1]
            if t and s > 1 and marks[s] != 0 and marks[s] != marks[s - 2]:
                ways[s] += before[s - 2]
            ways[s] *= row[marks[s]]
    return float(ways[-2:].sum())


exercise = Exercise(
    reference=ctc_probability,
    points=3,
    minutes=15,
    form="challenge",
    cases=cases,
    observe=observe,
    rtol=1e-7,
    atol=1e-15,
    hints=[
        "For two frames and the word [1], which of the rows of marks 00, 01, 10, 11 are read as it? For 25 frames and "
        "three marks there are too many rows to write down. What do all rows have in common that have got equally far?",
        "Write the word with a blank before, between and after its marks. In every frame an alignment stands at one of "
        "these places. To which places may it go in the next frame: stay, one on, two on? The last one is not always "
        "allowed.",
        "Elsewhere: ways up a stair by one or two steps need no list of all ways. `ways[k] = ways[k - 1] + "
        "ways[k - 2]`: what is known of the steps below is enough.",
    ],
    solved="the sum that taught networks to read speech without anybody saying where a sound begins.",
)


def added_up(P, word, *, best=False, twice=False, blanks=True, skip=True, stay=True, ends=2, starts=2):
    """The sum with other rules.

    best: the likeliest alignment only; twice: a blank between equal marks may be skipped; blanks: whether there are
    any; skip: whether blanks may be left out; stay: whether a mark may last; ends, starts: at how many places it may
    end and begin.
    """
    marks = with_blanks(word) if blanks else list(word)
    together = max if best else sum
    ways = {s: P[0][marks[s]] for s in range(min(starts, len(marks)))}
    for row in P[1:]:
        new = {}
        for s in range(len(marks)):
            allowed = skip and blanks and s > 1 and marks[s] != 0 and (twice or marks[s] != marks[s - 2])
            froms = [stay * ways.get(s, 0.0), ways.get(s - 1, 0.0)] + ([ways.get(s - 2, 0.0)] if allowed else [])
            new[s] = together(froms) * row[marks[s]]
        ways = new
    last = [ways.get(len(marks) - 1 - k, 0.0) for k in range(min(ends, len(marks)))]
    return float(together(last)) if last else 0.0


@exercise.mistake("the likeliest alignment only")
def _(P, word):
    """You take the likeliest alignment alone. Many others are read as the same word: add all of them up."""
    return added_up(P, word, best=True)


@exercise.mistake("equal marks melt into one")
def _(P, word):
    """Between two equal marks there must be a blank, or they are read as one: only between different marks may it be
    skipped.
    """
    return added_up(P, word, twice=True)


@exercise.mistake("no blanks")
def _(P, word):
    """Your alignments have no blanks. Before, between and after the marks there may be some, and between equal ones
    there must.
    """
    return added_up(P, word, blanks=False, ends=1, starts=1)


@exercise.mistake("blanks everywhere")
def _(P, word):
    """With you there is a blank between all marks. Between different ones there need be none."""
    return added_up(P, word, skip=False)


@exercise.mistake("ends with a blank")
def _(P, word):
    """Your alignments must end with a blank. They may end with the last mark of the word, too: add both."""
    return added_up(P, word, ends=1)


@exercise.mistake("ends with a mark")
def _(P, word):
    """Your alignments must end with the last mark of the word. They may end with a blank, too: add both."""
    return added_up(P, word) - added_up(P, word, ends=1) if len(word) else ctc_probability(P, word)


@exercise.mistake("no mark lasts")
def _(P, word):
    """With you each frame goes one on, at least. A mark and a blank may last for several frames: add the way that
    stays.
    """
    return added_up(P, word, stay=False)


@exercise.mistake("begins with a blank")
def _(P, word):
    """Your alignments must begin with a blank. They may begin with the first mark of the word, too."""
    return added_up(P, word, starts=1)


@exercise.mistake("one mark a frame")
def _(P, word):
    """You take the marks one a frame, each in its turn. A mark may last for several frames, and blanks stand between:
    all rows of marks that are read as the word count.
    """
    if len(word) > len(P):
        return 0.0
    return float(np.prod([P[t][mark] for t, mark in enumerate(word)]))


def overwritten(ways, rows, marks):
    """From the ways before these rows on, with new numbers taken for old ones."""
    for row in rows:
        for s, mark in enumerate(marks):
            skipped = ways[s - 2] if s > 1 and mark != 0 and mark != marks[s - 2] else 0.0
            ways[s] = (ways[s] + (ways[s - 1] if s else 0.0) + skipped) * row[mark]
    return float(sum(ways[-2:]))


@exercise.mistake("overwritten while it is still needed")
def _(P, word):
    """You write the new numbers over those of the frame before, and take some of them for the old ones: one frame then
    goes several marks on. Keep the old ones in an array of their own, or go from the last mark to the first.
    """
    marks = with_blanks(word)
    return overwritten([P[0][mark] if s < 2 else 0.0 for s, mark in enumerate(marks)], P[1:], marks)


@exercise.also("overwritten while it is still needed")
def _(P, word):
    marks = with_blanks(word)
    return overwritten([1.0] + [0.0] * (len(marks) - 1), P, marks)


@exercise.mistake("divided so that each frame adds up to 1")
def _(P, word):
    """You divide by the sum in each frame, and lose what it was: the probability is the product of these sums."""
    marks = with_blanks(word)
    ways = np.array([P[0][mark] if s < 2 else 0.0 for s, mark in enumerate(marks)])
    for row in P[1:]:
        one = np.concatenate([[0.0], ways[:-1]])
        two = np.concatenate([[0.0, 0.0], ways[:-2]])[: len(ways)]
        allowed = [s > 1 and mark != 0 and mark != marks[s - 2] for s, mark in enumerate(marks)]
        ways = (ways + one + two * allowed) * row[marks]
        ways = ways / (ways.sum() or 1)
    return float(ways[-2:].sum())


@exercise.mistake("nothing said has no probability")
def _(P, word):
    """The empty word comes out as 0. It is what is read where every frame is a blank: the product of their
    probabilities.
    """
    return ctc_probability(P, word) if len(word) else 0.0


@exercise.mistake("nothing said is certain")
def _(P, word):
    """The empty word comes out as 1. It is what is read where every frame is a blank: the product of their
    probabilities.
    """
    return ctc_probability(P, word) if len(word) else 1.0


@exercise.mistake("a logarithm")
def _(P, word):
    """You give the logarithm of the probability. The probability itself is wanted."""
    with np.errstate(all="ignore"):
        return float(np.log(ctc_probability(P, word)))


@exercise.accepts("all words at once, frame by frame")
def _(P, word):
    word = tuple(int(mark) for mark in word)
    states = {((), 0): 1.0}  # what has been read so far, and the last mark
    for row in np.asarray(P):
        new = {}
        for (read, last), chance in states.items():
            for mark, p in enumerate(row):
                longer = read if mark in (0, last) else (*read, mark)
                if longer == word[: len(longer)]:
                    new[longer, mark] = new.get((longer, mark), 0.0) + chance * float(p)
        states = new
    return sum(chance for (read, _), chance in states.items() if read == word)
