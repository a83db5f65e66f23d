"""The folder of results: one run at a time, and nothing left behind."""

import contextlib
import json
import os
import shutil
import socket
import tempfile
import time
from pathlib import Path

from filelock import FileLock, Timeout

from dlcourse.grading.errors import GradingError, UsageError
from dlcourse.grading.gradebook import BOOK
from dlcourse.grading.sandbox.bwrap import engine_folder


def graded(out):
    """The folder of results as a Path, if it is one; UsageError else."""
    if not (Path(out) / BOOK).is_file():
        raise UsageError(f"{out} has no grade book: give the folder that `dlcourse grade ... -o` wrote.")
    return Path(out)


def latest_run(book):
    """The latest run of a grade book; UsageError if there is none."""
    run = book.latest()
    if run is None:
        raise UsageError(f"Nothing has been graded in {book.path.parent}: `dlcourse grade` comes first.")
    return run


@contextlib.contextmanager
def results_folder(out):
    """The folder of results, for this process alone, and a folder of the engine that goes with it."""
    out, engine = Path(out), None
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(out, error) from None
    with locked(out):
        try:
            _remove_left_engine(out)
            engine = engine_folder()
            _write_holder(out, engine)
            yield out, engine
        finally:
            if engine:
                shutil.rmtree(engine, ignore_errors=True)
            with contextlib.suppress(OSError):
                (out / ".running").unlink()


@contextlib.contextmanager
def locked(out, patience=0.0):
    """A folder of results, for this process alone; others are waited for as many seconds."""
    try:
        lock = FileLock(out / ".lock", timeout=patience)
        lock.acquire()
    except Timeout:
        raise GradingError(f"{_holder(out)} is writing to {out}: wait until it is done.") from None
    except OSError as error:
        raise _unusable(out, error) from None
    try:
        yield
    finally:
        lock.release()


def _unusable(out, error):
    return UsageError(f"{out} cannot be used for results ({error.strerror or error}): give another folder.")


def _holder(out):
    try:
        content = json.loads((out / ".running").read_text("utf-8"))
        return f"Another run (process {content['pid']} on {content['host']}, since {content['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "Another run"


def _write_holder(out, engine):
    now = time.strftime("%H:%M:%S")
    content = {"pid": os.getpid(), "host": socket.gethostname(), "since": now, "engine": str(engine)}
    try:
        (out / ".running").write_text(json.dumps(content), "utf-8")
    except OSError as error:
        raise GradingError(f"{out} cannot be written ({error.strerror or error}): make room, or mend it.") from None


def _remove_left_engine(out):
    """A run that was killed could not clean up after itself."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        left = Path(json.loads((out / ".running").read_text("utf-8"))["engine"])
        if left.parent == Path(tempfile.gettempdir()) and left.name.startswith("dlcourse-engine-"):
            shutil.rmtree(left, ignore_errors=True)
