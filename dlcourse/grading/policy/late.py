"""Late work: when it is due, and what is taken off afterwards, in an instructor's words.

"10% per day, at most 50%" takes a tenth of the points earned off for each day that has begun: a day is 24 hours from
the moment when the work was due, so one minute late is one day, and 24 hours and a minute are two. Parts of a second
do not count.
"""

import math
import re

from dlcourse.grading.bounds import quoted
from dlcourse.grading.errors import UsageError
from dlcourse.grading.policy.moments import moment

LENGTHS = {"week": 604800, "day": 86400, "hour": 3600, "minute": 60, "second": 1}
UNITS = {
    "week": r"weeks?|wks?",
    "day": r"days?|d",
    "hour": r"hours?|hrs?|h",
    "minute": r"minutes?|mins?",
    "second": r"seconds?|secs?",
}
ADVERBS = {"weekly": "week", "daily": "day", "hourly": "hour"}
EXAMPLES = '"10% per day, at most 50%", "1 point per day", "10%, 15 minutes grace", "10% per day, nothing after 5 days"'
NUMBER = r"\d{1,6}(?:\.\d{1,6})?"
UNIT = "|".join(UNITS.values())
DURATION = rf"(?:{NUMBER} ?(?:{UNIT})\b ?(?:and )?){{1,4}}"
AMOUNT = rf"(?P<amount>{NUMBER}) ?(?:(?P<percent>%|percent\b|per cent\b)|(?:points?|pts?|p)\b)"
OF = r"(?P<{}> ?of (?:the |all )?(?:max(?:imum)?|(?:points )?possible|total|(?:points )?earned|score|points)\b)?"
EACH = (
    rf" ?(?:(?:(?:for|per|a|an|/|each|every|begun|started|late) ?)+(?P<count>{NUMBER} ?)?(?P<unit>{UNIT})(?: late)?"
    rf"|(?P<adverb>{'|'.join(ADVERBS)}))"
)
PARTS = {
    "rate": re.compile(rf"(?:minus |-)?{AMOUNT}{OF.format('of')}(?:{EACH})?{OF.format('of_after')}"),
    "most": re.compile(
        rf"(?:at (?:the )?most|max\.?|maximum|max(?:imum)? of|up to|no more than|not more than|cap(?:ped)?(?: at)?) ?"
        rf"{AMOUNT}{OF.format('of')}"
    ),
    "grace": re.compile(
        rf"(?:(?P<before>{DURATION})(?:of )?grace(?: period)?"
        rf"|(?:a |with )*grace(?: period)?(?: of|:)? (?P<after>{DURATION}))"
    ),
    "nothing_after": re.compile(rf"(?:nothing|no points|zero|0(?: points)?) after (?P<after>{DURATION})"),
    "none": re.compile(r"none|no penalty|nothing|0"),
}


def seconds_in(text):
    """The seconds of a duration such as "2 days" or "1 day 12 hours"; ValueError if it is none."""
    bare = " ".join(str(text).casefold().split())
    if len(bare) > 100 or not re.fullmatch(DURATION, f"{bare} "):
        raise ValueError(f"{bare[:100]!r} is no time such as 2 days, 12 hours or 1 week.")
    return sum(float(count) * _length(unit) for count, unit in re.findall(rf"({NUMBER}) ?({UNIT})\b", bare))


def _length(unit):
    return next(LENGTHS[name] for name, forms in UNITS.items() if re.fullmatch(forms, unit))


