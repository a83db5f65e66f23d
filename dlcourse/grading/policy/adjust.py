"""`dlcourse adjust`: decisions by hand, one from the command line or many from a CSV file, into the grade book."""

import datetime
import math
from dataclasses import asdict
from pathlib import Path

from dlcourse.grading.csv_files import as_it_was, read_csv
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.platform_csv import folded, listed
from dlcourse.grading.exports.written_numbers import decimal_sign, number_in, points_in
from dlcourse.grading.folder import graded, latest_run, locked
from dlcourse.grading.gradebook import BOOK, GradeBook
from dlcourse.grading.policy.columns import Who, no_column, places_of
from dlcourse.grading.policy.decisions import Decision, decide
from dlcourse.grading.policy.layer import Layer
from dlcourse.grading.policy.people import People
from dlcourse.grading.reports.publish import publish

LONGEST = 10_000  # signs of a comment


def adjust(out, lines):
    """Write decisions into the grade book of a folder of results, and its tables and pages anew.

    Parameters
    ----------
    out : path
        The folder that `dlcourse grade` wrote.
    lines : list of dict
        student, names (all that the student may be called; by default the student alone), exercise (its id, its name
        where that is clear, or a lesson for the whole hand-in), points (float or None), comment, withdrawn; place,
        which begins an error message.

    Returns
    -------
    list of str
        A sentence for each decision.

    Raises
    ------
    UsageError, GradingError
        If one of the lines cannot be understood: then nothing is written.
    """
    with locked(graded(out)), GradeBook(Path(out) / BOOK) as book:
        run = latest_run(book)
        room = _Room(Layer(book, run))
        found = [room.decision(line) for line in lines]
        _refuse_doubles(lines, found)
        written = decide(book, [decision for decision, _ in found])
        sentences = [_sentence(one, given) for one, (_, given) in zip(written, found, strict=True)]
        publish(Layer(book, run), out)
    return sentences


def decided(out):
    """All that is decided by hand: dicts of student, lesson, exercise, points, comment, made (a day), state."""
    with GradeBook(graded(out) / BOOK) as book:
        layer = Layer(book, latest_run(book))
    stale, rows = {one.about for one in layer.stale()}, []
    for one in sorted(layer.decisions.latest(), key=lambda one: one.about):
        day = datetime.datetime.fromtimestamp(one.made).date().isoformat()
        state = "stale: on an earlier hand-in" if one.about in stale else "counts"
        rows.append(asdict(one) | {"made": day, "state": state})
    return rows


class _Room:
    """Who and what is in the latest run."""

    def __init__(self, layer):
        self.layer = layer
        self.rows = {(row["student"], row["lesson"]): (row, results) for row, results in layer.rows()}
        self.groups = {folded(row["group"]): row["by"] for row, _ in self.rows.values() if row["group"]}
        for row, results in list(self.rows.values()):
            self.rows.setdefault((row["by"], row["lesson"]), (row, results))
        self.names = {student for student, _ in self.rows}
        self.people = People(row | {"student": name} for (name, _), (row, _) in self.rows.items())

    def decision(self, line):
        """The Decision that a line means, and the result or the row that it is about."""
        student = self._student(line)
        lesson, exercise = self._about(line, student)
        row, results = self.rows[student, lesson]
        given = next((item for item in results if item["exercise"] == exercise), row if not exercise else None)
        if given is None:
            raise UsageError(
                f"{line['place']}{_short(student)}'s {lesson} was not graded by exercise ({row['status']}): "
                f"decide on the whole hand-in, {lesson!r} in place of the exercise."
            )
        if line["points"] is None and not line["comment"] and not line["withdrawn"]:
            raise UsageError(f"{line['place']}Say what is decided on {line['exercise']!r}: points, a comment, or both.")
        points, comment = line["points"], line["comment"].strip()[:LONGEST]
        return Decision(student, lesson, exercise, row["sha256"], points, comment, withdrawn=line["withdrawn"]), given

    def _student(self, line):
        text = line["student"].strip()
        if text in self.names:
            return text
        fitting = self.people.fitting(*line.get("names", [text]))
        found = fitting[0] if len(fitting) == 1 else self.groups.get(folded(text))
        if found is None:
            raise UsageError(f"{line['place']}{self.people.problem(text)} grades.csv has the names.")
        return found

    def _about(self, line, student):
        """(lesson, exercise) of a line; the exercise is "" for the whole hand-in."""
        text = line["exercise"].strip()
        mine = sorted(lesson for name, lesson in self.rows if name == student)
        if text in mine:
            return text, ""
        ids = [item["exercise"] for lesson in mine for item in self.rows[student, lesson][1]]
        named = [key for key in ids if text in (key, key.partition(".")[2])]
        if len(named) == 1:
            return named[0].partition(".")[0], named[0]
        if named:
            raise UsageError(f"{line['place']}{text!r} may be {listed(named)}: write the lesson before it.")
        lesson, _, name = text.partition(".")
        if lesson in mine and name and not any(key.startswith(f"{lesson}.") for key in ids):
            return lesson, text  # told by `decision`: not graded by exercise
        there = self._there_is(mine, ids)
        raise UsageError(f"{line['place']}{_short(student)} has nothing graded as {text!r}: {there}.")

    def _there_is(self, mine, ids):
        if not mine or mine == [""]:
            return "nothing of a lesson came (with --lessons of `dlcourse grade`, who lacks one has a row for it)"
        return f"there is {listed([*filter(None, mine), *ids])}"


