"""Parts of a batch on threads: what they give, and what is as before when they have ended."""

import functools
import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from dlcourse.nn.training import threads
from dlcourse.notebook import kernel


@pytest.fixture(autouse=True)
def two_threads():
    """Whatever the machine has, and whatever ran before."""
    with threadpool_limits(2, user_api="blas"):
        yield


def number_of_threads():
    return max(library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas")


def test_results_come_in_the_order_of_the_parts():
    meet = threading.Barrier(2, timeout=60)  # passed only if two threads are at work

    def work(part):
        if part < 2:
            meet.wait()
        return part, threading.get_ident(), number_of_threads()

    found = threads.in_parts(work, range(7))
    assert [part for part, _, _ in found] == list(range(7))
    assert len({thread for _, thread, _ in found}) == 2
    assert {number for _, _, number in found} == {1}, "each thread's products take one thread"
    assert number_of_threads() == 2


def test_whoever_limits_products_to_one_thread_has_one():
    with threadpool_limits(1, user_api="blas"):
        found = threads.in_parts(lambda part: threading.get_ident(), range(4))
    assert set(found) == {threading.get_ident()}


def test_where_no_thread_can_be_started_all_parts_are_done_here(monkeypatch):
    def start(_thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    monkeypatch.setattr(threads, "_helpers", functools.cache(threads._helpers.__wrapped__))
    found = threads.in_parts(lambda part: (part, threading.get_ident()), range(5))
    assert found == [(part, threading.get_ident()) for part in range(5)]


def test_notebooks_have_one(monkeypatch):
    for name in kernel.THREADS:
        monkeypatch.delenv(name, raising=False)
    kernel.limit_threads()
    assert set(threads.in_parts(lambda part: threading.get_ident(), range(4))) == {threading.get_ident()}


def test_a_part_may_be_divided_again():
    def work(part):
        return sum(threads.in_parts(lambda number: number + part, range(3)))

    assert threads.in_parts(work, range(5)) == [3, 6, 9, 12, 15]


def test_an_error_in_a_thread_that_helps_leaves_later_parts_too():
    here, meet, begun = threading.get_ident(), threading.Barrier(2, timeout=60), []

    def work(part):
        begun.append(part)
        if part < 2:
            meet.wait()
        if threading.get_ident() != here:
            raise FloatingPointError("in the other thread")
        time.sleep(0.001)

    with pytest.raises(FloatingPointError, match="in the other thread"):
        threads.in_parts(work, range(1000))
    assert len(begun) < 1000


@pytest.mark.parametrize("wrong", [0, 3])
def test_an_error_is_raised_and_later_parts_are_left(wrong):
    begun = []

    def work(part):
        begun.append(part)
        if part == wrong:
            raise FloatingPointError(f"part {part}")
        return np.ones(100) @ np.ones(100)

    with pytest.raises(FloatingPointError, match=f"part {wrong}"):
        threads.in_parts(work, range(1000))
    assert len(begun) < 1000
    assert number_of_threads() == 2
    assert threads.in_parts(abs, [-1, -2, -3]) == [1, 2, 3]


def test_errors_of_numbers_are_handled_as_the_caller_wants():
    def work(part):
        return np.float64(part) / 0

    with np.errstate(divide="ignore"):
        assert threads.in_parts(work, [1, 2, 3]) == [np.inf] * 3
    with np.errstate(divide="raise"), pytest.raises(FloatingPointError):
        threads.in_parts(work, [1, 2, 3])


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="this system has no such signals")
def test_an_interrupt_waits_for_the_threads_that_help():
    """And then all is as before: else products would have one thread for good."""
    main, ended = threading.get_ident(), threading.Event()

    def work(part):
        if threading.get_ident() != main:
            time.sleep(0.3)
            signal.pthread_kill(main, signal.SIGINT)  # which has no part left and waits
            time.sleep(0.3)
            ended.set()
        time.sleep(0.1)

    with pytest.raises(KeyboardInterrupt):
        threads.in_parts(work, range(2))
    assert ended.is_set()
    assert number_of_threads() == 2
    assert threads.in_parts(abs, [-1, -2, -3]) == [1, 2, 3]


LATE = """
import threading, time
from threadpoolctl import threadpool_limits
from dlcourse.nn.training.threads import in_parts
threadpool_limits(2, user_api="blas")
def train():
    threading.main_thread().join()
    time.sleep(0.1)
    print(in_parts(abs, [-1, -2, -3]))
threading.Thread(target=train).start()
"""


def test_a_thread_may_train_on_when_the_main_thread_has_ended():
    found = subprocess.run([sys.executable, "-W", "ignore", "-c", LATE], capture_output=True, text=True, timeout=60)
    assert found.stdout == "[1, 2, 3]\n", found.stderr


FORK = """
import os
from threadpoolctl import threadpool_limits
from dlcourse.nn.training.threads import in_parts
with threadpool_limits(2, user_api="blas"):
    in_parts(abs, [-1, -2])
    child = os.fork()
    if not child:
        os._exit(in_parts(abs, [-1, -2, -3]) != [1, 2, 3])
    raise SystemExit(os.waitpid(child, 0)[1])
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_makes_threads_of_its_own():
    subprocess.run([sys.executable, "-W", "ignore", "-c", FORK], check=True, timeout=60)
