"""The perceptron's learning rule: weights and bias move by the error of the step, and only then."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.neuron._cases import corrections
from dlcourse.lessons import neuron

exercise = Exercise(
    reference=neuron.perceptron_update,
    points=3,
    cases=corrections,
    outputs=("w", "b"),
    hints=[
        "Take the four situations (target 0 or 1, answer 0 or 1): where must something change, and should the sum "
        "rise or fall?",
        "One number says all of it: 0 where nothing changes, +1 where the sum should rise, -1 where it should fall. "
        "How do you get it from target and answer? Then weights and bias take a step in that direction.",
        "Elsewhere, a thermostat: `gap = wanted - measured`, then `heat = heat + speed * gap * flow` for every pipe "
        "by its `flow`. Two things are returned with a comma, as in `return heat, gap`.",
    ],
    solved="one of the first rules by which a machine learned from its mistakes (Rosenblatt, 1958).",
    equivalent_mutants={
        "error = target - step(w @ x + b)": "a product of two vectors does not depend on their order",
    },
)

exercise.edit(
    "wrong direction",
    {"target - step(x @ w + b)": "step(x @ w + b) - target"},
    """The correction goes the wrong way: the neuron becomes more sure of its mistake. If it should have fired and did
    not, does your sum rise?
    """,
)

exercise.edit(
    "bias never learns",
    {"b + learning_rate * error": "b"},
    """The weights are corrected, the bias never. It learns by the same rule, as if it were a weight on an input that is
    always 1.
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
    """The weights are right. The bias is corrected by the whole error: it needs the learning rate, too.""",
)

exercise.edit(
    "products not added up",
    {"x @ w": "w * x"},
    """`w * x` is still one number for each input, and so is your error. Take the weighted sum first: one number for the
    whole example.
    """,
)

exercise.edit(
    "sigmoid instead of step",
    {"step(": "sigmoid("},
    """The answer to compare with the target is 0 or 1: the *step* of the sum. With the sigmoid the
    error is never 0.
    """,
)

