"""The controls of explorers: what they are called, what they can be, and how a value is printed and spoken.

A front end knows a control by what `described` gives: numbers reach it as places in a list of printed values, so that
it says what is printed and never 2.000000000000001.
"""

import contextlib
import numbers

import numpy as np
from traitlets import Any, HasTraits, TraitError, validate

from dlcourse.figures.style import number

FAR = 1e9  # what lies beyond the ends of a control becomes an end; what lies farther is no number for it


def is_number(value, low, high):
    """Is it a number between two ends? A page can send anything, and NaN is between none."""
    return isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_)) and low <= value <= high


class _Checked(Any):
    allow_none = False  # or traitlets would let None pass unseen


class Control(HasTraits):
    """What all controls share: a label, and a value that can be observed.

    Parameters
    ----------
    label : str
        What it is called, on the page and for a screen reader.
    value : object
    """

    kind = ""
    value = _Checked()

    def __init__(self, label, value):
        self.label = label
        super().__init__(value=value)

    @validate("value")
    def _fitting(self, proposal):
        return self.fitting(proposal["value"])

    def fitting(self, value):
        """The value as the control keeps it.

        Raises
        ------
        TraitError
            If it can't be one.
        """
        return value

    @property
    def texts(self):
        """The values one can choose, as printed."""
        return []

    @property
    def sent(self):
        """The value as a front end has it."""
        return self.value

    def take(self, sent):
        """Set what a front end sent; what can be no value is ignored."""
        self.value = sent

    def described(self, name):
        """All that a front end needs to show it: plain data."""
        return {"name": name, "kind": self.kind, "label": self.label, "texts": self.texts}


class _Places(Control):
    """A control whose value is one of several, in an order."""

    @property
    def sent(self):
        return self.options.index(self.value)

    def take(self, sent):
        if is_number(sent, 0, len(self.options) - 1) and sent == int(sent):
            self.value = self.options[int(sent)]


class Choice(_Places):
    """A menu of names; a slider with few stops if `kind` says so.

    Parameters
    ----------
    label : str
    options : sequence
        The values; a pair (text, value) where something else is printed.
    value : object
    """

    def __init__(self, label, options, value, kind="menu"):
        pairs = [option if isinstance(option, tuple) else (str(option), option) for option in options]
        self.kind, self._texts, self.options = kind, [text for text, _ in pairs], [each for _, each in pairs]
        super().__init__(label, value)

    @property
    def texts(self):
        return self._texts

    def fitting(self, value):
        if value not in self.options:
            raise TraitError(f"{self.label} can't be {value!r}: want one of {', '.join(self._texts)}")
        return value


class Slider(_Places):
    """A number between two ends, in equal steps.

    Parameters
    ----------
    label : str
    value, low, high, step : int or float
        Whole numbers if all are whole.
    """

    kind = "slider"

    def __init__(self, label, value, low, high, step):
        self.min, self.max, self.step = low, high, step
        self.whole = all(isinstance(each, int) for each in (value, low, high, step))
        stops = np.arange(round((high - low) / step) + 1)
        self.options = [low + step * int(k) if self.whole else round(low + step * int(k), 9) for k in stops]
        super().__init__(label, value)

    @property
    def texts(self):
        digits = 0 if self.whole else 2 if self.step < 0.1 else 1
        return [number(value, digits) for value in self.options]

    def fitting(self, value):
        """The nearest stop; the ends for what lies beyond."""
        if not is_number(value, -FAR, FAR):
            raise TraitError(f"{self.label} can't be {value!r}: want a number from {self.min} to {self.max}")
        return min(self.options, key=lambda stop: abs(stop - value))


class Typed(Control):
    """A line to type in, with some texts to choose from.

    Parameters
    ----------
    label, value : str
    options : sequence of str
        Texts that are offered.
    """

    kind = "text"
    MOST = 1000  # characters; more cannot be shown, and a page can send anything

    def __init__(self, label, value, options):
        self.options = list(options)
        super().__init__(label, value)

    @property
    def texts(self):
        return self.options

    def fitting(self, value):
        # Half a character of two, which a page can send, could not be sent back.
        return str(value)[: self.MOST].encode("utf-8", "ignore").decode("utf-8")

    def take(self, sent):
        if isinstance(sent, str):
            self.value = sent


