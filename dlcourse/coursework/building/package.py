"""An installable package of what a learner wrote, written to a folder that is not there yet.

None of the learner's code runs for it: what has passed is known from how `my_dlcourse` was written.
"""

import json
import os
import shutil
import uuid
from pathlib import Path

from dlcourse.checking.runtime import functions as registry
from dlcourse.coursework.building import comparing
from dlcourse.coursework.building.cases import files_of_tests
from dlcourse.coursework.building.ownership import BY_HAND, OWN, REFERENCE, functions, whose
from dlcourse.coursework.building.sources import course_modules, facade, own_modules, third_parties
from dlcourse.coursework.files import CourseworkError
from dlcourse.coursework.own_answers import PACKAGE
from dlcourse.coursework.own_library import offered

FILES = Path(__file__).with_name("files")


def build(texts, out):
    """Make the package.

    Parameters
    ----------
    texts : dict
        Module of `my_dlcourse` -> its text.
    out : path
        A folder that is not there yet.

    Returns
    -------
    tuple (dict, list of str)
        Exercise id -> whose it is: `OWN`, `BY_HAND` or `REFERENCE`; and sentences on what was left out.

    Raises
    ------
    CourseworkError
    """
    out = Path(out)
    if os.path.lexists(out):
        raise CourseworkError(f"{out} is there already: give the name of a new folder.")
    own, notes = own_modules(texts)
    marks = {key: place for key, place in whose(texts).items() if _is_there(key, place, own)}
    table = {item.id: marks.get(item.id, ("", REFERENCE))[1] for items in functions().values() for item in items}
    others = third_parties(own)
    notes += [f"Your own code imports {name}, which has to be installed, too." for name in others]
    fresh = out.parent / f".{out.name}.{uuid.uuid4().hex}"
    try:
        _write(fresh, _files(own, marks, table, notes))
        if os.path.lexists(out):
            raise CourseworkError(f"{out} has come into being meanwhile: give the name of a new folder.")
        os.rename(fresh, out)
    except OSError as error:
        raise CourseworkError(f"{out} cannot be written ({error.strerror}): choose another place.") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return table, notes


def _is_there(key, place, own):
    """Whether the package has an answer: its module is there and offers it."""
    return place[0] in own and key.partition(".")[2] in offered(own[place[0]])


def _files(own, marks, table, notes):
    """Every file by its place: bytes."""
    files = {
        "pyproject.toml": _stored("pyproject.toml"),
        "README.md": _readme(table, notes).encode(),
        f"{PACKAGE}/__init__.py": _stored("init.py.txt"),
        f"{PACKAGE}/ownership.json": (json.dumps(table, indent=1) + "\n").encode(),
        f"{PACKAGE}/own/__init__.py": b'"""What I wrote myself."""\n',
        f"{PACKAGE}/course/__init__.py": b'"""What the course dlcourse wrote; see LICENSE.txt."""\n',
        f"{PACKAGE}/course/LICENSE.txt": _stored("LICENSE.txt"),
        "tests/comparing.py": Path(comparing.__file__).read_bytes(),
        "tests/course_functions.py": Path(registry.__file__).read_bytes(),
        "tests/test_ownership.py": _stored("test_ownership.py.txt"),
    }
    files |= {f"{PACKAGE}/own/{module}.py": text.encode() for module, text in own.items()}
    files |= {f"{PACKAGE}/course/{module}.py": text.encode() for module, text in course_modules().items()}
    for lesson, items in functions().items():
        files[f"{PACKAGE}/{lesson}.py"] = facade(lesson, marks).encode()
        tested = files_of_tests(lesson, [item for item in items if item.id in marks])
        files |= {f"tests/{place}": data for place, data in tested.items()}
    return files


def _stored(name):
    return (FILES / name).read_bytes()


def _readme(table, notes):
    """What the package is, and whose each function is."""
    rows = []
    for lesson, items in functions().items():
        cells = [", ".join(item.name for item in items if table[item.id] == mark) for mark in (OWN, BY_HAND, REFERENCE)]
        rows.append(f"| {lesson} | {' | '.join(cells)} |")
    count = sum(mark == OWN for mark in table.values())
    text = _stored("README.md.txt").decode().format(count=count, total=len(table), rows="\n".join(rows))
    return text + ("\n## Left out, or needed\n\n" + "\n".join(f"- {note}" for note in notes) + "\n" if notes else "")


def _write(folder, files):
    for place, data in files.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
