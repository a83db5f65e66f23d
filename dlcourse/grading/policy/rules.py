"""The rules that an instructor gives with `dlcourse report` and `grade`: read from options and files, kept in the book.

What is given once holds for all later commands on the same folder, until something else is given; "none" takes it back.
"""

import re
from collections import defaultdict

from dlcourse.exercises import lesson_names
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.platform_csv import folded
from dlcourse.grading.policy.assignments import read_assignments, read_files
from dlcourse.grading.policy.extensions import read_extensions
from dlcourse.grading.policy.groups import read_groups
from dlcourse.grading.policy.late import due_dates, in_words, known_lesson, policy
from dlcourse.grading.policy.moments import known_zone, machine_zone, written
from dlcourse.grading.policy.times import read_times
from dlcourse.grading.policy.weights import read_weights

NONE = "none"
SHOWN = 8  # due dates that a sentence holds
WORDS = {"due": "the due dates", "late": "what coming late costs", "zone": "the time zone"} | {
    name: f"the {name}" for name in ("extensions", "times", "groups", "assignments", "weights")
}


def read_rules(
    kept,
    graded=(),
    *,
    due=(),
    late=None,
    extensions=None,
    times=(),
    zone=None,
    groups=None,
    assignments=(),
    sheets=(),
    weights=None,
):
    """The rules that options give, as JSON values by name; None for one that is taken back.

    One folder may serve a whole semester: due dates, extensions and times are added to those that are kept, and replace
    those on the same lesson and student. Of the others the new one counts alone.

    Parameters
    ----------
    kept : dict
        The rules that are in the book.
    graded : sequence of str
        The lessons that are in the run.
    due, assignments : sequence of str
        As of `due_dates` and `read_assignments`.
    late : str, optional
        As of `late.policy`.
    extensions, groups, weights : path, optional
    times, sheets : sequence of str
        Tables of times, and grading worksheets of Moodle, as of `read_files`. The times in the latter count where
        lateness does and there are no tables.
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
    changes = _zone(kept, zone, due)
    if assignments:
        changes["assignments"] = None if list(assignments) == [NONE] else read_assignments(assignments, lesson_names())
    known, clock = kept | changes, (kept | changes).get("zone") or ""
    readers = {
        "due": (list(due), lambda values: _dues(kept.get("due") or {}, values, clock, lesson_names())),
        "late": (late, policy),
        "extensions": (
            extensions,
            lambda path: _added(kept, "extensions", read_extensions(path, clock, lesson_names())),
        ),
        "times": (list(times), lambda values: _added(kept, "times", _times(values, known, graded))),
        "groups": (groups, read_groups),
        "weights": (weights, read_weights),
    }
    for name, (value, read) in readers.items():
        if value:
            changes[name] = None if value in (NONE, [NONE]) else read(value)
    changes |= _of_worksheets(sheets, kept | changes, graded)
    _refuse_alone(kept | changes, changes)
    return changes


def _zone(kept, zone, due):
    """The zone that is given; else with a due date this machine's, so that a report on another one means the same."""
    if zone is not None:
        return {"zone": None if zone == NONE else known_zone(zone)}
    return {"zone": machine_zone()} if due and not kept.get("zone") and machine_zone() else {}


def _of_worksheets(sheets, rules, graded):
    """The times in grading worksheets, of lessons of which no table was given, where lateness counts."""
    if not rules.get("due") or not sheets:
        return {}
    told = {entry["lesson"] for entry in rules.get("times") or [] if not entry.get("of_worksheet")}
    found = _times(sheets, rules, graded, of_worksheet=True)
    found = [entry for entry in found if told.isdisjoint(("", entry["lesson"]))]
    return {"times": _added(rules, "times", found)} if found else {}


def _dues(kept, values, zone, lessons):
    """The due dates that are kept, and new ones in their place; "neuron=none" takes back that of one lesson."""
    parts = [part for value in values for part in re.split(r",(?=[^,=]*=)", value)]
    split = {part: part.rpartition("=") for part in parts}
    gone = {part for part, (name, _, when) in split.items() if name and when.strip().casefold() == NONE}
    back = {known_lesson(split[part][0], lessons, "--due") for part in gone}
    new = due_dates([part for part in parts if part not in gone], zone, lessons)
    return {lesson: when for lesson, when in (kept | new).items() if lesson in new or lesson not in back}


