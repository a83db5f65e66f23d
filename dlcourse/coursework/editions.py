"""Editions: which exercises a notebook asks for, by the edition of its lesson that the learner was given.

A course notebook carries the number of its edition, `notebook.metadata["dlcourse"]["edition"]`: 1 in the beginning, and
one more each time the author adds exercises. An exercise that came later says so in its specification, `since=2`; that
is all that is written down, and it stands on the course's side. The notebook in a learner's hands gives nothing but
its number, and cannot say what it asks.

A hand-in is judged by the exercises of its edition: what was added later does not count as missing, and is no part of
the points that were possible. The number may be forged, so it is believed only as far as it makes sense:

- without a number it is the first edition, from before there were any;
- a number that no edition has, and whatever is no number, is the newest;
- a notebook that has an exercise of a later edition, answered or blank, is of that edition.

So a learner who writes a lower number has to throw away every exercise that came since, the solved ones too. What is
left is what an honest learner of that edition hands in, with the same points possible, and nothing is gained over
them; the grader says by which edition a hand-in was judged whenever that is not the newest, for the instructor to see.

An id keeps its meaning: an exercise that comes to want something else gets an id of its own.
"""

from dlcourse.exercises import lesson

FIRST = 1
NONE = 0  # what claims to be an edition and is none


def claimed_edition(notebook):
    """The number that a notebook carries: None if it carries none, and 0 if it is no number of an edition.

    Parameters
    ----------
    notebook : nbformat notebook
        Whatever its metadata hold.

    Returns
    -------
    int or None
    """
    course = getattr(notebook, "metadata", {}).get("dlcourse", {})
    if not isinstance(course, dict) or "edition" not in course:
        return None
    number = course["edition"]
    return number if type(number) is int and number >= FIRST else NONE


def newest_edition(name):
    """The newest edition of a lesson that brought new exercises."""
    return max(exercise.since for exercise in lesson(name))


def edition_of(extraction, name):
    """The edition of a lesson that a notebook is judged by.

    Parameters
    ----------
    extraction : Extraction
    name : str
        The lesson.

    Returns
    -------
    int
    """
    claimed, newest = extraction.edition, newest_edition(name)
    if claimed is None:
        claimed = FIRST
    elif not FIRST <= claimed <= newest:
        claimed = newest
    present = [exercise.since for exercise in lesson(name) if exercise.id in extraction.ids]
    return max([claimed, *present])


def asked(extraction, name):
    """The exercises of a lesson that a notebook is judged by, in lesson order."""
    edition = edition_of(extraction, name)
    return [exercise for exercise in lesson(name) if exercise.since <= edition]


def remark(extraction, name, chosen=()):
    """A sentence for the instructor on a notebook of an earlier edition, or "" if it lacks none of the chosen ids."""
    edition, newest = edition_of(extraction, name), newest_edition(name)
    later = [exercise.id for exercise in lesson(name) if exercise.since > edition]
    later = [key for key in later if not chosen or key in chosen]
    if not later:
        return ""
    return f"Judged by edition {edition} of the lesson (the newest is {newest}): {', '.join(later)} came later."
