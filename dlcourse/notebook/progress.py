"""The learner's progress: a small JSON file beside the notebooks.

The file survives a crash in the middle of a write (it is written anew beside the old one and renamed) and
two kernels at once (a lock surrounds each change, where the file system has locks). What cannot be kept is said in
one sentence on stderr; a learner's notebook never stops because of it, whatever the file holds.
"""

import contextlib
import glob
import json
import os
import stat
import sys
import time
import uuid
from pathlib import Path

from filelock import Timeout

from dlcourse.checking.status import Status
from dlcourse.notebook.console import printable
from dlcourse.notebook.locks import locked
from dlcourse.notebook.session import session

FILE_NAME = ".dlcourse-progress.json"
FORMAT = 1
LOCK_SECONDS = 2.0
MOST_BYTES = 5_000_000  # a hundred times what all exercises take
MOST = 1e9  # a score or a count above this is damage
FRESH = {
    "status": Status.NOT_ATTEMPTED.value,  # plain text, as in the file; of the latest attempt
    "diagnosis": "",  # of the latest attempt
    "score": 0,  # the best so far
    "max_score": 0,
    "attempts": 0,
    "hints": 0,
    "solution": False,
}


def record(exercise_id, status, score, max_score, diagnosis=""):
    """Write down the result of an attempt. A later wrong answer never loses points.

    Parameters
    ----------
    exercise_id : str
    status : str
        As in a verdict; "not attempted" counts as no attempt.
    score, max_score : number
    diagnosis : str
        The name of the mistake, if it was recognised.

    Returns
    -------
    dict
        The entry of this exercise after the change, as in `load`.
    """

    def attempt(entry):
        entry.update(status=str(status), diagnosis=str(diagnosis), max_score=max_score)
        entry["score"] = max(entry["score"], score)
        entry["attempts"] += status != Status.NOT_ATTEMPTED

    return ProgressFile().change(exercise_id, attempt)


def record_hint(exercise_id):
    """Write down that one more hint was shown; returns how many have been shown so far."""
    return ProgressFile().change(exercise_id, lambda entry: entry.update(hints=entry["hints"] + 1))["hints"]


def record_solution(exercise_id):
    """Write down that the solution was shown; returns the entry of this exercise."""
    return ProgressFile().change(exercise_id, lambda entry: entry.update(solution=True))


def load(folder=None):
    """The progress kept in `folder`, by default that of the notebook that is running.

    Returns
    -------
    dict
        "format", and "exercises": by exercise id, each a dict with "status" and "diagnosis" of the latest
        attempt, the best "score", "max_score", the counts "attempts" and "hints", and whether the "solution"
        was shown.
    """
    entries = ProgressFile(None if folder is None else Path(folder) / FILE_NAME).load()
    return {"format": FORMAT, "exercises": entries}


def right_answers(folder):
    """The ids of the exercises whose latest attempt in the notebooks of `folder` was right."""
    entries = ProgressFile(os.environ.get("DLCOURSE_PROGRESS") or Path(folder) / FILE_NAME).load()
    return {exercise_id for exercise_id, entry in entries.items() if entry["status"] == Status.CORRECT}


class NewerFormat(Exception):
    """The file was written by a newer dlcourse."""


class NotAFile(Exception):
    """A folder, a pipe or a device has the file's name: to open it could wait for ever."""


CANNOT = (NewerFormat, NotAFile, OSError)  # why a file is neither read nor written


