"""The patients: who tunes, who is learned from, who sets the threshold, and who judges."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from dlcourse.data import datasets

TUNERS = 169  # patients on whom networks are tuned, and nobody is judged
LEARN, OWN = 180, 100  # of the other 400, in each split; 120 judge
FIRST_TUNING = 100  # the splits from here on are of those who tune
TUNED_ON = 110
WEAK = ("texture", "smoothness", "symmetry", "fractal_dimension")
ALL, EIGHT = "all 30 measurements", "8 weak measurements"
SETS = (ALL, EIGHT)


@cache
def table():
    """All biopsies, once: what was measured, the diagnoses and the names."""
    return datasets.biopsies()


def columns(measurements):
    """The places of a set's measurements: all, or means and errors of texture, smoothness, symmetry and fractality.

    The eight leave out what tells most: how large nuclei are, and how dented.
    """
    names = table()[2]
    weak = [f"mean_{quantity}" for quantity in WEAK] + [f"{quantity}_error" for quantity in WEAK]
    return np.arange(len(names)) if measurements == ALL else np.array([names.index(name) for name in weak])


@dataclass(frozen=True, eq=False)
class Split:
    """The places of patients in the table: int arrays.

    Parameters
    ----------
    learn : int array
        Who is learned from.
    own : int array
        Others, who set thresholds and calibrate.
    judge : int array
        Others again.
    """

    learn: np.ndarray
    own: np.ndarray
    judge: np.ndarray


@cache
def split(number):
    """A division of the patients by chance; from number 100 on one of the patients who only tune, without `own`."""
    everybody = shuffled(np.arange(len(table()[1])), seed=23)
    if number >= FIRST_TUNING:
        drawn = shuffled(everybody[:TUNERS], seed=number)
        return Split(drawn[:TUNED_ON], drawn[:0], drawn[TUNED_ON:])
    drawn = shuffled(everybody[TUNERS:], seed=number)
    return Split(drawn[:LEARN], drawn[LEARN : LEARN + OWN], drawn[LEARN + OWN :])


def shuffled(array, *, seed):
    """The same in another order: by sorting numbers drawn, since the stream of permutations may change with NumPy."""
    return array[np.argsort(np.random.default_rng(seed).random(len(array)))]
