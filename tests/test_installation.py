"""What is built from the repository runs: also with the oldest packages allowed, on the newest Python here, and with
the packages of a platform that keeps old ones."""

import ast
import html
import json
import os
import re
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
from widget_page import WIDGET, page, specify_kernel

from dlcourse.coursework.files import course_notebooks
from dlcourse.explore import _view

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SUPPORTED = SpecifierSet(PROJECT["requires-python"])
KERNEL = "ipykernel>=6.17"  # with which a platform runs notebooks: not the course's business
LESSONS = ("02_forward", "06_training")
# Google's Colab: its Python, and the packages between a notebook and its page, which it keeps for years. The others
# change there from week to week: here they are the newest.
COLAB_PYTHON = SpecifierSet("==3.12.*")
COLAB = ("ipykernel==6.17.*", "ipython==7.34.*", "ipywidgets==7.7.1", "traitlets==5.7.1")
COLAB_LESSONS = ("01_neuron", "02_forward")
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
    guides = [*(ROOT / "docs").glob("*.md"), *(ROOT / "docs/diagrams").glob("*.svg")]
    assert {f"dlcourse/{path.relative_to(ROOT).as_posix()}" for path in guides} <= inside
    package = ROOT / "dlcourse"
    files = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {f"dlcourse/{path.relative_to(package).as_posix()}" for path in files} <= inside
    assert not [name for name in inside if "__pycache__" in name or "checkpoints" in name or name.endswith(".tmp")]
    assert not [name for name in inside if name.startswith("tests")]
    assert {f"dlcourse/explore/explorer.{ending}" for ending in ("js", "css")} <= inside  # the explorers' front end


def test_the_wheel_gives_the_same_course(unpacked, tmp_path):
    code = "import dlcourse; from dlcourse.cli.commands import main; print(dlcourse.__file__); main(['list'])"
    printed = call(sys.executable, "-c", code, env={**os.environ, "PYTHONPATH": str(unpacked)}, cwd=tmp_path)
    where, listed = printed.split("\n", 1)
    assert Path(where).parent == unpacked / "dlcourse"
    for path in course_notebooks():
        assert path.name in listed


# ---- environments ----


def environment(folder, python, wheel, *how, kernel=(KERNEL,)):
    """A fresh environment with what a notebook needs, and a kernel; gives its Python."""
    call(*UV, "venv", "--python", python, folder)
    place = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    needed = ("-r", ROOT / "pyproject.toml", *kernel)
    call(*UV, "pip", "install", "--python", place, "--only-binary", ":all:", *how, *needed)
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


def variables():
    """The environment of a kernel that finds nothing of this checkout."""
    # What the first kernel compiles serves the second one.
    left_out = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if name not in left_out}


def assert_two_lessons_give_their_outputs(python, folder, lessons=LESSONS):
    """nbval, as in this environment, with the kernel of another one."""
    options = "--import-mode=importlib --nbval --nbval-kernel-name=another --nbval-cell-timeout=120"
    call(
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", f"addopts={options}"),
        *(path for path in course_notebooks() if path.stem in lessons),
        env=variables() | specify_kernel(python, folder),
        cwd=ROOT,
    )


def packages(python):
    """The packages of an environment: name -> version."""
    listed = json.loads(call(*UV, "pip", "list", "--python", python, "--format", "json"))
    return {item["name"]: Version(item["version"]) for item in listed}


# ---- explorers ----


EXPLORED = (
    "start_here.",
    "neuron.",
    "forward.",
    "rnn.",
    "games.",
    "driving.",
    "pad",
)  # in them is every kind of control
# The explorers of all lessons, as their tests make them, and the pad.
MAKE = f"""
import sys
sys.path += [{str(ROOT / "tests")!r}, {str(ROOT / "tests" / "explore")!r}]
from samples import EXPLORERS
from dlcourse import explore

def two(x):
    return [x.mean(), 1 - x.mean()]

MAKERS = EXPLORERS | {{"pad": explore.pad.draw, "pad with bars": lambda: explore.pad.draw(two, names="ab")}}
"""
STROKES = [[[0.5, 0.1], [0.5, 0.9]], [[0.2, 0.2], [0.8, 0.2]]]


def moved(control, now):
    """Another value of a control than it has, as a page would send it."""
    if control["kind"] == "pad":
        return STROKES
    if control["kind"] == "board":
        return now | {"moves": [0]}
    if control["kind"] == "wheel":
        return [*now, 1]
    if control["kind"] == "text":
        return next(text for text in control["texts"] if text != now)
    last = len(control["texts"]) - 1
    return 0 if now > last / 2 else last


def chosen(values):
    """What was chosen on a page: of a board one's own moves, without the answers."""
    return {name: value["moves"] if isinstance(value, dict) else value for name, value in values.items()}


