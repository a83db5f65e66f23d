"""Run a whole notebook, statement by statement, and see which answers it registers.

This is the second try: what an answer needs was not seen in the code, or `exercise` is used in a way of the learner's
own. Each statement has little time, and one that fails is passed over: training and plots may end so, definitions,
constants and what changes them do not. This module needs the standard library only: a sandboxed worker imports it.
"""

import contextlib
import dis
import sys
import time
import types
from dataclasses import dataclass, field

from dlcourse.checking.runtime.statements import Failed, execute
from dlcourse.checking.runtime.timing import TimeLimit, time_limit

SECONDS = 3.0  # for all statements that are more than a definition or an import
SHARE = 6  # one of them may take this part of it
QUICK = ("def ", "class ", "import ", "from ", "@")
LONGEST = 200  # characters of an id, or of the answer to a question
TOOLS = ("hint", "solution", "progress", "track", "guess", "milestone")
LIBRARY = ("table", "gradients", "speed")  # tools of `library`


@dataclass
class Registered:
    """What a script registered.

    Attributes
    ----------
    stand_ins : dict
        Exercise id -> what is bound in place of the learner's own function, because that is not right.
    planted : dict
        Exercise id -> the source of the function with a fault that the notebook holds: unchanged it is no answer.
    brought : dict
        Exercise id -> what `mine` gives where the script has registered nothing: the reference.
    answers : dict
        Exercise id -> what was registered last; a blank takes nothing away.
    choices : dict
        Question id -> the one answer that was given, text or a number. Who tries several has given none.
    slow : list of int
        The statements that were cut off, or came too late.
    failed : list of Failed
        Those that raised.
    """

    stand_ins: dict
    planted: dict = field(default_factory=dict)
    brought: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)
    choices: dict = field(default_factory=dict)
    given: list = field(default_factory=list)  # (id, answer), by the statement that is running
    several: set = field(default_factory=set)  # ids
    slow: list = field(default_factory=list)
    failed: list = field(default_factory=list)

    def exercise(self, exercise_id=None, **options):
        """Stands for dlcourse's `exercise`: nothing is checked."""
        key = options.get("id", exercise_id)
        if not isinstance(key, str):
            return key or (lambda answer: answer)

        def decorate(answer):
            untouched = key in self.planted and is_unchanged(answer, self.planted[key])
            if not untouched and not (is_blank(answer) and key in self.answers):
                self.answers[key] = answer
            return self.stand_ins.get(key, answer)

        return decorate

    def question(self, exercise_id=None, answer=..., **options):
        """Stands for dlcourse's `question`: the answer is written down."""
        key = options.get("id", exercise_id)
        if type(key) is str and type(answer) in (str, int, float, bool):
            self.given.append((key[:LONGEST], answer[:LONGEST] if isinstance(answer, str) else answer))

    def mine(self, *ids):
        """Stands for dlcourse's `mine`: the function that is right, be it the notebook's own or the reference."""
        known = self.brought | self.answers | self.stand_ins
        missing = [key for key in ids if not isinstance(key, str) or key not in known]
        if missing:
            raise LookupError(f"mine({str(missing[0])[:LONGEST]!r}) is not there when this is graded")
        found = tuple(known[key] for key in ids)
        return found[0] if len(found) == 1 else found

    def end_statement(self):
        """A statement ran to its end: what it answered counts, which it does not where it failed."""
        for key, answer in self.given:
            if self.choices.setdefault(key, answer) != answer:
                self.several.add(key)
        self.given.clear()

    def end(self):
        """The script ran to its end."""
        for key in self.several:
            del self.choices[key]


def is_blank(answer):
    """Whether a function does nothing but raise NotImplementedError."""
    code = getattr(answer, "__code__", None)
    return getattr(code, "co_names", ()) == ("NotImplementedError",)


def is_unchanged(answer, source):
    """Whether a function is the one that some source defines, as far as its code tells: it has no source here."""
    codes = [const for const in compile(source, "<planted>", "exec", dont_inherit=True).co_consts if _is_code(const)]
    return _is_code(getattr(answer, "__code__", None)) and _steps(answer.__code__) == _steps(codes[-1])


def _is_code(value):
    return isinstance(value, types.CodeType)


def _steps(code):
    """What a code object does, without places in its text and without a docstring."""
    rows = [(step.opname, step.argval, step.argrepr) for step in dis.get_instructions(code)]
    return [(name, _steps(value) if _is_code(value) else text) for name, value, text in rows]


def run_script(statements, namespace, found, *, where, future=False, seconds=SECONDS, skipped=()):
    """Run the statements of a notebook in one namespace.

    Parameters
    ----------
    statements : list of dict
        As for `execute`.
    namespace : dict
        What is there before; the statements add to it.
    found : Registered
        What the statements register is added to it.
    where : function
        The name of a cell as a file, from its number.
    future : bool
        As for `execute`.
    seconds : float
        For all of them.
    skipped : collection of int
        Statements that are known to take too long.

    Returns
    -------
    Registered
    """
    for name, tool in _tools(found).items():
        namespace.setdefault(name, tool)
    end = time.monotonic() + seconds
    with _in_place_of_the_course(found):
        for number, statement in enumerate(statements):
            late = time.monotonic() > end and not statement["source"].startswith(QUICK)
            if late or number in skipped:
                found.slow.append(number)
                continue
            found.given.clear()
            try:
                with time_limit(seconds / SHARE):
                    execute(statement, namespace, where(statement["cell"]), future=future)
                found.end_statement()
            except TimeLimit:
                found.slow.append(number)
            except Failed as error:
                found.failed.append(error)
    found.end()
    return found


def _tools(found):
    own = {"exercise": found.exercise, "question": found.question, "mine": found.mine}
    library = types.SimpleNamespace(**dict.fromkeys(LIBRARY, _nothing))
    return own | dict.fromkeys(TOOLS, _nothing) | {"library": library}


def _nothing(*_arguments, **_options):
    """Stands for what shows something."""


@contextlib.contextmanager
def _in_place_of_the_course(found):
    """What a notebook imports from `dlcourse` registers, and shows nothing."""
    course, tools = sys.modules.get("dlcourse"), _tools(found)
    before = {name: vars(course)[name] for name in tools if name in vars(course)}
    vars(course).update(tools)
    try:
        yield
    finally:
        for name in tools:
            vars(course).pop(name, None)
        vars(course).update(before)
