"""`mine` and `my_dlcourse` in a kernel: what is brought in, what is kept, and what is left alone."""

import os
import sys
import threading

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from dlcourse.coursework.execute import execute
from dlcourse.coursework.own_library import is_untouched
from dlcourse.lessons import forward, neuron
from dlcourse.notebook.mine import mine
from dlcourse.notebook.session import session

IMPORTS = "import numpy as np\nfrom dlcourse import exercise, mine\nLOW = 0"
RELU = '@exercise("neuron.relu")\ndef relu(z):\n    return {}'
RIGHT, WRONG = RELU.format("np.maximum(z, LOW)"), RELU.format("np.abs(z)")
STEP = '@exercise("neuron.step")\ndef step(z):\n    return np.where(z >= 0, 1.0, 0.0)'
BRING = 'f = mine("neuron.relu")'
STORED = "Your own, from my_dlcourse: `relu`."


@pytest.fixture
def shell(cells):
    """Run cells in an IPython shell with the course in it; gives what was shown by all of them."""

    def run(*sources):
        results, shown = cells(*sources)
        assert all(result.success for result in results)
        return shown

    def afresh():
        session.begin_anew()
        cells.ipython.reset()
        run(IMPORTS)

    run(IMPORTS)
    run.names, run.afresh, run.session = cells.ipython.user_ns, afresh, session
    return run


@pytest.fixture
def library(tmp_path):
    return tmp_path / "my_dlcourse"


# ---- what mine brings in ----


def test_this_kernels_own(shell):
    assert "Your own: `relu`. The reference: `dense`." in shell(
        RIGHT, 'f, dense = mine("neuron.relu", "forward.dense")'
    )
    assert shell.names["f"] is shell.names["relu"] is session.own["neuron.relu"]
    assert shell.names["dense"] is forward.dense
    assert "forward.dense" not in session.own


def test_one_that_does_not_pass_stays_noted_under_every_name(shell):
    shown = shell(WRONG, BRING)
    assert "Your own, which does not pass yet: `relu`." in shown
    assert shell.names["f"] is shell.names["relu"]
    assert "neuron.relu" not in session.own
    shown = shell("print(f(np.array([-1.0])))")
    assert "The cell uses your `neuron.relu`" in shown
    assert "It uses your answer to `neuron.relu`" in shell("f(-1)[3]")
    assert "Checked with the reference in place of your `f`" in shell(
        '@exercise("neuron.step")\ndef step(z):\n    return np.where(f(z) + f(-z) == np.abs(z), z >= 0, 5) * 1.0'
    )


def test_a_mended_answer_is_brought_in_again(shell):
    shell(WRONG, BRING, RIGHT)
    assert "It uses what an earlier answer of yours to `neuron.relu` computed" in shell("f(-1)[3]")
    shell(BRING)
    assert shell.names["f"] is shell.names["relu"]
    assert "rests on" not in shell("print(f(np.ones(1)))")


def test_what_is_blank_or_stopped_is_the_reference(shell):
    shell(RELU.format("z").replace("return z", "raise NotImplementedError"))
    assert "The reference: `relu`." in shell(BRING)
    assert shell.names["f"] is neuron.relu


def test_the_stored_answer_passes_its_checks_again(shell, library):
    shell(RIGHT)
    shell.afresh()
    assert STORED in shell(BRING)
    assert shell.names["f"] is session.own["neuron.relu"]
    assert shell.names["f"].__module__ == "my_dlcourse.neuron"
    assert np.array_equal(shell.names["f"](np.array([-1.0, 2.0])), [0.0, 2.0])
    assert "my_dlcourse" not in sys.modules
    before = session.own["neuron.relu"]
    os.rename(library, library.with_name("elsewhere"))
    assert STORED in shell(BRING)  # once checked, it stays
    assert session.own["neuron.relu"] is before


BROKEN = {
    "no longer right": ("return", "return 1 +", "it does not pass its check"),
    "not Python": ("def relu", "def def relu", "cannot be loaded (SyntaxError"),
    "an error": ("LOW = 0", "LOW = 1 / 0", "cannot be loaded (ZeroDivisionError"),
    "an exit": ("LOW = 0", "raise SystemExit(3)", "cannot be loaded (SystemExit"),
    "slow to load": ("LOW = 0", "LOW = 0\nwhile True: pass", "takes more than 0.3 seconds to load"),
    "slow to run": ("    return", "    while True: pass\n    return", "it does not pass its check"),
    "none": ("def relu", "relu = 3\ndef other", "has no `relu`"),
}


