"""The softmax: each row becomes probabilities, and no score is too large for it."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.forward._cases import SOFTMAX, note
from dlcourse.lessons import forward, neuron


def cases(rng):
    N, C, other = drawn_sizes(rng, 3)
    return [
        Case(np.array([[1.0, 2.0, 0.5]])),
        Case(np.array([[0.0, 0.0], [3.0, 1.0], [-1.0, 2.0]])),
        Case(rng.normal(size=(N, C))),
        Case(rng.normal(size=(3, 3))),  # sums along the wrong axis would fit
        Case(np.array([[1000.0, 1001.0, 999.0], [0.0, 1.0, -1.0]])),  # one row far above the other
        Case(np.array([[-1000.0, -1001.0], [2.0, 0.0], [5.0, 4.0]])),
        Case(np.array([[3000.0, 0.0, -10.0, 1.0], [0.0, 2.0, 1.0, -2000.0]])),  # far above the mean of its row
        Case(np.array([[0.0, 801.0, 800.0]])),  # far above the first, not so far above the mean
        Case(np.array([[5.0], [-3.0]])),
        Case(np.full((2, 4), 7.0)),
        Case(rng.normal(scale=300, size=(C, other))),
        Case(rng.normal(size=(N, 4)).astype(np.float32)),
    ]


exercise = Exercise(
    reference=forward.softmax,
    points=3,
    minutes=10,
    form="fault",
    cases=cases,
    atol=1e-12,
    hints=[
        "Print `np.exp(1000.0)`, and think of the scores 101, 102 and 100.5 in the example: which scores would have "
        "given the same chances with small powers? And what should add up to 1, the numbers of a row or of a column?",
        "A number that is taken away from all scores of one example cancels in the fraction, so each row may have its "
        "own. Which one makes sure that no power can be too large, and that at least one is not 0?",
        "Elsewhere: `table / table.sum(axis=1, keepdims=True)` gives shares of each row's own total, and `.mean` or "
        "`.min` take the same two words. Without `keepdims` the totals lie flat and meet the columns.",
    ],
    solved="the output layer of nearly every classifier, from digits to the next word of a chatbot.",
    equivalent_mutants={
        "E = np.exp(Z - Z.max(axis=-1, keepdims=True))": "the last axis of a table is axis 1",
        "return E / E.sum(axis=-1, keepdims=True)": "the last axis of a table is axis 1",
    },
)

exercise.edit(
    "softmax over the whole batch",
    {"Z.max(axis=1, keepdims=True)": "Z.max()", "E.sum(axis=1, keepdims=True)": "E.sum()"},
    """All your probabilities together add up to 1. It is each *row* that should: the examples do not compete with each
    other. Sum along the rows: `axis=1, keepdims=True`.
    """,
)

exercise.edit(
    "one sum for the whole batch",
    {" - Z.max(axis=1, keepdims=True)": "", "E.sum(axis=1, keepdims=True)": "np.sum(E)"},
    """Your sum goes over all numbers of all rows. Each row needs its own, as a column: `axis=1, keepdims=True`. (And
    for large scores exp overflows: subtract the row's maximum first.)
    """,
)

exercise.edit(
    "sum not shifted",
    {"E.sum(axis=1": "np.exp(Z).sum(axis=1"},
    """Above the fraction bar the maximum is subtracted, below it is not. Calculate the exponentials once, give them a
    name, and use them in both places.
    """,
)

exercise.edit(
    "`keepdims` forgotten",
    {"E.sum(axis=1, keepdims=True)": "E.sum(axis=1)"},
    """Without `keepdims=True` the sums are a row of numbers and not a column. Where NumPy accepts that at all, it
    divides each *column* by a sum that belongs to a row.
    """,
)

exercise.edit(
    "`keepdims` forgotten twice",
    {"Z.max(axis=1, keepdims=True)": "Z.max(axis=1)", "E.sum(axis=1, keepdims=True)": "E.sum(axis=1)"},
    """Without `keepdims=True` the maxima and the sums are a row and not a column: NumPy lines them up with the columns,
    where it accepts them at all. It belongs in both places.
    """,
)

exercise.edit(
    "softmax down the columns",
    {"Z.max(axis=1": "Z.max(axis=0", "E.sum(axis=1": "E.sum(axis=0"},
    """Your columns add up to 1, not the rows: `axis=0` goes down the columns. The classes of one example stand in a
    row: `axis=1`.
    """,
)

exercise.edit(
    "overflow for large scores",
    {" - Z.max(axis=1, keepdims=True)": ""},
    """For scores around 1000, exp overflows and the result is nan. Take the largest score of each row away first: it
    changes nothing in the fraction, and every exponent is then 0 or less.
    """,
)

exercise.edit(
    "one maximum for the whole batch",
    {"Z.max(axis=1, keepdims=True)": "Z.max()"},
    """You take away the largest score of the whole batch. In a row far below it, every exp becomes 0, and 0 / 0 is nan.
    Each row needs its own maximum: `axis=1, keepdims=True`.
    """,
)

exercise.edit(
    "not divided by the sum",
    {"E / E.sum(axis=1, keepdims=True)": "E"},
    """The exponentials are right, but they do not add up to 1 yet: divide each row by its sum.""",
)


@exercise.mistake("divided without exp")
def _(Z):
    """You divide the scores themselves. Negative scores would give negative probabilities: take exp first."""
    return Z / np.abs(Z).sum(axis=1, keepdims=True).clip(1e-12)


@exercise.mistake("divided by the maximum instead of shifted")
def _(Z):
    """You divide by the size of the largest score, to avoid the overflow. But a factor does not cancel in the fraction;
    a number *subtracted* from the whole row does.
    """
    E = np.exp(Z / np.abs(Z).max(axis=1, keepdims=True).clip(1e-12))
    return E / E.sum(axis=1, keepdims=True)


exercise.edit(
    "2 instead of e",
    {"np.exp(": "2.0 ** ("},
    """You raise 2 to the power of the scores. The softmax is defined with e: `np.exp`.""",
)

exercise.edit(
    "sums down the columns",
    {"E.sum(axis=1, keepdims=True)": "E.sum(axis=0)"},
    """The maximum is that of each row, but the sum goes down the columns, `axis=0`. Each *row* is to add up to 1:
    `axis=1, keepdims=True`.
    """,
)

exercise.edit(
    "scores cut off",
    {"Z - Z.max(axis=1, keepdims=True)": "np.clip(Z, -700, 700)"},
    """Cutting the scores off avoids the overflow, but scores beyond the limit become equal, though one was larger.
    Subtract the row's maximum instead: that changes nothing in the fraction.
    """,
)

exercise.edit(
    "smallest score taken away",
    {"Z.max": "Z.min"},
    """You take the *smallest* score away: all exponents are then 0 or more, and exp can still overflow. With the
    largest they are 0 or less.
    """,
)

exercise.edit(
    "mean score taken away",
    {"Z.max": "Z.mean"},
    """You take the *mean* score away. The largest can still lie far above it, and exp overflows. With the largest taken
    away, every exponent is 0 or less.
    """,
)

exercise.edit(
    "overflow hidden",
    {
        " - Z.max(axis=1, keepdims=True)": "",
        "return E / E.sum(axis=1, keepdims=True)": "return np.nan_to_num(E / E.sum(axis=1, keepdims=True))",
    },
    """For large scores exp overflows, and the nan that comes of it is turned into 0: then the largest score gets no
    probability at all. Take the row's maximum away first, and nothing overflows.
    """,
)

exercise.edit(
    "signs of the scores turned round",
    {"np.exp(Z - Z.max(axis=1, keepdims=True))": "np.exp(Z.min(axis=1, keepdims=True) - Z)"},
    """The *smallest* score gets the largest probability: there is a minus before Z in the exponent.""",
)

exercise.edit(
    "logarithms of the probabilities",
    {"E / E.sum(axis=1, keepdims=True)": "Z - Z.max(axis=1, keepdims=True) - np.log(E.sum(axis=1, keepdims=True))"},
    """These are the *logarithms* of the probabilities. Here the probabilities are wanted.""",
)

exercise.edit(
    "sum inside the exponent",
    {
        "E = np.exp(Z - Z.max(axis=1, keepdims=True))": "S = Z - Z.max(axis=1, keepdims=True)",
        "E / E.sum(axis=1, keepdims=True)": "np.exp(S / np.exp(S).sum(axis=1, keepdims=True))",
    },
    """The sum stands inside `np.exp(...)`. First exp of each score, *then* divide by the sum: look where the
    parenthesis closes.
    """,
)


@exercise.mistake("sigmoid instead of softmax")
def _(Z):
    """Each score is squashed by itself, with a sigmoid. A softmax compares the classes: each row adds up to 1."""
    return neuron.sigmoid(Z)


@exercise.mistake("all or nothing")
def _(Z):
    """The class with the largest score gets 1, all others 0. A softmax leaves each class its share."""
    return np.eye(Z.shape[1], dtype=Z.dtype)[Z.argmax(axis=1)]


@exercise.mistake("shares of the plain scores")
def _(Z):
    """You divide the scores themselves by their sum. Scores can be negative, and their sum 0: take exp first."""
    with np.errstate(all="ignore"):
        return Z / Z.sum(axis=1, keepdims=True)


@exercise.mistake("divided by the sum of the scores")
def _(Z):
    """Above the bar stands exp, below it the sum of the plain scores. There the sum of the same powers belongs."""
    with np.errstate(all="ignore"):
        return np.exp(Z - Z.max(axis=1, keepdims=True)) / Z.sum(axis=1, keepdims=True)


@exercise.mistake("only the first row")
def _(Z):
    """Only the first row came back. Is the `return` inside the loop? Then it ends after its first round."""
    return forward.softmax(Z)[0]


@exercise.mistake("divided by the largest score")
def _(Z):
    """You divide by the largest score instead of taking it away. That changes the result: only a number *subtracted*
    from the whole row cancels.
    """
    with np.errstate(all="ignore"):
        E = np.exp(Z / Z.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)


note(exercise, SOFTMAX)


@exercise.plants(
    "sums down the columns",
    "overflow for large scores",
    symptom=(
        "given the scores 0, 0 of one example and 0, −2 of another, the chances of the first add up to 1.38, those of "
        "the second to 0.62.",
        "The scores 1000, 1001 and 999 give nan, *not a number*, three times.",
    ),
)
def softmax(Z):
    """Turn each row of scores into probabilities that add up to 1, without overflow.

    Z: array (N, C), scores of C classes for N examples -> array (N, C), each row adds up to 1
    """
    E = np.exp(Z)
    return E / E.sum(axis=0)


@exercise.accepts("row by row")
def _(Z):
    rows = []
    for row in Z:
        e = np.exp(row - max(row))
        rows.append(e / sum(e))
    return np.array(rows)


@exercise.accepts("in place, in an own copy")
def _(Z):
    E = Z - np.max(Z, axis=-1)[:, None]
    E = np.exp(E)
    E /= np.sum(E, axis=-1)[:, None]
    return E


@exercise.accepts("SciPy's softmax")
def _(Z):
    from scipy import special

    return special.softmax(Z, axis=1)


@exercise.accepts("transposed and back")
def _(Z):
    E = np.exp(Z.T - Z.max(axis=1))  # the classes in the rows
    return (E / E.sum(axis=0)).T
