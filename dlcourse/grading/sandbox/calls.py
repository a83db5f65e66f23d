"""The calls of the kernel that a student's process may not make, and their numbers.

The numbers are those of the kernel's syscall tables (`unistd.h`), first of x86_64, then of aarch64; None where an
architecture has no such call. It needs nothing: a sandboxed worker imports it.
"""

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # the numbers that the kernel gives them
FIRST_UNKNOWN = 463  # on all architectures: calls of kernels to come

REFUSED = {
    # New processes and programs; looking into and signalling others.
    "clone3": (435, 435), "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    "ptrace": (101, 117), "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "process_madvise": (440, 440), "process_mrelease": (448, 448),
    "kcmp": (312, 272), "get_robust_list": (274, 100), "setpgid": (109, 154), "setsid": (112, 157),
    "personality": (135, 92), "modify_ldt": (154, None),
    # Limits, priorities and memory of others.
    "setpriority": (141, 140), "sched_setparam": (142, 118), "sched_setscheduler": (144, 119),
    "sched_setaffinity": (203, 122), "sched_setattr": (314, 274), "ioprio_set": (251, 30),
    "migrate_pages": (256, 238), "move_pages": (279, 239),
    # Namespaces, mounts, other ways to files.
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "open_tree": (428, 428), "move_mount": (429, 429),
    "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "statmount": (457, 457), "listmount": (458, 458),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "mknod": (133, None),
    "mknodat": (259, 33),
    # Messages, shared memory, pipes (their inode numbers count for the whole machine), keys, rings.
    "socket": (41, 198), "socketpair": (53, 199), "pipe": (22, None), "pipe2": (293, 59), "shmget": (29, 194),
    "shmat": (30, 196), "shmctl": (31, 195), "shmdt": (67, 197), "msgget": (68, 186), "msgsnd": (69, 189),
    "msgrcv": (70, 188), "msgctl": (71, 187), "semget": (64, 190), "semop": (65, 193), "semtimedop": (220, 192),
    "semctl": (66, 191), "mq_open": (240, 180), "mq_unlink": (241, 181), "memfd_create": (319, 279),
    "memfd_secret": (447, 447), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "io_setup": (206, 0), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "vmsplice": (278, 75), "tee": (276, 77),
    # Locks and notices that reach beyond the process. What was locked or watched, another could find so.
    "flock": (73, 32), "inotify_init": (253, None), "inotify_init1": (294, 26), "fanotify_init": (300, 262),
    "futex_waitv": (449, 449), "futex_wake": (454, 454), "futex_wait": (455, 455), "futex_requeue": (456, 456),
    "membarrier": (324, 283), "userfaultfd": (323, 282),
    # The page cache: which pages of the files that all share are in memory, and ways to change that.
    "preadv2": (327, 286), "pwritev2": (328, 287), "mincore": (27, 232), "cachestat": (451, 451),
    "fadvise64": (221, 223), "readahead": (187, 213), "remap_file_pages": (216, 234), "sync": (162, 81),
    "syncfs": (306, 267),
    # The state of the machine: free memory, processes, quotas.
    "sysinfo": (99, 179), "syslog": (103, 116), "perf_event_open": (298, 241), "bpf": (321, 280),
    "quotactl": (179, 60), "quotactl_fd": (443, 443), "lookup_dcookie": (212, 18), "acct": (163, 89),
    # Rights, owners, times and attributes of files (where the grader is root, the devices are root's).
    "chmod": (90, None), "fchmod": (91, 52), "chown": (92, None), "fchown": (93, 55), "lchown": (94, None),
    "utime": (132, None), "utimes": (235, None), "fchownat": (260, 54), "futimesat": (261, None),
    "fchmodat": (268, 53), "utimensat": (280, 88), "fchmodat2": (452, 452), "setxattr": (188, 5),
    "lsetxattr": (189, 6), "fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
}  # fmt: skip

BY_ARGUMENT = {  # refused or not by one of their arguments: `seccomp.RULES`
    "clone": (56, 220), "prlimit64": (302, 261), "fcntl": (72, 25), "ioctl": (16, 29), "madvise": (28, 233),
    "mmap": (9, 222), "futex": (202, 98), "clock_gettime": (228, 113), "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115), "timer_create": (222, 107),
}  # fmt: skip
