"""Milestones: what once made history, reached with the learner's own functions."""

from dataclasses import dataclass

from dlcourse.checking.guesses import plain_number


@dataclass(kw_only=True, eq=False)
class Milestone:
    """A number to reach with functions of one's own.

    Parameters
    ----------
    year : str
        Its key, as "1958"; where a year has two, as "1989 driving".
    title : str
        Who did what, in one line.
    goal : float
        The number to reach.
    what : str
        What the number is, with its unit, as "of 100 test digits right".
    uses : tuple of str
        The ids of the exercises whose answers must be the learner's own, and right.
    smaller : bool
        Whether the goal is reached from above: a number of mistakes, a loss.
    lesson : str
        Given by the place where it stands.
    """

    year: str
    title: str
    goal: float
    what: str
    uses: tuple
    smaller: bool = False
    lesson: str = ""

    def reached_by(self, value):
        """Whether a number reaches the goal; nan does not."""
        return bool(value <= self.goal if self.smaller else value >= self.goal)

    @property
    def wanted(self):
        """The goal in words, as "at least 95 of 100 test digits right"."""
        if self.what.startswith(f"of {plain_number(self.goal)} "):  # all of them: more there is not
            return self.words(self.goal)
        return f"at {'most' if self.smaller else 'least'} {self.words(self.goal)}"

    def words(self, value):
        """A number with what it is."""
        return f"{plain_number(value)} {self.what}"

    def state(self, kept=None):
        """What `progress` says of it.

        Parameters
        ----------
        kept : dict, optional
            Its entry in the progress file, with "value" and "reached".

        Returns
        -------
        str
        """
        if kept and kept["reached"]:
            return f"★ {self.title}: {self.words(kept['value'])}"
        so_far = f"; best so far {plain_number(kept['value'])}" if kept else ""
        return f"☆ {self.title} (goal: {self.wanted}{so_far})"
