"""What is taken off for coming late, in an instructor's words; and when work is due."""

import datetime
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.grading.errors import UsageError
from dlcourse.grading.policy.late import (
    due_dates,
    due_for,
    how_late,
    in_words,
    late_by,
    penalty,
    policy,
    seconds_in,
)

MINUTE, HOUR, DAY, WEEK = 60, 3600, 86400, 604800
EARNED = "of the points earned"
POLICIES = {  # as said, and as the report says it
    "10% per day": f"10 % {EARNED} for each begun day",
    "10% per day, at most 50%": f"10 % {EARNED} for each begun day, at most 50 %",
    "At most 50%; 10 % a day.": f"10 % {EARNED} for each begun day, at most 50 %",
    "10%/day,max 50%": f"10 % {EARNED} for each begun day, at most 50 %",
    "10% daily but no more than 50%": f"10 % {EARNED} for each begun day, at most 50 %",
    "10 percent for each begun day and up to 50 %": f"10 % {EARNED} for each begun day, at most 50 %",
    "10\u00a0% per day late": f"10 % {EARNED} for each begun day",
    "-10% per day": f"10 % {EARNED} for each begun day",
    "5 % per hour": f"5 % {EARNED} for each begun hour",
    "2.5% every 12 hours": f"2.5 % {EARNED} for each begun 12 hours",
    "1 point per day, at most 3 points": "1 point for each begun day, at most 3 points",
    "0.5 points per hour, at most 50%": f"0.5 points for each begun hour, at most 50 % {EARNED}",
    "20% per week": f"20 % {EARNED} for each begun week",
    "10%": f"10 % {EARNED}, however late",
    "10% per day, 15 minutes grace": f"10 % {EARNED} for each begun day, up to 15 minutes late counts as in time",
    "grace of 1 hour and 30 min, 10%": f"10 % {EARNED}, however late, up to 1 hour 30 minutes late counts as in time",
    "10% per day, nothing after 5 days": f"10 % {EARNED} for each begun day, all points after 5 days",
    "10% of the maximum per day": "10 % of the maximum for each begun day",
    "10% per day of the maximum, at most 50%": "10 % of the maximum for each begun day, at most 50 %",
    "10% per day, at most 50% of the maximum": f"10 % {EARNED} for each begun day, at most 50 % of the maximum",
    "none": "nothing is taken off, lateness is only shown",
    "no penalty, 1 h grace": "nothing is taken off, lateness is only shown, up to 1 hour late counts as in time",
    "nothing after 3 days": "all points after 3 days",
}
POLICY = st.sampled_from(list(POLICIES)).map(policy)
LATE = st.floats(-DAY, 60 * DAY) | st.integers(-2, 60).map(lambda count: float(count * HOUR))
POINTS = st.floats(0, 1000)


@pytest.mark.parametrize(("text", "words"), POLICIES.items())
def test_a_policy_in_the_words_of_the_report(text, words):
    read = policy(text)
    assert in_words(read) == words
    assert json.loads(json.dumps(read)) == read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("10% per fortnight", "'10% per fortnight' is not understood: give for example \"10% per day, at most 50%\""),
        ("10% per day, half after a week", "'half after a week' in '10% per day, half after a week' is not understood"),
        ("10", "is not understood"),
        ("ten percent per day", "is not understood"),
        ("12,5% per day", "has a comma within a number: write a point"),
        ("at most 50%", "does not say what is taken off"),
        ("10% per day, 20% per week", "says twice what is taken off"),
        ("10%, at most 20%, max 30%", "says twice what is taken off at most"),
        ("none, 10%", "says that nothing is taken off, and that something is"),
        ("150% per day", "more than there is: give at most 100%"),
        ("10% per day, at most 101%", "more than there is"),
        ("1 point of the maximum", "points are of nothing"),
        ("10% per 0 days", "give a time of a second or more"),
        ("", "says nothing"),
        (" , ;", "says nothing"),
        ("1" * 10_000, "is too long"),
        ("10% per day" + " a" * 140, "is not understood"),
        ("10%, grace " + "1 day " * 40, "is not understood"),
        ("=1+1", "is not understood"),
    ],
)
def test_what_is_not_understood_is_refused(text, told):
    with pytest.raises(UsageError) as error:
        policy(text)
    assert told in str(error.value)
    assert len(str(error.value)) < 500


