"""Moments in zones, whose clocks skip an hour in spring and show one twice in autumn."""

import datetime
import re
import time
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.grading.errors import UsageError
from dlcourse.grading.policy.moments import in_zone, known_zone, moment, written, zone_of
from dlcourse.grading.written_dates import Ambiguous

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC"]
HOUR = 3600


@pytest.fixture
def at_home(monkeypatch):
    """This machine's clock as in Berlin."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def utc(*parts):
    return datetime.datetime(*parts, tzinfo=datetime.UTC).timestamp()


def test_a_zone_in_the_text_counts_before_the_given_one():
    for text in ("2026-12-01T22:59:00Z", "2026-12-01 23:59 +01:00", "2026-12-01 17:59 America/New_York"):
        assert moment(text, "Asia/Tokyo") == utc(2026, 12, 1, 22, 59)
    assert moment("2026-12-01 23:59", "Europe/Berlin") == utc(2026, 12, 1, 22, 59)
    assert moment("2019-01-24 21:33:06 -0800", "Europe/Berlin") == utc(2019, 1, 25, 5, 33, 6)
    assert moment("2026-02-03 10:15:58.923 UTC") == pytest.approx(utc(2026, 2, 3, 10, 15, 58) + 0.923, abs=1e-6)


def test_a_day_is_due_at_its_end():
    assert moment("2026-12-01", "UTC", end_of_day=True) == utc(2026, 12, 1, 23, 59, 59)
    assert moment("2026-12-01", "UTC") == utc(2026, 12, 1)
    assert moment("2026-12-01 12:00", "UTC", end_of_day=True) == utc(2026, 12, 1, 12)
    assert moment("2026-12-01 24:00", "UTC") == utc(2026, 12, 2)


def test_the_end_of_the_days_on_which_the_clocks_change():
    """The one has 23 hours, the other 25."""
    for day, hours in (((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 7, 1), 24)):
        text = datetime.date(*day).isoformat()
        length = moment(text, "Europe/Berlin", end_of_day=True) + 1 - moment(text, "Europe/Berlin")
        assert length == hours * HOUR
        assert moment(text, "Europe/Berlin") == datetime.datetime(*day, tzinfo=BERLIN).timestamp()


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("zone", ["", "Europe/Berlin"])
def test_where_a_clock_shows_a_time_twice_or_never_the_student_has_the_benefit_of_the_doubt(zone):
    twice, never = "2026-10-25 02:30", "2026-03-29 02:30"
    assert moment(twice, zone) == utc(2026, 10, 25, 0, 30)
    assert moment(twice, zone, end_of_day=True) == utc(2026, 10, 25, 1, 30)
    assert moment(never, zone, end_of_day=True) - moment(never, zone) == HOUR
    assert moment("2026-12-01 23:59", zone) == utc(2026, 12, 1, 22, 59)
    assert moment("2026-07-01 23:59", zone) == utc(2026, 7, 1, 21, 59)


@pytest.mark.usefixtures("at_home")
def test_the_name_of_the_time_tells_the_two_apart():
    for zone in ("", "Europe/Berlin"):
        assert moment("2026-10-25 02:30 CEST", zone) == utc(2026, 10, 25, 0, 30)
        assert moment("2026-10-25 02:30 CET", zone) == utc(2026, 10, 25, 1, 30)
    with pytest.raises(ValueError, match="more than one zone may be called PST"):
        moment("2026-10-25 02:30 PST", "Europe/Berlin")
    for name in ("Mars/Olympus", "+99:00"):
        with pytest.raises(ValueError, match=f"'2026-10-25 02:30 .*': There is no zone '{re.escape(name)}'"):
            moment(f"2026-10-25 02:30 {name}", "Europe/Berlin")


@pytest.mark.usefixtures("at_home")
def test_what_a_clock_showed_is_read_in_the_zone_that_it_was():
    clock = utc(2026, 12, 1, 23, 59)
    for zone in ("", "UTC", "America/New_York", "Asia/Kolkata"):
        assert in_zone(clock, zone) == moment("2026-12-01 23:59", zone)
    assert in_zone(utc(2026, 3, 29, 2, 30), "Europe/Berlin") == moment("2026-03-29 02:30", "Europe/Berlin")


@pytest.mark.usefixtures("at_home")
def test_as_tables_and_pages_show_it():
    assert written(utc(2026, 12, 1, 22, 59)) == "2026-12-01 23:59"
    assert written(utc(2026, 12, 1, 22, 59, 59), "Europe/Berlin") == "2026-12-01 23:59:59 CET"
    assert written(utc(2026, 7, 1, 21, 59), "Europe/Berlin") == "2026-07-01 23:59 CEST"
    assert written(utc(2026, 7, 1), "UTC") == "2026-07-01 00:00 UTC"
    assert written(None) == ""


@given(st.integers(utc(1995, 1, 1) // 60, utc(2095, 1, 1) // 60), st.sampled_from(ZONES))
def test_what_is_written_is_read_back(minute, zone):
    assert moment(written(minute * 60, zone), zone) == minute * 60


@given(st.datetimes(datetime.datetime(1995, 1, 1), datetime.datetime(2095, 1, 1)), st.sampled_from(ZONES))
def test_as_zoneinfo_has_it(naive, zone):
    naive = naive.replace(microsecond=0)
    both = [naive.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=fold).timestamp() for fold in (0, 1)]
    text = naive.isoformat(" ")
    assert (moment(text, zone), moment(text, zone, end_of_day=True)) == (min(both), max(both))


def test_a_zone_that_is_not_known_is_refused():
    assert zone_of("") is None
    assert known_zone(" Europe/Berlin ") == "Europe/Berlin"
    assert zone_of("+05:30").utcoffset(None) == datetime.timedelta(hours=5, minutes=30)
    for name in ("Berlin", "europe/berlin"):
        with pytest.raises(UsageError, match=r"There is no zone '.*': do you mean Europe/Berlin\?"):
            zone_of(name)
    with pytest.raises(UsageError, match="do you mean America/New_York"):
        moment("2026-12-01", "New York")
    for name in ("Europe", "../etc/passwd", "/etc/passwd", "\0", "é", "Q" * 5000, "zone.tab"):
        with pytest.raises(UsageError, match="give one such as Europe/Berlin") as error:
            zone_of(name)
        assert len(str(error.value)) < 200


def test_where_the_system_has_no_zones_it_says_how_to_get_them(monkeypatch):
    monkeypatch.setattr(zoneinfo, "available_timezones", set)
    with pytest.raises(UsageError, match=r"pip install tzdata"):
        zone_of("Europe/Nowhere")
    assert zone_of("UTC") is datetime.UTC


def test_a_date_in_numbers_may_be_two_days():
    with pytest.raises(Ambiguous):
        moment("03/02/2026", "UTC")
    assert moment("03/02/2026", "UTC", order="day") == utc(2026, 2, 3)
