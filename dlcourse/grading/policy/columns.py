"""The columns of tables that instructors write and platforms export: which one it is, and whom a row is about."""

import re

from dlcourse.grading.csv_files import as_it_was
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.moodle_columns import columns_of
from dlcourse.grading.exports.platform_csv import folded, listed

# Any of these tells who somebody is; what stands first is the likeliest to be the name in the run.
WHO = (
    *("student", "studentname", "studentid", "username", "userid", "user", "login", "loginid", "sisloginid", "netid"),
    *("email", "emailaddress", "mail", "name", "fullname", "id", "idnumber", "sid", "sisuserid", "sisid"),
    *("orgdefinedid", "studentnumber", "matriculationnumber", "matrikelnummer"),
)
FIRST, LAST = ("firstname", "givenname", "forename"), ("lastname", "familyname", "surname")
IN_MOODLE = ("username", "email", "name", "idnumber", "first", "last")  # in all its languages


def bare(name):
    """The name of a column for comparing: without capitals, blanks, _ and -."""
    return re.sub(r"[\s_-]+", "", folded(name))


def places_of(header):
    """The first column of each name, by `bare` name."""
    return {bare(name): place for place, name in reversed(list(enumerate(header)))}


def first_of(places, names):
    """The column with the first of these names that is there; None if none is."""
    return next((places[name] for name in names if name in places), None)


def no_column(sheet, wanted, example):
    """The error for a table that lacks a column."""
    there = listed([name for name in sheet.header if name]) or "none"
    return UsageError(f"{sheet.path} has no column {wanted}: name one {example!r} in its first row; there are {there}.")


class Who:
    """Whom the rows of a table are about.

    Parameters
    ----------
    sheet : Sheet
    without : int, optional
        A column that is passed over.

    Raises
    ------
    UsageError
        If no column tells.
    """

    def __init__(self, sheet, without=None):
        self.sheet = sheet
        places = places_of(sheet.header)
        moodle = columns_of(sheet.header, IN_MOODLE)
        self.first = first_of(places, FIRST) if first_of(places, FIRST) is not None else moodle.get("first")
        self.last = first_of(places, LAST) if first_of(places, LAST) is not None else moodle.get("last")
        columns = [places[name] for name in WHO if name in places]
        columns += [moodle[role] for role in IN_MOODLE[:4] if role in moodle]
        self.columns = [place for place in dict.fromkeys(columns) if place not in (self.first, self.last, without)]
        if not self.columns and None in (self.first, self.last):
            raise no_column(sheet, "that tells who a row is about", "student")

    def names(self, index):
        """The texts by which the person of a row may be found, the likeliest first; empty if there are none."""
        cells = [self._cell(index, place) for place in self.columns]
        first, last = self._cell(index, self.first), self._cell(index, self.last)
        cells += [f"{first} {last}"] if first and last else [first or last]
        return list(dict.fromkeys(filter(None, cells)))

    def _cell(self, index, place):
        return "" if place is None else as_it_was(self.sheet.rows[index][place].strip()).strip()
