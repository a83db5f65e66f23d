"""Cases of the best guess at clean examples, and the parts that wrong guesses are made of."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes


def guess_cases(rng):
    """By hand; one example, one row; all noise, nearly none; ties, doubles; far away; whole numbers; float32."""
    N, D, M, K = drawn_sizes(rng, 4)

    def case(N, D, M, kept, wide=1.0):
        return Case(wide * rng.normal(size=(N, D)), data=rng.normal(size=(M, D)), alpha_bar=kept)

    twice = rng.normal(size=(M, 2))[np.arange(M + 1) % M]  # its first row counts double
    seen = rng.normal(size=(K, 2))
    return [
        Case(np.array([[0.0], [0.8]]), data=np.array([[-1.0], [1.0]]), alpha_bar=0.5),
        Case(np.array([[1.0, 0.0]]), data=np.array([[1.0, 1.0], [3.0, 0.0]]), alpha_bar=0.36),
        case(N, D, M, 0.5),
        case(M, K, N, float(rng.uniform(0.1, 0.4))),
        case(3, 3, 3, 0.6),  # as many examples as rows and columns: a wrong axis fits
        case(1, D, K, 0.7),
        case(N, M, 1, 0.4),
        case(K, 1, D, 0.8),
        case(D, 2, K, 0.0),
        case(2, N, M, 0),
        Case(seen[::-1] * 0.9**0.5, data=seen, alpha_bar=0.9),
        Case(rng.normal(size=(D, 2)), data=twice, alpha_bar=0.3),
        case(M, 2, K, 0.999, wide=40.0),  # so far away that all weights are 0 before they are shared out
        case(K, D, N, 0.9, wide=300.0),
        Case(rng.integers(-3, 4, (N, 2)), data=rng.integers(-3, 4, (M, 2)), alpha_bar=0.25),
        case(12, 20, 15, 0.05),
        Case(*rng.normal(size=(1, K, M)).astype(np.float32), data=rng.normal(size=(D, M)).astype(np.float32),
             alpha_bar=0.45),
    ]  # fmt: skip


def guess(
    score=lambda gaps, kept: -np.sum(gaps**2, axis=-1) / (2 * (1 - kept)),
    *,
    shrink=np.sqrt,
    weigh=lambda scores: softmax(scores, axis=1),
    fetch=lambda weights, data, kept: weights @ data,
):
    """A guess made of these parts; each by itself is right."""

    def answer(x, *, data, alpha_bar):
        with np.errstate(all="ignore"):
            gaps = x[:, None, :] - shrink(alpha_bar) * data
            return fetch(weigh(score(gaps, alpha_bar)), data, alpha_bar)

    return answer


def softmax(scores, axis):
    E = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return E / E.sum(axis=axis, keepdims=True)


def careless(scores):
    E = np.exp(scores)
    return E / E.sum(axis=1, keepdims=True)


def squares(gaps):
    return np.sum(gaps**2, axis=-1)


def over(apart):
    """One over the distances, shared out."""
    near = 1 / np.maximum(apart, 1e-12)
    return near / near.sum(axis=1, keepdims=True)


def each_number(x, *, data, alpha_bar):
    """Weights for every number of a row by itself."""
    weights = softmax(-((x[:, None] - np.sqrt(alpha_bar) * data) ** 2) / (2 * (1 - alpha_bar)), axis=1)
    return (weights * data).sum(axis=1)


RARER = [  # (name, advice, answers)
    (
        "divided by the root of D, as attention",
        "Attention divides its scores by the root of how long a key is. Here the noise says how sharp the weights are: "
        "2 (1 - alpha_bar), and nothing else.",
        guess(lambda gaps, kept: -np.sum(gaps**2, axis=-1) / (2 * (1 - kept)) / np.sqrt(gaps.shape[-1])),
    ),
    (
        "products alone, and no noise",
        "These are products of x with the rows, as in lesson 14. The likelihood asks how *far* x is from the shrunk "
        "rows, and how much noise there is: `alpha_bar` has to come in.",
        lambda x, *, data, alpha_bar: softmax(x @ data.T / np.sqrt(x.shape[1]), axis=1) @ data,
        lambda x, *, data, alpha_bar: softmax(x @ data.T, axis=1) @ data,
    ),
    (
        "exponents cut off",
        "You cut the exponents off below. Far away from all data they are all cut, and then all rows weigh the same. "
        "Take the largest of each example off instead.",
        *(guess(weigh=lambda scores, least=least: careless(np.maximum(scores, least))) for least in (-50, -700)),
    ),
    (
        "largest and sum lie along the wrong axis",
        "One largest score and one sum for each example lie along the *last* axis with you, over the rows of data, and "
        "fit only where both are equally many: `keepdims=True`.",
        guess(
            weigh=lambda scores: np.exp(scores - scores.max(axis=1)) / np.exp(scores - scores.max(axis=1)).sum(axis=1)
        ),
        guess(weigh=lambda scores: np.exp(scores) / np.exp(scores).sum(axis=1)),
    ),
]
