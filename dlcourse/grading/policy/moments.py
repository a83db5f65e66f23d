"""Moments: a date as people and platforms write it, in a zone, as seconds since 1970, and back.

Where a clock shows a time twice, in the night in which summer ends, or skips it, the student has the benefit of the
doubt: a due date is the later of the moments that it may be, a hand-in the earlier.
"""

import datetime
import difflib
import os
import re
import zoneinfo
from pathlib import Path

from dlcourse.grading.errors import UsageError
from dlcourse.grading.written_dates import ADVICE, read_date

DAY_END = datetime.timedelta(hours=23, minutes=59, seconds=59)
OFFSET = re.compile(r"(?:utc|gmt)? ?([+-])(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)
UTC = {"z", "utc", "gmt"}


def moment(text, zone="", end_of_day=False, order=""):
    """The moment that a text says.

    Parameters
    ----------
    text : str
    zone : str
        As for `zone_of`; for texts that say none themselves.
    end_of_day : bool
        It is a due date: a day without a time means the end of that day (23:59:59), not its beginning.
    order : {"", "day", "month"}
        As for `written_dates.read_date`.

    Returns
    -------
    float
        Seconds since 1970.

    Raises
    ------
    ValueError
        With a sentence, if the text is no date; `written_dates.Ambiguous` if it may be two.
    UsageError
        If there is no such zone.
    """
    ruler = zone_of(zone)
    written = read_date(text, order)
    clock = (DAY_END if end_of_day else datetime.timedelta()) if written.clock is None else written.clock
    time = datetime.datetime.combine(written.day, datetime.time()) + clock
    own = written.zone.lower()
    if own in UTC:
        return _seconds(time, datetime.UTC)
    if "/" in own or OFFSET.fullmatch(own):
        return _seconds(time, _named(written.zone, text), end_of_day)
    if own:
        return _abbreviated(time, ruler, written.zone, text)
    return _seconds(time, ruler, end_of_day)


def in_zone(moment, zone):
    """The moment when the clocks of a zone ("" for this machine's) show what those of UTC show at a moment.

    For times that name no zone, such as those in a zip file: they are kept as if they were UTC.
    """
    clock = datetime.datetime.fromtimestamp(moment, datetime.UTC).replace(tzinfo=None)
    return _seconds(clock, zone_of(zone))


def written(moment, zone=""):
    """A moment for tables and pages: "2026-12-01 23:59", with the zone if one is given ("2026-12-01 23:59 CET").

    "" for no moment (None).
    """
    if moment is None:
        return ""
    ruler = zone_of(zone)
    time = datetime.datetime.fromtimestamp(moment, ruler)
    text = f"{time:%Y-%m-%d %H:%M}{f':{time.second:02}' if time.second else ''}"
    return text if ruler is None else f"{text} {time.tzname()}"


def zone_of(name):
    """The zone of a name such as Europe/Berlin, UTC or +01:00; None, this machine's own, for "".

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    name = name.strip()
    if not name:
        return None
    if name.lower() in UTC:
        return datetime.UTC
    try:
        return _offset(name) if OFFSET.fullmatch(name) else zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a folder of zones, a path, a name that no file can have
        raise UsageError(_no_zone(name[:80])) from None


def known_zone(name):
    """The name of a zone as it is to be kept; UsageError as of `zone_of`."""
    zone_of(name)
    return name.strip()


def machine_zone():
    """The name of this machine's zone, "" if it cannot be told."""
    found = os.environ.get("TZ", "").removeprefix(":")
    if not found:
        path = Path("/etc/localtime").resolve()
        found = path.as_posix().rpartition("zoneinfo/")[2] if "zoneinfo" in path.parts else ""
    try:
        return found if found and zone_of(found) else ""
    except UsageError:
        return ""


def _no_zone(name):
    known = zoneinfo.available_timezones()
    if not known:
        return (
            f"The zone {name!r} is not known, for this machine has no list of zones: "
            "pip install tzdata, or give the difference from UTC (as +01:00)."
        )
    last = {zone.rpartition("/")[2].lower(): zone for zone in sorted(known, key=lambda zone: ("/" in zone, zone))}
    near = difflib.get_close_matches(name.rpartition("/")[2].lower().replace(" ", "_"), last, 1, 0.8)
    advice = f"do you mean {last[near[0]]}?" if near else "give one such as Europe/Berlin, America/New_York or UTC."
    return f"There is no zone {name!r}: {advice}"


def _offset(text):
    sign, hours, minutes = OFFSET.fullmatch(text).groups()
    away = datetime.timedelta(hours=int(hours), minutes=int(minutes or 0))
    return datetime.timezone(away if sign == "+" else -away)


def _seconds(time, ruler, later=False):
    """The moment at which the clocks of a zone show a time: of two the earlier, or the later."""
    moments = [time.replace(tzinfo=ruler, fold=fold).timestamp() for fold in (0, 1)]
    return max(moments) if later else min(moments)


def _named(name, text):
    try:
        return zone_of(name)
    except UsageError as error:
        raise ValueError(f"{str(text).strip()!r}: {error}") from None


def _abbreviated(time, ruler, name, text):
    """CET is understood where the clocks are those of its zone; it may be another zone's as well."""
    for fold in (0, 1):
        there = time.replace(fold=fold).astimezone() if ruler is None else time.replace(tzinfo=ruler, fold=fold)
        if there.tzname() and there.tzname().lower() == name.lower():
            return there.timestamp()
    raise ValueError(f"{str(text).strip()!r}: more than one zone may be called {name}: {ADVICE} +01:00.")
