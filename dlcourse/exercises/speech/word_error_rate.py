"""The word error rate: the fewest changes between what was heard and what was said."""

import difflib

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import speech

WORDS = ["heed", "hid", "head", "had", "hod", "hawed", "hood", "who'd", "hud", "heard"]


def cases(rng):
    """One word; one changed, one left out, one put in; nothing heard; above 1; a shift; longer ones; last none said."""

    def drawn(count, few=4):
        return [WORDS[i] for i in rng.integers(0, few, size=count)]

    said, long = drawn(int(rng.integers(5, 8))), drawn(int(rng.integers(9, 13)), few=3)
    place = int(rng.integers(1, len(said) - 1))
    return [
        Case(["a", "cat", "sat"], ["the", "cat", "sat", "down"]),
        Case(["hid"], ["heed"]),
        Case(["hod"], ["hod"]),
        Case([], ["had", "hid"]),
        Case(["had", "hid", "hod", "had"], ["hid"]),
        Case(["b", "c", "d", "e"], ["a", "b", "c", "d"]),  # all places differ, and two changes suffice
        Case(["a", "b"], ["b", "a"]),
        Case(["had", "had", "hid"], ["hud", "hid", "hid"]),  # the first match is not the best
        Case(["x", "y", "z"], ["a", "b"]),
        Case(["the", "cat", "the", "cat"], ["the", "cat"]),
        Case(said[:place] + said[place + 1 :], said),
        Case(drawn(int(rng.integers(6, 9))), said),
        Case(drawn(int(rng.integers(8, 12)), few=3), long),
        Case(long[2:] + long[:2], long),
        Case(["heed"], []),
        Case([], []),
    ]


exercise = Exercise(
    reference=speech.word_error_rate,
    points=3,
    minutes=9,
    cases=cases,
    hints=[
        "If you knew the fewest changes for all shorter beginnings of both lists, how many would you need for these "
        "two, if their last words are equal, and how many if they are not?",
        "Fill a table: row i, column j has the fewest changes that make the first i words heard into the first j said. "
        "The first row and the first column are easy. Each other cell looks at three neighbours: above, left and "
        "diagonally above.",
        "Elsewhere, the fewest steps through a maze: `steps = np.zeros((3, 4))`, `steps[0, :] = np.arange(4)`, and in "
        "two loops `steps[i, j] = 1 + min(steps[i - 1, j], steps[i, j - 1])`.",
    ],
    solved="the number by which recognisers of speech are compared, and the edit distance behind it.",
)


def table(heard, said, *, swap=1, drop=1, add=1, first=True):
    """The fewest changes with other prices; `first`: whether words before the first match cost anything."""
    D = np.zeros((len(heard) + 1, len(said) + 1))
    if first:
        D[:, 0], D[0] = drop * np.arange(len(heard) + 1), add * np.arange(len(said) + 1)
    for i, word in enumerate(heard, 1):
        for j, wanted in enumerate(said, 1):
            D[i, j] = min(D[i - 1, j] + drop, D[i, j - 1] + add, D[i - 1, j - 1] + swap * (word != wanted))
    return D


def refuse(said):
    """As the reference does."""
    if len(said) == 0:
        raise ValueError("nothing said")


@exercise.mistake("place by place")
def _(heard, said):
    """You compare the words place by place. One word that is left out shifts all others, and then everything counts as
    wrong: look for the *fewest* changes.
    """
    refuse(said)
    wrong = sum(a != b for a, b in zip(heard, said, strict=False)) + abs(len(heard) - len(said))
    return wrong / len(said)


@exercise.also("place by place")
def _(heard, said):
    refuse(said)
    return sum(a != b for a, b in zip(heard, said, strict=False)) / len(said)


@exercise.also("place by place")
def _(heard, said):
    refuse(said)
    right = sum(a == b for a, b in zip(heard, said, strict=False))
    return 1 - right / len(said)


@exercise.mistake("words counted without their order")
def _(heard, said):
    """You ask which words occur on both sides. Their order counts, too: "b a" is not "a b"."""
    refuse(said)
    return sum(word not in heard for word in said) / len(said)


@exercise.also("words counted without their order")
def _(heard, said):
    refuse(said)
    return len(set(said) ^ set(heard)) / len(said)


@exercise.also("words counted without their order")
def _(heard, said):
    refuse(said)
    return len(set(said) - set(heard)) / len(said)


exercise.edit(
    "divided by the words heard",
    {"row[-1] / len(said)": "row[-1] / max(len(heard), 1)"},
    "You divide by the number of words heard. Whoever hears a lot would look good: divide by those that were said.",
)


@exercise.also("divided by the words heard")
def _(heard, said):
    refuse(said)
    with np.errstate(all="ignore"):
        return float(np.float64(table(heard, said)[-1, -1]) / len(heard))


exercise.edit(
    "divided by the longer one",
    {"row[-1] / len(said)": "row[-1] / max(len(heard), len(said))"},
    "You divide by the longer list, so that it never comes above 1. Divide by the number of words said.",
)

