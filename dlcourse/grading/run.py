"""Grade submissions: from folders and zip files to a grade book, tables and pages.

A run that was stopped goes on where it was when it is started again: what is in the book is not graded twice.
"""

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from dlcourse.checking.status import Status
from dlcourse.grading.begin import TIMEOUT, begun_with, run_for
from dlcourse.grading.bounds import bounded
from dlcourse.grading.folder import results_folder
from dlcourse.grading.gradebook import BOOK, GradeBook
from dlcourse.grading.policy.layer import Layer
from dlcourse.grading.policy.rules import asked_for, read_points
from dlcourse.grading.processes import dask_pool
from dlcourse.grading.processes.pool import Gone, Pool
from dlcourse.grading.reports.decided import notes
from dlcourse.grading.reports.publish import publish
from dlcourse.grading.reports.statistics import saved_with_sentence, summary_rows
from dlcourse.grading.roll import found_and_wanted
from dlcourse.grading.selection import chosen_exercises, lessons_asked, told
from dlcourse.grading.submission import LEAST, grade_one, lost, seconds_for, ungraded
from dlcourse.grading.submissions.choose import UNREAD
from dlcourse.grading.submissions.find import NOTHING
from dlcourse.grading.submissions.look import fetch
from dlcourse.grading.version import course_version

