"""Cases that must be refused: an error is asked for, and told last."""

import numpy as np
import pytest

from dlcourse.checking.check import Verdict, check
from dlcourse.checking.refusals import ANOTHER, NOTHING, SILENT, judged, tell
from dlcourse.checking.runtime.run import run
from dlcourse.checking.specification import Case, Exercise
from dlcourse.checking.trials import Trial


def share(x, *, of):
    """x / of."""
    if of == 0:
        raise ValueError(f"of is {of}: want another number than {of}")
    return x / of


CASES = [Case(np.array([1.0, 2.0]), of=4.0), Case(np.array([3.0]), of=-2.0), Case(np.array([5.0, 7.0]), of=0)]
SPEC = Exercise(
    reference=share,
    cases=lambda rng: list(CASES),
    points=2,
    hints=[],
    solved="it.",
    id="test.share",
    refused=lambda arguments: [arguments["of"]],
)


def says(text, error=ValueError):
    def share(x, *, of):
        if of == 0:
            raise error(text)
        return x / of

    return share


def silent(x, *, of):
    return x / of if of else 0 * x


def wrong(x, *, of):
    return x * of


def test_an_error_with_the_wanted_words_is_right_whatever_else_it_says():
    for text in ("0", "by 0 I do not divide"):
        verdict = check(SPEC, says(text))
        assert (verdict.status, verdict.score) == ("correct", 2)


@pytest.mark.parametrize(
    ("answer", "name"), [(silent, NOTHING), (says("0", ZeroDivisionError), ANOTHER), (says("no"), SILENT)]
)
def test_what_is_missing_has_a_name(answer, name):
    verdict = check(SPEC, answer)
    assert (verdict.status, verdict.diagnosis, verdict.score) == ("wrong", name, 0)
    assert "All else is right" in verdict.advice
    assert "ValueError" in verdict.expected
    assert "of=0" in verdict.call


def test_what_is_wrong_elsewhere_is_told_first():
    verdict = check(SPEC, wrong)
    assert verdict.diagnosis not in (NOTHING, ANOTHER, SILENT)
    assert "of=0" not in verdict.call


def test_the_advice_tells_nothing_of_a_secret_case():
    case = {"x": np.array([5.0]), "of": 0}
    trial = judged(SPEC, Trial(case, *(run(function, case, ()) for function in (share, silent)), refused=True))
    told = [tell(SPEC, trial, Verdict.about(SPEC), secret=secret).advice for secret in (False, True)]
    assert ["name 0" in advice for advice in told] == [True, False]
