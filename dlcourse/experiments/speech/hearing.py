"""Vowels read from sound: what was measured is spoken anew, and read from the energy in mel filters."""

import numpy as np

from dlcourse.experiments.speech.voices import RATE, vowel_sound
from dlcourse.nn import speech as fast
from dlcourse.nn.training.budget import few

FRAME, HOP, FILTERS = 256, 100, 24  # samples, samples, triangles
SECONDS = 0.1
SILENCE = 1e-7  # energy that is heard as nothing: the loudest sample of a sound is 1


def spoken(vowels):
    """Each measured vowel, spoken by resonators at its four frequencies for a tenth of a second: list of N arrays.

    By the course's fast form of a resonator, since a loop would take six times as long. With a small budget
    (:mod:`dlcourse.nn.training.budget`) all are as short as one frame.
    """
    seconds = few(round(SECONDS * RATE), FRAME) / RATE
    return [vowel_sound(F, resonator=fast.resonator, seconds=seconds) for F in vowels["F"]]


def mel_features(signal, *, frame_signal, power_spectrum, mel_filterbank):
    """How loud a signal is in each mel filter, frame by frame.

    Parameters
    ----------
    signal : array (N,)
    frame_signal, power_spectrum, mel_filterbank : functions
        The learner's.

    Returns
    -------
    array (T, 24)
        In decibels.
    """
    power = power_spectrum(frame_signal(signal, length=FRAME, hop=HOP))
    filters = mel_filterbank(FILTERS, length=FRAME, rate=RATE)
    return 10 * np.log10(power @ filters.T + SILENCE)  # (T, K) @ (K, 24) -> (T, 24)


def with_noise(signal, decibels, rng):
    """The signal and white noise, `decibels` weaker than it: 0 is as strong as the voice itself."""
    noise = rng.normal(size=len(signal))
    return signal + noise * np.sqrt((signal**2).mean() / (noise**2).mean() / 10 ** (decibels / 10))


def heard(signals, *, frame_signal, power_spectrum, mel_filterbank, decibels=None, seed=0):
    """What a network hears of each signal: the mean of its frames.

    Parameters
    ----------
    signals : list of array (N,)
    frame_signal, power_spectrum, mel_filterbank : functions
        The learner's.
    decibels : float, optional
        How much stronger than noise the voice is; without it there is no noise.
    seed : int
        Of the noise.

    Returns
    -------
    array (len(signals), 24)
        In decibels.
    """
    rng = np.random.default_rng(seed)
    tools = {"frame_signal": frame_signal, "power_spectrum": power_spectrum, "mel_filterbank": mel_filterbank}
    if decibels is not None:
        signals = [with_noise(signal, decibels, rng) for signal in signals]
    return np.stack([mel_features(signal, **tools).mean(axis=0) for signal in signals])
