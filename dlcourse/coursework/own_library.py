"""A module of `my_dlcourse` as text: made of answers, known again, and read back.

The text depends on the answers that are in it and on nothing else: not on the order in which they came. Two answers
whose helpers have one name and are not the same do not meet: each has its own inside of a function.
"""

import ast
import hashlib
import re

from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import Node
from dlcourse.coursework.own_answers import exercise_of, kept
from dlcourse.exercises import names_in

INIT = '"""What I wrote myself, lesson by lesson. dlcourse puts in what has passed its checks."""\n'
HEAD = '''"""My answers of the lesson {lesson}, as they passed their checks.

{more}
"""
# dlcourse x
'''
FREE = "Read, use and change them: once changed by hand, this file is left alone, and new answers go to {}.py."
NEWER = "{}.py was changed by hand: what passes since then is put here."
NEW = "_new"  # ends the name of the module for new answers
MARK = re.compile(r"^# dlcourse ([0-9a-f]{16}|x)$", re.MULTILINE)
SECTION = re.compile(r"^# ---- ([a-z_0-9]+\.[a-z_0-9]+) ----$")
INSIDE = "_with_its_own_helpers"  # ends the name of the function that keeps an answer's helpers to itself
FUTURE = "from __future__ import annotations"


def module_text(module, answers, place_of):
    """The text of a module.

    Parameters
    ----------
    module : str
        The lesson, or the lesson and `NEW`.
    answers : dict
        Exercise id -> Kept.
    place_of : function
        The module that offers an exercise, given its id, for those that are not in this module.

    Returns
    -------
    str
    """
    lesson = module.removesuffix(NEW)
    order = _ordered(lesson, answers)
    apart = _apart(answers)
    lines = set().union(*(answers[key].imports for key in order if key not in apart))
    others = {other for key in order for other in answers[key].builds_on} - answers.keys()
    lines |= {f"from {place_of(key)} import {key.partition('.')[2]}" for key in others}
    top = [FUTURE] if any(answers[key].annotated for key in order) else []
    top += sorted(lines, key=lambda line: (line.startswith("from"), line))
    parts, written = ["\n".join(top)] if top else [], set()
    for key in order:
        one = answers[key]
        if key in apart:
            body = _inside(one)
        else:
            body = _joined([text for text in one.statements if text not in written])
            written.update(one.statements)
        parts.append(f"# ---- {key} ----\n\n{body}".rstrip())
    head = HEAD.format(lesson=lesson, more=FREE.format(lesson + NEW) if module == lesson else NEWER.format(lesson))
    return _signed(head + "\n" + "\n\n\n".join(parts) + "\n")


def _signed(text):
    """A text with its hash in the line that is for it."""
    return MARK.sub(f"# dlcourse {_hash(text)}", text, count=1)


def is_untouched(text):
    """Whether a text is as it was written, line endings aside."""
    text = text.replace("\r\n", "\n")
    found = MARK.search(text)
    return bool(found) and found[1] == _hash(text)


