"""What `mine` brings in is the exercise itself for whoever checks a notebook: its own answer, or the reference."""

import pytest

from dlcourse.coursework import check_here
from dlcourse.coursework.check_here import run_locally
from dlcourse.coursework.extracted import Extraction
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import Node

IMPORTS = "import numpy as np\nfrom dlcourse import exercise, mine"
GRADIENT = '@exercise("neuron.sigmoid_gradient")\ndef sigmoid_gradient(z):\n    s = {}(z)\n    return s * (1 - s)'
SIGMOID = '@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return 0.5 + 0.5 * np.tanh({} * z / 2)'


def extraction(*cells, imports=IMPORTS):
    sources = [Node(cell_type="code", source=source) for source in (imports, *cells)]
    return extract(Node(cells=sources, metadata=Node()))


def results(folder, *cells, **options):
    return {item["exercise"].partition(".")[2]: item for item in run_locally(extraction(*cells, **options), folder)}


FORMS = {
    "two": (IMPORTS, 'relu, f = mine("neuron.relu", "neuron.sigmoid")', "f"),
    "one": (IMPORTS, 'f = mine("neuron.sigmoid")', "f"),
    "a list": (IMPORTS, '[f, relu] = mine("neuron.sigmoid", "neuron.relu")', "f"),
    "two names": (IMPORTS, 'g = f = mine("neuron.sigmoid")', "f"),
    "under another name": ("from dlcourse import exercise, mine as m", 'f = m("neuron.sigmoid")', "f"),
    "with a name of its own": (IMPORTS, 'bring = mine\nf = bring("neuron.sigmoid")', "f"),
    "an attribute": ("import dlcourse\nfrom dlcourse import exercise", 'f = dlcourse.mine("neuron.sigmoid")', "f"),
    "of a short name": ("import dlcourse as dl\nfrom dlcourse import exercise", 'f = dl.mine("neuron.sigmoid")', "f"),
    "of its module": (f"from dlcourse.notebook.mine import mine\n{IMPORTS}", 'f = mine("neuron.sigmoid")', "f"),
    "an id put together": (IMPORTS, 'lesson = "neuron"\nf = mine(f"{lesson}.sigmoid")', "f"),
    "without the import": ("from dlcourse import exercise", 'f = mine("neuron.sigmoid")', "f"),
}  # fmt: skip


@pytest.mark.parametrize(("imports", "bringing", "name"), FORMS.values(), ids=FORMS)
def test_its_names_are_the_exercises(imports, bringing, name, tmp_path):
    found = extraction(bringing, GRADIENT.format(name), imports=imports)
    answer = found.exercises["neuron.sigmoid_gradient"]
    assert answer.builds_on == {name: "neuron.sigmoid"}
    assert not [index for index in answer.needs if "mine" in found.statements[index].source.partition("\n")[0]]
    assert "neuron.sigmoid" in found.brought
    assert not found.loose
    assert not answer.again
    assert not found.notes
    assert Extraction.from_dict(found.to_dict()) == found
    result = results(tmp_path, bringing, GRADIENT.format(name), imports=imports)["sigmoid_gradient"]
    assert result["status"] == "correct"
    assert result["carried"] == ["neuron.sigmoid"]
    assert not result["note"]


@pytest.mark.parametrize(("factor", "carried"), [("1", []), ("2", ["neuron.sigmoid"])])
def test_the_notebooks_own_answer_where_it_is_right(factor, carried, tmp_path):
    found = results(tmp_path, SIGMOID.format(factor), 'f = mine("neuron.sigmoid")', GRADIENT.format("f"))
    assert found["sigmoid_gradient"]["status"] == "correct"
    assert found["sigmoid_gradient"]["carried"] == carried


def test_another_lessons_function(tmp_path):
    bringing = 'g, h = mine("forward.softmax", "neuron.sigmoid")'
    found = extraction(bringing, GRADIENT.format("(lambda z: h(z) + 0 * g(z[None])[0])"))
    assert found.exercises["neuron.sigmoid_gradient"].builds_on == {"g": "forward.softmax", "h": "neuron.sigmoid"}


