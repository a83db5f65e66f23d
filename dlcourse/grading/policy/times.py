"""When work was handed in, as a table says: a grading worksheet of Moodle, grades of Gradescope, or any other."""

from dlcourse.grading.csv_files import as_it_was, read_csv
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.moodle_columns import number_of, worksheet_columns
from dlcourse.grading.exports.platform_csv import folded
from dlcourse.grading.policy.columns import Who, first_of, no_column, places_of
from dlcourse.grading.policy.late import known_lesson
from dlcourse.grading.policy.moments import moment, zone_of
from dlcourse.grading.written_dates import order_of

WHEN = (
    *("submissiontime", "submittedat", "submitted", "submissiondate", "timesubmitted", "datesubmitted", "handedin"),
    *("handedinat", "handinat", "turnedin", "turnedinat", "lastsubmission", "timestamp", "time", "date"),
)
NOTHING = {"", "-", "–", "—", "n/a", "none", "never"}


def read_times(path, zone="", lessons=(), needed=True):
    """The times of hand-ins in a CSV file.

    Parameters
    ----------
    path : path
        A grading worksheet of Moodle in any language that is known, the grades of a Gradescope assignment, or any
        table with a column that tells who (student, username, email, name, ...) and one that tells when (time,
        submitted, submission time, ...); a column lesson, if times differ.
    zone : str
        As for `moments.zone_of`.
    lessons : sequence of str
        Those that there are.
    needed : bool
        False: a table without a column of times has none.

    Returns
    -------
    list of dict
        names (the texts by which the person may be found), number (Moodle's of the participant, or ""), lesson ("" for
        all), time (a moment), row. Of several times of one person and lesson there is the last.

    Raises
    ------
    UsageError
        If it has no such columns, or a time is not understood.
    """
    zone_of(zone)
    sheet = read_csv(path)
    places, moodle = places_of(sheet.header), worksheet_columns(sheet)
    is_moodle = "submitted" in moodle and "identifier" in moodle
    column = moodle["submitted"] if "submitted" in moodle else first_of(places, WHEN)
    if column is None and not needed:
        return []
    if column is None:
        raise no_column(sheet, "with the times of hand-ins", "time")
    identifier = moodle["identifier"] if is_moodle else None
    who, lesson = Who(sheet, identifier), _lesson_column(sheet, places, lessons)
    order = order_of(row[column] for row in sheet.rows)
    found = {}
    for index, row in enumerate(sheet.rows):
        number = number_of(as_it_was(row[identifier].strip())) if is_moodle else ""
        names, text = who.names(index), row[column].strip()
        if text.casefold() in NOTHING or not (names or number):
            continue
        where = f"{path}, row {sheet.lines[index]}"
        entry = {"names": names, "number": number, "row": sheet.lines[index]}
        entry["lesson"] = known_lesson(as_it_was(row[lesson].strip()), lessons, where) if lesson is not None else ""
        try:
            entry["time"] = moment(text, zone, order=order)
        except ValueError as error:
            raise UsageError(f"{sheet.place(index, column)}: {error}") from None
        key = (*map(folded, names), number, entry["lesson"])
        if key not in found or found[key]["time"] < entry["time"]:
            found[key] = entry
    return list(found.values())


def _lesson_column(sheet, places, lessons):
    """The column of lessons. Assignments, as nbgrader calls them, are lessons if they all have a lesson's name."""
    if "lesson" in places:
        return places["lesson"]
    place = places.get("assignment")
    names = {folded(row[place]) for row in sheet.rows} if place is not None else set()
    if not names <= {*lessons, ""}:
        if len(names) > 1:
            raise UsageError(
                f"{sheet.path} is about {len(names)} assignments: give their lessons in a column 'lesson', "
                "or give a table of one assignment only."
            )
        return None
    return place
