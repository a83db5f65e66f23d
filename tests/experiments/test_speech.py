"""Experiments of lesson 18, speech: voices, divisions, what a sceptic tries, and what is stored of them."""

import numpy as np
import pytest
from scipy.signal import lfilter
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid

from dlcourse.data import datasets
from dlcourse.data.stored import measurements
from dlcourse.experiments import speech as trial
from dlcourse.experiments.speech import hearing, measuring, reading, sentences, voices
from dlcourse.lessons import speech
from dlcourse.lessons.training import confusion_matrix
from dlcourse.nn import speech as fast

VOWELS = datasets.vowels()
NETWORK = measuring.SIDES["network"]
FAST = {"resonator": fast.resonator}


def two_parts(seed=0, by="speaker"):
    learn, new = trial.split(VOWELS, by, seed)
    X, y = trial.features(VOWELS), trial.labels(VOWELS)
    return X[learn], y[learn], X[new], y[new]


def test_everybody_said_every_vowel_twice():
    said = {(int(s), str(v)): 0 for s in range(1, 77) for v in trial.VOWELS}
    for speaker, vowel in zip(VOWELS["speaker"], VOWELS["vowel"]):
        said[int(speaker), str(vowel)] += 1
    assert set(said.values()) == {2}
    people = {group: len(set(VOWELS["speaker"][VOWELS["group"] == group])) for group in trial.GROUPS}
    assert people == {"man": 33, "woman": 28, "child": 15}
    assert VOWELS["F"].shape == (1520, 4)
    assert (np.diff(VOWELS["F"][:, 1:], axis=1) >= 0).all()  # F1 <= F2 <= F3: some lie together


def test_the_means_are_those_that_were_published():
    """Peterson and Barney (1952), table II, gives arithmetic means."""
    means = trial.means(VOWELS)
    assert len(means) == 30
    for group, vowel, published in (
        ("man", "iy", (136, 270, 2290, 3010)),
        ("man", "aa", (124, 730, 1090, 2440)),
        ("woman", "iy", (235, 310, 2790, 3310)),
        ("child", "uw", (274, 430, 1170, 3260)),
    ):
        np.testing.assert_allclose(means[group, vowel], published, rtol=0.035)


@pytest.mark.parametrize(("f0", "seconds"), [(100, 0.5), (137.3, 0.4), (350, 0.1)])
def test_a_source_has_its_pulses(f0, seconds):
    signal = trial.source(f0, seconds=seconds)
    assert len(signal) == round(trial.RATE * seconds)
    assert signal.sum() == pytest.approx(f0 * seconds, abs=1)
    apart = np.diff(np.flatnonzero(signal)) % (trial.RATE / f0)
    assert np.minimum(apart, trial.RATE / f0 - apart).max() < 2


def test_a_source_that_glides_ends_at_another_pitch():
    signal = trial.source(100, seconds=1, glide=200)
    assert signal.sum() == pytest.approx(150, abs=1)
    assert signal[-1000:].sum() > 1.7 * signal[:1000].sum()


@pytest.mark.parametrize(("frequency", "bandwidth"), [(0, 100), (700, 60), (3000, 0), (5000, 20), (1e-3, 5)])
@pytest.mark.parametrize("count", [1, 2, 301])
def test_the_fast_resonator_rings_as_the_slow_one(frequency, bandwidth, count):
    x, how = np.random.default_rng(count).normal(size=count), {"frequency": frequency, "bandwidth": bandwidth}
    r, theta = np.exp(-np.pi * bandwidth / 10_000), 2 * np.pi * frequency / 10_000
    b, c = 2 * r * np.cos(theta), -(r**2)
    expected = lfilter([1 - b - c], [1, -b, -c], x)
    room = 1e-9 * np.abs(expected).max()
    np.testing.assert_allclose(fast.resonator(x, rate=10_000, **how), expected, rtol=0, atol=room)
    np.testing.assert_allclose(speech.resonator(x, rate=10_000, **how), expected, rtol=0, atol=room)


