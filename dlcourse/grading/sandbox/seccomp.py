"""A seccomp filter: what the student's process may no longer ask of the kernel.

The filter is a deny-list on top of the sandbox: no new processes (threads are fine), no programs, no sockets, no
looking into or signalling other processes, no limits or priorities of others, no message queues, no namespaces, no
mounts, no rights, owners or times of files (where the grader is root, the devices are root's). It needs ctypes and
the standard library only: a sandboxed worker imports it.

References: seccomp(2), the layout of `struct seccomp_data` and of BPF instructions in linux/filter.h.
"""

import ctypes
import platform
import struct

EPERM, ENOSYS = 1, 38
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
LOAD, JUMP_EQUAL, JUMP_SET, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
CLONE_THREAD = 0x00010000
FIRST_UNKNOWN = 463  # on all architectures: calls of kernels to come

# Architecture: the number that the kernel gives it, and the numbers of the calls, from its syscall table.
ARCHITECTURES = {
    "x86_64": (
        0xC000003E,
        {
            "socket": 41, "socketpair": 53, "clone": 56, "fork": 57, "vfork": 58, "execve": 59, "kill": 62,
            "ptrace": 101, "syslog": 103, "setpgid": 109, "setsid": 112, "personality": 135, "pivot_root": 155,
            "chroot": 161, "mount": 165, "umount2": 166, "tkill": 200, "io_setup": 206, "add_key": 248,
            "request_key": 249, "keyctl": 250, "unshare": 272, "perf_event_open": 298,
            "name_to_handle_at": 303, "open_by_handle_at": 304, "setns": 308, "process_vm_readv": 310,
            "process_vm_writev": 311, "kcmp": 312, "bpf": 321, "execveat": 322, "userfaultfd": 323,
            "pidfd_send_signal": 424, "io_uring_setup": 425, "open_tree": 428, "move_mount": 429, "fsopen": 430,
            "pidfd_open": 434, "clone3": 435, "pidfd_getfd": 438, "process_madvise": 440, "mount_setattr": 442,
            "shmget": 29, "msgget": 68, "semget": 64, "memfd_create": 319, "memfd_secret": 447,
            "tgkill": 234, "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "process_mrelease": 448,
            "mq_open": 240, "mknod": 133, "mknodat": 259, "modify_ldt": 154, "setpriority": 141,
            "sched_setparam": 142, "sched_setscheduler": 144, "sched_setaffinity": 203, "sched_setattr": 314,
            "ioprio_set": 251, "migrate_pages": 256, "move_pages": 279, "prlimit64": 302,
            "chmod": 90, "fchmod": 91, "chown": 92, "fchown": 93, "lchown": 94, "utime": 132, "utimes": 235,
            "fchownat": 260, "futimesat": 261, "fchmodat": 268, "utimensat": 280, "fchmodat2": 452,
            "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "io_setup": 0, "umount2": 39, "mount": 40, "pivot_root": 41, "chroot": 51, "unshare": 97, "ptrace": 117,
            "syslog": 116, "kill": 129, "tkill": 130, "personality": 92, "setpgid": 154, "setsid": 157,
            "msgget": 186, "semget": 190, "shmget": 194, "socket": 198, "socketpair": 199, "add_key": 217,
            "request_key": 218, "keyctl": 219, "clone": 220, "execve": 221, "perf_event_open": 241,
            "name_to_handle_at": 264, "open_by_handle_at": 265, "setns": 268, "process_vm_readv": 270,
            "process_vm_writev": 271, "kcmp": 272, "memfd_create": 279, "bpf": 280, "execveat": 281,
            "userfaultfd": 282, "pidfd_send_signal": 424, "io_uring_setup": 425, "open_tree": 428,
            "move_mount": 429, "fsopen": 430, "pidfd_open": 434, "clone3": 435, "pidfd_getfd": 438,
            "process_madvise": 440, "mount_setattr": 442, "memfd_secret": 447,
            "tgkill": 131, "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240, "process_mrelease": 448,
            "mq_open": 180, "mknodat": 33, "setpriority": 140, "sched_setparam": 118, "sched_setscheduler": 119,
            "sched_setaffinity": 122, "sched_setattr": 274, "ioprio_set": 30, "migrate_pages": 238,
            "move_pages": 239, "prlimit64": 261,
            "fchmod": 52, "fchmodat": 53, "fchownat": 54, "fchown": 55, "utimensat": 88, "fchmodat2": 452,
            "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7,
        },
    ),
}  # fmt: skip


def supported():
    """Whether there is a filter for this machine."""
    return platform.system() == "Linux" and platform.machine() in ARCHITECTURES


def program(machine=None):
    """The filter as bytes: an array of `struct sock_filter`."""
    number, calls = ARCHITECTURES[machine or platform.machine()]
    code = [
        (LOAD, 0, 0, 4),  # the architecture
        (JUMP_EQUAL, 1, 0, number),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, 0),  # the number of the call
    ]
    if (machine or platform.machine()) == "x86_64":
        code += [(JUMP_AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, ERRNO | EPERM)]  # the x32 twins of all calls
    code += [(JUMP_AT_LEAST, 0, 1, FIRST_UNKNOWN), (RETURN, 0, 0, ERRNO | ENOSYS)]
    for name, call in calls.items():
        if name in ("clone", "prlimit64"):
            continue
        # The C library tries clone3 first and falls back to clone where there is none.
        code += [(JUMP_EQUAL, 0, 1, call), (RETURN, 0, 0, ERRNO | (ENOSYS if name == "clone3" else EPERM))]
    code += [
        (JUMP_EQUAL, 0, 4, calls["prlimit64"]),
        (LOAD, 0, 0, 16),  # its first argument, lower half: 0 for this process, else the limits of another
        (JUMP_EQUAL, 0, 1, 0),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, ERRNO | EPERM),
        (JUMP_EQUAL, 0, 3, calls["clone"]),
        (LOAD, 0, 0, 16),  # its flags, lower half
        (JUMP_SET, 1, 0, CLONE_THREAD),
        (RETURN, 0, 0, ERRNO | EPERM),
        (RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in code)


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
