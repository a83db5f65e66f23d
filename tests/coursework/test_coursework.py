"""Learners' notebooks: reading them, taking their answers, checking, solving."""

import copy
import inspect
import json
import os
import subprocess
import sys
import textwrap

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from dlcourse.checking.question import Question
from dlcourse.coursework import files as coursework
from dlcourse.coursework.check_here import lesson_of, run_locally
from dlcourse.coursework.extracted import Extraction
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import CourseworkError, read_coursework, read_notebook, text_of
from dlcourse.coursework.solve import blank, reference_body, solve
from dlcourse.exercises import find, lesson, lesson_names

IMPORTS = "import numpy as np\nfrom dlcourse import exercise, question"
SLOPE = (
    '@exercise("neuron.sigmoid_gradient")\ndef sigmoid_gradient(z):\n    {}\n    s = sigmoid(z)\n    return s * (1 - s)'
)
RELU = '@exercise("neuron.relu")\ndef relu(z):\n    return {}'


def notebook(*sources):
    return new_notebook(cells=[new_code_cell(textwrap.dedent(source)) for source in sources])


def stub(exercise):
    """The blank that a course notebook has for an exercise."""
    if isinstance(exercise, Question):
        return f'question("{exercise.id}", answer=...)'
    head = f"def {exercise.name}{inspect.signature(exercise.reference)}:"
    body = f'    """{inspect.getdoc(exercise.reference).splitlines()[0]}"""'
    rest = "    # Your code here.\n    raise NotImplementedError"
    return f'@exercise("{exercise.id}")\n{head}\n{body}\n{rest}'


def blank_lesson(name):
    companion = "from dlcourse.lessons import neuron" if name != "neuron" else ""
    return notebook(IMPORTS, companion, *map(stub, lesson(name)))


def results(content, **options):
    return {item["id"]: item for item in run_locally(extract(content), **options)}


def sources(extraction, key):
    return [extraction.statements[index].source.strip() for index in extraction.exercises[key].needs]


