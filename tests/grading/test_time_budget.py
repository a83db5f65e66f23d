"""What never ends costs a submission twice the limit of one exercise, and the rest of it a second each."""

import contextlib
import time

import pytest
from classroom import IMPORTS, notebook

from dlcourse.checking.check import Verdict
from dlcourse.checking.question import Question
from dlcourse.checking.runtime.timing import TimeLimit
from dlcourse.checking.slips.source import Source
from dlcourse.checking.status import Status
from dlcourse.exercises import find, lesson
from dlcourse.grading import judging, marking, submission, time_budget
from dlcourse.grading.submissions.answers import read_answers
from dlcourse.grading.time_budget import TimeBudget, TooLong


def test_what_ends_by_itself_keeps_its_time():
    budget = TimeBudget(10.0)
    assert budget.together == 2.5
    assert [budget.next_limit() for _ in range(9)] == [10.0] * 9
    assert budget.what_is_left(10.0, 4.0) == 6.0
    assert budget.what_is_left(10.0, 9.9) == 1.0
    assert budget.sentence(10.0) == "it was stopped after 10 seconds. Is there a loop that never ends?"


def test_after_twice_the_limit_a_second_is_left():
    budget, limits = TimeBudget(10.0), []
    budget.waste(budget.together)
    for _ in range(8):
        limits.append(budget.next_limit())
        budget.waste(limits[-1])
    assert limits == [10.0, 7.5, *[1.0] * 6]
    assert "7.5 seconds: other exercises of this notebook had used up 12 seconds" in _sentence_at(12.5, 7.5)
    assert "after 1 second: other exercises" in _sentence_at(20.0, 1.0)
    assert TimeBudget(0.5).next_limit() == TimeBudget(0.5).together == 0.5


def _sentence_at(wasted, limit):
    budget = TimeBudget(10.0)
    budget.waste(wasted)
    return budget.sentence(limit)


class Clock:
    """Time that passes only while a worker is waited for."""

    def __init__(self):
        self.now = 0.0

    def monotonic(self):
        return self.now


class EndlessWorker:
    """Nothing that it is asked ever ends; starting it takes a tenth of a second."""

    seconds, spent = 10.0, False

    def __init__(self, clock):
        self.clock = clock
        clock.now += 0.1

    def ask(self, frames, count, limit, known):
        self.clock.now += limit
        self.spent = True
        return [], {"how": "timeout", "signal": 0}

    def close(self):
        pass


@pytest.fixture
def endless():
    """The Extraction of a notebook in which every function of a lesson is answered, and the exercises."""
    exercises = [item for item in lesson("neuron") if not isinstance(item, Question)]
    answers = [f'@exercise("{item.id}")\ndef {item.name}(*_, **__):\n    while True: pass' for item in exercises]
    return read_answers(notebook(IMPORTS, *answers), "endless.ipynb"), exercises


def test_all_exercises_endless(endless, monkeypatch):
    extraction, exercises = endless
    clock = Clock()
    monkeypatch.setattr(marking, "time", clock)
    results = marking.Marker(extraction, exercises, 1, lambda: EndlessWorker(clock)).mark()
    assert {item["status"] for item in results} == {"timeout"}
    assert clock.now <= 2 * 10 + (len(results) - 2) * time_budget.SHORT + len(results) * 0.1 + 0.3
    assert "had used up" not in results[0]["message"]
    assert all("Stopped after 1 second: other exercises" in item["message"] for item in results[2:])


class SlowWorker(EndlessWorker):
    """It needs nearly all of its time for an answer that is none, and is never late."""

    def ask(self, frames, count, limit, known):
        self.clock.now += 0.9 * limit
        return [{"ready": True}, *[{"value": 7.0}] * (count - 1)], {"how": "done", "signal": 0}


def _slowly(endless, end, monkeypatch):
    extraction, exercises = endless
    clock = Clock()
    monkeypatch.setattr(marking, "time", clock)
    monkeypatch.setattr(time_budget, "time", clock)
    return marking.Marker(extraction, exercises, 1, lambda: SlowWorker(clock), end).mark(), clock.now


def test_slow_ones_that_end_leave_a_little_to_the_others(endless, monkeypatch):
    results, used = _slowly(endless, 37.0, monkeypatch)
    assert {item["status"] for item in results} == {"wrong"}
    assert used <= 37.0 + time_budget.SHORT


def test_what_is_not_run_in_time_costs_itself_only(endless, monkeypatch):
    results, used = _slowly(endless, 5.0, monkeypatch)
    assert used <= 5.0 + time_budget.SHORT
    assert [item["status"] for item in results] == ["wrong"] * 2 + ["timeout"] * (len(results) - 2)
    assert {item["message"] for item in results if item["status"] == "timeout"} == {marking.NOT_RUN}


def test_who_is_told_of_other_exercises():
    assert TimeBudget(10.0).sentence(3.0).endswith("Is there a loop that never ends?")
    late = TimeBudget(10.0, end=time.monotonic() + 3.0)
    assert "had used up nearly all of its time" in late.sentence(late.next_limit(later=1))


def test_comparing_for_ever_costs_the_limit_once_and_then_a_little(monkeypatch):
    limits = []

    @contextlib.contextmanager
    def never(seconds):
        limits.append(seconds)
        yield
        raise TimeLimit

    monkeypatch.setattr(time_budget, "time_limit", never)
    budget = TimeBudget(20.0)
    for _ in range(3):
        with pytest.raises(TooLong), budget.comparing():
            pass
    assert limits == [10.0, 1.0, 1.0]
    assert time_budget.LEAST == 5.0
    with pytest.raises(TooLong), TimeBudget(0.5).comparing():
        pass
    assert limits[-1] == 5.0


def test_what_takes_too_long_to_diagnose_is_compared_all_the_same(monkeypatch):
    exercise, diagnosing = find("neuron.relu"), judging.verdict_on

    def slow(*arguments, diagnosed, **options):
        if diagnosed:
            raise TooLong
        return diagnosing(*arguments, diagnosed=diagnosed, **options)

    monkeypatch.setattr(judging, "verdict_on", slow)
    oracle = judging.oracle_of(exercise.id, judging.VISIBLE)
    answers = [{"value": 7.0} for _ in oracle.cases]
    options = {"source": Source(), "lines": ()}
    verdict = judging.judge(exercise, Verdict(exercise.id, Status.MISSING), answers, TimeBudget(10.0), **options)
    assert verdict.status == Status.WRONG
    assert verdict.diagnosis == ""
    monkeypatch.setattr(judging, "verdict_on", lambda *arguments, **options: slow(*arguments, diagnosed=True))
    verdict = judging.judge(exercise, Verdict(exercise.id, Status.MISSING), answers, TimeBudget(10.0), **options)
    assert (verdict.status, verdict.message) == (Status.ERROR, "What came back could not be compared.")


def test_slow_answers_that_end_by_themselves_keep_their_time(endless, monkeypatch):
    task = {"lesson": "neuron", "timeout": 10.0}
    end = submission.seconds_for(task) - submission.RESERVE
    results, used = _slowly(endless, end, monkeypatch)
    assert {item["status"] for item in results} == {"wrong"}
    own = sum(
        10.0 if find(item["exercise"]).seconds is None else find(item["exercise"]).graded_seconds for item in results
    )
    assert used > 0.9 * own
