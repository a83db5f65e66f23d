"""Other points than the course's: what each exercise is worth to the instructor, from a file.

A line gives the points of an exercise, or those of a lesson, to which its exercises add up; where exercises of it have
lines of their own, the rest of it is shared by the others, in proportion to the course's points. A bonus exercise is
never a part of its lesson's points: its own line says what it gives on top, and without one it grows and shrinks as
its lesson does.

The marking knows nothing of this: what is in the grade book stays in the course's points.
"""

from dlcourse.exercises import lesson, lesson_names
from dlcourse.grading.bounds import quoted
from dlcourse.grading.csv_files import read_csv
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.platform_csv import folded
from dlcourse.grading.exports.written_numbers import decimal_sign, points_in
from dlcourse.grading.selection import among, and_so_on, exercise_called, lesson_of, tidy

EXERCISE, LESSON, POINTS = "exercise", "lesson", "points"
DIGITS = 9  # after the point, of a sum: thirds add up to a whole


def read_weights(path, lessons=()):
    """The points of exercises and lessons in a file.

    Parameters
    ----------
    path : path
        A CSV file with the columns `exercise` and `points`; the name of a lesson may stand in place of an exercise's,
        or in a column `lesson` of its own. A file without lines means the course's points.
    lessons : sequence of str
        Where a name is looked for first that several lessons have.

    Returns
    -------
    dict
        Id of an exercise, or name of a lesson -> points.

    Raises
    ------
    UsageError
        If a line cannot be understood, or two of them contradict each other.
    """
    sheet = read_csv(path)
    places = _columns(sheet)
    points, rows = {}, {}
    sign = decimal_sign([row[places[POINTS]] for row in sheet.rows], sheet.delimiter)
    for index, row in enumerate(sheet.rows):
        cells = {name: row[place] for name, place in places.items()}
        where = f"{sheet.path}, row {sheet.lines[index]}"
        try:
            key = _key(tidy(cells.get(LESSON, "")), cells.get(EXERCISE, ""), lessons)
        except UsageError as error:
            raise UsageError(f"{where}: {error}") from None
        if key in rows:
            raise UsageError(f"{where}: {key} has a line already, row {rows[key]}: leave one of them out.")
        given = points_in(sheet, index, places[POINTS], sign)
        if given is None:
            raise UsageError(f"{where}: the points of {key} are missing: write a number, 0 for what does not count.")
        points[key], rows[key] = given, sheet.lines[index]
    for name in points.keys() & set(lesson_names()):
        _agree(name, points, f"{sheet.path}, row {rows[name]}")
    return points


def _columns(sheet):
    """The places of the columns by name."""
    names = [folded(name).translate({ord(sign): None for sign in " _-"}) for name in sheet.header]
    places = {name: names.index(name) for name in (EXERCISE, LESSON, POINTS) if name in names}
    if POINTS not in places or len(places) < 2:
        lacking = POINTS if POINTS not in places else EXERCISE
        there = and_so_on([quoted(name) for name in sheet.header]) or "none"
        raise UsageError(
            f"{sheet.path} has no column {lacking!r}: it wants the columns exercise and points; there are {there}."
        )
    return places


def _key(of, name, lessons):
    """The exercise or the lesson that a line is about."""
    if of and of not in lesson_names():
        raise UsageError(f"There is no lesson {quoted(of)}: the lessons are {', '.join(lesson_names())}.")
    if not name.strip():
        if of:
            return of
        raise UsageError("The name of the exercise is missing: write its id, as neuron.sigmoid, or that of a lesson.")
    if ":" in name:
        raise UsageError(
            f"{quoted(name)} is no exercise: give its points to a lesson or to exercises, not to a sitting."
        )
    if not of:
        return tidy(name) if tidy(name) in lesson_names() else exercise_called(name, lessons)
    key = exercise_called(name if "." in name else f"{of}.{name}")
    if lesson_of(key) != of:
        raise UsageError(f"{key} is no exercise of {of}: the name of its lesson is {lesson_of(key)}.")
    return key