def read_decisions(path):
    """The lines of a CSV file for `adjust`, and a sentence on those that say nothing.

    Parameters
    ----------
    path : path
        With the columns student and exercise, and points, comment, or both.

    Returns
    -------
    tuple (list of dict, list of str)

    Raises
    ------
    UsageError
        If it has not these columns, or points that are no number.
    """
    sheet = read_csv(path)
    who, columns = Who(sheet), places_of(sheet.header)
    places = {name: columns[name] for name in ("exercise", "points", "comment") if name in columns}
    if "exercise" not in places or len(places) == 1:
        raise no_column(
            sheet, repr("points" if "exercise" in places else "exercise"), "comment" if places else "exercise"
        )
    sign = decimal_sign((row[places["points"]] for row in sheet.rows if "points" in places), sheet.delimiter)
    lines = []
    for index, row in enumerate(sheet.rows):
        names = who.names(index)
        fields = {name: as_it_was(row[place].strip()) for name, place in places.items()} | {"withdrawn": False}
        fields |= {"student": names[0] if names else "", "names": names, "comment": fields.get("comment", "")}
        fields["points"] = points_in(sheet, index, places["points"], sign) if "points" in places else None
        lines.append(fields | {"place": f"{path}, row {sheet.lines[index]}: "})
    said = [line for line in lines if line["points"] is not None or line["comment"]]
    passed = len(lines) - len(said)
    if not said:
        raise UsageError(f"{path} decides nothing: no line has points or a comment.")
    note = f"{passed} line{'s' if passed > 1 else ''} without points or a comment: passed over."
    return said, [note] if passed else []


def points_of(text):
    """The points that are given on the command line."""
    try:
        points = number_in(text, ".")
    except ValueError:
        points = -1.0
    if not (0 <= points < math.inf):
        raise UsageError(f"--points {text}: points are a number that is not negative, as 2 or 1.5.")
    return points


def _refuse_doubles(lines, found):
    seen = {}
    for line, (decision, _) in zip(lines, found, strict=True):
        first = seen.setdefault(decision.about, line)
        if first is not line:
            name = _short(decision.student)
            raise UsageError(f"{line['place']}{name}'s {line['exercise']} is decided twice: leave in one of the lines.")


def _sentence(decision, given):
    """What was decided, beside what the checks gave."""
    what = f"{_short(decision.student)}, {decision.exercise or decision.lesson}"
    if decision.withdrawn:
        return f"{what}: what was decided is taken back; the checks' points count."
    if decision.points is None:
        return f"{what}: a comment."
    machine, most = given.get("points", given["score"]), given["final_max"] or given.get("final_bonus", 0)
    above = " That is more than there are." if decision.points > most else ""
    return f"{what}: {decision.points:g} of {most:g} points, where the checks gave {machine:g}.{above}"


def _short(name):
    return name if len(name) <= 80 else f"{name[:79]}…"
