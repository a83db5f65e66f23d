"""The text of each question, as it stands in the course's own notebook: nowhere else is it written."""

import functools
import re

from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.coursework.plain import plain

_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)
_ABOUT = re.compile(r"^\*[^*\n]*\bpoints?\b[^*\n]*\*$", re.MULTILINE)  # the line with points and minutes
_OPTION = re.compile(r"^- \*\*[a-z0-9]\*\*", re.MULTILINE)
_FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
# What points to its surroundings: a question with such words cannot be asked by itself.
_POINTS_AROUND = re.compile(
    r"\b(this|these|[Tt]he|last) (table|picture|figure|plot|curve|cell|explorer)s?\b|\babove\b|\bbelow\b|"
    r"\bsection \d|\bnew cell\b|\b[Ll]ook at\b|\bthis lesson\b"
)


def question_text(question_id):
    """What a question asks, as plain text, without its options.

    It is the part of the text before the call `question("ID", ...)`, from the last heading on, up to the options.

    Parameters
    ----------
    question_id : str

    Returns
    -------
    str

    Raises
    ------
    LookupError
        If no notebook of the course has it, or there is no text before it.
    """
    name = question_id.partition(".")[0]
    text = _texts(name).get(question_id, "")
    if not text:
        raise LookupError(f"the notebook of {name} has no text before question({question_id!r})")
    return text


def stands_alone(text):
    """Whether a question can be asked without the pictures, tables and cells around it."""
    return not _POINTS_AROUND.search(text)


@functools.cache
def _texts(name):
    """The texts of all questions of a lesson by their ids."""
    found, text = {}, ""
    for path in course_notebooks():
        if lesson_name(path) == name:
            for cell in read_notebook(path).cells:
                if cell.cell_type == "markdown":
                    text = cell.source
                for key in re.findall(r"""\bquestion\(\s*["']([\w.]+)["']""", cell.source):
                    if cell.cell_type == "code":
                        found[key] = _asked(text)
    return found


def _asked(text):
    text = _FOLDED.sub("", text)
    headings = list(_HEADING.finditer(text))
    text = text[headings[-1].end() :] if headings else text
    option = _OPTION.search(text)
    text = _ABOUT.sub("", text[: option.start()] if option else text)
    return re.sub(r"\n{3,}", "\n\n", plain(text))
