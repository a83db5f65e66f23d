"""Put the lesson `sample` into the course: for this process by `register`, for others by this folder in PYTHONPATH."""

import functools
from pathlib import Path

HERE = Path(__file__).parent
ROOMS = ("exercises", "lessons")


def register():
    """The course finds the lesson; what it knows of others is forgotten, and found again."""
    for room in ROOMS:
        package = _package(room)
        if str(HERE / room) not in package.__path__:
            package.__path__.append(str(HERE / room))
    forget()


def remove():
    """The course is as it was."""
    for room in ROOMS:
        package = _package(room)
        package.__path__.remove(str(HERE / room))
    forget()


def forget():
    """Which lessons there are is looked at anew."""
    found = vars(_package("exercises")).values()
    for function in [item for item in found if isinstance(item, functools._lru_cache_wrapper)]:
        function.cache_clear()


def _package(room):
    return __import__(f"dlcourse.{room}", fromlist=[""])


if __name__ == "sitecustomize":
    register()
