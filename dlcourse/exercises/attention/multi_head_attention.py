"""Several heads: each looks in columns of its own, and at all steps that it may see."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.attention._cases import splits
from dlcourse.exercises.attention._cases.heads import several_looks
from dlcourse.lessons import attention
from dlcourse.lessons.attention import scaled_dot_product_attention

exercise = Exercise(
    reference=attention.multi_head_attention,
    inside={"cache": ("X", "C", ("attention", ("Q", "K", "V", "A")))},
    outputs=("out", "cache"),
    points=3,
    minutes=5,
    cases=several_looks,
    form="fault",
    hints=[
        "Take N = 1, two steps of four numbers, 0 1 2 3 and 4 5 6 7, and two heads. Which four numbers should the "
        "first head see, and which ones does it get?",
        "Cutting an axis in two is one thing, changing the order of the axes is another: a reshape alone never moves a "
        "number past its neighbours. And the gradient of a table needs what the table was multiplied with.",
        "Elsewhere: months of 3 shops, `sales` of the shape (12, 3 * 5), five goods a shop: `sales.reshape(12, 3, 5)` "
        "cuts the columns by shop, and `.swapaxes(0, 1)` then puts the shops first, (3, 12, 5).",
    ],
    solved="heads that look where they should, and at nothing that is still to come.",
    equivalent_mutants={
        **dict.fromkeys(
            (
                "return Y.reshape(N, T, heads, D // heads).swapaxes(2, 1)",
                "return Y.reshape(N, T, heads, D // heads).swapaxes(1, -2)",
                "C = fetched.swapaxes(2, 1).reshape(N, T, D)",
                "C = fetched.swapaxes(1, -2).reshape(N, T, D)",
            ),
            "the same two axes change places: of four, axis -2 is axis 2",
        ),
        **dict.fromkeys(
            (
                "return Y.reshape(N, T, heads, -(-D // heads)).swapaxes(1, 2)",
                "return Y.reshape(N, T, heads, int(D / heads + 0.5)).swapaxes(1, 2)",
            ),
            "heads divides D: nothing is rounded",
        ),
    },
)


exercise.edit(
    "heads split along the wrong axis",
    {"Y.reshape(N, T, heads, D // heads).swapaxes(1, 2)": "Y.reshape(N, heads, T, D // heads)"},
    """Your split goes from (N, T, D) to (N, heads, T, d) in one reshape. The shape is right and the numbers are mixed
    up: a reshape leaves them in the order in which they lie, so one head gets the first steps whole, another the last
    ones, and the mask forbids the wrong things. Cut the columns first, then move the axis of the heads.""",
    hint=1,
)

exercise.edit(
    "output in the place of C in the cache",
    {"return C @ W_o, (X, C, attention)": "return C @ W_o, (X, C @ W_o, attention)"},
    """The output is right, but the second part of your cache is the output as well. The gradient of W_o is made of what
    W_o was *multiplied with*: keep C from before that product.""",
    hint=2,
)

exercise.edit(
    "heads merged without moving their axis",
    {"fetched.swapaxes(1, 2).reshape(N, T, D)": "fetched.reshape(N, T, D)"},
    """What the heads have found is put together by a reshape alone, with the heads' axis still before the steps: a step
    gets numbers of other steps. Move the axis of the heads behind the steps, then join.""",
    hint=3,
)


@exercise.mistake("split and merged by a reshape alone", hint=1)
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """You split and join by a reshape alone. The shapes are right, but a head does not get its columns of all steps: it
    gets all columns of a part of the steps. Cut the columns, then move the axis of the heads; and back the same way.
    """
    return splits.heads_of(X, (W_q, W_k, W_v, W_o), heads, mask, split=splits.mixed, merge=splits.as_they_lie)


@exercise.mistake("heads' axis left behind the steps", hint=2)
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """You cut the columns and leave the axis of the heads behind that of the steps. So the heads of *one* step look at
    each other, and no step looks at another one: the axis of the heads has to come before the steps.
    """
    return splits.heads_of(X, (W_q, W_k, W_v, W_o), heads, mask, split=splits.unmoved, merge=splits.as_they_lie)


for merge in (splits.as_they_lie, splits.side_by_side):
    for masked in (True, False):
        for wrap in (lambda function: function, splits.output_kept):
            exercise.also("heads' axis left behind the steps")(wrap(splits.unmoved_heads(merge, masked)))


@exercise.mistake("columns before the steps", hint=2)
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """Before joining, you exchange the last two axes, steps and columns of a head. What has to move is the axis of the
    heads: behind the steps, beside its columns.
    """
    return splits.heads_of(X, (W_q, W_k, W_v, W_o), heads, mask, merge=splits.columns_first)


@exercise.mistake("columns dealt out in turn")
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """You deal the columns out in turn, one to each head. The first head takes the first d columns, the next one the
    next d: `(..., heads, d)`, in this order.
    """
    return splits.heads_of(X, (W_q, W_k, W_v, W_o), heads, mask, split=splits.by_turns)


@exercise.also("columns dealt out in turn")
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    return splits.heads_of(X, (W_q, W_k, W_v, W_o), heads, mask, split=splits.by_turns, merge=splits.turn_by_turn)


@exercise.mistake("columns joined in turn")
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """The heads' results are joined in turn, the first number of each head, then the second of each. They stand side by
    side: all of the first head, then all of the next.
    """
    return splits.heads_of(X, (W_q, W_k, W_v, W_o), heads, mask, merge=splits.turn_by_turn)


exercise.edit(
    "mask forgotten",
    {", mask=mask)": ")"},
    "The mask is not handed on: every step sees all others. Give it to `scaled_dot_product_attention`.",
)


@exercise.mistake("mask turned round")
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """Your mask is turned round: True means that a step *may* be seen."""
    return splits.heads_of(X, (W_q, W_k, W_v, W_o), heads, None if mask is None else ~mask)


@exercise.mistake("mask transposed")
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """The mask is transposed: its rows are the steps that ask, its columns those that are asked."""
    return splits.heads_of(X, (W_q, W_k, W_v, W_o), heads, None if mask is None else mask.T)


exercise.edit(
    "W_o forgotten",
    {"return C @ W_o": "return C"},
    "What the heads have found is joined, but not yet multiplied by W_o: `out = C W_o`.",
)


@exercise.mistake("W_o transposed")
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """You multiply by W_o transposed. Tables are used from the right, as they are: `C W_o`."""
    return splits.heads_of(X, (W_q, W_k, W_v, W_o.T), heads, mask)


@exercise.mistake("tables transposed")
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """You multiply by the tables of queries, keys and values transposed. They are used from the right, as they are:
    `X W`.
    """
    return splits.heads_of(X, (W_q.T, W_k.T, W_v.T, W_o), heads, mask)


@exercise.also("tables transposed")
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    return splits.heads_of(X, (W_q.T, W_k.T, W_v.T, W_o.T), heads, mask)


exercise.edit(
    "queries and keys exchanged",
    {"split(X @ W_q), K=split(X @ W_k)": "split(X @ W_k), K=split(X @ W_q)"},
    "Queries are made by W_k and keys by W_q. Which step asks, and which is asked, is not the same.",
)

exercise.edit(
    "keys made by the table of queries",
    {"K=split(X @ W_k)": "K=split(X @ W_q)"},
    "Your keys are made by W_q. They have a table of their own, W_k.",
)

exercise.edit(
    "values made by the table of keys",
    {"V=split(X @ W_v)": "V=split(X @ W_k)"},
    "Your values are made by W_k. They have a table of their own, W_v.",
)

exercise.edit(
    "keys and values exchanged",
    {"K=split(X @ W_k), V=split(X @ W_v)": "K=split(X @ W_v), V=split(X @ W_k)"},
    "Keys are made by W_v and values by W_k: what is compared is what should be fetched, and the other way round.",
)


@exercise.mistake("scaled by the whole width")
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """The scores are divided by the root of D, the whole width. A head compares d = D / heads numbers: it is the root
    of d, and `scaled_dot_product_attention` does it by itself.
    """
    return splits.heads_of(X, (W_q, W_k, W_v, W_o), heads, mask, scale=heads**-0.5)


@exercise.mistake("one head for all columns")
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """There is one head here, over all D columns. Each head makes scores and weights of its own, from its d columns."""
    return splits.heads_of(X, (W_q, W_k, W_v, W_o), 1, mask)


@exercise.also("one head for all columns")
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    fetched, kept = scaled_dot_product_attention(X @ W_q, K=X @ W_k, V=X @ W_v, mask=mask)
    return fetched @ W_o, (X, fetched, kept)


@exercise.mistake("X added to the output")
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """You add X to what comes out. That is the block's part, not that of the heads."""
    out, cache = attention.multi_head_attention(X, W_q=W_q, W_k=W_k, W_v=W_v, W_o=W_o, heads=heads, mask=mask)
    return X + out, cache


