"""Stop code that takes too long, as far as the platform allows.

This module needs the standard library only: a sandboxed worker imports it.
"""

import contextlib
import ctypes
import functools
import gc
import os
import signal
import sys
import sysconfig
import threading
import time

AGAIN = 0.1  # seconds after which a TimeLimit that was caught is raised again
OWN = (__file__, contextlib.__file__)


class TimeLimit(BaseException):
    """Raised inside a call that takes too long. Not an Exception: `except Exception` must not stop it."""


@contextlib.contextmanager
def time_limit(seconds):
    """Stop the code inside after `seconds` by raising TimeLimit in it.

    A signal interrupts Python code in the main thread of a Unix process. Elsewhere (another thread,
    Windows) the exception is planted in the running thread, which sees it at its next Python instruction;
    one long call into compiled code is not interrupted. In a browser, where there are neither alarms nor threads,
    the learner's own loops look at the time, from Python 3.12 on; before, nothing is stopped there.
    """
    in_main = threading.current_thread() is threading.main_thread()
    if in_main and hasattr(signal, "setitimer"):
        limit = _alarm
    elif _has_threads():
        limit = _watcher
    else:
        limit = _looking if hasattr(sys, "monitoring") else contextlib.nullcontext
    with limit(seconds):
        yield


@functools.cache
def _has_threads():
    """Whether a thread can be started: Python in a browser has none."""
    thread = threading.Thread(target=int)
    try:
        thread.start()
    except RuntimeError:
        return False
    thread.join()
    return True


class _Bell:
    """The handler of the alarm: raises, and if that is caught by a bare `except:`, raises between its lines.

    In `while True: try: ... except: pass` an exception that strikes inside the `try` is lost. From the second
    ring on, every line is watched: at ring k, the k-th line from there raises. Sooner or later that is one outside
    of the `try`. It never raises in the code that enters and leaves the block itself.
    """

    def __init__(self, base):
        self.rings, self.lines, self.live, self.base = 0, 0, True, base

    def __call__(self, _signal, frame):
        if not self.live or frame.f_code.co_filename in OWN or _collecting(frame):
            return
        self.rings += 1
        if self.rings == 1:
            raise TimeLimit
        self.lines = self.rings - 1
        sys.settrace(self.watch)
        while frame is not None and frame is not self.base:
            frame.f_trace = self.watch
            frame = frame.f_back

    def watch(self, frame, event, _argument):
        """A trace function: counts lines."""
        if frame.f_code.co_filename in OWN or _collecting(frame):
            return None
        if event == "line" and self.live:
            self.lines -= 1
            if self.lines <= 0:
                raise TimeLimit
        return self.watch


def _collecting(frame):
    """Whether this runs in a callback of the garbage collector: what is raised there is reported and lost."""
    codes = [getattr(callback, "__code__", None) for callback in gc.callbacks]
    while codes and frame is not None:
        if frame.f_code in codes:
            return True
        frame = frame.f_back
    return False


@contextlib.contextmanager
def _alarm(seconds):
    bell, traced = _Bell(sys._getframe(4)), sys.gettrace()
    before = signal.signal(signal.SIGALRM, bell)
    earlier = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    began = time.monotonic()
    try:
        try:
            yield
        finally:
            bell.live = False
    finally:
        bell.live = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if bell.rings > 1:
            sys.settrace(traced)
        if earlier[0]:  # somebody else's alarm goes on
            signal.setitimer(signal.ITIMER_REAL, max(0.001, earlier[0] - time.monotonic() + began), earlier[1])


@contextlib.contextmanager
def _watcher(seconds):
    thread, done = ctypes.c_ulong(threading.get_ident()), threading.Event()
    plant = ctypes.pythonapi.PyThreadState_SetAsyncExc

    def watch():
        wait = seconds
        while not done.wait(wait):
            plant(thread, ctypes.py_object(TimeLimit))
            wait = AGAIN

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        with contextlib.suppress(TimeLimit):  # one may be on its way at this instant
            watcher.join()
            plant(thread, None)


@contextlib.contextmanager
def _looking(seconds):
    """Python calls us at each jump back of a loop and at each call of a function: once the time is over, we raise.

    Only in the learner's own code: what is raised at a jump passes by the `try` and the `with` of the same function, in
    Python 3.12 to 3.14 at least. So no bare `except:` of theirs stops it, but no library should lose its `finally`.
    """
    monitoring, end = sys.monitoring, time.monotonic() + seconds
    course, library = os.path.dirname(os.path.dirname(os.path.dirname(__file__))), os.path.dirname(contextlib.__file__)
    others = ("<frozen", *(f"{path}{os.sep}" for path in (course, library, sysconfig.get_path("purelib"))))

    def look(code, *_):
        if code.co_filename.startswith(others):
            return monitoring.DISABLE  # do not ask again at this place
        if time.monotonic() > end:
            raise TimeLimit
        return None

    tool = next((number for number in range(6) if monitoring.get_tool(number) is None), None)  # Python has room for 6
    if tool is None:  # debuggers and the like have taken all: rather no limit than no answer
        yield
        return
    monitoring.use_tool_id(tool, "dlcourse")
    for event in (monitoring.events.JUMP, monitoring.events.PY_START):
        monitoring.register_callback(tool, event, look)
    monitoring.set_events(tool, monitoring.events.JUMP | monitoring.events.PY_START)
    try:
        yield
    finally:
        monitoring.set_events(tool, 0)
        monitoring.free_tool_id(tool)
