"""A seccomp filter: what the student's process may no longer ask of the kernel.

The filter is a deny-list on top of the sandbox: no new processes (threads are fine), no programs, no sockets or pipes,
no looking into or signalling other processes, no namespaces or mounts, and nothing by which one exercise could leave
word for another, or one submission for the next: no locks, notices, messages, shared memory, rights or times of files,
and no questions about the page cache or the machine. It needs ctypes and the standard library only: a sandboxed worker
imports it.

References: seccomp(2), the layout of `struct seccomp_data` and of BPF instructions in linux/filter.h.
"""

import ctypes
import platform
import struct
from typing import NamedTuple

from dlcourse.grading.sandbox.calls import ARCHITECTURES, BY_ARGUMENT, FIRST_UNKNOWN, REFUSED

EPERM, EINVAL, ENOTTY, ENOSYS = 1, 22, 25, 38
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
LOAD, AND, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
ALL = 0xFFFFFFFF
CLONE_THREAD, MAP_SHARED, MAP_ANONYMOUS, FUTEX_PRIVATE = 0x00010000, 0x01, 0x20, 0x80
CLOCKS_OF_THE_FIRST = 0xFFFFFFF0  # how the clocks of process 1 are numbered, but for the last three bits


class Rule(NamedTuple):
    """Which values of an argument are allowed, or, with `refuses`, which are not.

    Parameters
    ----------
    argument : int
        Its place; its lower half counts.
    values : tuple of int
    mask : int
        The bits that are looked at.
    refuses : bool
    error : int
    """

    argument: int
    values: tuple
    mask: int = ALL
    refuses: bool = False
    error: int = EPERM


# Process 1 is the supervisor: how much time it has used says what it had to do for others.
_CLOCK = Rule(0, (CLOCKS_OF_THE_FIRST,), mask=0xFFFFFFF8, refuses=True, error=EINVAL)
RULES = {
    "clone": Rule(0, (CLONE_THREAD,), mask=CLONE_THREAD),
    "prlimit64": Rule(0, (0,)),  # 0 for this process, else the limits of another
    # Copies and flags of descriptors; not locks, leases, notices, seals and sizes of pipes.
    "fcntl": Rule(1, (0, 1, 2, 3, 4, 1030)),
    # Is it a terminal, of what size; how much waits; blocking; close on exec.
    "ioctl": Rule(1, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451), error=ENOTTY),
    # What concerns only this process's own memory: not the page cache, nor pages merged with those of others.
    "madvise": Rule(2, (0, 1, 2, 4, 8, 10, 11, 14, 15, 16, 17), error=EINVAL),
    # Memory that the limits do not count.
    "mmap": Rule(3, (MAP_SHARED | MAP_ANONYMOUS,), mask=MAP_SHARED | MAP_ANONYMOUS, refuses=True),
    # In files that all share, waking others would be a message. (The C library waits so for threads to end.)
    "futex": Rule(1, (0, 9, *range(FUTEX_PRIVATE, FUTEX_PRIVATE + 14)), mask=0xFF),
    **dict.fromkeys(("clock_gettime", "clock_getres", "clock_nanosleep", "timer_create"), _CLOCK),
}


def supported():
    """Whether there is a filter for this machine."""
    return platform.system() == "Linux" and platform.machine() in ARCHITECTURES


def program(machine=None):
    """The filter as bytes: an array of `struct sock_filter`."""
    machine = machine or platform.machine()
    column = list(ARCHITECTURES).index(machine)
    code = [
        (LOAD, 0, 0, 4),  # the architecture
        (JUMP_EQUAL, 1, 0, ARCHITECTURES[machine]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, 0),  # the number of the call
    ]
    if machine == "x86_64":
        code += [(JUMP_AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, ERRNO | EPERM)]  # the x32 twins of all calls
    code += [(JUMP_AT_LEAST, 0, 1, FIRST_UNKNOWN), (RETURN, 0, 0, ERRNO | ENOSYS)]
    for name, rule in RULES.items():
        block = _block(rule)
        code += [(JUMP_EQUAL, 0, len(block), BY_ARGUMENT[name][column]), *block]
    for name, numbers in REFUSED.items():
        if numbers[column] is not None:
            # The C library tries clone3 first and falls back to clone where there is none.
            error = ENOSYS if name == "clone3" else EPERM
            code += [(JUMP_EQUAL, 0, 1, numbers[column]), (RETURN, 0, 0, ERRNO | error)]
    code.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in code)


def _block(rule):
    """The instructions that decide on a call whose argument counts."""
    listed, other = (ERRNO | rule.error, ALLOW) if rule.refuses else (ALLOW, ERRNO | rule.error)
    code = [(LOAD, 0, 0, 16 + 8 * rule.argument), (AND, 0, 0, rule.mask)]
    for value in rule.values:
        code += [(JUMP_EQUAL, 0, 1, value), (RETURN, 0, 0, listed)]
    return [*code, (RETURN, 0, 0, other)]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def install():
    """Put the filter on this process, for good.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    library, code = ctypes.CDLL(None, use_errno=True), program()
    if library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "no_new_privs was refused")
    wanted = _Program(len(code) // 8, code)
    if library.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(wanted), 0, 0):
        raise OSError(ctypes.get_errno(), "the seccomp filter was refused")
