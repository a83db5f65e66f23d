"""The command line. What a command needs is imported when it runs, so that `--help` is quick."""

import difflib
import json
import os
import sys
from pathlib import Path

import click

DEFAULT_FOLDER = "my-dlcourse"


class BadInput(click.ClickException):
    """A mistake of the user: one sentence, exit code 2."""

    exit_code = 2


class _Group(click.Group):
    """Commands whose errors are one sentence on stderr that says the remedy."""

    def main(self, args=None, prog_name=None, **options):
        """Run a command and leave the process with its exit code."""
        options["standalone_mode"] = False
        try:
            code = super().main(args, prog_name or "dlcourse", **options)
            sys.stdout.flush()  # here, so that a closed pipe is noticed here
        except click.ClickException as error:
            code = error.exit_code
            click.echo(f"dlcourse: {_sentence(error)}", err=True)
        except (click.Abort, KeyboardInterrupt):
            code = 130
        except BrokenPipeError:  # `dlcourse list | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        sys.exit(code if isinstance(code, int) else 0)

    def list_commands(self, ctx):
        """The commands in the order in which a learner meets them."""
        return list(self.commands)

    def resolve_command(self, ctx, args):
        """Name the nearest command for one that does not exist."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            near = difflib.get_close_matches(name, self.list_commands(ctx), n=1)
            meant = f"did you mean `dlcourse {near[0]}`?" if near else "`dlcourse --help` lists them."
            raise BadInput(f"There is no command {name!r}: {meant}")
        return super().resolve_command(ctx, args)


def _sentence(error):
    text = " ".join(error.format_message().split())
    if isinstance(error, click.UsageError) and error.ctx:
        command = error.ctx.command_path
        return f"{text.rstrip('.')}: `{command} --help` shows how to call it."
    return text


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dlcourse", prog_name="dlcourse")
def main():
    """A hands-on course on deep learning. Begin with: dlcourse lab"""


@main.command()
@click.argument("folder", metavar="[DIR]", default=DEFAULT_FOLDER)
@click.option("--no-browser", is_flag=True, help="Print the address instead of opening a browser.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port of JupyterLab (default: a free one).")
def lab(folder, no_browser, port):
    """Open the course in JupyterLab.

    First use copies the notebooks to DIR (default: my-dlcourse); your work is never overwritten.
    """
    from dlcourse.coursework.files import CourseworkError
    from dlcourse.lab.folder import LabError, prepare, start
    from dlcourse.notebook.progress import right_answers

    try:
        for line in prepare(folder, right_answers).lines():
            click.echo(line)
        raise SystemExit(start(folder, browser=not no_browser, port=port, say=click.echo))
    except (LabError, CourseworkError) as error:
        raise BadInput(str(error)) from None


@main.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with mistakes, hints and claims.")
def list_lessons(as_json):
    """List the lessons with their exercises."""
    from dlcourse.coursework.files import lesson_catalog

    catalog = lesson_catalog()
    if as_json:
        click.echo(json.dumps(catalog, indent=1))
        return
    from dlcourse.cli.tables import lessons_table, show

    show(lessons_table(catalog))


@main.command()
@click.argument("notebooks", metavar="NOTEBOOK...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(notebooks, as_json):
    """Run the exercises of notebooks and say what is right.

    This runs your own code on your own machine. The exit code is 0 only if everything is right.
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
    for problem in problems[:-1]:
        click.echo(f"dlcourse: {problem}", err=True)
    if problems:
        raise BadInput(problems[-1])
    passed = all(item["status"] == "correct" for result in results for item in result["exercises"])
    raise SystemExit(0 if passed else 1)


def _check_one(path):
    from dlcourse.coursework.check_here import lesson_of, run_locally
    from dlcourse.coursework.files import read_coursework

    _notebook, extraction = read_coursework(path)
    exercises = run_locally(extraction, Path(path).absolute().parent, name=Path(path).name)
    return {
        "notebook": str(path),
        "lesson": lesson_of(extraction),
        "score": sum(item["score"] for item in exercises),
        "max_score": sum(item["max_score"] for item in exercises),
        "exercises": exercises,
        "notes": extraction.notes + _broken(extraction),
    }


def _broken(extraction):
    return [
        f"Cell {cell.cell + 1} is not Python, line {cell.line} ({cell.message}): {cell.code}"
        for cell in extraction.broken
    ]


@main.command()
@click.argument("folder", metavar="[DIR]", required=False)
def progress(folder):
    """Show what you have solved so far.

    DIR is the folder of your notebooks (default: this folder or my-dlcourse).
    """
    from dlcourse.cli.tables import progress_table, show
    from dlcourse.coursework.files import lesson_catalog
    from dlcourse.notebook.progress import FILE_NAME, load

    if folder is None and not os.environ.get("DLCOURSE_PROGRESS"):
        folder = "." if Path(FILE_NAME).exists() or not Path(DEFAULT_FOLDER).is_dir() else DEFAULT_FOLDER
    if folder is not None and not Path(folder).is_dir():
        raise BadInput(f"{folder} is not a folder: give the folder of your notebooks.")
    entries = load(folder)["exercises"]
    if not entries:
        click.echo("Nothing is solved here yet: `dlcourse lab` opens the course.")
        return
    show(progress_table(lesson_catalog(), entries))


