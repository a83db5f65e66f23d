"""When each hand-in came, when it was due, and what is taken off: the rules on time, applied to the rows of a run."""

import math
from collections import defaultdict

from dlcourse.checking.status import Status
from dlcourse.grading.exports.platform_csv import folded
from dlcourse.grading.policy.extensions import extended
from dlcourse.grading.policy.late import due_for, penalty
from dlcourse.grading.policy.moments import in_zone

PLATFORM, TABLE = "platform", "table"
SAYS = {
    TABLE: "the platform's table",
    PLATFORM: "the platform",
    "archive": "the file in the archive",
    "file": "the file",
}
MANY, TOGETHER = 5, 15 * 60  # so many files within so many seconds were downloaded or unpacked, not handed in


class Lateness:
    """The rules on time for one run.

    Parameters
    ----------
    rules : dict
        due, late, extensions, times, zone: as the readers of `late`, `extensions` and `times` give them.
    rows : list of dict
        The submissions, with `student`, `by` and `group`.
    people : People
    """

    def __init__(self, rules, rows, people):
        self.dues, self.policy, self.zone = rules.get("due") or {}, rules.get("late"), rules.get("zone") or ""
        self.people = people
        self.names = {folded(name) for row in rows for name in (row["student"], row["group"]) if name}
        self.strangers = []  # whom the lists of extensions and of times name, and who is nobody
        self.extensions = self._of_people(rules.get("extensions") or [])
        self.told = self._of_people(rules.get("times") or [])
        self.is_of_download = self._is_of_download(rows)

    def _of_people(self, entries):
        """Folded name -> what is said of that person."""
        found = defaultdict(list)
        for entry in entries:
            names = entry.get("names") or [entry["student"]]
            student = self._known(names, entry.get("number", ""))
            if student is None:
                self.strangers.append(names[0] if names else entry["number"])
            else:
                found[student].append(entry)
        return found

    def _known(self, names, number):
        for name in names or [""]:
            if folded(name) in self.names:
                return folded(name)
            student = self.people.find(name, number)
            if student is not None:
                return folded(student)
        return None

    def _about(self, table, row):
        names = dict.fromkeys(folded(row[field]) for field in ("student", "by", "group") if row[field])
        return [entry for name in names for entry in table.get(name, ())]

    def _is_of_download(self, rows):
        """Whether the files' times are that of the download, or of unpacking: all close together, and after the end."""
        files = [row for row in rows if self._own_time(row) is not None and row["time_from"] != PLATFORM]
        times = {row["by"]: self._own_time(row) for row in files}
        if len(times) < MANY or max(times.values()) - min(times.values()) > TOGETHER:
            return False
        return all(self._own_time(row) > self._due(row) for row in files)

    def _own_time(self, row):
        moment = row.get("handed_in")
        return in_zone(moment, self.zone) if moment is not None and row.get("naive") else moment

    def _due(self, row):
        due = due_for(self.dues, row["lesson"])
        if due is None:
            return math.inf
        return extended(due, self._about(self.extensions, row), row["lesson"])

    def times(self, row):
        """The fields of a row that are about time: handed_in, time_from, due, late_by."""
        told = [entry for entry in self._about(self.told, row) if entry["lesson"] in ("", row["lesson"])]
        moment, source = self._own_time(row), row.get("time_from", "")
        if told:
            moment, source = max(told, key=lambda entry: entry["lesson"] != "")["time"], TABLE
        elif self.is_of_download and source != PLATFORM:
            moment, source = None, ""
        if row["status"] == Status.MISSING:
            moment, source = None, ""
        due = self._due(row)
        late_by = 0.0 if moment is None else max(0.0, moment - due)
        return {
            "handed_in": moment,
            "time_from": source if moment is not None else "",
            "due": None if due == math.inf else due,
            "late_by": late_by,
        }

    def penalty(self, row, points):
        """The points that are taken off; `row` with the fields of `times` and `final_max`."""
        if not self.policy or not row["late_by"]:
            return 0.0
        return penalty(self.policy, row["late_by"], points, row["final_max"])
