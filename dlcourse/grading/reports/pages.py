"""What all pages share: templates, titles, and texts made safe to show.

Everything that comes from students is escaped by the templates; here it loses what would harm in other ways.
"""

import datetime
import functools
import re

import jinja2

from dlcourse.checking.cards import inline
from dlcourse.checking.naming import capital
from dlcourse.grading.bounds import cut

LONGEST = 12_000  # signs: more than is kept of any text of a submission
# Control characters, halves of pairs, and signs that turn the direction of the text around them.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@functools.cache
def lesson_title(name):
    """The title of a lesson's notebook; the lesson's name if there is none."""
    from dlcourse.coursework.catalog import lesson_titles

    return lesson_titles().get(name) or name or "Submission"


def render(name, **fields):
    """The page that a template makes of some fields."""
    return _templates().get_template(name).render(fields) + "\n"


@functools.cache
def _templates():
    loader = jinja2.PackageLoader("dlcourse.grading.reports", "templates")
    templates = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    templates.undefined = jinja2.StrictUndefined
    templates.filters |= {
        "inline": inline,
        "points": lambda value: f"{round(float(value), 2):g}",
        "number": lambda value: "–" if value is None else f"{value:.2f}".replace("-", "−"),
        "percent": lambda value: "–" if value is None else f"{100 * value:.0f} %",
        "capital": capital,
        "short_id": lambda key: key.partition(".")[2] or key,
        "count_of": lambda number, noun: f"{number} {noun}{'' if number == 1 else 's'}",
    }
    return templates


def cleaned(value):
    """The same, with every text in it as `clean` has it."""
    if isinstance(value, dict):
        return type(value)({key: cleaned(item) for key, item in value.items()})
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    return clean(value) if isinstance(value, str) else value


def clean(text):
    """Without control characters, with nothing that UTF-8 cannot hold, and of bounded length."""
    return UNSAFE.sub("\ufffd", cut(str(text), LONGEST))


def date_of(started):
    """The day of a moment in seconds, in words; "" for none."""
    if not started:
        return ""
    moment = datetime.datetime.fromtimestamp(started, datetime.UTC)
    return f"{moment.day} {moment:%B %Y}"
