"""When each hand-in came, when it was due, and what is taken off: the rules on time, applied to the rows of a run.

A table of times counts before what the platform's names say, and that before the time of a file. A time belongs to a
hand-in, and so to all members of a group; the due date is each one's own.
"""

import statistics
from collections import defaultdict

from dlcourse.checking.status import Status
from dlcourse.grading.exports.platform_csv import folded
from dlcourse.grading.policy.extensions import extended
from dlcourse.grading.policy.late import due_for, penalty
from dlcourse.grading.policy.moments import in_zone
from dlcourse.grading.policy.people import People
from dlcourse.grading.submissions.moments_of_files import CLOSE, same_moment

PLATFORM, TABLE, ARCHIVE, FILE = "platform", "table", "archive", "file"
SAYS = {
    TABLE: "the platform's table",
    PLATFORM: "the platform",
    ARCHIVE: "the file in the archive",
    FILE: "the file on disk",
}


class Lateness:
    """The rules on time for one run: `timed` comes first, then `know`, then the rest.

    Parameters
    ----------
    rules : dict
        due, late, extensions, times, zone: as the readers of `late`, `extensions` and `times` give them.
    """

    def __init__(self, rules):
        self.dues, self.policy, self.zone = rules.get("due") or {}, rules.get("late"), rules.get("zone") or ""
        self.lists = {name: rules.get(name) or [] for name in ("extensions", "times")}

    def timed(self, submissions):
        """The hand-ins of a run with the time that counts for each.

        Parameters
        ----------
        submissions : list of dict
            As in the grade book.

        Returns
        -------
        list of dict
            The same with handed_in (seconds since 1970, None if it is not known), time_from, and `is_doubted`, where
            the time of a file is that of the download.
        """
        self.told = _Listed(self.lists["times"], submissions)
        clocks = [self._clock(item) for item in submissions]
        doubted = self._doubted(submissions, clocks)
        found = []
        for item, moment in zip(submissions, clocks, strict=True):
            source, listed = item.get("time_from", ""), self.told.on([item["student"]], item["lesson"])
            is_doubted = not listed and (item["lesson"], source) in doubted
            if listed:
                moment, source = max(entry["time"] for entry in listed), TABLE
            if is_doubted or item["status"] == Status.MISSING:
                moment = None
            fields = {"handed_in": moment, "time_from": source if moment is not None else "", "is_doubted": is_doubted}
            found.append(item | fields)
        return found

    def _clock(self, item):
        """The time that the file or its name tells, in the zone that counts."""
        moment = item.get("handed_in")
        return in_zone(moment, self.zone) if moment is not None and item.get("naive") else moment

    def _doubted(self, submissions, clocks):
        """The (lesson, source) whose times are those of the download, or of copying: all together after the end."""
        groups = defaultdict(list)
        for item, moment in zip(submissions, clocks, strict=True):
            if moment is not None and item.get("time_from") in (FILE, ARCHIVE):
                groups[item["lesson"], item["time_from"]].append(moment)
        found = set()
        for (lesson, source), times in groups.items():
            due = due_for(self.dues, lesson)
            is_close = len(times) > 1 and max(times) - min(times) <= CLOSE
            if due is not None and statistics.median(times) > due and (is_close or same_moment(times)):
                found.add((lesson, source))
        return found

    def know(self, rows):
        """Find out whom the lists mean, once the rows of all members of groups are there.

        Parameters
        ----------
        rows : list of dict
            The submissions as from `timed`, with `student`, `by` and `group`.
        """
        self.extensions = _Listed(self.lists["extensions"], rows)
        members = _Listed(self.told.strangers, rows)
        self.of_members = defaultdict(list)  # what a table says of who handed in under the name of a group
        for row in rows:
            if row["group"] and row["by"] != row["student"]:
                self.of_members[row["by"], row["lesson"]] += members.on([row["student"]], row["lesson"])
        self.strangers = list(dict.fromkeys(map(_name, [*self.extensions.strangers, *members.strangers])))

    def fields(self, row):
        """The fields of a row that are about time: handed_in, time_from, is_doubted, due, late_by."""
        names = [name for name in dict.fromkeys((row["student"], row["by"], row["group"])) if name]
        due = due_for(self.dues, row["lesson"])
        if due is not None:
            due = max(extended(due, self.extensions.on([name]), row["lesson"]) for name in names)
        moment, source, is_doubted = row["handed_in"], row["time_from"], row["is_doubted"]
        listed = self.of_members.get((row["by"], row["lesson"])) if source != TABLE else None
        if listed and row["status"] != Status.MISSING:
            moment, source, is_doubted = max(entry["time"] for entry in listed), TABLE, False
        late_by = 0.0 if moment is None or due is None else max(0.0, moment - due)
        fields = {"handed_in": moment, "time_from": source, "is_doubted": is_doubted}
        return fields | {"due": due, "late_by": late_by}

    def penalty(self, row, points):
        """The points that are taken off; `row` with what `fields` gives, and with final_max."""
        if not self.policy or not row["late_by"]:
            return 0.0
        return penalty(self.policy, row["late_by"], points, row["final_max"])

    def without_effect(self):
        """Whose extensions end before the work is due for all: a slip, most likely."""
        found = []
        for entry in self.lists["extensions"]:
            dues = [due for lesson, due in self.dues.items() if entry["lesson"] in ("", lesson) or not lesson]
            if "due" in entry and dues and entry["due"] < min(dues):
                found.append(f"{entry['student']} (row {entry['row']})")
        return found


class _Listed:
    """What the entries of a list are about, by the names of those whom they mean.

    Parameters
    ----------
    entries : list of dict
        names, lesson, and perhaps number.
    rows : list of dict
        Those who may be meant: student, and perhaps by and group.
    """

    def __init__(self, entries, rows):
        self.entries, self.strangers = defaultdict(list), []
        if not entries:
            return
        people, have = People(rows), {(row["student"], row["lesson"]) for row in rows}
        names = {folded(row[field]) for row in rows for field in ("student", "by", "group") if row.get(field)}
        for entry in entries:
            fitting = people.fitting(*entry["names"], number=entry.get("number", ""))
            if len(fitting) > 1 and entry["lesson"]:
                fitting = [name for name in fitting if (name, entry["lesson"]) in have]
            named = next((folded(name) for name in entry["names"] if folded(name) in names), None)
            name = folded(fitting[0]) if len(fitting) == 1 else named
            if name is None:
                self.strangers.append(entry)
            else:
                self.entries[name].append(entry)

    def on(self, names, lesson=None):
        """The entries on somebody; those on a lesson alone, if there are any, where a lesson is given."""
        found = [entry for name in names for entry in self.entries.get(folded(name), ())]
        if lesson is None:
            return found
        fitting = [entry for entry in found if entry["lesson"] in ("", lesson)]
        return [entry for entry in fitting if entry["lesson"]] or fitting


def _name(entry):
    return entry["names"][0] if entry["names"] else entry["number"]
