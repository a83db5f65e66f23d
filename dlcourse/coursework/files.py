"""Notebooks as files: the course's own, and those that learners hand back.

`extract`, `run_locally`, `solve`, `blank` and `reference_body` are here for those who use them together.
"""

import json
import re
from pathlib import Path

import nbformat

import dlcourse
from dlcourse.checking.specification import Question
from dlcourse.coursework.check_here import lesson_of, run_locally
from dlcourse.coursework.extraction import Extraction, extract
from dlcourse.coursework.solve import blank, reference_body, solve
from dlcourse.exercises import lesson, lesson_names

__all__ = [
    "CourseworkError",
    "Extraction",
    "blank",
    "course_notebooks",
    "extract",
    "lesson_catalog",
    "lesson_name",
    "lesson_of",
    "notebook_folder",
    "read_coursework",
    "read_notebook",
    "reference_body",
    "run_locally",
    "solve",
]


class CourseworkError(ValueError):
    """A file that is not what was asked for: one sentence that says what to do."""


def read_notebook(path):
    """Read a notebook of format 4.

    Parameters
    ----------
    path : path

    Returns
    -------
    nbformat notebook

    Raises
    ------
    CourseworkError
        If the file is not there, cannot be read or is not a notebook of this format.
    """
    path = Path(path)
    content = _json(path, _text(path))
    if not isinstance(content, dict) or not isinstance(content.get("nbformat"), int):
        raise CourseworkError(f"{path} is not a notebook: give a file that JupyterLab has saved as .ipynb.")
    version = content["nbformat"]
    if version < 4:
        raise CourseworkError(
            f"{path} has the old notebook format {version}, wanted is 4: open it in JupyterLab and save it."
        )
    if version > 4:
        raise CourseworkError(
            f"{path} has the notebook format {version}, wanted is 4: update dlcourse, or save it as format 4."
        )
    if not _has_cells(content):
        raise CourseworkError(f"{path} is damaged: its cells cannot be read. Take another copy of the file.")
    for cell in content["cells"]:
        cell["source"] = "".join(cell["source"])  # a string, or a list of lines
    return nbformat.from_dict(content)


def read_coursework(path):
    """Read a learner's notebook and take its answers.

    Returns
    -------
    tuple (nbformat notebook, Extraction)

    Raises
    ------
    CourseworkError
        As `read_notebook`, and if the notebook has no exercise of this course.
    """
    notebook = read_notebook(path)
    extraction = extract(notebook)
    if not extraction.ids:
        raise CourseworkError(
            f"{path} is a notebook, but not one of this course: it has no exercise. "
            "`dlcourse lab` copies the course's notebooks to you."
        )
    return notebook, extraction


def _text(path):
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise CourseworkError(f"{path} does not exist: give the path of a notebook (.ipynb).") from None
    except IsADirectoryError:
        raise CourseworkError(f"{path} is a folder: give the path of a notebook (.ipynb) in it.") from None
    except UnicodeDecodeError:
        raise CourseworkError(f"{path} is not a notebook: it is no text in UTF-8.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CourseworkError(f"{path} cannot be read ({reason}): check its name and permissions.") from None


def _json(path, text):
    if not text.strip():
        raise CourseworkError(f"{path} is empty: take another copy of the notebook.")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        is_cut = text.lstrip().startswith("{") and (
            error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated")
        )
        if is_cut:
            raise CourseworkError(f"{path} breaks off in the middle: download or copy it again.") from None
        raise CourseworkError(
            f"{path} is not a notebook (line {error.lineno} is not JSON): "
            "give a file that JupyterLab has saved as .ipynb."
        ) from None
    except (RecursionError, ValueError):
        raise CourseworkError(f"{path} is not a notebook: it is nested too deeply to be one.") from None


def _has_cells(content):
    cells = content.get("cells")
    if not isinstance(cells, list) or not isinstance(content.setdefault("metadata", {}), dict):
        return False
    return all(_is_cell(cell) for cell in cells)


def _is_cell(cell):
    if not isinstance(cell, dict) or not isinstance(cell.setdefault("metadata", {}), dict):
        return False
    source = cell.get("source")
    is_text = isinstance(source, str) or (isinstance(source, list) and all(isinstance(line, str) for line in source))
    is_code = cell.get("cell_type") == "code"
    if is_code and not (isinstance(cell.setdefault("outputs", []), list)):
        return False
    return is_text and (is_code or cell.get("cell_type") in ("markdown", "raw"))


def notebook_folder():
    """The folder of the course's own notebooks: in the installed package, or in the repository."""
    package = Path(dlcourse.__file__).resolve().parent
    return package / "notebooks" if (package / "notebooks").is_dir() else package.parent / "notebooks"


def course_notebooks():
    """The paths of the course's own notebooks, in course order."""
    return sorted(path for path in notebook_folder().glob("[0-9]*_*.ipynb") if path.is_file())


def lesson_name(path):
    """The lesson's one word for a notebook's path: `01_neuron.ipynb` is "neuron"."""
    return re.sub(r"^\d+_", "", Path(path).stem)


def lesson_catalog():
    """The lessons with title, minutes, claims and exercises: the data of `dlcourse list --json`."""
    notebooks = {lesson_name(path): path for path in course_notebooks()}
    with_exercises = lesson_names()
    names = [*notebooks, *(name for name in with_exercises if name not in notebooks)]
    return {"lessons": [_lesson(name, notebooks.get(name), name in with_exercises) for name in names]}


def _lesson(name, path, has_exercises):
    notebook = read_notebook(path) if path else nbformat.v4.new_notebook()
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
                "kind": kind_of(exercise),
            }
            for exercise in (lesson(name) if has_exercises else ())
        ],
    }


def kind_of(exercise):
    """What `dlcourse list --json` calls the kind of an exercise."""
    if isinstance(exercise, Question):
        return "question"
    return "property" if exercise.observe else "function"


def _title(notebook):
    """The first heading in the text, without its marks."""
    for cell in notebook.cells:
        found = cell.cell_type == "markdown" and re.search(r"^#+\s+(.+?)\s*#*\s*$", cell.source, re.MULTILINE)
        if found:
            return re.sub(r"[*`]", "", found[1])
    return ""
