"""What the learner wrote before, brought into the notebook that is running."""

from dlcourse.checking.question import Question
from dlcourse.exercises import UnknownExercise, find
from dlcourse.notebook.api import seconds
from dlcourse.notebook.keeping import why_not
from dlcourse.notebook.own_files import Library
from dlcourse.notebook.session import session
from dlcourse.notebook.showing import in_reference_mode, recording, tell

HERE, UNFINISHED = "Your own", "Your own, which does not pass yet"
STORED, REFERENCE = "Your own, from my_dlcourse", "The reference"
WAYS = (HERE, UNFINISHED, STORED, REFERENCE)


def mine(*ids):
    """The learner's own functions, or the reference where there is none; a line says which is which.

    Parameters
    ----------
    *ids : str
        Of exercises, as `"forward.dense"`.

    Returns
    -------
    function or tuple of functions
        One for each id; a single one by itself. It is what the learner wrote in this kernel, right or not; else the
        answer in `my_dlcourse`, which passes its checks again; else the reference. What is no id of a function gives
        one that says so when it is called.
    """
    if not ids:
        tell("mine", 'Which? Give the ids, as in `dense, softmax = mine("forward.dense", "forward.softmax")`.')
        return ()
    found, ways, sentences = [], {}, []
    for key in ids:
        function, way, more = _found(key)
        found.append(function)
        sentences += more
        if way:
            ways.setdefault(way, []).append(f"`{key.partition('.')[2]}`")
    if not in_reference_mode():
        said = [f"{way}: {', '.join(ways[way])}." for way in WAYS if way in ways]
        tell("mine", " ".join([*said, *sentences]))
    elif sentences:
        tell("mine", " ".join(sentences))
    return tuple(found) if len(found) > 1 else found[0]


def _found(key):
    """The function, how it was found, and sentences on what was not."""
    try:
        exercise = find(key)
    except UnknownExercise as error:
        return _missing(str(error)), "", [str(error)]
    if isinstance(exercise, Question):
        sentence = f"{key} is a question: it has no function to bring in."
        return _missing(sentence), "", [sentence]
    if in_reference_mode():
        return exercise.reference, REFERENCE, []
    failing = [answer for other, answer in session.failing.values() if other.id == key]
    if failing and callable(failing[0]):
        session.lent.append((exercise, failing[0]))
        return failing[0], UNFINISHED, []
    sentences = []
    if key not in session.own and recording():
        sentences = _bring(exercise)
    if key in session.own:
        return session.own[key], STORED if key in session.stored else HERE, sentences
    return exercise.reference, REFERENCE, sentences


def _bring(exercise):
    """Bring in a stored answer if it passes; sentences on those that do not."""
    library, sentences = Library(session.place(".")), []
    for module in library.modules_of(exercise.lesson):
        function, why = why_not(session, library, exercise, module, seconds())
        if function and not why:
            session.own[exercise.id], session.stored[exercise.id] = function, module
            return []
        sentences += [] if why.startswith("has no ") else [f"my_dlcourse/{module}.py: `{exercise.name}`, {why}."]
    return sentences


def right_or_reference(key):
    """The learner's own answer if it is right, in this kernel or in `my_dlcourse`; else the reference.

    Parameters
    ----------
    key : str
        The id of a function.

    Returns
    -------
    tuple (function, bool)
        Whether it is the learner's own comes second.
    """
    exercise = find(key)
    if recording() and key not in session.own:
        _bring(exercise)
    is_own = key in session.own and not in_reference_mode()
    return (session.own[key] if is_own else exercise.reference), is_own


def _missing(sentence):
    def missing(*_arguments, **_options):
        raise LookupError(sentence)

    return missing