class ProgressFile:
    """A progress file: reading, changing, and setting aside what is damaged.

    Parameters
    ----------
    path : path, optional
        By default the environment variable DLCOURSE_PROGRESS, else a file in the folder of the notebook.
    """

    def __init__(self, path=None):
        path = path or session.place(os.environ.get("DLCOURSE_PROGRESS") or FILE_NAME)
        with contextlib.suppress(OSError):  # the current folder may be gone: then writing says so
            path = os.path.realpath(path)  # a symbolic link is followed, not replaced
        self.path = Path(path)
        self.pending = session.pending.setdefault(self.path, [])

    def change(self, exercise_id, alter):
        """Read, let `alter(entry)` change one entry in place, write. Returns the entry.

        A change that cannot be written is kept in memory and written with the next one that can.
        """
        self.pending.append((exercise_id, alter))
        try:
            with self._lock() as alone:
                entries = self._apply(self._read())
                self._write(entries, sweep=alone)
                self.pending.clear()
        except CANNOT as error:
            self._say(f"Your progress is not saved in {self.path}: {_reason(error)}.")
            entries = self._apply(self._peek())
        return entries[exercise_id]

    def load(self):
        """The entries by exercise id; empty if there is no file yet."""
        if not os.path.exists(self.path):
            return self._apply({})
        try:
            with self._lock():
                return self._apply(self._read())
        except Timeout:
            pass  # reading needs no lock, since a file is always written whole
        except CANNOT as error:
            self._say(f"The progress in {self.path} cannot be read: {_reason(error)}.")
        return self._apply(self._peek())

    def _apply(self, entries):
        for exercise_id, alter in self.pending:
            entries[exercise_id] = {**FRESH, **entries.get(exercise_id, {})}
            alter(entries[exercise_id])
        return {exercise_id: {**FRESH, **entry} for exercise_id, entry in entries.items()}

    def _lock(self):
        return locked(f"{self.path}.lock", LOCK_SECONDS)

    def _peek(self):
        """The entries as far as they can be read, without changing anything on the disk."""
        try:
            return _parse(self._content())[0]
        except CANNOT:
            return {}

    def _content(self):
        """The bytes of the file, or as many as tell that it is too large."""
        if not stat.S_ISREG(os.stat(self.path).st_mode):
            raise NotAFile
        with open(self.path, "rb") as stream:
            return stream.read(MOST_BYTES + 1)

    def _read(self):
        try:
            entries, whole = _parse(self._content())
        except FileNotFoundError:
            return {}
        if not whole:
            aside = self._set_aside()
            self._say(f"The progress file was damaged: it is kept as {aside.name}, and a fresh one is begun.")
        return entries

    def _set_aside(self):
        stamp, number = time.strftime("%Y%m%d-%H%M%S"), 1
        while True:
            aside = self.path.with_name(f"{self.path.stem}.damaged-{stamp}-{number}.json")
            if not aside.exists():
                os.rename(self.path, aside)
                return aside
            number += 1

    def _write(self, entries, sweep):
        """Write the file anew; `sweep` what a process left that was killed, if no other can be writing now."""
        for left in self.path.parent.glob(f"{glob.escape(self.path.name)}.*.tmp") if sweep else ():
            with contextlib.suppress(OSError):
                left.unlink()
        text = _text(entries)
        fresh = self.path.with_name(f"{self.path.name}.{uuid.uuid4().hex}.tmp")
        try:
            with open(fresh, "x", encoding="utf-8") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(fresh, self.path)
        finally:
            fresh.unlink(missing_ok=True)
        _sync_folder(self.path.parent)

    def _say(self, sentence):
        if sentence not in session.said:
            session.said.add(sentence)
            print(printable(sentence, sys.stderr), file=sys.stderr)


def _reason(error):
    if isinstance(error, NotAFile):
        return "what has this name there is not a file; rename it or move it away"
    if isinstance(error, Timeout):
        return "another program holds the file; it will be saved with your next result"
    if isinstance(error, NewerFormat):
        return "it was written by a newer dlcourse; update with pip install --upgrade dlcourse"
    return f"{getattr(error, 'strerror', None) or error}; move your notebooks to a folder where you may write"


def _sync_folder(folder):
    with contextlib.suppress(OSError):  # Windows cannot open a folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _text(entries):
    return json.dumps({"format": FORMAT, "exercises": entries}, indent=1, default=lambda x: x.item())


def _parse(data):
    """The good entries of a progress file, and whether all of it was good."""
    if len(data) > MOST_BYTES:
        return {}, False
    try:
        content = json.loads(data)
        _text(content)  # what is nested so deep that it cannot be written is damage, too
    except (ValueError, RecursionError):
        return {}, False
    if not isinstance(content, dict) or type(content.get("format")) is not int:
        return {}, False
    if content["format"] > FORMAT:
        raise NewerFormat
    entries = content.get("exercises")
    if not isinstance(entries, dict):
        return {}, False
    good = {exercise_id: entry for exercise_id, entry in entries.items() if _valid(entry)}
    return good, len(good) == len(entries)


def _valid(entry):
    if not isinstance(entry, dict):
        return False
    for key, fresh in FRESH.items():
        value = entry.get(key, fresh)
        if isinstance(fresh, str | bool):
            fits = type(value) is type(fresh)
        else:
            fits = type(value) in (int, float) and 0 <= value < MOST
        if not fits:
            return False
    return True
