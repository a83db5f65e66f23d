"""The learner's stored answers as functions: loaded from `my_dlcourse`, and gone from Python's modules again.

Only the learner's own kernel does this. The modules are compiled from their text as it is now, with no file of bytecode
that may be older, and the learner's own `import my_dlcourse` neither finds nor changes what is loaded here.
"""

import contextlib
import importlib
import importlib.machinery
import sys

from dlcourse.checking.runtime.timing import TimeLimit, time_limit
from dlcourse.coursework.own_answers import PACKAGE


class CannotLoad(Exception):
    """Why a stored answer is not there: a sentence without its subject."""


def load(library, module, name, seconds):
    """A function of a module of the library.

    Parameters
    ----------
    library : Library
    module, name : str
    seconds : float
        How long loading may take.

    Raises
    ------
    CannotLoad
    """
    try:
        with _alone(library), time_limit(seconds):
            found = getattr(importlib.import_module(f"{PACKAGE}.{module}"), name, None)
    except TimeLimit:
        raise CannotLoad(f"takes more than {seconds:g} seconds to load") from None
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # whatever a file that anybody may change raises, SystemExit too
        raise CannotLoad(f"cannot be loaded ({_text(error)})") from None
    if not callable(found):
        raise CannotLoad(f"has no `{name}`")
    return found


@contextlib.contextmanager
def _alone(library):
    before = _taken()
    finder = _Finder(library)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        _taken()
        sys.modules.update(before)


def _taken():
    """The modules of the library, taken out of those that Python has loaded."""
    names = [name for name in list(sys.modules) if name == PACKAGE or name.startswith(f"{PACKAGE}.")]
    return {name: sys.modules.pop(name) for name in names}


class _Finder:
    """Finds and loads the modules of a library, by their texts."""

    def __init__(self, library):
        self.library = library

    def find_spec(self, name, path=None, target=None):
        if name == PACKAGE:
            spec = importlib.machinery.ModuleSpec(name, self, is_package=True)
            spec.submodule_search_locations = []  # so that nothing but this finder finds what is in it
            return spec
        package, _, module = name.partition(".")
        if package != PACKAGE or self.library.text(module) is None:
            return None
        spec = importlib.machinery.ModuleSpec(name, self, origin=str(self.library.path / f"{module}.py"))
        spec.has_location = True
        return spec

    def create_module(self, spec):
        return None  # as usual

    def exec_module(self, module):
        if module.__name__ != PACKAGE:
            text = self.library.text(module.__name__.partition(".")[2])
            exec(compile(text, module.__spec__.origin, "exec", dont_inherit=True), vars(module))


def _text(error):
    with contextlib.suppress(Exception):
        return f"{type(error).__name__}: {error}"[:200]
    return type(error).__name__[:80]
