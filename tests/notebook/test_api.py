"""What a notebook imports: exercise, question, hint, solution and progress, in a script, a shell and a kernel."""

import json
import re
import subprocess
import sys

import numpy as np
import pytest
from IPython.utils.capture import capture_output
from nbformat.v4 import new_code_cell, new_notebook

from dlcourse.checking.mistakes import Mistake
from dlcourse.coursework.authoring import alt_texts
from dlcourse.coursework.execute import CannotRun, execute
from dlcourse.exercises import find, lesson
from dlcourse.lessons import games, neuron
from dlcourse.notebook import api
from dlcourse.notebook.progress import FILE_NAME
from dlcourse.notebook.session import session

IMPORTS = "import numpy as np\nfrom dlcourse import exercise, question, hint, solution, progress"
RELU = '@exercise("neuron.relu")\ndef relu(z):\n    return {}'
RIGHT, WRONG = RELU.format("np.maximum(z, 0)"), RELU.format("np.abs(z)")
BLANK = '@exercise("neuron.relu")\ndef relu(z):\n    """Cut."""\n    # Your code here.\n    raise NotImplementedError'


@pytest.fixture
def script(tmp_path, monkeypatch, capsys):
    """No shell is running: what is shown is printed. Gives what was printed since the last call."""
    monkeypatch.chdir(tmp_path)
    session.begin_anew()
    return lambda: capsys.readouterr().out


@pytest.fixture
def shell(cells):
    """A real IPython shell with the course in it: run(source) gives (result of the cell, what was shown)."""

    def run(source):
        [result], shown = cells(source)
        return result, shown

    run(IMPORTS)
    run.names = cells.ipython.user_ns
    return run


@pytest.fixture
def kernel(tmp_path):
    """Run cells in a real kernel as Run All does; gives the text shown by each."""

    def run(*sources, **environment):
        notebook = new_notebook(cells=[new_code_cell(source) for source in (IMPORTS, *sources)])
        ran = execute(notebook, tmp_path, environment)
        return [shown(cell) for cell in ran.cells[1:]]

    return run


def shown(cell):
    return "\n".join(output.get("text") or output.data["text/plain"] for output in cell.outputs)


def saved(folder):
    return json.loads((folder / FILE_NAME).read_text("utf-8"))["exercises"]


# ---- exercise: what is bound ----


def test_a_right_answer_is_bound_as_it_is(script):
    def relu(z):
        return np.maximum(z, 0)

    assert api.exercise("neuron.relu")(relu) is relu
    assert "✓ neuron.relu — right, 1 of 1 point" in script()


def test_a_wrong_answer_is_bound_as_it_is(script):
    def relu(z):
        return np.abs(z)

    assert api.exercise("neuron.relu")(relu) is relu
    text = script()
    assert "not right yet" in text
    assert find("neuron.relu").mistakes[0].name.capitalize() in text


def test_an_answer_that_raises_is_bound_as_it_is(script):
    def relu(z):
        return z.no_such_thing

    assert api.exercise("neuron.relu")(relu) is relu
    text = script()
    assert "an error" in text
    assert "return z.no_such_thing" in text


def test_what_is_not_attempted_is_the_reference(script):
    def relu(z):
        """Cut."""
        # Your code here.
        raise NotImplementedError

    assert api.exercise("neuron.relu")(relu) is neuron.relu
    assert "not attempted yet" in script()


def test_what_is_begun_but_still_raises_is_the_reference(script):
    def relu(z):
        positive = z > 0
        print(positive)
        raise NotImplementedError

    assert api.exercise("neuron.relu")(relu) is neuron.relu
    text = script()
    assert "not attempted yet" in text
    assert "You have begun" in text


def test_an_endless_loop_is_stopped_and_replaced_by_the_reference(script, monkeypatch):
    monkeypatch.setenv("DLCOURSE_SECONDS", "0.2")

    def relu(z):
        while True:
            z = z + 0

    assert api.exercise("neuron.relu")(relu) is neuron.relu
    text = script()
    assert "Stopped after 0.2 seconds in line" in text
    assert "Meanwhile the rest of the notebook uses the reference." in text


