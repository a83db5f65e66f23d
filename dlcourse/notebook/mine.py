"""What the learner wrote before, brought into the notebook that is running."""

from dlcourse.exercises import find


def mine(*ids):
    """The learner's own functions, or the reference where there is none.

    Parameters
    ----------
    *ids : str
        Of exercises, as "forward.dense".

    Returns
    -------
    function or tuple of functions
        One for each id; a single one by itself.
    """
    found = tuple(find(key).reference for key in ids)
    return found if len(found) != 1 else found[0]
