"""General mistakes: recognised on evidence, and on nothing less."""

import numpy as np
import pytest

from dlcourse.checking.check import check
from dlcourse.checking.runtime.plain import Seed
from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises import find


def exercise(reference, *cases, **fields):
    fixed = list(cases)
    common = {"points": 1, "hints": [], "solved": "it.", "id": "test.f"}
    return Exercise(reference=reference, cases=lambda rng: fixed, **common, **fields)


def double(x):
    return 2.0 * x


def rows(X):
    return X.sum(axis=1)


VARIED = exercise(double, Case(np.array([1.0, 2.0, -3.0])), Case(np.array([0.5, 4.0])), Case(np.zeros(2)))


def diagnosis(spec, answer):
    verdict = check(spec, answer)
    assert verdict.status in ("wrong", "error")
    return verdict.diagnosis, verdict.advice


@pytest.mark.parametrize(
    ("answer", "name", "words"),
    [
        (lambda x: 6.0 * x, "constant factor", "exactly 3 times too large"),
        (lambda x: -1.0 * x, "constant factor", "exactly 2 times too small in every case, and has the wrong sign."),
        (
            lambda x: 2 * np.log(2) * x,
            "constant factor",
            "times 0.693147 (the natural logarithm of 2).",
        ),
        (lambda x: 3.1 * x, "constant factor", "1.55 times too large in every case."),
        (lambda x: -2.0 * x, "wrong sign", "exactly the wrong sign"),
        (lambda x: 0 * x, "all zeros", "0 everywhere"),
        (lambda x: 2 * x + 1, "constant offset", "1 too large in every case"),
        (lambda x: 2 * x - 1e-5, "constant offset", "1e-05 too small"),
        (lambda x: (2 * x).tolist(), "list instead of array", "it is a list"),
        (lambda x: 2 * x * len(x), "constant factor", "by a factor that is the length of `x`: 3 times, for example."),
        (lambda x: 2 * np.sum(x), "scalar instead of array", "the sum of all the right numbers"),
        (lambda x: 7.0, "scalar instead of array", "one number came back."),
    ],
)
def test_recognised(answer, name, words):
    found, advice = diagnosis(VARIED, answer)
    assert (found, words in advice) == (name, True), advice


def test_the_same_infinity_says_nothing_of_the_other_numbers():
    def scores(x):
        return np.where(x > 0, x, -np.inf)

    spec = exercise(scores, Case(np.array([2.0, -1.0, 3.0])), Case(np.array([-4.0, 5.0, 7.0, 8.0])))
    assert diagnosis(spec, lambda x: 2 * scores(x))[0] == "constant factor"
    assert diagnosis(spec, lambda x: 0 * x)[0] == "all zeros"
    assert diagnosis(spec, lambda x: np.where(x > 0, 2 * x, np.inf))[0] == ""


def test_a_factor_that_no_length_explains_is_none():
    sized = exercise(double, Case(np.array([1.0, 2.0, 3.0])), Case(np.array([1.0, 2.0])))
    assert diagnosis(sized, lambda x: 2 * x * (len(x) + 1))[0] == ""


@pytest.mark.parametrize(
    "answer",
    [
        lambda x: 2 * x + np.array([1e-5, 2e-5, 3e-5])[: len(x)],  # uneven
        lambda x: 2 * x * np.array([1.0001, 1.0002, 1.0003])[: len(x)],
        lambda x: 2 * x if len(x) == 3 else 6 * x + 1,
        lambda x: np.abs(2 * x),
        lambda x: np.round(2 * x, 3) + 1e-3 * np.arange(len(x)),
    ],
)
def test_nothing_is_claimed_without_evidence(answer):
    assert diagnosis(VARIED, answer)[0] == ""


def test_two_wrong_numbers_are_no_evidence_for_a_factor():
    single = exercise(double, Case(np.array([1.0])), Case(np.array([1.0])))
    assert diagnosis(single, lambda x: 3.0 * x)[0] == ""