@pytest.mark.parametrize(
    ("text", "late", "off"),  # of 8 points out of 10
    [
        *(("10% per day", 0, 0), ("10% per day", 0.9, 0), ("10% per day", 1, 0.8), ("10% per day", DAY, 0.8)),
        *(("10% per day", DAY + 0.4, 0.8), ("10% per day", DAY + 1, 1.6), ("10% per day", 10 * DAY, 8)),
        *(("10% per day", 99 * DAY, 8), ("10% per day, at most 50%", 99 * DAY, 4), ("5 % per hour", HOUR + 1, 0.8)),
        *(("1 point per day, at most 3 points", 2 * DAY, 2), ("1 point per day, at most 3 points", 9 * DAY, 3)),
        *(("20% per week", DAY, 1.6), ("20% per week", WEEK + 1, 3.2), ("10%", 99 * DAY, 0.8), ("10%", -1, 0)),
        *(("10% per day, 15 minutes grace", 15 * MINUTE, 0), ("10% per day, 15 minutes grace", 15 * MINUTE + 1, 0.8)),
        # Beyond the grace lateness counts from when the work was due.
        *(("10% per day, 15 minutes grace", DAY, 0.8), ("10% per day, 15 minutes grace", DAY + 1, 1.6)),
        *(("10% per day, nothing after 5 days", 5 * DAY, 4), ("10% per day, nothing after 5 days", 5 * DAY + 1, 8)),
        *(("10% of the maximum per day", 1, 1), ("10% of the maximum per day", 9 * DAY, 8), ("none", 9 * DAY, 0)),
        *(("10% per day, at most 50% of the maximum", 9 * DAY, 5), ("nothing after 3 days", 3 * DAY, 0)),
        ("nothing after 3 days", 3 * DAY + 1, 8),
    ],
)
def test_what_is_taken_off(text, late, off):
    assert penalty(policy(text), late, 8, 10) == off


def test_without_a_policy_or_points_nothing_is_taken_off():
    assert penalty(None, DAY, 8, 10) == 0
    assert penalty(policy("1 point per day"), DAY, 0, 10) == penalty(policy("1 point per day"), DAY, -1, 10) == 0
    assert late_by(None, 90.5) == 90
    assert late_by(policy("10%, 15 minutes grace"), 15 * MINUTE) == 0


def test_a_tenth_of_seven_has_no_noise():
    assert penalty(policy("10% per day"), 3 * DAY, 7, 7) == 2.1


@given(POLICY, LATE, LATE, POINTS, POINTS)
def test_the_later_the_more_and_never_more_than_there_is(rule, one, other, points, maximum):
    less, more = (penalty(rule, late, points, maximum) for late in sorted((one, other)))
    assert 0 <= less <= more <= points


@given(st.integers(1, 500), st.sampled_from([HOUR, DAY, WEEK]), st.integers(0, 10**6))
def test_a_day_is_over_exactly_after_24_hours(count, unit, start):
    """Also where moments are not whole numbers."""
    rule = policy(f"1 point per {'hour' if unit == HOUR else 'day' if unit == DAY else 'week'}")
    due = 1.7e9 + start / 7
    assert penalty(rule, due + count * unit - due, 1000, 1000) == count
    assert penalty(rule, count * unit + 1, 1000, 1000) == count + 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        *((0, ""), (-5, ""), (0.9, ""), (1, "1 second"), (60, "1 minute"), (720, "12 minutes"), (DAY, "1 day")),
        *((DAY + 3 * HOUR, "1 day 3 hours"), (2 * DAY + 5, "2 days 5 seconds"), (DAY + HOUR + 61, "1 day 1 hour")),
        *((math.inf, ""), (math.nan, "")),
    ],
)
def test_how_late_in_words(seconds, words):
    assert how_late(seconds) == words


@given(st.integers(1, 10**8))
def test_words_of_a_time_are_read_back_as_a_time_not_longer(seconds):
    assert 0 <= seconds - seconds_in(how_late(seconds)) < HOUR


LESSONS = ["neuron", "forward_pass", "backprop"]


def utc(*parts):
    return datetime.datetime(*parts, tzinfo=datetime.UTC).timestamp()


def test_due_dates_for_all_and_for_some():
    dues = due_dates(["2026-12-01 23:59", "neuron=2026-12-08, 01-backprop.ipynb = Dec 9, 2026 10:15"], "UTC", LESSONS)
    assert dues == {
        "": utc(2026, 12, 1, 23, 59),
        "neuron": utc(2026, 12, 8, 23, 59, 59),
        "backprop": utc(2026, 12, 9, 10, 15),
    }
    assert [due_for(dues, lesson) for lesson in LESSONS] == [dues["neuron"], dues[""], dues["backprop"]]
    assert due_for({"neuron": 1.0}, "backprop") is due_for({}, "neuron") is None
    assert json.loads(json.dumps(dues)) == dues


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["neurons=2026-12-01"], "there is no lesson 'neurons': the lessons are neuron, forward_pass, backprop"),
        (["neuron,backprop=2026-12-01"], "'neuron' is not understood as a date"),
        (["=2026-12-01"], "names no lesson"),
        (["neuron="], "'' is not understood as a date"),
        (["2026-12-01", "2026-12-02"], "two dates for all lessons"),
        (["neuron=2026-12-01,neuron=2026-12-02"], "two dates for neuron"),
        (["03/02/2026"], "may be two days: write it as 2026-02-03"),
        (["soon"], "'soon' is not understood"),
    ],
)
def test_due_dates_that_are_not_understood(values, told):
    with pytest.raises(UsageError, match=told):
        due_dates(values, "UTC", LESSONS)
