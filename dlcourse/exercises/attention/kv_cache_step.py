"""The cache of keys and values: one new step without calculating all old ones again."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.attention._cases.writing import attended, steps
from dlcourse.lessons import attention
from dlcourse.lessons.attention import scaled_dot_product_attention

exercise = Exercise(
    reference=attention.kv_cache_step,
    points=3,
    minutes=5,
    cases=steps,
    outputs=("out", "cache"),
    inside={"cache": ("K", "V")},
    fresh=True,
    hints=[
        "Of the new step three things are calculated, a query, a key and a value. Which of them will later steps ask "
        "for?",
        "Give the three of the new step the shape that the cache has, with one step. Put the new key behind the old "
        "ones, the new value the like, and let the one query look at all of them. No mask is needed: why?",
        "Elsewhere: `r.reshape(5, 3, 1, 2)` makes of a row of six numbers three pairs, with an axis of length 1 "
        "before the last; `np.concatenate([old, new], axis=2)` puts arrays one behind the other along axis 2, also "
        "when `old` has none there.",
    ],
    solved="what every chatbot does at each sign that it writes.",
    equivalent_mutants={
        "return Y.reshape(N, heads, -1, D // heads)": "what is left for the open axis is 1",
        "K, V = (np.concatenate([old, split(x @ W)], axis=-2) for old, W in zip(cache, (W_k, W_v)))": "of four axes, "
        "the last but one is number 2",
        "return Y.reshape(N, heads, 1, -(-D // heads))": "heads divides D",
        "return Y.reshape(N, heads, 1, int(D / heads + 0.5))": "heads divides D",
        "scaled_dot_product_attention: A = E / np.where(total >= 0, total, 1)": "there is no mask: a total is above 0",
    },
)


exercise.edit(
    "does not see itself",
    {"K=K, V=V": "K=cache[0], V=cache[1]"},
    "The new step looks at the old ones only. With a causal mask a step sees itself, too: put its own key and value "
    "into the cache first.",
)


@exercise.mistake("only itself")
def _(x, *, cache, W_q, W_k, W_v, W_o, heads):
    """The new step sees itself alone: what it fetches is its own value. It should look at all keys, old and new."""
    _, cache = attended(x, cache, W_q, W_k, W_v, heads)
    return x @ W_v @ W_o, cache


exercise.edit(
    "cache not grown",
    {"@ W_o, (K, V)": "@ W_o, tuple(part.copy() for part in cache)"},
    "out is right, but the cache is the old one. The next step needs this one's key and value as well.",
)


exercise.edit(
    "new step in front",
    {"[old, split(x @ W)]": "[split(x @ W), old]"},
    "out is right, since it is a mean in which the order plays no part. But in the cache the new step stands before "
    "the old ones: the last step comes last.",
)


exercise.edit(
    "keys and values exchanged in the cache",
    {"@ W_o, (K, V)": "@ W_o, (V, K)"},
    "out is right, but in the cache keys and values have changed places: it is (K, V).",
)


exercise.edit(
    "keys and values exchanged",
    {"(W_k, W_v))": "(W_v, W_k))"},
    "You make the new key with W_v and the new value with W_k.",
)


exercise.edit(
    "key of the query",
    {"(W_k, W_v))": "(W_q, W_v))"},
    "You make the new key with W_q. Queries ask, keys answer: a key is made with W_k.",
)


exercise.edit(
    "query of the key",
    {"split(x @ W_q)": "split(x @ W_k)"},
    "You make the query with W_k. It is made with W_q.",
)


exercise.edit(
    "W_o left out",
    {"fetched.reshape(N, D) @ W_o": "fetched.reshape(N, D)"},
    "The cache is right, but the last product is missing: what the heads have fetched goes through W_o.",
)


exercise.edit(
    "x added",
    {"fetched.reshape(N, D) @ W_o": "x + fetched.reshape(N, D) @ W_o"},
    "You add x itself. That is the residual connection of the block; here only what is fetched is wanted.",
)


exercise.edit(
    "heads in every other column",
    {"return Y.reshape(N, heads, 1, D // heads)": "return Y.reshape(N, D // heads, 1, heads).swapaxes(1, 3)"},
    "The columns are dealt out to the heads one by one. Head 0 has the *first* D / heads columns, head 1 the next "
    "ones.",
)


@exercise.mistake("scaled by the whole width")
def _(x, *, cache, W_q, W_k, W_v, W_o, heads):
    """You divide the scores by the root of D. Each head has D / heads numbers: divide by the root of that."""
    out, cache = attended(x, cache, W_q, W_k, W_v, heads, scale=heads**-0.5)
    return out @ W_o, cache


@exercise.mistake("not scaled")
def _(x, *, cache, W_q, W_k, W_v, W_o, heads):
    """The scores are not divided by the root of D / heads."""
    out, cache = attended(x, cache, W_q, W_k, W_v, heads, scale=(x.shape[1] // heads) ** 0.5)
    return out @ W_o, cache


@exercise.mistake("one head for all")
def _(x, *, cache, W_q, W_k, W_v, W_o, heads):
    """You let all numbers of a step ask together, as one head: the weights of all heads are the same. Each head has
    queries, keys and weights of its own.
    """
    N, D = x.shape
    _, (K, V) = attended(x, cache, W_q, W_k, W_v, heads)
    wide = [part.swapaxes(1, 2).reshape(N, -1, D) for part in (K, V)]
    fetched, _ = scaled_dot_product_attention((x @ W_q)[:, None], K=wide[0], V=wide[1])
    return fetched[:, 0] @ W_o, (K, V)


@exercise.mistake("plain mean of the values")
def _(x, *, cache, W_q, W_k, W_v, W_o, heads):
    """All steps weigh alike: softmax goes along the steps (the last axis), of which there are T + 1."""
    _, (K, V) = attended(x, cache, W_q, W_k, W_v, heads)
    return V.mean(axis=2).reshape(x.shape) @ W_o, (K, V)


@exercise.mistake("sum without softmax")
def _(x, *, cache, W_q, W_k, W_v, W_o, heads):
    """The weights do not add up to 1: you use the scores as they are, without softmax."""
    N, D = x.shape
    _, (K, V) = attended(x, cache, W_q, W_k, W_v, heads)
    q = (x @ W_q).reshape(N, heads, 1, -1)
    scores = q @ K.swapaxes(-1, -2) / np.sqrt(np.asarray(D // heads, x.dtype))
    return (scores @ V).reshape(N, D) @ W_o, (K, V)


@exercise.mistake("softmax over the heads")
def _(x, *, cache, W_q, W_k, W_v, W_o, heads):
    """Your weights add up to 1 over the heads. They must do so over the steps, for each head by itself."""
    N, D = x.shape
    _, (K, V) = attended(x, cache, W_q, W_k, W_v, heads)
    scores = (x @ W_q).reshape(N, heads, 1, -1) @ K.swapaxes(-1, -2) / np.sqrt(np.asarray(D // heads, x.dtype))
    A = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (A / A.sum(axis=1, keepdims=True) @ V).reshape(N, D) @ W_o, (K, V)


@exercise.mistake("an axis of one step kept")
def _(x, *, cache, W_q, W_k, W_v, W_o, heads):
    """The numbers are right, but out has an axis for the one step. Wanted is (N, D): the new step alone."""
    out, cache = attended(x, cache, W_q, W_k, W_v, heads)
    return (out @ W_o)[:, None], cache


@exercise.mistake("values not cached")
def _(x, *, cache, W_q, W_k, W_v, W_o, heads):
    """out and the keys are right, but in the cache the values are still the old ones. Both grow by a step."""
    out, (K, _) = attended(x, cache, W_q, W_k, W_v, heads)
    return out @ W_o, (K, cache[1].copy())


@exercise.mistake("only the new step in the cache")
def _(x, *, cache, W_q, W_k, W_v, W_o, heads):
    """out is right, but you return the key and the value of the new step alone. The cache has those of all steps, the
    old ones first.
    """
    out, cache = attended(x, cache, W_q, W_k, W_v, heads)
    return out @ W_o, tuple(part[:, :, -1:] for part in cache)


exercise.edit(
    "heads interleaved at the end",
    {"fetched.reshape(N, D) @ W_o": "fetched.swapaxes(1, 3).reshape(N, D) @ W_o"},
    "The cache is right, but what the heads have fetched is dealt out column by column. Head 0 comes first, side by "
    "side, then head 1: (N, heads, 1, d) has them in this order already.",
)


@exercise.accepts("head by head, example by example")
def _(x, *, cache, W_q, W_k, W_v, W_o, heads):
    N, D = x.shape
    d = D // heads
    K, V = (np.empty((N, heads, old.shape[2] + 1, d), x.dtype) for old in cache)
    C = np.empty_like(x)
    for n in range(N):
        for j in range(heads):
            part = slice(j * d, (j + 1) * d)
            K[n, j] = np.vstack([cache[0][n, j], x[n] @ W_k[:, part]])
            V[n, j] = np.vstack([cache[1][n, j], x[n] @ W_v[:, part]])
            scores = K[n, j] @ (x[n] @ W_q[:, part]) / np.sqrt(d)
            weights = np.exp(scores - scores.max())
            C[n, part] = weights / weights.sum() @ V[n, j]
    return C @ W_o, [K, V]


@exercise.accepts("with einsum")
def _(x, *, cache, W_q, W_k, W_v, W_o, heads):
    N, D = x.shape
    q, k, v = (np.einsum("nd,dhe->nhe", x, W.reshape(D, heads, -1)) for W in (W_q, W_k, W_v))
    K = np.append(cache[0], k[:, :, None], axis=2)
    V = np.append(cache[1], v[:, :, None], axis=2)
    scores = np.einsum("nhe,nhte->nht", q, K) / (D // heads) ** 0.5
    A = np.exp(scores - scores.max(axis=2, keepdims=True))
    A /= A.sum(axis=2, keepdims=True)
    return np.einsum("nht,nhte->nhe", A, V).reshape(N, D) @ W_o, (K, V)
