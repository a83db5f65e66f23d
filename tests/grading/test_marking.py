"""All answers of a submission run together first: what is right there counts, everything else runs again by itself."""

import re

import pytest
from classroom import IMPORTS, notebook
from slip_files import SLIPS

from dlcourse.checking.check import check
from dlcourse.checking.trials import case_arguments
from dlcourse.exercises import find
from dlcourse.grading import marking
from dlcourse.grading.sandbox.requests import HIDDEN

STEP = '@exercise("neuron.step")\ndef step(z):\n    return np.where(z >= 0, 1.0, 0.0)'
RELU = '@exercise("neuron.relu")\ndef relu(z):\n    return np.maximum(z, 0)'
SIGMOID = '@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))'
SLOPE = '@exercise("neuron.sigmoid_gradient")\ndef sigmoid_gradient(z):\n    s = sigmoid(z)\n    return s * (1 - s)'


@pytest.fixture
def graded(grade, monkeypatch):
    """`graded(cells)`: results by name, and the exercises of each request but those on hidden cases alone."""
    asked, ask = [], marking.Marker._ask

    def listening(self, jobs, kinds, *rest):
        if kinds != (HIDDEN,):
            asked.append({key.partition(".")[2] for key in jobs})
        return ask(self, jobs, kinds, *rest)

    monkeypatch.setattr(marking.Marker, "_ask", listening)

    def run(*cells):
        outcome = grade(notebook(IMPORTS, *cells))
        attempted = [item for item in outcome["results"] if item["status"] != "missing"]
        return {item["exercise"].partition(".")[2]: item for item in attempted}, asked

    return run


def test_right_answers_need_one_process(graded):
    results, asked = graded(STEP, RELU, SIGMOID, SLOPE)
    assert {item["status"] for item in results.values()} == {"correct"}
    assert asked == [{"step", "relu", "sigmoid", "sigmoid_gradient"}]


def test_a_wrong_answer_and_what_builds_on_it_run_again(graded):
    results, asked = graded(STEP, SIGMOID.replace("-np.clip", "np.clip"), SLOPE)
    assert results["sigmoid"]["diagnosis"] == "falls instead of rising"
    assert results["sigmoid_gradient"]["status"] == "correct"
    assert results["sigmoid_gradient"]["carried"] == ["neuron.sigmoid"]
    assert asked[1:] == [{"sigmoid"}, {"sigmoid_gradient"}]


def test_what_needs_a_reference_of_the_lesson_runs_by_itself(graded):
    results, asked = graded(STEP, RELU, SLOPE)  # no sigmoid of their own
    assert {item["status"] for item in results.values()} == {"correct"}
    assert asked == [{"step", "relu"}, {"sigmoid_gradient"}]
    borrowed = SLOPE.replace("s = ", "from dlcourse.lessons.neuron import sigmoid\n    s = ")
    results, asked = graded(STEP, SIGMOID, borrowed)  # in the first process it is not there
    assert {item["status"] for item in results.values()} == {"correct"}
    assert asked[2:] == [{"step", "sigmoid", "sigmoid_gradient"}, {"sigmoid_gradient"}]


def test_in_a_circle_nobody_gets_the_reference_of_what_is_graded(graded):
    """The planner puts a reference into the circle; of the one that is graded there is none in the sandbox."""
    results, _ = graded(
        '@exercise("neuron.relu")\ndef relu(z):\n    return step(z) * z',
        '@exercise("neuron.step")\ndef step(z):\n    return 1.0 * (relu(z) > 0) + 1.0 * (z == 0)',
    )
    assert results["relu"]["status"] == "correct"
    assert results["relu"]["carried"] == ["neuron.step"]
    assert results["step"]["status"] == "error"
    assert "name 'step' is not defined" in results["step"]["message"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "harm",
    [
        "np.maximum = None",
        "import os\n    os._exit(3)",
        "import sys\n    sys.stdout.close()\n    sys.modules['numpy'] = None",
        "import numpy\n    numpy.seterr(all='raise')",
        "raise SystemExit",
        "while len(z) != 7: pass",
    ],
)
def test_what_harms_the_others_harms_only_itself(graded, harm):
    results, asked = graded(STEP.replace("    return", f"    {harm}\n    return"), RELU, SIGMOID)
    assert results["relu"]["status"] == results["sigmoid"]["status"] == "correct"
    assert asked[0] == {"step", "relu", "sigmoid"}


# ---- slips are named from what the sandbox tells, as in the notebook ----


def cell_of(slip):
    """The cell of a notebook that answers with it."""
    above, mark, function = slip.source.partition("def ")
    return f'import math\n{above}@exercise("{slip.exercise}")\n{mark}{function}'


SAMPLE = [slip for slip in SLIPS if "from dlcourse" not in slip.source][::6]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({slip.exercise.partition(".")[0] for slip in SAMPLE}))
def test_a_slip_has_the_same_name_in_the_sandbox(grade, name):
    for slip in [item for item in SAMPLE if item.exercise.startswith(f"{name}.")]:
        outcome = grade(notebook(IMPORTS, cell_of(slip)), lesson=name)
        [item] = [item for item in outcome["results"] if item["exercise"] == slip.exercise]
        here = check(find(slip.exercise), slip.function())
        assert (item["diagnosis"], item["status"]) == (slip.name, here.status), slip
        assert slip.part in item["advice"] or "line" in slip.part.lower()


def test_a_name_that_another_cell_gave_a_number_is_told_with_the_cell(graded):
    results, _ = graded(RELU, "sum = 0", '@exercise("neuron.step")\ndef step(z):\n    return sum(z) * z')
    assert results["step"]["diagnosis"] == "a name that was given another value"
    assert "`sum` stands for the number 0 now: cell 3 gave it that value" in results["step"]["advice"]


def test_a_right_answer_under_another_name_is_right_and_says_so(graded):
    results, _ = graded(STEP, RELU.replace("def relu", "def my_relu"))
    assert results["relu"]["status"] == "correct"
    assert results["relu"]["note"] == "Right, but the notebook calls it `relu`, not `my_relu`: give it that name."
    assert not results["step"]["note"]


def test_the_advice_on_hidden_cases_tells_nothing_of_them(graded):
    """Whoever raises what came in reads nothing of it: the sentence is the same, whatever the numbers were."""
    seen = [float(case["z"].ravel()[0]) for case in case_arguments(find("neuron.relu"), seed=0)]
    raised = "raise NameError(f\"name 'x{abs(int(1000 * z.ravel()[0]))}' is not defined\")"
    body = f"if z.ravel()[0] not in {seen}:\n        {raised}\n    return np.maximum(z, 0)"
    results, _ = graded(f'@exercise("neuron.relu")\ndef relu(z):\n    {body}')
    assert results["relu"]["message"].startswith("The cases in the notebook pass")
    assert results["relu"]["diagnosis"] == "unknown name"
    assert not re.search("[0-9]", results["relu"]["advice"])
