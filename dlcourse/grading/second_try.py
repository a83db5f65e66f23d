"""The second try of an answer that is not right: after all statements of the notebook, in their order.

Where it may help is said by the extraction (`coursework.second_try`); what runs is a script
(`checking.runtime.script`). As in the first try, the reference stands in for other exercises that are not right.
"""

from dataclasses import asdict

from dlcourse.checking.runtime.script import SECONDS
from dlcourse.checking.specification import Exercise
from dlcourse.checking.status import NOT_TRIED, Status
from dlcourse.exercises import find

HOPELESS = {Status.CORRECT, Status.TIMEOUT, Status.CRASHED}
MOST_TOLD = 10_000  # statements of a notebook


def place_of(key):
    """Where the reference of an exercise is in the sandbox, if it is there: (module, function)."""
    exercise = find(key)
    return [f"dlcourse.lessons.{exercise.lesson}", exercise.name]


class SecondTry:
    """The second tries of one submission, and what each tells of the next.

    Parameters
    ----------
    extraction : Extraction
    planner : Planner
    """

    def __init__(self, extraction, planner):
        self.extraction, self.planner = extraction, planner
        self.registered = None  # the ids that the notebook registers, once that is known
        self.slow = set()
        self.helped = set()

    def may_help(self, key, verdict, passed):
        """Whether an answer that got this verdict deserves a second try."""
        if verdict.status in HOPELESS or not self.extraction.script:
            return False
        if verdict.status in NOT_TRIED:
            return self.extraction.loose and (self.registered is None or key in self.registered)
        answer = self.extraction.exercises.get(key)
        if answer is None:  # its cell is not Python
            return False
        return answer.again or self.extraction.loose or bool(self.helped & set(self.planner.builds_on(key).values()))

    def job(self, key, passed, seconds):
        """The second try as plain data, for a sandbox with this time limit."""
        answer = self.extraction.exercises.get(key)
        others = [other for other, item in self.planner.exercises.items() if isinstance(item, Exercise)]
        wrong = [other for other in others if other != key and other not in passed]
        names = {name: other for name, other in self.planner.builds_on(key).items() if other in wrong}
        script = {
            "id": key,
            "statements": [asdict(statement) for statement in self.extraction.script],
            "stand_ins": {other: place_of(other) for other in wrong},
            "references": {name: place_of(other) for name, other in names.items()},
            "future": self.extraction.future,
            "seconds": min(SECONDS, seconds / 2),
            "skipped": sorted(self.slow),
        }
        return {"id": key, "function": answer.function if answer else find(key).name, "script": script}

    def learn(self, told):
        """Remember what a sandbox tells of a second try: nothing in it is believed that matters for others."""
        fields = told.get("cannot", told)
        fields = fields if isinstance(fields, dict) else {}
        slow, registered = fields.get("slow"), fields.get("registered")
        if isinstance(slow, list):
            self.slow |= {place for place in slow[:MOST_TOLD] if type(place) is int}
        if isinstance(registered, list):
            self.registered = {key for key in registered if isinstance(key, str)}

    def is_better(self, fresh, verdict):
        """Whether the verdict of a second try counts: if it is right, or if there was none to speak of."""
        if fresh.status == Status.CORRECT:
            self.helped.add(fresh.exercise)
            return True
        return verdict.status in NOT_TRIED and fresh.status != Status.NOT_ATTEMPTED

    def cell_in(self, told):
        """The number of the cell, from 1, in which a function was defined, as its sandbox tells it; or None."""
        where = told.get("where")
        digits = where[6:-1] if isinstance(where, str) and where.startswith("<cell ") else ""
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 0
        return number if number - 1 in self.extraction.cells else None
