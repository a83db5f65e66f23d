"""Bonus points as nbgrader's extra credit: what the settings of an exported course directory call.

It runs in nbgrader's own process after a notebook was executed and its grades were saved. The cell that tells the bonus
was run by the student's kernel, as everything that nbgrader grades by: no more is believed than the exercise can give.
"""

import re

from dlcourse.exercises import UnknownExercise, find

TOLD = re.compile(r"^Bonus points: (\d{1,4}(?:\.\d{1,4})?) of ", re.MULTILINE)
ENDING = "-points"  # of the id of a test cell


def save_bonus(notebook, resources):
    """Write the bonus points that a graded notebook tells into nbgrader's gradebook.

    Parameters
    ----------
    notebook : nbformat notebook
        After it was run.
    resources : dict
        nbgrader's: which student, assignment and notebook this is, and where the gradebook is.

    Returns
    -------
    tuple
        Both, as they were.
    """
    from nbgrader.api import Gradebook

    where = resources["nbgrader"]
    earned = bonus_in(notebook)
    if earned:
        with Gradebook(where["db_url"]) as book:
            for grade_id, points in earned.items():
                found = book.find_grade(grade_id, where["notebook"], where["assignment"], where["student"])
                found.extra_credit = points
            book.db.commit()
    return notebook, resources


def bonus_in(notebook):
    """The bonus points that the test cells of a graded notebook tell: id of the cell -> points, 0 without a word."""
    earned = {}
    for cell in notebook.cells:
        fields = cell.metadata.get("nbgrader", {})
        exercise = _exercise_of(fields.get("grade_id", "")) if fields.get("grade") else None
        if exercise is not None and exercise.bonus:
            texts = [out.get("text", "") for out in cell.get("outputs", []) if out.get("name") == "stdout"]
            told = TOLD.search("".join(texts))
            earned[fields["grade_id"]] = min(float(told[1]) if told else 0.0, exercise.points)
    return earned


def _exercise_of(grade_id):
    """The exercise that a test cell is about, None if the cell is of another kind."""
    try:
        return find(grade_id.removesuffix(ENDING).replace("-", ".", 1)) if grade_id.endswith(ENDING) else None
    except UnknownExercise:
        return None
