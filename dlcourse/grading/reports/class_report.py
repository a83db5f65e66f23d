"""The report on a class for the instructor, as one page."""

import urllib.parse
from pathlib import Path

from dlcourse.grading.policy.rows import undecided
from dlcourse.grading.reports import statistics
from dlcourse.grading.reports.file_names import feedback_path, namesakes, page_mark
from dlcourse.grading.reports.pages import cleaned, date_of, lesson_title, render

NOTHING_DECIDED = dict.fromkeys(("decisions", "late", "notes"), ()) | {"differs": False, "policy": ""}
HEAD = 400  # bytes of a page, which say whose it is


def flat(pairs):
    """(submissions, results) as two lists, from pairs as `GradeBook.rows` gives them."""
    submissions, results = [], []
    for submission, mine in pairs:
        submissions.append(submission)
        results += [item | {"student": submission["student"], "lesson": submission["lesson"]} for item in mine]
    return submissions, results


def report_page(submissions, results, run, folder=None, decided=None, board=()):
    """The class report as a whole HTML page.

    Parameters
    ----------
    submissions, results : list of dict
        As from `flat`.
    run : dict
        id, seed, sandboxed, started, finished.
    folder : path, optional
        Where the pages of feedback are.
    decided : dict, optional
        As from `decided_part`: who has which points in the end.
    board : list of dict
        As from `board.boards`.

    Returns
    -------
    str
    """
    rows = decided["rows"] if decided else [undecided(item, [])[0] for item in submissions]
    listed = [row | {"page": page} for row, page in zip(rows, _pages_of(rows, run, folder), strict=True)]
    return render(
        "report.html.j2",
        submissions=cleaned(listed),
        decided=cleaned(decided or NOTHING_DECIDED),
        students=len({row["student"] for row in rows}),
        run=run,
        date=date_of(run.get("started")),
        look=cleaned(statistics.look_table(submissions, results)),
        saved_with=cleaned(statistics.saved_with_table(submissions)),
        alike=cleaned(statistics.alike_table(submissions, results)),
        board=cleaned(list(board)),
        lessons=[_part(name, submissions, results) for name in statistics.lessons_of(submissions)],
    )


def _part(name, submissions, results):
    """One lesson of the class report."""
    from dlcourse.grading.reports import plots

    mine = [item for item in results if item["lesson"] == name]
    summary = statistics.score_summary([item for item in submissions if item["lesson"] == name])
    exercises, mistakes = statistics.exercise_table(mine), statistics.mistake_table(mine)
    return {
        "lesson": name,
        "title": lesson_title(name),
        "summary": summary,
        "exercises": exercises,
        "mistakes": cleaned(mistakes),
        "score_plot": plots.score_plot(summary["scores"], summary["max_score"]),
        "exercise_plot": plots.exercise_plot(exercises),
        "mistake_plot": plots.mistake_plot(mistakes),
    }


def _pages_of(submissions, run, folder):
    """The addresses of the students' pages, seen from the report; "" for one that is not there."""
    addresses, shared = [], namesakes(item["student"] for item in submissions)
    for item in submissions:
        place = feedback_path(item["student"], item["lesson"], shared)
        is_there = folder is not None and _is_page_of(Path(folder) / place, item, run)
        addresses.append(urllib.parse.quote(place.as_posix()) if is_there else "")
    return addresses


def _is_page_of(path, submission, run):
    """Whether a file is a submission's page, and not one that an earlier run left: that may be another student's."""
    try:
        with open(path, "rb") as stream:
            beginning = stream.read(HEAD)
    except OSError:
        return False
    return f'content="{page_mark(submission["student"], submission["lesson"], run)}"'.encode() in beginning
