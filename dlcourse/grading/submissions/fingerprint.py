"""Which answers are the same code, whatever the names, comments and layout: for a human look at who copied."""

import ast
import hashlib


def fingerprints(extraction):
    """A short text for each attempted function: equal where the code is equal but for names, comments and layout.

    Parameters
    ----------
    extraction : Extraction

    Returns
    -------
    dict
        Exercise id -> text.
    """
    found = {}
    for key, answer in sorted(extraction.exercises.items()):
        if answer.attempted:
            sources = [extraction.statements[index].source for index in answer.needs]
            found[key] = _digest([_normal(source) for source in sources])
    return found


def combined(found):
    """One text for all answers of a notebook, "" if there are none."""
    return _digest(sorted(found.items())) if found else ""


def _digest(value):
    return hashlib.sha256(repr(value).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _normal(source):
    try:
        tree = ast.parse(source)
        return ast.dump(_Rename(tree).visit(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source


class _Rename(ast.NodeTransformer):
    """Local names become numbers in the order in which they appear; docstrings and annotations go."""

    def __init__(self, tree):
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda)]
        inside = [node for function in functions for node in ast.walk(function)]
        self.local = {node.arg for node in inside if isinstance(node, ast.arg)}
        self.local |= {node.id for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        self.numbers = {}

    def _name(self, name):
        return f"_{self.numbers.setdefault(name, len(self.numbers))}" if name in self.local else name

    def visit_FunctionDef(self, node):
        if ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        node.returns, node.decorator_list = None, []
        return self.generic_visit(node)

    def visit_arg(self, node):
        return ast.arg(self._name(node.arg))

    def visit_Name(self, node):
        return ast.Name(self._name(node.id), node.ctx)
