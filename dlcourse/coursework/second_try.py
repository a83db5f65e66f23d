"""Which answers deserve a second try, after all statements of the notebook, and which statements that are.

What an answer needs is followed by name (`extraction`), which is fast and right for nearly all. It cannot see a table
that is filled through a helper, a name that is put into `globals()`, a list with a second name. So where an answer is
not right, and statements that the learner added touch what it uses, it is tried again after those. The course's own
statements are known to do nothing of that kind: of them only imports, and what the learner's use, are run again. None
of this is needed, and none of it costs anything, where all is right.
"""

import ast
import functools
import re

from dlcourse.checking.blanks import planted, planted_source
from dlcourse.checking.specification import Exercise
from dlcourse.checking.status import NOT_TRIED, Status
from dlcourse.coursework.names import BUILTINS
from dlcourse.exercises import lesson_names, names_in

HOPELESS = {Status.CORRECT, Status.PARTIAL, Status.TIMEOUT, Status.CRASHED}
# Through these a statement reaches names that it does not write.
INDIRECT = {"globals", "locals", "vars", "exec", "eval", "setattr", "delattr", "__import__", "importlib", "sys"}


# Text in the code that registers, or may.
TELLING = re.compile(r"exercise|question|['\"](\w{1,40})\.(\w{1,60})['\"]")


def may_register(statement, ids):
    """Whether a statement in which no answer was seen may register one: by its text alone.

    Parameters
    ----------
    statement : Statement
    ids : container of str
        What is answered already.
    """
    for found in TELLING.finditer(statement.source):
        lesson, name = found.groups()
        if not lesson or (f"{lesson}.{name}" not in ids and f"{lesson}.{name}" in known_ids()):
            return True
    return False


@functools.cache
def known_ids():
    """The ids of all exercises and questions of the course."""
    return {f"{lesson}.{name}" for lesson in lesson_names() for name in names_in(lesson)}


def script_of(tops, own):
    """The positions of the statements that the second try runs, in order.

    Parameters
    ----------
    tops : list
        The top-level statements of a notebook: `node`, `names` as from `names_of`, `answers`, `brought`, `is_import`.
    own : collection of int
        The positions of the course's own statements.

    Returns
    -------
    list of int
    """
    chosen = {place for place, top in enumerate(tops) if place not in own or top.is_import or top.answers}
    makers = _index(tops, lambda names: names.binds | names.changes)
    waiting, seen = list(chosen), set()
    while waiting:
        for name in tops[waiting.pop()].names.uses - seen:
            seen.add(name)
            fresh = [place for place in makers.get(name, ()) if place not in chosen]
            chosen.update(fresh)
            waiting += fresh
    return sorted(chosen)


class Touching:
    """Which statements of a notebook touch what an answer uses.

    Parameters
    ----------
    tops, own : as for `script_of`
    """

    def __init__(self, tops, own):
        self.tops = tops
        self.users = _index(tops, lambda names: names.uses | names.changes)
        self.imported = {name for top in tops if top.is_import for name in top.names.binds}
        self.added = {place for place, top in enumerate(tops) if place not in own and not (top.answers or top.brought)}
        self.texts = [_texts(top.node) for top in tops]

    def may_matter(self, needs, unresolved):
        """Whether statements that an answer does not need, as far as can be seen, touch what it uses.

        Parameters
        ----------
        needs : set of int
            The positions of what it needs.
        unresolved : list of str
            The names that it uses and that nothing binds.
        """
        ours = set().union(*(_all(self.tops[place].names) for place in needs))
        others = [self.tops[place] for place in self.added - needs]
        if ours & INDIRECT or (others and unresolved):
            return True
        said = set().union(*(self.texts[place] for place in needs))
        if any(said & self.texts[place] for place in self.added - needs):  # the name of a file, or a key
            return True
        ours -= BUILTINS | self.imported
        state = not all(_is_plain(self.tops[place]) for place in needs)
        touched, waiting = set(ours), list(ours)
        while waiting:  # a helper that touches them, and what calls it
            for place in self.users.get(waiting.pop(), ()):
                fresh = self.tops[place].names.binds - touched
                touched |= fresh
                waiting += fresh
        return any(_touches(top, ours, touched, state) for top in others)


