"""What is done about large and small mouths: from nothing that is known of a speaker to all her vowels at once."""

import numpy as np

from dlcourse.experiments.speech.reading import SEEDS, features, labels, split

COUNTS = (1, 2, 4, 5, 10, 20)  # vowels of a speaker that are put on one scale


def ratios(F, _speakers):
    """Without knowing the speaker: logarithms of F1 / f0, F2 / F1, F3 / F2, (N, 3), from those of the four, (N, 4)."""
    return np.diff(F, axis=1)


def centred(F, speakers):
    """With the speaker's mean alone: it is taken off, and the spread is left as it is; (N, D) -> (N, D)."""
    out = np.empty_like(F)
    for speaker in np.unique(speakers):
        out[speakers == speaker] = F[speakers == speaker] - F[speakers == speaker].mean(axis=0)
    return out


def in_small_groups(speakers, count, rng):
    """As if each speaker had said no more than `count` vowels: her rows, shuffled, in groups of that many.

    Parameters
    ----------
    speakers : array (N,)
    count : int
    rng : numpy.random.Generator

    Returns
    -------
    int array (N,)
        A number for each group: who has the same is on one scale.
    """
    groups, order = np.empty(len(speakers), dtype=int), rng.permutation(len(speakers))
    for speaker in np.unique(speakers):
        rows = order[speakers[order] == speaker]
        groups[rows] = 1000 * int(speaker) + np.arange(len(rows)) // count
    return groups


def by_vowels_known(side, vowels, by, *, normalize_speaker, counts=COUNTS, seeds=SEEDS, **values):
    """How much is read right if a new speaker has said few vowels, which alone make her scale.

    Those who are learned from have all their vowels on one scale.

    Parameters
    ----------
    side : function
        ``side(X, y, X_new, rng, **values) -> int array (M,)``.
    vowels : dict
    by : str
        As for :func:`~dlcourse.experiments.speech.split`.
    normalize_speaker : function
        The learner's, or another one that takes the same.
    counts, seeds : sequence of int
    **values
        What was tuned.

    Returns
    -------
    dict of int to list of float
        For each number of vowels the percent right, for each seed.
    """
    X, y, F = features(vowels, normalize_speaker), labels(vowels), features(vowels)
    found = {count: [] for count in counts}
    for seed in seeds:
        learn, new = split(vowels, by, seed)
        rng, X_new = np.random.default_rng([seed, 1]), []
        for count in counts:
            groups = in_small_groups(vowels["speaker"][new], count, rng)
            X_new.append(normalize_speaker(F[new], groups))
        # All at once: side by side they are read by one and the same network.
        answers = side(X[learn], y[learn], np.concatenate(X_new), np.random.default_rng(seed), **values)
        for count, part in zip(counts, np.split(answers, len(counts)), strict=True):
            found[count].append(100 * float(np.mean(part == y[new])))
    return found
