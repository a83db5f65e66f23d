"""The repository: what is said in it agrees."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import dlcourse
from dlcourse.cli.commands import main
from dlcourse.coursework.catalog import lesson_catalog
from dlcourse.coursework.files import course_notebooks, read_notebook

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
README = (ROOT / "README.md").read_text("utf-8")
TEXTS = {".py", ".md", ".toml", ".yml", ".json", ".ipynb", ".mplstyle", ".cfg", ".txt", ""}


def tracked():
    """The text files of the repository."""
    ran = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    names = ran.stdout.split("\n") if ran.returncode == 0 else []  # an archive has no git
    paths = [ROOT / name for name in names if name] or [path for path in ROOT.rglob("*") if path.is_file()]
    own = [path for path in paths if not {".venv", ".git", "node_modules"} & set(path.relative_to(ROOT).parts)]
    return [path for path in own if path.suffix in TEXTS and path.is_file()]


# What the articles claim that the course began with: each is shown by some cell, and some by several.
CLAIMS = {f"A{number}" for number in range(1, 9)} | {f"A9{letter}" for letter in "abcd"}
CLAIMS |= {f"A10{letter}" for letter in "abcdefgh"} | {f"B{number}" for number in range(1, 11)}


# ---- what is said agrees ----


def conda_names():
    """The packages of environment.yml: name as PyPI has it -> range."""
    lines = (ROOT / "environment.yml").read_text("utf-8").split("\n")
    found = [re.fullmatch(r"  - ([a-z0-9_-]+)(.*)", line) for line in lines]
    packages = {match[1].replace("_", "-"): match[2] for match in found if match}
    # conda-forge splits matplotlib: the base is all but the toolkits for windows
    return {"matplotlib" if name == "matplotlib-base" else name: wanted for name, wanted in packages.items()}


def ranges(*extras):
    """The packages of the base and of extras: name -> range. A later part may ask for more of the same package."""
    parts = [PROJECT["dependencies"], *(PROJECT["optional-dependencies"][extra] for extra in extras)]
    return dict(re.fullmatch(r"([a-z0-9-]+)(.*)", item).groups() for part in parts for item in part)


def test_conda_and_pip_install_the_same():
    packages = conda_names()
    del packages["conda-forge"], packages["pip"]
    assert packages.pop("python") == PROJECT["requires-python"]
    assert packages == ranges("lab")


def test_the_parts_fit_together():
    assert PROJECT["optional-dependencies"]["test"][0] == "dlcourse[lab]"
    assert set(ranges()) & set(ranges("lab")) >= {"ipywidgets"}  # JupyterLab 4 shows no older ones
    for line in re.findall(r"pip.? install -e .*", README):
        assert re.search(r'-e "\.\[(lab|test)\]"', line), line


def test_the_version_is_the_same_everywhere():
    assert PROJECT["version"] == dlcourse.__version__
    assert f"\n## {dlcourse.__version__}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_no_test_asks_for_what_the_tests_do_not_install():
    """It would be skipped where nothing may be: a second opinion is collected only where its package is installed."""
    texts = {path: path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py")}
    asked = [(name, path.name) for path, text in texts.items() for name in re.findall(r'importorskip\("(\w+)', text)]
    assert asked  # the pattern finds what there is
    there = {*ranges("lab", "test"), *sys.stdlib_module_names}
    assert not [(name, path) for name, path in asked if name not in there]


MODULES = {
    "PIL": "pillow",
    "IPython": "ipython",
    "jupyter_client": "jupyter-client",
    "py_mini_racer": "mini-racer",
}  # import -> package
BROUGHT = {
    "fontTools",
    "jupyter_core",
    "markupsafe",
    "packaging",
    "platformdirs",
    "traitlets",
}  # with Jupyter, matplotlib, pooch
# What needs more than the base: rooms or modules, and the extra that brings it.
EXTRAS = {
    "cli": "lab",
    "lab": "lab",
    "site": "site",
    "site/notebooks.py": "lab",  # which [site] contains
    "data/rdatasets_tables.py": "data",
    "coursework/authoring.py": "lab",
    "coursework/dictation.py": "lab",
    "coursework/quiet.py": "lab",
    "coursework/execute.py": "lab",
    "coursework/files.py": "lab",  # where it writes
    "grading/exports/nbgrader.py": "lab",
    "grading/exports/nbgrader_bonus.py": "test",  # it is nbgrader that calls it
    "grading/processes/dask_pool.py": "dask",
}


def test_every_import_is_declared():
    for path in (ROOT / "dlcourse").rglob("*.py"):
        name = path.relative_to(ROOT / "dlcourse").as_posix()
        extras = [extra for place, extra in EXTRAS.items() if name == place or name.startswith(f"{place}/")]
        # Right answers in other styles may call what only the tests have.
        oracles = {"scipy", "sklearn"} if name.startswith("exercises/") else set()
        foreign = imported(ast.parse(path.read_text("utf-8"))) - BROUGHT - oracles
        assert {MODULES.get(item, item) for item in foreign} <= set(ranges(*extras)), path


def test_a_lesson_needs_the_base_only():
    for path in course_notebooks():
        cells = [cell.source for cell in read_notebook(path).cells if cell.cell_type == "code"]
        assert imported(ast.parse("\n".join(cells))) <= set(ranges()), path


def imported(tree):
    """The packages that are imported anywhere, besides the standard library and the course."""
    nodes = list(ast.walk(tree))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - {"dlcourse"}


def test_the_readme_names_every_lesson_and_every_command():
    for lesson in lesson_catalog()["lessons"]:
        row = re.search(rf"^\| `{Path(lesson['notebook']).stem}` \|.*\| (\d+) \| (\d+) \|$", README, re.MULTILINE)
        assert row, lesson["name"]
        assert (int(row[1]), int(row[2])) == (len(lesson["exercises"]), lesson["minutes"])
    for name in main.commands:
        assert f"`dlcourse {name}" in README, name


def test_every_lesson_has_a_picture_in_the_readme():
    for path in course_notebooks():
        picture = f"docs/images/lesson_{path.name[:2]}.png"
        assert f"]({picture})" in README, path.name
        assert (ROOT / picture).is_file(), path.name


def test_the_map_in_lesson_00_has_all_lessons_and_their_points():
    """What is stored there is shown before anything is run; nbval does not compare it, as learners have their own."""
    [cell] = [cell for cell in read_notebook(course_notebooks()[0]).cells if cell.id == "course-map"]
    shown, total = "".join(cell.outputs[0].data["text/plain"]), 0
    for lesson in lesson_catalog()["lessons"]:
        points = sum(exercise["points"] for exercise in lesson["exercises"] if not exercise["bonus"])
        assert re.search(rf"{re.escape(lesson['title'])} +○+  0 of {points} points", shown), lesson["name"]
        total += points
    assert f"0 of {total} points" in shown


def test_all_claims_are_shown():
    assert {claim for lesson in lesson_catalog()["lessons"] for claim in lesson["claims"]} == CLAIMS


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_somewhere(name):
    text = (ROOT / name).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("https://") or (ROOT / target).is_file(), target
    for target in re.findall(r"`((?:dlcourse|tests|scripts|notebooks|\.ci)/[\w./-]+)`", text):
        assert (ROOT / target).exists() or "NAME" in target, target


def test_no_machine_is_named():
    """No path of somebody's machine, and no host of a package index: whoever installs, chooses."""
    found = re.compile(r"/(?:home|Users|root)/\w|pypi\.org|pythonhosted|/tmp/\w+venv|/work/")
    for path in tracked():
        if path != Path(__file__).resolve():
            text = path.read_text("utf-8")
            assert not found.search(text), f"{path.name}: {found.search(text)}"


def test_the_scripts_can_be_run():
    for name in (".ci/run", "scripts/check"):
        assert os.access(ROOT / name, os.X_OK), name
        subprocess.run(["bash", "-n", ROOT / name], check=True)


def test_the_licences_are_there():
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
    assert "creativecommons.org/licenses/by/4.0" in (ROOT / "LICENSE-TEXT").read_text("utf-8")


@pytest.mark.parametrize("command", [("check",), ("format", "--check")], ids=["check", "format"])
def test_ruff_is_content(command):
    ran = subprocess.run([sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)], ids=["CI", "elsewhere"])
def test_what_is_skipped_is_a_failure_where_it_counts(tmp_path, ci, code):
    (tmp_path / "conftest.py").write_text((ROOT / "conftest.py").read_text("utf-8"), "utf-8")
    (tmp_path / "test_it.py").write_text("import pytest\ndef test_it():\n    pytest.skip('not here')\n", "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path]
    ran = subprocess.run(command, env={**os.environ, "CI": ci}, cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == code, ran.stdout + ran.stderr
    assert ("counts as a failure" in ran.stdout) == bool(ci)
