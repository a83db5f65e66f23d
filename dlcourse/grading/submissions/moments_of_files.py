"""When a file was handed in, and who says so.

A learning platform's word counts most, then the time that the disk or the archive of a whole class states of the
outermost file. What a student's own archive states is never asked: whoever makes an archive sets its times.
"""

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

BY_PLATFORM, BY_FILE, BY_ARCHIVE = "platform", "file", "archive"
DAY = 86_400.0
EARLIEST = 631_152_000.0  # 1990: archives that know no time say 1970 or 1980
CLOSE = 900.0  # seconds within which the files of a class are written when they are downloaded or unpacked
NEARLY_ALL, FEWEST = 0.9, 5
STAMP = "timestamp.txt"  # nbgrader's, beside a notebook
MOST_STAMP = 100  # bytes
STAMPED = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?(?:([+-])(\d\d):?(\d\d)|([A-Za-z]{1,5}))?"
)
NAMES_OF_UTC = ("", "UTC", "GMT", "Z", "UCT")
UNIX_TIMES = 0x5455  # the extra field of a zip file with times in UTC


@dataclass(frozen=True)
class Moment:
    """When something was handed in.

    Parameters
    ----------
    at : float or None
        Seconds since 1970; None if nothing is known.
    source : str
        BY_PLATFORM, BY_FILE (the time of the file on disk) or BY_ARCHIVE (what the archive of a class says of its
        member); "" if nothing is known.
    naive : bool
        Whether the source told no zone: then `at` is what a clock showed, as if it were that of UTC. So it means the
        same on every machine, until somebody says which zone it was.
    """

    at: float | None = None
    source: str = ""
    naive: bool = False


UNKNOWN_MOMENT = Moment()


def moment(at, source, naive=False, now=None):
    """The Moment at so many seconds since 1970, if that can be: not before 1990, nor more than a day ahead."""
    latest = (time.time() if now is None else now) + DAY
    return Moment(float(at), source, naive) if EARLIEST <= at <= latest else UNKNOWN_MOMENT


def member_moment(at):
    """The Moment that an archive tells of its member in seconds since 1970, which are the same everywhere."""
    return moment(at, BY_ARCHIVE)


def local_moment(source, *numbers, now=None):
    """The Moment of year, month, day and so on, as some clock shows them."""
    try:
        return moment(datetime(*numbers, tzinfo=UTC).timestamp(), source, True, now)
    except (ValueError, OverflowError):  # no date
        return UNKNOWN_MOMENT


def platform_moment(when, now=None):
    """The Moment of a time as `platforms.Given` has it: year, month, day and so on, joined by dashes."""
    numbers = re.findall(r"\d+", when)
    is_time = 4 <= len(numbers) <= 6 and all(len(number) <= 4 for number in numbers)
    return local_moment(BY_PLATFORM, *map(int, numbers), now=now) if is_time else UNKNOWN_MOMENT


def stamped_moment(text, now=None):
    """The Moment that nbgrader's `timestamp.txt` tells: UTC where it names no zone, as nbgrader reads it.

    An abbreviation that several zones share, such as CST, says nothing that is sure: the time is taken for this
    machine's.
    """
    found = STAMPED.fullmatch(text.strip())
    if not found:
        return UNKNOWN_MOMENT
    numbers = [int(number) for number in found.groups()[:6] if number]
    sign, hours, minutes, name = found.groups()[6:]
    try:
        if sign:
            shift = timedelta(hours=int(hours), minutes=int(minutes))
            zone = timezone(shift if sign == "+" else -shift)
        else:
            zone = UTC if (name or "").upper() in NAMES_OF_UTC else ZoneInfo(name)
        return moment(datetime(*numbers, tzinfo=zone).timestamp(), BY_PLATFORM, now=now)
    except (LookupError, OSError):  # no zone of this name
        return local_moment(BY_PLATFORM, *numbers, now=now)
    except (ValueError, OverflowError):
        return UNKNOWN_MOMENT


def zip_time(info):
    """Seconds since 1970 for a member of a zip file, in this machine's zone; 0 if it says nothing."""
    try:
        return datetime(*info.date_time).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0


def zip_moment(info):
    """The Moment of a member of a zip file, of which many programs write the time in UTC, too."""
    exact = member_moment(_unix_time(info.extra))
    return exact if exact.source else local_moment(BY_ARCHIVE, *info.date_time)


def _unix_time(extra):
    """The time of the last change in the extra fields of a zip's member, 0 if they have none."""
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == UNIX_TIMES and 5 <= size <= len(extra) - 4 and extra[4] & 1:
            return int.from_bytes(extra[5:9], "little", signed=True)
        extra = extra[4 + size :]
    return 0


def same_moment(times):
    """Whether the times of a class's files are likely the time at which they were downloaded or unpacked.

    Canvas and Moodle write into the archives of all submissions when these were made, and not when a file was
    handed in; so do copies on disk.

    Parameters
    ----------
    times : iterable of float or None
        Of the files of one lesson, from one source; None is passed over.

    Returns
    -------
    bool
        Whether at least five of them, and nine in ten, lie within a quarter of an hour. (A late file or two, which
        came by mail, do not make the times of the others true.)
    """
    known = sorted(at for at in times if at is not None)
    close = first = 0
    for last, at in enumerate(known):
        while at - known[first] > CLOSE:
            first += 1
        close = max(close, last - first + 1)
    return close >= max(FEWEST, NEARLY_ALL * len(known))
