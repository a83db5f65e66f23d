"""`dlcourse grade --exercises`: only a part is judged and asked for; and `--weights`, which changes no mark."""

import json
import sqlite3

import pytest
from bonus_lesson import ALL_BUT_BONUS, LEVEL_LINE, RIGHT_LINE
from bonus_lesson import notebook as sample_notebook
from classroom import IMPORTS, about, needs_sandbox, notebook, put, rows_of, solved, start_here, statuses

from dlcourse.exercises import lesson
from dlcourse.grading import submission
from dlcourse.grading.errors import UsageError
from dlcourse.grading.gradebook import GradeBook
from dlcourse.grading.processes.pool import Gone
from dlcourse.grading.reports.file_names import feedback_path
from dlcourse.grading.roll import roll
from dlcourse.grading.run import _grade_there, grade
from dlcourse.grading.submission import grade_one, lost, overall, points_of, seconds_for

SECOND = [f"neuron.{name}" for name in ("sigmoid", "relu", "largest_slope", "sigmoid_gradient", "neuron", "doubled")]
# The neuron uses the learner's own weighted_sum, with a batch that the reference's does not take.
SUM = '@exercise("neuron.weighted_sum")\ndef weighted_sum(x, w, b):\n    {}'
SIGMOID = '@exercise("neuron.sigmoid")\ndef sigmoid(z, scale=1.0):\n    {}'
NEURON = '@exercise("neuron.neuron")\ndef neuron(x, w, b):\n    return sigmoid(weighted_sum(x, w, b){})'
RIGHT = (SUM.format("return x @ w + b"), SIGMOID.format("return 0.5 * (1 + np.tanh(scale * np.asarray(z) / 2))"))


def judge(data, exercises, name="neuron", **changes):
    """The outcome for the bytes of a notebook, judged in the sandbox."""
    task = {"student": "ann", "lesson": name, "name": "ann/x.ipynb", "data": data, "seed": 5, "timeout": 2.0}
    return grade_one(task | {"sandboxed": True, "packages": [], "exercises": exercises} | changes)


# ---- what is judged ----


@pytest.mark.slow
@needs_sandbox
def test_a_sitting_from_the_command_to_the_pages(tmp_path, dl):
    put(tmp_path, "hw/ann/01_neuron.ipynb", solved("neuron"))
    put(tmp_path, "hw/bob/01_neuron.ipynb", notebook(IMPORTS, *RIGHT))
    put(tmp_path, "hw/cyd/01_neuron.ipynb", solved("neuron")[:-200])
    put(tmp_path, "hw/dan/00_start_here.ipynb", start_here())
    command = ("grade", tmp_path / "hw", "-o", tmp_path / "out", "--jobs", 1)
    code, _, errors = dl(*command, "--exercises", "neuron:2")
    assert code == 0
    assert "Only these exercises are judged: of neuron sigmoid, relu, largest_slope" in errors
    grades = {row["student"]: row for row in rows_of(tmp_path / "out/grades.csv")}
    assert {name: (row["status"], row["score"], row["max_score"]) for name, row in grades.items()} == {
        "ann": ("correct", "9", "9"),
        "bob": ("partial", "2", "7"),  # of the first edition
        "cyd": ("invalid", "0", "9"),
        "dan": ("missing", "0", "9"),
    }
    assert {row["lesson"] for row in grades.values()} == {"neuron"}
    rows = rows_of(tmp_path / "out/exercises.csv")
    assert [row["exercise"] for row in rows if row["student"] == "ann"] == SECOND
    page = (tmp_path / "out" / feedback_path("bob", "neuron")).read_text("utf-8")
    assert "largest_slope" in page
    assert "weighted_sum" not in page
    dl("report", tmp_path / "out")
    assert "perceptron_update" not in (tmp_path / "out/report.html").read_text("utf-8")
    _, printed, _ = dl(*command)  # as the run began
    assert "Graded 0, 3 were in the grade book already" in printed


@needs_sandbox
@pytest.mark.parametrize(
    ("cells", "carried"),
    [
        ((*RIGHT, NEURON.format("")), []),
        ((*RIGHT, NEURON.format(", scale=1")), []),
        ((SUM.format("return x"), RIGHT[1], NEURON.format("")), ["neuron.weighted_sum"]),
        pytest.param(
            (SUM.format("while True: pass"), RIGHT[1], NEURON.format("")),
            ["neuron.weighted_sum"],
            marks=pytest.mark.slow,
        ),
        ((NEURON.format(""),), ["neuron.sigmoid", "neuron.weighted_sum"]),
    ],
)
def test_what_is_chosen_is_judged_as_in_the_whole(cells, carried):
    whole, part = (judge(notebook(IMPORTS, *cells), chosen) for chosen in ([], ["neuron.neuron"]))
    [mine] = part["results"]
    [same] = [item for item in whole["results"] if item["exercise"] == "neuron.neuron"]
    assert (mine["status"], mine["score"], mine["message"]) == (same["status"], same["score"], same["message"])
    assert sorted(mine["carried"]) == sorted(same["carried"]) == carried
    assert (part["score"], part["max_score"]) == (mine["score"], 2)


