"""The folder `my_dlcourse` on the disk: whole whatever happens, and each module by what the others have."""

import json
import os
import subprocess
import sys
import time

import pytest
from nbformat.v4 import new_code_cell, new_notebook, writes

from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import Node, course_notebooks, read_notebook
from dlcourse.coursework.own_answers import kept
from dlcourse.coursework.solve import solve
from dlcourse.notebook.locks import locked
from dlcourse.notebook.own_files import Library

IMPORTS = "import numpy as np\nfrom dlcourse import exercise, mine"
SIGMOID = '@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return 0.5 + 0.5 * np.tanh(z / 2)'
RELU = '@exercise("neuron.relu")\ndef relu(z):\n    return np.maximum(z, 0)'
LATER = (
    'sigmoid = mine("neuron.sigmoid")\n@exercise("backprop.sigmoid_backward")\n'
    "def sigmoid_backward(d_out, z):\n    return d_out * sigmoid(z) * (1 - sigmoid(z))"
)


def answers(*cells):
    sources = [Node(cell_type="code", source=source) for source in (IMPORTS, *cells)]
    found = extract(Node(cells=sources, metadata=Node()))
    return [kept(found, key) for key in found.exercises]


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path)


def texts(library):
    return {path.name: path.read_text("utf-8") for path in library.path.glob("*.py")}


def test_it_says_what_is_new(library):
    [sigmoid, relu] = answers(SIGMOID, RELU)
    assert library.put([sigmoid]) == ({"neuron.sigmoid": "neuron"}, [])
    assert library.put([sigmoid]) == ({}, [])
    assert library.put([sigmoid, relu]) == ({"neuron.relu": "neuron"}, [])
    assert library.put([]) == ({}, [])


@pytest.mark.parametrize("first", [0, 1])
def test_another_lessons_own_answer_in_whatever_order(library, first):
    both = [answers(SIGMOID), answers(LATER)]
    library.put(both[first])
    library.put(both[1 - first])
    later = texts(library)["backprop.py"]
    assert "from my_dlcourse.neuron import sigmoid\n" in later
    assert "dlcourse.lessons" not in later
    library.take_out({"neuron.sigmoid": "neuron"})
    assert "from dlcourse.lessons.neuron import sigmoid\n" in texts(library)["backprop.py"]


def test_an_earlier_lesson_never_imports_a_later_one(library):
    early = '@exercise("neuron.relu")\ndef relu(z):\n    return np.maximum(z, 0 * f(z, z))'
    library.put(answers(LATER))
    library.put(answers('f = mine("backprop.sigmoid_backward")', early))
    assert "from dlcourse.lessons.backprop import sigmoid_backward" in texts(library)["neuron.py"]


def test_all_lessons_in_one_go_and_one_by_one(library, tmp_path):
    found = [extract(solve(read_notebook(path))) for path in course_notebooks()[:6]]
    every = [kept(item, key) for item in found for key in item.exercises]
    library.put(every)
    other = Library(tmp_path / "other")
    (tmp_path / "other").mkdir()
    for one in reversed(every):
        other.put([one])
    assert texts(other) == texts(library)


def test_a_module_changed_by_hand_offers_what_it_binds(library):
    library.put(answers(SIGMOID))
    path = library.path / "neuron.py"
    path.write_text(path.read_text("utf-8") + "\nrelu = sigmoid\n", "utf-8")
    library.put(answers(LATER.replace("neuron.sigmoid", "neuron.relu")))
    assert "from my_dlcourse.neuron import relu\n" in texts(library)["backprop.py"]
    by_hand = path.read_bytes()
    library.take_out({"neuron.sigmoid": "neuron"})
    assert path.read_bytes() == by_hand


