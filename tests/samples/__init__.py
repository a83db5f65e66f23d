"""What the tests that run over everything want to know of each lesson, one module for each.

A module may have EXPLORERS ("lesson.name" -> a function that makes one) and FIGURES (name -> a function that draws it
into `ax`, and a piece of its alt text that only the right numbers give). A new lesson adds a module.
"""

from importlib import import_module
from pkgutil import iter_modules


def _gathered(name):
    found = {}
    for module in iter_modules(__path__):
        entries = getattr(import_module(f"{__name__}.{module.name}"), name, {})
        twice = found.keys() & entries.keys()
        assert not twice, f"{sorted(twice)} are there twice"
        found |= entries
    return found


EXPLORERS, FIGURES = map(_gathered, ("EXPLORERS", "FIGURES"))
