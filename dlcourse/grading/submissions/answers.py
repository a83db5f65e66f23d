"""The answers in a submitted notebook, however much work it was made to be to find them."""

from dlcourse.checking.runtime.timing import TimeLimit, time_limit
from dlcourse.coursework.files import CourseworkError, coursework_of, notebook_of

SECONDS = 10.0
MAX_CODE = 2_000_000  # characters


def read_answers(data, name, seconds=SECONDS):
    """The answers in a notebook.

    Parameters
    ----------
    data : bytes
    name : str
        Of the file, for messages.
    seconds : float
        Wall-clock limit: a notebook can be made so that finding the answers in it takes for ever. It stops Python
        code; one long call into compiled code ends with its process only.

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
            notebook = notebook_of(data, name)
            _refuse_much_code(notebook, name)
            return coursework_of(notebook, name)[1]
    except TimeLimit:
        raise CourseworkError(f"{name} {too_slow(seconds)}.") from None


def too_slow(seconds):
    """What is said of a notebook that cannot be read in time, without its subject."""
    return f"cannot be graded: it takes more than {seconds:g} seconds to find the answers in it"


def _refuse_much_code(notebook, name):
    code = sum(len(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
    if code > MAX_CODE:
        raise CourseworkError(
            f"{name} cannot be graded: it has {code} characters of code, at most {MAX_CODE} are read."
        )
