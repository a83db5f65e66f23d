"""The command line: what it prints, its exit codes, and one sentence for every mistake."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import dlcourse
from dlcourse.checking.question import Question
from dlcourse.coursework import catalog
from dlcourse.coursework import files as coursework
from dlcourse.coursework.solve import solve
from dlcourse.exercises import find, lesson, lesson_names
from dlcourse.grading.sandbox.bwrap import why_not
from dlcourse.lab import doctor
from dlcourse.lab.folder import LabError
from dlcourse.notebook.progress import FILE_NAME, ProgressFile, record, record_milestone

IMPORTS = "import numpy as np\nfrom dlcourse import exercise, question"
RESCALE = '@exercise("start_here.rescale")\ndef rescale(image, largest):\n    return {}'
SCORES = sum(exercise.points for exercise in lesson("start_here") if not exercise.bonus)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Every test has a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DLCOURSE_PROGRESS", raising=False)
    return tmp_path


def write(path, *sources):
    cells = [new_markdown_cell("# A lesson"), *(new_code_cell(source) for source in sources)]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def right(path):
    """A notebook in which the lesson start_here is solved."""
    blanks = [RESCALE.format("0").replace("return 0", "raise NotImplementedError")]
    blanks += [f'question("{e.id}", answer=...)' for e in lesson("start_here") if isinstance(e, Question)]
    write(path, IMPORTS, *blanks)
    nbformat.write(solve(coursework.read_notebook(path)), path)
    return path


def one_sentence(errors):
    assert errors.startswith("dlcourse: ")
    assert errors.count("\n") == 1
    assert "Traceback" not in errors
    return errors


# ---- in general ----


def test_help_is_quick_and_names_every_command():
    code = "import sys; from dlcourse.cli.commands import main\ntry: main(['--help'])\nfinally: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert not {"numpy", "nbformat", "rich", "IPython"} & set(loaded)
    for name in ("lab", "list", "check", "progress", "review", "solve", "build", "doctor"):
        assert f"\n  {name} " in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("missing", "arguments", "words"),
    [
        ("click", ["--help"], "The command line needs more packages"),
        ("jupyterlab", ["lab"], "This needs jupyterlab, which is not installed"),
        ("nbformat", ["solve", "a.ipynb", "-o", "out.ipynb"], "This needs nbformat, which is not installed"),
    ],
)
def test_without_the_packages_of_the_lab_the_remedy_is_said(folder, missing, arguments, words):
    write(folder / "a.ipynb", IMPORTS, RESCALE.format("image"))
    code = f"import sys; sys.modules[{missing!r}] = None\nfrom dlcourse.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)
    assert done.returncode == 2
    assert words in one_sentence(done.stderr)
    assert 'pip install "dlcourse[lab]"' in done.stderr


def test_before_click_is_looked_for_nothing_is_imported_but_the_standard_library():
    code = "import sys; sys.modules['click'] = None\nfrom dlcourse.cli import main\n"
    code += "try: main()\nfinally: print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(dlcourse.__file__).parents[1])},
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded - set(sys.stdlib_module_names) <= {"__main__", "click", "dlcourse"}


def test_the_module_and_the_version():
    done = subprocess.run([sys.executable, "-m", "dlcourse", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["dlcourse,", "version", dlcourse.__version__]


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (["chekc"], "dlcourse check"),
        (["zzz"], "dlcourse --help"),
        (["check"], "dlcourse check --help"),
        (["solve", "a.ipynb"], "dlcourse solve --help"),
        (["list", "--jsno"], "dlcourse list --help"),
        (["lab", "--port", "0"], "dlcourse lab --help"),
        (["lab", "--port", "many"], "dlcourse lab --help"),
        (["check", "no.ipynb"], "give the path of a notebook"),
        (["check", "."], "give the path of a notebook"),
        (["solve", "no.ipynb", "-o", "out.ipynb"], "give the path of a notebook"),
        (["progress", "nowhere"], "give the folder"),
    ],
)
def test_a_mistake_gets_one_sentence_and_exit_code_2(dl, arguments, remedy):
    code, out, errors = dl(*arguments)
    assert code == 2
    assert out == ""
    assert remedy in one_sentence(errors)


def test_a_closed_pipe_is_no_error():
    done = subprocess.run(
        f"{sys.executable} -m dlcourse list --json | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""


COMMANDS = {
    ("check", "Übung ✓.ipynb"): 1,
    ("progress",): 0,
    ("list",): 0,
    ("--help",): 0,
    ("solve", "Übung ✓.ipynb", "-o", "✗.ipynb"): 0,
    ("check", "名.ipynb"): 2,
    ("progress", "✗"): 2,
}


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
@pytest.mark.parametrize("terminal", [False, True])
def test_a_console_that_does_not_know_every_sign(folder, encoding, terminal):
    """In a pipe, and with the tables of a terminal, which has such a code page in Windows."""
    write(folder / "Übung ✓.ipynb", IMPORTS, RESCALE.format("1 / 0  # ½ → 名 ✓"), "retrun ✗")
    record("start_here.rescale", "wrong", 0, 1)
    record("neuron.relu", "correct", 1, 1)
    code = f"import sys; sys.stdout.isatty = lambda: {terminal}\nfrom dlcourse.cli import main; main()"
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "100"}
    said = ""
    for arguments, expected in COMMANDS.items():
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, capture_output=True, env=environment)
        assert (done.returncode, b"Traceback" in done.stderr) == (expected, False), done.stderr
        said += done.stdout.decode("utf-8" if encoding == "ascii" else encoding)  # click writes UTF-8 in place of ASCII
    assert "x error" in said
    assert "- missing" in said
    if encoding != "ascii":
        assert "-x-" in said  # start_here: wrong, between two that are not tried yet


# ---- list ----


def test_list_as_json(dl):
    code, out, _ = dl("list", "--json")
    assert code == 0
    assert json.loads(out) == json.loads(json.dumps(catalog.lesson_catalog()))
    assert {item["name"] for item in json.loads(out)["lessons"]} >= set(lesson_names())


def test_list_in_a_pipe_is_lines_of_tabs(dl):
    code, out, _ = dl("list")
    rows = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert rows[0] == ["notebook", "title", "minutes", "sittings", "exercises", "points"]  # claims are in the JSON
    assert {len(row) for row in rows} == {6}


def test_tables_on_a_terminal(dl, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    code, out, _ = dl("list")
    assert code == 0
    assert "┃" in out
    assert "neuron" in out


# ---- check ----


def test_check_of_a_right_notebook(dl, folder):
    code, out, errors = dl("check", right(folder / "00_start_here.ipynb"))
    assert (code, errors) == (0, "")
    assert f"{SCORES} of {SCORES} points" in out
    assert "✓ correct" in out


def test_check_of_a_wrong_notebook(dl, folder):
    path = write(folder / "mine.ipynb", IMPORTS, RESCALE.format("image / np.max(image)"), "retrun 1")
    code, out, _ = dl("check", path)
    mistake = find("start_here.rescale").mistakes[0]
    assert code == 1
    assert "✗ wrong" in out
    assert f"{mistake.name}: {mistake.advice}" in out
    assert "gave [" in out
    assert "○ missing" in out
    assert "Cell 4 is not Python, line 1" in out


def test_check_as_json(dl, folder):
    later = 'question("start_here.why_the_pillars", answer=...)'  # of the second edition, as all of the other notebook
    wrong = write(folder / "wrong.ipynb", IMPORTS, RESCALE.format("image * [["), later)
    code, out, errors = dl("check", "--json", right(folder / "right.ipynb"), wrong)
    assert (code, errors) == (1, "")
    first, second = json.loads(out)
    assert (first["notebook"], first["lesson"]) == (str(folder / "right.ipynb"), "start_here")
    assert first["score"] == first["max_score"] == second["max_score"] == SCORES
    assert second["score"] == 0
    assert [item["id"] for item in first["exercises"]] == [exercise.id for exercise in lesson("start_here")]
    for item in first["exercises"] + second["exercises"]:
        assert {"id", "status", "score", "max_score", "diagnosis", "message"} <= set(item)
    assert [item["status"] for item in second["exercises"][:2]] == ["not attempted", "error"]


def test_check_goes_on_after_a_file_that_is_no_notebook(dl, folder):
    (folder / "bad.ipynb").write_text("{")
    code, out, errors = dl("check", "--json", "bad.ipynb", right(folder / "right.ipynb"), folder / "no.ipynb")
    assert code == 2
    assert [item["score"] for item in json.loads(out)] == [SCORES]
    assert len(errors.splitlines()) == 2
    assert all(line.startswith("dlcourse: ") for line in errors.splitlines())


def test_check_of_another_courses_notebook(dl, folder):
    code, _, errors = dl("check", write(folder / "other.ipynb", "x = 1"))
    assert code == 2
    assert "not one of this course: it has no exercise" in one_sentence(errors)


def test_what_a_learner_prints_does_not_disturb_the_json(dl, folder):
    noise = "class Loud:\n    print('noise')\n    limit = 1"
    path = write(folder / "n.ipynb", IMPORTS, noise, RESCALE.format("print('x') or image / largest * Loud.limit"))
    code, out, errors = dl("check", "--json", path)
    assert json.loads(out)[0]["exercises"][0]["status"] == "correct"
    assert (code, errors) == (1, "")


# ---- progress ----


def test_progress_of_nothing(dl):
    code, out, _ = dl("progress")
    assert code == 0
    assert "dlcourse lab" in out


def test_progress_is_found_in_the_learners_folder(dl, folder, monkeypatch):
    (folder / "my-dlcourse").mkdir()
    monkeypatch.chdir(folder / "my-dlcourse")
    points = find("neuron.relu").points
    for moment, (key, *result) in enumerate([("relu", "correct", points), ("sigmoid", "wrong", 0)], 1):
        monkeypatch.setattr("dlcourse.notebook.progress._now", lambda moment=moment: moment)  # the order counts
        record(f"neuron.{key}", *result, points)
    monkeypatch.chdir(folder)
    for arguments in (["progress"], ["progress", "my-dlcourse"]):
        code, out, _ = dl(*arguments)
        assert code == 0
        (row,) = [line.split("\t") for line in out.splitlines() if line.startswith("neuron")]
        asked = [exercise for exercise in lesson("neuron") if not exercise.bonus]
        total = sum(exercise.points for exercise in asked)
        assert row[2:4] == [f"1/{len(asked)}", f"{points}/{total}"]
        assert (row[1].count("✓"), row[1].count("✗")) == (1, 1)
        assert out.splitlines()[-1].startswith("Go on with 01_neuron.ipynb, “")
        assert out.splitlines()[-1].endswith(": neuron.sigmoid is next.")


def test_progress_shows_milestones(dl, folder):
    record("neuron.relu", "correct", 1, 1)
    record_milestone("1969", 4.0, True)
    _, out, _ = dl("progress")
    rows = [line.split("\t") for line in out.splitlines()]
    assert ["year", "milestone"] in rows
    assert [row[1][0] for row in rows if row[0] in ("1969", "1997")] == ["★", "☆"]


def test_progress_from_the_environment(dl, folder, monkeypatch):
    monkeypatch.setenv("DLCOURSE_PROGRESS", str(folder / "p.json"))
    record("neuron.relu", "correct", 1, 1)
    assert "1/" in dl("progress")[1]


# ---- solve ----


def test_solve_writes_a_copy_that_passes(dl, folder):
    blank = RESCALE.format("0").replace("return 0", "raise NotImplementedError")
    path = write(folder / "n.ipynb", IMPORTS, blank, "retrun 1")
    before = path.read_bytes()
    code, out, errors = dl("solve", path, "-o", "solved.ipynb")
    assert (code, out) == (0, "Wrote solved.ipynb.\n")
    assert "Cell 4 is not Python" in errors
    assert path.read_bytes() == before
    assert json.loads(dl("check", "--json", "solved.ipynb")[1])[0]["exercises"][0]["status"] == "correct"


def test_solve_keeps_answers_unless_asked(dl, folder):
    path = write(folder / "n.ipynb", IMPORTS, RESCALE.format("image"))
    dl("solve", path, "-o", "kept.ipynb")
    dl("solve", path, "-o", "all.ipynb", "--all")
    statuses = [
        item["exercises"][0]["status"] for item in json.loads(dl("check", "--json", "kept.ipynb", "all.ipynb")[1])
    ]
    assert statuses == ["wrong", "correct"]


def test_solve_never_overwrites(dl, folder):
    path = write(folder / "n.ipynb", IMPORTS, RESCALE.format("image"))
    (folder / "link.ipynb").symlink_to(folder / "gone.ipynb")
    before = path.read_bytes()
    for out in (path, folder, folder / "link.ipynb"):
        code, _, errors = dl("solve", path, "-o", out)
        assert code == 2
        assert "exists already" in one_sentence(errors)
    code, _, errors = dl("solve", path, "-o", folder / "no" / "out.ipynb")
    assert code == 2
    assert "cannot be written" in one_sentence(errors)
    assert path.read_bytes() == before


# ---- lab ----


def test_lab_prepares_and_starts(dl, folder, monkeypatch):
    course = folder / "course"
    course.mkdir()
    write(course / "00_start_here.ipynb", "1 + 1")
    monkeypatch.setattr(coursework, "notebook_folder", lambda: course)
    calls = []
    monkeypatch.setattr("dlcourse.lab.folder.start", lambda *given, **named: calls.append((given, named)) or 0)
    code, out, _ = dl("lab", "--no-browser", "--port", "8899")
    assert code == 0
    copied, assistants = out.splitlines()
    assert copied == f"Copied 1 notebooks to {folder / 'my-dlcourse'}."
    assert "AGENTS.md" in assistants
    assert calls[0][0] == ("my-dlcourse",)
    assert (calls[0][1]["browser"], calls[0][1]["port"]) == (False, 8899)
    assert dl("lab", "elsewhere")[0] == 0
    assert (folder / "elsewhere" / "00_start_here.ipynb").exists()
    assert [named["first"] for _, named in calls] == ["00_start_here.ipynb"] * 2


def test_lab_goes_on_where_the_learner_stopped(dl, folder, monkeypatch):
    calls = []
    monkeypatch.setattr("dlcourse.lab.folder.start", lambda *given, **named: calls.append(named["first"]) or 0)
    dl("lab")
    monkeypatch.setenv("DLCOURSE_PROGRESS", str(folder / "my-dlcourse" / FILE_NAME))
    record("forward.dense", "correct", 9, 9)
    for variable in (True, False):
        if not variable:
            monkeypatch.delenv("DLCOURSE_PROGRESS")
        _, out, _ = dl("lab")
        (sentence,) = out.splitlines()
        assert sentence.startswith("Go on with 02_forward.ipynb, “Send a picture through a network”")
        assert sentence.endswith(": forward.count_parameters is next.")
    assert calls == ["00_start_here.ipynb", "02_forward.ipynb", "02_forward.ipynb"]


def test_lab_without_a_server_brings_the_notebooks_and_ends(dl, folder, monkeypatch):
    course = folder / "course"
    course.mkdir()
    write(course / "00_start_here.ipynb", "1 + 1")
    monkeypatch.setattr(coursework, "notebook_folder", lambda: course)
    monkeypatch.setattr("dlcourse.lab.folder.start", lambda *_given, **_named: pytest.fail("a server was started"))
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)  # a hub's users may have it elsewhere
    code, out, _ = dl("lab", "--no-server")
    assert (code, out.splitlines()[0]) == (0, f"Copied 1 notebooks to {folder / 'my-dlcourse'}.")
    mine = folder / "my-dlcourse" / "00_start_here.ipynb"
    write(mine, "my work")
    write(course / "00_start_here.ipynb", "1 + 1  # a newer edition")
    before = mine.read_bytes()
    code, out, _ = dl("lab", "--no-server")
    assert code == 0
    assert "There is a newer edition of 00_start_here.ipynb" in out
    assert mine.read_bytes() == before
    assert mine.with_name("00_start_here.new-edition.ipynb").exists()


def test_lab_in_a_place_that_cannot_be_used(dl, folder, monkeypatch):
    def fail(_folder, _right_answers):
        raise LabError("It cannot be used: choose another.")

    monkeypatch.setattr("dlcourse.lab.folder.prepare", fail)
    code, _, errors = dl("lab")
    assert code == 2
    assert "choose another" in one_sentence(errors)


# ---- doctor ----


def finding(findings, name):
    return next(item for item in findings if item.name == name)


@pytest.mark.slow
def test_doctor_on_this_machine(dl):
    findings = doctor.examine(lambda: "", everything=True)
    for name in ("Python", "numpy", "jupyterlab", "notebook kernel", "this folder", "disk space"):
        assert finding(findings, name).good, name
    assert sys.executable in finding(findings, "Python").found
    purposes = list(dict.fromkeys(item.purpose for item in findings))
    assert purposes == ["course", "lab", "convenience", "grading others' work", "tests"]


def test_doctor_looks_at_what_a_learner_needs_unless_asked_for_all(dl, monkeypatch):
    monkeypatch.setattr(doctor, "_kernel", lambda: doctor.Finding("notebook kernel", True, "starts", purpose="lab"))
    monkeypatch.setattr(
        doctor, "_bubblewrap", lambda why_not: doctor.Finding("bubblewrap", False, "", "get it", "grading others' work")
    )
    code, brief, _ = dl("doctor")
    assert code == 0
    assert brief.splitlines()[1].startswith(f"Python\tok\t{sys.version.split()[0]}, {sys.executable}\t")
    assert not {"bubblewrap", "pytest", "Chromium", "Node.js"} & {
        line.partition("\t")[0] for line in brief.splitlines()
    }
    assert "dlcourse doctor --all" in brief
    code, full, _ = dl("doctor", "--all")
    assert code == 0  # no learner needs what is missing
    assert {"bubblewrap", "pytest", "Chromium", "Node.js"} < {line.partition("\t")[0] for line in full.splitlines()}
    assert "bubblewrap (grading others' work): get it." in full


def test_doctor_says_how_to_install_into_this_very_environment(monkeypatch):
    assert doctor._pip() == f"{sys.executable} -m pip install"
    monkeypatch.setattr(sys, "executable", "C:/Program Files/python.exe")
    assert doctor._pip() == '"C:/Program Files/python.exe" -m pip install'


@pytest.mark.parametrize(
    ("purpose", "expected"), [("course", 1), ("lab", 1), ("grading others' work", 0), ("tests", 0)]
)
def test_doctor_says_the_remedy(dl, monkeypatch, purpose, expected):
    findings = [
        doctor.Finding("thing", True, "3.1"),
        doctor.Finding("other", False, "2.0, wanted is >=3", "get it there", purpose),
    ]
    monkeypatch.setattr(doctor, "examine", lambda why_no_sandbox, everything: findings)
    code, out, _ = dl("doctor")
    assert code == expected
    assert f"other ({purpose}): get it there." in out
    assert "other\tmissing\t2.0, wanted is >=3" in out


def test_doctor_finds_what_is_missing(monkeypatch, folder):
    requires = [
        "numpy>=99",
        "no-such-package>=1",
        'other; python_version < "3"',
        "click>=7",
        'click>=99; extra == "lab"',
        'nbval>=99; extra == "test"',
        'click>=99; extra == "test"',  # as a wheel says that [test] includes [lab]
        'dlcourse[lab]; extra == "test"',
    ]
    monkeypatch.setattr("importlib.metadata.requires", lambda _name: requires)
    old, missing, lab, test = doctor._packages()
    assert not any(item.good for item in (old, missing, lab, test))
    assert "wanted is >=99" in old.found
    assert missing.remedy.endswith('-m pip install "no-such-package>=1"')
    assert (old.purpose, lab.purpose, test.purpose) == ("course", "lab", "tests")
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert "apt install bubblewrap" in doctor._bubblewrap(lambda: "").remedy
    assert not doctor._test_browser().good
    assert not doctor._folder(folder / "no").good
    monkeypatch.setattr(doctor, "FREE_MEGABYTES", 1e12)
    assert not doctor._space(folder).good


def test_doctor_notices_a_sandbox_and_a_kernel_that_do_not_work(monkeypatch, folder):
    broken = folder / "bwrap"
    broken.write_text("#!/bin/sh\necho 'bwrap: No permissions' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    if sys.platform.startswith("linux"):
        assert doctor._bubblewrap(why_not).found == "bwrap: No permissions"

    def fail(_folder):
        raise RuntimeError("Kernel died")

    monkeypatch.setattr(doctor, "_ask_kernel", fail)
    assert doctor._kernel().found == "RuntimeError: Kernel died"
    monkeypatch.setattr(catalog, "lesson_catalog", lambda: {"lessons": []})
    assert not doctor._lessons().good


def test_the_progress_file_is_beside_the_notebooks(folder):
    assert ProgressFile().path == Path(os.path.realpath(folder)) / ".dlcourse-progress.json"


# ---- build ----


def library_with(folder, text="def dense(X, W, b):\n    return X @ W + b\n"):
    (folder / "my_dlcourse").mkdir(parents=True)
    (folder / "my_dlcourse" / "forward.py").write_text(text)


def test_build_takes_the_library_of_this_folder(dl, folder):
    right("lesson.ipynb")
    dl("check", "lesson.ipynb")
    code, out, errors = dl("build", "package")
    assert (code, errors) == (0, "")
    assert out.startswith("Wrote package: 1 of ")
    assert 'cd package && pip install ".[test]" && pytest' in out
    assert "rescale  # own" in Path("package/my_dlcourse/start_here.py").read_text()


def test_build_says_what_was_changed_by_hand(dl, folder):
    library_with(folder)
    code, out, _ = dl("build", "package")
    assert code == 0
    assert "1 more are in files that you changed by hand: they are taken as they are." in out


@pytest.mark.parametrize("where", ["my-dlcourse", "elsewhere"])
def test_build_finds_the_folder_of_the_course(dl, folder, where):
    library_with(folder / where)
    code, out, _ = dl("build", "package", *(["--from", where] if where == "elsewhere" else []))
    assert code == 0
    assert "changed by hand" in out


def test_build_without_anything_says_that_its_tests_fail(dl, folder):
    code, out, _ = dl("build", "package")
    assert code == 0
    assert "so the package's tests fail: solve an exercise first" in out


def test_build_says_what_it_leaves_out(dl, folder):
    library_with(folder, "def dense(:")
    Path("my_dlcourse/neuron.py").write_bytes(b"\xff\xfe")
    code, _, errors = dl("build", "package")
    assert code == 0
    assert "neuron.py is left out: it cannot be read" in errors
    assert "forward.py is left out: it is no Python in line 1. Mend it, and build the package again." in errors


def test_build_refuses_a_folder_that_exists(dl, folder):
    Path("package").mkdir()
    code, _, errors = dl("build", "package")
    assert code == 2
    assert "package is there already: give the name of a new folder" in one_sentence(errors)
    code, _, errors = dl("build", "other", "--from", "nowhere")
    assert code == 2
    assert "nowhere is not a folder" in one_sentence(errors)
