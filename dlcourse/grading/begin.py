"""Begin a run, or go on with the one that is there: grades of one run were all found in the same way."""

import secrets
from pathlib import Path

from dlcourse.checking.runtime.plain import encode
from dlcourse.grading.errors import GradingError, UsageError
from dlcourse.grading.gradebook import BOOK, GradeBook
from dlcourse.grading.sandbox.bound_files import package_paths
from dlcourse.grading.sandbox.bwrap import SandboxError, why_it_fails
from dlcourse.grading.sandbox.client import Lost, Worker
from dlcourse.grading.selection import difference
from dlcourse.grading.version import course_version

TIMEOUT = 10.0
SEED_BITS = 62


def begun_with(out):
    """The exercises that the latest run in a folder asks for; none for all, and for what has no run yet."""
    if not (Path(out) / BOOK).is_file():
        return []
    with GradeBook(Path(out) / BOOK) as book:
        last = book.latest()
    return last["options"].get("exercises") or [] if last else []


def run_for(book, engine, seed, timeout, sandboxed, packages, chosen, regrade):
    """The run to go on with, or a new one. It begins once it is sure that a worker starts.

    Parameters
    ----------
    book : GradeBook
    engine : path
        As from `engine_folder`.
    seed, timeout, sandboxed, packages, regrade
        As of `run.grade`.
    chosen : list of str
        The ids of the exercises that are asked for; none for all.

    Returns
    -------
    dict
        As from `GradeBook.latest`.

    Raises
    ------
    UsageError
        If the run that is there was begun in another way.
    GradingError
        If no worker starts.
    """
    last = book.latest()
    if last is not None and not regrade:
        _same_or_refuse(last, seed, timeout, sandboxed, packages, chosen)
        _try_sandbox(engine, last["options"], last["sandboxed"])
        return last
    options = {"timeout": timeout or TIMEOUT, "packages": sorted(packages), "exercises": list(chosen)}
    options["course"] = course_version()
    _try_sandbox(engine, options, sandboxed)
    book.begin(secrets.randbits(SEED_BITS) if seed is None else seed, sandboxed=sandboxed, options=options)
    return book.latest()


def _same_or_refuse(last, seed, timeout, sandboxed, packages, chosen):
    """Grades of one run were all found in the same way."""
    stored = {"seed": last["seed"], "sandbox": last["sandboxed"], "exercises": [], **last["options"]}
    wanted = {"seed": seed, "sandbox": sandboxed, "timeout": timeout, "packages": sorted(packages) or None}
    wanted["exercises"] = list(chosen) or None
    for name, value in (wanted | {"course": course_version()}).items():
        if value is not None and value != stored[name]:
            raise UsageError(_other(name, stored[name], value))


def _other(name, stored, value):
    if name == "course":
        what = "was graded by another version of the course's exercises"
    elif name == "sandbox":
        what = f"was begun {'with' if stored else 'without'} the sandbox"
    elif name == "exercises":
        what = f"was begun {difference(stored, value)}"
    else:
        what = f"was begun with {name} {stored or 'none'}, not {value}"
    return f"The run in this folder {what}: --regrade begins a new one and keeps the old, or give another folder."


def _try_sandbox(engine, options, sandboxed):
    """Find out before the first submission whether a worker starts at all."""
    packages = tuple(options["packages"])
    nothing = [encode({"cells": {}, "jobs": []}), encode({"modules": {}})]
    try:
        package_paths(packages)
        with Worker(engine, options["timeout"], packages, sandboxed) as worker:
            worker.ask(nothing, 0)
    except SandboxError as error:
        raise GradingError(str(error)) from None
    except (Lost, OSError) as error:
        raise GradingError(why_it_fails(error, sandboxed)) from None
