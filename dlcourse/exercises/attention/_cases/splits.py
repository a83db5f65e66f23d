"""Ways to cut columns for heads and to join them again, right and wrong ones."""

from dlcourse.lessons.attention import scaled_dot_product_attention


def heads_of(X, tables_of, heads, mask=None, *, split=None, merge=None, scale=1.0, project=True):
    """The lesson's function with some of its steps done otherwise: out, cache.

    split, merge: functions (array, heads) -> array; scale: what the queries are multiplied by before.
    """
    W_q, W_k, W_v, W_o = tables_of
    Q, K, V = ((split or by_columns)(X @ W, heads) for W in (W_q, W_k, W_v))
    fetched, kept = scaled_dot_product_attention(scale * Q, K=K, V=V, mask=mask)
    C = (merge or side_by_side)(fetched, X.shape)
    return (C @ W_o if project else C), (X, C, (Q, *kept[1:]))


def by_columns(Y, heads):
    """The first columns for the first head: (N, T, D) -> (N, heads, T, d)."""
    N, T, D = Y.shape
    return Y.reshape(N, T, heads, D // heads).swapaxes(1, 2)


def by_turns(Y, heads):
    """Every column for the next head in turn: (N, T, D) -> (N, heads, T, d)."""
    N, T, D = Y.shape
    return Y.reshape(N, T, D // heads, heads).transpose(0, 3, 1, 2)


def mixed(Y, heads):
    """The numbers as they lie in memory: (N, T, D) -> (N, heads, T, d)."""
    N, T, D = Y.shape
    return Y.reshape(N, heads, T, D // heads)


def side_by_side(fetched, shape):
    """The heads' columns side by side: (N, heads, T, d) -> (N, T, D)."""
    return fetched.swapaxes(1, 2).reshape(shape)


def turn_by_turn(fetched, shape):
    """A column of each head in turn: (N, heads, T, d) -> (N, T, D)."""
    return fetched.transpose(0, 2, 3, 1).reshape(shape)


def as_they_lie(fetched, shape):
    """The numbers as they lie in memory: (N, heads, T, d) -> (N, T, D)."""
    return fetched.reshape(shape)


def unmoved(Y, heads):
    """Cut, and left behind the steps: (N, T, D) -> (N, T, heads, d). Then the heads of a step look at each other."""
    N, T, D = Y.shape
    return Y.reshape(N, T, heads, D // heads)


def columns_first(fetched, shape):
    """A head's columns before the steps: (N, heads, T, d) -> (N, heads, d, T), taken for (N, T, D)."""
    return fetched.swapaxes(2, 3).reshape(shape)


def output_kept(function):
    """The same function with its output in the place of C in the cache, as it is planted."""

    def kept(X, **given):
        out, (X, _, attention) = function(X, **given)
        return out, (X, out, attention)

    return kept


def unmoved_heads(merge, masked):
    """The lesson's function with the heads' axis left behind the steps; `merge` as in :func:`heads_of`."""

    def looked(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
        seen = mask if masked else None
        return heads_of(X, (W_q, W_k, W_v, W_o), heads, seen, split=unmoved, merge=merge)

    return looked