def _texts(node):
    """What stands in quotes in a statement, but for ids."""
    constants = [item.value for item in ast.walk(node) if isinstance(item, ast.Constant)]
    return {value for value in constants if isinstance(value, str)} - known_ids()


def _touches(top, ours, touched, state):
    """Whether a statement may change what an answer does. Where that keeps no `state`, merely calling it does not."""
    if top.names.star or _all(top.names) & INDIRECT:
        return True
    if state:
        return bool(_all(top.names) & touched)
    return bool((top.names.binds | top.names.changes) & ours or _handed_on(top.node) & ours)


def _is_plain(top):
    """Whether a statement is an import, or a function that keeps nothing from one call to the next."""
    if top.is_import or not isinstance(top.node, ast.FunctionDef):
        return top.is_import
    arguments = top.node.args
    defaults = [item for item in [*arguments.defaults, *arguments.kw_defaults] if item]
    is_decorated = len(top.node.decorator_list) > len(top.answers)
    return not is_decorated and all(isinstance(item, ast.Constant) for item in defaults)


def _handed_on(node):
    """The names that a statement uses otherwise than to call them or to read an attribute."""
    nodes = list(ast.walk(node))
    called = {id(item.func) for item in nodes if isinstance(item, ast.Call)}
    called |= {id(item.value) for item in nodes if isinstance(item, ast.Attribute)}
    return {item.id for item in nodes if isinstance(item, ast.Name) and id(item) not in called}


def _all(names):
    return names.binds | names.changes | names.uses


def _index(tops, which):
    found = {}
    for place, top in enumerate(tops):
        for name in which(top.names):
            found.setdefault(name, []).append(place)
    return found


class SecondTry:
    """The second tries of one notebook, and what each tells of the next.

    Parameters
    ----------
    extraction : Extraction
    planner : Planner
    """

    def __init__(self, extraction, planner):
        self.extraction, self.planner = extraction, planner
        self.registered = None  # the ids that the notebook registers, once that is known
        self.choices = None  # question id -> answer, as far as running the notebook tells
        self.slow = set()  # statements that take too long
        faults = [exercise for exercise in planner.exercises.values() if planted(exercise)]
        self.planted = {exercise.id: planted_source(planted(exercise)) for exercise in faults}
        self.helped = set()

    def may_help(self, key, status):
        """Whether an answer that got this status in the first try deserves a second one."""
        is_function = isinstance(self.planner.exercises[key], Exercise)
        if not is_function or status in HOPELESS or not self.extraction.script:
            return False
        if status in NOT_TRIED:
            return self.extraction.loose and (self.registered is None or key in self.registered)
        answer = self.extraction.exercises.get(key)
        if answer is None:  # its cell is not Python
            return False
        return answer.again or self.extraction.loose or bool(self.helped & set(self.planner.builds_on(key).values()))

    def stand_ins(self, key, passed):
        """The ids that the reference stands in for, and of these by name what the answer lacks."""
        functions = [other for other, item in self.planner.exercises.items() if isinstance(item, Exercise)]
        wrong = [other for other in functions if other != key and other not in passed]
        return wrong, {name: other for name, other in self.planner.builds_on(key).items() if other in wrong}

    def brought(self, key):
        """The ids of what `mine` brings into the notebook, but for the answer itself."""
        return [other for other in self.extraction.brought if other != key and self.planner.is_function(other)]

    def lacks_choice(self, key, status):
        """Whether a question that got this status may be answered in a way that only running the notebook tells."""
        is_open = status in (*NOT_TRIED, Status.ERROR)
        return is_open and not isinstance(self.planner.exercises[key], Exercise) and self.extraction.loose

    def learn(self, registered, slow, choices):
        """Remember which ids a script registered, which of its statements were slow, and what it answers."""
        self.registered, self.choices = set(registered), dict(choices)
        self.slow |= set(slow)

    def is_better(self, key, fresh, status):
        """Whether the status of a second try counts: if it is right, or gets further than the first one."""
        if fresh.works:
            self.helped.add(key)
            return True
        if status == Status.ERROR:  # what was missing is there, and the mistake is another one
            return fresh == Status.WRONG
        return status in NOT_TRIED and fresh != Status.NOT_ATTEMPTED
