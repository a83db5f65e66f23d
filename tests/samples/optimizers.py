"""Lesson optimizers: right answers in other styles."""

import math

import numpy as np


def sgd_loop(*, w, g, learning_rate):
    new = w.copy()
    for index in np.ndindex(w.shape):
        new[index] = w[index] - learning_rate * g[index]
    return new


def sgd_on_own_copy(*, w, g, learning_rate):
    w = w.copy()
    w -= learning_rate * g
    return w


def momentum_on_own_copies(*, w, g, v, learning_rate, momentum=0.9):
    v, w = v.copy(), w.copy()
    v *= momentum
    v += g
    w -= learning_rate * v
    return w, v


def momentum_named(*, w, g, v, learning_rate, momentum=0.9):
    new_v = np.add(np.multiply(momentum, v), g)
    new_w = w + (-learning_rate) * new_v
    return [new_w, new_v]


def nesterov_by_two_velocities(*, w, g, v, learning_rate, momentum=0.9):
    v_new = momentum * v + g
    v_ahead = momentum * v_new + g
    return w - learning_rate * v_ahead, v_new


def nesterov_written_out(*, w, g, v, learning_rate, momentum=0.9):
    step = (1 + momentum) * g + momentum**2 * v
    return w - learning_rate * step, g + momentum * v


def adagrad_powers(*, w, g, s, learning_rate, epsilon=1e-8):
    s_new = s + g**2
    return w - g * (learning_rate / (s_new**0.5 + epsilon)), s_new


def adagrad_on_own_copy(*, w, g, s, learning_rate, epsilon=1e-8):
    s = s.copy()
    s += np.square(g)
    rates = learning_rate / (np.sqrt(s) + epsilon)
    return w - rates * g, s


def rmsprop_as_correction(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    s = s + (1 - decay) * (g**2 - s)
    return w - learning_rate * g / (s**0.5 + epsilon), s


def rmsprop_average(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    new = decay * s + (1 - decay) * np.square(g)
    return w - learning_rate / (np.sqrt(new) + epsilon) * g, new


def adam_effective_rate(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """The corrections as factors of the learning rate and of epsilon, as fast libraries write them."""
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    root = math.sqrt(1 - beta2**t)
    return w - learning_rate * root / (1 - beta1**t) * m / (np.sqrt(v) + epsilon * root), m, v


def adam_on_own_copies(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v = m.copy(), v.copy()
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * np.square(g)
    step = (m / (1 - pow(beta1, t))) / (np.sqrt(v / (1 - pow(beta2, t))) + epsilon)
    return (w - learning_rate * step, m, v)


def adamw_pytorch(*, w, g, m, v, t, learning_rate, weight_decay=0.01, **rest):
    """First shrink, then step."""
    return adam_on_own_copies(
        w=w * (1 - learning_rate * weight_decay), g=g, m=m, v=v, t=t, learning_rate=learning_rate, **rest
    )


def adamw_one_step(*, w, g, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    direction = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + epsilon) + weight_decay * w
    return w - learning_rate * direction, m, v


def schedule_with_math(step, *, peak, warmup, total):
    if step >= total:
        return 0.0
    if step >= warmup:
        return 0.5 * peak * (1.0 + math.cos(math.pi * (step - warmup) / (total - warmup)))
    return step / warmup * peak


def schedule_by_squares(step, *, peak, warmup, total):
    """cos^2 of half the angle."""
    if step < warmup:
        return peak / warmup * step
    share = np.clip((step - warmup) / (total - warmup), 0, 1)
    return peak * np.cos(np.pi / 2 * share) ** 2


def clip_with_if(gradients, largest):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in gradients]))
    if norm <= largest:
        return gradients
    return [g * float(largest / norm) for g in gradients]


def clip_by_norms_of_norms(gradients, largest):
    norm = math.hypot(*(float(np.linalg.norm(g)) for g in gradients))
    factor = min(1.0, largest / (norm + 1e-300))
    return tuple(factor * g for g in gradients)


ALTERNATIVES = {
    "optimizers.sgd_step": [
        sgd_loop,
        sgd_on_own_copy,
        lambda *, w, g, learning_rate: w + -learning_rate * g,
        lambda w, g, learning_rate: np.subtract(w, np.multiply(g, learning_rate)),
    ],
    "optimizers.momentum_step": [momentum_on_own_copies, momentum_named],
    "optimizers.nesterov_step": [nesterov_by_two_velocities, nesterov_written_out],
    "optimizers.adagrad_step": [adagrad_powers, adagrad_on_own_copy],
    "optimizers.rmsprop_step": [rmsprop_as_correction, rmsprop_average],
    "optimizers.adam_step": [adam_effective_rate, adam_on_own_copies],
    "optimizers.adamw_step": [adamw_pytorch, adamw_one_step],
    "optimizers.warmup_cosine_schedule": [schedule_with_math, schedule_by_squares],
    "optimizers.clip_gradient_norm": [clip_with_if, clip_by_norms_of_norms],
}
