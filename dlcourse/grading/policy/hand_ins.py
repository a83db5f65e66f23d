"""What a group hands in: it counts once, and stands in the tables once for each member."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from dlcourse.checking.status import Status
from dlcourse.grading.bounds import quoted, short
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.platform_csv import folded, listed
from dlcourse.grading.policy.people import People, letters, split_team, without_number

AS_IN_RUN = "write in the file of groups what the run calls each member"
OWN, DECIDED, LAST, MOST, READABLE = (
    "it bears the group's name",
    "a person gave points for it",
    "it was handed in last of those that are worth most",
    "it is worth most",
    "it is the only one that can be read",
)


class Row(NamedTuple):
    """One student's row in the tables.

    Parameters
    ----------
    student : str
    submission : dict
        As in the run; of a member with `identity`, for the exports.
    group : str
        "" for who is in none.
    note : str
        A sentence on whose hand-in it is, "" for a student's own.
    """

    student: str
    submission: dict
    group: str
    note: str


@dataclass
class Expanded:
    """The rows by student and lesson, the groups that handed in nothing, and sentences for the instructor.

    `members` has of each group pairs of a member's name in the tables, and an identity for the exports; `group_of` has
    the group of each student of the run who stands for one.
    """

    rows: list = field(default_factory=list)
    members: dict = field(default_factory=dict)
    group_of: dict = field(default_factory=dict)
    without: list = field(default_factory=list)
    notes: list = field(default_factory=list)


def expand(submissions, groups, people=None):
    """A row for each member of a group in place of the group's hand-in.

    A hand-in is a group's if it bears the group's name, as platforms write it, or one of its members' names. Of several
    for one lesson one counts for all: what can be read before what cannot; then the one under the group's own name,
    else one for which a person gave points (`is_decided`), else the one that is worth most (`worth`: the points less
    what lateness costs), of these the one handed in last.

    Parameters
    ----------
    submissions : iterable of dict
    groups : dict
        As from `read_groups`.
    people : People, optional
        Of the run; best made with the groups' names: `People(submissions, groups)`.

    Returns
    -------
    Expanded

    Raises
    ------
    UsageError
        If two groups fit one hand-in, or a member's name fits several students.
    """
    submissions = list(submissions)
    run = _Run(groups, people or People(submissions, groups))
    result, of_group = Expanded(members=run.members, group_of=run.groups, notes=run.notes()), defaultdict(list)
    for item in submissions:
        student = item["student"]
        group = run.groups.get(student, "")
        if group and (item["lesson"] or student in run.own):
            of_group[group, item["lesson"]].append(item)
        else:  # what is of no lesson is of its sender alone
            result.rows.append(Row(student, item, group, ""))
    alone = {row.student for row in result.rows if row.group}
    for (group, lesson), items in of_group.items():
        chosen, why = _counting(items, run.own)
        others = [item for item in items if _is_real(item) and not _is_same(item, chosen)]
        which = [_which(chosen, why, others)] if others else []
        result.notes += [f"{short(group)}, {lesson}: {text}" for text in which]
        note = " ".join([f"Handed in for the group {short(group)}.", *which]) if _is_real(chosen) else ""
        mine = {item["student"]: item for item in items if _is_real(item) and _is_same(item, chosen)}
        for student, identity in run.members[group]:
            if not lesson and student in alone:
                continue
            submission = mine.get(student, chosen) | {"identity": identity}
            result.rows.append(Row(student, submission, group, note))
    result.rows.sort(key=lambda row: (row.student, row.submission["lesson"]))
    handed_in = {group for (group, _), items in of_group.items() if any(map(_is_real, items))}
    result.without = [group for group in groups if group not in handed_in]
    return result


def _which(chosen, why, others):
    names = listed(sorted(item["student"] for item in others))
    return f"Of several hand-ins that of {short(chosen['student'])} counts, for {why}; not that of {names}."


def _is_real(submission):
    return submission["status"] != Status.MISSING


def _is_same(submission, other):
    """Whether two hand-ins are one: Moodle gives a copy of a team's to each member."""
    return submission is other or bool(submission.get("sha256") and submission["sha256"] == other.get("sha256"))


