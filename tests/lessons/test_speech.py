"""Lesson 18, speech, against SciPy, scikit-learn, slow filters, a recursion and a list of all alignments."""

import functools
import itertools

import numpy as np
import pytest
from scipy import signal as scipy_signal
from sklearn.preprocessing import StandardScaler

from dlcourse.exercises.speech.ctc_probability import ctc_probability
from dlcourse.lessons.speech import (
    frame_signal,
    mel_filterbank,
    normalize_speaker,
    power_spectrum,
    resonator,
    word_error_rate,
)
from dlcourse.nn.speech import resonator as fast_resonator

RNG = np.random.default_rng(0)
NOISE, RATE = RNG.normal(size=400), 8000


@pytest.mark.parametrize(("frequency", "bandwidth"), [(500, 60), (2300, 110), (0, 100), (4000, 300)])
def test_resonator_is_a_filter_of_order_two(frequency, bandwidth):
    r = np.exp(-np.pi * bandwidth / RATE)
    feedback = [1, -2 * r * np.cos(2 * np.pi * frequency / RATE), r**2]
    y = resonator(NOISE, frequency=frequency, bandwidth=bandwidth, rate=RATE)
    np.testing.assert_allclose(y, scipy_signal.lfilter([sum(feedback)], feedback, NOISE), atol=1e-10)


def test_resonator_rings_at_its_frequency_and_fades_by_its_bandwidth():
    click = np.eye(1, 4000)[0]
    power = np.abs(np.fft.rfft(resonator(click, frequency=1000, bandwidth=50, rate=RATE))) ** 2
    hertz = np.arange(len(power)) * RATE / len(click)
    assert hertz[power.argmax()] == pytest.approx(1000, abs=4)
    strong = hertz[power > power.max() / 2]  # the bandwidth: as far apart as half the power is
    assert strong[-1] - strong[0] == pytest.approx(50, abs=4)


def test_a_constant_passes_a_resonator_as_loud_as_it_was():
    assert resonator(np.ones(3000), frequency=700, bandwidth=80, rate=RATE)[-1] == pytest.approx(1)


def test_whole_numbers_lose_nothing_in_a_resonator():
    how = {"frequency": 700, "bandwidth": 80, "rate": RATE}
    click = np.array([1, 0, 0, 0])
    np.testing.assert_array_equal(resonator(click, **how), resonator(click.astype(float), **how))
    np.testing.assert_allclose(fast_resonator(click, **how), resonator(click, **how), atol=1e-12)


@pytest.mark.parametrize(("length", "hop"), [(64, 16), (50, 50), (33, 40), (400, 7)])
def test_frames_are_every_hop_th_window(length, hop):
    windows = np.lib.stride_tricks.sliding_window_view(NOISE, length)
    np.testing.assert_array_equal(frame_signal(NOISE, length=length, hop=hop), windows[::hop])


@pytest.mark.parametrize("length", [64, 65])
def test_power_is_that_of_scipy(length):
    frames = frame_signal(NOISE, length=length, hop=20)
    how = {"window": scipy_signal.get_window("hann", length), "nperseg": length, "noverlap": length - 20}
    _, _, expected = scipy_signal.spectrogram(NOISE, fs=1.0, detrend=False, scaling="density", mode="psd", **how)
    both_sides = np.ones((length // 2 + 1, 1))
    both_sides[1 : (length + 1) // 2] = 2  # SciPy counts the mirrored half, too
    np.testing.assert_allclose(power_spectrum(frames), (expected / both_sides).T)


def test_the_power_of_noise_does_not_hang_on_the_length():
    noise = np.random.default_rng(1).normal(size=200_000)
    for length in (32, 512):
        assert power_spectrum(noise[: 300 * length].reshape(-1, length)).mean() == pytest.approx(1, abs=0.1)


def test_a_tone_stays_near_its_column():
    tone = np.cos(2 * np.pi * 430 / 10000 * np.arange(256))[None]
    power = power_spectrum(tone)[0]
    near = np.abs(np.arange(129) * 10000 / 256 - 430) < 120
    assert power[~near].sum() < 1e-4 * power.sum()


@pytest.mark.parametrize(("filters", "length", "rate"), [(2, 8, 8000), (5, 33, 16000), (24, 256, 10000)])
def test_mel_filters_by_a_slow_loop(filters, length, rate):
    def hertz(mel):
        return 700 * (10 ** (mel / 2595) - 1)

    top = 2595 * np.log10(1 + rate / 1400)
    slow = np.zeros((filters, length // 2 + 1))
    for m, k in itertools.product(range(filters), range(length // 2 + 1)):
        low, middle, high = (hertz(top * (m + i) / (filters + 1)) for i in range(3))
        f = k * rate / length
        if low < f < high:
            slow[m, k] = (f - low) / (middle - low) if f < middle else (high - f) / (high - middle)
    np.testing.assert_allclose(mel_filterbank(filters, length=length, rate=rate), slow, atol=1e-12)


def test_between_the_middles_neighbouring_filters_add_up_to_1():
    total = mel_filterbank(10, length=1024, rate=10000).sum(axis=0)
    middles = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + 5000 / 700), 12) / 2595) - 1)
    hertz = np.arange(513) * 10000 / 1024
    np.testing.assert_allclose(total[(hertz > middles[1]) & (hertz < middles[-2])], 1)


def test_each_speaker_as_by_scikit_learn():
    F, speakers = RNG.gamma(3, size=(60, 4)), RNG.choice([3, 8, 11], size=60)
    out = normalize_speaker(F, speakers)
    for speaker in (3, 8, 11):
        rows = speakers == speaker
        np.testing.assert_allclose(out[rows], StandardScaler().fit_transform(F[rows]))


def test_whole_numbers_of_hertz_are_not_cut():
    F = np.array([[300, 2300], [400, 2100], [370, 2000]])
    np.testing.assert_allclose(normalize_speaker(F, np.zeros(3)), normalize_speaker(F.astype(float), np.zeros(3)))


@functools.cache
def fewest(heard, said):
    """Levenshtein's distance, by its recursion."""
    if not heard or not said:
        return len(heard) + len(said)
    same = fewest(heard[1:], said[1:]) + (heard[0] != said[0])
    return min(same, fewest(heard[1:], said) + 1, fewest(heard, said[1:]) + 1)


def test_word_error_rate_by_its_recursion():
    for _ in range(60):
        heard, said = (tuple(RNG.choice(list("abc"), size=RNG.integers(least, 7))) for least in (0, 1))
        assert word_error_rate(list(heard), list(said)) == fewest(heard, said) / len(said)


def enumerated(P, word):
    """The probability of all rows of marks that are read as the word, one by one."""
    total = 0.0
    for row in itertools.product(range(P.shape[1]), repeat=len(P)):
        if [mark for mark, _ in itertools.groupby(row) if mark] == list(word):
            total += np.prod(P[np.arange(len(P)), list(row)])
    return total


def test_all_alignments_one_by_one():
    for T, V in ((1, 2), (3, 2), (5, 3), (4, 4)):
        P = RNG.dirichlet(np.ones(V), size=T)
        words = [word for length in range(T + 2) for word in itertools.product(range(1, V), repeat=length)]
        found = [ctc_probability(P, list(word)) for word in words]
        np.testing.assert_allclose(found, [enumerated(P, word) for word in words], atol=1e-15)
        assert sum(found) == pytest.approx(1)
