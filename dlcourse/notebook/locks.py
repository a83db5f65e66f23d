"""A lock between programs, where the file system has locks; where it has none, work goes on without."""

import contextlib
import os
import warnings

from filelock import FileLock, Timeout


@contextlib.contextmanager
def locked(path, seconds):
    """Hold the lock file `path` while the block runs.

    Parameters
    ----------
    path : path
    seconds : float
        How long to wait while another program holds it.

    Yields
    ------
    bool
        Whether it is held: not every file system has locks, as some of networks and of clouds.

    Raises
    ------
    Timeout
        If another program keeps it for longer.
    """
    lock = FileLock(path)
    try:
        _acquire(lock, seconds)
    except Timeout:
        raise
    except (OSError, NotImplementedError):  # no locks, or not the right to make a file, which writing will say
        pass
    try:
        yield lock.is_locked
    finally:
        lock.release()


def _acquire(lock, seconds):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer releases of filelock say when they find another way to lock
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if _has_locks(lock.lock_file):
                lock.acquire(timeout=seconds)


def _has_locks(path):
    """Whether a file can be locked at all: older releases of filelock take every refusal for a lock that is held."""
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return True  # gone, as when the other program has just let go
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True