# ---- reading ----


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\x89PNG\xff\xfe", "no text in UTF-8"),
        (b"print('hello')", "is not JSON"),
        (b'{"cells": [{"cell_type": "code", "sour', "breaks off"),
        (b'{"cells": [', "breaks off"),
        (b"[]", "is not a notebook"),
        (b'{"cells": []}', "is not a notebook"),
        (b'{"nbformat": 3, "worksheets": []}', "old notebook format 3"),
        (b'{"nbformat": 99, "cells": []}', "format 99"),
        (b'{"nbformat": 4, "metadata": {}}', "damaged"),
        (b'{"nbformat": 4, "metadata": [], "cells": []}', "damaged"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": 3}]}', "damaged"),
        (b'{"nbformat": 4, "cells": [7]}', "damaged"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"cells": [], "nbformat": ' + b"4" * 10_000 + b"}", "number of thousands of digits"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}', "has no exercise"),
    ],
)
def test_what_is_no_coursework_is_said_in_one_sentence(tmp_path, content, words):
    path = tmp_path / "given.ipynb"
    path.write_bytes(content)
    with pytest.raises(CourseworkError, match=words) as caught:
        read_coursework(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_and_a_missing_file(tmp_path):
    with pytest.raises(CourseworkError, match="is a folder"):
        read_notebook(tmp_path)
    with pytest.raises(CourseworkError, match="does not exist"):
        read_notebook(tmp_path / "no.ipynb")
    with pytest.raises(CourseworkError, match="cannot be read"):
        read_notebook("nul\0byte.ipynb")


def test_a_notebook_comes_back_as_written(tmp_path):
    content = notebook("a = 1\nb = 2", "")
    path = tmp_path / "n.ipynb"
    nbformat.write(content, path)
    assert read_notebook(path) == content
    assert text_of(read_notebook(path)) == text_of(content) == path.read_text("utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())  # a byte order mark, as Windows editors add
    assert read_notebook(path) == content


@pytest.mark.slow
def test_reading_and_solving_and_what_a_kernel_asks_for_import_no_nbformat():
    """Importing it takes seconds."""
    code = (
        "import sys\nfrom dlcourse import progress, solution\n"
        "from dlcourse.coursework import files, solve\n"
        "for path in files.course_notebooks(): solve.solve(files.read_coursework(path)[0])\n"
        "solution('neuron.relu'), progress()\n"
        "print(*sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"nbformat", "nbclient", "jupyter_client", "sklearn", "scipy"} & set(ran.stdout.split())


def test_a_node_is_a_dict_with_attributes(tmp_path):
    nbformat.write(notebook("a = 1"), tmp_path / "n.ipynb")
    content = read_notebook(tmp_path / "n.ipynb")
    assert content.cells[0].source is content["cells"][0]["source"]
    content.cells[0].source = "b = 2"
    del content.cells[0].outputs
    assert content["cells"][0]["source"] == "b = 2"
    with pytest.raises(AttributeError, match="outputs"):
        _ = content.cells[0].outputs
    assert copy.deepcopy(content) == content


# ---- taking the answers ----


@pytest.mark.parametrize(
    ("imports", "decorator"),
    [
        ("from dlcourse import exercise", "exercise"),
        ("from dlcourse import exercise as e", "e"),
        ("import dlcourse", "dlcourse.exercise"),
        ("import dlcourse as d", "d.exercise"),
        ("from dlcourse import notebook", "notebook.exercise"),
        ("import dlcourse.notebook as n", "n.exercise"),
        ("from dlcourse.notebook import exercise as e", "e"),
        ("from dlcourse import exercise\nex = exercise", "ex"),
        ("from dlcourse import *", "exercise"),
        ("retrun 1", "exercise"),  # the cell with the imports is broken
    ],
)
def test_an_exercise_is_found_under_every_name(imports, decorator):
    found = extract(notebook(imports, f'@{decorator}("neuron.relu")\ndef relu(z): return z'))
    answer = found.exercises["neuron.relu"]
    assert (answer.function, answer.cell, answer.line, answer.attempted) == ("relu", 1, 2, True)
    assert sources(found, "neuron.relu") == ["def relu(z): return z"]


def test_other_decorators_are_none_of_ours():
    found = extract(notebook('from mine import exercise as e, tool\n@e.x("a.b")\n@tool("c.d")\ndef f(): pass'))
    assert found.ids == set()


@pytest.mark.parametrize(
    "code",
    [
        'relu = exercise("neuron.relu")(lambda z: np.maximum(z, 0))',
        'def relu(z):\n    return np.maximum(z, 0)\nexercise("neuron.relu")(relu)',
        'if True:\n    @exercise("neuron.relu")\n    def relu(z):\n        return np.maximum(z, 0)',
        'relu = exercise(\n  "neuron.relu"\n)(\n  lambda z: np.maximum(z, 0)  # so\n)',
        '@exercise(id="neuron.relu")\ndef relu(z): return np.maximum(z, 0)',
    ],
)
def test_other_ways_to_write_an_exercise(code):
    assert results(notebook(IMPORTS, code))["neuron.relu"]["status"] == "correct"


def test_only_what_is_needed_is_taken():
    found = extract(
        notebook(
            IMPORTS + "\nimport matplotlib.pyplot as plt",
            "FLOOR, TOP = 0, 1\nweights = train()\nplt.plot(weights)",
            "for epoch in range(10**9):\n    weights += 1",
            "class Limit:\n    value = FLOOR",
            "def clip(z):\n    TOP = 3\n    return np.maximum(z, Limit.value)",
            RELU.format("clip(z)"),
            "FLOOR = 7\ndel clip",
        )
    )
    assert sources(found, "neuron.relu") == [
        "import numpy as np",
        "FLOOR, TOP = 0, 1",
        "class Limit:\n    value = FLOOR",
        "def clip(z):\n    TOP = 3\n    return np.maximum(z, Limit.value)",
        "def relu(z):\n    return clip(z)",
    ]
    assert len(found.statements) == 5
    assert sorted({statement.cell for statement in found.statements}) == [0, 1, 3, 4, 5]


@pytest.mark.parametrize(
    "change",
    [
        "TABLE[0] = 5",
        "TABLE += [5]",
        "TABLE.append(5)",
        "TABLE[0].x = 5",
        "del TABLE[0]",
        "for i in range(3):\n    TABLE[i] = i",
        "if True:\n    TABLE = [5]",
        "with a() as TABLE:\n    pass",
    ],
)
def test_statements_that_change_what_is_needed_are_taken(change):
    found = extract(notebook(IMPORTS, "TABLE = [1]", change, RELU.format("TABLE"), change))
    assert sources(found, "neuron.relu") == ["TABLE = [1]", change, "def relu(z):\n    return TABLE"]


def test_a_loop_variable_does_not_bring_other_loops_along():
    training = "for i in range(10**9):\n    error = i\n    train(error)"
    loop = "for i in range(3):\n    error = i * 2\n    TABLE[i] = error"
    found = extract(notebook(IMPORTS, "TABLE = {}", training, loop, RELU.format("TABLE"), training))
    assert sources(found, "neuron.relu") == ["TABLE = {}", loop, "def relu(z):\n    return TABLE"]
    assert found.exercises["neuron.relu"].unresolved == []


def test_a_name_means_what_was_last_bound_above():
    found = extract(notebook(IMPORTS, "K = 1", "K = 2", RELU.format("K"), "K = train()"))
    assert sources(found, "neuron.relu")[0] == "K = 2"


def test_a_function_may_use_what_comes_below():
    found = extract(notebook(IMPORTS, RELU.format("K"), "K = 1", "K += 1", "K = 3"))
    assert sources(found, "neuron.relu")[1:] == ["K = 1", "K += 1"]


def test_imports_under_try_and_star_imports_are_taken():
    found = extract(
        notebook(
            IMPORTS,
            "try:\n    import fast as f\nexcept ImportError as error:\n    import numpy as f",
            "from math import *",
            RELU.format("f.abs(exp(z))"),
        )
    )
    assert len(sources(found, "neuron.relu")) == 3
    assert found.exercises["neuron.relu"].unresolved == ["exp"]


def test_other_exercises_are_listed_apart():
    twice = '@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return HALF'
    found = extract(notebook(IMPORTS, "HALF = 1", twice, "def helper(z): return sigmoid(z)", RELU.format("helper(z)")))
    answer = found.exercises["neuron.relu"]
    assert answer.builds_on == {"sigmoid": "neuron.sigmoid"}
    assert sources(found, "neuron.relu") == [
        "def helper(z): return sigmoid(z)",
        "def relu(z):\n    return helper(z)",
    ]


def test_the_last_attempt_counts_and_a_note_says_so():
    found = extract(notebook(IMPORTS, RELU.format("1"), RELU.format("2"), stub(find("neuron.relu"))))
    assert found.exercises["neuron.relu"].cell == 2
    assert found.notes[0] == "neuron.relu is there twice, in cells 2 and 3: the one in cell 3 counts."
    assert "the one in cell 3 counts" in found.notes[1]


@pytest.mark.parametrize(
    ("answer", "attempted", "value"),
    [
        ("...", False, None),
        ('"a"', True, "a"),
        ("0.25", True, 0.25),
        ("-3", True, -3.0),
        ("1/4", True, 0.25),
        ("2 * (3 - 1)", True, 4.0),
        ("2**-3", True, 0.125),
        ("np.log(np.e) / 2", True, 0.5),
        ("-math.sqrt(4)", True, -2.0),
        ("abs(-exp(0))", True, 1.0),
        ("True", True, True),
    ],
)
def test_answers_to_questions(answer, attempted, value):
    found = extract(notebook("import dlcourse as d", f'd.question("neuron.one_line", answer={answer})'))
    choice = found.questions["neuron.one_line"]
    assert (choice.attempted, choice.value, choice.error) == (attempted, value, "")


@pytest.mark.parametrize(
    "answer",
    [
        *("b'a'", "None", "1/0", "x", "[1]", "9**9**9", "1e308 * 'a'", "(-8) ** 0.5", "np.log(0)", "np.exp(1000)"),
        *("np.exp", "np.exp()", "np.exp(1, 2)", "np.exp(x=1)", "torch.exp(0)", "np.system('a')", "pi", "log(e)"),
    ],
)
def test_answers_that_are_no_literal(answer):
    content = notebook(IMPORTS, f'question("neuron.largest_slope", answer={answer})')
    item = results(content)["neuron.largest_slope"]
    assert item["status"] == "error"
    assert "write the answer itself" in item["message"]


def test_an_answer_by_position_and_none_at_all():
    found = extract(notebook(IMPORTS, 'question("a.b", 3)\nquestion("c.d")\nquestion(name, answer=1)'))
    assert found.questions["a.b"].value == 3
    assert not found.questions["c.d"].attempted
    assert "written as text" in found.notes[0]


@pytest.mark.parametrize("decorator", ["@exercise", "@exercise(name)", "@exercise()", "@exercise(3)"])
def test_an_exercise_without_an_id_is_noted(decorator):
    found = extract(notebook(IMPORTS, f"{decorator}\ndef f(z): pass"))
    assert not found.exercises
    assert found.notes == ['Cell 2, line 1: write the id of the exercise as text, as in @exercise("a.b").']


def test_magics_are_translated_and_lines_stay():
    magic = """
        %matplotlib inline
        files = !ls \\
            -l
        np.abs?

        @exercise("neuron.relu")
        def relu(z):
            return np.maximum(z, 0)
        """
    answer = extract(notebook(IMPORTS, magic)).exercises["neuron.relu"]
    assert answer.line == textwrap.dedent(magic).split("\n").index("def relu(z):") + 1
    assert results(notebook(IMPORTS, magic))["neuron.relu"]["status"] == "correct"


@pytest.mark.parametrize("first", ["%%time", "\n%%capture out", "%%time\n%matplotlib inline"])
def test_cell_magics_around_python(first):
    content = notebook(IMPORTS, f"{first}\n{RELU.format('np.maximum(z, 0)')}")
    assert results(content)["neuron.relu"]["status"] == "correct"


def test_cells_of_another_language_are_left_out():
    found = extract(notebook(IMPORTS, "%%bash\nrm -rf /", "%%html\n<b>", RELU.format("z")))
    assert not found.broken
    assert found.ids == {"neuron.relu"}


def test_a_syntax_error_costs_its_cell_only():
    content = notebook(IMPORTS, '@exercise("neuron.step")\ndef step(z):\n    retrun 1', RELU.format("np.maximum(z, 0)"))
    items = results(content)
    assert items["neuron.relu"]["status"] == "correct"
    broken = items["neuron.step"]
    assert (broken["status"], broken["cell"], broken["line"], broken["code"]) == ("error", 2, 3, "retrun 1")
    assert broken["message"].startswith("Cell 2 is not Python, line 3:")
    assert broken["message"].endswith("is often missing there.")


def test_a_right_answer_under_another_name_is_right_and_says_so():
    found = results(notebook(IMPORTS, RELU.format("np.maximum(z, 0)").replace("def relu", "def my_relu")))[
        "neuron.relu"
    ]
    assert found["status"] == "correct"
    assert found["note"] == "Right, but the notebook calls it `relu`, not `my_relu`: give it that name."


def test_a_name_that_another_cell_gave_a_number_is_told_with_the_cell():
    found = results(notebook(IMPORTS, "abs = 0.5", RELU.format("(z + abs(z)) / 2")))["neuron.relu"]
    assert found["diagnosis"] == "a name that was given another value"
    assert "`abs` stands for the number 0.5 now: cell 2 gave it that value" in found["advice"]


@pytest.mark.parametrize(
    "code",
    [
        "return 1",
        "x = 1 = 2",
        "a\0b",
        "(" * 5000,
        "1" + "+1" * 5000,
        "x" + ".a" * 5000,
        "#" * 300_001,
        "  x\n y",
    ],
)
def test_no_cell_can_stop_the_extraction(code):
    found = extract(notebook(IMPORTS, code, RELU.format("np.maximum(z, 0)")))
    assert [cell.cell for cell in found.broken] == [1]
    assert "neuron.relu" in found.exercises


@pytest.mark.parametrize(
    ("code", "ids"),
    [
        ('@exercise("neuron.step")\ndef', ["neuron.step"]),
        ("question('neuron.one_line', answer='a", ["neuron.one_line"]),
        ('@exercise (\n    exercise_id = "neuron.step"\n)\ndef', ["neuron.step"]),
        ('dl.question(id="neuron.one_line", answer=', ["neuron.one_line"]),
        ('@exercise2("a.b")\n@exercise("c.d")\n@exercise("a.b")\ndef', ["a.b", "c.d"]),
        ('my_exercise("a.b") = exercise[("c.d"', []),
    ],
)
def test_the_ids_in_a_broken_cell(code, ids):
    assert extract(notebook(IMPORTS, code)).broken[0].ids == ids


def test_a_good_definition_stands_when_a_broken_copy_follows():
    content = notebook(IMPORTS, RELU.format("np.maximum(z, 0)"), RELU.format("np.maximum(z, 0"))
    assert results(content)["neuron.relu"]["status"] == "correct"


def test_an_extraction_is_plain_data():
    found = extract(notebook(IMPORTS, "K = 1", RELU.format("K"), 'question("neuron.one_line", answer="a")', "retrun 1"))
    assert Extraction.from_dict(json.loads(json.dumps(found.to_dict()))) == found


# ---- checking ----


def test_lines_are_those_of_the_learners_cell():
    code = "\n\n" + RELU.format("np.maximum(z, 0)") + " + missing"
    item = results(notebook(IMPORTS, code))["neuron.relu"]
    assert (item["status"], item["cell"], item["line"]) == ("error", 2, 5)
    assert item["code"] == "return np.maximum(z, 0) + missing"


def test_an_error_on_the_way_is_shown_where_it_is():
    item = results(notebook(IMPORTS, "K = 1\nTOP = K / 0", RELU.format("TOP")))["neuron.relu"]
    assert (item["status"], item["line"], item["code"]) == ("error", 2, "TOP = K / 0")
    assert "Cell 2, line 2" in item["message"]
    assert "ZeroDivisionError" in item["message"]


@pytest.mark.parametrize("code", ["exit()", "import sys\nTOP = sys.exit(3)", "TOP = input()", "raise KeyError"])
def test_the_learners_code_cannot_leave(code):
    items = results(notebook(IMPORTS, code + "\nTOP = 1" * ("TOP" not in code), RELU.format("TOP + 0 * z")))
    assert items["neuron.relu"]["status"] in ("error", "wrong")


def test_endless_statements_are_stopped(monkeypatch):
    monkeypatch.setattr("dlcourse.coursework.check_here.SECONDS", 0.2)
    content = notebook(IMPORTS, "TOP = 0\nwhile True:\n    TOP += 1", RELU.format("TOP"))
    item = results(content)["neuron.relu"]
    assert item["status"] == "timeout"
    assert "Cell 2, line 2" in item["message"]


def test_a_mistake_costs_once():
    wrong = '@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return z'
    gradient = SLOPE.format("")
    for first in (wrong, stub(find("neuron.sigmoid")), wrong.replace("return", "retrun 1")):
        item = results(notebook(IMPORTS, first, gradient))["neuron.sigmoid_gradient"]
        assert item["status"] == "correct"
        assert item["carried"] == ["neuron.sigmoid"]


def test_a_right_answer_is_used_as_the_learner_wrote_it():
    right = inspect.getsource(find("neuron.sigmoid").reference) + "\nsigmoid.mine = True"
    code = SLOPE.format('assert sigmoid.__module__ == "__main__"')
    item = results(notebook(IMPORTS, '@exercise("neuron.sigmoid")\n' + right, code))["neuron.sigmoid_gradient"]
    assert item["status"] == "correct"
    assert item["carried"] == []


def test_exercises_that_use_each_other_come_to_an_end():
    one = '@exercise("neuron.relu")\ndef relu(z):\n    return step(z) * z'
    two = '@exercise("neuron.step")\ndef step(z):\n    return relu(z)'
    items = results(notebook(IMPORTS, one, two))
    assert items["neuron.relu"]["status"] == "correct"
    assert items["neuron.step"]["status"] == "wrong"


def test_missing_unknown_and_misplaced_exercises():
    items = results(
        notebook(
            IMPORTS,
            RELU.format("np.maximum(z, 0)"),
            '@exercise("neuron.relo")\ndef relo(z): pass',
            'question("neuron.step", answer=1)',
            '@exercise("neuron.one_line")\ndef one_line(): pass',
        )
    )
    assert items["neuron.weighted_sum"]["status"] == "missing"
    assert items["neuron.weighted_sum"]["max_score"] == find("neuron.weighted_sum").points
    assert "neuron.relu" in items["neuron.relo"]["message"]
    assert "This wants a function" in items["neuron.step"]["message"]
    assert "This is a question" in items["neuron.one_line"]["message"]
    first = [exercise.id for exercise in lesson("neuron") if exercise.since == 1]  # this notebook carries no edition
    assert [key for key in items if key in first] == first


def test_the_notebooks_folder_is_the_current_one(tmp_path, capsys):
    (tmp_path / "mine.py").write_text("TOP = 0")
    (tmp_path / "limit.txt").write_text("0")
    here, path = os.getcwd(), list(sys.path)
    code = "from mine import TOP\nprint('noise')\nFLOOR = TOP + int(open('limit.txt').read())"
    item = results(notebook(IMPORTS, code, RELU.format("np.maximum(z, FLOOR)")), folder=tmp_path)["neuron.relu"]
    assert item["status"] == "correct"
    assert (os.getcwd(), sys.path) == (here, path)
    assert capsys.readouterr().out == ""


def test_the_lesson_is_that_of_most_exercises():
    assert (
        lesson_of(
            extract(
                notebook(
                    IMPORTS,
                    RELU.format("1"),
                    'question("forward.layer_shape", answer="a")\nquestion("forward.equal_scores", answer=1)',
                )
            )
        )
        == "forward"
    )
    assert lesson_of(extract(notebook('@exercise("x.y")\ndef f(): pass'))) == ""


@pytest.mark.slow
@pytest.mark.parametrize("name", lesson_names())
def test_a_blank_lesson_is_not_attempted_and_a_solved_one_earns_full_marks(name):
    content = blank_lesson(name)
    assert {item["status"] for item in results(content).values()} == {"not attempted"}
    solved = results(solve(content))
    assert {key: item["status"] for key, item in solved.items()} == dict.fromkeys(solved, "correct")
    assert sum(item["score"] for item in solved.values()) == sum(exercise.points for exercise in lesson(name))


# ---- solving ----


def test_solving_keeps_signature_decorator_docstring_and_own_work():
    mine = RELU.format("z + 1")
    before = '@exercise("neuron.step")\ndef step(\n    z,  # é\n):\n    """Fire.\n\n    Or not.\n    """\n'
    content = notebook(IMPORTS, mine, f"x = 1\n{before}    # Your code here.\n    raise NotImplementedError\n\ny = 2")
    solved = solve(content)
    assert solved.cells[1].source == mine
    assert solved.cells[2].source == (
        f"x = 1\n{before}    z = np.asarray(z)\n    return np.where(z >= 0, np.ones_like(z), np.zeros_like(z))\n\ny = 2"
    )
    assert content.cells[2].source.endswith("raise NotImplementedError\n\ny = 2")  # a copy was changed
    assert solve(content, replace_all=True).cells[1].source.endswith("return np.maximum(z, 0)")


@pytest.mark.parametrize(
    "code",
    [
        "{}\ndef relu(z): raise NotImplementedError",
        '{}\ndef relu(z):  # two\n\n    # lines\n    raise NotImplementedError("write it")',
        '%matplotlib inline\n{}\ndef relu(z):\n    "é"; raise NotImplementedError\nx = %pwd',
    ],
)
def test_blanks_in_other_shapes(code):
    solved = solve(notebook(IMPORTS, code.format('@exercise("neuron.relu")')))
    assert results(solved)["neuron.relu"]["status"] == "correct"


def test_questions_are_answered_in_place():
    line = 'question("neuron.largest_slope", answer={}); question("neuron.one_line",\n    answer={},  # é\n)'
    kept = 'question("neuron.largest_slope", answer=7)'
    solved = solve(notebook(IMPORTS, line.format("...", "..."), kept))
    letter = find("neuron.one_line").right
    assert solved.cells[1].source == line.format(0.25, f'"{letter}"')
    assert solved.cells[2].source == kept


def test_what_the_reference_needs_is_imported():
    solved = solve(notebook("from dlcourse import exercise", stub(find("neuron.sigmoid_gradient"))))
    assert "    from dlcourse.lessons.neuron import sigmoid\n" in solved.cells[1].source
    assert results(solved)["neuron.sigmoid_gradient"]["status"] == "correct"


def test_unknown_exercises_and_broken_cells_stay():
    cells = ['@exercise("no.such")\ndef f():\n    raise NotImplementedError', RELU.format("(")]
    assert [cell.source for cell in solve(notebook(*cells)).cells] == cells


def test_outputs_and_counts_are_cleared():
    content = notebook("1 + 1")
    content.cells[0].outputs = [nbformat.v4.new_output("stream", text="2")]
    content.cells[0].execution_count = 4
    content.cells[0].metadata = {"execution": {"a": 1}, "dlcourse": {"claims": ["B1"]}}
    content.metadata["widgets"] = {"state": {}}
    cleared = blank(content)
    assert (cleared.cells[0].outputs, cleared.cells[0].execution_count) == ([], None)
    assert cleared.cells[0].metadata == {"dlcourse": {"claims": ["B1"]}}
    assert "widgets" not in cleared.metadata
    assert content.cells[0].outputs


def test_the_body_of_a_reference():
    assert reference_body(find("neuron.relu").reference, header=False) == "return np.maximum(z, 0)"
    assert reference_body(find("neuron.relu").reference) == "def relu(z):\n    return np.maximum(z, 0)"


# ---- the course's own notebooks ----


def test_every_notebook_of_the_course_can_be_read():
    for path in coursework.course_notebooks():
        found = read_coursework(path)[1]
        assert not found.broken
        assert not found.notes
        assert {exercise.id for exercise in lesson(coursework.lesson_name(path))} == found.ids
