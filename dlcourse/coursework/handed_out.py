"""What the course's own notebooks hold: a learner's notebook is read against the one of its lesson."""

import ast
import functools
from dataclasses import dataclass, field

from dlcourse.coursework.cells import parse, segment
from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.coursework.names import DEFINITIONS, bound_by


@dataclass
class HandedOut:
    """A lesson's notebook as it is handed out: its statements as text, and its imports by the name that they bind."""

    statements: set = field(default_factory=set)
    imports: dict = field(default_factory=dict)


@functools.lru_cache(maxsize=64)
def handed_out(lesson):
    """The HandedOut of a lesson; an empty one where the course has no such notebook."""
    found = HandedOut()
    for path in [path for path in course_notebooks() if lesson_name(path) == lesson]:
        for index, cell in enumerate(read_notebook(path).cells):
            if cell.cell_type == "code":
                _read(parse(index, cell.source), found)
    return found


def _read(cell, found):
    for node in cell.tree.body if cell.tree else ():
        found.statements.add(text_of(cell, node))
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                one = ast.Import([alias])
                if isinstance(node, ast.ImportFrom):
                    one = ast.ImportFrom(node.module, [alias], node.level)
                found.imports |= dict.fromkeys(bound_by(one), ast.unparse(one))


def text_of(cell, node):
    """The source of a top-level statement, with its decorators."""
    first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", []))])
    return "\n".join(cell.lines[first - 1 : node.end_lineno]) if isinstance(node, DEFINITIONS) else segment(cell, node)
