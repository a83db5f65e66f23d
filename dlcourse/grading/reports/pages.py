"""The pages: feedback for a student, and the report on a class for the instructor.

Everything that comes from students is escaped. A student's page has nothing of the hidden cases: what a result says
of those (see `marking`) names no value. It does not show the seed either.
"""

import datetime
import functools
import re
import urllib.parse
from pathlib import Path

import jinja2

from dlcourse.checking.cards import inline
from dlcourse.exercises import UnknownExercise, find
from dlcourse.grading.reports import statistics
from dlcourse.grading.reports.file_names import feedback_path

STATUSES = {  # sign, words, tone
    "correct": ("✓", "right", "good"),
    "partial": ("◐", "partly right", "bad"),
    "wrong": ("✗", "not right", "bad"),
    "error": ("✗", "an error", "bad"),
    "timeout": ("✗", "stopped at the time limit", "bad"),
    "crashed": ("✗", "ended its own process", "bad"),
    "invalid": ("✗", "could not be read", "bad"),
    "not attempted": ("○", "not attempted", "none"),
    "missing": ("○", "not in the notebook", "none"),
}
# Control characters, halves of pairs, and signs that turn the direction of the text around them.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
TEXTS = ("message", "call", "got", "expected", "code", "printed", "diagnosis", "advice", "note")


def feedback_page(submission, results, run):
    """The page that a student gets for a lesson.

    Parameters
    ----------
    submission : dict
        student, lesson, name, status, message, score, max_score.
    results : list of dict
        As from `Marker.mark`; empty if nothing could be graded.
    run : dict
        sandboxed, started.

    Returns
    -------
    str
        A whole HTML page that needs no other file.
    """
    shown = submission | {key: _clean(submission.get(key, "")) for key in ("student", "name", "message")}
    shown["name"] = re.split(r"[/\\]", shown["name"])[-1]  # the folders are the instructor's
    own = {result["exercise"] for result in results}
    return _render(
        "feedback.html.j2",
        submission=shown,
        results=[describe(result, own) for result in results],
        graded=submission["status"] not in statistics.NOT_GRADED,
        run=run,
        title=lesson_title(submission["lesson"]),
        date=_date(run.get("started")),
    )


def describe(result, own=()):
    """What a student may read of a result: a dict with name, sign, words, message, rows of a table, and more."""
    sign, words, tone = STATUSES.get(result["status"], ("✗", result["status"], "bad"))
    fields = {key: _clean(result.get(key) or "") for key in TEXTS}
    exercise = _find(result["exercise"])
    wrong = tone != "good"
    shown = {key: result[key] for key in ("exercise", "score", "max_score")}
    shown |= {"name": result["exercise"].partition(".")[2] or result["exercise"], "sign": sign, "words": words}
    shown |= {"tone": tone, "message": fields["message"], "diagnosis": fields["diagnosis"], "advice": fields["advice"]}
    shown["built"] = f"You built {exercise.built}" if exercise and exercise.built and not wrong else ""
    if exercise and exercise.kind == "question" and not wrong:
        shown["built"] = f"Worth keeping: {exercise.built}"
    shown["rows"] = _rows(result, fields, exercise)
    shown["remarks"] = [*([fields["note"]] if fields["note"] else []), *_carried(result.get("carried") or [], own)]
    shown["hints"] = exercise.hints if exercise and wrong and result["status"] != "missing" else []
    return shown


def _rows(result, fields, exercise):
    if exercise and exercise.kind == "question":
        return [("you answered", fields["got"])] if fields["got"] and result["status"] == "error" else []
    rows = []
    if fields["code"]:
        cell = f"cell {result['cell']}, " if result.get("cell") else ""
        rows.append((f"{cell}line {result['line']}" if result.get("line") else "your code", fields["code"]))
    if fields["call"]:
        rows.append(("called", fields["call"]))
        rows += [("came back", fields["got"])] if fields["got"] else []
        rows += [("expected", fields["expected"])] if fields["expected"] else []
    if fields["printed"]:
        rows.append(("it printed", fields["printed"]))
    return rows


def _carried(keys, own):
    names = [f"`{key.partition('.')[2]}`" for key in keys if key in own]
    others = [f"`{key}`" for key in keys if key not in own]
    texts = []
    if names:
        texts.append(f"Checked with the reference in place of your {_and(names)}, which is not right yet.")
        if len(names) > 1:
            texts[-1] = f"Checked with the reference in place of your {_and(names)}, which are not right yet."
    if others:
        texts.append(f"Checked with the reference's {_and(others)}.")
    return texts


