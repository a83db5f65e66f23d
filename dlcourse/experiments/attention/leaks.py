"""Two ways to see what should not be seen, each with its true gradients, as the layers of lesson 14 take them."""

import numpy as np

from dlcourse.lessons.attention import attention_backward, causal_mask, scaled_dot_product_attention


def mixed_up_heads(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """A colleague's :func:`multi_head_attention`, with the same arguments and the same cache. It is not right."""
    N, T, D = X.shape
    Q, K, V = ((X @ W).reshape(N, heads, T, D // heads) for W in (W_q, W_k, W_v))
    fetched, kept = scaled_dot_product_attention(Q, K=K, V=V, mask=mask)
    C = fetched.swapaxes(1, 2).reshape(N, T, D)
    return C @ W_o, (X, C, kept)


def mixed_up_backward(d_out, kept):
    """The gradients of queries, keys and values that belong to :func:`mixed_up_heads`, at the places a layer expects.

    A layer moves the heads' axis back before it joins the columns; so here it is moved the other way first.
    """
    N, heads, T, d = d_out.shape
    return tuple(part.reshape(N, T, heads, d).swapaxes(1, 2) for part in attention_backward(d_out, kept))


def masked_too_late(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """Attention whose weights are set to 0 only *after* the softmax, with a cache for :func:`too_late_backward`.

    The numbers of a query no longer sum to 1, and how much is missing depends on what it should not see.
    """
    N, T, D = X.shape
    Q, K, V = ((X @ W).reshape(N, T, heads, D // heads).swapaxes(1, 2) for W in (W_q, W_k, W_v))
    _, (_, _, _, A) = scaled_dot_product_attention(Q, K=K, V=V)
    mask = np.ones((T, T), bool) if mask is None else mask
    C = ((A * mask) @ V).swapaxes(1, 2).reshape(N, T, D)
    return C @ W_o, (X, C, (Q, K, V, A, mask))


def too_late_backward(d_out, kept):
    """The gradients of queries, keys and values that belong to :func:`masked_too_late`."""
    Q, K, V, A, mask = kept
    dA = (d_out @ V.swapaxes(-1, -2)) * mask
    dS = A * (dA - (A * dA).sum(axis=-1, keepdims=True)) / np.sqrt(Q.shape[-1])
    return dS @ K, dS.swapaxes(-1, -2) @ Q, (A * mask).swapaxes(-1, -2) @ d_out


LEAKS = {
    "heads mixed up": {"forward": mixed_up_heads, "backward": mixed_up_backward},
    "masked too late": {"forward": masked_too_late, "backward": too_late_backward},
}
FUNCTIONS = {name: how["forward"] for name, how in LEAKS.items()}


def seen_ahead(function, *, heads=2, causal=causal_mask):
    """How much the results of earlier steps change when only the last step does: 0, unless something leaks.

    Parameters
    ----------
    function : function
        As :func:`multi_head_attention`.
    heads : int
    causal : function
        ``causal(length) -> array of bool (length, length)``.

    Returns
    -------
    float
        The largest change of a number, for random tables and steps of the size 1.
    """
    rng = np.random.default_rng(0)
    tables = {name: rng.normal(size=(8, 8)) / np.sqrt(8) for name in ("W_q", "W_k", "W_v", "W_o")}
    X = rng.normal(size=(3, 9, 8))
    other = X.copy()
    other[:, -1] = rng.normal(size=(3, 8))
    before, after = (function(each, **tables, heads=heads, mask=causal(9))[0][:, :-1] for each in (X, other))
    return float(np.max(np.abs(after - before)))
