"""What an instructor sees in the terminal while submissions are graded: a bar, and a table at the end."""

import contextlib
import sys

import click

from dlcourse.checking.status import Status
from dlcourse.cli.tables import show, table

MOST_NOTES = 20


@contextlib.contextmanager
def progress_bar():
    """A function for `grade` that draws a bar on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, name: bar.update(task, completed=done, total=total)


def show_summary(summary):
    """Print what a run came to."""
    show(summary_table(summary.lessons))
    for note in summary.notes[:MOST_NOTES]:
        click.echo(_line(note), err=True)
    if len(summary.notes) > MOST_NOTES:
        click.echo(f"... and {len(summary.notes) - MOST_NOTES} more notes: they are in the grade book.", err=True)
    if not summary.run["sandboxed"]:
        click.echo("Graded WITHOUT a sandbox: the students' code ran unprotected on this machine.", err=True)
    kept = f", {summary.kept} were in the grade book already" if summary.kept else ""
    failed = f" ({summary.failed} of them could not be: the same command tries again)" if summary.failed else ""
    click.echo(f"Graded {summary.graded}{failed}{kept}. grades.csv, exercises.csv and feedback are in {summary.out}.")


def summary_table(summaries):
    """For each lesson: submissions, how many of each status, and the mean and the highest possible score."""
    used = [status for status in Status if any(item["statuses"][status] for item in summaries)]
    rows = []
    for item in summaries:
        scores = item["scores"]
        mean = f"{sum(scores) / len(scores):.1f}/{round(item['max_score'], 6):g}" if scores else ""
        counts = [item["statuses"][status] or "" for status in used]
        rows.append([item["lesson"] or "unknown", sum(item["statuses"].values()), *counts, mean])
    return table("Graded", "lesson", ">submissions", *(f">{status}" for status in used), ">mean", rows=rows)


def found_table(rows):
    """Who and what was found, as from `roll`; names are strangers' texts, each stays on its line."""
    lines = [
        [_line(row["student"]), row["lesson"] or "unknown", _line(row["file"]), _line(row["note"])] for row in rows
    ]
    return table("Found", "student", "lesson", "file", "note", rows=lines)


def decisions_table(rows):
    """What is decided by hand, as from `adjust.decided`."""
    lines = [
        [
            _line(row["student"]),
            row["exercise"] or row["lesson"],
            "" if row["points"] is None else f"{row['points']:g}",
            _line(row["comment"]),
            row["made"],
            row["state"],
        ]
        for row in rows
    ]
    return table("Decided by hand", "student", "lesson or exercise", ">points", "comment", "when", "state", rows=lines)


def _line(text):
    """One line, whatever names are in it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
