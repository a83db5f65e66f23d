"""Guesses before an experiment: a number or a choice that the learner commits to. Nobody grades them."""

import math
from dataclasses import dataclass, field


@dataclass(kw_only=True, eq=False)
class Guess:
    """What is guessed before an experiment.

    Parameters
    ----------
    asks : str
        What is guessed, in a few words that fit a figure and a table, as "steps that Adam needs".
    unit : str
        Of a number, as "steps"; "" if it has none.
    between : (float, float)
        For a number: what is outside of it cannot be meant, and is asked for again.
    options : dict
        For a choice: letter to text; {} for a number.
    id : str
        Lesson and name: given by the place where it stands.
    """

    asks: str
    unit: str = ""
    between: tuple = (float("-inf"), float("inf"))
    options: dict = field(default_factory=dict)
    id: str = ""

    @property
    def kind(self):
        """ "choice" or "number"."""
        return "choice" if self.options else "number"

    def read(self, value):
        """What a learner gave, as a float or a letter.

        Parameters
        ----------
        value : object
            Whatever stands behind `answer=`.

        Returns
        -------
        float or str

        Raises
        ------
        ValueError
            If it cannot be meant; the message says to the learner what is wanted.
        """
        if self.options:
            letter = value.strip().lower() if isinstance(value, str) else ""
            if letter in self.options:
                return letter
            wanted = ", ".join(f'"{option}"' for option in self.options)
            raise ValueError(f"Guess one letter in quotes: {wanted}; you gave {_shown(value)}.")
        return self._number(value)

    def _number(self, value):
        number = _one_number(value)
        if number is None:
            raise ValueError(f"Guess one number, without quotes, as in `answer=3.5`; you gave {_shown(value)}.")
        least, most = self.between
        if math.isfinite(number) and least <= number <= most:
            return number
        ends = [f"at least {least:g}"] * math.isfinite(least) + [f"at most {most:g}"] * math.isfinite(most)
        if not ends:
            raise ValueError(f"Guess a number that is finite; you gave {number}.")
        words = f"from {least:g} to {most:g}" if len(ends) == 2 else f"of {ends[0]}"
        raise ValueError(f"Guess a number {words}; {number:g} cannot be meant.")

    def words(self, value):
        """A guess or an outcome as text: a number with its unit, a letter with what it stands for."""
        if self.options:
            return f"{value}: {self.options[value]}" if value in self.options else str(value)
        return f"{plain_number(value)} {self.unit}".strip()


def _one_number(value):
    """The number as a float; None if it is anything else. NumPy is imported here: `dlcourse list` needs none of it."""
    import numpy as np

    from dlcourse.checking.compare import is_number
    from dlcourse.checking.runtime.freezing import freeze

    plain = freeze(value)
    is_one = is_number(plain) and np.ndim(plain) == 0 and np.asarray(plain).dtype.kind in "iuf"
    return float(plain) if is_one else None


def _shown(value):
    from dlcourse.checking.compare import describe
    from dlcourse.checking.runtime.freezing import freeze

    return f"the text {value[:40]!r}" if isinstance(value, str) else describe(freeze(value))


def plain_number(value):
    """A number for reading: at most four digits that count, whole ones with commas.

    Examples
    --------
    >>> plain_number(40.0), plain_number(0.123456), plain_number(1234567)
    ('40', '0.1235', '1,234,567')
    """
    value = float(value)
    if not math.isfinite(value) or 0 < abs(value) < 1e-4 or abs(value) >= 1e15:
        return f"{value:.4g}"
    if value == round(value) or abs(value) >= 1e4:
        return f"{round(value):,}"
    return f"{value:.4g}"
