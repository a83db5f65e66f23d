"""`dlcourse adjust`: decisions by hand, one from the command line or many from a CSV file, into the grade book."""

from pathlib import Path

from dlcourse.checking.asked import points_in_words
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.platform_csv import folded, listed
from dlcourse.grading.folder import graded, latest_run, locked
from dlcourse.grading.gradebook import BOOK, GradeBook
from dlcourse.grading.policy.decisions import Decision, decide
from dlcourse.grading.policy.layer import Layer
from dlcourse.grading.policy.people import People
from dlcourse.grading.reports.decided import described
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
        found = [room.decision(line) for line in lines]
        _refuse_doubles(lines, found)
        written = decide(book, found)
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
        states = Layer(book, latest_run(book)).states()
    return [described(one) | {"state": state} for one, state in states]


class _Room:
    """Who and what is in the latest run, and what is decided."""

    def __init__(self, layer):
        self.layer = layer
        self.rows = {(row["student"], row["lesson"]): (row, results) for row, results in layer.rows()}
        self.members, self.groups = {}, {}
        for row, _ in self.rows.values():
            if row["group"]:
                self.groups[folded(row["group"])] = row["by"]
                self.members.setdefault((row["by"], row["lesson"]), []).append(row["student"])
        for row, results in list(self.rows.values()):
            self.rows.setdefault((row["by"], row["lesson"]), (row, results))
        self.names = {student for student, _ in self.rows}
        self.people = People(row | {"student": name} for (name, _), (row, _) in self.rows.items())

    def decision(self, line):
        """The Decision that a line means."""
        if line["withdrawn"]:
            return self._withdrawal(line)
        student = self._student(line)
        lesson, exercise = self._about(line, student)
        row, results = self.rows[student, lesson]
        given = next((item for item in results if item["exercise"] == exercise), row if not exercise else None)
        if given is None:
            raise UsageError(
                f"{line['place']}{_short(student)}'s {lesson} was not graded by exercise ({row['status']}): "
                f"decide on the whole hand-in, {lesson!r} in place of the exercise."
            )
        if line["points"] is None and line["comment"] is None:
            what = _short(line["exercise"])
            raise UsageError(f"{line['place']}Say what is decided on {what!r}: points, a comment, or both.")
        most = given["final_max"] or given.get("final_bonus", 0)
        out_of = most if line["points"] is not None else None
        return Decision(student, lesson, exercise, row["sha256"], line["points"], out_of, line["comment"])

    def _withdrawal(self, line):
        """The Decision that takes back what was decided, be it on an earlier hand-in or on one that is gone."""
        text, exercise = folded(line["student"]), folded(line["exercise"])
        known = [one for one, _ in self.layer.states()]
        student = next((one.student for one in known if folded(one.student) == text), None) or self._student(line)
        mine = [one for one in known if one.student == student]
        names = [{folded(one.exercise or one.lesson), folded(one.exercise.partition(".")[2])} for one in mine]
        about = list({one.about: one for one, forms in zip(mine, names) if exercise and exercise in forms}.values())
        if len(about) != 1:
            there = listed([one.exercise or one.lesson for one in mine]) or "nothing"
            raise UsageError(
                f"{line['place']}{_short(line['exercise'])!r} is not one thing that is decided about "
                f"{_short(student)}: decided is {there}."
            )
        row = self.rows.get((student, about[0].lesson), ({"sha256": about[0].sha256}, []))[0]
        return Decision(*about[0].about, row["sha256"], withdrawn=True)

    def _student(self, line):
        text = line["student"].strip()
        if text in self.names:
            return text
        fitting = self.people.fitting(*line["names"])
        found = fitting[0] if len(fitting) == 1 else self.groups.get(folded(text))
        if found is None:
            more = "grades.csv has the names." if self.layer.run["finished"] else UNFINISHED
            raise UsageError(f"{line['place']}{self.people.problem(text)} {more}")
        return found

    def _about(self, line, student):
        """(lesson, exercise) of a line; the exercise is "" for the whole hand-in."""
        text = folded(line["exercise"])
        mine = sorted(lesson for name, lesson in self.rows if name == student)
        if text and text in mine:
            return text, ""
        ids = [item["exercise"] for lesson in mine for item in self.rows[student, lesson][1]]
        named = [key for key in ids if text in (folded(key), folded(key.partition(".")[2]))]
        if len(named) == 1:
            return named[0].partition(".")[0], named[0]
        what = repr(_short(line["exercise"]))
        if named:
            raise UsageError(f"{line['place']}{what} may be {listed(named)}: write the lesson before it.")
        lesson, _, name = text.partition(".")
        if lesson in mine and name and not any(key.startswith(f"{lesson}.") for key in ids):
            return lesson, text  # told by `decision`: not graded by exercise
        there = self._there_is(mine, ids)
        raise UsageError(f"{line['place']}{_short(student)} has nothing graded as {what}: {there}.")

    def _there_is(self, mine, ids):
        if not any(mine):
            return "nothing of a lesson came (with --lessons of `dlcourse grade`, who lacks one has a row for it)"
        return f"there is {listed([*filter(None, mine), *ids])}"

    def sentence(self, one):
        """What is decided now, beside what the checks gave."""
        members = self.members.get((one.student, one.lesson), [])
        who = f"{_short(one.student)}, with {listed(members)}" if members not in ([], [one.student]) else one.student
        what = f"{_short(who)}, {one.exercise or one.lesson}"
        row, results = self.rows.get((one.student, one.lesson), (None, []))
        given = next((item for item in results if item["exercise"] == one.exercise), None if one.exercise else row)
        if one.withdrawn:
            still = given is not None and given["decision"]
            more = f"that on the hand-in of {row['by']} stays" if still else "the checks' points count"
            return f"{what}: what was decided is taken back; {more}."
        if one.points is None:
            return f"{what}: {'a comment' if one.comment else 'no comment'}."
        most, bonus = given["final_max"], given.get("final_bonus", 0)
        machine = given["points"] if one.exercise else sum(item["points"] for item in results)
        said = [f"{what}: {points_in_words(one.points, most, bonus)}, where the checks gave {round(machine, 2):g}."]
        said += ["That is more than there are."] if one.points > (most or bonus) else []
        if one.exercise and row["decision"] and row["decision"]["points"] is not None:
            said.append(f"The whole {one.lesson} is decided as {row['decision']['points']:g}, which counts.")
        if row["penalty"]:
            said.append("Coming late takes off its part.")
        return " ".join(said)


def _refuse_doubles(lines, found):
    seen = {}
    for line, decision in zip(lines, found, strict=True):
        first = seen.setdefault(decision.about, line)
        if first is not line:
            name = _short(decision.student)
            raise UsageError(f"{line['place']}{name}'s {line['exercise']} is decided twice: leave in one of the lines.")


def _short(name):
    return name if len(name) <= 80 else f"{name[:79]}…"
