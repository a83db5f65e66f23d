"""What happens when an answer is run: time, errors, prints, warnings, state."""

import functools
import gc
import inspect
import signal
import sys
import threading
import time
import warnings

import learners
import numpy as np
import pytest

from dlcourse.checking.check import check
from dlcourse.checking.runtime.plain import FunctionName, Seed
from dlcourse.checking.runtime.run import TimeLimit, code_of, run, thaw, time_limit
from dlcourse.checking.show import show_call

ARGUMENTS = {"X": np.ones((1, 2)), "b": np.ones(2), "factor": 2.0}
POSITIONAL = ["X", "b"]


def outcome_of(function):
    return run(function, ARGUMENTS, POSITIONAL)


def line_of(function, text):
    lines, first = inspect.getsourcelines(function)
    return first + next(index for index, line in enumerate(lines) if text in line)


@pytest.mark.slow
@pytest.mark.parametrize("function", [learners.endless, learners.endless_with_bare_except, learners.sleeps])
def test_stops_whatever_does_not_end(function):
    began = time.monotonic()
    verdict = check(learners.SCALE, function, time_limit=0.2)
    assert time.monotonic() - began < 3
    assert verdict.status == "timeout"
    assert "Stopped after 0.2 seconds" in verdict.message
    first = line_of(function, "def ")
    assert first < verdict.line <= first + 6
    assert verdict.call.startswith("scale(np.array(")
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
    assert sys.gettrace() is None or "coverage" in repr(sys.gettrace())


def test_the_line_of_an_endless_loop_is_right():
    verdict = check(learners.SCALE, learners.endless, time_limit=0.2)
    assert verdict.line in (line_of(learners.endless, "while"), line_of(learners.endless, "pass"))
    assert verdict.code in ("while True:", "pass")


def test_stops_in_another_thread():
    found = []

    def work():
        found.append(check(learners.SCALE, learners.endless, time_limit=0.2))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(5)
    assert found[0].status == "timeout"


def test_a_generator_that_never_ends_is_stopped():
    def slow(X, b, *, factor):
        while True:
            pass
        yield 1

    assert check(learners.SCALE, slow, time_limit=0.2).status == "timeout"


def test_a_limit_that_falls_into_a_garbage_collection_waits():
    """What a callback of the collector raises is lost, and Python reports it: here that would be an error."""

    def slow_callback(_phase, _info):
        until = time.monotonic() + 0.15
        while time.monotonic() < until:
            time.sleep(0.001)

    def slow():
        with time_limit(0.05):
            gc.collect()  # its callbacks are longer than the limit
            while time.monotonic() < begun + 30:
                pass

    begun = time.monotonic()
    gc.callbacks.append(slow_callback)
    try:
        with pytest.raises(TimeLimit):
            slow()
    finally:
        gc.callbacks.remove(slow_callback)
    assert time.monotonic() - begun < 15


def test_another_alarm_goes_on():
    rung = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with time_limit(5):
            pass
        time.sleep(0.3)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert rung == [1]


def test_a_quick_answer_is_not_stopped():
    with time_limit(0.05):
        pass
    time.sleep(0.1)


def test_time_limit_is_no_exception_that_a_learner_catches():
    assert not issubclass(TimeLimit, Exception)


def test_error_and_its_line():
    failure = outcome_of(learners.raises).failure
    assert failure.type == "ValueError"
    assert failure.line == line_of(learners.raises, "the line of the error")
    assert failure.code.startswith("return Y.reshape(7, 7)")
    assert failure.function == "raises"


def test_error_below_a_decorator_or_partial():
    @functools.wraps(learners.raises)
    def wrapper(*values, **named):
        return learners.raises(*values, **named)

    for function in (wrapper, functools.partial(learners.raises)):
        assert code_of(function) is learners.raises.__code__
        assert outcome_of(function).failure.line == line_of(learners.raises, "the line of the error")
    assert code_of(np.vectorize(learners.raises)) is learners.raises.__code__
    assert code_of(np.maximum) is None


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (learners.raises_unprintable, "Unprintable"),
        (learners.raises_rude, "Rude"),
        (learners.exits, "SystemExit"),
        (learners.recurses, "RecursionError"),
    ],
)
def test_every_error_is_an_outcome(function, kind):
    assert outcome_of(function).failure.type == kind


def test_the_learners_own_stop_button_works():
    def stopped(X, b, *, factor):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outcome_of(stopped)


def test_floods_of_print_are_cut(capsys):
    outcome = outcome_of(learners.prints_much)
    assert outcome.cut
    assert len(outcome.printed) == 10_000
    assert not outcome.failure
    assert capsys.readouterr() == ("", "")


def test_closed_output_does_no_harm():
    outcome = outcome_of(learners.closes_output)
    assert outcome.printed == "before\n"
    assert not outcome.failure


def test_warnings_are_kept_away_from_the_page():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        outcome = outcome_of(learners.warns)
    assert not outcome.failure
    assert outcome.warnings == ()


@pytest.mark.parametrize(
    ("calculate", "word"),
    [
        (lambda: np.exp(np.array(1000.0)), "overflow"),
        (lambda: np.array(1.0) / 0, "divide"),
        (lambda: np.sqrt(np.array(-1.0)), "invalid"),
    ],
)
def test_numeric_warnings_are_noted(calculate, word):
    def noisy(X, b, *, factor):
        calculate()
        return X

    with np.errstate(all="ignore"):  # as some notebooks set it
        outcome = outcome_of(noisy)
    assert len(outcome.warnings) == 1
    assert outcome.warnings[0].startswith(word)


def test_settings_of_numpy_are_given_back():
    before = np.geterr()
    outcome_of(learners.sets_numpy)
    assert np.geterr() == before


def test_hostile_things_left_in_an_argument():
    class Bomb:
        def __iter__(self):
            return self

        def __next__(self):
            raise SystemExit

    def leaves_a_bomb(items):
        items.append(Bomb())
        items.append(iter(Bomb()))
        items.append(x for x in Bomb())
        return 1

    outcome = run(leaves_a_bomb, {"items": [1]}, ["items"])
    assert outcome.value == 1
    assert outcome.arguments["items"] != [1]


def test_seeds_and_functions_become_what_they_stand_for():
    assert thaw(Seed(3)).random() == np.random.default_rng(3).random()
    assert thaw([FunctionName("square")])[0](3) == 9
    with pytest.raises(LookupError, match="square"):
        thaw(FunctionName("cube"))


def test_arguments_are_fresh_for_every_call():
    array = np.zeros(2)

    def change(x):
        x += 1
        return x

    assert run(change, {"x": array}, ["x"]).arguments["x"].tolist() == [1, 1]
    assert array.tolist() == [0, 0]


def test_stub_and_unfinished_answers():
    assert outcome_of(learners.not_written).failure.unfinished
    assert outcome_of(learners.begun).failure.unfinished

    def helper_not_written(X, b, *, factor):
        return learners.not_written(X, b, factor=factor)

    assert not outcome_of(helper_not_written).failure.unfinished


def test_what_comes_after_an_argument_that_is_left_out_goes_by_name():
    def affine(x, scale=1.0, shift=0.0):
        return scale * x + shift

    outcome = run(affine, {"x": 2.0, "shift": 5.0}, ["x", "scale", "shift"])
    assert outcome.value == 7.0
    assert outcome.arguments == {"x": 2.0, "shift": 5.0}
    assert show_call("affine", {"x": 2.0, "shift": 5.0}, ["x", "scale", "shift"]) == "affine(2.0, shift=5.0)"
