"""A scored answer in a kernel: what is shown, what is kept, and what it is called with."""

import pytest
from bonus_lesson import forget, install
from scored_lesson import ALL, BLANK, BLANKS, FILES, IMPORTS, NONE, RIGHT_SCORES, SCORES, SOME, WEIGHTS, with_weights

from dlcourse.coursework.catalog import lesson_catalog
from dlcourse.exercises import find
from dlcourse.notebook.points import points
from dlcourse.notebook.progress import load, right_answers
from dlcourse.notebook.session import session


@pytest.fixture
def shell(cells, tmp_path, monkeypatch):
    """`shell(*sources)` runs cells in a kernel that knows the lesson; gives what was shown."""
    with monkeypatch.context() as patch:
        install(tmp_path / "course", patch, "shades", FILES, BLANKS)

        def run(*sources):
            results, shown = cells(*sources)
            assert all(result.success for result in results)
            return shown

        run(IMPORTS + ", mine")
        run.names = cells.ipython.user_ns
        yield run
    forget("shades")


def test_a_part_of_the_points_under_the_cell(shell, tmp_path):
    shown = shell(with_weights(*SOME), RIGHT_SCORES)
    assert "◐ shades.scores — partly right, 4 of 6 points" in shown
    assert "% of the points right: 4 of 6 points. From 95.0 % on it is 6." in shown
    assert "Hint 1 of 2" in shown
    entry = load(tmp_path)["exercises"]["shades.scores"]
    assert (entry["status"], entry["score"], entry["max_score"]) == ("partial", 4, 6)


def test_who_earns_a_part_has_a_function_of_their_own(shell, tmp_path):
    shown = shell(with_weights(*SOME), RIGHT_SCORES, 'mine("shades.scores") is scores')
    assert "Your own: `scores`." in shown
    assert session.own["shades.scores"] is shell.names["scores"]
    assert right_answers(tmp_path) == {"shades.weights", "shades.scores"}
    assert "def scores" in (tmp_path / "my_dlcourse" / "shades.py").read_text()


def test_it_is_kept_where_it_is_checked_with_the_own_weights_again(shell, tmp_path):
    assert "not kept" not in shell(with_weights(*SOME), RIGHT_SCORES)
    session.begin_anew()
    shown = shell('f = mine("shades.weights")\ng = mine("shades.scores")')
    assert "Your own, from my_dlcourse: `weights`." in shown
    assert "Your own, from my_dlcourse: `scores`." in shown


def test_a_better_one_earns_more_and_a_worse_one_loses_nothing(shell, tmp_path):
    shell(with_weights(*SOME), RIGHT_SCORES)
    assert "✓ shades.scores — right, 6 of 6 points" in shell(with_weights(*ALL), RIGHT_SCORES)
    assert "not right yet, 0 of 6 points" in shell(with_weights(*NONE), RIGHT_SCORES)
    assert load(tmp_path)["exercises"]["shades.scores"]["score"] == 6
    assert "shades.scores" not in session.own


def test_without_own_weights_it_is_called_with_the_references(shell):
    body = "    side = X @ weights['w']\n    return np.stack([-side, side], axis=1)"
    shown = shell(WEIGHTS + BLANK, SCORES + body)
    assert "✓ shades.scores — right, 6 of 6 points" in shown
    assert "It was called with what the reference's `weights` gives." in shown
    assert "It was called" not in shell(with_weights(*ALL, name="w"), SCORES + body)


def test_the_reference_says_nothing_of_its_score(shell, monkeypatch):
    monkeypatch.setenv("DLCOURSE_MODE", "reference")
    shown = shell(WEIGHTS + BLANK, SCORES + BLANK)
    assert shown.count("the reference is right here") == 2
    assert "%" not in shown


def test_points_for_nbgrader(shell):
    shell(with_weights(*SOME), RIGHT_SCORES)
    assert points("shades.scores", shell.names["scores"]) == 4.0
    assert points("shades.scores", shell.names["scores"], seed=5) == 4.0
    assert points("shades.scores", lambda weights, X: X @ weights["v"], seed=5) == 0.0
    shell(with_weights(*NONE), RIGHT_SCORES)
    assert points("shades.scores", shell.names["scores"], seed=5) == 0.0


def test_the_catalogue_tells_the_thresholds(shell):
    [lesson] = [item for item in lesson_catalog()["lessons"] if item["name"] == "shades"]
    assert [item.get("marks") for item in lesson["exercises"]] == [None, [[0.6, 2], [0.8, 4], [0.95, 6]]]
    assert list(lesson["exercises"][1])[-1] == "marks"


def test_what_cases_are_called_with_is_told_by_the_exercise(shell):
    exercise = find("shades.scores")
    assert set(exercise.calls) == {"shades.weights"}
