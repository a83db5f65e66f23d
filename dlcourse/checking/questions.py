"""Check the answer to a concept question: a letter, a number, or a claim and a reason."""

import numpy as np

from dlcourse.checking.compare import Tolerance, compare, describe, is_number
from dlcourse.checking.question import BLANK
from dlcourse.checking.runtime.freezing import freeze
from dlcourse.checking.show import show
from dlcourse.checking.status import Status

LONGEST = 40  # signs of an answer that are looked at


def check_question(question, answer, verdict):
    """Fill in the Verdict on an answer to a question."""
    if answer is BLANK:
        verdict.status = Status.NOT_ATTEMPTED
        return verdict
    verdict.cases, verdict.got = 1, show(freeze(answer))
    problem = _wrong_kind(question, answer)
    if problem:
        verdict.status, verdict.message = Status.ERROR, problem
        return verdict
    if _same_answer(question, answer, question.right):
        verdict.status, verdict.score, verdict.passed = Status.CORRECT, question.points, 1
        return verdict
    verdict.message = f"{show(freeze(answer))} is not the answer."
    for mistake in question.mistakes:
        if _same_answer(question, answer, mistake.answer):
            verdict.diagnosis, verdict.advice = mistake.name, mistake.advice
            break
    return verdict


def _wrong_kind(question, answer):
    if question.reasons:
        return "" if chosen(question, answer) else _wrong_form(question, answer)
    if question.options:
        if chosen(question, answer):
            return ""
        return f"Answer with one letter in quotes: {', '.join(repr(letter) for letter in sorted(question.options))}."
    plain = freeze(answer)
    if is_number(plain) and np.ndim(plain) == 0 and np.asarray(plain).dtype.kind in "iuf" and np.isfinite(plain):
        return ""
    return f"Answer with one number, as in `answer=0.5`; you gave {describe(plain)}."


def _same_answer(question, answer, wanted):
    if question.options:
        return _letters(answer) == wanted
    return compare(float(wanted), float(answer), Tolerance(question.rtol, question.atol)) is None


def right_in_words(question):
    """The right answer as it is shown: a number in as few digits, from three, as count as right."""
    if question.options or isinstance(question.right, int):
        return repr(question.right)
    rounded = (f"{question.right:.{digits}g}" for digits in range(3, 17))
    return next((text for text in rounded if _same_answer(question, float(text), question.right)), repr(question.right))


def chosen(question, answer):
    """What an answer stands for.

    Parameters
    ----------
    question : Question
    answer : object
        What was answered: capitals and spaces make no difference.

    Returns
    -------
    dict
        "choice", or "claim" and "reason" -> its text; {} where the answer is none of these.
    """
    letters = _letters(answer)
    if not question.reasons:
        return {"choice": question.options[letters]} if letters in question.options else {}
    claim, reason = letters[:1], letters[1:]
    if claim not in question.options or reason not in question.reasons:
        return {}
    return {"claim": question.options[claim], "reason": question.reasons[reason]}


def _letters(answer):
    return "".join(answer.split()).lower() if isinstance(answer, str) and len(answer) <= LONGEST else ""


def _wrong_form(question, answer):
    """What is said of an answer that is no claim with a reason."""
    letters = _letters(answer)
    begin = "Answer with a claim and a reason, a letter and a digit in one pair of quotes"
    if letters in question.options:
        begin = f"The reason is missing: {begin[0].lower()}{begin[1:]}"
    elif letters in question.reasons or type(answer) is int:
        begin = f"The claim is missing: {begin[0].lower()}{begin[1:]}"
    elif letters[1:] in question.options and letters[:1] in question.reasons:
        begin = f"The claim comes first: {begin[0].lower()}{begin[1:]}"
    return f"{begin}: {_any_of(question.options)}, then {_any_of(question.reasons)}."


def _any_of(signs):
    *most, last = sorted(signs)
    return f"{', '.join(most)} or {last}"
