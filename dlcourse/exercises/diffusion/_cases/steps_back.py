"""The parts that wrong steps back are made of."""

import numpy as np


def step(mean=None, spread=None, shift=0):
    """A step back with another mean, or another spread: functions of a_t, a_(t-1), beta (and clean, x)."""

    def answer(x, clean, noise, *, t, alpha_bar):
        with np.errstate(all="ignore"):
            now, then = alpha_bar[t - shift], alpha_bar[t - 1 - shift]
            beta = 1 - now / then
            middle = (mean or right_mean)(now, then, beta, clean, x)
            return middle + (spread or right_spread)(now, then, beta) * noise

    return answer


def right_mean(now, then, beta, clean, x):
    return (np.sqrt(then) * beta * clean + np.sqrt(1 - beta) * (1 - then) * x) / (1 - now)


def right_spread(now, then, beta):
    return np.sqrt(beta * (1 - then) / (1 - now))


def noise_believed(now, then, beta, clean, x):
    return (x - beta / np.sqrt(1 - now) * clean) / np.sqrt(1 - beta)


def exchanged(x, clean, noise, now, then):
    with np.errstate(all="ignore"):
        now, then = then, now
        beta = 1 - now / then
        return right_mean(now, then, beta, clean, x) + right_spread(now, then, beta) * noise


def with_beta(x, clean, noise, now, then, beta):
    with np.errstate(all="ignore"):
        return right_mean(now, then, beta, clean, x) + right_spread(now, then, beta) * noise


def after(padded):
    """Steps back in which the step after stands for the one before; `padded`: beyond the last one all is left."""

    def answer(x, clean, noise, *, t, alpha_bar):
        others = np.append(alpha_bar[1:], 1.0) if padded else alpha_bar[1:]
        return exchanged(x, clean, noise, others[t], alpha_bar[t])

    return answer