@pytest.mark.parametrize(("value", "seconds"), [("3", 3.0), ("0", 0.1), ("soon", 10.0), ("", 10.0)])
def test_the_time_limit_comes_from_the_environment(monkeypatch, value, seconds):
    monkeypatch.setenv("DLCOURSE_SECONDS", value)
    assert api.seconds() == seconds


def test_reference_mode_binds_the_reference(script, monkeypatch):
    monkeypatch.setenv("DLCOURSE_MODE", "reference")
    assert api.exercise("neuron.relu")(abs) is neuron.relu
    assert script() == "ℹ neuron.relu — the reference is right here; yours is checked when you run the cell\n"


@pytest.mark.parametrize("answer", [type("Relu", (), {}), 3.5, None, "text"])
def test_what_is_no_function_is_said_and_bound(script, answer):
    assert api.exercise("neuron.relu")(answer) is answer
    assert "neuron.relu wants a function" in script()


def test_an_unknown_id_names_the_nearest(script):
    assert api.exercise("neuron.rellu")(abs) is abs
    text = script()
    assert "neuron.relu" in text
    assert "not checked" in text


@pytest.mark.parametrize("key", [3, "", "nonsense", "zzz.qqq"])
def test_an_id_that_is_like_no_other_still_gets_a_sentence(script, key):
    assert api.exercise(key)(abs) is abs
    assert "There is no exercise" in script()


def test_a_decorator_without_id(script):
    def relu(z):
        return z

    assert api.exercise(relu) is relu
    assert "wants an id" in script()
    assert api.exercise()(relu) is relu
    assert "wants an id" in script()


def test_exercise_on_a_question_and_question_on_an_exercise(script):
    assert api.exercise("start_here.brightness")(abs) is abs
    assert 'question("start_here.brightness", answer=...)' in script()
    api.question("neuron.relu", answer="a")
    assert '@exercise("neuron.relu")' in script()


# ---- question, hint, solution, progress ----


def test_questions(script):
    api.question("start_here.brightness", answer=...)
    assert "not attempted yet" in script()
    api.question("start_here.brightness", answer="c")
    assert "Own maximum instead of largest" in script()
    api.question("start_here.brightness", answer=2)
    assert "Answer with one letter in quotes" in script()
    api.question("start_here.brightness", answer="b")
    assert "✓ start_here.brightness — right" in script()
    api.question("start_here.brightnes", answer="b")
    assert "start_here.brightness" in script()


def test_a_question_in_reference_mode(script, monkeypatch):
    monkeypatch.setenv("DLCOURSE_MODE", "reference")
    api.question("start_here.brightness", answer=...)
    said = script()  # and not the sentence that an answer of one's own earns
    assert said == "ℹ start_here.brightness — the reference is right here; yours is checked when you run the cell\n"


def wrong(key="neuron.relu"):
    api.exercise(key)(lambda z: z)


def test_each_wrong_answer_offers_the_next_hint_but_never_the_last(script):
    hints = find("neuron.relu").hints
    for number in range(1, len(hints) + 2):
        wrong()
        offered, text = min(number, len(hints) - 1), script()
        assert f'Hint {offered} of {len(hints)}: `hint("neuron.relu", {offered})` shows it.' in text
        assert not any(hint in text for hint in hints)


def test_who_asks_gets_the_hint_behind_the_one_that_was_offered(script):
    hints = find("neuron.relu").hints
    wrong()
    script()
    api.hint("neuron.relu")
    assert f"hint 2 of {len(hints)}" in script()
    api.hint("neuron.relu", 1)
    api.hint("neuron.relu")
    assert f"hint {min(3, len(hints))} of {len(hints)}" in script()


