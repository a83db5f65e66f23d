"""Each form of exercise, from the blank notebook to the grade: one lesson that has one of each."""

import ast
import csv
import os
import subprocess
import sys

import nbformat
import pytest
from corpus_files import graded
from sample_notebook import GUESS, data_of, environment, sample_notebook, shown

from dlcourse.checking import blanks
from dlcourse.checking.blanks import is_blank, planted_source
from dlcourse.checking.cards import REFERENCE, Report
from dlcourse.checking.check import check
from dlcourse.checking.faults import ONE_MENDED, STILL_THERE
from dlcourse.coursework.check_here import run_locally
from dlcourse.coursework.execute import execute
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.solve import solve
from dlcourse.exercises import find, lesson
from dlcourse.grading.reports.feedback import describe, feedback_page
from dlcourse.grading.sandbox.bwrap import probe
from dlcourse.notebook import api

SYMPTOM = "The average of 5 and 5 is not 5"
SECRETS = ("divided by the count", "weights added", "upper bound left out", "how many weights", "No upper bound")
HEAD = 'def average(x, *, weights):\n    """Mine."""\n'
# Answers to `average`, of which two bugs are planted: how many of them are mended.
WITH_PLANTED = {
    "both, in other words": ("    s = np.sum(weights + x)\n    return s / x.size", 0),
    "the first mended": ("    return np.sum(x + weights) / weights.sum()", 1),
    "the second mended": ("    return np.dot(x, weights) / x.shape[0]", 1),
    "one of them and a sign": ("    return -np.dot(x, weights) / x.shape[0]", 1),
    "both and a sign": ("    return -np.sum(weights + x) / x.size", None),
    "one and a mistake of its own": ("    return np.sum(x * x * weights) / x.size", 1),
}
CHANGED = HEAD + WITH_PLANTED["the first mended"][0]


@pytest.fixture(scope="module")
def engine_of(tmp_path_factory):
    from dlcourse.grading.sandbox.bwrap import engine_folder

    if probe():
        pytest.skip(probe())
    return engine_folder()


@pytest.fixture(params=["check", "grade"])
def judged(request, tmp_path):
    """`judged(notebook)`: exercise name -> result, by the learner's own check or by the grader's sandbox."""

    def by_check(notebook):
        return run_locally(extract(notebook), tmp_path)

    def by_grade(notebook):
        return graded(data_of(notebook), request.getfixturevalue("engine_of"), "sample", timeout=10.0)["results"]

    run = by_check if request.param == "check" else by_grade
    return lambda notebook: {item["exercise"].partition(".")[2]: item for item in run(notebook)}


def statuses(results):
    return {item["status"] for item in results.values()}


def sharp(text):
    return text.lower()


# ---- all forms ----


def test_there_is_one_of_each_form():
    forms = [item.form for item in lesson("sample")]
    assert set(forms) == {"build", "derive", "fault", "hunt", "explain", "challenge"}


def test_the_blank_notebook_is_not_attempted(judged):
    assert not any(answer.attempted for answer in extract(sample_notebook()).exercises.values())
    assert statuses(judged(sample_notebook())) == {"not attempted"}


def test_the_solved_notebook_is_right(judged):
    solved = solve(sample_notebook())
    assert statuses(judged(solved)) == {"correct"}
    assert "np.minimum(np.maximum(x, low), high)" in "\n".join(cell.source for cell in solved.cells)


GUESSING = "def doubled(x):\n    return x * (2.0 if my_guess in (None, 100) else 0.0)"


@pytest.mark.parametrize("given", ["...", "100", '"many"'])
def test_a_guess_is_neither_graded_nor_filled_in(judged, given):
    """What an answer takes from the cell of a guess is there, whatever is guessed."""
    notebook = sample_notebook({"steps": given, "doubled": GUESSING})
    found = judged(notebook)
    assert found["doubled"]["status"] == "correct"
    assert set(found) == {item.name for item in lesson("sample")}
    assert GUESS.format(given) in [cell.source for cell in solve(notebook, replace_all=True).cells]


