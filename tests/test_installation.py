"""What is built from the repository runs: also with the oldest packages allowed, and on the newest Python here."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from dlcourse.coursework.files import course_notebooks

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SUPPORTED = SpecifierSet(PROJECT["requires-python"])
KERNEL = "ipykernel>=6.17"  # with which a platform runs notebooks: not the course's business
LESSONS = ("02_forward", "06_training")
UV = [sys.executable, "-m", "uv", "--no-progress", "--no-python-downloads"]

pytestmark = pytest.mark.slow


def call(*command, **options):
    """What a command prints; what it says instead if it fails."""
    ran = subprocess.run(command, capture_output=True, text=True, **options)
    assert ran.returncode == 0, ran.stdout[-5000:] + ran.stderr[-2000:]
    return ran.stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    call(
        sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", folder, ROOT, cwd=folder
    )
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def unpacked(wheel):
    """The folder with what is in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(wheel.parent / "unpacked")
    return wheel.parent / "unpacked"


# ---- the wheel ----


def test_the_wheel_holds_all_that_the_course_needs(unpacked):
    inside = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*")}
    assert {f"dlcourse/notebooks/{path.name}" for path in course_notebooks()} <= inside
    package = ROOT / "dlcourse"
    files = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {f"dlcourse/{path.relative_to(package).as_posix()}" for path in files} <= inside
    assert not [name for name in inside if "__pycache__" in name or "checkpoints" in name or name.endswith(".tmp")]
    assert not [name for name in inside if name.startswith("tests")]


def test_the_wheel_gives_the_same_course(unpacked, tmp_path):
    code = "import dlcourse; from dlcourse.cli.commands import main; print(dlcourse.__file__); main(['list'])"
    printed = call(sys.executable, "-c", code, env={**os.environ, "PYTHONPATH": str(unpacked)}, cwd=tmp_path)
    where, listed = printed.split("\n", 1)
    assert Path(where).parent == unpacked / "dlcourse"
    for path in course_notebooks():
        assert path.name in listed


# ---- environments ----


def environment(folder, python, wheel, *how):
    """A fresh environment with what a notebook needs, and a kernel; gives its Python."""
    call(*UV, "venv", "--python", python, folder)
    place = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    call(
        *UV, "pip", "install", "--python", place, "--only-binary", ":all:", *how, "-r", ROOT / "pyproject.toml", KERNEL
    )
    call(*UV, "pip", "install", "--python", place, "--no-deps", wheel)
    return place


def pythons():
    """The released Pythons on the path and of pyenv that the course supports, the one that runs this among them."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    names = [sys.executable, *(shutil.which(f"python3.{minor}") for minor in range(11, 30))]
    found = {}
    for path in filter(None, [*pyenv.glob("*/bin/python"), *names]):
        code = "import sys; print(*sys.version_info[:3], sys.version_info.releaselevel)"
        ran = subprocess.run([path, "-c", code], capture_output=True, text=True)
        version, _, level = ran.stdout.strip().rpartition(" ")
        if level == "final":  # pyenv's stand-ins on the path may lead nowhere
            found[Version(version.replace(" ", "."))] = path
    return {version: found[version] for version in sorted(found) if version in SUPPORTED}


def assert_two_lessons_give_their_outputs(python, folder):
    """nbval, as in this environment, with the kernel of another one."""
    specification = folder / "kernels" / "another" / "kernel.json"
    specification.parent.mkdir(parents=True)
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    specification.write_text(json.dumps({"argv": command, "display_name": "another", "language": "python"}))
    options = "--import-mode=importlib --nbval --nbval-kernel-name=another --nbval-cell-timeout=120"
    # What the first kernel compiles serves the second one.
    left_out = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    variables = {name: value for name, value in os.environ.items() if name not in left_out}
    call(
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", f"addopts={options}"),
        *(path for path in course_notebooks() if path.stem in LESSONS),
        env=variables | {"JUPYTER_PATH": str(folder)},
        cwd=ROOT,
    )


def test_two_lessons_with_the_oldest_packages(wheel, tmp_path):
    version, oldest = next(iter(pythons().items()))
    python = environment(tmp_path / "venv", oldest, wheel, "--resolution", "lowest-direct")
    listed = json.loads(call(*UV, "pip", "list", "--python", python, "--format", "json"))
    installed = {item["name"]: Version(item["version"]) for item in listed}
    of_old = version in SpecifierSet("==3.11.*")  # for a newer Python, the oldest packages were never built
    for requirement in map(Requirement, PROJECT["dependencies"] if of_old else ()):
        [bound] = requirement.specifier
        assert (bound.operator, Version(bound.version)) == (">=", installed[requirement.name]), requirement.name
    assert_two_lessons_give_their_outputs(python, tmp_path)


def test_two_lessons_on_the_newest_python(wheel, tmp_path):
    python = environment(tmp_path / "venv", list(pythons().values())[-1], wheel)
    assert_two_lessons_give_their_outputs(python, tmp_path)
    command = shutil.which("dlcourse", path=python.parent)
    ran = subprocess.run([command, "list"], capture_output=True, text=True, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert 'pip install "dlcourse[lab]"' in ran.stderr
