"""Rarer wrong answers, to exercises whose own files are full."""

import numpy as np

from dlcourse.exercises.losses._cases.pieces import (
    at_two_places,
    behind,
    by_trying,
    log_sum_exp,
    one_shift,
    over_bins,
    picked,
    rounded,
    softplus,
    tenths,
)
from dlcourse.lessons import forward, losses, neuron

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
            lambda z, y: np.mean(np.maximum(z, 0) + softplus(z)) - z * y,
        ),
        (
            "one largest sum taken out for all",
            "You take the largest sum of the whole batch out of every logarithm. For a sum far below it nothing is "
            "left inside, and the logarithm of 0 is −inf. Each sum needs its own: the larger of itself and 0.",
            lambda z, y: one_shift(z, y, max(np.max(z), 0)),
            lambda z, y: one_shift(z, y, np.max(z)),
        ),
        (
            "logarithm left out for positive sums",
            "For a positive sum you take the sum alone. That is nearly right where it is large, not where it is "
            "small: log(1 + e) is 1.313, not 1.",
            lambda z, y: np.mean(np.where(z > 0, z, softplus(z)) - z * y),
            lambda z, y: np.mean(np.where(z >= 0, z, softplus(z)) - z * y),
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
        (
            "only the logarithm of the sum",
            "One number for each row came back, the logarithm of the sum of its exponentials. The scores themselves "
            "are missing: it is to be taken away from each of them.",
            lambda Z: log_sum_exp(Z, keepdims=True),
            lambda Z: log_sum_exp(Z, keepdims=False),
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
        (
            "two steps up, none down",
            "Your two places are x and x + 2 h: both steps lie on one side. They should lie on *both* sides of x, "
            "equally far.",
            lambda f, x, h=1e-5: at_two_places(f, x, 2 * h, 0, 2 * h),
        ),
        (
            "two steps down, none up",
            "Your two places are x − 2 h and x: both steps lie on one side. They should lie on *both* sides of x, "
            "equally far.",
            lambda f, x, h=1e-5: at_two_places(f, x, 0, -2 * h, 2 * h),
        ),
        (
            "half a step to each side",
            "Your two places are only h apart, half a step to each side, and you divide by 2 h: divide by the "
            "distance that there is between them.",
            lambda f, x, h=1e-5: at_two_places(f, x, h / 2, -h / 2, 2 * h),
        ),
        (
            "divided by another step than h",
            "You step by `h`, and divide by a step that is always 1e-5. Use the argument `h` in both places.",
            lambda f, x, h=1e-5: at_two_places(f, x, h, -h, 2e-5),
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
    "cross_entropy_gradient": [
        (
            "one slope for each example",
            "One number for each example came back, for its right class. The other scores have slopes, too: the result "
            "has the shape of Z.",
            lambda Z, y: (picked(Z, y) - 1) / len(y),
            lambda Z, y: picked(Z, y) - 1,
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
        (
            "one bin too few",
            "Your bins are wider than asked for: between `bins` edges lie only `bins - 1` ranges. How many edges do "
            "two ranges have?",
            lambda confidence, right, bins=10: over_bins(confidence, right, np.floor(confidence * (bins - 1))),
        ),
        (
            "shares, and divided by the number of bins",
            "The shares of the bins add up to 1: with them the sum is the mean already. Do not divide once more.",
            lambda confidence, right, bins=10: losses.expected_calibration_error(confidence, right, bins) / bins,
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


ALSO = {  # further answers of mistakes that stand in the exercise's own file
    "cross_entropy": {"loss times probability": [lambda Z, y: -np.mean(picked(Z, y) * np.log(picked(Z, y)))]},
    "expected_calibration_error": {
        "always 10 bins": [
            lambda confidence, right, bins=10: over_bins(confidence, right, tenths(confidence, bins)),
        ],
        "bins closed above": [
            lambda confidence, right, bins=10: over_bins(confidence, right, np.ceil(confidence * bins)),
        ],
        "bins rounded to the nearest": [
            lambda confidence, right, bins=10: over_bins(confidence, right, np.round(confidence * bins)),
            lambda confidence, right, bins=10: over_bins(confidence, right, rounded(confidence, bins)),
        ],
    },
}


def note_rarer(exercise, name):
    """Note the wrong answers of RARER and ALSO to an Exercise, behind those of its own file."""
    for title, answers in ALSO.get(name, {}).items():
        for answer in answers:
            exercise.also(title)(answer)
    for title, advice, answer, *others in RARER[name]:
        answer.__doc__ = advice
        exercise.mistake(title)(answer)
        for other in others:
            exercise.also(title)(other)
