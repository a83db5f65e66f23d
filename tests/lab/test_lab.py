"""The learner's folder, and the real JupyterLab on it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from dlcourse.coursework import files as coursework
from dlcourse.coursework.extraction import extract
from dlcourse.lab import folder as lab
from dlcourse.lab.folder import LabError, prepare
from dlcourse.lab.server import Server, write_kernel

NAMES = ["00_start_here.ipynb", "01_neuron.ipynb"]
NEURON = coursework.notebook_folder() / NAMES[1]
KEPT = Path(__file__).parents[1] / "coursework" / "editions" / "01_neuron.json"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A small course of two notebooks, with outputs as the authors store them."""
    folder = tmp_path / "course"
    folder.mkdir()
    for name in NAMES:
        ship(folder / name, "print('first edition')")
    monkeypatch.setattr(coursework, "notebook_folder", lambda: folder)
    monkeypatch.setattr(lab, "notebook_folder", lambda: folder)
    return folder


@pytest.fixture
def mine(tmp_path):
    """The learner's folder, not made yet."""
    return tmp_path / "mine"


def ship(path, source):
    code = new_code_cell(source, execution_count=3, outputs=[new_output("stream", text="stored")])
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Title"), code]), path)


def save(path, change):
    """Save a notebook as JupyterLab does, after `change(notebook)`."""
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)


def work(notebook):
    notebook.cells[1].source = "print('my work')"


def run(notebook):
    notebook.cells[1].execution_count = 1
    notebook.cells[1].outputs = [new_output("stream", text="first edition\n")]
    notebook.metadata["language_info"] = {"name": "python"}
    notebook.cells.append(new_code_cell())  # JupyterLab adds one when the last cell is run


def source(path):
    return nbformat.read(path, as_version=4).cells[1].source


def visible(folder):
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


# ---- the folder ----


def test_first_use_copies_without_outputs_and_with_a_kernel(course, mine):
    report = prepare(mine)
    assert report.copied == NAMES == visible(mine)
    assert report.lines() == [f"Copied 2 notebooks to {mine}."]
    for name in NAMES:
        notebook = nbformat.read(mine / name, as_version=4)
        nbformat.validate(notebook)
        assert notebook.metadata.kernelspec.name == "python3"
        assert (notebook.cells[1].outputs, notebook.cells[1].execution_count) == ([], None)


def test_a_second_use_changes_nothing(course, mine):
    prepare(mine)
    save(mine / NAMES[1], work)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in mine.iterdir()}
    assert prepare(mine).lines() == []
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in mine.iterdir()} == before


def test_a_missing_notebook_is_copied_again(course, mine):
    prepare(mine)
    (mine / NAMES[1]).unlink()
    assert prepare(mine).lines() == [f"Copied again, because missing: {NAMES[1]}."]
    assert visible(mine) == NAMES


@pytest.mark.parametrize("touch", [lambda notebook: None, run])
def test_an_untouched_notebook_is_brought_up_to_date(course, mine, touch):
    prepare(mine)
    save(mine / NAMES[1], touch)
    ship(course / NAMES[1], "print('second edition')")
    report = prepare(mine)
    assert report.updated == [NAMES[1]]
    assert "you had not changed" in report.lines()[0]
    assert source(mine / NAMES[1]) == "print('second edition')"
    assert visible(mine) == NAMES
    assert prepare(mine).lines() == []


def test_a_newer_edition_is_put_beside_work(course, mine):
    prepare(mine)
    save(mine / NAMES[1], work)
    before = (mine / NAMES[1]).read_bytes()
    ship(course / NAMES[1], "print('second edition')")
    (line,) = prepare(mine).lines()
    assert "01_neuron.new-edition.ipynb" in line
    assert "your work is as you left it" in line
    assert (mine / NAMES[1]).read_bytes() == before
    assert source(mine / "01_neuron.new-edition.ipynb") == "print('second edition')"
    (mine / "01_neuron.new-edition.ipynb").unlink()  # the learner does not want it
    assert prepare(mine).lines() == []


