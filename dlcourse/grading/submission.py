"""Grade one submission: bytes of a notebook in, plain data out."""

import functools
import hashlib
import multiprocessing.util
import shutil
import time
from collections import Counter

from dlcourse.checking.status import NOT_TRIED, Status
from dlcourse.coursework.check_here import lesson_of
from dlcourse.coursework.editions import asked, remark
from dlcourse.coursework.files import CourseworkError
from dlcourse.coursework.saved_with import version_notes
from dlcourse.exercises import lesson, lesson_names
from dlcourse.grading.marking import Marker
from dlcourse.grading.processes.pool import step
from dlcourse.grading.sandbox.bwrap import SandboxError, engine_folder
from dlcourse.grading.sandbox.client import Worker
from dlcourse.grading.sandbox.trouble import shortage
from dlcourse.grading.sandbox.warm_sandbox import worker_factory
from dlcourse.grading.selection import among
from dlcourse.grading.submissions.answers import read_answers, too_slow
from dlcourse.grading.submissions.fingerprint import combined, fingerprints
from dlcourse.grading.submissions.unpack import Unreadable
from dlcourse.grading.time_budget import COMPARING, GRACE, SHORT

SERIOUS = (Status.CRASHED, Status.TIMEOUT, Status.ERROR)
READING = "reading"  # what a process announces before it reads a notebook
LEAST = 3.0  # seconds that reading may take, however short the limit is: the machine may be busy
RESERVE = 10.0  # seconds before a process is killed, in which what is marked until then is finished and handed over
FINISHING = "finishing"


def grade_one(task):
    """Grade one submission.

    Parameters
    ----------
    task : dict
        student, lesson, name, place (where the notebook is, as of a Submission) or data (its bytes), seed, timeout,
        sandboxed, packages; engine (a folder as from `engine_folder`) if there is one already; exercises (the ids of
        those to judge) if not all are asked for.

    Returns
    -------
    dict
        status, message, score, max_score, seconds, fingerprint, results (as from `Marker.mark`), notes, and `machine`,
        which is true where not the submission but the grader or its machine is at fault; sha256 of what was graded.
        Nothing is ever raised.
    """
    begun = time.perf_counter()
    asked_for = {"name": task["lesson"], "chosen": _chosen(task)}
    try:
        outcome = _grade(task)
    except SandboxError as error:
        outcome = ungraded(Status.CRASHED, str(error), **asked_for, machine=True)
    except (RecursionError, MemoryError) as error:
        reason = "is nested too deeply" if isinstance(error, RecursionError) else "needs too much memory"
        outcome = ungraded(Status.INVALID, f"{task['name']} {reason} to be graded.", **asked_for)
    except Exception as error:  # one submission must never stop the others
        lack = shortage(error) if isinstance(error, OSError) else None
        kind = f"{type(error).__name__}: {str(error)[:200]}"
        message = str(lack or f"The grader failed on this ({kind}): report it.")
        outcome = ungraded(Status.CRASHED, message, **asked_for, machine=True)
    return outcome | {"seconds": round(time.perf_counter() - begun, 4)}


def ungraded(status, message, name, chosen=(), machine=False):
    """The outcome for what could not be graded: no points, no results."""
    return {
        "status": status,
        "message": message,
        "score": 0,
        "max_score": points_of(name, chosen),
        "seconds": 0.0,
        "fingerprint": "",
        "results": [],
        "notes": [],
        "machine": machine,
    }


def points_of(name, chosen=()):
    """The points that a lesson, or these of its exercises, are out of, without bonus points; 0 if it is unknown."""
    return sum(exercise.max_score for exercise in among(lesson(name), chosen)) if name in lesson_names() else 0


def lost(gone, name, lesson, timeout, chosen=()):
    """The outcome for a submission whose process was gone, as a Gone tells it: killed, or ended twice.

    Parameters
    ----------
    gone : Gone
    name, lesson : str
    timeout : float
        Seconds for one exercise.
    chosen : sequence of str
        The ids of what is asked for; none for all.
    """
    if gone.overdue and gone.step == READING:
        return ungraded(Status.INVALID, f"{name} {too_slow(_reading_seconds(timeout))}.", lesson, chosen)
    if gone.overdue:
        what = "Comparing what came back" if gone.step == COMPARING else "Grading this"
        return ungraded(Status.TIMEOUT, f"{what} took far longer than it may, and was stopped.", lesson, chosen)
    if gone.memory:
        return ungraded(Status.INVALID, f"{name} needs too much memory to be graded.", lesson, chosen)
    message = "The process that graded this ended twice: the machine has a problem, or this was made to end it."
    return ungraded(Status.CRASHED, message, lesson, chosen, machine=True)


