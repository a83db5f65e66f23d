"""Take from Python what it lacks in a browser. tests/test_pyodide.py holds this against Pyodide itself."""

import os
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
from pathlib import Path

import dlcourse

# Modules of the standard library on Linux that Pyodide has not.
MISSING = (
    *("_curses", "_curses_panel", "_multiprocessing", "_posixshmem", "curses", "grp", "pwd", "readline", "resource"),
    *("syslog", "tkinter", "_tkinter", "venv"),
)
COURSE = f"{Path(dlcourse.__file__).resolve().parent}{os.sep}"
LIBRARY = sysconfig.get_path("stdlib")

asked_for = []  # (what the course itself has tried, the module that has)


def take_away():
    """From here on there are no threads, alarms, programs and connections, and who of the course tries is noted."""
    for name in MISSING:
        sys.modules[name] = None  # to import it is an ImportError
    for name in ("setitimer", "alarm"):
        if hasattr(signal, name):
            delattr(signal, name)
    signal.signal = _refuse("signal", ValueError("signal only works in main thread"))
    threading.Thread.start = _refuse("thread", RuntimeError("can't start new thread"))
    for name in ("fork", "forkpty", "posix_spawn", "posix_spawnp", "system", "popen"):
        setattr(os, name, _refuse(name, OSError(52, "Function not implemented")))
    subprocess.Popen.__init__ = _refuse("program", OSError(138, "emscripten does not support processes."))
    subprocess.Popen.__del__ = lambda self: None
    for name in ("connect", "connect_ex", "bind", "listen"):
        setattr(socket.socket, name, _refuse("socket", OSError(23, "Host is unreachable")))


def _refuse(what, error):
    def refuse(*_, **__):
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename.startswith((LIBRARY, "<")):
            frame = frame.f_back
        file = frame.f_code.co_filename if frame is not None else ""
        if file.startswith(COURSE):
            asked_for.append((what, file.removeprefix(COURSE)))
        raise error

    return refuse
