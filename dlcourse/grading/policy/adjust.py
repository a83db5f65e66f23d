"""`dlcourse adjust`: decisions by hand, one from the command line or many from a CSV file, into the grade book."""

import re
from collections import defaultdict
from pathlib import Path

from dlcourse.checking.asked import points_in_words
from dlcourse.grading.bounds import quoted, short
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.platform_csv import folded, listed
from dlcourse.grading.folder import graded, latest_run, locked
from dlcourse.grading.gradebook import BOOK, GradeBook
from dlcourse.grading.policy.decisions import Decision, decide
from dlcourse.grading.policy.layer import Layer
from dlcourse.grading.policy.people import People
from dlcourse.grading.reports.decided import decisions_of
from dlcourse.grading.reports.publish import publish

PATIENCE = 20.0  # seconds for another `adjust` to end
UNFINISHED = (
    "The latest run is not finished, so the tables and pages stay as they are: the same `dlcourse grade` command again "
    "writes them."
)


def adjust(out, lines):
    """Write decisions into the grade book of a folder of results, and its tables and pages anew.

    Parameters
    ----------
    out : path
        The folder that `dlcourse grade` wrote.
    lines : list of dict
        As of `decision_lines`: student, names (all that the student may be called), exercise (its id, its name where
        that is clear, or a lesson for the whole hand-in), points (float or None), comment (None: as it was), withdrawn;
        place, which begins an error message.

    Returns
    -------
    list of str
        A sentence for each decision.

    Raises
    ------
    UsageError, GradingError
        If one of the lines cannot be understood: then nothing is written.
    """
    with locked(graded(out), PATIENCE), GradeBook(Path(out) / BOOK) as book:
        run = latest_run(book)
        room = _Room(Layer(book, run))
        found = [(line, decision) for line in lines for decision in room.decisions(line)]
        _refuse_doubles(found)
        written = decide(book, [decision for _, decision in found])
        layer = Layer(book, run)
        after = _Room(layer)
        sentences = [after.sentence(one) for one in written]
        if run["finished"] is None:
            return [*sentences, UNFINISHED]
        publish(layer, out)
    return sentences


def decided(out):
    """All that is decided by hand: dicts of student, lesson, exercise, points, comment, made (a day), state."""
    with GradeBook(graded(out) / BOOK) as book:
        return decisions_of(Layer(book, latest_run(book)), everything=True)