def test_an_error_offers_a_hint_and_uses_up_none(script):
    count = len(find("neuron.relu").hints)
    for _ in range(2):
        api.exercise("neuron.relu")(lambda z: z.no_such_thing)
        assert f"Hint 1 of {count}" in script()
    api.hint("neuron.relu")
    assert f"hint 2 of {count}" in script()


def test_a_hint_that_fits_the_mistake_comes_first(script, monkeypatch):
    relu = find("neuron.relu")
    fitting = [Mistake(item.name, item.advice, item.answer, item.others, hint=2) for item in relu.mistakes]
    monkeypatch.setattr(relu, "mistakes", fitting)
    monkeypatch.setattr(relu, "hints", ["One?", "Two.", "Three.", "Four."])
    offered = []
    for _ in range(3):
        api.exercise("neuron.relu")(fitting[0].answer)
        offered.append(re.search(r"Hint (\d) of 4", script())[1])
    assert offered == ["2", "3", "3"]


def test_the_report_on_a_right_answer_offers_nothing(script):
    api.exercise("neuron.relu")(neuron.relu)
    assert "Hint" not in script()
    assert session.offered == {}


def test_hints_by_number(script):
    hints = find("neuron.relu").hints
    for number, wanted in ((1, 0), (2, 1), (0, 0), (-3, 0), (99, -1)):
        api.hint("neuron.relu", number)
        assert hints[wanted] in script()
    api.hint("neuron.relu", "two")
    assert f"There are {len(hints)} hints" in script()
    api.hint("neuron.rellu")
    assert "neuron.relu" in script()


def test_hints_step_by_step(shell, tmp_path):
    hints = find("neuron.relu").hints
    for number in range(len(hints) + 1):
        _, text = shell('hint("neuron.relu")')
        assert hints[min(number, len(hints) - 1)] in text
    assert "That was the last hint." in text
    assert saved(tmp_path)["neuron.relu"]["hints"] == len(hints) + 1


def test_solutions(script):
    api.solution("neuron.relu")
    text = script()
    assert "def relu(z):" in text
    assert '"""' not in text
    api.solution("start_here.brightness")
    assert "The answer is 'b'." in script()
    api.solution("lstm.kept")
    assert re.search(r"The answer is 0\.\d{2,4}\.", script()), "as many digits as count, not all of a calculation"
    api.solution("neuron.rellu")
    assert "neuron.relu" in script()


def test_hints_and_the_solution_alone_are_no_attempt(shell):
    shell('hint("neuron.weighted_sum")\nsolution("neuron.step")')
    shell(WRONG)
    _, shown = shell('progress("neuron")')
    asked = lesson("neuron")
    possible = sum(exercise.points for exercise in asked if not exercise.bonus)
    [line] = [line for line in shown.splitlines() if f"of {possible} points" in line and "○" in line]
    assert (line.count("○"), line.count("✗")) == (len(asked) - 1, 1)


def test_progress_of_all_and_of_one_lesson(shell, tmp_path):
    shell(RIGHT)
    _, text = shell("progress()")
    assert "1 of" in text
    _, text = shell('progress("neuron")')
    assert "Still open" in text
    assert "neuron.relu," not in text
    _, text = shell('progress("neurons")')
    assert "There is no lesson 'neurons'" in text


# ---- the progress file ----


def test_results_are_kept_beside_the_notebook(shell, tmp_path):
    shell(WRONG)
    assert saved(tmp_path)["neuron.relu"]["status"] == "wrong"
    assert saved(tmp_path)["neuron.relu"]["diagnosis"]
    shell(RIGHT)
    shell('solution("neuron.step")')
    shell('question("start_here.brightness", answer="b")')
    entries = saved(tmp_path)
    assert (entries["neuron.relu"]["score"], entries["neuron.relu"]["attempts"]) == (1, 2)
    assert entries["neuron.step"]["solution"]
    assert entries["start_here.brightness"]["score"] == 1


