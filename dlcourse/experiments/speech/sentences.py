"""Three vowels one after the other, read frame by frame: what was said, and what is heard."""

import numpy as np

from dlcourse.experiments.speech.hearing import FRAME, HOP, mel_features
from dlcourse.experiments.speech.reading import WORDS, labels, split
from dlcourse.experiments.speech.voices import RATE, vowel_sound
from dlcourse.nn.training.budget import few

LENGTHS, PAUSES = (400, 2400), (200, 2400)  # samples of a vowel, and of the silence before, between and after
SAID = 3  # vowels of an utterance
BLANK = 0  # the label of silence; that of the vowel k is k + 1
NAMES = ("", *WORDS.values())  # by label
HUM = 1e-3  # spread of the noise in which all is heard
EPOCHS, LEARNING_RATE = 10, 0.3


def utterance(vowels, rows, *, resonator, rng):
    """Some vowels with silence around them, and for each sample what it belongs to.

    How long each vowel and each silence lasts is drawn: where a word stands does not tell which one it is.

    Parameters
    ----------
    vowels : dict
    rows : sequence of int
        Which of the measured vowels are said.
    resonator : function
        The learner's.
    rng : numpy.random.Generator
        Of the lengths and of a faint hum.

    Returns
    -------
    tuple (array (N,), int array (N,))
        The signal, all vowels equally loud, and the labels: 0 in silence, else 1 to 10.
    """
    pauses, lengths = rng.integers(*PAUSES, size=len(rows) + 1), rng.integers(*LENGTHS, size=len(rows))
    signal, label = [np.zeros(pauses[0])], [np.zeros(pauses[0], dtype=int)]
    for F, k, length, pause in zip(vowels["F"][rows], labels(vowels)[rows], lengths, pauses[1:]):
        signal += [vowel_sound(F, resonator=resonator, seconds=length / RATE), np.zeros(pause)]
        label += [np.full(length, k + 1), np.zeros(pause, dtype=int)]
    signal = np.concatenate(signal)
    return signal + HUM * rng.normal(size=len(signal)), np.concatenate(label)


def utterances(vowels, speakers, count, *, resonator, tools, rng):
    """Utterances of three vowels each, every one of one speaker, as what is heard in their frames.

    Parameters
    ----------
    vowels : dict
    speakers : bool array (N,)
        Whose rows may be said.
    count : int
    resonator : function
        The learner's.
    tools : dict of str to function
        The learner's `frame_signal`, `power_spectrum` and `mel_filterbank`.
    rng : numpy.random.Generator

    Returns
    -------
    list of (array (T, 24), int array (T,), list of str)
        What is heard in each frame, the label of its middle, and the words that were said.
    """
    found = []
    for _ in range(few(count)):
        speaker = rng.choice(np.unique(vowels["speaker"][speakers]))
        rows = rng.choice(np.flatnonzero(vowels["speaker"] == speaker), SAID, replace=False)
        signal, label = utterance(vowels, rows, resonator=resonator, rng=rng)
        heard = mel_features(signal, **tools)
        middles = np.arange(len(heard)) * HOP + FRAME // 2
        found.append((heard, label[middles], [WORDS[vowel] for vowel in vowels["vowel"][rows]]))
    return found


def words_heard(P, least=1):
    """The words of the most probable label of each frame: runs are one word, blanks none.

    Parameters
    ----------
    P : array (T, 11)
        The probabilities of silence and of each vowel, frame by frame.
    least : int
        Of a run, in frames: shorter ones are not taken for words.

    Returns
    -------
    list of str
    """
    best = P.argmax(axis=1)
    edges = np.flatnonzero(np.diff(best, prepend=-1, append=-1))
    runs = [(int(best[start]), end - start) for start, end in zip(edges, edges[1:])]
    return [NAMES[label] for label, frames in runs if label != BLANK and frames >= least]


def middle_third(P):
    """What a sceptic tries first for the middle word: the label of the most probability in the middle third of P."""
    third = len(P) // 3
    return 1 + int(P[third : len(P) - third, 1:].sum(axis=0).argmax())


def read_utterances(network, vowels, *, resonator, tools, learned, new, seed=0):
    """New speakers' utterances, and the probabilities of each of their frames.

    Parameters
    ----------
    network : function
        A side with 11 classes, as from :func:`~dlcourse.experiments.speech.network`.
    vowels : dict
    resonator : function
        The learner's.
    tools : dict of str to function
        The learner's `frame_signal`, `power_spectrum` and `mel_filterbank`.
    learned, new : int
        How many utterances are learned from, and read; of other speakers.
    seed : int

    Returns
    -------
    list of (array (T, 11), list of str)
        The probabilities of silence and of each vowel, and the words that were said.
    """
    rng, sides = np.random.default_rng(seed), split(vowels, "speaker", seed)
    known, strange = (
        utterances(vowels, side, count, resonator=resonator, tools=tools, rng=rng)
        for side, count in zip(sides, (learned, new))
    )
    X, y = (np.concatenate([each[k][::2] for each in known]) for k in (0, 1))  # neighbours overlap: every other frame
    P = network.probabilities(
        X, y, np.concatenate([heard for heard, *_ in strange]), rng, learning_rate=LEARNING_RATE, epochs=EPOCHS
    )
    ends = np.cumsum([len(heard) for heard, *_ in strange])[:-1]
    return [(part, said) for part, (*_, said) in zip(np.split(P, ends), strange, strict=True)]
