"""Workers from a sandbox that stays: as isolated from one another as sandboxes of their own, and several times faster.

Starting bubblewrap, the interpreter and NumPy takes most of the time that grading a submission takes. Here that is
done once for each process of the grader. For each submission the process inside forks, and the child moves into new
namespaces within the sandbox. Systems that forbid namespaces within namespaces get sandboxes of their own.
"""

import contextlib
import functools
import inspect
import itertools
import multiprocessing.util
import os
import select
import selectors
import socket
import subprocess
import threading

from dlcourse.grading.sandbox import fork_server, seccomp
from dlcourse.grading.sandbox.bwrap import SandboxError, command, identity
from dlcourse.grading.sandbox.client import Lost, Worker, limits
from dlcourse.grading.sandbox.trouble import shortage

PATIENCE = 10.0  # seconds until a worker must be ready


class WarmSandbox:
    """One sandbox, and from it a worker for each submission.

    Parameters
    ----------
    engine, seconds, packages
        As of `Worker`.
    """

    def __init__(self, engine, seconds=10.0, packages=()):
        self.engine, self.seconds, self.packages = engine, seconds, packages
        self.process = None
        self.lock = threading.Lock()

    def worker(self):
        """A new worker; from a sandbox started anew if the last one is gone.

        Raises
        ------
        SandboxError
            If none can be had.
        """
        for _ in range(2):
            with self.lock:
                if self.process is None:
                    self._start()
                line = self.line
            with contextlib.suppress(Lost):
                return WarmWorker(line, self.seconds)
            self.close()
        raise SandboxError("The warm sandbox does not work here.")

    def _start(self):
        try:
            self.line, other = socket.socketpair()
        except OSError as error:
            raise shortage(error) or error from None
        with other:
            try:
                self._start_process(other)
            except OSError as error:
                self.line.close()
                raise shortage(error) or error from None

    def _start_process(self, other):
        start = [*nested(command(self.engine, self.packages)), "-S", "-P", "-c", inspect.getsource(fork_server)]
        self.process = subprocess.Popen(
            [*start, *limits(self.seconds, self.packages)],
            stdin=other, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={}, cwd="/", **identity()
        )  # fmt: skip

    def close(self):
        """End the sandbox and all workers in it."""
        with self.lock:
            if self.process is not None:
                self.line.close()  # asks it to end
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(1)
                self.process.kill()
                self.process.wait()
                self.process = None


class WarmWorker(Worker):
    """A worker that a WarmSandbox made.

    Parameters
    ----------
    sandbox : socket
        To the process inside.
    seconds : float

    Raises
    ------
    Lost
        If nobody answers.
    Shortage
        If the machine lacks what it needs.
    """

    def __init__(self, sandbox, seconds):
        self.seconds, self.spent = seconds, False
        (requests, ours), (theirs, answers), (self.line, line) = _connections()
        try:
            socket.send_fds(sandbox, [b"!"], [requests, answers, line.fileno()])
        except OSError:
            pass  # told below: nobody is ready
        finally:
            os.close(requests)
            os.close(answers)
            line.close()
        self.process = _Ends(os.fdopen(ours, "wb"), os.fdopen(theirs, "rb", buffering=0))
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)
        ready, _, _ = select.select([self.line], [], [], PATIENCE)
        if not ready or self._hear() != fork_server.READY:
            self.close()
            raise Lost("the warm sandbox does not answer")

    def _hear(self):
        try:
            return self.line.recv(1)
        except OSError:
            return b""

    def close(self):
        """End the worker and all that may still run in its namespaces, and wait until it is so."""
        self.selector.close()
        with contextlib.suppress(OSError):
            self.line.shutdown(socket.SHUT_WR)
            self.line.settimeout(PATIENCE)
            while self.line.recv(1):
                pass
        self.line.close()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                stream.close()


def _connections():
    """Two pipes and a pair of sockets; none of them if there are not descriptors enough."""
    pipes = []
    try:
        pipes += [os.pipe(), os.pipe()]
        return *pipes, socket.socketpair()
    except OSError as error:
        for descriptor in itertools.chain(*pipes):
            os.close(descriptor)
        raise shortage(error) or error from None


class _Ends:
    """Our ends of a worker's pipes."""

    def __init__(self, stdin, stdout):
        self.stdin, self.stdout = stdin, stdout


def nested(arguments):
    """The bwrap command of a sandbox of one submission, changed to one that holds namespaces of many.

    Raises
    ------
    SandboxError
        If the command is not as expected.
    """
    try:
        changed = [item for item in arguments if item != "--disable-userns"]
        scratch = changed.index("/tmp", changed.index("--tmpfs", changed.index("--size")))
    except ValueError:
        raise SandboxError("The sandbox is not made as expected.") from None
    # /proc is where the new namespaces are told their users; /tmp is covered in each of them.
    return [*changed[: scratch + 1], "--remount-ro", "/tmp", "--proc", "/proc", *changed[scratch + 1 :]]


@functools.cache
def worker_factory(engine, seconds=10.0, packages=()):
    """How this process makes workers: from a warm sandbox, where that works, else each in a new one.

    Parameters
    ----------
    engine, seconds, packages
        As of `Worker`; packages as a tuple.

    Returns
    -------
    function
        Without parameters; gives a new Worker.
    """
    fresh = functools.partial(Worker, engine, seconds, packages)
    if not seccomp.supported():
        return fresh
    sandbox = WarmSandbox(engine, seconds, packages)
    try:
        sandbox.worker().close()
    except (SandboxError, OSError):
        sandbox.close()
        return fresh
    multiprocessing.util.Finalize(sandbox, sandbox.close, exitpriority=2)

    def warm_or_fresh():
        try:
            return sandbox.worker()
        except SandboxError:
            return fresh()

    return warm_or_fresh
