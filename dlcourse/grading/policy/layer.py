"""What counts in the end: the machine's points, then what people decided, then what is taken off for coming late.

The grade book keeps what the machine gave; nothing here changes it. From the latest run, the decisions and the rules
come rows for the tables, pages and files: a hand-in of a group has a row for each member, every row has `adjusted`,
`penalty` and `final`. Those are in the instructor's points (`weights`), `score` and `max_score` are the machine's.
"""

from dlcourse.checking.status import NOT_GRADED, Status
from dlcourse.exercises import lesson
from dlcourse.grading.policy.decisions import COUNTS, STALE, Decisions
from dlcourse.grading.policy.hand_ins import expand
from dlcourse.grading.policy.lateness import Lateness
from dlcourse.grading.policy.people import People
from dlcourse.grading.policy.weights import Weights
from dlcourse.grading.selection import among

NOT_THERE = {  # a row for what was not handed in
    "name": "", "sha256": "", "status": Status.MISSING, "message": "Nothing was handed in for this lesson.",
    "score": 0.0, "notes": [], "machine": False, "seconds": 0.0, "fingerprint": "", "late": False, "handed_in": None,
    "time_from": "", "is_doubted": False,
}  # fmt: skip


class Layer:
    """The rows of a run with what the instructor decides.

    A row is a submission as in the grade book, with `student` the one whom it counts for, and with

    - `by`: the name under which it was handed in; `group`: the group's name, or "";
    - `adjusted`: the points after decisions by hand; `penalty`: what is taken off for coming late; `final`: what is
      left; `final_max`: what they are out of, without bonus points;
    - `counts`: whether there are points to hand on; `decision`: that on the whole hand-in, or None; `decided`: whether
      there are points;
    - `handed_in` (seconds since 1970, None if it is not known), `time_from`, `due` (None for none), `late_by` (seconds
      after it).

    A result is one as in the grade book with `points` (the machine's, in the instructor's points), `adjusted`,
    `penalty` and `final` (its share of them), `final_max`, `final_bonus` and `decision`.

    Parameters
    ----------
    book : GradeBook
    run : dict
    """

    def __init__(self, book, run):
        self.book, self.run, self.rules = book, run, book.rules()
        self.decisions = Decisions(book)
        self.weights = Weights(self.rules.get("weights"), run["options"].get("exercises"))
        self.late = Lateness(self.rules)
        self.hashes, self.judged = {}, {}  # by student, or who handed in, and lesson
        expanded = self._expanded(self.late.timed(list(book.submissions(run["id"]))))
        self.idle, self.notes, rows = expanded.without, expanded.notes, []
        for student, submission, group, note in expanded.rows:
            own = {"student": student, "by": submission["student"], "group": group}
            rows.append(submission | own | {"notes": [*submission["notes"], *([note] if note else [])]})
        rows += self._missing(rows, expanded.members)
        self.late.know(rows)
        self.submissions = sorted(rows, key=lambda row: (row["student"], row["lesson"]))
        self.submissions = [row for row, _ in self.rows()]

    def _expanded(self, handed_in):
        """A row for each member of a group, of that hand-in which counts for it."""
        groups = self.rules.get("groups") or {}
        people = People(handed_in, groups)
        expanded = expand(handed_in, groups, people)
        if not groups:
            return expanded
        of = expanded.group_of
        rows = [item | {"by": item["student"], "group": of.get(item["student"], "")} for item in handed_in]
        self.late.know(rows)
        return expand([item | self._worth(item) for item in rows], groups, people)

    def _worth(self, row):
        """What counts of several hand-ins of a group: the machine's points in the end, and whether a person gave some.

        What a person gave is no part of the former: who takes points off one hand-in does not choose another one.
        """
        results = self.book.results(self.run["id"], row["by"], row["lesson"])
        decided, _ = self._with_points(row, results)
        points = sum(points for points, _, _ in self.weights.scaled(results))
        return {"worth": points - self.late.penalty(decided, points), "is_decided": decided["decided"]}

    def _missing(self, rows, members):
        """Rows for what was asked for by name and is not there: of members of groups, and of all others in the run."""
        asked = self.rules.get("asked") or {}
        lessons = asked["lessons"] if asked.get("run") == self.run["id"] else []
        there = {(row["group"] or row["student"], bool(row["group"]), row["lesson"]) for row in rows}
        alone = {row["student"]: None for row in rows if not row["group"]}
        found = []
        for name in lessons:
            chosen = among(lesson(name), self.run["options"].get("exercises") or ())
            empty = NOT_THERE | {"lesson": name, "max_score": float(sum(item.max_score for item in chosen))}
            for student in alone:
                if (student, False, name) not in there:
                    found.append(empty | {"student": student, "by": student, "group": ""})
            for group, who in members.items():
                if (group, True, name) not in there:
                    found += [
                        empty | {"student": student, "by": student, "group": group, "identity": identity}
                        for student, identity in who
                    ]
        return found

    def rows(self):
        """Pairs (row, its results), by student and lesson, one after the other from the file."""
        for row in self.submissions:
            yield self._with_points(row, self.book.results(self.run["id"], row["by"], row["lesson"]))

    def _with_points(self, row, results):
        worth = self.weights.scaled(results)
        results = [self._result(row, *pair) for pair in zip(results, worth, strict=True)]
        for name in (row["student"], row["by"]):
            self.hashes[name, row["lesson"]] = row["sha256"]
            self.judged[name, row["lesson"]] = {result["exercise"] for result in results}
        most = self.weights.most(row, results)
        decision = self._decision(row, "", most or sum(result["final_bonus"] for result in results))
        decided = [item["points"] for item in (decision, *(result["decision"] for result in results)) if item]
        fields = {"decision": decision, "final_max": most, "decided": any(points is not None for points in decided)}
        fields["counts"] = fields["decided"] or (row["status"] not in NOT_GRADED and not row["machine"])
        adjusted = sum(result["adjusted"] for result in results)
        if decision and decision["points"] is not None:
            adjusted = decision["points"]
        row = row | fields | self.late.fields(row)
        penalty = self.late.penalty(row, adjusted) if fields["counts"] else 0.0
        share = 1 - penalty / adjusted if adjusted else 1.0
        for result in results:
            result["final"] = result["adjusted"] * share
            result["penalty"] = result["adjusted"] - result["final"]
        return row | {"adjusted": adjusted, "penalty": penalty, "final": adjusted - penalty}, results

    def _result(self, row, result, worth):
        points, most, bonus = worth
        decision = self._decision(row, result["exercise"], most or bonus)
        adjusted = points if decision is None or decision["points"] is None else decision["points"]
        return result | {
            "points": points,
            "adjusted": adjusted,
            "final_max": most,
            "final_bonus": bonus,
            "decision": decision,
        }

    def _decision(self, row, exercise, most):
        """What counts of the decisions on a student and on who handed in: each field from the nearer one that says."""
        found = [
            self.decisions.on(student, row["lesson"], exercise, row["sha256"])
            for student in dict.fromkeys((row["student"], row["by"]))
        ]
        found = [one for one in found if one is not None]
        if not found:
            return None
        points = next((one.points_of(most) for one in found if one.points is not None), None)
        comment = next((one.comment for one in found if one.comment), "")
        return {"points": points, "comment": comment, "made": max(one.made for one in found)}

    def states(self):
        """Everything that is decided by hand, and whether it counts: as of `Decisions.states`."""
        return self.decisions.states(self.hashes, self.judged)

    def outdated(self):
        """The decisions on an earlier hand-in, where nothing is decided on the one that counts now."""
        states = self.states()
        anew = {one.about for one, state in states if state == COUNTS}
        return list({one.about: one for one, state in states if state == STALE and one.about not in anew}.values())
