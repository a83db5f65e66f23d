"""The source of a module without some of its functions, and without all that reaches them.

A statement reaches a function by its name, as an attribute of its module (`lstm.lstm_forward`), by importing it
(`from dlcourse.lessons.lstm import lstm_forward as forward`), or through a name that another such statement binds.
"""

import ast
import functools
import importlib.util
import symtable
from dataclasses import dataclass


def without(source, names, module=""):
    """The source of a module without these functions and without all top-level statements that reach them.

    Parameters
    ----------
    source : str
    names : iterable of str
    module : str
        The full name of the module.
    """
    left, gone = _statements(source, module), set(names)
    while True:
        fallen = [item for item in left if (item.bound | item.reached) & gone]
        if not fallen:
            return "\n".join(item.text for item in left)
        left = [item for item in left if item not in fallen]
        gone = gone.union(*(item.bound for item in fallen))


@dataclass(frozen=True)
class _Statement:
    """A statement at the top of a module, the names of the module that it binds, and those that it reaches."""

    text: str
    bound: frozenset
    reached: frozenset


@functools.lru_cache(maxsize=64)
def _statements(source, module):
    tree = ast.parse(source)
    aliases = _aliases(tree, module)
    return [_statement(node, module, aliases) for node in tree.body]


def _statement(node, module, aliases):
    text = ast.unparse(node)
    table = symtable.symtable(text, "<statement>", "exec")
    bound = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    reached = _global_names(table)
    for item in ast.walk(node):
        if isinstance(item, ast.Attribute) and ast.unparse(item.value) in aliases:
            reached.add(item.attr)
        reached |= {name for base, name in _imported(item, module.rpartition(".")[0]) if base == module and name}
    return _Statement(text, frozenset(bound), frozenset(reached))


def imports(source, module, *, is_package=False):
    """What a module imports: a list of (module, name in it or None)."""
    found = []
    for node in ast.walk(ast.parse(source)):
        found += _imported(node, module if is_package else module.rpartition(".")[0])
    return found


def _imported(node, package):
    if isinstance(node, ast.Import):
        return [(alias.name, None) for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        name = "." * node.level + (node.module or "")
        base = importlib.util.resolve_name(name, package) if node.level else name
        return [(base, alias.name) for alias in node.names]
    return []


def _aliases(tree, module):
    """The names that stand for the module itself somewhere in it, its full name among them."""
    parent, _, own = module.rpartition(".")
    found = {module}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.asname for alias in node.names if alias.name == module and alias.asname}
        elif isinstance(node, ast.ImportFrom):
            pairs = zip(_imported(node, parent), node.names)
            found |= {alias.asname or alias.name for pair, alias in pairs if pair == (parent, own)}
    return found


def _global_names(table):
    """The names that a scope and those in it take from the module: a local variable that is called so is none."""
    outside = table.get_type() in ("module", "class")  # where `f = f` takes the module's own f
    symbols = [symbol for symbol in table.get_symbols() if symbol.is_referenced()]
    found = {symbol.get_name() for symbol in symbols if outside or symbol.is_global()}
    return found.union(*map(_global_names, table.get_children()))
