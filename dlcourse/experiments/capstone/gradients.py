"""All gradients of the course in one run, each held against central differences by the learner's own check."""

from dataclasses import dataclass

import numpy as np

from dlcourse.experiments.capstone.backwards import CHECKS

CLOSE = 1e-6  # relative errors below this are those of central differences themselves
SEED = 5  # of numbers that give no slope so close to 0 that its relative error is all rounding


@dataclass(frozen=True)
class Checked:
    """What came of one backward.

    Parameters
    ----------
    id : str
        Of its exercise.
    uses : tuple of str
        The ids of the exercises that it was tried with, its own the first.
    arrays, numbers : int
        How many gradients were checked, and of how many numbers they consist.
    error : float
        The largest relative error.
    """

    id: str
    uses: tuple
    arrays: int
    numbers: int
    error: float

    @property
    def is_right(self):
        """Whether nothing is off by more than central differences are; nan is."""
        return bool(self.error < CLOSE)


def check_all(function_of, watch=iter):
    """Check every backward of the course.

    Parameters
    ----------
    function_of : function
        ``function_of(id)``: what answers an exercise, the learner's or the reference.
    watch : function
        What goes through the list of checks, as a progress bar.

    Returns
    -------
    list of Checked
        In lesson order.
    """
    compare, found = function_of("backprop.gradient_check"), []
    for uses, run in watch(list(CHECKS.items())):
        errors, numbers = [], 0
        for f, x, gradient in run(*map(function_of, uses), np.random.default_rng(SEED)):
            errors.append(float(compare(f, x, np.asarray(gradient))))
            numbers += x.size
        found.append(Checked(uses[0], uses, len(errors), numbers, float(np.max(errors))))
    return found
