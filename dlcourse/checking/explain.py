"""Find the name of a mistake, or, where there is none, what can be said of it.

In this order: a listed mistake; a general one; a small change of the reference; for results of several parts, one of
these for each part; two mistakes at once. Each must explain every case.
"""

import dataclasses
import itertools
from typing import NamedTuple

import numpy as np

from dlcourse.checking import arguments, general, parts
from dlcourse.checking.contrast import contrast
from dlcourse.checking.elements import pattern
from dlcourse.checking.leaves import compare_row, failing_leaves, pairs_of, wrong_places
from dlcourse.checking.mistakes import Edit
from dlcourse.checking.slight import AT_A_BOUNDARY
from dlcourse.checking.trials import same_behaviour, same_in_case

LEFT = "Once that is mended, this is left:"
MOST_EDITS = 16  # of an exercise that are tried in pairs: 120 pairs
EXACT = (1e-9, 1e-12)  # relative and absolute: how close a small change of the reference has to come


class Found(NamedTuple):
    """What explains a wrong answer, and how it was found.

    As "listed" from its values; as "general"; as a small "change" of the reference or its arguments; as "several"
    mistakes, in parts or in cases; or as "errors", if it raises what a listed one raises, where that does.
    """

    name: str
    advice: str
    origin: str


def diagnose(exercise, trials, oracle):
    """The mistake, or the two mistakes, that explain every case: Found or None.

    Parameters
    ----------
    exercise : Exercise
    trials : list of Trial
        Not all right.
    oracle : Oracle
        Of the same cases.
    """
    known = listed(exercise, trials, oracle)
    if known:
        return Found(*known, "listed")
    whole, origin = general.recognise(exercise, trials), "general"
    if not whole:
        whole = arguments.recognise(exercise, trials) or slightly_changed(exercise, trials, oracle)
        origin = "change"
    if whole:
        name, advice = whole
        rest = parts.right_sentence(exercise, trials) if name not in general.FIRST else ""
        return Found(name, f"{advice} {rest}".strip(), origin)
    found = by_several(exercise, trials, oracle) or by_errors(exercise, trials, oracle)
    undrawn = "" if found else general.other_numbers_drawn(exercise, trials)
    return Found("generator not used", undrawn, "general") if undrawn else found


def listed(exercise, trials, oracle, errors=False):
    """(name, advice) of the first listed mistake that behaves as the answer does, or None."""
    for exact in (True, False):
        for mistake in exercise.mistakes:
            for answer in (mistake.answer, *mistake.others):
                if same_behaviour(trials, oracle.trials(answer), exact, errors):
                    return mistake.name, mistake.advice
    return None


def by_errors(exercise, trials, oracle):
    """A listed mistake that raises the same errors in the same cases, and is right in the others."""
    found = listed(exercise, trials, oracle, errors=True) if any(trial.got.failure for trial in trials) else None
    return found and Found(*found, "errors")


def by_several(exercise, trials, oracle):
    """A mistake for each part of the result, or two at once."""
    if exercise.observe:
        return None
    told = parts.explained(exercise, trials, oracle)
    by_parts = told and Found(told.name, told.advice, "several")
    if told and not told.unexplained:
        return by_parts
    both = two_mistakes(exercise, trials, oracle)
    return Found(*both, "several") if both else by_parts


def teach(exercise, trials):
    """What the cases prove of an answer whose mistake has no name: which parts are wrong, where, in which cases."""
    wrong = [] if exercise.observe else failing_leaves(exercise, trials) or []
    right = parts.right_parts(exercise, trials) if wrong else []
    sentences = [parts.sentence([leaf.name for leaf in wrong], right)] if right or len(wrong) > 1 else []
    sentences.append(contrast(exercise, trials))
    for leaf in wrong:
        where = pattern(leaf)
        if where:
            numbers = f"The numbers of {leaf.name}" if leaf.name else "The numbers"
            sentences.append(f"{numbers} are wrong {where}, and right elsewhere.")
    return " ".join(filter(None, sentences))


def slightly_changed(exercise, trials, oracle):
    """A small change of the reference that gives exactly what came back."""
    if exercise.observe or not any(_is_wrong_value(trial) for trial in trials):
        return None  # what is observed, or raised, is too little to tell one change from another
    evident = _evident(exercise, trials)
    for name, advice, variant in oracle.slight:
        if (evident or name in AT_A_BOUNDARY) and explains(trials, oracle, variant):
            return name, advice
    return None


def _is_wrong_value(trial):
    return not (trial.got.failure or trial.value_right)


def _evident(exercise, trials, shapes=True):
    """Whether what came back can be told from chance: two wrong numbers that differ, or (if allowed) a wrong shape."""
    found = set()
    for trial in filter(_is_wrong_value, trials):
        for _, expected, got in pairs_of(trial.expected_view, trial.got_view, exercise.names) or ():
            wrong = wrong_places(expected, got, trial)
            if wrong is not None:
                found |= set(zip(np.asarray(expected)[wrong].tolist(), np.asarray(got)[wrong].tolist()))
            elif shapes and compare_row((expected, got, trial)):
                found |= {"what was expected", "something of another kind or shape"}
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
        theirs = oracle.trials(mistake.answer)
        same = {i for i in wrong if not trials[i].got.failure and same_in_case(trials[i], theirs[i])}
        if same:
            covered[mistake] = same
    for first, second in itertools.combinations(covered, 2):
        own = [[trials[i] for i in sorted(covered[a] - covered[b])] for a, b in ((first, second), (second, first))]
        if covered[first] | covered[second] == set(wrong) and all(
            _evident(exercise, cases, shapes=False) for cases in own
        ):
            return _both(first, second)
    return None


def _both_at_once(exercise, trials, oracle):
    """Two small changes of the reference, or one and a sign, a factor or the like."""
    if not _evident(exercise, trials):
        return None
    edits = [mistake for mistake in exercise.mistakes if isinstance(mistake, Edit)][:MOST_EDITS]
    for first, second in itertools.combinations(edits, 2):
        function = oracle.both(first, second)
        if function and explains(trials, oracle, function) and _needs_both(trials, oracle, first, second):
            return _both(first, second)
    for mistake in exercise.mistakes:
        found = general.recognise_besides(exercise, trials, oracle.trials(mistake.answer))
        if found:
            name, advice = found
            return f"{mistake.name}, and {name}", f"There are two mistakes. {mistake.advice} {LEFT} {advice}"
    return None


def _needs_both(trials, oracle, first, second):
    """Whether there are two cases that neither mistake explains alone, or all that are wrong."""
    wrong = [index for index, trial in enumerate(trials) if _is_wrong_value(trial)]
    alone = [oracle.trials(mistake.answer) for mistake in (first, second)]
    needing = [i for i in wrong if not any(same_in_case(trials[i], theirs[i]) for theirs in alone)]
    return len(needing) >= min(2, len(wrong))


def _both(first, second):
    return f"{first.name}, and {second.name}", f"There are two mistakes. First: {first.advice} Second: {second.advice}"
