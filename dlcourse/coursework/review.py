"""Old questions once more: which ones, how they are shown, and what is said of an answer.

To call something to mind again, some time later, keeps it better than to read it again. Options come in another order,
and numbers are others where a question can draw them: what is to be recalled is the idea, not the letter.
"""

import re
from dataclasses import dataclass, field

from dlcourse.checking.check import check
from dlcourse.checking.guesses import plain_number
from dlcourse.checking.naming import capital
from dlcourse.checking.question import Question
from dlcourse.checking.status import Status
from dlcourse.coursework.plain import plain
from dlcourse.coursework.question_texts import question_text, stands_alone
from dlcourse.exercises import all_exercises

LAST = re.compile(r"(All|None|Both|Neither|Nothing)\b")  # an option that speaks of the others stays behind them


def due(entries, rng, count):
    """The questions that were right, from what was right or asked longest ago.

    Questions that need the pictures and tables around them are left out, unless they can draw numbers of their own.

    Parameters
    ----------
    entries : dict
        By id, as in a progress file.
    rng : numpy.random.Generator
        Decides between questions of the same time, as those whose time was not noted.
    count : int

    Returns
    -------
    list of Question
    """
    found = []
    for question in all_exercises():
        entry = entries.get(question.id, {})
        if isinstance(question, Question) and entry.get("score", 0) >= question.points and can_be_asked(question):
            found.append((max(entry.get("when", 0), entry.get("reviewed", 0)), rng.random(), question))
    return [question for *_, question in sorted(found, key=lambda item: item[:2])[:count]]


def can_be_asked(question):
    """Whether a question can be understood by itself."""
    return bool(question.draw) or stands_alone(question_text(question.id))


@dataclass
class Asked:
    """A question as it is asked this time.

    Parameters
    ----------
    question : Question
    text : str
    options, reasons : dict
        What is shown: letter to text, digit to text; {} where a number is asked for.
    meant : dict
        Letter or digit that is shown -> the one of the specification.
    right : float, optional
        The right number, where the numbers are new.
    """

    question: Question
    text: str
    options: dict = field(default_factory=dict)
    reasons: dict = field(default_factory=dict)
    meant: dict = field(default_factory=dict)
    right: float | None = None

    @property
    def wanted(self):
        """How it is answered, in a few words."""
        if self.reasons:
            return "a letter and a digit, as a2"
        return "a letter" if self.options else "a number"

    def read(self, text):
        """What was typed, as an answer to the question.

        Raises
        ------
        ValueError
            If it is none; the message says what is wanted.
        """
        text = text.strip().strip("\"'").lower()
        if not self.options:
            return _number(text)
        keys = re.sub(r"\W", "", text)
        wanted = (self.options, self.reasons) if self.reasons else (self.options,)
        if len(keys) != len(wanted) or any(key not in part for key, part in zip(keys, wanted, strict=True)):
            listed = " and ".join(f"one of {', '.join(part)}" for part in wanted)
            raise ValueError(f"Want {listed}.")
        return "".join(self.meant[key] for key in keys)

    def judge(self, answer):
        """Whether an answer is right, and what to say of it.

        Parameters
        ----------
        answer : str, float or None
            As from `read`; None for a question that was skipped.

        Returns
        -------
        tuple (bool, list of str)
        """
        if answer is None:
            return False, [self._solution()]
        question = self.question
        if self._is_right(answer):
            return True, [f"Right. Worth keeping: {plain(question.solved)}"]
        advice = "" if self.right is not None else _advice(question, answer)
        return False, [f"Not the answer. {advice}".rstrip(), self._solution()]

    def _is_right(self, answer):
        if self.options:
            return answer == self.question.right
        if self.right is None:
            return check(self.question, answer).status == Status.CORRECT
        return abs(answer - self.right) <= max(self.question.rtol * abs(self.right), self.question.atol)

    def _solution(self):
        if not self.options:
            return f"It is {plain_number(self.question.right if self.right is None else self.right)}."
        shown = {meant: key for key, meant in self.meant.items()}
        parts = [(part, shown[key]) for part, key in zip((self.options, self.reasons), self.question.right)]
        return " ".join(f"It is {key}: {part[key]}" for part, key in parts)


def ask(question, rng):
    """A question as Asked: with its options in another order, and with new numbers where it can draw them."""
    if question.draw:
        text, right = question.draw(rng)
        return Asked(question, plain(text), right=float(right))
    options, meant = _shuffled(question.options, rng)
    reasons, meant_reasons = _shuffled(question.reasons, rng)
    return Asked(question, question_text(question.id), options, reasons, meant | meant_reasons)


def _shuffled(options, rng):
    """The texts under the same letters in another order, and for each letter the one it had."""
    keys = list(options)
    order = sorted(rng.permutation(len(keys)), key=lambda index: bool(LAST.match(options[keys[index]])))
    meant = {shown: keys[index] for shown, index in zip(keys, order, strict=True)}
    return {shown: plain(options[key]) for shown, key in meant.items()}, meant


def _advice(question, answer):
    """The advice of the mistake that gives this answer; "" where none is known."""
    for mistake in question.mistakes:
        same = mistake.answer == answer
        if not question.options:
            same = abs(mistake.answer - answer) <= max(question.rtol * abs(mistake.answer), question.atol)
        if same:
            return f"{capital(mistake.name)}: {plain(mistake.advice)}"
    return ""


def _number(text):
    """A number as people type it: 0.25, -3, 1e-3, 1/4."""
    parts = text.replace("−", "-").split("/")
    try:
        numbers = [float(part) for part in parts]
        number = numbers[0] / numbers[1] if len(numbers) == 2 else numbers[0]
    except (ValueError, ZeroDivisionError):
        number = float("nan")
    if len(parts) > 2 or not abs(number) < float("inf"):
        raise ValueError("Want a number, with a point, as 0.25, or a fraction, as 1/4.")
    return number
