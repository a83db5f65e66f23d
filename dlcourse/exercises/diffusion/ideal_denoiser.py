"""The best guess at what was there: a mean of the examples, each weighted by how well it explains what is seen."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.diffusion._cases.guesses_at import (
    RARER,
    careless,
    each_number,
    guess,
    guess_cases,
    over,
    softmax,
    squares,
)
from dlcourse.exercises.diffusion._cases.noting import noting
from dlcourse.lessons import diffusion

exercise = Exercise(
    reference=diffusion.ideal_denoiser,
    points=2,
    cases=guess_cases,
    rtol=1e-6,
    atol=1e-8,
    hints=[
        "In the example by hand 0 lies in the middle between what becomes of -1 and of 1, without noise, and 0.8 lies "
        "nearer to one of them. What is left of 1 at this step, before noise comes in? How far from that is 0.8?",
        "Every noisy example looks at every row of the data and gives it a weight; the weights of one example are "
        "shared out so that they add up to 1, and the answer is a mean of the rows. You have written this for queries, "
        "keys and values, and there, too, the largest score was taken off before the exponential.",
        "Elsewhere: for guests `G` (7, 2) and tables `T` (3, 2), `G[:, None] - T` is (7, 3, 2), from each guest to "
        "each table. `(G[:, None] - T).max(axis=2)` is (7, 3).",
    ],
    solved="a denoiser that nobody had to train. It knows one thing only: what it has seen.",
    equivalent_mutants=dict.fromkeys(
        [
            "fits = alpha_bar ** 0.5 * x @ data.T - alpha_bar * np.sum(data ** 2, axis=-1) / 2",
            "weights = np.exp(scores - scores.max(axis=-1, keepdims=True))",
            "return weights / weights.sum(axis=-1, keepdims=True) @ data",
        ],
        "tables have two axes, of which 1 is the last",
    ),
)


note = noting(exercise)

note(
    "all weights are 0",
    "Far away from all data every exponential is 0, and 0 divided by 0 is no number. As in a softmax, take the largest "
    "score of each example off before exp: shares do not change.",
    guess(weigh=careless),
    hint=2,
)
note(
    "data not shrunk",
    "You compare with the clean data. At this step of a row d only sqrt(alpha_bar) d is left, and the noise lies "
    "around that.",
    guess(shrink=lambda kept: 1.0),
    hint=1,
)
note(
    "data shrunk without the root",
    "You shrink the data by `alpha_bar` itself. That is a share of the variance; the numbers shrink by its root.",
    guess(shrink=lambda kept: kept),
)
note(
    "the 2 forgotten",
    "The 2 below the square is missing: your weights are those of noise with half of the variance.",
    guess(lambda gaps, kept: -squares(gaps) / (1 - kept)),
)
note(
    "noise of variance 1",
    "Your weights are the same at all steps: the squares are divided by 2 alone. There is little noise at first and "
    "much at last: its variance is 1 - alpha_bar.",
    guess(lambda gaps, kept: -squares(gaps) / 2),
)
note(
    "squares not divided",
    "The squares are not divided by anything. How surely a row is ruled out depends on how much noise there is: the "
    "formula divides by 2 (1 - alpha_bar).",
    guess(lambda gaps, kept: -squares(gaps)),
)
note(
    "multiplied in place of divided",
    "Python reads `a / 2 * b` from left to right: it divides by 2, then *multiplies* by 1 - alpha_bar. Use brackets.",
    guess(lambda gaps, kept: -squares(gaps) / 2 * (1 - kept)),
)
note(
    "spread for variance",
    "You divide by the spread of the noise, a root. In the formula its variance stands, 1 - alpha_bar.",
    guess(lambda gaps, kept: -squares(gaps) / (2 * np.sqrt(1 - kept))),
)
note(
    "variance squared",
    "You square 1 - alpha_bar. It is a variance, and so a square already.",
    guess(lambda gaps, kept: -squares(gaps) / (2 * (1 - kept) ** 2)),
)
note(
    "share kept for share of noise",
    "You divide by alpha_bar, what is left of the example. How wide the noise is, 1 - alpha_bar says.",
    guess(lambda gaps, kept: -squares(gaps) / (2 * kept)),
)
note(
    "distance not squared",
    "You take the distance as it is. In the exponent its *square* stands: that makes the weights a bell curve.",
    guess(lambda gaps, kept: -np.sqrt(squares(gaps)) / (2 * (1 - kept))),
)
note(
    "distance along each axis",
    "You add the distances along each axis, without their signs. Square them before adding.",
    guess(lambda gaps, kept: -np.abs(gaps).sum(axis=-1) / (2 * (1 - kept))),
)
note(
    "mean over the numbers of an example",
    "You take the *mean* of the squares over the D numbers. Every number that does not fit counts by itself: it is a "
    "sum.",
    guess(lambda gaps, kept: -np.mean(gaps**2, axis=-1) / (2 * (1 - kept))),
)
note(
    "far ones weigh most",
    "The farther a row is, the more it weighs with you: a minus is missing in the exponent.",
    guess(lambda gaps, kept: squares(gaps) / (2 * (1 - kept))),
)
note(
    "the nearest row alone",
    "The row that fits best gets all the weight. That may be the likeliest one, but not the best guess: others are "
    "possible, too, each with its share.",
    guess(weigh=lambda scores: (scores == scores.max(axis=1, keepdims=True)).astype(float)),
)
exercise.also("the nearest row alone")(
    guess(weigh=lambda scores: np.eye(scores.shape[1])[scores.argmax(axis=1)]),
)
exercise.also("the nearest row alone")(
    guess(lambda gaps, kept: -squares(gaps), shrink=lambda kept: 1.0,
          weigh=lambda scores: np.eye(scores.shape[1])[scores.argmax(axis=1)]),
)  # fmt: skip
note(
    "shrunk data come back",
    "The weights are right, but the mean is of the *shrunk* rows. Asked for is what was there before: the rows as they "
    "are.",
    guess(fetch=lambda weights, data, kept: weights @ (np.sqrt(kept) * data)),
)
note(
    "divided by the root in the end",
    "You divide the mean by sqrt(alpha_bar). The rows of `data` are clean already.",
    guess(fetch=lambda weights, data, kept: weights @ data / np.sqrt(kept)),
)
note(
    "shared out among the examples",
    "The weights of each *row of data* add up to 1, over the examples. It is every example that shares out one whole "
    "among the rows: sum along the other axis.",
    guess(weigh=lambda scores: softmax(scores, axis=0)),
    hint=2,
)
exercise.also("shared out among the examples")(
    guess(weigh=lambda scores: np.exp(scores) / np.exp(scores).sum(axis=0)),
)
note(
    "shared out among all",
    "All weights together add up to 1. Each example has a whole of its own to share out among the rows.",
    guess(weigh=lambda scores: np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum()),
    hint=2,
)
exercise.also("shared out among all")(guess(weigh=lambda scores: np.exp(scores) / np.exp(scores).sum()))
note(
    "a little added below the line",
    "You add a tiny number to the sum of the weights. Far away from all data the weights are smaller still: then the "
    "guess is 0, and not a mean of rows. Take the largest score of each example off before exp, and nothing need be "
    "added.",
    guess(weigh=lambda scores: np.exp(scores) / (np.exp(scores).sum(axis=1, keepdims=True) + 1e-8)),
    guess(weigh=lambda scores: np.exp(scores) / (np.exp(scores).sum(axis=1, keepdims=True) + 1e-12)),
    guess(weigh=lambda scores: np.exp(scores) / np.maximum(np.exp(scores).sum(axis=1, keepdims=True), 1e-12)),
    hint=2,
)
note(
    "one maximum for all",
    "You take the largest of *all* scores off. Where one example fits well and another badly, the weights of the "
    "second are all 0 again: each example wants its own largest one.",
    guess(weigh=lambda scores: careless(scores - scores.max())),
)
note(
    "not shared out",
    "The weights of an example do not add up to 1: after exp, divide by their sum.",
    guess(weigh=np.exp),
    hint=2,
)
exercise.also("not shared out")(guess(weigh=lambda scores: np.exp(scores - scores.max(axis=1, keepdims=True))))
exercise.also("not shared out")(
    guess(
        lambda gaps, kept: -squares(gaps) / (2 * (1 - kept)) - np.log(2 * np.pi * (1 - kept)) / 2,
        weigh=np.exp,
    )
)
note(
    "divided by the number of rows",
    "You divide by how many rows there are. The weights differ: it is their sum that makes them shares.",
    guess(weigh=lambda scores: np.exp(scores) / scores.shape[1]),
)
note(
    "the mean of all data",
    "All rows weigh the same, whatever x is. That is the best guess at pure noise alone.",
    guess(weigh=lambda scores: np.full(scores.shape, 1 / scores.shape[1])),
)
note(
    "weights without exp",
    "You share out the scores without exp: the weights then do not fall off as noise does.",
    guess(weigh=lambda scores: scores / scores.sum(axis=1, keepdims=True)),
)
note(
    "weights come back",
    "What came back are the weights. The guess is the mean of the rows of `data` by these weights.",
    guess(fetch=lambda weights, data, kept: weights),
)
note(
    "weights by one over the distance",
    "You weigh the rows by one over their distance. Noise makes far places much rarer than that: the weights fall off "
    "like the exponential of minus the square.",
    guess(weigh=lambda scores: over(np.sqrt(-scores))),
    guess(weigh=lambda scores: over(-scores)),
)
note(
    "square of a sum",
    "You add the differences and square the sum, so that too much and too little cancel. First square, then add.",
    guess(lambda gaps, kept: -(np.sum(gaps, axis=-1) ** 2) / (2 * (1 - kept))),
)
note(
    "every number by itself",
    "You weigh every *number* by itself. A row fits as a whole or not: its weight is one, for all of its numbers.",
    each_number,
)
note(
    "x shrunk, too",
    "You shrink x in place of the data. x is what is seen; what is left of a *clean* row at this step is "
    "sqrt(alpha_bar) of it.",
    lambda x, *, data, alpha_bar: guess(shrink=lambda kept: 1.0)(
        np.sqrt(alpha_bar) * x, data=data, alpha_bar=alpha_bar
    ),
)
note(
    "x divided by the root",
    "You make x larger and compare it with the clean data. Then its noise is larger, too: its variance is divided by "
    "alpha_bar.",
    lambda x, *, data, alpha_bar: guess(shrink=lambda kept: 1.0)(
        x / np.sqrt(np.float64(alpha_bar)), data=data, alpha_bar=alpha_bar
    ),
)
note(
    "clean and noise shares exchanged",
    "You take `alpha_bar` for the share of the noise. It says what is *left* of the clean example.",
    guess(lambda gaps, kept: -squares(gaps) / (2 * kept), shrink=lambda kept: np.sqrt(1 - kept)),
)


for name, advice, *answers in RARER:
    note(name, advice, *answers)


@exercise.mistake("attention by products alone")
def _(x, *, data, alpha_bar):
    """You score by the product of x and a row, and leave out how long the row is: long rows would win everywhere. The
    square has a third part, alpha_bar |d|².
    """
    return softmax(np.sqrt(alpha_bar) * x @ data.T / (1 - alpha_bar), axis=1) @ data


@exercise.accepts("example by example")
def _(x, *, data, alpha_bar):
    out = np.zeros((len(x), data.shape[1]))
    for n, row in enumerate(x):
        exponents = [-np.sum((row - np.sqrt(alpha_bar) * d) ** 2) / 2 / (1 - alpha_bar) for d in data]
        weights = [np.exp(exponent - max(exponents)) for exponent in exponents]
        for weight, d in zip(weights, data):
            out[n] += weight / sum(weights) * d
    return out


@exercise.accepts("all distances at once, with np.linalg.norm and einsum")
def _(x, *, data, alpha_bar):
    apart = np.linalg.norm(x[:, None] - alpha_bar**0.5 * data[None], axis=2)
    nearest = apart.min(axis=1, keepdims=True)
    weights = np.exp((nearest**2 - apart**2) / (2 * (1 - alpha_bar)))
    return np.einsum("nm,md->nd", weights, data) / weights.sum(axis=1)[:, None]


@exercise.accepts("as attention: a column of ones for the length of a row")
def _(x, *, data, alpha_bar):
    Q = np.hstack([x * np.sqrt(alpha_bar), np.ones((len(x), 1))]) / (1 - alpha_bar)
    K = np.hstack([data, -alpha_bar / 2 * (data**2).sum(axis=1, keepdims=True)])
    return softmax(Q @ K.T, axis=-1) @ data


@exercise.accepts("with a tiny number beside the variance, for safety")
def _(x, *, data, alpha_bar):
    scores = -squares(x[:, None] - alpha_bar**0.5 * data) / (2 * (1 - alpha_bar) + 1e-8)
    return softmax(scores, axis=1) @ data
