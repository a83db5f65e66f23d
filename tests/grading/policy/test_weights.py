"""Points of the instructor's own: what a file says, and what results are worth by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.exercises import lesson, lesson_names
from dlcourse.grading.errors import UsageError
from dlcourse.grading.policy.weights import Weights, read_weights

NEURON = lesson("neuron")
OURS = sum(exercise.max_score for exercise in NEURON)
BONUS = next(exercise.id for exercise in NEURON if exercise.bonus)


def written(tmp_path, text, encoding="utf-8"):
    """The path of a file of weights."""
    path = tmp_path / "weights.csv"
    path.write_bytes(text.encode(encoding))
    return path


def result(exercise, share=1.0):
    """A result with this share of its points."""
    return {
        "exercise": exercise.id,
        "score": share * exercise.points,
        "max_score": exercise.max_score,
        "bonus": exercise.bonus_points,
    }


def results(shares=1.0, exercises=NEURON):
    return [result(exercise, shares) for exercise in exercises]


def total(scaled, place=1):
    return sum(item[place] for item in scaled)


# ---- the file ----


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("exercise,points\nneuron.sigmoid,4\nrelu,0\n", {"neuron.sigmoid": 4, "neuron.relu": 0}),
        ("\ufeffPoints ; E_xercise\r\n2,5;sigmoid\r\n\r\n10;neuron\r\n", {"neuron.sigmoid": 2.5, "neuron": 10}),
        ("exercise\tpoints\tremark\nneuron\t10\tall\n", {"neuron": 10}),
        ("lesson,points\nneuron,10\nforward,5\n", {"neuron": 10, "forward": 5}),
        (
            "lesson,exercise,points\nneuron,neuron,2\nneuron,,10\n,forward,8\n",
            {"neuron.neuron": 2, "neuron": 10, "forward": 8},
        ),
        (
            "lesson,exercise,points\nrnn,count_weights,2\ncnn,cnn.count_weights,3\n",
            {"rnn.count_weights": 2, "cnn.count_weights": 3},
        ),
        ("exercise,points\n", {}),
    ],
)  # fmt: skip
def test_what_a_file_says(tmp_path, text, points):
    assert read_weights(written(tmp_path, text)) == points


def test_a_name_is_looked_for_in_the_lessons_that_are_graded_first(tmp_path):
    path = written(tmp_path, "exercise,points\ncount_weights,2\nsigmoid,1\n")
    assert read_weights(path, ["rnn"]) == {"rnn.count_weights": 2, "neuron.sigmoid": 1}
    with pytest.raises(UsageError, match=r"row 2: 'count_weights' may be cnn\.count_weights or rnn"):
        read_weights(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("exercise,points\nneuron.step,1\nsigmod,1\n", r"row 3: There is no exercise 'sigmod': the nearest"),
        ("exercise,points\nsigmoid,1\n\nneuron.sigmoid,1\n", "row 4: neuron.sigmoid has a line already, row 2"),
        ("exercise,points\nneuron,1\nNeuron,2\n", "row 3: neuron has a line already"),
        ("exercise,points\nsigmoid,-1\n", "row 2, column 'points': '-1' is no number of points"),
        ("exercise,points\nsigmoid,inf\n", "'inf' is no number of points"),
        ("exercise,points\nsigmoid,nan\n", "'nan' is no number of points"),
        ("exercise,points\nsigmoid,1e400\n", "is no number of points"),
        ("exercise;points\nsigmoid;10 points\n", "is no number of points"),
        ('exercise,points\nsigmoid,"1,500"\n', "may be 1500 or 1.5 points"),
        ("exercise,points\nsigmoid,\n", "row 2: the points of neuron.sigmoid are missing"),
        ("exercise,points\n,3\n", "row 2: The name of the exercise is missing"),
        ("exercise,points\nneuron:2,3\n", "'neuron:2' is no exercise: give its points to a lesson or to exercises"),
        ("lesson,exercise,points\nneurn,,3\n", "row 2: There is no lesson 'neurn'"),
        ("lesson,exercise,points\nneuron,forward.dense,3\n", "forward.dense is no exercise of neuron"),
        ("lesson,exercise,points\nneuron,dense,3\n", "There is no exercise 'neuron.dense'"),
        ("exercise,weight\nsigmoid,1\n", r"no column 'points': .* there are 'exercise', 'weight'\."),
        ("name,points\nsigmoid,1\n", "no column 'exercise'"),
        ("", "no column 'points': .* there are none"),
        ("exercise,points\nneuron,3\nsigmoid,4\n", "row 2: neuron is given 3 points, but .* some .* add up to 4"),
        ("exercise,points\nx" + "y" * 10_000 + ",1\n", "'xy+…'"),
        ("exercise,points\n=1+1,1\n", "There is no exercise '=1\\+1'"),
    ],
)
def test_what_cannot_be_understood(tmp_path, text, said):
    with pytest.raises(UsageError, match=said) as caught:
        read_weights(written(tmp_path, text))
    assert str(caught.value).startswith(str(tmp_path))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300 + len(str(tmp_path)) + len(", ".join(lesson_names()))  # which it may list


def test_no_file(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_weights(tmp_path / "none.csv")
    with pytest.raises(UsageError, match="no text in UTF-8"):
        read_weights(written(tmp_path, "exercise,points\né,1\n", "latin-1"))


def test_lines_of_all_exercises_add_up_to_their_lesson(tmp_path):
    counted = [exercise for exercise in NEURON if not exercise.bonus]
    lines = "".join(f"{exercise.id},1\n" for exercise in counted)
    own = {exercise.id: 1 for exercise in counted}
    for points in (len(counted) - 1, len(counted) + 1):
        with pytest.raises(UsageError, match=f"add up to {len(counted)}"):
            read_weights(written(tmp_path, f"exercise,points\nneuron,{points}\n{lines}"))
    data = read_weights(written(tmp_path, f"exercise,points\n{lines}neuron,{len(counted)}\n{BONUS},30\n"))
    assert data == own | {"neuron": len(counted), BONUS: 30}


# ---- what results are worth ----


def test_without_lines_the_points_are_ours():
    ours = results(0.5)
    for weights in (Weights({}), Weights(None, None), Weights({"forward": 3, "forward.dense": 1})):
        assert weights.scaled(ours) == [(item["score"], item["max_score"], item["bonus"]) for item in ours]
        assert weights.most({"lesson": "neuron", "max_score": 17}) == 17  # as the book has it


def test_a_line_of_an_exercise():
    scaled = dict(
        zip([item.id for item in NEURON], Weights({"neuron.sigmoid": 5, "neuron.relu": 0}).scaled(results(0.5)))
    )
    assert scaled["neuron.sigmoid"] == (2.5, 5, 0)
    assert scaled["neuron.relu"] == (0, 0, 0)
    assert scaled["neuron.step"] == (0.5, 1, 0)


def test_a_lesson_adds_up_to_its_points_and_a_bonus_grows_with_it():
    weights = Weights({"neuron": 2 * OURS})
    assert weights.scaled(results())[0] == (2, 2, 0)
    assert weights.scaled(results())[-1] == (6, 0, 6)
    assert weights.most({"lesson": "neuron", "max_score": OURS}, results()) == 2 * OURS
    assert weights.most({"lesson": "neuron", "max_score": OURS}) == 2 * OURS
    third = Weights({"neuron": 10})
    assert third.most({"lesson": "neuron", "max_score": OURS}, results()) == 10


def test_the_points_of_a_lesson_hold_those_of_its_exercises():
    weights = Weights({"neuron": 10, "neuron.sigmoid": 4, BONUS: 1})
    scaled = weights.scaled(results())
    assert total(scaled) == pytest.approx(10)
    assert scaled[-1] == (1, 0, 1)
    assert scaled[0][1] == pytest.approx(6 / (OURS - 2))


def test_a_part_of_a_lesson_and_an_earlier_edition_share_the_points_of_the_whole():
    some = NEURON[:5]
    weights = Weights({"neuron": 10, "neuron.relu": 1}, [exercise.id for exercise in some])
    assert weights.most({"lesson": "neuron", "max_score": 0}, results(0.3, some)) == 10
    assert weights.most({"lesson": "neuron", "max_score": 0}) == 10  # not graded: by what the run asks for
    assert Weights({"neuron": 10}).most({"lesson": "neuron", "max_score": 0}, results(1, NEURON[2:])) == 10


def test_a_challenge_alone_and_what_is_no_lesson():
    challenge = [exercise for exercise in NEURON if exercise.bonus]
    weights = Weights({"neuron": 2 * OURS}, [BONUS])
    assert weights.scaled(results(1, challenge)) == [(6, 0, 6)]
    assert weights.most({"lesson": "neuron", "max_score": 0}) == 0
    assert weights.most({"lesson": "", "max_score": 0}) == 0


def test_results_of_a_book_from_before_there_were_bonuses():
    old = [
        {"exercise": "neuron.gone", "score": 1, "max_score": 2},
        {"exercise": "old.gone", "score": 1, "max_score": 0},
    ]
    assert Weights({"neuron.gone": 6, "old": 3}).scaled(old)[0] == (3, 6, 0)


POINTS = st.floats(0, 1000).map(lambda number: round(number, 3))


@given(st.data())
def test_whatever_is_weighted_shares_stay_and_sums_are_what_was_said(data):
    name = data.draw(st.sampled_from(lesson_names()))
    exercises = lesson(name)
    own = data.draw(st.dictionaries(st.sampled_from([item.id for item in exercises]), POINTS, max_size=5))
    rule = dict(own)
    spoken = sum(own.get(item.id, 0) for item in exercises if not item.bonus)
    if data.draw(st.booleans()):
        is_open = any(item.id not in own for item in exercises if not item.bonus)  # else another sum is refused
        rule[name] = spoken + (data.draw(POINTS) if is_open else 0)
    shares = [data.draw(st.floats(0, 1)) for _ in exercises]
    given_results = [result(item, share) for item, share in zip(exercises, shares)]
    scaled = Weights(rule).scaled(given_results)
    for item, share, (score, most, bonus) in zip(exercises, shares, scaled):
        assert score == pytest.approx(share * (bonus or most))
        assert bool(most) <= (not item.bonus)
        assert bool(bonus) <= item.bonus
        if item.id in own:
            assert (bonus or most) == own[item.id]
    if name in rule:
        assert total(scaled) == pytest.approx(rule[name])
        assert Weights(rule).most({"lesson": name, "max_score": 1}) == pytest.approx(rule[name])
