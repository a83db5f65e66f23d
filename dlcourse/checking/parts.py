"""Results of several parts: what is wrong with each, and which are right.

A part is a number or an array in what comes back, at any depth. Only what holds in all cases is said.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from dlcourse.checking import leaves
from dlcourse.checking.compare import agrees, is_number
from dlcourse.checking.leaves import compare_row, failing_leaves, pairs_of
from dlcourse.checking.naming import capital

ENOUGH = 2  # wrong numbers in a part, for a pattern to be one
MOST_RIGHT = 4  # right parts that are listed


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
    names = {leaf.name for leaf in wrong}
    found = [(leaf.name, _mistake_in(exercise, leaf, names, trials, oracle)) for leaf in wrong]
    known = [(name, *mistake) for name, mistake in found if mistake]
    if not known:
        return None
    texts = []
    for (name, advice), group in itertools.groupby(known, key=lambda item: item[1:]):
        names = [part for part, *_ in group]
        texts.append(advice if any(part in advice for part in names) else f"In {listed(names)}: {name}. {advice}")
    unexplained = [name for name, mistake in found if not mistake]
    if unexplained:
        texts.append(f"{capital(listed(unexplained))} {_is(unexplained)} wrong in another way.")
    texts.append(right_sentence(exercise, trials))
    return Told(" and ".join(dict.fromkeys(name for _, name, _ in known)), " ".join(texts).strip(), unexplained)


def _mistake_in(exercise, leaf, wrong, trials, oracle):
    """(name, advice) of what explains one part in all cases, and spoils none but the `wrong` ones; or None."""
    place = {id(trial): index for index, trial in enumerate(trials)}
    rows = [(_count_wrong(*row), place[id(row[-1])], row) for row in leaf.rows]  # not every case may have the part
    rows.sort(key=lambda row: not row[0])  # wrong ones first
    enough = sum(count for count, *_ in rows) >= ENOUGH
    for mistake in exercise.mistakes if enough else ():
        theirs = oracle.trials(mistake.answer)
        if all(_is_same_part(exercise, leaf.name, row, theirs[index]) for _, index, row in rows) and (
            _spoiled(exercise, trials, theirs) <= wrong
        ):
            return mistake.name, mistake.advice
    found = _in_another_place(exercise, leaf, trials) or leaves.recognise(exercise, leaf)
    if found:
        return found
    for name, advice, variant in oracle.slight if enough else ():
        if all(_is_same_part(exercise, leaf.name, row, oracle.trial(variant, index)) for _, index, row in rows):
            theirs = [oracle.trial(variant, index) for index in range(len(trials))]
            if _spoiled(exercise, trials, theirs) <= wrong:
                return name, advice
    return None


def _spoiled(exercise, trials, theirs):
    """The names of the parts that are wrong in another run, as Trials."""
    names = set()
    for mine, other in zip(trials, theirs):
        pairs = pairs_of(mine.expected_view, other.got_view, exercise.names) or ()
        names |= {name for name, *both in pairs if not agrees(*both, mine.tolerance)}
    return names


def right_sentence(exercise, trials):
    """Which parts are right; "" if none is."""
    right = right_parts(exercise, trials)
    return f"{capital(listed(right))} {_is(right)} right." if right else ""


def sentence(wrong, right):
    """Which parts are wrong, and which are right."""
    rest = f"; {listed(right)} {_is(right)} right" if right else ""
    return f"{capital(listed(wrong))} {_is(wrong)} wrong{rest}."


def listed(names):
    """Names as a noun phrase."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


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
    found = [name for name in found if name]
    more = len(found) - MOST_RIGHT + 1
    return found if len(found) <= MOST_RIGHT else [*found[: MOST_RIGHT - 1], f"{more} other parts"]


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


def _is_same_part(exercise, name, row, theirs):
    """Whether another Trial of a case has in this part what came back."""
    _, got, trial = row
    if theirs.got.failure or theirs.got_view is None:
        return False
    pairs = pairs_of(trial.expected_view, theirs.got_view, exercise.names) or ()
    return any(other == name and agrees(value, got, trial.tolerance) for other, _, value in pairs)


def _count_wrong(expected, got, trial):
    if not (is_number(expected) and is_number(got)) or np.shape(expected) != np.shape(got):
        return ENOUGH if compare_row((expected, got, trial)) else 0
    return int((~trial.tolerance.allows(np.asarray(expected), np.asarray(got))).sum())
