"""The repository: what is said in it agrees, and what is built from it works."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import dlcourse
from dlcourse.cli.commands import main
from dlcourse.coursework.catalog import lesson_catalog
from dlcourse.coursework.files import course_notebooks

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


# ---- what is said agrees ----


def conda_names():
    """The packages of environment.yml: name as PyPI has it -> range."""
    lines = (ROOT / "environment.yml").read_text("utf-8").split("\n")
    found = [re.fullmatch(r"  - ([a-z_-]+)(.*)", line) for line in lines]
    packages = {match[1].replace("_", "-"): match[2] for match in found if match}
    # conda-forge splits matplotlib: the base is all but the toolkits for windows
    return {"matplotlib" if name == "matplotlib-base" else name: wanted for name, wanted in packages.items()}


def test_conda_and_pip_install_the_same():
    packages = conda_names()
    del packages["conda-forge"], packages["pip"]
    assert packages.pop("python") == PROJECT["requires-python"]
    wanted = dict(re.fullmatch(r"([a-z-]+)(.*)", item).groups() for item in PROJECT["dependencies"])
    assert packages == wanted


def test_the_version_is_the_same_everywhere():
    assert PROJECT["version"] == dlcourse.__version__
    assert f"\n## {dlcourse.__version__}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_import_is_declared():
    """By name; what Jupyter and matplotlib bring with them is listed here."""
    brought = {"jupyter_core", "markupsafe", "packaging", "traitlets"}
    modules = {"PIL": "pillow", "sklearn": "scikit-learn", "IPython": "ipython", "jupyter_client": "jupyter-client"}
    declared = {re.match(r"[a-z0-9-]+", item)[0] for item in PROJECT["dependencies"]}
    optional = {"dask_pool.py": "dask"}  # a module that only an extra makes usable, and that extra
    for path in (ROOT / "dlcourse").rglob("*.py"):
        extra = PROJECT["optional-dependencies"].get(optional.get(path.name), [])
        allowed = declared | {re.match(r"[a-z0-9-]+", item)[0] for item in extra}
        foreign = imported(path) - set(sys.stdlib_module_names) - brought - {"dlcourse"}
        assert {modules.get(name, name) for name in foreign} <= allowed, path


def imported(path):
    """The packages that a module imports anywhere in it."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in names}


def test_the_readme_names_every_lesson_and_every_command():
    for lesson in lesson_catalog()["lessons"]:
        row = re.search(rf"^\| `{Path(lesson['notebook']).stem}` \|.*\| (\d+) \| (\d+) \|$", README, re.MULTILINE)
        assert row, lesson["name"]
        assert (int(row[1]), int(row[2])) == (len(lesson["exercises"]), lesson["minutes"])
    for name in main.commands:
        assert f"`dlcourse {name}" in README, name


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


# ---- what is built ----


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The unpacked wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    [path] = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


@pytest.mark.slow
def test_the_wheel_holds_all_that_the_course_needs(wheel):
    inside = {path.relative_to(wheel).as_posix() for path in wheel.rglob("*")}
    assert {f"dlcourse/notebooks/{path.name}" for path in course_notebooks()} <= inside
    package = ROOT / "dlcourse"
    files = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {f"dlcourse/{path.relative_to(package).as_posix()}" for path in files} <= inside
    assert not [name for name in inside if "__pycache__" in name or "checkpoints" in name or name.endswith(".tmp")]
    assert not [name for name in inside if name.startswith("tests")]


@pytest.mark.slow
def test_the_wheel_gives_the_same_course(wheel, tmp_path):
    code = "import dlcourse; from dlcourse.cli.commands import main; print(dlcourse.__file__); main(['list'])"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(wheel)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    where, listed = ran.stdout.split("\n", 1)
    assert Path(where).parent == wheel / "dlcourse"
    for path in course_notebooks():
        assert path.name in listed
