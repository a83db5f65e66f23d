"""A module of `my_dlcourse` as text: what goes in comes back, in any order, and nothing meets that should not."""

import ast
import itertools
import random

import numpy as np
import pytest

from dlcourse.checking.check import check
from dlcourse.coursework.check_here import run_locally
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import Node, course_notebooks, read_notebook
from dlcourse.coursework.own_answers import kept
from dlcourse.coursework.own_library import extraction_of, is_untouched, module_text, read_back, sections
from dlcourse.coursework.solve import solve
from dlcourse.exercises import find

IMPORTS = "import numpy as np\nimport math\nfrom dlcourse import exercise, mine"
RELU = '@exercise("neuron.relu")\ndef relu(z):\n    """Cut."""\n    # below: nothing\n    return {}'
LOW = RELU.format("np.maximum(z, LOW + low(z))")
STEP = '@exercise("neuron.step")\ndef step(z):\n    return np.where(z >= low(z), 1.0, 0.0)'
SIGMOID = '@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return 0.5 + 0.5 * np.tanh(z / 2)'
GRADIENT = '@exercise("neuron.sigmoid_gradient")\ndef sigmoid_gradient(z):\n    s = sigmoid(z)\n    return s * (1 - s)'
HELPER = "LOW = 0.0\n\n\ndef low(z):\n    return {} * LOW"


def extraction(*cells):
    sources = [Node(cell_type="code", source=source) for source in (IMPORTS, *cells)]
    return extract(Node(cells=sources, metadata=Node()))


def kept_of(*cells):
    found = extraction(*cells)
    return {key: kept(found, key) for key in found.exercises}


def text_of(answers, module="neuron"):
    return module_text(module, answers, lambda key: f"dlcourse.lessons.{key.partition('.')[0]}")


def loaded(text):
    namespace = {"__name__": "my_dlcourse.neuron"}
    exec(compile(text, "my_dlcourse/neuron.py", "exec"), namespace)
    return namespace


def is_right(text, key):
    return check(find(key), loaded(text)[key.partition(".")[2]]).status == "correct"


WORLDS = {
    "plain": [SIGMOID, GRADIENT, LOW.replace("LOW + low(z)", "0")],
    "one helper for two": [HELPER.format(1), LOW, STEP],
    "a helper below": [LOW, HELPER.format(1), STEP],
    "two helpers with one name": [HELPER.format(1), LOW, HELPER.format(2), STEP],
    "two imports with one name": [
        "from math import pi as low",
        STEP.replace("low(z)", "0 * low"),
        HELPER.format(1),
        LOW,
    ],
    "a helper with the name of an exercise": [
        "def sigmoid(z):\n    return 0.0 * z",
        STEP.replace("low", "sigmoid"),
        SIGMOID,
        GRADIENT,
    ],
    "another name": [SIGMOID.replace("def sigmoid", "def logistic"), GRADIENT.replace("sigmoid(z)\n", "logistic(z)\n")],
    "a table that is filled": [
        "table = []\ntable.append(0)",
        LOW.replace("LOW + low(z)", "table[-1]"),
        "table.append(0.0)",
        STEP.replace("low(z)", "table[-1]"),
    ],
    "a star": ["from numpy import *", LOW.replace("LOW + low(z)", "sum(zeros(2))"), STEP.replace("low(z)", "sum([0])")],
    "mine": ['other = mine("neuron.sigmoid")', GRADIENT.replace("sigmoid(z)\n", "other(z)\n"), SIGMOID],
    "borrowed": ["from dlcourse.lessons.neuron import sigmoid", GRADIENT],
    "texts over several lines": [
        'WORDS = """one\n# ---- neuron.step ----\n    two"""\nx = f"""\n{WORDS}\n  """',
        'def low(z):\n    return 0 * len(WORDS)',
        STEP.replace("low(z)", "low(z) + 0 * (len(x) - 41)"),
        "def low(z):\n    return 0.0",
        LOW.replace("LOW +", '0 * len("""a\nb""") +'),
    ],
    "annotations": [
        "from __future__ import annotations",
        STEP.replace("(z)", "(z: Later) -> Later", 1).replace("low(z)", "0"),
        "class Later: ...",
    ],
    "decorated": ["import functools", STEP.replace("def", "@functools.wraps(len)\ndef", 1).replace("low(z)", "0")],
    "a class": ["class Low:\n    low = 0.0\n\n    def get(self): ...", STEP.replace("low(z)", "Low().low")],
}  # fmt: skip