exercise.edit(
    "bias left out of the sum",
    {"x @ w + b": "x @ w"},
    """The neuron's answer is the step of the products' sum *plus the bias*. Without it, the neuron corrects itself at
    the wrong times.
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
    """Weights change even when the answer was right. There everything stays as it is: what does the neuron answer
    before you correct it?
    """,
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

exercise.edit(
    "silent at exactly 0",
    {"step(x @ w + b)": "(1 if x @ w + b > 0 else 0)"},
    """Where the sum is exactly 0, your neuron stays silent. It fires *from* 0 on: `>=`, as `step` does.""",
)

exercise.edit(
    "corrected at exactly 0",
    {"target - step(x @ w + b)": "(2 * target - 1) * ((2 * target - 1) * (x @ w + b) <= 0)"},
    """Where the sum is exactly 0, you correct in any case. There the step neuron fires: with a target of 1 it is right,
    and nothing changes.
    """,
)

exercise.edit(
    "always upward",
    {"target - step(x @ w + b)": "abs(target - step(x @ w + b))"},
    """Your correction always goes upward. Where the neuron fires and should not, the sum must go *down*.
    """,
)

exercise.edit(
    "upward only",
    {"target - step(x @ w + b)": "max(0, target - step(x @ w + b))"},
    """You correct a neuron that should fire and does not. The other mistake, that it fires and should not, stays as it
    is.
    """,
)

exercise.edit(
    "downward only",
    {"target - step(x @ w + b)": "min(0, target - step(x @ w + b))"},
    """You correct a neuron that fires and should not. The other mistake, that it should fire and does not, stays as it
    is.
    """,
)

exercise.edit(
    "only the change",
    {
        "w + learning_rate * error * x": "learning_rate * error * x",
        "b + learning_rate * error": "learning_rate * error",
    },
    """You return the change. The *new* weights and bias are wanted: add the change to the old ones.""",
)

exercise.edit(
    "learning rate always 0.1",
    {"learning_rate * error * x": "0.1 * error * x", "b + learning_rate * error": "b + 0.1 * error"},
    """Your learning rate is 0.1, whatever is asked for. Use the argument `learning_rate`.""",
)

exercise.edit(
    "weights never learn",
    {"w + learning_rate * error * x": "w"},
    """The bias is corrected, the weights never. They learn by the same rule, each in proportion to its own input.""",
)

exercise.edit(
    "bias in the wrong direction",
    {"b + learning_rate * error": "b - learning_rate * error"},
    """The weights are right. The bias moves the other way: it learns as they do, with a plus.""",
)

exercise.edit(
    "bias always upward",
    {"b + learning_rate * error": "b + learning_rate * abs(error)"},
    """The weights are right. The bias only ever rises: where the neuron fires and should not, it must fall, as the
    weights do that had a part in it.
    """,
)


@exercise.also("bias always upward")
def _(w, b, *, x, target, learning_rate):
    new, _ = neuron.perceptron_update(w, b, x=x, target=target, learning_rate=learning_rate)
    return new, b + learning_rate


exercise.edit(
    "bias times the inputs",
    {"b + learning_rate * error": "b + learning_rate * error * x"},
    """The weights are right. You multiply the correction of the bias by x, too. The bias has no input, or one that is
    always 1: it is corrected without x, and stays a single number.
    """,
)


@exercise.also("bias times the inputs")
def _(w, b, *, x, target, learning_rate):
    new, bias = neuron.perceptron_update(w, b, x=x, target=target, learning_rate=learning_rate)
    return new, b + (bias - b) * np.sum(x)


@exercise.mistake("nothing returned where the answer is right")
def _(w, b, *, x, target, learning_rate):
    """Where nothing is to be corrected, None comes back: is the `return` inside of the `if`? Then the old weights and
    the old bias are wanted, too.
    """
    if neuron.step(x @ w + b) == target:
        return None
    return neuron.perceptron_update(w, b, x=x, target=target, learning_rate=learning_rate)


exercise.edit(
    "the sign of the inputs alone",
    {"w + learning_rate * error * x": "np.where(x > 0, w + learning_rate * error, w)"},
    """Every weight whose input is above 0 gets the same correction, and the others none. It should be in proportion to
    the input, also to a negative one: no `np.where` is needed.
    """,
)

exercise.edit(
    "weights in the wrong direction",
    {"w + learning_rate * error * x": "w - learning_rate * error * x"},
    """The bias is right. The weights move the other way: they learn as it does, with a plus.""",
)

exercise.edit(
    "bias times the error",
    {"b + learning_rate * error": "b + learning_rate * error * b"},
    """The weights are right. The correction of the bias does not depend on the bias itself: a bias of 0 could never
    learn.
    """,
)

exercise.edit(
    "learning rate forgotten for the weights",
    {"learning_rate * error * x": "error * x"},
    """The bias is right. The weights are corrected by the whole of `error * x`: they need the learning rate, too.""",
)

exercise.edit(
    "answer -1 instead of 0",
    {"step(x @ w + b)": "(2 * step(x @ w + b) - 1)"},
    """Your silent neuron answers -1, but the target of a silent neuron is 0. So the error is 1 where it should be 0:
    let the answer be 0 or 1, as the target is.
    """,
)

exercise.edit(
    "target -1 instead of 0",
    {"target - step": "2 * target - 1 - step"},
    """You turn the target 0 into -1, but the step answers 0. So a neuron that is rightly silent is corrected: both are
    0 or 1.
    """,
)

exercise.edit(
    "sigmoid and its slope instead of the step",
    {
        "target - step(x @ w + b)": "target - sigmoid(x @ w + b)",
        "return w": "error *= (target - error) * (1 - target + error)\n    return w",
    },
    """You learn with the sigmoid and its slope. That rule came thirty years later; the perceptron compares the target
    with the answer of the *step*, and no other factor comes in.
    """,
)


@exercise.mistake("repeated until it is right")
def _(w, b, *, x, target, learning_rate):
    """You correct again and again until the answer is right. One call makes one correction, even if that is not enough:
    the example will come round again.
    """
    for _ in range(30):
        w, b = neuron.perceptron_update(w, b, x=x, target=target, learning_rate=learning_rate)
    return w, b


exercise.edit(
    "wrong direction, and the bias never learns",
    {"target - step(x @ w + b)": "step(x @ w + b) - target", "b + learning_rate * error": "b"},
    """Two things: the correction goes the wrong way (a neuron that should have fired needs a larger sum), and the bias
    is not corrected at all.
    """,
)

exercise.edit(
    "bias subtracted in the sum",
    {"x @ w + b": "x @ w - b"},
    """In the sum the bias is subtracted. The neuron *adds* it: otherwise it corrects itself at the wrong times.""",
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
