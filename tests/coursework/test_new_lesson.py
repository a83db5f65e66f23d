"""`dlcourse new`: what it makes, what it refuses, and that the lesson passes its tests once it is filled in."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dlcourse.cli.author import new
from dlcourse.coursework.files import CourseworkError, read_notebook
from dlcourse.coursework.new_lesson import FILES, LEFT_OUT, MARKS, NAMES, checkout_of, make
from dlcourse.coursework.sittings import sittings

ROOT = Path(__file__).parents[2]
# What the lesson is tested with. Those on the size of a lesson are left out: it is a tiny one.
TESTS = [
    "exercises",
    "notebooks",
    "explore",
    "figures",
    "lessons",
    "experiments",
    "test_architecture.py",
    "test_house.py",
]
CHOSEN = "gradual and not size_of_a_lesson and not holds_what_the_learner_writes"


@pytest.fixture
def checkout(tmp_path):
    """Folders as a checkout has them, with one notebook."""
    for folder in ("dlcourse/lessons", "notebooks", "tests/exercises/wild"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "dlcourse/lessons/__init__.py").touch()
    (tmp_path / "notebooks/04_backprop.ipynb").touch()
    return tmp_path


def files_in(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_it_makes_files_that_say_what_to_fill_in(checkout):
    before = files_in(checkout)
    made = make("gradual", checkout)
    assert set(made) == files_in(checkout) - before
    assert len(made) == len(FILES) + len(NAMES)
    assert "notebooks/05_gradual.ipynb" in made  # one more than the last
    for path, marks in made.items():
        text = (checkout / path).read_text("utf-8")
        assert [text.count(mark) for mark in MARKS] == [marks, marks]
        assert "{{" not in text
        if path.endswith(".py"):
            ast.parse(text)  # it runs at once: a lesson that is half written stands in nobody's way
    assert sum(made.values()) > 80


def test_its_notebook_has_two_sittings_and_a_part_on_your_own(checkout):
    make("gradual", checkout, 7)
    notebook = read_notebook(checkout / "notebooks/07_gradual.ipynb")
    assert [part.core for part in sittings(notebook)] == [True, True, False]
    assert notebook.metadata.dlcourse == {"edition": 1}


def code_of(checkout, made):
    """What was made, without what its author writes."""
    return "\n".join(re.sub(r"«.*?»", "", (checkout / path).read_text("utf-8"), flags=re.DOTALL) for path in made)


def test_exercises_have_the_names_that_are_given(checkout):
    made = make("gradual", checkout, 7, ["steps", "mended", "made_up"])
    assert len(made) == len(FILES) + len(NAMES)
    for name in ("steps", "mended", "made_up"):
        assert f"dlcourse/exercises/gradual/{name}.py" in made
    assert not re.findall(rf"\b({'|'.join(NAMES.values())})\(", code_of(checkout, made))


def test_two_names_make_a_small_lesson(checkout):
    made = make("gradual", checkout, 7, ["mended", "made_up"])
    assert len(made) == len(FILES) - len(LEFT_OUT) + 2
    notebook = read_notebook(checkout / "notebooks/07_gradual.ipynb")
    assert [part.core for part in sittings(notebook)] == [True, False]
    code = code_of(checkout, made)
    assert 'ORDER = ["mended", "why", "made_up"]' in code
    assert not re.findall(rf"\b({'|'.join(NAMES.values())}|experiments|explore)\b", code)


@pytest.mark.parametrize(
    "exercises",
    [["mended", "questions"], ["why", "b"], ["a", "gradual"], ["a", "a"], ["Mended", "b"], ["a", "b", "in"]],
)
def test_an_exercise_whose_name_is_none_is_refused(checkout, exercises):
    before = files_in(checkout)
    with pytest.raises(CourseworkError, match="is no name for an exercise here: want another one"):
        make("gradual", checkout, 7, exercises)
    assert files_in(checkout) == before


@pytest.mark.parametrize("exercises", [["one"], ["a", "b", "c", "d"]])
def test_how_many_exercises_can_be_named(checkout, exercises):
    with pytest.raises(CourseworkError, match=f"Name two exercises .* you named {len(exercises)}"):
        make("gradual", checkout, 7, exercises)


@pytest.mark.parametrize("name", ["Gradual", "two words", "1st", "", "class", "_private", "../x", "a-b"])
def test_a_name_that_is_none_is_refused(checkout, name):
    before = files_in(checkout)
    with pytest.raises(CourseworkError, match="is no name for a lesson"):
        make(name, checkout)
    assert files_in(checkout) == before


def test_a_number_that_is_taken_is_refused(checkout):
    with pytest.raises(CourseworkError, match=r"number 04 is taken by 04_backprop\.ipynb: 00 is free"):
        make("gradual", checkout, 4)


@pytest.mark.parametrize("taken", ["tests/lessons/test_gradual.py", "dlcourse/figures/gradual.py"])
def test_nothing_is_overwritten_and_nothing_written_beside_it(checkout, taken):
    (checkout / taken).parent.mkdir(parents=True, exist_ok=True)
    (checkout / taken).write_text("mine")
    before = files_in(checkout)
    with pytest.raises(CourseworkError, match=f"already: {taken}"):
        make("gradual", checkout)
    assert files_in(checkout) == before
    assert (checkout / taken).read_text() == "mine"


def test_the_name_of_a_lesson_is_taken(checkout):
    with pytest.raises(CourseworkError, match="something of the name backprop already"):
        make("backprop", checkout)


def test_a_checkout_is_found_from_a_folder_in_it_and_nowhere_else(checkout, tmp_path_factory):
    assert checkout_of(checkout / "tests" / "exercises") == checkout
    with pytest.raises(CourseworkError, match="is no checkout of the course: give the folder"):
        checkout_of(tmp_path_factory.mktemp("elsewhere"))


def test_the_command(checkout, tmp_path_factory):
    runner = CliRunner()
    result = runner.invoke(new, ["gradual", "--into", str(checkout), "--number", "9"])
    assert result.exit_code == 0, result.output
    assert "dlcourse/lessons/gradual.py: 5 to fill in\n" in result.output
    assert "python -m dlcourse.coursework.authoring notebooks/09_gradual.ipynb" in result.output
    small = runner.invoke(new, ["small", "mended", "made_up", "--into", str(checkout)])
    assert "dlcourse/exercises/small/mended.py: 13 to fill in\n" in small.output
    again = runner.invoke(new, ["gradual", "--into", str(checkout)])
    assert again.exit_code == 2
    assert "already" in again.output
    nowhere = runner.invoke(new, ["other", "--into", str(tmp_path_factory.mktemp("elsewhere"))])
    assert nowhere.exit_code == 2
    assert "no checkout of the course" in nowhere.output


@pytest.fixture
def copied(tmp_path):
    """A copy of the package and its tests, without the other notebooks."""
    caches = shutil.ignore_patterns("__pycache__", ".*", "corpus", "notebooks")
    shutil.copytree(ROOT / "dlcourse", tmp_path / "dlcourse", ignore=caches)
    shutil.copytree(
        ROOT / "tests", tmp_path / "tests", ignore=shutil.ignore_patterns("__pycache__", "corpus", "grading")
    )
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def run(folder, *arguments):
    """Run Python in the copy; gives what it says."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "DLCOURSE_MUTANTS": "60", "DLCOURSE_VARIANTS": "all"}
    for name in ("CI", "PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS"):
        environment.pop(name, None)
    command = [sys.executable, *arguments]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-8000:] + ran.stderr[-2000:]
    return ran.stdout


@pytest.mark.slow
def test_once_its_blanks_are_filled_the_lesson_passes_its_tests(copied):
    """With what stands in the marks, which is a tiny lesson."""
    made = make("gradual", copied, 13)
    for path in made:
        text = (copied / path).read_text("utf-8")
        (copied / path).write_text(text.translate(dict.fromkeys(map(ord, MARKS))), "utf-8")
    notebook = "notebooks/13_gradual.ipynb"
    said = run(copied, "-m", "dlcourse.coursework.authoring", notebook)
    assert re.fullmatch(r"13_gradual.ipynb: written\n    cells that change: [\d, ]+\n", said)  # no remarks
    options = "--import-mode=importlib --nbval --nbval-current-env"
    places = [*(f"tests/{name}" for name in TESTS), notebook]
    said = run(
        copied, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", f"addopts={options}", "-k", CHOSEN, *places
    )
    assert int(re.search(r"(\d+) passed", said)[1]) > 120
    assert "skipped" not in said
    sources = [path for path in made if path.endswith((".py", ".ipynb"))]
    run(copied, "-m", "ruff", "check", *sources)
    run(copied, "-m", "ruff", "format", "--check", *sources)
