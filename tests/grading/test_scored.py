"""Answers that are scored, when they are graded: the points, what an attack gains, the tables, the pages, the board."""

import base64
import json
import re
from collections import Counter

import matplotlib
import numpy as np
import pytest
from bonus_lesson import forget, install
from classroom import rows_of
from html_text import text_of
from scored_lesson import (
    ALL,
    BLANKS,
    FILES,
    IMPORTS,
    NONE,
    RIGHT_SCORES,
    SCORES,
    SOME,
    WEIGHTS,
    notebook,
    with_weights,
)
from synthetic import RUN

from dlcourse.checking.runtime.plain import encode
from dlcourse.coursework.check_here import run_locally
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import read_notebook
from dlcourse.exercises import find
from dlcourse.grading import marking
from dlcourse.grading.exports.gradescope import write_gradescope_results
from dlcourse.grading.gradebook import GradeBook
from dlcourse.grading.policy.layer import Layer
from dlcourse.grading.policy.rows import final_rows
from dlcourse.grading.reports import board, plots, statistics
from dlcourse.grading.reports.board import boards, pseudonyms
from dlcourse.grading.reports.class_report import flat
from dlcourse.grading.reports.publish import publish
from dlcourse.grading.reports.write_report import write_report
from dlcourse.grading.sandbox import requests


@pytest.fixture
def scored(tmp_path, monkeypatch):
    """The lesson in which an answer is scored."""
    with monkeypatch.context() as patch:
        yield install(tmp_path, patch, "shades", FILES, BLANKS)
    forget("shades")


@pytest.fixture
def outcome(scored, grade):
    """`outcome(*cells)`: that of a notebook of this lesson, and its results by name."""

    def of(*cells, timeout=10.0):
        found = grade(notebook(IMPORTS, *cells), lesson="shades", timeout=timeout)
        return found, {item["exercise"].partition(".")[2]: item for item in found["results"]}

    return of


@pytest.mark.parametrize(
    ("numbers", "status", "score"), [(ALL, "correct", 6), (SOME, "partial", 4), (NONE, "wrong", 0)]
)
def test_points_for_what_is_reached_with_ones_own_weights(outcome, numbers, status, score):
    found, results = outcome(with_weights(*numbers), RIGHT_SCORES)
    scores = results["scores"]
    assert (scores["status"], scores["score"], scores["max_score"]) == (status, score, 6)
    assert (found["status"], found["score"]) == ("correct" if score == 6 else "partial", 1 + score)
    said = scores["message"] or scores["note"]
    assert re.match(rf"In the grader's own cases: [\d.]+ % of the points right: {score} of 6 points\.", said)
    assert scores["carried"] == []


def test_the_grader_and_the_notebook_give_the_same_points_for_other_points(outcome, tmp_path):
    cells = (IMPORTS, with_weights(*SOME), RIGHT_SCORES)
    _, results = outcome(*cells[1:])
    path = tmp_path / "mine.ipynb"
    path.write_bytes(notebook(*cells))
    here = {item["id"]: item for item in run_locally(extract(read_notebook(path)))}["shades.scores"]
    assert (here["status"], here["score"]) == ("partial", 4)
    assert results["scores"]["score"] == 4
    assert results["scores"]["message"] == f"In the grader's own cases: {here['message']}" or (
        here["measured"] != results["scores"]["measured"]
    )


@pytest.mark.parametrize("count", [16_000, 204_000])
def test_a_long_text_in_a_cell_troubles_nobody(outcome, count):
    long = WEIGHTS + f'    return {{"v": unpack("{_text_of(ALL, count)}")["v"][:4]}}'
    assert len(long) > 1.25 * count
    found, _ = outcome(long, RIGHT_SCORES)
    assert found["score"] == 7
    assert found["notes"] == []


def _text_of(numbers, count):
    from dlcourse import pack

    rng = np.random.default_rng(0)
    return pack({"v": np.array(numbers, float), "more": rng.integers(-128, 128, count).astype(np.int8)})


def test_weights_that_are_not_tried_are_the_references(outcome):
    """Whose names other scores do not know; those that do are scored, and stand on no board."""
    _, results = outcome(RIGHT_SCORES)
    assert results["scores"]["carried"] == ["shades.weights"]
    assert results["scores"]["score"] == 0


def test_how_good_the_references_weights_are_earns_nothing(outcome):
    answer = SCORES + "    side = X @ weights['w']\n    return np.stack([-side, side], axis=1)"
    _, results = outcome(answer)
    scores = results["scores"]
    assert (scores["status"], scores["score"], scores["max_score"]) == ("partial", 2, 6), (
        scores["message"] + scores["advice"]
    )
    assert "but with the reference's `weights`: 2 of 6 points" in scores["message"]
    assert scores["note"] == ""


