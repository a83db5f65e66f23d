"""Explorers for the tests that run over all of them, one module for each lesson.

A module has EXPLORERS: "lesson.name" -> a function that makes one. A new lesson adds a module.
"""

from gathering import gathered

EXPLORERS = gathered("EXPLORERS", __name__, __path__)
