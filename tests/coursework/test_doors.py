"""The doors into the course: badges, the copies that they open, and the citation's address."""

import importlib.metadata
import json
import shutil
import subprocess
import sys
import zipfile
from email.message import Message
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from click.testing import CliRunner
from IPython.core.inputtransformer2 import TransformerManager

from dlcourse.coursework import badges, doors
from dlcourse.coursework.authoring import is_quiet
from dlcourse.coursework.badges import binder, checked, colab, repository, with_badges, without_badges
from dlcourse.coursework.doors import INSTALL
from dlcourse.coursework.execute import execute
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import CourseworkError, course_notebooks, read_notebook
from dlcourse.coursework.minutes import words
from dlcourse.grading.exports.nbgrader import export_nbgrader
from dlcourse.lab import folder as lab

ROOT = Path(__file__).resolve().parents[2]
GITHUB = "https://github.com/someone/a-course"
ON_BINDER = "?urlpath=lab%2Ftree%2Fopen%2F01_neuron.ipynb"


# ---- addresses ----


@pytest.mark.parametrize(
    ("address", "in_colab", "on_binder"),
    [
        (
            GITHUB,
            "https://colab.research.google.com/github/someone/a-course/blob/main/open/01_neuron.ipynb",
            "https://mybinder.org/v2/gh/someone/a-course/main",
        ),
        ("https://gitlab.com/a/b/course", "", "https://mybinder.org/v2/gl/a%2Fb%2Fcourse/main"),
        (
            "https://git.example.org:8080/course",
            "",
            "https://mybinder.org/v2/git/https%3A%2F%2Fgit.example.org%3A8080%2Fcourse/main",
        ),
    ],
    ids=["GitHub", "GitLab", "elsewhere"],
)
def test_what_the_badges_open(address, in_colab, on_binder):
    assert checked(address) == address
    assert colab(address, "01_neuron") == in_colab
    assert binder(address, "01_neuron") == on_binder + ON_BINDER
    line = badges.badges(address, "01_neuron")
    assert line.count("[![Open in Colab](") == bool(in_colab)
    assert line.count("[![Open in Binder](") == 1
    assert line.endswith(f"]({on_binder}{ON_BINDER})")


def test_without_an_address_there_is_nothing():
    assert [colab("", "01_neuron"), binder("", "01_neuron"), badges.badges("", "01_neuron")] == ["", "", ""]


@pytest.mark.parametrize("ending", [".git", "/", ".git/"])
def test_an_address_as_it_is_copied_from_a_page(ending):
    assert checked(GITHUB + ending) == GITHUB


@pytest.mark.parametrize(
    "address",
    [
        *(
            "http://github.com/a/b",
            "git@github.com:a/b.git",
            "github.com/a/b",
            "https://github.com",
            "https://github/a/b",
        ),
        *(
            "https://github.com/a",
            "https://github.com/a/b/tree/main",
            "https://gitlab.com/a",
            "https://www.github.com/a/b",
            "https://me@host.org/a/b",
        ),
        *("https://host.org/a/../b", "https://host.org/a b", "https://host.org/a?b", "https://host.org/a)", "", 3),
    ],
)
def test_what_is_no_address_is_refused_in_a_sentence(address):
    with pytest.raises(CourseworkError, match=r'as "https://HOST/OWNER/NAME"\.$') as caught:
        checked(address)
    assert repr(address) in str(caught.value)


def test_a_checkout_says_its_address_itself(tmp_path):
    project = tmp_path / "pyproject.toml"
    for urls, address in (("", ""), ("[project.urls]", ""), (f'[project.urls]\nRepository = "{GITHUB}.git"', GITHUB)):
        project.write_text(f'[project]\nname = "dlcourse"\n{urls}\n', "utf-8")
        assert repository(tmp_path) == address


@pytest.mark.parametrize("text", ['[project]\nname = "x"\nurls.Repository = "https://host.org/x"', "[tool.x]"])
def test_another_project_does_not_say_it(tmp_path, text):
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")
    assert repository(tmp_path) == repository(tmp_path / "nothing")
    assert called(tmp_path)[0] == 2


@pytest.mark.parametrize("listed", [[], [f"Repository, {GITHUB}"], ["Issues, https://host.org/x"], None])
def test_what_is_installed_says_it_in_its_metadata(tmp_path, monkeypatch, listed):
    def metadata(name):
        if listed is None:
            raise importlib.metadata.PackageNotFoundError
        message = Message()
        for item in listed:
            message["Project-URL"] = item
        return message

    monkeypatch.setattr(importlib.metadata, "metadata", metadata)
    assert repository(tmp_path) == (GITHUB if listed and "Repository" in listed[0] else "")


# ---- notebooks ----


