"""`dlcourse grade` from submissions to tables, in the sandbox; what a run is, and what is refused."""

import os
import shutil

import pytest
from classroom import a_class, needs_sandbox, put, rows_of, solved, start_here, statuses

from dlcourse.coursework.solve import reference_body
from dlcourse.exercises import find, lesson
from dlcourse.grading import begin
from dlcourse.grading.errors import UsageError
from dlcourse.grading.gradebook import GradeBook
from dlcourse.grading.reports.file_names import feedback_path
from dlcourse.grading.run import grade
from dlcourse.grading.sandbox import bwrap

pytestmark = pytest.mark.slow

# ---- the whole way ----


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A graded class of 30: (folder of results, expected statuses, summary)."""
    if not shutil.which("bwrap"):
        pytest.skip("bubblewrap is not installed")
    folder = tmp_path_factory.mktemp("class")
    expected = a_class(folder / "class", 24)
    lessons = ("neuron", "forward")
    for name in lessons:
        put(folder, f"class/whole/{name}.ipynb", solved(name))
    exercise = find("start_here.rescale")
    for i, mistake in enumerate(item for item in exercise.mistakes if callable(item.answer)):
        body = reference_body(mistake.answer, header=False)
        put(folder, f"class/mistake{i}/00_start_here.ipynb", start_here(body=body))
        expected[f"mistake{i}"] = "partial"
    seen = []
    summary = grade([folder / "class"], folder / "out", seed=7, jobs=2, progress=lambda *now: seen.append(now))
    assert [item[0] for item in seen] == list(range(1, seen[-1][1] + 1))
    return folder / "out", expected, summary


def test_every_submission_has_its_status(graded):
    out, expected, summary = graded
    found = statuses(out)
    assert found.pop("whole") == "correct"
    assert found == expected
    assert summary.failed == 0
    assert summary.graded == len(expected) + 2


def test_tables(graded):
    out, _expected, _ = graded
    with open(out / "grades.csv", encoding="utf-8-sig") as file:
        assert file.readline().startswith("student,lesson,score,max_score,status,adjusted,penalty,final,")
    with open(out / "exercises.csv", encoding="utf-8-sig") as file:
        assert file.readline().startswith(
            "student,lesson,exercise,score,max_score,status,diagnosis,adjusted,penalty,final,"
        )
    exercises = rows_of(out / "exercises.csv")
    for row in rows_of(out / "grades.csv"):
        mine = [item for item in exercises if (item["student"], item["lesson"]) == (row["student"], row["lesson"])]
        assert sum(float(item["score"]) for item in mine) == float(row["score"])
        if row["status"] != "invalid":
            assert [item["exercise"] for item in mine] == [item.id for item in lesson(row["lesson"])]
            assert sum(float(item["max_score"]) for item in mine) == float(row["max_score"])
    assert not [path for path in out.iterdir() if path.name.startswith(".grades")]


def test_listed_mistakes_are_named(graded):
    out, _, _ = graded
    names = [item.name for item in find("start_here.rescale").mistakes if callable(item.answer)]
    rows = {
        row["student"]: row
        for row in rows_of(out / "exercises.csv")
        if row["exercise"] == find("start_here.rescale").id
    }
    assert [rows[f"mistake{i}"]["diagnosis"] for i in range(len(names))] == names


def test_every_student_has_a_page(graded):
    out, _, _ = graded
    for row in rows_of(out / "grades.csv"):
        page = (out / feedback_path(row["student"], row["lesson"])).read_text("utf-8")
        assert page.lower().startswith("<!doctype html>")


def test_equal_answers_have_equal_fingerprints(graded):
    out, expected, _ = graded
    with GradeBook(out / "gradebook.sqlite") as book:
        prints = {row["student"]: row["fingerprint"] for row in book.submissions(1) if row["lesson"] == "start_here"}
    right = {prints[student] for student, status in expected.items() if status == "correct"}
    assert len(right) == 1
    assert "" not in right
    assert {prints[student] for student, status in expected.items() if status == "invalid"} == {""}


def test_again_keeps_everything(graded):
    out, expected, _ = graded
    before = (out / "grades.csv").read_bytes()
    summary = grade([out.parent / "class"], out)
    assert (summary.graded, summary.kept) == (0, len(expected) + 2)
    assert (out / "grades.csv").read_bytes() == before
    assert summary.run["seed"] == 7


# ---- runs ----


def test_only_what_is_new_or_changed_is_graded(tmp_path, fake):
    for student in ("alice", "bob", "carl"):
        put(tmp_path, f"hw/{student}/00_start_here.ipynb", start_here())
    grade([tmp_path / "hw"], tmp_path / "out")
    fake.clear()
    put(tmp_path, "hw/bob/00_start_here.ipynb", start_here(body="return 1"))
    put(tmp_path, "hw/dora/00_start_here.ipynb", start_here())
    summary = grade([tmp_path / "hw"], tmp_path / "out")
    assert [task["student"] for task in fake] == ["bob", "dora"]
    assert (summary.graded, summary.kept) == (2, 2)


def test_the_seed_is_drawn_once_and_kept(tmp_path, fake):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    first = grade([tmp_path / "hw"], tmp_path / "out").run
    assert grade([tmp_path / "hw"], tmp_path / "out").run["seed"] == first["seed"]
    assert grade([tmp_path / "hw"], tmp_path / "out", seed=first["seed"]).run["id"] == first["id"]
    assert grade([tmp_path / "hw"], tmp_path / "other").run["seed"] != first["seed"]
    with pytest.raises(UsageError, match=f"was begun with seed {first['seed']}, not 1: --regrade begins a new one"):
        grade([tmp_path / "hw"], tmp_path / "out", seed=1)
    assert {task["seed"] for task in fake[:1]} == {first["seed"]}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"timeout": 3.0}, "with timeout 10.0, not 3.0"),
        ({"packages": ["scipy"]}, "with packages none, not"),
        ({"sandboxed": False}, "was begun with the sandbox"),
    ],
)
def test_one_run_has_one_way_of_grading(tmp_path, fake, options, said):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    grade([tmp_path / "hw"], tmp_path / "out")
    with pytest.raises(UsageError, match=said):
        grade([tmp_path / "hw"], tmp_path / "out", **options)
    again = grade([tmp_path / "hw"], tmp_path / "out", regrade=True, **options)
    assert again.run["id"] == 2
    assert again.run["sandboxed"] == options.get("sandboxed", True)


def test_a_mended_exercise_wants_a_new_run_and_keeps_the_old(tmp_path, fake, monkeypatch):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    grade([tmp_path / "hw"], tmp_path / "out", seed=3)
    monkeypatch.setattr(begin, "course_version", lambda: "changed")
    with pytest.raises(UsageError, match=r"another version of the course's exercises: --regrade begins"):
        grade([tmp_path / "hw"], tmp_path / "out")
    grade([tmp_path / "hw"], tmp_path / "out", regrade=True)
    with GradeBook(tmp_path / "out/gradebook.sqlite") as book:
        assert [len(list(book.rows(run["id"]))) for run in book.runs()] == [1, 1]
    assert len(fake) == 2


def test_what_the_machine_spoilt_is_tried_again(tmp_path, fake, dl):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    put(tmp_path, "hw/bob/00_start_here.ipynb", start_here(body="# machine\nreturn image"))
    code, printed, errors = dl("grade", tmp_path / "hw", "-o", tmp_path / "out")
    assert code == 1
    assert "1 of them could not be: the same command tries again" in printed
    assert "could not be graded: a sentence" in errors
    fake.clear()
    dl("grade", tmp_path / "hw", "-o", tmp_path / "out")
    assert [task["student"] for task in fake] == ["bob"]


def test_lessons_asked_for(tmp_path, fake):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    put(tmp_path, "hw/bob/01_neuron.ipynb", solved("neuron"))
    put(tmp_path, "hw/carl/essay.pdf", b"")
    summary = grade([tmp_path / "hw"], tmp_path / "out", lessons=["start_here"])
    assert statuses(tmp_path / "out") == {"alice": "correct", "bob": "missing", "carl": "missing"}
    assert {row["lesson"] for row in rows_of(tmp_path / "out/grades.csv")} == {"start_here", ""}
    assert [item["lesson"] for item in summary.lessons] == ["", "start_here"]
    with pytest.raises(UsageError, match="There is no lesson 'nothing'"):
        grade([tmp_path / "hw"], tmp_path / "out", lessons=["nothing"])


def test_missing_gives_way_to_a_submission(tmp_path, fake):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    put(tmp_path, "hw/bob/01_neuron.ipynb", solved("neuron"))
    put(tmp_path, "hw/carl/essay.pdf", b"")
    grade([tmp_path / "hw"], tmp_path / "out", lessons=["start_here"])
    put(tmp_path, "hw/bob/00_start_here.ipynb", start_here())
    put(tmp_path, "hw/carl/00_start_here.ipynb", start_here())
    grade([tmp_path / "hw"], tmp_path / "out", lessons=["start_here"])
    assert [row["status"] for row in rows_of(tmp_path / "out/grades.csv")] == ["correct"] * 3


# ---- refusals ----


def test_no_sandbox_no_grading(tmp_path, monkeypatch, dl):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, errors = dl("grade", tmp_path / "hw", "-o", tmp_path / "out")
    assert code == 1
    assert "bubblewrap" in errors
    assert "--no-sandbox" in errors
    assert errors.count("\n") == 1
    # What was refused leaves no run behind that the next command would have to go on with.
    code, _, errors = dl("grade", tmp_path / "hw", "-o", tmp_path / "out", "--no-sandbox", "--jobs", 1)
    assert code == 0
    assert "WITHOUT a sandbox" in errors
    assert statuses(tmp_path / "out") == {"alice": "correct"}


@needs_sandbox
def test_a_sandbox_that_does_not_start(tmp_path, monkeypatch, dl):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    broken = put(tmp_path, "bin/bwrap", b"#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{broken.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(bwrap, "probe", bwrap.probe.__wrapped__)  # what was found with the real one does not count
    code, _, errors = dl("grade", tmp_path / "hw", "-o", tmp_path / "out")
    assert code == 1
    assert "--no-sandbox" in errors
    assert errors.count("\n") == 1


@needs_sandbox
def test_a_package_that_is_not_there(tmp_path, dl):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    code, _, errors = dl("grade", tmp_path / "hw", "-o", tmp_path / "out", "--packages", "numpy,no_such_package")
    assert code == 1
    assert "'no_such_package' is not installed" in errors


def test_nothing_to_grade(tmp_path, dl):
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "nowhere"):
        code, _, errors = dl("grade", path, "-o", tmp_path / "out")
        assert code == 2
        assert errors.startswith("dlcourse: ")
        assert errors.count("\n") == 1
    assert not (tmp_path / "out").exists()
    assert dl("grade", tmp_path)[0] == 2
