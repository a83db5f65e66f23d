"""Right answers go over into a newer edition by id, and nothing else does."""

import copy
import textwrap
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from dlcourse.coursework.carry_over import carry_over
from dlcourse.coursework.check_here import run_locally
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.coursework.solve import blank
from dlcourse.exercises import find, lesson

KEPT = Path(__file__).parent / "editions" / "01_neuron.json"
IMPORTS = "import numpy as np\nfrom dlcourse import exercise, question"
HEAD = '@exercise("neuron.relu")\ndef relu(z):\n    """The new docstring."""\n'
STUB = HEAD + "    # Your code here.\n    raise NotImplementedError"
RELU = {"neuron.relu"}


def notebook(*sources):
    return new_notebook(cells=[new_code_cell(textwrap.dedent(source)) for source in (IMPORTS, *sources)])


def moved(*sources, new=(STUB,), right=RELU):
    """The last cell of a newer edition after answers went over into it, and what `carry_over` says."""
    over = carry_over([notebook(*sources)], notebook(*new), right)
    return over.notebook.cells[-1].source, over


def answer(body):
    return '@exercise("neuron.relu")\ndef relu(z):\n    """Old."""\n' + textwrap.indent(textwrap.dedent(body), "    ")


# ---- a notebook of an earlier edition ----


@pytest.fixture(scope="module")
def neuron():
    """The course's notebook of today."""
    return next(read_notebook(path) for path in course_notebooks() if lesson_name(path) == "neuron")


@pytest.fixture(scope="module")
def over(neuron):
    """The first edition's answers in the one of today, as if all but relu and what is open had been right."""
    right = {exercise.id for exercise in lesson("neuron")} - {"neuron.relu", "neuron.one_line"}
    old = read_notebook(KEPT)
    before = copy.deepcopy(old), copy.deepcopy(neuron)
    result = carry_over([old], neuron, right)
    assert (old, neuron) == before
    return result


def test_right_answers_of_an_earlier_edition_are_right_in_the_new_one(over):
    assert over.carried == [
        *("neuron.weighted_sum", "neuron.silent_weight", "neuron.step", "neuron.decision_boundary", "neuron.sigmoid"),
        *("neuron.largest_slope", "neuron.sigmoid_gradient"),
    ]
    assert over.left == {"neuron.neuron": "its parameters are not the same"}
    statuses = {item["id"]: item["status"] for item in run_locally(extract(over.notebook))}
    for exercise in lesson("neuron"):
        assert statuses[exercise.id] == ("correct" if exercise.id in over.carried else "not attempted")


def test_nothing_else_of_the_new_edition_changes(over, neuron):
    assert over.notebook.metadata == neuron.metadata
    assert len(over.notebook.cells) == len(neuron.cells)
    for new, old in zip(over.notebook.cells, blank(neuron).cells):
        if new.source != old.source:
            assert any(f'"{key}"' in new.source for key in over.carried)
            assert (new.id, new.metadata, new.outputs) == (old.id, old.metadata, [])


def test_an_answer_keeps_its_comments_and_gets_the_new_docstring(over, neuron):
    [cell] = [cell.source for cell in over.notebook.cells if '@exercise("neuron.weighted_sum")' in cell.source]
    [stub] = [cell.source for cell in neuron.cells if '@exercise("neuron.weighted_sum")' in cell.source]
    head, _, _ = stub.partition("    # Your code here.")
    lines = ["# each input times its weight", "products = x * w", "return products.sum() + b  # one number"]
    assert cell == head + "\n".join(f"    {line}" for line in lines)


def test_what_an_answer_needs_comes_along(over):
    [cell] = [cell.source for cell in over.notebook.cells if '@exercise("neuron.sigmoid")' in cell.source]
    assert cell.startswith("import math\ndef of_positive(z):")


# ---- which answers ----


def test_only_what_was_right():
    assert moved(answer("return z"), right=())[0] == STUB


def test_what_is_not_attempted_or_not_there_stays_blank():
    assert moved(STUB)[0] == STUB
    assert moved("x = 1")[0] == STUB
    assert moved(answer("return ("))[0] == STUB


def test_what_is_written_in_the_new_notebook_stays():
    mine = answer("return 1")
    source, over = moved(answer("return 2"), new=(mine,))
    assert (source, over.carried, over.left) == (mine, [], {})


def test_of_several_notebooks_the_later_answer_counts():
    notebooks = [notebook(answer("return 1")), notebook(answer("return 2")), notebook(STUB)]
    assert carry_over(notebooks, notebook(STUB), RELU).notebook.cells[-1].source.endswith("return 2")


def test_an_unknown_exercise_is_left_alone():
    stub = STUB.replace("neuron.relu", "neuron.no_such")
    assert moved(answer("return 2"), new=(stub,), right={"neuron.no_such"})[0] == stub