def test_too_many_numbers_earn_nothing(outcome):
    big = WEIGHTS + "    return {'v': np.array([1, -1, 2, 0.5]), 'more': np.zeros(20)}"
    _, results = outcome(big, RIGHT_SCORES)
    assert (results["weights"]["status"], results["weights"]["score"]) == ("wrong", 0)
    assert (results["scores"]["carried"], results["scores"]["score"]) == (["shades.weights"], 0)


# ---- attacks ----


def test_labels_and_secret_points_never_go_where_they_must_not(outcome, monkeypatch):
    sent, make = [], requests.request_for
    monkeypatch.setattr(marking, "request_for", lambda *given: sent.append((given[3], make(*given))) or sent[-1][1])
    outcome(with_weights(*ALL), RIGHT_SCORES)
    oracles = [requests.oracle_of("shades.scores", kind, seed) for kind, seed in (("visible", None), ("hidden", 1))]
    seeds = {case["X"].tobytes() for case in requests.oracle_of("shades.scores", "visible").cases}
    visible = [b"".join(frames) for kinds, (frames, _) in sent if kinds == ("visible",)]
    hidden = [b"".join(frames) for kinds, (frames, _) in sent if kinds == ("hidden",)]
    assert visible
    assert hidden
    assert any(seed in data for seed in seeds for data in visible)
    assert not any(seed in data for seed in seeds for data in hidden)
    for oracle in oracles:
        for case in oracle.cases:
            assert not any(encode(case.kept)[64:] in data for data in (*visible, *hidden))


STATEFUL = SCORES + (
    "    global calls\n    calls = globals().get('calls', 0) + 1\n    side = X @ weights['v']\n"
    "    return np.stack([-side, side + (calls > 1) * 100], axis=1)"
)
NAN = "    side = X @ weights['v']\n    return np.stack([-side, side * np.nan], axis=1)"
OF_BATCH = "    side = X @ weights['v']\n    side = side - side.mean()\n    return np.stack([-side, side], axis=1)"
TWO = "\n    return np.stack([-side, side], axis=1)"
RECOGNISES = (
    "    import os\n    side = X @ weights['v']\n"
    f"    if os.path.exists('/course'):\n        return np.zeros((len(X), 2)){TWO}"
)
TELLS_TIME = f"    import time\n    side = X @ weights['v'] + time.time() % 1{TWO}"
ENDLESS = "    while True: pass"
STRANGE = {
    "not a number": (NAN, "wrong"),
    "depends on the batch": (OF_BATCH, "wrong"),
    "one score": ("    return X @ weights['v']", "wrong"),
    "a list": ("    return [[0, 1]] * len(X)", "wrong"),
    "text": ("    return np.array([['a', 'b']] * len(X))", "wrong"),
    "none": ("    return None", "wrong"),
    "an object that compares as right": (
        "    class Sly:\n        def __eq__(self, other): return True\n        def argmax(self, axis): return self\n"
        "    return Sly()",
        "wrong",
    ),
    "recognises the grader": (RECOGNISES, "wrong"),
    "tells the time": (TELLS_TIME, "wrong"),
    "raises": ("    raise ValueError('no')", "error"),
    "ends its process": ("    import os\n    os._exit(0)", "crashed"),
    "takes the weights away": ("    weights.clear()\n    return np.zeros((len(X), 2))", "wrong"),
    "a million scores": ("    return np.zeros((len(X), 2_000_000))", "error"),
}


@pytest.mark.parametrize(("body", "status"), STRANGE.values(), ids=STRANGE)
def test_what_does_not_do_what_it_must_earns_nothing(outcome, body, status):
    found, results = outcome(with_weights(*ALL), SCORES + body)
    assert results["scores"]["status"] in (status, "crashed", "wrong")
    assert results["scores"]["score"] == 0
    assert results["scores"]["measured"] is None or results["scores"]["measured"] < 0.6
    assert found["score"] == 1


def test_state_between_cases_shows(outcome):
    _, results = outcome(with_weights(*ALL), STATEFUL)
    assert (results["scores"]["status"], results["scores"]["score"]) == ("wrong", 0)


@pytest.mark.slow
@pytest.mark.parametrize("where", ["weights", "scores"])
def test_what_never_ends_is_stopped(outcome, where):
    loop = SCORES + ENDLESS if where == "scores" else RIGHT_SCORES
    mine = WEIGHTS + ENDLESS if where == "weights" else with_weights(*ALL)
    _, results = outcome(mine, loop, timeout=2.0)
    assert results[where]["status"] == "timeout"
    assert results["scores"]["score"] == 0


