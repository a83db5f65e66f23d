"""Cases of `word_error_rate`, and the table of changes with other prices."""

import numpy as np

from dlcourse.checking.specification import Case

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


def common(heard, said):
    """How many words stand on both sides in the same order."""
    L = np.zeros((len(heard) + 1, len(said) + 1), dtype=int)
    for i, a in enumerate(heard, 1):
        for j, b in enumerate(said, 1):
            L[i, j] = L[i - 1, j - 1] + 1 if a == b else max(L[i - 1, j], L[i, j - 1])
    return L[-1, -1]
