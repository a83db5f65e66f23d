"""A small lesson with a challenge in it, which stands in a temporary folder: no lesson's own challenge is needed here.

Its exercises: `lines.double` and the question `lines.why`, and for bonus points `lines.line`, whose answer trains.
"""

import functools
import importlib
import json
import os
import sys
from pathlib import Path

import dlcourse
from dlcourse import exercises
from dlcourse.coursework import catalog, files

FILES = {
    "__init__.py": 'ORDER = ("double", "why", "line")\n',
    "double.py": '''
import numpy as np

from dlcourse.checking.specification import Case, Exercise


def double(x):
    """Twice as much. x: array (N,) -> array (N,)."""
    return 2 * x


def cases(rng):
    return [Case(np.array([1.0, 2.5])), Case(rng.normal(size=int(rng.integers(3, 9))))]


exercise = Exercise(reference=double, points=2, cases=cases, hints=["What is twice 1?", "Add it."], solved="a factor.")


@exercise.mistake("squared")
def _(x):
    """You square it: 1 stays 1."""
    return x * x
''',
    "questions.py": """
from dlcourse.checking.question import choice

why = choice(
    {"a": "it adds", "b": "it takes away"},
    right="a",
    wrong={"b": ("takes away", "It gets more.")},
    hints=["Is it more?", "It is."],
    solved="twice is more.",
)
""",
    "line.py": '''
import numpy as np

from dlcourse.checking.specification import Case, Exercise, Malformed


def line(x, y):
    """A line through noisy points. x, y: arrays (N,) -> slope and height: two numbers."""
    slope = height = 0.0
    for _ in range(300):
        wrong = slope * x + height - y
        slope, height = slope - 0.1 * (wrong * x).mean(), height - 0.1 * wrong.mean()
    return slope, height


def cases(rng):
    found = []
    for count in (9, 12):
        x = rng.normal(size=count)
        x = (x - x.mean()) / x.std()
        found.append(Case(x, rng.uniform(1, 3) * x + rng.uniform(4, 6) + 0.1 * rng.normal(size=count)))
    return found


def observe(arguments, value):
    """Whether slope and height are near the best ones, which the learner is not told."""
    if not (isinstance(value, tuple) and np.shape(value) == (2,)):
        raise Malformed("Give two numbers back: `return slope, height`.")
    best = np.polyfit(arguments["x"], arguments["y"], 1)
    return {name: bool(abs(value[i] - best[i]) < 0.05) for i, name in enumerate(("the slope fits", "the height fits"))}


exercise = Exercise(
    reference=line,
    points=3,
    cases=cases,
    observe=observe,
    form="challenge",
    hints=["What makes a line good?", "Go downhill."],
    solved="a line that finds its way.",
)


@exercise.mistake("through zero")
def _(x, y):
    """Your line goes through zero: the points lie above it."""
    return (x * y).sum() / (x * x).sum(), 0.0


@exercise.mistake("level")
def _(x, y):
    """Your line is level: it does not rise with the points."""
    return 0.0, y.mean()


@exercise.accepts("by the formula")
def _(x, y):
    return tuple(np.polyfit(x, y, 1))
''',
    "guesses.py": """
from dlcourse.checking.guesses import Guess

steps = Guess(asks="steps that it needs", unit="steps", between=(1, 1000))
side = Guess(asks="which side wins", options={"a": "left", "b": "right"})
""",
    "milestones.py": """
from dlcourse.checking.milestones import Milestone

MILESTONES = [Milestone(year="1805", title="Legendre draws a line", goal=0.5, what="error", uses=("lines.line",))]
""",
}
IMPORTS = "import numpy as np\nfrom dlcourse import exercise, question"
DOUBLE = '@exercise("lines.double")\ndef double(x):\n    """Twice as much."""\n'
WHY = 'question("lines.why", answer={})'
LINE = '@exercise("lines.line")\ndef line(x, y):\n    """A line through noisy points."""\n'
BLANK = "    # Your code here.\n    raise NotImplementedError"
RIGHT_DOUBLE, WRONG_DOUBLE = DOUBLE + "    return x + x", DOUBLE + "    return x * x"
RIGHT_WHY = WHY.format("'a'")
RIGHT_LINE = LINE + "    return tuple(np.polyfit(x, y, 1))"
LEVEL_LINE = LINE + "    return 0.0, y.mean()"
ALL_BUT_BONUS = (IMPORTS, RIGHT_DOUBLE, RIGHT_WHY)
BLANKS = (IMPORTS, DOUBLE + BLANK, WHY.format("..."), LINE + BLANK)


def notebook(*sources):
    """The bytes of a notebook of the lesson: code cells, between those that begin its sittings."""
    cells = [_cell(source, number) for number, source in enumerate(sources)]
    for place, name, fields in ((1, "Twice", {"minutes": 20}), (4, "On your own", {"core": False, "minutes": 8})):
        text = {"cell_type": "markdown", "id": f"t{place}", "source": f"## {name}"}
        cells.insert(place, text | {"metadata": {"dlcourse": {"sitting": name, **fields}}})
    cells.insert(0, {"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Draw a line"})
    metadata = {"dlcourse": {"edition": 1, "minutes": 20}}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}).encode()


def _cell(source, number):
    cell = {"cell_type": "code", "id": f"c{number}", "metadata": {}, "source": source}
    return cell | {"outputs": [], "execution_count": None}


def install(folder, monkeypatch, name="lines", written=FILES, blanks=BLANKS):
    """Put a lesson among the course's, with a notebook; gives the folder that its package is in."""
    place = folder / "lessons" / name
    place.mkdir(parents=True)
    for file, text in written.items():
        (place / file).write_text(text.lstrip("\n"))
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / f"90_{name}.ipynb").write_bytes(notebook(*blanks))
    monkeypatch.setattr(files, "notebook_folder", lambda: folder / "notebooks")
    monkeypatch.setattr(exercises, "__path__", [*exercises.__path__, str(place.parent)])
    monkeypatch.setattr(catalog, "cache_file", lambda: folder / "catalog.json")
    forget(name)
    return place.parent


def environment(lessons):
    """The environment of other processes that know the lesson, given the folder that its package is in."""
    line = f"import dlcourse.exercises\ndlcourse.exercises.__path__.append({str(lessons)!r})\n"
    (lessons / "sitecustomize.py").write_text(line)
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(lessons), str(Path(dlcourse.__file__).parents[1])])}


def forget(lesson="lines"):
    """Forget a made-up lesson, and which lessons there are."""
    for name in [name for name in sys.modules if name.startswith(f"dlcourse.exercises.{lesson}")]:
        del sys.modules[name]
    vars(exercises).pop(lesson, None)
    importlib.invalidate_caches()
    rooms = ("dlcourse.exercises", "dlcourse.coursework", "dlcourse.grading.reports.pages")
    for module in [module for name, module in sys.modules.items() if name.startswith(rooms)]:
        for known in [item for item in vars(module).values() if isinstance(item, functools._lru_cache_wrapper)]:
            known.cache_clear()
