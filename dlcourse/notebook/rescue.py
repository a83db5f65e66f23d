"""A notebook runs to its end, whatever is wrong in an exercise.

A wrong answer stays bound, and the experiments of the notebook run on it. If that makes a later cell fail, the
cell says in words which exercise it hangs on, in place of a traceback through code the learner did not write;
and because the cell counts as done, "Run All" goes on. Errors that have nothing to do with a failing exercise are
shown by IPython as ever.
"""

import sys
import traceback

from dlcourse.checking.cards import Card
from dlcourse.coursework.cells import parse
from dlcourse.coursework.names import names_of

_failing = {}  # name: (exercise, the answer that is bound to it and does not pass)
_tainted = {}  # name: exercises whose failing answers went into what is bound to it
_caught = []  # errors of the cell that is running, told in words


def remember(specification, answer):
    """Note that an answer is bound that does not pass."""
    for name in {specification.name, getattr(answer, "__name__", specification.name)}:
        _failing[name] = (specification, answer)


def forget(specification):
    """An exercise is checked anew: what was noted on its last answer no longer counts."""
    for name in [name for name, (other, _) in _failing.items() if other.id == specification.id]:
        del _failing[name]


def failing(namespace):
    """The exercises, by name, whose failing answers are what `namespace` still has under that name."""
    return {
        name: specification
        for name, (specification, answer) in _failing.items()
        if name in namespace and namespace[name] is answer
    }


def install(shell, tell_broken):
    """Hook into an IPython shell; a second call does nothing more.

    Parameters
    ----------
    shell : InteractiveShell
    tell_broken : function
        Called with (source of a cell, SyntaxError); shows the error under the exercises that the cell would
        answer and returns whether there were any.
    """
    if getattr(shell, "_dlcourse_rescue", False):
        return
    shell._dlcourse_rescue = True
    source = [""]

    def handle(shell, kind, error, trace, tb_offset=None):
        is_broken = isinstance(error, SyntaxError) and not _own_frames(trace)
        if (is_broken and tell_broken(source[0], error)) or _told(shell, source[0], error, trace):
            _caught.append(error)
            _drop_half_drawn()
        else:
            shell.showtraceback((kind, error, trace), tb_offset=tb_offset)

    def begin(info):
        source[0] = info.raw_cell or ""

    def end(result):
        if result is not None and result.success:
            _note_what_it_used(source[0], shell.user_ns)
        _follow(source[0], shell.user_ns)
        _forgive(result)

    shell.set_custom_exc((Exception,), handle)
    shell.events.register("pre_run_cell", begin)
    shell.events.register("post_run_cell", end)


def _told(shell, source, error, trace):
    """Show the card, if the failing cell hangs on an exercise."""
    lines = [line for frame, line in traceback.walk_tb(trace) if _is_own(frame)]
    _follow(source, shell.user_ns, until=lines[0] if lines else 0)
    now = failing(shell.user_ns)
    suspects = {**_tainted, **{name: [specification] for name, specification in now.items()}}
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
    listed = " and ".join(f"`{item.id}`" for item in guilty)
    instead = " and ".join(f"`from dlcourse.lessons.{item.lesson} import {item.name}`" for item in guilty)
    steps = "".join(traceback.format_exception(type(error), error, trace))[-3000:]
    if mended:
        advice = f"It uses what an earlier answer of yours to {listed} computed: run the cells since that one again."
    else:
        advice = (
            f"It uses your answer to {listed}, which does not pass its check yet. Mend the answer, run its cell and "
            f"then the cells up to this one again. To read on for now, run {instead}: that borrows the reference."
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


def _follow(source, namespace, until=None):
    """Note which names hang on failing answers after a cell, also if it did not get to its end.

    With `until`, only the statements that begin up to this line count.
    """
    tree = parse(0, source).tree
    now = failing(namespace)
    for node in tree.body if tree and (now or _tainted) else ():
        if until is not None and node.lineno > until:
            break
        try:
            names = names_of(node, _segment(source, node))
        except (SyntaxError, ValueError, RecursionError):
            continue
        found = {item.id: item for name in names.uses for item in _tainted.get(name, [])}
        found |= {now[name].id: now[name] for name in names.uses if name in now}
        for name in names.binds | names.changes:
            if found:
                _tainted[name] = list(found.values())
            elif names.certain and name not in names.changes:
                _tainted.pop(name, None)


def _note_what_it_used(source, namespace):
    """Say under a cell that ran to its end which failing answers its results rest on."""
    now = failing(namespace)
    tree = parse(0, source).tree if now else None
    used = {}
    for node in tree.body if tree else ():
        if getattr(node, "decorator_list", None):
            continue  # an exercise: its own report says what it was checked with
        try:
            names = names_of(node, _segment(source, node))
        except (SyntaxError, ValueError, RecursionError):
            continue
        used |= {now[name].id: None for name in sorted(names.uses) if name in now}
    if used:
        from IPython.display import display

        listed = " and ".join(f"`{key}`" for key in used)
        text = f"The cell uses your {listed}. Mend it, then run this cell again."
        display(Card("message", "This rests on an answer that is not right yet", lead=[text]))


def _segment(source, node):
    lines = source.split("\n")
    first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", []))])
    return "\n".join(lines[first - 1 : node.end_lineno])


def _forgive(result):
    """After the cell: an error that was told in words does not stop Run All."""
    if result is not None and any(result.error_in_exec is error for error in _caught):
        result.error_in_exec = None
    if result is not None and any(result.error_before_exec is error for error in _caught):
        result.error_before_exec = None
    _caught.clear()
