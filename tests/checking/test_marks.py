"""Points by how good an answer is, and cases that are called with the learner's own answer to another exercise."""

import numpy as np
import pytest

from dlcourse.checking.cards import Report
from dlcourse.checking.cases import Arguments
from dlcourse.checking.check import check
from dlcourse.checking.marks import percent
from dlcourse.checking.oracle import Oracle
from dlcourse.checking.runtime.plain import NotPlain, decode, encode
from dlcourse.checking.show import show_call
from dlcourse.checking.specification import Case, Exercise, Malformed, Marks, OwnAnswer
from dlcourse.checking.trials import case_arguments

THRESHOLDS = ((0.5, 2), (0.75, 4), (1.0, 6))


def share(trials):
    """The share of the numbers whose sign is told; in all cases together."""
    pairs = [(arguments.kept, value) for arguments, value in trials]
    return np.mean(np.concatenate([np.asarray(value) == kept for kept, value in pairs]))


def observed(arguments, value):
    if np.shape(value) != np.shape(arguments["x"]):
        raise Malformed("Give as many back.")
    return {"only signs": bool(np.isin(value, (-1, 0, 1)).all())}


def factor():
    return {"a": np.array([1.0])}


def signs(weights, x):
    return np.sign(weights["a"] * x)


def cases(rng):
    rows = [np.array([1.0, -2.0, 3.0, -4.0]), rng.normal(size=4)]
    return [Case(OwnAnswer("other.factor"), x).keeping(np.sign(x)) for x in rows]


def made(**options):
    options = {"marks": Marks(share, THRESHOLDS, what="of the signs right"), "observe": observed} | options
    options |= {"calls": {"other.factor": factor}, "points": 6, "cases": cases}
    return Exercise(reference=signs, hints=["Which?", "Those."], solved="signs.", id="other.signs", **options)


def first(count):
    """Right signs of the first numbers of each row, the others wrong."""

    def answer(weights, x):
        return np.sign(x) * np.where(np.arange(len(x)) < count, 1, -1)

    return answer


@pytest.mark.parametrize(
    ("count", "status", "score", "said"),
    [
        (4, "correct", 6, "100.0 % of the signs right: 6 of 6 points."),
        (3, "partial", 4, "75.0 % of the signs right: 4 of 6 points. From 100.0 % on it is 6."),
        (2, "partial", 2, "50.0 % of the signs right: 2 of 6 points. From 75.0 % on it is 4."),
        (1, "wrong", 0, "25.0 % of the signs right: 0 of 6 points. From 50.0 % on it is 2."),
    ],
)
def test_points_for_a_share(count, status, score, said):
    verdict = check(made(), first(count))
    assert (verdict.status, verdict.score, verdict.max_score) == (status, score, 6)
    assert verdict.measured == count / 4
    assert (verdict.note if status == "correct" else verdict.message) == said
    assert verdict.status.works == (score > 0)
    text = str(Report(verdict, "signs.", ["Which?", "Those."], 1))
    assert said in text
    assert f"{score} of 6 points" in text.splitlines()[0]
    assert ("Hint 1 of 2" in text) == (status != "correct")


def test_what_must_hold_comes_first():
    verdict = check(made(), lambda weights, x: 2 * np.sign(x))
    assert (verdict.status, verdict.score, verdict.measured) == ("wrong", 0, None)
    assert check(made(), lambda weights, x: np.sign(x)[:1]).message == "Give as many back."


def test_a_challenge_with_marks_gives_a_part_of_its_bonus():
    verdict = check(made(form="challenge"), first(3))
    assert (verdict.status, verdict.score, verdict.max_score, verdict.bonus) == ("partial", 4, 0, 6)
    assert "4 of 6 bonus points" in verdict.message


def test_what_is_told_of_a_right_answer_stays():
    verdict = check(made(tell=lambda arguments, value: "The last row was easy."), first(4))
    assert verdict.note == "100.0 % of the signs right: 6 of 6 points. The last row was easy."


