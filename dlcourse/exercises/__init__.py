"""The specifications of all exercises: a folder for each lesson, a file for each exercise; listed nowhere.

A lesson's folder says in its `ORDER` what comes when. `LESSON/NAME.py` holds the Exercise `exercise`, and
`LESSON/questions.py` the Questions by their names: the id of each is folder and name. `LESSON/guesses.py` holds what is
guessed, by name, and `LESSON/milestones.py` the list MILESTONES; a lesson may have neither.
"""

import difflib
import functools
import importlib.util
import pkgutil
import types


class UnknownExercise(LookupError):
    """No exercise has this id; the message names the nearest ones."""

    def __str__(self):
        return self.args[0]


@functools.cache
def lesson_names():
    """The names of the lessons that have exercises, sorted."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)


def names_in(name):
    """The names of the exercises of one lesson, in lesson order.

    Raises
    ------
    UnknownExercise
        If no lesson has this name.
    """
    if name not in lesson_names():
        raise UnknownExercise(f"There is no lesson {name!r}. The lessons are: {', '.join(lesson_names())}.")
    return importlib.import_module(f"{__name__}.{name}").ORDER


@functools.cache
def lesson(name):
    """The exercises of one lesson, in lesson order.

    Raises
    ------
    UnknownExercise
        If no lesson has this name.
    """
    return tuple(_specification(name, item) for item in names_in(name))


def all_exercises():
    """Every exercise of every lesson."""
    return [exercise for name in lesson_names() for exercise in lesson(name)]


def find(exercise_id):
    """The exercise with this id; nothing else of its lesson is imported.

    Raises
    ------
    UnknownExercise
        If there is none; the message names the nearest ids.
    """
    name, _, rest = exercise_id.partition(".") if isinstance(exercise_id, str) else ("", "", "")
    if name in lesson_names() and rest in names_in(name):
        return _specification(name, rest)
    ids = [f"{name}.{item}" for name in lesson_names() for item in names_in(name)]
    near = difflib.get_close_matches(str(exercise_id), ids, n=3, cutoff=0.5)
    near += [i for i in ids if str(exercise_id) == i.partition(".")[2] and i not in near]
    advice = f"The nearest are: {', '.join(near)}." if near else f"The first are: {', '.join(ids[:5])}."
    raise UnknownExercise(f"There is no exercise {exercise_id!r}. {advice}")


def known(exercise_id):
    """The exercise with this id, or None if there is none."""
    try:
        return find(exercise_id)
    except UnknownExercise:
        return None


@functools.cache
def guesses(name):
    """The Guesses of one lesson by their ids, in the order in which they stand in its file."""
    from dlcourse.checking.guesses import Guess  # brings NumPy: a list of the lessons that is kept needs none

    found = {}
    for key, guess in vars(_beside(name, "guesses")).items():
        if isinstance(guess, Guess):
            guess.id = f"{name}.{key}"
            found[guess.id] = guess
    return found


def find_guess(guess_id):
    """The Guess with this id.

    Raises
    ------
    UnknownExercise
        If there is none; the message names those of the lesson.
    """
    name = guess_id.partition(".")[0] if isinstance(guess_id, str) else ""
    known = guesses(name) if name in lesson_names() else {}
    if name and guess_id in known:
        return known[guess_id]
    listed = ", ".join(known or [key for lesson_name in lesson_names() for key in guesses(lesson_name)])
    raise UnknownExercise(f"There is no guess {guess_id!r}. There are: {listed}.")


@functools.cache
def milestones(name):
    """The Milestones of one lesson, in order."""
    found = tuple(getattr(_beside(name, "milestones"), "MILESTONES", ()))
    for milestone in found:
        milestone.lesson = name
    return found


def find_milestone(year):
    """The Milestone of this year.

    Raises
    ------
    UnknownExercise
        If there is none; the message names them all.
    """
    known = {milestone.year: milestone for name in lesson_names() for milestone in milestones(name)}
    if isinstance(year, str) and year in known:
        return known[year]
    listed = ", ".join(f'"{key}"' for key in sorted(known))
    raise UnknownExercise(f"There is no milestone {year!r}. There are: {listed}.")


def _beside(name, what):
    """A module of a lesson's folder that not every lesson has."""
    if importlib.util.find_spec(f"{__name__}.{name}.{what}") is None:
        return types.ModuleType(what)
    return importlib.import_module(f"{__name__}.{name}.{what}")


@functools.cache
def _specification(name, item):
    """The Exercise of a file, or the Question of that name; its place gives it its id."""
    if importlib.util.find_spec(f"{__name__}.{name}.{item}"):
        found = importlib.import_module(f"{__name__}.{name}.{item}").exercise
    else:
        found = getattr(importlib.import_module(f"{__name__}.{name}.questions"), item)
    found.id = f"{name}.{item}"
    return found