# ---- functions ----


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ('@exercise("neuron.relu")\ndef relu(z): return z', ["return z"]),
        ('@exercise("neuron.relu")\ndef relu(z): y = z; return y', ["y = z", "return y"]),
        ('@exercise("neuron.relu")\ndef relu(z):\n    """Old."""; return z', ["return z"]),
        (
            '@exercise("neuron.relu")\ndef relu(\n    z,  # é\n):\n    # why\n    return z  # so',
            ["# why", "return z  # so"],
        ),
        ('@exercise("neuron.relu")\ndef relu(z: float = 0.0) -> float:\n        return z', ["return z"]),
        (
            '@exercise("neuron.relu")\ndef relu(z):\n  if z:\n    return 1\n  return 2',
            ["if z:", "  return 1", "return 2"],
        ),
        ('if True:\n    @exercise("neuron.relu")\n    def relu(z):\n        return z', ["return z"]),
        (
            '@exercise("neuron.relu")\ndef relu(z):\n    @cache\n    def f():\n        pass',
            ["@cache", "def f():", "    pass"],
        ),
        ("%matplotlib inline\n" + answer("return z"), ["return z"]),
        (answer('text = """one\n      two"""\nreturn text'), ['text = """one', '      two"""', "return text"]),
    ],
)
def test_bodies_in_all_shapes(code, lines):
    source, over = moved(code)
    assert source.startswith(HEAD), over.left
    assert source.removeprefix(HEAD).split("\n") == [f"    {line}" for line in lines]


def test_a_text_over_several_lines_is_not_changed_on_the_way():
    code = '@exercise("neuron.relu")\ndef relu(z):\n  text = """\n  a\n  """\n  return text'
    source, over = moved(code)
    assert (source, over.left) == (STUB, {"neuron.relu": "it cannot be moved as it is written"})


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ('@exercise("neuron.relu")\ndef relu(x):\n    return x', "its parameters are not the same"),
        ('@exercise("neuron.relu")\ndef relu(z, low=0):\n    return z', "its parameters are not the same"),
        ('@exercise("neuron.relu")\ndef relu(*z):\n    return z', "its parameters are not the same"),
        ('@exercise("neuron.relu")\n@np.vectorize\ndef relu(z):\n    return z', "it has a decorator of its own"),
        ('relu = exercise("neuron.relu")(lambda z: z)', "it is not written as a `def` under its `@exercise`"),
        (
            '@exercise("neuron.relu")\nasync def relu(z):\n    return z',
            "it is not written as a `def` under its `@exercise`",
        ),
    ],
)
def test_what_might_mean_something_else_stays_behind(code, reason):
    source, over = moved(code)
    assert (source, over.carried, over.left) == (STUB, [], {"neuron.relu": reason})


def test_a_new_signature_leaves_the_old_answer_behind():
    stub = STUB.replace("relu(z)", "relu(z, slope)")
    assert moved(answer("return z"), new=(stub,))[1].left == {"neuron.relu": "its parameters are not the same"}
    stub = STUB.replace("relu(z)", "relu(z=1.0)")
    assert moved(answer("return z"), new=(stub,))[0].startswith('@exercise("neuron.relu")\ndef relu(z=1.0):')


# ---- what an answer needs ----


def test_helpers_imports_and_constants_come_along_in_order():
    source, _ = moved(
        "import math, os",
        "TABLE = []\nTABLE.append(1)\nOTHER = train()",
        "def floor(z):\n    return np.maximum(z, TABLE[0] * math.e)",
        answer("return floor(z)"),
    )
    assert source.startswith(
        "import math, os\nTABLE = []\nTABLE.append(1)\n"
        "def floor(z):\n    return np.maximum(z, TABLE[0] * math.e)\n\n\n@exercise"
    )


def test_what_the_new_notebook_has_is_not_brought_along():
    shared = "def floor(z):\n    return np.maximum(z, 0)"
    source, _ = moved(shared, answer("return floor(z)"), new=(shared, STUB))
    assert source.startswith("@exercise")


@pytest.mark.parametrize("there", ["floor = 3", "def floor(z):\n    return 7"])
def test_a_helper_that_is_another_one_there_stays_behind(there):
    source, over = moved("def floor(z):\n    return z", answer("return floor(z)"), new=(there, STUB))
    assert source == STUB
    assert over.left == {"neuron.relu": "it needs a cell of yours that is another one there"}


def test_a_helper_of_two_answers_comes_once():
    step = answer("return floor(z)").replace("relu", "step")
    stub = STUB.replace("relu", "step")
    helper = "def floor(z):\n    return z"
    over = carry_over(
        [notebook(helper, answer("return floor(z)"), step)], notebook(STUB, stub), {"neuron.relu", "neuron.step"}
    )
    assert [cell.source.count("def floor") for cell in over.notebook.cells] == [0, 1, 0]
    assert over.carried == ["neuron.relu", "neuron.step"]


# ---- questions ----


@pytest.mark.parametrize(
    ("key", "written", "text"),
    [
        ("neuron.one_line", f"'{find('neuron.one_line').right}'", f'"{find("neuron.one_line").right}"'),
        ("neuron.largest_slope", "1 / 4", "0.25"),
    ],
)
def test_answers_to_questions(key, written, text):
    source, over = moved(
        f'question("{key}", answer={written})', new=(f'question("{key}", answer=...)  # one',), right={key}
    )
    assert source == f'question("{key}", answer={text})  # one'
    assert over.carried == [key]


def test_an_answer_that_is_no_longer_right_stays_behind():
    stub = 'question("neuron.one_line", answer=...)'
    source, over = moved('question("neuron.one_line", answer="z")', new=(stub,), right={"neuron.one_line"})
    assert (source, over.left) == (stub, {"neuron.one_line": "its right answer is another one now"})