def assert_explorers_work(python, folder, begin=EXPLORED):
    """Each whose name begins so, as a page of that environment is told of it, moved, and told again; gives their kinds
    of controls."""
    with page(python, folder, variables() | {"DLCOURSE_MODE": "reference"}) as shown:
        shown.run(MAKE)
        names = ast.literal_eval(shown.run("[*MAKERS]")[0]["text/plain"])
        chosen = [name for name in names if name.startswith(begin)]
        assert {each for each in begin if any(name.startswith(each) for name in chosen)} == set(begin)
        for name in chosen:
            [bundle] = shown.run(f"made = MAKERS[{name!r}](); made")
            model_id = assert_bundle(bundle, shown, name)
            assert_moves(shown, model_id, name)
        return {control["kind"] for state in shown.models.values() for control in state.get("controls", [])}


def assert_bundle(bundle, shown, name):
    """The three forms of an explorer, and the front end that comes with the widget; gives the widget's id."""
    assert set(bundle) == {"text/plain", "text/html", WIDGET}, name
    assert re.fullmatch(r'<img src="data:image/png;base64,[\w+/=]+" alt="[^"]+">', bundle["text/html"])
    assert bundle["text/html"].endswith(f'alt="{html.escape(bundle["text/plain"])}">')
    assert (bundle[WIDGET]["version_major"], bundle[WIDGET]["version_minor"]) == (2, 0)
    model_id = bundle[WIDGET]["model_id"]
    opening = shown.opened[model_id]
    assert opening["content"]["target_name"] == "jupyter.widget"
    assert opening["metadata"]["version"].startswith("2.")
    sent = opening["content"]["data"]["state"]
    assert sent["_esm"] == (_view.HERE / "explorer.js").read_text("utf-8")  # the page asks no network for it
    assert sent["_css"] == (_view.HERE / "explorer.css").read_text("utf-8")
    assert sent["_model_module"] == "anywidget"
    state = shown.models[model_id]
    assert state["picture"].startswith(b"\x89PNG")
    assert state["words"]
    assert state["words"].strip() in bundle["text/plain"]
    assert set(state["values"]) == {control["name"] for control in state["controls"]}
    return model_id


def assert_moves(shown, model_id, name):
    """Every control, moved on the page from where it stands at first, gives a new picture; and some one, new words."""
    state = shown.models[model_id]
    first = dict(state)
    said = {first["words"]}
    for control in first["controls"]:
        values = first["values"] | {control["name"]: moved(control, first["values"][control["name"]])}
        changed = shown.send(model_id, values=values)
        assert state["picture"].startswith(b"\x89PNG")
        assert state["picture"] != first["picture"], f"{name}: {control['label']} moves nothing in the picture"
        assert chosen(changed.get("values", values)) == chosen(values)  # the kernel has not taken it back
        said.add(state["words"])
    assert len(said) > 1, f"{name}: the words stay {first['words']}"
    before = dict(state)
    sharp = shown.send(model_id, ratio=2.0)["picture"]  # as a page on a sharper screen says it
    assert abs(width(sharp) - 2 * width(before["picture"])) <= 1  # an older matplotlib cuts half a pixel off


def width(picture):
    """Of a PNG file, in pixels."""
    return int.from_bytes(picture[16:20], "big")


# ---- the oldest and the newest ----


def test_two_lessons_with_the_oldest_packages(wheel, tmp_path):
    version, oldest = next(iter(pythons().items()))
    python = environment(tmp_path / "venv", oldest, wheel, "--resolution", "lowest-direct")
    installed = packages(python)
    of_old = version in SpecifierSet("==3.11.*")  # for a newer Python, the oldest packages were never built
    for requirement in map(Requirement, PROJECT["dependencies"] if of_old else ()):
        [bound] = requirement.specifier
        assert (bound.operator, Version(bound.version)) == (">=", installed[requirement.name]), requirement.name
    assert_two_lessons_give_their_outputs(python, tmp_path)
    assert_explorers_work(python, tmp_path, ("start_here.", "pad"))


def test_two_lessons_on_the_newest_python(wheel, tmp_path):
    python = environment(tmp_path / "venv", list(pythons().values())[-1], wheel)
    assert_two_lessons_give_their_outputs(python, tmp_path)
    command = shutil.which("dlcourse", path=python.parent)
    ran = subprocess.run([command, "list"], capture_output=True, text=True, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert 'pip install "dlcourse[lab]"' in ran.stderr


# ---- Colab ----


@pytest.fixture(scope="session")
def colab(wheel, tmp_path_factory):
    """The Python of an environment as Colab has it; of the Pythons here, the one that is nearest."""
    folder = tmp_path_factory.mktemp("colab")
    found = pythons()
    fitting = [version for version in found if version in COLAB_PYTHON] or [*found]
    return environment(folder / "venv", found[fitting[0]], wheel, kernel=COLAB)


def test_it_has_the_packages_of_colab(colab):
    installed = packages(colab)
    for requirement in map(Requirement, COLAB):
        assert installed[requirement.name] in requirement.specifier
    assert installed["anywidget"] in SpecifierSet(">=0.9.3")


def test_two_lessons_on_colab(colab, tmp_path):
    assert_two_lessons_give_their_outputs(colab, tmp_path, COLAB_LESSONS)


def test_explorers_and_the_pad_on_colab(colab, tmp_path):
    assert assert_explorers_work(colab, tmp_path) == {"slider", "menu", "text", "board", "wheel", "pad"}
