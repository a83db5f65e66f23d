"""Dates as people and platforms write them."""

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.grading.written_dates import Ambiguous, Written, order_of, read_date, sortable

MORNING, EVENING = datetime.timedelta(hours=10, minutes=15), datetime.timedelta(hours=22, minutes=15)
TUESDAY = datetime.date(2026, 2, 3)
NAMED = [  # all of them 3 February 2026, 10:15
    "Tuesday, 3 February 2026, 10:15 AM",
    "Tuesday, February 3, 2026, 10:15 AM",
    "Feb 3, 2026 at 10:15 AM",
    "Feb 3, 2026 1015 AM",
    "3rd Feb. 2026 10:15",
    "Dienstag, 3. Februar 2026, 10:15",
    "Dienstag, 3. Februar 2026 um 10:15 Uhr",
    "mardi 3 février 2026, 10:15",
    "mar. 3 fe\u0301vr. 2026, 10h15",
    "martes, 3 de febrero de 2026, 10:15",
    "3 feb 2026, 10:15 a.\u202fm.",
    "martedì, 3 febbraio 2026, 10:15",
    "terça-feira, 3 de fevereiro de 2026, 10:15",
    "dinsdag, 3 februari 2026, 10:15",
    "dimarts, 3 de febrer 2026, 10:15",
    "wtorek, 3 lutego 2026, 10:15",
    "úterý, 3. února 2026, 10.15",
    "tirsdag den 3. februar 2026, kl. 10.15",
    "tiistaina 3. helmikuuta 2026, 10.15",
    "2026. február 3., kedd, 10:15",
    "3 Şubat 2026 Salı, 10:15",
    "вторник, 3 февраля 2026, 10:15",
    "2026年 02月 3日(火曜日) 10:15",
    "2026年2月3日 星期二 上午10:15",
    "2026년 2월 3일(화) 오전 10:15",
]
NUMBERS = [
    "2026-02-03 10:15",
    "2026-02-03T10:15:00",
    "2026-02-03, 10:15",
    "2026/2/3 10:15",
    "2026-02-03-10-15-00",
    "20260203T1015",
    "20260203T101500",
    "3.2.2026 10:15",
    "03.02.2026 um 10:15 Uhr",
    "２０２６-０２-０３　１０：１５",
    "\u200e2026-02-03 10:15\u200e",
]


@pytest.mark.parametrize("text", NAMED + NUMBERS)
def test_dates_in_many_languages(text):
    assert read_date(text) == Written(TUESDAY, MORNING)


@pytest.mark.parametrize(
    "text", ["Feb 3, 2026 10:15 PM", "Feb 3, 2026 1015 pm", "2/3/2026 10:15PM", "2026년 2월 3일(화) 오후 10:15"]
)
def test_the_other_half_of_the_day(text):
    assert read_date(text, order="month") == Written(TUESDAY, EVENING)


def test_noon_and_midnight():
    hours = {"12:15 AM": 0, "12:15 PM": 12, "1:15 PM": 13, "11:15 AM": 11}
    for text, hour in hours.items():
        assert read_date(f"Feb 3, 2026 {text}").clock == datetime.timedelta(hours=hour, minutes=15)
    assert read_date("2026-02-03 24:00").clock == datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2026-02-03T10:15:00Z", "Z"),
        ("2026-02-03 10:15 UTC", "UTC"),
        ("2026-02-03 10:15:58.923 UTC", "UTC"),
        ("2019-01-24 21:33:06 -0800", "-0800"),
        ("2026-02-03T23:59:30+01:00", "+01:00"),
        ("2026-02-03T23:59:30\u221205:30", "-05:30"),
        ("2026-02-03 23:59 Europe/Berlin", "Europe/Berlin"),
        ("Jan 24, 2019 at 9:33 PM PST", "PST"),
        ("2026-02-03", ""),
        ("2026-02-03-10-15-00", ""),
    ],
)
def test_the_zone_that_is_written(text, zone):
    assert read_date(text).zone == zone


