"""An error with all that is known of it: what the rules look at."""

import ast
import textwrap
from dataclasses import dataclass

from dlcourse.checking.python_errors.facts import Thing, read_facts
from dlcourse.checking.python_errors.shape_of import constant, shape_of
from dlcourse.checking.slips.source import Source


@dataclass(frozen=True)
class Slip:
    """A mistake that an error shows: its name, what to do about it in general, and in this line."""

    name: str
    general: str
    here: str = ""  # with the learner's own names and numbers


class Scene:
    """An error, its place, and what its names stood for.

    Parameters
    ----------
    failure : Failure
    exercise : Exercise, optional
    source : Source, optional
        The answer as it was written.

    Attributes
    ----------
    expression, statement : syntax trees, or None
        What failed, and the statement that it stands in.
    direct : bool
        Whether the line itself failed, and not something of the course, or of another cell, that it calls.
    through : syntax tree of a call, or None
        If it did not: the call. There is no `expression` then.
    """

    def __init__(self, failure, exercise=None, source=None):
        self.type, self.message, self.line, self.code = failure.type, failure.message, failure.line, failure.code
        self.exercise, self.source = exercise, source or Source()
        self.facts = read_facts(failure.facts)
        self.names = self.facts.names
        self.expression = _parsed(self.facts.expression)
        self.statement = _parsed(self.facts.statement) or _parsed(self.code)
        self.direct = self.facts.own or self.type == "RecursionError"
        self.through = None if self.direct or not isinstance(self.expression, ast.Call) else self.expression
        if not self.direct:
            self.expression = None

    def thing(self, node):
        """The Thing that an expression stands for; without one that is known, None."""
        if isinstance(node, ast.Name | ast.Attribute):
            found = self.names.get(ast.unparse(node))
            if found:
                return found
        if isinstance(node, ast.Attribute) and node.attr == "shape":
            shape = self.shape(node.value)
            if shape is not None:
                return Thing("tuple", length=len(shape), parts=tuple(Thing("int", value=n) for n in shape))
        part = self._part(node)
        if part:
            return part
        if isinstance(node, ast.Tuple | ast.List):
            return Thing(type(node).__name__.lower(), length=len(node.elts))
        shape = self.shape(node)
        return None if shape is None else Thing("array", shape=shape) if shape else Thing("number")

    def _part(self, node):
        """A slice of a list or tuple, or one of its parts, as far as it was told."""
        whole = self.names.get(ast.unparse(node.value)) if isinstance(node, ast.Subscript) else None
        if whole is None or whole.kind not in ("list", "tuple"):
            return None
        if isinstance(node.slice, ast.Slice):
            return Thing(whole.kind)
        try:
            return whole.parts[constant(node.slice, self.names)]
        except (ValueError, TypeError, IndexError, OverflowError):
            return None

    def shape(self, node):
        """The shape of an expression, or None."""
        return shape_of(node, self.names) if node is not None else None

    def is_parameter(self, node):
        """Whether an expression is a bare parameter that came in and was not given another value."""
        if not (isinstance(node, ast.Name) and node.id in self.parameters):
            return False
        return not self.source.assignments(node.id)

    @property
    def parameters(self):
        """The names of the exercise's parameters."""
        return self.source.parameters or [*(parameter_names(self.exercise) if self.exercise else ())]


def parameter_names(exercise):
    """The names of the parameters of an exercise's reference."""
    code = getattr(exercise.reference, "__code__", None)
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if code else ()


def _parsed(text):
    """The syntax tree of an expression or of a statement, also of one that is only a head; None if it has none."""
    text = textwrap.dedent(text).strip()
    for attempt in (text, f"{text} pass", f"{text}\n    pass"):
        try:
            body = ast.parse(attempt).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        if len(body) == 1:
            return body[0].value if isinstance(body[0], ast.Expr) else body[0]
    return None
