"""Run a function on a case and write down what happened, as plain data.

This module needs NumPy and the standard library only: a sandboxed worker imports it.
"""

import contextlib
import functools
import io
import itertools
import linecache
import traceback
import types
import warnings
from dataclasses import dataclass, field

import numpy as np

from dlcourse.checking.runtime.facts import facts_of
from dlcourse.checking.runtime.freezing import freeze
from dlcourse.checking.runtime.functions import REGISTRY
from dlcourse.checking.runtime.given import OwnAnswers
from dlcourse.checking.runtime.plain import FunctionName, Opaque, OwnAnswer, Seed
from dlcourse.checking.runtime.timing import TimeLimit, time_limit

__all__ = ["Failure", "Outcome", "TimeLimit", "by_position", "line_of_time_limit", "run", "thaw", "time_limit"]

PRINT_LIMIT = 10_000  # characters kept of what an answer prints
MOST_LOOKED_AT = 100  # lists and arrays in which shared memory is looked for
NUMERIC = ("overflow", "divide by zero", "invalid value")


@dataclass
class Failure:
    """An exception: its type, its message, and where in the learner's code it was raised."""

    type: str
    message: str
    line: int | None = None  # counted in the learner's file or cell
    code: str = ""
    function: str = ""
    unfinished: bool = False  # NotImplementedError raised by the learner's own function
    facts: dict = field(default_factory=dict)  # on the failing line, as from `runtime.facts`


@dataclass
class Outcome:
    """What one call did. `value` and `arguments` are plain data."""

    value: object = None
    failure: Failure | None = None
    arguments: dict = field(default_factory=dict)  # as left; of a Seed whether it was drawn from, of an OwnAnswer if so
    warnings: tuple = ()  # numeric ones: overflow, division by zero, invalid value
    printed: str = ""
    cut: bool = False  # it printed more than is kept
    shared: tuple = ()  # names of arguments whose memory is part of the value


def by_position(positional, arguments):
    """The names of the arguments that are passed by position: what comes after one that is left out goes by name."""
    return list(itertools.takewhile(lambda name: name in arguments, positional))


def thaw(tree):
    """Arguments made from plain data: fresh arrays, generators for seeds, functions for names.

    Raises
    ------
    LookupError
        If a function is named that the registry does not have.
    """
    if isinstance(tree, np.ndarray):
        return tree.copy()
    if isinstance(tree, list | tuple):
        return type(tree)(thaw(item) for item in tree)
    if isinstance(tree, dict):
        return {key: thaw(item) for key, item in tree.items()}
    if isinstance(tree, Seed):
        return np.random.default_rng(tree.number)
    if isinstance(tree, FunctionName):
        if tree.name not in REGISTRY:
            raise LookupError(f"no function {tree.name!r} in the registry: there are {sorted(REGISTRY)}")
        return REGISTRY[tree.name]
    return tree


def run(function, arguments, positional, prepare=thaw, own=None):
    """Call `function` with plain `arguments` (a dict by name) and return the Outcome.

    Parameters
    ----------
    function : callable
    arguments : dict
        Plain data by argument name, in the order of the signature.
    positional : list of str
        The names of parameters that can be passed by position, in order. Those up to the first that is not given are;
        the others are passed by name.
    prepare : callable
        Makes the arguments from the plain data; tests pass their own to vary the memory layout.
    own : OwnAnswers, optional
        Those that arguments stand for.
    """
    given = {name: prepare(value) for name, value in arguments.items()}
    leading = by_position(positional, arguments)
    called, own = [name for name in given if isinstance(arguments[name], OwnAnswer)], own or OwnAnswers()
    outcome, printed = Outcome(), _Printed()
    before = {name: _state(given[name]) for name in given if isinstance(arguments[name], Seed)}
    with _quiet(printed) as caught:
        try:
            given |= {name: prepare(own.of(arguments[name].id)) for name in called}
            by_name = {name: value for name, value in given.items() if name not in leading}
            # An iterator runs the learner's code while it is read: inside the try.
            value = function(*(given[name] for name in leading), **by_name)
            outcome.value = freeze(value)
            outcome.shared = _shared(value, given)
        except (TimeLimit, KeyboardInterrupt):
            raise
        except BaseException as error:  # SystemExit and the learner's own, too
            outcome.failure = _failure(error, function)
        outcome.arguments = {name: _left(given[name]) for name in given if _is_data(arguments[name])}
        outcome.arguments |= {name: _state(given[name]) != state for name, state in before.items()}
        outcome.arguments |= {name: _is_left(own, arguments[name].id, given[name]) for name in called}
    outcome.printed, outcome.cut = printed.getvalue(), printed.cut
    outcome.warnings = tuple(_numeric(caught))
    return outcome


@contextlib.contextmanager
def _quiet(printed):
    """Catch what is printed and warned; NumPy's settings are as NumPy starts, and afterwards as before."""
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        np.errstate(divide="warn", over="warn", invalid="warn", under="ignore"),
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("always")
        yield caught


