"""What counts as a blank: the body of an exercise as the course hands it out."""

import ast
import inspect
import textwrap


def is_blank(definition):
    """Whether a `def` holds nothing but a docstring and `raise NotImplementedError`, with or without a message.

    Anything more is a beginning that is run, if it is only `pass` or `...`: running it says what it lacks.

    Parameters
    ----------
    definition : syntax tree of a statement

    Returns
    -------
    bool
    """
    if not isinstance(definition, ast.FunctionDef):
        return False
    body = without_docstring(definition)
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return False
    raised = body[0].exc.func if isinstance(body[0].exc, ast.Call) else body[0].exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def without_docstring(definition):
    """The statements of a function after its docstring."""
    return definition.body[ast.get_docstring(definition, clean=False) is not None :]


def is_blank_function(function):
    """Whether the source of a function is a blank; False where there is no source to be had."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return False
    return is_blank(tree.body[0])
