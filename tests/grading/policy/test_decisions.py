"""Decisions by hand in the grade book: about one hand-in, never changed, never lost."""

import sqlite3

import pytest

from dlcourse.grading.gradebook import GradeBook
from dlcourse.grading.gradebook_tables import FIRST
from dlcourse.grading.policy.decisions import COUNTS, GONE, STALE, UNASKED, Decision, Decisions, decide


@pytest.fixture
def book(tmp_path):
    with GradeBook(tmp_path / "gradebook.sqlite") as opened:
        yield opened


def about(sha256="a", **more):
    return Decision("ann", "neuron", "neuron.sigmoid", sha256, **more)


def found(book, sha256="a"):
    one = Decisions(book).on("ann", "neuron", "neuron.sigmoid", sha256)
    return one and (one.points, one.comment)


def states(book, sha256, judged=("neuron.sigmoid",)):
    """(hash, state) of all that is decided, where Ann's hand-in has this hash, or none."""
    key = "ann", "neuron"
    hashes, exercises = ({key: sha256}, {key: judged}) if sha256 else ({}, {})
    return [(one.sha256, state) for one, state in Decisions(book).states(hashes, exercises)]


def test_a_decision_is_about_one_hand_in(book):
    decide(book, [about(points=1.5, comment="Read again.")])
    assert found(book) == (1.5, "Read again.")
    assert found(book, "b") is None
    assert states(book, "b") == [("a", STALE)]
    assert states(book, "a") == [("a", COUNTS)]
    assert states(book, "a", judged=()) == [("a", UNASKED)]
    assert states(book, "") == [("a", GONE)]


def test_a_later_one_says_what_it_says_and_leaves_the_rest(book):
    decide(book, [about(points=1.5, comment="First.")])
    [written] = decide(book, [about(comment="Second.")])
    assert (written.points, found(book)) == (1.5, (1.5, "Second."))
    decide(book, [about(points=0.0)])
    assert found(book) == (0.0, "Second.")


def test_what_is_taken_back_does_not_come_back_with_a_comment(book):
    decide(book, [about(points=1.5)])
    decide(book, [about(withdrawn=True)])
    assert found(book) is None
    assert states(book, "a") == []
    decide(book, [about(comment="Only this.")])
    assert found(book) == (None, "Only this.")
    decide(book, [about(points=1.0)])
    decide(book, [about(comment="")])
    assert found(book) == (1.0, "")


def test_what_is_taken_back_is_so_for_every_hand_in(book):
    decide(book, [about("a", points=1.5)])
    decide(book, [about("b", withdrawn=True)])
    assert found(book, "a") is None
    assert states(book, "a") == states(book, "b") == []


@pytest.mark.parametrize(("most", "points"), [(10.0, 5.0), (20.0, 10.0), (0.0, 0.0), (None, 5.0)])
def test_points_follow_those_that_are_possible(most, points):
    assert about(points=5.0, out_of=10.0).points_of(most) == points
    assert about(points=5.0).points_of(most) == 5.0
    assert about(out_of=10.0).points_of(most) is None


def test_the_first_hand_in_again_has_its_decision_again(book):
    decide(book, [about("a", points=1.0)])
    decide(book, [about("b", points=2.0)])
    assert (found(book, "a"), found(book, "b")) == ((1.0, ""), (2.0, ""))
    assert states(book, "b") == [("a", STALE), ("b", COUNTS)]


def test_all_or_none(book):
    with pytest.raises(Exception, match="NOT NULL"):
        decide(book, [about(points=1.0), about(None, points=2.0)])
    assert found(book) is None


def test_a_book_of_an_earlier_version_keeps_everything(tmp_path):
    path = tmp_path / "gradebook.sqlite"
    with sqlite3.connect(path) as old:
        old.executescript(FIRST)
        old.execute("PRAGMA user_version = 1")
        old.execute("INSERT INTO runs VALUES (1, 5, 1.0, 2.0, 1, '{\"timeout\": 10.0}', '0.7.0')")
        values = ("ann", "neuron", "x", "1", "partial", "", 1.5, 3.0, 0.1, "", "[]", 0)
        old.execute(f"INSERT INTO submissions VALUES (1, {', '.join('?' * 12)})", values)
    old.close()
    for _ in range(2):
        with GradeBook(path) as book:
            [row] = book.submissions(1)
            assert (row["score"], row["handed_in"], row["time_from"], row["late"]) == (1.5, None, "", False)
            assert book.latest()["options"] == {"timeout": 10.0}
            assert book.rules() == {}


def test_rules_are_kept_and_taken_back(book):
    book.keep_rules({"due": {"": 1.5}, "zone": "Europe/Berlin"})
    book.keep_rules({"due": {"neuron": 2.5}, "zone": None, "late": None})
    assert book.rules() == {"due": {"neuron": 2.5}}


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ((None, ""), (5.0, "file"), 5.0),
        ((5.0, "file"), (None, ""), 5.0),
        ((5.0, "file"), (9.0, "archive"), 5.0),  # unpacked again, or downloaded again
        ((5.0, "file"), (3.0, "file"), 3.0),
        ((5.0, "file"), (9.0, "platform"), 9.0),
        ((9.0, "platform"), (5.0, "file"), 9.0),
    ],
)
def test_the_same_bytes_that_come_again_were_there_before(book, old, new, kept):
    run = book.begin(1)
    row = {"student": "ann", "lesson": "neuron", "name": "x", "status": "correct", "message": "", "score": 1}
    book.store(run, row | {"max_score": 1, "handed_in": old[0], "time_from": old[1]})
    times = {"handed_in": new[0], "time_from": new[1], "naive": False, "late": False}
    book.see_again(run, [times | {"student": name, "lesson": "neuron"} for name in ("ann", "who")])
    [row] = book.submissions(run)
    assert row["handed_in"] == kept
