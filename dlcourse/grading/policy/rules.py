"""The rules that an instructor gives with `dlcourse report` and `grade`: read from options and files, kept in the book.

What is given once holds for all later commands on the same folder, until something else is given; "none" takes it back.
"""

from dlcourse.exercises import lesson_names
from dlcourse.grading.errors import UsageError
from dlcourse.grading.policy.assignments import read_assignments
from dlcourse.grading.policy.extensions import read_extensions
from dlcourse.grading.policy.groups import read_groups
from dlcourse.grading.policy.late import due_dates, in_words, policy
from dlcourse.grading.policy.moments import known_zone, written
from dlcourse.grading.policy.times import read_times
from dlcourse.grading.policy.weights import read_weights

NONE = "none"
SHOWN = 8  # due dates that a sentence holds


def read_rules(kept, *, due=(), late=None, extensions=None, times=None, zone=None, groups=None, assignments=()):
    """The rules that options give, as JSON values by name; None for one that is taken back.

    Parameters
    ----------
    kept : dict
        The rules that are in the book.
    due, assignments : sequence of str
        As of `due_dates` and `read_assignments`.
    late : str, optional
        As of `late.policy`.
    extensions, times, groups : path, optional
    zone : str, optional
        The time zone of all times that name none, as "Europe/Berlin".

    Returns
    -------
    dict

    Raises
    ------
    UsageError
        If one of them cannot be understood, or makes no sense without another.
    """
    changes, lessons = {}, lesson_names()
    if zone is not None:
        changes["zone"] = None if zone == NONE else known_zone(zone)
    clock = (kept | changes).get("zone") or ""
    readers = {
        "due": (list(due) or None, lambda values: due_dates(values, clock, lessons)),
        "late": (late, policy),
        "extensions": (extensions, lambda path: read_extensions(path, clock, lessons)),
        "times": (times, lambda path: read_times(path, clock, lessons)),
        "groups": (groups, read_groups),
        "assignments": (list(assignments) or None, lambda values: read_assignments(values, lessons)),
    }
    for name, (value, read) in readers.items():
        if value is not None:
            changes[name] = None if value in (NONE, [NONE]) else read(value)
    _refuse_alone(kept | changes, changes)
    return changes


def read_points(weights=None, assignments=(), lessons=()):
    """The rules on points that `grade` is given: `weights` as of `read_weights`, `assignments` as above.

    They are read before anything is graded, so that a slip in a file costs no hour.
    """
    changes = {}
    if weights:
        changes["weights"] = None if weights == NONE else read_weights(weights, lessons)
    if assignments:
        taken_back = list(assignments) == [NONE]
        changes["assignments"] = None if taken_back else read_assignments(assignments, lesson_names())
    return changes


def _refuse_alone(rules, changes):
    for name in ("late", "extensions"):
        if changes.get(name) and not rules.get("due"):
            raise UsageError(f'--{name} makes no sense without a due date: give --due "2026-12-01 23:59", too.')


def times_in_worksheets(rules, sheets):
    """The times in grading worksheets of Moodle as a rule, where lateness counts and no table of times was given.

    Parameters
    ----------
    rules : dict
    sheets : list of Worksheet
    """
    if not rules.get("due") or any(not entry.get("of_worksheet") for entry in rules.get("times") or []):
        return {}
    found = []
    for sheet in sheets:
        lessons = [name for names in sheet.assignments.values() for name in names] or [""]
        for entry in read_times(sheet.file, rules.get("zone") or "", lesson_names(), needed=False):
            found += [entry | {"lesson": name, "of_worksheet": True} for name in lessons]
    return {"times": found} if found else {}


def told(rules, changes):
    """Sentences on the rules on time that hold, and whether they were given now or before."""
    zone, sentences = rules.get("zone") or "", []
    if rules.get("due"):
        dues = [f"{lesson or 'everything'} {written(moment, zone)}" for lesson, moment in rules["due"].items()]
        more = f" and {len(dues) - SHOWN} more" if len(dues) > SHOWN else ""
        sentences.append(f"Due: {', '.join(dues[:SHOWN])}{more}{_since(changes, 'due')}.")
    if rules.get("due") and rules.get("late"):
        sentences.append(f"Taken off for coming late: {in_words(rules['late'])}{_since(changes, 'late')}.")
    for name in ("extensions", "times", "groups", "assignments"):
        if rules.get(name) and name not in changes:
            sentences.append(f"With the {name} as given before (--{_option(name)} none takes them back).")
    if rules.get("weights"):
        sentences.append("With points of your own, as `dlcourse grade` was given (--weights none takes them back).")
    return sentences


def _option(name):
    return name.removesuffix("s") if name == "assignments" else name


def _since(changes, name):
    return "" if name in changes else f", as given before (--{name} none takes it back)"