@pytest.mark.parametrize("text", ["03/02/2026", "3/2/2026 10:15", "03-02-2026"])
def test_a_date_that_may_be_two_days_is_refused_with_both(text):
    with pytest.raises(Ambiguous, match=r"may be two days: write it as 2026-02-03 or as 2026-03-02\."):
        read_date(text)
    assert read_date(text, "day").day == TUESDAY
    assert read_date(text, "month").day == datetime.date(2026, 3, 2)


def test_numbers_that_can_be_one_day_only():
    assert read_date("25/02/2026").day == read_date("02/25/2026", "day").day == datetime.date(2026, 2, 25)
    assert read_date("03/03/2026").day == datetime.date(2026, 3, 3)


def test_other_dates_of_a_file_show_what_comes_first():
    assert order_of(["03/02/2026", "25/02/2026 10:15", "-", ""]) == "day"
    assert order_of(["03/02/2026", "02/25/2026"]) == "month"
    assert order_of(["25/02/2026", "02/25/2026"]) == order_of(["03/02/2026"]) == order_of([]) == ""


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "tomorrow", "10:15", "3 Feb", "Feb 2026", "2026", "2026-02", "3 2 2026", "1 2 Feb 2026 10:15"),
        *("2026-02-30", "2026-13-01", "13/13/2026", "2026-02-03 25:00", "2026-02-03 24:01", "2026-02-03 10:60"),
        *(
            "2026-02-03 10",
            "2026-02-03 10:15 and more",
            "2026年2月3日 10",
            "1026-02-03",
            "12/25/26",
            "0000-00-00",
            "=1+1",
            "\0",
        ),
        # In Polish it is November, in Croatian October; a weekday is no month: martë is Albanian for Tuesday.
        *(
            "3 listopada 2026",
            "e martë, 3 shkurt 2026, 10:15",
            "x" * 10_000,
            "9" * 10_000,
            "2026-02-03" + " " * 99 + "x",
        ),
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match="is not understood as a date: write it as 2026-12-01 23:59") as error:
        read_date(text)
    assert len(str(error.value)) < 400


@pytest.mark.parametrize(
    ("text", "month"),
    [
        *(("3. června 2026", 6), ("3. července 2026", 7), ("3. srpna 2026", 8), ("3. srpnja 2026", 7)),
        *(("3. lipnja 2026", 6), ("3 lipca 2026", 7), ("3. listopadu 2026", 11), ("3 marraskuuta 2026", 11)),
        *(("3 maaliskuuta 2026", 3), ("maandag 3 april 2026", 4), ("subota, 3. mart 2026", 3), ("3 maig 2026", 5)),
    ],
)
def test_months_that_begin_alike(text, month):
    assert read_date(text).day.month == month


@given(st.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2099, 12, 31)))
def test_what_python_writes_is_read(time):
    for form in ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f", "%d %B %Y, %H:%M:%S.%f", "%b %d, %Y %I:%M:%S.%f %p"):
        written = read_date(time.strftime(form))
        assert datetime.datetime.combine(written.day, datetime.time()) + written.clock == time


@given(st.text(max_size=100) | st.text("0123456789-/.: ,TZ+aApPmM月日年Feb", max_size=40))
def test_whatever_is_written_is_a_date_or_refused(text):
    with contextlib.suppress(ValueError):
        assert isinstance(read_date(text), Written)


def test_what_sorts_like_time():
    """As Brightspace names folders, where a time that is not understood sorts first."""
    assert sortable("Jan 2, 2026 1011 PM") == "2026-01-02-22-11"
    assert sortable("18 novembre, 2026 22 11") == "2026-11-18-22-11"
    assert sortable("mardi 18 novembre, 2026 22 11") == "2026-11-18-22-11"
    assert sortable("2026-11-18 9 05") == "2026-11-18-09-05"
    assert sortable("some day") == sortable("") == sortable("Jan ² ²²²²") == ""
