"""Lesson 14, attention: look where it matters.

Queries Q (..., T, D) ask keys K (..., S, D), and get a mixture of the values V (..., S, E); "..." stands for any number
of axes in front: examples, heads. A mask is True where a query may look. A sequence X is an array (N, T, D): N
sequences of T steps of D numbers. With several heads, each has d = D / heads of the columns, the first head the first
d of them. Weights are used as ``X @ W``, without biases.

Sources
-------
scaled_dot_product_attention, multi_head_attention, positional_encoding: Vaswani et al. (2017), *Attention is all you
    need*, sections 3.2 and 3.5.
causal_mask: Vaswani et al. (2017), section 3.2.3; with a past, as in the notes on kv_cache_step.
attention_backward: the chain rule, through a product, a softmax and a product; compared with central differences.
layer_norm: Ba, Kiros and Hinton (2016), *Layer normalization*.
transformer_block: with the normalisation before each part, Xiong et al. (2020), *On layer normalization in the
    transformer architecture*.
perplexity: Jurafsky and Martin, *Speech and Language Processing*, section on perplexity.
byte_pair_merge: Sennrich, Haddow and Birch (2016), *Neural machine translation of rare words with subword units*.
kv_cache_step: Shazeer (2019), *Fast transformer decoding*, section 2.4.
"""

import numpy as np

from dlcourse.lessons.losses import log_softmax
from dlcourse.lessons.neuron import relu


def scaled_dot_product_attention(Q, *, K, V, mask=None):
    """A soft look-up: each query gets a mean of the values, weighted by how their keys fit.

    Formula: ``A = softmax(Q K^T / sqrt(D))`` over the keys that the mask lets each query see, ``out = A V``; a query
    that may see nothing gets zeros
    Q: array (..., T, D); K: (..., S, D); V: (..., S, E)
    mask: bool array or None, True where a query may look: T rows and S columns, or what broadcasts
    to them
    -> (out, cache): out an array (..., T, E);
    cache the tuple (Q, K, V, A), of (..., T, D), (..., S, D), (..., S, E) and (..., T, S)

    >>> K, V = np.array([[1.0], [0.0]]), np.array([[10.0], [20.0]])
    >>> out, (_, _, _, A) = scaled_dot_product_attention(np.array([[np.log(3)]]), K=K, V=V)
    >>> print(A, out)  # exp(log 3) against exp(0): 3 to 1
    [[0.75 0.25]] [[12.5]]
    """
    scores = Q @ K.swapaxes(-1, -2) / Q.shape[-1] ** 0.5  # (..., T, D) @ (..., D, S) -> (..., T, S)
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    top = scores.max(axis=-1, keepdims=True)
    E = np.exp(scores - np.where(np.isfinite(top), top, 0))  # exp(-inf) is 0: what is not seen weighs nothing
    total = E.sum(axis=-1, keepdims=True)
    A = E / np.where(total > 0, total, 1)
    return A @ V, (Q, K, V, A)


def attention_backward(d_out, cache):
    """The gradients of queries, keys and values.

    Formula: ``dV = A^T d_out``; ``dA = d_out V^T``; ``dS = A (dA - sum over the keys of A dA)``;
    ``dQ = dS K / sqrt(D)`` and ``dK = dS^T Q / sqrt(D)``
    d_out: array (..., T, E); cache: the tuple (Q, K, V, A)
    -> (dQ, dK, dV), with the shapes of Q, K and V

    >>> Q, K, V, A = np.array([[2.0]]), np.array([[1.0], [0.0]]), np.array([[1.0], [0.0]]), np.array([[0.5, 0.5]])
    >>> dQ, dK, dV = attention_backward(np.array([[1.0]]), (Q, K, V, A))
    >>> print(dQ, dK.ravel(), dV.ravel())  # dA is 1 and 0, around its mean 0.5; dS 0.25 and -0.25
    [[0.25]] [ 0.5 -0.5] [0.5 0.5]
    """
    Q, K, V, A = cache
    dA = d_out @ V.swapaxes(-1, -2)  # (..., T, E) @ (..., E, S) -> (..., T, S)
    dS = A * (dA - (A * dA).sum(axis=-1, keepdims=True)) / Q.shape[-1] ** 0.5
    return dS @ K, dS.swapaxes(-1, -2) @ Q, A.swapaxes(-1, -2) @ d_out


