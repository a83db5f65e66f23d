"""Slips that are read from the source of a wrong answer, where its results alone do not say what is wrong.

A rule gives advice only for what the source proves: that a line has no effect, that a loop ends in its first round.
Whether that is all that is wrong, nobody can tell from the source; so what the results show comes first, except for
names that only describe them.
"""

from dlcourse.checking.slips import integers, loops, thrown_away
from dlcourse.checking.slips.source import Source
from dlcourse.checking.trials import shown

# General mistakes that say what came back, and not why: a slip in the source says more.
SYMPTOMS = {
    *("missing return", "all zeros", "scalar instead of array", "integer truncation", "wrong dtype", "numeric warning"),
    *("NaN or overflow", "input changed in place", "list instead of array"),
}
RULES = {**thrown_away.RULES, **loops.RULES}


def diagnose(exercise, trials, source, found):
    """(name, advice) for a wrong answer: what was found from its results, or a slip in its source that says more.

    Parameters
    ----------
    exercise : Exercise
    trials : list of Trial
    source : Source or None
        The answer as it was written.
    found : Found or None
        From the results.

    Returns
    -------
    tuple or None
        Name and advice first.
    """
    says_more = found and found.name not in SYMPTOMS and found.origin != "change"
    if shown(trials).got.failure or says_more:
        return found
    source = source or Source()
    advice = integers.taken_over(exercise, trials, source)
    if advice:
        return integers.NAME, advice
    if source.definition is None:
        return found
    for name, rule in RULES.items():
        advice = rule(source, trials)
        if advice:
            return name, advice
    return found
