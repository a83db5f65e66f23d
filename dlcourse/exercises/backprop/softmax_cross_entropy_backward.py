"""Where backpropagation begins: the gradient of the mean cross-entropy for the logits."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import backprop, forward


def cases(rng):
    def case(N, C, d_loss=1.0, scale=2.0):
        return Case(d_loss, (forward.softmax(scale * rng.normal(size=(N, C))), rng.integers(0, C, N)))

    N, C, more = drawn_sizes(rng, 3)
    return [
        Case(1.0, (np.array([[0.5, 0.5], [0.75, 0.25]]), np.array([0, 1]))),
        Case(1.0, (np.array([[0.7, 0.2, 0.1]]), np.array([2]))),
        case(4, 3),
        Case(1.0, (forward.softmax(rng.normal(size=(3, 3))), np.array([2, 0, 2]))),
        case(N, C, d_loss=2.5),
        case(C, more, d_loss=-0.5),
        case(5, 2, d_loss=0.0),
        case(30 + N, 10),
        Case(1.0, (np.array([[1.0, 0.0], [1.0, 0.0], [0.25, 0.75]]), np.array([0, 1, 1]))),  # sure: right, and wrong
        Case(1.0, (forward.softmax(rng.normal(size=(3, 5))), np.array([0, 0, 0]))),  # most classes do not occur
        Case(1.0, (forward.softmax(rng.normal(size=(2, 4))), np.array([1, 0]))),
        Case(1.0, (forward.softmax(rng.normal(size=(3, 4))).astype(np.float32), np.array([1, 3, 0]))),
    ]


exercise = Exercise(
    reference=backprop.softmax_cross_entropy_backward,
    inside={"cache": ("P", "y")},
    points=2,
    cases=cases,
    hints=[
        "What did the answer to the question need besides the probability of the right class, and what would it be "
        "for one of the other classes?",
        "It is what was said minus what was right, times what arrives, over the number of examples. Only one "
        "element of each row loses 1. And the cache is not yours to change: work on a copy.",
        "Elsewhere: with `T = np.zeros((2, 3))`, `T[np.arange(2), np.array([2, 0])] += 5` writes a 5 into one place "
        "of each row: row 0 in column 2, and row 1 in column 0.",
    ],
    form="derive",
    first="backprop.logit_slope",
    solved="the place where every gradient of a classifier begins: what it said, minus what was right.",
)


def one_hot(P, y):
    return np.eye(P.shape[1], dtype=P.dtype)[y]


exercise.edit(
    "mean forgotten",
    {" / len(y)": ""},
    """The loss is the mean over the batch, so each row has only 1/N of the say: divide by the number of examples.""",
)

exercise.edit(
    "divided by the number of classes",
    {" / len(y)": " / P.shape[1]"},
    """You divide by the number of classes. The mean goes over the examples: N is the number of rows.""",
)

exercise.edit(
    "divided by the number of elements",
    {" / len(y)": " / P.size"},
    """You divide by N times C. The loss has one number for each example: its mean goes over N.""",
)


exercise.edit(
    "1 taken from whole columns",
    {"np.arange(len(y)), y": ":, y"},
    """`dZ[:, y] -= 1` takes 1 from *every* row, in all the columns that occur in y. It is one element of each row: give
    the number of the row as well as that of the column.""",
)

exercise.edit(
    "nothing taken from the right class",
    {"-= 1": "-= 0"},
    """The probabilities go back as they are. At the right class of each row 1 is to be taken away.""",
)

exercise.edit(
    "arriving gradient forgotten",
    {"d_loss * dZ": "dZ"},
    """Your gradient does not depend on `d_loss`. It is 1 if nothing follows the loss, but it may be another number.""",
)


@exercise.mistake("sign turned at the right class")
def _(d_loss, cache):
    """At the right class you have 1 - p. It is p - 1 there, what was said minus what was right."""
    P, y = cache
    return d_loss * np.where(one_hot(P, y) == 1, 1 - P, P) / len(y)


exercise.edit(
    "softmax taken twice",
    {"P.copy()": "forward.softmax(P)"},
    """You take the softmax of the cache. P holds probabilities already.""",
)


@exercise.mistake("only the right class")
def _(d_loss, cache):
    """The gradients of the wrong classes are missing: their scores should go down, each by its probability."""
    P, y = cache
    return d_loss * (P - 1) * one_hot(P, y) / len(y)


exercise.edit(
    "cache overwritten",
    {"P.copy()": "P"},
    """The gradient is right, but you wrote it into the cache. Whoever uses P again finds something else there: begin
    with `P.copy()`.""",
)

exercise.edit(
    "sign turned",
    {"d_loss * dZ": "-d_loss * dZ"},
    """You take what was right minus what was said. The gradient points where the loss *rises*: said minus right. The
    minus comes later, in the step.""",
)

exercise.edit(
    "labels taken for numbers",
    {"dZ[np.arange(len(y)), y] -= 1": "dZ -= y[:, None]"},
    """You subtract the label itself: 7 from a row whose right class is 7. Take 1 away, in that column.""",
)

exercise.edit(
    "labels subtracted from the columns",
    {"dZ[np.arange(len(y)), y] -= 1": "dZ = P - y"},
    """`P - y` subtracts the numbers of the classes, and from all classes at that. Take 1 away, and only at the right
    class of each row.""",
)

exercise.edit(
    "1 taken from whole rows",
    {"np.arange(len(y)), y": "y"},
    """`dZ[y] -= 1` takes 1 from whole rows, those whose numbers occur in y. y holds the numbers of *columns*, one for
    each row: the number of the row is needed as well.""",
)

exercise.edit(
    "set to −1",
    {"-= 1": "= -1"},
    """You set the right class to -1. It should lose 1, and keep its probability besides: `-= 1` takes 1 away, `= -1`
    puts -1 in its place.""",
)

exercise.edit(
    "arriving gradient at the right class only",
    {"-= 1": "-= d_loss", "d_loss * dZ": "dZ"},
    """You take `d_loss` away in the place of 1. The local gradient does not know it: first P minus one-hot, then times
    `d_loss`, everywhere.""",
)

exercise.edit(
    "arriving gradient added",
    {"d_loss * dZ / len(y)": "dZ / len(y) + d_loss"},
    """You add `d_loss`. Along a path gradients multiply.""",
)

exercise.edit(
    "mean over the rows",
    {"dZ / len(y)": "dZ.mean(axis=0)"},
    """You average the rows, so that one is left. Each example has a gradient of its own: divide by N, and keep the
    rows.""",
)

exercise.edit(
    "slope of a sigmoid besides",
    {"d_loss * dZ": "d_loss * dZ * P * (1 - P)"},
    """You multiply by P * (1 - P) once more. In `P - one-hot` the slope of the softmax is in already: that is what
    makes it so short.""",
)


@exercise.mistake("stopped at the probabilities")
def _(d_loss, cache):
    """That is the gradient for the probabilities, -1 / P at the right class. One more step leads back through the
    softmax to the scores, and all of it together is just P minus one-hot.
    """
    P, y = cache
    dZ, rows = np.zeros_like(P), np.arange(len(y))
    dZ[rows, y] = -1 / P[rows, y]
    return d_loss * dZ / len(y)


@exercise.mistake("classes counted by the labels")
def _(d_loss, cache):
    """Your one-hot table has as many columns as the largest label of this batch asks for. The last classes may not
    occur in it: P has a column for each class, take `P.shape[1]`.
    """
    P, y = cache
    return d_loss * (P - np.eye(y.max() + 1)[y]) / len(y)


exercise.edit(
    "1 added at the right class",
    {"-= 1": "+= 1"},
    """At the right class you add 1. The gradient there is p - 1: take it away.""",
)

exercise.edit(
    "set to 1",
    {"-= 1": "= 1"},
    """You set the right class to 1. It should *lose* 1, and keep its probability besides: `-= 1` takes 1 away, `= 1`
    puts 1 in its place.""",
)

exercise.edit(
    "arriving gradient added to the probabilities",
    {"d_loss * dZ / len(y)": "(dZ + d_loss) / len(y)"},
    """You add `d_loss` before the division. What arrives is a factor, as on every path back.""",
)


@exercise.mistake("one number for each example")
def _(d_loss, cache):
    """You return the gradients of the right classes alone, one for each example. The other scores have one too, their
    probability: the result has the shape of P.
    """
    P, y = cache
    return d_loss * (P[np.arange(len(y)), y] - 1) / len(y)


@exercise.mistake("what was said most instead of what was right")
def _(d_loss, cache):
    """You take 1 from the class that is said most. Take it from the one that is *right*: y says which."""
    P, y = cache
    return d_loss * (P - one_hot(P, P.argmax(axis=1))) / len(y)


@exercise.also("what was said most instead of what was right")
def _(d_loss, cache):
    P, y = cache
    return d_loss * (P - (P.max(axis=1, keepdims=True) == P)) / len(y)


exercise.edit(
    "1 taken from every class",
    {"dZ[np.arange(len(y)), y] -= 1": "dZ -= 1"},
    """You take 1 from every class. Only the right class of each row loses it: there one-hot is 1, elsewhere 0.""",
)

exercise.edit(
    "only the 1 divided by N",
    {"-= 1": "-= 1 / len(y)", " / len(y)": ""},
    """You divide the 1 by N, and leave the probabilities whole. The mean concerns both: first P minus one-hot, then
    divide all of it.""",
)


@exercise.accepts("with a one-hot table")
def _(d_loss, cache):
    P, y = cache
    return d_loss * (P - one_hot(P, y)) / P.shape[0]


@exercise.accepts("with loops over examples and classes")
def _(d_loss, cache):
    P, y = cache
    dZ = np.zeros_like(P)
    for n, label in enumerate(y):
        for c in range(P.shape[1]):
            dZ[n, c] = d_loss * (P[n, c] - (c == label)) / len(P)
    return dZ