def test_what_was_last_bound_above_counts():
    again = SIGMOID.format("1").replace("sigmoid", "relu")
    above = extraction('f = mine("neuron.relu")', 'f = mine("neuron.sigmoid")', GRADIENT.format("f"))
    assert above.exercises["neuron.sigmoid_gradient"].builds_on == {"f": "neuron.sigmoid"}
    defined = extraction('relu = mine("neuron.sigmoid")', again, GRADIENT.format("relu"))
    assert defined.exercises["neuron.sigmoid_gradient"].builds_on == {"relu": "neuron.relu"}
    brought = extraction(again, 'relu = mine("neuron.sigmoid")', GRADIENT.format("relu"))
    assert brought.exercises["neuron.sigmoid_gradient"].builds_on == {"relu": "neuron.sigmoid"}
    replaced = extraction('f = mine("neuron.relu")', "def f(z):\n    return z", GRADIENT.format("f"))
    assert replaced.exercises["neuron.sigmoid_gradient"].builds_on == {}


def test_a_wrong_answer_that_uses_it_is_tried_once(monkeypatch, tmp_path):
    """`mine` touches nothing: no second try, which would cost seconds."""
    ran = []
    monkeypatch.setattr(check_here, "run_script", lambda *_a, **_o: ran.append(1))
    found = results(tmp_path, 'f = mine("neuron.sigmoid")', GRADIENT.format("f").replace("(1 - s)", "(2 - s)"))
    assert found["sigmoid_gradient"]["status"] == "wrong"
    assert not ran


@pytest.mark.parametrize(("factor", "brought"), [("1", "f"), ("2", "f"), (None, "f"), (None, "pair[0]")])
def test_the_second_try_has_it_too(factor, brought, tmp_path):
    cells = [
        *([SIGMOID.format(factor)] if factor else []),
        'f, g = pair = mine("neuron.sigmoid", "neuron.relu")' if brought == "pair[0]" else 'f = mine("neuron.sigmoid")',
        f"table = alias = []\nalias.append({brought})",
        GRADIENT.format("table[0]"),
    ]
    assert results(tmp_path, *cells)["sigmoid_gradient"]["status"] == "correct"


def test_the_second_try_does_not_give_the_answer_itself(tmp_path):
    cell = GRADIENT.format("table[0]").replace("    s =", "    return theirs(z)\n    s =")
    found = extraction('theirs = mine("neuron.sigmoid_gradient")', cell)
    assert any("neuron.sigmoid_gradient itself" in note for note in found.notes)
    assert found.exercises["neuron.sigmoid_gradient"].builds_on == {}


@pytest.mark.parametrize(
    "bringing", ['ids = ["neuron.sigmoid"]\nf = mine(*ids)', 'def f(z):\n    return mine("neuron.sigmoid")(z)']
)
def test_what_is_not_seen_is_said(bringing, tmp_path):
    [note] = extraction(bringing, GRADIENT.format("f")).notes
    assert 'write name = mine("lesson.name") in a line of its own' in note


@pytest.mark.parametrize(
    "call", ['mine("neuron.none")', 'mine("neuron.one_line", 3)', "mine()", 'mine(id="neuron.relu")']
)
def test_what_is_no_such_call_is_a_statement_as_any(call):
    assert extraction(f"f = {call}", GRADIENT.format("f")).brought == []


LIBRARY = "raise SystemExit('imported')\n\n\ndef sigmoid(z):\n    return z"


@pytest.mark.parametrize(
    "importing", ["from my_dlcourse.neuron import sigmoid", "import my_dlcourse.neuron as own\nsigmoid = own.sigmoid"]
)
def test_a_library_beside_the_notebook_is_not_there(importing, tmp_path):
    (tmp_path / "my_dlcourse").mkdir()
    for name in ("__init__", "neuron"):
        (tmp_path / "my_dlcourse" / f"{name}.py").write_text(LIBRARY, "utf-8")
    result = results(tmp_path, importing, GRADIENT.format("sigmoid"))["sigmoid_gradient"]
    assert result["status"] == "error"
    assert "`my_dlcourse` is not there when it is graded" in result["advice"]
    assert 'mine("lesson.name")' in result["advice"]
