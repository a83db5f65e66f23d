"""A learner's own library that is handed in is not read, whatever it holds and in whatever it comes; a note says so."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from classroom import IMPORTS, needs_sandbox, notebook, put
from corpus_files import CORPUS, files_beside, notebook_bytes

from dlcourse.grading.submissions.find import find_submissions

HONEST = (CORPUS / "honest" / "neuron_with_library.submission").read_text("utf-8")
HOSTILE = (CORPUS / "hostile" / "library_beside.submission").read_text("utf-8")
NOTE = "my_dlcourse/ came with it and is not read"
MARKS = [Path("/tmp/hostile_mark_library"), Path("/tmp/hostile_mark_numpy")]
SIGMOID = '@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return 0.5 + 0.5 * np.tanh({} * z / 2)'
GRADIENT = '@exercise("neuron.sigmoid_gradient")\ndef sigmoid_gradient(z):\n    return {0}(z) * (1 - {0}(z))'


def handed_in(text):
    return {"01_neuron.ipynb": notebook_bytes(text)} | files_beside(text)


def zipped(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.fixture
def classroom(tmp_path):
    """Folders and zip files of students with such a library."""
    folder = tmp_path / "class"
    for name, data in handed_in(HONEST).items():
        put(folder, f"honest/{name}", data)
    for name, data in handed_in(HOSTILE).items():
        put(folder, f"hostile/{name}", data)
    put(folder, "zipped.zip", zipped({f"work/{name}": data for name, data in handed_in(HOSTILE).items()}))
    return folder


@pytest.fixture(params=["folder", "archive"])
def given(request, classroom, tmp_path):
    if request.param == "folder":
        return classroom
    files = {path.relative_to(classroom).as_posix(): path for path in classroom.rglob("*") if path.is_file()}
    return put(tmp_path, "all.zip", zipped({name: path.read_bytes() for name, path in files.items()}))


def test_they_are_passed_over_with_a_note(given):
    found = find_submissions([given])
    assert [(one.student, one.lesson) for one in found] == [
        (student, "neuron") for student in ("honest", "hostile", "zipped")
    ]
    for one in found:
        assert one.name.endswith("01_neuron.ipynb")
        assert "my_dlcourse" not in one.name
        assert not one.problem
        assert [note for note in one.notes if NOTE in note]
        assert len(one.notes) == 1


def test_of_one_student_alone(classroom):
    [one] = find_submissions([classroom / "honest"])
    assert (one.student, len(one.notes)) == ("honest", 1)
    [one] = find_submissions([classroom / "honest"], owner="anna")
    assert (one.student, len(one.notes)) == ("anna", 1)


def test_who_has_only_a_library_has_no_notebook(tmp_path):
    for name, data in files_beside(HOSTILE).items():
        put(tmp_path, f"only/{name}", data)
    put(tmp_path, "other/01_neuron.ipynb", notebook_bytes(HONEST))
    only, other = find_submissions([tmp_path])
    assert "holds no notebook" in only.problem
    assert NOTE in only.notes[0]
    assert not other.notes


def test_a_folder_of_notebooks_may_have_that_name(tmp_path):
    """Learners call their folder nearly so, and some platforms make `_` of `-`."""
    put(tmp_path, "anna/my_dlcourse/01_neuron.ipynb", notebook_bytes(HONEST))
    put(tmp_path, "anna/my_dlcourse/scratch.py", b"")
    for name, data in files_beside(HONEST).items():
        put(tmp_path, f"anna/my_dlcourse/{name}", data)
    [one] = find_submissions([tmp_path / "anna"])
    assert (one.lesson, one.problem) == ("neuron", "")
    assert NOTE in one.notes[0]


def test_what_is_brought_in_makes_no_submission_of_another_lesson(tmp_path):
    forms = [
        'mine("forward.softmax")',
        "f, g = mine('forward.dense',\n    'forward.softmax')",
        "from dlcourse import mine as m\nf = m('forward.dense')",
        "import dlcourse as d\nbring = d.mine\nf = bring('forward.dense')",
        "import dlcourse as d\nf = d.mine('forward.dense')",
    ]
    for number, form in enumerate(forms):
        put(tmp_path, f"student{number}/work.ipynb", notebook(IMPORTS, form, GRADIENT.format("f")))
    found = find_submissions([tmp_path])
    assert [(one.student, one.lesson) for one in found] == [(f"student{n}", "neuron") for n in range(len(forms))]


def test_many_modules_in_an_archive_hide_nothing(tmp_path):
    many = {f"my_dlcourse/m{i}.py": b"" for i in range(60)} | {"my_dlcourse/__init__.py": b""}
    many |= {"01_neuron.ipynb": notebook_bytes(HONEST), "my_dlcourse/02_forward.ipynb": notebook_bytes(HONEST)}
    put(tmp_path, "class/anna.zip", zipped(many))
    [one] = find_submissions([tmp_path / "class"])
    assert one.name.endswith("anna.zip/01_neuron.ipynb")


@needs_sandbox
def test_graded(dl, classroom, tmp_path):
    for mark in MARKS:
        mark.unlink(missing_ok=True)
    _, _, err = dl("grade", classroom, "-o", tmp_path / "out", "--jobs", "1", "--seed", "1")
    with open(tmp_path / "out" / "grades.csv", encoding="utf-8-sig", newline="") as stream:
        rows = {row["student"]: row for row in csv.DictReader(stream)}
    assert rows["honest"]["status"] == "correct"
    assert rows["honest"]["score"] == rows["honest"]["max_score"]
    assert float(rows["hostile"]["score"]) == float(rows["zipped"]["score"]) == 0
    assert not [mark for mark in MARKS if mark.exists()]
    assert f"honest, hostile, zipped: {NOTE}" in " ".join(err.split())
    dl("report", tmp_path / "out")
    assert (tmp_path / "out" / "report.html").read_text("utf-8").count(NOTE) == 3


def by_name(outcome):
    return {item["exercise"].partition(".")[2]: item for item in outcome["results"]}


@pytest.mark.parametrize(("factor", "carried"), [("1", []), ("2", ["neuron.sigmoid"]), (None, ["neuron.sigmoid"])])
def test_mine_is_the_notebooks_own_right_answer_or_the_reference(grade, factor, carried):
    cells = [SIGMOID.format(factor)] if factor else []
    result = by_name(grade(notebook(IMPORTS, *cells, 'f = mine("neuron.sigmoid")', GRADIENT.format("f")), timeout=10.0))
    assert result["sigmoid_gradient"]["status"] == "correct"
    assert result["sigmoid_gradient"]["carried"] == carried


@pytest.mark.parametrize("factor", ["1", "2", None])
def test_and_in_the_second_try(grade, factor):
    cells = [SIGMOID.format(factor)] if factor else []
    cells += ['f, g = mine("neuron.sigmoid", "neuron.relu")', "table = alias = []\nalias.append(f)"]
    outcome = grade(notebook(IMPORTS, *cells, GRADIENT.format("table[0]")), timeout=10.0)
    assert by_name(outcome)["sigmoid_gradient"]["status"] == "correct"


def test_mine_of_another_lesson(grade):
    cells = ['relu, sigmoid = mine("neuron.relu", "neuron.sigmoid")']
    cells += ['@exercise("backprop.relu_backward")\ndef relu_backward(d_out, z):\n    return d_out * (relu(z) > 0)']
    outcome = grade(notebook(IMPORTS, *cells), "backprop", timeout=10.0)
    assert by_name(outcome)["relu_backward"]["status"] == "correct", by_name(outcome)["relu_backward"]
    assert by_name(outcome)["relu_backward"]["carried"] == ["neuron.relu"]


def test_an_import_of_the_library_is_told(grade):
    result = by_name(grade(notebook(IMPORTS, "from my_dlcourse.neuron import sigmoid as f", GRADIENT.format("f"))))
    assert result["sigmoid_gradient"]["status"] == "error"
    assert "`my_dlcourse` is not there when it is graded" in result["sigmoid_gradient"]["advice"]
