"""Who has more time than the others."""

import csv
import datetime
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.grading.errors import UsageError
from dlcourse.grading.policy.extensions import extended, read_extensions

DAY = 86400
LESSONS = ["neuron", "backprop"]
DUE = datetime.datetime(2026, 12, 1, 23, 59, tzinfo=datetime.UTC).timestamp()


@pytest.fixture
def read(tmp_path):
    """Read extensions from lines."""

    def reader(*lines, delimiter=",", encoding="utf-8"):
        path = tmp_path / "extensions.csv"
        with open(path, "w", encoding=encoding, newline="") as stream:
            csv.writer(stream, delimiter=delimiter).writerows(lines)
        return read_extensions(path, "UTC", LESSONS)

    return reader


def test_an_extension_is_a_date_some_days_or_a_time(read):
    entries = read(
        ["Student", "Lesson", "Due", "Days", "Extension", "Why"],
        ["ann", "", "", "2", "", "ill"],
        ["ann", "neuron", "2026-12-09", "", "", ""],
        ["Núñez, José", "02_backprop.ipynb", "", "1.5", "", ""],
        ["=1+1", "", "-", "", "1 day 12 hours", ""],
    )
    plain = [(item["student"], item["lesson"], item.get("due"), item.get("seconds"), item["row"]) for item in entries]
    assert plain == [
        ("ann", "", None, 2 * DAY, 2),
        ("ann", "neuron", datetime.datetime(2026, 12, 9, 23, 59, 59, tzinfo=datetime.UTC).timestamp(), None, 3),
        ("Núñez, José", "backprop", None, 1.5 * DAY, 4),
        ("=1+1", "", None, 1.5 * DAY, 5),
    ]
    assert json.loads(json.dumps(entries)) == entries


@pytest.mark.parametrize(("delimiter", "days"), [(";", "1,5"), ("\t", "1.5"), (",", "1,5"), (",", "36 hours")])
def test_files_of_spreadsheets(read, delimiter, days):
    [entry] = read(["STUDENT ", "extra_days"], ["'=1+1", days], delimiter=delimiter, encoding="utf-8-sig")
    assert (entry["student"], entry["seconds"]) == ("=1+1", 1.5 * DAY)


def test_other_dates_of_the_file_tell_which_number_is_the_month(read):
    entries = read(["student", "due"], ["ann", "03/12/2026"], ["bo", "25/12/2026 10:15"])
    assert datetime.datetime.fromtimestamp(entries[0]["due"], datetime.UTC).isoformat() == "2026-12-03T23:59:59+00:00"


def test_a_student_may_be_named_in_any_column(read):
    [entry] = read(["First name", "Last name", "E-mail address", "days"], ["Ann", "Lee", "ann@x.org", "1"])
    assert entry["names"] == ["Ann Lee", "ann@x.org"]
    [entry] = read(["Vorname", "Nachname", "Anmeldename", "Days"], ["Ann", "Lee", "alee", "1"])
    assert entry["names"] == ["Ann Lee", "alee"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([["student", "until"], ["ann", "03/02/2026"]], r"row 2, column 'until': '03/02/2026' may be two days"),
        ([["student", "due"], [], ["ann", "soon"]], r"row 3, column 'due': 'soon' is not understood as a date"),
        ([["student", "days"], ["ann", "-2"]], r"row 2, column 'days': '-2' is no extension: give a time from 0"),
        ([["student", "days"], ["ann", "two"]], r"row 2, column 'days': 'two' is no number of days: write it as 2"),
        ([["student", "days"], ["ann", "9999999"]], "is no extension: give a time from 0 to 3650 days"),
        ([["student", "days"], ["ann", "9" * 10_000]], "is no number of days"),
        ([["student", "extension"], ["ann", "2"]], r"'2' is no time such as 2 days, 12 hours or 1 week"),
        ([["student", "days"], ["ann", ""]], r"row 2 gives no extension: fill in 'days'"),
        ([["student", "days", "due"], ["ann", "1", "2026-12-01"]], "row 2 gives more than one extension"),
        ([["student", "days"], ["", "1"]], "row 2 says of no student"),
        ([["student", "days", "lesson"], ["ann", "1", "neurons"]], "row 2: there is no lesson 'neurons': the lessons"),
        ([["student", "days"], ["ann", "1"], ["Ann ", "2"]], "rows 2 and 3 are both about 'Ann' and all lessons"),
        ([["student", "why"], ["ann", "ill"]], "no column 'due', 'days' or 'extension': .*; there are student, why"),
        ([["who", "days"], ["ann", "1"]], "no column that tells who a row is about: .*; there are who, days"),
        ([], "no column that tells who a row is about: .*; there are none"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_row(read, lines, told):
    with pytest.raises(UsageError, match=told) as error:
        read(*lines)
    assert len(str(error.value)) < 600


def test_the_extension_for_a_lesson_counts_before_the_one_for_all(read):
    entries = read(["student", "lesson", "days"], ["ann", "", "5"], ["ann", "neuron", "1"])
    assert extended(DUE, entries, "neuron") == DUE + DAY
    assert extended(DUE, entries, "backprop") == DUE + 5 * DAY
    assert extended(DUE, [], "neuron") == DUE
    assert extended(DUE, entries[1:], "backprop") == DUE


def test_a_date_holds_where_no_due_date_is_given():
    date = [{"lesson": "", "due": DUE}]
    assert extended(None, date, "neuron") == DUE
    assert extended(None, [{"lesson": "", "seconds": 1.0}], "neuron") is extended(None, [], "neuron") is None


@given(
    st.lists(
        st.fixed_dictionaries({"lesson": st.sampled_from(["", *LESSONS])}).flatmap(
            lambda entry: st.builds(
                lambda kind, value: entry | ({"due": DUE + value} if kind else {"seconds": abs(value)}),
                st.booleans(),
                st.floats(-100 * DAY, 100 * DAY),
            )
        )
    )
)
def test_an_extension_takes_no_time_away(entries):
    assert extended(DUE, entries, "neuron") >= DUE


def test_strange_names_and_many_of_them(read):
    names = ["עדה לאבלייס", "\u202eeda", "e\u0301", "a,b", '"', "x" * 10_000, *(f"s{i}" for i in range(5000))]
    start = time.process_time()
    assert [entry["student"] for entry in read(["student", "days"], *([name, "1"] for name in names))] == names
    assert time.process_time() - start < 5
