"""REINFORCE: what went better than expected becomes more likely, and the rest less."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import games
from dlcourse.lessons.forward import softmax


def cases(rng):
    """One action by hand; returns below the baseline, and level with it; a baseline of 0; large logits; float32."""
    N, A, more = drawn_sizes(rng, 3, least=3, most=9)
    return [
        Case(np.zeros((1, 2)), np.array([0]), np.array([3.0]), baseline=np.array([1.0])),
        Case(np.log([[2.0, 1.0, 1.0]]), np.array([1]), np.array([1.0]), baseline=np.zeros(1)),
        Case(
            np.log([[2.0, 1.0, 1.0], [1.0, 1.0, 6.0]]),
            np.array([2, 0]),
            np.array([1.0, -1.0]),
            baseline=np.array([0.5, 0.25]),
        ),
        Case(np.array([[0.3, -0.2, 0.1]]), np.array([2]), np.array([2.0]), baseline=np.array([2.0])),
        _case(rng, N, A, np.full(N, rng.uniform(0.5, 2))),
        _case(rng, A, more, np.zeros(A)),
        _case(rng, more, N, rng.normal(size=more)),
        Case(
            np.array([[1000.0, 0.0], [-1000.0, 0.0]]),
            np.array([1, 0]),
            np.array([1.0, -2.0]),
            baseline=np.array([0.5, 0.5]),
        ),
        _case(rng, N, more, rng.normal(size=N).astype(np.float32), np.float32),
    ]


def _case(rng, N, A, baseline, kind=float):
    actions = rng.integers(A, size=N)
    actions[:2] = (A - 1, 0)
    logits, returns = rng.normal(size=(N, A)).astype(kind), rng.normal(size=N).astype(kind) + kind(1)
    return Case(logits, actions, returns, baseline=baseline)


exercise = Exercise(
    reference=games.policy_gradient,
    points=2,
    form="derive",
    first="games.chosen_slope",
    cases=cases,
    hints=[
        "Lesson 03 had this gradient, for a label that was right: what is it there, and what stands here in the place "
        "of the label, and what does each row get for a factor?",
        "The question above was one number of it. What do the scores get that were *not* taken, which have no 1 to "
        "take off? And what makes of a gradient of a sum that of a mean?",
        "Elsewhere: `table[np.arange(3), [1, 0, 2]] += 5` changes one number in each of three rows; `(a - b)[:, None]` "
        "is a column, which multiplies row by row.",
    ],
    solved="a way to learn from what one did, with nobody there who knows what would have been right.",
)


def slope(logits, actions, returns, baseline, *, weights=None, chosen=1.0, mean=True):
    """The gradient with some of its steps done otherwise: the factor of each row, what is taken off, the mean."""
    weights = returns - baseline if weights is None else weights
    P = softmax(logits)
    P[np.arange(len(P)), actions] -= chosen
    gradient = weights[:, None] * P
    return (gradient / len(P) if mean else gradient).astype(logits.dtype)


exercise.edit(
    "uphill instead of downhill",
    {"(returns - baseline)": "(baseline - returns)"},
    """The sign is turned. It is the gradient of a *loss*, minus the mean: a step against it makes what went well more
    likely.""",
    hint=1,
)


@exercise.mistake("baseline ignored")
def _(logits, actions, returns, *, baseline):
    """The baseline has no effect. What counts is by how much it went *better than expected*: the return minus the
    baseline.
    """
    return slope(logits, actions, returns, baseline, weights=returns)


exercise.edit("baseline added", {"returns - baseline": "returns + baseline"},
              "You add the baseline. What was expected is taken away from what came.")  # fmt: skip


@exercise.mistake("returns ignored")
def _(logits, actions, returns, *, baseline):
    """What came of the actions has no effect: this makes everything that was done more likely, good or bad. Each row
    is multiplied by the return minus the baseline.
    """
    return slope(logits, actions, returns, baseline, weights=np.ones_like(returns))


@exercise.mistake("sum instead of mean")
def _(logits, actions, returns, *, baseline):
    """You have the gradient of the sum over the rows. Wanted is that of their mean: divide by their number."""
    return slope(logits, actions, returns, baseline, mean=False)


@exercise.mistake("divided by all numbers of the table")
def _(logits, actions, returns, *, baseline):
    """You divide by the number of *all* logits. The mean is over the rows."""
    return slope(logits, actions, returns, baseline) / np.asarray(logits.shape[1], logits.dtype)


exercise.edit(
    "1 not taken off",
    {"d_logits[np.arange(N), actions] -= 1": "pass"},
    """The probabilities alone: which action was taken has no effect. Its own place wants a 1 taken off, as that of the
    right label in lesson 03.""",
)


@exercise.mistake("the taken action alone")
def _(logits, actions, returns, *, baseline):
    """Only the score of the taken action gets a gradient. All share one whole: if it becomes more likely, the others
    become less so.
    """
    gradient = slope(logits, actions, returns, baseline)
    return np.where(np.arange(logits.shape[1]) == actions[:, None], gradient, 0)


@exercise.mistake("1 taken off in whole columns")
def _(logits, actions, returns, *, baseline):
    """The 1 is taken off in every row, at all actions of the batch. Each row has its own: `np.arange(N)` beside the
    actions picks one place a row.
    """
    P = softmax(logits)
    P[:, np.unique(actions)] -= 1
    return (returns - baseline)[:, None] * P / np.asarray(len(P), P.dtype)


exercise.edit("logits instead of probabilities", {"softmax(logits)": "logits.copy()"},
              "You work with the logits as they are. The softmax makes probabilities of them.")  # fmt: skip


@exercise.mistake("sign of the action")
def _(logits, actions, returns, *, baseline):
    """You add 1 at the taken action. It is taken off: probabilities minus a 1 there, as in lesson 03."""
    return slope(logits, actions, returns, baseline, chosen=-1.0)


@exercise.mistake("slope for the probability")
def _(logits, actions, returns, *, baseline):
    """That is the slope of the *probability* of what was taken: each row is too small by that probability. The formula
    has its logarithm.
    """
    P = softmax(logits)[np.arange(len(logits)), actions]
    return slope(logits, actions, returns, baseline, weights=(returns - baseline) * P)


@exercise.mistake("softmax down the columns")
def _(logits, actions, returns, *, baseline):
    """Your softmax goes down the columns. Each row is a choice of its own: its probabilities sum to 1 (axis 1)."""
    P = softmax(logits.T).T
    P[np.arange(len(P)), actions] -= 1
    return (returns - baseline)[:, None] * P / np.asarray(len(P), P.dtype)


@exercise.mistake("the factor at the taken action alone")
def _(logits, actions, returns, *, baseline):
    """Only the 1 is multiplied by how much better it went. The whole row gets the factor, the probabilities, too."""
    P = softmax(logits)
    P[np.arange(len(P)), actions] -= returns - baseline
    return P / np.asarray(len(P), P.dtype)


exercise.edit("the factor along the columns", {"(returns - baseline)[:, None]": "(returns - baseline)"},
              """Each *column* is multiplied by a return minus its baseline. They belong to the rows: `[:, None]` makes
              a column of them.""")  # fmt: skip


exercise.edit("one softmax for all rows", {"softmax(logits)": "softmax(logits.reshape(1, -1)).reshape(logits.shape)"},
              "Your softmax goes over the whole table. Each row is a choice of its own.")  # fmt: skip


@exercise.mistake("returns on one scale")
def _(logits, actions, returns, *, baseline):
    """You divide by the spread of the returns. That often helps, but it is not in the formula."""
    above = returns - baseline
    return slope(logits, actions, returns, baseline, weights=above / (above.std() + 1e-8))


@exercise.accepts("with a table of ones")
def _(logits, actions, returns, *, baseline):
    taken = np.eye(logits.shape[1], dtype=logits.dtype)[actions]
    P = np.exp(logits - logits.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return np.einsum("n,na->na", returns - baseline, P - taken) / len(logits)


@exercise.accepts("row by row")
def _(logits, actions, returns, *, baseline):
    out = np.zeros_like(logits)
    for n in range(len(logits)):
        out[n] = softmax(logits[n : n + 1])[0] * (returns[n] - baseline[n])
        out[n, actions[n]] -= returns[n] - baseline[n]
    return out / len(logits)
