"""Processes that work on tasks, of which any may die or be killed without taking more than its own task along.

Whatever touches bytes of a submission runs here, under limits of time and memory. The standard pools give up as a
whole when a process dies, leave processes behind when the program itself is killed, and cannot be started from the
workers of a cluster. Here each process has one task at a time, on a pipe of its own, and ends when its parent does.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

from dlcourse.grading.errors import GradingError
from dlcourse.grading.sandbox.trouble import shortage

MOST_DEAD = 8  # processes in a row, before the first outcome: that is no task's fault
DATA_BYTES = 800_000_000  # of memory of its own, for each process: with what it shares it stays below 1 GB
SPACE_BYTES = 4_000_000_000  # of address space, for systems that do not count the former
START = """
import sys
from multiprocessing.connection import Connection
connection = Connection(int(sys.argv[1]))
sys.path[:] = connection.recv()
from dlcourse.grading.processes import pool
pool.serve(connection, int(sys.argv[2]))
"""

_here = None  # in a process of a pool: its end of the pipe


@dataclass(frozen=True)
class Gone:
    """The process of a task is gone, or had to be given up.

    Parameters
    ----------
    step : str
        What it had announced last, "" for nothing.
    overdue : bool
        It took too long, and was killed.
    memory : bool
        It wanted more memory than it may have.
    """

    step: str = ""
    overdue: bool = False
    memory: bool = False


class Pool:
    """Processes for tasks of any kind; a process is started when it is needed, and stays for later tasks.

    Parameters
    ----------
    jobs : int
        How many at most.
    """

    def __init__(self, jobs):
        self.jobs, self.free = jobs, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """End all processes."""
        while self.free:
            self.free.pop().end()

    def run(self, function, tasks, seconds):
        """Call a function on tasks.

        A task whose process died is tried once more, alone, after the others.

        Parameters
        ----------
        function : function
            Picklable, as are tasks and what it gives back.
        tasks : iterable of (tag, task)
            Taken one by one, as processes become free.
        seconds : function
            `seconds(task)`, after which its process is killed. `step` can make that earlier.

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
        for tag, task, outcome in self._round(function, tasks, seconds, self.jobs):
            if isinstance(outcome, Gone) and not (outcome.overdue or outcome.memory):
                again.append((tag, task))
                if not works and len(again) == MOST_DEAD:
                    raise GradingError(
                        "The processes that grade end before they have graded anything: is memory short?"
                    )
            else:
                works = True
                yield tag, outcome
        for tag, _, outcome in self._round(function, again, seconds, 1):
            yield tag, outcome

    def _round(self, function, tasks, seconds, jobs):
        waiting, busy = iter(tasks), {}
        try:
            while True:
                while len(busy) < jobs:
                    item = next(waiting, None)
                    if item is None:
                        break
                    process = self.free.pop() if self.free else _started()
                    process.give(function, *item, seconds(item[1]))
                    busy[process.connection] = process
                if not busy:
                    return
                yield from self._ended(busy)
        finally:
            for process in busy.values():
                process.end()

    def _ended(self, busy):
        """Wait until at least one process has something to say, or is overdue."""
        deadline = min(process.deadline for process in busy.values())
        ready = wait(list(busy), max(0.0, deadline - time.monotonic()))
        overdue = [connection for connection in busy if busy[connection].deadline <= time.monotonic()]
        for connection in dict.fromkeys([*ready, *overdue]):
            process = busy[connection]
            outcome = process.take() if connection in ready else None
            if outcome is None and process.deadline > time.monotonic():
                continue  # it has announced its next step
            outcome = outcome or Gone(process.step, overdue=True)
            del busy[connection]
            if isinstance(outcome, Gone):
                process.end()
                yield process.tag, process.task, outcome
            else:
                self.free.append(process)
                yield process.tag, process.task, outcome[0]


class _Process:
    def __init__(self):
        ours, theirs = socket.socketpair()
        with contextlib.ExitStack() as undone:  # unless it starts
            undone.callback(ours.close)
            with theirs:
                self.process, self.lifeline = _process_on(theirs.fileno())
            undone.pop_all()
        self.connection = Connection(ours.detach())
        with contextlib.suppress(OSError):  # it is dead already: reading will tell
            self.connection.send(sys.path)

    def give(self, function, tag, task, seconds):
        self.tag, self.task, self.step = tag, task, ""
        self.last = self.deadline = time.monotonic() + seconds
        with contextlib.suppress(OSError):
            self.connection.send((function, task))

    def take(self):
        """The outcome, in a tuple of one; or a Gone; or None if it has only announced its next step."""
        try:
            kind, content = self.connection.recv()
        except (EOFError, OSError):
            return Gone(self.step)
        if kind == "outcome":
            return (content,)
        if kind == "memory":
            return Gone(self.step, memory=True)
        self.step, seconds = content
        self.deadline = min(self.last, time.monotonic() + seconds)
        return None

    def end(self):
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.connection.close()
        os.close(self.lifeline)


def _started():
    """A new process.

    Raises
    ------
    GradingError
        If the machine lacks what it needs.
    """
    try:
        return _Process()
    except OSError as error:
        lack = shortage(error) or GradingError(f"No process can be started for grading ({error.strerror or error}).")
        raise lack from None


def _process_on(connection):
    """(a process that serves on a descriptor, our end of its lifeline: when we close that, or are killed, it ends)."""
    reading, lifeline = os.pipe()
    numbers = connection, reading
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", START, *map(str, numbers)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=numbers,
            process_group=0,  # Ctrl-C is our business; and what it has started can be killed with it
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
        )  # fmt: skip
    except OSError:
        os.close(lifeline)
        raise
    finally:
        os.close(reading)
    return process, lifeline


def step(name, seconds):
    """In a process of a pool: say what comes next, and how long that may take; elsewhere nothing.

    Parameters
    ----------
    name : str
    seconds : float
        After which the process is killed; with infinity the limit of the whole task holds alone.
    """
    if _here is not None:
        _here.send(("step", (name, seconds)))


def serve(connection, lifeline):
    """What a process does: functions and tasks in, outcomes out, until its parent ends it or dies."""
    global _here
    _here = connection
    threading.Thread(target=_follow, args=(lifeline,), daemon=True).start()
    _limit()
    # The validator of notebooks would build a parser of web addresses, which takes a second and is not used here.
    sys.modules.setdefault("rfc3987_syntax", None)
    with contextlib.suppress(EOFError, OSError):
        while True:
            function, task = connection.recv()
            try:
                answer = "outcome", function(task)
            except MemoryError:
                answer = "memory", None
            connection.send(answer)


def _limit():
    with contextlib.suppress(ImportError):
        import resource

        for kind, most in ((resource.RLIMIT_DATA, DATA_BYTES), (resource.RLIMIT_AS, SPACE_BYTES)):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _follow(lifeline):
    os.read(lifeline, 1)
    os.killpg(0, signal.SIGKILL)
