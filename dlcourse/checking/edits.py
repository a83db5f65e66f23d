"""Small changes of a function: its source with a text replaced, compiled where the function itself stands."""

import ast
import functools
import inspect
import itertools
import linecache
import textwrap

MOST = 2  # places; what changes more is a function of its own


def edited(function, changes, name):
    """A copy of a function with texts of its body replaced.

    Parameters
    ----------
    function : function
        A plain function of a module, with its source at hand.
    changes : dict
        Text -> text that takes its place. Each stands exactly once in the body, the docstring aside.
    name : str
        What the change is called, for messages and tracebacks.

    Returns
    -------
    function
        It sees the names of the module as they were at the time of the call of `edited`.

    Raises
    ------
    ValueError
        If there are no changes or too many, if a text does not stand exactly once in the body, or if the result is
        not Python.
    """
    where = _where(function, name)
    if not 1 <= len(changes) <= MOST:
        raise ValueError(f"{where} changes {len(changes)} places: want 1 to {MOST}")
    return _compiled(function, changes, name)


def _where(function, name):
    return f"<{function.__module__}.{function.__name__}: {name}>"


def _compiled(function, changes, name):
    where, (head, body) = _where(function, name), head_and_body(function)
    spans = []
    for old in changes:
        count = body.count(old)
        if count != 1:
            raise ValueError(f"{where}: {old!r} stands {count} times in the body: want exactly once")
        spans.append((body.index(old), old))
    for start, old in sorted(spans, reverse=True):  # by place: what one change brings in is no place for the next
        body = body[:start] + changes[old] + body[start + len(old) :]
    source = head + body
    namespace = dict(function.__globals__)
    try:
        exec(compile(source, where, "exec", dont_inherit=True), namespace)
    except SyntaxError as error:
        raise ValueError(f"{where} is not Python: {error.msg} in {(error.text or '').strip()!r}") from None
    linecache.cache[where] = (len(source), None, source.splitlines(keepends=True), where)
    return namespace[function.__name__]


@functools.cache
def doubly_edited(function, first, second):
    """The function that makes two mistakes, both Edits of `function`, at once; None if they meet in one place."""
    _, body = head_and_body(function)
    spans = sorted((body.index(old), body.index(old) + len(old)) for old in [*first.changes, *second.changes])
    if any(stop > start for (_, stop), (start, _) in itertools.pairwise(spans)):
        return None
    try:
        return _compiled(function, first.changes | second.changes, f"{first.name}, and {second.name}")
    except ValueError:
        return None


def head_and_body(function):
    """The source of a function, without its docstring, in two parts: up to the colon, and from there on."""
    source = textwrap.dedent(inspect.getsource(function))
    definition = ast.parse(source).body[0]
    lines = source.splitlines(keepends=True)
    first = definition.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    head = lines[: first.lineno - 1]
    return "".join(head), "".join(lines[first.end_lineno if has_docstring else first.lineno - 1 :])
