"""The columns of tables that instructors write and platforms export: which one it is, and whom a row is about."""

import re

from dlcourse.grading.csv_files import as_it_was
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.moodle_columns import columns_of
from dlcourse.grading.exports.platform_csv import listed

NAMES = {  # role -> names of its column, the usual ones first
    "student": "student studentname",
    "name": "name fullname displayname member membername",
    "first": "firstname givenname",
    "last": "lastname surname familyname",
    "login": "loginid login username user sisloginid netid account",
    "email": "email emailaddress mail",
    "canvas": "canvasuserid",
    "id": "userid sisuserid idnumber studentid studentnumber matriculationnumber matrikelnummer orgdefinedid sid sisid"
    " id",
    "identifier": "identifier",
}
OF_MOODLE = {  # the same in the languages of Moodle
    **{role: role for role in ("name", "first", "last", "email", "identifier")},
    "username": "login",
    "idnumber": "id",
}
PARTICIPANT = re.compile(r"\D{3,60}(\d{1,18})")  # Moodle's word for a participant, and the number
IN_ID = re.compile(  # the same in a column that is called "ID", in which others have numbers of their own
    r"(?:participante?|partecipante|teilnehmer\W{0,3}(?:in)?|deelnemer|uczestnik|deltagare|deltager|deltaker|osallistuja"
    r"|účastník|участник)\s*(\d{1,18})",
    re.IGNORECASE,
)


def bare(header):
    """The name of a column without capitals, blanks, `_` and `-`."""
    return re.sub(r"[\s_-]+", "", header.casefold())


def columns_named(header, names):
    """The places of the columns with one of some names, the first name's first.

    Parameters
    ----------
    header : list of str
    names : str
        Bare names, with blanks between them.
    """
    bares = [bare(name) for name in header]
    return [place for name in names.split() for place, known in enumerate(bares) if known == name]


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


def person_columns(header, taken=()):
    """role -> the place of the column that tells it, of those that a table has.

    Parameters
    ----------
    header : list of str
    taken : collection of int
        Places of columns that are about something else.
    """
    places = {role: next(iter(columns_named(header, names)), None) for role, names in NAMES.items()}
    for role, place in columns_of(header, tuple(OF_MOODLE)).items():
        if places[OF_MOODLE[role]] is None and place not in places.values():
            places[OF_MOODLE[role]] = place
    return {role: place for role, place in places.items() if place is not None and place not in taken}


def person_in(row, places):
    """Who a line is about.

    Parameters
    ----------
    row : list of str
    places : dict
        As from `person_columns`.

    Returns
    -------
    dict
        name (what stands in tables), keys (all texts that tell who it is), login, email, id, platform and number, each
        "" if it is not known. The name is "" if the line is about nobody.
    """
    of = dict.fromkeys(NAMES, "") | {role: " ".join(as_it_was(row[place]).split()) for role, place in places.items()}
    found, in_id = PARTICIPANT.fullmatch(of["identifier"]), IN_ID.fullmatch(of["id"])
    of |= {"id": ""} if in_id else {}
    platform, number = ("canvas", of["canvas"]) if of["canvas"] else ("", "")
    if not number and (found or in_id):
        platform, number = "moodle", (found or in_id)[1]
    keys = [of["student"], of["name"], f"{of['first']} {of['last']}".strip(), of["login"], of["email"], of["id"]]
    known = {role: of[role] for role in ("login", "email", "id")} | {"platform": platform, "number": number}
    return person(*(keys if any(keys) else [of["canvas"], of["identifier"], number])) | known


def person(*keys):
    """Somebody of whom no more is known than what they are called, the usual name first."""
    keys = list(dict.fromkeys(filter(None, keys)))
    known = dict.fromkeys(("login", "email", "id", "platform", "number"), "")
    return {"name": next(iter(keys), ""), "keys": keys} | known


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
        self.sheet, self.places = sheet, person_columns(sheet.header, taken=[without])
        if not self.places or set(self.places) in ({"first"}, {"last"}):
            raise no_column(sheet, "that tells who a row is about", "student")

    def names(self, index):
        """The texts by which the person of a row may be found, the likeliest first; empty if there are none."""
        return person_in(self.sheet.rows[index], self.places)["keys"]

    def number(self, index):
        """The number by which the platform knows the person of a row, "" if it gives none."""
        return person_in(self.sheet.rows[index], self.places)["number"]
