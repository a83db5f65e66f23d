"""A notebook runs to its end, whatever is wrong in an exercise.

A wrong answer stays bound, and the experiments of the notebook run on it. If that makes a later cell fail, the
cell says in words which exercise it hangs on, in place of a traceback through code the learner did not write;
and because the cell counts as done, "Run All" goes on. Errors that have nothing to do with a failing exercise are
shown by IPython as ever.
"""

import re
import sys
import traceback

from dlcourse.checking.cards import MESSAGE, Card
from dlcourse.coursework.cells import parse
from dlcourse.coursework.names import names_of

# As Python words it, and our figures' own words.
_FROM_COURSE = re.compile(
    r"module 'dlcourse\b[\w.]*' has no|cannot import name .* from 'dlcourse\b|No module named 'dlcourse\."
)


def install(session, shell, tell_broken):
    """Hook into an IPython shell.

    Parameters
    ----------
    session : Session
    shell : InteractiveShell
    tell_broken : function
        Called with (source of a cell, SyntaxError); shows the error under the exercises that the cell would
        answer and returns whether there were any.
    """

    def handle(shell, kind, error, trace, tb_offset=None):
        is_broken = isinstance(error, SyntaxError) and not _own_frames(trace)
        if (is_broken and tell_broken(session.source, error)) or _told(session, shell, error, trace):
            session.caught.append(error)
            _drop_half_drawn()
        else:
            shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
            _tell_of_editions(error)

    def begin(info):
        session.begin_cell(info.raw_cell or "")

    def end(result):
        used = _follow(session, shell.user_ns)
        if result is not None and result.success:
            _tell_what_it_used(session, shell.user_ns, used)
        _forgive(session, result)

    shell.set_custom_exc((Exception,), handle)
    shell.events.register("pre_run_cell", begin)
    shell.events.register("post_run_cell", end)


def _told(session, shell, error, trace):
    """Show the card, if the failing cell hangs on an exercise."""
    lines = [line for frame, line in traceback.walk_tb(trace) if _is_own(frame)]
    _follow(session, shell.user_ns, until=lines[0] if lines else 0)
    now = session.failing_in(shell.user_ns)
    suspects = {**session.tainted, **{name: [specification] for name, specification in now.items()}}
    if isinstance(error, ImportError) or (isinstance(error, NameError) and error.name not in suspects):
        return False  # a slip in this cell, whatever else it uses
    names = _names(trace)
    guilty = {item.id: item for name in suspects if name in names for item in suspects[name]}
    if not guilty:
        return False
    from IPython.display import display

    passing = guilty.keys() - {specification.id for specification in now.values()}
    display(_card(error, trace, [*guilty.values()], mended=len(passing) == len(guilty)))
    return True


def _tell_of_editions(error):
    """Where the course has no tool of a name, say what that may be owed to besides a slip."""
    if not isinstance(error, AttributeError | ImportError) or not _FROM_COURSE.search(str(error)):
        return
    from IPython.display import display

    lead = (
        "The course has no tool of this name. If that is no slip, the notebook is of an earlier edition: "
        "`dlcourse lab` puts the newer one beside it, as `….new-edition.ipynb`, with your right answers in it."
    )
    display(Card(MESSAGE, "Not in this edition of the course", lead=[lead]))


def _own_frames(trace):
    """The code of the notebook that an error passed through."""
    return [frame.f_code for frame, _ in traceback.walk_tb(trace) if _is_own(frame)]


def _is_own(frame):
    return frame.f_globals.get("__name__") == "__main__"


def _names(trace):
    """All names that this code uses."""
    names = set()
    for code in _own_frames(trace):
        names |= {code.co_name, *code.co_names}
        names |= {name for const in code.co_consts if hasattr(const, "co_names") for name in const.co_names}
    return names