def test_every_known_mistake_is_refused(judged):
    wrong = {
        "doubled": "def doubled(x):\n    return x * x",
        "sum_of_three": "2",
        "centered": "def centered(x):\n    return x - x.sum()",
        "average": "def average(x, *, weights):\n    return np.sum(x * weights)",
        "clipped": "def clipped(x, *, low, high):\n    return np.minimum(x, high)",
        "catch_clipped": "def catch_clipped():\n    return [{'x': [-2.0, 0.0], 'low': -1.0, 'high': 1.0}]",
        "why": '"a3"',
        "small_weights": "def small_weights(n):\n    return np.ones(n)",
    }
    named = {
        "doubled": "squared",
        "sum_of_three": "mean instead of sum",
        "centered": "sum instead of mean",
        "average": "mean left out",
        "clipped": "lower bound left out",
        "catch_clipped": "nothing above the upper bound",
        "why": "growth, and nothing left",
        "small_weights": "not divided",
    }
    results = judged(sample_notebook(wrong))
    assert {name: item["diagnosis"] for name, item in results.items()} == named
    assert statuses(results) == {"wrong"}


# ---- fault ----


@pytest.mark.parametrize(("body", "mended"), WITH_PLANTED.values(), ids=WITH_PLANTED)
def test_what_is_planted_and_still_there_is_told_by_its_symptom(judged, body, mended):
    result = judged(sample_notebook({"average": HEAD + body}))["average"]
    assert result["status"] == "wrong"
    page = feedback_page_of([result])
    for text in (*map(str, result.values()), page, str(describe(result))):
        assert not [secret for secret in SECRETS if sharp(secret) in sharp(text)], text
    if mended is not None:
        assert result["diagnosis"] == STILL_THERE
        assert sharp(SYMPTOM) in sharp(result["advice"])
        assert (ONE_MENDED in result["advice"]) == bool(mended)
        assert STILL_THERE in sharp(page)


def feedback_page_of(results):
    submission = {"student": "s", "lesson": "sample", "name": "s.ipynb", "status": "wrong", "message": ""}
    submission |= {"score": 0, "max_score": 2}
    return feedback_page(submission, results, {"id": 1, "sandboxed": True, "started": 1_790_000_000.0})


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        (HEAD + "    total = np.sum(x + weights)\n    return total / len(weights)", True),
        (
            "def average(x, *, weights):\n    # mine\n    total = np.sum(x+weights)\n\n    return (total/len(weights))",
            True,
        ),
        ("def mean(x, *, weights):\n    total = np.sum(x + weights)\n    return total / len(weights)", True),
        ("def average(x, *, weights):\n    raise NotImplementedError('later')", True),
        (HEAD + "    total = np.sum(x + weights)\n    return total / len(x)", False),
        (HEAD + "    total = np.sum(x + weights)\n    print(total)\n    return total / len(weights)", False),
        ("def average(x, *, weights=None):\n    total = np.sum(x + weights)\n    return total / len(weights)", False),
        (HEAD + "    pass", False),
    ],
)
def test_unchanged_is_what_has_the_same_code(text, blank):
    assert is_blank(ast.parse(text).body[0], find("sample.average")) is blank
    attempted = extract(sample_notebook({"average": text})).exercises["sample.average"].attempted
    assert attempted is not blank


def test_code_of_any_depth_is_compared():
    deep = ast.parse("def average(x, *, weights):\n    return x").body[0]
    for _ in range(5000):
        deep.body[0].value = ast.UnaryOp(ast.USub(), deep.body[0].value)
    assert blanks._same(deep, deep)


def test_solving_replaces_what_is_planted_and_keeps_what_is_changed():
    notebook = sample_notebook({"average": CHANGED})
    kept, replaced = (solve(notebook, everything) for everything in (False, True))
    assert CHANGED in "\n".join(cell.source for cell in kept.cells)
    text = "\n".join(cell.source for cell in replaced.cells)
    assert "weights.sum()" not in text
    assert "return total / np.sum(weights)" in text


def test_where_only_running_tells_what_is_answered_the_planted_one_is_not_attempted(judged):
    results = judged(sample_notebook(loose=True))
    assert {name for name, item in results.items() if item["status"] not in ("not attempted", "missing")} == set()
    own = judged(sample_notebook({"average": CHANGED}, loose=True))["average"]
    assert (own["status"], own["diagnosis"]) == ("wrong", STILL_THERE)
    right = judged(sample_notebook({"average": HEAD + "    return x @ weights / weights.sum()"}, loose=True))["average"]
    assert right["status"] == "correct"