def test_what_is_not_attempted_is_not_kept(shell, tmp_path):
    shell(BLANK)
    assert not (tmp_path / FILE_NAME).exists()


def test_a_script_keeps_nothing(script, tmp_path):
    api.exercise("neuron.relu")(neuron.relu)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_reference_mode_keeps_nothing(kernel, tmp_path):
    kernel(RIGHT, DLCOURSE_MODE="reference")
    assert not list(tmp_path.iterdir())


def test_a_damaged_progress_file_is_set_aside_and_said(shell, tmp_path, capsys):
    (tmp_path / FILE_NAME).write_text("{ broken", "utf-8")
    with capture_output() as captured:
        api.exercise("neuron.relu")(neuron.relu)
    assert "damaged" in captured.stderr
    assert saved(tmp_path)["neuron.relu"]["score"] == 1
    assert any("damaged" in path.name for path in tmp_path.iterdir())


# ---- errors in later cells ----


def test_an_experiment_on_a_failing_answer_is_told_in_words(shell):
    shell(RELU.format("None"))
    result, text = shell("relu(np.array([1.0])).sum()")
    assert result.success
    assert "This cell could not finish" in text
    assert "`neuron.relu`" in text
    assert "`from dlcourse.lessons.neuron import relu`" in text
    assert "AttributeError: 'NoneType'" in text


def test_an_error_that_comes_later_is_told_in_words(shell):
    shell(RELU.format("None"))
    shell("a = relu(np.array([1.0]))")
    shell("def mean_of(values):\n    return values.mean()")
    shell("b = [a]\nfor i in range(2):\n    c = b[i % 1]")
    result, text = shell("mean_of(c)")
    assert result.success
    assert "`neuron.relu`" in text


def test_what_a_rescued_cell_did_not_bind_is_told_in_words(shell):
    shell(RELU.format("None"))
    shell("total = relu(np.array([1.0])).sum()")
    result, text = shell("print(total)")
    assert result.success
    assert "NameError" in text
    assert "`neuron.relu`" in text


def test_an_error_further_down_in_the_same_cell_is_told_in_words(shell):
    shell(RELU.format("None"))
    result, text = shell("a = relu(1.0)\nb = a\nb.sum()\nb = a = 3")
    assert result.success
    assert "`neuron.relu`" in text


@pytest.mark.parametrize(
    "source",
    [
        "1 / 0",
        "np.no_such_name",
        "relu(no_such_name)",
        "import no_such_module",
        "relu)",
        "def f(:\n    pass",
        "  x = 1\n y",
    ],
)
def test_other_errors_are_shown_as_ever(shell, source):
    shell(RELU.format("None"))
    result, text = shell(source)
    assert not result.success
    assert "could not finish" not in text
    error = result.error_before_exec or result.error_in_exec
    assert type(error).__name__ in text


def test_no_failing_answer_no_card(shell):
    shell(WRONG)
    shell(RIGHT)
    result, text = shell("relu(np.array([1.0])).no_such_attribute")
    assert not result.success
    assert "AttributeError" in text


def test_borrowing_the_reference_ends_it(shell):
    shell("from dlcourse.lessons import neuron")
    shell(RELU.format("None"))
    shell("a = relu(1.0)")
    shell("relu = neuron.relu")
    result, _ = shell("relu(np.array([1.0])).no_such_attribute")
    assert not result.success
    result, text = shell("a.sum()")
    assert result.success
    assert "run the cells since that one again" in text
    shell("a = relu(np.array([1.0]))")
    result, _ = shell("a.no_such_attribute")
    assert not result.success


def test_an_answer_under_another_name(shell):
    shell('@exercise("neuron.relu")\ndef my_relu(z):\n    return None')
    result, text = shell("my_relu(1.0) + 1")
    assert result.success
    assert "`neuron.relu`" in text


def test_a_value_under_the_decorator(shell):
    shell('relu = exercise("neuron.relu")(7)')
    result, text = shell("relu(1.0)")
    assert result.success
    assert "`neuron.relu`" in text


