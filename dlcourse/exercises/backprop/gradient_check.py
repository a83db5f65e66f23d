"""The gradient check: the largest relative error of any element, against central differences."""

import numpy as np

from dlcourse.checking.runtime.plain import FunctionName
from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import backprop, losses


def cases(rng):
    f, x = FunctionName("sum_of_squares"), np.array([3.0, -1.0])
    rows, columns, length = drawn_sizes(rng, 3, least=3)
    rough = rng.normal(size=(rows, columns))
    slopes = np.cos(rough) * np.arange(1, rough.size + 1).reshape(rough.shape)
    spoiled, turned, tiny = slopes.copy(), slopes.copy(), slopes.copy()
    spoiled[1, 2] *= 1.5
    turned[2, 1] *= -1
    tiny[0, 0] *= 1.001
    large = 20 * rng.uniform(1, 2, size=(1, length))
    softened = rng.normal(size=length)
    shares = np.exp(softened) / np.exp(softened).sum()
    return [
        Case(f, x, 4 * x),
        Case(f, x, 2 * x),
        Case(f, x, np.array([6.0, -2.5])),
        Case(f, x, np.array([5.0, -2.0])),
        Case(f, x, np.array([6.0, 2.0])),
        Case(f, x, 0 * x),
        Case(f, np.array([0.0, 2.0, 0.0]), np.array([0.0, 3.0, 0.0])),  # elements without any slope
        Case(f, np.array([0.0, 2.0]), np.array([1.0, 4.0])),
        Case(FunctionName("weighted_sines"), rough, slopes),
        Case(FunctionName("weighted_sines"), rough, spoiled),
        Case(FunctionName("weighted_sines"), rough, turned),
        Case(FunctionName("weighted_sines"), rough, tiny),
        Case(FunctionName("sum_of_cubes"), large, 3 * large**2 + 1),
        Case(FunctionName("log_sum_exp"), softened, 0.8 * shares),
    ]


exercise = Exercise(
    reference=backprop.gradient_check,
    points=2,
    cases=cases,
    rtol=1e-5,
    atol=1e-6,
    hints=[
        "What do both lines below the first give for a right gradient of −2, and what should they?",
        "Each of them has one fault. A size has no sign: what is the larger of −2 and −2.0000001, seen as sizes? "
        "And which one number says of a thousand errors that *all* of them are small?",
        "Elsewhere: `a = np.array([-3.0, 2.0])` has `np.abs(a)` = `[3. 2.]`; `np.mean(a)` is −0.5 and `np.max(a)` "
        "is 2.",
    ],
    form="fault",
    solved="the tool that tells a right backward from one that only looks right. Use it on everything from here.",
    equivalent_mutants={
        "larger = np.maximum(np.abs(numerical), np.abs(gradient))": "the larger of two, in either order",
        "return np.max(np.abs(numerical - gradient) / np.maximum(larger, 1e-08))": "the size of a difference",
        "return np.max(np.abs(gradient - numerical) / np.maximum(1e-08, larger))": "the larger of two",
    },
)

exercise.edit(
    "absolute instead of relative",
    {" / np.maximum(larger, 1e-8)": ""},
    """You return the largest difference itself. 0.001 is much for a slope of 0.001, and nothing for one of 1000: divide
    each difference by the larger of the two sizes.""",
)

exercise.edit(
    "mean instead of the largest",
    {"np.max(": "np.mean("},
    """You return the mean error. One wrong element among thousands would hardly show: take the largest.""",
)

exercise.edit(
    "smallest error",
    {"np.max(": "np.min("},
    """You return the smallest error: one right element would be enough to pass. Take the largest.""",
)

exercise.edit(
    "difference without `np.abs`",
    {"np.abs(gradient - numerical)": "(gradient - numerical)"},
    """Where the gradient is too small, the difference is negative and the maximum overlooks it: take `np.abs` of the
    difference.""",
)

exercise.edit(
    "sizes without `np.abs`",
    {"np.abs(gradient), np.abs(numerical)": "gradient, numerical"},
    """You divide by the larger of the two numbers, not of their sizes. For negative slopes that goes wrong: take
    `np.abs` of both.""",
)

exercise.edit(
    "0 divided by 0",
    {"np.maximum(larger, 1e-8)": "larger"},
    """Where both slopes are 0, 0 / 0 is nan, and nan hides everything else. Divide by at least 1e-8.""",
)

exercise.edit(
    "divided by both together",
    {"np.maximum(np.abs(gradient), np.abs(numerical))": "np.abs(gradient) + np.abs(numerical)"},
    """You divide by the sum of both sizes. A gradient twice too large then has an error of 1/3; wanted is 1/2: divide
    by the *larger* of the two.""",
)

exercise.edit(
    "divided by the gradient only",
    {"np.maximum(np.abs(gradient), np.abs(numerical))": "np.abs(gradient)"},
    """You divide by the size of `gradient` alone. If that is wrongly 0, the error explodes: divide by the larger of the
    two.""",
)

exercise.edit(
    "divided by the numerical gradient only",
    {"np.maximum(np.abs(gradient), np.abs(numerical))": "np.abs(numerical)"},
    """You divide by the size of the numerical gradient alone. If the right slope is 0, the error explodes: divide by
    the larger of the two.""",
)


@exercise.mistake("one error for the whole gradient")
def _(f, x, gradient):
    """You divide the length of the whole difference by that of the gradients. One small element could be entirely wrong
    and not show: compare element by element, and take the largest.
    """
    numerical = losses.numerical_gradient(f, x)
    length = max(np.linalg.norm(gradient), np.linalg.norm(numerical), 1e-8)
    return float(np.linalg.norm(gradient - numerical) / length)


