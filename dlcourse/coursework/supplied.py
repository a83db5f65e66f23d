"""The course's own imports stand in where a learner lost the cell that had them: it costs nothing."""

from dlcourse.checking.runtime.statements import SUPPLIED
from dlcourse.coursework.extracted import Statement
from dlcourse.coursework.handed_out import handed_out


def supply(extraction, stars):
    """Give each answer the imports that it lacks and the course's notebook has, and note it.

    Parameters
    ----------
    extraction : Extraction
        Changed in place.
    stars : bool
        Whether `from module import *` may bind what nothing else binds.
    """
    places, lines, lost = {}, [], {}
    for answer in [item for item in extraction.exercises.values() if item.attempted]:
        lesson = answer.id.partition(".")[0]
        imports = handed_out(lesson).imports
        for name in answer.unresolved:
            if name in imports and name not in answer.builds_on:
                if name not in places:
                    lines.append(imports[name])
                    places[name] = len(extraction.statements)
                    extraction.statements.append(Statement(SUPPLIED, len(lines), imports[name]))
                answer.needs = [places[name], *answer.needs]
            elif name not in _answered(lesson):
                lost.setdefault(name, []).append(answer.id)
        answer.unresolved = [name for name in answer.unresolved if name not in imports]
    if places:
        extraction.cells[SUPPLIED] = "\n".join(lines)
        extraction.script = [*(extraction.statements[place] for place in places.values()), *extraction.script]
        listed = ", ".join(f"`{name}`" for name in sorted(places))
        extraction.notes.append(
            f"{listed}: bound nowhere, the cell with the imports is missing or broken. The course's own imports stood "
            "in, and no point is lost: take that cell again from the course's copy."
        )
    if not extraction.loose and not stars:
        extraction.notes += [_is_lost(name, ids) for name, ids in sorted(lost.items())]


def _answered(lesson):
    """The names of a lesson's exercises: what is not in the notebook is the reference's."""
    from dlcourse.exercises import lesson_names, names_in

    return set(names_in(lesson)) if lesson in lesson_names() else set()


def _is_lost(name, ids):
    listed = ", ".join(ids)
    return f"`{name[:80]}` is bound nowhere, and {listed} needs it: is the cell missing that imports or defines it?"
