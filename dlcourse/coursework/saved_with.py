"""The version of Python that a notebook was saved with, and what may fail for no other reason than that."""

import re
import sys

import numpy as np

from dlcourse.checking.status import Status

SAVED_WITH = "Saved with "  # the beginning of each such note
MODULE = re.compile(r"No module named|ModuleNotFoundError")
NUMPY = re.compile(
    r"module 'numpy[\w.]{0,80}' has no attribute|cannot import name '\w{1,80}' from 'numpy"
    r"|`np\.\w{1,80}` was removed|\bno attribute '\w{1,80}'.{0,40}NumPy"
)
LIBRARY = re.compile(r"module '(\w{1,80})[\w.]{0,80}' has no attribute|cannot import name '\w{1,80}' from '(\w{1,80})")


def version_in(notebook):
    """The version of Python in a notebook's metadata as "3.13", or "" if there is none to be read.

    Parameters
    ----------
    notebook : nbformat notebook
        Whatever its metadata hold.
    """
    language = getattr(notebook, "metadata", {}).get("language_info", {})
    said = language.get("version", "") if isinstance(language, dict) and language.get("name") == "python" else ""
    found = re.match(r"(\d{1,2})\.(\d{1,3})", said) if isinstance(said, str) else None
    return f"{found[1]}.{found[2]}" if found else ""


def version_notes(extraction, results):
    """Sentences for the instructor on errors that another version of Python or NumPy may explain.

    Parameters
    ----------
    extraction : Extraction
    results : list of dict
        Verdicts as dicts, with "exercise", "status", "message" and "advice".

    Returns
    -------
    list of str
        Each begins with SAVED_WITH.
    """
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    other = extraction.python not in ("", here)
    broken = {key for cell in extraction.broken for key in cell.ids}
    reasons = {}
    for result in results:
        reason = _reason(extraction, result, other, broken)
        if reason:
            reasons.setdefault(reason, []).append(result["exercise"])
    return [_note(reason, keys, extraction.python, here, other) for reason, keys in reasons.items()]


def _reason(extraction, result, other, broken):
    """What another version may explain of a result, or ""."""
    text = f"{result['message']} {result['advice']}"
    is_error = result["status"] == Status.ERROR
    if is_error and NUMPY.search(text):
        return "a name of NumPy that is not there"
    if not other or result["status"] == Status.CORRECT:
        return ""
    names_lost = is_error and bool(extraction.broken) and "NameError" in text
    if result["exercise"] in broken or names_lost:
        return "syntax"
    if is_error and MODULE.search(text):
        return "a missing module"
    found = LIBRARY.search(text) if is_error else None
    is_library = found and (found[1] or found[2]) in sys.stdlib_module_names
    return "a name of Python's library that is not there" if is_library else ""


def _note(reason, keys, saved, here, other):
    listed = ", ".join(f"`{key}`" for key in keys)
    fails = f"{listed} {'fails' if len(keys) == 1 else 'fail'} on {reason}; look at it."
    if "NumPy" not in reason:
        return f"{SAVED_WITH}Python {saved}, graded with {here}: {fails}"
    numpy = ".".join(np.__version__.split(".")[:2])
    python = f"Python {saved}, and another NumPy perhaps (graded with {here} and {numpy})"
    return f"{SAVED_WITH}{python if other else f'another NumPy perhaps (graded with {numpy})'}: {fails}"