def test_half_drawn_figures_are_not_left(shell):
    import matplotlib.pyplot as plt

    shell("import matplotlib.pyplot as plt")
    shell(RELU.format("None"))
    shell("plt.plot([0, 1])\nplt.plot(relu(1.0) + 1)")
    assert not plt.get_fignums()


def test_a_cell_that_is_not_python_costs_that_cell_only(shell, tmp_path):
    result, text = shell(RELU.format("np.maximum(z, 0"))
    assert result.success
    assert "neuron.relu — an error" in text
    assert "return np.maximum(z, 0" in text
    assert shell.names["relu"] is neuron.relu
    assert saved(tmp_path)["neuron.relu"]["status"] == "error"
    result, text = shell('question("start_here.brightness", answer="b)')
    assert result.success
    assert "not Python yet" in text
    result, text = shell('@exercise("neuron.relu")\ndef relu(z):\nreturn z')
    assert result.success
    assert "expected an indented block" in text


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("from dlcourse import figures\nfigures.rate_curves([1])", True),
        ("from dlcourse.experiments import training\ntraining.train_from_radius()", True),
        ("from dlcourse.experiments.training import three_looks", True),
        ("from dlcourse.experiments import no_such_lesson", True),
        ("import dlcourse.no_such_room", True),
        ("np.no_such_function", False),
        ("from math import no_such_function", False),
    ],
)
def test_a_tool_of_an_earlier_edition(shell, cell, said):
    result, text = shell(cell)
    assert not result.success
    assert ("earlier edition: `dlcourse lab`" in text) is said


def test_a_mistake_costs_once(shell):
    """An exercise that builds on a wrong one is checked with the reference in its place, and says so."""
    shell("from dlcourse.lessons.neuron import weighted_sum")
    shell('@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return np.tanh(z)')
    _, text = shell('@exercise("neuron.neuron")\ndef neuron(X, w, b):\n    return sigmoid(X @ w + b)')
    assert "✓ neuron.neuron — right" in text
    assert "Checked with the reference in place of your `sigmoid`, which does not pass yet." in text
    assert shell.names["sigmoid"](0.0) == 0  # the learner's own is back


def test_started_twice_it_tells_once(shell):
    api.start()
    shell(RELU.format("None"))
    _, text = shell("relu(1.0) + 1")
    assert text.count("could not finish") == 1


# ---- in a real kernel ----


@pytest.mark.slow
def test_run_all_goes_on_in_a_kernel(kernel, tmp_path):
    texts = kernel(RELU.format("None"), "relu(1.0) + 1", "print('went on')", RELU.format("z +"), "print(relu(-1.0))")
    assert "not right yet" in texts[0]
    assert "This cell could not finish" in texts[1]
    assert texts[2] == "went on\n"
    assert "neuron.relu — an error" in texts[3]
    assert texts[4] == "0.0\n"
    assert saved(tmp_path)["neuron.relu"]["attempts"] == 2


@pytest.mark.slow
def test_other_errors_end_run_all_in_a_kernel(kernel):
    with pytest.raises(CannotRun, match="ZeroDivisionError") as caught:
        kernel(WRONG, "1 / 0", "print('never')")
    assert caught.value.cell == 2


@pytest.mark.slow
def test_an_endless_loop_in_a_kernel(kernel):
    swallows = ["while True:", "    try:", "        z = z + 0", "    except:", "        pass"]
    loop = "\n    ".join(['@exercise("neuron.relu")\ndef relu(z):', *swallows])
    texts = kernel(loop, "print(relu(-1.0))", DLCOURSE_SECONDS="0.3")
    assert "Stopped after 0.3 seconds" in texts[0]
    assert texts[1] == "0.0\n"


