"""Lesson regularization: right answers in other styles."""

import numpy as np


def l2_loops(parameters, strength):
    penalty, gradients = 0.0, []
    for W, b in parameters:
        for w in W.ravel():
            penalty += 0.5 * strength * w**2
        gradients.append((W * strength, np.zeros_like(b)))
    return penalty, gradients


def l2_by_norms(parameters, strength):
    norms = [np.linalg.norm(W) for W, _ in parameters]
    return strength * np.dot(norms, norms) / 2, [[strength * W, np.zeros(len(b))] for W, b in parameters]


def dropout_binomial(X, rate, rng, training=True):
    if training:
        mask = rng.binomial(1, 1 - rate, size=X.shape) / (1 - rate)
        return X * mask, mask
    return X.copy(), None


def dropout_where(X, rate, rng, training=True):
    if not training:
        return X, None
    mask = np.where(rng.random(X.shape) < rate, 0.0, 1 / (1 - rate))
    return [X * mask, mask]


def dropout_exact_count(X, rate, rng, training=True):
    """Silences exactly the share that is asked."""
    if not training:
        return X, None
    mask = np.full(X.size, 1 / (1 - rate))
    mask[rng.choice(X.size, size=round(rate * X.size), replace=False)] = 0
    mask = mask.reshape(X.shape)
    return mask * X, mask


def dropout_loops(X, rate, rng, training=True):
    mask = np.ones(X.shape)
    if not training:
        return X * mask, None
    for place in np.ndindex(X.shape):
        mask[place] = 0 if rng.uniform() < rate else 1 / (1 - rate)
    return X * mask, mask


def dropout_back_copy(d_out, mask):
    dX = d_out.copy()
    if mask is not None:
        dX *= mask
    return dX


