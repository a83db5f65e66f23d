"""What several exercises of the lesson share: weights, cases in float32, a loss at each step."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes
from dlcourse.lessons import rnn


def weights(rng, D, H):
    """The weights and biases of a recurrent layer, named."""
    return {"W_x": rng.normal(size=(D, H)), "W_h": rng.normal(0, 0.8, size=(H, H)), "b": rng.normal(size=H)}


def as_float32(tree):
    """A tree of arrays in which those of float64 have become float32."""
    if isinstance(tree, dict):
        return {name: as_float32(item) for name, item in tree.items()}
    if isinstance(tree, tuple | list):
        return type(tree)(map(as_float32, tree))
    return tree.astype(np.float32) if isinstance(tree, np.ndarray) and tree.dtype == float else tree


def as_float32_case(case):
    return Case(*as_float32(case.values), **as_float32(case.named))


def at_each_step(Z, y):
    """The loss of each step, -log P of the right character (N, T), and P - one_hot(y) (N, T, V)."""
    shifted = Z - Z.max(axis=2, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=2, keepdims=True))
    right = np.eye(Z.shape[2], dtype=Z.dtype)[y]
    return -(log_P * right).sum(axis=2), np.exp(log_P) - right


def with_small_number(small):
    """The loss with a number added to the chance, so that its logarithm exists."""

    def answer(Z, y, mask):
        losses, dZ = at_each_step(Z, y)
        return float(-np.log(np.exp(-losses[mask]) + small).mean()), dZ * mask[:, :, None] / int(mask.sum())

    return answer


def filled_up(rng):
    """Sequences with steps that do not count, at their ends or anywhere."""

    def case(N, T, V, share=0.6, size=1.0):
        lengths = rng.integers(1, T + 1, N)
        lengths[0] = T
        mask = np.arange(T) < lengths[:, None] if share is None else rng.random((N, T)) < share
        mask[-1, 0] = True
        return Case(size * rng.normal(size=(N, T, V)), rng.integers(0, V, (N, T)), mask)

    return [
        Case(np.zeros((1, 2, 2)), np.array([[1, 0]]), np.array([[True, False]])),
        Case(
            np.array([[[1.0, 0.0, 0.0], [0.0, 2.0, 0.0]], [[0.0, 0.0, 3.0], [1.0, 1.0, 0.0]]]),
            np.array([[0, 1], [2, 0]]),
            np.array([[True, True], [True, False]]),
        ),
        case(3, 4, 5, share=None),
        case(4, 3, 2, share=None),
        case(2, 6, 4),
        case(1, 4, 3),
        case(*drawn_sizes(rng, 3)),
        case(*drawn_sizes(rng, 3), share=None),
        Case(rng.normal(size=(2, 3, 4)), rng.integers(0, 4, (2, 3)), np.ones((2, 3), bool)),
        case(2, 5, 3, size=800.0),
        case(12, 15, 20, share=None),
    ]


def chances_over_steps(Z, y, mask):
    """The loss and its gradient, with a softmax along the steps."""
    shifted = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = shifted / shifted.sum(axis=1, keepdims=True)
    right = np.eye(Z.shape[2], dtype=Z.dtype)[y]
    losses = -(np.log(np.maximum(P, np.finfo(P.dtype).tiny)) * right).sum(axis=2)
    return float(losses[mask].mean()), (P - right) * mask[:, :, None] / int(mask.sum())


def chances_of_all_steps(Z, y, mask):
    """The loss and its gradient, with one softmax over all steps together."""
    exponentials = np.exp(Z[mask] - Z[mask].max())
    P, steps, dZ = exponentials / exponentials.sum(), np.arange(int(mask.sum())), np.zeros_like(Z)
    with np.errstate(divide="ignore"):
        loss = -np.log(P[steps, y[mask]]).mean()
    P[steps, y[mask]] -= 1
    dZ[mask] = P / len(steps)
    return float(loss), dZ


def rows_first(ids, batch_size, length, *, whole):
    """The text in rows as long as possible, these in pieces; the last ones may be too short, or only `whole` ones."""
    width = (len(ids) - 1) // batch_size
    used = batch_size * width
    inputs, targets = (part.reshape(batch_size, width) for part in (ids[:used], ids[1 : used + 1]))
    places = range(0, width - length + 1 if whole else width, length)
    return [(inputs[:, k : k + length], targets[:, k : k + length]) for k in places]


def through_time(rng):
    """Gradients of all states, with the cache of what was read."""

    def case(N, T, D, H, last=False):
        X, h0 = rng.normal(size=(N, T, D)), rng.uniform(-1, 1, size=(N, H))
        H_all, cache = rnn.rnn_forward(X, h0=h0, **weights(rng, D, H))
        dH = rng.normal(size=H_all.shape)
        if last:
            dH[:, :-1] = 0
        return Case(dH, cache)

    one, H = np.array([[1.0]]), np.array([[[0.0], [0.5]]])
    return [
        Case(np.array([[[10.0], [4.0]]]), (np.array([[[3.0], [7.0]]]), np.array([[2.0]]), H, one, one)),
        case(2, 3, 4, 5),
        case(4, 5, 3, 2),
        case(*drawn_sizes(rng, 4)),
        case(2, 4, 3, 2, last=True),
        case(2, 1, 3, 4),
        case(1, 6, 2, 3),
        case(3, int(rng.integers(10, 20)), 5, 6),
        as_float32_case(case(2, 3, 4, 3)),
    ]


def long_texts(rng):
    """Ids of texts that fill their batches, or leave some over, with sizes of batches and lengths of pieces."""

    def case(L, batch_size, length, V=30):
        return Case(rng.integers(0, V, L), batch_size, length)

    return [
        Case(np.arange(10), 2, 2),
        Case(np.arange(100, 118), 2, 4),  # 18 - 1 is 2 * 4 * 2 + 1: one id is left over
        Case(np.arange(24), 3, 4),  # 24 is 3 * 4 * 2, but the last target is missing
        Case(np.arange(25), 3, 4),
        case(50, 4, 3),
        case(64, 1, 9),
        case(23, 5, 1),
        case(13, 4, 3),
        case(int(rng.integers(900, 1000)), *rng.permutation([5, 7, 8, 16])[:2].tolist()),
        case(int(rng.integers(100, 140)), *rng.permutation([2, 3, 4, 6])[:2].tolist()),
        case(150, 3, 7),
    ]