def _card(error, trace, guilty, mended):
    listed = _listed([item.id for item in guilty])
    instead = " and ".join(f"`from dlcourse.lessons.{item.lesson} import {item.name}`" for item in guilty)
    steps = "".join(traceback.format_exception(type(error), error, trace))[-3000:]
    if mended:
        which = "an earlier answer" if len(guilty) == 1 else "earlier answers"
        since = "that one" if len(guilty) == 1 else "those"
        advice = f"It uses what {which} of yours to {listed} computed: run the cells since {since} again."
    elif len(guilty) == 1:
        advice = (
            f"It uses your answer to {listed}, which does not pass its check yet. Mend the answer, run its cell and "
            f"then the cells up to this one again. To read on for now, run {instead}: that borrows the reference."
        )
    else:
        advice = (
            f"It uses your answers to {listed}, which do not pass their checks yet. Mend them, run their cells and "
            f"then the cells up to this one again. To read on for now, run {instead}: that borrows the references."
        )
    return Card(
        "wrong",
        "This cell could not finish",
        lead=[advice],
        rows=[("the error", f"{type(error).__name__}: {error}"[:500])],
        folded=[("The whole traceback", steps)],
    )


def _drop_half_drawn():
    """A figure that is not finished would only puzzle."""
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


def _follow(session, namespace, until=None):
    """Note which names hang on failing answers after a cell, also if it did not get to its end.

    With `until`, only the statements that begin up to this line count.

    Returns
    -------
    dict
        Exercise id -> whether the cell uses the answer itself, and not only what it computed before; without what an
        exercise uses, whose report says what it was checked with.
    """
    now, tainted, used = session.failing_in(namespace), session.tainted, {}
    for node, names in _statements(session.source) if now or tainted else ():
        if until is not None and node.lineno > until:
            break
        before = {item.id: item for name in names.uses for item in tainted.get(name, [])}
        itself = {now[name].id: now[name] for name in names.uses if name in now}
        if not getattr(node, "decorator_list", None):
            used |= {key: used.get(key, False) for key in sorted(before)} | dict.fromkeys(sorted(itself), True)
        found = before | itself
        for name in names.binds | names.changes:
            if found:
                tainted[name] = list(found.values())
            elif names.certain and name not in names.changes:
                tainted.pop(name, None)
    tainted |= {name: [exercise] for name, exercise in session.lent_in(namespace).items()}
    return used


def _tell_what_it_used(session, namespace, used):
    """Say under a cell that ran to its end which failing answers its results rest on."""
    if not used:
        return
    from IPython.display import display

    failing = {exercise.id for exercise in session.failing_in(namespace).values()}
    itself = [key for key, directly in used.items() if directly]
    computed = [key for key, directly in used.items() if not directly and key in failing]
    earlier = [key for key in used if key not in failing]
    lead = []
    if itself:
        lead.append(f"The cell uses your {_listed(itself)}. Mend {_them(itself)}, then run this cell again.")
    if computed:
        since = f"those since {'its cell' if len(computed) == 1 else 'their cells'}"
        uses = f"The cell uses what your {_listed(computed)} computed."
        lead.append(f"{uses} Mend {_them(computed)}, then run {since} and this one again.")
    if earlier:
        which, since = ("an earlier answer", "that one") if len(earlier) == 1 else ("earlier answers", "those")
        uses = f"The cell uses what {which} of yours to {_listed(earlier)} computed"
        lead.append(f"{uses}: run the cells since {since} again.")
    wrong = len(itself) + len(computed)
    title = "answers that are not right yet" if wrong > 1 else "an answer that is not right yet"
    if not wrong:
        title = "an earlier answer" if len(earlier) == 1 else "earlier answers"
    display(Card("message", f"This rests on {title}", lead=lead))


def _listed(keys):
    return " and ".join(f"`{key}`" for key in keys)


def _them(keys):
    return "it" if len(keys) == 1 else "them"


def _statements(source):
    """(syntax tree, Names) of each statement of a cell; nothing for one that is not Python."""
    tree = parse(0, source).tree
    for node in tree.body if tree else ():
        try:
            yield node, names_of(node, _segment(source, node))
        except (SyntaxError, ValueError, RecursionError):
            continue  # cut from its cell it means nothing


def _segment(source, node):
    lines = source.split("\n")
    first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", []))])
    return "\n".join(lines[first - 1 : node.end_lineno])


def _forgive(session, result):
    """After the cell: an error that was told in words does not stop Run All."""
    if result is not None and any(result.error_in_exec is error for error in session.caught):
        result.error_in_exec = None
    if result is not None and any(result.error_before_exec is error for error in session.caught):
        result.error_before_exec = None
    session.caught.clear()
