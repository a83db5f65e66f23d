"""Lesson 11: cases and known mistakes of its exercises, as running code."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Malformed, drawn_seed
from dlcourse.lessons import forward
from dlcourse.lessons import rnn as reference


def _as_float32(value):
    if isinstance(value, tuple | list):
        return type(value)(map(_as_float32, value))
    return value.astype(np.float32) if isinstance(value, np.ndarray) and value.dtype == float else value


# ---- embedding_forward, embedding_backward ----


def embedding_cases(rng):
    def case(shape, V, D):
        return Case(rng.integers(0, V, shape), rng.normal(size=(V, D)))

    return [
        Case(np.array([2, 0]), np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])),
        Case(np.array([[0, 1, 1], [2, 0, 1]]), rng.normal(size=(3, 4))),
        case((2, 3), 4, 6),
        case((5, 1), 7, 2),
        case((1,), 2, 5),
        case((2, 3, 2), 5, 3),
        Case(np.array([[3, 3, 3, 3]]), rng.normal(size=(4, 2))),
        case((20, 15), 38, 16),
        Case(rng.integers(0, 4, (2, 3)), rng.normal(size=(4, 3)).astype(np.float32)),
    ]


def columns_looked_up(ids, E):
    return np.moveaxis(E[:, ids % E.shape[1]], 0, -1), (ids, E)


def row_before(ids, E):
    return E[ids - 1], (ids, E)


def one_hot_rows(ids, E):
    return np.eye(len(E), dtype=E.dtype)[ids], (ids, E)


def steps_in_one_row(ids, E):
    return E[ids.ravel()], (ids, E)


def rows_added_up(ids, E):
    return E[ids].sum(axis=-2), (ids, E)


def only_ids_kept(ids, E):
    return E[ids], ids


def rows_in_the_cache(ids, E):
    return E[ids], (ids, E[ids])


def cache_turned_round(ids, E):
    return E[ids], (E, ids)


def embedding_gradient_cases(rng):
    def case(shape, V, D):
        return Case(rng.normal(size=(*shape, D)), (rng.integers(0, V, shape), rng.normal(size=(V, D))))

    return [
        Case(np.array([[1.0], [10.0], [100.0]]), (np.array([2, 0, 2]), np.array([[0.5], [-0.5], [1.5]]))),
        case((2, 4), 3, 2),
        case((6,), 9, 3),
        Case(np.ones((2, 3, 2)), (np.full((2, 3), 1), rng.normal(size=(4, 2)))),
        case((3, 2, 2), 4, 3),
        case((1, 1), 2, 4),
        case((20, 30), 38, 5),
        _as_float32_case(case((3, 4), 5, 2)),
    ]


def _as_float32_case(case):
    return Case(*_as_float32(list(case.values)))


def repeated_replaced(d_out, cache):
    ids, E = cache
    dE = np.zeros_like(E)
    dE[ids] += d_out
    return dE


def gradient_as_it_came(d_out, cache):
    return d_out


def mean_of_places(d_out, cache):
    ids, E = cache
    counts = np.bincount(ids.ravel(), minlength=len(E)).astype(E.dtype)
    return reference.embedding_backward(d_out, cache) / np.maximum(counts, 1)[:, None]


def started_from_the_table(d_out, cache):
    return cache[1] + reference.embedding_backward(d_out, cache)


def times_the_table(d_out, cache):
    return cache[1] * reference.embedding_backward(d_out, cache)


def places_counted(d_out, cache):
    return reference.embedding_backward(np.ones_like(d_out), cache)


def only_used_rows(d_out, cache):
    return reference.embedding_backward(d_out, cache)[np.unique(cache[0])]


def looked_up_again(d_out, cache):
    return cache[1][cache[0]] * d_out


# ---- rnn_step ----


def _weights(rng, D, H):
    return rng.normal(size=(D, H)), rng.normal(0, 0.8, size=(H, H)), rng.normal(size=H)


def step_cases(rng):
    def case(N, D, H):
        return Case(rng.normal(size=(N, D)), rng.uniform(-1, 1, size=(N, H)), *_weights(rng, D, H))

    return [
        Case(np.array([[1.0]]), np.array([[-0.6]]), np.array([[2.0]]), np.array([[0.5]]), np.array([-1.0])),
        Case(
            np.array([[1.0, 2.0]]),
            np.array([[0.5, -0.5, 0.0]]),
            np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]),
            np.array([[0.0, 1.0, 0.0], [0.5, 0.0, 0.0], [0.0, 0.0, 2.0]]),
            np.array([0.0, 0.1, -1.0]),
        ),
        case(4, 3, 2),
        case(3, 3, 3),
        case(1, 5, 4),
        case(6, 1, 3),
        Case(rng.normal(size=(3, 2)), np.zeros((3, 4)), *_weights(rng, 2, 4)),
        Case(50 * rng.normal(size=(2, 3)), rng.uniform(-1, 1, size=(2, 4)), *_weights(rng, 3, 4)),
        case(32, 16, 24),
        _as_float32_case(case(2, 3, 4)),
    ]


def _step(x, h, W_x, W_h, b, *, activation=np.tanh):
    h_next = activation(x @ W_x + h @ W_h + b)
    return h_next, (x, h, h_next, W_x, W_h)


def without_tanh(x, h, W_x, W_h, b):
    return _step(x, h, W_x, W_h, b, activation=lambda z: z)


def sigmoid_for_tanh(x, h, W_x, W_h, b):
    return _step(x, h, W_x, W_h, b, activation=lambda z: (1 + np.tanh(z / 2)) / 2)


def state_ignored(x, h, W_x, W_h, b):
    h_next = np.tanh(x @ W_x + b)
    return h_next, (x, h, h_next, W_x, W_h)


def bias_of_step_forgotten(x, h, W_x, W_h, b):
    return _step(x, h, W_x, W_h, 0 * b)


def bias_outside(x, h, W_x, W_h, b):
    h_next = np.tanh(x @ W_x + h @ W_h) + b
    return h_next, (x, h, h_next, W_x, W_h)


def state_outside(x, h, W_x, W_h, b):
    h_next = np.tanh(x @ W_x + b) + h @ W_h
    return h_next, (x, h, h_next, W_x, W_h)


def state_weights_turned(x, h, W_x, W_h, b):
    h_next = np.tanh(x @ W_x + h @ W_h.T + b)
    return h_next, (x, h, h_next, W_x, W_h)


def old_state_added(x, h, W_x, W_h, b):
    h_next = h + np.tanh(x @ W_x + h @ W_h + b)
    return h_next, (x, h, h_next, W_x, W_h)


def sum_in_the_cache(x, h, W_x, W_h, b):
    h_next, _ = _step(x, h, W_x, W_h, b)
    return h_next, (x, h, x @ W_x + h @ W_h + b, W_x, W_h)


def only_new_state_kept(x, h, W_x, W_h, b):
    h_next, _ = _step(x, h, W_x, W_h, b)
    return h_next, (x, h_next, h_next, W_x, W_h)


# ---- rnn_forward ----


def sequence_cases(rng):
    def case(N, T, D, H, size=1.0):
        return Case(rng.normal(size=(N, T, D)), size * rng.uniform(-1, 1, size=(N, H)), *_weights(rng, D, H))

    one = np.array([[1.0]])
    return [
        Case(np.array([[[1.0], [0.0]]]), np.array([[0.0]]), one, one, np.array([0.0])),
        Case(np.array([[[1.0], [0.0], [-1.0]]]), np.array([[0.5]]), one, -one, np.array([0.5])),
        case(2, 4, 3, 5),
        case(4, 3, 2, 2),
        case(3, 3, 3, 3),
        case(2, 1, 3, 4),
        case(1, 6, 1, 3),
        case(2, 5, 3, 4, size=0.0),
        case(8, 30, 5, 6),
        _as_float32_case(case(2, 3, 4, 3)),
    ]


def _states(X, h0, W_x, W_h, b, order=None):
    h, states = h0, []
    for t in range(X.shape[1]) if order is None else order:
        h, _ = _step(X[:, t], h, W_x, W_h, b)
        states.append(h)
    return states


def _read(X, h0, W_x, W_h, b, H):
    return H, (X, h0, H, W_x, W_h)


def state_not_handed_on(X, h0, W_x, W_h, b):
    H = np.stack([_step(X[:, t], h0, W_x, W_h, b)[0] for t in range(X.shape[1])], axis=1)
    return _read(X, h0, W_x, W_h, b, H)


def begun_with_zeros(X, h0, W_x, W_h, b):
    return _read(X, h0, W_x, W_h, b, np.stack(_states(X, 0 * h0, W_x, W_h, b), axis=1))


def one_state_late(X, h0, W_x, W_h, b):
    return _read(X, h0, W_x, W_h, b, np.stack([h0, *_states(X, h0, W_x, W_h, b)[:-1]], axis=1))


def first_state_too(X, h0, W_x, W_h, b):
    return _read(X, h0, W_x, W_h, b, np.stack([h0, *_states(X, h0, W_x, W_h, b)], axis=1))


def only_last_state(X, h0, W_x, W_h, b):
    return _read(X, h0, W_x, W_h, b, _states(X, h0, W_x, W_h, b)[-1])


def all_states_the_last(X, h0, W_x, W_h, b):
    return _read(X, h0, W_x, W_h, b, np.stack([_states(X, h0, W_x, W_h, b)[-1]] * X.shape[1], axis=1))


def time_in_front(X, h0, W_x, W_h, b):
    return _read(X, h0, W_x, W_h, b, np.stack(_states(X, h0, W_x, W_h, b)))


def states_side_by_side(X, h0, W_x, W_h, b):
    return _read(X, h0, W_x, W_h, b, np.concatenate(_states(X, h0, W_x, W_h, b), axis=1))


def read_backwards(X, h0, W_x, W_h, b):
    states = _states(X, h0, W_x, W_h, b, order=range(X.shape[1] - 1, -1, -1))
    return _read(X, h0, W_x, W_h, b, np.stack(states[::-1], axis=1))


def last_state_as_the_first(X, h0, W_x, W_h, b):
    H = np.stack(_states(X, h0, W_x, W_h, b), axis=1)
    return H, (X, H[:, -1], H, W_x, W_h)


# ---- sequence_cross_entropy ----


def loss_cases(rng):
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
        case(3, 3, 3),
        Case(rng.normal(size=(2, 3, 4)), rng.integers(0, 4, (2, 3)), np.ones((2, 3), bool)),
        case(2, 5, 3, size=800.0),
        case(12, 15, 20, share=None),
    ]


def _parts(Z, y):
    """-log P of the right characters (N, T), and P - one_hot(y) (N, T, V)."""
    shifted = Z - Z.max(axis=2, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=2, keepdims=True))
    right = np.eye(Z.shape[2], dtype=Z.dtype)[y]
    return -(log_P * right).sum(axis=2), np.exp(log_P) - right


def mask_ignored(Z, y, mask):
    losses, dZ = _parts(Z, y)
    return float(losses.mean()), dZ / y.size


def divided_by_all_steps(Z, y, mask):
    losses, dZ = _parts(Z, y)
    return float((losses * mask).sum() / y.size), dZ * mask[:, :, None] / y.size


def divided_by_sequences(Z, y, mask):
    losses, dZ = _parts(Z, y)
    return float((losses * mask).sum() / len(y)), dZ * mask[:, :, None] / len(y)


def mask_in_loss_only(Z, y, mask):
    losses, dZ = _parts(Z, y)
    return float(losses[mask].mean()), dZ / int(mask.sum())


def mask_in_gradient_only(Z, y, mask):
    losses, dZ = _parts(Z, y)
    return float(losses.mean()), dZ * mask[:, :, None] / y.size


def mean_of_each_sequence(Z, y, mask):
    losses, dZ = _parts(Z, y)
    weights = mask / np.maximum(mask.sum(axis=1, keepdims=True), 1) / int(mask.any(axis=1).sum())
    weights = weights.astype(Z.dtype)
    return float((losses * weights).sum()), dZ * weights[:, :, None]


def gradient_not_divided(Z, y, mask):
    losses, dZ = _parts(Z, y)
    return float(losses[mask].mean()), dZ * mask[:, :, None]


def softmax_over_steps(Z, y, mask):
    shifted = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = shifted / shifted.sum(axis=1, keepdims=True)
    right = np.eye(Z.shape[2], dtype=Z.dtype)[y]
    losses = -(np.log(np.maximum(P, np.finfo(P.dtype).tiny)) * right).sum(axis=2)
    return float(losses[mask].mean()), (P - right) * mask[:, :, None] / int(mask.sum())


def scores_masked(Z, y, mask):
    losses, dZ = _parts(Z * mask[:, :, None], y)
    return float(losses.mean()), dZ / y.size


def only_counted_steps(Z, y, mask):
    losses, dZ = _parts(Z, y)
    return float(losses[mask].mean()), dZ[mask] / int(mask.sum())


def right_signs_not_subtracted(Z, y, mask):
    losses, dZ = _parts(Z, y)
    P = dZ + np.eye(Z.shape[2], dtype=Z.dtype)[y]
    return float(losses[mask].mean()), P * mask[:, :, None] / int(mask.sum())


# ---- rnn_step_backward ----


def step_gradient_cases(rng):
    def case(N, D, H):
        x, h = rng.normal(size=(N, D)), rng.uniform(-1, 1, size=(N, H))
        return Case(rng.normal(size=(N, H)), reference.rnn_step(x, h, *_weights(rng, D, H))[1])

    first = np.array([[1.0]]), np.array([[-0.5]]), np.array([[0.5]]), np.array([[2.0]]), np.array([[0.5]])
    return [
        Case(np.array([[4.0]]), first),
        case(2, 3, 4),
        case(4, 3, 2),
        case(3, 3, 3),
        case(1, 2, 5),
        case(5, 1, 3),
        case(6, 4, 1),
        case(24, 10, 16),
        _as_float32_case(case(2, 3, 4)),
    ]


def _step_gradients(dh_next, cache, *, slope=None, before=None):
    x, h, h_next, W_x, W_h = cache
    dz = dh_next * (1 - h_next**2 if slope is None else slope(h, h_next))
    before = h if before is None else before
    return dz @ W_x.T, dz @ W_h.T, x.T @ dz, before.T @ dz, dz.sum(axis=0)


def slope_forgotten(dh_next, cache):
    return _step_gradients(dh_next, cache, slope=lambda h, h_next: np.ones_like(h))


def slope_of_old_state(dh_next, cache):
    return _step_gradients(dh_next, cache, slope=lambda h, h_next: 1 - h**2)


def tanh_once_more(dh_next, cache):
    return _step_gradients(dh_next, cache, slope=lambda h, h_next: 1 - np.tanh(h_next) ** 2)


def not_squared(dh_next, cache):
    return _step_gradients(dh_next, cache, slope=lambda h, h_next: 1 - h_next)


def sigmoid_slope(dh_next, cache):
    return _step_gradients(dh_next, cache, slope=lambda h, h_next: h_next * (1 - h_next))


def W_h_not_turned(dh_next, cache):
    dx, _, *rest = _step_gradients(dh_next, cache)
    return dx, dh_next * (1 - cache[2] ** 2) @ cache[4], *rest


def new_state_for_dW_h(dh_next, cache):
    return _step_gradients(dh_next, cache, before=cache[2])


def slope_in_dz_only_for_weights(dh_next, cache):
    _, _, *rest = _step_gradients(dh_next, cache)
    return dh_next @ cache[3].T, dh_next @ cache[4].T, *rest


def db_for_each_sequence(dh_next, cache):
    *rest, _ = _step_gradients(dh_next, cache)
    return *rest, dh_next * (1 - cache[2] ** 2)


def mean_over_sequences(dh_next, cache):
    dx, dh, *rest = _step_gradients(dh_next, cache)
    return dx, dh, *(g / len(dh_next) for g in rest)


# ---- rnn_backward ----


def through_time_cases(rng):
    def case(N, T, D, H, last=False):
        X, h0 = rng.normal(size=(N, T, D)), rng.uniform(-1, 1, size=(N, H))
        H_all, cache = reference.rnn_forward(X, h0, *_weights(rng, D, H))
        dH = rng.normal(size=H_all.shape)
        if last:
            dH[:, :-1] = 0
        return Case(dH, cache)

    one, H = np.array([[1.0]]), np.array([[[0.0], [0.5]]])
    return [
        Case(np.array([[[10.0], [4.0]]]), (np.array([[[3.0], [7.0]]]), np.array([[2.0]]), H, one, one)),
        case(2, 3, 4, 5),
        case(4, 5, 3, 2),
        case(3, 3, 3, 3),
        case(2, 4, 3, 2, last=True),
        case(2, 1, 3, 4),
        case(1, 6, 2, 3),
        case(8, 20, 5, 6),
        _as_float32_case(case(2, 3, 4, 3)),
    ]


def _through_time(dH, cache, *, order=None, carry=True, outer=True, wrap=False, after=False, keep=False):
    """The right way, with one thing changed."""
    X, h0, H, W_x, W_h = cache
    T = X.shape[1]
    dX, dh = np.empty_like(X), np.zeros_like(h0)
    total = [np.zeros_like(W_x), np.zeros_like(W_h), np.zeros_like(W_h[0])]
    for t in range(T - 1, -1, -1) if order is None else order(T):
        before = H[:, t] if after else H[:, t - 1] if t > 0 or wrap else h0
        d_state = (dH[:, t] if outer or t == T - 1 else 0) + (dh if carry else 0)
        dX[:, t], dh, *shares = _step_gradients(d_state, (X[:, t], before, H[:, t], W_x, W_h))
        total = shares if keep else [a + share for a, share in zip(total, shares)]
    return dX, dh, *total


def nothing_through_time(dH, cache):
    return _through_time(dH, cache, carry=False)


def only_the_last_gradient(dH, cache):
    return _through_time(dH, cache, outer=False)


def first_step_first(dH, cache):
    return _through_time(dH, cache, order=range)


def only_one_steps_weights(dH, cache):
    return _through_time(dH, cache, keep=True)


def wrapped_round(dH, cache):
    return _through_time(dH, cache, wrap=True)


def state_after_for_before(dH, cache):
    return _through_time(dH, cache, after=True)


def mean_over_steps(dH, cache):
    dX, dh0, *rest = _through_time(dH, cache)
    return dX, dh0, *(g / dH.shape[1] for g in rest)


def dX_in_the_order_of_the_loop(dH, cache):
    dX, *rest = _through_time(dH, cache)
    return dX[:, ::-1].copy(), *rest


def dh0_one_step_early(dH, cache):
    dX, _, *rest = _through_time(dH, cache)
    X, h0, H, W_x, W_h = cache
    dh = np.zeros_like(h0)
    for t in range(X.shape[1] - 1, 0, -1):
        _, dh, *_ = _step_gradients(dH[:, t] + dh, (X[:, t], H[:, t - 1], H[:, t], W_x, W_h))
    return dX, dh + dH[:, 0], *rest


# ---- truncated_sequences ----


def pieces_cases(rng):
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
        case(1000, 8, 16),
        case(150, 3, 7),
    ]


def _rows(ids, batch_size, length, starts, targets=None):
    targets = targets or (lambda s: ids[s + 1 : s + 1 + length])
    return [
        (np.stack([ids[s : s + length] for s in row]), np.stack([targets(s) for s in row]))
        for row in starts(len(ids), batch_size, length)
    ]


def _starts(L, batch_size, length):
    count = (L - 1) // (batch_size * length)
    return [[i * count * length + k * length for i in range(batch_size)] for k in range(count)]


def targets_are_inputs(ids, batch_size, length):
    return _rows(ids, batch_size, length, _starts, lambda s: ids[s : s + length])


def targets_of_the_past(ids, batch_size, length):
    return _rows(ids, batch_size, length, _starts, lambda s: ids[(np.arange(s, s + length) - 1)])


def targets_wrap_in_the_piece(ids, batch_size, length):
    return _rows(ids, batch_size, length, _starts, lambda s: np.roll(ids[s : s + length], -1))


def targets_are_the_next_piece(ids, batch_size, length):
    return _rows(ids, batch_size, length, _starts, lambda s: ids[(np.arange(s, s + length) + length) % len(ids)])


def pieces_side_by_side(ids, batch_size, length):
    def starts(L, batch_size, length):
        count = (L - 1) // (batch_size * length)
        return [[(k * batch_size + i) * length for i in range(batch_size)] for k in range(count)]

    return _rows(ids, batch_size, length, starts)


def no_room_for_the_last_target(ids, batch_size, length):
    count = len(ids) // (batch_size * length)
    width = count * length
    shifted = np.append(ids[1:], ids[0])
    batches = []
    for k in range(count):
        places = np.arange(batch_size)[:, None] * width + k * length + np.arange(length)
        batches.append((ids[places], shifted[places]))
    return batches


def last_batch_left_out(ids, batch_size, length):
    return reference.truncated_sequences(ids, batch_size, length)[:-1]


def steps_in_front(ids, batch_size, length):
    return [(a.T.copy(), b.T.copy()) for a, b in reference.truncated_sequences(ids, batch_size, length)]


def numbers_exchanged(ids, batch_size, length):
    return reference.truncated_sequences(ids, length, batch_size)


def inputs_alone(ids, batch_size, length):
    return [inputs for inputs, _ in reference.truncated_sequences(ids, batch_size, length)]


# ---- sample_next ----


def sample_cases(rng):
    def case(V, margin, temperature):
        """One character is ahead of all others by a margin that the temperature makes decisive: e^-40 is no chance."""
        z = rng.normal(size=V)
        best = int(rng.integers(V))
        z[best] = np.delete(z, best).max() + margin
        return Case(z, temperature, drawn_seed(rng))

    two = np.array([3.0, -60.0, 3.0, -70.0, -60.0])
    return [
        Case(np.array([0.0, 1.0]), 0.01, drawn_seed(rng)),
        Case(np.array([2.0, 1.0, 0.5, 2.5]), 0.01, drawn_seed(rng)),
        case(40, 1.0, 0.02),
        case(60, 0.8, 0.02),
        case(50, 1.2, 0.025),
        case(80, 0.6, 0.015),
        case(30, 200.0, 5.0),
        case(20, 3000.0, 30.0),
        Case(two, 1.0, drawn_seed(rng)),
        Case(100 * two, 2.0, drawn_seed(rng)),
        Case(np.array([-1000.0, -1001.0, -999.0, -1000.5]), 0.02, drawn_seed(rng)),
        case(500, 1.0, 0.02),
        Case(np.array([0.5, -0.5, 1.5, 0.0], np.float32), 0.02, drawn_seed(rng)),
    ]


def observe_sample(arguments, value):
    """Whether the number of a character came back, and whether it can be the one: only chances of 1 or 0 count."""
    z, temperature = arguments["z"], arguments["temperature"]
    if isinstance(value, bool) or not (np.isscalar(value) or isinstance(value, np.generic) or np.ndim(value) == 0):
        raise Malformed(f"What came back is {describe(value)}; wanted is one whole number, that of the character.")
    if np.asarray(value).dtype.kind not in "iuf":
        raise Malformed(f"What came back is {describe(value)}; wanted is one whole number, that of the character.")
    likely = [int(v) for v in np.flatnonzero(z > z.max() - 20 * temperature)]
    found = float(value)
    said = "whole" if np.asarray(value).dtype.kind in "iu" else "not whole"
    right = said == "whole" and found in likely
    answer = likely[0] if len(likely) == 1 else f"one of {', '.join(map(str, likely))}"
    return {"the number is": said, "the character drawn": answer if right else found}


def _drawn(P, rng):
    return int(rng.choice(len(P), p=P))


def _softmax(z):
    return forward.softmax(np.asarray(z, float)[None])[0]


def temperature_multiplied(z, temperature, rng):
    return _drawn(_softmax(z * temperature), rng)


def temperature_ignored(z, temperature, rng):
    return _drawn(_softmax(z), rng)


def all_equally_likely(z, temperature, rng):
    return int(rng.integers(len(z)))


def least_likely(z, temperature, rng):
    return _drawn(_softmax(-z / temperature), rng)


def score_for_number(z, temperature, rng):
    return float(z[_drawn(_softmax(z / temperature), rng)])


def probability_for_number(z, temperature, rng):
    P = _softmax(z / temperature)
    return float(P[_drawn(P, rng)])


def always_the_most_probable(z, temperature, rng):
    return int(np.argmax(z))


def counted_from_one(z, temperature, rng):
    return _drawn(_softmax(z / temperature), rng) + 1
