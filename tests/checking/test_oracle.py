"""What the reference and the mistakes do on some cases: computed once, and the same as if it were computed anew."""

import pytest
from learners import PROPERTY

from dlcourse.checking.check import check
from dlcourse.checking.oracle import Oracle
from dlcourse.checking.trials import case_arguments
from dlcourse.exercises import find


def test_the_value_of_the_reference_is_observed_once(monkeypatch):
    observed, observe = [], PROPERTY.observe

    def noted(arguments, value):
        observed.append(value)
        return observe(arguments, value)

    monkeypatch.setattr(PROPERTY, "observe", noted)
    oracle = Oracle(PROPERTY, case_arguments(PROPERTY, 0))
    right = oracle.outcomes(PROPERTY.reference)[0].value
    answers = [right + 1000, right + 2000, right + 3000]
    for answer in answers:
        check(PROPERTY, lambda answer=answer: answer, oracle=oracle)
    assert observed == [right, *answers]


# One that is observed in all cases together, one that refuses some cases, and one of neither kind.
@pytest.mark.parametrize("name", ["training.worth_a_label", "regularization.random_shift", "neuron.sigmoid"])
def test_a_kept_oracle_says_what_a_fresh_one_says(name):
    exercise = find(name)
    kept = Oracle(exercise, case_arguments(exercise, 0))
    for mistake in [*exercise.mistakes[:4], *exercise.mistakes[:2]]:
        fresh = check(exercise, mistake.answer, time_limit=100.0)
        assert check(exercise, mistake.answer, time_limit=100.0, oracle=kept) == fresh


def test_the_oracle_of_the_first_cases_is_kept():
    exercise = find("neuron.sigmoid")
    oracle = Oracle(exercise, case_arguments(exercise, 0))
    assert oracle.first(len(oracle.cases)) is oracle
    assert oracle.first(2) is oracle.first(2)
    assert len(oracle.first(2).cases) == 2
