"""Slips that are read from the source of a wrong answer, where its results alone do not say what is wrong.

A rule gives advice only for what the source proves: that a line has no effect, that a loop ends in its first round.
Whether that is all that is wrong, nobody can tell from the source; so what the results show comes first, except for
names that only describe them.
"""

from dlcourse.checking.slips import integers, loops, thrown_away, unread
from dlcourse.checking.slips.source import Source
from dlcourse.checking.trials import shown

# General mistakes that say what came back, and not why: a slip in the source says more.
SYMPTOMS = {
    *("missing return", "all zeros", "scalar instead of array", "integer truncation", "wrong dtype", "numeric warning"),
    *("NaN or overflow", "input changed in place", "list instead of array"),
}
RULES = {**thrown_away.RULES, **loops.RULES}
# The source proves that these do what nobody wants: they come before whatever the results look like.
CAUSES = ("a result that is thrown away", "`return` inside of the loop")


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
    if shown(trials).got.failure:
        return found
    source = source or Source()
    causes = {name: rule for name, rule in RULES.items() if name in CAUSES}
    proved = _first(causes, source, trials)
    if proved or (found and found.name not in SYMPTOMS and found.origin != "change"):
        return proved or found
    advice = integers.taken_over(exercise, trials, source)
    if advice:
        return integers.NAME, advice
    advice = "" if found else unread.replaced(exercise, source)
    return _first(RULES, source, trials) or ((unread.NAME, advice) if advice else found)


def _first(rules, source, trials):
    """(name, advice) of the first rule that sees something in the source, or None."""
    for name, rule in rules.items() if source.definition is not None else ():
        advice = rule(source, trials)
        if advice:
            return name, advice
    return None
