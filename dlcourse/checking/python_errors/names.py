"""Names that nobody knows, or that have no value yet; a function that calls itself without an end."""

import ast
import builtins
import difflib
import re

from dlcourse.checking.python_errors.scene import Slip, parameter_names
from dlcourse.checking.slips.source import bound_names, names_read, quoted

OTHER_LANGUAGES = {
    "true": "`True`",
    "false": "`False`",
    "null": "`None`",
    "none": "`None`",
    "nil": "`None`",
    "undefined": "`None`",
    "nan": "`np.nan`",
    "NaN": "`np.nan`",
    "inf": "`np.inf`",
    "pi": "`np.pi`",
    "e": "`np.e`",
}
MODULES = {"np": "import numpy as np", "numpy": "import numpy as np", "math": "import math"}
TORCH = {"torch", "tf", "nn", "F", "keras", "tensorflow", "scipy", "sklearn", "pd", "pandas", "jax", "jnp"}


def unknown(scene, match):
    """`name 'relu' is not defined`."""
    name = match[1]
    general = "Your code uses a name that nobody has given a value. Is it spelled as in the first line of the function?"
    if scene.facts.homes:
        return _at_home(scene, name)
    if name in OTHER_LANGUAGES:
        return Slip("unknown name", general, f"`{name}` is {OTHER_LANGUAGES[name]} here.")
    if name in MODULES:
        return Slip(
            "module not imported",
            "A module must be imported before it is used, in the first cells of the notebook: run them, or write the "
            "import into the cell.",
            f"`{MODULES[name]}` is missing, or its cell was not run.",
        )
    if name in TORCH:
        return Slip(
            "unknown name", general, f"`{name}` is another package: these exercises need NumPy and what you built."
        )
    if name == "self":
        return Slip("unknown name", general, "`self` belongs in classes: a plain function has its parameters only.")
    axis = _axis(scene.exercise, name) if scene.exercise else ""
    if axis:
        return Slip(
            "a length used as a name",
            "The letters of the docstring, such as N and D, say how long the axes are. They are no variables: take "
            "them from the shape, `N, D = X.shape`.",
            axis,
        )
    near = _near(scene, name)
    here = f"`{name}` is not known here."
    if near:
        here += f" Do you mean `{near}`?"
    elif len(name) == 1 and name.isupper():
        here += " If it is a length, take it from an array: `len(x)`, `x.shape[1]`."
    return Slip("unknown name", general, here)


def _at_home(scene, name):
    """A name that is known in a module of the notebook, or that a cell defines which has not run."""
    home = scene.facts.homes[0]
    if home == f"reference.{name}" and scene.exercise:  # written in a cell that has not run in this kernel
        return Slip(
            "a function of an earlier cell",
            "What you wrote in another sitting is not there after a restart: `mine` brings it in.",
            f'Write `{name} = mine("{scene.exercise.lesson}.{name}")` above, or run the cell of `{name}` first.',
        )
    return Slip(
        "a name without its module",
        "What comes from a module is called by both names, with a dot between: `np.exp`, `neuron.relu`.",
        f"Write `{home}`: `{name}` alone is not known here.",
    )


def _axis(exercise, name):
    """How to get the length that a docstring calls by a letter, or ""."""
    found = re.findall(r"\b(\w+): (?:\w+ )?(?:array )?\(([\w, ]*)\)", exercise.reference.__doc__ or "")
    for parameter, shape in [item for item in found if item[0] in parameter_names(exercise)]:
        letters = [letter.strip() for letter in shape.split(",") if letter.strip()]
        is_shape = parameter != "cache" and all(re.fullmatch("[A-Z]|[0-9]+", letter) for letter in letters)
        if is_shape and name in letters:
            short = f"`{name} = {parameter}.shape[{letters.index(name)}]`"
            is_whole = len(letters) > 1 and all(letter.isidentifier() for letter in letters)
            whole = f", or `{', '.join(letters)} = {parameter}.shape`," if is_whole else ""
            return f"{short}{whole} gives `{name}` its value."
    return ""


def _near(scene, name):
    """A name that the learner may have meant, or ""."""
    known = dict.fromkeys([*scene.parameters, *scene.facts.known])
    for item in (name, getattr(scene.exercise, "name", None)):  # what is being defined is no help in defining it
        known.pop(item, None)
    same = [item for item in known if item.lower() == name.lower()]
    near = same or difflib.get_close_matches(name, known, 1, 0.75)
    return next(iter(near or difflib.get_close_matches(name, dir(builtins), 1, 0.8)), "")


def before_value(scene, match):
    """`cannot access local variable 'x' where it is not associated with a value`."""
    name = next(part for part in match.groups() if part)
    found, source = scene.source.assignments(name), scene.source
    lines = [source.line(item) for item in found]
    started = f"`{name}` has no value yet in this line."
    if found and all(isinstance(item, ast.AugAssign) for item in found):
        here = (
            f"Line {lines[0]} adds to `{name}`, but nothing gives it a first value: write `{name} = 0` before the loop."
        )
    elif found and scene.line is not None and min(lines) > scene.line:
        here = f"{started} It gets one only in line {lines[0]}."
    elif (
        found
        and any(name in names_read(item.value) for item in found if isinstance(item, ast.Assign))
        and len(found) == 1
    ):
        here = (
            f"Line {lines[0]} gives `{name}` a value, and so `{name}` is a variable of this function everywhere in it: "
            "the function or value of that name from outside is hidden. Choose another name on the left."
        )
    elif found:
        here = f"{started} {_where(source, found[0], name)}"
    else:
        here = started
    return Slip(
        "name used before it has a value",
        "A name must get its value before it is used, on every path: not only further down, in a branch that was not "
        "taken, or in a loop that had no round.",
        here,
    )


def _where(source, statement, name):
    """In which branch or loop a statement stands that gives a name its value."""
    around = [
        node
        for node in source.nodes
        if isinstance(node, ast.If | ast.For | ast.While | ast.Try)
        and any(child is statement for child in ast.walk(node))
        and name not in bound_names(node)
    ]
    line = source.line(statement)
    if not around:
        return f"Line {line} gives it one."
    kind = {ast.If: "branch", ast.Try: "`try`"}.get(type(around[-1]), "loop")
    why = {"branch": "that was not taken here", "`try`": "that did not get so far"}.get(kind, "that had no round")
    return f"It gets one in line {line}, in a {kind} {why}."


def recursion(scene, match):
    """A function that calls itself without an end."""
    name = scene.source.definition.name if scene.source.definition else getattr(scene.exercise, "name", "")
    called = isinstance(scene.expression, ast.Call) and ast.unparse(scene.expression.func) == name
    here = f"{quoted(scene.expression)} calls the very function that it stands in." if called and name else ""
    return Slip(
        "recursion without an end",
        "A function that calls itself needs a case in which it does not. If you mean a function of the same name from "
        "another module, call it by both names, such as `neuron.sigmoid(z)`.",
        here,
    )


def not_importable(scene, match):
    """`No module named 'torch'`, `cannot import name ...`."""
    return Slip(
        "an import that is not there",
        "The exercises need NumPy, the standard library and what you built yourself; nothing else is there when they "
        "are checked. Is the name spelled right?",
    )


RULES = [
    ("UnboundLocalError", r"local variable '(\w+)'", before_value),
    ("NameError", r"free variable '(\w+)'", before_value),
    ("NameError", r"^name '(\w+)' is not defined", unknown),
    ("RecursionError", r"", recursion),
    ("ModuleNotFoundError ImportError", r"", not_importable),
]