def seconds_for(task):
    """After this the process that grades a submission is killed, whatever it does: each exercise has its time in it.

    Each step has a limit besides (`pool.step`): what stalls reading or comparing ends much earlier.
    """
    exercises = len(lesson(task["lesson"])) if task["lesson"] in lesson_names() else 0  # what is used is judged, too
    return LEAST + (exercises + 2) * (task["timeout"] + SHORT) + RESERVE


def _reading_seconds(timeout):
    return max(LEAST, timeout / 2)


def _chosen(task):
    """The ids of what is asked for; none for all."""
    return task.get("exercises") or ()


def _grade(task):
    end = time.monotonic() + seconds_for(task) - RESERVE
    chosen = _chosen(task)
    seconds = _reading_seconds(task["timeout"])
    step(READING, seconds + GRACE)
    try:
        data = task["data"] if "data" in task else task["place"].read()
        extraction = read_answers(data, task["name"], seconds)
    except Unreadable as error:
        return ungraded(Status.INVALID, f"{task['name']} {error}.", task["lesson"], chosen)
    except CourseworkError as error:
        return ungraded(Status.INVALID, str(error), task["lesson"], chosen)
    name = task["lesson"] or lesson_of(extraction)
    if not name:
        return ungraded(Status.INVALID, f"{task['name']} has no exercise of this course.", name, chosen)
    return _marked(task, name, extraction, end) | {"sha256": hashlib.sha256(data).hexdigest()}


def _marked(task, name, extraction, end):
    engine = task.get("engine") or _engine()
    packages = tuple(task["packages"])
    if task["sandboxed"]:
        workers = worker_factory(engine, task["timeout"], packages)
    else:
        workers = functools.partial(Worker, engine, task["timeout"], packages, sandboxed=False)
    chosen = _chosen(task)
    results = Marker(extraction, asked(extraction, name), task["seed"], workers, end, chosen).mark()
    step(FINISHING, RESERVE)
    prints = {key: found for key, found in fingerprints(extraction).items() if not chosen or key in chosen}
    for result in results:
        result["fingerprint"] = prints.get(result["exercise"], "")
    status, message = overall(results)
    notes = [*extraction.notes, remark(extraction, name, chosen), *version_notes(extraction, results)]
    return {
        "status": status,
        "message": message,
        "score": sum(result["score"] for result in results),
        "max_score": sum(result["max_score"] for result in results),
        "fingerprint": combined(prints),
        "results": results,
        "notes": [note for note in notes if note],
        "machine": False,
    }


def overall(results):
    """The status of a submission, and a sentence, from those of its exercises; all is right without a bonus."""
    asked = [result["status"] for result in results if not result.get("bonus")]
    extra = [result["status"] for result in results if result.get("bonus")]
    right, more = asked.count(Status.CORRECT), extra.count(Status.CORRECT)
    message = f"{right} of {len(asked)} right{f', and {more} for bonus points' if more else ''}."
    if extra and not asked:  # a challenge alone was asked for
        message = f"{more} of {len(extra)} right, for bonus points."
    if right == len(asked) and (asked or (extra and more == len(extra))):
        return Status.CORRECT, message
    if any(result["score"] > 0 for result in results):
        return Status.PARTIAL, message
    attempted = [result["status"] for result in results if result["status"] not in NOT_TRIED]
    if not attempted:
        return Status.NOT_ATTEMPTED, "Nothing is attempted."
    counts = Counter(attempted)
    if set(counts) <= set(SERIOUS):
        status = max(SERIOUS, key=lambda kind: counts[kind])
        return status, next(result["message"] for result in results if result["status"] == status)
    return Status.WRONG, message


@functools.cache
def _engine():
    """The engine's folder of this process, removed when it ends."""
    folder = engine_folder()
    multiprocessing.util.Finalize(None, shutil.rmtree, (folder,), {"ignore_errors": True}, exitpriority=1)
    return folder
