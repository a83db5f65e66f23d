"""Which version of the course graded: a text that changes with every file that decides on a grade.

Rooms decide as wholes, or do not; where one stands in another, the inner one counts. A run that was begun with other
rules is not gone on with, and a cluster's worker that has others grades nothing.
"""

import functools
import hashlib
import re
from pathlib import Path

import dlcourse

PACKAGE = Path(dlcourse.__file__).parent
JUNK = re.compile(r"(^|/)(__pycache__/|\.)")  # bytecode, and what editors leave
DECIDING = ("checking", "coursework", "data", "exercises", "grading", "lessons", "nn")  # data: cases are drawn from it
NOT_DECIDING = (
    *("cli", "experiments", "explore", "figures", "lab", "notebook", "site"),
    *("grading/exports", "grading/policy", "grading/reports"),
    *("__init__.py", "__main__.py"),
)


def decides(name):
    """Whether a file of the package decides on grades.

    Parameters
    ----------
    name : str
        Its place in the package, as "checking/check.py".

    Raises
    ------
    LookupError
        If it stands in no room that is known here.
    """
    rooms = [room for room in (*DECIDING, *NOT_DECIDING) if name == room or name.startswith(f"{room}/")]
    if not rooms:
        raise LookupError(f"Does {name} decide on grades? Name its room in DECIDING or in NOT_DECIDING.")
    return max(rooms, key=len) in DECIDING


def digest(package):
    """The text for the files of a package's folder."""
    found = hashlib.sha256()
    for room in DECIDING:
        for path in sorted((package / room).rglob("*")):
            name = path.relative_to(package).as_posix()
            if path.is_file() and not JUNK.search(name) and decides(name):
                content = path.read_bytes()
                found.update(f"{name}\0{len(content)}\0".encode() + content)
    return found.hexdigest()[:16]


@functools.cache
def course_version():
    """The text for this very course."""
    return digest(PACKAGE)