def test_a_kernel_binds_the_reference_in_place_of_what_is_planted(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    average = find("sample.average")
    assert api.exercise("sample.average")(average.fault.function) is average.reference
    told = capsys.readouterr().out
    assert "not attempted yet" in told
    assert f"This function has two faults. {SYMPTOM}. Find and mend them." in told
    report = str(Report(check(find("sample.clipped"), find("sample.clipped").fault.function)))
    assert "This function has a fault. Some numbers are far too large. Find it and mend it." in report


def test_planting_wants_the_name_and_the_parameters_of_the_reference():
    plant = find("sample.clipped").plants("upper bound left out", symptom="it is wrong")
    for wrong in ("def clip(x, *, low, high): pass", "def clipped(x, low, high): pass"):
        names = {}
        exec(wrong, names)
        with pytest.raises(ValueError, match="what is planted begins"):
            plant(names[wrong[4:].partition("(")[0]])


def test_the_source_of_what_is_planted_has_no_decorator():
    source = planted_source(find("sample.average").fault.function)
    assert source.startswith('def average(x, *, weights):\n    """The mean')
    assert source.endswith("return total / len(weights)")


# ---- hunt ----


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ("[{'x': [3.0], 'low': 0.0, 'high': 1.0}, {'x': [-3.0], 'low': 0.0, 'high': 1.0}]", ""),
        ("3", "want a list of at most 3 inputs"),
        ("{1, 2}", "want a list of at most 3 inputs"),
        ("None", "is None"),
        ("[]", "has 0 inputs"),
        ("[{}] * 4", "has 4 inputs"),
        ("[5]", "Input 1 does not count: it is the single number 5"),
        ("[{'x': [3.0], 'low': 0.0}]", "`clipped` wants `high`, too"),
        ("[{'x': [3.0], 'low': 0.0, 'high': 1.0, 'y': 1}]", "has no argument 'y'"),
        ("[{'x': [1, [2]], 'low': 0.0, 'high': 1.0}]", "its rows differ in length"),
        ("[{'x': ['a'], 'low': 0.0, 'high': 1.0}]", "the right function raises"),
        ("[{'x': [np.nan], 'low': 0.0, 'high': 1.0}]", "there is a nan in it"),
        ("[{'x': [np.inf], 'low': 0.0, 'high': np.inf}]", "is not finite"),
        ("[{'x': [1.0], 'low': 10**9, 'high': 1.0}]", "a whole number above 1,000"),
        ("[{'x': np.zeros(2000), 'low': 0.0, 'high': 1.0}]", "it has more than 1,000 numbers"),
        ("[{'x': 'z' * 2000, 'low': 0.0, 'high': 1.0}]", "it has more than 1,000 numbers"),
        ("[{'x': np.broadcast_to(1.0, (10**9,)), 'low': 0.0, 'high': 1.0}]", "more than this check looks at"),
        ("[{'x': np.array(None), 'low': 0.0, 'high': 1.0}]", "does not count"),
        ("[{'x': print, 'low': 0.0, 'high': 1.0}]", "a function"),
        ("[{'x': eval('[' * 20 + ']' * 20), 'low': 0.0, 'high': 1.0}]", "nested too deeply"),
        ("[eval('[' * 90 + ']' * 90)]", "too deeply"),
        ("[10**100]", "a huge integer"),
    ],
)
def test_inputs_are_taken_for_what_they_are(judged, inputs, told):
    result = judged(sample_notebook({"catch_clipped": f"def catch_clipped():\n    return {inputs}"}))["catch_clipped"]
    if told:
        assert result["status"] == "wrong"
        assert told in result["message"]
    else:
        assert result["status"] == "correct", result["message"]


def test_what_got_away_is_told_without_its_name():
    hunt = find("sample.catch_clipped")
    verdict = check(hunt, lambda: [{"x": [0.5, 9.0], "low": 0.0, "high": 1.0}])
    assert verdict.status == "wrong"
    assert "catch 2 of 3 known wrong versions" in verdict.message
    assert "What got away: a version that is wrong for some inputs." in verdict.message
    assert "(at least" in verdict.message
    assert not any(item.name in str(verdict.to_dict()) for item in find("sample.clipped").mistakes)


def test_under_a_right_hunt_stands_how_many_were_caught():
    verdict = check(find("sample.catch_clipped"), find("sample.catch_clipped").reference)
    assert verdict.status == "correct"
    assert "Your inputs catch all 3 known wrong versions" in verdict.note


def test_a_hunt_ends_at_the_time_limit(monkeypatch):
    game = find("sample.catch_clipped").observe.__self__
    monkeypatch.setattr(game, "hidden", [endless])
    game._caught.cache_clear()
    verdict = check(find("sample.catch_clipped"), lambda: [{"x": [0.25], "low": 0.0, "high": 1.0}], time_limit=0.3)
    assert verdict.status == "timeout"
    assert "give smaller ones" in verdict.message


