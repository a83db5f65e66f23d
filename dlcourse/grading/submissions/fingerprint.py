"""Which answers are the same code, whatever the names, comments and layout: for a human look at who copied."""

import ast
import functools
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
            found[key] = _digest([_statement(extraction.statements[index].source) for index in answer.needs])
    return found


def combined(found):
    """One text for all answers of a notebook, "" if there are none."""
    return _digest(sorted(found.items())) if found else ""


@functools.lru_cache(maxsize=1024)  # many answers need the same statement, in a whole class
def _statement(source):
    return _digest(_normal(source))


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
        self.local, self.numbers = set(), {}
        waiting = [(tree, False)]
        while waiting:  # each node once, however functions are nested
            node, inside = waiting.pop()
            inside = inside or isinstance(node, ast.FunctionDef | ast.Lambda)
            if inside and isinstance(node, ast.arg):
                self.local.add(node.arg)
            elif inside and isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self.local.add(node.id)
            waiting += [(child, inside) for child in ast.iter_child_nodes(node)]

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
