"""Find the name of a mistake, or, where there is none, what can be said of it.

In this order: a listed mistake; a general one; for results of several parts, one for each part; a small change of the
reference; two mistakes at once. Each must explain every case.
"""

import dataclasses
import itertools

import numpy as np

from dlcourse.checking import general, leaves
from dlcourse.checking.compare import is_number
from dlcourse.checking.contrast import contrast
from dlcourse.checking.elements import pattern
from dlcourse.checking.leaves import compare_row, explained_part, failing_leaves, pairs_of
from dlcourse.checking.naming import capital
from dlcourse.checking.slight import AT_A_BOUNDARY
from dlcourse.checking.specification import Edit
from dlcourse.checking.trials import same_behaviour, same_in_case

EXACT = (1e-9, 1e-12)  # relative and absolute: how close a small change of the reference has to come
MOST_RIGHT = 4  # right parts that are listed


def diagnose(exercise, trials, oracle):
    """(name, advice) of the mistake, or the two mistakes, that explain every case; or None.

    Parameters
    ----------
    exercise : Exercise
    trials : list of Trial
        Not all right.
    oracle : Oracle
        Of the same cases.
    """
    for mistake in exercise.mistakes:
        if same_behaviour(trials, oracle.trials(mistake)):
            return mistake.name, mistake.advice
    return (
        general.recognise(exercise, trials)
        or by_parts(exercise, trials, oracle)
        or slightly_changed(exercise, trials, oracle)
        or two_mistakes(exercise, trials, oracle)
    )


def teach(exercise, trials):
    """What the cases prove of an answer whose mistake has no name: which parts are wrong, where, in which cases."""
    wrong = failing_leaves(exercise, trials) or [] if not exercise.observe else []
    sentences = []
    if len(wrong) > 1 or right_parts(exercise, trials):
        names = _listed([leaf.name for leaf in wrong])
        right = right_parts(exercise, trials)
        if wrong:
            sentences.append(f"{capital(names)} {'is' if len(wrong) == 1 else 'are'} wrong{_and_right(right)}.")
    sentences.append(contrast(trials))
    for leaf in wrong:
        where = pattern(leaf)
        if where:
            numbers = f"The numbers of {leaf.name}" if leaf.name else "The numbers"
            sentences.append(f"{numbers} are wrong {where}, and right elsewhere.")
    return " ".join(filter(None, sentences))


# ---- parts of a result ----


def by_parts(exercise, trials, oracle):
    """A mistake for each wrong part of a result that has several parts, listed or general."""
    wrong = failing_leaves(exercise, trials) if not exercise.observe else None
    if not wrong or wrong[0].name == "":
        return None
    found = [(leaf, _of_part(exercise, leaf, trials, oracle)) for leaf in wrong]
    told = [(leaf, *item) for leaf, item in found if item]
    if not told:
        return None
    texts = []
    for (name, advice), group in itertools.groupby(told, key=lambda item: item[1:]):
        parts = [leaf.name for leaf, *_ in group]
        listed = not any(part in advice for part in parts)
        texts.append(f"In {_listed(parts)}: {name}. {advice}" if listed else advice)
    others = [leaf.name for leaf, item in found if not item]
    if others:
        texts.append(f"{capital(_listed(others))} {'is' if len(others) == 1 else 'are'} wrong in another way.")
    right = right_parts(exercise, trials)
    if right:
        texts.append(f"{capital(_listed(right))} {'is' if len(right) == 1 else 'are'} right.")
    return " and ".join(dict.fromkeys(name for _, name, _ in told)), " ".join(texts)


def _of_part(exercise, leaf, trials, oracle):
    """(name, advice) of what explains one part in all cases, or None."""
    for mistake in exercise.mistakes:
        if explained_part(exercise, leaf, trials, oracle.trials(mistake)):
            return mistake.name, mistake.advice
    return leaves.in_another_place(exercise, leaf, trials) or leaves.recognise(exercise, leaf)


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


def _and_right(right):
    return f"; {_listed(right)} {'is' if len(right) == 1 else 'are'} right" if right else ""


def _listed(names):
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


# ---- what nobody listed ----


def slightly_changed(exercise, trials, oracle):
    """A small change of the reference that gives exactly what came back."""
    if exercise.observe:
        return None
    evident = _evident(exercise, trials)
    for name, advice, variant in oracle.slight:
        if (evident or name in AT_A_BOUNDARY) and explains(trials, oracle, variant):
            return name, advice
    return None


def _evident(exercise, trials):
    """Whether what came back can be told from chance: two wrong numbers that differ, or a wrong shape."""
    found = set()
    for trial in trials:
        if trial.got.failure or trial.value_right:
            continue
        for _, expected, got in pairs_of(trial.expected_view, trial.got_view, exercise.names) or ():
            if is_number(expected) and is_number(got) and np.shape(expected) == np.shape(got):
                left, right = np.asarray(expected), np.asarray(got)
                wrong = ~trial.tolerance.allows(left, right)
                found |= set(zip(left[wrong].tolist(), right[wrong].tolist()))
            elif compare_row((expected, got, trial)):
                found |= {np.shape(expected), np.shape(got)}
    return len(found) > 1


def explains(trials, oracle, function):
    """Whether a function gives exactly what came back, in every case; the wrong ones are tried first."""
    order = sorted(range(len(trials)), key=lambda index: trials[index].value_right)
    for index in order:
        mine, tolerance = trials[index], trials[index].tolerance
        strict = dataclasses.replace(tolerance, rtol=min(tolerance.rtol, EXACT[0]), atol=min(tolerance.atol, EXACT[1]))
        if not same_in_case(mine, oracle.trial(function, index), strict):
            return False
    return True


def two_mistakes(exercise, trials, oracle):
    """Two listed mistakes that explain all cases together: in different cases, or both in one reference."""
    return _each_in_its_cases(exercise, trials, oracle) or _both_at_once(exercise, trials, oracle)


def _each_in_its_cases(exercise, trials, oracle):
    """Two mistakes that do not meet: every wrong case is explained by one of them."""
    wrong = [index for index, trial in enumerate(trials) if not trial.passed]
    covered = {}
    for mistake in exercise.mistakes:
        theirs = oracle.trials(mistake)
        same = {i for i in wrong if not trials[i].got.failure and same_in_case(trials[i], theirs[i])}
        if same:
            covered[mistake] = same
    for first, second in itertools.combinations(covered, 2):
        both = covered[first] | covered[second]
        if both == set(wrong) and covered[first] - covered[second] and covered[second] - covered[first]:
            return _both(first, second)
    return None


def _both_at_once(exercise, trials, oracle):
    """Two small changes of the reference, or one and a sign, a factor or the like."""
    if exercise.observe or not _evident(exercise, trials):
        return None
    edits = [mistake for mistake in exercise.mistakes if isinstance(mistake, Edit)]
    for first, second in itertools.combinations(edits, 2):
        function = oracle.both(first, second)
        if function and explains(trials, oracle, function):
            return _both(first, second)
    for mistake in exercise.mistakes:
        found = general.recognise_besides(exercise, trials, oracle.trials(mistake))
        if found:
            name, advice = found
            return f"{mistake.name}, and {name}", f"There are two mistakes. {mistake.advice} Besides: {advice}"
    return None


def _both(first, second):
    return f"{first.name}, and {second.name}", f"There are two mistakes. First: {first.advice} Second: {second.advice}"
