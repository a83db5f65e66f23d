"""How much code Python would make of a cell: a few lines can be written so that compiling them takes for ever.

Python compiles what stands under `finally` once for each way that leads there, and the condition of a `while` twice.
Nested, that doubles with every level: a text of 1 kB fills gigabytes. Here the copies are counted, not made.
"""

import ast

MOST = 500_000  # nodes of the syntax tree, copies counted; the longest cell that is read has fewer
MAX_DEPTH = 200  # of a syntax tree: what walks it calls itself at each level
MAX_DECORATORS = 100  # of one definition: each is a call inside the next
EXITS = (ast.Return, ast.Break, ast.Continue)
COPYING = (ast.Try, ast.TryStar, ast.While)  # without one of these there are no copies
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def refuse_excess(tree):
    """Raise if a tree is nested too deeply, or makes far more code than anyone writes.

    Raises
    ------
    ValueError
        With a sentence that says which.
    """
    level, grows = [tree], False
    for _ in range(MAX_DEPTH):
        for node in level:
            if isinstance(node, DEFINITIONS) and len(node.decorator_list) > MAX_DECORATORS:
                raise ValueError(f"a definition has more than {MAX_DECORATORS} decorators")
            grows = grows or isinstance(node, COPYING)
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    if level:
        raise ValueError("the code is nested too deeply")
    if grows and _size(tree)[0] > MOST:
        raise ValueError("the code is nested so that Python would make far too much of it")


def _size(node):
    """(nodes, ways out) of what is compiled for a node, copies counted."""
    if isinstance(node, ast.Try | ast.TryStar) and node.finalbody:
        body = _sum([*node.body, *node.handlers, *node.orelse])
        final = _sum(node.finalbody)
        copies = 2 + body[1]  # at the end, after an error, and before each way out
        return _bounded(body[0] + copies * final[0], body[1] + copies * final[1])
    size, exits = _sum(ast.iter_child_nodes(node))
    if isinstance(node, ast.While):
        size += _size(node.test)[0]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        exits = 0  # they leave that function only
    return _bounded(size + 1, exits + isinstance(node, EXITS))


def _sum(nodes):
    sizes = [_size(node) for node in nodes]
    return _bounded(sum(size for size, _ in sizes), sum(exits for _, exits in sizes))


def _bounded(*numbers):
    """Numbers that grow no further than it matters."""
    return tuple(min(number, MOST + 1) for number in numbers)
