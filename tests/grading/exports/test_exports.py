"""Files for learning platforms, and Gradescope's autograder, whose scripts run here."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import nbformat
import pytest
from synthetic import RUN, result, submission

from dlcourse.coursework.files import course_notebooks, read_notebook
from dlcourse.coursework.solve import solve
from dlcourse.exercises import lesson
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports import gradescope
from dlcourse.grading.exports import platforms as exports
from dlcourse.grading.reports.pages import flat, lesson_title

TITLE = lesson_title("neuron")
POINTS = sum(exercise.points for exercise in lesson("neuron"))


def pair(student, *variants, name="", **more):
    """A submission of which the first exercises are answered as told, the others not."""
    variants = [*variants, *["not attempted"] * (len(lesson("neuron")) - len(variants))]
    results = [result(exercise.id, variant) for exercise, variant in zip(lesson("neuron"), variants)]
    row = submission(student, "neuron", results, **more)
    return row | {"name": name or row["name"]}, results


CANVAS = pair("nunezjose_4711", "right", name="submissions.zip/nunezjose_LATE_4711_99_01_neuron-1.ipynb")
MOODLE = pair("José Núñez_815", "right", 0, name="all.zip/José Núñez_815_assignsubmission_file_/01_neuron.ipynb")
PLAIN = pair("jnunez", "right")
BROKEN = (submission("cut_9", "neuron", [], status="invalid", message="Cut.") | {"max_score": float(POINTS)}, [])


def table(path):
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


# ---- Canvas and Moodle ----


def test_names_are_taken_from_the_download():
    assert exports.identity(CANVAS[0]) == {"platform": "canvas", "name": "nunezjose", "number": "4711"}
    assert exports.identity(MOODLE[0]) == {"platform": "moodle", "name": "José Núñez", "number": "815"}
    assert exports.identity(PLAIN[0]) == {"platform": "", "name": "jnunez", "number": ""}
    assert exports.identity(pair("group_7")[0])["name"] == "group_7"  # a folder, no platform


def test_canvas_csv_has_canvas_columns(tmp_path):
    submissions, _ = flat([CANVAS, PLAIN, BROKEN])
    exports.write_canvas_csv(submissions, tmp_path / "canvas.csv")
    rows = table(tmp_path / "canvas.csv")
    assert rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", TITLE]
    assert rows[1] == ["    Points Possible", "", "", "", "", str(POINTS)]
    assert ["nunezjose", "4711", "", "", "", "1"] in rows
    assert ["jnunez", "", "", "jnunez", "", "1"] in rows
    assert ["cut_9", "", "", "cut_9", "", ""] in rows  # not graded is not nought


def test_points_of_an_earlier_edition_count_by_their_share(tmp_path):
    """Where a column has one maximum, half of the points that were possible is half of it."""
    half = PLAIN[0] | {"student": "early", "score": 4.0, "max_score": 8.0}
    submissions, _ = flat([CANVAS, PLAIN, (half, [])])
    exports.write_canvas_csv(submissions, tmp_path / "canvas.csv")
    assert ["early", "", "", "early", "", f"{POINTS / 2:g}"] in table(tmp_path / "canvas.csv")
    exports.write_moodle_csv(*flat([PLAIN, (half, [])]), tmp_path / "moodle.csv")
    assert [row[3] for row in table(tmp_path / "moodle.csv")[1:]] == [f"{POINTS / 2:g}", "1"]


def test_moodle_csv_has_grade_and_feedback(tmp_path):
    submissions, results = flat([MOODLE])
    exports.write_moodle_csv(submissions, results, tmp_path / "moodle.csv")
    head, row = table(tmp_path / "moodle.csv")
    assert head == ["Identifier", "Full name", "Username", TITLE, f"{TITLE} (feedback)"]
    assert row[:4] == ["Participant 815", "José Núñez", "", "1"]
    assert "weighted_sum: right, 1 of 1." in row[4]


def test_a_gradebook_of_canvas_is_filled_in(tmp_path):
    lines = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"{TITLE} (5501)", "Essay (5502)", "Final Score"],
        ["", "", "", "", "", "Manual Posting", "", "(read only)"],
        ["    Points Possible", "", "", "", "", "100", "10", ""],
        ["Núñez, José", "4711", "u1", "jose", "A, 1", "", "7", "70"],
        ["Lovelace, Ada", "4712", "u2", "jnunez", "A", "50", "8", "80"],
        ["Nobody, Nora", "4713", "u3", "nora", "A", "33", "9", "90"],
    ]
    with open(tmp_path / "export.csv", "w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(lines)
    submissions, _ = flat([CANVAS, PLAIN, pair("stranger")])
    strangers = exports.fill_canvas_gradebook(submissions, tmp_path / "export.csv", tmp_path / "filled.csv")
    assert strangers == ["stranger"]
    rows = table(tmp_path / "filled.csv")
    assert rows[0] == [*lines[0][:5], f"{TITLE} (5501)"]
    assert rows[1] == ["    Points Possible", "", "", "", "", "100"]
    assert rows[2] == ["Núñez, José", "4711", "u1", "jose", "A, 1", f"{100 / POINTS:g}"]
    assert [row[-1] for row in rows[3:]] == [f"{100 / POINTS:g}", "33"]


def test_a_worksheet_of_moodle_is_filled_in(tmp_path):
    head = ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"]
    rows = [
        ["Participant 815", "José Núñez", "", "10.00", "-", ""],
        ["Participant 816", "N. N.", "3", "10.00", "-", ""],
    ]
    with open(tmp_path / "sheet.csv", "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])
    left = exports.fill_moodle_worksheet(*flat([MOODLE, PLAIN]), tmp_path / "sheet.csv", tmp_path / "filled.csv")
    assert left == ["jnunez"]
    filled = table(tmp_path / "filled.csv")
    assert filled[0] == head
    assert float(filled[1][2]) == pytest.approx(10 / POINTS, abs=0.01)
    assert "weighted_sum: right" in filled[1][5]
    assert filled[2] == rows[1]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", None])
def test_a_file_that_is_no_export(tmp_path, content):
    if content is not None:
        (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(UsageError, match="as the platform exports it"):
        exports.fill_canvas_gradebook([PLAIN[0]], tmp_path / "x.csv", tmp_path / "out.csv")


def test_names_with_every_sign_survive(tmp_path):
    names = ['O"Brien, Seán', "=SUM(A1)", "李\n小龍", "x\ud800"]
    exports.write_canvas_csv(flat([pair(name) for name in names])[0], tmp_path / "canvas.csv")
    assert {row[0] for row in table(tmp_path / "canvas.csv")[2:]} == {*names[:3], "x?"}


# ---- Gradescope ----

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


def test_the_container_installs_all_that_grading_imports():
    code = (
        "import sys, dlcourse.grading.exports.gradescope, dlcourse.grading.run, "
        "dlcourse.cli.tables, dlcourse.cli.commands;"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"matplotlib", "sklearn", "jupyterlab", "ipykernel", "scipy"} & set(ran.stdout.split())
    assert [re.split("[<>=]", item)[0] for item in gradescope.requirements()] == list(gradescope.NEEDED)
