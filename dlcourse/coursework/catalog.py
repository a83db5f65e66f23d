"""The lessons as plain data: titles, minutes, claims, exercises, sittings, guesses, milestones.

The whole catalogue is kept in the user's cache until a file of the course changes: to make it, all exercises have to be
imported, which takes longer than everything else that `dlcourse list` does.
"""

import contextlib
import hashlib
import json
import os
import re
import sys
import tempfile
from pathlib import Path

import dlcourse
from dlcourse.coursework.files import Node, course_notebooks, lesson_name, read_notebook
from dlcourse.exercises import guesses, lesson, lesson_names, milestones


def lesson_catalog():
    """The lessons with all that `dlcourse list --json` gives.

    Returns
    -------
    dict
        "lessons": list of dicts with "name", "notebook", "title", "minutes", "claims", "exercises" ("id", "points",
        "mistakes", "hints", "kind", "form", "bonus", "minutes", "difficulty"), "sittings" ("name", "minutes", "core",
        "exercises"), "guesses" ("id", "kind") and "milestones" ("year", "title", "goal").
    """
    path, state = cache_file(), _state()
    lessons = _kept(path, state)
    if lessons is None:
        may_be_old = exercises_are_imported()
        with_exercises = lesson_names()
        lessons = [_lesson(name, found, name in with_exercises) for name, found in _notebooks().items()]
        if not may_be_old:
            _keep(path, {"state": state, "lessons": lessons})
    return {"lessons": lessons}


def lesson_titles():
    """The titles of the lessons by name, in course order; a lesson without a notebook has its name for one."""
    return {name: _title(_read(path)) or name for name, path in _notebooks().items()}


def exercises_are_imported():
    """Whether this process has exercises in memory already, as a kernel has: their files may have changed since."""
    return any(name.startswith("dlcourse.exercises.") for name in sys.modules)


def _notebooks():
    """The lessons in course order, with the paths of their notebooks; those without one come last."""
    found = {lesson_name(path): path for path in course_notebooks()}
    return found | {name: None for name in lesson_names() if name not in found}


def _read(path):
    return read_notebook(path) if path else Node(metadata=Node(), cells=[])


def _lesson(name, path, has_exercises):
    notebook = _read(path)
    claims = [claim for cell in notebook.cells for claim in cell.metadata.get("dlcourse", {}).get("claims", [])]
    return {
        "name": name,
        "notebook": path.name if path else None,
        "title": _title(notebook) or name,
        "minutes": notebook.metadata.get("dlcourse", {}).get("minutes"),
        "claims": list(dict.fromkeys(claims)),
        "exercises": [
            {
                "id": exercise.id,
                "points": exercise.points,
                "mistakes": [mistake.name for mistake in exercise.mistakes],
                "hints": len(exercise.hints),
                "kind": _kind(exercise),
                "form": exercise.form,
                "bonus": exercise.bonus,
                "minutes": exercise.minutes,
                "difficulty": exercise.difficulty,
            }
            | _marks(exercise)
            for exercise in (lesson(name) if has_exercises else ())
        ],
        "sittings": sittings(notebook),
        "guesses": [
            {"id": guess.id, "kind": guess.kind} for guess in (guesses(name).values() if has_exercises else ())
        ],
        "milestones": [
            {"year": item.year, "title": item.title, "goal": item.goal}
            for item in (milestones(name) if has_exercises else ())
        ],
    }


def sittings(notebook):
    """The sittings of a lesson's notebook, in order; a cell with the name of one begins it.

    Returns
    -------
    list of dict
        "name", "minutes" (None if they are not calculated yet), "core" (False for what no later sitting needs) and
        "exercises" (the ids that its cells answer, each once); [] for a notebook without sittings.
    """
    from dlcourse.coursework import sittings as parts  # only where a catalogue is made

    return [
        {
            "name": part.name,
            "minutes": part.minutes,
            "core": part.core,
            "exercises": list(dict.fromkeys(parts.ids_in(notebook.cells[part.start : part.stop]))),
        }
        for part in parts.sittings(notebook)
    ]


def _kind(exercise):
    from dlcourse.checking.question import Question  # brings NumPy: only where a catalogue is made

    if isinstance(exercise, Question):
        return "question"
    return "property" if exercise.observe else "function"


def _marks(exercise):
    """What share earns how many points, where an exercise gives a part of them."""
    marks = getattr(exercise, "marks", None)
    return {"marks": [list(pair) for pair in marks.thresholds]} if marks else {}


def _title(notebook):
    """The first heading in the text, without its marks."""
    for cell in notebook.cells:
        found = cell.cell_type == "markdown" and re.search(r"^#+\s+(.+?)\s*#*\s*$", cell.source, re.MULTILINE)
        if found:
            return re.sub(r"[*`]", "", found[1])
    return ""


# ---- what is kept ----


def cache_file():
    """Where the catalogue is kept."""
    from platformdirs import user_cache_path

    return user_cache_path("dlcourse") / "catalog.json"


def _state():
    """A hash of the names, sizes and times of the files that it is made from, which Python's own cache goes by, too."""
    package = Path(dlcourse.__file__).resolve().parent
    modules = [path for path in package.rglob("*.py") if not path.name.startswith(".")]  # locks of editors
    facts = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in [*modules, *course_notebooks()]]
    return hashlib.sha256(json.dumps(sorted(facts)).encode()).hexdigest()


def _kept(path, state):
    """The lessons as they were kept for this state, or None."""
    try:
        content = json.loads(path.read_bytes())
        return content["lessons"] if content["state"] == state else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(path, content):
    """Keep it for the next time; without a cache the course works all the same."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, fresh = tempfile.mkstemp(prefix=path.name, dir=path.parent)
        with open(descriptor, "w", encoding="utf-8") as stream:
            json.dump(content, stream)
        os.replace(fresh, path)
