"""Check a learner's answers in this process: their own code on their own machine.

Each answer runs in a namespace of its own, with what it needs and nothing else. Where it builds on another
exercise that is not right yet, the reference stands in for that one, so that a mistake costs once.
"""

import builtins
import contextlib
import io
import linecache
import os
import re
import sys
import types
import warnings
from collections import Counter
from dataclasses import asdict

from dlcourse.checking.check import check
from dlcourse.checking.question import BLANK, Question
from dlcourse.checking.runtime.script import Registered, run_script
from dlcourse.checking.runtime.statements import Failed, execute
from dlcourse.checking.runtime.timing import TimeLimit, time_limit
from dlcourse.checking.signatures import other_name
from dlcourse.checking.status import Status
from dlcourse.coursework.editions import asked
from dlcourse.coursework.hidden_library import hidden_library
from dlcourse.coursework.lost import lost
from dlcourse.coursework.not_there import advice_on_own_library, not_given, remark, used_by
from dlcourse.coursework.planning import Planner
from dlcourse.coursework.second_try import SecondTry
from dlcourse.coursework.watch import watched
from dlcourse.exercises import UnknownExercise, find, lesson_names

QUOTED = re.compile(r"['\"](\w{1,40})\b")
SECONDS = 10.0  # for the statements that one answer needs


def run_locally(extraction, folder=".", *, name="notebook"):
    """Run the answers of a notebook and check each.

    Parameters
    ----------
    extraction : Extraction
    folder : path
        The notebook's folder: the current one while its code runs.
    name : str
        The notebook's name, for messages.

    Returns
    -------
    list of dict
        For each exercise that the notebook's edition of the lesson asks, in lesson order: the verdict as a dict, with
        "id" for the exercise, "cell" (from 1, None if missing) and "carried" (the exercises that the reference stood
        in for). The status may also be "missing", but not that of a bonus exercise.
    """
    with _quiet(folder), hidden_library():
        return _Runner(extraction, name).results()


def lesson_of(extraction):
    """The lesson that most of the notebook's exercises belong to, or "" if none is known."""
    names = sorted(key.partition(".")[0] for key in extraction.ids)
    if not names and extraction.loose:  # ids are put together: then the lesson stands in quotes somewhere
        names = sorted(word for statement in extraction.script for word in QUOTED.findall(statement.source))
    known = set(lesson_names())
    counts = Counter(name for name in names if name in known)
    return max(counts, key=counts.get, default="")


class _CannotRun(Exception):
    def __init__(self, status, message, line=None, code=""):
        super().__init__(message)
        self.fields = {"status": status, "message": message, "line": line, "code": code}