def _hash(text):
    bare = MARK.sub("# dlcourse x", text, count=1)
    return hashlib.sha256(bare.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _ordered(lesson, answers):
    """The ids in lesson order, each after those that it builds on."""
    place = {f"{lesson}.{name}": number for number, name in enumerate(names_in(lesson))}
    done, waiting = {}, set()

    def visit(key):
        if key in answers and key not in done and key not in waiting:
            waiting.add(key)
            for other in answers[key].builds_on:
                visit(other)
            done[key] = None

    for key in sorted(answers, key=lambda key: (place.get(key, len(place)), key)):
        visit(key)
    return list(done)


def _apart(answers):
    """The ids of those whose names would get into each other's way."""
    names = {key: one.definitions() for key, one in answers.items()}
    offered = {one.name: key for key, one in answers.items()}
    offered |= {other.partition(".")[2]: other for one in answers.values() for other in one.builds_on}
    found = set()
    for key, own in names.items():
        if any(name in offered and offered[name] != key for name in own):
            found.add(key)
        for other in answers:
            theirs = names[other]
            differ = [name for name in own if name in theirs and own[name] != theirs[name]]
            hidden = answers[other].of_python() & own.keys()
            if other != key and (hidden or any(name != answers[key].name for name in differ)):
                found.add(key)
    return found


def _joined(statements):
    """Statements one after the other, definitions with two empty lines around them."""
    text, before = "", False
    for statement in statements:
        is_definition = isinstance(ast.parse(statement).body[0], ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        gap = "\n\n\n" if before or is_definition else "\n"
        text, before = f"{text}{gap if text else ''}{statement}", is_definition
    return text


def _inside(one):
    maker = f"_{one.name}{INSIDE}"
    body = _joined([*one.imports, *one.statements, f"return {one.name}"])
    return f"def {maker}():\n{_indented(body, 4)}\n\n\n{one.name} = {maker}()"


def _indented(text, by):
    """The lines of a piece of code moved to the right, or to the left; not those inside of texts."""
    source, before = (text, 0) if by > 0 else (f"if True:\n{text}", 1)
    fixed, pad, moved = set(), " " * abs(by), []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)):
            fixed |= set(range(node.lineno + 1 - before, node.end_lineno + 1 - before))
    for number, line in enumerate(text.split("\n"), 1):
        if number not in fixed and line.strip():
            line = pad + line if by > 0 else line.removeprefix(pad)
        moved.append(line)
    return "\n".join(moved)


def sections(text):
    """The imports of a module's text as lines, and its sections as texts by exercise id.

    Raises
    ------
    SyntaxError
        If it is not Python.
    """
    tree, lines = ast.parse(text), text.split("\n")
    taken = {number for node in tree.body for number in range(node.lineno, node.end_lineno + 1)}
    marks = [(n, SECTION.match(line)) for n, line in enumerate(lines, 1) if n not in taken]
    marks = [(n, match[1]) for n, match in marks if match]
    first = marks[0][0] if marks else len(lines)
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom) and node.lineno < first]
    ends = [n - 1 for n, _ in marks[1:]] + [len(lines)]
    found = {key: "\n".join(lines[n:end]).strip("\n") for (n, key), end in zip(marks, ends)}
    return [ast.unparse(node) for node in imports], found


def offered(text):
    """The names that a module offers: its answers, or all that it binds if it was changed by hand.

    Raises
    ------
    SyntaxError
        If it is not Python.
    """
    if is_untouched(text):
        return {key.partition(".")[2] for key in sections(text)[1]}
    nodes = ast.parse(text).body
    names = {target.id for node in nodes for target in getattr(node, "targets", ()) if isinstance(target, ast.Name)}
    return names | {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


def read_back(text):
    """The answers in the text of a module that is as it was written: exercise id -> Kept."""
    lines, found = sections(text)
    apart = {key: body for key, body in found.items() if body.startswith(f"def _{key.partition('.')[2]}{INSIDE}():\n")}
    together = extract(_as_notebook(lines, {key: body for key, body in found.items() if key not in apart}))
    answers = {key: kept(together, key) for key in found if key not in apart}
    for key, body in apart.items():
        inner = _indented(_body_of_maker(body), -4)
        answers[key] = kept(extract(_as_notebook(lines, {key: inner})), key)
    return {key: one for key, one in answers.items() if one}


def _body_of_maker(text):
    maker = ast.parse(text).body[0]
    lines = text.split("\n")
    return "\n".join(lines[maker.lineno : maker.body[-1].lineno - 1]).strip("\n")


def extraction_of(text):
    """The Extraction of a module's text, as if it were a notebook: to check its answers without importing it."""
    return extract(_as_notebook(*sections(text)))


def _as_notebook(lines, found):
    sources = ["from dlcourse import exercise, mine", *map(_as_mine, lines)]
    for key, body in found.items():
        name = key.partition(".")[2]
        sources.append(f'{body}\n{name} = exercise("{key}")({name})')
    return Node(cells=[Node(cell_type="code", source=source) for source in sources], metadata=Node())


def _as_mine(line):
    """What a module takes from another one of `my_dlcourse`, or from the course, as a notebook would."""
    node = ast.parse(line).body[0]
    key = exercise_of(node.module, node.names[0].name) if isinstance(node, ast.ImportFrom) else ""
    return f'{node.names[0].asname or node.names[0].name} = mine("{key}")' if key else line
