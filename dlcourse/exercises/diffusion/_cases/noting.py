"""Wrong answers that are made by a function: noted with their advice, as those are that are written out."""


def noting(exercise):
    """A function that notes wrong answers to an exercise.

    Returns
    -------
    function
        `note(name, advice, answer, *others, hint=0)`: a mistake, and other forms of it.
    """

    def note(name, advice, answer, *others, hint=0):
        answer.__doc__ = advice
        exercise.mistake(name, hint)(answer)
        for other in others:
            exercise.also(name)(other)

    return note
