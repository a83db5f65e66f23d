"""What several exercises of the lesson share: weights, cases in float32, a loss at each step."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes


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