def batchnorm_paper(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    mean, variance = running
    if training:
        batch_mean = np.sum(X, axis=0) / len(X)
        batch_variance = np.sum((X - batch_mean) ** 2, axis=0) / len(X)
        mean = momentum * mean + (1 - momentum) * batch_mean
        variance = momentum * variance + (1 - momentum) * batch_variance
        std = (batch_variance + epsilon) ** 0.5
        X_hat = (X - batch_mean) / std
    else:
        std = (variance + epsilon) ** 0.5
        X_hat = (X - mean) / std
    return X_hat * gamma + beta, (X_hat, gamma, std), (mean, variance)


def batchnorm_columns(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    out, X_hat, std = np.empty(X.shape), np.empty(X.shape), np.empty(len(gamma))
    new = [np.array(part, dtype=float) for part in running]
    for d in range(X.shape[1]):
        m, v = (X[:, d].mean(), X[:, d].std() ** 2) if training else (running[0][d], running[1][d])
        if training:
            new[0][d] = new[0][d] * momentum + m * (1 - momentum)
            new[1][d] = new[1][d] * momentum + v * (1 - momentum)
        std[d] = np.sqrt(v + epsilon)
        X_hat[:, d] = (X[:, d] - m) / std[d]
        out[:, d] = gamma[d] * X_hat[:, d] + beta[d]
    return [out, [X_hat, gamma, std], new]


def batch_gradient_one_formula(d_out, cache):
    X_hat, gamma, std = cache
    N = len(X_hat)
    dgamma, dbeta = (d_out * X_hat).sum(0), d_out.sum(0)
    return gamma / (N * std) * (N * d_out - dbeta - X_hat * dgamma), dgamma, dbeta


def batch_gradient_jacobian(d_out, cache):
    X_hat, gamma, std = cache
    N = len(X_hat)
    dX = np.zeros(d_out.shape)
    for d in range(d_out.shape[1]):
        x = X_hat[:, d]
        J = (np.eye(N) - 1 / N - np.outer(x, x) / N) / std[d]
        dX[:, d] = J @ (d_out[:, d] * gamma[d])
    return dX, np.einsum("nd,nd->d", d_out, X_hat), np.ones(N) @ d_out


def layernorm_rows(X, gamma, beta, epsilon=1e-5):
    X_hat, std = np.empty(X.shape), np.empty((len(X), 1))
    for n, x in enumerate(X):
        std[n] = np.sqrt(x.var() + epsilon)
        X_hat[n] = (x - x.mean()) / std[n]
    return X_hat * gamma + beta, (X_hat, gamma, std)


def layernorm_transposed(X, gamma, beta, epsilon=1e-5):
    std = np.sqrt(np.var(X.T, axis=0) + epsilon)
    X_hat = ((X.T - X.mean(axis=-1)) / std).T
    return gamma * X_hat + beta, (X_hat, gamma, std[:, None])


def layer_gradient_one_formula(d_out, cache):
    X_hat, gamma, std = cache
    g = d_out * gamma
    dX = (g - g.mean(axis=1, keepdims=True) - X_hat * (g * X_hat).mean(axis=1, keepdims=True)) / std
    return dX, (d_out * X_hat).sum(axis=0), d_out.sum(axis=0)


def layer_gradient_by_batch(d_out, cache):
    X_hat, gamma, std = cache
    dX, _, _ = batch_gradient_one_formula((d_out * gamma).T, (X_hat.T, np.ones(len(X_hat)), std[:, 0]))
    return dX.T, np.sum(d_out * X_hat, 0), np.sum(d_out, 0)


def shift_loop(images, most, rng):
    N, H, W = images.shape
    padded = np.zeros((N, H + 2 * most, W + 2 * most))
    padded[:, most : most + H, most : most + W] = images
    out = np.zeros_like(images)
    for n in range(N):
        i, j = rng.integers(0, 2 * most + 1), rng.integers(0, 2 * most + 1)
        out[n] = padded[n, i : i + H, j : j + W]
    return out


def shift_by_rolling(images, most, rng):
    out = []
    for image in images:
        down, across = rng.choice(np.arange(-most, most + 1), size=2)
        framed = np.pad(image, most)
        out.append(np.roll(framed, (down, across), (0, 1))[most : most + image.shape[0], most : most + image.shape[1]])
    return np.array(out)


def mixup_loop(X, Y, alpha, rng):
    mixed_X, mixed_Y = np.zeros(X.shape), np.zeros(Y.shape)
    for n in range(len(X)):
        m, share = rng.integers(len(X)), rng.beta(alpha, alpha)
        mixed_X[n] = share * X[n] + (1 - share) * X[m]
        mixed_Y[n] = share * Y[n] + (1 - share) * Y[m]
    return mixed_X, mixed_Y


def mixup_shuffled_copies(X, Y, alpha, rng):
    order = np.arange(len(X))
    rng.shuffle(order)
    share = rng.beta(alpha, alpha, len(X))[:, None]
    return [X[order] * (1 - share) + X * share, Y + (1 - share) * (Y[order] - Y)]


def smoothing_loop(y, classes, epsilon):
    Y = np.full((len(y), classes), epsilon / classes)
    for n, label in enumerate(y):
        Y[n, label] += 1 - epsilon
    return Y


ALTERNATIVES = {
    "regularization.l2_penalty": [l2_loops, l2_by_norms],
    "regularization.dropout_forward": [dropout_binomial, dropout_where, dropout_exact_count, dropout_loops],
    "regularization.dropout_backward": [
        dropout_back_copy,
        lambda d_out, mask: np.multiply(d_out, 1.0 if mask is None else mask),
    ],
    "regularization.batchnorm_forward": [batchnorm_paper, batchnorm_columns],
    "regularization.batchnorm_backward": [batch_gradient_one_formula, batch_gradient_jacobian],
    "regularization.layernorm_forward": [layernorm_rows, layernorm_transposed],
    "regularization.layernorm_backward": [layer_gradient_one_formula, layer_gradient_by_batch],
    "regularization.random_shift": [shift_loop, shift_by_rolling],
    "regularization.mixup": [mixup_loop, mixup_shuffled_copies],
    "regularization.label_smoothing": [
        smoothing_loop,
        lambda y, classes, epsilon: np.where(np.arange(classes) == y[:, None], 1 - epsilon, 0) + epsilon / classes,
    ],
}
