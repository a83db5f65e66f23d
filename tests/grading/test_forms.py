"""What is right at home is right when it is graded, however it is written; where it cannot be, the notebook says so."""

import json
import platform
import sys

import pytest
from classroom import IMPORTS, notebook
from form_files import forms

from dlcourse.coursework.check_here import run_locally
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import Node
from dlcourse.grading import marking

FORMS = forms()
RELU = '@exercise("neuron.relu")\ndef relu(z):\n    return np.maximum(z, {})'


def without_edition(notes):
    """The notes, but for the one on the edition: these notebooks carry no number, so they count as the first."""
    return [note for note in notes if not note.startswith("Judged by edition ")]


def statuses(results, ids):
    """What became of some exercises, with a sentence where that is not right."""
    found = {item["exercise"]: (item["status"], item["message"]) for item in results}
    return {key: found.get(key) for key in ids}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_checked_at_home(form, tmp_path):
    results = run_locally(extract(json.loads(form.data, object_hook=Node)), tmp_path)
    assert {key: found[0] for key, found in statuses(results, form.ids).items()} == dict.fromkeys(form.ids, "correct")


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS[::3], ids=lambda form: form.name)
def test_graded(form, grade):
    outcome = grade(form.data, timeout=10.0)
    assert statuses(outcome["results"], form.ids) == dict.fromkeys(form.ids, ("correct", ""))


def by_name(outcome):
    return {item["exercise"].partition(".")[2]: item for item in outcome["results"]}


@pytest.fixture
def requests(monkeypatch):
    """What is asked of sandboxes: for each request the ids, whether it is a second try, and the kinds of cases."""
    asked, ask = [], marking.Marker._ask

    def listening(self, jobs, kinds, limit):
        asked.append((sorted(jobs), any("script" in job for job in jobs.values()), kinds))
        return ask(self, jobs, kinds, limit)

    monkeypatch.setattr(marking.Marker, "_ask", listening)
    return asked


def test_no_second_try_where_all_is_right(grade, requests):
    cells = ["table = [5]\nalias = table", RELU.format("0"), "print(relu(np.ones(2)))\nalias.append(relu)"]
    assert by_name(grade(notebook(IMPORTS, *cells)))["relu"]["status"] == "correct"
    assert not any(second for _, second, _ in requests)


def test_no_second_try_where_nothing_could_help(grade, requests):
    """Statements that do not touch what the answer uses, and the course's own."""
    cells = [RELU.format("1"), "other = [1]\nother.append(2)", "x = np.array([1.0, 1.0, 1.0])"]
    assert by_name(grade(notebook(IMPORTS, *cells)))["relu"]["status"] == "wrong"
    assert not any(second for _, second, _ in requests)


def test_a_wrong_answer_is_told_its_mistake_not_what_the_first_try_lacked(grade, requests, tmp_path):
    data = notebook(IMPORTS, "table = []\nalias = table\nalias.append(1)", RELU.format("table[0]"))
    results = run_locally(extract(json.loads(data, object_hook=Node)), tmp_path)
    [at_home] = [item for item in results if item["exercise"] == "neuron.relu"]
    for found in (at_home, by_name(grade(data))["relu"]):
        assert found["status"] == "wrong"
        assert found["diagnosis"] == "compared with 1 instead of 0"
    assert any(second for _, second, _ in requests)


def test_what_a_wrong_answer_lacks_in_both_tries_is_told(grade):
    result = by_name(grade(notebook(IMPORTS, "table = []\nalias = table", RELU.format("table[0]"))))["relu"]
    assert result["status"] == "error"
    assert "IndexError" in result["message"]


def test_in_the_second_try_a_mistake_costs_once(grade):
    """The reference stands in for `sigmoid`, also where it is reached through a table."""
    cells = [
        "OPS = {}\ndef register(f):\n    OPS[f.__name__] = f\n    return f",
        '@register\n@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return 1 / (2 + np.exp(-z))',
        '@exercise("neuron.sigmoid_gradient")\ndef sigmoid_gradient(z):\n    s = OPS["sigmoid"](z)\n'
        "    return s * (1 - s)",
    ]
    results = by_name(grade(notebook(IMPORTS, *cells)))
    assert results["sigmoid"]["status"] == "wrong"
    assert results["sigmoid_gradient"]["status"] == "correct"


def test_what_never_ends_is_passed_over(grade):
    cells = ["alias = table = [5]", "n = 0\nwhile True:\n    n += 1", "alias[0] = 0", RELU.format("table[0]")]
    assert by_name(grade(notebook(IMPORTS, *cells), timeout=2.0))["relu"]["status"] == "correct"


def test_hidden_cases_come_only_after_the_visible_ones_are_right(grade, requests):
    grade(notebook(IMPORTS, "alias = table = []\nalias.append(0)", RELU.format("table[0]")))
    assert [kinds for _, second, kinds in requests if second] == [("visible",), ("hidden",)]
    requests.clear()
    grade(notebook(IMPORTS, "alias = table = []\nalias.append(1)", RELU.format("table[0]")))
    assert [kinds for _, second, kinds in requests if second] == [("visible",)]