def _counting(items, own):
    """The hand-in that counts for a group, and why."""
    real = [item for item in items if _is_real(item)] or items[:1]
    readable = [item for item in real if _is_readable(item)] or real
    named = [item for item in readable if item["student"] in own]
    if len(named or readable) == 1:
        return (named or readable)[0], OWN if named else READABLE
    left = sorted(named or readable, key=lambda item: item["student"])
    decided = [item for item in left if item.get("is_decided")]
    if len(decided) == 1:
        return decided[0], DECIDED
    left = decided or left
    most = max(map(_worth, left))
    best = [item for item in left if _worth(item) == most]
    times = [item.get("handed_in") for item in best]
    if len(best) == 1 or None in times:
        return best[0], MOST
    return best[times.index(max(times))], LAST


def _is_readable(item):
    return item["status"] != Status.INVALID or item.get("machine") or item.get("is_decided")


def _worth(item):
    return item.get("worth", item["score"])


class _Run:
    """Which group each student of a run stands for, and who the members are in it.

    Parameters
    ----------
    groups : dict
    people : People
    """

    def __init__(self, groups, people):
        self.all, self.people = groups, people
        self.by_name = {folded(group): group for group in groups}
        self.by_letters = defaultdict(list)
        for group in groups:
            if letters(group):
                self.by_letters[letters(group)].append(group)
        self.teams = {}  # student -> the group whose name stands before the student's
        self.groups, self.own = {}, set()
        for student in people.names:
            self._place(student)
        self.members = {group: self._members(group, members) for group, members in groups.items()}

    def notes(self):
        """Sentences on who hands in for a group and is in none."""
        alone = [student for student in self.teams if student not in self.groups]
        told = "Beside the name of a group stands one of nobody in it, so it counts for itself alone"
        return [f"{told}: {listed(alone)}."] if alone else []

    def _place(self, student):
        """Note what a student's name says of a group."""
        name = self.people.identity(student)["name"]
        bare = without_number(student)
        texts = list(dict.fromkeys((student, name, bare, without_number(bare))))
        exact = next((self.by_name[folded(text)] for text in texts if folded(text) in self.by_name), None)
        near = next((self.by_letters[key] for key in map(letters, texts) if key in self.by_letters), [])
        team, _ = split_team(name, self.by_letters)
        if exact or near:
            self.groups[student] = exact or self._one(student, near)
            self.own.add(student)
        elif team:
            self.teams[student] = self._one(student, self.by_letters[team])

    def _one(self, student, groups):
        if len(groups) > 1:
            raise UsageError(
                f"The hand-in of {quoted(student)} may be that of the groups {listed(list(map(repr, groups)))}: give "
                "them names that differ in their letters."
            )
        return groups[0]

    def _members(self, group, members):
        """(name in the tables, identity) of each member of a group."""
        found = {}
        for member in members:
            student = self._in_run(group, member)
            if student is None:
                found[member["name"]] = _identity(member, None)
                continue
            other = self.groups.setdefault(student, group)
            if other != group or student in found:
                raise UsageError(
                    f"The hand-in of {quoted(student)} fits {quoted(member['name'])} of the group "
                    f"{quoted(group)} and somebody else of the group {quoted(other)}: {AS_IN_RUN}."
                )
            found[student] = _identity(member, self.people.identity(student))
        return list(found.items())

    def _in_run(self, group, member):
        """What the run calls a member, None if it does not have them."""
        fitting = self.people.fitting(*member["keys"], number=member["number"])
        if not self.own.isdisjoint(fitting):
            # Canvas puts the number of one member after the name of a group: that does not make it theirs.
            named = self.people.fitting(*member["keys"])
            fitting = [student for student in fitting if student not in self.own or student in named]
        fitting = [student for student in fitting if self.teams.get(student, group) == group]
        fitting = [student for student in fitting if self.teams.get(student) == group] or fitting
        if len(fitting) > 1:
            raise UsageError(
                f"{quoted(member['name'])} of the group {quoted(group)} may be {listed(fitting)}: {AS_IN_RUN}."
            )
        return fitting[0] if fitting else None


def _identity(member, who):
    """What the exports find a member by: what the platform called them in the run, and what the file of groups says."""
    known = {role: member[role] for role in ("login", "email", "id")}
    if who and who["platform"]:
        return known | who
    name = who["name"] if who else next(iter(member["keys"]), member["name"])
    return known | {"platform": member["platform"], "name": name, "number": member["number"]}
