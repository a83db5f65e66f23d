"""What the exercises are tried on, and rarer wrong answers to those whose own files are full."""

import numpy as np

from dlcourse.checking.runtime.plain import FunctionName
from dlcourse.checking.specification import Case, drawn_sizes
from dlcourse.lessons import forward, neuron


def predictions(rng):
    N, D, K, length = drawn_sizes(rng, 4)
    return [
        Case(np.array([1.0, 5.0]), np.array([2.0, 2.0])),
        Case(rng.normal(size=(3, 2)), rng.normal(size=(3, 2))),
        Case(rng.normal(size=(N, D)), rng.normal(size=(N, D)) + 1),
        Case(rng.normal(size=(1, K)), rng.normal(size=(1, K))),
        Case(np.array([0.5, -2.0, 3.0]), np.array([0.5, -2.0, 3.0])),  # nothing is wrong
        Case(np.array([-1.5]), np.array([2.0])),
        Case(1e6 * rng.normal(size=(length, 1)), 1e6 * rng.normal(size=(length, 1))),
        Case(rng.normal(size=(D, K, 2)), rng.normal(size=(D, K, 2))),
        Case(rng.normal(size=(40, 10)), rng.normal(size=(40, 10))),
        Case(*(rng.normal(size=(K, 3)).astype(np.float32) for _ in range(2))),
    ]


def labelled(rng):
    N, C, other = drawn_sizes(rng, 3)
    return [
        Case(np.array([[2.0, 0.0, 1.0], [0.5, 1.0, -1.0]]), np.array([0, 2])),
        Case(rng.normal(size=(4, 3)), np.array([2, 0, 1, 2])),
        Case(rng.normal(size=(N, C)), rng.integers(0, C, N)),
        Case(rng.normal(size=(3, 3)), np.array([1, 1, 0])),  # labels would fit as a row
        Case(rng.normal(size=(1, other)), np.array([other - 1])),
        Case(np.zeros((5, 4)), np.array([0, 1, 2, 3, 0])),
        Case(np.array([[1000.0, 0.0, -1000.0], [1.0, 2.0, 3.0]]), np.array([2, 1])),  # wrong, and sure of it
        Case(np.array([[-900.0, -1000.0], [0.0, -2.0], [3.0, 1.0]]), np.array([0, 0, 1])),
        Case(rng.normal(scale=3, size=(50, 10)), rng.integers(0, 10, 50)),
        Case(rng.normal(size=(5, 3)).astype(np.float32), np.array([0, 2, 1, 1, 0])),
    ]


def yes_or_no(rng):
    few, more = drawn_sizes(rng, 2, most=24)
    return [
        Case(np.array([0.0, 2.0, -1.0]), np.array([1, 1, 0])),
        Case(rng.normal(scale=2, size=few), rng.integers(0, 2, few)),
        Case(np.array([0.5]), np.array([0])),
        Case(np.array([1000.0, -1000.0, 1.0]), np.array([1, 0, 1])),  # sure and right
        Case(np.array([900.0, -800.0, 0.0, 2.0]), np.array([0, 1, 0, 1])),  # sure and wrong
        Case(np.array([1000.0, 2.0]), np.array([1, 0])),  # large on one side alone
        Case(np.array([-1000.0, 2.0]), np.array([0, 1])),
        Case(np.array([3.0, -2.0, 0.0, 1.0, 0.0]), np.array([1, 1, 0, 0, 1])),
        Case(np.array([-1.5, 0.5]), np.array([0, 0])),  # no is always right
        Case(rng.normal(scale=5, size=200), rng.integers(0, 2, 200)),
        Case(rng.normal(size=more), rng.integers(0, 2, more)),
    ]


def confidences(rng, count, bins, low=0):
    """Confidences that lie well inside their bins: on an edge that is no binary fraction, rounding decides."""
    which = rng.integers(low, bins, count)
    return (which + rng.uniform(0.05, 0.95, count)) / bins