@needs_sandbox
def test_what_others_copied_elsewhere_is_no_likeness_here():
    sums = [SUM.format(body) for body in ("return x @ w + b", "return b + w @ x")]
    first, second = (judge(notebook(IMPORTS, text, RIGHT[1]), ["neuron.sigmoid"]) for text in sums)
    assert first["fingerprint"] == second["fingerprint"] != ""


@needs_sandbox
def test_a_challenge_that_is_chosen_stays_a_bonus(sample):
    chosen = ["lines.why", "lines.line"]
    outcome = judge(sample_notebook(*ALL_BUT_BONUS, RIGHT_LINE), chosen, "lines")
    assert (outcome["status"], outcome["score"], outcome["max_score"]) == ("correct", 4, 1)
    assert [item["exercise"] for item in outcome["results"]] == chosen
    outcome = judge(sample_notebook(*ALL_BUT_BONUS, RIGHT_LINE), ["lines.line"], "lines")
    assert (outcome["status"], outcome["score"], outcome["max_score"]) == ("correct", 3, 0)
    assert outcome["message"] == "1 of 1 right, for bonus points."
    outcome = judge(sample_notebook(*ALL_BUT_BONUS, LEVEL_LINE), ["lines.line"], "lines")
    assert (outcome["status"], outcome["score"]) == ("wrong", 0)


def test_a_challenge_alone():
    bonus = {"bonus": 3, "message": "", "score": 0}
    assert overall([bonus | {"status": "not attempted"}])[0] == "not attempted"
    assert overall([bonus | {"status": "correct", "score": 3}])[0] == "correct"
    assert overall([bonus | {"status": "correct", "score": 3}, bonus | {"status": "wrong"}])[0] == "partial"
    assert overall([]) == ("not attempted", "Nothing is attempted.")


def test_what_cannot_be_graded_is_out_of_the_same_points(monkeypatch):
    assert points_of("neuron", SECOND) == 9
    assert points_of("neuron", ["neuron.better_rule"]) == 0
    assert judge(b"no notebook", SECOND)["max_score"] == 9
    monkeypatch.setattr(submission, "_grade", lambda task: 1 / 0)
    assert judge(about("neuron"), SECOND)["max_score"] == 9
    for gone in (Gone(True, False, "reading"), Gone(True, False, "comparing"), Gone(False, True), Gone(False, False)):
        assert lost(gone, "a.ipynb", "neuron", 2.0, SECOND)["max_score"] == 9
    task = {"lesson": "neuron", "timeout": 2.0}
    assert seconds_for(task | {"exercises": SECOND}) == seconds_for(task)  # what they use is judged, too


def test_a_worker_of_a_cluster_is_told_what_to_judge(tmp_path, fake):
    put(tmp_path, "hw/ann/01_neuron.ipynb", solved("neuron"))
    grade([tmp_path / "hw"], tmp_path / "out", exercises=["sigmoid"])
    [task] = fake
    assert json.loads(json.dumps(task["exercises"])) == ["neuron.sigmoid"]
    assert _grade_there(task | {"course": "another"})["max_score"] == 2
    assert _grade_there(task | {"data": b""})["max_score"] == 2


# ---- a choice belongs to a run ----


def test_only_the_lessons_of_the_chosen_are_graded(tmp_path, fake):
    put(tmp_path, "hw/ann/01_neuron.ipynb", about("neuron"))
    put(tmp_path, "hw/ann/02_forward.ipynb", about("forward"))
    put(tmp_path, "hw/bob/02_forward.ipynb", about("forward"))
    grade([tmp_path / "hw"], tmp_path / "out", exercises=["neuron:own", "sigmoid"])
    assert [(task["student"], task["lesson"]) for task in fake] == [("ann", "neuron")]
    assert statuses(tmp_path / "out") == {"ann": "correct", "bob": "missing"}
    fake.clear()
    grade([tmp_path / "hw"], tmp_path / "out")  # nothing is asked for that was not before
    assert fake == []
    assert {row["max_score"] for row in rows_of(tmp_path / "out/grades.csv")} == {"2"}
    with GradeBook(tmp_path / "out/gradebook.sqlite") as book:
        assert book.latest()["options"]["exercises"] == ["neuron.sigmoid", "neuron.better_rule"]


