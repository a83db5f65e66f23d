"""What Python's and NumPy's own errors mean, for those who read them for the first time.

A rule looks at an error, at the line that raised it and at what the names in it stood for, and claims no more than
these prove. The messages of Python 3.11 to 3.14 and of NumPy 1.26 to 2.4 are known.
"""

import re

from dlcourse.checking.python_errors import (
    attributes,
    calling,
    fitting,
    indices,
    inside,
    keywords,
    kinds,
    names,
    numbers,
    operators,
    shapes,
    unpacking,
    whole_numbers,
)
from dlcourse.checking.python_errors.scene import Scene

ROOMS = (
    *(names, calling, keywords, whole_numbers, kinds, operators, unpacking, attributes, shapes, fitting, indices),
    numbers,
)
RULES = [  # (types of errors, pattern of the message, rule); the first that finds something counts
    rule for room in ROOMS for rule in room.RULES
]


def advice_on(failure, exercise=None, source=None, *, secret=False):
    """(name, advice) for an error, or None.

    Parameters
    ----------
    failure : Failure
    exercise : Exercise, optional
    source : Source, optional
        The answer as it was written.
    secret : bool
        Whether the case must not be told: the advice is then the same for all cases.

    Returns
    -------
    tuple or None
    """
    scene = Scene(failure, exercise, source)
    found = _found(scene, RULES) if scene.direct else inside.slip(scene, _found(scene, kinds.RULES))
    if found is None:
        return None
    return found.name, found.general if secret else f"{found.here} {found.general}".strip()


def _found(scene, rules):
    """The Slip of the first rule that finds one, or None."""
    for types, pattern, rule in rules:
        match = re.search(pattern, scene.message) if scene.type in types.split() else None
        found = rule(scene, match) if match else None
        if found:
            return found
    return None
