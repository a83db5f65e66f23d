"""Results of several parts: what is wrong with each, and which are right.

A part is a number or an array in what comes back, at any depth. Only what holds in all cases is said.
"""

import functools
import itertools
from dataclasses import dataclass

from dlcourse.checking import leaves
from dlcourse.checking.compare import agrees
from dlcourse.checking.leaves import compare_row, failing_leaves, pairs_of, wrong_places
from dlcourse.checking.naming import capital, listed

ENOUGH = 2  # wrong numbers in a part, for a pattern to be one
MOST_WRONG = 8  # wrong parts in which a mistake is looked for


@dataclass(frozen=True)
class Told:
    """What is said of a wrong result of several parts: a name, advice, and the parts of which nothing is known."""

    name: str
    advice: str
    unexplained: list


def explained(exercise, trials, oracle):
    """A mistake for each wrong part: a listed one, a general one, or a small change of the reference.

    Returns
    -------
    Told or None
        None if the result has no parts, or nothing is known of any.
    """
    wrong = failing_leaves(exercise, trials)
    if not wrong or wrong[0].name == "":
        return None
    search = _Search(exercise, trials, oracle, {leaf.name for leaf in wrong})
    found = [(leaf.name, search.mistake_in(leaf)) for leaf in wrong[:MOST_WRONG]]
    known = [(name, *mistake) for name, mistake in found if mistake]
    if not known:
        return None
    texts = []
    for (name, advice), group in itertools.groupby(known, key=lambda item: item[1:]):
        names = [part for part, *_ in group]
        texts.append(advice if any(part in advice for part in names) else f"In {listed(names)}: {name}. {advice}")
    unexplained = [name for name, mistake in found if not mistake] + [leaf.name for leaf in wrong[MOST_WRONG:]]
    if unexplained:
        texts.append(f"{capital(listed(unexplained))} {_is(unexplained)} wrong in another way.")
    texts.append(right_sentence(exercise, trials))
    return Told(" and ".join(dict.fromkeys(name for _, name, _ in known)), " ".join(texts).strip(), unexplained)


class _Search:
    """Looks for the mistake in each wrong part; what other runs have in their parts is looked up once."""

    def __init__(self, exercise, trials, oracle, wrong):
        self.exercise, self.trials, self.oracle, self.wrong = exercise, trials, oracle, wrong
        self.place = {id(trial): index for index, trial in enumerate(trials)}
        self._parts, self._spoiled = {}, {}

    def mistake_in(self, leaf):
        """(name, advice) of what explains one part in all cases, and spoils none but the wrong ones; or None."""
        rows = [(_count_wrong(*row), self.place[id(row[-1])], row) for row in leaf.rows]  # not every case has each part
        rows.sort(key=lambda row: not row[0])  # wrong ones first
        enough = sum(count for count, *_ in rows) >= ENOUGH
        for mistake in self.exercise.mistakes if enough else ():
            theirs = self.oracle.trials(mistake.answer)
            if self._is_same(leaf.name, rows, theirs.__getitem__) and self._fits(mistake.answer):
                return mistake.name, mistake.advice
        found = _in_another_place(self.exercise, leaf, self.trials) or leaves.recognise(self.exercise, leaf)
        if found:
            return found
        for name, advice, variant in self.oracle.slight if enough else ():
            if self._is_same(leaf.name, rows, functools.partial(self.oracle.trial, variant)) and self._fits(variant):
                return name, advice
        return None

    def _is_same(self, name, rows, theirs):
        """Whether another run has in this part what came back, in all cases."""
        for _, index, (_, got, trial) in rows:
            parts = self._parts_of(theirs(index), trial)
            if name not in parts or not agrees(parts[name], got, trial.tolerance):
                return False
        return True

    def _parts_of(self, other, mine):
        """Part -> what another run has there."""
        if id(other) not in self._parts:
            pairs = () if other.got.failure else pairs_of(mine.expected_view, other.got_view, self.exercise.names)
            self._parts[id(other)] = {name: value for name, _, value in pairs or ()}
        return self._parts[id(other)]

    def _fits(self, function):
        """Whether what a function spoils is wrong in the answer, too."""
        if function not in self._spoiled:
            names = set()
            for index, mine in enumerate(self.trials):
                parts = self._parts_of(self.oracle.trial(function, index), mine)
                pairs = pairs_of(mine.expected_view, mine.expected_view, self.exercise.names) or ()
                names |= {name for name, value, _ in pairs if not agrees(value, parts.get(name), mine.tolerance)}
            self._spoiled[function] = names
        return self._spoiled[function] <= self.wrong


def right_sentence(exercise, trials):
    """Which parts are right; "" if none is."""
    right = right_parts(exercise, trials)
    return f"{capital(listed(right))} {_is(right)} right." if right else ""


def sentence(wrong, right):
    """Which parts are wrong, and which are right."""
    rest = f"; {listed(right)} {_is(right)} right" if right else ""
    return f"{capital(listed(wrong))} {_is(wrong)} wrong{rest}."


def _is(names):
    return "is" if len(names) == 1 else "are"


def right_parts(exercise, trials):
    """The names of the parts that are right in all cases; a returned value as a whole, where all in it is."""
    if exercise.observe or any(trial.got.failure for trial in trials):
        return []
    pairs = [pairs_of(trial.expected_view, trial.got_view, exercise.names) for trial in trials]
    if any(rows is None for rows in pairs):
        return []
    wrong = {name for rows, trial in zip(pairs, trials) for name, *both in rows if compare_row((*both, trial))}
    names = dict.fromkeys(name for rows in pairs for name, *_ in rows if name)
    found = {_as_a_whole(name, wrong): None for name in names if name not in wrong}
    return [name for name in found if name]


def _as_a_whole(name, wrong):
    """The value that a part belongs to, if no part of it is wrong, else the part."""
    value = name.rpartition(" of ")[2] if " of `" in name else name
    return name if any(other == value or other.endswith(f" of {value}") for other in wrong) else value


def _in_another_place(exercise, leaf, trials):
    """(name, advice) if what came back in one part is what belongs in another one, in all cases."""
    names = [name for name, *_ in pairs_of(trials[0].expected_view, trials[0].expected_view, exercise.names) or ()]
    for other in names:
        if other != leaf.name and all(_is_part(exercise, other, row) for row in leaf.rows):
            return "value of another part", f"{leaf.it} is what belongs in {other}."
    return None


def _is_part(exercise, name, row):
    _, got, trial = row
    pairs = pairs_of(trial.expected_view, trial.expected_view, exercise.names)
    return any(other == name and agrees(value, got, trial.tolerance) for other, value, _ in pairs or ())


def _count_wrong(expected, got, trial):
    wrong = wrong_places(expected, got, trial)
    if wrong is None:
        return ENOUGH if compare_row((expected, got, trial)) else 0
    return int(wrong.sum())
