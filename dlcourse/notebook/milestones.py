"""Milestones: what once made history, reached with the learner's own functions."""

import numpy as np

from dlcourse.checking.cards import MESSAGE, Card
from dlcourse.checking.status import Status
from dlcourse.exercises import UnknownExercise, find_milestone
from dlcourse.notebook import progress as store
from dlcourse.notebook.session import session
from dlcourse.notebook.showing import in_reference_mode, recording, show, tell


def milestone(year, value):
    """Say whether a milestone is reached with this number, and write it down.

    It counts where all functions that the milestone names are the learner's own and right in this kernel.

    Parameters
    ----------
    year : str
        As "1958".
    value : number
        What was reached.
    """
    try:
        goal = find_milestone(year)
    except UnknownExercise as error:
        tell("milestone", str(error))
        return
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        tell(_title(goal), f"A milestone wants one number, {goal.what}.")
        return
    missing = [key for key in goal.uses if key not in session.own]
    reached = goal.reached_by(number)
    if recording() and not missing and np.isfinite(number):
        store.record_milestone(goal.year, number, reached, goal.smaller)
    show(_card(goal, number, reached, missing))


def _card(goal, number, reached, missing):
    wanted = f"The goal: {goal.wanted}."
    if in_reference_mode():
        # Without the number, which another processor may give otherwise: this line stays as it is.
        return Card(MESSAGE, _title(goal), f"{'reached' if reached else 'NOT reached'} by the reference", lead=[wanted])
    came_to = goal.words(number)
    if not reached:
        return Card(MESSAGE, _title(goal), f"not reached yet: {came_to}", lead=[wanted, *_still(missing)])
    if missing:
        words = f"{came_to}, but not yet with functions of your own"
        return Card(MESSAGE, _title(goal), words, lead=[wanted, *_still(missing)])
    used = ", ".join(f"`{key}`" for key in goal.uses)
    lead = [wanted, f"With your own {used}: this is yours."]
    return Card(Status.CORRECT, _title(goal), f"milestone reached: {came_to}", lead=lead)


def _title(goal):
    return f"{goal.year}: {goal.title}"


def _still(missing):
    """What is still to be written before the number counts."""
    if not missing:
        return []
    listed = ", ".join(f"`{key}`" for key in missing)
    return [f"To make it yours, get these right and run this cell again: {listed}. Until then the reference did it."]
