"""Errors from inside of a function of the course, or of another cell, that the learner's line calls."""

import ast

from dlcourse.checking.python_errors.scene import Slip
from dlcourse.checking.slips.source import dotted, quoted

NAME = "an error inside of a function that is called"
GENERAL = (
    "The function was given something that it cannot use. Compare what it is given with its docstring: which "
    "arguments, in which order, of which shapes."
)


def slip(scene, found):
    """The Slip for an error that was raised further inside.

    Parameters
    ----------
    scene : Scene
    found : Slip or None
        What the kinds of the arguments show: it counts if it can name one of them.
    """
    call = scene.through
    if call is None:
        return None
    name = dotted(call.func)
    thing = scene.names.get(name)
    parameters = [item for item in thing.parameters if item != "*"] if thing else []
    given = [item.id for item in call.args if isinstance(item, ast.Name)]
    if len(given) == len(call.args) > 1 and given != parameters[: len(given)] and set(given) <= set(parameters):
        return Slip(
            "arguments in another order",
            "Arguments without a name are taken in the order of the function's first line.",
            f"`{name}` takes {_listed(parameters)} in this order, and here come {_listed(given)}.",
        )
    if found and found.here:
        return found
    told = [f"{quoted(item)} is {scene.thing(item).words}" for item in call.args if scene.thing(item)]
    wants = f" It takes {_listed(parameters)}." if parameters else ""
    here = f"The error comes from inside of `{name}`, which your line calls.{wants}" if name else ""
    return Slip(NAME, GENERAL, f"{here} {'Here ' + '; '.join(told[:4]) + '.' if told else ''}".strip())


def _listed(names):
    return ", ".join(f"`{name}`" for name in names)
