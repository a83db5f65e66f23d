"""What runs inside the sandbox: it gets inputs and gives back outputs, and knows nothing else.

Three kinds of processes. The **supervisor** has NumPy loaded. For each exercise it forks an **attendant** and waits
until that has ended: it sees nothing of what is asked and answered, so nothing of one exercise is in its memory, or in
the time that it has used, for the next to find. The attendant forks a **runner**, passes on what that one writes, from
pipe to pipe, and stops it at the limits. The runner reads the request itself, gives up what it could do harm with,
runs the student's statements and then the cases, and is killed with everything it may have left behind before the next
one starts. Where it has touched the scratch folder, or used up numbers of processes, there is no next one: a new
sandbox is cleaner than one that was wiped.
"""

import _thread
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
OUTPUT_BYTES = 32_000_000  # of one exercise
MAX_FILES = 2_000  # in the scratch folder; where the file system itself can be told a limit, it has a lower one
LOOK = 0.05  # seconds after which the number of files is looked at again
SCRATCH = "/tmp"


def supervise(seconds, contained, memory):
    """Serve requests from descriptor 0 until it is closed.

    For each request pieces of what the runner writes go to descriptor 1, each after its length, then a length of 0
    and, after its length, the text of a JSON object that says how it ended; at last one byte, which is 1 if no further
    request is served.

    Parameters
    ----------
    seconds : float
        Wall-clock limit of one exercise.
    contained : bool
        Whether this process is the first of a process namespace of its own, and may kill all others in it.
    memory : int
        Bytes of address space of a runner.
    """
    # The runner has the same user id. This keeps it out of our memory and descriptors in /proc.
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    # Without a handler the first process of a namespace is deaf to all signals from inside.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    clean = _scratch_state(contained)
    while _request_waits():
        pid = os.fork()
        if pid == 0:
            _attend(seconds, contained, memory)
        _, status = os.waitpid(pid, 0)
        if contained:
            _end_all()
        if status:
            return  # the grader sees that nobody answers
        # Numbers are given in turn: ours, the runner's. Whoever starts threads moves on all later ones.
        spent = contained and (_scratch_state(contained) != clean or _next_number() != pid + 2)
        os.write(1, b"\1" if spent else b"\0")
        if spent:
            return


def _scratch_state(contained):
    """Changes with whatever is done to the folder: nobody can set this time."""
    return os.stat(SCRATCH).st_ctime_ns if contained else 0


def _next_number():
    """The number that the next process or thread in this namespace would have had."""
    numbers, done = [], _thread.allocate_lock()
    done.acquire()

    def tell():
        numbers.append(_thread.get_native_id())
        done.release()

    _thread.start_new_thread(tell, ())
    done.acquire()
    return numbers[0]


def _end_all():
    """Kill what is left in the namespace, and wait for it: as the first process we inherit orphans."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


def _request_waits():
    """Wait until there is something to read, without reading it; False at the end."""
    poll = select.poll()
    poll.register(0, select.POLLIN | select.POLLHUP)
    return any(event & select.POLLIN for _, event in poll.poll())


def _attend(seconds, contained, memory):
    """Serve one request, and end: never returns."""
    failed = 1
    try:
        ending = _serve_one(seconds, contained, memory)
        trailer = json.dumps(ending).encode()
        _write_all(1, struct.pack("<QQ", 0, len(trailer)) + trailer)
        failed = 0
    finally:
        os._exit(failed)


def _serve_one(seconds, contained, memory):
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        be_runner(writing, seconds, memory)
    os.close(writing)
    how = _pass_on(reading, seconds, contained)
    os.close(reading)
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1 if contained else pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return {"how": how, "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}


def _pass_on(reading, seconds, contained):
    """Pass on what the runner writes, and say how that ended.

    "done" (it closed the pipe), "timeout", "flood" (of data), or "files" (too many of them).
    """
    size, deadline = 0, time.monotonic() + seconds
    poll = select.poll()
    poll.register(reading, select.POLLIN | select.POLLHUP)
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return "timeout"
        if contained and _too_many_files():
            return "files"
        if not poll.poll(1000 * min(left, LOOK)):
            continue
        waiting = array.array("i", [0])
        fcntl.ioctl(reading, termios.FIONREAD, waiting)
        if not waiting[0]:
            return "done"
        size += waiting[0]
        if size > OUTPUT_BYTES:
            return "flood"
        _write_all(1, struct.pack("<Q", waiting[0]))
        _move(reading, 1, waiting[0])


def _too_many_files():
    """Each takes about 1 kB of the kernel's memory, which no limit of a process counts."""
    state = os.statvfs(SCRATCH)
    return state.f_files - state.f_ffree > MAX_FILES


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
    supervise(float(sys.argv[1]), os.getpid() == 1, int(sys.argv[2]))