@pytest.mark.parametrize("cells", WORLDS.values(), ids=WORLDS)
def test_every_answer_is_right_in_its_module_in_whatever_order_it_came(cells):
    answers = kept_of(*cells)
    assert all(answers.values())
    text = text_of(answers)
    assert is_untouched(text)
    for key in answers:
        assert is_right(text, key), text
    assert read_back(text).keys() == answers.keys()
    assert text_of(read_back(text)) == text
    for order in itertools.permutations(answers):
        so_far = {}
        for key in [*order, order[0]]:  # the first once more: it rewrites nothing
            so_far = (read_back(text_of(so_far)) if so_far else {}) | {key: answers[key]}
        assert text_of(so_far) == text, order


@pytest.mark.parametrize("cells", WORLDS.values(), ids=WORLDS)
def test_its_text_passes_without_being_imported(cells, tmp_path):
    answers = kept_of(*cells)
    results = {item["exercise"]: item for item in run_locally(extraction_of(text_of(answers)), tmp_path)}
    assert {key: results[key]["status"] for key in answers} == dict.fromkeys(answers, "correct")


@pytest.mark.parametrize("path", course_notebooks(), ids=lambda path: path.stem)
def test_the_solved_lessons_in_any_order(path):
    found = extract(solve(read_notebook(path)))
    answers = {key: kept(found, key) for key in found.exercises}
    lesson = next(iter(answers)).partition(".")[0]
    whole = text_of(answers, lesson)
    ast.parse(whole)
    order, so_far = list(answers), {}
    random.Random(1).shuffle(order)
    for key in order:
        so_far = (read_back(text_of(so_far, lesson)) if so_far else {}) | {key: answers[key]}
    assert text_of(so_far, lesson) == whole


def test_it_reads_as_one_would_write_it():
    text = text_of(kept_of(HELPER.format(1), LOW, STEP, SIGMOID, GRADIENT))
    assert text.count("import numpy as np") == text.count("def low(z)") == text.count("LOW = 0.0") == 1
    assert list(sections(text)[1]) == [f"neuron.{name}" for name in ("step", "sigmoid", "relu", "sigmoid_gradient")]
    assert "    # below: nothing\n" in text
    assert "exercise" not in text
    assert "mine" not in text


def test_helpers_of_one_name_are_kept_apart():
    text = text_of(kept_of(*WORLDS["two helpers with one name"]))
    names = loaded(text)
    assert "low" not in names
    assert np.array_equal(names["relu"](np.array([-1.0, 2.0])), [0.0, 2.0])


def test_a_helper_hides_no_name_of_pythons_from_another_answer():
    answers = kept_of(RELU.format("np.maximum(z, max(-1, 0))"))
    answers |= kept_of("def max(z):\n    return 0", STEP.replace("low", "max"))
    text = text_of(answers)
    assert is_right(text, "neuron.relu")
    assert is_right(text, "neuron.step")
    assert read_back(text) == answers


def test_an_answer_replaces_its_older_self():
    old = kept_of(SIGMOID, GRADIENT)
    new = kept_of(SIGMOID.replace("0.5 + 0.5 * np.tanh(z / 2)", "1 / (1 + np.exp(-z))"))
    text = text_of(read_back(text_of(old)) | new)
    assert "tanh" not in text
    assert "np.exp" in text
    assert "def sigmoid_gradient" in text


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "\n",
        lambda text: text.replace("0.5", "0.25", 1),
        lambda text: text.replace("# dlcourse ", "# "),
    ],
)
def test_a_change_by_hand_is_seen(change):
    text = text_of(kept_of(SIGMOID))
    assert not is_untouched(change(text))
    assert is_untouched(text.replace("\n", "\r\n"))  # as git and some editors write it


NOT_KEPT = {
    "nothing": '@exercise("neuron.relu")\ndef relu(z):\n    raise NotImplementedError',
    "a name from nowhere": LOW,
    "the course's own": f"from dlcourse.lessons import neuron as n\n{RELU.format('n.relu(z)')}",
    "the course's own by name": f"from dlcourse.lessons.neuron import relu as r\n{RELU.format('r(z)')}",
    "itself": f'r = mine("neuron.relu")\n{RELU.format("r(z)")}',
    "a tool": RELU.format('mine("neuron.step")(z) * z'),
}


@pytest.mark.parametrize("cell", NOT_KEPT.values(), ids=NOT_KEPT)
def test_what_cannot_stand_there_is_not_kept(cell):
    assert kept_of(cell) == {"neuron.relu": None}