def _and(names):
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def class_report(book, run, folder):
    """Write the class report of a run.

    Parameters
    ----------
    book : GradeBook
    run : int or dict
        The run, or its number.
    folder : path
        Where `report.html` goes; pages of feedback are linked if they are there.

    Returns
    -------
    Path
    """
    if not isinstance(run, dict):
        run = next(row for row in book.runs() if row["id"] == run)
    submissions, results = flat(book.rows(run["id"]))
    path = Path(folder) / "report.html"
    path.write_text(report_page(submissions, results, run, folder), "utf-8")
    return path


def flat(pairs):
    """(submissions, results) as two lists, from pairs as `GradeBook.rows` gives them."""
    submissions, results = [], []
    for submission, mine in pairs:
        submissions.append(submission)
        results += [item | {"student": submission["student"], "lesson": submission["lesson"]} for item in mine]
    return submissions, results


def report_page(submissions, results, run, folder=None):
    """The class report as a whole HTML page.

    Parameters
    ----------
    submissions, results : list of dict
        As from `flat`.
    run : dict
        id, seed, sandboxed, started, finished.
    folder : path, optional
        Where the pages of feedback are.

    Returns
    -------
    str
    """
    pages = _pages_of(submissions, folder)
    listed = [item | {"page": page} for item, page in zip(submissions, pages)]
    return _render(
        "report.html.j2",
        submissions=_cleaned(listed),
        students=len({item["student"] for item in submissions}),
        run=run,
        date=_date(run.get("started")),
        look=_cleaned(statistics.look_table(submissions, results)),
        alike=_cleaned(statistics.alike_table(submissions, results)),
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
        "mistakes": _cleaned(mistakes),
        "score_plot": plots.score_plot(summary["scores"], summary["max_score"]),
        "exercise_plot": plots.exercise_plot(exercises),
        "mistake_plot": plots.mistake_plot(mistakes),
    }


def _pages_of(submissions, folder):
    """The addresses of the students' pages, seen from the report; "" for one that is not there."""
    addresses, taken = [], {}
    for item in submissions:
        place = feedback_path(item["student"], item["lesson"])
        # Two students may share a folder where capitals are not told apart: no link rather than a wrong one.
        is_own = taken.setdefault(place.parent.as_posix().casefold(), item["student"]) == item["student"]
        is_there = folder is not None and is_own and (Path(folder) / place).is_file()
        addresses.append(urllib.parse.quote(place.as_posix()) if is_there else "")
    return addresses


@functools.cache
def lesson_title(name):
    """The title of a lesson's notebook; the lesson's name if there is none."""
    from dlcourse.coursework.catalog import lesson_titles

    return lesson_titles().get(name) or name or "Submission"


def _render(name, **fields):
    return _templates().get_template(name).render(fields) + "\n"


@functools.cache
def _templates():
    loader = jinja2.PackageLoader("dlcourse.grading.reports", "templates")
    templates = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    templates.undefined = jinja2.StrictUndefined
    templates.filters |= {
        "inline": inline,
        "points": lambda value: f"{round(float(value), 2):g}",
        "number": lambda value: "–" if value is None else f"{value:.2f}".replace("-", "−"),
        "percent": lambda value: "–" if value is None else f"{100 * value:.0f} %",
        "capital": capital,
        "short_id": lambda key: key.partition(".")[2] or key,
        "count_of": lambda number, noun: f"{number} {noun}{'' if number == 1 else 's'}",
    }
    return templates


def capital(text):
    """The text with a capital letter first."""
    return text[:1].upper() + text[1:]


def _cleaned(value):
    """The same, with every text in it as `_clean` has it."""
    if isinstance(value, dict):
        return type(value)({key: _cleaned(item) for key, item in value.items()})
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return _clean(value) if isinstance(value, str) else value


def _clean(text):
    """Without control characters, and with nothing that UTF-8 cannot hold."""
    return UNSAFE.sub("\ufffd", str(text))


def _find(key):
    try:
        return find(key)
    except UnknownExercise:
        return None


def _date(started):
    if not started:
        return ""
    moment = datetime.datetime.fromtimestamp(started, datetime.UTC)
    return f"{moment.day} {moment:%B %Y}"