@main.command()
@click.argument("notebook")
@click.option("-o", "--output", "out", required=True, metavar="OUT", help="The notebook to write.")
@click.option("--all", "replace_all", is_flag=True, help="Replace what is already answered, too.")
def solve(notebook, out, replace_all):
    """Write a copy of a notebook with the blanks filled in."""
    import nbformat

    from dlcourse.coursework.files import CourseworkError, read_coursework
    from dlcourse.coursework.solve import solve as write_answers

    if os.path.lexists(out):
        raise BadInput(f"{out} exists already: give the name of a new file.")
    try:
        content, extraction = read_coursework(notebook)
    except CourseworkError as error:
        raise BadInput(str(error)) from None
    text = nbformat.writes(write_answers(content, replace_all))
    try:
        with open(out, "x", encoding="utf-8") as stream:
            stream.write(text + "\n")
    except OSError as error:
        raise BadInput(f"{out} cannot be written ({error.strerror}): choose another place.") from None
    for note in _broken(extraction):
        click.echo(f"{note} (left as it is)", err=True)
    click.echo(f"Wrote {out}.")


@main.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("-o", "--output", "out", required=True, metavar="OUT", help="The folder of results.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="What hidden cases are drawn from (default: random).")
@click.option("--jobs", type=click.IntRange(1), help="Processes (default: one for each processor).")
@click.option("--timeout", type=click.FloatRange(0.1, 3600), help="Seconds for one exercise (default: 10).")
@click.option("--lessons", multiple=True, metavar="NAMES", help="Only these; who lacks one of them gets 'missing'.")
@click.option("--packages", multiple=True, metavar="NAMES", help="What may be imported beside NumPy.")
@click.option("--scheduler", metavar="ADDRESS", help="Grade on the workers of this Dask scheduler.")
@click.option("--no-sandbox", is_flag=True, help="Run the students' code unprotected.")
@click.option("--regrade", is_flag=True, help="Begin a new run; earlier ones stay in the grade book.")
def grade(paths, out, lessons, packages, no_sandbox, **options):
    """Grade submissions: files, folders and zip files.

    A run that was stopped goes on when the same command is given again. NAMES are separated by commas.
    """
    from dlcourse.grading.errors import GradingError, UsageError
    from dlcourse.grading.reports.terminal import progress_bar, show_summary
    from dlcourse.grading.run import grade as grade_all

    names = {"lessons": _names(lessons), "packages": _names(packages)}
    try:
        with progress_bar() as progress:
            summary = grade_all(paths, out, sandboxed=not no_sandbox, progress=progress, **names, **options)
    except KeyboardInterrupt:
        click.echo(f"dlcourse: Stopped. What is graded is kept in {out}: the same command grades the rest.", err=True)
        raise SystemExit(130) from None
    except UsageError as error:
        raise BadInput(str(error)) from None
    except GradingError as error:
        raise click.ClickException(str(error)) from None
    show_summary(summary)
    raise SystemExit(1 if summary.failed else 0)


def _names(values):
    return [name for value in values for name in value.replace(",", " ").split()]


@main.command()
@click.argument("out")
@click.option("--canvas-gradebook", metavar="FILE", help="A gradebook exported from Canvas, to fill in a copy of.")
@click.option("--moodle-worksheet", metavar="FILE", help="A grading worksheet from Moodle, to fill in a copy of.")
def report(out, **options):
    """Write the class report, and files for learning platforms.

    OUT is the folder that `dlcourse grade` wrote; the files appear in it.
    """
    from dlcourse.grading.errors import GradingError, UsageError
    from dlcourse.grading.reports.class_report import write_report

    try:
        written = write_report(out, **options)
    except UsageError as error:
        raise BadInput(str(error)) from None
    except GradingError as error:
        raise click.ClickException(str(error)) from None
    for path, what in written.files:
        click.echo(f"Wrote {path} ({what}).")
    for note in written.notes:
        click.echo(note)


@main.command()
@click.argument("platform", metavar="nbgrader|gradescope", type=click.Choice(["nbgrader", "gradescope"]))
@click.argument("folder", metavar="DIR")
@click.option("--lessons", multiple=True, metavar="NAMES", help="Only these, separated by commas (default: all).")
@click.option("--seed", type=click.IntRange(1, 2**63 - 1), help="What hidden cases are drawn from (default: random).")
@click.option("--allow-unsandboxed", is_flag=True, help="Gradescope: grade even where no sandbox can run.")
def export(platform, folder, lessons, seed, allow_unsandboxed):
    """Write assignments for nbgrader, or an autograder for Gradescope, to DIR."""
    from dlcourse.grading.errors import UsageError

    try:
        if platform == "nbgrader":
            from dlcourse.grading.exports.nbgrader import export_nbgrader

            if allow_unsandboxed:
                raise UsageError("--allow-unsandboxed is for gradescope: nbgrader never uses a sandbox.")
            written = export_nbgrader(folder, _names(lessons), seed=seed)
        else:
            from dlcourse.grading.exports.gradescope import export_gradescope

            written = [export_gradescope(folder, _names(lessons), allow_unsandboxed=allow_unsandboxed, seed=seed)]
    except UsageError as error:
        raise BadInput(str(error)) from None
    for path in written:
        click.echo(f"Wrote {path}.")


@main.command()
def doctor():
    """Say what is missing on this machine, and how to get it."""
    from dlcourse.cli.tables import doctor_table, show
    from dlcourse.lab.doctor import examine

    findings = examine()
    show(doctor_table(findings))
    missing = [finding for finding in findings if not finding.good]
    for finding in missing:
        click.echo(f"{finding.name} ({finding.purpose}): {finding.remedy}.")
    needed = [finding for finding in missing if finding.purpose == "course"]
    click.echo("Something the course needs is missing." if needed else "Everything the course needs is here.")
    raise SystemExit(1 if needed else 0)
