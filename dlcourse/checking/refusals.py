"""Cases that must be refused: the reference raises a ValueError there, and so should an answer.

They are judged apart from the others. Where an answer is wrong elsewhere, that is told alone; what it does with
arguments that make no sense counts once all else is right.
"""

from dataclasses import replace

from dlcourse.checking.compare import Difference, describe
from dlcourse.checking.runtime.plain import Opaque
from dlcourse.checking.show import show_call
from dlcourse.checking.status import Status

WANTED = "ValueError"
NOTHING, ANOTHER, SILENT = "nothing is refused", "another error", "an error that does not say which"


def is_refusal(outcome):
    """Whether the reference refuses a case, by its Outcome."""
    return bool(outcome.failure and outcome.failure.type == WANTED)


def judged(exercise, trial):
    """A Trial of such a case, with what differs: it passes if the answer raises a ValueError with the wanted words.

    Parameters
    ----------
    exercise : Exercise
        Its `refused(arguments)` gives the words, if there is any that the message must hold.
    trial : Trial
        With the Outcomes only.
    """
    words = _words(exercise, trial)
    trial.expected_view = Opaque("error", f"a {WANTED}" + (f" that says {' and '.join(words)}" if words else ""))
    failure, trial.got_view = trial.got.failure, Opaque("error", "no error")
    if not failure:
        text = f"These arguments should be refused with a {WANTED}; {describe(trial.got.value)} came back."
        trial.difference = Difference("none", "", text)
        return trial
    trial.got_view = Opaque("error", f"{failure.type}: {failure.message[:200]}")
    trial.got = replace(trial.got, failure=None)  # here an error is an answer
    if failure.type != WANTED:
        trial.difference = Difference("type", "", f"These arguments should be refused with a {WANTED}.")
    elif any(word not in failure.message for word in words):
        trial.difference = Difference("values", "", f"The message should say {' and '.join(words)}.")
    return trial


def tell(exercise, trial, verdict, *, secret=False):
    """Name what is wrong with an answer that is right in all other cases.

    Parameters
    ----------
    exercise : Exercise
    trial : Trial
        One that :func:`judged` has found wanting.
    verdict : Verdict
        To be filled in.
    secret : bool
        Whether the advice must tell nothing of the case.

    Returns
    -------
    Verdict
        The same, filled in.
    """
    kind, words = trial.difference.kind, () if secret else _words(exercise, trial)
    verdict.call = show_call(exercise.name, trial.arguments, list(trial.arguments)[:1])
    verdict.status, verdict.message = Status.WRONG, trial.difference.message
    verdict.expected, verdict.got = trial.expected_view.text, trial.got_view.text
    verdict.diagnosis = {"none": NOTHING, "type": ANOTHER, "values": SILENT}[kind]
    says = f", and let its message name {' and '.join(words)}" if words else ""
    verdict.advice = {
        "none": f"All else is right. Whoever calls this with arguments that make no sense gets a result all the same, "
        f"and learns of it much later, if ever: raise a {WANTED} then{says}.",
        "type": f"All else is right. An error comes, but not the one that the text asks for: look before you "
        f"calculate, and raise a {WANTED}{says}.",
        "values": "All else is right, and an error comes. But whoever reads it should know at once what to mend: raise "
        f"your own {WANTED} before NumPy or Python does{says}.",
    }[kind]
    return verdict


def _words(exercise, trial):
    return tuple(map(str, exercise.refused(trial.arguments))) if exercise.refused else ()
