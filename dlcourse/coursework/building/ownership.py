"""Whose a function is: the learner's own, changed by hand, or the course's. Read from texts; nothing of them runs."""

from dlcourse.checking.question import Question
from dlcourse.coursework.files import course_notebooks, lesson_name
from dlcourse.coursework.own_library import NEW, is_untouched, offered
from dlcourse.exercises import lesson, lesson_names

OWN = "own"
BY_HAND = "changed by hand, not checked"
REFERENCE = "reference"
UNREADABLE = (OSError, ValueError, SyntaxError, RecursionError, MemoryError)


def functions():
    """What a library of the whole course has: lesson -> its exercises that are functions, lessons in course order."""
    order = [lesson_name(path) for path in course_notebooks()]
    names = [*[name for name in order if name in lesson_names()], *[n for n in lesson_names() if n not in order]]
    found = {name: [item for item in lesson(name) if is_function(item)] for name in names}
    return {name: items for name, items in found.items() if items}


def is_function(item):
    """Whether its answer is a function that others can build on; a question and a hunt have none."""
    return not isinstance(item, Question) and item.form != "hunt"


def whose(texts):
    """Where the answers in a learner's library stand, and what they are.

    What is in a module that is as it was written has passed its checks. What is in one that was changed by hand is
    taken as it is. A module that is no Python offers nothing.

    Parameters
    ----------
    texts : dict
        Module of `my_dlcourse` -> its text.

    Returns
    -------
    dict
        Exercise id -> (module, mark), with the mark `OWN` or `BY_HAND`; what is not in it is the course's.
    """
    found = {}
    for name, items in functions().items():
        for module in (name, name + NEW):
            names, mark = _offered(texts.get(module))
            for item in items:
                if item.name in names:
                    found.setdefault(item.id, (module, mark))
    return found


def _offered(text):
    try:
        return (offered(text), OWN if is_untouched(text) else BY_HAND) if text else (set(), OWN)
    except UNREADABLE:
        return set(), OWN
