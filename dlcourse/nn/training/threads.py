"""Parts of a batch on threads of our own, as many as NumPy's products may take.

NumPy lets go of Python's lock while it calculates, so that two threads do so at the same time. A product of a tall,
narrow matrix gains little when the library of products (BLAS) shares it out, and adding and copying are not shared out
at all. So the batch is divided instead, and meanwhile each thread's products take one thread. Whoever has limited NumPy
to one thread, as the course's notebooks do, has one here too. How the batch is divided does not depend on the number of
threads: what is divided comes out the same to the last bit.
"""

import contextlib
import contextvars
import functools
import os
import queue
import threading
import warnings

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
        elif (allowed := max(numbers := _numbers_of_threads(), default=1)) == 1:
            yield 1
        else:
            try:  # from before the first change on, for an interrupt may come between any two lines
                _threads = allowed
                _set_threads([1] * len(numbers))
                yield allowed
            finally:
                _give_back(numbers)
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


def _give_back(numbers):
    """Products may take as many threads as before; also if an interrupt comes meanwhile."""
    global _threads
    try:
        _set_threads(numbers)
        _threads = None
    except BaseException:
        _set_threads(numbers)
        _threads = None
        raise
    finally:
        for library in _libraries():  # where one thread alone may set the number, others may again
            getattr(library, "clear_controlling_thread", int)()


def _numbers_of_threads():
    """How many threads each library of products may take now; an empty list if threadpoolctl knows none of them."""
    return [library.num_threads for library in _libraries()]


def _set_threads(numbers):
    for library, number in zip(_libraries(), numbers):
        library.set_num_threads(number)


def _shared_out(work, parts, threads):
    """The same as a loop over the parts; each thread takes the next part that nobody has begun."""
    numbers, found = iter(range(len(parts))), [None] * len(parts)
    asked, ended, news = [], [], queue.SimpleQueue()

    def take():
        for number in numbers:
            found[number] = work(parts[number])

    def leave_the_rest():
        for _ in numbers:  # a part has failed, or was interrupted: the others are not begun
            pass

    def help_out():
        error = None
        try:
            _set_threads([1] * len(_libraries()))  # in some libraries each thread has a number of its own
            take()
        except BaseException as raised:
            error = raised
            leave_the_rest()
        ended.append(error)
        news.put(None)

    tasks, helpers = _helpers()
    try:
        for _ in range(min(threads - 1, helpers)):
            tasks.put(functools.partial(contextvars.copy_context().run, help_out))
            asked.append(None)
        take()
    finally:
        leave_the_rest()
        _wait_for(asked, ended, news)
    for error in filter(None, ended):
        raise error
    return found


def _wait_for(asked, ended, news):
    """Until all helpers have ended. Whoever interrupts this waits, too: they are at work in the caller's arrays."""
    interrupt = None
    while len(ended) < len(asked):
        try:
            with contextlib.suppress(queue.Empty):
                news.get(timeout=1)  # if an interrupt takes the news away, the list tells
        except BaseException as raised:
            interrupt = raised
    if interrupt is not None:
        raise interrupt


@functools.cache
def _libraries():
    """The libraries of products that NumPy works with, as far as threadpoolctl knows them."""
    import numpy  # noqa: F401  # it loads them
    from threadpoolctl import ThreadpoolController

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on other libraries of threads, which are not touched
        return ThreadpoolController().select(user_api="blas").lib_controllers


@functools.cache
def _helpers():
    """The queue of tasks for threads that help, and their number.

    Not an executor of the library: its locks may stay locked if an interrupt comes as they are taken, and it refuses
    tasks when the main thread has ended, while another one may go on training.
    """
    tasks, started = queue.SimpleQueue(), 0

    def serve():
        while True:
            tasks.get()()  # has no name here, so that its arrays are let go

    with contextlib.suppress(RuntimeError):  # the system gives no more threads
        for _ in range(os.cpu_count() or 1):
            threading.Thread(target=serve, name="dlcourse", daemon=True).start()
            started += 1
    return tasks, started


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_helpers.cache_clear)  # a forked process has none of its parent's threads