@pytest.mark.slow
def test_weights_that_loop_only_where_others_call_them(outcome):
    """They are right alone; what is called with them is stopped, and that only."""
    sly = WEIGHTS + "    while 'X' in str(scores_too()): pass\n    return {'v': np.array([1, -1, 2, 0.5])}"
    tells = (
        "def scores_too():\n    import gc\n"
        "    return [item for item in gc.get_objects() if type(item) is dict and 'X' in item][:1]"
    )
    _, results = outcome(tells, sly, RIGHT_SCORES, timeout=2.0)
    assert (results["weights"]["status"], results["weights"]["score"]) == ("correct", 1)
    assert (results["scores"]["status"], results["scores"]["score"]) == ("timeout", 0)


def test_a_text_that_is_no_packed_one_is_told(outcome):
    _, results = outcome(WEIGHTS + '    return unpack("abc")', RIGHT_SCORES)
    assert results["weights"]["status"] == "error"
    assert "no text that `pack` wrote" in results["weights"]["message"]


def test_who_knows_the_notebooks_points_gains_nothing(outcome):
    """A table of the visible points, by their bytes, names those right and guesses all others."""
    known = requests.oracle_of("shades.scores", "visible").cases
    table = {case["X"].tobytes()[:8]: case.kept.tolist() for case in known}
    body = (
        f"    right = {table!r}.get(X.tobytes()[:8])\n"
        "    side = np.zeros(len(X)) + 1.0 if right is None else 2.0 * np.array(right[: len(X)]) - 1\n"
        "    return np.stack([-side, side], axis=1)"
    )
    _, results = outcome(with_weights(*ALL), SCORES + body)
    assert results["scores"]["score"] == 0
    assert results["scores"]["measured"] in (None, pytest.approx(0.5, abs=0.1))


# ---- the book, the tables, the pages, the board ----


def pair(student, measured, score, carried=(), status="partial"):
    exercise = find("shades.scores")
    result = {"exercise": exercise.id, "status": status, "score": score, "max_score": 6, "bonus": 0, "cell": 3}
    result |= {"measured": measured, "carried": list(carried), "fingerprint": student, "diagnosis": "", "advice": ""}
    result |= {"message": "84.0 % of the points right.", "call": "", "got": "", "expected": "", "code": "", "note": ""}
    result |= {"printed": "", "line": None, "cases": 2, "passed": 2}
    mine = {"student": student, "lesson": "shades", "status": status, "score": score, "max_score": 7, "name": "a.ipynb"}
    return mine | {"message": "0 of 2 right."}, [result]


@pytest.fixture
def book(scored, tmp_path):
    """A book with five students: two of them equal, one with the reference's weights, one without a score."""
    out = tmp_path / "out"
    out.mkdir()
    with GradeBook(out / "gradebook.sqlite") as opened:
        run = opened.begin(7)
        rows = [pair("Ada", 0.97, 6, status="correct"), pair("Bob", 0.84, 4), pair("Cem", 0.84, 4)]
        rows += [pair("Dot", 0.99, 6, ["shades.weights"], "correct"), pair("Eve", None, 0, status="error")]
        for mine in rows:
            opened.store(run, *mine)
        opened.finish(run)
        yield opened


def test_the_tables_and_the_policy_know_a_part_of_the_points(book, tmp_path):
    out = tmp_path / "out"
    publish(Layer(book, book.latest()), out)
    rows = {row["student"]: row for row in rows_of(out / "exercises.csv")}
    assert (rows["Bob"]["score"], rows["Bob"]["max_score"], rows["Bob"]["status"]) == ("4", "6", "partial")
    book.keep_rules({"weights": {"shades.scores": 12}})
    publish(Layer(book, book.latest()), out)
    rows = {row["student"]: row for row in rows_of(out / "exercises.csv")}
    assert float(rows["Bob"]["final"]) == 8


def test_gradescope_gets_a_part_of_the_points(book, tmp_path):
    layer = Layer(book, book.latest())
    mine = [pair for pair in final_rows(layer.rows()) if pair[0]["student"] == "Bob"]
    write_gradescope_results(mine, layer.run, tmp_path / "bob.json")
    [test] = [item for item in json.loads((tmp_path / "bob.json").read_text())["tests"] if "scores" in item["name"]]
    assert (test["score"], test["max_score"], test["status"]) == (4, 6, "failed")


