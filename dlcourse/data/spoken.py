"""Measurements of what people said."""

import csv

import numpy as np

from dlcourse.data.stored import text


def vowels():
    """Vowels of American English, measured in 1952: ten, said twice by each of 76 speakers.

    Returns
    -------
    dict of str to array
        "F" (1520, 4): the pitch f0 and the formants F1, F2 and F3, in Hz; "vowel" (1520,): one of "iy", "ih", "eh",
        "ae", "aa", "ao", "uh", "uw", "ah", "er"; "group" (1520,): "man", "woman" or "child"; "speaker" (1520,): from 1
        to 76.

    References
    ----------
    Peterson and Barney (1952), *Control methods used in a study of the vowels*, Journal of the Acoustical Society of
    America 24, 175-184 (see ``dlcourse/data/files/NOTICE.txt``).
    """
    rows = list(csv.DictReader(text("vowels.csv").splitlines()))
    names = {"vowel": str, "group": str, "speaker": int}
    F = np.array([[float(row[f"f{k}"]) for k in range(4)] for row in rows])
    return {"F": F} | {name: np.array([kind(row[name]) for row in rows]) for name, kind in names.items()}
