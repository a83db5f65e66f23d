"""Lesson 07: cases and known mistakes of batch and layer normalisation."""

import numpy as np

from dlcourse.checking.specification import Case
from dlcourse.lessons import regularization as reference

# ---- batchnorm_forward ----


def _columns(rng, N, D):
    """Inputs with columns of different means and spreads, gamma, beta, and running statistics that fit none of them."""
    X = rng.normal(size=(N, D)) * rng.uniform(0.5, 4, size=D) + rng.normal(scale=3, size=D)
    running = rng.normal(size=D), rng.uniform(0.3, 3, size=D)
    return X, rng.uniform(0.5, 2, size=D) * rng.choice([-1.0, 1.0], size=D), rng.normal(size=D), running


def batchnorm_cases(rng):
    narrow = rng.normal(scale=2e-3, size=(6, 2))  # so narrow that epsilon counts
    flat = np.column_stack([np.full(4, 2.5), rng.normal(size=4)])  # a column without any spread
    fresh = np.zeros(2), np.ones(2)
    float32 = [_as_float32(part) for part in _columns(rng, 5, 3)]
    return [
        Case(np.array([[1.0, 0.0], [5.0, 2.0]]), np.array([10.0, 1.0]), np.array([7.0, 0.5]), fresh),
        Case(np.array([[1.0, 0.0], [5.0, 2.0]]), np.array([2.0, 1.0]), np.array([0.0, 0.5]),
             (np.array([3.0, 1.0]), np.array([4.0, 0.25])), training=False),
        Case(*_columns(rng, 4, 3)),
        Case(*_columns(rng, 3, 3), training=True, momentum=0.75),
        Case(*_columns(rng, 5, 2), training=False),
        Case(*_columns(rng, 1, 4), training=False, momentum=0.5),
        Case(narrow, np.array([1.0, 3.0]), np.array([0.0, -1.0]), fresh),
        Case(narrow[:3], np.array([1.0, 3.0]), np.array([0.0, -1.0]), fresh, training=True, momentum=0.99,
             epsilon=0.1),
        Case(flat, np.array([1.5, -1.0]), np.array([2.0, 0.0]), fresh),
        Case(*_columns(rng, 60, 12)),
        Case(*float32),
    ]  # fmt: skip


def _as_float32(tree):
    return tuple(map(_as_float32, tree)) if isinstance(tree, tuple) else tree.astype(np.float32)


def _batchnorm(
    X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5, *, use=None, follow=None, keep=None, root=True
):
    """The right way, with one thing changed.

    `use` gives the mean and variance to normalise by, `follow` the new running ones, `keep` whether those are kept.
    """
    batch = X.mean(axis=0), X.var(axis=0)
    mean, variance = (use or (lambda b, r, t: b if t else r))(batch, running, training)
    std = np.sqrt(variance + epsilon) if root else variance + epsilon
    X_hat = (X - mean) / std
    if (keep or (lambda t: t))(training):
        pairs = zip(running, batch)
        running = tuple(
            (follow or (lambda old, new, m: m * old + (1 - m) * new))(old, new, momentum) for old, new in pairs
        )
    return gamma * X_hat + beta, (X_hat, gamma, std), running


