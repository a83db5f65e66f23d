"""Dates as people and platforms write them: "2026-12-01 23:59", "Dienstag, 3. Februar 2026", "Feb 3, 2026 1011 AM".

Only what stands there is read, in whatever language the months are named; which moment it is depends on a zone
(`policy.moments`). What may be two days ("03/02/2026") is refused, unless other dates of the same file tell.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass

from dlcourse.grading.bounds import quoted
from dlcourse.grading.csv_files import as_it_was

LONGEST = 80  # signs
YEARS = range(1990, 2100)
ADVICE = "write it as 2026-12-01 23:59"


def _plain(text):
    """Without capitals and accents."""
    signs = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


# How their names begin in the languages in which platforms write them. "Listopada" is left out: in Polish it is
# November, in Croatian October.
MONTHS = tuple(
    tuple(map(_plain, names.split()))
    for names in (
        "jan jän ene gen ian led sty tammi oca янв січ ιαν",
        "feb fév fev úno lut helmi şub фев лют φεβ",
        "mar mär maa mrt bře maalis мар бер μαρ",
        "apr avr abr dub kwi huhti nis апр кві απρ",
        "may mai mei mag maj kvě touko май мая трав μαι",
        "jun juin giu iun červen červn cze lipanj lipnj kesä haz июн черв ιουν",
        "jul juil lug iul červenec červenc lipc lipiec srpanj srpnj heinä tem июл лип ιουλ",
        "aug avg aoû ago agu srp sie elo авг серп αυγ",
        "sep set szept zář wrz syys eyl сен вер σεπ",
        "oct okt ott out říj paź loka eki окт жов οκτ",
        "nov noi listopadu marras kas ноя лис νοε",
        "dec déc dez dic des pro gru joulu ara дек гру δεκ",
    )
)
YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ,]+|$)(.*)", re.IGNORECASE)
BLACKBOARD = re.compile(r"(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)-(\d\d)")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(.*)")
EAST_ASIAN = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일](.*)")
NUMERIC = re.compile(r"(\d{1,2})([./-]) ?(\d{1,2})\2 ?(\d{4})\b[ ,]*(.*)")
BEGINS_CLOCK = re.compile(r"(?<!\d)\d{1,2} ?[:.h] ?\d\d\b", re.IGNORECASE)
CLOCK = re.compile(
    r"""(?:[^\W\d_]{1,4}\.?\ )?  # at, um, kl.
    (?:(?P<packed>\d{3,4})|(?P<hour>\d{1,2})
        (?:(?:\ ?[:.h]\ ?|\ )(?P<minute>\d\d)(?:[:.](?P<second>\d\d(?:[.,]\d{1,9})?))?)?)
    \ ?(?P<half>[ap]\.?\ ?m\b\.?|[πμ]\.?μ\b\.?)?
    (?P<word>\ ?(?:uhr|hrs?|h|г)\b\.?)?
    \ ?\(?(?P<zone>z|(?:utc|gmt)?\ ?[+-]\d{1,2}(?::?\d\d)?|[a-z]+(?:/[a-z0-9_+-]+)+|[a-z]{2,5})?\)?""",
    re.IGNORECASE | re.VERBOSE,
)
HALVES_BEFORE = {"午前": "am", "上午": "am", "오전": "am", "午後": "pm", "下午": "pm", "오후": "pm"}


class Ambiguous(ValueError):
    """A date that may be two days."""


@dataclass(frozen=True)
class Written:
    """A date as it is written.

    Parameters
    ----------
    day : datetime.date
    clock : datetime.timedelta or None
        The time since the day began on the clock; None if only the day is written.
    zone : str
        "" if none is written.
    """

    day: datetime.date
    clock: datetime.timedelta | None = None
    zone: str = ""


def month_of(words):
    """The number of the month in the words and numbers of a date, 0 if it is not known.

    It stands between the day and the year, or right before them: elsewhere are weekdays, and "mardi" is no March.
    """
    numbers = [place for place, word in enumerate(words) if word.isdecimal()]
    if len(numbers) < 2:
        return 0
    first, second = numbers[:2]
    between = words[first + 1 : second] or words[max(0, first - 1) : first]
    return next(filter(None, map(_month, between)), 0)


def _month(word):
    word = _plain(word)
    fitting = [(len(begin), n) for n, begins in enumerate(MONTHS, 1) for begin in begins if word.startswith(begin)]
    return max(fitting, default=(0, 0))[1]  # the longest: červenec is not červen


def words_of(text):
    """The words and the numbers of a text."""
    return re.findall(r"[^\W\d_]+|\d+", unicodedata.normalize("NFC", text))


def order_of(texts):
    """What comes first in dates such as 25/02/2026: "day" or "month"; "" if none of the texts shows it, or both."""
    found = {_own_order(match) for match in map(NUMERIC.match, map(_bare, texts)) if match} - {""}
    return found.pop() if len(found) == 1 else ""


def _own_order(match):
    first, second = int(match[1]), int(match[3])
    if first > 12 or second > 12:
        return "day" if first > 12 else "month"
    return "day" if match[2] == "." else ""  # wherever dots are written, the day comes first


def read_date(text, order=""):
    """What a text says of a day, the time and the zone.

    Parameters
    ----------
    text : str
    order : {"", "day", "month"}
        What comes first where a date is written in numbers and does not show it.

    Returns
    -------
    Written

    Raises
    ------
    ValueError
        With a sentence, if it is no date; `Ambiguous` if it may be two.
    """
    bare = _bare(text)
    if len(str(text).strip()) <= LONGEST:
        try:
            for reader in (_year_first, _in_numbers, _in_words):
                found = reader(bare, order)
                if found:
                    return found
        except Ambiguous:
            raise
        except ValueError:  # a day, an hour that there is not
            pass
    raise ValueError(f"{quoted(text)} is not understood as a date: {ADVICE}.")


def _bare(text):
    """On one line, wide and narrow signs as plain ones, without the marks of a writing direction."""
    text = unicodedata.normalize("NFKC", as_it_was(str(text).strip())[:LONGEST]).replace("\u2212", "-")
    return " ".join("".join(sign for sign in text if unicodedata.category(sign) != "Cf").split())


def _year_first(text, _):
    blackboard = BLACKBOARD.fullmatch(text)
    if blackboard:
        text = f"{blackboard[1]} {':'.join(blackboard.groups()[1:])}"
    compact = COMPACT.fullmatch(text)
    if compact:
        year, month, day, hour, minute, second, zone = compact.groups()
        return _written(year, month, day, f"{hour}:{minute}:{second or '00'}{zone}")
    match = YEAR_FIRST.fullmatch(text)
    if match:
        return _written(match[1], match[3], match[4], match[5])
    match = EAST_ASIAN.fullmatch(text)
    return _written(*match.groups()[:3], _after_weekday(match[4])) if match else None


def _after_weekday(text):
    """The clock's time of "(火) 午前10:15" as "10:15 am"."""
    clock = BEGINS_CLOCK.search(text)
    if not clock:
        return text if any(sign.isdigit() for sign in text) else ""
    half = next((half for word, half in HALVES_BEFORE.items() if word in text[: clock.start()]), "")
    return f"{text[clock.start() :]} {half}".strip()