def test_truncation_wants_dropped_decimals():
    spec = exercise(double, Case(np.array([1.7, 2.3, -3.4])), Case(np.array([1.0, 5.0])))
    assert diagnosis(spec, lambda x: np.trunc(2 * x))[0] == "integer truncation"
    assert diagnosis(spec, lambda x: np.floor(2 * x))[1].startswith("The decimals are rounded down")
    whole = exercise(double, Case(np.array([1.0, 2.0, -3.0])))
    assert diagnosis(whole, lambda x: 2 * x - 1e-5)[0] == "constant offset"
    assert diagnosis(whole, lambda x: 2 * x - np.array([1e-5, 2e-5, 0]))[0] == ""


def test_wrong_axis_and_symmetrical_tables():
    table = np.array([[1.0, 2.0], [3.0, 4.0]])
    spec = exercise(rows, Case(table), Case(table + 1))
    assert diagnosis(spec, lambda X: X.sum(axis=0))[0] == "wrong axis"
    symmetrical = exercise(rows, Case(np.eye(2)), Case(np.ones((2, 2))), Case(np.eye(3)))
    assert check(symmetrical, lambda X: X.sum(axis=0)).status == "correct"
    assert diagnosis(symmetrical, lambda X: X.sum(axis=0) + np.arange(len(X)) ** 2)[0] == ""


def test_any_order_of_returned_values():
    def three(x):
        return x, x + 1, x * x

    spec = exercise(three, Case(np.array([1.0, 3.0])), Case(np.array([5.0])), outputs=("a", "b", "c"))
    for order in ((1, 0, 2), (2, 0, 1), (2, 1, 0)):
        found, advice = diagnosis(spec, lambda x, order=order: tuple(three(x)[i] for i in order))
        assert found == "swapped return values"
        assert advice.endswith("Wanted: a, b, c.")
    found, advice = diagnosis(spec, lambda x: (x + 1, x, x * x + x))
    assert found == "value of another part"
    assert "`a` is what belongs in `b`" in advice
    assert "`c` is wrong in another way" in advice


def test_the_same_mistake_in_two_values_names_both():
    def two(x):
        return 2.0 * x, 3.0 * x

    spec = exercise(two, Case(np.array([1.0, 3.0])), Case(np.array([5.0, 6.0])), outputs=("dW", "db"))
    found, advice = diagnosis(spec, lambda x: (-2.0 * x, -3.0 * x))
    assert found == "wrong sign"
    assert "`dW` has exactly" in advice
    assert "the same with `db`" in advice
    assert diagnosis(spec, lambda x: (-2.0 * x, 3.0 * x))[1].endswith("one too many. `db` is right.")
    found, advice = diagnosis(spec, lambda x: (-2.0 * x, 3.0 * x + 1))
    assert found == "wrong sign and constant offset"
    assert "`dW` has exactly the wrong sign" in advice
    assert "`db` is 1 too large" in advice
    advice = diagnosis(spec, lambda x: (2.0 * x + 1, 3.0 * x - 2))[1]
    assert "`dW` is 1 too large" in advice
    assert "`db` is 2 too small" in advice


def test_nan_beside_wrong_numbers_is_not_overflow():
    assert diagnosis(VARIED, lambda x: np.where(x > 3, np.nan, 2 * x))[0] == "NaN or overflow"
    assert diagnosis(VARIED, lambda x: np.where(x > 3, np.nan, 3 * x + 1))[0] == ""
    assert "everywhere" in diagnosis(VARIED, lambda x: x * np.nan)[1]


def test_in_place_counts_only_beside_right_values():
    def changes(x):
        result = 2 * x
        x[:] = 0
        return result

    found, advice = diagnosis(VARIED, changes)
    assert found == "input changed in place"
    assert "`x`" in advice

    def changes_and_is_wrong(x):
        x[:] = x + np.arange(len(x)) ** 2
        return x

    assert diagnosis(VARIED, changes_and_is_wrong)[0] == ""


def test_yield_instead_of_return():
    def yields(x):
        yield 2.0 * x

    found, advice = diagnosis(VARIED, yields)
    assert found == "yield instead of return"
    assert "`return`" in advice