@pytest.mark.parametrize("path", course_notebooks(), ids=lambda path: path.stem)
def test_a_line_of_badges_stands_below_the_title_and_takes_no_time(path):
    text = without_badges(read_notebook(path).cells[0].source)
    line = badges.badges(GITHUB, path.stem)
    badged = with_badges(text, line)
    assert badged.split("\n")[:3] == [text.split("\n")[0], "", line]
    assert words(badged) == words(text)
    assert with_badges(badged, line) == badged
    assert with_badges(badged, "") == without_badges(badged) == text
    other = badges.badges("https://gitlab.com/a/b", path.stem)
    assert with_badges(badged, other) == with_badges(text, other)


def badged(folder, stem):
    """A notebook of the course with badges, in a folder; gives its path."""
    [path] = [path for path in course_notebooks() if path.stem == stem]
    notebook = read_notebook(path)
    notebook.cells[0].source = with_badges(notebook.cells[0].source, badges.badges(GITHUB, stem))
    (folder / path.name).write_text(json.dumps(notebook), "utf-8")
    return folder / path.name


def test_a_learner_gets_none_and_no_newer_edition_for_them(tmp_path, monkeypatch):
    [path] = [path for path in course_notebooks() if path.stem == "00_start_here"]
    monkeypatch.setattr(lab, "course_notebooks", lambda: [path])
    assert lab.prepare(tmp_path / "mine").copied == [path.name]
    monkeypatch.setattr(lab, "course_notebooks", lambda: [badged(tmp_path, path.stem)])
    report = lab.prepare(tmp_path / "mine")
    assert (report.updated, report.beside) == ([], [])
    assert lab.prepare(tmp_path / "other").copied == [path.name]
    assert "Open in" not in (tmp_path / "other" / path.name).read_text("utf-8")


def test_an_assignment_has_none(tmp_path, monkeypatch):
    monkeypatch.setattr("dlcourse.grading.exports.nbgrader.course_notebooks", lambda: [badged(tmp_path, "01_neuron")])
    [path] = export_nbgrader(tmp_path / "out", ["neuron"], seed=1)
    assert "Open in" not in path.read_text("utf-8")


@pytest.mark.parametrize("is_there", [True, False])
def test_a_copy_gets_the_course_where_it_is_missing(monkeypatch, is_there):
    asked = []
    shell = SimpleNamespace(run_line_magic=lambda name, line: asked.append((name, line)))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: (name == "dlcourse" and is_there) or None)
    code = TransformerManager().transform_cell(INSTALL.format(address=GITHUB))
    exec(code, {"get_ipython": lambda: shell})
    assert asked == ([] if is_there else [("pip", f'install -q "dlcourse @ git+{GITHUB}"')])


