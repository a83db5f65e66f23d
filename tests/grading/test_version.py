"""Which version of the course graded: every room decides or does not, and what decides shows."""

import shutil
import subprocess
import sys

import pytest

from dlcourse.grading.version import DECIDING, NOT_DECIDING, PACKAGE, course_version, decides, digest

NAMES = [path.relative_to(PACKAGE).as_posix() for path in sorted(PACKAGE.rglob("*.py"))]


def test_every_module_decides_or_does_not():
    for name in NAMES:
        assert decides(name) in (True, False)  # else it raises, and names the module


def test_a_module_in_no_room_is_not_passed_over():
    with pytest.raises(LookupError, match="Name its room"):
        decides("somewhere/new.py")
    assert decides("grading/new.py")
    assert not decides("grading/reports/pages.py")
    assert not set(DECIDING) & set(NOT_DECIDING)


@pytest.mark.slow
@pytest.mark.parametrize("script", ["dlcourse.grading.submission", "dlcourse.grading.sandbox.worker"])
def test_all_that_grading_one_submission_imports_decides(script):
    code = f"import sys, {script}, dlcourse.exercises as e; e.all_exercises(); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for module in [name for name in ran.stdout.split() if name.startswith("dlcourse.")]:
        path = PACKAGE.joinpath(*module.split(".")[1:])
        assert decides(
            (path.with_suffix(".py") if not path.is_dir() else path / "x.py").relative_to(PACKAGE).as_posix()
        )


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """A copy of the package, and what stands in it for the course."""
    copy = tmp_path_factory.mktemp("copy") / "dlcourse"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "notebooks"))
    return copy


ONE_OF_EACH_FOLDER = list({name.rpartition("/")[0]: name for name in NAMES}.values())


@pytest.mark.parametrize("name", ONE_OF_EACH_FOLDER)
def test_a_change_shows_if_it_decides(name, copied):
    assert digest(copied) == course_version()
    source = (copied / name).read_bytes()
    (copied / name).write_bytes(source + b"\n")
    assert (digest(copied) != course_version()) == decides(name)
    (copied / name).write_bytes(source)


def test_any_kind_of_file_shows_where_it_stands_and_no_leftovers_do(copied):
    added = copied / "lessons" / "weights.npz"
    added.write_bytes(b"1")
    first = digest(copied)
    assert first != course_version()
    moved = added.rename(copied / "exercises" / "weights.npz")
    assert digest(copied) not in (first, course_version())
    moved.unlink()
    (copied / "lessons" / "__pycache__").mkdir()
    for name in ("__pycache__/x.pyc", ".x.py.swp"):
        (copied / "lessons" / name).write_bytes(b"1")
    assert digest(copied) == course_version()
