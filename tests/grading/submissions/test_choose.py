"""Which of several files of one student counts, and what is said of it."""

import os

import pytest
from classroom import IMPORTS, about, archive, notebook, put

from dlcourse.coursework.files import course_notebooks
from dlcourse.exercises import names_in
from dlcourse.grading.processes.pool import Gone
from dlcourse.grading.submissions import find
from dlcourse.grading.submissions.find import find_submissions
from dlcourse.grading.submissions.look import attempted, look

BLANK, OTHER_BLANK = about("neuron"), about("neuron", "  # other")


def tried(text="z"):
    return notebook(IMPORTS, f'@exercise("neuron.relu")\ndef f(z):\n    return {text}')


def cell(key):
    return f'@exercise("{key}")\ndef f(z):\n    return z'


def one(found):
    [submission] = found
    return submission


def class_of(folder, files, ages=()):
    for i, (name, data) in enumerate(files.items()):
        path = put(folder / "hw", name, data)
        when = 2e9 - (ages[i] if ages else i) * 1e6  # by default each is older than the one before
        os.utime(path, (when, when))
    return find_submissions([folder / "hw"])


@pytest.mark.parametrize(
    ("files", "counts", "why"),
    [
        ({"a/n.ipynb": BLANK, "a/m.ipynb": tried()}, "m", "the others are blank"),
        ({"a/n.ipynb": tried("1"), "a/m.ipynb": tried("2")}, "n", "the newest"),
        ({"a/n.ipynb": BLANK, "a/m.ipynb": OTHER_BLANK}, "n", "the newest"),
        ({"a/n.ipynb": tried(), "a/m.ipynb": tried()}, "n", "they are the same"),
        (
            {f"H/A/W1/Version {i}/n.ipynb": tried(str(i)) for i in (9, 10, 8)},
            "Version 10",
            "the last by the numbers in the names",
        ),
        (
            {f"a/{time}_n.ipynb": tried(time) for time in ("20261118101112", "20261120101112", "20261119101112")},
            "20261120101112",
            "the last by the numbers in the names",
        ),
        ({"a/old/n.ipynb": BLANK, "a/new/m.ipynb": tried()}, "m", "the others are blank"),
        ({"a_1_2_n-2.ipynb": tried("1"), "a_1_3_n-10.ipynb": tried("2")}, "n-10", "the last attempt"),
        ({"a_1_3_n-2.ipynb": BLANK, "a_1_2_n.ipynb": tried("2")}, "1_2_n", "the others are blank"),
        (
            {f"H_a_attempt_2026-01-{day}-10-11-12_n.ipynb": tried(day) for day in ("02", "11", "10")},
            "2026-01-11",
            "the last attempt",
        ),
        (
            {
                f"1-2 - A - Jan {day}, 2026 {hour}/n.ipynb": tried(day)
                for day, hour in ((9, "1155 PM"), (10, "1205 AM"))
            },
            "Jan 10",
            "the last attempt",
        ),
    ],
)
def test_which_counts(tmp_path, files, counts, why):
    found = one(class_of(tmp_path, files))
    assert counts in found.name
    assert found.notes[-1].startswith(f"{found.name} counts ({why}), not hw/")


@pytest.mark.parametrize(
    "copy", ["n - Copy.ipynb", "Copy of n.ipynb", "n-Copy1.ipynb", "n - Kopie.ipynb", "n copy 2.ipynb"]
)
def test_of_the_same_time_the_original_counts(tmp_path, copy):
    found = one(class_of(tmp_path, {f"a/{copy}": tried("1"), "a/n.ipynb": tried("2")}, ages=(1, 1)))
    assert found.name == "hw/a/n.ipynb"
    assert "(the others are copies)" in found.notes[-1]


@pytest.mark.parametrize("names", [("n 9", "n 10"), ("hw1/n", "hw2/n"), ("n_v2", "n_v3"), ("n-final2", "n-final3")])
def test_of_the_same_time_the_higher_number_counts(tmp_path, names):
    files = {f"a/{name}.ipynb": tried(str(i)) for i, name in enumerate(names)}
    submission = one(class_of(tmp_path, files, ages=(0, 0)))
    assert submission.name.endswith(f"{names[1]}.ipynb")


def test_of_one_name_twice_in_an_archive_the_last_counts(tmp_path):
    put(tmp_path, "hw.zip", archive(None, [("a/n.ipynb", tried("1")), ("a/n.ipynb", tried("2"))]))
    submission = one(find_submissions([tmp_path / "hw.zip"]))
    assert submission.read() == tried("2")
    assert "the last of this name" in submission.notes[0]


def test_members_that_lead_out_of_an_archive_are_each_told(tmp_path):
    put(tmp_path, "hw.zip", archive(None, [("../a/n.ipynb", tried("1")), ("/b/n.ipynb", tried("2"))]))
    submission = one(find_submissions([tmp_path / "hw.zip"]))
    told = " ".join([submission.problem, *submission.notes])
    assert "../a" in told
    assert "/b/" in told
    assert "counts" not in told


def test_of_the_same_time_the_last_download_counts(tmp_path):
    found = one(class_of(tmp_path, {f"a/n{i}.ipynb": tried(i) for i in ("", " (2)", " (10)")}, ages=(1, 1, 1)))
    assert found.name == "hw/a/n (10).ipynb"


