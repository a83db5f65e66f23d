"""The learner's library as a whole: whose each function is, whether all gradients are right, and how fast it is."""

from collections import defaultdict

from dlcourse.checking.cards import MESSAGE, Card
from dlcourse.checking.status import Status
from dlcourse.coursework.building.ownership import BY_HAND, OWN, functions, whose
from dlcourse.notebook.mine import right_or_reference
from dlcourse.notebook.own_files import Library
from dlcourse.notebook.session import session
from dlcourse.notebook.showing import in_reference_mode, show
from dlcourse.notebook.track import track


def table():
    """Show, lesson by lesson, how many functions are the learner's own, and which are still the reference's."""
    marks = {} if in_reference_mode() else _marks()
    rows, own, asked = [], 0, 0
    for name, items in functions().items():
        own += sum(marks.get(item.id) == OWN for item in items if not item.bonus)
        asked += sum(not item.bonus for item in items)
        rows.append((name, _row(items, marks)))
    if in_reference_mode():
        words = "the reference's, as everybody begins; yours is shown when you run the cell"
        show(Card(MESSAGE, "Your library", words, rows=rows))
        return
    lead = [f"{own} of {asked} functions are your own." + ("" if own else " Those of the course stand for the rest.")]
    show(Card(MESSAGE, "Your library", lead=lead, rows=rows))


def _row(items, marks):
    """A lesson in words, as "2 of 4 own; the reference's: relu, step"."""
    asked = [item for item in items if not item.bonus]
    if in_reference_mode():
        return f"{len(asked)} function{'s' if len(asked) > 1 else ''}"
    names = defaultdict(list)
    for item in asked:
        names[marks.get(item.id, "")].append(item.name)
    own = len(names[OWN])
    text = f"all {own} own" if own == len(asked) > 1 else f"{own} of {len(asked)} own"
    more = sum(marks.get(item.id) == OWN for item in items if item.bonus)
    text += f", and {more} for bonus points" if more else ""
    text += f"; {BY_HAND}: {', '.join(names[BY_HAND])}" if names[BY_HAND] else ""
    return text + (f"; the reference's: {', '.join(names[''])}" if names[""] and own else "")


def _marks():
    """Exercise id -> mark, of what is stored and of what is right in this kernel."""
    texts, _ = Library(session.place(".")).texts()
    return {key: mark for key, (_, mark) in whose(texts).items()} | dict.fromkeys(session.own, OWN)


def gradients():
    """Hold all gradients of the course against central differences, and show what came of it.

    The learner's own functions are tried where they are right, the reference's else, `gradient_check` itself included.
    """
    from dlcourse.experiments.capstone.gradients import CLOSE, check_all

    own = {}

    def function_of(key):
        function, own[key] = right_or_reference(key)
        return function

    found, right = check_all(function_of, watch=track), "" if in_reference_mode() else " ✓"
    wrong = [one for one in found if not one.is_right]
    rows = defaultdict(list)
    for one in found:
        lesson, _, name = one.id.partition(".")
        rows[lesson].append(f"{name}{right if one.is_right else ' ✗'}")
    counts = f"{sum(one.arrays for one in found)} gradients of {len(found)} functions"
    lead = [f"{counts}, {sum(one.numbers for one in found)} numbers, each held against central differences."]
    lead += [] if wrong else [f"The worst relative error is < {CLOSE:.0e}.".replace("e-0", "e-")]
    lead += [f"`{one.id}` is off by a relative error of up to {one.error:.1g}." for one in wrong]
    count = sum(own[one.id] for one in found)
    words = f"{count} of {len(found)} functions are your own"
    if in_reference_mode():
        words = "the reference's; yours are tried when you run the cell"
    status = Status.WRONG if wrong else Status.CORRECT if count else MESSAGE  # a tick is for what is one's own
    show(Card(status, "All gradients in one run", words, lead, [(name, ", ".join(rows[name])) for name in rows]))


def speed():
    """Time the learner's functions beside the course's fast forms, and PyTorch where it is installed, and draw it.

    Stored outputs have what was measured once, on one machine.
    """
    from dlcourse import figures
    from dlcourse.experiments.capstone import speed as timing

    if in_reference_mode():
        found, own = timing.measured(), {}
        words = "measured once, on the course's own functions; yours are timed when you run the cell"
    else:
        functions_of = {key: right_or_reference(key) for _, ids, _ in timing.PARTS.values() for key in ids}
        own = {part: all(functions_of[key][1] for key in ids) for part, (_, ids, _) in timing.PARTS.items()}
        found = timing.ratios(lambda key: functions_of[key][0])
        words = f"{sum(own.values())} of {len(own)} parts are your own"
    named = {part: _named(sides, own.get(part, False)) for part, sides in found.items()}
    rows = [(part, ", ".join(f"{side} {time:.2g}" for side, time in sides.items())) for part, sides in named.items()]
    lead = [
        "Times as long as the course's fast form: a forward and its backward, in float64, with one thread.",
        "The arrays are small; with larger ones the ratios are others.",
    ]
    tail = [] if any("PyTorch" in sides for sides in named.values()) else ["PyTorch is not installed here."]
    show(Card(MESSAGE, "Speed", words, lead=lead, rows=rows, tail=tail))
    clear = [sides["clear"] for sides in found.values()]
    title = f"Clear code takes {min(clear):.2g} to {max(clear):.2g} times as long as fast code"
    figures.times_as_long(named, title)


def _named(sides, is_own):
    """Sides by the names that a figure has for them."""
    clear = "yours" if is_own else "the course's clear form"
    return {clear if side == "clear" else side: time for side, time in sides.items()}
