"""The lessons as the pages' templates know them: numbers, minutes, sittings, milestones, addresses."""

from dataclasses import dataclass
from pathlib import Path

from dlcourse.coursework.catalog import lesson_catalog

APPLICATIONS, CAPSTONE = range(17, 25), 25


@dataclass
class Lesson:
    """A lesson of the site; addresses are relative to the site's root.

    `picture` is the first one that is stored: {"url", "alt", "width", "height"}, set when the page is made. `colab`,
    `binder` and `lite` are addresses where the notebook opens in a browser, "" where there is none.
    """

    name: str
    stem: str
    title: str
    minutes: int
    points: int
    exercises: int
    sittings: list
    milestones: list
    picture: dict | None = None
    colab: str = ""
    binder: str = ""
    lite: str = ""

    @property
    def number(self):
        """The two digits that its notebook begins with."""
        return self.stem[:2]

    @property
    def kind(self):
        """ "tour", "lesson", "application" or "capstone"."""
        number = int(self.number)
        if number == 0:
            return "tour"
        if number in APPLICATIONS:
            return "application"
        return "capstone" if number == CAPSTONE else "lesson"

    @property
    def url(self):
        """The address of its page."""
        return f"lessons/{self.stem}.html"


def all_lessons():
    """The lessons that have a notebook, in course order: list of Lesson."""
    return [_lesson(found) for found in lesson_catalog()["lessons"] if found["notebook"]]


def _lesson(found):
    return Lesson(
        name=found["name"],
        stem=Path(found["notebook"]).stem,
        title=found["title"],
        minutes=found["minutes"],
        points=sum(exercise["points"] for exercise in found["exercises"] if not exercise["bonus"]),
        exercises=len(found["exercises"]),
        sittings=[
            {**part, "anchor": f"sitting-{number}", "exercises": len(part["exercises"])}
            for number, part in enumerate(found["sittings"], 1)
        ],
        milestones=found["milestones"],
    )
