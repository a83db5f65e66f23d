"""The page that a student gets for a lesson.

It has nothing of the hidden cases: what a result says of those (see `marking`) names no value. It does not show the
seed either.
"""

import re

from dlcourse.checking.asked import points_in_words
from dlcourse.checking.question import Question
from dlcourse.checking.questions import chosen
from dlcourse.checking.status import NOT_GRADED, Status
from dlcourse.exercises import UnknownExercise, find
from dlcourse.grading.policy.late import how_late
from dlcourse.grading.policy.lateness import SAYS
from dlcourse.grading.policy.moments import written
from dlcourse.grading.policy.rows import undecided
from dlcourse.grading.reports.board import is_on_board
from dlcourse.grading.reports.file_names import page_mark
from dlcourse.grading.reports.pages import clean, date_of, lesson_title, render

DECIDED = "These points were decided by a person."
NOBODY = {"student": "", "status": "", "score": 0, "max_score": 0}
TEXTS = ("message", "call", "got", "expected", "code", "printed", "diagnosis", "advice", "note")


def feedback_page(submission, results, run, zone="", called=""):
    """The page that a student gets for a lesson.

    Parameters
    ----------
    submission : dict
        student, lesson, name, status, message, score, max_score; and what a row of `policy.layer.Layer` has, if
        anything was decided about it.
    results : list of dict
        As from `Marker.mark`, or from that layer; empty if nothing could be graded.
    run : dict
        id, sandboxed, started.
    zone : str
        In which times are shown.
    called : str
        The student's name on the board of the class, of what is scored.

    Returns
    -------
    str
        A whole HTML page that needs no other file.
    """
    submission, results = undecided(submission, results)
    shown = submission | {key: clean(submission.get(key, "")) for key in ("student", "name", "message")}
    shown["name"] = re.split(r"[/\\]", shown["name"])[-1]  # the folders are the instructor's
    own = {result["exercise"] for result in results}
    extra = [result for result in results if result["final_bonus"]]
    bonus = sum(result["adjusted"] for result in extra)
    decision = _of_whole(submission, results)
    return render(
        "feedback.html.j2",
        submission=shown | {"score": submission["adjusted"] - (0 if decision and decision["points"] else bonus)},
        bonus=points_in_words(bonus, 0, sum(result["final_bonus"] for result in extra))
        if extra and not (decision and decision["points"])
        else "",
        decision=decision,
        late=_late(submission, zone),
        results=[describe(result, own, called) for result in results],
        graded=submission["counts"] or submission["status"] not in NOT_GRADED,
        run=run,
        mark=page_mark(submission["student"], submission["lesson"], run),
        title=lesson_title(submission["lesson"]),
        date=date_of(run.get("started")),
    )


def whole_in_words(row, results, zone=""):
    """Sentences on what was decided about a whole hand-in: its points, the comment, what is taken off for lateness."""
    decision = _of_whole(row, results)
    told = [decision["points"], " ".join(decision["comment"].split())] if decision else []
    return [text for text in (*told, _late(row, zone)) if text]


def _of_whole(submission, results):
    """What a person decided on the whole hand-in: points (a sentence, or ""), and comment; None if nothing."""
    decision = submission["decision"]
    if decision is None:
        return None
    machine = sum(result["points"] for result in results)
    points = "" if decision["points"] is None else f"{DECIDED} The checks gave {machine:g}."
    return {"points": points, "comment": clean(decision["comment"])}


def _late(submission, zone):
    """What is said of a hand-in that came late; "" of any other."""
    if not submission["late_by"]:
        return ""
    came = f"{how_late(submission['late_by'])} after it was due ({written(submission['due'], zone)})"
    told = f"Handed in {came}, at {written(submission['handed_in'], zone)} by {SAYS[submission['time_from']]}."
    if not submission["penalty"]:
        return told
    return f"{told} {_points(submission['penalty'])} taken off: {_points(submission['final'])} count."


def _points(number):
    number = round(number, 2)
    return f"{number:g} point{'' if number == 1 else 's'}"


def describe(result, own=(), called=""):
    """What a student may read of a result: a dict with name, sign, words, message, rows of a table, and more."""
    _, [result] = undecided(NOBODY, [result])
    status = Status(result["status"])
    fields = {key: clean(result.get(key) or "") for key in TEXTS}
    exercise = _find(result["exercise"])
    wrong = status.tone != "good"
    shown = {key: result[key] for key in ("exercise", "score", "max_score")}
    shown |= {"name": result["exercise"].partition(".")[2] or result["exercise"], "sign": status.sign}
    shown |= {"words": status.final_words, "tone": status.tone, "bonus": result["final_bonus"]}
    shown["points"] = points_in_words(round(result["adjusted"], 2), result["final_max"], shown["bonus"])
    shown["decision"], shown["comment"] = _decided(result)
    if shown["decision"]:  # what the checks say of it stands below, and counts no more
        shown |= {"sign": "✎", "words": "decided by a person", "tone": "by-hand"}
    shown |= {"message": fields["message"], "diagnosis": fields["diagnosis"], "advice": fields["advice"]}
    shown["solved"] = f"You built {exercise.solved}" if exercise and exercise.solved and not wrong else ""
    if isinstance(exercise, Question) and not wrong:
        shown["solved"] = f"Worth keeping: {exercise.solved}"
    shown["rows"] = _rows(result, fields, exercise)
    shown["remarks"] = [*([fields["note"]] if fields["note"] else []), *_carried(result.get("carried") or [], own)]
    if called and is_on_board(result):
        shown["remarks"].append(f"On the board of the class you are *{called}*, for this run.")
    shown["hints"] = exercise.hints if exercise and wrong and status != Status.MISSING else []
    return shown


def _decided(result):
    """What a person decided on a result: a sentence on its points, and the comment; "" for none."""
    decision = result["decision"]
    if decision is None:
        return "", ""
    points = "" if decision["points"] is None else f"{DECIDED} The checks gave {round(result['points'], 2):g}."
    return points, clean(decision["comment"])


def _rows(result, fields, exercise):
    if isinstance(exercise, Question):
        return _answered(exercise, fields["got"], result["status"])
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


def _answered(question, got, status):
    """What was answered, where the page would not say it otherwise: of an explanation the claim and the reason."""
    parts = chosen(question, got.strip("'")) if question.reasons else {}
    if parts:
        return [("you answered", got.strip("'")), *((f"your {name}", text) for name, text in parts.items())]
    return [("you answered", got)] if got and status == Status.ERROR else []


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


def _find(key):
    try:
        return find(key)
    except UnknownExercise:
        return None
