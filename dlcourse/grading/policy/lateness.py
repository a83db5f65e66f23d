"""When each hand-in came, when it was due, and what is taken off: the rules on time, applied to the rows of a run."""

import math
from collections import defaultdict

from dlcourse.checking.status import Status
from dlcourse.grading.exports.platform_csv import folded, identity_of
from dlcourse.grading.policy.extensions import extended
from dlcourse.grading.policy.late import due_for, penalty
from dlcourse.grading.policy.moments import in_zone
from dlcourse.grading.policy.people import People
from dlcourse.grading.submissions.moments_of_files import CLOSE, same_moment

PLATFORM, TABLE, ARCHIVE = "platform", "table", "archive"
FILES = ("file", ARCHIVE)
SAYS = {
    TABLE: "the platform's table",
    PLATFORM: "the platform",
    ARCHIVE: "the file in the archive",
    "file": "the file on disk",
}
OF_DOWNLOAD = ("canvas", "moodle")  # who write the time of the download into the archive of a class


class Lateness:
    """The rules on time for one run.

    Parameters
    ----------
    rules : dict
        due, late, extensions, times, zone: as the readers of `late`, `extensions` and `times` give them.
    rows : list of dict
        The submissions, with `student`, `by` and `group`.
    """

    def __init__(self, rules, rows):
        self.dues, self.policy, self.zone = rules.get("due") or {}, rules.get("late"), rules.get("zone") or ""
        self.people = People(rows)
        self.names = {folded(name) for row in rows for name in (row["student"], row["group"]) if name}
        self.strangers = []  # whom the lists of extensions and of times name, and who is nobody
        self.extensions = self._of_people(rules.get("extensions") or [])
        self.told = self._of_people(rules.get("times") or [])
        self.of_download = self._of_download(rows)

    def _of_people(self, entries):
        """Folded name -> what is said of that person."""
        found = defaultdict(list)
        for entry in entries:
            names = entry["names"]
            student = self._known(names, entry.get("number", ""))
            if student is None:
                self.strangers.append(names[0] if names else entry["number"])
            else:
                found[student].append(entry)
        return found

    def _known(self, names, number):
        named = next((folded(name) for name in names if folded(name) in self.names), None)
        found = self.people.fitting(*names, number=number)
        return folded(found[0]) if len(found) == 1 else named

    def _about(self, table, row):
        names = dict.fromkeys(folded(row[field]) for field in ("student", "by", "group") if row[field])
        return [entry for name in names for entry in table.get(name, ())]

    def _of_download(self, rows):
        """The sources whose times are those of the download, or of copying: all close together."""
        found = set()
        for source in FILES:
            mine = [row for row in rows if row["time_from"] == source and self._own_time(row) is not None]
            times = {(row["by"], row["lesson"]): self._own_time(row) for row in mine}
            platforms = {identity_of({"student": row["by"], "name": row["name"]})["platform"] for row in mine}
            is_made = source == ARCHIVE and not platforms.isdisjoint(OF_DOWNLOAD)
            is_close = bool(times) and max(times.values()) - min(times.values()) <= CLOSE
            if (is_made and is_close) or same_moment(times.values()):
                found.add(source)
        return found

    def is_doubted(self, rows):
        """Whether times that are not believed would make somebody late."""
        doubted = [row for row in rows if row.get("time_from") in self.of_download and not self._told(row)]
        return any(self._own_time(row) > self._due(row) for row in doubted if self._own_time(row) is not None)

    def _own_time(self, row):
        moment = row.get("handed_in")
        return in_zone(moment, self.zone) if moment is not None and row.get("naive") else moment

    def _due(self, row):
        due = due_for(self.dues, row["lesson"])
        if due is None:
            return math.inf
        return extended(due, self._about(self.extensions, row), row["lesson"])

    def _told(self, row):
        """What the platform's table says of a row."""
        return [entry for entry in self._about(self.told, row) if entry["lesson"] in ("", row["lesson"])]

    def times(self, row):
        """The fields of a row that are about time: handed_in, time_from, due, late_by."""
        moment, source, told = self._own_time(row), row.get("time_from", ""), self._told(row)
        if told:
            moment, source = max(told, key=lambda entry: entry["lesson"] != "")["time"], TABLE
        elif source in self.of_download:
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
