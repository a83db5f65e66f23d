"""Under a right answer: what it needs in this kernel and will not find when it is graded."""

from types import SimpleNamespace

from dlcourse.coursework.extraction import extract
from dlcourse.coursework.not_there import not_given, remark, used_by

MOST = 300_000  # characters of the cells that were run: beyond that only the function itself is looked at


def note_on(session, exercise, answer, deeds):
    """A sentence, or "".

    Parameters
    ----------
    session : Session
    exercise : Exercise
    answer : function
        The learner's, which is right.
    deeds : list of Deed
        What it did while it was checked.
    """
    values, earlier = _behind(session, exercise.id)
    mine = [session.own[key] for key in session.stored]  # which the notebook's own answers or the reference are instead
    return remark(not_given([answer, *values], exercise, given=mine), [*earlier, *deeds])


def _behind(session, key):
    """What the statements that an answer needs used, and what they did, when their cells ran."""
    if session.shell is None or sum(map(len, session.cells)) > MOST:
        return [], []
    cells = [SimpleNamespace(cell_type="code", source=source) for source in session.cells]
    found = extract(SimpleNamespace(cells=cells, metadata={}))
    answer, namespace, values, deeds = found.exercises.get(key), session.shell.user_ns, [], []
    for statement in [found.statements[index] for index in answer.needs] if answer else ():
        last = statement.line + statement.source.count("\n")
        deeds += [
            deed for deed in session.watch.deeds if deed.mark == statement.cell and statement.line <= deed.line <= last
        ]
        values += used_by(statement, namespace)
    return values, deeds