def causal_mask(length, *, past=0):
    """Who may see whom, where nobody may see what comes later.

    Formula: the query number t is the step ``past + t`` of its sequence, and sees the steps up to itself
    length: a whole number, of new steps, which ask; past: a whole number, of steps before them,
    which are keys, too
    -> bool array (length, past + length)

    >>> causal_mask(2, past=1).astype(int)
    array([[1, 1, 0],
           [1, 1, 1]])
    """
    return np.arange(past + length) <= past + np.arange(length)[:, None]


def positional_encoding(length, *, width):
    """Where a step stands: pairs of a sine and a cosine, each turning slower than the one before.

    Formula: row t has ``sin(t / 10000^(2 i / width))`` in column 2 i, and the cosine of the same in column 2 i + 1
    length: a whole number; width: a whole number, even -> array (length, width)

    >>> positional_encoding(2, width=4).round(2)  # sin 1 and cos 1, then sin 0.01 and cos 0.01
    array([[0.  , 1.  , 0.  , 1.  ],
           [0.84, 0.54, 0.01, 1.  ]])
    """
    speeds = 10000.0 ** (-np.arange(0, width, 2) / width)
    angles = np.arange(length)[:, None] * speeds  # (length, width / 2)
    return np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(length, width)


def multi_head_attention(X, *, W_q, W_k, W_v, W_o, heads, mask=None):
    """Several looks at once: each head asks, compares and fetches in columns of its own.

    Formula: ``Q = X W_q``, K and V the like; head j takes the columns from ``j d`` to ``(j + 1) d``, where
    ``d = D / heads``; the results stand side by side in the same order in C, (N, T, D), and ``out = C W_o``. In the
    cache, attention is that of :func:`scaled_dot_product_attention`: Q, K, V are (N, heads, T, d), A (N, heads, T, T)
    X: array (N, T, D); W_q, W_k, W_v, W_o: (D, D); heads: a whole number, a divisor of D;
    mask: bool array (T, T) or None
    -> (out, cache): out an array (N, T, D); cache the tuple (X, C, attention), the last one the
    cache of scaled_dot_product_attention for all heads

    >>> X, eye = np.array([[[1.0, 0.0], [0.0, 1.0]]]), np.eye(2)
    >>> out, _ = multi_head_attention(X, W_q=eye, W_k=eye, W_v=eye, W_o=eye, heads=2)
    >>> out.round(3)  # a head for each column: 1 asks 1 and 0 with e to 1, and 0 asks both alike
    array([[[0.731, 0.5  ],
            [0.5  , 0.731]]])
    """
    N, T, D = X.shape

    def split(Y):  # (N, T, D) -> (N, heads, T, D / heads)
        return Y.reshape(N, T, heads, D // heads).swapaxes(1, 2)

    fetched, attention = scaled_dot_product_attention(split(X @ W_q), K=split(X @ W_k), V=split(X @ W_v), mask=mask)
    C = fetched.swapaxes(1, 2).reshape(N, T, D)
    return C @ W_o, (X, C, attention)


def layer_norm(X, *, gamma, beta, epsilon=1e-5):
    """Each row of numbers around 0 and of one size, whatever stands in front of the last axis.

    Formula: along the last axis, ``X_hat = (X - mean) / sqrt(variance + epsilon)``; ``out = gamma X_hat + beta``
    X: array (..., D); gamma, beta: (D,); epsilon: a number
    -> (out, cache): out an array (..., D);
    cache the tuple (X_hat, gamma, std), of (..., D), (D,), (..., 1)

    >>> out, _ = layer_norm(np.array([1.0, 3.0]), gamma=np.array([1.0, 2.0]), beta=np.array([0.0, 5.0]), epsilon=0.0)
    >>> out  # -1 and 1; then times 2 and plus 5
    array([-1.,  7.])
    """
    mean = X.mean(axis=-1, keepdims=True)
    std = np.sqrt(X.var(axis=-1, keepdims=True) + epsilon)
    X_hat = (X - mean) / std
    return gamma * X_hat + beta, (X_hat, gamma, std)


def transformer_block(X, *, parameters, heads, mask=None):
    """One block of a transformer: look around, then think for oneself, and add both to X.

    Formula: ``X = X + multi_head_attention(layer_norm(X))``, then ``X = X + relu(layer_norm(X) W1 + b1) W2 + b2``
    X: array (N, T, D); heads: a whole number; mask: bool array (T, T) or None
    parameters: dict of arrays, "gamma1", "beta1", "gamma2", "beta2" of D numbers, "W_q", "W_k",
    "W_v", "W_o" of D by D, and the dense layers: "W1" of D by M, "b1" of M, "W2" of M by D,
    "b2" of D
    -> array (N, T, D)

    >>> eye, one, zero = np.eye(2), np.ones(2), np.zeros(2)
    >>> p = dict(gamma1=one, beta1=zero, W_q=eye, W_k=eye, W_v=0 * eye, W_o=eye, gamma2=one, beta2=zero)
    >>> p |= dict(W1=eye, b1=zero, W2=eye, b2=zero)
    >>> transformer_block(np.array([[[1.0, 3.0]]]), parameters=p, heads=1).round(3)  # relu(-1) and relu(1) are added
    array([[[1., 4.]]])
    """
    p = parameters
    normed, _ = layer_norm(X, gamma=p["gamma1"], beta=p["beta1"])
    tables = {name: p[name] for name in ("W_q", "W_k", "W_v", "W_o")}
    X = X + multi_head_attention(normed, **tables, heads=heads, mask=mask)[0]
    normed, _ = layer_norm(X, gamma=p["gamma2"], beta=p["beta2"])
    return X + relu(normed @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]


def perplexity(Z, *, y, mask=None):
    """Among how many equally likely signs a model hesitates, on average.

    Formula: ``exp`` of the mean of ``-log softmax(Z)[y]`` over the places where the mask is True
    Z: array (..., C), the logits; y: int array of any shape
    mask: bool array of the same shape or None, then all count
    -> a number

    >>> round(float(perplexity(np.log([[0.5, 0.5], [0.125, 0.875]]), y=np.array([0, 0]))), 3)  # sqrt(2 * 8)
    4.0
    """
    logs = log_softmax(Z.reshape(-1, Z.shape[-1]))
    losses = -logs[np.arange(len(logs)), y.reshape(-1)]
    return np.exp(np.mean(losses if mask is None else losses[mask.reshape(-1)]))


def byte_pair_merge(words, *, new_id):
    """One step of a tokenizer: the pair of neighbours that occurs most often becomes one sign.

    Formula: pairs are counted within words; of equally frequent pairs the smallest one; it is replaced from left to
    right, so that 1 1 1 becomes `new_id` 1
    words: list of lists of int; new_id: a whole number
    -> (pair, words): pair a tuple of int, empty if no word has two signs; words a new list of
    lists of int

    >>> byte_pair_merge([[1, 2, 1, 2, 3], [1, 1, 1]], new_id=9)  # 1 2 and 1 1 occur twice: the smaller one is 1 1
    ((1, 1), [[1, 2, 1, 2, 3], [9, 1]])
    """
    counts = {}
    for word in words:
        for pair in zip(word, word[1:]):
            counts[pair] = counts.get(pair, 0) + 1
    if not counts:
        return (), [list(word) for word in words]
    most = max(counts.values())
    pair = min(pair for pair, count in counts.items() if count == most)
    return pair, [_merged(word, pair, new_id) for word in words]


def _merged(word, pair, new_id):
    """The word with `new_id` for each `pair`, from left to right."""
    out, place = [], 0
    while place < len(word):
        found = tuple(word[place : place + 2]) == pair
        out.append(new_id if found else word[place])
        place += 2 if found else 1
    return out


def kv_cache_step(x, *, cache, W_q, W_k, W_v, W_o, heads):
    """Attention for one new step, with the keys and values of all steps before it kept.

    Formula: what :func:`multi_head_attention` with a causal mask gives at its last step
    x: array (N, D), the new step; cache: the tuple (K, V), each an array (N, heads, T, d), with
    T = 0 at first; W_q, W_k, W_v, W_o: array (D, D); heads: a whole number, a divisor of D
    -> (out, cache): out an array (N, D); cache the tuple (K, V), each (N, heads, T + 1, d)

    >>> empty, eye = np.zeros((1, 1, 0, 2)), np.eye(2)
    >>> out, (K, V) = kv_cache_step(np.array([[1.0, 2.0]]), cache=(empty, empty), W_q=eye, W_k=eye, W_v=eye, W_o=eye,
    ...                             heads=1)
    >>> print(out, K.shape)  # the first step sees itself alone
    [[1. 2.]] (1, 1, 1, 2)
    """
    N, D = x.shape

    def split(Y):  # (N, D) -> (N, heads, 1, D / heads)
        return Y.reshape(N, heads, 1, D // heads)

    K, V = (np.concatenate([old, split(x @ W)], axis=2) for old, W in zip(cache, (W_k, W_v)))
    fetched, _ = scaled_dot_product_attention(split(x @ W_q), K=K, V=V)
    return fetched.reshape(N, D) @ W_o, (K, V)
