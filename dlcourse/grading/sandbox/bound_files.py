"""The files of this machine that a sandbox shows: the interpreter, the libraries of the system, installed packages."""

import functools
import importlib.metadata
import importlib.util
import os
import re
import sys
from pathlib import Path

from dlcourse.grading.sandbox.trouble import SandboxError


def interpreter_paths():
    """What the interpreter and the libraries of the system consist of: not all of /usr, where people keep much."""
    base, version = os.path.realpath(sys.base_prefix), f"python{sys.version_info.major}.{sys.version_info.minor}"
    # What a link in / points to comes before the link.
    names = ["/usr/lib", "/usr/lib32", "/usr/lib64", "/lib", "/lib32", "/lib64"]
    names += [f"{base}/lib/{version}", f"{base}/lib64/{version}", os.path.realpath(sys.executable)]
    names += [str(path) for path in Path(base, "lib").glob("*.so*")]
    found = []
    for name in dict.fromkeys(names):
        inside = any(name.startswith(f"{other}/") for other in found)
        if os.path.lexists(name) and not inside:
            found.append(name)
    return found


def hidden_paths(bound):
    """The folders below these in which other packages are, the course perhaps among them."""
    base = os.path.realpath(sys.base_prefix)
    patterns = [f"{place}/python3*/{kind}-packages" for place in ("lib", "lib64") for kind in ("site", "dist")]
    found = [
        os.path.realpath(path) for root in (base, "/usr", "/") for item in patterns for path in Path(root).glob(item)
    ]
    import dlcourse

    package = Path(dlcourse.__file__).resolve().parent
    found += [str(package), str(package.with_name("notebooks"))]
    inside = [path for path in found if any(path.startswith(f"{root}/") for root in bound) and os.path.isdir(path)]
    return [path for path in dict.fromkeys(inside) if not any(path.startswith(f"{other}/") for other in inside)]


def package_paths(names):
    """The folders and files of installed packages, with the shared libraries that wheels put beside them.

    Raises
    ------
    SandboxError
        If one is not installed.
    """
    found = []
    for name in names:
        specification = importlib.util.find_spec(name)
        if specification is None:
            raise SandboxError(f"The package {name!r} is not installed here: install it, or leave it out.")
        path = Path(next(iter(specification.submodule_search_locations or [specification.origin])))
        found.append(path)
        spelled = (name,) if path.with_name(f"{name}.libs").is_dir() or name == "numpy" else _distributions_of(name)
        found += [folder for item in spelled if (folder := path.with_name(f"{item}.libs")).is_dir()]
    return found


@functools.cache
def _distributions_of(package):
    """What a package was installed as, in the spellings of wheels: there are `pillow.libs` beside `PIL`."""
    names = importlib.metadata.packages_distributions().get(package, ())
    return tuple(dict.fromkeys(part for item in names for part in (re.sub("[-.]+", "_", item), item, item.lower())))
