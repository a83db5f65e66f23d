"""The tables and pages beside the grade book."""

import shutil
from dataclasses import replace

from classroom import put, rows_of, start_here

from dlcourse.grading import roll
from dlcourse.grading.reports import publish
from dlcourse.grading.run import grade


def test_names_survive_the_tables_and_make_safe_files(tmp_path, fake, monkeypatch):
    students = ["a,b", 'say "hi"', "new\nline", "=1+1", "李小龙", "..", "con", "x" * 200, "a:b", "A", "a"]
    members = {}
    for i, student in enumerate(students):
        members[f"s{i}"] = student
        put(tmp_path, f"hw/s{i}/00_start_here.ipynb", start_here())
    found = roll.find_submissions

    def renamed(paths, **options):
        return [replace(item, student=members[item.student]) for item in found(paths, **options)]

    monkeypatch.setattr(roll, "find_submissions", renamed)
    grade([tmp_path / "hw"], tmp_path / "out")
    told = {row["student"] for row in rows_of(tmp_path / "out/grades.csv")}
    assert told == {"'=1+1" if student == "=1+1" else student for student in students}
    grade([tmp_path / "hw"], tmp_path / "out", raw_csv=True)
    assert {row["student"] for row in rows_of(tmp_path / "out/grades.csv")} == set(students)
    assert not (tmp_path / "out/exercises.csv").read_bytes().startswith(b"\xef")
    folders = [path.name for path in (tmp_path / "out/feedback").iterdir()]
    assert len({name.casefold() for name in folders}) == len(students)
    assert all(len(name.encode()) < 200 and "\n" not in name for name in folders)


def test_the_folder_goes_while_tables_are_written(tmp_path, fake, monkeypatch, dl):
    put(tmp_path, "hw/alice/00_start_here.ipynb", start_here())
    write = publish._table

    def gone(*arguments):
        shutil.rmtree(tmp_path / "out")
        write(*arguments)

    monkeypatch.setattr(publish, "_table", gone)
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
        patch.setattr(publish, "_table", full)
        code, _, errors = dl("grade", tmp_path / "hw", "-o", out)
    assert code == 1
    assert "No space left on device" in errors
    assert (out / "grades.csv").read_bytes() == before
    assert dl("grade", tmp_path / "hw", "-o", out)[0] == 0
