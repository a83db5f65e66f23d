"""The commands for learners. What a command needs is imported when it runs, so that `--help` is quick."""

import json
import os
import shlex
from pathlib import Path

import click

from dlcourse.cli.group import BadInput, without

DEFAULT_FOLDER = "my-dlcourse"


@click.command()
@click.argument("folder", metavar="[DIR]", default=DEFAULT_FOLDER)
@click.option("--no-browser", is_flag=True, help="Print the address instead of opening a browser.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port of JupyterLab (default: a free one).")
@click.option(
    "--no-server", is_flag=True, help="Bring the notebooks to DIR and end there, as before a JupyterHub's server."
)
def lab(folder, no_browser, port, no_server):
    """Open the course in JupyterLab.

    First use copies the notebooks to DIR (default: my-dlcourse); your work is never overwritten.
    """
    from importlib.util import find_spec

    from dlcourse.coursework.files import CourseworkError
    from dlcourse.lab.assistants import ask_for_hints
    from dlcourse.lab.folder import LabError, prepare, start
    from dlcourse.lab.resume import first_notebook
    from dlcourse.notebook.progress import load, right_answers

    if not no_server and find_spec("jupyterlab") is None:
        raise without("jupyterlab")
    try:
        report = prepare(folder, right_answers)
        first, sentence = first_notebook(report, lambda: load(_own_file(folder))["exercises"])
        for line in filter(None, [*report.lines(), ask_for_hints(folder), sentence]):
            click.echo(line)
        if no_server:
            return
        raise SystemExit(start(folder, browser=not no_browser, port=port, say=click.echo, first=first))
    except (LabError, CourseworkError) as error:
        raise BadInput(str(error)) from None


def _own_file(folder):
    """The folder of a progress file, None where the environment names the file, as the kernels find it."""
    return None if os.environ.get("DLCOURSE_PROGRESS") else folder


@click.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="As JSON, which says more: mistakes, hints and claims.")
def list_lessons(as_json):
    """List the lessons with their exercises."""
    from dlcourse.coursework.catalog import lesson_catalog

    catalog = lesson_catalog()
    if as_json:
        click.echo(json.dumps(catalog, indent=1))
        return
    from dlcourse.cli.tables import lessons_table, show

    show(lessons_table(catalog))


