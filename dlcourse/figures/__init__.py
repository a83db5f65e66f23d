"""Every figure of the course: functions that take arrays, draw into `ax` and return it, with an alt text.

A figure is a function under ``@in_style()`` in any module of this room; ``figures.clusters`` finds it by its name, and
beside the figures all that the modules in `TOOLS` define. Matplotlib is imported with the first of them: a notebook's
first cell is quicker without it.
"""

import re
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path

TOOLS = ("display", "guesses", "shell", "sound", "style")
_FUNCTION = re.compile(r"^(@in_style\(\).*\n)?def ([a-z]\w*)\(", re.MULTILINE)


@cache
def _homes():
    """By the name of each figure and tool, the module that defines it."""
    homes = {}
    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        for is_figure, name in _FUNCTION.findall(path.read_text(encoding="utf-8")):
            if is_figure or path.stem in TOOLS:
                homes[name] = path.stem
    return homes


def __getattr__(name):
    """Import a figure when it is first asked for."""
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name not in _homes():
        near = get_close_matches(name, _homes(), n=2)
        hint = f": did you mean {' or '.join(near)}?" if near else ""
        # With its name, or Python would add a suggestion of its own.
        raise AttributeError(f"module {__name__!r} has no figure {name!r}{hint}", name=name)
    return getattr(import_module(f"{__name__}.{_homes()[name]}"), name)


def __dir__():
    return sorted(_homes())
