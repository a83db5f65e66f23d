"""`my_dlcourse` from a notebook that is checked as a file: its right answers, checked again as they stand there."""

from contextlib import suppress
from pathlib import Path

from dlcourse.checking.status import Status
from dlcourse.coursework.check_here import run_locally
from dlcourse.coursework.own_answers import PACKAGE, kept
from dlcourse.coursework.own_library import extraction_of
from dlcourse.exercises import find
from dlcourse.notebook.own_files import UNREADABLE, Library
from dlcourse.notebook.showing import in_reference_mode


def fill(folder, extraction, results):
    """Put the right answers of a notebook into the library beside it. Nothing of that library is imported.

    Parameters
    ----------
    folder : path
        That of the notebook.
    extraction : Extraction
    results : list of dict
        As from `run_locally`.

    Returns
    -------
    str
        One line on what was written and what was not; "" where that is nothing.
    """
    if in_reference_mode():
        return ""
    try:
        return _filled(folder, extraction, results)
    except Exception as error:  # whatever lies beside the notebook: what was checked is shown all the same
        return f"Your answers are not kept in {PACKAGE} ({type(error).__name__}: {str(error)[:200]})."


def _filled(folder, extraction, results):
    right = [item["exercise"] for item in results if Status(item["status"]).works]
    wanted = [key for key in right if key in extraction.exercises and find(key).form != "hunt"]
    answers = [one for one in (kept(extraction, key) for key in wanted) if one]
    library = Library(folder)
    changed, sentences = library.put(answers)
    wrong = _not_right_there(library, changed, folder)
    if wrong:
        library.take_out({key: changed.pop(key) for key in wrong})
        listed = ", ".join(f"`{key}`" for key in wrong)
        sentences.append(f"{listed}: not kept there, as it passes in the notebook only.")
    if changed:
        count = f"{len(changed)} right answer{'s' if len(changed) > 1 else ''}"
        sentences.insert(0, f"{count} of yours went into {Path(folder, PACKAGE)}.")
    return " ".join(sentences)


def _not_right_there(library, changed, folder):
    """The ids of what does not pass as it stands in its module, checked as a notebook's text is."""
    passed = set()
    for module in sorted(set(changed.values())):
        with suppress(*UNREADABLE):
            found = run_locally(extraction_of(library.text(module)), folder, name=f"{module}.py")
            passed |= {item["exercise"] for item in found if Status(item["status"]).works}
    return [key for key in changed if key not in passed]
