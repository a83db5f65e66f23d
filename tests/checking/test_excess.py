"""Answers that are larger by far than anything that is wanted are told, not looked at."""

import numpy as np
import pytest

from dlcourse.checking import trials
from dlcourse.checking.check import check
from dlcourse.checking.status import Status
from dlcourse.exercises import find

# As many parts as an answer may bring with it, or numbers in an array.
ANSWERS = {
    "names": lambda *arguments, **options: ["a"] * 6_000,
    "other names": lambda *arguments, **options: [f"n{number}" for number in range(6_000)],
    "numbers": lambda *arguments, **options: list(range(6_000)),
    "an array": lambda *arguments, **options: np.zeros(500_000),
    "a table": lambda *arguments, **options: (np.zeros((500_000, 2)), np.zeros(500_000)),
    "a nest": lambda *arguments, **options: [[[float(number)]] for number in range(2_000)],
    "texts": lambda *arguments, **options: ["x" * 2_000] * 100,
}


@pytest.mark.parametrize("key", ["backprop.topological_order", "neuron.relu"])
@pytest.mark.parametrize("name", ANSWERS)
def test_nothing_that_looks_at_answers_is_given_an_excess(key, name, monkeypatch):
    monkeypatch.setattr(trials, "TIMES", 2)  # with the limits as they are, such answers take seconds
    monkeypatch.setattr(trials, "ROOM", 1_000)
    exercise, seen, observe = find(key), [], find(key).observe
    if observe:
        monkeypatch.setattr(exercise, "observe", lambda *pair: seen.append(pair[1]) or observe(*pair))
    verdict = check(exercise, ANSWERS[name])
    assert verdict.status in (Status.WRONG, Status.ERROR)
    assert bool(seen) == bool(observe)
    answer = ANSWERS[name]()
    assert not any(type(value) is type(answer) and len(value) == len(answer) > 2 for value in seen)
    if name == "an array":
        assert "far more than is wanted" in verdict.message