@pytest.mark.parametrize("name", [".ipynb_checkpoints/n-checkpoint.ipynb", "sub/.ipynb_checkpoints/m-checkpoint.ipynb"])
def test_checkpoints_count_where_there_is_nothing_else(tmp_path, name):
    found = class_of(tmp_path, {f"a/{name}": tried(), "a/n.ipynb": BLANK, f"b/{name}": tried()})
    assert [(item.student, item.name.endswith("checkpoint.ipynb")) for item in found] == [("a", False), ("b", True)]
    assert not found[0].notes
    assert "put aside" in found[1].notes[0]


def test_several_lessons_in_one_notebook(tmp_path):
    data = notebook(IMPORTS, cell("neuron.relu"), cell("neuron.step"), cell("forward.x"), cell("lstm.y"))
    found = class_of(tmp_path, {"a/all.ipynb": data})
    assert [item.lesson for item in found] == ["forward", "lstm", "neuron"]
    assert all(item.read() == data and item.sha256 for item in found)
    assert all("several lessons (neuron, forward, lstm): it counts for each" in item.notes[0] for item in found)


def test_a_borrowed_cell_does_not_compete_with_the_notebook_of_its_lesson(tmp_path):
    borrowed = notebook(IMPORTS, cell("neuron.relu"), cell("neuron.step"), cell("forward.x"))
    forward = about("forward")
    found = class_of(tmp_path, {"a/01_neuron.ipynb": borrowed, "a/02_forward.ipynb": forward})
    assert [(item.lesson, item.name[-17:]) for item in found] == [
        ("forward", "/02_forward.ipynb"),
        ("neuron", "a/01_neuron.ipynb"),
    ]
    assert not found[0].notes
    half = [cell(f"forward.{name}") for name in names_in("forward")[:6]]
    found = class_of(
        tmp_path, {"b/all.ipynb": notebook(IMPORTS, *[cell("neuron.relu")] * 9, *half), "b/f.ipynb": forward}
    )
    assert [item.name for item in found if item.student == "b"] == ["hw/b/all.ipynb"] * 2


def test_the_courses_own_notebooks_are_each_of_one_lesson(tmp_path):
    for path in course_notebooks()[:4]:
        put(tmp_path, f"hw/a/{path.name}", path.read_bytes())
    found = find_submissions([tmp_path / "hw"])
    assert len(found) == 4
    assert not any(item.notes for item in found)


def test_names_of_kinds_of_files_are_told(tmp_path):
    found = class_of(tmp_path, {"a/n.ipynb.txt": tried(), "b/w.rar": b"", "c/n.ipynb": tried(), "c/x.7z": b""})
    assert "should end as (.ipynb)" in found[0].notes[0]
    assert [item.student for item in found if item.problem] == ["b", "c"]
    assert all("is an archive that is not read" in item.problem for item in found if item.problem)


def test_what_ends_the_process_that_looks_costs_itself(tmp_path):
    def looking(function, tasks):
        for tag, task in tasks:
            place = task[0] if function is look else task
            if "slow" in place.path:
                yield tag, Gone(overdue=True)
            elif "large" in place.path:
                yield tag, Gone(memory=True)
            elif "deadly" in place.path:
                yield tag, Gone()
            elif function is attempted and "bad" in place.path:
                yield tag, Gone(overdue=True)
            else:
                yield tag, function(task)

    files = {
        "a/slow_neuron.ipynb": b"",
        "b/large.zip": b"",
        "d/deadly.zip": b"",
        "c/bad.ipynb": tried("1"),
        "c/good.ipynb": tried("2"),
    }
    for name, data in files.items():
        put(tmp_path, f"hw/{name}", data)
    slow, large, good, deadly = find_submissions([tmp_path / "hw"], looking=looking)
    assert slow.key == ("a", "neuron")
    assert slow.problem == f"hw/a/slow_neuron.ipynb {find.OVERDUE}."
    assert large.problem == f"hw/b/large.zip {find.MEMORY}."
    assert deadly.problem == f"hw/d/deadly.zip {find.ENDED}."
    assert good.name == "hw/c/good.ipynb"
    flat = archive(tmp_path / "all.zip", [("bo_1_2_x.ipynb", tried())])
    assert one(find_submissions([flat], looking=looking)).student == "bo_1"


def test_many_notebooks_of_one_lesson_are_not_all_parsed(tmp_path):
    asked = []

    def looking(function, tasks):
        for tag, task in tasks:
            asked.append(function)
            yield tag, function(task)

    for i in range(60):
        put(tmp_path, f"hw/a/n{i}.ipynb", tried(f"{i}"))
    one(find_submissions([tmp_path / "hw"], looking=looking))
    assert asked.count(attempted) == 20


def test_an_archive_with_nothing_in_it_is_named(tmp_path):
    archive(put(tmp_path, "hw/a/empty.zip", b""), [])
    put(tmp_path, "hw/b/01_neuron.ipynb", tried())
    nothing, _ = find_submissions([tmp_path / "hw"])
    assert nothing.problem == "hw/a holds no notebook (.ipynb), only empty.zip."
