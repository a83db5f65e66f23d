"""A mistake costs once: what each answer runs with, so that one that builds on a wrong one is not wrong for that.

An answer that builds on others gets the learner's own where those pass, and the reference where they do not. Here
stands who gets what, and in which order answers are judged; nothing is run. `dlcourse check` and the grader run what
is planned, and a notebook keeps to the same rule (`stand_ins`).
"""

from dataclasses import dataclass, field

from dlcourse.checking.slips.source import Source
from dlcourse.checking.specification import Exercise
from dlcourse.exercises import UnknownExercise, find


def stand_ins(key, builds_on, passed):
    """What the reference stands in for when an answer is judged: all that does not pass, but never the answer itself.

    Parameters
    ----------
    key : str
        The id of the answer.
    builds_on : dict
        Name -> id of each exercise that it uses.
    passed : container of str
        The ids of the answers that pass.

    Returns
    -------
    dict
        Name -> id.
    """
    return {name: other for name, other in builds_on.items() if other != key and other not in passed}


def source_in(extraction, key):
    """The Source of the function that answers an exercise, as the notebook has it."""
    answer = extraction.exercises[key]
    found = [item for item in extraction.statements if item.cell == answer.cell and item.line <= answer.line]
    statement = max(found, key=lambda item: item.line, default=None)
    return Source(statement.source, answer.function, statement.line) if statement else Source()


@dataclass
class Part:
    """One answer with what is put around it before its statements run.

    Parameters
    ----------
    id, function : str
        The exercise, and the name of the learner's function.
    needs : list of int
        Indices into the statements of the Extraction.
    answers, references : dict
        Name -> id of what it builds on: the learner's own answers, and those that the reference stands in for. What is
        called for an argument of its cases is among them, by its id in the place of a name.
    calls : list of str
        The ids of those.
    """

    id: str
    function: str
    needs: list
    answers: dict = field(default_factory=dict)
    references: dict = field(default_factory=dict)
    calls: list = field(default_factory=list)

    @property
    def carried(self):
        """The ids of the exercises that the reference stands in for, each once."""
        return list(dict.fromkeys(self.references.values()))


class Planner:
    """Plans the answers of one notebook.

    Parameters
    ----------
    extraction : Extraction
    exercises : sequence of Exercise
        Those that are judged, in lesson order. The reference stands in for all others.
    """

    def __init__(self, extraction, exercises):
        self.answers = extraction.exercises
        self.exercises = {exercise.id: exercise for exercise in exercises}

    def order(self):
        """The ids of the exercises in an order in which each comes after those it builds on.

        In a circle nobody can be first: the one of it that stands first in the lesson is judged last.
        """
        ordered, waiting = {}, set()

        def visit(key):
            if key in waiting or key in ordered or key not in self.exercises:
                return
            waiting.add(key)
            for other in self.builds_on(key).values():
                visit(other)
            ordered[key] = None

        for key in self.exercises:
            visit(key)
        return list(ordered)

    def with_what_they_use(self, keys):
        """The ids of some exercises and of all that their answers build on, directly or by way of others."""
        found, waiting = set(), list(keys)
        while waiting:
            key = waiting.pop()
            if key not in found and key in self.exercises:
                found.add(key)
                waiting += self.builds_on(key).values()
        return found

    def builds_on(self, key):
        """Name -> id of the functions of other exercises that an answer uses.

        A name that nothing in the notebook binds, such as one from a broken cell, is that of the lesson's exercise.
        What is called for an argument of its cases has its id for a name, which is none in Python.
        """
        answer = self.answers.get(key)
        if answer is None:
            return {}
        lesson = key.partition(".")[0]
        mates = {exercise.name: exercise.id for exercise in self.exercises.values() if exercise.lesson == lesson}
        names = {name: mates[name] for name in answer.unresolved if name in mates} | answer.builds_on
        names |= {other: other for other in self.calls(key)}
        return {name: other for name, other in names.items() if other != key and self.is_function(other)}

    def calls(self, key):
        """The ids of the exercises whose answers are called for an argument of the cases of this one."""
        return list(getattr(self.exercises.get(key), "calls", ()))

    def is_function(self, key):
        """Whether this is the id of an exercise that wants a function."""
        try:
            exercise = self.exercises.get(key) or find(key)
        except UnknownExercise:
            return False
        return isinstance(exercise, Exercise)

    def part(self, key, passed):
        """The Part for an answer, given the ids of the answers that pass."""
        answer, builds_on = self.answers[key], self.builds_on(key)
        references = stand_ins(key, builds_on, passed)
        own = {name: other for name, other in builds_on.items() if name not in references}
        return Part(key, answer.function, answer.needs, own, references, self.calls(key))

    def parts(self, key, passed):
        """All Parts that an answer is made of, those it builds on first: the last one is the answer's own.

        In a circle the reference stands in for what is being made: also for the answer that is judged, where another
        one builds on it. Whoever must not have that reference does not provide it.
        """
        found = {}

        def add(key, above):
            above = above | {key}
            part = self.part(key, passed - above)
            for other in part.answers.values():
                if other not in found:
                    add(other, above)
            found[key] = part

        add(key, frozenset())
        return list(found.values())
