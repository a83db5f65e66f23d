"""Right answers for the tests that run over all exercises, one module for each lesson.

A module has ALTERNATIVES: exercise id -> right answers in other styles. A new lesson adds a module.
"""

from gathering import gathered

ALTERNATIVES = gathered("ALTERNATIVES", __name__, __path__)