@click.command()
@click.argument("notebooks", metavar="NOTEBOOK...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(notebooks, as_json):
    """Run the exercises of notebooks and say what is right.

    This runs your own code on your own machine. What is right goes into my_dlcourse, beside the notebook. The exit
    code is 0 only if everything is right; bonus exercises may be left out.
    """
    from dlcourse.coursework.files import CourseworkError

    results, problems = [], []
    for path in notebooks:
        try:
            results.append(_check_one(path))
        except CourseworkError as error:
            problems.append(str(error))
    if as_json:
        click.echo(json.dumps(results, indent=1))
    else:
        from dlcourse.cli.tables import show_checked

        for result in results:
            show_checked(result)
            if result["library"]:
                click.echo(result["library"])
    for problem in problems[:-1]:
        click.echo(f"dlcourse: {problem}", err=True)
    if problems:
        raise BadInput(problems[-1])
    asked = [item for result in results for item in result["exercises"] if not item["bonus"]]
    passed = all(item["status"] == "correct" for item in asked)
    raise SystemExit(0 if passed else 1)


def _check_one(path):
    from dlcourse.coursework.check_here import lesson_of, run_locally
    from dlcourse.coursework.files import read_coursework
    from dlcourse.notebook.own_filling import fill

    _notebook, extraction = read_coursework(path)
    folder = Path(path).absolute().parent
    exercises = run_locally(extraction, folder, name=Path(path).name)
    return {
        "notebook": str(path),
        "lesson": lesson_of(extraction),
        "score": sum(item["score"] for item in exercises),
        "max_score": sum(item["max_score"] for item in exercises),
        "exercises": exercises,
        "notes": extraction.notes + _broken(extraction),
        "library": fill(folder, extraction, exercises),
    }


def _broken(extraction):
    return [
        f"Cell {cell.cell + 1} is not Python, line {cell.line} ({cell.message}): {cell.code}"
        for cell in extraction.broken
    ]


@click.command()
@click.argument("folder", metavar="[DIR]", required=False)
def progress(folder):
    """Show what you have solved so far, your milestones, and where to go on.

    DIR is the folder of your notebooks (default: this folder or my-dlcourse).
    """
    from dlcourse.cli.tables import milestones_table, progress_table, show
    from dlcourse.coursework.catalog import lesson_catalog
    from dlcourse.coursework.resume import where_to_go_on
    from dlcourse.exercises import lesson_names, milestones
    from dlcourse.notebook.progress import load

    kept = load(folder_of_progress(folder))
    if not kept["exercises"]:
        click.echo("Nothing is solved here yet: `dlcourse lab` opens the course.")
        return
    catalog = lesson_catalog()
    show(progress_table(catalog, kept["exercises"]))
    show(milestones_table([goal for name in lesson_names() for goal in milestones(name)], kept["milestones"]))
    place = where_to_go_on(catalog["lessons"], kept["exercises"])
    if place:
        click.echo(place.words)


def folder_of_progress(folder):
    """The folder whose progress is meant: the one given, else this one or my-dlcourse; None for the environment's."""
    from dlcourse.notebook.progress import FILE_NAME

    if folder is None and not os.environ.get("DLCOURSE_PROGRESS"):
        folder = "." if Path(FILE_NAME).exists() or not Path(DEFAULT_FOLDER).is_dir() else DEFAULT_FOLDER
    if folder is not None and not Path(folder).is_dir():
        raise BadInput(f"{folder} is not a folder: give the folder of your notebooks.")
    return folder


@click.command()
@click.argument("notebook")
@click.option("-o", "--output", "out", required=True, metavar="OUT", help="The notebook to write.")
@click.option("--all", "replace_all", is_flag=True, help="Replace what is already answered, too.")
def solve(notebook, out, replace_all):
    """Write a copy of a notebook with the blanks filled in."""
    from dlcourse.coursework.files import CourseworkError, read_coursework, text_of
    from dlcourse.coursework.solve import solve as write_answers

    if os.path.lexists(out):
        raise BadInput(f"{out} exists already: give the name of a new file.")
    try:
        content, extraction = read_coursework(notebook)
    except CourseworkError as error:
        raise BadInput(str(error)) from None
    text = text_of(write_answers(content, replace_all))
    try:
        with open(out, "x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise BadInput(f"{out} cannot be written ({error.strerror}): choose another place.") from None
    for note in _broken(extraction):
        click.echo(f"{note} (left as it is)", err=True)
    click.echo(f"Wrote {out}.")


@click.command()
@click.argument("out")
@click.option(
    "--from", "folder", metavar="DIR", help="The folder of your notebooks (default: this one or my-dlcourse)."
)
def build(out, folder):
    """Make an installable package of what you wrote, in a new folder OUT.

    It has your functions that passed their checks, the course's for the rest, and tests for yours. Nothing of yours
    runs.
    """
    from dlcourse.coursework.building.ownership import BY_HAND, OWN
    from dlcourse.coursework.building.package import build as make
    from dlcourse.coursework.files import CourseworkError
    from dlcourse.coursework.own_answers import PACKAGE
    from dlcourse.notebook.own_files import Library

    if folder is None:
        folder = "." if Path(PACKAGE).is_dir() or not Path(DEFAULT_FOLDER).is_dir() else DEFAULT_FOLDER
    if not Path(folder).is_dir():
        raise BadInput(f"{folder} is not a folder: give the folder of your notebooks.")
    library = Library(folder)
    texts, notes = library.texts()
    try:
        table, more = make(texts, out)
    except CourseworkError as error:
        raise BadInput(str(error)) from None
    for note in [*notes, *more]:
        click.echo(note, err=True)
    counts = {mark: sum(one == mark for one in table.values()) for mark in (OWN, BY_HAND)}
    click.echo(f"Wrote {out}: {counts[OWN]} of {len(table)} functions are your own, bonus ones among them.")
    if counts[BY_HAND]:
        click.echo(f"{counts[BY_HAND]} more are in files that you changed by hand: they are taken as they are.")
    if not any(counts.values()):
        click.echo(f"Nothing in {library.path} can be used, so the package's tests fail: solve an exercise first.")
    click.echo(f'To install it and run its tests: cd {shlex.quote(out)} && pip install ".[test]" && pytest')


@click.command()
@click.option("--all", "everything", is_flag=True, help="Look at what grading and the course's own tests need, too.")
def doctor(everything):
    """Say what is missing on this machine, and how to get it."""
    from dlcourse.cli.tables import doctor_table, show
    from dlcourse.lab.doctor import examine

    findings = examine(_why_no_sandbox, everything=everything)
    show(doctor_table(findings))
    missing = [finding for finding in findings if not finding.good]
    for finding in missing:
        click.echo(f"{finding.name} ({finding.purpose}): {finding.remedy}.")
    needed = [finding for finding in missing if finding.purpose in ("course", "lab")]
    click.echo("Something the course needs is missing." if needed else "Everything the course needs is here.")
    if not everything:
        click.echo("`dlcourse doctor --all` looks at what grading and the course's own tests need, too.")
    raise SystemExit(1 if needed else 0)


def _why_no_sandbox():
    from dlcourse.grading.sandbox.bwrap import why_not

    return why_not()
