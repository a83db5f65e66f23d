"""Guesses before an experiment: noted, drawn, put beside the outcome, and never graded."""

from dlcourse.notebook.showing import in_reference_mode


def guess(guess_id, answer=..., *, outcome=None):
    """Note a guess before an experiment; afterwards, put it beside the outcome.

    Parameters
    ----------
    guess_id : str
        Lesson and name, as "optimizers.fastest".
    answer : number or str
        The guess; `...` as long as there is none.
    outcome : number or str, optional
        What the experiment gave.

    Returns
    -------
    number, str or None
        The guess; None where nothing is guessed.
    """
    return None if answer is ... or in_reference_mode() else answer