def test_float_is_fine_for_whole_numbers_but_not_for_labels():
    doubled = exercise(lambda x: 2 * x, Case(np.array([1, 2, 3])), Case(np.array([0.5, 1.0])))
    assert check(doubled, lambda x: 2.0 * x).status == "correct"
    labels = exercise(lambda X: X.argmax(axis=1), Case(np.array([[1.0, 2.0], [4.0, 3.0]])), Case(np.eye(3)))
    assert diagnosis(labels, lambda X: X.argmax(axis=1).astype(float))[0] == "wrong dtype"
    counts = exercise(lambda n: n * 10**9, Case(7), Case(9))
    assert check(counts, lambda n: n * 10**9 + 1).status == "wrong"


def test_a_listed_mistake_of_another_type_does_not_explain_numbers_that_are_a_little_off():
    noise = np.random.default_rng(12)
    verdict = check(find("neuron.step"), lambda z: (z >= 0) + 4e-10 * noise.uniform(0.5, 1, z.shape))
    assert verdict.status == "wrong"
    assert verdict.diagnosis == ""


def shuffled(x, rng):
    """The same numbers in another order."""
    return rng.permutation(x)


SHUFFLED = Exercise(
    id="test.shuffled", points=1, reference=shuffled, hints=[], solved="an order.",
    cases=lambda rng: [Case(np.arange(3.0), Seed(1)), Case(np.arange(5.0), Seed(int(rng.integers(100))))],
    observe=lambda arguments, value: {"sorted": np.sort(value)},
)  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, rng: x[np.argsort(rng.random(len(x)))],
        lambda x, rng: rng.choice(x, len(x), replace=False),
        lambda x, rng: rng.spawn(1)[0].permutation(x),
    ],
)
def test_any_way_of_drawing_is_honest(answer):
    assert check(SHUFFLED, answer).status == "correct"


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, rng: np.random.default_rng(0).permutation(x),
        lambda x, rng: np.random.default_rng().permutation(x),
        lambda x, rng: x[::-1],
    ],
)
def test_a_generator_that_is_not_used_is_noticed(answer):
    verdict = check(SHUFFLED, answer)
    assert (verdict.status, verdict.diagnosis) == ("wrong", "generator not used")
    assert "nothing was drawn from the generator `rng`" in verdict.message
    assert "`rng.random(...)`" in verdict.advice
    assert diagnosis(SHUFFLED, lambda x, rng: x + 1)[0] == ""


def noisy(x, *, noise, rng):
    """With two kinds of noise."""
    return x + noise + rng.random(x.shape)


NOISY = exercise(
    noisy,
    Case(np.arange(3.0), noise=np.ones(3), rng=Seed(1)),
    Case(np.arange(5.0), noise=np.arange(5.0), rng=Seed(2)),
)


def test_other_numbers_than_those_of_the_generator_are_noticed():
    def own(x, *, noise, rng):
        rng = np.random.default_rng(7)
        return x + noise + rng.random(x.shape)

    assert diagnosis(NOISY, own)[0] == "generator not used"
    assert diagnosis(NOISY, lambda x, noise, rng: own(x[:2], noise=noise[:2], rng=rng))[0] != "generator not used"
    assert diagnosis(NOISY, lambda x, noise, rng: 1.1 * x + rng.random(x.shape))[0] != "generator not used"


def test_an_argument_that_gets_another_value_before_it_is_read_is_noticed():
    def own(x, *, noise, rng):
        noise = rng.random(x.shape)
        return x + noise + rng.random(x.shape)

    def read(x, *, noise, rng):
        noise = noise * rng.random(x.shape)
        return x + noise + rng.random(x.shape)

    name, advice = diagnosis(NOISY, own)
    assert name == "argument not used"
    assert "`noise` is handed in, and your function never looks at it" in advice
    assert diagnosis(NOISY, read)[0] == ""


def test_a_list_changed_in_place_is_not_told_to_be_subtracted_from():
    def halved(arrays):
        """Half of each."""
        return [array / 2 for array in arrays]

    def answer(arrays):
        for index, array in enumerate(arrays):
            arrays[index] = array / 2
        return arrays

    found, advice = diagnosis(exercise(halved, Case([np.array([1.0, 3.0])]), Case([np.ones(2), np.ones(3)])), answer)
    assert found == "input changed in place"
    assert "makes a new list" in advice
    assert "arrays - 1" not in advice


def test_one_right_value_among_very_many():
    assert diagnosis(VARIED, lambda x: (0, 0, 0, 0, 0, 0, 2 * x))[0] == ""