def test_a_mouth_rings_at_its_formants():
    pulse = np.eye(1, 4000)[0]
    F = np.array([120, 600, 1500, 2500.0])
    power = np.abs(np.fft.rfft(voices.mouth(pulse, F, **FAST))) ** 2
    peaks = np.flatnonzero((power[1:-1] > power[:-2]) & (power[1:-1] > power[2:])) + 1
    frequencies = peaks * trial.RATE / len(pulse)
    for formant in F[1:]:
        assert np.abs(frequencies - formant).min() < 0.03 * formant


def test_a_glide_between_equal_vowels_is_that_vowel():
    F = np.array([120, 600, 1500, 2500.0])
    moved, track = trial.glide([F, F, F], seconds=0.3, **FAST)
    still = trial.vowel_sound(F, seconds=0.3, **FAST)
    assert moved.shape == still.shape
    assert np.abs(moved).max() == np.abs(still).max() == 1
    assert np.corrcoef(moved, still)[0, 1] > 0.99
    np.testing.assert_array_equal(track, np.tile(F, (3000, 1)))


def test_divisions_share_nobody():
    for by in ("example", "speaker", "man", "man to child", "woman to man"):
        learn, new = trial.split(VOWELS, by, 3)
        assert learn.any()
        assert new.any()
        assert not (learn & new).any()
        shared = set(VOWELS["speaker"][learn]) & set(VOWELS["speaker"][new])
        assert bool(shared) == (by == "example")
    assert trial.split(VOWELS, "speaker", 0)[1].sum() == 15 * 20
    assert set(VOWELS["group"][trial.split(VOWELS, "man to child", 0)[1]]) == {"child"}
    assert VOWELS["speaker"][trial.split(VOWELS, "man", 1)[0]].max() <= 33
    with pytest.raises(ValueError, match="want 'example'"):
        trial.split(VOWELS, "dog to cat", 0)


def test_what_a_sceptic_tries_is_what_it_is_called():
    X, y, X_new, _ = two_parts()
    scale = X.std(axis=0)
    pairs = [
        (trial.gaussians(X, y, X_new, None, shared=1.0), LinearDiscriminantAnalysis().fit(X, y).predict(X_new)),
        (trial.gaussians(X, y, X_new, None, shared=0.0), QuadraticDiscriminantAnalysis().fit(X, y).predict(X_new)),
        (trial.nearest_mean(X, y, X_new, None), NearestCentroid().fit(X / scale, y).predict(X_new / scale)),
        *(
            (
                trial.nearest_neighbours(X, y, X_new, None, count=count),
                KNeighborsClassifier(count).fit(X / scale, y).predict(X_new / scale),
            )
            for count in (1, 9)
        ),
    ]
    for ours, theirs in pairs:
        assert np.mean(ours == theirs) > 0.98  # ties are decided otherwise


def test_a_network_gives_probabilities_and_reads_the_most_probable():
    X, y, X_new, y_new = two_parts()
    P = NETWORK.probabilities(X, y, X_new, np.random.default_rng(0), learning_rate=1.0)
    np.testing.assert_allclose(P.sum(axis=1), 1)
    answers = NETWORK(X, y, X_new, np.random.default_rng(0), learning_rate=1.0)
    np.testing.assert_array_equal(answers, P.argmax(axis=1))
    assert np.mean(answers == y_new) > 0.8


def test_a_larger_mouth_changes_no_normalised_vowel():
    larger = VOWELS | {"F": VOWELS["F"] * np.where(VOWELS["speaker"] % 2, 1.2, 0.9)[:, None]}
    for scale in (trial.ratios, trial.centred, speech.normalize_speaker):
        np.testing.assert_allclose(trial.features(larger, scale), trial.features(VOWELS, scale), atol=1e-9)
    assert trial.features(VOWELS, trial.ratios).shape == (1520, 3)


def test_a_speaker_in_small_groups():
    groups = trial.in_small_groups(VOWELS["speaker"], 8, np.random.default_rng(0))
    assert sorted(np.unique(groups, return_counts=True)[1]) == [4] * 76 + [8] * 152
    for group in np.unique(groups):
        assert len(set(VOWELS["speaker"][groups == group])) == 1


