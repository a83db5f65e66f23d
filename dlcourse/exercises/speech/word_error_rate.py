"""The word error rate: the fewest changes between what was heard and what was said."""

import difflib

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.speech._cases.word_error_rate import cases, common, refuse, table
from dlcourse.lessons import speech

exercise = Exercise(
    reference=speech.word_error_rate,
    points=3,
    minutes=12,
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


exercise.edit(
    "no step for a word left out of what was heard",
    {"row[j] + 1, row[j - 1]": "row[j - 1]"},
    """A word that was heard too many cannot be left out with you: the neighbour from the row above, and 1 more, is
    missing.""",
)

exercise.edit(
    "no step for a word put in",
    {"row[j - 1] + 1, ": ""},
    """A word that is missing in what was heard cannot be put in with you: the neighbour on the left, and 1 more, is
    missing.""",
)

exercise.edit(
    "no step for a changed word",
    {", diagonal + (word != wanted)": ""},
    """Words are only left out and put in with you, even equal ones: the step along the diagonal is missing, free where
    both words are equal, and 1 where they are not.""",
)

exercise.edit(
    "the first column stays 0",
    {"row[0] = row[0], i": "row[0] = row[0], 0"},
    """Words heard before the first one said cost nothing with you: the first column counts 0, 1, 2, ..., as each of
    them must be left out.""",
)

exercise.edit(
    "the first row is 0",
    {"list(range(len(said) + 1))": "[0] * (len(said) + 1)"},
    """Words said before the first one heard cost nothing with you: the first row counts 0, 1, 2, ..., as each of them
    must be put in.""",
)


@exercise.mistake("the longer list without what both have in order")
def _(heard, said):
    """You take the longer list, less what both have in the same order. With "a b" for "b a" that gives 1, as if one
    word could be moved for nothing: equal words may stand where a change of the others does not fit. Count the changes
    themselves.
    """
    refuse(said)
    return (max(len(heard), len(said)) - common(heard, said)) / len(said)


@exercise.mistake("a substitution counts twice")
def _(heard, said):
    """A changed word costs you two: one left out and one put in. It counts as one: the step along the diagonal."""
    refuse(said)
    return table(heard, said, swap=2)[-1, -1] / len(said)


@exercise.also("a substitution counts twice")
def _(heard, said):
    refuse(said)
    return (len(said) + len(heard) - 2 * common(heard, said)) / len(said)


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


@exercise.mistake("what is left at the end is free")
def _(heard, said):
    """When one list is at its end you count nothing more. All words that are left in the other one are changes, too."""
    refuse(said)
    return table(heard[::-1], said[::-1], first=False)[-1, -1] / len(said)


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
