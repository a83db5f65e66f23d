"""Grade submissions: from folders and zip files to a grade book, tables and pages.

A run that was stopped goes on where it was when it is started again: what is in the book is not graded twice.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from dlcourse.checking.runtime.plain import encode
from dlcourse.checking.status import Status
from dlcourse.exercises import lesson, lesson_names
from dlcourse.grading.errors import GradingError, UsageError
from dlcourse.grading.folder import results_folder
from dlcourse.grading.gradebook import BOOK, GradeBook
from dlcourse.grading.processes import dask_pool, pool
from dlcourse.grading.reports.publish import publish
from dlcourse.grading.reports.statistics import saved_with_sentence, summary_rows
from dlcourse.grading.sandbox.bwrap import SandboxError, package_paths
from dlcourse.grading.sandbox.client import GRACE, Lost, Worker
from dlcourse.grading.submission import grade_one, points_of, ungraded
from dlcourse.grading.submissions.find import NOTHING, find_submissions
from dlcourse.grading.submissions.unpack import Unreadable
from dlcourse.grading.version import course_version

TIMEOUT = 10.0
SEED_BITS = 62


@dataclass
class Summary:
    """What a call of `grade` did.

    Parameters
    ----------
    run : dict
        The run in the grade book.
    out : Path
    graded, kept : int
        Submissions graded now, and those that were in the book before.
    failed : int
        Submissions that could not be graded because of the grader's machine.
    lessons : list of dict
        As from `summary_rows`.
    notes : list of str
        Sentences for the instructor.
    """

    run: dict
    out: Path
    graded: int = 0
    kept: int = 0
    failed: int = 0
    lessons: list = field(default_factory=list)
    notes: list = field(default_factory=list)


def grade(
    paths, out, *, seed=None, jobs=None, timeout=None, sandboxed=True, packages=(), lessons=(), regrade=False,
    scheduler=None, raw_csv=False, progress=None,
):  # fmt: skip
    """Grade the submissions in files, folders and zip files.

    Parameters
    ----------
    paths : list of path
    out : path
        The folder of results, made if it is not there. A run that was begun in it goes on.
    seed : int, optional
        What the hidden cases are drawn from; by default the one in the grade book, in a new one a random one.
    jobs : int, optional
        Processes; by default one for each processor.
    timeout : float, optional
        Seconds for one exercise; by default as the run began, 10 in a new one.
    sandboxed : bool
        False runs the students' code without protection.
    packages : sequence of str
        What students may import beside NumPy and the standard library.
    lessons : sequence of str
        Only these; and students who did not hand one of them in get the status "missing".
    regrade : bool
        Begin a new run, which grades everything again; the earlier ones stay in the book.
    scheduler : str, optional
        The address of a Dask scheduler: its workers grade, and not processes of this machine.
    raw_csv : bool
        Write every cell of the tables as it is, without a byte order mark.
    progress : function, optional
        Called as `progress(done, total, name)`.

    Returns
    -------
    Summary

    Raises
    ------
    UsageError
        If what was asked for makes no sense.
    GradingError
        If grading cannot go on. What is graded is in the book.
    """
    unknown = sorted(set(lessons) - set(lesson_names()))
    if unknown:
        raise UsageError(f"There is no lesson {unknown[0]!r}: the lessons are {', '.join(lesson_names())}.")
    found = find_submissions(paths)
    wanted = {(item.student, name) for item in found for name in lessons}
    if lessons:
        found = [item for item in found if item.lesson in lessons or item.lesson == NOTHING]
    if not found and not wanted:
        raise UsageError("There is no notebook of the course in what was given: give the folder of the submissions.")
    with results_folder(out) as (folder, engine), GradeBook(folder / BOOK) as book:
        run = _run(book, engine, seed, timeout, sandboxed, packages, regrade)
        summary = Summary(run, folder)
        grading = _Grading(book, summary, engine, found, wanted)
        grading.go(jobs or os.cpu_count() or 1, scheduler, progress or (lambda done, total, name: None))
        publish(book, run, folder, raw_csv)
        book.finish(run["id"])
        summary.lessons = summary_rows(book.submissions(run["id"]))
        versions = saved_with_sentence(book.submissions(run["id"]))
        summary.notes[:0] = [versions] if versions else []
        return summary


def _run(book, engine, seed, timeout, sandboxed, packages, regrade):
    """The run to go on with, or a new one. It begins once it is sure that a worker starts."""
    last = book.latest()
    if last is not None and not regrade:
        _same_or_refuse(last, seed, timeout, sandboxed, packages)
        _try_sandbox(engine, last["options"], last["sandboxed"])
        return last
    options = {"timeout": timeout or TIMEOUT, "packages": sorted(packages), "course": course_version()}
    _try_sandbox(engine, options, sandboxed)
    book.begin(secrets.randbits(SEED_BITS) if seed is None else seed, sandboxed=sandboxed, options=options)
    return book.latest()


def _same_or_refuse(last, seed, timeout, sandboxed, packages):
    """Grades of one run were all found in the same way."""
    stored = {"seed": last["seed"], "sandbox": last["sandboxed"], **last["options"]}
    wanted = {"seed": seed, "sandbox": sandboxed, "timeout": timeout, "packages": sorted(packages) or None}
    for name, value in (wanted | {"course": course_version()}).items():
        if value is not None and value != stored[name]:
            raise UsageError(_other(name, stored[name], value))


def _other(name, stored, value):
    if name == "course":
        what = "was graded by another version of the course's exercises"
    elif name == "sandbox":
        what = f"was begun {'with' if stored else 'without'} the sandbox"
    else:
        what = f"was begun with {name} {stored or 'none'}, not {value}"
    return f"The run in this folder {what}: --regrade begins a new one and keeps the old, or give another folder."


def _try_sandbox(engine, options, sandboxed):
    """Find out before the first submission whether a worker starts at all."""
    packages = tuple(options["packages"])
    nothing = [encode({"cells": {}, "jobs": []}), encode({"modules": {}})]
    try:
        package_paths(packages)
        with Worker(engine, options["timeout"], packages, sandboxed) as worker:
            worker.ask(nothing, 0)
    except SandboxError as error:
        raise GradingError(str(error)) from None
    except (Lost, OSError):
        if not sandboxed:
            raise GradingError("The worker does not start: `dlcourse doctor --all` says what is missing.") from None
        raise GradingError(
            "The sandbox (bubblewrap) does not start on this machine: `dlcourse doctor --all` says why, or pass "
            "--no-sandbox to run the students' code unprotected."
        ) from None


def _grade_there(task):
    """`grade_one` on another machine, if that has the same course."""
    if task["course"] != course_version():
        message = "A worker of the cluster has another version of the course: install the same one, and grade again."
        return ungraded(Status.CRASHED, message, task["lesson"], machine=True)
    return grade_one({name: value for name, value in task.items() if name != "engine"})


class _Grading:
    """The submissions of one call on their way into the book."""

    def __init__(self, book, summary, engine, found, wanted):
        self.book, self.summary, self.engine, self.found = book, summary, engine, found
        self.run = summary.run
        self.done = book.done(self.run["id"])
        self.missing = sorted(wanted - {item.key for item in found} - set(self.done))
        self.ended = 0

    def go(self, jobs, scheduler, progress):
        """Grade what is not in the book yet."""
        self.progress = progress
        self._forget_the_unknown()
        for student, name in self.missing:
            self._store({"student": student, "lesson": name, "name": ""}, _missing_outcome(name))
        if scheduler:
            outcomes = dask_pool.run(self._tasks(), _grade_there, scheduler, _seconds)
        else:
            outcomes = pool.run(self._tasks(), grade_one, jobs, _seconds)
        for row, outcome in outcomes:
            self._store(row, _lost(row, outcome) if isinstance(outcome, pool.Gone) else outcome)

    def _forget_the_unknown(self):
        """Who had handed in nothing that could be read, and now has, need not be told so any more."""
        keys = {item.key for item in self.found}
        known = {student for student, name in keys if name}
        old = [key for key in self.done if key[1] == NOTHING and key[0] in known and key not in keys]
        if old:
            self.book.forget(self.run["id"], old)

    def _tasks(self):
        """(row for the book, task) for what has to be graded; the rest is dealt with on the way."""
        options = self.run["options"]
        for item in self.found:
            self.summary.notes += [f"{item.student}: {note}" for note in item.notes]
            problem, data = item.problem, b""
            if not problem:
                try:
                    data = item.read()
                except Unreadable as error:
                    problem = f"{item.name} {error}."
            sha256 = hashlib.sha256(data or problem.encode("utf-8", "backslashreplace")).hexdigest()
            row = {"student": item.student, "lesson": item.lesson, "name": item.name, "sha256": sha256}
            row["notes"] = list(item.notes)
            if self.done.get(item.key) == sha256:
                self.summary.kept += 1
                self._advance(item.name)
            elif problem:
                self._store(row, ungraded(Status.INVALID, problem, item.lesson))
            else:
                task = {"student": item.student, "lesson": item.lesson, "name": item.name, "data": data}
                task |= {"seed": self.run["seed"], "sandboxed": self.run["sandboxed"], "engine": str(self.engine)}
                task["course"] = self.run["options"]["course"]
                yield row, task | {"timeout": options["timeout"], "packages": options["packages"]}

    def _store(self, row, outcome):
        notes = [*row.get("notes", []), *outcome["notes"]]
        fields = {key: value for key, value in outcome.items() if key != "results"}
        self.book.store(self.run["id"], row | fields | {"notes": notes}, outcome["results"])
        self.summary.graded += 1
        self.summary.failed += outcome["machine"]
        if outcome["machine"]:
            self.summary.notes.append(f"{row['name']} could not be graded: {outcome['message']}")
        self._advance(row["name"])

    def _advance(self, name):
        self.ended += 1
        self.progress(self.ended, len(self.found) + len(self.missing), name)


def _missing_outcome(name):
    return ungraded(Status.MISSING, "Nothing was handed in for this lesson.", name)


def _seconds(task):
    """After this a process that grades is given up: every exercise may take its time, and a worker may be lost."""
    exercises = 1 + len(lesson(task["lesson"])) if points_of(task["lesson"]) else 1  # once together, then each
    return 60 + exercises * (task["timeout"] + GRACE + 5)


def _lost(row, outcome):
    """The outcome for a submission whose grading process was gone twice."""
    if outcome.overdue:
        message = "Grading this took far longer than all its exercises may take, and was stopped."
        return ungraded(Status.TIMEOUT, message, row["lesson"])
    message = "The process that graded this ended twice: it needs too much memory, or the machine has a problem."
    return ungraded(Status.CRASHED, message, row["lesson"], machine=True)
