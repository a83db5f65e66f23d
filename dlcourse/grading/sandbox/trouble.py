"""Why a worker does not start, told by its cause: a machine that lacks something is no machine without a sandbox.

That the students' code can be run unprotected is said only where bubblewrap cannot run at all. What a machine lacks,
space, processes, files, memory, it would lack without a sandbox, too.
"""

import errno
import os
import re
import tempfile

from dlcourse.grading.errors import GradingError


class SandboxError(GradingError):
    """No sandbox can run here; the message says what to do."""


class Shortage(SandboxError):
    """The machine lacks something that every worker needs; the message says what, and what to do."""


UNPROTECTED = "or pass --no-sandbox to run the students' code unprotected"
PROCESSES = "no more processes can be started: end some, use fewer --jobs, or raise the limit (`ulimit -u`)"
FILES = "too many files are open: use fewer --jobs, or raise the limit (`ulimit -n`)"
MEMORY = "there is no memory left: end other programs, or use fewer --jobs"
NAMESPACES = "the limit on namespaces is reached (`sysctl user.max_user_namespaces`): raise it, or use fewer --jobs"
BUSY = "the machine is too busy: a sandbox did not start within a minute. Grade again when less is going on"
LACKS = {
    errno.EAGAIN: PROCESSES,
    errno.EMFILE: FILES,
    errno.ENFILE: FILES,
    errno.ENOMEM: MEMORY,
}
# What bubblewrap writes before it gives up, and what that means.
SAID = (
    (r"namespace.*No space left on device", NAMESPACES),
    (r"Resource temporarily unavailable", PROCESSES),
    (r"Cannot allocate memory|MemoryError", MEMORY),
    (r"Too many open files", FILES),
)


def shortage(error, path=None):
    """What the machine lacks, as an exception that says so; None if the error has another cause.

    Parameters
    ----------
    error : OSError
    path : path, optional
        What was to be written, if it was that.
    """
    if error.errno in LACKS:
        return Shortage(f"Grading stops here: {LACKS[error.errno]}.")
    if "temporary directory" in str(error):  # Python's own words, whatever the causes are
        return Shortage(
            "None of the folders for temporary files can be written: make room in /tmp, or set TMPDIR to a folder "
            "with some."
        )
    folder = os.path.dirname(path) if path else tempfile.gettempdir()
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Shortage(f"There is no space left in {folder}: make room there, or set TMPDIR to a folder with some.")
    if path and error.errno in (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR):
        reason = os.strerror(error.errno).lower()
        return Shortage(
            f"Nothing can be written in {folder} ({reason}): set TMPDIR to a folder in which you may write."
        )
    return None


def said(text, engine):
    """What the machine lacks according to what a sandbox wrote that did not start, as an exception; or None.

    Parameters
    ----------
    text : str
    engine : path
        The folder that it should have bound.
    """
    for pattern, lack in SAID:
        if re.search(pattern, text):
            return Shortage(f"Grading stops here: {lack}.")
    if str(engine) in text and "Permission denied" in text:
        folder = os.path.dirname(engine)
        return Shortage(
            f"The sandbox, which runs as nobody, may not enter {folder}: set TMPDIR to a folder that all may enter."
        )
    return None