@pytest.mark.slow
def test_figures_have_alt_texts_in_a_kernel(tmp_path):
    source = "from dlcourse import figures\nfrom dlcourse.lessons import neuron\n"
    source += 'ax = figures.curve_with_slope(neuron.sigmoid, neuron.sigmoid_gradient, title="T")'
    cells = [new_code_cell(IMPORTS), new_code_cell(source)]
    ran = execute(new_notebook(cells=cells), tmp_path)
    [output] = ran.cells[1].outputs
    assert alt_texts(output)[0].startswith("T.")
    assert output.data["text/plain"].startswith("Figure: T.")


def test_a_plain_script_prints(tmp_path):
    path = tmp_path / "script.py"
    path.write_text(
        f"{IMPORTS}\n{BLANK}\n{RIGHT}\nquestion('start_here.brightness', answer='b')\nhint('neuron.relu')\n"
    )
    ran = subprocess.run([sys.executable, path], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "not attempted yet" in ran.stdout
    assert "✓ neuron.relu" in ran.stdout
    assert "✓ start_here.brightness" in ran.stdout
    assert "hint 1 of" in ran.stdout
    assert ran.stderr == ""
    assert [item.name for item in tmp_path.iterdir()] == ["script.py"]


def test_a_cell_that_rests_on_a_wrong_answer_says_so(shell):
    shell(WRONG)
    result, shown = shell("print(relu(np.array([-1.0])))")
    assert result.success
    assert "[1.]" in shown
    assert "rests on an answer that is not right yet" in shown
    assert "neuron.relu" in shown


def test_several_wrong_answers_are_told_as_several(shell):
    shell("from dlcourse.lessons.neuron import weighted_sum")
    shell(WRONG)
    shell('@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return np.tanh(z)')
    shown = shell("print(relu(1.0), sigmoid(1.0))")[1]
    assert "rests on answers that are not right yet" in shown
    assert "Mend them, then" in shown
    shown = shell("(relu(np.array([1.0])) + sigmoid(np.array([1.0]))).no_such_attribute")[1]
    assert "your answers to `neuron.relu` and `neuron.sigmoid`, which do not pass their checks yet" in shown


def test_a_cell_that_rests_on_what_a_wrong_answer_computed_says_so(shell):
    shell(WRONG)
    shell("a = relu(np.array([-1.0]))\nb = a + 1")
    shown = shell("print(b)")[1]
    assert "rests on an answer that is not right yet" in shown
    assert "The cell uses what your `neuron.relu` computed. Mend it, then run those since its cell and this" in shown
    assert "rests on" not in shell("b = 3\nprint(b)")[1]
    assert "rests on" not in shell("print(b)")[1]
    shell(RIGHT)
    shown = shell("print(a)")[1]
    assert "rests on an earlier answer" in shown
    assert "what an earlier answer of yours to `neuron.relu` computed: run the cells since that one again" in shown
    shell("a = relu(np.array([-1.0]))")
    assert "rests on" not in shell("print(a)")[1]


def test_one_that_is_used_and_had_computed_before_is_told_once(shell):
    shell(WRONG)
    shell("a = relu(np.array([-1.0]))")
    shown = shell("print(a, relu(a))")[1]
    assert "The cell uses your `neuron.relu`. Mend it, then run this cell again." in shown
    assert "computed" not in shown


@pytest.mark.parametrize("source", ["x = 3", BLANK.replace("relu", "step"), "import math"])
def test_other_cells_do_not(shell, source):
    shell(WRONG)
    assert "rests on" not in shell(source)[1]


def test_nothing_rests_on_a_right_answer(shell):
    shell(WRONG)
    shell(RIGHT)
    assert "rests on" not in shell("print(relu(np.array([-1.0])))")[1]


# ---- slips ----


def test_a_right_answer_under_another_name_says_which_one_the_notebook_uses(shell):
    _, text = shell(RIGHT.replace("def relu", "def my_relu"))
    assert "right, 1 of 1 point" in text
    assert "Right, but the notebook calls it `relu`, not `my_relu`: give it that name." in text
    _, text = shell(WRONG.replace("def relu", "def my_relu"))
    assert "The notebook calls it `relu`, not `my_relu`: give it that name." in text
    _, text = shell(RIGHT)
    assert "give it that name" not in text
    _, text = shell('def other(z):\n    return np.maximum(z, 0)\nrelu = exercise("neuron.relu")(other)')
    assert "give it that name" not in text


def test_a_name_that_another_cell_gave_a_number_is_told_with_the_cell(kernel):
    *_, text = kernel("abs = 0.5", RELU.format("(z + abs(z)) / 2"))
    assert "A name that was given another value" in text
    assert "`abs` stands for the number 0.5 now: cell [2] gave it that value" in text


def test_a_syntax_error_is_told_in_pythons_words_and_in_plain_ones(shell):
    _, text = shell(RELU.format("np.maximum(z, 0"))
    assert "'(' was never closed in line 3. The bracket `(` of this line has no partner: close it." in text
    _, text = shell(RELU.format("“np.maximum(z, 0)”"))
    assert "curly quotes" in text


CALLS_ITSELF = """
def after(board, move, player):
    board = board.copy()
    board[move] = player
    return board

def minimax_value(board, *, player):
    if winner(board) or not len(legal_moves(board)):
        return winner(board) * player
    {}
"""
BY_ITSELF = {
    "loop": """values = []
    for move in legal_moves(board):
        values.append(-minimax_value(after(board, move, player), player=-player))
    return max(values)""",
    "list": "return max([-minimax_value(after(board, m, player), player=-player) for m in legal_moves(board)])",
    "generator": "return max(-minimax_value(after(board, m, player), player=-player) for m in legal_moves(board))",
    "set": "return max({-minimax_value(after(board, m, player), player=-player) for m in legal_moves(board)})",
    "dict": "return max({m: -minimax_value(after(board, m, player), player=-player)"
    " for m in legal_moves(board)}.values())",
    "lambda": "return max(map(lambda m: -minimax_value(after(board, m, player), player=-player), legal_moves(board)))",
    "inner": """def score(move):
        return -minimax_value(after(board, move, player), player=-player)
    return max(map(score, legal_moves(board)))""",
    "two deep": """def scores():
        return [-minimax_value(after(board, move, player), player=-player) for move in legal_moves(board)]
    return max(scores())""",
}


@pytest.mark.parametrize("form", BY_ITSELF)
def test_a_function_may_call_itself_while_it_is_checked(script, form):
    """Its name is bound when the decorator is done: in a fresh kernel there would be nothing to call."""
    names = {"__name__": "__main__", "winner": games.winner, "legal_moves": games.legal_moves}
    exec(CALLS_ITSELF.format(BY_ITSELF[form]), names)
    answer = names.pop("minimax_value")
    assert api.exercise("games.minimax_value")(answer) is answer
    assert "✓ games.minimax_value" in script()


@pytest.mark.parametrize("form", BY_ITSELF)
def test_it_calls_itself_also_where_its_name_was_another(shell, form):
    """After the empty cell its name is the reference: a right answer must not seem to rest on that."""
    shell("from dlcourse.lessons.games import legal_moves, winner")
    cell = CALLS_ITSELF.format(BY_ITSELF[form]).replace("def minimax", '@exercise("games.minimax_value")\ndef minimax')
    for before in ("minimax_value = None", "from dlcourse.lessons.games import minimax_value"):
        shell(before)
        _, text = shell(cell)
        assert "✓ games.minimax_value — right" in text
        assert "not there when graded" not in text


def test_a_function_that_is_not_of_the_cell_itself_is_not_bound_early(script):
    def relu(z):
        return np.maximum(z, 0)

    api.exercise("neuron.relu")(relu)
    assert "relu" not in globals()
    api.exercise("neuron.relu")(lambda z: np.maximum(z, 0))
    assert "<lambda>" not in globals()
