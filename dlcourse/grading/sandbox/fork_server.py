"""What runs in a warm sandbox: a fork server, and for each submission a new set of namespaces.

Three kinds of processes. The **fork server** has the interpreter, NumPy and the engine loaded. For each submission it
is handed descriptors, forks, and forgets them: it never reads what is in them, so nothing of a submission is ever in
its memory. The **guard**, its child, leaves the server's user, mount, process, network, message and host name
namespaces for new ones of its own and watches over what it starts in them; it dies when the grader hangs up, and what
it started with it. The **supervisor** is the first process of the new process namespace and `worker.supervise` from
there on: it sees a scratch folder of its own, no /proc, and no process but its own children.

The grader passes the text of this module to the interpreter in the sandbox, where it finds the engine's modules.

References: user_namespaces(7), pid_namespaces(7), mount(2), capabilities(7), capset(2).
"""

import contextlib
import ctypes
import gc
import os
import select
import signal
import socket
import sys

from dlcourse.grading.sandbox import worker

NEW_NAMESPACES = 0x00020000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000  # NS UTS IPC USER PID NET
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 1 << 14, 1 << 18
PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 4, 24, 47, 4
CAPABILITY_VERSION = 0x20080522
SCRATCH_BYTES, SCRATCH_FILES = 16_777_216, 1_000
READY = b"+"

library = ctypes.CDLL(None, use_errno=True)


def be_server(seconds, memory):
    """Start a supervisor for each set of descriptors that comes over descriptor 0, until that is closed.

    Parameters
    ----------
    seconds : float
        Wall-clock limit of one exercise.
    memory : int
        Bytes of address space of a runner.
    """
    _call("prctl", PR_SET_DUMPABLE, 0, 0, 0, 0)
    _warm_up()
    with socket.socket(fileno=os.dup(0)) as grader:
        while True:
            message, descriptors, _, _ = socket.recv_fds(grader, 1, 3, socket.MSG_CMSG_CLOEXEC)
            if not message:
                return
            with contextlib.suppress(OSError):  # no memory for one more: the grader sees that nobody is there
                if len(descriptors) == 3 and os.fork() == 0:
                    _be_guard(seconds, memory, *descriptors)
            for descriptor in descriptors:
                os.close(descriptor)
            _reap()


def _warm_up():
    """Load what every runner would load for itself."""
    import numpy as np

    from dlcourse.checking.runtime.plain import decode, encode

    decode(encode([np.zeros(1), 1.5, "text", None]))
    np.random.default_rng(0)
    gc.collect()
    gc.freeze()  # a collection in a child would touch, and so copy, all of our memory


def _reap():
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _be_guard(seconds, memory, requests, answers, line):
    """Start the supervisor and wait until it ends or the grader hangs up: never returns."""
    try:
        _leave()
        pid = os.fork()
        if pid == 0:
            _be_supervisor(seconds, memory, requests, answers, line)
        _keep_only(line)
        ended = os.pidfd_open(pid)
        select.select([0, ended], [], [])
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)  # comes back when the last process of the namespace is gone
    finally:
        os._exit(0)


def _leave():
    """Exchange the server's namespaces for new ones; the next child is the first process of the new ones."""
    user, group = os.getuid(), os.getgid()
    _call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)  # else these files are root's
    _call("unshare", NEW_NAMESPACES)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        descriptor = os.open(f"/proc/self/{name}", os.O_WRONLY | os.O_CLOEXEC)
        os.write(descriptor, text.encode())
        os.close(descriptor)
    _call("prctl", PR_SET_DUMPABLE, 0, 0, 0, 0)


def _be_supervisor(seconds, memory, requests, answers, line):
    try:
        _furnish()
        _give_up_rights()
        os.setsid()
        os.write(line, READY)
        _keep_only(requests, answers)
        worker.supervise(seconds, True, memory)
    finally:
        os._exit(0)


def _furnish():
    """Empty file systems of its own where the server's would show."""
    _call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)
    flags = MS_NOSUID | MS_NODEV
    _call(
        "mount",
        b"tmpfs",
        b"/tmp",
        b"tmpfs",
        flags,
        f"size={SCRATCH_BYTES},nr_inodes={SCRATCH_FILES},mode=0755".encode(),
    )
    _call("mount", b"tmpfs", b"/proc", b"tmpfs", flags | MS_NOEXEC | MS_RDONLY, b"size=4096,mode=0555")
    os.chdir("/tmp")  # until here the current folder is the server's


def _give_up_rights():
    """Drop all capabilities, in all sets, for good."""
    _call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    capability = 0
    while library.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    header, nothing = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)()
    _call("capset", header, nothing)


def _keep_only(*descriptors):
    """Give these descriptors the numbers from 0, fill up to 2 with nothing, and close all others."""
    first = max(descriptors, default=0) + 3
    high = [os.open(os.devnull, os.O_RDWR), *descriptors]
    for number, descriptor in enumerate(high):
        os.dup2(descriptor, first + number)
    nothing, *kept = range(first, first + len(high))
    for number in range(3):
        os.dup2(kept[number] if number < len(kept) else nothing, number)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))


def _call(name, *arguments):
    if getattr(library, name)(*arguments):
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


if __name__ == "__main__":
    be_server(float(sys.argv[1]), int(sys.argv[2]))