def test_all_vowels_of_a_speaker_are_the_usual_normalisation_and_one_alone_is_nothing():
    how = {"normalize_speaker": speech.normalize_speaker, "seeds": (0,)}
    known = trial.by_vowels_known(trial.nearest_mean, VOWELS, "man to child", counts=(1, 5, 20), **how)
    assert known[20] == trial.percent_right(trial.nearest_mean, VOWELS, "man to child", **how)
    assert known[1] == [10.0]
    assert known[1] < known[5] < known[20]


def test_who_has_met_children_reads_the_same_children_better():
    found = trial.kinds_met(trial.gaussians, VOWELS, shared=0.4)
    assert list(found) == ["27 men", "17 men, 10 children"]
    assert all(after > before + 10 for before, after in zip(*found.values()))


def test_the_middle_third_is_asked_for_the_middle_word():
    assert sentences.middle_third(np.eye(11)[[1, 1, 0, 2, 2, 0, 3, 3, 3]]) == 2


def test_confusions_are_counted_in_all_seeds():
    counts = trial.confusions(trial.nearest_mean, VOWELS, "speaker", confusion_matrix=confusion_matrix, seeds=(0, 1, 2))
    assert counts.sum(axis=1).tolist() == [90] * 10
    right = trial.percent_right(trial.nearest_mean, VOWELS, "speaker", seeds=(0, 1, 2))
    assert 100 * np.trace(counts) / counts.sum() == pytest.approx(np.mean(right))


@pytest.mark.parametrize("decibels", [20, 0])
def test_noise_is_as_strong_as_said(decibels):
    signal = trial.source(120)
    noise = trial.with_noise(signal, decibels, np.random.default_rng(0)) - signal
    assert 10 * np.log10(np.mean(signal**2) / np.mean(noise**2)) == pytest.approx(decibels)


def test_an_utterance_and_its_words():
    signal, label = sentences.utterance(VOWELS, [0, 2], rng=np.random.default_rng(0), **FAST)
    assert len(signal) == len(label)
    assert all(sentences.LENGTHS[0] <= np.sum(label == k) < sentences.LENGTHS[1] for k in (1, 2))
    assert 3 * sentences.PAUSES[0] <= np.sum(label == 0) < 3 * sentences.PAUSES[1]
    assert np.abs(signal[label == 0]).max() < 0.01
    assert label[np.flatnonzero(np.diff(label, prepend=0))].tolist() == [1, 0, 2, 0]
    P = np.eye(11)[[0, 1, 1, 1, 0, 1, 2, 2, 0]]
    assert trial.sentences.words_heard(P) == ["heed", "heed", "hid"]
    assert trial.sentences.words_heard(P, least=2) == ["heed", "hid"]
    assert trial.sentences.words_heard(np.eye(11)[[0, 0]]) == []


def test_utterances_are_read_in_frames(monkeypatch):
    monkeypatch.setenv("DLCOURSE_BUDGET", "small")
    network = reading.network(*measuring.TOOLS, classes=11)
    read = sentences.read_utterances(network, VOWELS, tools=measuring.HEARING, learned=2, new=2, **FAST)
    assert len(read) == 2
    for P, said in read:
        assert P.shape[1] == 11
        assert sentences.middle_third(P) in range(1, 11)
        assert len(said) == 3
        np.testing.assert_allclose(P.sum(axis=1), 1)


@pytest.mark.parametrize(("by", "side"), [("speaker", "network"), ("man to child", "normal distributions")])
def test_what_is_stored_is_what_is_measured(by, side):
    table = measurements("speech_reading.json")
    for scale, function in list(measuring.SCALES.items())[::3]:
        found = table["sides"][by][scale][side]
        live = trial.percent_right(
            measuring.SIDES[side], VOWELS, by, seeds=(0,), normalize_speaker=function, **found["best"]
        )
        assert live == pytest.approx(found["percent"][:1], abs=0.7)  # two of 300: another processor


def test_what_is_stored_of_sound_is_what_is_heard():
    H = hearing.heard(hearing.spoken(VOWELS), **measuring.HEARING)
    assert H.shape == (1520, 24)
    found = measurements("speech_hearing.json")["sides"]["speaker"]["as measured"]["nearest neighbours"]
    live = reading.percent_named(trial.nearest_neighbours, H, VOWELS, "speaker", seeds=(0, 1), **found["best"])
    assert live == pytest.approx(found["percent"][:2], abs=0.7)
