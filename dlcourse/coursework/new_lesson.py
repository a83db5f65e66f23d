"""The files of a new lesson, made from templates: `dlcourse new`.

They hold a tiny lesson that runs at once, in the mould of the second edition. The author's own goes where words stand
between « and »; as long as one of these marks is left, a test says where. The names of the exercises stand in many
places of it, so they are given at once: three for the whole mould, or two for a lesson of the least that the rules ask.
"""

import json
import keyword
import re
from pathlib import Path

from dlcourse.coursework.files import CourseworkError

MARKS = "«»"
# Template -> where its file goes in a checkout of the course.
FILES = {
    "lesson.py": "dlcourse/lessons/{name}.py",
    "order.py": "dlcourse/exercises/{name}/__init__.py",
    "questions.py": "dlcourse/exercises/{name}/questions.py",
    "guesses.py": "dlcourse/exercises/{name}/guesses.py",
    "experiment.py": "dlcourse/experiments/{name}.py",
    "explorer.py": "dlcourse/explore/{name}.py",
    "figure.py": "dlcourse/figures/{name}.py",
    "notebook.txt": "notebooks/{number}_{name}.ipynb",
    "sample_explorers.py": "tests/explore/samples/{name}.py",
    "sample_figures.py": "tests/figures/samples/{name}.py",
    "wild.txt": "tests/exercises/wild/{name}.txt",
    "test_lesson.py": "tests/lessons/test_{name}.py",
    "test_experiment.py": "tests/experiments/test_{name}.py",
}
# The forms of the exercises, each with a template and a file of its own, and what they are called in the whole mould.
NAMES = {"build": "scaled", "fault": "centred", "challenge": "standard_numbers"}
# What a small lesson does without: it mends a function, asks why, and has a challenge, in one sitting.
LEFT_OUT = {
    "experiment.py",
    "explorer.py",
    "figure.py",
    "sample_explorers.py",
    "sample_figures.py",
    "test_experiment.py",
}
# Names that are taken: by other files of the folder, by the mould's question, and in the files of exercises.
TAKEN = {"questions", "guesses", "milestones", "why", "cases", "observe", "exercise"}


def checkout_of(folder):
    """The checkout of the course that a folder is, or lies in.

    Raises
    ------
    CourseworkError
        If it lies in none.
    """
    folder = Path(folder).absolute()
    for place in (folder, *folder.parents):
        wanted = ("dlcourse/lessons/__init__.py", "notebooks", "tests/exercises/wild")
        if all((place / part).exists() for part in wanted):
            return place
    raise CourseworkError(f"{folder} is no checkout of the course: give the folder of its repository with --into.")


def make(name, root, number=None, exercises=()):
    """Write the files of a new lesson; nothing is overwritten, and nothing is written if one of them is there.

    Parameters
    ----------
    name : str
        The one word of the lesson.
    root : path
        As from `checkout_of`.
    number : int, optional
        Of the notebook; by default one more than the last.
    exercises : sequence of str
        The names of a function to mend and of a challenge: the lesson is a small one. Or of a function to write and of
        these two: the whole mould. Without any, the whole mould with names of its own.

    Returns
    -------
    dict
        The path of each file, below `root`, and how many marks are in it.

    Raises
    ------
    CourseworkError
        If a name or the number does not fit or is taken, or if a file cannot be written.
    """
    root = Path(root)
    taken = {int(path.name[:2]): path.name for path in (root / "notebooks").glob("[0-9][0-9]_*.ipynb")}
    number = max(taken, default=-1) + 1 if number is None else number
    if not _is_name(name):
        raise CourseworkError(f"{name!r} is no name for a lesson: want one word of small letters, as a module has.")
    names = _names(exercises, {name, *TAKEN})
    if number in taken:
        free = next(other for other in range(100) if other not in taken)
        raise CourseworkError(f"The number {number:02d} is taken by {taken[number]}: {free:02d} is free.")
    texts = dict(_rendered(name, f"{number:02d}", names))
    there = [target for target in texts if (root / target).exists()]
    if (root / "dlcourse" / "exercises" / name).exists() or there or name in _lessons(taken.values()):
        raise CourseworkError(f"There is something of the name {name} already: {there[0] if there else 'a lesson'}.")
    for target, text in texts.items():
        _write(root / target, text)
    return {target: text.count(MARKS[0]) for target, text in texts.items()}


def _lessons(notebooks):
    return {re.sub(r"^\d+_|\.ipynb$", "", notebook) for notebook in notebooks}


def _is_name(text):
    return bool(re.fullmatch(r"[a-z][a-z0-9_]*", text)) and not keyword.iskeyword(text)


def _names(exercises, taken):
    """What the exercise of each form is called; a small lesson has none of the form "build"."""
    for exercise in exercises:
        if not _is_name(exercise) or exercise in taken or exercises.count(exercise) > 1:
            raise CourseworkError(f"{exercise!r} is no name for an exercise here: want another one, as a function has.")
    forms = {0: (), 2: ("fault", "challenge"), 3: tuple(NAMES)}.get(len(exercises))
    if forms is None:
        raise CourseworkError(
            "Name two exercises for a small lesson (a function to mend, a challenge), or three for the whole mould "
            f"(a function to write, and these two), or none; you named {len(exercises)}."
        )
    return dict(zip(forms, exercises)) or NAMES


def _rendered(name, number, names):
    """(path below the checkout, text) of each file."""
    import jinja2

    # Not escaped: what is made is no HTML.
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
    )
    small = "build" not in names
    files = {template: target for template, target in FILES.items() if not (small and template in LEFT_OUT)}
    files |= {f"{form}.py": f"dlcourse/exercises/{{name}}/{exercise}.py" for form, exercise in names.items()}
    for template, target in files.items():
        source = "notebook_small.txt" if small and template == "notebook.txt" else template
        text = environment.get_template(f"{source}.j2").render(name=name, number=number, small=small, **names)
        target = target.format(name=name, number=number)
        yield target, _notebook(text) if target.endswith(".ipynb") else text


def _notebook(text):
    """The text of a notebook file: each cell begins below a line `%%% KIND ID METADATA`."""
    cells = []
    for kind, key, mark, source in re.findall(r"^%%% (\w+) (\S+) ?(.*)\n((?:(?!%%% ).*\n?)*)", text, re.MULTILINE):
        metadata = {"dlcourse": json.loads(mark)} if mark else {}
        cell = {"cell_type": kind, "id": key, "metadata": metadata, "source": source.strip("\n")}
        cells.append(cell | ({"execution_count": None, "outputs": []} if kind == "code" else {}))
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"dlcourse": {"edition": 1}, "kernelspec": kernel, "language_info": {"name": "python"}}
    content = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _write(path, text):
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise CourseworkError(f"{path} cannot be written ({error.strerror}): look at its folder.") from None
