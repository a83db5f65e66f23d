"""Assignments of several lessons: how they are given, and what stands in the files for platforms."""

import csv

import pytest
from classroom import cells_of
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.canvas import write_canvas_csv
from dlcourse.grading.exports.canvas_gradebook import fill_canvas_gradebook
from dlcourse.grading.exports.columns import columns_for
from dlcourse.grading.exports.moodle import write_moodle_csv
from dlcourse.grading.exports.moodle_worksheet import fill_moodle_worksheet, read_moodle_worksheet
from dlcourse.grading.exports.platform_csv import by_student
from dlcourse.grading.policy.assignments import read_assignments, read_files
from dlcourse.grading.reports.pages import lesson_title

LESSONS = ["backprop", "cnn", "forward_pass", "losses", "neuron"]
HOMEWORK = {"Homework 1": ["neuron", "losses"]}


def row(student, lesson, score, most=10.0, status="partial", **more):
    fields = {"student": student, "lesson": lesson, "score": score, "max_score": most, "status": status}
    return fields | {"name": f"{student}/{lesson}.ipynb", "machine": False, "message": ""} | more


CLASS = [
    row("ann", "neuron", 6.0),
    row("ann", "losses", 10.0, 20.0),
    row("ann", "cnn", 3.0),
    row("bob", "neuron", 8.0),
    row("bob", "losses", 0.0, 20.0, "missing"),
    row("cy", "neuron", 0.0, status="invalid", message="The file\nbreaks off."),
    row("dan", "neuron", 12.0),
    row("dan", "losses", 20.0, 20.0),
]


def table(folder, *lines):
    path = folder / "export.csv"
    with open(path, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)
    return path


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["Homework 1=neuron,forward_pass"], {"Homework 1": ["neuron", "forward_pass"]}),
        ([" Homework  1 = 01_neuron , 02_forward_pass.ipynb ,"], {"Homework 1": ["neuron", "forward_pass"]}),
        (["a=b=Neuron"], {"a=b": ["neuron"]}),
        (
            ["b=cnn,backprop", "a=Forward Pass", "c=forward-pass"],
            {"b": ["cnn", "backprop"], "a": ["forward_pass"], "c": ["forward_pass"]},
        ),
        (["neuron=neuron,cnn"], {"neuron": ["neuron", "cnn"]}),
        (["=1+1=neuron"], {"=1+1": ["neuron"]}),
        ([], {}),
    ],
)
def test_assignments_are_read(values, expected):
    found = read_assignments(values, LESSONS)
    assert found == expected
    assert list(found) == list(expected)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["neuron"], "'neuron' has no \"=\": write it as"),
        (["=neuron"], "has no name before its lessons"),
        (["Homework 1="], "'Homework 1' has no lessons"),
        (["Homework 1=,"], "'Homework 1' has no lessons"),
        (["Homework 1=neuro"], "has no lesson 'neuro' in it: the lessons are backprop, cnn"),
        (["Homework 1=neuron,01_neuron"], "has the lesson neuron twice"),
        (["Homework 1=neuron", "homework  1=cnn"], "'Homework 1' was given twice"),
        (["Neuron=cnn"], "'Neuron' has the name of another lesson"),
        ([f"{lesson_title('neuron')}=cnn"], "has the name of another lesson"),
    ],
)
def test_what_is_no_assignment_is_refused(values, told):
    with pytest.raises(UsageError) as caught:
        read_assignments(values, LESSONS)
    assert told in str(caught.value)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20), st.lists(st.sampled_from(LESSONS), min_size=1, unique=True))
def test_any_name(name, lessons):
    try:
        found = read_assignments([f"{name}={','.join(lessons)}"], LESSONS)
    except UsageError:
        return
    assert found == {" ".join(name.split()): lessons}