def _left(value):
    """An argument as the call left it: whatever the learner put into it must not stop the check."""
    try:
        return freeze(value)
    except (TimeLimit, KeyboardInterrupt):
        raise
    except BaseException as error:
        return Opaque("broken", f"something that raises {type(error).__name__[:80]} when it is looked at")


def _is_left(own, key, value):
    """Whether what an answer gave was not changed; it was not given where that raised."""
    try:
        return key not in own.given or own.is_left(key, value)
    except (TimeLimit, KeyboardInterrupt):
        raise
    except BaseException:
        return False


def _shared(value, given):
    """The names of the arguments of which a list or an array that comes back is (a part)."""
    came = _mutable(value)
    if not came:
        return ()
    same, arrays = {id(item) for item in came}, [item for item in came if type(item) is np.ndarray]
    return tuple(name for name, argument in given.items() if _share(argument, same, arrays))


def _share(argument, same, arrays):
    items = _mutable(argument)
    return any(id(item) in same for item in items) or any(
        np.may_share_memory(item, array) for item in items if type(item) is np.ndarray for array in arrays
    )


def _mutable(tree):
    """The lists and arrays in a tree, at most so many: exactly of these types, as a subclass may lie."""
    found, rest = [], [tree]
    while rest and len(found) < MOST_LOOKED_AT:
        item = rest.pop()
        if type(item) in (list, tuple):
            rest.extend(item[:MOST_LOOKED_AT])
        elif type(item) is dict:
            rest.extend(list(item.values())[:MOST_LOOKED_AT])
        if type(item) in (list, np.ndarray):
            found.append(item)
    return found


def _state(generator):
    """What every draw changes."""
    bits = generator.bit_generator
    return str(bits.state), bits.seed_seq.n_children_spawned


def _is_data(tree):
    return not isinstance(tree, Seed | FunctionName | OwnAnswer)


def _numeric(caught):
    texts = [_message(item.message) for item in caught if issubclass(item.category, RuntimeWarning)]
    return sorted({text[:200] for text in texts if text.startswith(NUMERIC)})


class _Printed(io.StringIO):
    """Keeps the first characters that are printed and forgets the rest."""

    cut = False

    def write(self, text):
        room = PRINT_LIMIT - self.tell()
        self.cut = self.cut or len(text) > room
        if room > 0:
            super().write(text[:room])
        return len(text)

    def close(self):
        """Stay open: a learner may close `sys.stdout`."""


def code_of(function):
    """The code object that the learner wrote, below partials and wrappers, or None."""
    for _ in range(20):
        code = getattr(function, "__code__", None)
        names = ("__wrapped__", "func", "pyfunc")  # functools.wraps, functools.partial, np.vectorize
        inner = next((vars(function)[name] for name in names if name in getattr(function, "__dict__", ())), None)
        inner = getattr(function, "func", inner) if isinstance(function, functools.partial) else inner
        if inner is None:
            return code if isinstance(code, types.CodeType) else None
        function = inner
    return None


def _failure(error, function):
    code = code_of(function)
    steps = list(_steps(error.__traceback__))
    here = [step for step in steps if code and step.tb_frame.f_code.co_filename == code.co_filename]
    failure = Failure(type=type(error).__name__[:80], message=_message(error))
    if here:
        last = here[-1]
        failure.line, failure.function = last.tb_lineno, last.tb_frame.f_code.co_name
        failure.code = _source_line(last.tb_frame.f_code.co_filename, last.tb_lineno)
        failure.facts = _facts(last, error)
    failure.unfinished = bool(
        type(error) is NotImplementedError and steps and code and steps[-1].tb_frame.f_code is code
    )
    return failure


def _steps(trace):
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _facts(trace, error):
    unknown = error.name if type(error) is NameError and type(error.name) is str else ""
    try:
        return facts_of(trace, unknown)
    except (TimeLimit, KeyboardInterrupt):
        raise
    except BaseException:  # whatever the learner's names stand for: the error itself is told all the same
        return {}


def _message(error):
    try:
        return str(error)[:1000]
    except (TimeLimit, KeyboardInterrupt):
        raise
    except BaseException:  # a learner's own exception class may fail to print
        return ""


def _source_line(filename, line):
    return linecache.getline(filename, line).strip()[:200]


def line_of_time_limit(error, function):
    """The line of the learner's code in which a TimeLimit struck, and its text, or (None, "")."""
    code = code_of(function)
    lines = [
        (frame.f_code.co_filename, line or frame.f_code.co_firstlineno)  # some instructions have no line
        for frame, line in traceback.walk_tb(error.__traceback__)
        if code and frame.f_code.co_filename == code.co_filename
    ]
    if not lines:
        return None, ""
    return lines[-1][1], _source_line(*lines[-1])