def _agree(name, points, where):
    """A lesson's points must hold those of its exercises."""
    counted = [exercise for exercise in lesson(name) if not exercise.bonus]
    own = [points[exercise.id] for exercise in counted if exercise.id in points]
    spoken = round(sum(own), DIGITS)
    if spoken > points[name] or (len(own) == len(counted) and spoken < points[name]):
        whose = "all its exercises" if len(own) == len(counted) else "some of its exercises"
        raise UsageError(
            f"{where}: {name} is given {points[name]:g} points, but the lines of {whose} add up to {spoken:g}: "
            "change one or the other, or leave the lesson's line out."
        )


class Weights:
    """What results are worth in the instructor's points.

    Parameters
    ----------
    data : dict
        As from `read_weights`.
    exercises : sequence of str, optional
        The ids that the run asks for; none for all.
    """

    def __init__(self, data, exercises=()):
        self.data, self.exercises = data or {}, exercises or ()

    def points(self, exercises):
        """What exercises that are asked for together are worth: a lesson's points are shared by these.

        Parameters
        ----------
        exercises : list of tuple (str, number, number)
            Of each the id, and in the course's points what it is out of and what bonus it is out of.

        Returns
        -------
        list of float
        """
        factors = {}
        for name in {lesson_of(key) for key, _, _ in exercises}:
            factors[name] = self._factors([item for item in exercises if lesson_of(item[0]) == name], name)
        return [
            float(self.data.get(key, factors[lesson_of(key)][bool(bonus)] * (bonus or most)))
            for key, most, bonus in exercises
        ]

    def _factors(self, exercises, name):
        """By what the course's points are multiplied where an exercise has no line: of others, and of a bonus."""
        if name not in self.data:
            return 1, 1
        total, ours = self.data[name], sum(most for _, most, _ in exercises)
        own = sum(self.data[key] for key, _, bonus in exercises if key in self.data and not bonus)
        rest = sum(most for key, most, _ in exercises if key not in self.data)
        ours = ours or _ours(name)  # where nothing but a bonus is asked for
        return max(0, total - own) / rest if rest else 0, total / ours if ours else 1

    def scaled(self, results):
        """What the results of one submission are worth.

        Parameters
        ----------
        results : list of dict
            All of them: exercise, score, max_score, bonus.

        Returns
        -------
        list of tuple (score, max_score, bonus)
            In the instructor's points; `bonus` is what a bonus exercise is out of, its `max_score` is 0.
        """
        asked = [(item["exercise"], item["max_score"], item.get("bonus") or 0) for item in results]
        worth = self.points(asked)
        return [
            _in_points(item["score"], most, bonus, points)
            for item, (_, most, bonus), points in zip(results, asked, worth, strict=True)
        ]

    def most(self, submission, results=()):
        """What a submission is out of, without bonus points.

        Parameters
        ----------
        submission : dict
            lesson, max_score.
        results : list of dict
            All of it; none if it could not be graded: then it is out of what the run asks for.
        """
        name = submission["lesson"]
        if results:
            return round(sum(most for _, most, _ in self.scaled(results)), DIGITS)
        if not any(key == name or lesson_of(key) == name for key in self.data) or name not in lesson_names():
            return submission["max_score"]
        asked = [(item.id, item.max_score, item.bonus_points) for item in among(lesson(name), self.exercises)]
        points = self.points(asked)
        return round(sum(worth for worth, (_, _, bonus) in zip(points, asked, strict=True) if not bonus), DIGITS)


def _in_points(score, most, bonus, points):
    whole = bonus or most
    if points == whole:
        return score, most, bonus
    share = score / whole if whole else 0
    return share * points, 0 if bonus else points, points if bonus else 0


def _ours(name):
    return sum(exercise.max_score for exercise in lesson(name)) if name in lesson_names() else 0