exercise.edit(
    "not divided",
    {"row[-1] / len(said)": "float(row[-1])"},
    "That is the number of changes. A rate is wanted: divide by the number of words said.",
)

exercise.edit(
    "at most 1",
    {"row[-1] / len(said)": "min(row[-1] / len(said), 1.0)"},
    "You cut off at 1. Somebody who hears many words too many makes more mistakes than words were said: leave it.",
)

exercise.edit(
    "share that is right",
    {"row[-1] / len(said)": "1 - row[-1] / len(said)"},
    "That is 1 minus the rate. Wanted is the rate of *errors*: 0 if all is right.",
)

exercise.edit(
    "percent",
    {"row[-1] / len(said)": "100 * row[-1] / len(said)"},
    "That is in percent. Wanted is a share: 0.5, and not 50.",
)


@exercise.mistake("a substitution counts twice")
def _(heard, said):
    """A changed word costs you two: one left out and one put in. It counts as one: the step along the diagonal."""
    refuse(said)
    return table(heard, said, swap=2)[-1, -1] / len(said)


@exercise.also("a substitution counts twice")
def _(heard, said):
    refuse(said)
    return (len(said) + len(heard) - 2 * common(heard, said)) / len(said)


def common(heard, said):
    """How many words stand on both sides in the same order."""
    L = np.zeros((len(heard) + 1, len(said) + 1), dtype=int)
    for i, a in enumerate(heard, 1):
        for j, b in enumerate(said, 1):
            L[i, j] = L[i - 1, j - 1] + 1 if a == b else max(L[i - 1, j], L[i, j - 1])
    return L[-1, -1]


@exercise.mistake("equal words cost, too")
def _(heard, said):
    """With you each step along the diagonal costs 1, even where both words are equal. Then it is free."""
    refuse(said)
    D = np.maximum(np.arange(len(heard) + 1)[:, None], np.arange(len(said) + 1))
    return D[-1, -1] / len(said)


@exercise.mistake("words at the beginning are free")
def _(heard, said):
    """Words that are left out or put in at the beginning cost nothing with you: the first row and the first column
    count 0, 1, 2, ...
    """
    refuse(said)
    return table(heard, said, first=False)[-1, -1] / len(said)


@exercise.mistake("words too many are free")
def _(heard, said):
    """Words that were heard and not said cost you nothing. Each one must be left out: that is a change."""
    refuse(said)
    return table(heard, said, drop=0)[-1, -1] / len(said)


@exercise.mistake("words missing are free")
def _(heard, said):
    """Words that were said and not heard cost you nothing. Each one must be put in: that is a change."""
    refuse(said)
    return table(heard, said, add=0)[-1, -1] / len(said)


@exercise.also("words too many are free")
def _(heard, said):
    refuse(said)
    return (len(said) - common(heard, said)) / len(said)


@exercise.mistake("the first match is taken")
def _(heard, said):
    """You take the first match that comes, and never come back. The fewest changes may need another one: try all ways,
    with a table.
    """
    refuse(said)
    changes = 0
    for tag, i, k, j, m in difflib.SequenceMatcher(None, heard, said, autojunk=False).get_opcodes():
        changes += 0 if tag == "equal" else max(k - i, m - j)
    return changes / len(said)


@exercise.also("the first match is taken")
def _(heard, said):
    refuse(said)
    i = changes = 0
    for word in said:
        if word in heard[i:]:
            at = heard.index(word, i)
            changes, i = changes + at - i, at + 1
        else:
            changes += 1
    return (changes + len(heard) - i) / len(said)


@exercise.mistake("letters instead of words")
def _(heard, said):
    """You compare letter by letter. The words are what is compared: a word with one wrong letter is wrong."""
    refuse(said)
    return table(" ".join(heard), " ".join(said))[-1, -1] / len(said)


@exercise.also("letters instead of words")
def _(heard, said):
    refuse(said)
    return table(" ".join(heard), " ".join(said))[-1, -1] / max(len(" ".join(said)), 1)


@exercise.mistake("one cell too early")
def _(heard, said):
    """Your answer is that of lists without their last word: the table has one row and one column more than there are
    words.
    """
    refuse(said)
    return table(heard[:-1], said[:-1])[-1, -1] / len(said)


@exercise.accepts("a table of all beginnings")
def _(heard, said):
    refuse(said)
    return float(table(heard, said)[-1, -1]) / len(said)


@exercise.accepts("a function that calls itself, and remembers")
def _(heard, said):
    refuse(said)
    known = {}

    def fewest(i, j):
        if i == 0 or j == 0:
            return i + j
        if (i, j) not in known:
            known[i, j] = min(
                fewest(i - 1, j) + 1, fewest(i, j - 1) + 1, fewest(i - 1, j - 1) + (heard[i - 1] != said[j - 1])
            )
        return known[i, j]

    return fewest(len(heard), len(said)) / len(said)
