"""What is seen of a notebook without running it: ids, what changes what, and whether a second try may help."""

import json

import nbformat.v4 as v4
import pytest

from dlcourse.coursework.cells import parse, segment
from dlcourse.coursework.check_here import run_locally
from dlcourse.coursework.extracted import Extraction
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.handed_out import handed_out

IMPORTS = "import numpy as np\nfrom dlcourse import exercise, question"
RELU = '@exercise("neuron.relu")\ndef relu(z):\n    return np.maximum(z, {})'


def read(*sources):
    return extract(v4.new_notebook(cells=[v4.new_code_cell(source) for source in (IMPORTS, *sources)]))


def needed(found, key="neuron.relu"):
    """The statements that an answer needs, but for its own and the import of NumPy."""
    sources = [found.statements[index].source for index in found.exercises[key].needs]
    return [source for source in sources if "def relu" not in source and source != "import numpy as np"]


@pytest.mark.parametrize(
    "above",
    [
        "[low := v for v in (3, 0)]",
        "low = 1\n[low.append(v) for v in range(3)]",
        "low = 0\ndef bump():\n    global low\n    low += 1",
        "%time low = 0",
        "low = %time 0",
    ],
)
def test_what_an_answer_needs_is_seen(above):
    found = read(above, RELU.format("low"))
    assert not found.exercises["neuron.relu"].unresolved
    assert "low" in " ".join(needed(found))


@pytest.mark.parametrize(
    "head",
    [
        'ID = "neuron.relu"\n@exercise(ID)',
        'LESSON = "neuron"\n@exercise(f"{LESSON}.relu")',
        'LESSON = "neuron."\n@exercise(LESSON + "relu")',
        'mark = exercise("neuron.step")\nmark = exercise("neuron.relu")\n@mark',
        'ID = "neuron.later"\nID = "neuron.relu"\nmark = exercise(ID)\nID = 3\n@mark',
    ],
)
def test_ids_are_put_together(head):
    found = read(f"{head}\ndef relu(z):\n    return z")
    assert set(found.exercises) == {"neuron.relu"}
    assert (found.loose, found.notes) == (False, [])


@pytest.mark.parametrize(
    "text",
    [
        "for key in KEYS:\n    exercise(key)(f)",
        'exercise("neuron.relu")(lambda z: z)',
        'class A:\n    @exercise("neuron.relu")\n    def relu(z): ...',
        'register("neuron.step", lambda z: z)',
        'question("neuron.one_line", answer=choose())',
        'ask = getattr(course, "question")',
    ],
)
def test_where_only_running_tells_it_is_loose(text):
    found = read(RELU.format("0"), text)
    assert found.loose
    assert found.script


@pytest.mark.parametrize(
    "text",
    [
        "# an exercise\nprint('done')",
        "task = exercise",
        'mark = exercise("neuron.step")',
        'question("neuron.one_line", answer="b")',
        'CHOICE = "b"\nquestion("neuron.one_line", answer=CHOICE)',
    ],
)
def test_otherwise_it_is_not(text):
    assert not read(RELU.format("0"), text).loose


@pytest.mark.parametrize(
    ("above", "low", "below", "again"),
    [
        ("table = [1]", "table[0]", "other = table", True),
        ("table = [1]", "table[0]", "def fill():\n    table.append(1)\nfill()", True),
        ("", "low()", "", True),
        ("", "0", "globals()['relu'] = None", True),
        ("", "0", "from numpy import *", True),
        ("", "0", "relu.low = 1", True),
        ("", "0", "tag(relu)", True),
        ("", "0", "print(relu(np.ones(3)))", False),
        ("", "0", "other = [1]\nother.append(2)", False),
        ("", "0", "x = np.array([1.0, 1.0, 1.0])", False),
        ("table = [1]", "table[0]", "", False),
        ("with open('low.txt', 'w') as f:\n    f.write('0')\nlow = open('low.txt').read()", "float(low)", "", True),
        ("name = 'low.npy'\nnp.save(name, np.zeros(1))\nlow = np.load(name)", "low", "", True),
        ("other = open('other.txt').read()", "0", "open('low.txt')", False),
        ("", "len('neuron.relu')", "hint('neuron.relu')", False),
    ],
)
def test_what_may_matter(above, low, below, again):
    above = f"{above}\nlow2 = 0" if low == "low()" else above
    assert read(above, RELU.format(low), below).exercises["neuron.relu"].again is again


def test_of_the_courses_own_statements_only_what_is_used_is_run_again():
    own = [text for text in handed_out("neuron").statements if text.startswith(("days = ", "w_hand = "))]
    found = read(RELU.format("0"), *own, "print(days)")
    assert [item.source for item in found.script if item.source in own] == [
        text for text in own if text.startswith("days")
    ]


def test_a_blank_notebook_has_no_script():
    found = read('@exercise("neuron.relu")\ndef relu(z):\n    raise NotImplementedError', "print(1)")
    assert not found.script


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_line_ends(end):
    found = read("low = 0" + end + "high = 1", RELU.format("low").replace("\n", end))
    assert needed(found) == ["low = 0"]
    assert (found.exercises["neuron.relu"].line, found.broken) == (2, [])


def test_segments_count_bytes_as_python_does():
    cell = parse(0, "größe = 'ß'; zwei = ('ü',\n  'ö'); drei = 3\nvier = 4")
    assert [segment(cell, node) for node in cell.tree.body] == [
        "größe = 'ß'",
        "zwei = ('ü',\n  'ö')",
        "drei = 3",
        "vier = 4",
    ]


def test_as_json_and_back():
    found = read("for key in KEYS:\n    exercise(key)(f)", RELU.format("low"))
    found.texts = extract(v4.new_notebook(cells=[v4.new_markdown_cell(RELU)])).texts
    assert found.texts[0].ids == ["neuron.relu"]
    assert Extraction.from_dict(json.loads(json.dumps(found.to_dict()))) == found


def test_what_is_searched_for_ids_takes_no_time():
    for text in ("exercise " * 30_000, "exercise(" * 30_000, 'exercise("' + "a" * 100_000, "exercise" + " " * 100_000):
        assert extract(v4.new_notebook(cells=[v4.new_markdown_cell(text)])).ids == set()


def test_a_notebook_that_looks_at_its_library_runs_as_a_script():
    imports = "import numpy as np\nfrom dlcourse import exercise, library, mine"
    looks = "library.table()\nlibrary.gradients()\nlibrary.speed()"
    loose = 'for key in ["neuron.relu"]:\n    exercise(key)(lambda z: np.maximum(z, 0))'
    found = extract(v4.new_notebook(cells=[v4.new_code_cell(source) for source in (imports, looks, loose)]))
    [result] = [item for item in run_locally(found) if item["id"] == "neuron.relu"]
    assert result["status"] == "correct"
