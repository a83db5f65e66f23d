"""What a kernel inherits: threads, and where figures go. And the folder, which `%cd` does not move."""

import os
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from dlcourse.coursework.execute import execute
from dlcourse.notebook import kernel
from dlcourse.notebook.progress import FILE_NAME, load

IMPORTS = "import numpy as np\nfrom dlcourse import exercise, figures, progress"
THREADS = "import threadpoolctl\nprint(*(pool['num_threads'] for pool in threadpoolctl.threadpool_info()))"
FIGURE = "figures.activation_curves({'tanh': np.tanh}, title='A curve')"
RELU = '@exercise("neuron.relu")\ndef relu(z):\n    return np.maximum(z, 0)'
UNSET = dict.fromkeys(kernel.THREADS)


@pytest.fixture
def run(tmp_path):
    """Run cells in a real kernel; gives what each showed, as a list of its outputs."""

    def run(*sources, **environment):
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        return [cell.outputs for cell in execute(notebook, tmp_path, environment).cells]

    return run


def text_of(outputs):
    return "".join(output.get("text") or output.data["text/plain"] for output in outputs)


def pictures_in(outputs):
    return [output for output in outputs if "<img " in output.get("data", {}).get("text/html", "")]


# ---- threads ----


@pytest.mark.slow
def test_arrays_get_one_thread_once_the_course_is_there(run):
    before, first, after = run("import numpy\n" + THREADS, IMPORTS, THREADS, **UNSET)
    assert set(text_of(before).split()) != {"1"} or len(os.sched_getaffinity(0)) == 1  # else this shows nothing
    assert first == []
    assert set(text_of(after).split()) == {"1"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"])
def test_whoever_has_set_a_number_keeps_it(run, name):
    *_, after = run(IMPORTS, THREADS, **UNSET | {name: "2"})
    assert set(text_of(after).split()) == {"2"}


@pytest.mark.parametrize(
    ("environment", "calls"), [({}, [1]), ({"MKL_NUM_THREADS": "3"}, []), ({"OMP_NUM_THREADS": ""}, [1])]
)
def test_any_library_of_threads_counts(monkeypatch, environment, calls):
    for name in kernel.THREADS:
        monkeypatch.delenv(name, raising=False)
    for name, number in environment.items():
        monkeypatch.setenv(name, number)
    limited = []
    monkeypatch.setattr("threadpoolctl.threadpool_limits", lambda limits, user_api: limited.append(limits))
    kernel.limit_threads()
    assert limited == calls


# ---- figures ----


@pytest.mark.slow
def test_a_backend_of_the_terminal_is_said_and_the_remedy_works(run):
    first, again, hidden, _mended, shown = run(
        IMPORTS,
        "from dlcourse import exercise",
        FIGURE,
        "%matplotlib inline",
        FIGURE,
        MPLBACKEND="agg",
        DLCOURSE_MODE=None,
    )
    assert "MPLBACKEND is set to `agg`" in text_of(first)
    assert "`%matplotlib inline`" in text_of(first)
    assert not pictures_in(hidden)
    assert text_of(again) == ""  # once is enough
    assert pictures_in(shown)


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment", [{"MPLBACKEND": "module://matplotlib_inline.backend_inline"}, {"MPLBACKEND": None}]
)
def test_where_figures_appear_nothing_is_said(run, environment):
    first, shown = run(IMPORTS, FIGURE, DLCOURSE_MODE=None, **environment)
    assert first == []
    assert pictures_in(shown)


@pytest.mark.slow
def test_stored_outputs_say_nothing_of_the_backend(run):
    assert run(IMPORTS, MPLBACKEND="agg", DLCOURSE_MODE="reference") == [[]]


@pytest.mark.parametrize(
    ("backend", "is_said"),
    [
        ("agg", True),
        ("QtAgg", True),
        ("pdf", True),
        ("module://ipympl.backend_nbagg", False),
        ("widget", False),
        ("", False),
    ],
)
def test_which_backends_are_said(monkeypatch, backend, is_said):
    class Shell:
        kernel = "a kernel"

    monkeypatch.setenv("MPLBACKEND", backend)
    monkeypatch.delitem(kernel.sys.modules, "matplotlib", raising=False)
    assert bool(kernel.why_no_figures(Shell())) == is_said
    assert kernel.why_no_figures(object()) == ""  # IPython in a terminal opens windows


# ---- the folder ----


@pytest.mark.slow
def test_progress_stays_beside_the_notebook(run, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    *_, shown = run(IMPORTS, "%cd elsewhere", RELU, 'progress("neuron")', DLCOURSE_MODE=None, DLCOURSE_PROGRESS=None)
    assert "1 of 21 points" in text_of(shown)
    assert load(tmp_path)["exercises"]["neuron.relu"]["status"] == "correct"
    assert list(elsewhere.iterdir()) == []


@pytest.mark.slow
def test_a_relative_path_in_the_environment_stays_where_it_was(run, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    run(IMPORTS, "%cd elsewhere", RELU, DLCOURSE_MODE=None, DLCOURSE_PROGRESS="mine.json")
    assert (tmp_path / "mine.json").exists()


@pytest.mark.slow
def test_a_folder_that_is_removed_stops_no_cell(run, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    remove = f"import os, shutil\nos.chdir({str(home)!r})\nshutil.rmtree({str(home)!r})"
    shown = run(remove, IMPORTS, RELU, "progress()", DLCOURSE_MODE=None, DLCOURSE_PROGRESS=None)
    assert "right, 1 of 1 point" in text_of(shown[2])
    assert "not saved" in text_of(shown[2])
    assert not Path(home / FILE_NAME).exists()
