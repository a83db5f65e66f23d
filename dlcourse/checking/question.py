"""What a question is: a choice, a number, or a claim with its reason; the right answer, and known wrong ones."""

from collections.abc import Callable
from dataclasses import dataclass, field

from dlcourse.checking.asked import Specification
from dlcourse.checking.mistakes import Mistake

BLANK = ...  # the answer of a question that is not attempted
MOST_CLAIMS = 3  # and reasons, of an explanation


@dataclass(kw_only=True, eq=False)
class Question(Specification):
    """A question that is answered with a letter or a number; made by `choice`, `number` and `explain`.

    Parameters
    ----------
    points, hints, solved, rtol, atol, id
        As of `Specification`.
    right : str or number
    options : dict
        For a choice: letter to text. For an explanation: the claims.
    reasons : dict
        For an explanation: digit to text. It is answered with a letter and a digit, as "a2".
    draw : function, optional
        For a number: `draw(rng) -> (text, number)`, the same question with other numbers, for `dlcourse review`.
    """

    right: object
    options: dict = field(default_factory=dict)
    reasons: dict = field(default_factory=dict)
    draw: Callable | None = None


def choice(options, *, right, wrong, hints, solved, points=1, since=1, **others):
    """A question with a choice: `wrong` gives for each other letter (name of the mistake, advice)."""
    mistakes = [Mistake(name, advice, letter) for letter, (name, advice) in wrong.items()]
    shown = {"hints": hints, "solved": solved, "points": points, "since": since}
    return Question(options=options, right=right, mistakes=mistakes, **shown, **others)


def number(right, *, wrong, hints, solved, points=1, rtol=1e-3, atol=1e-6, since=1, **others):
    """A question whose answer is a number: `wrong` gives known wrong ones as (name, advice, value)."""
    mistakes = [Mistake(*entry) for entry in wrong]
    shown = {"hints": hints, "solved": solved, "points": points, "since": since}
    return Question(right=right, mistakes=mistakes, rtol=rtol, atol=atol, **shown, **others)


def explain(claims, reasons, *, right, wrong, hints, solved, points=2, since=1, **others):
    """A claim and a reason in one choice, as "a2".

    Parameters
    ----------
    claims, reasons : dict
        Letter to text, and digit to text: at most three each.
    right : str
        The letter of the claim and the digit of the reason.
    wrong : dict
        For each other letter and each other digit: (name of the mistake, advice). Where both are wrong, both are told.
    hints, solved, points, since, **others
        As of `Specification`.

    Raises
    ------
    ValueError
        If there are too many claims or reasons, or if one has no advice.
    """
    if not (2 <= len(claims) <= MOST_CLAIMS and 2 <= len(reasons) <= MOST_CLAIMS):
        raise ValueError(f"{len(claims)} claims and {len(reasons)} reasons: want 2 to {MOST_CLAIMS} of each")
    if set(wrong) != {*claims, *reasons} - set(right):
        raise ValueError(f"wrong has {sorted(wrong)}: want advice on every other claim and every other reason")
    mistakes = [_wrong_pair(claim + reason, right, wrong) for claim in claims for reason in reasons]
    shown = {"hints": hints, "solved": solved, "points": points, "since": since, "form": "explain"}
    found = [mistake for mistake in mistakes if mistake]
    return Question(options=claims, reasons=reasons, right=right, mistakes=found, **shown, **others)


def _wrong_pair(answer, right, wrong):
    """The Mistake of a claim and a reason of which one is wrong, or both; None for the right ones."""
    parts = [wrong[given] for given, wanted in zip(answer, right, strict=True) if given != wanted]
    names, advice = [name for name, _ in parts], [text for _, text in parts]
    return Mistake(", and ".join(names), " ".join(advice), answer) if parts else None