def test_the_notebook_that_was_worked_on_stays_the_newest(course, mine):
    prepare(mine)
    save(mine / NAMES[1], work)
    os.utime(mine / NAMES[1], (1_700_000_000, 1_700_000_000))
    ship(course / NAMES[1], "print('second edition')")
    prepare(mine)
    assert (mine / "01_neuron.new-edition.ipynb").stat().st_mtime < (mine / NAMES[1]).stat().st_mtime


def test_right_answers_go_over_into_a_newer_edition(course, mine):
    """The learner's first edition of the course's own notebook is kept with the tests of editions."""
    shutil.copy(NEURON, course)
    mine.mkdir()
    old = shutil.copy(KEPT, mine / NAMES[1])
    before = Path(old).read_bytes()
    right = {"neuron.weighted_sum", "neuron.largest_slope", "neuron.neuron"}
    report = prepare(mine, lambda folder: right if folder == mine else ())
    [name] = report.carried
    assert report.beside == [(NAMES[1], name)]
    assert report.lines()[-3:] == [
        f"There is a newer edition of {NAMES[1]}: it is in {name}, your work is as you left it.",
        "  2 right answers of yours are in it already.",
        "  Write neuron.neuron anew, from your notebook: its parameters are not the same.",
    ]
    assert Path(old).read_bytes() == before
    answers = extract(coursework.read_notebook(mine / name))
    attempted = {key for key, answer in {**answers.exercises, **answers.questions}.items() if answer.attempted}
    assert attempted == right - {"neuron.neuron"}
    assert prepare(mine, lambda folder: pytest.fail("there is nothing to carry over")).lines() == []


def test_answers_of_a_newer_edition_go_over_into_the_next(course, mine):
    """And without a record, the file that is there already is found again."""
    shutil.copy(NEURON, course)
    mine.mkdir()
    shutil.copy(KEPT, mine / NAMES[1])
    beside = mine / "01_neuron.new-edition.ipynb"
    prepare(mine)
    save(beside, lambda notebook: answer_in(notebook, "neuron.one_line", "a"))
    save(course / NAMES[1], lambda notebook: notebook.cells.append(new_markdown_cell("More.")))
    for _ in range(2):
        report = prepare(mine, lambda folder: {"neuron.step", "neuron.one_line"})
        assert report.beside[-1] == (NAMES[1], "01_neuron.new-edition-2.ipynb")
        (mine / lab.MANIFEST).unlink()
    [over] = report.carried.values()
    assert over.carried == ["neuron.step"]
    assert over.left == {"neuron.one_line": "its right answer is another one now"}


def answer_in(notebook, key, answer):
    for cell in notebook.cells:
        cell.source = cell.source.replace(f'question("{key}", answer=...)', f'question("{key}", answer="{answer}")')


def test_one_answer_and_none(course, mine):
    shutil.copy(NEURON, course)
    mine.mkdir()
    shutil.copy(KEPT, mine / NAMES[1])
    assert "  1 right answer of yours is in it already." in prepare(mine, lambda folder: {"neuron.step"}).lines()
    (mine / lab.MANIFEST).unlink()
    assert not [line for line in prepare(mine).lines() if line.startswith(" ")]


def test_a_third_edition_gets_a_number(course, mine):
    prepare(mine)
    save(mine / NAMES[1], work)
    for edition in ("second", "third", "fourth"):
        ship(course / NAMES[1], f"print('{edition} edition')")
        prepare(mine)
    assert source(mine / NAMES[1]) == "print('my work')"
    assert source(mine / "01_neuron.new-edition.ipynb") == "print('second edition')"
    assert source(mine / "01_neuron.new-edition-2.ipynb") == "print('third edition')"
    assert source(mine / "01_neuron.new-edition-3.ipynb") == "print('fourth edition')"


