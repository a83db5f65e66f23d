"""Lesson 01, neuron: cases, known mistakes and hints."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, Mistake, choice, number
from dlcourse.lessons import neuron as reference

# ---- weighted_sum ----


def _weighted_sum_cases(rng):
    return [
        Case(np.array([1.0, 2.0]), np.array([3.0, -1.0]), 0.5),
        Case(np.array([2.0, 0.0, -1.0]), np.array([0.5, 4.0, 1.5]), -1.25),
        Case(rng.normal(size=5), rng.normal(size=5), 2.0),
        Case(np.array([3.0]), np.array([-2.0]), 0.75),
        Case(np.array([2, 3]), np.array([1, 4]), 1),
        Case(rng.normal(size=64), 10 * rng.normal(size=64), float(rng.normal())),
        Case(rng.normal(size=4).astype(np.float32), rng.normal(size=4).astype(np.float32), 0.5),
    ]


def _sum_without_bias(x, w, b):
    return np.sum(np.asarray(x) * w)


def _products_not_added(x, w, b):
    return x * w + b


def _bias_in_every_product(x, w, b):
    return np.sum(x * w + b)


def _mean_instead_of_sum(x, w, b):
    return np.mean(x * w) + b


def _bias_subtracted(x, w, b):
    return x @ w - b


def _inputs_and_weights_added(x, w, b):
    return np.sum(x + w) + b


# ---- step ----


def _activation_cases(rng):
    """Numbers of any shape, with 0, tiny, huge and whole ones among them."""
    return [
        Case(np.array([-2.0, -0.5, 0.0, 0.5, 3.0])),
        Case(np.array([[1.5, -0.25], [-4.0, 0.75], [0.0, 2.5]])),
        Case(rng.normal(scale=3, size=(4, 3))),
        Case(np.array([0.3])),
        Case(np.array([-1, 0, 2])),
        Case(np.array([-1000.0, -40.0, 40.0, 1000.0])),
        Case(rng.normal(size=(2, 3, 2))),
        Case(rng.normal(scale=2, size=6).astype(np.float32)),
        Case(np.array([-1e-9, 1e-9])),
    ]


def _silent_at_zero(z):
    return np.where(z > 0, 1.0, 0.0)


def _sign_instead_of_step(z):
    return np.where(z >= 0, 1.0, -1.0)


def _truth_values(z):
    return z >= 0


def _keeps_the_size(z):
    return np.where(z >= 0, z, 0.0)


def _fires_when_negative(z):
    return np.where(z < 0, 1.0, 0.0)


# ---- sigmoid ----


def _naive_sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _overflowing_sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))


def _both_lines_worked_out(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def _only_right_of_zero(z):
    return 1 / (1 + np.exp(-np.abs(z)))


def _sigmoid_of_minus_z(z):
    return reference.sigmoid(-np.asarray(z))


def _parentheses_forgotten(z):
    return 1 / 1 + np.exp(-z)


def _tanh_instead(z):
    return np.tanh(z)


def _clipped_early(z):
    return 1 / (1 + np.exp(-np.clip(z, -10, 10)))


# ---- relu ----


def _absolute_value(z):
    return np.abs(z)


def _minimum_instead(z):
    return np.minimum(z, 0)


def _one_for_positive(z):
    return np.where(np.asarray(z) > 0, 1.0, 0.0)


def _relu_in_place(z):
    z[z < 0] = 0
    return z


def _maximum_of_all(z):
    return np.max(z)


def _maximum_over_first_axis(z):
    return np.max(z, 0)


def _capped_at_one(z):
    return np.clip(z, 0, 1)


# ---- sigmoid_gradient ----


def _gradient_of_squashed(z):
    return z * (1 - z)


def _slope_without_product(z):
    return 1 - reference.sigmoid(z)


def _parentheses_of_slope(z):
    s = reference.sigmoid(z)
    return s - 1 * s


def _squared_sigmoid(z):
    s = reference.sigmoid(z)
    return s**2 - s


def _sigmoid_again(z):
    return reference.sigmoid(z)


def _sigmoid_twice(z):
    s = reference.sigmoid(reference.sigmoid(z))
    return s * (1 - s)


# ---- neuron ----


def _neuron_cases(rng):
    return [
        Case(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), np.array([2.0, -1.0]), 0.5),
        Case(rng.normal(size=(4, 3)), rng.normal(size=3), -0.7),
        Case(rng.normal(size=(3, 3)), rng.normal(size=3), 1.3),
        Case(rng.normal(size=(1, 5)), rng.normal(size=5), -0.2),
        Case(rng.normal(size=(6, 1)), np.array([1.5]), 0.4),
        Case(100 * rng.normal(size=(5, 8)), 10 * rng.normal(size=8), 3.0),
        Case(rng.normal(size=(3, 2)).astype(np.float32), np.array([0.5, -2.0], np.float32), 0.25),
    ]


def _neuron_without_activation(X, w, b):
    return X @ w + b


def _neuron_without_bias(X, w, b):
    return reference.sigmoid(X @ w)


def _bias_after_activation(X, w, b):
    return reference.sigmoid(X @ w) + b


def _neuron_with_step(X, w, b):
    return reference.step(X @ w + b)


def _products_not_added_up(X, w, b):
    return reference.sigmoid(X * w + b)


def _one_sum_for_all(X, w, b):
    return reference.sigmoid(np.sum(X * w) + b)


# ---- decision_boundary ----


def _boundary_cases(rng):
    return [
        Case(np.array([1.0, 2.0]), -4.0, np.array([0.0, 2.0, 5.0])),
        Case(np.array([-0.5, 1.0]), 0.75, np.array([-1.0, 1.0])),
        Case(rng.normal(size=2) + np.array([0.5, 2.5]), 1.5, rng.normal(size=5)),
        Case(np.array([2.0, -4.0]), -3.0, np.linspace(-3, 3, 7)),
        Case(np.array([0.0, 0.5]), 2.0, np.array([-2.0, 0.0, 2.0])),
        Case(np.array([3, 2]), 1, np.array([0, 1, 2])),
        Case(np.array([1.0, 1e-6]), 0.5, np.array([-1.0, 1.0])),
    ]


def _boundary_sign(w, b, x1):
    return (w[0] * x1 + b) / w[1]


def _boundary_bias_sign(w, b, x1):
    return (b - w[0] * x1) / w[1]


def _boundary_weights_swapped(w, b, x1):
    return -(w[1] * x1 + b) / w[0] if w[0] else np.full(np.shape(x1), 1e9)


def _boundary_without_bias(w, b, x1):
    return -w[0] * x1 / w[1]


def _not_divided(w, b, x1):
    return -(w[0] * x1 + b)


def _division_of_bias_only(w, b, x1):
    return -w[0] * x1 - b / w[1]


# ---- perceptron_update ----


def _update_cases(rng):
    w = np.array([0.5, -1.0])
    cases = [
        Case(w, 0.25, x=np.array([1.0, 2.0]), target=1, learning_rate=0.5),  # silent, should fire
        Case(w, 0.25, x=np.array([3.0, 1.0]), target=0, learning_rate=0.5),  # fires, should not
        Case(w, 0.25, x=np.array([3.0, 1.0]), target=1, learning_rate=0.5),  # right
        Case(w, 0.25, x=np.array([1.0, 2.0]), target=0, learning_rate=0.5),  # right
        Case(np.zeros(3), 0.0, x=np.array([1.0, -2.0, 0.5]), target=0, learning_rate=0.1),  # exactly at 0
        Case(w, -2.0, x=np.array([4.0, 1.0]), target=1, learning_rate=0.25),  # silent because of its bias
        Case(w, 2.0, x=np.array([1.0, 2.0]), target=0, learning_rate=0.25),  # fires because of its bias
    ]
    for size in (4, 64):
        for target in (0, 1):
            w, b, x = rng.normal(size=size), float(rng.normal()), rng.normal(size=size)
            cases.append(Case(w, b, x=x, target=target, learning_rate=float(rng.uniform(0.1, 2))))
    return cases


def _error(w, b, x, target):
    return target - reference.step(x @ w + b)


def _wrong_direction(w, b, *, x, target, learning_rate):
    error = -_error(w, b, x, target)
    return w + learning_rate * error * x, b + learning_rate * error


def _bias_never_learns(w, b, *, x, target, learning_rate):
    return w + learning_rate * _error(w, b, x, target) * x, b


def _rate_forgotten_for_bias(w, b, *, x, target, learning_rate):
    error = _error(w, b, x, target)
    return w + learning_rate * error * x, b + error


def _products_compared_one_by_one(w, b, *, x, target, learning_rate):
    error = target - reference.step(w * x + b)
    return w + learning_rate * error * x, b + learning_rate * error


def _sigmoid_instead_of_step(w, b, *, x, target, learning_rate):
    error = target - reference.sigmoid(x @ w + b)
    return w + learning_rate * error * x, b + learning_rate * error


def _bias_left_out_of_sum(w, b, *, x, target, learning_rate):
    error = target - reference.step(x @ w)
    return w + learning_rate * error * x, b + learning_rate * error


def _weights_for_inputs(w, b, *, x, target, learning_rate):
    error = _error(w, b, x, target)
    return w + learning_rate * error * w, b + learning_rate * error


def _learning_rate_forgotten(w, b, *, x, target, learning_rate):
    error = _error(w, b, x, target)
    return w + error * x, b + error


def _always_corrected(w, b, *, x, target, learning_rate):
    direction = 2 * target - 1
    return w + learning_rate * direction * x, b + learning_rate * direction


def _weighted_sum_instead_of_step(w, b, *, x, target, learning_rate):
    error = target - (x @ w + b)
    return w + learning_rate * error * x, b + learning_rate * error


def _update_in_place(w, b, *, x, target, learning_rate):
    error = _error(w, b, x, target)
    w += learning_rate * error * x
    return w, b + learning_rate * error


def _input_left_out(w, b, *, x, target, learning_rate):
    error = _error(w, b, x, target)
    return w + learning_rate * error, b + learning_rate * error


EXERCISES = [
    Exercise(
        id="neuron.weighted_sum",
        points=1,
        reference=reference.weighted_sum,
        cases=_weighted_sum_cases,
        mistakes=[
            Mistake(
                "bias forgotten",
                "This is the sum of the products. The bias is still missing: add b once.",
                _sum_without_bias,
            ),
            Mistake(
                "products not added up",
                "You multiply each input by its weight, but the products are still separate numbers. "
                "A neuron adds them to one number: `np.sum(...)`, or `x @ w`, which does both.",
                _products_not_added,
            ),
            Mistake(
                "bias added once for every input",
                "The bias is inside the sum, so it is added once for every input. It belongs to the neuron, "
                "not to the inputs: add it once, after the sum.",
                _bias_in_every_product,
            ),
            Mistake(
                "mean instead of sum",
                "You average the products. A neuron adds them: with twice as many inputs it may get twice as excited.",
                _mean_instead_of_sum,
            ),
            Mistake(
                "bias subtracted",
                "The bias is added, not subtracted: a positive bias makes the neuron easier to excite.",
                _bias_subtracted,
            ),
            Mistake(
                "weights added to the inputs",
                "You add weights and inputs. A weight says how much its input counts, so it multiplies it.",
                _inputs_and_weights_added,
            ),
        ],
        hints=[
            "First multiply every input by its weight, then add up, then add the bias once.",
            "With NumPy, `x * w` multiplies element by element and `np.sum` adds up all elements.",
            "`np.sum(x * w)` is the sum of the products. Add b to it.",
        ],
        equivalent={
            "without: x, w = (np.asarray(x), np.asarray(w))": "only for callers that give lists",
            "x, w = (x, np.asarray(w))": "only for callers that give lists",
            "x, w = (np.asarray(x), w)": "only for callers that give lists",
            "x, w = (np.asarray(w), np.asarray(x))": "a product of two vectors does not depend on their order",
            "return w @ x + b": "a product of two vectors does not depend on their order",
        },
        built="the sum at the heart of every neural network, large or small.",
    ),
    choice(
        "neuron.silent_weight",
        options={
            "a": "The neuron can no longer fire.",
            "b": "The input is ignored: its value no longer matters.",
            "c": "The input counts as if it were 1.",
            "d": "The input now holds the neuron back.",
        },
        right="b",
        wrong={
            "a": (
                "whole neuron silenced",
                "The other inputs and the bias still add up: they may well make it fire.",
            ),
            "c": ("zero taken for one", "The product is input × 0, which is 0, whatever the input is."),
            "d": (
                "zero taken for negative",
                "Holding back takes a negative weight. 0 does nothing either way.",
            ),
        },
        hints=[
            "What is the product of any input and 0?",
            "Set a slider of the explorer above to 0 and look at that input's part of the sum.",
        ],
        built="a third kind of weight: besides reinforcing and inhibiting ones there are silent ones.",
    ),
    Exercise(
        id="neuron.step",
        points=1,
        reference=reference.step,
        cases=_activation_cases,
        mistakes=[
            Mistake(
                "silent at exactly 0",
                "At exactly 0 your neuron stays silent. The definition says that it fires *from* 0 on: `>=`, not `>`.",
                _silent_at_zero,
            ),
            Mistake(
                "-1 instead of 0",
                "A silent neuron puts out 0, not -1: with -1 it would still hold back the neurons that come after it.",
                _sign_instead_of_step,
            ),
            Mistake(
                "truth values instead of numbers",
                "`z >= 0` gives True and False. Later neurons calculate with these: turn them into "
                "numbers, 1.0 and 0.0, for example with `np.where`.",
                _truth_values,
            ),
            Mistake(
                "size kept",
                "Where the neuron fires, you pass the sum on as it is. The step knows only 0 and 1, however large "
                "the sum.",
                _keeps_the_size,
            ),
            Mistake(
                "fires when it should be silent",
                "Your neuron fires for negative sums and is silent for positive ones: the comparison is the wrong "
                "way round.",
                _fires_when_negative,
            ),
        ],
        hints=[
            "Every element gets 1.0 or 0.0, depending on whether it is at least 0.",
            "`np.where(condition, a, b)` takes a where the condition holds, else b, element by element.",
            "The condition is `z >= 0`.",
        ],
        equivalent={
            "without: z = np.asarray(z)": "only for callers that give lists",
            "z = z": "only for callers that give lists",
        },
        built="the activation of the first artificial neurons, of 1943.",
    ),
    Exercise(
        id="neuron.sigmoid",
        points=2,
        reference=reference.sigmoid,
        cases=_activation_cases,
        atol=1e-12,
        mistakes=[
            Mistake(
                "overflow for very negative numbers",
                "The formula is right, but for very negative z, exp(-z) grows beyond what a floating-point number "
                "holds, and NumPy warns of an overflow. Never let exp see such numbers: `np.clip(z, -700, 700)` cuts "
                "them off.",
                _naive_sigmoid,
            ),
            Mistake(
                "nan for large numbers",
                "For large z, exp(z) is infinite above and below the fraction bar, and infinity divided by infinity "
                "is nan. Use the formula with exp(-z), and cut off very negative z: `np.clip(z, -700, 700)`.",
                _overflowing_sigmoid,
            ),
            Mistake(
                "falls instead of rising",
                "Your curve falls from 1 to 0. The exponent wants a minus: exp(-z) gets small as z gets large, "
                "and the fraction rises.",
                _sigmoid_of_minus_z,
            ),
            Mistake(
                "both lines worked out",
                "`np.where` works out *both* lines for every z, and only then chooses. So one of them overflows for "
                "large z, the other for very negative z. Neither may: cut z first, with "
                "`np.clip(z, -700, 700)`, or use "
                "`np.exp(-np.abs(z))` in both lines.",
                _both_lines_worked_out,
            ),
            Mistake(
                "right only for positive z",
                "For z >= 0 this is right. For negative z, exp(-|z|) is not exp(-z): there the sigmoid is "
                "exp(-|z|) / (1 + exp(-|z|)).",
                _only_right_of_zero,
            ),
            Mistake(
                "parentheses forgotten",
                "You calculate 1 + exp(-z), which is what stands below the fraction bar. Python divides before it "
                "adds: put parentheses around it, `1 / (1 + ...)`.",
                _parentheses_forgotten,
            ),
            Mistake(
                "tanh instead of sigmoid",
                "This is tanh: the same shape, but from -1 to 1. The sigmoid goes from 0 to 1, so that it can be "
                "read as a probability.",
                _tanh_instead,
            ),
            Mistake(
                "z cut off too early",
                "You cut z at ±10 to keep exp small. That avoids the overflow, but all numbers beyond 10 become "
                "the same, with an error of 5e-05. exp only overflows beyond 700: cut there.",
                _clipped_early,
            ),
        ],
        hints=[
            "Begin with the formula 1 / (1 + exp(-z)). Mind the parentheses.",
            "For z = -1000, exp(-z) overflows. `np.clip(z, -700, 700)` gives z with everything beyond ±700 cut off.",
            "`return 1 / (1 + np.exp(-np.clip(z, -700, 700)))`. Libraries take exp(-|z|) instead, which also serves "
            "shorter floating-point numbers: `solution` shows how.",
        ],
        equivalent={
            "return np.where(z >= 0, 1, e) / (1 + e)": "only for callers that give lists",
            "return np.where(np.asarray(z) > 0, 1, e) / (1 + e)": "at 0, e is 1: both branches agree",
        },
        built="a smooth neuron that stays calm whatever number comes in.",
    ),
    Exercise(
        id="neuron.relu",
        points=1,
        reference=reference.relu,
        cases=_activation_cases,
        mistakes=[
            Mistake(
                "absolute value",
                "Negative sums come out positive. A ReLU silences them: they become 0.",
                _absolute_value,
            ),
            Mistake(
                "minimum instead of maximum",
                "You keep the negative numbers and silence the positive ones: it is the *larger* of z and 0 that "
                "goes on.",
                _minimum_instead,
            ),
            Mistake(
                "step instead of ReLU",
                "Positive numbers become 1. A ReLU passes them on as they are: that is how it says *how far* "
                "the neuron is excited.",
                _one_for_positive,
            ),
            Mistake(
                "input changed in place",
                "`z[z < 0] = 0` writes into the caller's own array. Someone else may still need "
                "the sums: make a new array.",
                _relu_in_place,
            ),
            Mistake(
                "one maximum for all",
                "`np.max` finds the single largest number. `np.maximum(z, 0)` compares every element with 0.",
                _maximum_of_all,
            ),
            Mistake(
                "largest along an axis",
                "`np.max(z, 0)` takes 0 for an axis and looks for the largest number along it. "
                "`np.maximum(z, 0)` compares "
                "every element with the number 0.",
                _maximum_over_first_axis,
            ),
            Mistake(
                "capped at 1",
                "Numbers above 1 are cut off. A ReLU has no upper limit.",
                _capped_at_one,
            ),
        ],
        hints=[
            "Each element is replaced by the larger of itself and 0.",
            "`np.max` gives the largest element of an array; `np.maximum` compares two arrays element by element.",
            "`np.maximum` wants two things: z, and the number to compare every element with.",
        ],
        equivalent={
            "return np.maximum(0, z)": "the larger of two numbers does not depend on their order",
        },
        built="the activation that most of today's networks use.",
    ),
    Exercise(
        id="neuron.sigmoid_gradient",
        points=1,
        reference=reference.sigmoid_gradient,
        cases=_activation_cases,
        mistakes=[
            Mistake(
                "z not squashed",
                "You put z itself into s (1 - s). There, s is the *output* of the sigmoid: squash z first.",
                _gradient_of_squashed,
            ),
            Mistake(
                "only 1 - s",
                "One factor is missing: the slope is s times (1 - s), so that it is small at both ends.",
                _slope_without_product,
            ),
            Mistake(
                "parentheses forgotten",
                "Without parentheses, s * 1 - s and s - 1 * s are both s - s, which is 0 everywhere: `s * (1 - s)`.",
                _parentheses_of_slope,
            ),
            Mistake(
                "sign of the slope",
                "Your slope is negative, but the sigmoid rises everywhere: it is s - s², not s² - s.",
                _squared_sigmoid,
            ),
            Mistake(
                "the sigmoid, not its slope",
                "This is the sigmoid itself. Its slope says how fast it rises: s (1 - s).",
                _sigmoid_again,
            ),
            Mistake(
                "squashed twice",
                "The sigmoid is applied twice. Squash z once, call the result s, and use s in the formula.",
                _sigmoid_twice,
            ),
        ],
        hints=[
            "You have written the sigmoid already: call it.",
            "Put `s = sigmoid(z)` in the first line; the slope is made of s alone.",
            "`return s * (1 - s)`",
        ],
        built="the slope of the sigmoid, without which no network of sigmoids could learn.",
    ),
    number(
        "neuron.largest_slope",
        right=0.25,
        wrong=[
            (
                "the value at 0, not the slope",
                "0.5 is the sigmoid itself at 0. Its slope there is s (1 - s).",
                0.5,
            ),
            (
                "the slope of the straight line",
                "1 is the slope of a line at 45°; the sigmoid is flatter.",
                1.0,
            ),
            (
                "the slope far away",
                "Far away from 0 the slope is nearly 0: that is where it is smallest.",
                0.0,
            ),
        ],
        hints=[
            "Look at the slope curve: where is its top?",
            "The top is at z = 0, where s = 0.5. Put that into s (1 - s).",
        ],
        built="a fact that will matter in deep networks: where the sum rises by 1, a sigmoid rises by 0.25 at most.",
    ),
    Exercise(
        id="neuron.neuron",
        points=2,
        reference=reference.neuron,
        cases=_neuron_cases,
        mistakes=[
            Mistake(
                "activation forgotten",
                "These are the weighted sums. The neuron still has to squash them: `sigmoid(...)` around it all.",
                _neuron_without_activation,
            ),
            Mistake(
                "bias forgotten",
                "The bias is not added. Without it, the neuron's boundary would always go through the origin.",
                _neuron_without_bias,
            ),
            Mistake(
                "bias added after the activation",
                "You add the bias to the output, so it can leave the range 0 to 1. It belongs in the sum, "
                "before the sigmoid.",
                _bias_after_activation,
            ),
            Mistake(
                "step instead of sigmoid",
                "Your neuron only says 0 or 1. With the sigmoid it says how strongly it fires.",
                _neuron_with_step,
            ),
            Mistake(
                "products not added up",
                "You get one number for every *input*. `X @ w` multiplies and adds up, and leaves one number for "
                "every example.",
                _products_not_added_up,
            ),
            Mistake(
                "one sum over all examples",
                "You add up over all examples and get a single number. Each row of X is an example with an "
                "answer of its own: `X @ w`.",
                _one_sum_for_all,
            ),
        ],
        hints=[
            "It is a weighted sum and then an activation, and you have written both.",
            "`X @ w` takes the weighted sum of every row of X at once.",
            "`return sigmoid(X @ w + b)`",
        ],
        equivalent={
            "without: X, w = (np.asarray(X), np.asarray(w))": "only for callers that give lists",
            "X, w = (X, np.asarray(w))": "only for callers that give lists",
            "X, w = (np.asarray(X), w)": "only for callers that give lists",
        },
        built="a whole neuron that answers for a hundred examples at once.",
    ),
    Exercise(
        id="neuron.decision_boundary",
        points=2,
        reference=reference.decision_boundary,
        cases=_boundary_cases,
        mistakes=[
            Mistake(
                "sign lost when solving for x2",
                "The line is mirrored: when w[0] * x1 + b moves to the other side of the equation, both get a minus.",
                _boundary_sign,
            ),
            Mistake(
                "sign of the bias",
                "w[0] * x1 has its minus, the bias has none. Both move to the other side: -(w[0] * x1 + b).",
                _boundary_bias_sign,
            ),
            Mistake(
                "weights exchanged",
                "The two weights are exchanged: w[0] belongs to x1, and w[1] to x2, for which you solve.",
                _boundary_weights_swapped,
            ),
            Mistake(
                "bias forgotten",
                "Your line goes through the origin: the bias, which moves it away from there, is missing.",
                _boundary_without_bias,
            ),
            Mistake(
                "not divided",
                "The other side of the equation is right, but it is still w[1] times too large: divide it by w[1].",
                _not_divided,
            ),
            Mistake(
                "only the bias divided",
                "Only the bias is divided by w[1]. All of the other side is divided: put it in parentheses.",
                _division_of_bias_only,
            ),
        ],
        hints=[
            "On the boundary the weighted sum is exactly 0. Write that as an equation with x1 and x2.",
            "Bring w[0] * x1 and b to the other side, then divide by w[1].",
            "`return -(w[0] * x1 + b) / w[1]`",
        ],
        equivalent={
            "return -(w[0] * x1 + b) / w[1]": "only for callers that give lists",
            "return -(w[0] * np.asarray(x1) + b) / w[-1]": "there are two weights: the last is the second",
        },
        built="the line that a neuron draws through its world.",
    ),
    choice(
        "neuron.one_line",
        options={
            "a": "Points inside a circle against points outside of it.",
            "b": "Points above a slanted line against points below it.",
            "c": "Points in the top left or bottom right corner against the other two corners.",
            "d": "All three.",
        },
        right="b",
        wrong={
            "a": (
                "a bent boundary",
                "The boundary of one neuron is where its sum is 0. That is a straight line and never a circle.",
            ),
            "c": (
                "two separate corners",
                "Whatever line you draw, one of the corners is on the wrong side. This puzzle is known as XOR, "
                "and the next lesson "
                "solves it with a second layer.",
            ),
            "d": (
                "one neuron can do everything",
                "One neuron draws one straight line. Two of these need more.",
            ),
        },
        hints=[
            "What shape has the boundary that you drew above?",
            "The activation changes how strongly the neuron fires, but not the shape of the boundary: "
            "it is always a straight line.",
        ],
        built="the limit of a single neuron, and the reason for layers.",
    ),
    Exercise(
        id="neuron.perceptron_update",
        points=3,
        reference=reference.perceptron_update,
        cases=_update_cases,
        outputs=("w", "b"),
        mistakes=[
            Mistake(
                "wrong direction",
                "The correction goes the wrong way: the neuron becomes more sure of its mistake. The error is "
                "target minus output, not output minus target.",
                _wrong_direction,
            ),
            Mistake(
                "bias never learns",
                "The weights are corrected, the bias never. It learns by the same rule, as if it were a weight on "
                "an input that is always 1.",
                _bias_never_learns,
            ),
            Mistake(
                "learning rate forgotten",
                "The correction has the right direction, but the learning rate does not scale it.",
                _learning_rate_forgotten,
            ),
            Mistake(
                "learning rate forgotten for the bias",
                "The weights are right. The bias is corrected by the whole error: it wants the learning rate, too.",
                _rate_forgotten_for_bias,
            ),
            Mistake(
                "products not added up",
                "`w * x` is still one number for each input, and so is your error. Take the weighted sum first: "
                "`x @ w + b`, "
                "or `weighted_sum(x, w, b)`.",
                _products_compared_one_by_one,
            ),
            Mistake(
                "sigmoid instead of step",
                "The answer to compare with the target is 0 or 1: the *step* of the sum. With the sigmoid the error is "
                "never 0.",
                _sigmoid_instead_of_step,
            ),
            Mistake(
                "bias left out of the sum",
                "The neuron's answer is the step of x @ w *plus the bias*. Without it, the neuron corrects itself "
                "at the "
                "wrong times.",
                _bias_left_out_of_sum,
            ),
            Mistake(
                "weights in place of inputs",
                "Each weight changes in proportion to its *input*, x. You multiply the error by the weight itself.",
                _weights_for_inputs,
            ),
            Mistake(
                "corrected when right",
                "Weights change even when the answer was right. Use the error, target minus output: it is 0 then.",
                _always_corrected,
            ),
            Mistake(
                "sum instead of step",
                "The error is taken from the weighted sum. The perceptron compares its *answer*, 0 or 1, with the "
                "target: put the sum through `step` first.",
                _weighted_sum_instead_of_step,
            ),
            Mistake(
                "weights changed in place",
                "`w += ...` writes into the caller's array, so the weights before the correction are lost. "
                "Return new ones: `w + ...`.",
                _update_in_place,
            ),
            Mistake(
                "input left out",
                "Every weight gets the same correction. It should be in proportion to its input: an input of 0 had "
                "no part in the mistake.",
                _input_left_out,
            ),
        ],
        hints=[
            "What does the neuron answer for x? Compare with the target: the error is 0, +1 or -1.",
            "Each weight changes by learning_rate * error * its input; the bias by learning_rate * error.",
            "`error = target - step(x @ w + b)`, then return `w + learning_rate * error * x` and "
            "`b + learning_rate * error`.",
        ],
        equivalent={
            "error = target - step(w @ x + b)": "a product of two vectors does not depend on their order",
        },
        built="one of the first rules by which a machine learned from its mistakes (Rosenblatt, 1958).",
    ),
]
