"""What the notebooks call to run their experiments: tasks, trainings, comparisons; a module for each lesson."""

from importlib import import_module


def __getattr__(name):
    """Import a lesson's module when it is first asked for: ``experiments.lstm.recall_task``."""
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"{__name__}.{name}":
            raise
        raise AttributeError(f"module {__name__!r} has nothing of a lesson {name!r}") from None
