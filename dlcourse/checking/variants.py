"""Copies of a function with one place of its syntax tree changed: what a slip of the pen makes of it.

What is changed comes from outside: here the tree is walked, copied, changed, compiled and run where the function
itself stands.
"""

import ast
import inspect
import textwrap


def syntax_tree(function):
    """The syntax tree of a function's own source."""
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def nodes(tree):
    """All nodes of a function's body in a fixed order, without the docstring and the checks of arguments."""
    found = []

    def visit(node):
        if _refuses(node) or isinstance(node, ast.arguments):
            return
        found.append(node)
        for child in ast.iter_child_nodes(node):
            if not _is_docstring(child):
                visit(child)

    for statement in tree.body[0].body:
        if not _is_docstring(statement):
            visit(statement)
    return found


def changed(function, changes_of):
    """The changed copies of a function: (change, its changed tree, the function) of each that is Python.

    Parameters
    ----------
    function : function
        A plain function of a module, with its source at hand.
    changes_of : callable
        `changes_of(node) -> list of (change, apply)`: `apply()` gives a node to put in the place of this one, or None
        if it has changed the node itself.
    """
    text, found = textwrap.dedent(inspect.getsource(function)), []
    tree = ast.parse(text)
    before = ast.unparse(tree)
    for index, node in enumerate(nodes(tree)):
        for position in range(len(changes_of(node))):
            # Parsed once more, and not copied: what shows tracebacks in a notebook notes in every node the node above
            # it, also in those that all trees share, so that a copy takes along whole modules.
            other = ast.parse(text)
            twin = nodes(other)[index]
            change, apply = changes_of(twin)[position]
            replacement = apply()
            if replacement is not None:
                _replace(other, twin, replacement)
            variant = compiled(function, other) if ast.unparse(ast.fix_missing_locations(other)) != before else None
            if variant is not None:
                found.append((change, other, variant))
    return found


def compiled(function, tree):
    """The function that a changed tree defines, with the names that `function` sees; None if it is not Python."""
    ast.fix_missing_locations(tree)
    try:
        code = compile(tree, "<variant>", "exec")
    except (SyntaxError, ValueError, TypeError):
        return None
    names = dict(function.__globals__)
    exec(code, names)
    return names[tree.body[0].name]


def filled(text, *parts):
    """An expression with other ones in its places {0}, {1}."""
    return ast.parse(text.format(*(f"({ast.unparse(part)})" for part in parts)), mode="eval").body


def _is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _refuses(node):
    return isinstance(node, ast.If) and len(node.body) == 1 and isinstance(node.body[0], ast.Raise) and not node.orelse


def _replace(tree, old, new):
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
                return
            if isinstance(value, list) and any(item is old for item in value):
                value[:] = [new if item is old else item for item in value]
                return
