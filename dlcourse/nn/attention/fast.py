"""Attention in a fast form: a few sequences at a time, so that their tables of weights stay in a processor's cache.

The weights (N, heads, T, S) are by far the largest arrays of attention, and what is done to them number by number takes
most of the time. So each such pass is in place and in the cache, sums are products, and the factor 1 / sqrt(D) goes to
the queries, which are fewer. Queries, keys and values of all heads come out of one product, and no head's part is
copied. The caches are those of the lesson's functions.
"""

import numpy as np

from dlcourse.lessons import attention
from dlcourse.nn.regularization.layernorm import layernorm_backward_fast, layernorm_forward_fast
from dlcourse.nn.training.threads import in_parts

NUMBERS = 131_072  # weights that are worked on together
FAR = {np.dtype(np.float32): 80.0, np.dtype(float): 600.0}  # exp of what is nearer to 0 is neither infinite nor 0


def attention_fast(Q, *, K, V, mask=None):
    """The same as :func:`scaled_dot_product_attention`, a few of the first axis at a time and in place."""
    if not _alike(Q, K, V):
        return attention.scaled_dot_product_attention(Q, K=K, V=V, mask=mask)
    A = np.empty((*Q.shape[:-1], K.shape[-2]), Q.dtype)
    out = np.empty((*Q.shape[:-1], V.shape[-1]), Q.dtype)
    seen = _by_part(mask, A)

    def work(part):
        _attend(Q[part], K[part], V[part], seen(part), A[part], out[part])

    in_parts(work, _parts(A))
    return out, (Q, K, V, A)


def _by_part(mask, A):
    """What gives the mask for a part of A, as 1 for what is seen and 0 for what is not; or None."""
    if mask is None:
        return lambda part: None
    numbers = np.asarray(mask).astype(A.dtype)
    is_shared = numbers.ndim < A.ndim or len(numbers) == 1
    return lambda part: numbers if is_shared else numbers[part]


def _alike(Q, K, V):
    """Whether the fast form can take these: floats of one kind, with the same axes in front."""
    return (
        Q.ndim > 2
        and Q.size * K.size > 0
        and Q.shape[:-2] == K.shape[:-2] == V.shape[:-2]
        and Q.dtype == K.dtype == V.dtype
        and Q.dtype in FAR
    )


