"""Gradescope's autograder, whose scripts run here, and its results."""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from synthetic import BROKEN, MOODLE, POINTS, RUN

from dlcourse.coursework.files import course_notebooks, read_notebook
from dlcourse.coursework.solve import solve
from dlcourse.exercises import lesson
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports import gradescope

SCHEMA = {  # as Gradescope's documentation of autograders has it
    "type": "object",
    "additionalProperties": False,
    "required": ["score", "output"],
    "properties": {
        "score": {"type": "number"},
        "output": {"type": "string"},
        "output_format": {"enum": ["text", "html", "simple_format", "md", "ansi"]},
        "test_output_format": {"enum": ["text", "html", "simple_format", "md", "ansi"]},
        "visibility": {"enum": ["hidden", "after_due_date", "after_published", "visible"]},
        "stdout_visibility": {"enum": ["hidden", "after_due_date", "after_published", "visible"]},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["score", "max_score", "name"],
                "properties": {
                    "score": {"type": "number"},
                    "max_score": {"type": "number"},
                    "status": {"enum": ["passed", "failed"]},
                    "name": {"type": "string"},
                    "number": {"type": "string"},
                    "output": {"type": "string"},
                    "visibility": {"enum": ["hidden", "after_due_date", "after_published", "visible"]},
                },
            },
        },
    },
}


def valid(content):
    import jsonschema

    jsonschema.validate(content, SCHEMA)
    return content


def test_results_of_a_class_follow_the_schema():
    content = valid(gradescope.gradescope_results([MOODLE], RUN))
    assert content["score"] == 1.0
    assert [test["number"] for test in content["tests"]] == [str(n + 1) for n in range(len(lesson("neuron")))]
    assert sum(test["max_score"] for test in content["tests"]) == POINTS
    assert str(RUN["seed"]) not in json.dumps(content)
    unreadable = valid(gradescope.gradescope_results([BROKEN], RUN | {"sandboxed": False}))
    assert "WITHOUT a sandbox" in unreadable["output"]
    assert unreadable["tests"][0]["max_score"] == POINTS


def script(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(0o755)


@pytest.fixture
def container(tmp_path):
    """Something like Gradescope's container, with an autograder for lesson start_here in it."""

    def make(bwrap=True, **options):
        root, programs = tmp_path / "autograder", tmp_path / "bin"
        archive = gradescope.export_gradescope(tmp_path / "made", ["start_here"], seed=5, **options)
        for name in ("source", "submission", "results"):
            (root / name).mkdir(parents=True)
        programs.mkdir()
        with zipfile.ZipFile(archive) as content:
            content.extractall(root / "source")
            for member in content.infolist():
                (root / "source" / member.filename).chmod(member.external_attr >> 16 & 0o777)
        # No network here: apt-get does nothing, the new environment is this one, and pip only looks.
        script(programs / "apt-get", "exit 0")
        inside = f'case "$2" in pip|compileall) exit 0;; esac; exec {sys.executable} "$@"'
        here = 'chmod +x "$3/bin/python"'
        venv = f"mkdir -p \"$3/bin\"; printf '%s\\n' '#!/bin/sh' '{inside}' > \"$3/bin/python\"; {here}"
        script(programs / "python3", f'if [ "$1" = -m ]; then {venv}; else exec {sys.executable} "$@"; fi')
        if not bwrap:
            script(programs / "bwrap", "echo bwrap: No permissions to create new namespace >&2; exit 1")
        path = f"{programs}{os.pathsep}{os.environ['PATH']}"
        environment = os.environ | {"PATH": path, "DLCOURSE_AUTOGRADER_ROOT": str(root)}
        environment.pop("PYTHONPATH", None)

        def run(name):
            command = [str(root / "source" / name)]
            return subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, timeout=120)

        assert run("setup.sh").returncode == 0
        return root, run

    return make


def hand_in(root):
    path = next(path for path in course_notebooks() if path.stem.endswith("start_here"))
    nbformat.write(solve(read_notebook(path)), root / "submission" / path.name)


def results_of(root):
    return valid(json.loads((root / "results" / "results.json").read_text("utf-8")))


@pytest.mark.skipif(not shutil.which("bwrap"), reason="needs bubblewrap")
@pytest.mark.slow
def test_the_autograder_grades_in_a_sandbox(container):
    root, run = container()
    hand_in(root)
    ran = run("run_autograder")
    assert ran.returncode == 0, ran.stderr
    content = results_of(root)
    assert content["score"] == sum(exercise.points for exercise in lesson("start_here"))
    assert {test["status"] for test in content["tests"]} == {"passed"}
    assert "WITHOUT" not in content["output"]


@pytest.mark.slow
def test_without_a_sandbox_nothing_is_graded_unless_it_was_chosen(container):
    root, run = container(bwrap=False)
    hand_in(root)
    assert run("run_autograder").returncode != 0
    content = results_of(root)
    assert content["score"] == 0
    assert "NOT been graded" in content["output"]
    assert "sandbox" in content["output"]
    assert "tests" not in content


@pytest.mark.slow
def test_without_a_sandbox_if_it_was_chosen(container):
    root, run = container(bwrap=False, allow_unsandboxed=True)
    hand_in(root)
    ran = run("run_autograder")
    assert ran.returncode == 0, ran.stderr
    content = results_of(root)
    assert "WITHOUT a sandbox" in content["output"]
    assert content["score"] == sum(exercise.points for exercise in lesson("start_here"))


def test_an_export_never_overwrites_and_knows_its_lessons(tmp_path):
    gradescope.export_gradescope(tmp_path, ["neuron"])
    with pytest.raises(UsageError, match="exists already"):
        gradescope.export_gradescope(tmp_path, ["neuron"])
    with pytest.raises(UsageError, match="no lesson 'neurons'"):
        gradescope.export_gradescope(tmp_path / "b", ["neurons"])


def with_dependencies(*names):
    """Packages and all that they bring with them."""
    found, waiting = set(), list(names)
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in found:
            found.add(name)
            needed = map(Requirement, importlib.metadata.requires(name) or [])
            waiting += [item.name for item in needed if item.marker is None or item.marker.evaluate({"extra": ""})]
    return found


@pytest.mark.slow
def test_the_container_installs_all_that_grading_imports():
    code = (
        "import sys; before = set(sys.modules)\n"
        "import dlcourse.grading.exports.gradescope, dlcourse.grading.run\n"
        "from dlcourse.coursework import cells; cells.parse(0, '%magic')\n"
        "from dlcourse.grading.reports import pages; pages._templates()\n"
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"numpy", "IPython", "jinja2"} <= set(ran.stdout.split())
    owners = importlib.metadata.packages_distributions()
    imported = {canonicalize_name(owner) for name in ran.stdout.split() for owner in owners.get(name, [])} - {
        "dlcourse"
    }
    assert imported <= with_dependencies(*gradescope.NEEDED)
    assert [re.split("[<>=]", item)[0] for item in gradescope.requirements()] == list(gradescope.NEEDED)
