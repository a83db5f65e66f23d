"""Recognise `exercise`, `question` and `mine` in a notebook's code, under whatever name they were imported."""

import ast
import math
import operator
import re

from dlcourse.coursework.cells import segment
from dlcourse.coursework.names import COMPOUND, DEFINITIONS

TOOLS = {"exercise", "question", "mine"}
# Possessive, so that no text takes long: learners write what is searched.
MENTIONED = re.compile(
    r"\b(?:exercise|question)\w{0,40}+\s{0,40}+\(\s{0,40}+"
    r"(?:(?:exercise_)?+id\s{0,40}+=\s{0,40}+)?+['\"]([\w.]{1,200}+)['\"]"
)
BLOCKS = (ast.stmt, ast.ExceptHandler, ast.match_case)
LONGEST = 200  # characters of an id that is put together
ARITHMETIC = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
MODULES = ("np", "numpy", "math")
CONSTANTS = {"pi": math.pi, "e": math.e}
FUNCTIONS = {name: getattr(math, name) for name in ("exp", "log", "log2", "log10", "sqrt", "tanh")} | {"abs": abs}


class Aliases:
    """The names under which a notebook's cells reach dlcourse.

    Parameters
    ----------
    cells : list of Cell
    """

    def __init__(self, cells):
        self.names = {}
        self.values = {}  # name -> syntax tree of the text or the number that it has at this point
        self.marks = {}  # name -> id, after `name = exercise("id")`
        for cell in cells:
            for node in cell.bindings:
                self._learn(node)

    def _learn(self, node):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "dlcourse":
                    self.names[alias.asname or "dlcourse"] = alias.name if alias.asname else "dlcourse"
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "dlcourse":
            for alias in node.names:
                self.names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Assign) and self.tool(node.value):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    self.names[target.id] = self._dotted(node.value)

    def _dotted(self, node):
        if isinstance(node, ast.Name):
            return self.names.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            return f"{self._dotted(node.value)}.{node.attr}"
        return ""

    def tool(self, node):
        """ "exercise", "question" or "mine" if that is what the expression means, else ""."""
        # The bare name counts without an import: a learner may have broken the cell with the imports.
        dotted = self._dotted(node)
        last = dotted.rpartition(".")[2]
        return last if last in TOOLS and (dotted == last or dotted.startswith("dlcourse.")) else ""

    def questions(self, calls):
        """Those of some calls that are of `question`."""
        return [call for call in calls if self.tool(call.func) == "question"]

    def brought(self, node):
        """The names that `dense, softmax = mine("forward.dense", "forward.softmax")` binds, with the ids; else {}."""
        call = node.value if isinstance(node, ast.Assign) else None
        if not isinstance(call, ast.Call) or self.tool(call.func) != "mine" or call.keywords:
            return {}
        ids, found = [self._text(argument) for argument in call.args], {}
        for target in node.targets:
            names = target.elts if isinstance(target, ast.Tuple | ast.List) and len(ids) > 1 else [target]
            if len(names) != len(ids) or None in ids or not all(isinstance(name, ast.Name) for name in names):
                return {}
            found |= {name.id: key for name, key in zip(names, ids)}
        return found

    def arguments(self, call, name=""):
        """The id that a call of a tool gives (None if it is no literal text), and its argument `name`."""
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        key = call.args[0] if call.args else given.get("id", given.get("exercise_id"))
        value = call.args[1] if len(call.args) > 1 else given.get(name)
        return self._text(key), value

    def follow(self, node, names):
        """Note what a top-level statement leaves in the names that it binds: text, a number, or a decorator."""
        for name in (names.binds | names.changes) & (self.values.keys() | self.marks.keys()):
            self.values.pop(name, None)
            self.marks.pop(name, None)
        if not isinstance(node, ast.Assign) or len(node.targets) != 1 or not isinstance(node.targets[0], ast.Name):
            return
        name, value = node.targets[0].id, node.value
        text = self._text(value)
        if text is not None:
            self.values[name] = ast.Constant(text)
        elif not literal(value)[1]:
            self.values[name] = value
        elif isinstance(value, ast.Call) and self.tool(value.func) == "exercise":
            key = self.arguments(value)[0]
            if key is not None:
                self.marks[name] = key

    def value(self, node):
        """What a name stands for, if that is text or a number; any other expression as it is."""
        return self.values.get(node.id, node) if isinstance(node, ast.Name) else node

    def _text(self, node):
        """The text that an expression is, put together from constants; None if that is not seen."""
        node = self.value(node)
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else None
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            parts = [self._text(node.left), self._text(node.right)]
        elif isinstance(node, ast.JoinedStr):
            parts = [self._text(part) for part in node.values]
        elif isinstance(node, ast.FormattedValue) and node.format_spec is None and node.conversion == -1:
            return self._text(node.value)
        else:
            return None
        text = "" if None in parts else "".join(parts)
        return text if 0 < len(text) <= LONGEST else None

    def key_of(self, decorator):
        """The id that a decorator answers: None if it is `exercise` with an id that is not seen, "" if another one."""
        if isinstance(decorator, ast.Name) and decorator.id in self.marks:
            return self.marks[decorator.id]
        call = decorator if isinstance(decorator, ast.Call) else None
        if self.tool(call.func if call else decorator) != "exercise":
            return ""
        return self.arguments(call)[0] if call else None

    def is_alias(self, node):
        """Whether a statement gives `exercise` or `exercise("id")` another name, which `follow` knows."""
        if not isinstance(node, ast.Assign) or not all(isinstance(target, ast.Name) for target in node.targets):
            return False
        call = node.value
        is_mark = isinstance(call, ast.Call) and self.tool(call.func) == "exercise" and len(node.targets) == 1
        return bool(self.tool(call)) or (is_mark and self.arguments(call)[0] is not None)

    def strip(self, cell, node, note):
        """The source of a top-level statement without `exercise`, its first line, and what it answers.

        Parameters
        ----------
        cell : Cell
        node : statement of the cell
        note : function
            Called with (cell, line, sentence) for a use of `exercise` that cannot count.

        Returns
        -------
        tuple (str, int, list)
            The answers as pairs (definition node or name, id).
        """
        answers = self._called(cell, node, note)
        if answers:
            return answers
        found, blanked = [], set()
        for definition in definitions(node):
            for decorator in definition.decorator_list:
                key = self.key_of(decorator)
                if key == "":
                    continue
                if key is None:
                    note(
                        cell,
                        decorator.lineno,
                        'write the id of the exercise as text, as in @exercise("a.b")',
                    )
                    continue
                found.append((definition, key))
                blanked |= set(range(decorator.lineno, decorator.end_lineno + 1))
        first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", []))])
        if isinstance(node, DEFINITIONS) or found:
            numbers = range(first, node.end_lineno + 1)
            return "\n".join("" if n in blanked else cell.lines[n - 1] for n in numbers), first, found
        return segment(cell, node), first, found

    def _called(self, cell, node, note):
        """`name = exercise("id")(function)` and `exercise("id")(name)`: the same without `exercise("id")`."""
        call = getattr(node, "value", None) if isinstance(node, ast.Assign | ast.Expr) else None
        is_call = isinstance(call, ast.Call) and len(call.args) == 1
        marked = is_call and isinstance(call.func, ast.Name) and call.func.id in self.marks
        if not marked and not (is_call and isinstance(call.func, ast.Call) and self.key_of(call.func) != ""):
            return None
        key = self.key_of(call.func)
        target = node.targets[0] if isinstance(node, ast.Assign) else call.args[0]
        if key is None or not isinstance(target, ast.Name):
            note(cell, node.lineno, 'write @exercise("a.b") above the function')
            return None
        node.value = call.args[0]  # the names of the statement are read from its tree
        value = segment(cell, call.args[0])
        return f"{target.id} = ({value}\n)", node.lineno, [(target.id, key)]


