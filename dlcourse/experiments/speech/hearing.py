"""Vowels read from sound: what was measured is spoken anew, and read from the energy in mel filters."""

import numpy as np

from dlcourse.experiments.speech.reading import SEEDS, labels, split
from dlcourse.experiments.speech.voices import RATE, vowel_sound
from dlcourse.nn import speech as fast
from dlcourse.nn.training.budget import few

FRAME, HOP, FILTERS = 256, 100, 24  # samples, samples, triangles
SECONDS = 0.1
SILENCE = 1e-7  # energy that is heard as nothing: the loudest sample of a sound is 1


def spoken(vowels, *, resonator=fast.resonator, seconds=SECONDS):
    """Each measured vowel, spoken by resonators at its four frequencies: list of N arrays (seconds * rate,).

    By the course's fast form of a resonator, since a loop would take six times as long. With a small budget
    (:mod:`dlcourse.nn.training.budget`) all are as short as one frame.
    """
    seconds = few(round(seconds * RATE), FRAME) / RATE
    return [vowel_sound(F, resonator=resonator, seconds=seconds) for F in vowels["F"]]


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


def percent_heard(side, H, vowels, by, *, H_new=None, seeds=SEEDS, normalize_speaker=None, **values):
    """How many percent of new vowels are read right from what is heard of them, for each seed.

    Parameters
    ----------
    side : function
        ``side(X, y, X_new, rng, **values) -> int array (M,)``.
    H : array (N, D)
        What is heard of all vowels, as from :func:`heard`.
    vowels : dict
    by : str
        As for :func:`~dlcourse.experiments.speech.reading.split`.
    H_new : array (N, D), optional
        What is heard of them when they are new, in noise, say; else as in `H`.
    seeds : sequence of int
    normalize_speaker : function, optional
        The learner's.
    **values
        What was tuned.

    Returns
    -------
    list of float
    """
    H_new, y, found = H if H_new is None else H_new, labels(vowels), []
    if normalize_speaker is not None:
        H, H_new = (normalize_speaker(each, vowels["speaker"]) for each in (H, H_new))
    for seed in seeds:
        learn, new = split(vowels, by, seed)
        answers = side(H[learn], y[learn], H_new[new], np.random.default_rng(seed), **values)
        found.append(100 * float(np.mean(answers == y[new])))
    return found