# ---- the command, in copies of the checkout ----


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """A copy of the checkout, without its tests and without an address."""
    folder = tmp_path_factory.mktemp("closed") / "course"
    for name in ("dlcourse", "notebooks", "docs", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.tmp"))
    for name in ("README.md", "CITATION.cff", "pyproject.toml", "LICENSE", "LICENSE-TEXT"):
        shutil.copy(ROOT / name, folder)
    set_address(folder, "")
    assert called(folder)[0] == 0  # whatever address the checkout has, its doors are not in the copy
    return folder


@pytest.fixture(scope="module")
def opened(closed, tmp_path_factory):
    """A copy of that with an address, and the doors made of it."""
    folder = shutil.copytree(closed, tmp_path_factory.mktemp("opened") / "course")
    set_address(folder, GITHUB)
    code, told = called(folder)
    assert (code, "open/01_neuron.ipynb: comes" in told) == (0, True)
    return folder


def set_address(checkout, address):
    """Write an address into pyproject.toml, in place of what is there; "" takes it out."""
    project = checkout / "pyproject.toml"
    lines = [line for line in project.read_text("utf-8").split("\n") if not line.startswith("Repository = ")]
    if address:
        lines.insert(lines.index("[project.urls]") + 1, f'Repository = "{address}"')
    project.write_text("\n".join(lines), "utf-8")


def called(checkout, *arguments):
    """Exit code and lines of the authors' command in a checkout."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doors, "CHECKOUT", checkout)
        ran = CliRunner().invoke(doors.main, arguments)
    assert ran.exception is None or isinstance(ran.exception, SystemExit)
    return ran.exit_code, ran.output.splitlines()


def files(checkout):
    """The bytes of all that may change, by name."""
    found = [checkout / "README.md", checkout / "CITATION.cff", *checkout.glob("notebooks/*"), *checkout.glob("open/*")]
    return {path.relative_to(checkout).as_posix(): path.read_bytes() for path in found}


@pytest.mark.slow
def test_without_an_address_nothing_is_there_and_nothing_changes(closed):
    before = files(closed)
    assert not [name for name, content in before.items() if b"[![Open in" in content or b"repository-code" in content]
    assert not (closed / "open").exists()
    assert called(closed) == called(closed, "--check") == (0, [])
    assert files(closed) == before


@pytest.mark.slow
def test_an_address_makes_the_doors_and_changes_nothing_else(closed, opened):
    before, after = files(closed), files(opened)
    for name in [name for name in before if name.endswith(".ipynb")]:
        added = f'    "{badges.badges(GITHUB, Path(name).stem)}\\n",\n    "\\n",\n'.encode()
        assert after[name].count(added) == 1, name
        assert after[name].replace(added, b"") == before[name], name
    place = f"<!-- doors -->\n\n{badges.badges(GITHUB, '00_start_here')}\n\n<!-- /doors -->\n".encode()
    assert place in after["README.md"]
    assert after["README.md"].replace(place, b"<!-- doors -->\n<!-- /doors -->\n") == before["README.md"]
    assert after["CITATION.cff"] == before["CITATION.cff"] + f'repository-code: "{GITHUB}"\n'.encode()
    assert after.keys() - before.keys() == {name.replace("notebooks", "open") for name in before if "/" in name}
    assert called(opened) == called(opened, "--check") == (0, [])
    assert files(opened) == after


@pytest.mark.slow
def test_without_it_they_go_again(closed, opened, tmp_path):
    folder = shutil.copytree(opened, tmp_path / "course")
    set_address(folder, "")
    code, told = called(folder, "--check")
    assert (code, told[-1], files(folder)) == (1, "Run `python -m dlcourse.coursework.doors`.", files(opened))
    assert called(folder) == (0, told[:-1])
    assert (files(folder), (folder / "open").exists()) == (files(closed), False)
    assert "open/01_neuron.ipynb: goes" in told


@pytest.mark.slow
def test_a_notebook_that_was_changed_wants_a_new_copy(opened):
    path = opened / "notebooks" / "01_neuron.ipynb"
    stored = path.read_bytes()
    path.write_bytes(stored.replace(b"beach", b"lake"))
    code, told = called(opened, "--check")
    path.write_bytes(stored)
    assert (code, told[:-1]) == (1, ["open/01_neuron.ipynb: changes"])


@pytest.mark.slow
@pytest.mark.parametrize("address", ["", "github.com/someone/a-course"])
def test_what_stands_in_the_way_is_told_in_a_sentence(closed, tmp_path, address):
    folder = shutil.copytree(closed, tmp_path / "course")
    set_address(folder, address)
    readme = folder / "README.md"
    readme.write_text(readme.read_text("utf-8").replace("<!-- doors -->", ""), "utf-8")
    begins = f"{address!r} is no address" if address else "README.md has no place for badges: write the lines "
    code, [told] = called(folder)
    assert (code, told.startswith(begins)) == (2, True)


@pytest.mark.slow
def test_a_notebook_without_a_title_and_a_text_has_no_place_for_badges(opened):
    path = opened / "notebooks" / "01_neuron.ipynb"
    stored = path.read_bytes()
    title = json.loads(stored)["cells"][0]["source"][0]
    path.write_bytes(stored.replace(json.dumps(title, ensure_ascii=False).encode(), b'"No title\\n"'))
    code, told = called(opened)
    path.write_bytes(stored)
    assert (code, len(told)) == (2, 1)
    assert told[0].startswith("01_neuron.ipynb has no place for badges: ")


def test_what_is_installed_is_no_checkout(tmp_path):
    assert called(tmp_path) == (2, ["This is no checkout of the course: run it in the folder of its repository."])


@pytest.mark.slow
def test_the_copies_are_the_notebooks_without_outputs(opened):
    for path in (opened / "notebooks").glob("*.ipynb"):
        notebook, copied = read_notebook(path), read_notebook(opened / "open" / path.name)
        code = [cell for cell in copied.cells if cell.cell_type == "code"]
        assert not [cell.id for cell in code if cell.outputs or cell.execution_count], path.name
        assert code[0].source == INSTALL.format(address=GITHUB)
        sources = [cell.source for cell in copied.cells if cell is not code[0]]
        assert sources == [without_badges(cell.source) for cell in notebook.cells]
        assert extract(copied).ids == extract(notebook).ids


@pytest.mark.slow
def test_a_copy_runs_blank(opened, tmp_path):
    copied = nbformat.read(opened / "open" / "00_start_here.ipynb", as_version=4)
    ran = execute(copied, tmp_path, {"DLCOURSE_MODE": ""})  # raises if a cell does
    [install] = [cell for cell in ran.cells if cell.id == "install"]
    assert not install.outputs


@pytest.mark.slow
def test_badges_and_copies_break_no_rule_of_form(opened):
    path = opened / "notebooks" / "01_neuron.ipynb"
    assert is_quiet(path)
    for command in (("check",), ("format", "--check")):
        ran = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "open", "notebooks"], cwd=opened, capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stdout


@pytest.mark.slow
def test_the_wheel_has_the_address_and_no_badges(closed, opened, tmp_path):
    build = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path)
    ran = subprocess.run(build, cwd=opened, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        for path in (closed / "notebooks").glob("*.ipynb"):
            assert archive.read(f"dlcourse/notebooks/{path.name}") == path.read_bytes()
        [metadata] = [archive.read(name).decode() for name in archive.namelist() if name.endswith("METADATA")]
    assert f"Project-URL: Repository, {GITHUB}\n" in metadata
