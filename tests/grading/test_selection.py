"""Names of exercises, sittings and lessons, and what they mean."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.exercises import find, lesson, lesson_names
from dlcourse.grading import selection
from dlcourse.grading.errors import UsageError
from dlcourse.grading.selection import chosen_exercises, difference, exercise_called, lessons_asked, told

IDS = [exercise.id for name in lesson_names() for exercise in lesson(name)]
SECOND = ["sigmoid", "relu", "largest_slope", "sigmoid_gradient", "neuron", "doubled"]


@pytest.mark.parametrize(
    ("names", "lessons", "ids"),
    [
        (["neuron.sigmoid"], (), ["neuron.sigmoid"]),
        (["sigmoid"], (), ["neuron.sigmoid"]),
        ([" Neuron.SIGMOID "], (), ["neuron.sigmoid"]),
        (["relu", "step"], (), ["neuron.step", "neuron.relu"]),
        (["count_weights"], ["rnn"], ["rnn.count_weights"]),
        (["neuron:2"], (), [f"neuron.{name}" for name in SECOND]),
        (["neuron:own", "neuron:3"], (), ["neuron.perceptron_update", "neuron.better_rule"]),
        (["neuron.neuron"], (), ["neuron.neuron"]),
        (["neuron", "sigmoid"], (), [exercise.id for exercise in lesson("neuron")]),
        (["dense", "mse"], ["forward", "losses"], ["forward.layer_shape", "forward.dense", "losses.mse"]),
        ([], ["neuron"], []),
    ],
)
def test_what_names_mean(names, lessons, ids):
    assert chosen_exercises(names, lessons) == ids


@pytest.mark.parametrize(
    ("names", "lessons", "said"),
    [
        (["sigmod"], (), r"no exercise 'sigmod': the nearest are neuron\.sigmoid"),
        (["neuron.sgmoid"], (), r"the nearest are neuron\.sigmoid"),
        (["neuron.qqqqqqq"], (), "those of neuron are weighted_sum, silent_weight"),
        (["qqqqqqq"], (), r"an id \(neuron.sigmoid\) or a sitting \(neuron:2\) of the lessons attention"),
        (["count_weights"], (), r"may be cnn\.count_weights or rnn\.count_weights"),
        (["neuron:7"], (), r"neuron:1 \(A neuron decides\), .*, neuron:own \(On your own\)\."),
        (["neuron:"], (), "There is no sitting 'neuron:'"),
        (["neuon:1"], (), "Did you mean neuron"),
        ([":1"], (), "The lessons are attention"),
        (["dense"], ["neuron"], "--exercises names some of forward, but --lessons is neuron only"),
        (["é" * 10_000], (), r"There is no exercise '(é){79}…'"),
        (["=1+1"], (), "There is no exercise '=1\\+1'"),
    ],
)
def test_names_that_mean_nothing_or_too_much(names, lessons, said):
    with pytest.raises(UsageError, match=said) as caught:
        chosen_exercises(names, lessons)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250 + len(", ".join(lesson_names()))  # which it may list


def test_a_derivation_brings_its_question_and_not_the_other_way_round():
    assert find("neuron.decision_boundary").first == "neuron.boundary_height"
    assert chosen_exercises(["decision_boundary"]) == ["neuron.boundary_height", "neuron.decision_boundary"]
    assert chosen_exercises(["boundary_height"]) == ["neuron.boundary_height"]


@pytest.mark.slow
def test_the_sittings_of_every_lesson_share_out_its_exercises():
    for name in lesson_names():
        parts = [ids for _, ids in selection.sittings_of(name).values()]
        assert sorted(key for ids in parts for key in ids) == sorted(exercise.id for exercise in lesson(name)), name
        assert list(selection.sittings_of(name))[-1] == "own"


def test_a_lesson_without_sittings(monkeypatch):
    monkeypatch.setattr(selection, "course_notebooks", list)
    with pytest.raises(UsageError, match="neuron has no sittings, only exercises"):
        chosen_exercises(["neuron:1"])


def test_the_lessons_to_look_for():
    chosen = ["neuron.sigmoid", "forward.dense"]
    assert lessons_asked(["cnn"], []) == ["cnn"]
    assert lessons_asked([], chosen) == ["neuron", "forward"]
    assert lessons_asked(["forward"], chosen) == ["forward"]
    assert lessons_asked(["nothing"], chosen) == ["nothing"]  # which is refused elsewhere
    with pytest.raises(UsageError, match="none of cnn: leave cnn out"):
        lessons_asked(["neuron", "cnn"], chosen)


def test_what_is_judged_is_told_in_short():
    assert told(["neuron.sigmoid", "forward.dense"]) == (
        "Only these exercises are judged: of neuron sigmoid; of forward dense."
    )
    assert told(chosen_exercises(["neuron"])).endswith("sigmoid, relu, largest_slope and 5 more.")
    assert len(told(IDS)) < 200 * len(lesson_names())


def test_how_a_choice_differs_from_another():
    assert difference([], ["a.b"]) == "for all exercises of a lesson"
    assert difference(["a.b", "a.c"], ["a.c", "a.d"]) == "for other exercises (with a.b, and without a.d)"
    assert difference(["a.b", "a.c"], ["a.c"]) == "for other exercises (with a.b)"


@given(st.lists(st.sampled_from(IDS), max_size=12))
def test_ids_mean_themselves_in_the_order_of_the_lessons(ids):
    chosen = chosen_exercises(ids)
    assert set(ids) <= set(chosen)
    assert chosen == [key for key in IDS if key in chosen]
    assert chosen_exercises(chosen) == chosen  # nothing more is brought in
    assert set(chosen) - set(ids) <= {getattr(find(key), "first", "") for key in ids}


@given(st.text(max_size=30))
def test_any_text_is_an_exercise_or_a_sentence(text):
    with contextlib.suppress(UsageError):
        assert exercise_called(text) in IDS
