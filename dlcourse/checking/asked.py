"""What everything that is asked has in common: points, minutes, hints, known mistakes."""

from dataclasses import dataclass, field

FORMS = ("build", "derive", "fault", "hunt", "explain", "challenge")  # what the learner does
MINUTES_A_POINT = 2.3


def points_in_words(score, max_score, bonus=0):
    """ "2 of 3 points", or of a bonus exercise "3 bonus points": `bonus` are those that were possible."""
    most = bonus or max_score
    earned = f"{score:g}" if bonus and score >= bonus else f"{score:g} of {most:g}"
    return f"{earned} {'bonus ' if bonus else ''}point{'' if most == 1 else 's'}"


@dataclass(kw_only=True, eq=False)
class Specification:
    """What an exercise and a question have in common.

    Parameters
    ----------
    points : int
    hints : list of str
        Two or more, from a nudge to nearly there.
    solved : str
        One sentence on what the learner now has, shown with the points.
    rtol, atol : float
        Tolerances.
    form : str
        What the learner does, one of `FORMS`.
    since : int
        The edition of the lesson's notebook that first asked for it: later than 1 for what was added later.
    minutes : float, optional
        How long it takes to answer; by default `MINUTES_A_POINT` for each point.
    difficulty : int, optional
        1 (easy) to 3 (hard); by default as many as it has points, at most 3.
    id : str
        Lesson and name, as `"neuron.sigmoid"`: given by the place where the specification stands.
    """

    points: int
    hints: list
    solved: str
    rtol: float = 1e-7
    atol: float = 1e-10
    mistakes: list = field(default_factory=list)
    form: str = "build"
    since: int = 1
    minutes: float | None = None
    difficulty: int | None = None
    id: str = ""

    def __post_init__(self):
        if self.form not in FORMS:
            raise ValueError(f"form is {self.form!r}: want one of {', '.join(FORMS)}")
        if self.minutes is None:
            self.minutes = round(MINUTES_A_POINT * self.points, 1)
        if self.difficulty is None:
            self.difficulty = min(3, self.points)
        if self.difficulty not in (1, 2, 3):
            raise ValueError(f"difficulty is {self.difficulty!r}: want 1 (easy), 2 or 3 (hard)")

    @property
    def bonus(self):
        """Whether its points come on top of the lesson's: a challenge is never missing."""
        return self.form == "challenge"

    @property
    def max_score(self):
        """What it adds to the points that a lesson is out of: nothing, if it is a bonus."""
        return 0 if self.bonus else self.points

    @property
    def bonus_points(self):
        """The points that it can add beyond those: 0, if it is no bonus."""
        return self.points if self.bonus else 0

    @property
    def lesson(self):
        """The lesson's one word."""
        return self.id.partition(".")[0]

    @property
    def name(self):
        """The exercise's name inside its lesson; the function's name."""
        return self.id.partition(".")[2]
