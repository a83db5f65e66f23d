"""Wrong answers as text: `slips.txt` with the name of each slip and a part of what is said, `no_slips.txt` without."""

import inspect
import itertools
import linecache
import textwrap
from dataclasses import dataclass
from pathlib import Path

from dlcourse.exercises import find

IMPORTS = "import math\nimport numpy as np\n"
NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Slip:
    """A wrong answer: the exercise, the function's source, and what is expected to be said of it."""

    exercise: str
    source: str
    name: str = ""
    part: str = ""

    def __str__(self):
        return f"{self.exercise} {self.name}"

    def function(self):
        """The function, made as a cell of a notebook makes it."""
        where, source = f"<slips {next(NUMBERS)}, cell 4>", IMPORTS + self.source
        linecache.cache[where] = (len(source), None, source.splitlines(True), where)
        namespace = {"__name__": "__main__"}
        exec(compile(source, where, "exec"), namespace)
        return namespace[find(self.exercise).name]


def read(name):
    """The Slips of a file. Its entries begin with `== exercise | name | part`; `# code` stands above the function."""
    found = []
    for entry in (Path(__file__).parent / name).read_text("utf-8").split("\n== "):
        head, _, body = entry.removeprefix("== ").strip("\n").partition("\n")
        exercise, *expected = (item.strip() for item in head.split(" | "))
        lines = body.split("\n")
        above = "".join(f"{line[2:]}\n" for line in lines if line.startswith("# "))
        inner = textwrap.indent("\n".join(line for line in lines if not line.startswith("# ")), "    ")
        reference = find(exercise).reference
        source = f"{above}def {reference.__name__}{inspect.signature(reference)}:\n{inner}\n"
        found.append(Slip(exercise, source, *expected))
    return found


SLIPS, NO_SLIPS = read("slips.txt"), read("no_slips.txt")
