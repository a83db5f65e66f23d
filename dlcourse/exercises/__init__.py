"""The specifications of all exercises, one module per lesson; found by looking, listed nowhere.

A lesson's module has a list `EXERCISES`, in the order of the lesson.
"""

import difflib
import functools
import importlib
import pkgutil


class UnknownExercise(LookupError):
    """No exercise has this id; the message names the nearest ones."""

    def __str__(self):
        return self.args[0]


def lesson_names():
    """The names of the lessons that have exercises, sorted."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


@functools.cache
def lesson(name):
    """The exercises of one lesson, in lesson order.

    Raises
    ------
    UnknownExercise
        If no lesson has this name.
    """
    if name not in lesson_names():
        raise UnknownExercise(f"There is no lesson {name!r}. The lessons are: {', '.join(lesson_names())}.")
    return tuple(importlib.import_module(f"{__name__}.{name}").EXERCISES)


def all_exercises():
    """Every exercise of every lesson."""
    return [exercise for name in lesson_names() for exercise in lesson(name)]


def find(exercise_id):
    """The exercise with this id.

    Raises
    ------
    UnknownExercise
        If there is none; the message names the nearest ids.
    """
    name = exercise_id.partition(".")[0] if isinstance(exercise_id, str) else ""
    for exercise in lesson(name) if name in lesson_names() else ():
        if exercise.id == exercise_id:
            return exercise
    ids = [exercise.id for exercise in all_exercises()]
    near = difflib.get_close_matches(str(exercise_id), ids, n=3, cutoff=0.5)
    near += [i for i in ids if str(exercise_id) == i.partition(".")[2] and i not in near]
    advice = f"The nearest are: {', '.join(near)}." if near else f"The first are: {', '.join(ids[:5])}."
    raise UnknownExercise(f"There is no exercise {exercise_id!r}. {advice}")
