"""A soft look-up: every value that fits is fetched, as far as its key fits."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.attention._cases.lookups import looks, weights_of
from dlcourse.exercises.attention._cases.soft import HIDDEN, added, hidden_by, look_up, undivided, unseen
from dlcourse.lessons import attention

exercise = Exercise(
    reference=attention.scaled_dot_product_attention,
    points=3,
    minutes=5,
    cases=looks,
    outputs=("out", "cache"),
    inside={"cache": ("Q", "K", "V", "A")},
    hints=[
        "What weight must a key have that may not be seen, whatever its score: which score gives it exactly that? And "
        "what is the largest score of a query that may see nothing?",
        "First all scores, then hide, then a softmax that stays calm with huge scores (lesson 02): the largest one "
        "that may be seen is taken away. Where nothing may be seen there is no such number, and no sum to divide by: "
        "both places want a harmless number instead.",
        "Elsewhere: `prices @ stock.swapaxes(-1, -2)` works with any axes in front. `np.where(open, visits, -np.inf)` "
        "hides shops that are closed, and `np.where(counts > 0, counts, 1)` can be divided by.",
    ],
    equivalent_mutants={
        "scores = Q @ K.swapaxes(-2, -1) / Q.shape[-1] ** 0.5": "the same two axes change places",
        "E = np.exp(scores - np.where(np.isfinite(top), top, -1))": "minus infinity stays so, whatever is taken away",
        "A = E / np.where(total > 1, total, 1)": "the largest term is exp(0): the sum is 0, or 1 and more",
        "A = E / np.where(total > 0, total, 2)": "where the sum is 0, so is every term",
        "A = E / np.where(total > 0, total, -1)": "where the sum is 0, so is every term",
        "E = np.exp(scores - np.where(np.isfinite(top), top, 1))": "minus infinity stays so, whatever is taken away",
    },
    solved="the look-up that a transformer is made of.",
)


exercise.edit(
    "not divided by the root",
    {"Q @ K.swapaxes(-1, -2) / Q.shape[-1] ** 0.5": "Q @ K.swapaxes(-1, -2)"},
    """The scores are not divided by √D, so the weights are too sharp. D is the width of a query, its last axis.""",
)


exercise.edit(
    "divided by D",
    {"Q.shape[-1] ** 0.5": "Q.shape[-1]"},
    "The scores are divided by D, and so the weights are too even. Divide by its square *root*.",
)


for name, root in (("not divided by the root", undivided), ("divided by D", lambda D: D)):
    for hide in (*HIDDEN, unseen):
        exercise.also(name)(look_up(root=root, hide=hide))
    exercise.also(name)(look_up(root=root, hide=hidden_by(-np.inf), calm=False))


exercise.edit(
    "root of the number of keys",
    {"Q.shape[-1] ** 0.5": "K.shape[-2] ** 0.5"},
    "You divide by the root of the number of keys. What counts is how many numbers a score sums up: the width D.",
)


exercise.edit(
    "root of the width of the values",
    {"Q.shape[-1] ** 0.5": "V.shape[-1] ** 0.5"},
    "You divide by √E. The values take no part in the scores: it is the width D of the queries and keys.",
)


exercise.edit(
    "root of the number of queries",
    {"Q.shape[-1] ** 0.5": "Q.shape[-2] ** 0.5"},
    "You divide by √T, the number of queries. A score sums up D products: the *last* axis of Q.",
)


@exercise.mistake("mask ignored")
def _(Q, *, K, V, mask=None):
    """The mask changes nothing: keys that a query may not see have a weight, too."""
    return attention.scaled_dot_product_attention(Q, K=K, V=V)


exercise.edit(
    "mask the other way round",
    {"np.where(mask, scores, -np.inf)": "np.where(mask, -np.inf, scores)"},
    "You hide what may be seen. The mask is True where a query *may* look.",
)


for ways in HIDDEN:
    exercise.also("mask the other way round")(look_up(hide=lambda scores, mask, hide=ways: hide(scores, ~mask)))


@exercise.mistake("mask added to the scores")
def _(Q, *, K, V, mask=None):
    """You add the mask to the scores as it is: True counts as 1 and False as 0, so what is hidden weighs a little less
    than it would. Its score has to become minus infinity."""
    return look_up(hide=lambda scores, mask: scores + mask)(Q, K=K, V=V, mask=mask)


@exercise.mistake("0 times infinity")
def _(Q, *, K, V, mask=None):
    """You multiply minus infinity by 0 where a key *may* be seen, and 0 times infinity is no number. Choose instead of
    multiplying: one of two numbers for each place of the mask."""
    return look_up(hide=lambda scores, mask: scores + (1 - mask) * -np.inf)(Q, K=K, V=V, mask=mask)


@exercise.mistake("all axes of K turned round")
def _(Q, *, K, V, mask=None):
    """`K.T` turns *all* axes round. With axes in front only the last two are to change places."""
    return look_up(hide=HIDDEN[1], careful=True, turned=np.transpose)(Q, K=K, V=V, mask=mask)


for ways in HIDDEN:
    exercise.also("all axes of K turned round")(look_up(hide=ways, turned=np.transpose))


@exercise.mistake("weights hidden after the softmax")
def _(Q, *, K, V, mask=None):
    """The weights of hidden keys are 0, but the others no longer add up to 1: the softmax had already shared with the
    hidden ones. Hide the *scores*, before the softmax."""
    A = weights_of(Q @ K.swapaxes(-1, -2) / np.sqrt(Q.shape[-1]))
    A = A if mask is None else A * mask
    return A @ V, (Q, K, V, A)


exercise.edit(
    "hidden scores are 0",
    {"np.where(mask, scores, -np.inf)": "np.where(mask, scores, 0.0)"},
    """A hidden key gets the score 0, and exp(0) is 1: it still has a weight. Its weight is 0 only if its score is
    minus infinity.""",
    hint=1,
)


@exercise.mistake("not a number where nothing is seen")
def _(Q, *, K, V, mask=None):
    """A query that may see nothing gets NaN. Its largest score is minus infinity, and its weights add up to 0: the
    one cannot be taken away, the other not be divided by. It should get zeros."""
    scores = Q @ K.swapaxes(-1, -2) / np.sqrt(Q.shape[-1])
    scores = scores if mask is None else np.where(mask, scores, -np.inf)
    with np.errstate(invalid="ignore"):
        A = weights_of(scores)
    return A @ V, (Q, K, V, A)


exercise.edit(
    "sees all where it may see nothing",
    {"np.where(mask, scores, -np.inf)": "np.where(mask, scores, -1e9)"},
    """A query that may see nothing gets the mean of all values. A large negative number in the place of minus infinity
    hides a key only beside one that is seen; where all have it, they share evenly.""",
    hint=1,
)


exercise.also("sees all where it may see nothing")(look_up(hide=added))


@exercise.mistake("overflow")
def _(Q, *, K, V, mask=None):
    """exp of a large score is infinite, and infinity divided by infinity is no number. As in lesson 02, the largest
    score of a query is taken away from all of them before exp."""
    scores = Q @ K.swapaxes(-1, -2) / np.sqrt(Q.shape[-1])
    scores = scores if mask is None else np.where(mask, scores, -np.inf)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        E = np.exp(scores)
        total = E.sum(axis=-1, keepdims=True)
        A = E / np.where(total > 0, total, 1)
        return A @ V, (Q, K, V, A)


@exercise.mistake("hidden ones shift the rest away")
def _(Q, *, K, V, mask=None):
    """Where a key that is hidden has a far larger score than those that are seen, all weights become 0. You look for
    the largest score among all: hide first, then take away the largest of those that are left."""
    scores = Q @ K.swapaxes(-1, -2) / np.sqrt(Q.shape[-1])
    E = np.exp(scores - scores.max(axis=-1, keepdims=True))
    E = E if mask is None else E * mask
    total = E.sum(axis=-1, keepdims=True)
    A = E / np.where(total > 0, total, 1)
    return A @ V, (Q, K, V, A)


exercise.edit(
    "softmax over the queries",
    {"E.sum(axis=-1, keepdims=True)": "E.sum(axis=-2, keepdims=True)"},
    """Each *column* of the weights adds up to 1, if any. Every query shares out one whole among the keys: sum along
    the last axis.""",
)


for axis in (-2, 0):
    for hide in HIDDEN:
        exercise.also("softmax over the queries")(look_up(hide=hide, axis=axis))
    exercise.also("softmax over the queries")(look_up(hide=HIDDEN[1], axis=axis, careful=True))


exercise.edit(
    "softmax over everything",
    {"E.sum(axis=-1, keepdims=True)": "E.sum()"},
    "All weights together add up to 1. Each query has a whole of its own to share: sum along the last axis.",
)


exercise.edit(
    "not shared out",
    {"A = E / np.where(total > 0, total, 1)": "A = E"},
    "The weights of a query do not add up to 1: after exp, divide by their sum.",
)


exercise.edit(
    "keys instead of values",
    {"A @ V": "A @ K"},
    "What comes back is a mixture of the *keys*. They say where to look; what is fetched are the values.",
)


exercise.edit(
    "scores in the cache",
    {"(Q, K, V, A)": "(Q, K, V, scores)"},
    "The last part of the cache are the scores. The way back needs the weights A, after the softmax.",
)


@exercise.mistake("a hard look-up")
def _(Q, *, K, V, mask=None):
    """The best key alone gets all the weight. That is a hard look-up; a soft one gives each key its share."""
    scores = Q @ K.swapaxes(-1, -2) / np.sqrt(Q.shape[-1])
    scores = scores if mask is None else np.where(mask, scores, -np.inf)
    A = (scores == scores.max(axis=-1, keepdims=True)) * 1.0
    return A @ V, (Q, K, V, A)


@exercise.mistake("weights without exp")
def _(Q, *, K, V, mask=None):
    """You divide the scores by their sum, without exp: negative scores then give negative weights."""
    scores = Q @ K.swapaxes(-1, -2) / np.sqrt(Q.shape[-1])
    scores = scores if mask is None else np.where(mask, scores, 0.0)
    total = scores.sum(axis=-1, keepdims=True)
    A = scores / np.where(total == 0, 1, total)
    return A @ V, (Q, K, V, A)


@exercise.mistake("score by difference")
def _(Q, *, K, V, mask=None):
    """Your scores are minus the squared distance of query and key. Here it is their product, divided by √D."""
    distance = ((Q[..., :, None, :] - K[..., None, :, :]) ** 2).sum(axis=-1)
    scores = -distance / np.sqrt(Q.shape[-1])
    scores = scores if mask is None else np.where(mask, scores, -np.inf)
    with np.errstate(invalid="ignore"):
        A = weights_of(scores)
    return A @ V, (Q, K, V, A)


@exercise.accepts("einsum, and a mask in place")
def _(Q, *, K, V, mask=None):
    scores = np.einsum("...td,...sd->...ts", Q, K)
    scores /= Q.shape[-1] ** 0.5
    seen = np.ones(scores.shape, bool) if mask is None else np.broadcast_to(mask, scores.shape)
    scores[~seen] = -np.inf
    scores -= np.nan_to_num(scores.max(axis=-1, keepdims=True), neginf=0.0)
    A = np.exp(scores)
    A /= np.maximum(A.sum(axis=-1, keepdims=True), np.finfo(A.dtype).tiny)
    return np.einsum("...ts,...se->...te", A, V), (Q, K, V, A)


@exercise.accepts("query by query")
def _(Q, *, K, V, mask=None):
    shape = (*Q.shape[:-1], K.shape[-2])
    A, seen = np.zeros(shape, Q.dtype), np.ones(shape, bool) if mask is None else np.broadcast_to(mask, shape)
    for place in np.ndindex(shape[:-1]):
        keys = K[place[:-1]][seen[place]]
        if len(keys):
            s = keys @ Q[place] / np.sqrt(Q.shape[-1]).astype(Q.dtype)
            e = np.exp(s - s.max())
            A[place][seen[place]] = e / e.sum()
    return A @ V, [Q, K, V, A]