def on_the_edges(rng, bins):
    """Confidences on every edge of the bins, 0 and 1 among them, three on each; and three in each bin."""
    confidence = np.concatenate([np.arange(bins + 1), np.arange(bins) + 0.5]).repeat(3) / bins
    return Case(confidence, rng.uniform(size=confidence.size) < 0.5, bins)


def answers(rng):
    cases = [
        Case(np.array([0.98, 0.92, 0.65, 0.55]), np.array([True, False, True, True])),
        Case(np.array([1.0, 1.0, 0.74, 0.78, 0.33]), np.array([True, False, True, False, False])),
        Case(np.array([0.62, 0.68, 0.86]), np.array([True, False, True]), 4),
        Case(np.array([0.95, 0.91, 0.97]), np.array([True, True, True])),
        Case(np.array([0.75, 0.5, 0.625]), np.array([True, False, True]), 4),  # on the edge of two bins
        Case(np.array([0.0, 0.125, 0.0, 1.0]), np.array([True, False, True, False]), 2),
        Case(np.array([0.3]), np.array([True])),
        Case(np.array([0.5, 0.45, 0.55, 0.5]), np.array([True, False, True, True])),  # 0.5 // 0.1 is 4
        Case(np.array([1.0, 0.8, 0.8]), np.array([False, True, True]), 4),  # 1 in the last bin, with others
    ]
    few, more = drawn_sizes(rng, 2, least=6, most=20)
    for count, bins, low in [(few, 5, 2), (60, 10, 3), (300, 20, 5), (more, 1, 0), (200, 15, 0)]:
        confidence = confidences(rng, count, bins, low)
        cases.append(Case(confidence, rng.uniform(size=count) < 0.9 * confidence, bins))
    return [*cases, on_the_edges(rng, 4), on_the_edges(rng, 8)]


def functions(rng):
    f = {name: FunctionName(name) for name in ("sum_of_squares", "sum_of_cubes", "weighted_sines", "log_sum_exp")}
    rows, columns, length = drawn_sizes(rng, 3)
    return [
        Case(f["sum_of_squares"], np.array([3.0, -1.0])),
        Case(f["sum_of_cubes"], np.array([1.0, 2.0, -0.5]), 0.1),
        Case(f["log_sum_exp"], rng.normal(size=length), 0.5),
        Case(f["weighted_sines"], rng.normal(size=(2, 3))),
        Case(f["log_sum_exp"], rng.normal(size=(rows, columns))),
        Case(f["weighted_sines"], rng.normal(size=(1, columns)), 0.3),
        Case(f["weighted_sines"], np.array([[2, 1], [0, -1], [3, 1]])),  # whole numbers
        Case(f["log_sum_exp"], np.array([1, 0, 2]), 0.25),
        Case(f["sum_of_squares"], np.array([0.0])),
        Case(f["weighted_sines"], rng.normal(size=(2, length, rows))),
    ]


def softplus(z):
    """The part of the yes-or-no loss that no answer changes: log(1 + exp(-|z|))."""
    return np.log1p(np.exp(-np.abs(z)))


def by_trying(f, x, h, back, *, start=float, forward_only=False):
    """Slopes by a loop that steps up, steps down and then goes up again by ``back`` times h."""
    x, gradient = x.astype(start) if start else x.copy(), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        before = f(x)
        x[i] += h
        above = f(x)
        if not forward_only:
            x[i] -= 2 * h
        gradient[i] = (above - before) / h if forward_only else (above - f(x)) / (2 * h)
        x[i] += back * h
    return gradient


def picked(Z, y):
    """The probability of the right class of each row."""
    return forward.softmax(Z)[np.arange(len(y)), y]


def over_bins(confidence, right, which):
    """The error for any way to sort the answers into bins; those with a negative number are in none."""
    return sum(
        np.mean(which == k) * abs(np.mean(right[which == k]) - np.mean(confidence[which == k]))
        for k in np.unique(which[which >= 0])
    )


