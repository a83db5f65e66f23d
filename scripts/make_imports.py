"""Make the imports of lesson 22 anew: python scripts/make_imports.py

The stored file was made with the standard library of Python 3.11.7. Other versions have other files, so that other
numbers would be printed in the lesson: the file is made once and kept.
"""

import ast
import sys
import sysconfig
from collections import Counter
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "dlcourse" / "data" / "files"
LIBRARY = Path(sysconfig.get_path("stdlib"))
TESTS = {"site-packages", "test", "tests", "idle_test"}  # folders that are left out
BUILT = ("config-", "_sysconfigdata")  # what the building of Python writes differs from machine to machine
LEAST_FILES, LEAST_MODULES = 5, 3  # that import a module, that a file imports


def imports_of(text):
    """The modules that a file imports, the first part of each name, as often as it does and in its order."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name.partition(".")[0]) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.append((node.lineno, node.module.partition(".")[0]))
    return [module for _, module in sorted(found, key=lambda place: place[0])]


def library(root=LIBRARY):
    """Each file of the library with what it imports of the library; not itself, nor the package that it is in."""
    found = {}
    for path in sorted(root.rglob("*.py")):
        place = path.relative_to(root)
        if TESTS & set(place.parts[:-1]) or place.parts[0].startswith(BUILT):
            continue
        known = sys.stdlib_module_names - {place.parts[0].removesuffix(".py")}
        modules = imports_of(path.read_text(encoding="utf-8"))
        found[place.as_posix()] = [name for name in modules if name in known and not name.startswith("_")]
    return found


def frequent(found):
    """Only modules that enough files import, and files that import enough modules: until nothing is dropped."""
    while True:
        files = Counter(module for modules in found.values() for module in set(modules))
        kept = {file: [name for name in modules if files[name] >= LEAST_FILES] for file, modules in found.items()}
        kept = {file: modules for file, modules in kept.items() if len(set(modules)) >= LEAST_MODULES}
        if kept == found:
            return kept
        found = kept


def main():
    """Write the file."""
    found = library()
    kept = frequent(found)
    lines = [f"{file}\t{' '.join(modules)}" for file, modules in kept.items()]
    (DATA / "imports.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"imports.txt: {len(kept)} of {len(found)} files")


if __name__ == "__main__":
    main()
