"""`dlcourse build`: what the package has, whose it says it is, and that none of the learner's code runs for it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dlcourse.checking.trials import case_arguments
from dlcourse.coursework.building import comparing, package, sources
from dlcourse.coursework.building.cases import files_of_tests
from dlcourse.coursework.building.ownership import BY_HAND, OWN, REFERENCE, functions, whose
from dlcourse.coursework.files import CourseworkError
from dlcourse.coursework.own_answers import Kept
from dlcourse.exercises import find
from dlcourse.notebook.own_files import Library

ROOT = Path(__file__).resolve().parents[2]
RELU = Kept("neuron.relu", ("def relu(z):\n    return np.maximum(z, 0)",), ("import numpy as np",))
DENSE = Kept("forward.dense", ("def dense(X, W, b):\n    return X @ W + b",))
MLP = Kept(
    "forward.mlp_forward",
    (
        "def mlp_forward(X, parameters):\n"
        "    for W, b in parameters[:-1]:\n"
        "        X = relu(dense(X, W, b))\n"
        "    return dense(X, *parameters[-1])",
    ),
    builds_on=("forward.dense", "neuron.relu"),
)
MARKER = "raise SystemExit('the learner\\'s code ran')"
ALL = [item for items in functions().values() for item in items]


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path)


def texts_of(library):
    texts, sentences = library.texts()
    assert not sentences
    return texts


def run(*command, cwd):
    """A command where dlcourse cannot be imported: (exit code, what it printed)."""
    blocked = Path(cwd).parent / "blocked"
    blocked.mkdir(exist_ok=True)
    (blocked / "sitecustomize.py").write_text(
        "import sys\n"
        "class Refusing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] == 'dlcourse':\n"
        "            raise ImportError('dlcourse is not installed here')\n"
        "sys.meta_path.insert(0, Refusing())\n"
    )
    environment = os.environ | {"PYTHONPATH": f"{blocked}{os.pathsep}{cwd}", "PYTEST_ADDOPTS": "-p no:cacheprovider"}
    ran = subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environment, capture_output=True, text=True, timeout=300
    )
    return ran.returncode, ran.stdout + ran.stderr


def suite_of(out):
    return run("-m", "pytest", "-q", "-p", "no:nbval", "-p", "no:xdist", cwd=out)


# ---- whose a function is ----


def test_what_passed_is_own_and_what_was_changed_is_not_checked(library):
    library.put([RELU, DENSE])
    path = library.path / "forward.py"
    path.write_text(path.read_text() + "\n\ndef predict(scores):\n    return 0\n")
    library.put([MLP])
    found = whose(texts_of(library))
    assert found["neuron.relu"] == ("neuron", OWN)
    assert found["forward.dense"] == ("forward", BY_HAND)
    assert found["forward.predict"] == ("forward", BY_HAND)
    assert found["forward.mlp_forward"] == ("forward_new", OWN)
    assert "forward.softmax" not in found


def test_questions_and_hunts_are_no_functions():
    ids = {item.id for item in ALL}
    assert "neuron.sigmoid" in ids
    assert not {"neuron.catch_step", "forward.no_activation"} & ids


# ---- the package ----


def test_a_package_of_three_functions(library, tmp_path):
    library.put([RELU, DENSE, MLP])
    table, notes = package.build(texts_of(library), tmp_path / "out")
    assert notes == []
    assert [key for key, mark in table.items() if mark == OWN] == [
        "neuron.relu",
        "forward.dense",
        "forward.mlp_forward",
    ]
    assert set(table) == {item.id for item in ALL}
    assert json.loads((tmp_path / "out/my_dlcourse/ownership.json").read_text()) == table
    facade = (tmp_path / "out/my_dlcourse/forward.py").read_text()
    assert "from my_dlcourse.own.forward import dense  # own\n" in facade
    assert "from my_dlcourse.course.forward import softmax  # reference\n" in facade
    own = (tmp_path / "out/my_dlcourse/own/forward.py").read_text()
    assert "from my_dlcourse.own.neuron import relu\n" in own
    assert "def dense(X, W, b):\n    return X @ W + b\n" in own
    readme = (tmp_path / "out/README.md").read_text()
    assert f"3 of {len(ALL)} functions are my own" in readme
    assert "| forward | dense, mlp_forward |  | count_parameters," in readme
    code, said = suite_of(tmp_path / "out")
    assert code == 0, said
    assert sorted(path.name for path in (tmp_path / "out/tests").glob("test_*")) == [
        "test_forward.py",
        "test_neuron.py",
        "test_ownership.py",
    ]


def test_an_empty_one_fails_its_tests_and_says_why(tmp_path):
    table, _ = package.build({}, tmp_path / "out")
    assert set(table.values()) == {REFERENCE}
    code, said = suite_of(tmp_path / "out")
    assert code == 1
    assert "nothing here is my own yet: solve an exercise" in said
    assert "1 failed" in said  # all functions of the course are there without dlcourse


def test_the_tests_see_what_was_changed_for_the_worse(library, tmp_path):
    library.put([RELU, DENSE])
    path = library.path / "forward.py"
    path.write_text(path.read_text().replace("X @ W + b", "X @ W - b"))
    table, _ = package.build(texts_of(library), tmp_path / "out")
    assert table["forward.dense"] == BY_HAND
    assert "X @ W - b" in (tmp_path / "out/my_dlcourse/own/forward.py").read_text()
    code, said = suite_of(tmp_path / "out")
    assert code == 1
    assert "test_dense" in said
    assert "test_relu" not in said


def test_none_of_the_learners_code_runs(library, tmp_path):
    library.put([RELU])
    for name in ("forward.py", "__init__.py", "helpers.py"):
        (library.path / name).write_text(f"{MARKER}\n\ndef dense(X, W, b):\n    return X @ W + b\n")
    table, _ = package.build(texts_of(library), tmp_path / "out")
    assert table["forward.dense"] == BY_HAND


def test_a_place_that_is_taken_is_refused(tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(CourseworkError, match="is there already: give the name of a new folder"):
        package.build({}, tmp_path / "out")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(CourseworkError):
        package.build({}, tmp_path / "link")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "out"]


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CourseworkError, match="cannot be written"):
        package.build({}, tmp_path / "file" / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_nothing_is_left_of_a_build_that_failed(tmp_path, monkeypatch):
    monkeypatch.setattr(package, "course_modules", dict.fromkeys)
    with pytest.raises(TypeError):
        package.build({}, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


# ---- imports ----


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from dlcourse.lessons.neuron import relu", "from my_dlcourse.course.neuron import relu"),
        ("from dlcourse.lessons import neuron as n", "from my_dlcourse.course import neuron as n"),
        ("import dlcourse.lessons.neuron as n, os", "import my_dlcourse.course.neuron as n, os"),
        ("from my_dlcourse.forward import dense as d", "from my_dlcourse.own.forward import dense as d"),
        ("from my_dlcourse.forward import softmax", "from my_dlcourse.course.forward import softmax"),
        ("from my_dlcourse.forward import *", "from my_dlcourse.own.forward import *"),
        (
            "if 1: from my_dlcourse.forward import dense, softmax",
            "if 1: from my_dlcourse.own.forward import dense; from my_dlcourse.course.forward import softmax",
        ),
        ("import my_dlcourse.forward as f", "import my_dlcourse.own.forward as f"),
        (
            "from my_dlcourse import forward, rnn",
            "from my_dlcourse.own import forward; from my_dlcourse.course import rnn",
        ),
        ("from my_dlcourse.helpers import x", "from my_dlcourse.own.helpers import x"),
        ("from dlcourse import unpack", "from my_dlcourse.course.packing import unpack"),
        ("def f():\n    ä = 1; from my_dlcourse.forward import (\n  dense)  # so", None),
        ("import numpy as np\nfrom . import x", "import numpy as np\nfrom . import x"),
        ('"from dlcourse.lessons.neuron import relu"', '"from dlcourse.lessons.neuron import relu"'),
    ],
)
def test_imports_are_those_of_the_package(before, after):
    texts = {"forward": "def dense(X, W, b):\n    return X @ W + b", "helpers": "x = 1", "tried": before}
    written, notes = sources.own_modules(texts)
    expected = after or "def f():\n    ä = 1; from my_dlcourse.own.forward import dense  # so"
    assert notes == []
    assert written["tried"] == expected


@pytest.mark.parametrize(
    "line",
    [
        *("import dlcourse", "from dlcourse.data import datasets", "from dlcourse import exercise"),
        *("import dlcourse.lessons.neuron", "from my_dlcourse.gone import x", "from my_dlcourse import gone"),
    ],
)
def test_what_needs_more_of_the_course_is_left_out(line):
    texts = {
        "forward": f"{line}\ndef dense(X, W, b):\n    return X @ W + b",
        "rnn": "from my_dlcourse.forward import dense",
    }
    written, notes = sources.own_modules(texts)
    assert written == {"rnn": "from my_dlcourse.course.forward import dense"}
    assert notes == [f"forward.py is left out: it needs `{line}`, which is not in the package."]


def test_what_rests_on_a_file_that_is_left_out_goes_with_it():
    texts = {"helpers": "import dlcourse", "forward": "from my_dlcourse.helpers import x", "broken": "def f(:\n"}
    written, notes = sources.own_modules(texts)
    assert written == {}
    assert notes[0] == "broken.py is left out: it is no Python in line 1. Mend it, and build the package again."
    assert "`from my_dlcourse.helpers import x`" in notes[2]


def test_one_answer_that_needs_more_takes_no_other_with_it(library, tmp_path):
    inner = Kept(
        "forward.softmax",
        ("def softmax(Z):\n    E = helper(Z)\n    return E / E.sum(axis=1, keepdims=True)",),
        ("from dlcourse.nn.forward import helper",),
    )
    library.put([RELU, DENSE, inner, MLP])
    table, notes = package.build(texts_of(library), tmp_path / "out")
    assert notes == [
        "forward.softmax is left out: it needs `from dlcourse.nn.forward import helper`, which is not in the package."
    ]
    assert (table["forward.softmax"], table["forward.mlp_forward"]) == (REFERENCE, OWN)
    own = (tmp_path / "out/my_dlcourse/own/forward.py").read_text()
    assert "softmax" not in own
    assert "from my_dlcourse.own.neuron import relu" in own
    assert notes[0] in (tmp_path / "out/README.md").read_text()
    assert suite_of(tmp_path / "out")[0] == 0


def test_other_packages_are_named(library, tmp_path):
    library.path.mkdir()
    (library.path / "neuron.py").write_text("import scipy.special\nimport json\n\n\ndef relu(z):\n    return z\n")
    _, notes = package.build(texts_of(library), tmp_path / "out")
    assert notes == ["Your own code imports scipy, which has to be installed, too."]


def test_every_answer_of_the_course_stands_without_the_course():
    modules = sources.course_modules()
    assert {sources.home(item) for item in ALL} <= modules.keys()
    assert not [name for name, text in modules.items() if "import dlcourse" in text or "from dlcourse" in text]


def test_the_licence_is_that_of_the_course():
    assert (package.FILES / "LICENSE.txt").read_text() == (ROOT / "LICENSE").read_text()


# ---- the tests of the package ----


def stored_cases(item, tmp_path, monkeypatch):
    """The cases of an exercise as its package reads them."""
    for place, data in files_of_tests(item.lesson, [item]).items():
        path = tmp_path / place
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    comparing._read.cache_clear()
    monkeypatch.setattr(comparing, "CASES", tmp_path / "cases")
    from dlcourse.checking.runtime import functions as registry

    monkeypatch.setitem(sys.modules, "course_functions", registry)
    return comparing.cases(item.lesson, item.name) if (tmp_path / "cases").is_dir() else []


@pytest.mark.parametrize("item", ALL, ids=[item.id for item in ALL])
def test_right_answers_pass(item, tmp_path, monkeypatch):
    for case in stored_cases(item, tmp_path, monkeypatch):
        for function in [item.reference, *(function for _, function in item.accepted)]:
            comparing.check(item.lesson, function, case)


@pytest.mark.parametrize("key", ["forward.softmax", "cnn.conv2d_backward", "optimizers.adam_step", "losses.mse"])
def test_wrong_answers_fail(key, tmp_path, monkeypatch):
    item = find(key)
    cases = stored_cases(item, tmp_path, monkeypatch)
    assert passes(item, item.reference, cases)
    assert not [mistake.name for mistake in item.mistakes if passes(item, mistake.answer, cases)]


def passes(item, function, cases):
    try:
        with np.errstate(all="ignore"):
            for case in cases:
                comparing.check(item.lesson, function, case)
    except Exception:
        return False
    return True


def test_the_cases_are_the_visible_ones(tmp_path, monkeypatch):
    item = find("forward.dense")
    cases = stored_cases(item, tmp_path, monkeypatch)
    visible = case_arguments(item, 0)
    assert len(cases) == len(visible)
    arrays = comparing._read("forward")[1]
    for case, arguments in zip(cases, visible, strict=True):
        given = [comparing._thawed(tree, arrays) for tree in case["positional"]]
        assert all(np.array_equal(one, other) for one, other in zip(given, arguments.values(), strict=True))


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        (1.0, 1.1),
        (np.ones(2), np.ones((2, 1))),
        (None, 1.0),
        ((1.0,), (1.0, 2.0)),
        ({"a": 1}, {"b": 1}),
        (3, {"b": 1}),
        ("a", "b"),
        (np.nan, 1.0),
        (4.0, 5),
    ],
)
def test_what_differs_is_an_assertion(got, wanted):
    with pytest.raises((AssertionError, TypeError)):
        comparing.compare(got, wanted, 1e-7, 1e-10)


def test_what_does_not_differ_is_none():
    wanted = {"a": (np.ones(2), [1, None]), "b": np.array([True, False]), "c": np.nan}
    got = {"a": [np.ones(2) + 1e-12, (1.0, None)], "b": np.array([1, 0]), "c": np.float32(np.nan)}
    comparing.compare(got, wanted, 1e-7, 1e-10)


# ---- installed ----


@pytest.mark.slow
def test_it_installs_with_pip_and_runs_alone(library, tmp_path):
    library.put([RELU, DENSE, MLP])
    package.build(texts_of(library), tmp_path / "out")
    command = ["-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    code, said = run(*command, "--target", str(tmp_path / "site"), str(tmp_path / "out"), cwd=tmp_path / "out")
    assert code == 0, said
    (tmp_path / "elsewhere").mkdir()
    program = (
        "from my_dlcourse import OWN, forward; print(OWN['forward.dense'], forward.dense.__module__, *forward.__path__)"
    )
    program = program.replace(", *forward.__path__", "")
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site")}
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path / "elsewhere", env=environment, capture_output=True, text=True
    )
    assert ran.stdout == "own my_dlcourse.own.forward\n", ran.stderr