@pytest.mark.parametrize(("before", "after", "why"), BROKEN.values(), ids=BROKEN)
def test_a_broken_one_is_the_reference_and_said(shell, library, monkeypatch, before, after, why):
    shell(RIGHT)
    shell.afresh()
    monkeypatch.setenv("DLCOURSE_SECONDS", "0.3")
    path = library / "neuron.py"
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    shown = shell(BRING)
    assert "The reference: `relu`." in shown
    assert shell.names["f"] is neuron.relu
    assert (f"my_dlcourse/neuron.py: `relu`, {why}" in shown) == (not why.startswith("has no"))
    assert "neuron.relu" not in session.own


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo, lambda path: path.write_bytes(b"\xff")])
def test_what_is_no_file_of_python_is_no_trouble(shell, library, make):
    library.mkdir()
    make(library / "neuron.py")
    assert "The reference: `relu`." in shell(BRING)
    shown = shell(RIGHT)
    assert "neuron.relu — right" in shown
    assert "went to neuron_new.py" in shown


def test_it_is_not_told_that_what_mine_brought_is_missing_when_graded(shell):
    shell('@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return 0.5 + 0.5 * np.tanh(z / 2)')
    shell.afresh()
    shown = shell(
        'f = mine("neuron.sigmoid")',
        '@exercise("neuron.sigmoid_gradient")\ndef sigmoid_gradient(z):\n    return f(z) * (1 - f(z))',
    )
    assert "neuron.sigmoid_gradient — right" in shown
    assert "This passes here, but" not in shown


def test_one_that_imports_the_library_itself_is_told(shell, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    shell('@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return 0.5 + 0.5 * np.tanh(z / 2)')
    shell.afresh()
    try:
        shown = shell(
            "from my_dlcourse.neuron import sigmoid as f",
            '@exercise("neuron.sigmoid_gradient")\ndef sigmoid_gradient(z):\n    return f(z) * (1 - f(z))',
        )
    finally:
        for name in [name for name in sys.modules if name.startswith("my_dlcourse")]:
            del sys.modules[name]
    assert "needs your own module `my_dlcourse`" in shown
    assert '`name = mine("lesson.name")` brings in what you wrote before.' in shown


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        ('"neuron.rellu"', "There is no exercise 'neuron.rellu'. The nearest are: neuron.relu"),
        ('"neuron.one_line"', "neuron.one_line is a question"),
        ("3", "There is no exercise 3"),
    ],
)
def test_what_is_no_function_is_said_and_said_again_where_it_is_used(shell, call, sentence):
    assert sentence in shell(f'f, g = mine({call}, "neuron.relu")')
    assert shell.names["g"] is neuron.relu
    with pytest.raises(LookupError, match=sentence[:20]):
        shell.names["f"](1)


def test_no_id_at_all(shell):
    assert "Which? Give the ids" in shell("mine()")


def test_in_reference_mode_nothing_is_read_written_or_said(shell, library, monkeypatch):
    monkeypatch.setenv("DLCOURSE_MODE", "reference")
    assert "mine" not in shell(RIGHT, BRING)
    assert shell.names["f"] is neuron.relu
    assert not library.exists()
    assert session.own == {}
    library.mkdir()
    (library / "neuron.py").write_text("raise SystemExit", "utf-8")
    assert shell(BRING) == ""


