"""What real files of Python import: who has chosen what."""

import numpy as np

from dlcourse.data.stored import text


def imports():
    """The imports of 296 files of Python's standard library: which of 87 modules each of them uses.

    The files that import at least three of the modules, and the modules that at least five of the files import;
    without tests, and without imports from the package in which a file is. The list is kept in the package, so that
    it does not change with the version of Python: made by ``scripts/make_imports.py``.

    Returns
    -------
    tuple (int array (2073,), int array (2073,), list of str, list of str)
        For each import, as they stand in the files, the file and the module: two numbers from 0. A file that imports
        a module in two places has it twice. Then the names of the files and of the modules, both in alphabetical order.

    Examples
    --------
    >>> files, modules, paths, names = imports()
    >>> [names[module] for module in modules[files == paths.index("queue.py")]]
    ['threading', 'types', 'collections', 'heapq', 'time']

    References
    ----------
    Python Software Foundation, the standard library of Python 3.11.7 (see ``dlcourse/data/files/NOTICE.txt``).
    """
    rows = [line.split("\t") for line in text("imports.txt").splitlines()]
    paths, found = [path for path, _ in rows], [modules.split() for _, modules in rows]
    names = sorted({name for modules in found for name in modules})
    places = {name: place for place, name in enumerate(names)}
    files = np.repeat(np.arange(len(paths)), [len(modules) for modules in found])
    return files, np.array([places[name] for modules in found for name in modules]), paths, names