def _mistaken(**changed):
    def wrong(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
        return _batchnorm(X, gamma, beta, running, training, momentum, epsilon, **changed)

    return wrong


batch_in_use = _mistaken(use=lambda batch, running, training: batch)
followed_in_use = _mistaken(keep=lambda training: True)
running_in_training = _mistaken(use=lambda batch, running, training: running)
training_ignored = _mistaken(use=lambda batch, running, training: batch, keep=lambda training: True)
never_followed = _mistaken(keep=lambda training: False)
momentum_reversed = _mistaken(follow=lambda old, new, m: (1 - m) * old + m * new)
old_ones_forgotten = _mistaken(follow=lambda old, new, m: new)
divided_by_variance = _mistaken(root=False)


def new_running_in_training(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    new = reference.batchnorm_forward(X, gamma, beta, running, training, momentum, epsilon)[2]
    out, cache, _ = reference.batchnorm_forward(X, gamma, beta, new, False, momentum, epsilon)
    return out, cache, new


def batch_along_rows(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    mean, variance = running
    if training:
        mean, variance = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
        running = tuple(momentum * old + (1 - momentum) * new for old, new in zip(running, (mean, variance)))
    std = np.sqrt(variance + epsilon)
    X_hat = (X - mean) / std
    return gamma * X_hat + beta, (X_hat, gamma, std), running


def batch_over_all(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    mean, variance = running
    if training:
        mean, variance = X.mean(), X.var()
        running = tuple(momentum * old + (1 - momentum) * new for old, new in zip(running, (mean, variance)))
    std = np.sqrt(variance + epsilon)
    X_hat = (X - mean) / std
    return gamma * X_hat + beta, (X_hat, gamma, std), running


def epsilon_outside(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    _, _, after = reference.batchnorm_forward(X, gamma, beta, running, training, momentum, epsilon)
    mean, variance = (X.mean(axis=0), X.var(axis=0)) if training else running
    std = np.sqrt(variance) + epsilon
    X_hat = (X - mean) / std
    return gamma * X_hat + beta, (X_hat, gamma, std), after


def gamma_and_beta_forgotten(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    result = reference.batchnorm_forward(X, gamma, beta, running, training, momentum, epsilon)
    return result[1][0], *result[1:]


def running_spread(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    out, cache, after = reference.batchnorm_forward(X, gamma, beta, running, training, momentum, epsilon)
    if training:
        after = after[0], momentum * running[1] + (1 - momentum) * np.sqrt(X.var(axis=0))
    return out, cache, after


# ---- batchnorm_backward ----


def batch_gradient_cases(rng):
    first = np.array([[-1.0, 1.0], [1.0, -1.0]])
    cases = [Case(np.array([[0.5, 0.0], [1.0, 2.0]]), (first, np.array([3.0, 1.0]), np.array([2.0, 4.0])))]
    for N, D, epsilon in [(4, 3, 1e-5), (3, 3, 1e-5), (5, 2, 0.5), (6, 4, 1e-5), (40, 10, 1e-5)]:
        X, gamma, beta, running = _columns(rng, N, D)
        _, cache, _ = reference.batchnorm_forward(X, gamma, beta, running, epsilon=epsilon)
        cases.append(Case(rng.normal(size=(N, D)), cache))
    X, gamma, beta, running = _columns(rng, 1, 3)  # one example: nothing is left of it
    cases.append(Case(rng.normal(size=(1, 3)), reference.batchnorm_forward(X, gamma, beta, running)[1]))
    X, gamma, beta, running = _columns(rng, 5, 3)
    cache = reference.batchnorm_forward(X, gamma, beta, running)[1]
    return [*cases, Case(rng.normal(size=(5, 3)).astype(np.float32), _as_float32(cache))]


def _batch_gradient(d_out, cache, *, spread=1.0, mean=True, gamma_used=True, divided=True, count=True):
    """The right way, with one thing changed."""
    X_hat, gamma, std = cache
    dX_hat = d_out * gamma if gamma_used else d_out
    dstd = -np.sum(dX_hat * X_hat, axis=0) / std
    dC = dX_hat / std + spread * dstd * X_hat / (len(X_hat) if count else 1)
    dX = dC - dC.mean(axis=0) if mean else dC
    return dX if divided else dX * std, np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)


def _mistaken_gradient(**changed):
    def wrong(d_out, cache):
        return _batch_gradient(d_out, cache, **changed)

    return wrong


constants = _mistaken_gradient(spread=0.0, mean=False)
mean_forgotten = _mistaken_gradient(mean=False)
spread_forgotten = _mistaken_gradient(spread=0.0)
gamma_forgotten = _mistaken_gradient(gamma_used=False)
std_forgotten = _mistaken_gradient(divided=False)
count_forgotten = _mistaken_gradient(count=False)
spread_reversed = _mistaken_gradient(spread=-1.0)


def averaged(d_out, cache):
    dX, dgamma, dbeta = reference.batchnorm_backward(d_out, cache)
    return dX, dgamma / len(d_out), dbeta / len(d_out)


def means_for_sums(d_out, cache):
    X_hat, gamma, std = cache
    dstd = -np.mean(d_out * gamma * X_hat, axis=0) / std
    dC = d_out * gamma / std + dstd * X_hat / len(X_hat)
    return dC - dC.mean(axis=0), np.mean(d_out * X_hat, axis=0), np.mean(d_out, axis=0)


def dgamma_without_x_hat(d_out, cache):
    dX, _, dbeta = reference.batchnorm_backward(d_out, cache)
    return dX, dbeta, dbeta


def not_summed(d_out, cache):
    return reference.batchnorm_backward(d_out, cache)[0], d_out * cache[0], d_out


# ---- layernorm_forward ----


def layernorm_cases(rng):
    def rows(N, D, spread=2.0):
        X = rng.normal(scale=spread, size=(N, D)) + rng.normal(scale=spread, size=(N, 1))
        return X, rng.uniform(0.5, 2, size=D), rng.normal(size=D)

    return [
        Case(np.array([[1.0, 5.0], [30.0, 10.0]]), np.array([1.0, 2.0]), np.array([0.0, 0.5])),
        Case(*rows(3, 4)),
        Case(*rows(3, 3)),
        Case(*rows(1, 5)),
        Case(*rows(4, 2, 2e-3)),
        Case(*rows(2, 3), epsilon=0.5),
        Case(np.array([[2.0, 2.0, 2.0], [1.0, 2.0, 6.0]]), np.ones(3), np.zeros(3)),
        Case(*rows(30, 16)),
        Case(*(part.astype(np.float32) for part in rows(4, 3))),
    ]


def _normalised(X, gamma, beta, mean, std):
    X_hat = (X - mean) / std
    return gamma * X_hat + beta, (X_hat, gamma, std)


def layer_down_columns(X, gamma, beta, epsilon=1e-5):
    mean, variance = X.mean(axis=0, keepdims=True), X.var(axis=0, keepdims=True)
    return _normalised(X, gamma, beta, mean, np.sqrt(variance + epsilon))


def layer_over_all(X, gamma, beta, epsilon=1e-5):
    return _normalised(X, gamma, beta, X.mean(), np.sqrt(X.var() + epsilon))


def layer_by_variance(X, gamma, beta, epsilon=1e-5):
    return _normalised(X, gamma, beta, X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True) + epsilon)


def layer_epsilon_outside(X, gamma, beta, epsilon=1e-5):
    return _normalised(X, gamma, beta, X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True) + epsilon)


def layer_keepdims_forgotten(X, gamma, beta, epsilon=1e-5):
    return _normalised(X, gamma, beta, X.mean(axis=1), np.sqrt(X.var(axis=1) + epsilon))


def layer_not_scaled(X, gamma, beta, epsilon=1e-5):
    _, cache = reference.layernorm_forward(X, gamma, beta, epsilon)
    return cache[0], cache


def layer_one_less(X, gamma, beta, epsilon=1e-5):
    variance = X.var(axis=1, keepdims=True, ddof=1)
    return _normalised(X, gamma, beta, X.mean(axis=1, keepdims=True), np.sqrt(variance + epsilon))


# ---- layernorm_backward ----


def layer_gradient_cases(rng):
    first = np.array([[-1.0, 1.0], [1.0, -1.0], [-1.0, 1.0]])
    cache = first, np.array([3.0, 2.0]), np.array([[2.0], [4.0], [1.0]])
    cases = [Case(np.array([[0.5, 1.0], [0.0, 2.0], [1.0, 0.25]]), cache)]
    for N, D, epsilon in [(2, 4, 1e-5), (3, 3, 1e-5), (5, 3, 0.5), (1, 6, 1e-5), (25, 12, 1e-5)]:
        X, gamma, beta, _ = _columns(rng, N, D)
        _, cache = reference.layernorm_forward(X, gamma, beta, epsilon)
        cases.append(Case(rng.normal(size=(N, D)), cache))
    X, gamma, beta, _ = _columns(rng, 4, 3)
    cache = _as_float32(reference.layernorm_forward(X, gamma, beta)[1])
    return [*cases, Case(rng.normal(size=(4, 3)).astype(np.float32), cache)]


def _layer_gradient(d_out, cache, *, spread=1.0, mean=True, late=False, count=None):
    """The right way, with one thing changed."""
    X_hat, gamma, std = cache
    dX_hat = d_out if late else d_out * gamma
    dstd = -np.sum(dX_hat * X_hat, axis=1, keepdims=True) / std
    dC = dX_hat / std + spread * dstd * X_hat / (count or np.shape)(X_hat)[-1]
    dX = dC - dC.mean(axis=1, keepdims=True) if mean else dC
    return dX * gamma if late else dX, np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)


def _mistaken_layer(**changed):
    def wrong(d_out, cache):
        return _layer_gradient(d_out, cache, **changed)

    return wrong


layer_constants = _mistaken_layer(spread=0.0, mean=False)
layer_mean_forgotten = _mistaken_layer(mean=False)
layer_spread_forgotten = _mistaken_layer(spread=0.0)
gamma_too_late = _mistaken_layer(late=True)
examples_counted = _mistaken_layer(count=lambda X_hat: X_hat.shape[:1])


def batch_backward_as_it_is(d_out, cache):
    X_hat, gamma, std = cache
    dX_hat = d_out * gamma
    dstd = -np.sum(dX_hat * X_hat, axis=0) / std
    dC = dX_hat / std + dstd * X_hat / len(X_hat)
    return dC - dC.mean(axis=0), np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)


def layer_mean_down_columns(d_out, cache):
    dC, dgamma, dbeta = layer_mean_forgotten(d_out, cache)
    return dC - dC.mean(axis=0), dgamma, dbeta


def parameters_along_rows(d_out, cache):
    dX = reference.layernorm_backward(d_out, cache)[0]
    return dX, np.sum(d_out * cache[0], axis=1), np.sum(d_out, axis=1)