def _in_numbers(text, order):
    match = NUMERIC.fullmatch(text)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    order = _own_order(match) or order or ("day" if first == second else "")
    if not order:
        one, two = f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"
        raise Ambiguous(f"{quoted(text)} may be two days: write it as {one} or as {two}.")
    day, month = (first, second) if order == "day" else (second, first)
    return _written(year, month, day, match[5])


def _in_words(text, _):
    clock = BEGINS_CLOCK.search(text)
    year = re.search(r"\b\d{4}\b", text)
    end = clock.start() if clock else year.end() if year else len(text)
    if any(map(_month, words_of(text[end:]))):
        end = len(text)  # the year comes first, and there is no time
    month = month_of(words_of(text[:end]))
    numbers = re.findall(r"\d+", text[:end])
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if not month or len(numbers) != 2 or not years or not days:
        return None
    return _written(years[0], month, days[0], text[end:].strip(" ,."))


def _written(year, month, day, rest):
    if int(year) not in YEARS:
        raise ValueError(year)
    day = datetime.date(int(year), int(month), int(day))
    rest = rest.strip()
    if not rest:
        return Written(day)
    match = CLOCK.fullmatch(rest)
    if not match:
        raise ValueError(rest)
    return Written(day, _clock(match), match["zone"] or "")


def _clock(match):
    """The time since midnight."""
    packed, half = match["packed"], _plain(match["half"] or "")[:1]
    hour = int(packed[:-2] if packed else match["hour"])
    minute = int(packed[-2:] if packed else match["minute"] or 0)
    second = float((match["second"] or "0").replace(",", "."))
    if match["minute"] is None and not packed and not half and not match["word"]:
        raise ValueError("an hour alone")
    if half:
        hour = hour % 12 + 12 * (half in "pμ") if hour <= 12 else hour
    if (hour, minute, second) != (24, 0, 0.0) and (hour > 23 or minute > 59 or second >= 60):
        raise ValueError(hour)
    return datetime.timedelta(hours=hour, minutes=minute, seconds=second)


def sortable(text):
    """A date such as "Jan 2, 2026 1011 PM" as text that sorts like time; "" if it is not understood.

    A date without a time is written without one.
    """
    text = " ".join(text.split())
    spaced = re.sub(r"(\d{4}\D{1,3}|\d{4}-\d\d-\d\d )(\d{1,2}) (\d\d)\b", r"\1\2:\3", text)  # "2026 22 11"
    for form in (text, spaced):
        try:
            found = read_date(form)
        except ValueError:
            continue
        clock = (
            "" if found.clock is None else f"-{found.clock.seconds // 3600:02}-{found.clock.seconds % 3600 // 60:02}"
        )
        return f"{found.day.isoformat()}{clock}"
    return ""