def test_a_write_that_breaks_off_leaves_the_old_file(library, monkeypatch):
    library.put(answers(SIGMOID))
    before = texts(library)

    def fail(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    changed, [sentence] = library.put(answers(RELU))
    assert changed == {}
    assert sentence.startswith("Your answers are not kept in my_dlcourse: No space left on device")
    assert texts(library) == before
    assert not list(library.path.glob("*.tmp"))


def test_a_process_that_is_killed_in_the_middle(library, tmp_path):
    """It leaves the old files and a piece, which the next one sweeps."""
    library.put(answers(SIGMOID))
    before = texts(library)
    code = (
        "import os, sys\nsys.path.insert(0, sys.argv[1])\nfrom test_own_files import *\n"
        "os.replace = lambda *a: os._exit(9)\nLibrary(sys.argv[2]).put(answers(RELU))"
    )
    here = os.path.dirname(__file__)
    assert subprocess.run([sys.executable, "-c", code, here, str(tmp_path)], check=False).returncode == 9
    assert texts(library) == before
    assert list(library.path.glob("*.tmp"))
    library.put(answers(RELU))
    assert "def relu" in texts(library)["neuron.py"]
    assert "def sigmoid" in texts(library)["neuron.py"]
    assert not list(library.path.glob("*.tmp"))


def test_a_lock_that_another_program_holds_is_waited_for_and_said(library, monkeypatch):
    monkeypatch.setattr("dlcourse.notebook.own_files.LOCK_SECONDS", 0.1)
    library.put(answers(SIGMOID))
    begun = time.monotonic()
    with locked(library.path / ".lock", 1):
        changed, [sentence] = library.put(answers(RELU))
    assert time.monotonic() - begun < 2
    assert changed == {}
    assert "another program is writing there" in sentence


def test_a_folder_where_nobody_may_write(library, monkeypatch):
    def refuse(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "makedirs", refuse)  # root may write everywhere
    changed, [sentence] = library.put(answers(RELU))
    assert changed == {}
    assert "Permission denied" in sentence
    assert not library.path.exists()


@pytest.mark.parametrize("text", ["", "not Python (", "# dlcourse 0123456789abcdef\n", "x" * 1_000_001])
def test_what_is_there_already_is_never_overwritten(library, text):
    library.path.mkdir()
    for name in ("neuron", "__init__"):
        (library.path / f"{name}.py").write_text(text, "utf-8")
    changed, _ = library.put(answers(RELU))
    assert changed == {"neuron.relu": "neuron_new"}
    assert texts(library)["neuron.py"] == texts(library)["__init__.py"] == text
    assert "neuron.py was changed by hand" in texts(library)["neuron_new.py"]


# ---- filled by `dlcourse check` ----


def notebook(path, *cells):
    path.write_text(writes(new_notebook(cells=[new_code_cell(cell) for cell in (IMPORTS, *cells)])), "utf-8")
    return path


def test_check_fills_it_from_a_notebook_solved_earlier(dl, tmp_path, library):
    wrong = RELU.replace("np.maximum", "np.minimum")
    code, out, err = dl("check", notebook(tmp_path / "01_neuron.ipynb", SIGMOID, wrong))
    assert (code, err) == (1, "")
    assert f"1 right answer of yours went into {library.path}." in out.replace("\n", "")
    assert "def sigmoid" in texts(library)["neuron.py"]
    assert "relu" not in texts(library)["neuron.py"]
    assert "my_dlcourse" not in dl("check", tmp_path / "01_neuron.ipynb")[1]  # equal: nothing is written


def test_check_as_json_has_nothing_mixed_into_it(dl, tmp_path, library):
    _, out, err = dl("check", "--json", notebook(tmp_path / "01_neuron.ipynb", SIGMOID))
    [result] = json.loads(out)
    assert "1 right answer of yours went into" in result["library"]
    assert err == ""
    assert "neuron.py" in texts(library)


def test_check_imports_nothing_of_it(dl, tmp_path, library):
    library.path.mkdir()
    for name in ("__init__", "neuron"):
        (library.path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n", "utf-8")
    path = notebook(tmp_path / "01_neuron.ipynb", 'f = mine("neuron.sigmoid")', SIGMOID, "import my_dlcourse.neuron")
    dl("check", path)
    dl("solve", path, "-o", tmp_path / "solved.ipynb")
    dl("progress", tmp_path)
    dl("grade", path, "-o", tmp_path / "graded", "--jobs", "1")
    assert (tmp_path / "neuron_new.py").exists() or "neuron_new.py" in texts(library)
    assert not (tmp_path / "ran").exists()


def test_check_in_a_place_where_nobody_may_write(dl, tmp_path, library):
    library.path.write_text("a file", "utf-8")
    path = notebook(tmp_path / "01_neuron.ipynb", SIGMOID)
    code, out, err = dl("check", path)
    assert code == 1
    assert err == ""
    assert "Your answers are not kept in my_dlcourse" in out
    assert json.loads(dl("check", "--json", path)[1])[0]["score"] > 0


def test_check_takes_out_what_passes_only_once(dl, tmp_path, library):
    (tmp_path / "once").mkdir()
    once = "import os\n\ndef first():\n    os.rmdir('once')\n    return 0\n\nlow = first()"
    path = notebook(tmp_path / "01_neuron.ipynb", SIGMOID, once, RELU.replace("0)", "low)"))
    _, out, _ = dl("check", path)
    assert "`neuron.relu`: not kept there, as it passes in the notebook only." in " ".join(out.split())
    assert "1 right answer of yours" in out
    assert "relu" not in texts(library)["neuron.py"]


def test_check_writes_nothing_in_reference_mode(dl, tmp_path, library, monkeypatch):
    monkeypatch.setenv("DLCOURSE_MODE", "reference")
    dl("check", notebook(tmp_path / "01_neuron.ipynb", SIGMOID))
    assert not library.path.exists()
