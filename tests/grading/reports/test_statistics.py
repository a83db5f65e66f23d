"""The numbers of the class report."""

import numpy as np
import pytest
from synthetic import result, some_class, submission

from dlcourse.checking.question import Question
from dlcourse.exercises import find, lesson
from dlcourse.grading.reports import statistics
from dlcourse.grading.reports.class_report import flat


@pytest.mark.slow
def test_the_numbers_against_numpy():
    _, results = flat(some_class(60))
    table = statistics.exercise_table(results)
    ids = [exercise.id for exercise in lesson("neuron")]
    assert [row["exercise"] for row in table] == ids
    fixed = [isinstance(exercise, Question) or exercise.fixed for exercise in lesson("neuron")]
    assert [row["fixed"] for row in table] == fixed
    points = np.array([[item["score"] for item in mine if not item["bonus"]] for _, mine in some_class(60) if mine])
    possible = np.array([exercise.points for exercise in lesson("neuron") if not exercise.bonus])
    for index, row in enumerate(row for row in table if not row["bonus"]):
        rest = points.sum(1) - points[:, index]
        assert row["difficulty"] == pytest.approx(points[:, index].mean() / possible[index])
        assert row["discrimination"] == pytest.approx(np.corrcoef(points[:, index], rest)[0, 1])
        assert sum(row["counts"].values()) == len(points)


def test_an_answer_that_is_the_same_for_everybody_is_marked():
    row = result("neuron.relu", "right", student="a") | {"exercise": "forward.xor_network"}
    assert statistics.exercise_table([row])[0]["fixed"] is find("forward.xor_network").fixed


def test_discrimination_is_undefined_where_nothing_varies():
    assert statistics.discrimination([1, 1, 1], [3, 4, 5]) is None
    assert statistics.discrimination([0, 1, 1], [2, 2, 2]) is None
    assert statistics.discrimination([0, 1], [2, 3]) is None


def test_mistakes_are_counted_by_name():
    rows = [
        result("neuron.relu", variant, student=str(n)) for n, variant in enumerate([0, 0, 1, "right", "not attempted"])
    ]
    table = statistics.mistake_table(rows)
    assert [row["count"] for row in table] == [2, 1]
    assert table[0]["share"] == 0.5  # of the four who tried
    assert table[0]["advice"]
    unknown = result("neuron.relu", 0, diagnosis="", advice="", student="x")
    assert statistics.mistake_table([unknown])[0]["diagnosis"] == ""


def test_what_a_human_should_look_at():
    crashed = [result("neuron.relu", "crashed")]
    pairs = [
        (submission("slow", "neuron", [result("neuron.relu", "timeout")]), [result("neuron.relu", "timeout")]),
        (submission("fine", "neuron", [result("neuron.relu", "right")]), [result("neuron.relu", "right")]),
        (submission("hostile", "neuron", crashed), crashed),
        (submission("cut", "neuron", [], status="invalid", message="It breaks off."), []),
        (submission("unlucky", "neuron", [], status="error", message="No memory.", machine=True), []),
    ]
    table = statistics.look_table(*flat(pairs))
    assert [row["student"] for row in table] == ["unlucky", "hostile", "cut", "slow"]
    assert "segmentation" in table[1]["reasons"][0]


def alike(own, common=("relu", "step"), size=60):
    """The groups found in a class: `common` answers are everyone's, `own` gives some students' answers to others."""
    pairs = []
    for number in range(size):
        student = f"s{number:02}"
        marks = dict.fromkeys(common, "common")
        marks |= {
            name: own.get(student, student) for name in ("neuron", "sigmoid", "weighted_sum", "perceptron_update")
        }
        results = [result(f"neuron.{name}", "right", fingerprint=mark) for name, mark in marks.items()]
        pairs.append((submission(student, "neuron", results), results))
    return [row["students"] for row in statistics.alike_table(*flat(pairs))]


def test_shared_answers_are_found_if_they_are_rare():
    assert alike({}) == []  # what is common to all says nothing
    assert alike({"s03": "x", "s41": "x"}) == [["s03", "s41"]]
    assert alike({"s03": "x", "s41": "x", "s07": "x", "s08": "y", "s09": "y"}) == [
        ["s03", "s07", "s41"],
        ["s08", "s09"],
    ]
    assert alike({f"s{number:02}": "taught" for number in range(40)}) == []  # as shown in class
    assert alike({"s00": "x", "s01": "x"}, size=2) == [["s00", "s01"]]


def test_equal_files_are_found():
    pairs = [submission(name, "neuron", [], sha256=mark) for name, mark in zip("abcd", ["x", "y", "x", ""])]
    table = statistics.alike_table([*pairs, submission("e", "neuron", [], sha256="")], [])
    assert [(row["students"], row["same_file"]) for row in table] == [(["a", "c"], True)]


def test_several_lessons_in_course_order():
    submissions, _ = flat(some_class(3, "forward") + some_class(3, "neuron") + some_class(2, "start_here"))
    assert statistics.lessons_of(submissions) == ["start_here", "neuron", "forward"]
