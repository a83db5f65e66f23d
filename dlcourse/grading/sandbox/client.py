"""The grader's end of a sandbox: start the worker of one submission, send it requests, read what comes back."""

import contextlib
import json
import os
import selectors
import struct
import subprocess
import sys
import time

from dlcourse.checking.runtime.plain import NotPlain, decode
from dlcourse.grading.sandbox.bwrap import command, environment, identity, package_paths
from dlcourse.grading.sandbox.trouble import shortage

MAX_ANSWERS = 40_000_000  # bytes; a worker stops its runner before
MAX_MARKS = 2_000_000  # brackets and commas in all that one runner answers
ADDRESS_SPACE, WITH_PACKAGES = 1_000_000_000, 16_000_000_000  # bytes; large packages map far more than they use
GRACE = 5.0  # seconds beyond an exercise's limit, after which the sandbox itself is given up


class Lost(Exception):
    """The worker is gone or talks nonsense."""


class _Late(Lost):
    """The worker has not answered in time."""


class Worker:
    """The worker of one submission, sandboxed or, where that was asked for, not.

    Parameters
    ----------
    engine : Path
        As from `bwrap.engine_folder`.
    seconds : float
        Wall-clock limit of one exercise.
    packages : sequence of str
        What may be imported beside NumPy and the standard library.
    sandboxed : bool

    Raises
    ------
    Shortage
        If the machine lacks what it needs.
    """

    def __init__(self, engine, seconds=10.0, packages=(), sandboxed=True):
        self.seconds, self.spent, user = seconds, False, {}
        if sandboxed:
            start, surroundings, user = command(engine, packages), {}, identity()
        else:
            start = [sys.executable]
            surroundings = environment(
                str(engine),
                os.pathsep.join(dict.fromkeys(str(path.parent) for path in package_paths(("numpy", *packages)))),
            )
        # -S: no site-packages; -P: not the current folder.
        start += ["-S", "-P", "-m", "dlcourse.grading.sandbox.worker", *limits(seconds, packages)]
        pipe = subprocess.PIPE
        try:
            self.process = subprocess.Popen(
                start, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=surroundings, cwd="/", **user
            )  # fmt: skip
        except OSError as error:
            raise shortage(error) or error from None
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """End the worker and all that may still run in its sandbox."""
        with contextlib.suppress(OSError):
            self.process.kill()
        self.selector.close()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                stream.close()
        self.process.wait()

    def ask(self, frames, count, limit=None, known=None):
        """Send one request and wait for what comes back.

        Parameters
        ----------
        frames : list of bytes
            As from `requests.request_for`.
        count : int
            The most answers that are read.
        limit : float, optional
            Seconds that are waited for, if that is less than the limit of an exercise: then the worker is spent.
        known : dict, optional
            Answers by their bytes: such an answer is that very object, and need not be read.

        Returns
        -------
        tuple (list of plain data, dict)
            The answers of the runner that could be decoded, and how it ended.

        Raises
        ------
        Lost
            If the worker is gone. The next request needs a new one.
        """
        try:
            self.process.stdin.write(struct.pack(f"<{1 + len(frames)}Q", len(frames), *map(len, frames)))
            for frame in frames:
                self.process.stdin.write(frame)
            self.process.stdin.flush()
        except OSError:
            raise Lost("the worker does not listen any more") from None
        early = limit is not None and limit < self.seconds
        deadline = time.monotonic() + (limit if early else self.seconds + GRACE)
        parts, size = [], 0
        try:
            while part := self._read_part(deadline):
                size += len(part)
                if size > MAX_ANSWERS:
                    raise Lost("the worker sends too much")
                parts.append(part)
            ending = json.loads(self._read_part(deadline))
            self.spent = self._read_exactly(1, deadline) == b"\1"
        except _Late:
            if not early:
                raise
            ending, self.spent = {"how": "timeout", "signal": 0}, True
        return _split(b"".join(parts), count, known or {}), ending

    def _read_part(self, deadline):
        (length,) = struct.unpack("<Q", self._read_exactly(8, deadline))
        if length > MAX_ANSWERS:
            raise Lost("the worker wants to send too much")
        return self._read_exactly(length, deadline)

    def _read_exactly(self, length, deadline):
        parts = []
        while length:
            left = deadline - time.monotonic()
            if left <= 0 or not self.selector.select(left):
                raise _Late("the worker does not answer")
            # Not through the buffered stream: what it keeps, select does not see.
            part = os.read(self.process.stdout.fileno(), min(length, 1 << 20))
            if not part:
                raise Lost("the worker is gone")
            parts.append(part)
            length -= len(part)
        return b"".join(parts)


def limits(seconds, packages):
    """The limits of a worker's runners as arguments of its command line."""
    return str(seconds), str(WITH_PACKAGES if packages else ADDRESS_SPACE)


def _split(data, count, known):
    """The first answers in what a runner wrote, up to one that is cut off; None for what is not plain data."""
    answers, position, room = [], 0, MAX_MARKS
    while position + 8 <= len(data) and len(answers) < count:
        (length,) = struct.unpack_from("<Q", data, position)
        part = data[position + 8 : position + 8 + length]
        if len(part) < length:
            break
        position += 8 + length
        if part in known:
            answers.append(known[part])
            continue
        # Not before it is known how much work reading it is: small bytes make large objects.
        room -= _marks(part)
        try:
            answers.append(decode(part) if room >= 0 else None)
        except NotPlain:
            answers.append(None)
    return answers


def _marks(part):
    """At least the number of nodes of the tree in encoded plain data."""
    (length,) = struct.unpack_from("<Q", part) if len(part) >= 8 else (0,)
    text = part[8 : 8 + length]
    return sum(text.count(mark) for mark in (b"[", b"{", b","))
