"""The way back through a look-up: through a product, a softmax and a product."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.attention._cases.lookups import back_from, ways_back
from dlcourse.lessons import attention

exercise = Exercise(
    reference=attention.attention_backward,
    points=3,
    minutes=6,
    cases=ways_back,
    outputs=("dQ", "dK", "dV"),
    form="derive",
    first="attention.score_gradient",
    hints=[
        "In the question, one weight's gradient was large and its score's was below 0: what was taken away from it?",
        "Three stations. From out = A V come the gradients of A and V, as from any product (lesson 04). Through the "
        "softmax, each query by itself: every weight times what its gradient has above the mean, weighted by the "
        "weights. And from the product of queries and keys come the last two; neither forgets the root.",
        "Elsewhere: a mean of `marks`, weighted by `hours`, along the last axis: `(hours * marks).sum(axis=-1, "
        "keepdims=True)`, where the hours add up to 1. For U = X Y: dX is dU Yᵀ and dY is Xᵀ dU.",
    ],
    equivalent_mutants={
        "return (dS @ K, dS.swapaxes(-1, -2) @ Q, A.swapaxes(-2, -1) @ d_out)": "the same two axes change places",
        "return (dS @ K, dS.swapaxes(-2, -1) @ Q, A.swapaxes(-1, -2) @ d_out)": "the same two axes change places",
        "dA = d_out @ V.swapaxes(-2, -1)": "the same two axes change places",
    },
    solved="how a network learns where to look: a score rises if its value is better than the mixture.",
)


exercise.edit(
    "softmax without the mean",
    {"(dA - (A * dA).sum(axis=-1, keepdims=True))": "dA"},
    """The gradient goes through the softmax as if each weight were by itself. But they share one whole: if one grows,
    the others shrink. The mean of dA, weighted by the weights, is taken away first.""",
    hint=1,
)


@exercise.mistake("slope of each weight by itself")
def _(d_out, cache):
    """You take A (1 - A), the slope of a weight for its *own* score. Each score moves the other weights, too: what
    they lose is missing."""
    Q, _, V, A = cache
    dS = A * (1 - A) * (d_out @ V.swapaxes(-1, -2)) / np.sqrt(Q.shape[-1])
    return back_from(dS, d_out, cache)


exercise.edit(
    "root forgotten",
    {" / Q.shape[-1] ** 0.5": ""},
    "dQ and dK are too large by the factor √D: the scores were divided by it, and so are their gradients.",
)


exercise.edit(
    "divided by D",
    {"Q.shape[-1] ** 0.5": "Q.shape[-1]"},
    "You divide by D, or twice by the root. The scores were divided by √D once, and so is their gradient.",
)


@exercise.mistake("root in dQ only")
def _(d_out, cache):
    """dQ has the root, dK has not. Both come from the same scores, which were divided by √D."""
    dQ, dK, dV = attention.attention_backward(d_out, cache)
    return dQ, dK * np.sqrt(cache[0].shape[-1]).astype(dK.dtype), dV


@exercise.mistake("root in dK only")
def _(d_out, cache):
    """dK has the root, dQ has not. Both come from the same scores, which were divided by √D."""
    dQ, dK, dV = attention.attention_backward(d_out, cache)
    return dQ * np.sqrt(cache[0].shape[-1]).astype(dK.dtype), dK, dV


@exercise.mistake("root in dV, too")
def _(d_out, cache):
    """dV is divided by √D. The values came after the softmax, and met no root."""
    dQ, dK, dV = attention.attention_backward(d_out, cache)
    return dQ, dK, dV / np.sqrt(cache[0].shape[-1]).astype(dV.dtype)


exercise.edit(
    "mean over the queries",
    {"(A * dA).sum(axis=-1, keepdims=True)": "(A * dA).sum(axis=-2, keepdims=True)"},
    "The mean is taken over the queries. Each query has a softmax of its own, over its keys: the last axis.",
)


exercise.edit(
    "one mean for all",
    {"(A * dA).sum(axis=-1, keepdims=True)": "(A * dA).sum()"},
    "One number is taken away everywhere. Each query has a softmax of its own, and so a mean of its own.",
)


exercise.edit(
    "mean not weighted",
    {"(A * dA).sum(axis=-1, keepdims=True)": "dA.mean(axis=-1, keepdims=True)"},
    "You take away the plain mean of dA. It is weighted by the weights: the sum of A dA over the keys.",
)


exercise.edit(
    "sum not weighted",
    {"(A * dA).sum(axis=-1, keepdims=True)": "dA.sum(axis=-1, keepdims=True)"},
    "You take away the sum of dA. It is a mean, weighted by the weights: the sum of A dA over the keys.",
)


exercise.edit(
    "weights forgotten in front",
    {"A * (dA - (A": "(dA - (A"},
    "What dA has above the mean goes on as it is. It is still multiplied by the weight: who has none learns nothing.",
)


exercise.edit(
    "mean added",
    {"dA - (A * dA)": "dA + (A * dA)"},
    "The mean is added. It is taken away: what all values would bring alike changes nothing.",
)


exercise.edit(
    "softmax left out",
    {"A * (dA - (A * dA).sum(axis=-1, keepdims=True))": "dA"},
    "The gradient of the weights is used as that of the scores. Between the two lies the softmax.",
)


exercise.edit(
    "queries and keys exchanged",
    {"dS @ K, dS.swapaxes(-1, -2) @ Q": "dS.swapaxes(-1, -2) @ Q, dS @ K"},
    "dQ and dK have changed places: what has the shape of Q comes first.",
)


@exercise.mistake("wrong way round")
def _(d_out, cache):
    """dQ and dK have the wrong sign: in the softmax, the mean is taken away from dA, and not dA from the mean."""
    dQ, dK, dV = attention.attention_backward(d_out, cache)
    return -dQ, -dK, dV


@exercise.mistake("divided by the number of queries")
def _(d_out, cache):
    """The gradients are divided by the number of queries. If a mean is wanted, the loss has taken it already."""
    dQ, dK, dV = attention.attention_backward(d_out, cache)
    return dQ, dK / cache[0].shape[-2], dV / cache[0].shape[-2]


@exercise.accepts("query by query, with the table of slopes")
def _(d_out, cache):
    Q, K, V, A = cache
    dQ, dK, dV = np.zeros_like(Q), np.zeros_like(K), np.zeros_like(V)
    for place in np.ndindex(Q.shape[:-1]):
        front, a = place[:-1], A[place]
        dV[front] += np.outer(a, d_out[place])
        ds = (np.diag(a) - np.outer(a, a)) @ (V[front] @ d_out[place]) / np.sqrt(Q.shape[-1])
        dQ[place] = ds @ K[front]
        dK[front] += np.outer(ds, Q[place])
    return dQ, dK, dV


@exercise.accepts("einsum, with what came out")
def _(d_out, cache):
    Q, K, V, A = cache
    out = A @ V
    gain = np.einsum("...te,...se->...ts", d_out, V) - (d_out * out).sum(axis=-1)[..., None]
    dS = A * gain / Q.shape[-1] ** 0.5
    return [np.einsum("...ts,...sd->...td", dS, K), np.einsum("...ts,...td->...sd", dS, Q),
            np.einsum("...ts,...te->...se", A, d_out)]  # fmt: skip
