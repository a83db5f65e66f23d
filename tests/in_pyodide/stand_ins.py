"""In the place of compiled packages: a little NumPy, and for all the rest modules that answer anything.

Whatever is asked of such a module is there, can be called, calculated with and gone through, and does nothing.
"""

import sys
import types
from importlib.machinery import ModuleSpec

import little_arrays
import little_numpy

PACKAGES = ("numpy", "matplotlib", "mpl_toolkits", "PIL")


class _Kind(type):
    """The type of what stands in: a class may be asked for anything, too."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()


class Anything(metaclass=_Kind):
    """Answers anything with something of its own kind."""

    def __init__(self, *_, **__):
        pass

    def __call__(self, *_, **__):
        return Anything()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __iter__(self):
        return iter([Anything(), Anything()])

    def __len__(self):
        return 2

    def __float__(self):
        return 1.0

    def __bool__(self):
        return True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def __setitem__(self, _key, _value):
        pass

    def __hash__(self):
        return 1

    def __int__(self):
        return 1

    __index__ = __int__
    __getitem__ = __neg__ = __abs__ = __invert__ = __call__


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or"):
    setattr(Anything, f"__{_name}__", Anything.__call__)
    setattr(Anything, f"__r{_name}__", Anything.__call__)
for _name in ("lt", "le", "gt", "ge", "eq", "ne"):
    setattr(Anything, f"__{_name}__", lambda self, other: True)


class _Module(types.ModuleType):
    __all__ = ()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        found = _Kind(name, (Anything,), {}) if name[0].isupper() else Anything()
        setattr(self, name, found)
        return found


class _Finder:
    """Finds and makes the modules of `PACKAGES`."""

    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self, is_package=True) if name.partition(".")[0] in PACKAGES else None

    def create_module(self, spec):
        return _Module(spec.name)

    def exec_module(self, module):
        if module.__name__ == "numpy":
            module.__dict__.update(_names(little_arrays) | _names(little_numpy) | little_numpy.OWN_NAMES)


def install():
    """From here on these packages are found."""
    sys.meta_path.insert(0, _Finder())


def _names(module):
    return {name: value for name, value in vars(module).items() if not name.startswith("_") or name == "__version__"}
