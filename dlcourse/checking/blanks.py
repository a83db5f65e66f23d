"""What counts as a blank: the body of an exercise as the course hands it out.

That is a `raise NotImplementedError`, or, where a function with a fault is handed out, that function as it was.
"""

import ast
import functools
import inspect
import textwrap


def is_blank(definition, exercise=None):
    """Whether a `def` holds what was handed out: a docstring and `raise NotImplementedError`, or an unchanged fault.

    Anything more than such a `raise`, with or without a message, is a beginning that is run, if it is only `pass` or
    `...`: running it says what it lacks. A fault is unchanged as long as its code is: its docstring, comments, layout
    and name aside.

    Parameters
    ----------
    definition : syntax tree of a statement
    exercise : Exercise, optional
        What it answers: without it, only a `raise` is a blank.

    Returns
    -------
    bool
    """
    if not isinstance(definition, ast.FunctionDef):
        return False
    body = without_docstring(definition)
    return _only_raises(body) or (planted(exercise) is not None and _is_unchanged(definition, planted(exercise)))


def _only_raises(body):
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return False
    raised = body[0].exc.func if isinstance(body[0].exc, ast.Call) else body[0].exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def planted(exercise):
    """The function with a fault that the notebook of an exercise holds, or None."""
    fault = getattr(exercise, "fault", None)
    return fault and fault.function


def without_docstring(definition):
    """The statements of a function after its docstring."""
    return definition.body[ast.get_docstring(definition, clean=False) is not None :]


def planted_source(function):
    """The source of a planted function as a notebook has it below its `@exercise`: without the decorators here."""
    source = textwrap.dedent(inspect.getsource(function))
    return "\n".join(source.rstrip("\n").split("\n")[ast.parse(source).body[0].lineno - 1 :])


def is_blank_function(function, exercise=None):
    """Whether the source of a function is a blank; False where there is no source to be had."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, ValueError, RecursionError):
        return False
    return is_blank(tree.body[0], exercise)


def _is_unchanged(definition, function):
    original = _definition(function)
    return _same(definition.args, original.args) and _same(without_docstring(definition), without_docstring(original))


@functools.cache
def _definition(function):
    return ast.parse(planted_source(function)).body[0]


def _same(left, right):
    """Whether two syntax trees are equal, places in the text aside; a loop, as a learner's may be of any depth."""
    pairs = [(left, right)]
    while pairs:
        left, right = pairs.pop()
        if type(left) is not type(right):
            return False
        if isinstance(left, ast.AST):
            pairs += [(getattr(left, name, None), getattr(right, name, None)) for name in left._fields]
        elif isinstance(left, list):
            if len(left) != len(right):
                return False
            pairs += zip(left, right)
        elif left != right:
            return False
    return True