def test_worksheets_say_which_assignment_they_are_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    two = {"Homework 1": ["neuron"], "a=b": ["cnn"]}

    def read(*values, assignments=two):
        return [(item.file, item.assignments, item.out) for item in read_files(values, assignments, LESSONS)]

    assert read("w.csv", assignments={}) == [("w.csv", {}, "moodle-worksheet.csv")]
    assert read("w.csv", assignments=HOMEWORK) == [("w.csv", HOMEWORK, "moodle-worksheet.csv")]
    assert read("homework 1=w=1.csv") == [("w=1.csv", {"Homework 1": ["neuron"]}, "moodle-worksheet.csv")]
    title = lesson_title("losses")
    assert read("losses=l.csv") == [("l.csv", {title: ["losses"]}, "moodle-worksheet.csv")]
    outs = {item[2] for item in read("Homework 1=w.csv", "a=b=v.csv", "losses=l.csv")}
    assert {"moodle-worksheet-Homework 1.csv", "moodle-worksheet-a=b.csv"} < outs
    assert len(outs) == 3
    (tmp_path / "x=y.csv").write_text("", "utf-8")
    assert read("x=y.csv", assignments={})[0][:2] == ("x=y.csv", {})
    for values, told in [
        (["w.csv"], 'write it as "Homework 1=w.csv"'),
        (["Homework 2=w.csv"], "is for no assignment that is known: the assignments are 'Homework 1', 'a=b'"),
        (["Homework 1=w.csv", "HOMEWORK 1=v.csv"], "Two files are for the same assignment"),
        (["losses=w.csv", f"{title}=v.csv"], "Two files are for the same assignment"),
        ([f"{'=' * 10_000}.csv"], "is for no assignment"),
    ]:
        with pytest.raises(UsageError) as caught:
            read(*values)
        assert told in str(caught.value)


def test_an_assignment_is_one_column_with_the_sum_of_its_lessons(tmp_path):
    write_canvas_csv(CLASS, tmp_path / "canvas.csv", assignments=HOMEWORK)
    rows = cells_of(tmp_path / "canvas.csv")
    assert rows[0][5:] == ["Homework 1", lesson_title("cnn")]
    assert rows[1][5:] == ["30", "10"]
    # What was not handed in counts 0 beside what was; bonus points come on top; nothing at all stays empty.
    assert {row[0]: row[5:] for row in rows[2:]} == {
        "ann": ["16", "3"],
        "bob": ["8", ""],
        "cy": ["", ""],
        "dan": ["32", ""],
    }


def test_a_lesson_that_nobody_handed_in_is_part_of_the_whole():
    [column] = columns_for([row("ann", "neuron", 6.0)], {"Homework 1": ["neuron", "losses"], "Homework 2": ["cnn"]})
    assert column.most["losses"] > 0
    assert (
        column.of({"neuron": row("ann", "neuron", 6.0)})["max_score"] == column.possible == 10 + column.most["losses"]
    )


def test_a_gradebook_of_canvas_has_the_assignments_column(tmp_path):
    path = table(
        tmp_path,
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "homework 1 (55)", f"{lesson_title('neuron')} (7)"],
        ["    Points Possible", "", "", "", "", "15", "10"],
        ["Lee, Ann", "1", "", "ann", "", "", "5"],
        ["Ray, Bob", "2", "", "bob", "", "EX", "5"],
    )
    filled = fill_canvas_gradebook(CLASS[:5], path, tmp_path / "out.csv", assignments=HOMEWORK)
    assert filled.notes == ["Excused in Canvas, and left so: bob (Homework 1)."]
    rows = cells_of(tmp_path / "out.csv")
    assert rows[0][5:] == ["homework 1 (55)", lesson_title("cnn")]
    assert [row[5:] for row in rows[1:]] == [["15", "10"], ["8", "3"], ["EX", ""]]


def test_names_with_a_number_in_brackets_are_found(tmp_path):
    path = table(tmp_path, ["Student", "ID", "Lab (2) (55)", "Lab (56)"], ["Lee, Ann", "1", "", ""])
    for name, place in (("Lab (2)", "Lab (2) (55)"), ("Lab", "Lab (56)")):
        fill_canvas_gradebook(
            [row("Ann Lee", "neuron", 5.0)], path, tmp_path / "out.csv", assignments={name: ["neuron"]}
        )
        assert cells_of(tmp_path / "out.csv")[0][2] == place
    path = table(tmp_path, ["Student", "ID", "Lab (55)", "LAB (56)"], ["Lee, Ann", "1", "", ""])
    with pytest.raises(UsageError, match="several assignments 'Lab': 'Lab"):
        fill_canvas_gradebook([row("ann", "neuron", 5.0)], path, tmp_path / "out.csv", assignments={"Lab": ["neuron"]})