def test_a_share_that_is_no_number_earns_nothing():
    marks = Marks(lambda trials: float("nan"), THRESHOLDS)
    assert check(made(marks=marks), first(4)).measured == 0


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0.0 %"), (0.8996, "89.9 %"), (0.9, "90.0 %"), (0.29, "29.0 %"), (2 / 3, "66.6 %"), (1, "100.0 %")],
)
def test_a_share_is_never_rounded_up(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    "thresholds",
    [
        ((0.5, 2), (0.5, 6)),
        ((0.8, 2), (0.5, 6)),
        ((0.5, 6), (0.8, 2)),
        ((0, 2), (0.5, 6)),
        ((0.5, 6), (1.1, 7)),
        ((0.5, 0),),
    ],
)
def test_thresholds_rise(thresholds):
    with pytest.raises(ValueError, match="both rising"):
        Marks(share, thresholds)


def test_the_last_threshold_gives_all_points_and_there_is_a_property():
    with pytest.raises(ValueError, match="their last ones are the points"):
        made(marks=Marks(share, ((0.5, 2), (0.8, 5))))
    with pytest.raises(ValueError, match="marks go with `observe`"):
        made(observe=None)


# ---- called with another answer ----


def calls(**own):
    """What the answer is called with, and the verdict on it."""
    seen = []

    def answer(weights, x):
        seen.append({name: value.copy() for name, value in weights.items()})
        return np.sign(weights["a"] * x)

    return seen, check(made(), answer, own={f"other.{name}": function for name, function in own.items()})


def test_the_reference_is_called_where_there_is_no_own_answer():
    seen, verdict = calls()
    assert verdict.status == "correct"
    assert [item["a"].tolist() for item in seen] == [[1.0], [1.0]]


def test_ones_own_answer_is_called_once_and_given_to_each_case_anew():
    called = []

    def own():
        called.append(1)
        return {"a": np.array([-2.0])}

    seen, verdict = calls(factor=own)
    assert len(called) == 1
    assert [item["a"].tolist() for item in seen] == [[-2.0], [-2.0]]
    assert (verdict.status, verdict.measured) == ("wrong", 0)


def test_an_own_answer_that_raises_is_told():
    def own():
        raise KeyError("a")

    _, verdict = calls(factor=own)
    assert verdict.status == "error"
    assert "the answer to other.factor, which this is called with, raised KeyError: 'a'" in verdict.message


def test_it_is_not_to_be_changed():
    def answer(weights, x):
        weights["a"] *= 0
        return np.sign(x)

    verdict = check(made(), answer)
    assert verdict.message == "The result is right, but the call changes `weights` in place."


def test_what_it_gives_is_plain_data():
    class Sly(np.ndarray):
        pass

    seen = []

    def answer(weights, x):
        seen.append(type(weights["a"]).__name__)
        return np.sign(x)

    check(made(), answer, own={"other.factor": lambda: {"a": np.ones(1).view(Sly)}})
    assert set(seen) == {"Opaque"}


def test_it_is_shown_as_a_call_and_crosses_a_border():
    case = case_arguments(made(), 0)[0]
    assert show_call("signs", case, ["weights", "x"]) == "signs(factor(), np.array([1.0, -2.0, 3.0, -4.0]))"
    assert decode(encode(dict(case)))["weights"] == OwnAnswer("other.factor")


# ---- what a case keeps ----


def test_what_a_case_keeps_is_seen_by_who_judges_and_never_sent():
    case = case_arguments(made(), 0)[0]
    assert isinstance(case, Arguments)
    assert case.kept.tolist() == [1, -1, 1, -1]
    with pytest.raises(NotPlain):
        encode(case)
    assert b"kept" not in encode(dict(case))
    plain = Case(1, 2).arguments(lambda a, b: None)
    assert type(plain) is dict


def test_mistakes_and_the_reference_are_called_with_the_reference():
    exercise = made()
    oracle = Oracle(exercise, case_arguments(exercise, 3))
    assert oracle.outcomes(signs)[0].arguments["weights"] is True
    assert oracle.outcomes(signs)[0].value.tolist() == [1, -1, 1, -1]