def definitions(node):
    """The functions and classes that a statement defines at the top level."""
    if isinstance(node, DEFINITIONS):
        return [node]
    if not isinstance(node, (*COMPOUND, ast.ExceptHandler, ast.match_case)):
        return []
    blocks = [child for child in ast.iter_child_nodes(node) if isinstance(child, BLOCKS)]
    return [found for child in blocks for found in definitions(child)]


def mentioned(text):
    """The ids that a cell would answer if it were Python, as far as its text tells: each once, in order."""
    return list(dict.fromkeys(MENTIONED.findall(text)))


def literal(node):
    """The value of an answer that is written as text, a number or arithmetic of numbers, and an error or ""."""
    try:
        value = _number(node) if not isinstance(node, ast.Constant) else node.value
        if type(value) in (str, int, float, bool):
            return value, ""
    except (ValueError, ArithmeticError):
        pass
    return None, 'write the answer itself: a letter in quotes or a number, as in answer="a" or answer=0.25'


def _number(node):
    """Arithmetic of numbers, so that 1/4 may be written for 0.25, and np.log(3) for 1.0986."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        value = _number(node.operand)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        return ARITHMETIC[type(node.op)](_number(node.left), _number(node.right))
    if isinstance(node, ast.Attribute) and _of_mathematics(node) and node.attr in CONSTANTS:
        return CONSTANTS[node.attr]
    if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords and _of_mathematics(node.func):
        return FUNCTIONS[getattr(node.func, "attr", None) or node.func.id](_number(node.args[0]))
    raise ValueError("not a number")


def _of_mathematics(node):
    """Whether it is a name of NumPy or math that is known here, as `np.log`, or that name alone."""
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Name) and node.value.id in MODULES and node.attr in FUNCTIONS | CONSTANTS
    return isinstance(node, ast.Name) and node.id in FUNCTIONS
