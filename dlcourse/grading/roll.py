"""Who and what was found, before anything is graded: `dlcourse grade --list`."""

import os

from dlcourse.exercises import lesson_names
from dlcourse.grading.errors import UsageError
from dlcourse.grading.processes.pool import Pool
from dlcourse.grading.selection import chosen_exercises, lessons_asked
from dlcourse.grading.submissions.find import NOTHING, find_submissions
from dlcourse.grading.submissions.look import listing

SECONDS = 10.0  # for a look at one file
A_CLASS = 12  # times as long for the list of what is in an archive of a whole class


def roll(paths, lessons=(), jobs=None, exercises=()):
    """What `grade` would grade. Nothing is written.

    Parameters
    ----------
    paths : list of path
    lessons : sequence of str
        Only these; and students who lack one of them are listed, too.
    jobs : int, optional
        Processes; by default one for each processor.
    exercises : sequence of str
        Names of exercises and sittings: only the lessons in which they are.

    Returns
    -------
    list of dict
        student, lesson, file, note, by student and lesson.

    Raises
    ------
    UsageError
        If one of the paths cannot be read, if it is not clear who is who, or if nothing is there.
    """
    lessons = lessons_asked(lessons, chosen_exercises(exercises, lessons))
    with Pool(jobs or os.cpu_count() or 1) as processes:
        found, wanted = found_and_wanted(paths, lessons, processes)
    rows = []
    for item in found:
        note = " ".join(filter(None, [item.problem, *item.notes]))
        rows.append({"student": item.student, "lesson": item.lesson, "file": item.name, "note": note})
    for student, lesson in wanted - {item.key for item in found}:
        rows.append(
            {"student": student, "lesson": lesson, "file": "", "note": "Nothing was handed in for this lesson."}
        )
    return sorted(rows, key=lambda row: (row["student"], row["lesson"]))


def found_and_wanted(paths, lessons, processes, seconds=SECONDS, owner=""):
    """The submissions of these lessons, and the (student, lesson) that should be there.

    Parameters
    ----------
    paths, lessons
        As of `roll`.
    processes : Pool
    seconds : float
        After which a look at one file is given up.
    owner : str
        As of `find_submissions`.

    Returns
    -------
    tuple (list of Submission, set of (student, lesson))
    """
    unknown = sorted(set(lessons) - set(lesson_names()))
    if unknown:
        raise UsageError(f"There is no lesson {unknown[0]!r}: the lessons are {', '.join(lesson_names())}.")

    def looking(function, tasks):
        limit = seconds * (A_CLASS if function is listing else 1)
        return processes.run(function, tasks, lambda _: limit)

    found = find_submissions(paths, looking=looking, owner=owner)
    wanted = {(item.student, name) for item in found for name in lessons}
    if lessons:
        found = [item for item in found if item.lesson in lessons or item.lesson == NOTHING]
    if not found and not wanted:
        raise UsageError("There is no notebook of the course in what was given: give the folder of the submissions.")
    return found, wanted
