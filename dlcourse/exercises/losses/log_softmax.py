"""The log-softmax, by a formula that never takes the logarithm of a probability."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.losses._cases.rarer import note_rarer
from dlcourse.lessons import forward, losses


def cases(rng):
    N, C, other = drawn_sizes(rng, 3)
    return [
        Case(np.array([[1.0, 2.0, 0.5]])),
        Case(np.array([[0.0, 0.0], [3.0, 1.0], [-1.0, 2.0]])),
        Case(rng.normal(size=(N, C))),
        Case(rng.normal(size=(3, 3))),  # sums along the wrong axis would fit
        Case(np.array([[1000.0, 1001.0, 999.0], [0.0, 1.0, -1.0]])),  # one row far above the other
        Case(np.array([[-1000.0, -1001.0], [2.0, 0.0], [5.0, 4.0]])),
        Case(np.array([[0.0, 900.0, 30.0], [-40.0, 0.0, 800.0]])),  # classes whose probability is 0 in floats
        Case(np.array([[3000.0, 0.0, -10.0, 1.0], [0.0, 2.0, 1.0, -2000.0]])),  # far above the mean of its row
        Case(np.array([[5.0], [-3.0]])),
        Case(np.full((2, 4), 7.0)),
        Case(rng.normal(scale=300, size=(C, other))),
        Case(rng.normal(size=(N, 4)).astype(np.float32)),
    ]


exercise = Exercise(
    reference=losses.log_softmax,
    points=3,
    minutes=11,
    form="derive",
    first="losses.knows_nothing",
    cases=cases,
    atol=1e-12,
    hints=[
        "What is the logarithm of a fraction, and what is the logarithm of exp(z)? Which of the two does the "
        "question about ten equal scores need?",
        "What is taken away from a whole row changes no probability. So move each row so that no exponent is above "
        "0, and at least one is exactly 0: then the sum can neither overflow nor become 0.",
        "`table.min(axis=1, keepdims=True)` is the smallest number of each row, as a column that can be subtracted "
        "from the table; without `keepdims=True` it is a row. `np.log(np.sum(...))` and `np.sum(np.log(...))` are "
        "not the same.",
    ],
    solved="the calculation that every deep learning library does where the textbook says log(softmax(z)).",
    equivalent_mutants={
        "S = Z - Z.max(axis=-1, keepdims=True)": "the last axis of a table is axis 1",
        "return S - np.log(np.exp(S).sum(axis=-1, keepdims=True))": "the last axis of a table is axis 1",
    },
)


@exercise.mistake("logarithm forgotten")
def _(Z):
    """These are the probabilities. Their logarithms are wanted."""
    return forward.softmax(Z)


@exercise.mistake("logarithm of a probability that is 0")
def _(Z):
    """Where scores lie far apart, the softmax is exactly 0 in a computer's numbers, and its logarithm is −inf. Do not
    go through the probabilities: the logarithm of a fraction is a difference, which needs none of them.
    """
    return np.log(forward.softmax(Z))


exercise.edit(
    "overflow for large scores",
    {"S = Z - Z.max(axis=1, keepdims=True)": "S = Z"},
    """For scores around 1000, exp overflows. First take the largest score of each row away: it cancels here as it did
    in the softmax.
    """,
)

exercise.edit(
    "one sum for the whole batch",
    {"Z.max(axis=1, keepdims=True)": "Z.max()", "sum(axis=1, keepdims=True)": "sum()"},
    """You add up the exponentials of all rows. Each row needs its own sum: `axis=1, keepdims=True`.""",
)

exercise.edit(
    "softmax down the columns",
    {"max(axis=1": "max(axis=0", "sum(axis=1": "sum(axis=0"},
    """You compare the examples with each other: `axis=0` goes down the columns. The classes of one example stand in a
    row: `axis=1`.
    """,
)

exercise.edit(
    "`keepdims` forgotten",
    {"sum(axis=1, keepdims=True)": "sum(axis=1)"},
    """Without `keepdims=True` the sums are a row of numbers and not a column. Where NumPy accepts that at all, each
    column gets a sum that belongs to a row.
    """,
)

exercise.edit(
    "largest score not taken away in front",
    {"return S -": "return Z -"},
    """Inside the sum the largest score is taken away, in front it is not: every row is off by its largest score. Give
    the shifted scores a name, and use them in both places.
    """,
)

exercise.edit(
    "largest score not taken away inside",
    {"np.exp(S)": "np.exp(Z)"},
    """In front the largest score is taken away, inside the sum it is not. Give the shifted scores a name, and use them
    in both places.
    """,
)


@exercise.mistake("probabilities propped up")
def _(Z):
    """A tiny number keeps the logarithm from ever seeing a 0, as 1e-12 does. That hides the problem: every very small
    probability becomes the same, and the loss can no longer tell bad from terrible.
    """
    return np.log(forward.softmax(Z) + 1e-12)


@exercise.mistake("probabilities propped up by 1e-8")
def _(Z):
    """You add 1e-8 before the logarithm, so that no result is ever below about -18. The logarithm of a fraction is a
    difference, which needs no such prop.
    """
    return np.log(forward.softmax(Z) + 1e-8)


@exercise.mistake("probabilities cut off at 1e-12")
def _(Z):
    """Probabilities below 1e-12 are raised to it: no result is ever below about -28, though the true ones are. Use the
    formula that needs no probabilities.
    """
    return np.log(np.maximum(forward.softmax(Z), 1e-12))


@exercise.mistake("probabilities cut off at 1e-15")
def _(Z):
    """Probabilities below 1e-15 are raised to it, so that no result is ever below about -35. Without probabilities
    there is nothing to cut off: the logarithm of a fraction is a difference.
    """
    return np.log(np.maximum(forward.softmax(Z), 1e-15))


@exercise.mistake("another base")
def _(Z):
    """Your logarithm is to the base 2. Here the natural one is wanted, `np.log`, that undoes `np.exp`."""
    return losses.log_softmax(Z) / np.log(2)


exercise.edit(
    "one maximum for the whole batch",
    {"Z.max(axis=1, keepdims=True)": "Z.max()"},
    """You take away the largest score of the whole batch. In a row far below it, every exp becomes 0, and the logarithm
    of 0 is −inf. Each row needs its own: `axis=1, keepdims=True`.
    """,
)

exercise.edit(
    "sum forgotten",
    {"return S - np.log(np.exp(S).sum(axis=1, keepdims=True))": "return S"},
    """That is only the shift. The logarithm of the sum of the exponentials is still to be taken away.""",
)

exercise.edit(
    "logarithm of the sum forgotten",
    {"np.log(np.exp(S).sum(axis=1, keepdims=True))": "np.exp(S).sum(axis=1, keepdims=True)"},
    """You take away the sum of the exponentials itself. Its *logarithm* is wanted.""",
)

exercise.edit(
    "logarithm to the base 10",
    {"np.log(": "np.log10("},
    """`np.log10` is the logarithm to the base 10. It is to undo `np.exp`: take `np.log`.""",
)

exercise.edit(
    "logarithm to the base 2",
    {"np.log(": "np.log2("},
    """`np.log2` is the logarithm to the base 2. It is to undo `np.exp`: take `np.log`.""",
)

exercise.edit(
    "logarithm before the sum",
    {"np.log(np.exp(S).sum(axis=1, keepdims=True))": "np.log(np.exp(S)).sum(axis=1, keepdims=True)"},
    """You take the logarithm of each exponential, which leads straight back to the score, and add those up. First the
    sum of the exponentials, then *its* logarithm.
    """,
)

exercise.edit(
    "divided by the logarithm",
    {"return S - np.log": "return S / np.log"},
    """You divide by the logarithm. The logarithm of a fraction is a *difference*: above minus below.""",
)

exercise.edit(
    "logarithm added",
    {"return S - np.log": "return S + np.log"},
    """You add the logarithm of the sum. It stands below the bar of the softmax: take it away.""",
)

exercise.edit(
    "mean of the exponentials",
    {"np.exp(S).sum(": "np.exp(S).mean("},
    """You take the logarithm of the *mean* of the exponentials. It is their sum that stands below the bar.""",
)

exercise.edit(
    "only what is taken away",
    {"return S - np.log(np.exp(S)": "return Z - S + np.log(np.exp(S)"},
    """That is the logarithm of the sum, the same number along each row. It is still to be taken
    away from the scores.
    """,
)

exercise.edit(
    "sums down the columns",
    {"np.exp(S).sum(axis=1, keepdims=True)": "np.exp(S).sum(axis=0)"},
    """The maximum is that of each row, but the sum goes down the columns, `axis=0`. Both go along the rows: `axis=1,
    keepdims=True`.
    """,
)

exercise.edit(
    "smallest score taken away",
    {"Z.max": "Z.min"},
    """You take the *smallest* score away: exp can still overflow. With the largest, every exponent is 0 or less.""",
)

exercise.edit(
    "mean score taken away",
    {"Z.max": "Z.mean"},
    """You take the *mean* score away. The largest can lie far above it, and exp overflows: take the largest away.""",
)


@exercise.mistake("overflow, then the logarithm of 0")
def _(Z):
    """You go through the probabilities: exp overflows for large scores, and for others the logarithm sees a 0. The
    logarithm of a fraction is a difference: with the largest score taken away, it does neither.
    """
    E = np.exp(Z)
    return np.log(E / E.sum(axis=1, keepdims=True))


@exercise.mistake("scores cut off at 700")
def _(Z):
    """Cutting the scores off at 700 avoids the overflow, but scores beyond become equal. Take the largest of the row
    away instead: that changes nothing in the result.
    """
    return losses.log_softmax(np.clip(Z, -700, 700))


exercise.edit(
    "one added below the bar",
    {"np.log(": "np.log1p("},
    """You add 1 to the sum of the exponentials, as `np.log1p` does. That belongs to the sigmoid; here `np.log` of
    the sum alone is right.
    """,
)


note_rarer(exercise, "log_softmax")


@exercise.accepts("row by row")
def _(Z):
    rows = []
    for row in Z:
        shifted = row - max(row)
        rows.append(shifted - np.log(sum(np.exp(shifted))))
    return np.array(rows)


@exercise.accepts("SciPy's log_softmax")
def _(Z):
    from scipy import special

    return special.log_softmax(Z, axis=1)


@exercise.accepts("through SciPy's logsumexp")
def _(Z):
    from scipy import special

    return Z - special.logsumexp(Z, axis=1, keepdims=True)


@exercise.accepts("through np.logaddexp")
def _(Z):
    return Z - np.logaddexp.reduce(Z, axis=1)[:, None]


@exercise.accepts("transposed and back")
def _(Z):
    S = Z.T - Z.max(axis=1)  # the classes in the rows
    return (S - np.log(np.exp(S).sum(axis=0))).T
