"""Guesses before an experiment: noted, drawn, put beside the outcome, and never graded."""

import numpy as np

from dlcourse.checking.cards import MESSAGE, Card
from dlcourse.checking.guesses import plain_number
from dlcourse.exercises import UnknownExercise, find_guess
from dlcourse.notebook import progress as store
from dlcourse.notebook.session import session
from dlcourse.notebook.showing import in_reference_mode, recording, show, tell

SEVERAL = 1.5  # times as much as the other: from here on, the quotient says more than the difference


def guess(guess_id, answer=..., *, outcome=None):
    """Note a guess before an experiment; afterwards, put it beside the outcome.

    Whatever is guessed, or nothing, the experiment runs: no error is raised. What the course's own outputs are made
    with (`DLCOURSE_MODE=reference`) guesses nothing.

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
    float, str or None
        The guess: a number, or the letter of a choice; None where nothing is guessed. With `outcome` alone it is
        None, as the last line of a cell would be shown: the words put the guess of this kernel, else the one that was
        kept from an earlier one, beside the outcome.
    """
    try:
        specification = find_guess(guess_id)
    except UnknownExercise as error:
        tell("guess", str(error))
        return None
    if in_reference_mode():
        given = None
    elif answer is ... and outcome is not None:
        _show_outcome(specification, _kept(specification), outcome)
        return None
    else:
        given = _note(specification, answer)
    if outcome is not None:
        _show_outcome(specification, given, outcome)
    return given


def _note(specification, answer):
    """Write the guess down; None, and a card that says why, if there is none."""
    session.guesses[specification.id] = None
    if answer is ...:
        sentence = "Write your guess in place of the three dots and run the cell again, before you run the next one."
        show(Card(MESSAGE, specification.id, "nothing guessed yet", lead=[sentence]))
        return None
    try:
        given = specification.read(answer)
    except ValueError as error:
        sentence = "Until then the experiment goes on without your guess."
        show(Card(MESSAGE, specification.id, "not a guess yet", lead=[str(error), sentence]))
        return None
    session.guesses[specification.id] = given
    if recording():
        store.record_guess(specification.id, answer=given)
    show(Card(MESSAGE, specification.id, f"your guess, {specification.asks}: {specification.words(given)}"))
    return given


def _kept(specification):
    """The guess of this kernel, else the one in the progress file if it can be meant; else None."""
    if specification.id in session.guesses or not recording():
        return session.guesses.get(specification.id)
    kept = store.load()["guesses"].get(specification.id, {})
    try:
        return specification.read(kept.get("answer", ...))
    except ValueError:  # there is none, or the guess was asked otherwise in an earlier edition
        return None


def _show_outcome(specification, given, outcome):
    outcome = _plain(outcome)
    came_to = f"it is {specification.words(outcome)}"
    if in_reference_mode():
        words, lead = came_to, []
    elif given is None:
        words, lead = f"nothing guessed; {came_to}", []
    else:
        words, lead = f"you guessed {specification.words(given)}; {came_to}", [_beside(specification, given, outcome)]
        if recording() and (isinstance(outcome, str) or np.isfinite(outcome)):
            store.record_guess(specification.id, outcome=outcome)
    show(Card(MESSAGE, specification.id, words, lead=[text for text in lead if text]))


def _plain(outcome):
    """A letter, or a float: what is neither is told as nan, and not as an error of the learner's."""
    if isinstance(outcome, str):
        return outcome
    try:
        return float(outcome)
    except (TypeError, ValueError, OverflowError):
        return float("nan")


def _beside(specification, given, outcome):
    """How far the guess is from the outcome, without a judgement; "" where there is no distance."""
    if isinstance(given, str) or isinstance(outcome, str):
        return "So it came out as you guessed." if given == outcome else ""
    if not np.isfinite(outcome):
        return "The experiment came to no number, so there is nothing to compare."
    if plain_number(given) == plain_number(outcome):
        return "That is the number that you guessed."
    distance = specification.words(abs(given - outcome))
    if specification.unit == "%":  # of two percentages: 40 % is 28 points, and not 28 %, below 68 %
        distance = f"{plain_number(abs(given - outcome))} point{'' if abs(given - outcome) == 1 else 's'}"
    text = f"Your guess is {distance} {'above' if given > outcome else 'below'} it"
    small, large = sorted((given, outcome))
    if small > 0 and large / small >= SEVERAL:
        times = plain_number(float(f"{large / small:.2g}"))
        text += f": {times} times as much" if given > outcome else f": it is {times} times as much as you guessed"
    return f"{text}."