def test_one_run_has_one_choice(tmp_path, fake):
    put(tmp_path, "hw/ann/01_neuron.ipynb", about("neuron"))
    put(tmp_path, "hw/ann/02_forward.ipynb", about("forward"))
    work, out = [tmp_path / "hw"], tmp_path / "out"
    grade(work, out, exercises=["sigmoid", "relu", "dense"])
    grade(work, out, exercises=["neuron.relu", "neuron.sigmoid", "forward.dense"])
    grade(work, out, lessons=["forward"])
    with pytest.raises(UsageError, match=r"for other exercises \(with .*neuron.relu.*, and without neuron.step\)"):
        grade(work, out, exercises=["sigmoid", "step"])
    with pytest.raises(UsageError, match="none of cnn: leave cnn out of --lessons"):
        grade(work, out, lessons=["neuron", "cnn"])
    again = grade(work, out, regrade=True)
    assert (again.run["id"], again.run["options"]["exercises"]) == (2, [])
    with pytest.raises(UsageError, match=r"was begun for all exercises of a lesson: --regrade begins a new one"):
        grade(work, out, exercises=["sigmoid"])


def test_a_run_from_before_there_was_a_choice_goes_on(tmp_path, fake):
    put(tmp_path, "hw/ann/01_neuron.ipynb", about("neuron"))
    grade([tmp_path / "hw"], tmp_path / "out")
    connection = sqlite3.connect(tmp_path / "out/gradebook.sqlite")
    [[options]] = connection.execute("SELECT options FROM runs")
    old = {name: value for name, value in json.loads(options).items() if name != "exercises"}
    with connection:
        connection.execute("UPDATE runs SET options = ?", (json.dumps(old),))
    connection.close()
    put(tmp_path, "hw/bob/01_neuron.ipynb", about("neuron"))
    summary = grade([tmp_path / "hw"], tmp_path / "out")
    assert (summary.graded, summary.kept) == (1, 1)
    assert {row["max_score"] for row in rows_of(tmp_path / "out/grades.csv")} == {f"{points_of('neuron')}"}
    with pytest.raises(UsageError, match="was begun for all exercises"):
        grade([tmp_path / "hw"], tmp_path / "out", exercises=["sigmoid"])


def test_the_list_is_of_the_lessons_of_the_chosen(tmp_path, dl):
    put(tmp_path, "hw/ann/01_neuron.ipynb", about("neuron"))
    put(tmp_path, "hw/bob/02_forward.ipynb", about("forward"))
    found = [(row["student"], row["lesson"]) for row in roll([tmp_path / "hw"], exercises=["forward:1"])]
    assert found == [("ann", "forward"), ("bob", "forward")]
    code, printed, _ = dl("grade", "--list", tmp_path / "hw", "--exercises", "sigmoid,relu", "--exercises", "neuron:1")
    assert code == 0
    assert printed.count("Nothing was handed in for this lesson.") == 1
    assert "forward" not in printed


@pytest.mark.parametrize("arguments", [["--exercises", "sigmod"], ["--exercises", "dense", "--lessons", "neuron"]])
def test_a_name_that_is_none_costs_nothing(tmp_path, dl, arguments):
    put(tmp_path, "hw/ann/01_neuron.ipynb", about("neuron"))
    for more in (["-o", tmp_path / "out"], ["--list"]):
        code, _, errors = dl("grade", tmp_path / "hw", *more, *arguments)
        assert code == 2
        assert errors.count("\n") == 1
    assert not (tmp_path / "out").exists()


# ---- points of the instructor's own ----


def rules_in(out):
    """The rules as the grade book keeps them."""
    connection = sqlite3.connect(out / "gradebook.sqlite")
    found = {name: json.loads(value) for name, value in connection.execute("SELECT name, value FROM rules")}
    connection.close()
    return found


def test_weights_are_kept_and_nothing_is_graded_anew(tmp_path, fake, dl):
    put(tmp_path, "hw/ann/01_neuron.ipynb", about("neuron"))
    weights = put(tmp_path, "weights.csv", b"exercise,points\nneuron,10\nsigmoid,4\n")
    command = ("grade", tmp_path / "hw", "-o", tmp_path / "out")
    assert dl(*command, "--weights", weights)[0] == 0
    assert rules_in(tmp_path / "out")["weights"] == {"neuron": 10, "neuron.sigmoid": 4}
    put(tmp_path, "weights.csv", b"exercise,points\nneuron,20\n")
    assert "1 were in the grade book already" in dl(*command, "--weights", weights)[1]
    assert rules_in(tmp_path / "out")["weights"] == {"neuron": 20}
    dl(*command)
    assert rules_in(tmp_path / "out")["weights"] == {"neuron": 20}
    assert len(fake) == 1
    [row] = rows_of(tmp_path / "out/grades.csv")
    assert float(row["max_score"]) == sum(exercise.max_score for exercise in lesson("neuron"))


def test_a_typo_in_the_weights_is_told_before_anything_is_graded(tmp_path, fake, dl):
    put(tmp_path, "hw/ann/01_neuron.ipynb", about("neuron"))
    weights = put(tmp_path, "weights.csv", b"exercise,points\nsigmod,4\n")
    code, _, errors = dl("grade", tmp_path / "hw", "-o", tmp_path / "out", "--weights", weights)
    assert code == 2
    assert "weights.csv, row 2: There is no exercise 'sigmod'" in errors
    assert fake == []
    assert not (tmp_path / "out").exists()
