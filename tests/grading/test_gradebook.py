"""The grade book: what is stored stays, and what cannot be stored is said in a sentence."""

import shutil
import sqlite3

import pytest

from dlcourse.grading.gradebook import GradeBook, GradeBookError


def submission(student="alice", **changes):
    """A submission as the grader stores it."""
    row = {"student": student, "lesson": "neuron", "name": "x", "sha256": "1", "status": "partial", "message": ""}
    return row | {"score": 1.5, "max_score": 3, "seconds": 0.1, "notes": ["A note."]} | changes


def result(name="sigmoid", **changes):
    """A result as the marker gives it."""
    row = {"exercise": f"neuron.{name}", "status": "wrong", "score": 0, "max_score": 1, "diagnosis": "", "cell": 3}
    return row | changes


@pytest.fixture
def book(tmp_path):
    """An empty grade book."""
    with GradeBook(tmp_path / "gradebook.sqlite") as opened:
        yield opened


def test_what_goes_in_comes_out(book, tmp_path):
    run = book.begin(5, sandboxed=False, options={"timeout": 2.0})
    results = [result("sigmoid"), result("relu", got="<b>\ud800", cases=[1, (2,)]), result("dense")]
    book.store(run, submission('bob, "B"\n'), results)
    book.store(run, submission("alice", message="\udfff", machine=True))
    with GradeBook(tmp_path / "gradebook.sqlite") as again:
        latest = again.latest()
        rows = list(again.rows(run))
    assert (latest["seed"], latest["sandboxed"], latest["options"]) == (5, False, {"timeout": 2.0})
    assert latest["finished"] is None
    assert [row["student"] for row, _ in rows] == ["alice", 'bob, "B"\n']
    assert [item["exercise"] for item in rows[1][1]] == ["neuron.sigmoid", "neuron.relu", "neuron.dense"]
    assert rows[1][1][1]["got"] == "<b>\ud800"
    assert rows[1][0]["notes"] == ["A note."]
    assert rows[0][0]["machine"]


def test_a_submission_is_there_once(book):
    run = book.begin(1)
    book.store(run, submission(), [result("sigmoid"), result("relu")])
    book.store(run, submission(status="correct", sha256="2"), [result("sigmoid")])
    [(row, results)] = book.rows(run)
    assert row["status"] == "correct"
    assert len(results) == 1
    assert book.done(run) == {("alice", "neuron"): "2"}


def test_what_the_machine_spoilt_is_not_done(book):
    run = book.begin(1)
    book.store(run, submission(machine=True))
    assert book.done(run) == {}


def test_a_new_run_leaves_the_old_ones(book):
    first = book.begin(1)
    book.store(first, submission(), [result()])
    book.finish(first)
    second = book.begin(2)
    assert book.latest()["id"] == second
    assert list(book.rows(second)) == []
    assert [run["seed"] for run in book.runs()] == [1, 2]
    assert len(list(book.rows(first))) == 1
    assert book.runs()[0]["finished"]


def test_forgetting(book):
    run = book.begin(1)
    book.store(run, submission("alice"), [result()])
    book.store(run, submission("bob"))
    book.forget(run, [("alice", "neuron")])
    assert [row["student"] for row in book.submissions(run)] == ["bob"]
    assert book.results(run, "alice", "neuron") == []


def test_a_transaction_that_fails_leaves_nothing(book):
    run = book.begin(1)
    book.store(run, submission(), [result()])
    with pytest.raises(GradeBookError):
        book.store(run, submission(status="correct"), [result(), result()])  # the same exercise twice
    [(row, results)] = book.rows(run)
    assert row["status"] == "partial"
    assert len(results) == 1


def test_a_full_disk(book):
    run = book.begin(1)
    pages = book.connection.execute("PRAGMA page_count").fetchone()[0]
    book.connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(GradeBookError, match=r"is full: make room; what is graded so far is kept"):
        book.store(run, submission(message="x" * 100_000))
    book.connection.execute("PRAGMA max_page_count = 100000")
    book.store(run, submission(message="x" * 100_000))
    assert len(list(book.rows(run))) == 1


def test_the_folder_is_gone(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    with GradeBook(folder / "gradebook.sqlite") as book:
        run = book.begin(1)
        shutil.rmtree(folder)
        with pytest.raises(GradeBookError, match="is gone: put it back"):
            book.store(run, submission())


def test_what_is_no_grade_book(tmp_path):
    other = tmp_path / "gradebook.sqlite"
    other.write_bytes(b"something else" * 100)
    with pytest.raises(GradeBookError, match="is not a grade book"):
        GradeBook(other)
    other.unlink()
    with sqlite3.connect(other) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(GradeBookError, match="another version"):
        GradeBook(other)
    with pytest.raises(GradeBookError, match="is gone"):
        GradeBook(tmp_path / "nowhere" / "gradebook.sqlite")
    assert not (tmp_path / "nowhere").exists()


def test_another_program_writes(book, tmp_path):
    run = book.begin(1)
    book.connection.execute("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(tmp_path / "gradebook.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(GradeBookError, match="Another program"):
        book.store(run, submission())
    other.close()
