"""A neuron that looks through a window: weighted sum and bias. A convolution is this, at every place."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import cnn


def cases(rng):
    first = np.array([[1.0, 2.0], [3.0, 4.0]])[:, :, None], np.array([[1.0, 0.0], [0.0, -1.0]])[:, :, None]
    cases = [Case(*first, 0.5)]
    for shape in [(3, 3, 1), (3, 2, 2), (1, 1, 5), (1, 1, 1), drawn_sizes(rng, 3), drawn_sizes(rng, 3)]:
        cases.append(Case(rng.normal(size=shape), rng.normal(size=shape), float(rng.normal())))
    cases.append(Case(rng.normal(size=(4, 3, 2)), rng.normal(size=(4, 3, 2)), 0.0))
    cases.append(Case(np.arange(12).reshape(2, 3, 2), np.arange(12).reshape(2, 3, 2) - 4, 3))
    return cases


exercise = Exercise(
    reference=cnn.conv2d_window,
    points=1,
    cases=cases,
    hints=[
        "What does a neuron of lesson 01 do with its inputs, and how does it matter that here they stand in a block?",
        "Each pixel meets the weight at its own place; all the products, of all rows, columns and channels, make one "
        "sum.",
        "With `prices` and `counts` of one shape, `prices * counts` is an array of that shape, and `np.max(prices)` "
        "looks at all of an array, however many axes it has: its relatives do, too.",
    ],
    solved="a neuron that looks through a window. A convolution is this, at every place.",
)


exercise.edit(
    "bias added for each pixel",
    {"window * kernel) + bias": "window * kernel + bias)"},
    """The bias is added to every product before the sum, as often as there are weights. It comes once, after the sum:
    check where the bracket of `np.sum(...)` closes.""",
)


exercise.edit("bias forgotten", {" + bias": ""}, "The weighted sum is right; the bias is still to be added.")


exercise.edit(
    "not added up",
    {"np.sum(window * kernel)": "window * kernel"},
    "A whole array comes back: the products, not their sum. A neuron answers with one number.",
)


exercise.edit(
    "channels not added up",
    {"window * kernel": "window * kernel, axis=(0, 1)"},
    "One number for each channel comes back. The sum goes over rows, columns *and* channels: `np.sum` without an axis.",
)


exercise.edit(
    "only the first channel",
    {"window * kernel": "window[:, :, 0] * kernel[:, :, 0]"},
    "Only the first channel counts: with `[:, :, 0]` the others are lost. `np.sum` adds up whole blocks.",
)


exercise.edit(
    "mean instead of sum",
    {"np.sum": "np.mean"},
    """That is the mean of the products. A neuron adds them up; with a mean, the answer would shrink with the size of
    the window.""",
)


exercise.edit(
    "kernel turned",
    {"window * kernel": "window * kernel[::-1, ::-1]"},
    """The kernel is turned by 180° before it is laid on the window. Mathematicians call that convolution; deep learning
    does without the turn: each weight meets the pixel at its own place.""",
)


exercise.edit(
    "added instead of multiplied",
    {"window * kernel": "window + kernel"},
    "Pixels and weights are added. Each weight *multiplies* its pixel, as in every weighted sum.",
)


exercise.edit(
    "bias added for each channel",
    {" + bias": " + bias * window.shape[2]"},
    "The bias is added once for each channel. It belongs to the sum of all channels, and comes once.",
)


exercise.edit(
    "bias added for each row",
    {" + bias": " + bias * window.shape[0]"},
    "The bias is added once for each row. It belongs to the whole sum, and comes once.",
)


exercise.edit("bias subtracted", {" + bias": " - bias"}, "The bias is taken away. It is *added* to the weighted sum.")


exercise.edit(
    "bias multiplied",
    {") + bias": ") * bias"},
    "The sum is multiplied by the bias. A bias is added: it moves the sum up or down.",
)


exercise.edit(
    "activation inside",
    {"return np.sum(window * kernel) + bias": "return np.maximum(np.sum(window * kernel) + bias, 0)"},
    "Negative answers have become 0: there is a ReLU in your code. It comes later, as a step of its own.",
)


exercise.edit(
    "only the last pixel",
    {"window * kernel": "window[-1, -1, -1] * kernel[-1, -1, -1]"},
    """Only the product at the last place is left: each round of the loop replaces what was there. Add it to the total:
    `total += ...`.""",
)


exercise.edit(
    "only the first row",
    {"window * kernel": "window[0] * kernel[0]"},
    "Only the first row of the window counts. If you loop over the rows: does `return` stand inside of the loop?",
)


exercise.edit(
    "window alone",
    {"window * kernel": "window"},
    "You add up the pixels as they are: the kernel plays no part. Each pixel is multiplied by its weight first.",
)


exercise.edit(
    "bias added to the kernel",
    {"window * kernel) + bias": "window * (kernel + bias))"},
    """The bias is added to every weight. It comes once, after the sum.""",
)


exercise.edit(
    "sums multiplied",
    {"np.sum(window * kernel)": "np.sum(window) * np.sum(kernel)"},
    """Pixels and weights are added up first, and the two sums are multiplied. Multiply each pixel by its own weight
    first, then add up.""",
)


exercise.edit(
    "only the last channel",
    {"window * kernel": "window[..., -1] * kernel[..., -1]"},
    """Only the last channel counts: each round of the loop replaces what was there. Add the channels up.""",
)


@exercise.accepts("with three loops")
def _(window, kernel, bias):
    total = bias
    for i in range(window.shape[0]):
        for j in range(window.shape[1]):
            for c in range(window.shape[2]):
                total += window[i, j, c] * kernel[i, j, c]
    return total


@exercise.accepts("with np.vdot")
def _(window, kernel, bias):
    return np.vdot(window, kernel) + bias


@exercise.accepts("as rows of numbers")
def _(window, kernel, bias):
    return window.ravel() @ kernel.ravel() + bias


@exercise.accepts("with einsum")
def _(window, kernel, bias):
    return np.einsum("ijc,ijc->", window, kernel) + bias


@exercise.accepts("the sum as a method, a float of Python")
def _(window, kernel, bias):
    return float((window * kernel).sum() + bias)