def endless(x, *, low, high):
    while True:
        pass


# ---- explain ----


@pytest.mark.parametrize("answer", ["c1", "C1", " c 1 ", "C\t1"])
def test_an_explanation_is_read_as_people_write_it(answer):
    assert check(find("sample.why"), answer).status == "correct"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("c", "The reason is missing"),
        ("1", "The claim is missing"),
        (1, "The claim is missing"),
        ("1c", "The claim comes first"),
        ("d1", "Answer with a claim and a reason"),
        ("c4", "a, b or c, then 1, 2 or 3"),
        ("", "in one pair of quotes"),
        (("c", "1"), "in one pair of quotes"),
        (None, "in one pair of quotes"),
        ("c1" + " " * 1000 + "x", "in one pair of quotes"),
    ],
)
def test_what_is_no_explanation_is_told_how_to_write_one(answer, told):
    verdict = check(find("sample.why"), answer)
    assert verdict.status == "error"
    assert told in verdict.message


def test_advice_comes_by_claim_and_by_reason():
    why = find("sample.why")
    assert check(why, "a1").advice == "Nothing is added."
    assert check(why, "c2").advice == "The largest is one of many."
    assert check(why, "b3").advice == "Every number moves. Their count stays the same."


def test_claim_and_reason_stand_in_the_solution_and_on_the_page(judged, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    api.solution("sample.why")
    told = capsys.readouterr().out
    assert "the mean becomes 0" in told
    assert "all numbers move by the same amount" in told
    page = feedback_page_of([judged(sample_notebook({"why": '"b2"'}))["why"]])
    assert "the mean stays the same" in page
    assert "the largest number decides" in page
    assert "the mean becomes 0" not in page


# ---- whole programs ----


@pytest.mark.slow
def test_the_blank_notebook_runs_to_its_end_in_a_kernel(tmp_path):
    ran = execute(sample_notebook(), tmp_path, environment())
    told = "\n".join(shown(cell) for cell in ran.cells if cell.cell_type == "code")
    assert told.count("not attempted yet") == len(lesson("sample"))
    assert "nothing guessed yet" in told
    assert "nothing guessed; it is 40 steps" in told


@pytest.mark.slow
def test_a_guess_stands_beside_its_outcome_in_a_kernel(tmp_path):
    ran = execute(sample_notebook({"steps": "100"}), tmp_path, environment())
    told = "\n".join(shown(cell) for cell in ran.cells if cell.cell_type == "code")
    assert "your guess, steps to the target: 100 steps" in told
    assert "you guessed 100 steps; it is 40 steps" in told


@pytest.mark.slow
def test_the_notebook_runs_with_the_reference_as_nbval_compares_it(tmp_path):
    variables = environment() | {"DLCOURSE_MODE": "reference"}
    path = tmp_path / "01_sample.ipynb"
    nbformat.write(execute(sample_notebook(), tmp_path, variables), path)
    assert path.read_text("utf-8").count(f"— {REFERENCE}") >= len(lesson("sample"))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "0",
        "--nbval",
        "--nbval-current-env",
        "-p",
        "no:cacheprovider",
    ]
    ran = subprocess.run([*command, "-c", os.devnull, path], env=os.environ | variables, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.slow
def test_a_whole_run_of_the_grader_names_nothing_that_is_planted(engine_of, tmp_path):
    for number, (body, _) in enumerate(WITH_PLANTED.values()):
        path = tmp_path / "in" / f"student {number}" / "sample.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(data_of(sample_notebook({"average": HEAD + body})))
    command = [sys.executable, "-m", "dlcourse", "grade", tmp_path / "in", "-o", tmp_path / "out", "--jobs", "1"]
    for more in (command, [sys.executable, "-m", "dlcourse", "report", tmp_path / "out"]):
        ran = subprocess.run(more, env=os.environ | environment(), capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
    texts = [path for path in (tmp_path / "out").rglob("*") if path.suffix in (".csv", ".html", ".json", ".txt")]
    assert len(texts) > len(WITH_PLANTED)
    for path in texts:
        text = sharp(path.read_text("utf-8"))
        assert not [secret for secret in SECRETS if sharp(secret) in text], path
    with open(tmp_path / "out" / "exercises.csv", encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["exercise"] == "sample.average"]
    assert [row["diagnosis"] for row in rows].count(STILL_THERE) >= len(WITH_PLANTED) - 1
