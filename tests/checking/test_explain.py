"""Answers whose mistake nobody listed: what is said of them, and that no more is said than the cases prove."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_general import exercise

from dlcourse.checking.check import check
from dlcourse.checking.contrast import contrast
from dlcourse.checking.features import features_of
from dlcourse.checking.naming import Each, capital, part
from dlcourse.checking.runtime.plain import FunctionName
from dlcourse.checking.specification import Case
from dlcourse.checking.trials import Trial


def taught(spec, answer):
    verdict = check(spec, answer)
    assert verdict.status in ("wrong", "error")
    assert verdict.diagnosis == "", (verdict.diagnosis, verdict.advice)
    return verdict.advice


def pad_and_scale(x, *, padding=0, rate=0.5):
    """Zeros around, and a factor."""
    return np.pad(rate * x, padding)


CASES = [
    Case(np.array([1.0, 2.0, 4.0])),
    Case(np.array([1.5, -2.5, 4.5, 0.5]), padding=2),
    Case(np.array([0.25, -3.0])),
    Case(np.array([7.0, 2.0, 1.0]), padding=1, rate=0.0),
    Case(np.array([3, 1, 4, 1])),
]
PADDED = exercise(pad_and_scale, *CASES)


# ---- contrast ----


@pytest.mark.parametrize(
    ("wrong_if", "words"),
    [
        (lambda x, padding, rate: padding > 0, "right in 3 of 5 cases; wrong in all those, and only those, in which"),
        (lambda x, padding, rate: rate == 0, "right in 4 of 5 cases; wrong only where `rate` is 0"),
        (lambda x, padding, rate: x.dtype.kind == "i", "wrong only where `x` holds whole numbers"),
        (lambda x, padding, rate: (x < 0).any(), "in which `x` has a negative number"),
        (lambda x, padding, rate: padding == 0 and rate != 0, "in which `padding` is 0"),
    ],
)  # fmt: skip
def test_what_sets_the_wrong_cases_apart(wrong_if, words):
    def answer(x, *, padding=0, rate=0.5):
        right = pad_and_scale(x, padding=padding, rate=rate)
        return right + np.arange(len(right)) ** 2 + 0.1 if wrong_if(x, padding, rate) else right

    assert words in taught(PADDED, answer)


def test_an_error_in_some_cases_is_contrasted_too():
    def answer(x, *, padding=0, rate=0.5):
        return pad_and_scale(x, padding=padding, rate=rate) / (rate and 1) if rate else {}["rate"]

    advice = check(PADDED, answer).advice
    assert "it stops with an error only where `rate` is 0" in advice


def test_no_contrast_where_nothing_is_right_or_nothing_tells_the_cases_apart():
    answer = lambda x, padding=0, rate=0.5: np.cos(np.arange(len(x) + 2 * padding)) + 9  # noqa: E731
    assert taught(PADDED, answer).startswith("It is right in none of the 5 cases")
    same = exercise(lambda x: x**3, Case(np.array([1.5, 2.5])), Case(np.array([2.5, 3.5])), Case(np.array([4.5, 0.5])))
    advice = taught(same, lambda x: x**3 + (x[0] == 2.5) * np.arange(2.0))
    assert advice.startswith("It is right in 2 of 3 cases.")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(-2, 2), st.integers(1, 3), st.booleans(), st.booleans()), min_size=2, max_size=9))
def test_contrast_says_only_what_the_cases_prove(rows):
    cases = [{"n": n, "x": np.ones((size, 2)), "flag": flag} for n, size, flag, _ in rows]
    trials = [
        Trial(case, None, SimpleOutcome(), expected_view=1.0, difference=wrong)
        for case, (*_, wrong) in zip(cases, rows)
    ]
    if all(trial.passed for trial in trials):
        return
    sentence = contrast(exercise(lambda n, x, flag: 1.0), trials)
    features = features_of(cases, [1.0] * len(cases))
    words = sentence.rpartition(" where ")[2] if " only where " in sentence else sentence.rpartition(" in which ")[2]
    if words == sentence:
        return
    told = words.rstrip(".")
    named = [{text for _, text in found} for found in features]
    holds = [told in texts or all(piece in texts for piece in told.split(" and ")) for texts in named]
    assert holds == [not trial.passed for trial in trials], sentence


class SimpleOutcome:
    """An outcome without a failure."""

    failure = None


def test_features_of_all_kinds_of_arguments():
    case = {
        "f": FunctionName("square"), "s": "mean", "n": 3, "share": 0.3, "flag": True, "nothing": None,
        "empty": np.zeros(0), "X": np.array([[1.0, 1.0, 0.5]]), "y": np.array([1, 1]), "cache": (np.ones(2), 2, 0),
        "layers": [(np.ones(1), np.zeros(1))], "pictures": np.zeros((1, 2, 3, 1)), "state": {},
        "big": np.array([1e6, -1.0]),
    }  # fmt: skip
    texts = {text for _, text in features_of([case], [np.zeros(2)], {"cache": ("X", "stride")})[0]}
    assert {
        "`f` is square", "`s` is 'mean'", "`n` is odd", "`flag` is True", "`nothing` is not given", "`empty` is empty",
        "`share` is smaller than 1", "`X` has a single row", "a row of `X` has its largest number twice",
        "`y` has the same number twice", "`cache[2]` is 0",
        "`stride` of `cache` is larger than 1", "`layers` has one entry", "`state` is empty",
        "the second parts of `layers` are all 0", "axes 1 and 2 of `pictures` differ in length",
        "`big` has numbers of 100 and more", "`big` has a negative number", "the right result is 0 everywhere",
        "`share` times the length of `y` is not a whole number", "the length of `y` is not a multiple of `n`",
    } <= texts  # fmt: skip


# ---- where in an array ----


def cube(x):
    """The third power."""
    return x**3.0


ARRAYS = exercise(cube, Case(np.array([1.5, -2.0, 0.0, 3.5])), Case(np.array([-1.25, 2.5, -7.0, 0.0, 4.0])))
TABLES = exercise(
    cube,
    Case(np.arange(6.0).reshape(2, 3) + 0.5),
    Case(np.arange(12.0).reshape(4, 3) - 2.3),
    Case(np.ones((3, 5)) * 1.7),
)


@pytest.mark.parametrize(
    ("wrong_if", "words"),
    [
        (lambda x: x < 0, "The numbers are wrong where `x` is negative, and right elsewhere."),
        (lambda x: x == 0, "wrong where `x` is 0"),
        (lambda x: x != np.rint(x), "wrong where `x` is not a whole number"),
        (lambda x: np.arange(len(x)) == len(x) - 1, "wrong at the last place of the array"),
        (lambda x: np.arange(len(x)) > 0, "wrong everywhere but at the first place of the array"),
    ],
)
def test_where_the_wrong_numbers_are(wrong_if, words):
    noise = np.random.default_rng(1).normal(size=9)
    assert words in taught(ARRAYS, lambda x: cube(x) + wrong_if(x) * noise[: len(x)])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda place: place[:, -1], "at the last place along axis 1"),
        (lambda place: place[0], "at the first place along axis 0"),
    ],
)
def test_where_in_a_table(change, words):
    def answer(x):
        result = cube(x)
        change(result)[...] += np.random.default_rng(2).normal(size=change(result).shape)
        return result

    assert words in taught(TABLES, answer)


def test_the_column_that_labels_name():
    def add_at(Z, y):
        """A 1 more where y says."""
        return Z + np.eye(Z.shape[1])[y]

    rng = np.random.default_rng(5)
    spec = exercise(add_at, *(Case(rng.normal(size=(n, 4)), rng.integers(0, 4, n)) for n in (3, 5)))
    noise = rng.normal(size=(5, 4))
    answer = lambda Z, y: add_at(Z, y) + np.eye(4)[y] * noise[: len(Z)]  # noqa: E731
    assert "wrong in the column that `y` names" in taught(spec, answer)


# ---- parts ----


def two_layers(x):
    """Gradients of two layers, and a loss."""
    return [(2.0 * x, x + 1), (x * x, np.cos(x))], np.sum(x)


LAYERS = exercise(
    two_layers,
    Case(np.array([1.5, 3.0, 0.2])),
    Case(np.array([5.0, -6.0])),
    outputs=("gradients", "loss"),
    inside={"gradients": Each("layer", ("dW", "db"))},
)


def test_a_part_is_named_to_its_leaf():
    def answer(x):
        (dW, db), second = two_layers(x)[0]
        return [(dW / 2, db), second], np.sum(x)

    verdict = check(LAYERS, answer)
    assert verdict.diagnosis == "constant factor"
    assert "`dW` of layer 0 is exactly 2 times too small" in verdict.advice
    assert "`db` of layer 0, `dW` of layer 1, `db` of layer 1 and `loss` are right" in verdict.advice


def test_parts_with_mistakes_of_their_own():
    def answer(x):
        (dW, db), (dW1, db1) = two_layers(x)[0]
        return [(-dW, db + np.arange(len(x)) ** 2), (dW1, db1)], np.sum(x)

    verdict = check(LAYERS, answer)
    assert verdict.diagnosis == "wrong sign"
    assert "`dW` of layer 0 has exactly the wrong sign" in verdict.advice
    assert "`db` of layer 0 is wrong in another way" in verdict.advice


def test_wrong_and_right_parts_where_nothing_else_is_known():
    def answer(x):
        (dW, db), second = two_layers(x)[0]
        return [(np.sin(dW) + x**2, db), second], np.sum(x)

    assert "`dW` of layer 0 is wrong; `db` of layer 0," in taught(LAYERS, answer)


def test_names_of_parts():
    names = (("gradients", Each("layer", ("dW", "db"))), ("loss", ()))
    called, inside = part(names, "", 0)
    assert called == "`gradients`"
    called, inside = part(inside, called, 1)
    assert called == "layer 1"
    assert part(inside, called, 0)[0] == "`dW` of layer 1"
    assert part((), "", 1)[0] == "the second part of the result"
    assert part((), "`loss`", 7)[0] == "part 8 of `loss`"


@pytest.mark.parametrize(
    ("text", "capital_text"),
    [
        ("wrong sign", "Wrong sign"), ("z is whole", "z is whole"), ("dW averaged", "dW averaged"),
        ("db lost", "db lost"),
        ("a whole cosine", "A whole cosine"), ("dgamma averaged", "dgamma averaged"), ("drawn twice", "Drawn twice"),
        ("np.sum left out", "np.sum left out"), ("h_next in place of h", "h_next in place of h"), ("`z` is", "`z` is"),
        ("x1 forgotten", "x1 forgotten"), ("no bias", "No bias"), ("", ""), ("lr too large", "lr too large"),
    ],
)  # fmt: skip
def test_variables_keep_their_case_at_the_beginning_of_a_sentence(text, capital_text):
    assert capital(text) == capital_text


# ---- a small change of the reference, and two mistakes ----


def test_a_small_change_that_nobody_listed():
    def decayed(w, g, *, rate):
        """A step, and a decay."""
        return w - rate * (g + 0.1 * np.sqrt(np.abs(w)))

    rng = np.random.default_rng(3)
    spec = exercise(decayed, *(Case(rng.normal(size=n), rng.normal(size=n), rate=r) for n, r in ((3, 0.5), (2, 0.25))))
    verdict = check(spec, lambda w, g, rate: w - rate * (g + 0.1 * np.abs(w)))
    assert verdict.diagnosis == "`sqrt` left out"
    assert verdict.advice == "This is exactly what comes out when `sqrt` of the part with `w` is left out."
    assert (
        check(spec, lambda w, g, rate: w - rate * (g - 0.1 * np.sqrt(np.abs(w)))).diagnosis == "minus instead of plus"
    )
    assert check(spec, lambda w, g, rate: w - rate * (g + 0.7 * np.abs(w) ** 1.5)).diagnosis == ""


def test_a_boundary_shows_in_a_single_number():
    def steps(x):
        """1 from 0 on."""
        return np.where(x >= 0, 1.0, 0.0)

    spec = exercise(steps, Case(np.array([-1.0, 0.0, 2.0])), Case(np.array([3.0, -0.5])))
    verdict = check(spec, lambda x: np.where(x > 0, 1.0, 0.0))
    assert verdict.diagnosis == "`>` where `>=` belongs"
    assert "in the comparison with `x`" in verdict.advice


# ---- as if other arguments had been given ----


def test_an_argument_that_plays_no_part():
    cases = [Case(np.array(x), k=k) for x, k in [([1.0, 3.0], 2.0), ([5.0, -2.0], -3.0), ([0.25, 1.0], 7.0)]]
    spec = exercise(lambda x, k=1.0: x * k, *cases)
    verdict = check(spec, lambda x, k: x / 2)
    assert verdict.diagnosis == "argument not used"
    assert verdict.advice == "`k` plays no part in your answer: it is as if it were always 0.5."
    assert "it makes no difference what is given" in check(spec, lambda x, k: x).advice


def test_arguments_and_axes_exchanged():
    def minus(a, b):
        """Less."""
        return a - b * b

    rng = np.random.default_rng(4)
    spec = exercise(minus, *(Case(rng.normal(size=n), rng.normal(size=n)) for n in (3, 4)))
    assert check(spec, lambda a, b: b - a * a).diagnosis == "arguments exchanged"

    def heights(X):
        """Of pictures."""
        return X.cumsum(axis=1)

    pictures = exercise(heights, *(Case(rng.normal(size=(2, h, w, 1))) for h, w in ((2, 3), (4, 2))))
    assert check(pictures, lambda X: X.cumsum(axis=2)).diagnosis in ("wrong axis", "height and width exchanged")


def test_too_few_and_too_many_values():
    assert check(LAYERS, lambda x: two_layers(x)[0]).diagnosis == "one value of several"
    assert check(LAYERS, lambda x: (*two_layers(x), 3)).diagnosis == "too many values returned"
    assert check(ARRAYS, lambda x: (cube(x), x)).diagnosis == "too many values returned"
    assert check(ARRAYS, lambda x: (np.sin(x), x)).diagnosis == ""


def test_a_mistake_in_another_form_has_the_same_name():
    spec = exercise(cube, Case(np.array([1.5, -2.0])), Case(np.array([3.5, 0.5, -1.0])))

    @spec.mistake("always positive")
    def _(x):
        """The sign is lost."""
        return np.abs(x) ** 3

    @spec.also("always positive")
    def _(x):
        return np.abs(x**3) + 1e-3

    assert check(spec, lambda x: abs(x) ** 3 + 1e-3).diagnosis == "always positive"
    with pytest.raises(ValueError, match="no mistake is called 'sometimes positive'"):
        spec.also("sometimes positive")


def test_two_listed_mistakes_in_one_answer():
    def energy(x, m, *, rate):
        """Not any physics."""
        total = m * x * x / 2
        return total + rate

    spec = exercise(energy, *(Case(np.array(v), 1.5, rate=r) for v, r in [([1.0, 3.0], 0.1), ([2.5, 4.0, 7.0], -2.0)]))
    spec.edit("half forgotten", {" / 2": ""}, "The half is missing.")
    spec.edit("rate taken off", {"+ rate": "- rate"}, "The rate is added.")
    verdict = check(spec, lambda x, m, rate: m * x**2 - rate)
    assert verdict.diagnosis == "half forgotten, and rate taken off"
    assert verdict.advice == "There are two mistakes. First: The half is missing. Second: The rate is added."
    verdict = check(spec, lambda x, m, rate: -3 * (m * x**2 / 2 - rate))
    assert verdict.diagnosis == "rate taken off, and constant factor"


def test_two_mistakes_that_do_not_meet():
    def huber(x, *, bound):
        """Square inside, straight outside."""
        return np.where(np.abs(x) <= bound, x * x / 2, bound * (np.abs(x) - bound / 2))

    spec = exercise(
        huber, *(Case(np.array(v), bound=1.0) for v in ([0.1, 0.5, -0.3], [3.0, -4.0], [0.25, 0.75], [7.0, 2.5, -3.0]))
    )

    @spec.mistake("half forgotten inside")
    def _(x, *, bound):
        """The half."""
        return np.where(np.abs(x) <= bound, x * x, bound * (np.abs(x) - bound / 2))

    @spec.mistake("not joined outside")
    def _(x, *, bound):
        """It jumps."""
        return np.where(np.abs(x) <= bound, x * x / 2, bound * np.abs(x) + 0.1 * x)

    verdict = check(spec, lambda x, bound: np.where(np.abs(x) <= bound, x * x, bound * np.abs(x) + 0.1 * x))
    assert verdict.diagnosis == "half forgotten inside, and not joined outside"


# ---- numbers that show the difference ----


@pytest.mark.parametrize("gap", [1e-3, 1e-5, 1e-6, 3e-7, 1e-9])
@pytest.mark.parametrize("size", [1, 5, 60])
def test_what_came_back_and_what_was_expected_never_print_alike(gap, size):
    spec = exercise(lambda x: x + 0.0, Case(np.linspace(1.0, 2.0, size)), Case(np.linspace(0.3, 0.9, 3)), rtol=1e-12)
    verdict = check(spec, lambda x: x + gap * (np.arange(len(x)) == len(x) - 1))
    assert verdict.got != verdict.expected
    if size > 24:
        assert "at [" in check(exercise(lambda x: x + 0.0, Case(np.linspace(1.0, 2.0, size))), lambda x: x + 1).got


def test_the_part_of_a_large_table_that_differs_is_shown():
    spec = exercise(lambda x: x * 1.0, Case(np.arange(120.0).reshape(10, 12)))

    def answer(x):
        x = x * 1.0
        x[7, 9] += 1
        return x

    verdict = check(spec, answer)
    assert verdict.got == "<array of shape (10, 12); at [7, 6:12]: 90.0, 91.0, 92.0, 94.0, 94.0, 95.0>"
    assert "93.0" in verdict.expected


def test_the_smallest_failing_case_is_shown():
    cases = [Case(np.array(numbers)) for numbers in ([1.0], [9.0, 8.0, 5.0], [3.0, 2.0], [4.0, 5.0])]
    spec = exercise(lambda x: x * 2.0, *cases)
    assert check(spec, lambda x: x * 2.0 + (len(x) > 1) * np.arange(len(x)) ** 2).call == "f(np.array([3.0, 2.0]))"


def test_no_case_counts_as_smaller_than_the_first_which_is_written_to_be_read():
    spec = exercise(lambda x: x * 2.0, Case(np.array([1.0, 2.0])), Case(np.array([3.0])))
    assert check(spec, lambda x: x * x + 0.5).call == "f(np.array([1.0, 2.0]))"


def test_two_numbers_together():
    values = [(0, 0), (0, 2), (1, 0), (3, 2), (0, 3), (2, 3), (0, 1)]
    rng = np.random.default_rng(6)
    spec = exercise(lambda x, a, b: x * (a + b), *(Case(rng.normal(size=4), a=a, b=b) for a, b in values))
    noise = rng.normal(size=4)
    advice = taught(spec, lambda x, a, b: x * (a + b) + (a == 0 and b != 0) * noise)
    assert "in which `a` is 0 and `b` is not 0" in advice


def test_an_array_of_whole_numbers_that_takes_over_its_type():
    def halves(x):
        """Half of each."""
        return x / 2

    cases = [Case(np.array([1.5, 3.0])), Case(np.array([3, 4, 5])), Case(np.array([0.5]))]
    spec = exercise(halves, *cases)

    def answer(x):
        out = np.zeros_like(x)
        out[:] = x / 2
        return out

    verdict = check(spec, answer)
    assert verdict.diagnosis == "integer type taken over"
    assert "took the integer type of `x` by `np.zeros_like(x)`" in verdict.advice
    only_whole = exercise(halves, Case(np.array([3, 4, 5])), Case(np.array([7, 1])))
    assert check(only_whole, answer).diagnosis == "integer truncation"