exercise.edit(
    "heads' results in the cache before they are joined",
    {"(X, C, attention)": "(X, fetched, attention)"},
    """The output is right. The second part of your cache is what the heads found before it was joined; wanted is C, (N,
    T, D).""",
)


@exercise.mistake("masked after the softmax")
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """You set weights to 0 after the softmax: a step's weights no longer sum to 1, and what is missing tells of what it
    should not see. The mask belongs into the scores, before the softmax: `scaled_dot_product_attention` does that.
    """
    Q, K, V = (splits.by_columns(X @ W, heads) for W in (W_q, W_k, W_v))
    _, (_, _, _, A) = scaled_dot_product_attention(Q, K=K, V=V)
    A = A if mask is None else A * mask
    C = splits.side_by_side(A @ V, X.shape)
    return C @ W_o, (X, C, (Q, K, V, A))


@exercise.plants(
    "heads split along the wrong axis",
    "output in the place of C in the cache",
    symptom=(
        "trained on rows that repeat, the network loses less per sign than is possible without seeing what comes.",
        "What the network is told to change W_o by is not the slope that central differences find. The other three "
        "tables are right.",
    ),
)
def multi_head_attention(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """Several looks at once: each head asks, compares and fetches in columns of its own.

    X: array (N, T, D); W_q, W_k, W_v, W_o: (D, D); heads: a whole number, a divisor of D;
    mask: bool array (T, T) or None
    -> (out, cache): out an array (N, T, D); cache the tuple (X, C, attention), the last one the
    cache of scaled_dot_product_attention for all heads
    """
    N, T, D = X.shape
    Q, K, V = ((X @ W).reshape(N, heads, T, D // heads) for W in (W_q, W_k, W_v))
    out, attention = scaled_dot_product_attention(Q, K=K, V=V, mask=mask)
    out = out.swapaxes(1, 2).reshape(N, T, D)
    out = out @ W_o
    return out, (X, out, attention)


@exercise.accepts("head by head")
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    d, found = X.shape[2] // heads, []
    for j in range(heads):
        own = slice(j * d, (j + 1) * d)
        Q, K, V = X @ W_q[:, own], X @ W_k[:, own], X @ W_v[:, own]
        found.append(scaled_dot_product_attention(Q, K=K, V=V, mask=mask))
    C = np.concatenate([fetched for fetched, _ in found], axis=2)
    kept = tuple(np.stack([cache[part] for _, cache in found], axis=1) for part in range(4))
    return C @ W_o, (X, C, kept)


@exercise.accepts("with einsum and an axis for the heads")
def _(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    N, T, D = X.shape
    d = D // heads
    Q, K, V = (np.einsum("ntc,chd->nhtd", X, W.reshape(D, heads, d)) for W in (W_q, W_k, W_v))
    S = np.einsum("nhtd,nhsd->nhts", Q, K) / d**0.5
    if mask is not None:
        S = np.where(mask, S, -np.inf)
    E = np.exp(S - np.maximum(S.max(axis=-1, keepdims=True), -1e30))
    total = E.sum(axis=-1, keepdims=True)
    A = np.divide(E, total, out=np.zeros_like(E), where=total > 0)
    C = np.transpose(A @ V, (0, 2, 1, 3)).reshape(N, T, D)
    return C @ W_o, (X, C, (Q, K, V, A))