@pytest.mark.parametrize("manifest", [None, b"", b"[]", b'{"notebooks": {"a": 1}}', b"\xff"])
def test_without_a_record_no_file_is_touched(course, mine, manifest):
    prepare(mine)
    ship(course / NAMES[1], "print('second edition')")
    (mine / lab.MANIFEST).unlink()
    if manifest is not None:
        (mine / lab.MANIFEST).write_bytes(manifest)
    assert prepare(mine).beside == [(NAMES[1], "01_neuron.new-edition.ipynb")]
    assert source(mine / NAMES[1]) == "print('first edition')"


@pytest.mark.parametrize("content", [b"", b"my notes", b'{"cells": ['])
def test_a_file_that_is_no_notebook_is_the_learners_too(course, mine, content):
    mine.mkdir()
    (mine / NAMES[1]).write_bytes(content)
    assert prepare(mine).beside == [(NAMES[1], "01_neuron.new-edition.ipynb")]
    assert (mine / NAMES[1]).read_bytes() == content


def test_a_dangling_link_is_left_alone(course, mine):
    mine.mkdir()
    (mine / NAMES[1]).symlink_to(mine / "gone.ipynb")
    assert prepare(mine).beside
    assert (mine / NAMES[1]).is_symlink()
    assert not (mine / "gone.ipynb").exists()


def test_a_change_of_the_outputs_alone_is_no_newer_edition(course, mine):
    prepare(mine)
    save(course / NAMES[1], run)
    assert prepare(mine).lines() == []


