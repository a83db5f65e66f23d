"""What can go wrong on the grader's side, told to the instructor."""


class GradingError(RuntimeError):
    """Grading cannot begin or go on: one sentence that says what to do."""


class UsageError(GradingError):
    """What was asked for makes no sense: one sentence that says what to do."""
