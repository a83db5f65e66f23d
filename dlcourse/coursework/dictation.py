"""For authors: `python -m dlcourse.coursework.dictation [LESSON...]` shows where the text before an exercise dictates.

From idea to code is the learner's step. A sentence that names most of the operations of the answer, in their order,
takes it from them. This counts words and judges nothing: it says which sentences to read again.
"""

import ast
import inspect
import re
import textwrap
from dataclasses import dataclass

import click

from dlcourse.checking.blanks import without_docstring
from dlcourse.checking.question import Question
from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.coursework.sittings import ids_in
from dlcourse.exercises import lesson, lesson_names

# An operation in code -> the beginnings of words that tell it.
TOLD = {
    "+": ("add", "plus", "sum"),
    "-": ("subtract", "minus", "differ", "take"),
    "*": ("multipl", "times", "product"),
    "/": ("divid", "quotient", "share", "ratio"),
    "**": ("square", "power"),
    "@": ("matri", "product", "weighted sum"),
    "T": ("transpos",),
    "abs": ("abs",),
    "argmax": ("argmax", "largest"),
    "clip": ("clip", "cut off"),
    "concatenate": ("join", "concat"),
    "cumsum": ("running sum", "cumul"),
    "dot": ("dot", "product", "weighted sum"),
    "exp": ("exp",),
    "for": ("each", "every", "loop"),
    "log": ("log",),
    "max": ("max", "larg", "great"),
    "maximum": ("max", "larg", "great"),
    "mean": ("mean", "average"),
    "min": ("min", "small"),
    "minimum": ("min", "small"),
    "normal": ("normal",),
    "ones": ("ones",),
    "outer": ("outer",),
    "pad": ("pad",),
    "permutation": ("shuffl", "permut"),
    "reshape": ("reshap",),
    "sign": ("sign",),
    "sort": ("sort",),
    "sqrt": ("root", "sqrt"),
    "stack": ("stack",),
    "std": ("standard dev", "std"),
    "sum": ("sum", "add"),
    "tanh": ("tanh",),
    "transpose": ("transpos",),
    "uniform": ("uniform",),
    "where": ("where", "if", "otherwise"),
    "zeros": ("zero",),
    "zeros_like": ("zero",),
}
SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.MatMult: "@", ast.USub: "-"}
LEAST = 2  # operations in a sentence that is shown


@dataclass(frozen=True)
class Dictated:
    """The operations of an answer, those of them that the text before it tells, and the sentences that do."""

    id: str
    operations: tuple
    told: tuple
    sentences: tuple


def operations_of(reference):
    """The operations of a function's body that words could tell, each once, in the order in which they are done."""
    definition = ast.parse(textwrap.dedent(inspect.getsource(reference))).body[0]
    found = [name for node in without_docstring(definition) for name in _operations(node)]
    return list(dict.fromkeys(name for name in found if name in TOLD))


def _operations(node):
    """Inner ones first: they are done first."""
    children = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.Call):
        children = [*children[1:], node.func]  # arguments are calculated before
    for child in children:
        yield from _operations(child)
    if isinstance(node, ast.BinOp | ast.AugAssign | ast.UnaryOp):
        yield SIGNS.get(type(node.op), "")
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        yield node.func.id
    elif isinstance(node, ast.For | ast.comprehension):
        yield "for"


def dictated(notebook, exercises):
    """Look at the text between each function exercise and what is asked before it.

    Parameters
    ----------
    notebook : nbformat notebook
    exercises : list of Exercise and Question

    Returns
    -------
    list of Dictated
    """
    by_id, text, found = {exercise.id: exercise for exercise in exercises}, "", []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text += "\n\n" + cell.source
        for key in ids_in([cell]):
            if key in by_id and not isinstance(by_id[key], Question):
                found.append(_dictated(key, operations_of(by_id[key].reference), text))
            text = ""
    return found


def _dictated(key, operations, text):
    told = [name for name in operations if _tells(text, name)]
    sentences = [" ".join(part.split()) for part in re.split(r"(?<=[.:;?!])\s+|\n\n", text)]
    telling = [part for part in sentences if sum(_tells(part, name) for name in operations) >= LEAST]
    return Dictated(key, tuple(operations), tuple(told), tuple(telling))


def _tells(text, operation):
    return any(re.search(rf"\b{word}", text, re.IGNORECASE) for word in TOLD[operation])


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("lessons", metavar="[LESSON]...", nargs=-1)
def main(lessons):
    """Show, for each exercise, which operations of its answer the text before it tells (default: all lessons)."""
    unknown = set(lessons) - set(lesson_names())
    if unknown:
        raise click.UsageError(f"There is no lesson {min(unknown)!r}: there are {', '.join(lesson_names())}.")
    for path in course_notebooks():
        name = lesson_name(path)
        if name in (lessons or lesson_names()):
            for item in dictated(read_notebook(path), lesson(name)):
                told = f": {' '.join(item.told)}" if item.told else ""
                click.echo(f"{item.id}: {len(item.told)} of {len(item.operations)} operations are told{told}")
                for sentence in item.sentences:
                    click.echo(f"    {sentence}")


if __name__ == "__main__":
    main()
