"""What stands in a sandbox, and what is said where none can be."""

import os
import shutil
from pathlib import Path

import pytest

from dlcourse.grading.sandbox import bwrap


def test_probe(monkeypatch):
    assert bwrap.probe() is None
    bwrap.probe.cache_clear()
    bwrap.identity.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    try:
        problem = bwrap.probe()
    finally:
        bwrap.probe.cache_clear()
        bwrap.identity.cache_clear()
    assert "apt install bubblewrap" in problem
    assert "--no-sandbox" in problem


def test_a_package_that_is_not_there():
    with pytest.raises(bwrap.SandboxError, match="not installed"):
        bwrap.package_paths(("no_such_package",))


def test_the_engine_in_the_sandbox_knows_no_answer(engine):
    names = {str(path.relative_to(engine)) for path in engine.rglob("*.py")}
    runtime = Path(bwrap.__file__).parents[2] / "checking" / "runtime"
    assert names == {
        "dlcourse/__init__.py",
        "dlcourse/grading/__init__.py",
        "dlcourse/checking/__init__.py",
        *(f"dlcourse/checking/runtime/{path.name}" for path in runtime.glob("*.py")),
        *(f"dlcourse/grading/sandbox/{name}.py" for name in ("__init__", "calls", "runner", "seccomp", "worker")),
    }
    assert not any("sigmoid" in (engine / name).read_text("utf-8") for name in names)


def test_the_course_is_hidden_wherever_it_is_installed():
    import dlcourse

    package = str(Path(dlcourse.__file__).resolve().parent)
    assert package in bwrap.hidden_paths([os.path.dirname(os.path.dirname(package))])
    bound = [os.path.realpath(name) for name in bwrap.interpreter_paths()]
    hidden = bwrap.hidden_paths(bound)
    for root in bound:
        assert not package.startswith(f"{root}/") or any(package.startswith(name) for name in hidden)


def test_the_libraries_of_a_wheel_are_found_under_the_name_it_was_installed_by(tmp_path, monkeypatch):
    for name in ("pixelation", "pixel_kit.libs", "pixel_kit-9.dist-info"):
        (tmp_path / name).mkdir()
    (tmp_path / "pixelation" / "__init__.py").touch()
    (tmp_path / "pixel_kit-9.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: pixel-kit\nVersion: 9\n")
    (tmp_path / "pixel_kit-9.dist-info" / "top_level.txt").write_text("pixelation\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert bwrap.package_paths(("pixelation",)) == [tmp_path / "pixelation", tmp_path / "pixel_kit.libs"]
