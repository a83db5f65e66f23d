"""When work was handed in, as tables of platforms say."""

import csv
import datetime
import json
import time

import pytest

from dlcourse.grading.csv_files import read_csv
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.moodle_columns import worksheet_columns
from dlcourse.grading.policy.times import read_times

LESSONS = ["neuron", "backprop"]
EN = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments"
)
DE = (
    "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,"
    "Zuletzt geändert (Abgabe),Texteingabe online,Zuletzt geändert (Bewertung),Feedback als Kommentar"
)
FR = (
    "Identifiant,Nom complet,Adresse de courriel,Statut,Note,Note maximale,La note peut être modifiée,"
    "Dernière modification (travail remis),Dernière modification (note),Feedback par commentaires"
)
GRADESCOPE = (
    "First Name,Last Name,SID,Email,Sections,Total Score,Max Points,Status,Submission ID,Submission Time,"
    "Lateness (H:M:S),View Count,Submission Count,1: neuron (12.0 pts)"
)


@pytest.fixture
def file(tmp_path):
    """Write lines to a CSV file."""

    def writer(*lines, delimiter=",", encoding="utf-8"):
        path = tmp_path / "times.csv"
        with open(path, "w", encoding=encoding, newline="") as stream:
            csv.writer(stream, delimiter=delimiter).writerows(
                line.split(",") if isinstance(line, str) else line for line in lines
            )
        return path

    return writer


def utc(*parts):
    return datetime.datetime(*parts, tzinfo=datetime.UTC).timestamp()


def moodle(number, name, when, text=None):
    cells = [f"Participant {number}", name, f"{number}@x.org", "Submitted", "", "10.00", "Yes", when, "-", ""]
    return cells if text is None else [*cells[:8], text, *cells[8:]]


@pytest.mark.parametrize(
    ("head", "when"),
    [(EN, "Tuesday, 3 February 2026, 10:15 AM"), (FR, "mardi 3 février 2026, 10:15"), (EN, "3/02/2026, 10:15")],
)
def test_a_grading_worksheet_of_moodle(file, head, when):
    path = file(
        head, moodle(815, "José Núñez", when), moodle(816, "Ann Lee", "-"), moodle(817, "Bo", "25/02/2026, 8:00")
    )
    times = read_times(path, "UTC", LESSONS)
    assert times[0] == {
        "names": ["José Núñez", "815@x.org"],
        "number": "815",
        "row": 2,
        "lesson": "",
        "time": utc(2026, 2, 3, 10, 15),
    }
    assert [entry["number"] for entry in times] == ["815", "817"]
    assert json.loads(json.dumps(times)) == times


@pytest.mark.parametrize("head", [DE, DE.replace("Zuletzt geändert (Abgabe)", "Of no language here")])
@pytest.mark.parametrize("text", ["", "My answer", "2026"])
def test_an_online_text_may_stand_between_the_dates(file, head, text):
    when = "Dienstag, 3. Februar 2026, 10:15"
    path = file(head, moodle(815, "N", when, text), moodle(816, "M", "-", ""))
    [entry] = read_times(path, "UTC", LESSONS)
    assert (entry["number"], entry["names"]) == ("815", ["N", "815@x.org"])
    assert entry["time"] == utc(2026, 2, 3, 10, 15)


@pytest.mark.parametrize("head", [EN, DE, FR, EN.replace("Last modified (submission)", "Hhh")])
def test_a_worksheets_other_columns_are_what_they_were(file, head):
    row = moodle(815, "N", "-", "text" if head == DE else None)
    places = worksheet_columns(read_csv(file(head, row)))
    submitted = places.pop("submitted")
    assert submitted == 8 if head == DE and "Abgabe" not in head else 7
    last = 10 if head == DE else 9
    assert places == {
        **{"identifier": 0, "name": 1, "email": 2, "grade": 4, "maximum": 5},
        **{"modified": last - 1, "feedback": last},
    }


def test_a_date_before_the_grade_is_not_that_of_the_hand_in(file):
    """But that when the work is due."""
    due, when = "Monday, 2 February 2026, 8:00 AM", "Tuesday, 3 February 2026, 10:15 AM"
    head = EN.replace("Status", "Due date").replace("Last modified (submission)", "Hhh")
    rows = [moodle(815, "N", "-"), moodle(816, "M", "-")]
    for row in rows:
        row[3] = due
    assert read_times(file(head, *rows), "UTC", LESSONS) == []
    rows[1][7] = when
    [entry] = read_times(file(head, *rows), "UTC", LESSONS)
    assert (entry["number"], entry["time"]) == ("816", utc(2026, 2, 3, 10, 15))


