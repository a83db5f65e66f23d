"""What an exercise is: its reference, its cases, its known mistakes, right answers in other styles, and its hints."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field

from dlcourse.checking.asked import Specification
from dlcourse.checking.cases import Case, drawn_seed, drawn_sizes
from dlcourse.checking.marks import Marks
from dlcourse.checking.mistakes import Edit, Mistake
from dlcourse.checking.runtime.plain import OwnAnswer

__all__ = ["Case", "Exercise", "Fault", "Malformed", "Marks", "OwnAnswer", "drawn_seed", "drawn_sizes"]

CHALLENGE_SECONDS = 1.0  # for all cases of a challenge, whose answer may train
GRADED_TIMES = 5  # as many seconds in the grader: a busy machine takes nothing away that passed at home


class Malformed(ValueError):
    """An answer of a property exercise that does not have the wanted form; says what is wanted."""


@dataclass(frozen=True, eq=False)
class Fault:
    """What is planted in the notebook: the function with its bugs, their names, and the symptom that they cause."""

    function: Callable
    bugs: tuple
    symptom: str | tuple


@dataclass(kw_only=True, eq=False)
class Exercise(Specification):
    """A function that the learner writes; the mistakes and the right answers stand below it in its file.

    Parameters
    ----------
    points, hints, solved, id
        As of `Specification`.
    reference : function
        One right answer.
    cases : function
        `cases(rng) -> list of Case`: the smallest first; shapes chosen so that transposes and wrong axes
        cannot pass, with extremes by design. The same seed gives the same cases.
    observe : function, optional
        `observe(arguments, value) -> plain data`: what matters about an answer, where several answers are
        right. The verdict compares the observation with that of the reference. It raises `Malformed` with
        a sentence when the answer does not have the wanted form.
    tell : function, optional
        `tell(arguments, value) -> str`: sentences on an answer that was observed. Under a wrong one they stand in the
        place of what differs in the observation, under a right one they are a note.
    together : function, optional
        `together(list of (arguments, value)) -> dict`: what is observed in all cases at once, as shares of what is
        drawn; it joins what is observed in the last case. {} where there are too few cases.
    rtol, atol : float
        Tolerances for float64; for float32 cases they are at least 1e-4 and 1e-6.
    quiet : bool
        Whether overflow and other numeric warnings count as a mistake where the reference has none.
    outputs : tuple of str
        The names of the returned values, if there are several.
    inside : dict
        Names inside of them, as for `naming.part`: output (or "" for the one that there is) -> tuple or Each.
    withheld : tuple of str
        Other functions of the lesson's module that contain the answer: the grader's sandbox has none of them.
    equivalent_mutants : dict
        Automatic mutants of the reference that are right, as `source line after mutation: reason`.
    fresh : bool
        Whether the docstring promises new arrays: handing back (a part of) an argument is a mistake then.
    integers : bool
        Whether arrays of whole numbers must come back as such, because they are used as places. Else floats are as
        good where all arguments are whole.
    fixed : bool
        Whether one answer is right for every seed, by nature: a copied one cannot be told from an own one.
    refused : function, optional
        `refused(arguments) -> tuple`: what the message must hold in cases in which the reference raises a ValueError.
        These come after all others; in them an answer should raise one, too.
    first : str
        For the form "derive": the id of the question that comes before it.
    seconds : float, optional
        How long all cases together may take in a notebook, where that is less than usual, as for what trains: 1 for a
        challenge. The grader gives `GRADED_TIMES` as many. What the learner must not see, such as the right labels of
        new points, `observe` works out from the arguments, or a case keeps it (`Case.keeping`): it never gets into
        the process of the answer.
    marks : Marks, optional
        Fewer points than all of them for an answer that does what it must, as `observe` tells, but not well enough.
    calls : dict
        Exercise id -> its reference, for the answers that are called for an argument of a case: `OwnAnswer(id)`. It is
        the learner's own where that is right, else the reference.
    """

    reference: Callable
    cases: Callable
    observe: Callable | None = None
    tell: Callable | None = None
    together: Callable | None = None
    quiet: bool = True
    outputs: tuple = ()
    inside: dict = field(default_factory=dict)
    withheld: tuple = ()
    equivalent_mutants: dict = field(default_factory=dict)
    fresh: bool = False
    integers: bool = False
    fixed: bool = False
    refused: Callable | None = None
    first: str = ""
    seconds: float | None = None
    marks: Marks | None = None
    calls: dict = field(default_factory=dict)
    fault: Fault | None = None  # noted by `plants`
    accepted: list = field(default_factory=list)  # (style in words, function)

    def __post_init__(self):
        super().__post_init__()
        if bool(self.first) != (self.form == "derive"):
            raise ValueError(f"form is {self.form!r}, first is {self.first!r}: a derivation has a question before it")
        if self.form == "challenge" and not self.observe:
            raise ValueError("a challenge is checked by what must hold of an answer: give `observe`")
        if self.marks and (not self.observe or self.marks.thresholds[-1][1] != self.points):
            raise ValueError("marks go with `observe`, which tells what must hold, and their last ones are the points")
        if self.form == "challenge" and self.seconds is None:
            self.seconds = CHALLENGE_SECONDS

    @property
    def names(self):
        """The names of the parts of the result, at all depths, as for `naming.part`."""
        return tuple((name, self.inside.get(name, ())) for name in self.outputs) or self.inside.get("", ())

    def limit(self, seconds, usual):
        """The seconds for its cases, where an exercise without a limit of its own gets so many and usually `usual`."""
        return seconds if self.seconds is None else self.seconds * seconds / usual

    @property
    def graded_seconds(self):
        """How long its visible and hidden cases may take when graded; None if the usual limit holds."""
        return None if self.seconds is None else GRADED_TIMES * self.seconds

    @property
    def right(self):
        """A right answer, as a Question has one: the reference."""
        return self.reference

    def mistake(self, name, hint=0):
        """Note the function below as a wrong answer that learners give; its docstring is the advice.

        The order in which the mistakes stand is the order in which they are tried for a diagnosis.

        Parameters
        ----------
        name : str
        hint : int
            The number of the hint that fits this mistake, from 1; by default the next one is offered.

        Returns
        -------
        function
            A decorator. It gives the function back.

        Raises
        ------
        ValueError
            If the function has no docstring, or if there is no such hint.
        """
        self._has_hint(name, hint)

        def note(function):
            self.mistakes.append(Mistake(name, _advice(name, function.__doc__), function, hint=hint))
            return function

        return note

    def edit(self, name, changes, advice, hint=0):
        """Note a wrong answer that is a small change of the reference.

        Parameters
        ----------
        name : str
        changes : dict
            What stands in the reference's body -> what stands there instead: one or two places, each text exactly
            once in the body. The code is compiled, and this is looked at, when the mistake is first used.
        advice : str
        hint : int
            As of `mistake`.
        """
        self._has_hint(name, hint)
        self.mistakes.append(Edit(name, _advice(name, advice), self.reference, changes, hint))

    def _has_hint(self, name, hint):
        if not 0 <= hint <= len(self.hints):
            raise ValueError(f"the mistake {name!r} wants hint {hint}: there are {len(self.hints)}")

    def also(self, name):
        """Note the function below as another form of the mistake of this name, with the same advice.

        Returns
        -------
        function
            A decorator. It gives the function back.

        Raises
        ------
        ValueError
            If no mistake above has this name.
        """
        found = [mistake for mistake in self.mistakes if mistake.name == name]
        if not found:
            raise ValueError(f"no mistake is called {name!r}: note its first form with `mistake` or `edit`, above")

        def note(function):
            found[0].others.append(function)
            return function

        return note

    def plants(self, *bugs, symptom):
        """Note the function below as what stands in the notebook, with one or two bugs to be found and mended.

        Parameters
        ----------
        *bugs : str
            The names of mistakes noted above: what is planted.
        symptom : str or tuple of str
            What goes wrong, as somebody who uses the function would tell it; says nothing of the cause. A tuple
            has one for each bug: then what is told of a mended one ends with it.

        Returns
        -------
        function
            A decorator. It gives the function back.

        Raises
        ------
        ValueError
            If the form is another one, if there are no bugs or more than two, if no mistake has such a name, or if
            the function has another name or other parameters than the reference.
        """
        if self.form != "fault" or not 1 <= len(bugs) <= 2:
            raise ValueError(f"form is {self.form!r} with the bugs {bugs}: a fault, and only that, has one or two")
        unknown = set(bugs) - {mistake.name for mistake in self.mistakes}
        if unknown:
            raise ValueError(f"no mistake is called {unknown.pop()!r}: note it with `mistake` or `edit`, above")

        def note(function):
            heads = [(item.__name__, str(inspect.signature(item))) for item in (function, self.reference)]
            if heads[0] != heads[1]:
                raise ValueError(f"what is planted begins {''.join(heads[0])}: want {''.join(heads[1])}")
            self.fault = Fault(function, bugs, symptom)
            return function

        return note

    def accepts(self, style):
        """Note the function below as a right answer in another style: whoever moves a tolerance sees both edges.

        Parameters
        ----------
        style : str
            What is different, in words.

        Returns
        -------
        function
            A decorator. It gives the function back.
        """

        def note(function):
            self.accepted.append((style, function))
            return function

        return note


def _advice(name, text):
    """A docstring as one paragraph."""
    words = (text or "").split()
    if not words:
        raise ValueError(f"the mistake {name!r} has no advice: write it as the docstring")
    return " ".join(words)
