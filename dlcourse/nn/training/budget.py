"""How much a training may take: all that it wants, or so little that it only shows that nothing breaks.

The tests run every notebook with answers that are wrong in several ways, and look whether each cell ends. Nothing of
that depends on how well a network has learned: with ``DLCOURSE_BUDGET=small`` in the environment, trainings make a few
steps and then stand still, and all that they give back has the shape it has otherwise.
"""

import os
import sys
from itertools import islice


def few(count, least=2):
    """How many of `count` steps, seeds or examples to take: all, or with a small budget at most `least`.

    Examples
    --------
    >>> few(600)
    600
    """
    return min(count, least) if os.environ.get("DLCOURSE_BUDGET") == "small" else count


def few_of(batches, least=2):
    """The batches of one epoch, an iterable: all, or with a small budget the first `least`.

    Examples
    --------
    >>> list(few_of(range(4)))
    [0, 1, 2, 3]
    """
    return islice(batches, few(sys.maxsize, least))
