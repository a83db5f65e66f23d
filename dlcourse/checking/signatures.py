"""Look at a function before it is called: is it one, is it written, do its parameters fit."""

import ast
import functools
import inspect
import textwrap

from dlcourse.checking.compare import describe
from dlcourse.checking.runtime.freezing import freeze
from dlcourse.checking.runtime.run import by_position
from dlcourse.checking.trials import positional


def is_blank(function):
    """Whether the body is nothing but a docstring and `raise NotImplementedError`."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, IndentationError):
        return False  # no source to be had: running it will tell
    definition = tree.body[0]
    if not isinstance(definition, ast.FunctionDef):
        return False
    body = [node for node in definition.body if not _is_docstring(node)]
    return len(body) == 1 and isinstance(body[0], ast.Raise) and "NotImplementedError" in ast.dump(body[0])


def _is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def not_callable(exercise, answer):
    """Why an answer is not a function, or ""."""
    if inspect.isfunction(answer) or isinstance(answer, functools.partial):
        return ""
    if inspect.isclass(answer):
        return f"{exercise.id} wants a function, but `{answer.__name__}` is a class: write `def {exercise.name}(...)`."
    if callable(answer):
        return ""
    found = describe(freeze(answer))
    return f"{exercise.id} wants a function, but got {found}: write `def {exercise.name}(...)` under the decorator."


def wrong_signature(exercise, answer, arguments):
    """What is wrong with the parameters of a function, or ""."""
    leading = by_position(positional(exercise.reference), arguments)
    by_name = {name: None for name in arguments if name not in leading}
    try:
        signature = inspect.signature(answer)
    except Exception:
        return ""  # a built-in without a signature: running it will tell
    try:
        signature.bind(*leading, **by_name)
    except TypeError:
        yours, wanted = (", ".join(_parameters(s)) for s in (signature, inspect.signature(exercise.reference)))
        return (
            f"The parameters do not fit: yours are `{exercise.name}({yours})`, wanted are `{exercise.name}({wanted})`."
        )
    return ""


def _parameters(signature):
    """The parameters as they are written, without their defaults: those may be anything."""
    kinds, texts, starred = inspect.Parameter, [], False
    for name, parameter in signature.parameters.items():
        if parameter.kind is kinds.KEYWORD_ONLY and not starred:
            texts.append("*")
        starred = starred or parameter.kind in (kinds.KEYWORD_ONLY, kinds.VAR_POSITIONAL)
        texts.append({kinds.VAR_POSITIONAL: "*", kinds.VAR_KEYWORD: "**"}.get(parameter.kind, "") + name)
    return texts


def wrong_def(exercise, answer):
    """What is wrong with the kind of a function, or ""."""
    if inspect.iscoroutinefunction(answer) or inspect.isasyncgenfunction(answer):
        return f"`async def {exercise.name}` gives no result when it is called: write `def {exercise.name}`."
    return ""