def test_in_a_script_there_are_this_scripts_own_and_the_reference(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_dlcourse").mkdir()
    (tmp_path / "my_dlcourse" / "neuron.py").write_text("raise SystemExit", "utf-8")
    session.begin_anew()
    assert mine("neuron.relu") is neuron.relu
    assert "The reference: `relu`." in capsys.readouterr().out


# ---- what is kept ----


def test_a_right_answer_is_kept_with_what_it_needs(shell, library):
    assert "Your right answers are kept in my_dlcourse/, beside this notebook." in shell(RIGHT)
    assert "kept" not in shell(STEP)  # once is enough
    text = (library / "neuron.py").read_text("utf-8")
    assert is_untouched(text)
    assert "LOW = 0\n" in text
    assert sorted(path.name for path in library.iterdir()) == [".lock", "__init__.py", "neuron.py"]
    assert (library / "__init__.py").read_text("utf-8").startswith('"""')
    assert "my_dlcourse" not in sys.modules


def test_a_wrong_answer_and_an_equal_one_write_nothing(shell, library):
    shell(RIGHT, STEP)
    before = (library / "neuron.py").stat()
    shell(WRONG, RIGHT, STEP)
    assert (library / "neuron.py").stat() == before
    shell(RELU.format("np.where(z > 0, z, 0 * z)"))
    assert "np.where(z > 0, z, 0 * z)" in (library / "neuron.py").read_text("utf-8")


def test_what_was_changed_by_hand_is_left_alone(shell, library):
    shell(RIGHT)
    path, new = library / "neuron.py", library / "neuron_new.py"
    path.write_text(path.read_text("utf-8") + "\nNOTE = 1\n", "utf-8")
    by_hand = path.read_bytes()
    assert "neuron_new" not in shell(RIGHT)  # which is there already
    assert not new.exists()
    shown = shell(STEP)
    assert "my_dlcourse/neuron.py was changed by hand and is left alone: `neuron.step` went to neuron_new.py." in shown
    assert path.read_bytes() == by_hand
    shell.afresh()
    assert "Your own, from my_dlcourse: `relu`, `step`." in shell('mine("neuron.relu", "neuron.step")')
    new.write_text(new.read_text("utf-8") + "#\n", "utf-8")
    shown = shell('@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return 0.5 + 0.5 * np.tanh(z / 2)')
    assert "`neuron.sigmoid` is not kept. Rename one of them." in shown


def test_what_passes_in_the_notebook_only_is_taken_out_again(shell, library):
    """The extractor takes what is bound above `low`; the kernel has what was bound last."""
    shell("LOW = 5", "def low():\n    return LOW", "LOW = 0", STEP)
    shown = shell(RELU.format("np.maximum(z, low())"))
    assert "neuron.relu — right" in shown
    assert "`neuron.relu` is not kept in my_dlcourse: it does not pass its check there." in shown
    assert "relu" not in (library / "neuron.py").read_text("utf-8")
    assert "def step" in (library / "neuron.py").read_text("utf-8")


def test_what_the_cells_do_not_show_is_said(shell, library):
    shown = shell("exec('@exercise(\"neuron.relu\")\\ndef relu(z):\\n    return np.maximum(z, 0)')")
    assert "`neuron.relu` is not kept in my_dlcourse: it cannot stand there without this notebook." in shown
    assert not library.exists()


def test_what_an_answer_builds_on_is_the_learners_own_as_soon_as_there_is_one(shell, library):
    gradient = '@exercise("neuron.sigmoid_gradient")\ndef sigmoid_gradient(z):\n    return f(z) * (1 - f(z))'
    shell('f = mine("neuron.sigmoid")', gradient)
    text = (library / "neuron.py").read_text("utf-8")
    assert "from dlcourse.lessons.neuron import sigmoid\n" in text
    shell('@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return 0.5 + 0.5 * np.tanh(z / 2)')
    text = (library / "neuron.py").read_text("utf-8")
    assert "import sigmoid" not in text
    assert text.index("def sigmoid(z)") < text.index("def sigmoid_gradient(z)")


def test_a_folder_in_which_nothing_can_be_written(shell, library):
    library.write_text("a file", "utf-8")
    shown = shell(RIGHT)
    assert "neuron.relu — right" in shown
    assert "Your answers are not kept in my_dlcourse: " in shown
    assert "not kept" not in shell(STEP)  # once is enough
    assert library.read_text("utf-8") == "a file"
    assert "The reference: `sigmoid`." in shell('mine("neuron.sigmoid")')


def test_the_place_is_the_notebooks_wherever_cells_go(shell, library, tmp_path):
    (tmp_path / "inner").mkdir()
    shell("import os\nos.chdir('inner')", RIGHT)
    assert (library / "neuron.py").exists()
    assert not (tmp_path / "inner" / "my_dlcourse").exists()


# ---- in real kernels ----


def run(folder, *sources, **environment):
    ran = execute(new_notebook(cells=[new_code_cell(source) for source in (IMPORTS, *sources)]), folder, environment)
    return ["\n".join(output.get("text") or output.data["text/plain"] for output in cell.outputs) for cell in ran.cells]


def test_from_one_notebook_to_the_next(tmp_path, library):
    shown = run(tmp_path, RIGHT)
    assert "Your right answers are kept in my_dlcourse/" in shown[1]
    shown = run(tmp_path, BRING, "print(f(np.array([-1.0, 2.0])))", "import sys; print('my_dlcourse' in sys.modules)")
    assert STORED in shown[1]
    assert "[0. 2.]" in shown[2]
    assert "False" in shown[3]
    assert not list(library.glob("__pycache__"))


def test_two_kernels_at_once_lose_nothing(tmp_path, library):
    both = [threading.Thread(target=run, args=(tmp_path, cell)) for cell in (RIGHT, STEP)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    text = (library / "neuron.py").read_text("utf-8")
    assert "def relu" in text
    assert "def step" in text
    assert not list(library.glob("*.tmp"))


def test_reference_mode_in_a_kernel(tmp_path, library):
    shown = run(tmp_path, RIGHT, BRING, DLCOURSE_MODE="reference")
    assert shown[2] == ""
    assert not library.exists()
