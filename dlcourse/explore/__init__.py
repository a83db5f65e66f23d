"""Interactive pictures, one module for each lesson: ``explore.neuron.boundary()``."""

from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules


def __getattr__(name):
    """Import a lesson's explorers when they are first asked for."""
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name not in __dir__():
        near = get_close_matches(name, __dir__(), n=1)
        hint = f": did you mean {near[0]}?" if near else ""
        raise AttributeError(f"module {__name__!r} has no explorers for a lesson {name!r}{hint}", name=name)
    return import_module(f"{__name__}.{name}")


def __dir__():
    return [module.name for module in iter_modules(__path__) if not module.name.startswith("_")]
