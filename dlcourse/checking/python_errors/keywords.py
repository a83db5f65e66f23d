"""Arguments: how many, by which name, in which place, and of which kind."""

import ast
import difflib
import inspect
import re

import numpy as np

from dlcourse.checking.python_errors.scene import Slip
from dlcourse.checking.slips.source import dotted, in_numpy

BUILTINS = {
    "sum": "np.sum",
    "max": "np.max",
    "min": "np.min",
    "abs": "np.abs",
    "round": "np.round",
    "sorted": "np.sort",
}
# What other packages, or other versions, call it.
OTHER_NAMES = {
    **dict.fromkeys(("axes", "dim", "dims", "ax"), "axis"),
    **dict.fromkeys(("keepdim", "keep_dims", "keep_dim"), "keepdims"),
    "shape": "size",
    "type": "dtype",
}

MISSING = "A parameter without a default value must be given in every call; those after a `*` by name."


def callee(scene):
    """(the call that failed, the name of what it calls, the parameters of that), as far as they are known."""
    call = scene.expression if isinstance(scene.expression, ast.Call) else None
    name = dotted(call.func) if call else ""
    thing = scene.names.get(name)
    if thing and thing.kind == "function":
        return call, name, list(thing.parameters)
    function = getattr(np, _numpy_name(scene, call), None) if call else None
    try:
        return call, name, list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return call, name, []


def _numpy_name(scene, call):
    """The name of NumPy's function that is called, as itself or as a method of an array; or ""."""
    own = isinstance(call.func, ast.Attribute) and scene.shape(call.func.value) is not None
    return in_numpy(call.func) or (call.func.attr if own else "")


def too_many(scene, match):
    """`f() takes 1 positional argument but 2 were given`."""
    _, name, parameters = callee(scene)
    least = re.search(r"from (\d+) to|takes (\d+)", match[0])
    least = next((int(number) for number in (least.groups() if least else ()) if number), 0)
    if int(match[3]) < least:
        arguments = f"{match[3]} argument{'' if match[3] == '1' else 's'}"
        here = f"`{name or match[1]}` is called with {arguments}, and wants {least}."
        return Slip("argument missing", MISSING, here)
    name = name or match[1]
    if "*" in parameters:
        by_name = parameters[parameters.index("*") + 1 :]
        listed = ", ".join(f"`{item}=...`" for item in by_name)
        return Slip(
            "argument by position that goes by name",
            "Parameters that stand after a `*` are given by their names, as in `step(w=w, learning_rate=0.1)`: so "
            "nobody can take one for another.",
            f"Call `{name}` with {listed}.",
        )
    here = f"`{name}` is called with {match[3]} argument{'' if match[3] == '1' else 's'} in a row, and takes {match[2]}"
    here += f": {', '.join(parameters)}." if parameters else "."
    return Slip(
        "too many arguments",
        "A function takes as many arguments as its first line has names. Look at the first line of the one you call.",
        here,
    )


def missing(scene, match):
    """`f() missing 1 required positional argument: 'b'`."""
    _, name, _ = callee(scene)
    wanted = match[2].replace("'", "`")
    names = "names" if " and " in wanted else "name"
    by_name = f" Give it by its name, `{match[2].split(chr(39))[1]}=...`." if "keyword-only" in match[0] else ""
    return Slip(
        "argument missing",
        MISSING,
        f"`{name or match[1]}` also wants the {names} {wanted}.{by_name}".replace("the name `", "`").replace(
            "the names `", "`"
        ),
    )


def unknown_keyword(scene, match):
    """`f() got an unexpected keyword argument 'axes'`."""
    word = match["first"] or match["second"]
    call, name, parameters = callee(scene)
    short = name.rpartition(".")[2]
    if name in BUILTINS and word in ("axis", "keepdims", "dim"):
        return Slip(
            "Python's own function for NumPy's",
            "Python's own `sum`, `max`, `min`, `abs` and `round` know nothing of axes: NumPy's `np.sum`, `np.max` and "
            "so on do.",
            f"Write `{BUILTINS[name]}` for `{name}`.",
        )
    if isinstance(getattr(np, short, None), np.ufunc) and word in ("axis", "keepdims", "dim"):
        return Slip(
            "an axis for a function of single elements",
            "Functions such as `np.exp`, `np.sqrt` and `np.maximum` work on each element by itself: they have no axis. "
            "What adds up or compares along an axis is `np.sum`, `np.mean`, `np.max`.",
            f"`{name}` has no `{word}`.",
        )
    meant = OTHER_NAMES.get(word, "")
    if parameters and meant not in parameters:
        meant = next(iter(difflib.get_close_matches(word, [item for item in parameters if item != "*"], 1, 0.6)), "")
    here = f"`{name or match['function']}` has no parameter `{word}`."
    here += f" NumPy calls it `{meant}`." if meant and in_numpy(call.func if call else None) else ""
    here += f" Do you mean `{meant}`?" if meant and " NumPy calls" not in here else ""
    here += (
        f" It has {', '.join(f'`{item}`' for item in parameters if item != '*')}."
        if 0 < len(parameters) < 8 and not meant
        else ""
    )
    return Slip(
        "argument by a name that is not there",
        "An argument that is given by name must have a name that stands in the first line of the function. NumPy says "
        "`axis`, `keepdims` and `size` where other packages say `dim`, `keepdim` and `shape`.",
        here,
    )


TAKES = (
    r"^(?:[\w.<>]+\.)?(\w+)\(\) takes (?:from \d+ to |at most )?(\d+|exactly one|no) "
    r"(?:positional )?arguments? (?:but |\()(\d+) "
)
RULES = [
    ("TypeError", TAKES, too_many),
    (
        "TypeError",
        r"^(?:[\w.<>]+\.)?(\w+)\(\) missing \d+ required (?:positional|keyword-only) arguments?: (.+)$",
        missing,
    ),
    (
        "TypeError",
        r"^(?:[\w.<>]+\.)?(?P<function>\w+)\(\) got an unexpected keyword argument '(?P<first>\w+)'"
        r"|^'(?P<second>\w+)' is an invalid keyword argument for",
        unknown_keyword,
    ),
]
