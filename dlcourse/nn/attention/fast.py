"""What the layers of lesson 14 calculate with."""

from dlcourse.lessons import attention
from dlcourse.nn.regularization.layernorm import layernorm_backward_fast

attention_backward_fast = attention.attention_backward


def layer_norm_backward(d_out, cache):
    """dX, dgamma and dbeta of :func:`layer_norm`, for arrays of any number of axes."""
    X_hat, gamma, std = cache
    rows = d_out.reshape(-1, d_out.shape[-1])
    dX, dgamma, dbeta = layernorm_backward_fast(rows, (X_hat.reshape(rows.shape), gamma, std.reshape(-1, 1)))
    return dX.reshape(d_out.shape), dgamma, dbeta


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
    heads = kept[0].shape[1]
    rows, flat = X.reshape(-1, D), d_out.reshape(-1, D)
    dC = (flat @ W_o.T).reshape(N, T, heads, D // heads).swapaxes(1, 2)  # (N, heads, T, d)
    parts = [part.swapaxes(1, 2).reshape(-1, D) for part in backward(dC, kept)]  # each (N T, D)
    dX = sum(part @ W.T for part, W in zip(parts, (W_q, W_k, W_v)))
    found = {name: rows.T @ part for name, part in zip(("W_q", "W_k", "W_v"), parts)}
    return dX.reshape(X.shape), found | {"W_o": C.reshape(-1, D).T @ flat}
