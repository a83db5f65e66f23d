"""Bounds on what a submission may put into the grade book, on pages and into tables.

Texts that come from a submission may be of any length, and there may be any number of them. What is kept of an
outcome is cut here once, before it is stored, so that nothing that is made from the book grows with what a student
wrote.
"""

import itertools

TEXT = 2_000  # signs of a text
LONGER = {"printed": 10_000, "got": 4_000, "expected": 4_000, "call": 4_000, "code": 4_000}
SHORTER = {"name": 300, "exercise": 200, "status": 40, "fingerprint": 200}
ITEMS = {"results": 100, "notes": 30}  # of a list
FEW = 50  # of other lists, and of dicts
MESSAGE = 80  # of a stranger's text in a message
TOTAL = 1_000_000  # signs of an outcome; beyond that short texts stay, such as a status, and what is nested goes
DEPTH = 6
NESTED = 3  # what a result holds: an outcome has depth 0, its lists 1, their items 2
KEY = 60
LARGEST = 2**53  # what JSON keeps of a whole number everywhere
CUT = " … (cut)"


def bounded(outcome):
    """The same outcome, with every text cut to a bound, at most so many items in every list, and a bound on it all.

    Parameters
    ----------
    outcome : dict
        As from `grade_one`: JSON values, whatever their size. What is none becomes text.

    Returns
    -------
    dict
    """
    return _Copy().dict(outcome, 0)


def cut(text, most=TEXT):
    """A text, with what is beyond `most` signs left out and that said."""
    return text if len(text) <= most else text[: max(most - len(CUT), 0)] + CUT


def short(text):
    """A stranger's text for a message, cut if it is long."""
    return text if len(text) <= MESSAGE else f"{text[: MESSAGE - 1]}…"


def quoted(text):
    """The same on one line, in quotation marks."""
    return repr(short(" ".join(str(text).split())))


class _Copy:
    """A copy in the making, and how many signs it may still hold."""

    def __init__(self):
        self.left = TOTAL

    def text(self, text, most):
        kept = cut(text, min(most, max(self.left, KEY)))
        self.left -= len(kept)
        return kept

    def value(self, value, key, depth):
        self.left -= 8  # numbers and signs around it
        if value is None or isinstance(value, bool | float):
            return value
        if isinstance(value, int):
            return value if abs(value) <= LARGEST else float(LARGEST if value > 0 else -LARGEST)
        if isinstance(value, str):
            return self.text(value, LONGER.get(key, SHORTER.get(key, TEXT)))
        if depth >= DEPTH:
            return "…"
        is_whole = self.left > 0 or depth < NESTED
        if isinstance(value, dict):
            return self.dict(value if is_whole else {}, depth)
        if isinstance(value, list | tuple):
            return self.list(value if is_whole else [], key, depth)
        return f"a {type(value).__name__[:60]}"

    def dict(self, values, depth):
        kept = itertools.islice(values.items(), FEW)
        return {str(key)[:KEY]: self.value(item, key, depth + 1) for key, item in kept}

    def list(self, values, key, depth):
        most = ITEMS.get(key, FEW)
        kept = [self.value(item, key, depth + 1) for item in values[:most]]
        if key == "notes" and len(values) > most:
            kept[-1] = f"… and {len(values) - most + 1} more notes."
        return kept
