"""The points for one exercise, in the notebook itself: what the test cells of an exported nbgrader course call.

This runs in the student's process, as nbgrader does it: who wants to cheat there can. `dlcourse grade` keeps the two
apart.
"""

from types import SimpleNamespace

from dlcourse.checking.check import SECONDS, check, substituted
from dlcourse.checking.question import BLANK, Question
from dlcourse.checking.specification import GRADED_TIMES
from dlcourse.coursework.extraction import extract
from dlcourse.exercises import find
from dlcourse.notebook.session import session

BONUS = "Bonus points: "  # as `grading.exports.nbgrader_bonus` reads it


def points(exercise_id, answer=None, *, seed=0):
    """The points that an answer earns: a float, which nbgrader takes as the score of its cell.

    Parameters
    ----------
    exercise_id : str
        Lesson and name, as `"neuron.sigmoid"`.
    answer : function, optional
        The student's function; the answer to a question is looked up in the cells that were run.
    seed : int
        What the cases are drawn from: 0 for those that the notebook shows.

    Returns
    -------
    float
    """
    specification = find(exercise_id)
    if isinstance(specification, Question):
        return float(check(specification, _choice(exercise_id)).score)
    if answer is specification.reference:  # bound by the notebook where there is no answer that could run
        return 0.0
    with substituted(answer, session.stand_ins(specification, answer)):
        options = {"own": session.called_by(specification)}
        if specification.seconds is not None:
            options["time_limit"] = SECONDS * GRADED_TIMES
        shown = check(specification, answer, **options)
        if not seed or not (shown.score or shown.measured is not None):
            return float(shown.score)
        hidden = check(specification, answer, seed=seed, **options).score
        return float(hidden if specification.marks else min(shown.score, hidden))


def bonus_points(exercise_id, answer=None, *, seed=0):
    """Say how many bonus points an answer earns; gives nothing back, which nbgrader would take for the cell's score.

    Parameters
    ----------
    exercise_id, answer, seed
        As of `points`.
    """
    earned, most = points(exercise_id, answer, seed=seed), find(exercise_id).points
    print(f"{BONUS}{earned:g} of {most:g}")


def _choice(exercise_id):
    """The answer to a question in the cells that this kernel has run."""
    from IPython import get_ipython

    shell = get_ipython()
    sources = shell.user_ns.get("In", []) if shell else []
    cells = [SimpleNamespace(cell_type="code", source=source) for source in sources]
    choice = extract(SimpleNamespace(cells=cells)).questions.get(exercise_id)
    return choice.value if choice and choice.attempted and not choice.error else BLANK