def test_a_crash_in_the_middle_of_a_copy_leaves_no_half_file(course, mine, monkeypatch):
    def crash(*_arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", crash)
        with pytest.raises(LabError, match="No space left"):
            prepare(mine)
    assert list(mine.iterdir()) == []
    assert prepare(mine).copied == NAMES


def test_the_courses_own_folder_is_never_changed(course):
    before = {path: path.read_bytes() for path in course.iterdir()}
    assert prepare(course).lines() == []
    assert {path: path.read_bytes() for path in course.iterdir()} == before


def test_folders_that_cannot_be_used(course, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LabError, match="is a file"):
        prepare(tmp_path / "file")
    with pytest.raises(LabError, match="cannot be used"):
        prepare(tmp_path / "file" / "below")
    with pytest.raises(LabError, match="cannot be used"):
        prepare("/proc/mine")


def test_a_course_without_notebooks(course, mine):
    for name in NAMES:
        (course / name).unlink()
    with pytest.raises(LabError, match="not installed"):
        prepare(mine)


# ---- JupyterLab ----


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home of a learner who has another Python as the kernel python3, and is asked about the news."""
    home = tmp_path / "home"
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    kernel = home / ".local" / "share" / "jupyter" / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps({"argv": ["/another/python"], "display_name": "Another", "language": "python"}))
    return home


def get(server, path):
    return json.loads(server._request(path))


@pytest.mark.slow
def test_jupyterlab_as_a_learner_finds_it(course, mine, home, monkeypatch):
    prepare(mine)
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    port = taken.getsockname()[1]
    with taken, Server(mine, browser=False, port=port) as server:
        assert server.wait_until_ready()
        assert server.port != port  # the next free one
        assert [item["name"] for item in get(server, "api/contents")["content"]] == NAMES
        assert get(server, "api/contents/00_start_here.ipynb")["content"]["cells"]
        news = get(server, "lab/api/settings/@jupyterlab/apputils-extension:notification")["schema"]["properties"]
        assert news["fetchNews"]["default"] == "false"
        assert news["checkForUpdates"]["default"] is False
        kernels = get(server, "api/kernelspecs")
        assert kernels["default"] == "python3"
        assert kernels["kernelspecs"]["python3"]["spec"]["argv"][0] == sys.executable
        with urllib.request.urlopen(server.url, timeout=10) as page:
            assert page.status == 200
            assert "/lab/tree/00_start_here.ipynb" in page.geturl()
        with pytest.raises(urllib.error.HTTPError, match="403"):  # not without the token
            urllib.request.urlopen(server.address + "api/contents", timeout=10)
        arguments = Path(f"/proc/{server.process.pid}/cmdline")
        assert not arguments.exists() or server.token not in arguments.read_text()
        assert server.log.stat().st_mode & 0o77 == 0  # it holds the token
        temporary = Path(server._temporary.name)
    assert server.process.returncode == 0
    assert not temporary.exists()
    assert not (home / ".jupyter" / "lab" / "user-settings").exists()
    assert not list((home / ".jupyter").glob("*config*"))


@pytest.mark.parametrize(
    ("mine", "wanted"),
    [
        ({}, "1"),
        ({"OPENBLAS_NUM_THREADS": "4"}, "4"),
        ({"OMP_NUM_THREADS": "4"}, None),  # OpenBLAS takes this one, too
    ],
)
def test_kernels_calculate_with_one_thread_unless_the_learner_wants_more(tmp_path, monkeypatch, mine, wanted):
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)
    for name, number in mine.items():
        monkeypatch.setenv(name, number)
    assert Server(tmp_path)._environment(tmp_path).get("OPENBLAS_NUM_THREADS") == wanted


def test_kernels_do_not_inherit_where_the_terminal_draws(tmp_path, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    assert "MPLBACKEND" not in Server(tmp_path)._environment(tmp_path)


@pytest.mark.slow
def test_the_command_ends_cleanly_on_ctrl_c(course, mine, home):
    prepare(mine)
    code = f"from dlcourse.lab.folder import start; raise SystemExit(start({str(mine)!r}, browser=False))"
    environment = dict(os.environ, PYTHONUNBUFFERED="1", PYTHONPATH=str(Path(lab.__file__).parents[2]))
    command, pipe = [sys.executable, "-c", code], subprocess.PIPE
    # In a with: a test that fails here must not leave two open pipes to a later one.
    with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            lines = [process.stdout.readline() for _ in range(5)]
            address = lines[2].strip()
            with urllib.request.urlopen(address, timeout=10) as page:
                assert page.status == 200
            process.send_signal(signal.SIGINT)
            rest, errors = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 0
    assert "All that was saved is in the folder" in rest
    assert "only in the browser" in rest  # what was not: the server has never seen it
    assert "Traceback" not in errors
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(address, timeout=5)


def test_a_server_that_cannot_start_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(Server, "_command", lambda self: [sys.executable, "-c", "raise SystemExit(3)"])
    start = time.monotonic()
    with pytest.raises(LabError, match="dlcourse doctor"):
        lab.start(tmp_path, browser=False)
    assert time.monotonic() - start < 10


def test_a_folder_that_cannot_be_written_is_no_traceback():
    with pytest.raises(LabError, match="choose another folder"):
        lab.start("/proc/mine", browser=False)


def test_what_is_said(tmp_path, monkeypatch):
    said = []

    def ready(server):
        server.address, server.port = "http://localhost:8889/", 8889
        return True

    monkeypatch.setattr(Server, "_command", lambda self: [sys.executable, "-c", ""])
    monkeypatch.setattr(Server, "wait_until_ready", ready)
    assert lab.start(tmp_path, browser=False, port=8888, say=said.append) == 0
    assert said[0] == "Port 8888 is taken: JupyterLab uses port 8889."
    assert "http://localhost:8889/lab/tree/00_start_here.ipynb?token=" in said[1]


def test_the_kernel_is_this_python(tmp_path):
    write_kernel(tmp_path / "kernels" / "python3")
    content = json.loads((tmp_path / "kernels" / "python3" / "kernel.json").read_text())
    assert content["argv"][0] == sys.executable
