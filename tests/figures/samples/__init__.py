"""Figures for the tests that run over all of them, one module for each lesson.

A module has FIGURES: name -> a function that draws it into `ax`, and a piece of its alt text that only the right
numbers give. A new lesson adds a module.
"""

from gathering import gathered

FIGURES = gathered("FIGURES", __name__, __path__)
