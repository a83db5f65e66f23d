"""Which names a statement binds, changes and uses: what the extraction of an answer follows."""

import ast
import builtins
import functools
import symtable
from dataclasses import dataclass, field

BUILTINS = set(dir(builtins)) | {"__name__", "__file__", "__doc__"}
REMEMBERED = 4_000  # characters of a statement whose names are found once
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
COMPOUND = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.With,
    ast.AsyncWith,
    ast.Try,
    ast.TryStar,
    ast.Match,
)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
CHANGING_METHODS = {
    *("append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse"),
    *("update", "setdefault", "popitem", "add", "discard"),
}


@dataclass
class Names:
    """The names of a top-level statement.

    `certain` is False where the statement may leave a name as it was (an `if`, a loop, a `try`).
    `star` is True for an import that binds unknown names.
    """

    binds: set = field(default_factory=set)
    changes: set = field(default_factory=set)
    uses: set = field(default_factory=set)
    certain: bool = True
    star: bool = False


def bound_by(node):
    """The names that a statement binds."""
    names = Names()
    _collect(node, names, set())
    return names.binds


def names_of(node, source):
    """The Names of a statement, from its syntax tree and its source: not to be changed, others may have the same."""
    if len(source) > REMEMBERED:
        return _names_of(node, source)
    return _remembered(_Node(node, source))


@functools.lru_cache(maxsize=1024)
def _remembered(statement):
    return _names_of(statement.node, statement.source)


class _Node:
    """A statement that is the same as another one if its source is."""

    def __init__(self, node, source):
        self.node, self.source = node, source

    def __eq__(self, other):
        return self.source == other.source

    def __hash__(self):
        return hash(self.source)


def _names_of(node, source):
    names = Names(certain=not isinstance(node, COMPOUND))
    inner = set()
    _collect(node, names, inner)
    names.uses = _used(symtable.symtable(source, "statement", "exec"), top=True)
    # From Python 3.12 on, the variable of a comprehension counts as one of its surroundings.
    names.uses = names.uses - inner | names.changes
    if not names.certain:
        own = set()
        _bind_first(node, own, set())
        names.uses -= own
    if isinstance(node, DEFINITIONS):
        names.uses.discard(node.name)  # a function that calls itself needs no earlier one
    return names


def _collect(node, names, inner):
    if isinstance(node, DEFINITIONS):
        names.binds.add(node.name)
        return
    if isinstance(node, ast.Import | ast.ImportFrom):
        _collect_import(node, names)
        return
    if isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            names.binds.add(node.id)
        return
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        names.changes.add(node.target.id)
        _collect(node.value, names, inner)
        return
    _collect_change(node, names)
    _collect_bare_names(node, names)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, COMPREHENSIONS):
            targets = [part.target for part in child.generators]
            own = {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
            inner |= own
            _collect_comprehension(child, names, own)
        elif not isinstance(child, ast.Lambda):
            _collect(child, names, inner)


def _collect_comprehension(node, names, own):
    """`[last := item for item in items]` binds `last`, and `[table.append(i) for i in items]` changes `table`."""
    inside = Names()
    for part in ast.walk(node):
        if isinstance(part, ast.NamedExpr):
            names.binds.add(part.target.id)
        _collect_change(part, inside)
    names.changes |= inside.changes - own


def _collect_import(node, names):
    for alias in node.names:
        if alias.name == "*":
            names.star = True
        else:
            names.binds.add(alias.asname or alias.name.split(".")[0])


def _collect_change(node, names):
    """`name.attribute = ...`, `name[...] = ...`, `del name[...]`, `name.append(...)`."""
    is_target = isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load)
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    if is_target or (is_call and node.func.attr in CHANGING_METHODS):
        root = node if is_target else node.func
        while isinstance(root, ast.Attribute | ast.Subscript):
            root = root.value
        if isinstance(root, ast.Name):
            names.changes.add(root.id)


def _collect_bare_names(node, names):
    """Names that the tree holds as strings: `except E as name`, the captures of a `match`."""
    if isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        names.binds.add(node.name)
    if isinstance(node, ast.MatchMapping) and node.rest:
        names.binds.add(node.rest)


def _bind_first(node, bound, used):
    """Add to `bound` what a statement binds before it uses it, as a loop does with its variable."""
    if isinstance(node, DEFINITIONS):
        bound.add(node.name)
        return
    children = list(ast.iter_child_nodes(node))
    blocks = [child for child in children if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case)]
    header = Names()
    for child in children:
        if child not in blocks:
            names = [item for item in ast.walk(child) if isinstance(item, ast.Name)]
            used |= {name.id for name in names if isinstance(name.ctx, ast.Load)} - bound
            header.binds |= {name.id for name in names if not isinstance(name.ctx, ast.Load)}
    _collect_bare_names(node, header)
    if isinstance(node, ast.AugAssign):
        used |= header.binds - bound
    bound |= header.binds - used
    for block in blocks:
        _bind_first(block, bound, used)


def _used(table, top=False):
    symbols = [symbol for symbol in table.get_symbols() if top or symbol.is_global()]
    # `global count; count += 1` in a function assigns and refers to nothing, as the table sees it.
    used = {item.get_name() for item in symbols if item.is_referenced() or (not top and item.is_assigned())}
    return used.union(*(_used(child) for child in table.get_children()))