class _Room:
    """Who and what is in the latest run, and what is decided."""

    def __init__(self, layer):
        self.layer = layer
        self.rows = {(row["student"], row["lesson"]): (row, results) for row, results in layer.rows()}
        self.members, self.groups = defaultdict(list), defaultdict(list)
        for row, _ in list(self.rows.values()):
            if row["group"]:
                self.groups[folded(row["group"])].append(row["by"])
                self.members[row["by"], row["lesson"]].append(row["student"])
        for row, results in list(self.rows.values()):
            self.rows.setdefault((row["by"], row["lesson"]), (row, results))
        self.names = {student for student, _ in self.rows}
        self.people = People(row | {"student": name} for (name, _), (row, _) in self.rows.items())

    def decisions(self, line):
        """The Decisions that a line means: several where a group has nothing that counts for all its members."""
        if line["withdrawn"]:
            return [self._withdrawal(line)]
        if line["points"] is None and line["comment"] is None:
            what = quoted(line["exercise"])
            raise UsageError(f"{line['place']}Say what is decided on {what}: points, a comment, or both.")
        return [self._decision(line, *about) for about in self._about(line)]

    def _decision(self, line, student, lesson, exercise):
        row, results = self.rows[student, lesson]
        given = next((item for item in results if item["exercise"] == exercise), None if exercise else row)
        if given is None:
            raise UsageError(
                f"{line['place']}{short(student)}'s {lesson} was not graded by exercise ({row['status']}): "
                f"decide on the whole hand-in, {lesson!r} in place of the exercise."
            )
        out_of = _possible(given, results) if line["points"] is not None else None
        return Decision(student, lesson, exercise, row["sha256"], line["points"], out_of, line["comment"])

    def _withdrawal(self, line):
        """The Decision that takes back what was decided, be it on an earlier hand-in or on one that is gone."""
        known = [one for one, _ in self.layer.states()]
        names = list(dict.fromkeys(one.student for one in known))
        text, what = line["student"].strip(), _bare(line["exercise"])
        exact = [name for name in names if name == text] or [name for name in names if folded(name) == folded(text)]
        fitting = exact or [name for name in self._students(line, needed=False) if name in names]
        fitting = fitting or People({"student": one.student, "lesson": "", "name": ""} for one in known).fitting(text)
        mine = {one.about: one for one in known if one.student in fitting}
        ways = (lambda one: one.exercise or one.lesson, lambda one: one.exercise.partition(".")[2])
        found = next(filter(None, ([one for one in mine.values() if what and way(one) == what] for way in ways)), [])
        if len(found) != 1:
            there = listed([f"{one.student} ({one.exercise or one.lesson})" for one in mine.values()]) or "nothing"
            raise UsageError(
                f"{line['place']}{quoted(line['exercise'])} is not one thing that is decided about "
                f"{short(text)}: decided is {there}."
            )
        [one] = found
        sha256 = self.layer.hashes.get((one.student, one.lesson), one.sha256)
        return Decision(*one.about, sha256, withdrawn=True)

    def _students(self, line, needed=True):
        """Who may be meant: one, or several of one name, or those who handed in for a group."""
        text = line["student"].strip()
        if text in self.names:
            return [text]
        found = self.people.fitting(*line["names"]) or list(dict.fromkeys(self.groups.get(folded(text), [])))
        if not found and needed:
            more = "grades.csv has the names." if self.layer.run["finished"] else UNFINISHED
            raise UsageError(f"{line['place']}{self.people.problem(text)} {more}")
        return found

    def _about(self, line):
        """(student, lesson, exercise) for all whom a line is about; the exercise is "" for the whole hand-in."""
        students, what = self._students(line), _bare(line["exercise"])
        found, problem = [], None
        for student in students:
            try:
                found.append((student, *self._thing(line, student, what)))
            except UsageError as error:
                problem = problem or error
        text = line["student"].strip()
        is_group = folded(text) in self.groups and text not in self.names
        if not found:
            raise problem
        if len(found) > 1 and not is_group:
            raise UsageError(f"{line['place']}{self.people.problem(text)} grades.csv has the names.")
        return found

    def _thing(self, line, student, text):
        """(lesson, exercise) that a text means for a student."""
        mine = sorted(lesson for name, lesson in self.rows if name == student)
        if text and text in mine:
            return text, ""
        ids = [item["exercise"] for lesson in mine for item in self.rows[student, lesson][1]]
        named = [key for key in ids if text in (folded(key), folded(key.partition(".")[2]))]
        if len(named) == 1:
            return named[0].partition(".")[0], named[0]
        what = quoted(line["exercise"])
        if named:
            raise UsageError(f"{line['place']}{what} may be {listed(named)}: write the lesson before it.")
        lesson, _, name = text.partition(".")
        if lesson in mine and name and not any(key.startswith(f"{lesson}.") for key in ids):
            return lesson, text  # told by `_decision`: not graded by exercise
        there = self._there_is(mine, ids)
        raise UsageError(f"{line['place']}{short(student)} has nothing graded as {what}: {there}.")

    def _there_is(self, mine, ids):
        if not any(mine):
            return "nothing of a lesson came (with --lessons of `dlcourse grade`, who lacks one has a row for it)"
        return f"there is {listed([*filter(None, mine), *ids])}"

    def sentence(self, one):
        """What is decided now, beside what the checks gave."""
        members = self.members.get((one.student, one.lesson), [])
        others = [name for name in members if name != one.student]
        who = f"{short(one.student)}, with {listed(others)}" if others else one.student
        what = f"{short(who)}, {one.exercise or one.lesson}"
        row, results = self.rows.get((one.student, one.lesson), (None, []))
        given = next((item for item in results if item["exercise"] == one.exercise), None if one.exercise else row)
        if one.withdrawn:
            still = given is not None and given["decision"]
            more = f"that on the hand-in of {row['by']} stays" if still else "the checks' points count"
            return f"{what}: what was decided is taken back; {more}."
        if one.points is None:
            return f"{what}: {'a comment' if one.comment else 'no comment'}."
        points, most = given["decision"]["points"], _possible(given, results)
        machine = given["points"] if one.exercise else sum(item["points"] for item in results)
        in_words = points_in_words(round(points, 2), most, 0 if given["final_max"] else most)
        said = [f"{what}: {in_words}, where the checks gave {round(machine, 2):g}."]
        said += ["That is more than there are."] if points > most else []
        if one.exercise and row["decision"] and row["decision"]["points"] is not None:
            said.append(f"The whole {one.lesson} is decided as {row['decision']['points']:g}, which counts.")
        if row["penalty"]:
            said.append("Coming late takes off its part.")
        return " ".join(said)


def _possible(given, results):
    """The points that a row or a result is out of; where there is nothing but a bonus, those of the bonus."""
    bonus = given["final_bonus"] if "final_bonus" in given else sum(item["final_bonus"] for item in results)
    return given["final_max"] or bonus


def _bare(text):
    """What a line is about, for comparing: "01_neuron" is neuron."""
    return re.sub(r"^\d+_|\.ipynb$", "", folded(text))


def _refuse_doubles(found):
    seen = {}
    for line, decision in found:
        first = seen.setdefault(decision.about, line)
        if first is not line:
            name = short(decision.student)
            raise UsageError(f"{line['place']}{name}'s {line['exercise']} is decided twice: leave in one of the lines.")