def policy(text):
    """What is taken off for coming late, from an instructor's words.

    Parameters
    ----------
    text : str
        Parts in any order, with commas or semicolons between them: what is taken off ("10% per day", "1 point per
        hour", "10% of the maximum", "none"), the most of it ("at most 50%"), how late is still in time ("15 minutes
        grace"), and after what nothing counts any more ("nothing after 5 days").

    Returns
    -------
    dict
        JSON values: text; amount, percent (else points), of_maximum (else of the points earned), each (seconds; 0:
        once); most (None, or amount, percent and of_maximum); grace (seconds); nothing_after (seconds, or None).

    Raises
    ------
    UsageError
        If a part is not understood.
    """
    found, text = {}, " ".join(str(text).split())
    for part in _parts(text):
        name, match = _understood(part, text)
        if name in found:
            raise UsageError(f"--late {quoted(text)} says twice {WHAT[name]}: say it once.")
        found[name] = match
    if "most" in found and "rate" not in found:
        raise UsageError(f"--late {quoted(text)} does not say what is taken off: give for example {EXAMPLES}.")
    if "none" in found and {"rate", "nothing_after"} & set(found):
        raise UsageError(f"--late {quoted(text)} says that nothing is taken off, and that something is: say one.")
    rate = found.get("rate")
    return {
        "text": text,
        **(_amount(rate, text) if rate else {"amount": 0.0, "percent": True, "of_maximum": False}),
        "each": _each(rate, text) if rate else 0,
        "most": _amount(found["most"], text, rate) if "most" in found else None,
        "grace": seconds_in(found["grace"]["before"] or found["grace"]["after"]) if "grace" in found else 0.0,
        "nothing_after": seconds_in(found["nothing_after"]["after"]) if "nothing_after" in found else None,
    }


WHAT = {
    "rate": "what is taken off",
    "most": "what is taken off at most",
    "grace": "how late is still in time",
    "nothing_after": "when nothing counts any more",
    "none": "that nothing is taken off",
}


def _parts(text):
    if len(text) > 300:
        raise UsageError(f"--late {quoted(text)} is too long: give for example {EXAMPLES}.")
    if re.search(r"\d,\d", text):
        raise UsageError(f"--late {quoted(text)} has a comma within a number: write a point (12.5%).")
    split = re.split(r"[,;]|\bbut\b|\band\b(?! ?\d)", text.casefold())  # "1 hour and 30 minutes" is one
    parts = [part.strip().removeprefix("with ").removesuffix(".") for part in split]
    if not any(parts):
        raise UsageError(f'--late says nothing: give for example {EXAMPLES}, or "none".')
    return [part.strip() for part in parts if part]


def _understood(part, text):
    """Which part of a policy this is, and the match."""
    for name, pattern in PARTS.items():
        match = pattern.fullmatch(part)
        if match:
            return name, match
    more = "" if part == text.casefold() else f" in {quoted(text)}"
    raise UsageError(f"--late: {quoted(part)}{more} is not understood: give for example {EXAMPLES}.")


def _amount(match, text, default=None):
    """How much: `default` is the match that says of what, where this one does not."""
    amount, percent = float(match["amount"]), match["percent"] is not None
    of = _of(match) or (_of(default) if default else "")
    if percent and amount > 100:
        raise UsageError(f"--late {quoted(text)} takes off more than there is: give at most 100%.")
    if _of(match) and not percent:
        raise UsageError(f"--late {quoted(text)}: points are of nothing; give 1 point, or 10% of the maximum.")
    return {"amount": amount, "percent": percent, "of_maximum": percent and bool(re.search("max|possible|total", of))}


def _of(match):
    named = match.groupdict()
    return named["of"] or named.get("of_after") or ""


def _each(match, text):
    unit = ADVERBS.get(match["adverb"], match["unit"])
    seconds = float(match["count"] or 1) * _length(unit) if unit else 0
    if unit and seconds < 1:
        raise UsageError(f"--late {quoted(text)}: give a time of a second or more.")
    return seconds


def late_by(policy, seconds):
    """The whole seconds that a hand-in is late; 0 within the grace, beyond it counted from when it was due."""
    seconds = math.floor(seconds) if math.isfinite(seconds) else 0
    return seconds if seconds > max(0, policy["grace"] if policy else 0) else 0


def penalty(policy, late_seconds, points, maximum):
    """The points that are taken off.

    Parameters
    ----------
    policy : dict or None
        As from `policy`; None takes off nothing.
    late_seconds : float
        After the hand-in was due.
    points, maximum : float
        What it earned, and what it could have, without bonus points.

    Returns
    -------
    float
        From 0 to `points`; the later, the more.
    """
    late = late_by(policy, late_seconds) if policy else 0
    if not late or points <= 0:
        return 0.0
    if policy["nothing_after"] is not None and late > policy["nothing_after"]:
        return float(points)
    times = math.ceil(late / policy["each"]) if policy["each"] else 1
    off = _points(policy, points, maximum) * times
    if policy["most"]:
        off = min(off, _points(policy["most"], points, maximum))
    return float(min(max(round(off, 9), 0.0), points))


