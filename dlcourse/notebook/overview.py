"""What is solved and reached so far, and where to go on: the card of `progress`."""

from dlcourse.checking.cards import Card
from dlcourse.coursework.resume import where_to_go_on
from dlcourse.exercises import UnknownExercise, all_exercises, lesson, lesson_names, milestones
from dlcourse.notebook import progress as store
from dlcourse.notebook.showing import in_reference_mode, show, tell


def progress(name=None):
    """Show what is solved so far, in all lessons or in one, the milestones, and where to go on.

    Parameters
    ----------
    name : str, optional
        The lesson, as `"neuron"`.
    """
    try:
        chosen = lesson(name) if name else all_exercises()
    except UnknownExercise as error:
        tell("progress", str(error))
        return
    from dlcourse.coursework.catalog import lesson_titles

    kept = {} if in_reference_mode() else store.load()
    done = kept.get("exercises", {})
    rows = []
    for lesson_name, title in lesson_titles().items():
        mine = [item for item in chosen if item.lesson == lesson_name]
        if mine:
            rows.append((title, _bar(mine, done)))
    rows += _milestones([name] if name else lesson_names(), kept.get("milestones", {}))
    points = sum(done.get(item.id, {}).get("score", 0) for item in chosen)
    total = sum(item.points for item in chosen)
    lead = [f"{points:g} of {total:g} points."] + ([_next(chosen, done)] if name else [])
    tail = [] if name else _go_on(done)
    show(Card("message", "Your progress" + (f" in {name}" if name else ""), lead=lead, rows=rows, tail=tail))


def _bar(exercises, done):
    signs = []
    for item in exercises:
        entry = done.get(item.id, {})
        tried = entry.get("attempts")  # a hint or the solution alone is no attempt
        signs.append("✓" if entry.get("score", 0) >= item.points else "✗" if tried else "○")
    points = sum(done.get(item.id, {}).get("score", 0) for item in exercises)
    return f"{''.join(signs)}  {points:g} of {sum(item.points for item in exercises):g} points"


def _next(chosen, done):
    open_ones = [item.id for item in chosen if done.get(item.id, {}).get("score", 0) < item.points]
    return f"Still open: {', '.join(open_ones)}." if open_ones else "All exercises are solved."


def _milestones(names, kept):
    """A row for each milestone of these lessons: its year, whether it is reached, and with what."""
    goals = sorted((goal for name in names for goal in milestones(name)), key=lambda goal: goal.year)
    return [(goal.year, goal.state(kept.get(goal.year))) for goal in goals]


def _go_on(done):
    from dlcourse.coursework.catalog import lesson_catalog

    place = where_to_go_on(lesson_catalog()["lessons"], done) if done else None
    return [place.words] if place else []
