"""After an answer has passed in a kernel: it goes into `my_dlcourse`, and is checked again from there."""

import contextlib
from types import SimpleNamespace

from dlcourse.checking.check import check
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.own_answers import PACKAGE, kept
from dlcourse.notebook.own_files import Library
from dlcourse.notebook.own_modules import CannotLoad, load

MOST = 300_000  # characters of the cells that are looked at
FIRST = f"Your right answers are kept in {PACKAGE}/, beside this notebook."


def keep(session, exercise, seconds):
    """Put the answer that has just passed into the library.

    Parameters
    ----------
    session : Session
    exercise : Exercise
    seconds : float
        How long loading and checking it again may take.

    Returns
    -------
    str
        What the learner should know, each sentence once in a kernel; often "".
    """
    if exercise.form == "hunt":  # a test, and no function that others build on
        return ""
    try:
        sentences = _kept(session, exercise, seconds)
    except Exception as error:  # whatever is in the folder: a right answer stays right
        sentences = [f"`{exercise.id}` is not kept in {PACKAGE} ({type(error).__name__}: {str(error)[:200]})."]
    fresh = [sentence for sentence in sentences if sentence not in session.said]
    session.said.update(fresh)
    return " ".join(fresh)


def _kept(session, exercise, seconds):
    one = _answer(session, exercise.id)
    if one is None:
        return [f"`{exercise.id}` is not kept in {PACKAGE}: it cannot stand there without this notebook."]
    library = Library(session.place("."))
    changed, sentences = library.put([one])
    if exercise.id not in changed:
        return sentences
    why = why_not(session, library, exercise, changed[exercise.id], seconds)[1]
    if why:
        library.take_out(changed)
        return [f"`{exercise.id}` is not kept in {PACKAGE}: {why} there."]
    return [FIRST, *sentences]


def _answer(session, key):
    """The Kept of an answer of the cell that is running, from the cells that ran; None where they do not show it."""
    sources, size, current = {}, 0, session.source
    for source in [current, *reversed(session.cells)]:  # of a cell that ran several times the last run counts
        size += len(source) if source not in sources else 0
        if size > MOST and source != current:
            break
        sources.setdefault(source)
    cells = [SimpleNamespace(cell_type="code", source=source) for source in reversed(sources)]
    found = extract(SimpleNamespace(cells=cells, metadata={}))
    is_here = key in found.exercises and found.exercises[key].cell == len(cells) - 1
    return kept(found, key) if is_here else None


def why_not(session, library, exercise, module, seconds):
    """Load a stored answer and check it: the function, and why it does not count, "" where it does.

    Parameters
    ----------
    session : Session
    library : Library
    exercise : Exercise
    module : str
    seconds : float

    Returns
    -------
    tuple (function or None, str)
    """
    with _unwatched(session):
        try:
            function = load(library, module, exercise.name, seconds)
        except CannotLoad as error:
            return None, str(error)
        verdict = check(exercise, function, time_limit=seconds, own=session.called_by(exercise))
    return function, "" if verdict.status.works else "it does not pass its check"


@contextlib.contextmanager
def _unwatched(session):
    """What a stored module does is not done by the cell that is running."""
    was_on = session.shell is not None
    session.watch.stop()
    try:
        yield
    finally:
        if was_on:
            session.watch.start()
