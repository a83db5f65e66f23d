"""Mistakes that are recognised in every exercise without being listed.

Each rule looks at all cases at once and gives advice only if it explains every one of them. The rules here
look at the whole answer; those on single returned arrays are in `dlcourse.checking.leaves`.
"""

import itertools
from dataclasses import replace

import numpy as np

from dlcourse.checking import leaves
from dlcourse.checking.compare import agrees, compare
from dlcourse.checking.naming import ORDINALS, listed

MOST_SWAPPED = 6  # returned values whose orders are tried


def missing_return(exercise, trials):
    """None in every case."""
    if all(not trial.got.failure and trial.got.value is None for trial in trials):
        return "The function returns nothing. Does it end with `return`, or does it only print or assign?"
    return None


def swapped_returns(exercise, trials):
    """The returned values in the wrong order, the same one in every case."""
    first = trials[0].expected_view
    if not (isinstance(first, tuple) and 2 <= len(first) <= MOST_SWAPPED):
        return None
    orders = [order for order in itertools.permutations(range(len(first))) if list(order) != sorted(order)]
    if not any(all(_reordered(trial, order) for trial in trials) for order in orders):
        return None
    wanted = ", ".join(exercise.outputs) or "see the docstring"
    return f"The returned values are right, but in the wrong order. Wanted: {wanted}."


def _reordered(trial, order):
    expected, got = trial.expected_view, trial.got_view
    if not (isinstance(got, list | tuple) and len(got) == len(expected) == len(order)):
        return False
    return compare(tuple(expected[i] for i in order), tuple(got), trial.tolerance) is None


def one_of_several(exercise, trials):
    """One of the values that are wanted, and nothing else."""
    first = trials[0].expected_view
    if not isinstance(first, tuple) or any(trial.got.failure for trial in trials):
        return None
    for index, name in enumerate(exercise.outputs):
        if all(agrees(trial.expected_view[index], trial.got_view, trial.tolerance) for trial in trials):
            wanted = ", ".join(exercise.outputs)
            return f"Only `{name}` comes back, and it is right. Several values are wanted: {wanted}."
    return None


def too_many_returned(exercise, trials):
    """What is wanted, and something besides."""
    if any(trial.got.failure or not isinstance(trial.got_view, tuple) for trial in trials):
        return None
    single = not isinstance(trials[0].expected_view, tuple)
    for index in range(min(len(ORDINALS), *(len(trial.got_view) for trial in trials))):
        if single and all(agrees(trial.expected_view, trial.got_view[index], trial.tolerance) for trial in trials):
            return f"The {ORDINALS[index]} of the values that come back is right; only this one is wanted."
    wanted = 0 if single else len(trials[0].expected_view)
    more = all(len(trial.got_view) > wanted for trial in trials)
    if (
        wanted
        and more
        and all(agrees(trial.expected_view, trial.got_view[:wanted], trial.tolerance) for trial in trials)
    ):
        return f"The first {wanted} values are right; only these are wanted: {', '.join(exercise.outputs)}."
    return None


def changed_in_place(exercise, trials):
    """Right values, but an argument is no longer what it was."""
    names = sorted({name for trial in trials for name in trial.changed})
    if names and all(trial.value_right for trial in trials):
        first = names[0]
        is_array = all(isinstance(trial.arguments.get(first), np.ndarray) for trial in trials)
        how = (
            f"`{first} = {first} - 1` makes one, `{first} -= 1` and `{first}[0] = 1` do not."
            if is_array
            else "`[...]` round new parts makes a new list; `-=` on a part changes the caller's."
        )
        return (
            f"The result is right, but the call changes {listed(f'`{name}`' for name in names)} in place, and with it "
            f"the caller's own data. Work on a copy or a new one: {how}"
        )
    return None


def argument_handed_back(exercise, trials):
    """Right values where new arrays are promised, but the caller's own are handed back."""
    names = sorted({name for trial in trials for name in trial.shared})
    if names and all(trial.value_right and not trial.changed for trial in trials):
        return (
            f"The values are right, but what comes back is `{names[0]}` itself, or shares its numbers: whoever changes "
            f"the result later changes `{names[0]}`, too. The docstring promises new arrays: calculate them in every "
            "case, or make copies (`.copy()`)."
        )
    return None


