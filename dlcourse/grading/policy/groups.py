"""Groups of students who hand in together, as a file tells them."""

import re
from collections import defaultdict

from dlcourse.grading.bounds import quoted
from dlcourse.grading.csv_files import as_it_was, not_as_exported, read_csv
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.platform_csv import folded
from dlcourse.grading.policy.columns import bare, columns_named, person, person_columns, person_in
from dlcourse.grading.policy.people import letters

GROUP = """groupname group teamname team gruppe gruppenname groupe nomdegroupe grupo gruppo groep grupa équipe equipe
    groupid groupnumber teamid"""
GROUPS = "groups gruppen groupes grupos gruppi groepen"  # Moodle's list of participants: all groups of somebody
MEMBER = re.compile(
    r"(?:(?:team|group|student)?members?|(?:group|team)?students?|(?:student)?names?|persons?|partners?"
    r"|mitglied(?:er)?|membres?|miembros?|membros?)\d*"
)
ONE = {"member", "student", "name", "studentname", "membername", "person", "partner"}
NO_GROUP = {
    *("", "-", "–", "none", "n/a", "no group", "no groups", "not assigned", "unassigned"),
    *("keine", "keine gruppe", "keine gruppen", "aucun groupe", "sin grupo", "nessun gruppo", "geen groep"),
}


def read_groups(path):
    """The groups in a file: a line for each member, or a line for each group.

    Parameters
    ----------
    path : path
        A CSV file with a column `group` and columns that tell who somebody is, as Canvas exports a group set and Moodle
        its participants or a grading worksheet; or with a column `group` and `member 1`, `member 2`, ...

    Returns
    -------
    dict
        Group -> its members as from `person_in`. Everything is in the file's order.

    Raises
    ------
    UsageError
        If it has no groups or no members, or somebody is in two of them.
    """
    sheet = read_csv(path)
    place, is_list = _group_column(sheet)
    reader = _Reader(sheet)
    members = _member_columns(sheet.header, place)
    people = {} if members else person_columns(sheet.header, {place})
    if not members and not people:
        raise not_as_exported(path, f"has no column for students ({_columns(sheet)}): 'student' or 'member 1' is one")
    for index, row in enumerate(sheet.rows):
        name = " ".join(as_it_was(row[place]).split())
        if folded(name) in NO_GROUP:
            continue
        if is_list and "," in name:
            raise UsageError(
                f"{sheet.place(index, place)}: {quoted(name)} are several groups: leave only the one that hands in."
            )
        beyond = range(len(sheet.header), len(row))  # where each line is as long as its group is large
        found = _several(reader, index, [*members, *beyond]) if members else [person_in(row, people)]
        reader.add(index, name, [member for member in found if member["name"]])
    return reader.groups()


def _columns(sheet):
    return f"its columns are {', '.join(map(repr, sheet.header[:20]))}" if sheet.header else "it is empty"


def _group_column(sheet):
    """The place of the column of groups, and whether it may list several of them."""
    for names, is_list in ((GROUP, False), (GROUPS, True)):
        places = columns_named(sheet.header, names)
        if places:
            return places[0], is_list
    raise not_as_exported(sheet.path, f"has no column 'group' ({_columns(sheet)})")


def _member_columns(header, group):
    """The places of the columns of members where a line is a group's; [] where it is one member's."""
    found = [i for i, name in enumerate(header) if i != group and MEMBER.fullmatch(bare(name))]
    names = {bare(header[place]) for place in found}
    others = set(person_columns(header, {group}).values()) - set(found)
    if len(found) == 1 and names <= ONE:
        return found if not others else []
    return found if found and not (names <= ONE and len(names) == len(found)) else []


def _several(reader, index, places):
    """The members whose names stand in some cells of a row, alone or with semicolons between them."""
    row, found = reader.sheet.rows[index], []
    for place in places:
        cell = as_it_was(row[place])
        is_plural = place < len(reader.sheet.header) and bare(reader.sheet.header[place]) not in ONE
        if is_plural and cell.count(",") > 1 and ";" not in cell:
            raise UsageError(
                f"{reader.sheet.path}, row {reader.sheet.lines[index]}: {quoted(cell)} may be one name or several: "
                "put semicolons between names."
            )
        found += [person(" ".join(as_it_was(part.strip()).split())) for part in re.split(r"[;\n]", cell)]
    return found


class _Reader:
    """Groups as they are read: each member in one of them."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.names, self.members = {}, defaultdict(list)  # both by the folded name of the group
        self.where = {}  # who -> (group, row)

    def add(self, index, group, members):
        """Add what a row says."""
        key, line = folded(group), self.sheet.lines[index]
        if not members:
            raise UsageError(
                f"{self.sheet.path}, row {line}: the group {quoted(group)} has nobody in it: add its members, or "
                "remove the line."
            )
        self.names.setdefault(key, group)
        for member in members:
            who = _who(member)
            other, row = self.where.get(who, (key, line))
            if other != key:
                raise UsageError(
                    f"{self.sheet.path}, row {line}: {quoted(member['name'])} is in the group {quoted(group)} and, "
                    f"by row {row}, in {quoted(self.names[other])}: leave one of them."
                )
            if who not in self.where:
                self.where[who] = key, line
                self.members[key].append(member)

    def groups(self):
        """All of them, once it is sure that no two names are one."""
        if not self.names:
            raise UsageError(f"{self.sheet.path} has nobody in a group: fill in its column of groups, or leave it out.")
        _tell_namesakes_apart(self.sheet.path, [item for members in self.members.values() for item in members])
        teams = {letters(name): key for key, name in self.names.items() if letters(name)}
        for key, members in self.members.items():
            for member in members:
                for text in map(letters, member["keys"]):
                    if teams.get(text, key) != key:
                        raise UsageError(
                            f"{self.sheet.path}: {quoted(member['name'])} of the group {quoted(self.names[key])} has "
                            f"the name of the group {quoted(self.names[teams[text]])}: give that group another name."
                        )
        return {self.names[key]: members for key, members in self.members.items()}


def _who(member):
    """What tells a member from all others: a number or a login where there is one, else the name."""
    role = next((role for role in ("number", "login", "email", "id") if member[role]), "name")
    return role, folded(member[role])


def _tell_namesakes_apart(path, members):
    """Two people of one name get their logins into it: in a table of grades they must not become one."""
    same = defaultdict(list)
    for member in members:
        same[folded(member["name"])].append(member)
    for several in same.values():
        for member in several if len(several) > 1 else ():
            more = next((member[role] for role in ("login", "email", "id", "number") if member[role]), "")
            if not more:
                raise UsageError(
                    f"{path}: two members are called {quoted(member['name'])}: give each a login in a column of its "
                    "own."
                )
            member["name"] = f"{member['name']} ({more})"
