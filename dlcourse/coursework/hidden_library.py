"""`my_dlcourse` is not there: what the learner's own kernel may import, the checking of a file does not run."""

import contextlib
import sys

from dlcourse.coursework.own_answers import PACKAGE


@contextlib.contextmanager
def hidden_library():
    """Inside, nothing finds the learner's own library, whatever lies beside the notebook or was imported before."""
    names = [name for name in list(sys.modules) if _is_of_it(name)]
    before = {name: sys.modules.pop(name) for name in names}
    sys.meta_path.insert(0, _Refusing)
    try:
        yield
    finally:
        sys.meta_path.remove(_Refusing)
        sys.modules.update(before)


class _Refusing:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if _is_of_it(name):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def _is_of_it(name):
    return name == PACKAGE or name.startswith(f"{PACKAGE}.")
