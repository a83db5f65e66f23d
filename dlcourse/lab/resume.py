"""Which notebook `dlcourse lab` opens: the one that was worked on last, where there is still something to do."""

from dlcourse.coursework.catalog import lesson_catalog
from dlcourse.coursework.resume import where_to_go_on
from dlcourse.lab.folder import FIRST, editions_beside


def first_notebook(report, entries):
    """The notebook to open, and a sentence that says why.

    Parameters
    ----------
    report : Report
        Of `prepare`.
    entries : function
        `entries()` gives the learner's progress by exercise id; called only where the folder was used before.

    Returns
    -------
    tuple (str, str)
        The name of a file in the folder; the sentence is "" where the course begins.
    """
    begun = not report.copied and entries()
    place = where_to_go_on(lesson_catalog()["lessons"], begun) if begun else None
    if not place:
        return FIRST, ""
    target = report.folder / place.notebook
    new = {name for _, name in report.beside}  # put there a moment ago: nobody has worked on it yet
    candidates = [path for path in (target, *editions_beside(target)) if path.is_file() and path.name not in new]
    if not candidates:
        return FIRST, ""
    chosen = max(candidates, key=lambda path: path.stat().st_mtime)
    return chosen.name, place.words.replace(place.notebook, chosen.name)
