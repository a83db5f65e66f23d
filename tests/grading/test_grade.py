"""`dlcourse grade` from submissions to tables, in the sandbox."""

import csv
import json
import os
import shutil

import pytest
from classroom import a_class, notebook, put, solved, start_here
from filelock import FileLock

from dlcourse.cli.commands import main
from dlcourse.exercises import lesson
from dlcourse.grading import run as grading
from dlcourse.grading import submission as one
from dlcourse.grading.errors import GradingError, UsageError
from dlcourse.grading.gradebook import GradeBook
from dlcourse.grading.processes import pool
from dlcourse.grading.reports import csv_files as tables
from dlcourse.grading.reports.file_names import feedback_path, file_name
from dlcourse.grading.run import grade
from dlcourse.grading.sandbox.conversation import SandboxError
from dlcourse.grading.submissions.fingerprint import fingerprints

needs_sandbox = pytest.mark.skipif(not shutil.which("bwrap"), reason="bubblewrap is not installed")


def read(path):
    """The rows of a CSV file as dicts."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def statuses(out):
    return {row["student"]: row["status"] for row in read(out / "grades.csv")}


@pytest.fixture
def dl(capsys):
    """Call the command line in this process: its exit code, what it printed, and its errors."""

    def call(*arguments):
        with pytest.raises(SystemExit) as caught:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return caught.value.code, printed.out, printed.err

    return call


@pytest.fixture
def fake(monkeypatch):
    """Grading in this process, without a worker: for what happens around it. Gives the tasks."""
    tasks = []

    def run(items, function, jobs, seconds):
        for row, task in items:
            tasks.append(task)
            status = "crashed" if b"machine" in task["data"] else "correct"
            yield row, one.ungraded(status, "a sentence", task["lesson"], machine=status == "crashed")

    monkeypatch.setattr(pool, "run", run)
    monkeypatch.setattr(grading, "_try_sandbox", lambda *arguments: None)
    return tasks


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
    exercise = lesson("start_here")[0]
    for i, mistake in enumerate(item for item in exercise.mistakes if callable(item.function)):
        body = one_body(mistake.answer)
        put(folder, f"class/mistake{i}/00_start_here.ipynb", start_here(body=body))
        expected[f"mistake{i}"] = "partial"
    seen = []
    summary = grade([folder / "class"], folder / "out", seed=7, jobs=2, progress=lambda *now: seen.append(now))
    assert [item[0] for item in seen] == list(range(1, seen[-1][1] + 1))
    return folder / "out", expected, summary


def one_body(function):
    """The body of a listed mistake."""
    from dlcourse.coursework.solve import reference_body

    return reference_body(function, header=False)


def test_every_submission_has_its_status(graded):
    out, expected, summary = graded
    found = statuses(out)
    assert found.pop("whole") == "correct"
    assert found == expected
    assert summary.failed == 0
    assert summary.graded == len(expected) + 2


def test_tables(graded):
    out, _expected, _ = graded
    with open(out / "grades.csv", encoding="utf-8") as file:
        assert file.readline() == "student,lesson,score,max_score,status\n"
    with open(out / "exercises.csv", encoding="utf-8") as file:
        assert file.readline() == "student,lesson,exercise,score,max_score,status,diagnosis\n"
    exercises = read(out / "exercises.csv")
    for row in read(out / "grades.csv"):
        mine = [item for item in exercises if (item["student"], item["lesson"]) == (row["student"], row["lesson"])]
        assert sum(float(item["score"]) for item in mine) == float(row["score"])
        if row["status"] != "invalid":
            assert [item["exercise"] for item in mine] == [item.id for item in lesson(row["lesson"])]
            assert sum(float(item["max_score"]) for item in mine) == float(row["max_score"])
    assert not [path for path in out.iterdir() if path.name.startswith(".grades")]


def test_listed_mistakes_are_named(graded):
    out, _, _ = graded
    names = [item.name for item in lesson("start_here")[0].mistakes if callable(item.function)]
    rows = {row["student"]: row for row in read(out / "exercises.csv") if row["exercise"] == lesson("start_here")[0].id}
    assert [rows[f"mistake{i}"]["diagnosis"] for i in range(len(names))] == names


def test_every_student_has_a_page(graded):
    out, _, _ = graded
    for row in read(out / "grades.csv"):
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
    monkeypatch.setattr(grading, "_course", lambda: "changed")
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
    assert {row["lesson"] for row in read(tmp_path / "out/grades.csv")} == {"start_here", ""}
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
    assert [row["status"] for row in read(tmp_path / "out/grades.csv")] == ["correct"] * 3


def test_names_survive_the_tables_and_make_safe_files(tmp_path, fake):
    students = ["a,b", 'say "hi"', "new\nline", "=1+1", "李小龙", "..", "con", "x" * 200, "a:b", "A", "a"]
    members = {}
    for i, student in enumerate(students):
        members[f"s{i}"] = student
        put(tmp_path, f"hw/s{i}/00_start_here.ipynb", start_here())
    found = grading.find_submissions

    def renamed(paths):
        return [item.__class__(members[item.student], *list(vars(item).values())[1:]) for item in found(paths)]

    grading.find_submissions = renamed
    try:
        grade([tmp_path / "hw"], tmp_path / "out")
    finally:
        grading.find_submissions = found
    assert {row["student"] for row in read(tmp_path / "out/grades.csv")} == set(students)
    folders = [path.name for path in (tmp_path / "out/feedback").iterdir()]
    assert len({name.casefold() for name in folders}) == len(students)
    assert all(len(name.encode()) < 200 and "\n" not in name for name in folders)


def test_file_names():
    assert file_name("First Last_123") == "First Last_123"
    assert len({file_name(name) for name in ("a/b", "a\\b", "a:b", "a_b", "a_b.", " a_b")}) == 6
    for name in ("", ".", "..", "/", "nul", "NUL.txt", "\x00", "\u202egnp", "é" * 300, "\ud800"):
        safe = file_name(name)
        assert safe
        assert not set(safe) & set('/\\:*?"<>|\x00\n')
        assert safe.strip(".") == safe
        assert len(safe.encode()) <= 140
    assert feedback_path("alice", "").as_posix() == "feedback/alice/submission.html"


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


def test_a_place_that_cannot_be_used(tmp_path, dl):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    file = put(tmp_path, "file", b"")
    code, _, errors = dl("grade", tmp_path / "hw", "-o", file)
    assert code == 2
    assert "cannot be used for results" in errors


def test_two_runs_at_once(tmp_path, fake):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    out = tmp_path / "out"
    out.mkdir()
    holder = {"pid": 4711, "host": "here", "since": "10:00:00", "engine": ""}
    (out / ".running").write_text(json.dumps(holder))
    with FileLock(out / ".lock"), pytest.raises(GradingError, match=r"process 4711 on here, since 10:00:00"):
        grade([tmp_path / "hw"], out)
    assert not fake
    grade([tmp_path / "hw"], out)
    assert not (out / ".running").exists()


def test_the_folder_goes_while_tables_are_written(tmp_path, fake, monkeypatch, dl):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    write = tables._table

    def gone(*arguments):
        shutil.rmtree(tmp_path / "out")
        write(*arguments)

    monkeypatch.setattr(tables, "_table", gone)
    code, _, errors = dl("grade", tmp_path / "hw", "-o", tmp_path / "out")
    assert code == 1
    assert "is gone: put it back" in errors


def test_a_disk_that_is_full_when_tables_are_written(tmp_path, fake, monkeypatch, dl):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    out = tmp_path / "out"
    grade([tmp_path / "hw"], out)
    before = (out / "grades.csv").read_bytes()

    def full(*arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(tables, "_table", full)
        code, _, errors = dl("grade", tmp_path / "hw", "-o", out)
    assert code == 1
    assert "No space left on device" in errors
    assert (out / "grades.csv").read_bytes() == before
    assert dl("grade", tmp_path / "hw", "-o", out)[0] == 0


# ---- one submission ----


def task(data, **changes):
    """A task for grade_one."""
    fields = {"student": "alice", "lesson": "start_here", "name": "hw/alice/x.ipynb", "data": data, "seed": 1}
    return fields | {"timeout": 2.0, "sandboxed": True, "packages": []} | changes


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "hw/alice/x.ipynb is empty"),
        (b"no JSON", "is not a notebook"),
        (start_here()[:-100], "breaks off in the middle"),
        (b"\xff\xfe\x00", "no text in UTF-8"),
        (b'{"nbformat": 3, "worksheets": []}', "old notebook format 3"),
        (b'{"nbformat": 99, "cells": []}', "notebook format 99"),
        (b'{"nbformat": 4, "cells": 5}', "is damaged"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"nbformat": 4, "cells": [], "metadata": ' + b'{"a":' * 900 + b"1" + b"}" * 901, "hw/alice/x.ipynb"),
        (b"{}", "is not a notebook"),
        (notebook("print(1)"), "not one of this course"),
        (notebook("exercise = 1\n" * 10), "not one of this course"),
    ],
)
def test_what_is_no_notebook_of_the_course(data, said):
    outcome = one.grade_one(task(data))
    assert outcome["status"] == "invalid"
    assert said in outcome["message"]
    assert outcome["message"].count("\n") == 0
    assert (outcome["score"], outcome["max_score"], outcome["results"]) == (0, 2, [])
    assert not outcome["machine"]


@needs_sandbox
def test_notebooks_with_small_damage_are_graded():
    content = json.loads(start_here())
    for cell in content["cells"]:
        cell["id"] = "same"
    content["nbformat_minor"] = 0
    outcome = one.grade_one(task(json.dumps(content).encode()))
    assert outcome["status"] == "correct"


def test_what_the_grader_cannot_do_is_its_own_fault(monkeypatch):
    for error in (SandboxError("no sandbox"), OSError("no process"), ValueError("a mistake of ours")):

        def fail(*arguments, error=error):
            raise error

        monkeypatch.setattr(one, "choose", fail)
        outcome = one.grade_one(task(start_here()))
        assert outcome["status"] == "crashed"
        assert str(error) in outcome["message"]
        assert outcome["machine"]


def results(*pairs):
    return [{"status": status, "score": score, "message": f"it was {status}"} for status, score in pairs]


@pytest.mark.parametrize(
    ("pairs", "status"),
    [
        ([("correct", 1), ("correct", 2)], "correct"),
        ([("correct", 1), ("crashed", 0)], "partial"),
        ([("wrong", 0.5), ("missing", 0)], "partial"),
        ([("wrong", 0), ("timeout", 0)], "wrong"),
        ([("not attempted", 0), ("missing", 0)], "not attempted"),
        ([("timeout", 0), ("not attempted", 0)], "timeout"),
        ([("crashed", 0), ("missing", 0)], "crashed"),
        ([("error", 0), ("error", 0), ("timeout", 0)], "error"),
    ],
)
def test_the_status_of_a_submission(pairs, status):
    found, message = one.overall(results(*pairs))
    assert found == status
    assert message


def test_fingerprints_see_through_names_and_layout():
    from dlcourse.coursework.extraction import extract
    from dlcourse.coursework.files import read_notebook as read_from

    def prints(tmp, body):
        return fingerprints(extract(read_from(put(tmp, "x.ipynb", start_here(body=body)))))

    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        a = prints(Path(folder), "a = image / largest\nreturn a")
        b = prints(Path(folder), '"""Mine."""\n\nbee = image/largest  # mine\nreturn bee')
        c = prints(Path(folder), "a = image * largest\nreturn a")
        none = prints(Path(folder), "raise NotImplementedError")
    assert a == b != c
    assert none == {}