def _added(kept, name, entries):
    """What is kept of a list, and new entries in place of those on the same person and lesson."""
    of_person = defaultdict(list)
    for entry in entries:
        for key in _keys(entry):
            of_person[key].append(entry)
    kept = [
        old
        for old in kept.get(name) or ()
        if not any(_is_same(old, new) for key in _keys(old) for new in of_person[key])
    ]
    return [*kept, *entries]


def _keys(entry):
    return [(folded(name), entry["lesson"]) for name in (*entry["names"], entry.get("number", "")) if name]


def _is_same(old, new):
    """Whether two entries with a name in common are about one person: what else they say does not differ."""
    ours, theirs = ({folded(name) for name in entry["names"]} for entry in (old, new))
    numbers = {entry.get("number") or "" for entry in (old, new)} - {""}
    return len(numbers) < 2 and (not ours - theirs or not theirs - ours or len(numbers) == 1)


def _times(values, rules, graded, of_worksheet=False):
    """The times in tables. What a table leaves open is for the lessons of its assignment, or for the only lesson."""
    found, zone = [], rules.get("zone") or ""
    for given in read_files(values, rules.get("assignments") or {}, lesson_names()):
        lessons = [name for names in given.assignments.values() for name in names] or list(graded)
        entries = read_times(given.file, zone, lesson_names(), needed=not of_worksheet)
        is_open = any(not entry["lesson"] for entry in entries)
        if is_open and not given.assignments and len(lessons) > 1:
            if of_worksheet:
                continue
            raise UsageError(
                f"{given.file} does not say of which lesson its times are, and {', '.join(lessons)} are graded here: "
                f"write it as --times {lessons[0]}={given.file}, or add a column 'lesson'."
            )
        more = {"of_worksheet": True} if of_worksheet else {}
        for entry in entries:
            for lesson in [entry["lesson"]] if entry["lesson"] else lessons or [""]:
                found.append(entry | {"lesson": lesson} | more)
    return found


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


def asked_for(kept, run, lessons):
    """The lessons that a run was asked for by name, with those that are kept, as a rule."""
    before = kept.get("asked") or {}
    if not lessons:
        return {}
    earlier = before["lessons"] if before.get("run") == run["id"] else []
    return {"asked": {"run": run["id"], "lessons": sorted({*earlier, *lessons})}}


def _refuse_alone(rules, changes):
    for name in ("late", "extensions"):
        if changes.get(name) and not rules.get("due"):
            raise UsageError(f'--{name} makes no sense without a due date: give --due "2026-12-01 23:59", too.')


def told(rules, changes):
    """Sentences on the rules on time that hold, and whether they were given now or before."""
    zone, sentences = rules.get("zone") or "", []
    if rules.get("due"):
        dues = [f"{lesson or 'everything'} {written(moment, zone)}" for lesson, moment in rules["due"].items()]
        more = f" and {len(dues) - SHOWN} more" if len(dues) > SHOWN else ""
        sentences.append(f"Due: {', '.join(dues[:SHOWN])}{more}{_since(changes, 'due')}.")
    if rules.get("due") and rules.get("late"):
        sentences.append(f"Taken off for coming late: {in_words(rules['late'])}{_since(changes, 'late')}.")
    for name in ("extensions", "times", "groups", "assignments", "weights"):
        if rules.get(name) and name not in changes:
            sentences.append(f"With the {name} as given before (--{_option(name)} none takes them back).")
    moments = [name for name in ("due", "extensions", "times") if rules.get(name) and name not in changes]
    if changes.get("zone") and moments:
        names = " and ".join(WORDS[name] for name in moments)
        sentences.append(f"As moments {names} stay what they were: give them again if you meant this zone.")
    back = [name for name, value in changes.items() if value is None and name in WORDS]
    if back:
        sentences.append(f"Taken back: {', '.join(WORDS[name] for name in back)}.")
    return sentences


def _option(name):
    return name.removesuffix("s") if name == "assignments" else name


def _since(changes, name):
    return "" if name in changes else f", as given before (--{name} none takes it back)"