@pytest.mark.parametrize(
    "trying",
    [
        'for letter in "acdb":\n    question("neuron.one_line", letter)',
        'max("ab", key=lambda letter: question("neuron.one_line", answer=letter))',
        'def ask(letter):\n    question("neuron.one_line", letter)\nask("a")\nask("b")',
    ],
)
def test_who_tries_several_answers_to_a_question_has_given_none(grade, trying):
    outcome = grade(notebook(IMPORTS, RELU.format("0"), trying))
    assert by_name(outcome)["one_line"]["score"] == 0
    assert by_name(outcome)["relu"]["score"] == 1


# ---- lost imports, text cells, versions ----


def test_lost_imports_are_supplied(grade):
    outcome = grade(notebook("pass", RELU.format("0")))
    assert by_name(outcome)["relu"]["status"] == "correct"
    assert outcome["notes"][0].startswith("`np`: bound nowhere, the cell with the imports is missing or broken.")
    assert len(without_edition(outcome["notes"])) == 1


def test_imports_in_a_broken_cell_are_supplied(grade):
    outcome = grade(notebook("import numpy as np,\nfrom dlcourse import exercise", RELU.format("0")))
    assert by_name(outcome)["relu"]["status"] == "correct"


def test_a_name_that_the_course_does_not_import_is_named_once(grade):
    step = '@exercise("neuron.step")\ndef step(z):\n    return pd.Series(z) >= 0'
    outcome = grade(notebook(IMPORTS, RELU.format("pd.NA"), step))
    assert by_name(outcome)["relu"]["status"] == "error"
    [note] = without_edition(outcome["notes"])
    assert note.startswith("`pd` is bound nowhere, and neuron.relu, neuron.step needs it")


def with_cells(*kinds_and_sources, version=""):
    cells = [
        {"cell_type": kind, "id": f"c{i}", "metadata": {}, "source": source}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for i, (kind, source) in enumerate(kinds_and_sources)
    ]
    metadata = {"language_info": {"name": "python", "version": version}} if version else {}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()


@pytest.mark.parametrize(("kind", "word"), [("markdown", "Markdown"), ("raw", "raw")])
def test_a_cell_that_was_turned_into_text_is_named(grade, kind, word):
    data = with_cells(("code", IMPORTS), (kind, RELU.format("0")), ("markdown", "Use `relu` from above."))
    sentence = f"Cell 2 holds neuron.relu, but it is a {word} cell: turn it back into a code cell (Esc, then Y)."
    outcome = grade(data)
    result = by_name(outcome)["relu"]
    assert (result["status"], result["message"], result["cell"]) == ("missing", sentence, 2)
    assert without_edition(outcome["notes"]) == [sentence]
    [here] = [item for item in run_locally(extract(json.loads(data, object_hook=Node))) if item["cell"]]
    assert (here["status"], here["message"]) == ("missing", sentence)


PYTHON = "Saved with Python 3.99, graded with {}: `neuron.relu` fails on "


@pytest.mark.parametrize(
    ("version", "answer", "note"),
    [
        ("3.99.1", "type X = =\n" + RELU.format("0"), PYTHON + "syntax"),
        ("3.99.1", "import not_yet\n" + RELU.format("not_yet.ZERO"), PYTHON + "a missing module"),
        ("3.99.1", "from math import not_yet\n" + RELU.format("not_yet(0)"), PYTHON + "a name of Python's library"),
        ("", RELU.format("np.not_yet(z)"), "Saved with another NumPy perhaps"),
        ("", "from numpy import not_yet\n" + RELU.format("not_yet(z)"), "Saved with another NumPy perhaps"),
    ],
)  # fmt: skip
def test_what_another_version_may_explain_is_noted(grade, version, answer, note):
    outcome = grade(with_cells(("code", IMPORTS), ("code", answer), version=version))
    assert by_name(outcome)["relu"]["status"] == "error"
    assert any(item.startswith(note.format(f"3.{sys.version_info.minor}")) for item in outcome["notes"])


def test_the_same_version_explains_nothing(grade):
    data = with_cells(("code", IMPORTS), ("code", "type X = =\n" + RELU.format("0")), version=platform.python_version())
    assert without_edition(grade(data)["notes"]) == []


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        ("import numpy.lib.not_there as n", "No module named"),
        ("import sklearn.svm as n", "is not there when it is graded"),
        ("n = open('table.csv')", "is not there when it is graded"),
        ("n = np.load('table.npy')", "is not there when it is graded"),
    ],
)
def test_what_a_sandbox_does_not_give_is_said(grade, answer, part):
    inside = f'@exercise("neuron.relu")\ndef relu(z):\n    {answer}\n    return n.maximum(z, 0)'
    above = f"{answer}\n{RELU.format('n.ZERO')}"
    for cell in (inside, above):
        result = by_name(grade(notebook(IMPORTS, cell)))["relu"]
        assert result["status"] == "error"
        assert part in result["message"] + result["advice"]
