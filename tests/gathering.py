"""What the modules of a folder say under one name, put together."""

from importlib import import_module
from pkgutil import iter_modules


def gathered(name, package, path):
    """The dictionaries called `name` of all modules of a package, as one; no key may be there twice."""
    found = {}
    for module in iter_modules(path):
        entries = getattr(import_module(f"{package}.{module.name}"), name, {})
        twice = found.keys() & entries.keys()
        assert not twice, f"{sorted(twice)} are there twice"
        found |= entries
    return found