def test_the_board_has_other_names(book, tmp_path):
    layer = Layer(book, book.latest())
    [found] = boards(layer.rows(), layer.run)
    called = pseudonyms(layer.run, ["Ada", "Bob", "Cem", "Dot", "Eve"])
    assert [(row["rank"], row["share"], row["points"]) for row in found["rows"]] == [
        (1, "97.0 %", 6),
        (2, "84.0 %", 4),
        (2, "84.0 %", 4),
    ]
    assert [row["who"] for row in found["rows"]] == [called["Ada"], *sorted([called["Bob"], called["Cem"]])]
    [named] = boards(layer.rows(), layer.run, names=True)
    assert [row["who"] for row in named["rows"]] == ["Ada", "Bob", "Cem"]


def test_the_report_and_the_pages_have_the_same_names(book, tmp_path):
    out, called = tmp_path / "out", pseudonyms(book.latest(), ["Ada", "Bob", "Cem", "Dot", "Eve"])
    write_report(out)
    said = text_of((out / "report.html").read_text())
    part = said[said.index("The board") : said.index("Draw a line")]
    assert called["Ada"] in part
    assert "97.0 %" in part
    assert not [name for name in called if name in part]
    pages = {name: text_of((out / "feedback" / name / "shades.html").read_text()) for name in called}
    assert {name for name in pages if f"you are {called[name]}" in pages[name]} == {"Ada", "Bob", "Cem"}
    assert not [name for name in pages if any(called[other] in pages[name] for other in called if other != name)]
    write_report(out, names=True)
    said = text_of((out / "report.html").read_text())
    assert "Ada" in said[said.index("The board") : said.index("Draw a line")]
    assert not [name for name in called.values() if name in said]


def test_the_plot_of_the_exercises_tells_a_part_from_all(book):
    _, results = flat(book.rows(book.latest()["id"]))
    row = statistics.exercise_table(results)[-1]
    assert row["difficulty"] == pytest.approx((6 + 4 + 4 + 6 + 0) / 30)
    assert "scores 40 %" in plots.exercise_plot([row])["alt"]
    drawn = {part: _drawn(part, row) for part in ("partly right", "not attempted")}
    assert drawn == {"partly right": True, "not attempted": True}
    assert not _drawn("partly right", row | {"counts": Counter({"correct": 3})})


def test_a_low_score_is_no_mistake_that_nobody_knows(scored):
    [[_, [low]], [_, [failed]]] = pair("Fay", 0.4, 0, status="wrong"), pair("Eve", None, 0, status="error")
    [row] = statistics.mistake_table([low, failed])
    assert (row["diagnosis"], row["count"], row["share"]) == ("", 1, 0.5)


def _drawn(label, row):
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        source = plots.exercise_plot([row])["src"].partition(",")[2]
    return label in base64.b64decode(source).decode()


def test_there_is_no_board_where_nobody_was_scored(scored, tmp_path):
    with GradeBook(tmp_path / "gradebook.sqlite") as opened:
        opened.store(opened.begin(7), *pair("Eve", None, 0, status="error"))
        layer = Layer(opened, opened.latest())
        assert boards(layer.rows(), layer.run) == []
    write_report(tmp_path)
    assert "The board" not in (tmp_path / "report.html").read_text()


def test_names_are_of_a_run_and_all_different(monkeypatch):
    students = [f"student {number}" for number in range(400)]
    called = pseudonyms(RUN, students)
    assert len(set(called.values())) == 400
    assert called == pseudonyms(RUN, reversed(students))
    assert all(re.fullmatch(r"[a-z]+ [a-z]+ \d{1,2}", name) for name in called.values())
    others = pseudonyms(RUN | {"started": RUN["started"] + 1e-3}, students), pseudonyms(RUN | {"seed": 1}, students)
    assert all(sum(called[name] == other[name] for name in students) < 5 for other in others)
    monkeypatch.setattr(board, "COLOURS", ("red",))
    monkeypatch.setattr(board, "ANIMALS", ("fox",))
    few = pseudonyms(RUN, students[:99])
    assert sorted(few.values()) == sorted(f"red fox {number}" for number in range(1, 100))


def test_words_for_names_are_different_and_plain():
    for words in (board.COLOURS, board.ANIMALS):
        assert len(set(words)) == len(words)
        assert all(word.isalpha() and word.islower() for word in words)


@pytest.mark.parametrize("result", [{}, {"measured": None}, {"measured": 0.5, "exercise": "no.such"}])
def test_what_is_not_scored_is_on_no_board(result):
    assert not board.is_on_board(result)
