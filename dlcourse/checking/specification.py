"""What an exercise is: its reference, its cases, its known mistakes and its hints."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field

from dlcourse.checking.runtime.plain import Seed

BLANK = ...  # the answer of a question that is not attempted


@dataclass(frozen=True)
class Mistake:
    """A wrong variant that learners write: a name, advice in words, and running code.

    For a question, `function` is the wrong answer itself.
    """

    name: str
    advice: str
    function: object


class Case:
    """One call of an exercise: plain data for its arguments, given as in the call.

    Parameters
    ----------
    *values, **named : plain data
        The arguments.
    """

    def __init__(self, *values, **named):
        self.values = values
        self.named = named

    def arguments(self, function):
        """The arguments by name, in the order of the signature of `function` (the reference)."""
        return dict(inspect.signature(function).bind(*self.values, **self.named).arguments)


def drawn_seed(rng):
    """The Seed of a case's own generator, drawn from that of the cases: other cases have other random numbers."""
    return Seed(int(rng.integers(1_000_000)))


@dataclass(frozen=True)
class Exercise:
    """The specification of one exercise.

    Parameters
    ----------
    id : str
        Lesson and name, as `"neuron.sigmoid"`.
    points : int
    reference : function, or the right answer of a question
    cases : function
        `cases(rng) -> list of Case`: the smallest first; shapes chosen so that transposes and wrong axes
        cannot pass, with extremes by design. The same seed gives the same cases.
    mistakes : list of Mistake
        Three or more.
    hints : list of str
        Two or more, from a nudge to nearly there.
    built : str
        One sentence on what the learner just built, shown with the points.
    kind : "function", "property" or "question"
    observe : function, for kind "property"
        `observe(arguments, value) -> plain data`: what matters about an answer, where several answers are
        right. The verdict compares the observation with that of the reference. It raises `Malformed` with
        a sentence when the answer does not have the wanted form.
    rtol, atol : float
        Tolerances for float64; for float32 cases they are at least 1e-4 and 1e-6.
    quiet : bool
        Whether overflow and other numeric warnings count as a mistake where the reference has none.
    outputs : tuple of str
        The names of the returned values, if there are several.
    options : dict
        For a question with a choice: letter to text.
    hidden : tuple of str
        Other functions of the lesson's module that contain the answer: the grader's sandbox has none of them.
    equivalent : dict
        Automatic mutants of the reference that are right, as `source line after mutation: reason`.
    since : int
        The edition of the lesson's notebook that first asked for it: later than 1 for what was added later.
    """

    id: str
    points: int
    reference: object
    mistakes: list
    hints: list
    built: str
    cases: Callable | None = None
    kind: str = "function"
    observe: Callable | None = None
    rtol: float = 1e-7
    atol: float = 1e-10
    quiet: bool = True
    outputs: tuple = ()
    options: dict = field(default_factory=dict)
    hidden: tuple = ()
    equivalent: dict = field(default_factory=dict)
    since: int = 1

    @property
    def lesson(self):
        """The lesson's one word."""
        return self.id.partition(".")[0]

    @property
    def name(self):
        """The exercise's name inside its lesson; the function's name."""
        return self.id.partition(".")[2]


class Malformed(ValueError):
    """An answer of a property exercise that does not have the wanted form; says what is wanted."""


def choice(exercise_id, options, right, *, wrong, hints, built, points=1, since=1):
    """A question with a choice: `wrong` gives for each other letter (name of the mistake, advice)."""
    mistakes = [Mistake(name, advice, letter) for letter, (name, advice) in wrong.items()]
    return Exercise(exercise_id, points, right, mistakes, hints, built, kind="question", options=options, since=since)


def number(exercise_id, right, *, wrong, hints, built, points=1, rtol=1e-3, atol=1e-6, since=1):
    """A question whose answer is a number: `wrong` gives known wrong ones as (name, advice, value)."""
    mistakes = [Mistake(*entry) for entry in wrong]
    tolerances = {"rtol": rtol, "atol": atol}
    return Exercise(exercise_id, points, right, mistakes, hints, built, kind="question", since=since, **tolerances)