def test_a_worksheet_without_that_column_has_none(file):
    head = EN.replace("Last modified (submission),", "")
    cells = moodle(815, "N", "-")
    places = worksheet_columns(read_csv(file(head, [*cells[:7], *cells[8:]])))
    assert {place: role for role, place in places.items()}.get(4) == "grade"
    assert places["feedback"] == 8


def test_grades_of_gradescope(file):
    path = file(
        GRADESCOPE,
        "Ann,Lee,12,ann@x.org,,9,12,Graded,99,2019-01-24 21:33:06 -0800,00:00:00,1,2,9",
        "Bo,Day,13,bo@x.org,,,12,Missing,,,,,,",
    )
    [entry] = read_times(path, "Europe/Berlin", LESSONS)
    assert entry["names"] == ["Ann Lee", "ann@x.org", "12"]
    assert (entry["time"], entry["number"]) == (utc(2019, 1, 25, 5, 33, 6), "")


@pytest.mark.parametrize(
    "who", ["student", "Username", "E-Mail", "Full name", "student_id", "Anmeldename", "Org Defined ID"]
)
@pytest.mark.parametrize(
    "when", ["time", "Submitted", "Submission Time", "submitted-at", "Handed in", "DATE", "timestamp"]
)
def test_any_table(file, who, when):
    path = file([who, "points", when], ["ann", "1", "2026-02-03 10:15"], delimiter=";", encoding="utf-8-sig")
    [entry] = read_times(path, "UTC", LESSONS)
    assert (entry["names"], entry["lesson"], entry["time"]) == (["ann"], "", utc(2026, 2, 3, 10, 15))


def test_the_last_of_several_times_for_each_lesson(file):
    path = file(
        "student,lesson,time",
        *("ann,neuron,2026-02-03 10:15", "Ann,neuron,2026-02-04 10:15", "ann,neuron,2026-02-02 10:15"),
        *("ann,02_backprop.ipynb,2026-02-01", "bo,,2026-02-01", ",neuron,2026-02-01", "cleo,neuron,-"),
    )
    times = read_times(path, "UTC", LESSONS)
    assert [(entry["names"], entry["lesson"], entry["row"]) for entry in times] == [
        (["Ann"], "neuron", 3),
        (["ann"], "backprop", 5),
        (["bo"], "", 6),
    ]


def test_assignments_of_nbgrader_are_lessons_where_they_have_their_names(file):
    head, row = "assignment,student_id,timestamp", "ann,2026-02-03 10:15:58.9"
    assert [
        entry["lesson"] for entry in read_times(file(head, f"neuron,{row}", f"backprop,{row}"), "UTC", LESSONS)
    ] == [
        "neuron",
        "backprop",
    ]
    assert read_times(file(head, f"Homework 1,{row}"), "UTC", LESSONS)[0]["lesson"] == ""
    with pytest.raises(UsageError, match="is about 2 assignments: give their lessons in a column 'lesson'"):
        read_times(file(head, f"Homework 1,{row}", f"Homework 2,{row}"), "UTC", LESSONS)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ["student,time", "ann,2026-02-01", "bo,03/02/2026 10:15"],
            r"row 3, column 'time': '03/02/2026 10:15' may be two",
        ),
        (["student,time", "", "ann,yesterday"], "row 3, column 'time': 'yesterday' is not understood as a date"),
        (["student,time", f"ann,{'9' * 10_000}"], "is not understood as a date"),
        (["student,lesson,time", "ann,neurons,2026-02-01"], "row 2: there is no lesson 'neurons'"),
        (["student,when", "ann,2026-02-01"], "no column with the times of hand-ins: .*; there are student, when"),
        (["who,time", "ann,2026-02-01"], "no column that tells who a row is about: .*; there are who, time"),
        ([], "no column with the times of hand-ins"),
    ],
)
def test_what_is_not_understood_is_refused(file, lines, told):
    with pytest.raises(UsageError, match=told):
        read_times(file(*([line] if line == "" else line for line in lines)), "UTC", LESSONS)


def test_a_file_that_is_not_there_and_a_zone_that_is_none(tmp_path, file):
    with pytest.raises(UsageError, match="cannot be read"):
        read_times(tmp_path / "none.csv", "UTC", LESSONS)
    with pytest.raises(UsageError, match="do you mean Europe/Berlin"):
        read_times(file("student,time"), "Berlin", LESSONS)


def test_strange_names_and_many_of_them(file):
    names = ["עדה לאבלייס", "\u202eeda", "e\u0301", "a,b", "=1+1", "x" * 10_000, *(f"s{i}" for i in range(5000))]
    path = file(["name", "time"], *([name, "2026-02-03 10:15"] for name in names))
    start = time.process_time()
    assert [entry["names"] for entry in read_times(path, "UTC", LESSONS)] == [[name] for name in names]
    assert time.process_time() - start < 5
