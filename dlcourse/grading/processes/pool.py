"""Processes that work on tasks, of which any may die without taking more than its own task along.

The standard pools give up as a whole when a process dies, and leave processes behind when the program itself is
killed. Here each process has one task at a time, on a pipe of its own, and ends when its parent does.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing.connection import wait

from dlcourse.grading.errors import GradingError

MOST_DEAD = 8  # processes in a row, before the first outcome: that is no task's fault
MEMORY_BYTES = 6_000_000_000  # of address space, for each process: rather its own error than the machine's


def run(tasks, function, jobs, seconds):
    """Call a function on tasks, in processes.

    A task whose process died is tried once more, alone, after the others.

    Parameters
    ----------
    tasks : iterable of (tag, task)
        Taken one by one, as processes become free.
    function : function
        Picklable, as are tasks and what it gives back.
    jobs : int
    seconds : function
        `seconds(task)`, after which a process is given up.

    Yields
    ------
    tuple (tag, outcome)
        As they end. The outcome is what the function gave back, or a Gone.

    Raises
    ------
    GradingError
        If no process works at all.
    """
    again, works = [], False
    for tag, task, outcome in _round(tasks, function, jobs, seconds):
        if isinstance(outcome, Gone):
            again.append((tag, task))
            if not works and not outcome.overdue and len(again) == MOST_DEAD:
                raise GradingError("The processes that grade end before they have graded anything: is memory short?")
        else:
            works = True
            yield tag, outcome
    for item in again:
        for tag, _, outcome in _round([item], function, 1, seconds):
            yield tag, outcome


class Gone:
    """The process of a task is gone: of itself, or (`overdue`) because it took too long."""

    def __init__(self, overdue):
        self.overdue = overdue


def _round(tasks, function, jobs, seconds):
    waiting, free, busy = iter(tasks), [], {}
    try:
        while True:
            while len(busy) < jobs:
                item = next(waiting, None)
                if item is None:
                    break
                process = free.pop() if free else _Process(function)
                process.give(*item, seconds(item[1]))
                busy[process.connection] = process
            if not busy:
                return
            yield from _ended(busy, free)
    finally:
        for process in [*free, *busy.values()]:
            process.end()


def _ended(busy, free):
    """Wait until at least one process has something to say, or is overdue."""
    deadline = min(process.deadline for process in busy.values())
    ready = wait(list(busy), max(0.0, deadline - time.monotonic()))
    overdue = [connection for connection in busy if busy[connection].deadline <= time.monotonic()]
    for connection in {*ready, *overdue}:
        process = busy.pop(connection)
        try:
            outcome = process.take() if connection in ready else Gone(overdue=True)
        except (EOFError, OSError):
            outcome = Gone(overdue=False)
        if isinstance(outcome, Gone):
            process.end()
        else:
            free.append(process)
        yield process.tag, process.task, outcome


class _Process:
    def __init__(self, function):
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other,), daemon=True)
        self.process.start()
        other.close()
        with contextlib.suppress(OSError):
            self.connection.send(function)

    def give(self, tag, task, seconds):
        self.tag, self.task, self.deadline = tag, task, time.monotonic() + seconds
        with contextlib.suppress(OSError):  # it is dead already: reading will tell
            self.connection.send(task)

    def take(self):
        return self.connection.recv()

    def end(self):
        self.process.kill()
        self.process.join()
        self.process.close()
        self.connection.close()


def _serve(connection):
    """What a process does: a function and tasks in, outcomes out, until its parent ends it or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    threading.Thread(target=_follow_parent, daemon=True).start()
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, hard))
    # The validator of notebooks would build a parser of web addresses, which takes a second and is not used here.
    sys.modules.setdefault("rfc3987_syntax", None)
    with contextlib.suppress(EOFError, OSError):
        function = connection.recv()
        while True:
            connection.send(function(connection.recv()))


def _follow_parent():
    multiprocessing.parent_process().join()
    os._exit(1)
