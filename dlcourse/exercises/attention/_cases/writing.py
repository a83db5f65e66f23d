"""Cases of what writes text: logits with their right signs, words of numbers, and caches of keys and values."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes
from dlcourse.lessons import attention

TABLES = ("W_q", "W_k", "W_v", "W_o")


def judged_texts(rng):
    """Logits of one row and of several axes, sure and unsure; with masks that leave out some, and nearly all."""

    def case(*shape, share=None, size=1.0, dtype=float):
        Z = (size * rng.normal(size=shape)).astype(dtype)
        y = rng.integers(0, shape[-1], shape[:-1])
        if share is None:
            return Case(Z, y=y)
        mask = rng.random(shape[:-1]) < share
        mask.flat[-1], mask.flat[0] = True, False
        return Case(Z, y=y, mask=mask)

    N, T, C = drawn_sizes(rng, 3, least=3)
    with_mask = Case(
        np.log([[[0.5, 0.25, 0.25], [0.1, 0.8, 0.1]]]), y=np.array([[1, 0]]), mask=np.array([[True, False]])
    )
    return [
        Case(np.log([[0.5, 0.5], [0.125, 0.875]]), y=np.array([0, 0])),
        Case(np.zeros((1, 7)), y=np.array([3])),
        with_mask,
        Case(np.array([[0.0, 5.0, 0.0], [0.0, 0.0, 4.0]]), y=np.array([1, 2])),
        case(5, 4),
        case(N, T, C),
        case(N, T, C, share=0.6),
        case(2, 3, 5, 4, share=0.5),
        Case(np.array([[0.0, 1000.0], [0.0, 3.0], [2.0, -1000.0]]), y=np.array([1, 0, 0])),
        Case(np.array([[-1200.0, -1190.0], [-800.0, -800.0]]), y=np.array([0, 1])),
        Case(np.array([[0.0, 800.0]] + [[0.0, 0.0]] * 19), y=np.array([0] + [1] * 19)),  # exp(-800) is 0
        case(T, N, C, size=6.0),
        case(4, 9, 6, share=0.2, dtype=np.float32),
        case(3, 8, 2, share=0.9),
    ]


def tokenized(rng):
    """Words of one sign, of equal signs, with pairs that occur alike often, and none that has a pair."""

    def words(count, most, kinds, first=0):
        return [(first + rng.integers(0, kinds, rng.integers(1, most + 1))).tolist() for _ in range(count)]

    a, b, c = drawn_sizes(rng, 3, least=3)
    return [
        Case([[1, 2, 1, 2, 3], [1, 1, 1]], new_id=9),
        Case([[4, 5], [4, 5], [5, 4]], new_id=6),
        Case([[3], [7]], new_id=8),
        Case([[3, 1], [3, 1], [2, 4, 2, 4], [3, 1]], new_id=5),
        Case([[2, 2, 2, 2, 2]], new_id=3),
        Case([[5, 1], [1, 5], [5, 1, 5]], new_id=40),  # 1 5 and 5 1 occur twice
        Case([[1, 2], [3, 1], [2, 3], [1, 2], [3, 1], [1], [2, 1]], new_id=4),  # across words: 2 3 and 1 2
        Case([[10, 2], [9, 3], [10, 2], [9, 3]], new_id=11),  # as texts, "10" would stand before "9"
        Case([[0, 0, 0, 1], [0, 1, 0, 1], [1]], new_id=2),
        Case([], new_id=5),
        Case([[4, 5, 6], [4, 5]], new_id=0),
        Case([[5, 6, 5, 6, 5, 6], [1, 2], [1, 2]], new_id=7),  # by words, 1 2 is more frequent
        Case([[7, 7, 8, 7, 7, 7], [8, 7, 7]], new_id=9),
        Case(words(a, 6, 3), new_id=3),
        Case(words(4 * b, 8, 5, first=100), new_id=300),
        Case(words(8 * c, 5, 12), new_id=12),
    ]


def steps(rng):
    """A first step, and later ones; one head and several; sizes that differ."""

    def case(N, T, heads, d, dtype=float, size=1.0):
        D = heads * d
        tables = {name: (rng.normal(size=(D, D)) / np.sqrt(D)).astype(dtype) for name in TABLES}
        cache = tuple((size * rng.normal(size=(N, heads, T, d))).astype(dtype) for _ in range(2))
        return Case((size * rng.normal(size=(N, D))).astype(dtype), cache=cache, heads=heads, **tables)

    eye, empty = np.eye(2), np.zeros((1, 1, 0, 2))
    N, T, heads, d = drawn_sizes(rng, 4, most=6)
    K = np.array([[[[0.0, 0.0]]]])
    tables = {"W_q": 0 * eye, "W_k": eye, "W_v": eye, "W_o": 2 * eye}
    return [
        Case(np.array([[1.0, 2.0]]), cache=(empty, empty), heads=1, **dict.fromkeys(TABLES, eye)),
        Case(np.array([[1.0, 3.0]]), cache=(K, K + 4), heads=1, **tables),  # both alike: 2 (v + 4) / 2
        case(1, 3, 1, 2),
        case(2, 1, 2, 3),
        case(N, T, heads, d),
        case(*drawn_sizes(rng, 4, most=7)),
        case(3, 0, 2, 4),
        case(2, 5, 3, 2, size=3.0),
        case(4, 2, 4, 1),
        case(3, 4, 2, 5, dtype=np.float32),
        case(2, 3, 2, 2, size=40.0),
    ]


def attended(x, cache, W_q, W_k, W_v, heads, scale=None):
    """What one new step fetches, (N, D), and the cache with it: for wrong answers that go wrong elsewhere."""
    N, D = x.shape
    q, k, v = ((x @ W).reshape(N, heads, 1, D // heads) for W in (W_q, W_k, W_v))
    K, V = np.concatenate([cache[0], k], axis=2), np.concatenate([cache[1], v], axis=2)
    if scale is not None:
        q = q * np.asarray(scale, x.dtype)
    fetched, _ = attention.scaled_dot_product_attention(q, K=K, V=V)
    return fetched.reshape(N, D), (K, V)
