"""What the reference and the known mistakes of an exercise do on its cases, each run once."""

from dlcourse.checking.edits import doubly_edited
from dlcourse.checking.slight import slight_changes
from dlcourse.checking.trials import Trial, judge, run_cases


class Oracle:
    """What the reference and the known mistakes of an exercise do on some cases; each runs once, when it is asked for.

    Parameters
    ----------
    exercise : Exercise
    cases : list of dict
    """

    def __init__(self, exercise, cases):
        self.exercise, self.cases = exercise, cases
        self._outcomes, self._trials, self._single, self._first = {}, {}, {}, {}

    def outcomes(self, function):
        """The Outcomes of the reference, or of a mistake's function: not to be changed."""
        if function not in self._outcomes:
            self._outcomes[function] = run_cases(self.exercise, function, self.cases)
        return self._outcomes[function]

    def trials(self, answer):
        """The Trials of a function, such as a known mistake: not to be changed."""
        if answer not in self._trials:
            expected, got = self.outcomes(self.exercise.reference), self.outcomes(answer)
            self._trials[answer] = judge(self.exercise, self.cases, expected, got)
        return self._trials[answer]

    def trial(self, function, index):
        """A Trial of one case that holds what a function does, compared with nothing: not to be changed."""
        key = function, index
        if key not in self._single:
            case = self.cases[index]
            got = run_cases(self.exercise, function, [case])[0]
            view = None if got.failure else got.value  # a variant is asked only where nothing is observed
            self._single[key] = Trial(case, None, got, got_view=view)
        return self._single[key]

    def first(self, count):
        """The Oracle of so many of the cases, the first ones: the same each time."""
        if count == len(self.cases):
            return self
        if count not in self._first:
            self._first[count] = Oracle(self.exercise, self.cases[:count])
        return self._first[count]

    @property
    def slight(self):
        """(name, advice, function) of each small change of the reference."""
        return slight_changes(self.exercise.reference)

    def both(self, first, second):
        """The function that makes two mistakes, both Edits, at once; None if they meet in one place."""
        return doubly_edited(self.exercise.reference, first, second)
