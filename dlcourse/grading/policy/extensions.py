"""Extensions: who has more time than the others, and how much."""

from dlcourse.grading.csv_files import as_it_was, read_csv
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.platform_csv import folded
from dlcourse.grading.exports.written_numbers import decimal_sign, number_in
from dlcourse.grading.policy.columns import Who, first_of, no_column, places_of
from dlcourse.grading.policy.late import LENGTHS, known_lesson, seconds_in
from dlcourse.grading.policy.moments import moment, zone_of
from dlcourse.grading.written_dates import order_of

HOW_LONG = {
    "due": ("due", "duedate", "dueat", "newdue", "newduedate", "extendeddue", "extendedduedate", "extendedto", "until"),
    "days": ("days", "extradays", "extensiondays"),
    "extension": ("extension", "extratime"),
}
LONGEST = 3650 * LENGTHS["day"]


def read_extensions(path, zone="", lessons=()):
    """The extensions in a CSV file.

    Parameters
    ----------
    path : path
        With the columns student, lesson (may be left out, or empty: all lessons) and one of due (a date), days (a
        number) and extension (as "2 days 12 hours").
    zone : str
        As for `moments.zone_of`.
    lessons : sequence of str
        Those that there are.

    Returns
    -------
    list of dict
        student, names (all texts by which the student may be found), lesson ("" for all), row, and due (a moment) or
        seconds (after the due date).

    Raises
    ------
    UsageError
        If a row is not understood, or two rows are about the same student and lesson.
    """
    zone_of(zone)
    sheet = read_csv(path)
    who, places = Who(sheet), places_of(sheet.header)
    columns = {kind: first_of(places, names) for kind, names in HOW_LONG.items()}
    columns = {kind: place for kind, place in columns.items() if place is not None}
    if not columns:
        raise no_column(sheet, "'due', 'days' or 'extension'", "days")
    column = places.get("lesson")
    reader = _Reader(sheet, columns, zone)
    entries, seen = [], {}
    for index, row in enumerate(sheet.rows):
        names, line = who.names(index), sheet.lines[index]
        if not names:
            raise UsageError(f"{path}, row {line} says of no student that there is more time: fill in the student.")
        lesson = "" if column is None else known_lesson(as_it_was(row[column].strip()), lessons, f"{path}, row {line}")
        key = folded(names[0]), lesson
        if key in seen:
            about = f"{names[0][:80]!r} and {lesson or 'all lessons'}"
            raise UsageError(f"{path}: rows {seen[key]} and {line} are both about {about}: leave one.")
        seen[key] = line
        entries.append({"student": names[0], "names": names, "lesson": lesson, "row": line} | reader.time(index))
    return entries


class _Reader:
    """Reads how long the extension of a row is."""

    def __init__(self, sheet, columns, zone):
        self.sheet, self.columns, self.zone = sheet, columns, zone
        dues, days = ([row[columns[kind]] for row in sheet.rows if kind in columns] for kind in ("due", "days"))
        self.order, self.sign = order_of(dues), decimal_sign(days, sheet.delimiter)

    def time(self, index):
        """due or seconds, as a dict."""
        cells = {kind: self.sheet.rows[index][place].strip() for kind, place in self.columns.items()}
        filled = {kind: cell for kind, cell in cells.items() if cell not in ("", "-")}
        where = f"{self.sheet.path}, row {self.sheet.lines[index]}"
        if len(filled) != 1:
            names = " or ".join(repr(self.sheet.header[place]) for place in self.columns.values())
            problem = "gives no extension: fill in" if not filled else "gives more than one extension: leave one of"
            raise UsageError(f"{where} {problem} {names}.")
        [(kind, text)] = filled.items()
        try:
            if kind == "due":
                return {"due": moment(text, self.zone, end_of_day=True, order=self.order)}
            return {"seconds": self._seconds(as_it_was(text), kind)}
        except ValueError as error:
            raise UsageError(f"{self.sheet.place(index, self.columns[kind])}: {error}") from None

    def _seconds(self, text, kind):
        seconds = self._days(text) * LENGTHS["day"] if kind == "days" else seconds_in(text)
        if not 0 <= seconds <= LONGEST:
            raise ValueError(f"{text[:80]!r} is no extension: give a time from 0 to 3650 days.")
        return seconds

    def _days(self, text):
        try:
            return number_in(text, self.sign)
        except ValueError:
            pass
        try:
            return seconds_in(text) / LENGTHS["day"]
        except ValueError:
            raise ValueError(f"{text[:80]!r} is no number of days: write it as 2 or 1.5.") from None


def extended(due, entries, lesson):
    """When a lesson is due for a student.

    Parameters
    ----------
    due : float or None
        When it is for all.
    entries : list of dict
        The student's, as from `read_extensions`. One for the lesson counts before one for all lessons.
    lesson : str

    Returns
    -------
    float or None
        Never earlier than `due`: an extension takes no time away.
    """
    fitting = [entry for entry in entries if entry["lesson"] in ("", lesson)]
    own = [entry for entry in fitting if entry["lesson"]] or fitting
    moments = [
        entry["due"] if "due" in entry else due + entry["seconds"] for entry in own if "due" in entry or due is not None
    ]
    return max([*([due] if due is not None else []), *moments], default=None)
