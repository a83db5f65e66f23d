"""Submissions for the tests: small notebooks, zip files, and a class whose grades are known."""

import csv
import io
import json
import shutil
import tarfile
import warnings
import zipfile

import nbformat
import pytest

from dlcourse.checking.question import Question
from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.coursework.solve import reference_body, solve
from dlcourse.exercises import lesson

needs_sandbox = pytest.mark.skipif(not shutil.which("bwrap"), reason="bubblewrap is not installed")

IMPORTS = "import numpy as np\nfrom dlcourse import exercise, question"


def notebook(*sources):
    """The bytes of a notebook with these code cells."""
    cells = [
        {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None, "id": f"c{i}"}
        for i, source in enumerate(sources)
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()


def about(name, extra=""):
    """A notebook of a lesson: its first function, not attempted."""
    first = next(item for item in lesson(name) if not isinstance(item, Question))
    return notebook(IMPORTS, f'@exercise("{first.id}")\ndef f(x):\n    raise NotImplementedError{extra}')


def put(folder, name, data):
    """Write a file below a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def start_here(body=None, answer=None):
    """A notebook of the lesson start_here with this body and this answer; by default the right ones."""
    [function] = [item for item in lesson("start_here") if not isinstance(item, Question) and not item.bonus]
    questions = [item for item in lesson("start_here") if isinstance(item, Question)]
    code = reference_body(function.reference, header=False) if body is None else body
    lines = "\n".join(f"    {line}" for line in code.splitlines())
    cells = [IMPORTS, f'@exercise("{function.id}")\ndef rescale(image, largest):\n{lines}']
    for item in questions:
        chosen = repr(item.right if answer is None else answer)
        cells.append(f'question("{item.id}", answer={"..." if answer is ... else chosen})')
    return notebook(*cells)


def solved(name):
    """The course's notebook of a lesson, solved."""
    [path] = [path for path in course_notebooks() if lesson_name(path) == name]
    return nbformat.writes(solve(read_notebook(path))).encode()


def a_class(folder, size=24):
    """A class in the layout STUDENT/lesson.ipynb; returns {student: status}."""
    right = start_here()
    kinds = [
        ("correct", right),
        ("partial", start_here(body="return image")),
        ("not attempted", start_here(body="raise NotImplementedError", answer=...)),
        ("wrong", start_here(body="return image", answer="nonsense")),
        ("invalid", right[: len(right) // 2]),
        ("error", start_here(body="return imagee", answer=...)),
    ]
    expected = {}
    for i in range(size):
        status, data = kinds[i % len(kinds)]
        student = f"student{i:03}"
        put(folder, f"{student}/00_start_here.ipynb", data)
        expected[student] = status
    return expected


def archive(path, members, compression=zipfile.ZIP_DEFLATED):
    """A zip file with (name or ZipInfo, bytes); returns its path or, for None, its bytes."""
    target = io.BytesIO() if path is None else path
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", compression) as file:
        warnings.simplefilter("ignore")  # duplicate names are wanted
        for name, data in members:
            file.writestr(name, data)
    return target.getvalue() if path is None else path


def tar(members, mode="gz"):
    """The bytes of a tar file with (name, bytes)."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=f"w:{mode}") as file:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return target.getvalue()


def cells_of(path):
    """The cells of a CSV file, row by row."""
    with open(path, encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def rows_of(path):
    """The rows of a CSV file as dicts."""
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def statuses(out):
    """{student: status} of a graded folder."""
    return {row["student"]: row["status"] for row in rows_of(out / "grades.csv")}
