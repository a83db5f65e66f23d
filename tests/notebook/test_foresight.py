"""What passes here and cannot pass when it is graded is said under the cell, and nothing else is."""

import sys

import numpy as np
import pytest

from dlcourse.checking.specification import Exercise
from dlcourse.coursework.check_here import run_locally
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import Node, course_notebooks, read_notebook
from dlcourse.coursework.not_there import not_given
from dlcourse.coursework.solve import solve
from dlcourse.coursework.watch import watched
from dlcourse.exercises import all_exercises

IMPORTS = "import numpy as np\nfrom dlcourse import exercise, figures\nfrom dlcourse.data import datasets"
RELU = '@exercise("neuron.relu")\ndef relu(z):\n    {}\n    return np.maximum(z, {})'
BEGIN = "This passes here, but it "


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The notebook's folder, with files in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    np.save("table.npy", np.zeros(1))
    (tmp_path / "low.txt").write_text("0")
    (tmp_path / "my_helper.py").write_text("LOW = 0\n\ndef low():\n    return 0\n")
    yield tmp_path
    sys.modules.pop("my_helper", None)


@pytest.fixture
def shell(folder, cells):
    """Run cells in an IPython shell with the course in it; gives what was shown by all."""

    def run(*sources):
        results, shown = cells(IMPORTS, *sources)
        assert all(result.success for result in results)
        return shown

    return run


READ = "def read(name):\n    with open(name) as f:\n        return float(f.read())\nlow = read('low.txt')"
LATER = "import yaml\nclass A:\n    def low(self):\n        return 0 * len(yaml.dump(0))"
REFERENCE = "from dlcourse.lessons import neuron as reference"
FORBIDDEN = [
    ("", "low = np.load('table.npy')[0]", "low", "reads the file `table.npy`"),
    ("low = np.load('table.npy')[0]", "pass", "low", "reads the file `table.npy`"),
    ("low = np.loadtxt('low.txt')", "pass", "low", "reads the file `low.txt`"),
    ("with open('low.txt') as f:\n    low = float(f.read())", "pass", "low", "reads the file `low.txt`"),
    (READ, "pass", "low", "reads the file `low.txt`"),
    ("from pathlib import Path", "low = float(Path('low.txt').read_text())", "low", "reads the file `low.txt`"),
    ("", "low = np.genfromtxt('low.txt')", "low", "reads the file `low.txt`"),
    ("import os", "os.listdir('.')", "0", "looks into a folder"),
    ("import subprocess, sys", "subprocess.run([sys.executable, '-c', ''])", "0", "starts another program"),
    ("import my_helper", "pass", "my_helper.LOW", "needs your own module `my_helper`"),
    ("from my_helper import low", "pass", "low()", "needs your own module `my_helper`"),
    ("", "import my_helper as m", "m.LOW", "needs your own module `my_helper`"),
    ("import matplotlib.pyplot as plt", "plt.close()", "0", "needs the package `matplotlib`"),
    ("import yaml\ndef helper():\n    return 0 * len(yaml.dump(0))", "pass", "helper()", "needs the package `yaml`"),
    (LATER, "pass", "A().low()", "needs the package `yaml`"),
    ("X, y = datasets.iris_pair()", "pass", "0 * X[0, 0]", "needs `dlcourse.data`"),
    ("", "figures", "0", "needs `dlcourse.figures`"),
    ("from scipy.special import expit", "expit(z)", "0", "needs the package `scipy`"),
    ("from scipy.special import expit\ntable = {'low': expit}", "table['low'](z)", "0", "needs the package `scipy`"),
    ("from yaml import dump as text", "text(0)", "0", "needs the package `yaml`"),
    ("import yaml\nloader = yaml.Loader('0')", "loader.line", "0", "needs the package `yaml`"),
    (REFERENCE, "return reference.relu(z)", "0", "needs the course's own `relu`"),
    ("from dlcourse.lessons.neuron import relu as theirs", "return theirs(z)", "0", "needs the course's own `relu`"),
    ("", "from dlcourse.lessons.neuron import relu as theirs\n    theirs(z)", "0", "needs the course's own `relu`"),
    (f"{REFERENCE}\ndef helper(z):\n    return reference.relu(z)", "helper(z)", "0", "needs the course's own `relu`"),
]  # fmt: skip


@pytest.mark.parametrize(("above", "inside", "low", "reason"), FORBIDDEN)
def test_said_in_the_notebook_and_by_check(shell, folder, above, inside, low, reason):
    cells = [above, RELU.format(inside, low)]
    shown = shell(*cells)
    assert BEGIN + reason in shown
    sources = [Node(cell_type="code", source=source) for source in (IMPORTS, *cells)]
    results = run_locally(extract(Node(cells=sources, metadata=Node())), folder)
    [result] = [item for item in results if item["exercise"] == "neuron.relu"]
    assert result["status"] == "correct"
    assert BEGIN + reason in result["note"]
    may_be_there = "only if the notebook itself writes it"  # true of files alone
    assert (may_be_there in shown) == (may_be_there in result["note"]) == ("the file" in reason)


ALLOWED = [
    ("", "pass", "0"),
    ("import math, random, json, itertools", "math.floor(random.random())", "0"),
    ("import tempfile", "f = tempfile.TemporaryFile()\n    f.write(b'0')\n    f.close()", "0"),
    ("import matplotlib.pyplot as plt\nplt.figure()\nplt.close('all')", "pass", "0"),
    ("other = np.load('table.npy')", "pass", "0"),
    ("rng = np.random.default_rng(0)", "rng.random()", "0"),
    ("from functools import lru_cache, partial\nlow = lru_cache(partial(float, 0))", "pass", "low()"),
    ("try:\n    import not_installed\nexcept ImportError:\n    not_installed = None", "not_installed", "0"),
    ("from dlcourse.lessons import neuron as reference", "reference.step(z)", "0"),
    ("clip = np.vectorize(lambda v: v)", "clip(z)", "0"),
    ("clip = np.frompyfunc(lambda v: v, 1, 1)", "clip(z)", "0"),
    ("from numpy import *\nfrom math import exp as own", "own(maximum(1, 0)), linalg.norm(z), random.rand()", "0"),
    ("text = np.array2string(np.zeros(3))", "len(text)", "0"),
]


@pytest.mark.parametrize(("above", "inside", "low"), ALLOWED)
def test_no_false_alarm(shell, above, inside, low):
    shown = shell(above, RELU.format(inside, low))
    assert "right" in shown
    assert BEGIN not in shown


def test_what_a_later_cell_replaces_does_not_count(shell):
    assert BEGIN not in shell("low = np.load('table.npy')[0]", "low = 0", RELU.format("pass", "low"))


def test_the_references_need_nothing_that_is_not_there():
    for exercise in all_exercises():
        if isinstance(exercise, Exercise):
            needed = not_given([exercise.reference], exercise)
            assert needed == [f"the course's own `{exercise.name}`"], exercise.id


@pytest.mark.parametrize("path", course_notebooks()[:3], ids=lambda path: path.stem)
def test_solved_lessons_get_no_note(path, tmp_path):
    results = run_locally(extract(solve(read_notebook(path))), tmp_path)
    assert results
    assert not [item["note"] for item in results if BEGIN in item["note"]]  # a hunt has notes of its own


def test_a_watch_ends(folder):
    with watched() as watch:
        exec(compile("open('low.txt').close()", "<cell>", "exec"), {})
    exec(compile("open('low.txt').close()", "<cell>", "exec"), {})
    assert [(deed.what, deed.line) for deed in watch.deeds] == [("reads the file `low.txt`", 1)]