def behind(Z, y, cut, to=None):
    """What a cut makes of each wrong class's lead over the right one (or over a column), added up, and the mean."""
    D = Z - (Z[np.arange(len(y)), y][:, None] if to is None else to)
    return np.mean((cut(D) * (np.arange(Z.shape[1]) != y[:, None])).sum(axis=1))


RARER = {  # (name, advice, answer), below which further answers of the same name may stand
    "binary_cross_entropy_with_logits": [
        (
            "mended for large sums alone",
            "For a sum of 1000 it is right now. But for a sum of -1000 exp(-z) overflows: what you took out was z, "
            "which is the larger of 0 and z only where z is positive. Take out the larger one, whichever it is.",
            lambda z, y: np.mean(z + np.log1p(np.exp(-z)) - z * y),
            lambda z, y: np.mean(z - z * y + np.log(1 + np.exp(-z))),
            lambda z, y: np.mean((1 - y) * z + np.log(1 + np.exp(-z))),
        ),
        (
            "mean of the first part only",
            "The bracket of `np.mean` is closed too early: the mean goes over the *whole* loss of each answer.",
            lambda z, y: np.mean(np.maximum(z, 0)) + softplus(z) - z * y,
            lambda z, y: np.mean(np.maximum(z, 0)) - z * y + softplus(z),
            lambda z, y: np.mean(np.maximum(z, 0) - z * y) + softplus(z),
        ),
        (
            "minimum in the exponent",
            "For positive z your exponent is 0, whatever z is. It is minus the *distance* of z and 0, on either side.",
            lambda z, y: np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(np.minimum(z, 0)))),
        ),
        (
            "right answer multiplied into the maximum alone",
            "Where the answer is yes and z negative, `- z * y` costs; in your formula it is gone with the maximum.",
            lambda z, y: np.mean(np.maximum(z, 0) * (1 - y) + softplus(z)),
        ),
        (
            "size of the sum in the sigmoid",
            "The sigmoid of |z| is above one half even where the neuron says no: the sign of z is lost.",
            lambda z, y: -np.mean(y * np.log(neuron.sigmoid(abs(z))) + (1 - y) * np.log(1 - neuron.sigmoid(abs(z)))),
        ),
    ],
    "log_softmax": [
        (
            "`keepdims` forgotten twice",
            "Largest scores and sums are rows of numbers, where columns are needed, one number beside each row of the "
            "table: `keepdims=True` in both places.",
            lambda Z: Z - Z.max(axis=1) - np.log(np.exp(Z - Z.max(axis=1)).sum(axis=1)),
        ),
        (
            "largest score put back with the wrong sign",
            "Inside the sum you took the largest score away, so the logarithm is too small by it. Behind the bracket "
            "of what is taken away it is taken away, too: not added.",
            lambda Z: (
                Z
                - np.log(np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True))
                + Z.max(axis=1, keepdims=True)
            ),
        ),
    ],
    "numerical_gradient": [
        (
            "put back to another place",
            "After both tries the element stands h below its old place. You move it, but not back to where it was.",
            lambda f, x, h=1e-5: by_trying(f, x, h, 2),
            lambda f, x, h=1e-5: by_trying(f, x, h, -1),
        ),
        (
            "put back to another place, and whole numbers too",
            "Two things: after both tries the element stands h below its old place, and you move it to another one; "
            "and an array of whole numbers cuts the step off.",
            lambda f, x, h=1e-5: by_trying(f, x, h, 2, start=None),
            lambda f, x, h=1e-5: by_trying(f, x, h, -1, start=None),
        ),
        (
            "one-sided difference, and whole numbers too",
            "Two things: you step to one side only, where both are wanted; and an array of whole numbers cuts the "
            "step off.",
            lambda f, x, h=1e-5: by_trying(f, x, h, -1, start=None, forward_only=True),
        ),
    ],
    "cross_entropy": [
        (
            "logarithm to the base 2",
            "`np.log2` counts bits. Here the surprise is counted in nats: the natural logarithm, `np.log`.",
            lambda Z, y: -np.mean(np.log2(picked(Z, y))),
        ),
        (
            "all classes weighed and averaged",
            "You weigh the logarithms of all classes with the network's own probabilities; the labels y have no part "
            "in it. Only the right class of each example counts.",
            lambda Z, y: -np.mean(forward.softmax(Z) * np.log(forward.softmax(Z))),
        ),
        (
            "squared error of the probability",
            "That is (1 - p)², the other loss of the explorer: never above 1, and flat where the network is sure and "
            "wrong. Wanted is -log p.",
            lambda Z, y: np.mean((1 - picked(Z, y)) ** 2),
        ),
        (
            "logarithm undone again",
            "After the mean you take exp again: that is a likelihood. The loss is minus the mean itself.",
            lambda Z, y: np.exp(np.mean(np.log(picked(Z, y)))),
            lambda Z, y: np.exp(-np.mean(np.log(picked(Z, y)))),
        ),
    ],
    "expected_calibration_error": [
        (
            "one bin too many",
            "You multiply by `bins + 1`: so the bins are narrower than asked for. They are 1 / bins wide.",
            lambda confidence, right, bins=10: over_bins(confidence, right, np.floor(confidence * (bins + 1))),
        ),
        (
            "one bin too few, and rounded",
            "You round to the nearest of `bins` marks from 0 to 1: the first and the last bin are only half as wide.",
            lambda confidence, right, bins=10: over_bins(confidence, right, np.round(confidence * (bins - 1))),
        ),
        (
            "divided by the width of a bin",
            "You divide by 1 / bins, which is no exact number: 0.5 // 0.1 is 4. And 1 // 0.25 is 4, one past the last "
            "of four bins. *Multiply* by bins, and put 1 into the last.",
            lambda confidence, right, bins=10: over_bins(confidence, right, confidence // (1 / bins)),
        ),
    ],
    "hinge_loss": [
        (
            "margin only where it is behind",
            "You charge the margin only where a wrong class is *ahead*. One that is behind by less than the margin "
            "counts, too: first add the margin, then cut off.",
            lambda Z, y, margin=1.0: behind(Z, y, lambda D: np.maximum(0, D) + margin * (D > 0)),
        ),
        (
            "cut off at the margin",
            "You cut off at the margin. It is added to the difference; what is cut off lies below 0.",
            lambda Z, y, margin=1.0: behind(Z, y, lambda D: np.maximum(margin, D)),
            lambda Z, y, margin=1.0: np.mean(np.maximum(margin, Z - Z[np.arange(len(y)), y][:, None]).sum(axis=1)),
        ),
        (
            "cut off after the sum",
            "First you add up, then you cut off: a class that is far behind pays for others. Cut off each one.",
            lambda Z, y, margin=1.0: np.mean(
                np.maximum(0, (Z - Z[np.arange(len(y)), y][:, None] + margin).sum(axis=1) - margin)
            ),
            lambda Z, y, margin=1.0: np.mean(
                np.maximum(0, (Z - Z[np.arange(len(y)), y][:, None] + margin).sum(axis=1))
            ),
        ),
        (
            "compared with the best class",
            "You compare with the largest score of each row. It is the *right* class that shall lead, even where it "
            "does not.",
            lambda Z, y, margin=1.0: behind(Z, y, lambda D: np.maximum(0, D + margin), Z.max(axis=1, keepdims=True)),
        ),
    ],
}


def note_rarer(exercise, name):
    """Note the wrong answers of RARER to an Exercise, behind those of its own file."""
    for title, advice, answer, *others in RARER[name]:
        answer.__doc__ = advice
        exercise.mistake(title)(answer)
        for other in others:
            exercise.also(title)(other)
