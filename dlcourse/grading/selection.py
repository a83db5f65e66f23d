"""Which exercises a run asks for: a part of a lesson, such as one of its sittings, instead of the whole.

An instructor names exercises by id (`neuron.sigmoid`) or, where only one lesson has it, by name (`sigmoid`); a sitting
by its number (`neuron:2`), and what is done on one's own as `neuron:own`. The name of a lesson means the lesson: the
exercise of the same name has to be called `neuron.neuron`.
"""

import difflib
import unicodedata

from dlcourse.coursework import catalog
from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.exercises import find, lesson, lesson_names, names_in
from dlcourse.grading.bounds import quoted
from dlcourse.grading.errors import UsageError

OWN = "own"
MOST_TOLD = 10  # names in a row


def chosen_exercises(names, lessons=()):
    """The exercises that some names mean; a derivation brings the question before it, which is a part of it.

    Parameters
    ----------
    names : sequence of str
        Of exercises, sittings and lessons.
    lessons : sequence of str
        All must lie in these, if any are given.

    Returns
    -------
    list of str
        Ids, in lesson order.

    Raises
    ------
    UsageError
        If a name is unknown, or means several things.
    """
    chosen = {key for name in names for key in _meant(name, lessons)}
    outside = sorted(lesson_of(key) for key in chosen if lessons and lesson_of(key) not in lessons)
    if outside:
        raise UsageError(
            f"--exercises names some of {outside[0]}, but --lessons is {and_so_on(lessons)} only: add {outside[0]} to "
            "it, or leave those exercises out."
        )
    chosen |= {find(key).first for key in chosen if getattr(find(key), "first", "")}
    return [item.id for name in lesson_names() for item in _all_if(name, chosen) if item.id in chosen]


def lessons_asked(lessons, chosen):
    """The lessons to look for, where only these exercises are asked for.

    Parameters
    ----------
    lessons : sequence of str
        As they were asked for; none for all.
    chosen : sequence of str
        Ids; none for all.

    Raises
    ------
    UsageError
        If a lesson is asked for, and none of its exercises.
    """
    if not chosen:
        return lessons
    own = list(dict.fromkeys(map(lesson_of, chosen)))
    for name in lessons:
        if name not in own and name in lesson_names():
            raise UsageError(
                f"Only exercises of {and_so_on(own)} are asked for, none of {name}: leave {name} out of --lessons, or "
                f"name what you want of it with --exercises ({name} alone for the whole lesson)."
            )
    return lessons or own


def among(exercises, chosen):
    """Those of some exercises that are asked for: all, if none was chosen."""
    return [exercise for exercise in exercises if not chosen or exercise.id in chosen]


def told(chosen):
    """A sentence on what is judged."""
    parts = []
    for name in dict.fromkeys(map(lesson_of, chosen)):
        own = [key.partition(".")[2] for key in chosen if lesson_of(key) == name]
        parts.append(f"of {name} {and_so_on(own)}")
    return f"Only these exercises are judged: {'; '.join(parts)}."


def difference(stored, wanted):
    """How the exercises of a run differ from those that are asked for now."""
    if not stored:
        return "for all exercises of a lesson"
    more, fewer = [key for key in stored if key not in wanted], [key for key in wanted if key not in stored]
    both = [f"with {and_so_on(more)}"] * bool(more) + [f"without {and_so_on(fewer)}"] * bool(fewer)
    return f"for other exercises ({', and '.join(both)})"


def exercise_called(name, lessons=()):
    """The id of the exercise that a name means.

    Parameters
    ----------
    name : str
        An id, or the name of an exercise that only one lesson has: one of `lessons` before any other.
    lessons : sequence of str

    Raises
    ------
    UsageError
        If there is none, or more than one.
    """
    key = tidy(name)
    ids = [f"{item}.{rest}" for item in lesson_names() for rest in names_in(item)]
    if key in ids:
        return key
    alike = [other for other in ids if other.partition(".")[2] == key]
    alike = [other for other in alike if lesson_of(other) in lessons] or alike
    if len(alike) > 1:
        raise UsageError(
            f"{quoted(name)} may be {_or(alike)}: write the id of the one that you mean, with its lesson before it."
        )
    if not alike:
        raise UsageError(f"There is no exercise {quoted(name)}: {_advice(key, ids)}")
    return alike[0]


def tidy(name):
    """A name as ids are written."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def lesson_of(key):
    """The lesson of an exercise with this id."""
    return key.partition(".")[0]


def and_so_on(names):
    """Names with commas; of very many the first."""
    more = len(names) - MOST_TOLD
    return f"{', '.join(names[:MOST_TOLD])} and {more} more" if more > 1 else ", ".join(names)


def _all_if(name, chosen):
    """The exercises of a lesson if there is one of them among the chosen: others are not imported."""
    return lesson(name) if any(lesson_of(key) == name for key in chosen) else ()


def _meant(name, lessons):
    of, colon, part = map(tidy, name.partition(":"))
    if colon:
        return _in_sitting(name, of, part)
    if of in lesson_names():
        return [exercise.id for exercise in lesson(of)]
    return [exercise_called(name, lessons)]


def _in_sitting(name, of, part):
    if of not in lesson_names():
        near = difflib.get_close_matches(of, lesson_names(), n=1, cutoff=0.6)
        meant = f" Did you mean {near[0]}?" if near else ""
        raise UsageError(
            f"{quoted(name)}: there is no such lesson.{meant} The lessons are {', '.join(lesson_names())}."
        )
    found = sittings_of(of)
    if part not in found:
        listed = ", ".join(f"{of}:{key} ({title})" for key, (title, _) in found.items())
        there_is = f"the sittings of {of} are {listed}" if found else f"{of} has no sittings, only exercises"
        raise UsageError(f"There is no sitting {quoted(name)}: {there_is}.")
    title, ids = found[part]
    if not ids:
        raise UsageError(f"The sitting {of}:{part} ({title}) has no exercises: leave it out.")
    return ids


def sittings_of(name):
    """The sittings of a lesson: "1", "2", ... and "own" -> (title, ids of its exercises)."""
    path = next((path for path in course_notebooks() if lesson_name(path) == name), None)
    known, found = {exercise.id for exercise in lesson(name)}, {}
    for part in catalog.sittings(read_notebook(path)) if path else ():
        key = str(sum(other != OWN for other in found) + 1) if part["core"] else OWN
        title, ids = found.get(key, (part["name"], []))
        found[key] = title, [*ids, *(item for item in part["exercises"] if item in known)]
    return found


def _advice(key, ids):
    """What else may be meant by a name that is none."""
    near = difflib.get_close_matches(key, ids, n=3, cutoff=0.6)
    names = {other.partition(".")[2]: other for other in ids}
    near += [names[other] for other in difflib.get_close_matches(key.rpartition(".")[2], names, n=3, cutoff=0.6)]
    if near:
        return f"the nearest are {', '.join(dict.fromkeys(near))}."
    if lesson_of(key) in lesson_names():
        return f"those of {lesson_of(key)} are {', '.join(names_in(lesson_of(key)))}."
    return f"write an id (neuron.sigmoid) or a sitting (neuron:2) of the lessons {', '.join(lesson_names())}."


def _or(names):
    return f"{', '.join(names[:-1])} or {names[-1]}"