def generator_not_used(exercise, trials):
    """Right values, but not drawn from the generator that was given."""
    if all((trial.value_right or trial.only_together) and not trial.changed for trial in trials):
        return _not_drawn(trials)
    return None


def other_numbers_drawn(exercise, trials):
    """Numbers of the right form that are not those of the generator that was given: it is not asked in any case.

    Where what is drawn is observed, other draws are right, so that a wrong answer is wrong for another reason.
    """
    kinds = {trial.difference.kind for trial in trials if trial.difference}
    if exercise.observe or kinds != {"values"} or any(trial.got.failure or trial.changed for trial in trials):
        return None
    return _not_drawn(trials)


def _not_drawn(trials):
    names = sorted({name for trial in trials for name in trial.undrawn})
    if names:
        return (
            f"Nothing was drawn from `{names[0]}`. The random numbers must come from the generator that is handed "
            f"in, as in `{names[0]}.random(...)`: then the caller decides whether a run can be repeated. A generator "
            "made inside the function is another one, and so is `np.random.rand`."
        )
    return None


def numeric_warnings(exercise, trials):
    """Right values, but NumPy warns of overflow, division by zero or invalid values."""
    warned = sorted({text for trial in trials for text in trial.warnings})
    if warned and all(trial.value_right and not trial.changed for trial in trials):
        return (
            f"The values are right, but on the way NumPy warns: {warned[0]}. An intermediate number is out of "
            "range, which can spoil the result for other inputs: the course wants formulas in which it cannot happen. "
            "(`np.where(condition, a, b)` calculates both a and b everywhere, chosen or not.)"
        )
    return None


FIRST = {
    "missing return": missing_return,
    "swapped return values": swapped_returns,
    "one value of several": one_of_several,
    "too many values returned": too_many_returned,
}
LAST = {
    "input changed in place": changed_in_place,
    "argument handed back": argument_handed_back,
    "generator not used": generator_not_used,
    "numeric warning": numeric_warnings,
}
BESIDES = ("wrong sign", "constant factor", "transposed")  # what may come on top of a listed mistake


def recognise(exercise, trials):
    """(name, advice) of the general mistake that explains all cases, or None."""
    for name, rule in FIRST.items():
        advice = rule(exercise, trials)
        if advice:
            return name, advice
    wrong = leaves.failing_leaves(exercise, trials) if not exercise.observe else None
    found = _in_all(exercise, wrong, leaves.RULES) if wrong else None
    if found:
        return found
    for name, rule in LAST.items():
        advice = rule(exercise, trials)
        if advice:
            return name, advice
    return None


def recognise_besides(exercise, trials, other):
    """(name, advice) of what comes on top of another mistake, given as Trials: the same rules, with it as expected."""
    if exercise.observe or any(trial.got.failure or trial.got_view is None for trial in [*trials, *other]):
        return None
    moved = [replace(mine, expected_view=theirs.got_view) for mine, theirs in zip(trials, other)]
    wrong = leaves.failing_leaves(exercise, moved)
    return _in_all(exercise, wrong, BESIDES) if wrong else None


def _in_all(exercise, wrong, names):
    """(name, advice) of the first of these rules that explains every wrong array, or None."""
    for name in names:
        advice = list(itertools.takewhile(bool, (leaves.RULES[name](exercise, leaf) for leaf in wrong)))
        if len(advice) == len(wrong):
            return name, _together(wrong, advice)
    return None


def _together(leaves_wrong, advice):
    """One text on several returned arrays."""
    others = listed(leaf.name for leaf in leaves_wrong[1:]) if len(leaves_wrong) > 1 else ""
    texts = {text.replace(leaf.it, "", 1) for leaf, text in zip(leaves_wrong, advice)}
    if not others:
        return advice[0]
    return f"{advice[0]} It is the same with {others}." if len(texts) == 1 else " ".join(advice)
