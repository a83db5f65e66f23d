"""Notebooks as files: the course's own, and those that learners hand back.

They are read as the JSON that they are: importing nbformat takes seconds, and only who writes one needs it.
"""

import json
import os
import re
from pathlib import Path

import dlcourse


class CourseworkError(ValueError):
    """A file that is not what was asked for: one sentence that says what to do."""


class Node(dict):
    """A part of a notebook: a dict whose entries are attributes, too, as nbformat has them and can write them."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    __setattr__ = dict.__setitem__
    __delattr__ = dict.__delitem__


def read_notebook(path):
    """Read a notebook of format 4.

    Parameters
    ----------
    path : path

    Returns
    -------
    Node
        The notebook; each source is one text.

    Raises
    ------
    CourseworkError
        If the file is not there, cannot be read or is not a notebook of this format.
    """
    path = Path(path)
    return notebook_of(_bytes(path), path)


def notebook_of(data, path):
    """The same, from the bytes of a file; its path stands in messages only."""
    content = _json(path, _text(data, path))
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
    return content


def read_coursework(path):
    """Read a learner's notebook and take its answers.

    Returns
    -------
    tuple (Node, Extraction)

    Raises
    ------
    CourseworkError
        As `read_notebook`, and if the notebook has no exercise of this course.
    """
    return coursework_of(read_notebook(path), path)


def coursework_of(notebook, path):
    """The same, of a notebook that is read; its path stands in messages only."""
    # These look at the course's own notebooks.
    from dlcourse.coursework.check_here import lesson_of
    from dlcourse.coursework.extraction import extract

    extraction = extract(notebook)
    if not extraction.ids and not lesson_of(extraction):
        raise CourseworkError(
            f"{path} is a notebook, but not one of this course: it has no exercise. "
            "`dlcourse lab` copies the course's notebooks to you."
        )
    return notebook, extraction


def text_of(notebook):
    """The notebook as the text of its file, checked by nbformat."""
    import nbformat

    return nbformat.writes(notebook, indent=1).rstrip("\n") + "\n"


def _bytes(path):
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise CourseworkError(f"{path} does not exist: give the path of a notebook (.ipynb).") from None
    except IsADirectoryError:
        raise CourseworkError(f"{path} is a folder: give the path of a notebook (.ipynb) in it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CourseworkError(f"{path} cannot be read ({reason}): check its name and permissions.") from None


def _text(data, path):
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CourseworkError(f"{path} is not a notebook: it is no text in UTF-8.") from None


def _json(path, text):
    if not text.strip():
        raise CourseworkError(f"{path} is empty: take another copy of the notebook.")
    try:
        return json.loads(text, object_hook=Node)
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
    except RecursionError:
        raise CourseworkError(f"{path} is not a notebook: it is nested too deeply to be one.") from None
    except ValueError:  # Python refuses to read whole numbers of thousands of digits
        raise CourseworkError(f"{path} is not a notebook: it has a number of thousands of digits in it.") from None


def _has_cells(content):
    cells = content.get("cells")
    if not isinstance(cells, list) or not isinstance(content.setdefault("metadata", Node()), dict):
        return False
    return all(_is_cell(cell) for cell in cells)


def _is_cell(cell):
    if not isinstance(cell, dict) or not isinstance(cell.setdefault("metadata", Node()), dict):
        return False
    source = cell.get("source")
    is_text = isinstance(source, str) or (isinstance(source, list) and all(isinstance(line, str) for line in source))
    is_code = cell.get("cell_type") == "code"
    if is_code and not (isinstance(cell.setdefault("outputs", []), list)):
        return False
    return is_text and (is_code or cell.get("cell_type") in ("markdown", "raw"))


def course_folder(name):
    """A folder that stands beside the package in the repository, and in the package once that is installed.

    Parameters
    ----------
    name : str
        "notebooks" or "docs".
    """
    package = Path(dlcourse.__file__).resolve().parent
    return package / name if (package / name).is_dir() else package.parent / name


def notebook_folder():
    """The folder of the course's own notebooks: in the installed package, or in the repository."""
    return course_folder("notebooks")


def replace_text(path, text):
    """Put a text in the place of a file of the checkout: at once, so that none is left half written."""
    fresh = path.with_name(f".{path.name}.tmp")
    fresh.write_text(text, "utf-8")
    os.replace(fresh, path)


def course_notebooks():
    """The paths of the course's own notebooks, in course order."""
    return sorted(path for path in notebook_folder().glob("[0-9]*_*.ipynb") if path.is_file())


def lesson_name(path):
    """The lesson's one word for a notebook's path: `01_neuron.ipynb` is "neuron"."""
    return re.sub(r"^\d+_", "", Path(path).stem)
