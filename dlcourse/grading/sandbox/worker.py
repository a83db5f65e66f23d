"""What runs inside the sandbox: it gets inputs and gives back outputs, and knows nothing else.

Two kinds of processes. The **supervisor** has NumPy loaded. For each exercise it forks a **runner**. It never looks at
what that one is sent, and what that one writes goes from pipe to pipe without passing through its memory: so nothing
of one exercise is there for the next to find. The runner reads the request itself, gives up what it could do harm
with, runs the student's statements and then the cases, and is killed with everything it may have left behind before
the next one starts. Where it has touched the scratch folder, there is no next one: a new sandbox is cleaner than one
that was wiped.
"""

import array
import contextlib
import ctypes
import fcntl
import json
import os
import select
import signal
import struct
import sys
import termios
import time

from dlcourse.grading.sandbox.runner import be_runner

PR_SET_DUMPABLE = 4
OUTPUT_BYTES = 64_000_000  # of one exercise
SCRATCH = "/tmp"


def supervise(seconds, contained):
    """Serve requests from descriptor 0 until it is closed.

    For each request pieces of what the runner writes go to descriptor 1, each after its length, then a length of 0
    and, after its length, the text of a JSON object that says how it ended.

    Parameters
    ----------
    seconds : float
        Wall-clock limit of one exercise.
    contained : bool
        Whether this process is the first of a process namespace of its own, and may kill all others in it.
    """
    # The runner has the same user id. This keeps it out of our memory and descriptors in /proc.
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    # Without a handler the first process of a namespace is deaf to all signals from inside.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    clean = _scratch_state(contained)
    while _request_waits():
        ending = _serve_one(seconds, contained)
        ending["spent"] = _scratch_state(contained) != clean
        trailer = json.dumps(ending).encode()
        _write_all(1, struct.pack("<QQ", 0, len(trailer)) + trailer)
        if ending["spent"]:
            break


def _scratch_state(contained):
    """Changes with whatever is done to the folder: nobody can set this time."""
    return os.stat(SCRATCH).st_ctime_ns if contained else 0


def _request_waits():
    """Wait until there is something to read, without reading it; False at the end."""
    poll = select.poll()
    poll.register(0, select.POLLIN | select.POLLHUP)
    return any(event & select.POLLIN for _, event in poll.poll())


def _serve_one(seconds, contained):
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        be_runner(writing, seconds)
    os.close(writing)
    how = _pass_on(reading, seconds)
    os.close(reading)
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1 if contained else pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    while contained:  # as the first process we inherit orphans
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    return {"how": how, "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}


def _pass_on(reading, seconds):
    """Pass on what the runner writes, and say how that ended: "done" (it closed the pipe), "timeout" or "flood"."""
    size, deadline = 0, time.monotonic() + seconds
    poll = select.poll()
    poll.register(reading, select.POLLIN | select.POLLHUP)
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(1000 * left):
            return "timeout"
        waiting = array.array("i", [0])
        fcntl.ioctl(reading, termios.FIONREAD, waiting)
        if not waiting[0]:
            return "done"
        size += waiting[0]
        if size > OUTPUT_BYTES:
            return "flood"
        _write_all(1, struct.pack("<Q", waiting[0]))
        _move(reading, 1, waiting[0])


def _move(reading, writing, count):
    while count:
        if hasattr(os, "splice"):
            count -= os.splice(reading, writing, count)
        else:  # not Linux: there is no sandbox either
            data = os.read(reading, count)
            _write_all(writing, data)
            count -= len(data)


def _write_all(descriptor, data):
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


if __name__ == "__main__":
    supervise(float(sys.argv[1]), contained=os.getpid() == 1)
