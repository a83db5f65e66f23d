"""The commands for instructors. What a command needs is imported when it runs, so that `--help` is quick."""

import contextlib
from pathlib import Path

import click

from dlcourse.cli.group import BadInput

ASSIGNMENT = 'A column of the platform: "Homework 1=neuron,forward"; several lessons are added up.'
WEIGHTS = "A CSV file with your points: exercise (or lesson),points."
WORKSHEET = 'A grading worksheet from Moodle, to fill in a copy of; "Homework 1=FILE" if there are several.'
RAW = "CSV files without a byte order mark, and with cells that spreadsheets take for formulas."


@contextlib.contextmanager
def _told():
    """The errors of grading as those of the command line."""
    from dlcourse.grading.errors import GradingError, UsageError

    try:
        yield
    except UsageError as error:
        raise BadInput(str(error)) from None
    except GradingError as error:
        raise click.ClickException(str(error)) from None


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("-o", "--output", "out", metavar="OUT", help="The folder of results.")
@click.option("--list", "is_listed", is_flag=True, help="Show who and what is found, and grade nothing.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="What hidden cases are drawn from (default: random).")
@click.option("--jobs", type=click.IntRange(1), help="Processes (default: one for each processor).")
@click.option("--timeout", type=click.FloatRange(0.1, 3600), help="Seconds for one exercise (default: 10).")
@click.option("--lessons", multiple=True, metavar="NAMES", help="Only these; who lacks one of them gets 'missing'.")
@click.option("--exercises", multiple=True, metavar="NAMES", help="Only these (sigmoid) and these sittings (neuron:2).")
@click.option("--assignment", "assignments", multiple=True, metavar="NAME=LESSONS", help=ASSIGNMENT)
@click.option("--weights", metavar="FILE", help=WEIGHTS)
@click.option("--packages", multiple=True, metavar="NAMES", help="What may be imported beside NumPy.")
@click.option("--scheduler", metavar="ADDRESS", help="Grade on the workers of this Dask scheduler.")
@click.option("--no-sandbox", is_flag=True, help="Run the students' code unprotected.")
@click.option("--regrade", is_flag=True, help="Begin a new run; earlier ones stay in the grade book.")
@click.option("--raw-csv", is_flag=True, help=RAW)
def grade(paths, out, is_listed, lessons, exercises, packages, no_sandbox, **options):
    """Grade submissions: files, folders, zip and tar files.

    A run that was stopped goes on when the same command is given again. NAMES are separated by commas.
    """
    from dlcourse.cli.terminal import progress_bar, show_summary
    from dlcourse.grading.run import grade as grade_all

    names = {"lessons": _names(lessons), "packages": _names(packages), "exercises": _names(exercises)}
    if is_listed:
        _list(paths, names["lessons"], names["exercises"])
        return
    if not out:
        raise BadInput("Say where the results go: -o OUT, a folder; or --list, to see first who and what is found.")
    try:
        with _told(), progress_bar() as progress:
            summary = grade_all(paths, out, sandboxed=not no_sandbox, progress=progress, **names, **options)
    except KeyboardInterrupt:
        kept = f"What is graded is kept in {out}: the same command grades the rest." if Path(out).is_dir() else ""
        click.echo(f"dlcourse: Stopped. {kept or 'Nothing was graded yet.'}", err=True)
        raise SystemExit(130) from None
    show_summary(summary)
    raise SystemExit(1 if summary.failed else 0)


def _list(paths, lessons, exercises):
    from dlcourse.cli.tables import show
    from dlcourse.cli.terminal import found_table
    from dlcourse.grading.roll import roll

    with _told():
        rows = roll(paths, lessons, exercises=exercises)
    show(found_table(rows))


def _names(values):
    return [name for value in values for name in value.replace(",", " ").split()]


@click.command()
@click.argument("out")
@click.option("--canvas-gradebook", metavar="FILE", help="A gradebook exported from Canvas, to fill in a copy of.")
@click.option("--moodle-worksheet", "moodle_worksheets", multiple=True, metavar="FILE", help=WORKSHEET)
@click.option("--moodle-participants", metavar="FILE", help="A list of participants, to make moodle.csv importable.")
@click.option("--due", multiple=True, metavar="WHEN", help='"2026-12-01 23:59", or neuron=2026-12-01 for one lesson.')
@click.option("--late", metavar="POLICY", help='What coming late costs: "10% per day, at most 50%".')
@click.option("--extensions", metavar="FILE", help="A CSV file: student, lesson (or none: all), due or days.")
@click.option("--times", multiple=True, metavar="FILE", help="When what came, as platforms export it: neuron=FILE.")
@click.option("--zone", metavar="ZONE", help="The time zone of all times, as Europe/Berlin (default: this machine's).")
@click.option("--weights", metavar="FILE", help=WEIGHTS)
@click.option("--groups", metavar="FILE", help="A CSV file: group, student. One hand-in, a row for each member.")
@click.option("--assignment", "assignments", multiple=True, metavar="NAME=LESSONS", help=ASSIGNMENT)
@click.option("--names", is_flag=True, help="Put real names on the board of scores, in the place of those of the run.")
@click.option("--raw-csv", is_flag=True, help=RAW)
def report(out, **options):
    """Write the class report, and files for learning platforms.

    OUT is the folder that `dlcourse grade` wrote; the files appear in it, and its tables and pages are written anew.
    Due dates, what coming late costs, groups and assignments are kept there: they hold until others are given, and
    "none" takes them back.
    """
    from dlcourse.grading.reports.write_report import write_report

    with _told():
        written = write_report(out, **options)
    for path, what in written.files:
        click.echo(f"Wrote {path} ({what}).")
    for note in written.notes:
        click.echo(note)


@click.command()
@click.argument("out")
@click.argument("student", required=False)
@click.argument("exercise", required=False)
@click.option("--points", metavar="P", help="What this hand-in gets for it, whatever the checks gave.")
@click.option("--comment", metavar="TEXT", help='What the student reads beside it; "" takes it away.')
@click.option("--withdraw", is_flag=True, help="Take back what was decided on it: the checks' points count.")
@click.option("--file", "path", metavar="FILE", help="Many: a CSV file with student, exercise, points, comment.")
def adjust(out, student, exercise, points, comment, withdraw, path):
    """Decide by hand on an exercise of a hand-in, or on the whole: points, a comment, or both.

    OUT is the folder that `dlcourse grade` wrote. EXERCISE is an id (neuron.sigmoid), or a lesson (neuron) for the
    whole hand-in, which then counts before its exercises. Coming late still takes off its part. A decision stays
    through a regrade; a newer hand-in does not take it. Without a STUDENT all that is decided is listed.
    """
    from dlcourse.cli.tables import show
    from dlcourse.cli.terminal import decisions_table
    from dlcourse.grading.policy.adjust import adjust as decide
    from dlcourse.grading.policy.adjust import decided
    from dlcourse.grading.policy.decision_lines import line_of, read_decisions

    is_said = points is not None or comment is not None or withdraw
    if path and (student is not None or is_said):
        raise BadInput("Give one decision (STUDENT EXERCISE --points P --comment TEXT), or --file FILE, not both.")
    if not path and ((student is None) == is_said or (student is not None and not exercise)):
        raise BadInput("Say of whom, on what (neuron.sigmoid, or neuron for the whole), and --points or --comment.")
    if withdraw and (points is not None or comment is not None):
        raise BadInput("--withdraw takes back points and comment: give it alone, or decide anew without it.")
    with _told():
        if not path and student is None:
            show(decisions_table(decided(out)))
            return
        given = ([line_of(student, exercise, points, comment, withdraw)], []) if not path else read_decisions(path)
        for sentence in [*decide(out, given[0]), *given[1]]:
            click.echo(sentence)
    click.echo("`dlcourse report` brings it into the class report and the files for platforms.")


@click.command()
@click.argument("platform", metavar="nbgrader|gradescope", type=click.Choice(["nbgrader", "gradescope"]))
@click.argument("folder", metavar="DIR")
@click.option("--lessons", multiple=True, metavar="NAMES", help="Only these, separated by commas (default: all).")
@click.option("--seed", type=click.IntRange(1, 2**63 - 1), help="What hidden cases are drawn from (default: random).")
@click.option("--allow-unsandboxed", is_flag=True, help="Gradescope: grade even where no sandbox can run.")
def export(platform, folder, lessons, seed, allow_unsandboxed):
    """Write assignments for nbgrader, or an autograder for Gradescope, to DIR."""
    if platform == "nbgrader" and allow_unsandboxed:
        raise BadInput("--allow-unsandboxed is for gradescope: nbgrader never uses a sandbox.")
    with _told():
        if platform == "nbgrader":
            from dlcourse.grading.exports.nbgrader import export_nbgrader

            written = export_nbgrader(folder, _names(lessons), seed=seed)
        else:
            from dlcourse.grading.exports.gradescope import export_gradescope

            written = [export_gradescope(folder, _names(lessons), allow_unsandboxed=allow_unsandboxed, seed=seed)]
    for path in written:
        click.echo(f"Wrote {path}.")
