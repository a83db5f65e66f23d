"""The columns of a table that say who a line is about, as Canvas, Moodle and people name them."""

import re

from dlcourse.grading.csv_files import as_it_was
from dlcourse.grading.exports.moodle_columns import columns_of

NAMES = {  # role -> names of its column, the usual ones first
    "student": "student studentname",
    "name": "name fullname displayname member membername",
    "first": "firstname givenname",
    "last": "lastname surname familyname",
    "login": "loginid login username user sisloginid netid account",
    "email": "email emailaddress mail",
    "canvas": "canvasuserid",
    "id": "userid sisuserid idnumber studentid studentnumber matriculationnumber id",
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