class _Runner:
    def __init__(self, extraction, name):
        self.extraction = extraction
        self.names = {index: f"<{name}, cell {index + 1}>" for index in extraction.cells}
        self.functions = {}  # id -> the learner's function, for those that pass
        for index, source in extraction.cells.items():
            lines = source.splitlines(keepends=True)
            # None for the time: so that linecache keeps it, and inspect finds the learner's source.
            linecache.cache[self.names[index]] = (len(source), None, lines, self.names[index])

    def results(self):
        name = lesson_of(self.extraction)
        judged, results = asked(self.extraction, name) if name else [], {}
        wanted = [exercise.id for exercise in judged]
        others = sorted(self.extraction.ids - set(wanted))
        for key in others:
            try:
                judged.append(find(key))
            except UnknownExercise as error:
                results[key] = _nothing_yet(key) | {"status": Status.ERROR, "message": str(error)}
        self.planner = Planner(self.extraction, judged)
        self.second = SecondTry(self.extraction, self.planner)
        for key in self.planner.order():
            exercise = self.planner.exercises[key]
            results[key] = self._try_again(exercise, self._judge(exercise))
            if exercise.bonus and results[key]["status"] == Status.MISSING:
                results[key] |= {"status": Status.NOT_ATTEMPTED, "message": ""}
            results[key]["advice"] = advice_on_own_library(results[key]["message"]) or results[key]["advice"]
        return [results[key] for key in [*wanted, *others]]

    def _judge(self, exercise):
        result = _nothing_yet(exercise.id) | {"max_score": exercise.max_score, "bonus": exercise.bonus_points}
        place = self.extraction.exercises.get(exercise.id) or self.extraction.questions.get(exercise.id)
        if place is None:
            return result | self._absent(exercise.id)
        result["cell"] = place.cell + 1
        try:
            if isinstance(exercise, Question):
                return result | check(exercise, self._choice(exercise.id)).to_dict()
            with _as_main() as namespace, watched() as watch:
                function, needed = self._function(exercise.id, result, namespace)
                verdict = check(exercise, function, own=self._called_by(exercise))
        except _CannotRun as error:
            return result | error.fields
        note = other_name(exercise, self.extraction.exercises[exercise.id].function, verdict.status)
        verdict.note = f"{verdict.note} {note}".strip()
        if verdict.status.works:
            self.functions[exercise.id] = function
            missed = remark(not_given([function, *needed], exercise), watch.deeds)
            verdict.note = f"{verdict.note} {missed}".strip()
        return result | verdict.to_dict()

    def _called_by(self, exercise):
        """The learner's own right answers that are called for arguments of its cases."""
        return {key: self.functions[key] for key in exercise.calls if key in self.functions}

    def _try_again(self, exercise, result):
        """The result after all statements of the notebook, where that is better."""
        key = exercise.id
        if self.second.lacks_choice(key, result["status"]):
            if self.second.choices is None:
                with _as_main() as namespace:
                    self._run_script("", namespace)
            given = self.second.choices.get(key)
            return result if given is None else result | check(exercise, given).to_dict()
        if not self.second.may_help(key, result["status"]):
            return result
        with _as_main() as namespace:
            return self._after_script(exercise, result, namespace)

    def _run_script(self, key, namespace):
        wrong, names = self.second.stand_ins(key, self.functions.keys())
        namespace |= self._fresh() | {name: find(other).reference for name, other in names.items()}
        found = run_script(
            [asdict(statement) for statement in self.extraction.script],
            namespace,
            Registered(
                {other: find(other).reference for other in wrong},
                self.second.planted,
                {other: find(other).reference for other in self.second.brought(key)},
            ),
            where=self.names.get,
            future=self.extraction.future,
            skipped=self.second.slow,
        )
        self.second.learn(found.answers, found.slow, found.choices)
        return found

    def _after_script(self, exercise, result, namespace):
        key = exercise.id
        found = self._run_script(key, namespace)
        if key not in found.answers:
            return result
        function = found.answers[key]
        with watched() as watch:
            verdict = check(exercise, function, own=self._called_by(exercise))
        if not self.second.is_better(key, verdict.status, result["status"]):
            return result
        if verdict.status.works:
            self.functions[key] = function
            verdict.note = remark(not_given([function], exercise), watch.deeds)
        file = getattr(getattr(function, "__code__", None), "co_filename", "")
        cells = [index + 1 for index, name in self.names.items() if name == file]
        return result | verdict.to_dict() | {"cell": result["cell"] or (cells[0] if cells else None)}

    def _fresh(self):
        return {"__name__": "__main__", "__builtins__": builtins, "display": _show_nothing}

    def _absent(self, key):
        found = lost(self.extraction, key)
        if found:
            return found
        return {"message": "The notebook has no answer to this: take the cell again from the course's copy."}

    def _choice(self, key):
        choice = self.extraction.questions.get(key)
        if choice is None:
            raise _CannotRun("error", f'This is a question: answer it with question("{key}", answer=...).')
        if choice.error:
            raise _CannotRun("error", f"The answer could not be read: {choice.error}.", choice.line)
        return choice.value if choice.attempted else BLANK

    def _function(self, key, result, namespace):
        """The learner's own function object, with what it needs around it, and what its statements use."""
        if key not in self.extraction.exercises:
            raise _CannotRun("error", f'This wants a function: write @exercise("{key}") above its def.')
        part = self.planner.part(key, self.functions.keys())
        result["carried"] = part.carried
        namespace |= self._fresh() | {name: self.functions[other] for name, other in part.answers.items()}
        namespace |= {name: find(other).reference for name, other in part.references.items()}
        statements = [self.extraction.statements[index] for index in part.needs]
        for statement in statements:
            self._execute(statement, namespace)
        return namespace.get(part.function), [value for item in statements for value in used_by(item, namespace)]

    def _execute(self, statement, namespace):
        try:
            with time_limit(SECONDS):
                execute(asdict(statement), namespace, self.names[statement.cell], future=self.extraction.future)
        except TimeLimit:
            message = f"Cell {statement.cell + 1}, line {statement.line} took more than {SECONDS:g} seconds."
            raise _CannotRun("timeout", message, statement.line) from None
        except Failed as error:
            raise _CannotRun("error", error.message, error.line, error.code) from None


def _nothing_yet(key):
    """The result of an exercise that nothing is known of yet."""
    result = {"id": key, "exercise": key, "status": Status.MISSING, "score": 0, "max_score": 0, "bonus": 0}
    result |= {"diagnosis": "", "advice": "", "message": "", "code": ""}
    return result | {"cell": None, "line": None, "carried": []}


def _show_nothing(*_objects, **_options):
    """Stands for IPython's display."""


@contextlib.contextmanager
def _as_main():
    """The namespace of a module that is `__main__` meanwhile, as a notebook is in its kernel."""
    main, before = types.ModuleType("__main__"), sys.modules["__main__"]
    sys.modules["__main__"] = main
    try:
        yield vars(main)
    finally:
        sys.modules["__main__"] = before


@contextlib.contextmanager
def _quiet(folder):
    """Run in the notebook's folder, as its kernel does, with no input, no output, no windows."""
    backend = os.environ.get("MPLBACKEND")
    os.environ["MPLBACKEND"] = backend or "Agg"
    path, stdin = list(sys.path), sys.stdin
    sys.path.insert(0, os.path.abspath(folder))
    sys.stdin = io.StringIO()
    try:
        with (
            contextlib.chdir(folder),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.path[:] = path
        sys.stdin = stdin
        if backend is None:
            os.environ.pop("MPLBACKEND", None)