def _parts(A):
    """Slices of the first axis, each with about so many numbers of A as stay in a processor's cache."""
    size = max(1, NUMBERS // max(1, A[0].size))
    return [slice(start, start + size) for start in range(0, len(A), size)]


def _attend(q, k, v, mask, A, out):
    """Write the weights into A and the mixtures into `out`."""
    np.matmul(q * q.dtype.type(q.shape[-1] ** -0.5), k.swapaxes(-1, -2), out=A)
    far = FAR[A.dtype]
    if np.maximum.reduce(A, axis=None) < far and np.minimum.reduce(A, axis=None) > -far:
        np.exp(A, out=A)  # nothing gets too large or too small: the largest of each row need not be found
        if mask is not None:
            A *= mask
    else:
        scores = A if mask is None else np.where(mask != 0, A, A.dtype.type(-np.inf))
        top = scores.max(axis=-1, keepdims=True)
        np.exp(scores - np.where(np.isfinite(top), top, 0), out=A)
    total = A @ np.ones(A.shape[-1], A.dtype)
    if mask is not None:
        total[total == 0] = 1
    A *= np.divide(1, total, out=total)[..., None]
    np.matmul(A, v, out=out)


def attention_backward_fast(d_out, cache):
    """The same as :func:`attention_backward`, a few of the first axis at a time and in place."""
    Q, K, V, A = cache
    if not _alike(Q, K, V) or d_out.dtype != Q.dtype:
        return attention.attention_backward(d_out, cache)
    found = tuple(np.empty(array.shape, array.dtype) for array in (Q, K, V))

    def work(part):
        _attend_backward(d_out[part], Q[part], K[part], V[part], A[part], [array[part] for array in found])

    in_parts(work, _parts(A))
    return found


def _attend_backward(d_out, q, k, v, A, found, means=None):
    """Write dQ, dK and dV; `means` are the sums of A dA of each query, if they are known."""
    dQ, dK, dV = found
    dS = d_out @ v.swapaxes(-1, -2)
    if means is None:
        means = np.einsum("...s,...s->...", A, dS)
    dS -= means[..., None]
    dS *= A
    scale = q.dtype.type(q.shape[-1] ** -0.5)
    np.matmul(dS, k * scale, out=dQ)
    np.matmul(dS.swapaxes(-1, -2), q * scale, out=dK)
    np.matmul(A.swapaxes(-1, -2), d_out, out=dV)


def multi_head_fast(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """The same as :func:`multi_head_attention`: one product for queries, keys and values, and nothing is copied."""
    N, T, D = X.shape
    dtype = np.result_type(X, W_q)
    if not X.size or dtype not in FAR or {W.dtype for W in (W_k, W_v, W_o)} != {W_q.dtype}:
        return attention.multi_head_attention(X, W_q=W_q, W_k=W_k, W_v=W_v, W_o=W_o, heads=heads, mask=mask)
    joined = np.concatenate([W_q, W_k, W_v], axis=1)  # (D, 3 D)
    Y, C, out = np.empty((N, T, 3 * D), dtype), np.empty((N, T, D), dtype), np.empty((N, T, D), dtype)
    Q, K, V = _by_head(Y, 3, heads)
    [fetched], A = _by_head(C, 1, heads), np.empty((N, heads, T, T), dtype)
    seen = _by_part(mask, A)

    def work(part):
        np.matmul(X[part].reshape(-1, D), joined, out=Y[part].reshape(-1, 3 * D))
        _attend(Q[part], K[part], V[part], seen(part), A[part], fetched[part])
        np.matmul(C[part].reshape(-1, D), W_o, out=out[part].reshape(-1, D))

    in_parts(work, _parts(A))
    return out, (X, C, (Q, K, V, A))


def _by_head(Y, count, heads):
    """Views of the columns of Y (N, T, count D) by head: `count` arrays (N, heads, T, d)."""
    N, T, columns = Y.shape
    found = Y.reshape(N, T, count, heads, columns // (count * heads))
    return [found[:, :, number].swapaxes(1, 2) for number in range(count)]


def multi_head_backward(d_out, cache, *, W_q, W_k, W_v, W_o, backward=attention_backward_fast):
    """The gradients of :func:`multi_head_attention`.

    Parameters
    ----------
    d_out : array (N, T, D)
    cache : tuple (X, C, attention)
        As :func:`multi_head_attention` gives it.
    W_q, W_k, W_v, W_o : array (D, D)
    backward : function
        ``backward(d_out, cache) -> (dQ, dK, dV)``.

    Returns
    -------
    tuple (dX, dict)
        The gradient of X, and those of the tables by their names.
    """
    X, C, kept = cache
    N, T, D = X.shape
    heads, back = kept[0].shape[1], np.concatenate([W_q.T, W_k.T, W_v.T])  # (3 D, D)
    is_ours = backward is attention_backward_fast and X.size and _alike(*kept[:3]) and d_out.dtype == kept[0].dtype
    joined, dX = np.empty((N, T, 3 * D), np.result_type(d_out, W_q)), np.empty((N, T, D), np.result_type(d_out, W_q))

    def work(part):
        x, c, flat = (array[part].reshape(-1, D) for array in (X, C, d_out))
        dC = flat @ W_o.T
        [looked] = _by_head(dC.reshape(-1, T, D), 1, heads)
        found, here = _by_head(joined[part], 3, heads), [array[part] for array in kept]
        if is_ours:
            # The sum of A dA over the keys is that of d_out times out over the columns, which are fewer.
            means = ((dC * c).reshape(-1, D // heads) @ np.ones(D // heads, dC.dtype)).reshape(-1, T, heads)
            _attend_backward(looked, *here, found, means.swapaxes(1, 2))
        else:
            for array, gradient in zip(found, backward(looked, tuple(here))):
                array[...] = gradient
        rows = joined[part].reshape(-1, 3 * D)
        np.matmul(rows, back, out=dX[part].reshape(-1, D))
        return x.T @ rows, c.T @ flat

    parts = _parts(kept[3]) if is_ours else [slice(None)]
    dW, dW_o = (sum(found) for found in zip(*in_parts(work, parts)))
    named = zip(("W_q", "W_k", "W_v"), np.split(dW, 3, axis=1))
    return dX, {**dict(named), "W_o": dW_o}


def layer_norm_fast(X, *, gamma, beta, epsilon=1e-5):
    """The same as :func:`layer_norm`, row by row of a table."""
    out, (X_hat, gamma, std) = layernorm_forward_fast(X.reshape(-1, X.shape[-1]), gamma, beta, epsilon)
    return out.reshape(X.shape), (X_hat.reshape(X.shape), gamma, std.reshape(*X.shape[:-1], 1))


def layer_norm_backward(d_out, cache):
    """dX, dgamma and dbeta of :func:`layer_norm`, for arrays of any number of axes."""
    X_hat, gamma, std = cache
    rows = d_out.reshape(-1, d_out.shape[-1])
    dX, dgamma, dbeta = layernorm_backward_fast(rows, (X_hat.reshape(rows.shape), gamma, std.reshape(-1, 1)))
    return dX.reshape(d_out.shape), dgamma, dbeta
