"""What is said of an answer that is right in the notebook's cases and wrong in the hidden ones: the name of a mistake.

The process that sent the wrong results held the hidden inputs, and may have put them into whatever it sent. So only
texts that were there before are said: of the exercise, of the rules, and of the notebook itself. What came back
chooses between them and adds nothing.
"""

from dlcourse.checking import slips
from dlcourse.checking.faults import STILL_THERE, texts
from dlcourse.checking.python_errors import advice_on
from dlcourse.checking.slips import integers
from dlcourse.checking.status import Status

# The general mistakes, in words that name no number, argument or part.
GENERAL = {
    "missing return": "The function returns nothing. Does it end with `return` on every path?",
    "swapped return values": "The returned values are right, but in the wrong order: see the docstring.",
    "one value of several": "Only one of the values that are wanted comes back.",
    "too many values returned": "What is wanted comes back, and something besides.",
    "list instead of array": "A list comes back where an array is wanted: `np.array(...)` makes one.",
    "scalar instead of array": "A single number comes back where an array is wanted.",
    "wrong dtype": "The numbers are right, but of another type than is wanted.",
    "wrong sign": "The result has exactly the wrong sign: a minus is missing or one too many.",
    "all zeros": "The result is 0 everywhere. Is what was calculated also what is returned?",
    "constant factor": "The result is the right one times the same number: a factor is missing or one too many.",
    "transposed": "The result is transposed: rows and columns are exchanged.",
    "NaN or overflow": "The result is nan or inf in some places: look for a division by 0, a logarithm of 0, the root "
    "of a number below 0, or exp of a huge number.",
    "integer truncation": "The decimals are lost. An array of integers holds none: one made like an integer array "
    "(`np.zeros_like`) drops them, and so do `//`, `int` and `np.round`.",
    "constant offset": "The result is the right one plus the same number: something is added or left out.",
    "input changed in place": "The result is right, but the call changes the caller's own data. Work on a copy.",
    "argument handed back": "The values are right, but what comes back shares its numbers with an argument. The "
    "docstring promises new arrays.",
    "generator not used": "The random numbers must come from the generator that is handed in.",
    "numeric warning": "The values are right, but on the way NumPy warns: an intermediate number is out of range.",
    "wrong axis": "Something runs along the wrong axis. Check every `axis=`: 0 goes down the columns, 1 along the "
    "rows.",
    "missing bias": "This is exactly what comes out when the bias is 0: it is never added.",
    "height and width exchanged": "The height and the width of every picture change places.",
    "argument not used": "An argument plays no part in your answer. Use it in the formula.",
    "arguments exchanged": "Two arguments change places.",
}
OF_THE_SOURCE = {*slips.RULES, integers.NAME}  # these rules quote the notebook, not what came back


def named(exercise, oracle, verdict, outcomes, source):
    """(name, advice) of the mistake that a Verdict on hidden cases names, or ("", "").

    Parameters
    ----------
    exercise : Exercise
    oracle : Oracle
        Of the hidden cases.
    verdict : Verdict
        As it was found; none of its texts is taken over, unless it stems from the source.
    outcomes : list of Outcome
        What came back: the errors in it count.
    source : Source or None
        The answer as it was written.
    """
    name = verdict.diagnosis
    if name == STILL_THERE and verdict.advice in texts(exercise):
        return name, verdict.advice
    listed = {mistake.name: mistake.advice for mistake in exercise.mistakes}
    if name in listed:
        return name, listed[name]
    if verdict.status == Status.ERROR:
        failures = [outcome.failure for outcome in outcomes if outcome.failure]
        found = [advice_on(failure, exercise, source, secret=True) for failure in failures]
        return next((item for item in found if item and item[0] == name), ("", ""))
    if name in OF_THE_SOURCE and name not in GENERAL:
        return name, verdict.advice
    if name in GENERAL:
        return name, GENERAL[name]
    changes = {change: advice for change, advice, _ in oracle.slight} if name else {}
    return (name, changes[name]) if name in changes else ("", "")
