"""Milestones: what once made history, reached with the learner's own functions."""


def milestone(year, value):
    """Say whether a milestone is reached with this number, and write it down.

    Parameters
    ----------
    year : str
        As "1958".
    value : number
        What was reached.
    """
