"""See what code does to the world outside of its process while it runs: files, programs, the network.

Python itself tells of it (`sys.addaudithook`), whatever function of whatever library the code calls.
"""

import contextlib
import os
import sys
import sysconfig
import threading
from dataclasses import dataclass, field
from pathlib import Path

import dlcourse

PROGRAM, NETWORK, FOLDER = "starts another program", "asks the network", "looks into a folder"
READS = "reads the file"
DEEDS = {
    **dict.fromkeys(("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "pty.spawn"), PROGRAM),
    **dict.fromkeys(("socket.connect", "socket.getaddrinfo", "socket.bind", "urllib.Request"), NETWORK),
    **dict.fromkeys(("os.listdir", "os.scandir"), FOLDER),
    **dict.fromkeys(("builtins.input",), "asks for input"),
    **dict.fromkeys(("sqlite3.connect",), "opens a database"),
    "open": "reads a file",
}
PATHS = {key: os.path.realpath(path) for key, path in sysconfig.get_paths().items()}
HOME = os.path.realpath(os.path.dirname(contextlib.__file__))  # a zip file in a browser, and not where `PATHS` say
LIBRARY = tuple(f"{path}{os.sep}" for path in (PATHS["stdlib"], PATHS["platstdlib"], HOME))
PACKAGES = tuple(f"{PATHS[key]}{os.sep}" for key in ("purelib", "platlib"))
COURSE = f"{Path(dlcourse.__file__).resolve().parent}{os.sep}"
NUMPY = f"{os.sep}numpy{os.sep}"
SYSTEM = ("/usr/lib/", "/lib/", "/usr/lib64/", "/lib64/", "/dev/")
MOST = 1000  # deeds that are remembered


@dataclass
class Deed:
    """What was done, as a verb with its object; the line of the cell in which it happened; and the mark of the cell."""

    what: str
    line: int
    mark: object = None


@dataclass
class Watch:
    """What the learner's code does in this thread, from `start` to `stop`.

    Attributes
    ----------
    deeds : list of Deed
    mark : object
        Goes into the deeds from now on.
    """

    deeds: list = field(default_factory=list)
    mark: object = None
    thread: int = field(default_factory=threading.get_ident)
    written: set = field(default_factory=set)

    def start(self):
        """Begin to watch, if it does not yet."""
        _install()
        if not any(watch is self for watch in _watches):
            _watches.append(self)

    def stop(self):
        """End it."""
        _watches[:] = [watch for watch in _watches if watch is not self]

    def forget(self):
        """Forget everything that was done."""
        self.deeds, self.mark, self.written = [], None, set()

    def note(self, event, arguments):
        """An event that Python tells."""
        if threading.get_ident() != self.thread or len(self.deeds) >= MOST:
            return
        what = DEEDS[event]
        if event == "open":
            what = self._reading(*arguments)
        line = _line_of_cell() if what else None
        if line is not None:
            self.deeds.append(Deed(what, line, self.mark))

    def _reading(self, path, mode, flags):
        """ "reads `file`" if that is what it is, and the file is not one that is there when it is graded, too."""
        if isinstance(path, int) or path is None:
            return ""
        full = os.path.realpath(os.fsdecode(path))
        writes = set(mode or "") & set("wax+") or (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if writes:
            self.written.add(full)
        known = full in self.written or full.startswith((*LIBRARY, *PACKAGES, *SYSTEM, COURSE))
        return "" if known or not os.path.exists(full) else f"{READS} `{os.path.basename(full)[:80]}`"


_watches = []
_installed = []


def _install():
    """Once for a process: a hook cannot be taken away again."""
    if not _installed:
        _installed.append(True)
        sys.addaudithook(_hear)


def _hear(event, arguments):
    if event in DEEDS:
        for watch in list(_watches):
            # What goes wrong here must not stop the learner's code.
            with contextlib.suppress(Exception):
                watch.note(event, arguments)


@contextlib.contextmanager
def watched():
    """A Watch for the code inside."""
    watch = Watch()
    watch.start()
    try:
        yield watch
    finally:
        watch.stop()


def _line_of_cell():
    """The line of the learner's cell in which something happens, or None if not the learner's code asked for it.

    What a package does besides, such as looking for its settings, is the package's affair.
    """
    frame, own = sys._getframe(3), False
    while frame is not None:
        name = frame.f_code.co_filename
        if not own and name.startswith("<frozen importlib"):
            return None  # an import: which module it is of counts, see `not_there`
        if not own and not name.startswith(("<frozen", *LIBRARY)) and NUMPY not in name:
            if name.startswith((*PACKAGES, COURSE)):
                return None
            own = True
        if own and frame.f_code.co_name == "<module>":
            return frame.f_lineno
        frame = frame.f_back
    return 0 if own else None
