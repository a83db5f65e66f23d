"""Grades and feedback for Moodle's import of grades, as a CSV file.

Moodle's import finds a person by user ID, username, ID number or email address. It stops at a first row without one;
to a later one it gives the person of the row before. So rows by which nobody can be found stand first: nothing gets to
the wrong person. The numbers in the names of downloaded submissions are none of these, they count within one
assignment; a list of participants has what is missing.

Moodle takes no more points than the maximum of a grade item, unless its administrator allows unlimited grades; its
import may even stop. So what bonus points add beyond the maximum is left out here, and said.
"""

from collections import defaultdict

from dlcourse.checking.naming import capital
from dlcourse.checking.status import Status
from dlcourse.grading.csv_files import write_csv
from dlcourse.grading.exports.columns import columns_for
from dlcourse.grading.exports.platform_csv import by_student, identity_among, is_above, listed, points_cell
from dlcourse.grading.reports.feedback import describe

COLUMNS = ("Identifier", "Full name", "Username")
MORE_COLUMNS = ("ID number", "Email address")  # after the lessons
IMPORTABLE = {"Username": "username", "ID number": "idnumber", "Email address": "email"}
MISSING = (
    "moodle.csv: {lacking} of {all} rows have no username, ID number or email address, and Moodle's import stops at "
    "such a row. Moodle's download names give participant numbers, which its import does not know: upload a grading "
    "worksheet instead (--moodle-worksheet FILE), or give the course's list of participants "
    "(--moodle-participants FILE), from which the columns are filled."
)
CAPPED = (
    "{file}: {count} with bonus points above the maximum, written as the maximum, for Moodle takes no more: {names}. "
    "grades.csv has the whole scores."
)
PARTLY = (
    "moodle.csv: no column identifies everybody. Give the course's list of participants (--moodle-participants FILE), "
    "or make a file for each way to find people: Moodle's import takes a row without a key for the person before it."
)


def write_moodle_csv(submissions, results, path, raw=False, people=None, assignments=None):
    """Write grades and feedback, side by side, for Moodle's "Import grades": Moodle wants both or takes one away.

    Parameters
    ----------
    submissions, results : list of dict
        As from `class_report.flat`; with `said`, sentences for the student, where something was decided.
    path : path
    raw : bool
        As for `csv_files.write_csv`.
    people : MoodlePeople, optional
        Whose usernames, ID numbers and email addresses are known.
    assignments : dict, optional
        As for `columns_for`.

    Returns
    -------
    list of str
        Sentences for the instructor: what the import lacks, or which column it can be given.
    """
    columns, above = columns_for(submissions, assignments), []
    titles = [title for column in columns for title in (column.title, f"{column.title} (feedback)")]
    texts, keys, rows = feedback_texts(submissions, results), [], []
    for student, mine in by_student(submissions).items():
        who = identity_among(mine.values())
        keys.append(_keys_of(who, people))
        number = who["number"] if who["platform"] == "moodle" else ""
        cells = [f"Participant {number}" if number else "", who["name"], keys[-1]["username"]]
        for column in columns:
            total = column.of(mine)
            cells += [points_cell(total, capped=True), column.feedback(mine, texts.get(student, {}))]
            above += [f"{student} ({column.label})"] if total and is_above(total) else []
        rows.append([*cells, keys[-1]["idnumber"], keys[-1]["email"]])
    order = sorted(range(len(rows)), key=lambda place: any(keys[place].values()))
    write_csv(path, [[*COLUMNS, *titles, *MORE_COLUMNS], *(rows[place] for place in order)], raw)
    return _told(keys) + told_of_capped("moodle.csv", above)


def told_of_capped(file, names):
    """A sentence for the instructor on whose bonus points are not in a file for Moodle, as a list; [] for nobody."""
    return [CAPPED.format(file=file, count=len(names), names=listed(names))] if names else []


def _keys_of(who, people):
    """What Moodle's import may find a student by; the name of a folder is taken for a username, or an address."""
    keys = dict.fromkeys(IMPORTABLE.values(), "")
    found = people.keys_of(who) if people else None
    if found:
        return keys | found
    told = {"username": who.get("login", ""), "idnumber": who.get("id", ""), "email": who.get("email", "")}
    if any(told.values()) or who["platform"] == "moodle":
        return told
    return keys | {"username": who["name"], "email": who["name"] if _is_address(who["name"]) else ""}


def _is_address(name):
    local, _, host = name.partition("@")
    return bool(local) and "." in host and not set(" @") & set(local + host)


def _told(keys):
    lacking = sum(not any(known.values()) for known in keys)
    if lacking:
        return [MISSING.format(lacking=lacking, all=len(keys))]
    whole = [column for column, key in IMPORTABLE.items() if all(known[key] for known in keys)]
    if keys and not whole:
        return [PARTLY]
    return []


def feedback_texts(submissions, results):
    """student -> lesson -> what was decided, what each exercise earned and why: one line for each that is not right."""
    lines = defaultdict(lambda: defaultdict(list))
    for item in submissions:
        for text in item.get("said", ()):
            lines[item["student"]][item["lesson"]].append(" ".join(text.split()))
    for item in results:
        shown = describe(item)
        earned = f"{shown['name']}: {shown['words']}, {shown['points']}."
        why = [shown["decision"], shown["comment"]]
        if item["status"] != Status.CORRECT:
            why += [shown["diagnosis"] and f"{capital(shown['diagnosis'])}.", shown["advice"] or shown["message"]]
        told = " ".join([earned, *(text for text in why if text)])
        lines[item["student"]][item["lesson"]].append(" ".join(told.split()))
    return {student: {name: "\n".join(texts) for name, texts in mine.items()} for student, mine in lines.items()}
