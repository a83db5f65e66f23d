"""What gets a column in the files for Canvas and Moodle: an assignment of the platform, else a lesson.

An assignment may be several lessons; its points are theirs added up. What of it was not handed in counts 0 beside what
was, so that a total is always out of the whole.
"""

from collections import defaultdict
from dataclasses import dataclass

from dlcourse.checking.status import Status
from dlcourse.exercises import lesson, lesson_names
from dlcourse.grading.exports.platform_csv import folded, is_graded
from dlcourse.grading.reports.pages import lesson_title
from dlcourse.grading.reports.statistics import lessons_of

NOT_HANDED_IN = "Nothing was handed in for this lesson."


@dataclass(frozen=True)
class Column:
    """A column of grades.

    Parameters
    ----------
    title : str
    most : dict
        The lessons whose points are added up: lesson -> the most that it gives.
    is_assignment : bool
        Whether it stands for an assignment that the instructor named, not for a lesson.
    """

    title: str
    most: dict
    is_assignment: bool = False

    @property
    def label(self):
        """How messages call it."""
        return self.title if self.is_assignment else next(iter(self.most))

    @property
    def possible(self):
        """The points that are possible in all of its lessons."""
        return sum(self.most.values())

    @property
    def names(self):
        """The names, folded, that a platform's column for it may have."""
        if self.is_assignment:
            return {folded(self.title)}
        return {folded(self.title), folded(self.label), folded(self.label.replace("_", " "))}

    def of(self, mine):
        """One student's points for it.

        Parameters
        ----------
        mine : dict
            lesson -> submission.

        Returns
        -------
        dict or None
            score, max_score and status as a submission has them; None if no lesson has points to hand on. An earlier
            edition of a lesson may have less points: its share counts.
        """
        graded = {name: mine[name] for name in self.most if name in mine and is_graded(mine[name])}
        if not graded:
            return None
        score = sum(_scaled(item, self.most[name]) for name, item in graded.items())
        return {"score": score, "max_score": self.possible, "status": Status.PARTIAL}

    def feedback(self, mine, texts):
        """The feedback on all of its lessons; that on an assignment says which lesson it is about.

        Parameters
        ----------
        mine : dict
            lesson -> submission.
        texts : dict
            lesson -> feedback.
        """
        if not self.is_assignment:
            return texts.get(self.label, "")
        if not any(name in mine for name in self.most):
            return ""
        told = {name: texts.get(name) or _why_nothing(mine.get(name)) for name in self.most}
        return "\n\n".join("\n".join(filter(None, (lesson_title(name), text))) for name, text in told.items())


def _scaled(submission, most):
    return submission["score"] * (most / submission["max_score"] if submission["max_score"] else 1)


def _why_nothing(submission):
    if submission is None or submission["status"] == Status.MISSING:
        return NOT_HANDED_IN
    return " ".join(submission.get("message", "").split())


def columns_for(submissions, assignments=None):
    """The columns for a run: the assignments of which something was handed in, then the lessons that are in none.

    What is of no lesson (a text, a link, a picture) has no points to be put into a column.

    Parameters
    ----------
    submissions : list of dict
    assignments : dict, optional
        Name -> its lessons, as from `policy.assignments.read_assignments`; by default each lesson has a column.

    Returns
    -------
    list of Column
    """
    most = _possible(submissions)
    handed_in = [name for name in lessons_of(submissions) if name]
    assignments = {title: names for title, names in (assignments or {}).items() if not set(names).isdisjoint(handed_in)}
    mapped = {name for names in assignments.values() for name in names}
    columns = [
        Column(title, {name: most[name] if name in most else _in_course(name) for name in names}, True)
        for title, names in assignments.items()
    ]
    return columns + [Column(lesson_title(name), {name: most[name]}) for name in handed_in if name not in mapped]


def _possible(submissions):
    """Lesson -> the most that a submission of it can earn, in any of its editions."""
    most = defaultdict(int)
    for item in submissions:
        most[item["lesson"]] = max(most[item["lesson"]], item["max_score"])
    return dict(most)


def _in_course(name):
    """The points of a lesson of which nobody handed in anything yet."""
    return sum(item.max_score for item in lesson(name)) if name in lesson_names() else 0
