"""The learner's progress: a small JSON file beside the notebooks.

The file survives a crash in the middle of a write (it is written anew beside the old one and renamed) and
two kernels at once (a lock surrounds each change, where the file system has locks). What cannot be kept is said in
one sentence on stderr; a learner's notebook never stops because of it, whatever the file holds.
"""

import contextlib
import glob
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
from dlcourse.notebook.progress_content import FORMAT, FRESH, MOST_BYTES, NewerFormat, fresh_content, parse, text_of
from dlcourse.notebook.session import session

WORKS = {status for status in Status if status.works}
FILE_NAME = ".dlcourse-progress.json"
LOCK_SECONDS = 2.0


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
        if status != Status.NOT_ATTEMPTED:
            entry["attempts"] += 1
            entry["tried"] = now
        if status == Status.CORRECT:
            entry["when"] = now

    now = _now()
    return ProgressFile().change(exercise_id, attempt)


def _now():
    """Seconds since 1970, exact enough to tell two attempts of one "Run All" apart."""
    return round(time.time(), 6)


def record_review(exercise_id, folder=None):
    """Write down that a question was asked once more, by `dlcourse review`; `folder` as in `load`."""
    now = _now()
    return _file_in(folder).change(exercise_id, lambda entry: entry.update(reviewed=now))


def record_guess(guess_id, **given):
    """Write down a guess, as `answer`, or what it came to, as `outcome`; each a number or a letter.

    An outcome is written down only beside a guess.
    """

    def note(entry):
        if "answer" in given or "answer" in entry:
            entry.update(given)

    return ProgressFile().change(guess_id, note, part="guesses")


def record_milestone(year, value, reached, smaller=False):
    """Write down what a milestone came to; the best number is kept, and what was reached stays so.

    Parameters
    ----------
    year : str
    value : float
    reached : bool
    smaller : bool
        Whether smaller numbers are better.
    """

    def note(entry):
        entry["value"] = (min if smaller else max)(value, entry.get("value", value))
        entry["reached"] = reached or entry.get("reached", False)

    return ProgressFile().change(year, note, part="milestones")


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
        was shown; where they are known, the times of the latest attempt, "tried", of the latest right answer, "when",
        and of the latest review, "reviewed", in seconds since 1970.
        "guesses": by id, each a dict with "answer" and, once it is known, "outcome".
        "milestones": by year, each a dict with the best "value", and whether it was "reached".
    """
    return {"format": FORMAT, "exercises": {}, "guesses": {}, "milestones": {}, **_file_in(folder).read()}


def _file_in(folder):
    return ProgressFile(None if folder is None else Path(folder) / FILE_NAME)


def right_answers(folder):
    """The ids of the exercises whose latest attempt in the notebooks of `folder` works, for all points or for some."""
    entries = ProgressFile(os.environ.get("DLCOURSE_PROGRESS") or Path(folder) / FILE_NAME).load()
    return {exercise_id for exercise_id, entry in entries.items() if entry["status"] in WORKS}


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

    def change(self, key, alter, part="exercises"):
        """Read, let `alter(entry)` change one entry of a part in place, write. Returns the entry.

        A change that cannot be written is kept in memory and written with the next one that can.
        """
        self.pending.append((part, key, alter))
        try:
            with self._lock() as alone:
                content = self._apply(self._read())
                self._write(content, sweep=alone)
                self.pending.clear()
        except CANNOT as error:
            self._say(f"Your progress is not saved in {self.path}: {_reason(error)}.")
            content = self._apply(self._peek())
        return content[part].get(key, {})

    def load(self):
        """The entries of exercises by id; empty if there is no file yet."""
        return self.read()["exercises"]

    def read(self):
        """All that the file holds, as in `parse`; without entries if there is no file yet."""
        if not os.path.exists(self.path):
            return self._apply(fresh_content())
        try:
            with self._lock():
                return self._apply(self._read())
        except Timeout:
            pass  # reading needs no lock, since a file is always written whole
        except CANNOT as error:
            self._say(f"The progress in {self.path} cannot be read: {_reason(error)}.")
        return self._apply(self._peek())

    def _apply(self, content):
        for part, key, alter in self.pending:
            entries = content.setdefault(part, {})
            entry = {**(FRESH if part == "exercises" else {}), **entries.get(key, {})}
            alter(entry)
            if entry:
                entries[key] = entry
        exercises = {key: {**FRESH, **entry} for key, entry in content["exercises"].items()}
        return content | {"exercises": exercises}

    def _lock(self):
        return locked(f"{self.path}.lock", LOCK_SECONDS)

    def _peek(self):
        """What the file holds as far as it can be read, without changing anything on the disk."""
        try:
            return parse(self._content())[0]
        except CANNOT:
            return fresh_content()

    def _content(self):
        """The bytes of the file, or as many as tell that it is too large."""
        if not stat.S_ISREG(os.stat(self.path).st_mode):
            raise NotAFile
        with open(self.path, "rb") as stream:
            return stream.read(MOST_BYTES + 1)

    def _read(self):
        try:
            content, whole = parse(self._content())
        except FileNotFoundError:
            return fresh_content()
        if not whole:
            aside = self._set_aside()
            self._say(f"The progress file was damaged: it is kept as {aside.name}, and a fresh one is begun.")
            if content != fresh_content():  # the fresh one begins with what is good: whoever only reads loses nothing
                self._write(content, sweep=False)
        return content

    def _set_aside(self):
        stamp, number = time.strftime("%Y%m%d-%H%M%S"), 1
        while True:
            aside = self.path.with_name(f"{self.path.stem}.damaged-{stamp}-{number}.json")
            if not aside.exists():
                os.rename(self.path, aside)
                return aside
            number += 1

    def _write(self, content, sweep):
        """Write the file anew; `sweep` what a process left that was killed, if no other can be writing now."""
        for left in self.path.parent.glob(f"{glob.escape(self.path.name)}.*.tmp") if sweep else ():
            with contextlib.suppress(OSError):
                left.unlink()
        text = text_of(content)
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
