"""What counts in the end: the machine's points, then what people decided, then what is taken off for coming late.

The grade book keeps what the machine gave; nothing here changes it. From the latest run, the decisions and the rules
come rows for the tables, pages and files: a hand-in of a group has a row for each member, every row has `adjusted`,
`penalty` and `final`. Those are in the instructor's points (`weights`), `score` and `max_score` are the machine's.
"""

from dlcourse.checking.status import NOT_GRADED
from dlcourse.grading.policy.decisions import Decisions
from dlcourse.grading.policy.hand_ins import expand
from dlcourse.grading.policy.lateness import Lateness
from dlcourse.grading.policy.people import People
from dlcourse.grading.policy.weights import Weights


class Layer:
    """The rows of a run with what the instructor decides.

    A row is a submission as in the grade book, with `student` the one whom it counts for, and with

    - `by`: the name under which it was handed in; `group`: the group's name, or "";
    - `adjusted`: the points after decisions by hand; `penalty`: what is taken off for coming late; `final`: what is
      left; `final_max`: what they are out of, without bonus points;
    - `counts`: whether there are points to hand on; `decision`: that on the whole hand-in, or None; `decided`: whether
      there is any;
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
        handed_in, groups = list(book.submissions(run["id"])), self.rules.get("groups") or {}
        expanded = expand(handed_in, groups, People(handed_in, groups))
        self.idle, self.notes, self.hashes, self.hand_ins = expanded.without, expanded.notes, {}, []
        for student, submission, group, note in expanded.rows:
            own = {"student": student, "by": submission["student"], "group": group}
            own["notes"] = [*submission["notes"], *([note] if note else [])]
            for name in (student, own["by"]):
                self.hashes[name, submission["lesson"]] = submission["sha256"]
            self.hand_ins.append(submission | own)
        self.late = Lateness(self.rules, self.hand_ins)
        self.submissions = [row for row, _ in self.rows()]

    def rows(self):
        """Pairs (row, its results), by student and lesson, one after the other from the file."""
        for row in self.hand_ins:
            yield self._with_points(row, self.book.results(self.run["id"], row["by"], row["lesson"]))

    def _with_points(self, row, results):
        worth = self.weights.scaled(results)
        results = [self._result(row, *pair) for pair in zip(results, worth, strict=True)]
        decision = self._decision(row, "")
        fields = {"decision": decision, "final_max": self.weights.most(row, results)}
        fields["decided"] = decision is not None or any(result["decision"] for result in results)
        adjusted = sum(result["adjusted"] for result in results)
        if decision is not None and decision["points"] is not None:
            adjusted = decision["points"]
        given = fields["decided"] and (adjusted > 0 or _gives(decision))
        fields["counts"] = given or (row["status"] not in NOT_GRADED and not row["machine"])
        row = row | fields | self.late.times(row)
        penalty = self.late.penalty(row, adjusted) if fields["counts"] else 0.0
        share = 1 - penalty / adjusted if adjusted else 1.0
        for result in results:
            result["final"] = result["adjusted"] * share
            result["penalty"] = result["adjusted"] - result["final"]
        return row | {"adjusted": adjusted, "penalty": penalty, "final": adjusted - penalty}, results

    def _result(self, row, result, worth):
        points, most, bonus = worth
        decision = self._decision(row, result["exercise"])
        adjusted = points if decision is None or decision["points"] is None else decision["points"]
        return result | {
            "points": points,
            "adjusted": adjusted,
            "final_max": most,
            "final_bonus": bonus,
            "decision": decision,
        }

    def _decision(self, row, exercise):
        """What counts of the decisions on a student and on who handed in: each field from the nearer one that says."""
        found = [
            self.decisions.on(student, row["lesson"], exercise, row["sha256"])
            for student in dict.fromkeys((row["student"], row["by"]))
        ]
        found = [one for one in found if one is not None]
        if not found:
            return None
        points = next((one.points for one in found if one.points is not None), None)
        comment = next((one.comment for one in found if one.comment), "")
        return {"points": points, "comment": comment, "made": max(one.made for one in found)}

    def stale(self):
        """The decisions that are about an earlier hand-in, and do not count for the one that does now."""
        return self.decisions.stale(self.hashes)


def _gives(decision):
    return decision is not None and decision["points"] is not None