class Pad(Control):
    """A sheet to draw on; its value is a list of lines, each a list of points (x, y) from 0 to 1.

    Parameters
    ----------
    label : str
    value : list of list of (x, y)
    """

    kind = "pad"
    MOST = 5000  # points, and lines

    def __init__(self, label, value=()):
        super().__init__(label, value)

    def fitting(self, value):
        complaint = self._complaint(value)
        if complaint:
            raise TraitError(f"{self.label} {complaint}")
        return [
            [tuple(round(min(max(float(at), 0.0), 1.0), 4) for at in point) for point in line]
            for line in value
            if len(line)
        ]

    def take(self, sent):
        if not self._complaint(sent):
            self.value = sent

    def _complaint(self, value):
        """Why it can be no drawing; "" if it is one."""
        rows = (list, tuple, np.ndarray)
        if not isinstance(value, rows) or not all(isinstance(line, rows) for line in value):
            return f"can't be {value!r:.60}: want a list of lines, each a list of points (x, y)"
        if max(len(value), sum(map(len, value))) > self.MOST:
            return f"can't hold more than {self.MOST} points: draw fewer lines"
        for line in value:
            for point in line:
                if not isinstance(point, rows) or len(point) != 2 or not all(is_number(at, -FAR, FAR) for at in point):
                    return f"can't have the point {point!r:.60}: want two numbers from 0 to 1"
        return ""

    @property
    def sent(self):
        return [[list(point) for point in line] for line in self.value]


class Board(Control):
    """A board with a stone on some squares; its value are the squares that a person chose, in turn, of 0, 1, ....

    Parameters
    ----------
    label : str
    rows, columns : int
    position : function
        ``position(moves) -> (marks, over)``: what is written on each square once the other has answered, a list of str,
        "" on an empty one, and whether the game is over. Raises TraitError for moves that can't be.
    value : sequence of int
    """

    kind = "board"

    def __init__(self, label, rows, columns, position, value=()):
        self.rows, self.columns, self.position = rows, columns, position
        super().__init__(label, value)

    def fitting(self, value):
        squares = self.rows * self.columns
        if not isinstance(value, (list, tuple)) or len(value) > squares:
            raise TraitError(f"{self.label} can't be {value!r:.60}: want a list of squares")
        for move in value:
            if not is_number(move, 0, squares - 1) or move != int(move):
                raise TraitError(f"{self.label} has no square {move!r:.60}: want whole numbers from 0 to {squares - 1}")
        moves = tuple(int(move) for move in value)
        self.position(moves)
        return moves

    def take(self, sent):
        with contextlib.suppress(TraitError):
            if isinstance(sent, dict):
                self.value = sent.get("moves")

    @property
    def sent(self):
        marks, over = self.position(self.value)
        return {"moves": list(self.value), "marks": list(marks), "over": bool(over)}

    def described(self, name):
        return super().described(name) | {"rows": self.rows, "columns": self.columns}


class Wheel(Control):
    """A steering wheel; its value is how it was turned, in turn: -1 a notch to the left, 0 held, 1 to the right.

    Parameters
    ----------
    label : str
    value : sequence of int
    """

    kind = "wheel"
    MOST = 400  # turns

    def __init__(self, label, value=()):
        super().__init__(label, value)

    def fitting(self, value):
        if not isinstance(value, (list, tuple)) or len(value) > self.MOST:
            raise TraitError(f"{self.label} can't be {value!r:.60}: want a list of at most {self.MOST} turns")
        for turn in value:
            if not is_number(turn, -1, 1) or turn != int(turn):
                raise TraitError(f"{self.label} can't be turned by {turn!r:.60}: want -1, 0 or 1")
        return tuple(int(turn) for turn in value)

    def take(self, sent):
        with contextlib.suppress(TraitError):
            self.value = sent

    @property
    def sent(self):
        return list(self.value)

    def described(self, name):
        return super().described(name) | {"most": self.MOST}
