"""The source of a learner's function as a syntax tree that is small enough to be walked."""

import ast
import functools
import inspect
import textwrap

MAX_CHARACTERS, MAX_DEPTH = 20_000, 100
LONGEST = 60  # characters of an expression that a sentence quotes


class Source:
    """A function as it was written.

    Parameters
    ----------
    text : str
        The statement that defines it, with or without decorators.
    name : str
        Its name; without it the first function counts.
    first : int
        The number of the text's first line, in the learner's cell or file.
    """

    def __init__(self, text="", name="", first=1):
        self.text, self.name, self.first = text, name, first

    @functools.cached_property
    def definition(self):
        """The syntax tree of the function; None where there is no such function, or too much text."""
        tree = _tree(self.text)
        found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)] if tree else []
        return next((node for node in found if self.name in ("", node.name)), None)

    def line(self, node):
        """The number of a node's line, in the learner's cell or file."""
        return node.lineno + self.first - 1

    @functools.cached_property
    def nodes(self):
        """All nodes of the function."""
        return list(ast.walk(self.definition)) if self.definition else []

    @property
    def decorated(self):
        """The function's name, if it stands under a decorator, else ""."""
        return self.definition.name if self.definition and self.definition.decorator_list else ""

    @property
    def parameters(self):
        """The names of the function's parameters."""
        arguments = self.definition.args if self.definition else None
        return (
            [item.arg for item in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)] if arguments else []
        )

    @property
    def body(self):
        """The statements of the function, without its docstring."""
        if self.definition is None:
            return []
        return self.definition.body[ast.get_docstring(self.definition, clean=False) is not None :]

    def assignments(self, name):
        """The statements that bind a name, in their order: assignments, loops, and the like."""
        return [node for node in self.nodes if isinstance(node, ast.stmt) and name in bound_names(node)]


def source_of(function):
    """The Source of a function object; without a definition where its source cannot be had."""
    try:
        lines, first = inspect.getsourcelines(function)
        return Source(textwrap.dedent("".join(lines)), getattr(function, "__name__", ""), first)
    except (OSError, TypeError, SyntaxError, IndentationError):
        return Source()


def _tree(text):
    if len(text) > MAX_CHARACTERS:
        return None
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    level = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return None if level else tree


def bound_names(statement):
    """The names that a statement itself gives a value, not those in the statements inside of it."""
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AugAssign | ast.AnnAssign | ast.For):
        targets = [statement.target]
    elif isinstance(statement, ast.With):
        targets = [item.optional_vars for item in statement.items if item.optional_vars]
    else:
        return []
    return [node.id for target in targets for node in flat(target) if isinstance(node, ast.Name)]


def flat(target):
    """The parts of an assignment's target, taken apart."""
    if isinstance(target, ast.Tuple | ast.List):
        return [part for item in target.elts for part in flat(item)]
    return flat(target.value) if isinstance(target, ast.Starred) else [target]


def names_read(node):
    """The names that some source reads, those that it adds to among them."""
    nodes = list(ast.walk(node))
    changed = {
        item.target.id for item in nodes if isinstance(item, ast.AugAssign) and isinstance(item.target, ast.Name)
    }
    return changed | {item.id for item in nodes if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Load)}


def dotted(node):
    """`np.add.at` of an expression of names and dots, or ""."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def in_numpy(node):
    """The name of a NumPy function that an expression stands for, as "add.at", or ""."""
    first, _, rest = dotted(node).partition(".")
    return rest if first in ("np", "numpy") else ""


def quoted(node):
    """An expression as a sentence quotes it."""
    text = node if isinstance(node, str) else ast.unparse(node)
    text = " ".join(text.replace("`", "'").split())
    text = "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
    return f"`{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}`"
