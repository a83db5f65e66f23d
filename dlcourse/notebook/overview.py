"""What is solved and reached so far, and where to go on: the card of `progress`."""

from dlcourse.checking.asked import points_in_words
from dlcourse.checking.cards import MESSAGE, Card
from dlcourse.coursework.resume import where_to_go_on
from dlcourse.exercises import UnknownExercise, all_exercises, lesson, lesson_names, milestones
from dlcourse.notebook import progress as store
from dlcourse.notebook.showing import in_reference_mode, show, tell

STORED = "as everybody begins; yours is shown when you run the cell"  # in a stored notebook, which anybody may read


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
    points, more = (sum(_score(item, done) for item in chosen if item.bonus == bonus) for bonus in (False, True))
    total = sum(item.max_score for item in chosen)
    lead = [f"{points:g} of {total:g} points{f', and {more:g} bonus points' if more else ''}."]
    lead += [_next(chosen, done)] if name else []
    tail = [] if name else _go_on(done)
    title, words = "Your progress" + (f" in {name}" if name else ""), STORED if in_reference_mode() else ""
    show(Card(MESSAGE, title, words, lead=lead, rows=rows, tail=tail))


def _score(item, done):
    return done.get(item.id, {}).get("score", 0)


def _bar(exercises, done):
    """The signs and points of a lesson, and apart from them those of its bonus exercises, if it has any."""
    asked, more = ([item for item in exercises if item.bonus == bonus] for bonus in (False, True))
    points = sum(_score(item, done) for item in asked)
    bar = f"{_signs(asked, done)}  {points:g} of {sum(item.points for item in asked):g} points"
    extra = points_in_words(sum(_score(item, done) for item in more), 0, sum(item.points for item in more))
    return f"{bar}, bonus {_signs(more, done)}  {extra}" if more else bar


def _signs(exercises, done):
    signs = []
    for item in exercises:
        tried = done.get(item.id, {}).get("attempts")  # a hint or the solution alone is no attempt
        signs.append("✓" if _score(item, done) >= item.points else "✗" if tried else "○")
    return "".join(signs)


def _next(chosen, done):
    unsolved = [item for item in chosen if _score(item, done) < item.points]
    asked, more = ([item.id for item in unsolved if item.bonus == bonus] for bonus in (False, True))
    told = f"Still open: {', '.join(asked)}." if asked else "All exercises are solved."
    return f"{told} For bonus points: {', '.join(more)}." if more else told


def _milestones(names, kept):
    """A row for each milestone of these lessons: its year, whether it is reached, and with what."""
    goals = sorted((goal for name in names for goal in milestones(name)), key=lambda goal: goal.year)
    return [(goal.year, goal.state(kept.get(goal.year))) for goal in goals]


def _go_on(done):
    from dlcourse.coursework.catalog import lesson_catalog

    place = where_to_go_on(lesson_catalog()["lessons"], done) if done else None
    return [place.words] if place else []
