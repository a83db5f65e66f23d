"""The imports of lesson 22: what the loader promises, and that the script still makes them."""

import importlib.util
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from dlcourse.data import datasets
from dlcourse.data.stored import text

SCRIPT = Path(__file__).parents[2] / "scripts" / "make_imports.py"


@pytest.fixture(scope="module")
def script():
    specification = importlib.util.spec_from_file_location("make_imports", SCRIPT)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_what_the_loader_promises():
    files, modules, paths, names = datasets.imports()
    assert (len(files), len(modules), len(paths), len(names)) == (2073, 2073, 296, 87)
    assert files.max() == 295
    assert modules.max() == 86
    assert paths == sorted(paths)
    assert names == sorted(names)
    assert set(names) <= sys.stdlib_module_names | {"msvcrt", "nt", "winreg"}
    pairs = set(zip(files.tolist(), modules.tolist()))
    assert len(pairs) == 1852
    assert min(Counter(file for file, _ in pairs).values()) >= 3
    assert min(Counter(module for _, module in pairs).values()) >= 5


def test_pairs_stand_in_the_order_of_the_files():
    files, modules, paths, names = datasets.imports()
    assert (np.diff(files) >= 0).all()
    rows = dict(line.split("\t") for line in text("imports.txt").splitlines())
    for n in (0, 100, 295):
        assert [names[m] for m in modules[files == n]] == rows[paths[n]].split()


def test_imports_of_a_text(script):
    found = script.imports_of("import os.path, re\ndef f():\n    from io import BytesIO\nfrom . import a\nimport re\n")
    assert found == ["os", "re", "io", "re"]


def test_what_is_rare_is_dropped_until_nothing_is(script):
    many = {f"{k}.py": ["a", "b", "c"] for k in range(5)}
    found = many | {"x.py": ["a", "b", "d"], "y.py": ["a", "c", "c"]}  # without d two are left, and c twice is one
    assert script.frequent(found) == many


def test_a_library_of_ones_own(script, tmp_path):
    for name, content in {
        "box/one.py": "import box, os, _abc\nfrom re import X\n",
        "test/two.py": "import os\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    assert script.library(tmp_path) == {"box/one.py": ["os", "re"]}


if sys.version_info[:3] == (3, 11, 7):

    def test_this_python_gives_the_stored_file(script):
        kept = script.frequent(script.library())
        lines = [f"{file}\t{' '.join(modules)}" for file, modules in kept.items()]
        assert lines == text("imports.txt").splitlines()
