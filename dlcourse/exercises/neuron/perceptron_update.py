"""The perceptron's learning rule: weights and bias move by the error of the step, and only then."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import neuron


def cases(rng):
    w = np.array([0.5, -1.0])
    cases = [
        Case(w, 0.25, x=np.array([1.0, 2.0]), target=1, learning_rate=0.5),  # silent, should fire
        Case(w, 0.25, x=np.array([3.0, 1.0]), target=0, learning_rate=0.5),  # fires, should not
        Case(w, 0.25, x=np.array([3.0, 1.0]), target=1, learning_rate=0.5),  # right
        Case(w, 0.25, x=np.array([1.0, 2.0]), target=0, learning_rate=0.5),  # right
        Case(np.zeros(3), 0.0, x=np.array([1.0, -2.0, 0.5]), target=0, learning_rate=0.1),  # exactly at 0: it fires
        Case(w, 0.5, x=np.array([1.0, 1.0]), target=1, learning_rate=0.5),  # exactly at 0, and right to fire
        Case(w, -2.0, x=np.array([4.0, 1.0]), target=1, learning_rate=0.25),  # silent because of its bias
        Case(w, 2.0, x=np.array([1.0, 2.0]), target=0, learning_rate=0.25),  # fires because of its bias
        Case(np.array([1.5]), -1.0, x=np.array([0.5]), target=1, learning_rate=1.0),
        Case(w, 0.25, x=np.array([1.0, 2.0]), target=1, learning_rate=0.0),
    ]
    for size in (*drawn_sizes(rng, 2, least=3), 64):
        for target in (0, 1):
            w, b, x = rng.normal(size=size), float(rng.normal()), rng.normal(size=size)
            cases.append(Case(w, b, x=x, target=target, learning_rate=float(rng.uniform(0.1, 2))))
    return cases


exercise = Exercise(
    reference=neuron.perceptron_update,
    points=3,
    cases=cases,
    outputs=("w", "b"),
    hints=[
        "What does the neuron answer for x? Compare with the target: the error is 0, +1 or -1.",
        "Each weight changes by learning_rate * error * its input; the bias by learning_rate * error.",
        "`error = target - step(x @ w + b)`, then return `w + learning_rate * error * x` and "
        "`b + learning_rate * error`.",
    ],
    solved="one of the first rules by which a machine learned from its mistakes (Rosenblatt, 1958).",
    equivalent_mutants={
        "error = target - step(w @ x + b)": "a product of two vectors does not depend on their order",
    },
)

exercise.edit(
    "wrong direction",
    {"target - step(x @ w + b)": "step(x @ w + b) - target"},
    """The correction goes the wrong way: the neuron becomes more sure of its mistake. The error is target minus
    output, not output minus target.
    """,
)

exercise.edit(
    "bias never learns",
    {"b + learning_rate * error": "b"},
    """The weights are corrected, the bias never. It learns by the same rule, as if it were a weight on an input that
    is always 1.
    """,
)

exercise.edit(
    "learning rate forgotten",
    {"learning_rate * error * x": "error * x", "b + learning_rate * error": "b + error"},
    """The correction has the right direction, but the learning rate does not scale it.""",
)

exercise.edit(
    "learning rate forgotten for the bias",
    {"b + learning_rate * error": "b + error"},
    """The weights are right. The bias is corrected by the whole error: it wants the learning rate, too.""",
)

exercise.edit(
    "products not added up",
    {"x @ w": "w * x"},
    """`w * x` is still one number for each input, and so is your error. Take the weighted sum first: `x @ w + b`, or
    `weighted_sum(x, w, b)`.
    """,
)

exercise.edit(
    "sigmoid instead of step",
    {"step(": "sigmoid("},
    """The answer to compare with the target is 0 or 1: the *step* of the sum. With the sigmoid the error is never 0.
    """,
)

exercise.edit(
    "bias left out of the sum",
    {"x @ w + b": "x @ w"},
    """The neuron's answer is the step of x @ w *plus the bias*. Without it, the neuron corrects itself at the wrong
    times.
    """,
)

exercise.edit(
    "weights in place of inputs",
    {"error * x": "error * w"},
    """Each weight changes in proportion to its *input*, x. You multiply the error by the weight itself.""",
)

exercise.edit(
    "corrected when right",
    {"target - step(x @ w + b)": "2 * target - 1"},
    """Weights change even when the answer was right. Use the error, target minus output: it is 0 then.""",
)

exercise.edit(
    "sum instead of step",
    {"step(x @ w + b)": "(x @ w + b)"},
    """The error is taken from the weighted sum. The perceptron compares its *answer*, 0 or 1, with the target: put the
    sum through `step` first.
    """,
)

exercise.edit(
    "weights changed in place",
    {"return w + learning_rate * error * x": "w += learning_rate * error * x\n    return w"},
    """`w += ...` writes into the caller's array, so the weights before the correction are lost. Return new ones: `w +
    ...`.
    """,
)

exercise.edit(
    "input left out",
    {"error * x": "error"},
    """Every weight gets the same correction. It should be in proportion to its input: an input of 0 had no part in the
    mistake.
    """,
)


@exercise.accepts("with branches")
def _(w, b, *, x, target, learning_rate):
    output = 1 if np.dot(w, x) + b >= 0 else 0
    if output == target:
        return w, b  # the same array: nothing is changed
    direction = 1 if target == 1 else -1
    return [w + direction * learning_rate * x, b + direction * learning_rate]


@exercise.accepts("added to an own copy")
def _(w, b, *, x, target, learning_rate):
    error = target - int(np.sum(w * x) + b >= 0)
    new = w.copy()
    new += learning_rate * error * x
    return new, float(b + learning_rate * error)