RESULTS = [
    {"student": student, "lesson": lesson, "exercise": f"{lesson}.x", "status": "correct"}
    for student, lesson in [("ann", "neuron"), ("ann", "losses"), ("bob", "neuron")]
]


@pytest.fixture
def told(monkeypatch):
    """Feedback that says which exercise it is about, and no more."""
    import dlcourse.grading.exports.moodle as module

    words = {"words": "right", "points": "1 of 1 point"}
    words |= dict.fromkeys(("diagnosis", "advice", "message", "decision", "comment"), "")
    monkeypatch.setattr(module, "describe", lambda item: words | {"name": item["exercise"]})


def test_moodles_feedback_is_that_of_all_lessons_under_their_titles(tmp_path, told):
    notes = write_moodle_csv(CLASS, RESULTS, tmp_path / "moodle.csv", assignments=HOMEWORK)
    rows = cells_of(tmp_path / "moodle.csv")
    assert rows[0][3:7] == [
        "Homework 1",
        "Homework 1 (feedback)",
        lesson_title("cnn"),
        f"{lesson_title('cnn')} (feedback)",
    ]
    cells = {row[1]: row[3:5] for row in rows[1:]}
    neuron, losses = lesson_title("neuron"), lesson_title("losses")
    assert cells["ann"] == [
        "16",
        f"{neuron}\nneuron.x: right, 1 of 1 point.\n\n{losses}\nlosses.x: right, 1 of 1 point.",
    ]
    assert cells["bob"][1].endswith(f"{losses}\nNothing was handed in for this lesson.")
    assert cells["cy"][0] == ""
    assert "The file breaks off." in cells["cy"][1]
    assert cells["dan"][0] == "30"  # Moodle takes no more
    assert "dan (Homework 1)" in notes[0]


def test_a_worksheet_is_filled_for_its_assignment_only(tmp_path, told):
    head = ["Identifier", "Username", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"]
    lines = [[f"Participant {n}", name, "", "15", "-", ""] for n, name in enumerate(("ann", "bob", "eve"))]
    path = table(tmp_path, head, *lines)
    rows = [*CLASS, row("eve", "cnn", 3.0), row("fay", "cnn", 3.0)]
    people = read_moodle_worksheet(path)
    filled = fill_moodle_worksheet(rows, RESULTS, people, tmp_path / "out.csv", assignments=HOMEWORK)
    assert filled.strangers == ["cy", "dan"]  # of whoever handed in something of this assignment
    cells = cells_of(tmp_path / "out.csv")[1:]
    assert [row[2] for row in cells] == ["8", "4", ""]
    assert cells[0][5].startswith(f"{lesson_title('neuron')}\nneuron.x")
    assert cells[2] == lines[2]
    fill_moodle_worksheet(rows, RESULTS, people, tmp_path / "out.csv")  # all that was handed in, as ever
    assert [row[2] for row in cells_of(tmp_path / "out.csv")[1:]] == ["7.12", "4", "4.5"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(LESSONS), st.integers(0, 12), st.sampled_from(["partial", "missing", "invalid"])),
        min_size=1,
        unique_by=lambda item: item[0],
    ),
    st.lists(st.sampled_from(LESSONS), min_size=1, unique=True),
)
def test_the_sum_is_that_of_the_lessons(items, lessons):
    rows = [row("ann", name, float(score), status=status) for name, score, status in items]
    alone = {column.label: column for column in columns_for(rows)}
    columns = columns_for(rows, {"All": lessons})
    mine = by_student(rows)["ann"]
    assert [column.label for column in columns if not column.is_assignment] == [n for n in alone if n not in lessons]
    for column in columns[:1]:
        if column.is_assignment:
            parts = [alone[name].of(mine) for name in lessons if name in alone]
            points = [part["score"] for part in parts if part]
            assert (column.of(mine) or {"score": None})["score"] == (sum(points) if points else None)
