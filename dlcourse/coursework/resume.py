"""Where a learner stopped: the lesson, the sitting and the exercise to go on with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where to go on.

    Parameters
    ----------
    lesson, notebook, title : str
        Of the lesson: its word, the name of its notebook's file, its title.
    sitting : str
        "" in a lesson without sittings, and where nothing is open.
    exercise : str
        The id of the next one; "" where nothing is open.
    """

    lesson: str
    notebook: str
    title: str
    sitting: str = ""
    exercise: str = ""

    @property
    def words(self):
        """One sentence."""
        if not self.exercise:
            return f"Everything is solved; the latest was {self.notebook}, “{self.title}”."
        sitting = f", sitting “{self.sitting}”" if self.sitting else ""
        return f"Go on with {self.notebook}, “{self.title}”{sitting}: {self.exercise} is next."


def where_to_go_on(lessons, entries):
    """The place after the exercise that was tried last.

    What stands "On your own" and bonus exercises are nobody's next step: they come when one wants them.

    Parameters
    ----------
    lessons : list of dict
        As in `lesson_catalog`.
    entries : dict
        By exercise id, as in a progress file; without times, as earlier versions wrote it, the latest lesson counts.

    Returns
    -------
    Place or None
        None where nothing was tried yet.
    """
    lessons = [lesson for lesson in lessons if lesson["notebook"]]
    times = [max((_tried(entries, item["id"]) for item in lesson["exercises"]), default=-1) for lesson in lessons]
    if max(times, default=-1) < 0:
        return None
    latest = max(range(len(lessons)), key=lambda index: (times[index], index))
    for lesson in lessons[latest:] + lessons[:latest]:
        place = _next_in(lesson, entries)
        if place:
            return place
    return Place(*_names(lessons[latest]))


def _tried(entries, exercise_id):
    """When it was tried, 0 if that is not known, -1 if it was not."""
    entry = entries.get(exercise_id, {})
    return entry.get("tried", 0) if entry.get("attempts") else -1


def _names(lesson):
    return lesson["name"], lesson["notebook"], lesson["title"]


def _next_in(lesson, entries):
    """The Place of the next open exercise of a lesson, or None."""
    steps = _steps(lesson)  # exercise id -> its sitting, in order
    points = {item["id"]: item["points"] for item in lesson["exercises"]}
    still = [key for key in steps if entries.get(key, {}).get("score", 0) < points[key]]
    if not still:
        return None
    order = list(steps)
    times = [_tried(entries, key) for key in order]
    last = len(order) - 1 - times[::-1].index(max(times)) if max(times) >= 0 else 0
    later = [key for key in still if order.index(key) >= last]
    key = (later or still)[0]
    return Place(*_names(lesson), steps[key], key)


def _steps(lesson):
    """The exercises that are a next step, in the notebook's order, with the sitting in which they stand."""
    sittings = lesson["sittings"]
    bonus = {item["id"] for item in lesson["exercises"] if item["bonus"]}
    steps = {key: part["name"] for part in sittings if part["core"] for key in part["exercises"] if key not in bonus}
    if sittings:
        return steps
    return {item["id"]: "" for item in lesson["exercises"] if item["id"] not in bonus}
