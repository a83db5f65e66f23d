"""Code cells as plain Python: what IPython adds is translated, and no line changes its number."""

import ast
import copy
import difflib
import functools
import re
import warnings
from dataclasses import dataclass, field

from dlcourse.coursework.compiled_size import refuse_excess

MAX_CHARACTERS = 300_000  # of one cell: room for the longest packed text
# Of a cell that has magics: IPython reads all of it again for each, and putting lines in place compares all with all.
MAX_LINES, MAX_MAGICS = 2_000, 50
MAGIC = re.compile(r"^[ \t]*[%!?]|\?[ \t]*$|=[ \t]*[%!]", re.MULTILINE)
REMEMBERED = 4_000  # characters: shorter cells are the same in many notebooks, and are parsed once
TIMED = re.compile(r"^(.{0,200}?)get_ipython\(\)\.run_line_magic\('time', ('[^\n]*'|\"[^\n]*\")\)$")
PYTHON_MAGICS = {"time", "capture", "timeit", "prun"}  # cell magics whose body is Python


@dataclass
class Cell:
    """A code cell: its number in the notebook from 0, its text, its Python, and its syntax tree.

    A cell with a syntax error has no `tree`; `line` and `error` say where and what. `bindings` are the imports and
    assignments anywhere in it, `calls` the calls by top-level statement.
    """

    index: int
    text: str
    python: str = ""
    tree: ast.Module | None = None
    line: int = 0
    error: str = ""
    bindings: list = field(default_factory=list)
    calls: list = field(default_factory=list)

    @functools.cached_property
    def lines(self):
        """The lines of its Python."""
        return self.python.split("\n")


def segment(cell, node):
    """The source of a part of a cell's tree: in time that does not depend on how long the cell is."""
    lines = cell.lines[node.lineno - 1 : node.end_lineno]
    if not lines[-1].isascii() or not lines[0].isascii():  # offsets count bytes
        lines[-1] = lines[-1].encode()[: node.end_col_offset].decode()
        lines[0] = lines[0].encode()[node.col_offset :].decode()
    else:
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
    return "\n".join(lines)


def parse(index, text):
    """The Cell for the text of a code cell. Its tree may be shared with other cells: not to be changed."""
    cell = copy.copy(_parsed(text) if len(text) <= REMEMBERED else _parsed.__wrapped__(text))
    cell.index = index
    return cell


@functools.lru_cache(maxsize=256)
def _parsed(text):
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    cell = Cell(0, text)
    if len(text) > MAX_CHARACTERS:
        cell.error, cell.line = f"the cell has more than {MAX_CHARACTERS} characters", 1
        return cell
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a learner's "\d" is not our concern
        try:
            cell.python = text
            cell.tree = _tree(text)
        except SyntaxError as error:
            _translate(cell, error)
        except (ValueError, RecursionError, MemoryError) as error:
            _refuse(cell, error)
    for statement in cell.tree.body if cell.tree else ():
        nodes = list(ast.walk(statement))
        cell.bindings += [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom | ast.Assign)]
        cell.calls.append([node for node in nodes if isinstance(node, ast.Call)])
    return cell


def _tree(python):
    tree = ast.parse(python)
    refuse_excess(tree)
    # The parser lets some errors pass, such as a return outside a function: the compiler does not.
    compile(tree, "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    return tree


def _translate(cell, error):
    try:
        if cell.text.count("\n") > MAX_LINES or len(MAGIC.findall(cell.text)) > MAX_MAGICS:
            raise error
        cell.python = _without_ipython(cell.text)
        cell.tree = _tree(cell.python)
    except SyntaxError as error:
        cell.line, cell.error = error.lineno or 1, error.msg or "invalid syntax"
    except (ValueError, RuntimeError, MemoryError) as error:  # IPython gives up with a RuntimeError
        _refuse(cell, error)


def _refuse(cell, error):
    cell.line, cell.error = 1, str(error) or "the code is nested too deeply"


def _without_ipython(text):
    """Translate magics, shell commands and trailing question marks, keeping every line in its place."""
    magic = re.match(r"\s*%%(\w*)[^\n]*", text)
    if magic:
        if magic[1] not in PYTHON_MAGICS:
            return ""  # %%bash, %%html: not Python
        text = "\n" * magic[0].count("\n") + text[magic.end() :]
        return _without_ipython(text)
    from IPython.core.inputtransformer2 import TransformerManager

    empty = len(text) - len(text.lstrip("\n"))  # IPython drops these lines
    translated = "\n" * empty + TransformerManager().transform_cell(text)
    lines = [TIMED.sub(_timed, line) for line in translated.split("\n")]
    return _in_place(text.split("\n"), lines)


def _timed(found):
    """The statement in a line with `%time statement`: it is run where it stands."""
    return found[1] + ast.literal_eval(found[2])


def _in_place(before, after):
    """The lines `after`, padded with empty ones so that each stands where it stood `before`."""
    lines = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for _kind, start, stop, new_start, new_stop in matcher.get_opcodes():
        new = after[new_start:new_stop]
        lines += new + [""] * (stop - start - len(new))
    return "\n".join(lines)
