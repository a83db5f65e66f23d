"""Parts of a batch on threads of our own, as many as NumPy's products may take.

NumPy lets go of Python's lock while it calculates, so that two threads do so at the same time. A product of a tall,
narrow matrix gains little when the library of products (BLAS) shares it out, and adding and copying are not shared out
at all. So the batch is divided instead, and meanwhile each thread's products take one thread. Whoever has limited NumPy
to one thread, as the course's notebooks do, has one here too. How the batch is divided does not depend on the number of
threads: what is divided comes out the same to the last bit.
"""

import concurrent.futures
import contextlib
import contextvars
import functools
import os
import threading

_lock = threading.RLock()  # held by the thread that divides batches: whoever else comes meanwhile works alone
_threads = None  # how many threads may share parts now; None while nobody limits products to one thread


@contextlib.contextmanager
def undivided_products():
    """Meanwhile, each of NumPy's products takes one thread, and parts of a batch can have the others.

    Around whatever calls :func:`in_parts` several times: when the library of products has shared one out, its threads
    wait busily for the next one (OpenBLAS's for some 30 ms), and take the processor's time from ours.

    Yields
    ------
    int
        How many threads may share parts now.
    """
    global _threads
    if not _lock.acquire(blocking=False):
        yield 1
        return
    try:
        if _threads is not None:
            yield _threads
        elif (allowed := _allowed()) == 1:
            yield 1
        else:
            with _libraries().limit(limits=1):
                _threads = allowed
                try:
                    yield allowed
                finally:
                    _threads = None
    finally:
        _lock.release()


def in_parts(work, parts):
    """What ``work(part)`` gives for each of the parts, in their order.

    Parameters
    ----------
    work : function
        Calculates with arrays; what it writes for one part, it leaves alone for the others.
    parts : list

    Returns
    -------
    list

    Raises
    ------
    Exception
        The first one that `work` raises. The other threads then end with the part that they are at.
    """
    global _threads
    if len(parts) < 2:
        return [work(part) for part in parts]
    with undivided_products() as allowed:
        if allowed == 1:
            return [work(part) for part in parts]
        _threads = 1  # a part is not divided again
        try:
            return _shared_out(work, parts, min(allowed, len(parts)))
        finally:
            _threads = allowed


def _allowed():
    """How many threads NumPy's products may take now; 1 if threadpoolctl does not know their library."""
    return max([library.num_threads for library in _libraries().lib_controllers], default=1)


def _shared_out(work, parts, threads):
    """The same as a loop over the parts; each thread takes the next part that nobody has begun."""
    numbers, found = iter(range(len(parts))), [None] * len(parts)

    def take():
        for number in numbers:
            found[number] = work(parts[number])

    def help_out():
        with _libraries().limit(limits=1):  # in some libraries each thread has a number of its own
            take()

    executor = _executor(os.getpid())
    others = [executor.submit(contextvars.copy_context().run, help_out) for _ in range(threads - 1)]
    try:
        take()
    finally:
        for _ in numbers:  # if a part has failed or was interrupted, the others are not begun
            pass
        concurrent.futures.wait(others)
    for other in others:
        other.result()
    return found


@functools.cache
def _libraries():
    """The libraries of products that NumPy works with, as far as threadpoolctl knows them."""
    import numpy  # noqa: F401  # it loads them
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")


@functools.cache
def _executor(process):
    """The threads that help; a process that was forked off has none of its parent's, so it makes its own."""
    return concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="dlcourse")
