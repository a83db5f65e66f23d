"""Interactive pictures, one module for each lesson: ``explore.neuron.boundary()``."""

from importlib import import_module


def __getattr__(name):
    """Import a lesson's explorers when they are first asked for."""
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"{__name__}.{name}":
            raise
        raise AttributeError(f"module {__name__!r} has no explorers for a lesson {name!r}") from None