TIMES = ("student", "lesson", "handed_in", "time_from", "naive", "late")


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
    scheduler=None, raw_csv=False, owner="", progress=None, exercises=(), weights=None, assignments=(),
):  # fmt: skip
    """Grade the submissions in files, folders and archives.

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
    owner : str
        The student, where everything is one student's; else who is who is read from names.
    progress : function, optional
        Called as `progress(done, total, name)`.
    exercises : sequence of str
        Only these exercises and sittings are judged and asked for (`chosen_exercises`), and only their lessons are
        graded; by default as the run began, all in a new one.
    weights, assignments : optional
        As of `read_points`: other points, and a platform's columns. They are kept in the grade book.

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
    rules = read_points(weights, assignments, lessons) | {"raw_csv": raw_csv or None}
    chosen = chosen_exercises(exercises, lessons) or ([] if regrade else begun_with(out))
    lessons = lessons_asked(lessons, chosen)
    with Pool(jobs or os.cpu_count() or 1) as processes:
        found, wanted = found_and_wanted(paths, lessons, processes, max(timeout or TIMEOUT, LEAST), owner)
        with results_folder(out) as (folder, engine), GradeBook(folder / BOOK) as book:
            run = run_for(book, engine, seed, timeout, sandboxed, packages, chosen, regrade)
            book.keep_rules(rules | asked_for(book.rules(), run, lessons))
            book.see_again(run["id"], [{name: getattr(item, name) for name in TIMES} for item in found])
            summary = Summary(run, folder)
            grading = _Grading(book, summary, engine, found, wanted)
            grading.go(processes, scheduler, progress or (lambda done, total, name: None))
            layer = Layer(book, run)
            publish(layer, folder)
            book.finish(run["id"])
            summary.lessons = summary_rows(book.submissions(run["id"]))
            versions = saved_with_sentence(book.submissions(run["id"]))
            first = [told(chosen)] if chosen else []
            summary.notes[:0] = [
                *first,
                *([versions] if versions else []),
                *notes(layer),
                *_of_earlier(folder, rules, layer, book),
            ]
            return summary


def _of_earlier(folder, rules, layer, book):
    """Sentences on what is from before: lessons that a new run lacks, other points, files that are not made anew."""
    told, runs = [], [run["id"] for run in book.runs()]
    lessons = [{row["lesson"] for row in book.submissions(run)} - {NOTHING} for run in runs[-2:]]
    if len(lessons) == 2 and lessons[0] - lessons[1]:
        names = ", ".join(sorted(lessons[0] - lessons[1]))
        told.append(f"This new run does not have {names} yet, which the run before it has: grade that, too.")
    if layer.rules.get("weights") and "weights" not in rules:
        told.append("With the weights as given before (--weights none takes them back).")
    if (folder / "canvas.csv").exists():
        told.append(
            "The class report and the files for platforms are those of before: `dlcourse report` writes them anew."
        )
    return told


def _grade_there(task):
    """`grade_one` on another machine, if that has the same course."""
    if task["course"] != course_version():
        message = "A worker of the cluster has another version of the course: install the same one, and grade again."
        return ungraded(Status.CRASHED, message, task["lesson"], task["exercises"], machine=True)
    return grade_one({name: value for name, value in task.items() if name != "engine"})


class _Grading:
    """The submissions of one call on their way into the book."""

    def __init__(self, book, summary, engine, found, wanted):
        self.book, self.summary, self.engine, self.found = book, summary, engine, found
        self.run = summary.run
        self.chosen = self.run["options"].get("exercises") or []  # runs begun earlier ask for all
        self.done = book.done(self.run["id"])
        self.missing = sorted(wanted - {item.key for item in found} - set(self.done))
        self.ended = 0

    def go(self, processes, scheduler, progress):
        """Grade what is not in the book yet."""
        self.progress, timeout = progress, self.run["options"]["timeout"]
        self._forget_the_unknown()
        for student, name in self.missing:
            outcome = ungraded(Status.MISSING, "Nothing was handed in for this lesson.", name, self.chosen)
            self._store({"student": student, "lesson": name, "name": ""}, outcome)
        if scheduler:
            tasks = self._with_bytes(self._tasks(), processes)
            outcomes = dask_pool.run(tasks, _grade_there, scheduler, seconds_for)
        else:
            outcomes = processes.run(grade_one, self._tasks(), seconds_for)
        for row, outcome in outcomes:
            if isinstance(outcome, Gone):
                outcome = lost(outcome, row["name"], row["lesson"], timeout, self.chosen)
            self._store(row, outcome)

    def _forget_the_unknown(self):
        """Who had handed in nothing that could be read, and now has, need not be told so any more."""
        keys = {item.key for item in self.found}
        known = {student for student, name in keys if name}
        old = [key for key in self.done if key[1] == NOTHING and key[0] in known and key not in keys]
        if old:
            self.book.forget(self.run["id"], old)

    def _tasks(self):
        """(row for the book, task) for what has to be graded; the rest is dealt with on the way."""
        common = {name: self.run["options"][name] for name in ("timeout", "packages", "course")}
        common |= {
            "exercises": self.chosen,
            "seed": self.run["seed"],
            "sandboxed": self.run["sandboxed"],
            "engine": str(self.engine),
        }
        whose = sorted({item.student for item in self.found if UNREAD in item.notes})
        if whose:  # once for all of a class: it must not crowd out what else there is to say
            more = f" and {len(whose) - 3} more" if len(whose) > 3 else ""
            self.summary.notes.append(f"{', '.join(whose[:3])}{more}: {UNREAD}")
        for item in self.found:
            self.summary.notes += [f"{item.student}: {note}" for note in item.notes if note != UNREAD]
            sha256 = item.sha256 or hashlib.sha256(item.problem.encode("utf-8", "backslashreplace")).hexdigest()
            row = {"student": item.student, "lesson": item.lesson, "name": item.name, "sha256": sha256}
            row["notes"] = list(item.notes)
            row |= {name: getattr(item, name) for name in TIMES[2:]}
            if self.done.get(item.key) == sha256:
                self.summary.kept += 1
                self._advance(item.name)
            elif item.problem:
                self._store(row, ungraded(Status.INVALID, item.problem, item.lesson, self.chosen))
            else:
                names = {name: row[name] for name in ("student", "lesson", "name")}
                yield row, common | names | {"place": item.place}

    def _with_bytes(self, tasks, processes):
        """The same, with the notebooks themselves: other machines do not see our files."""
        for row, task in tasks:
            [(_, data)] = processes.run(fetch, [(0, task.pop("place"))], lambda place: TIMEOUT)
            if isinstance(data, bytes):
                yield row, task | {"data": data}
            else:
                problem = f"{row['name']} cannot be read any more."
                self._store(row, ungraded(Status.INVALID, problem, row["lesson"], self.chosen))

    def _store(self, row, outcome):
        outcome = bounded(outcome)
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
