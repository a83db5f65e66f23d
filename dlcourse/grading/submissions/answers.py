"""The answers in a submitted notebook, however much work it was made to be to find them."""

from pathlib import Path

from dlcourse.checking.runtime.timing import TimeLimit, time_limit
from dlcourse.coursework.files import CourseworkError, read_coursework, read_notebook

SECONDS = 10.0
LARGE = 1_000_000  # bytes of a file that is looked at more closely
MAX_CODE = 2_000_000  # characters


def read_answers(path, seconds=SECONDS):
    """The answers in a notebook.

    Parameters
    ----------
    path : path
    seconds : float
        Wall-clock limit: a notebook can be made so that finding the answers in it takes for ever.

    Returns
    -------
    Extraction

    Raises
    ------
    CourseworkError
        If it is no notebook of this course, or not one that can be read within the limits.
    """
    try:
        with time_limit(seconds):
            if Path(path).stat().st_size > LARGE:
                _refuse_much_code(path)
            return read_coursework(path)[1]
    except TimeLimit:
        reason = f"it takes more than {seconds:g} seconds to find the answers in it"
        raise CourseworkError(f"{path} cannot be graded: {reason}.") from None


def _refuse_much_code(path):
    code = sum(len(cell["source"]) for cell in read_notebook(path)["cells"] if cell["cell_type"] == "code")
    if code > MAX_CODE:
        raise CourseworkError(
            f"{path} cannot be graded: it has {code} characters of code, at most {MAX_CODE} are read."
        )