def _points(rate, points, maximum):
    if not rate["percent"]:
        return rate["amount"]
    return rate["amount"] * (max(maximum, 0) if rate["of_maximum"] else points) / 100


def in_words(policy):
    """The policy as a sentence without its full stop: "10 % of the points earned for each begun day, at most 50 %"."""
    parts = []
    if policy["amount"]:
        parts.append(_rate_in_words(policy))
        if policy["most"]:
            differs = policy["most"]["percent"] and policy["most"]["of_maximum"] != policy["of_maximum"]
            parts.append(f"at most {_amount_in_words(policy['most'], differs or not policy['percent'])}")
    if policy["nothing_after"] is not None:
        parts.append(f"all points after {how_late(policy['nothing_after'])}")
    if not parts:
        parts.append("nothing is taken off, lateness is only shown")
    if policy["grace"]:
        parts.append(f"up to {how_late(policy['grace'])} late counts as in time")
    return ", ".join(parts)


def _rate_in_words(policy):
    each = policy["each"]
    unit = next((name for name, length in LENGTHS.items() if length == each), "")
    every = f" for each begun {unit}" if unit else f" for each begun {how_late(each)}" if each else ", however late"
    return _amount_in_words(policy, True) + every


def _amount_in_words(rate, whole):
    amount = f"{rate['amount']:.6f}".rstrip("0").rstrip(".")
    if not rate["percent"]:
        return f"{amount} point{'' if rate['amount'] == 1 else 's'}"
    return f"{amount} %" + (" of the maximum" if rate["of_maximum"] else " of the points earned") * bool(whole)


def how_late(seconds):
    """A time in words, by its two largest units: "1 day 3 hours", "12 minutes"; "" if there is none."""
    left, said = (max(0, math.floor(seconds)) if math.isfinite(seconds) else 0), []
    for name in ("day", "hour", "minute", "second"):
        count, left = divmod(left, LENGTHS[name])
        if count:
            said.append(f"{count} {name}{'' if count == 1 else 's'}")
    return " ".join(said[:2])


def due_dates(values, zone="", lessons=()):
    """When each lesson is due.

    Parameters
    ----------
    values : sequence of str
        "2026-12-01 23:59" for all lessons, "neuron=2026-12-01,backprop=2026-12-08 23:59" for some.
    zone : str
        As for `moments.zone_of`.
    lessons : sequence of str
        Those that there are.

    Returns
    -------
    dict
        Lesson, or "" for all others -> moment.

    Raises
    ------
    UsageError
        If a date or a lesson is not known, or two dates are given for one.
    """
    dues = {}
    for part in (part for value in values for part in re.split(r",(?=[^,=]*=)", value)):
        name, given, text = part.rpartition("=")
        lesson = known_lesson(name, lessons, "--due") if given else ""
        if given and not lesson:
            raise UsageError(f"--due {quoted(part)} names no lesson before the =: give neuron=2026-12-01 23:59.")
        if lesson in dues:
            raise UsageError(f"--due gives two dates for {lesson or 'all lessons'}: give one.")
        try:
            dues[lesson] = moment(text, zone, end_of_day=True)
        except ValueError as error:
            raise UsageError(f"--due: {error}") from None
    return dues


def due_for(dues, lesson):
    """The moment when a lesson is due, None if it is not said."""
    return dues.get(lesson, dues.get(""))


def known_lesson(name, lessons, where):
    """The lesson that a name means: "neuron", "01_neuron" and "01_neuron.ipynb" are one; "" for "".

    Raises
    ------
    UsageError
        If there is no such lesson; `where` is where it is named.
    """
    bare = re.sub(r"^\d+_|\.ipynb$", "", re.sub(r"[ -]", "_", name.strip().casefold()))
    if bare and bare not in lessons:
        raise UsageError(f"{where}: there is no lesson {name.strip()[:80]!r}: the lessons are {', '.join(lessons)}.")
    return bare
