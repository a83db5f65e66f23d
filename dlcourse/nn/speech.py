"""A resonator as fast as a spectrum: what a loop calculates sample by sample, for whole signals at once."""

import numpy as np


def resonator(signal, *, frequency, bandwidth, rate):
    """As :func:`dlcourse.lessons.speech.resonator`: the signal is folded with what one pulse would ring like.

    Its poles are ``r exp(i theta)`` and ``r exp(-i theta)``, and a pulse is answered with
    ``a r^n sin((n + 1) theta) / sin(theta)``.

    Parameters
    ----------
    signal : array (N,)
    frequency, bandwidth, rate : float
        In Hz.

    Returns
    -------
    array (N,)
    """
    count = len(signal)
    r, theta = np.exp(-np.pi * bandwidth / rate), 2 * np.pi * frequency / rate
    n = np.arange(count)
    both_at_one_place = abs(np.sin(theta)) < 1e-9  # there the quotient is its limit
    ring = (n + 1) * np.cos(theta) ** n if both_at_one_place else np.sin((n + 1) * theta) / np.sin(theta)
    response = (1 - 2 * r * np.cos(theta) + r**2) * r**n * ring
    size = 2 ** int(np.ceil(np.log2(max(2 * count, 2))))  # room for all of both, so that no end runs into a beginning
    folded = np.fft.irfft(np.fft.rfft(signal, size) * np.fft.rfft(response, size), size)[:count]
    return folded.astype(np.result_type(signal, np.float32), copy=False)
