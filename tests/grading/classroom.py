"""Submissions for the tests: small notebooks, and a class whose grades are known."""

import json

import nbformat

from dlcourse.coursework import files as coursework
from dlcourse.coursework.solve import reference_body, solve
from dlcourse.exercises import lesson

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
    first = next(item for item in lesson(name) if item.kind != "question")
    return notebook(IMPORTS, f'@exercise("{first.id}")\ndef f(x):\n    raise NotImplementedError{extra}')


def put(folder, name, data):
    """Write a file below a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def start_here(body=None, answer=None):
    """A notebook of the lesson start_here with this body and this answer; by default the right ones."""
    [function] = [item for item in lesson("start_here") if item.kind != "question"]
    questions = [item for item in lesson("start_here") if item.kind == "question"]
    code = reference_body(function.reference, header=False) if body is None else body
    lines = "\n".join(f"    {line}" for line in code.splitlines())
    cells = [IMPORTS, f'@exercise("{function.id}")\ndef rescale(image, largest):\n{lines}']
    for item in questions:
        chosen = repr(item.reference if answer is None else answer)
        cells.append(f'question("{item.id}", answer={"..." if answer is ... else chosen})')
    return notebook(*cells)


def solved(name):
    """The course's notebook of a lesson, solved."""
    [path] = [path for path in coursework.course_notebooks() if coursework.lesson_name(path) == name]
    return nbformat.writes(solve(coursework.read_notebook(path))).encode()


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