exercise.edit(
    "largest difference by largest slope",
    {"np.maximum(larger, 1e-8)": "np.max(larger)"},
    """You divide the largest difference by the largest slope, of perhaps another element. Divide element by element,
    then take the maximum.""",
)


@exercise.mistake("lengths of whole gradients added")
def _(f, x, gradient):
    """You divide the length of the whole difference by the sum of both lengths. One small element could be entirely
    wrong and not show: compare element by element, divide by the larger, and take the largest.
    """
    numerical = losses.numerical_gradient(f, x)
    return np.linalg.norm(gradient - numerical) / (np.linalg.norm(gradient) + np.linalg.norm(numerical))


@exercise.mistake("yes or no")
def _(f, x, gradient):
    """You answer with yes or no. Wanted is the error itself, a number: whoever asks decides how much is too much."""
    return bool(np.allclose(gradient, losses.numerical_gradient(f, x)))


@exercise.mistake("error of the last element")
def _(f, x, gradient):
    """You return the error of the last element: in the loop each new one replaces the one before. Keep the largest so
    far: `worst = max(worst, error)`.
    """
    numerical = losses.numerical_gradient(f, x)
    larger = np.maximum(np.abs(gradient), np.abs(numerical))
    return (np.abs(gradient - numerical) / np.maximum(larger, 1e-8)).flat[-1]


exercise.edit(
    "difference not halved",
    {"losses.numerical_gradient(f, x)": "2 * losses.numerical_gradient(f, x)"},
    """Your numerical gradient is twice as large as it should be: between x + h and x - h lie 2 h. Divide by that.""",
)

exercise.edit(
    "errors added up",
    {"np.max(": "np.sum("},
    """You add the errors up, so that many harmless ones look like a bad one. Take the largest.""",
)

exercise.edit(
    "place instead of the error",
    {"np.max(": "np.argmax("},
    """You return where the largest error is. Wanted is how large it is: `np.max`.""",
)

exercise.edit(
    "size of the larger number",
    {"np.maximum(np.abs(gradient), np.abs(numerical))": "np.abs(np.maximum(gradient, numerical))"},
    """You take the larger of the two numbers, and then its size. Of −12 and −6 the larger number is −6, but the larger
    *size* is 12: take `np.abs` of each first, then the larger.""",
)

exercise.edit(
    "size of `gradient` alone",
    {"np.abs(numerical))": "numerical)"},
    """`np.abs` stands at `gradient` only. If that is 0 where the slope is negative, the larger of the two is 0 and the
    error explodes: take `np.abs` of both.""",
)

exercise.edit(
    "size of `numerical` alone",
    {"np.abs(gradient), ": "gradient, "},
    """`np.abs` stands at `numerical` only. Where the gradient is negative and too large, you divide by the smaller of
    the two: take `np.abs` of both.""",
)

exercise.edit(
    "largest difference, divided by every size",
    {
        "np.max(np.abs(gradient - numerical) /": "np.max(np.abs(gradient - numerical)) /",
        "np.maximum(larger, 1e-8))": "np.maximum(larger, 1e-8)",
    },
    """A parenthesis closes too early: you take the largest *difference*, and divide it by each size, so that an array
    comes back. First divide, then take the largest.""",
)

exercise.edit(
    "sign lost",
    {"np.abs(gradient - numerical)": "np.abs(np.abs(gradient) - np.abs(numerical))"},
    """You compare the sizes only, so that a slope of −6 passes for one of 6. The difference needs the signs: `np.abs`
    comes after it. Only what you divide by is made of sizes.""",
)

exercise.edit(
    "difference without `np.abs`, the other way round",
    {"np.abs(gradient - numerical)": "(numerical - gradient)"},
    """Where the gradient is too large, your difference is negative and the maximum overlooks it: take `np.abs` of the
    difference.""",
)


@exercise.mistake("mean of the squared differences")
def _(f, x, gradient):
    """You average squared differences, as a loss does. Wanted is the largest *relative* error: each difference divided
    by the larger of the two sizes.
    """
    return np.mean((gradient - losses.numerical_gradient(f, x)) ** 2)


@exercise.plants(
    "sizes without `np.abs`",
    "mean instead of the largest",
    symptom=(
        "a right gradient fails as soon as some of its slopes are negative.",
        "A gradient of a thousand slopes passes, though one of them is half a percent too large.",
    ),
)
def gradient_check(f, x, gradient):
    """The largest relative error of a gradient, held against central differences.

    f: a function that takes an array like x and gives a number; x: array of any shape;
    gradient: array of the same shape, which is to be checked -> a number
    """
    numerical = losses.numerical_gradient(f, x)
    larger = np.maximum(gradient, numerical)
    return np.mean(np.abs(gradient - numerical) / np.maximum(larger, 1e-8))


@exercise.accepts("element by element")
def _(f, x, gradient):
    numerical, worst = losses.numerical_gradient(f, x), 0.0
    for i in np.ndindex(x.shape):
        size = max(abs(gradient[i]), abs(numerical[i]), 1e-8)
        worst = max(worst, abs(gradient[i] - numerical[i]) / size)
    return worst


@exercise.accepts("with differences of its own")
def _(f, x, gradient):
    numerical = np.zeros(x.shape)
    for i in range(x.size):
        step = np.zeros(x.size)
        step[i] = 1e-5
        step = step.reshape(x.shape)
        numerical.flat[i] = (f(x + step) - f(x - step)) / 2e-5
    sizes = np.stack([np.abs(gradient), np.abs(numerical), np.full(x.shape, 1e-8)]).max(axis=0)
    return (np.abs(numerical - gradient) / sizes).max()
