"""Check the answer to a concept question: a letter or a number."""

import numpy as np

from dlcourse.checking.compare import Tolerance, compare, describe, is_number
from dlcourse.checking.question import BLANK
from dlcourse.checking.runtime.freezing import freeze
from dlcourse.checking.show import show
from dlcourse.checking.status import Status


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
    if question.options:
        letters = sorted(question.options)
        if isinstance(answer, str) and answer.strip().lower() in letters:
            return ""
        return f"Answer with one letter in quotes: {', '.join(repr(letter) for letter in letters)}."
    plain = freeze(answer)
    if is_number(plain) and np.ndim(plain) == 0 and np.asarray(plain).dtype.kind in "iuf" and np.isfinite(plain):
        return ""
    return f"Answer with one number, as in `answer=0.5`; you gave {describe(plain)}."


def _same_answer(question, answer, wanted):
    if question.options:
        return answer.strip().lower() == wanted
    return compare(float(wanted), float(answer), Tolerance(question.rtol, question.atol)) is None
