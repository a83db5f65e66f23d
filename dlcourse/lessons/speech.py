"""Lesson 18, speech: hear vowels in a spectrum.

A signal is an array of numbers, `rate` of them a second: how far the air is pressed together, sample by sample. A
frame is a short piece of it. Frequencies are in hertz (Hz), oscillations a second. A formant is a frequency at which
the mouth and the throat ring: F1, F2, F3 from the lowest up. A table F (N, D) holds the features of N vowels.

Sources
-------
resonator: Klatt (1980), *Software for a cascade/parallel formant synthesizer*, equations 1 and 2.
frame_signal, power_spectrum: Allen and Rabiner (1977), *A unified approach to short-time Fourier analysis*; the window
    is von Hann's, in its periodic form.
mel_filterbank: Davis and Mermelstein (1980), *Comparison of parametric representations for monosyllabic word
    recognition*; the scale is that of O'Shaughnessy (1987).
normalize_speaker: Lobanov (1971), *Classification of Russian vowels spoken by different speakers*.
word_error_rate: Levenshtein (1966), *Binary codes capable of correcting deletions, insertions, and reversals*.
"""

import numpy as np


def resonator(signal, *, frequency, bandwidth, rate):
    """Let a signal ring at one frequency, as a mouth does at a formant.

    Formula: ``y[n] = a x[n] + b y[n - 1] + c y[n - 2]`` with ``r = exp(-pi bandwidth / rate)``, ``c = -r^2``,
    ``b = 2 r cos(2 pi frequency / rate)`` and ``a = 1 - b - c``; silence before the first sample
    signal: array (N,); frequency, bandwidth, rate: numbers, in Hz -> array (N,)

    >>> resonator(np.array([1.0, 0.0, 0.0, 0.0]), frequency=1000, bandwidth=0, rate=6000).round(6)  # b = 1, c = -1
    array([ 1.,  1.,  0., -1.])
    """
    r = np.exp(-np.pi * bandwidth / rate)
    b, c = 2 * r * np.cos(2 * np.pi * frequency / rate), -(r**2)
    a = 1 - b - c
    signal = 1.0 * signal  # whole numbers become others
    y = np.zeros(len(signal) + 2, dtype=signal.dtype)  # two samples of silence first
    for n, x in enumerate(signal, 2):
        y[n] = a * x + b * y[n - 1] + c * y[n - 2]
    return y[2:]


def frame_signal(signal, *, length, hop):
    """Cut a signal into pieces that overlap: the frames.

    Formula: frame t is ``signal[t hop : t hop + length]``, as many as fit
    signal: array (N,); length, hop: whole numbers, at least 1 -> array (T, length)

    Raises ValueError if the signal is shorter than one frame.

    >>> frame_signal(np.arange(8), length=4, hop=3)  # a third one would want the samples 6 to 9
    array([[0, 1, 2, 3],
           [3, 4, 5, 6]])
    """
    if len(signal) < length:
        raise ValueError(f"the signal has {len(signal)} samples: want at least {length}, one frame")
    starts = np.arange(0, len(signal) - length + 1, hop)
    return signal[starts[:, None] + np.arange(length)]


def power_spectrum(frames):
    """How much of each frequency is in each frame.

    Formula: ``|rfft(w x)|^2 / sum(w^2)`` with the window ``w[n] = (1 - cos(2 pi n / L)) / 2``
    frames: array (T, L) -> array (T, L // 2 + 1), column k for the frequency k rate / L

    >>> power_spectrum(np.ones((1, 8))).round(3)  # no oscillation at all, but for what the window brings
    array([[5.333, 1.333, 0.   , 0.   , 0.   ]])
    """
    L = frames.shape[1]
    window = (1 - np.cos(2 * np.pi * np.arange(L) / L)) / 2
    power = np.abs(np.fft.rfft(window * frames)) ** 2 / (window**2).sum()
    return power.astype(np.result_type(frames, np.float32))  # of float32 comes float32


def mel_filterbank(filters, *, length, rate):
    """Triangles over a spectrum: narrow ones for low tones, wide ones for high, as an ear has.

    Formula: with ``mel(f) = 2595 log10(1 + f / 700)``, `filters` + 2 points lie from 0 to rate / 2 at equal distances
    in mel; filter m rises in a line (in Hz) from 0 at point m to 1 at point m + 1, and falls to 0 at point m + 2
    filters, length: whole numbers, length in samples of a frame; rate: a number, samples a second
    -> array (filters, length // 2 + 1), column k for the frequency k rate / length

    >>> mel_filterbank(2, length=8, rate=8000).round(2)  # at 0, 1000, 2000, 3000 and 4000 Hz
    array([[0.  , 0.68, 0.  , 0.  , 0.  ],
           [0.  , 0.32, 0.91, 0.45, 0.  ]])
    """
    frequencies = np.arange(length // 2 + 1) * rate / length
    top = 2595 * np.log10(1 + rate / 2 / 700)
    points = 700 * (10 ** (np.linspace(0, top, filters + 2) / 2595) - 1)
    low, middle, high = points[:-2, None], points[1:-1, None], points[2:, None]
    rising, falling = (frequencies - low) / (middle - low), (high - frequencies) / (high - middle)
    return np.maximum(np.minimum(rising, falling), 0)


def normalize_speaker(F, speakers):
    """Put each speaker's features on a scale of their own, for large and small mouths alike.

    Formula: ``(F - mean) / std``, column by column, mean and standard deviation those of the same speaker's rows; where
    all of these are equal, std is taken as 1
    F: array (N, D); speakers: array (N,), who spoke each row -> array (N, D)

    >>> normalize_speaker(np.array([[1.0], [10.0], [3.0], [30.0]]), np.array([7, 8, 7, 8]))
    array([[-1.],
           [-1.],
           [ 1.],
           [ 1.]])
    """
    out = np.empty(F.shape, np.result_type(F, np.float32))  # whole numbers of Hz become others
    for speaker in np.unique(speakers):
        rows = F[speakers == speaker]
        constant = rows.min(axis=0) == rows.max(axis=0)  # rounding can make its std a little more than 0
        out[speakers == speaker] = (rows - rows.mean(axis=0)) / np.where(constant, 1, rows.std(axis=0))
    return out


def word_error_rate(heard, said):
    """How many words to change, leave out or put in, from what was heard to what was said.

    Formula: the smallest number of substitutions, deletions and insertions, / the number of words said
    heard, said: list of str, the words -> a number

    Raises ValueError if nothing was said.

    >>> word_error_rate(["a", "cat", "sat"], ["the", "cat", "sat", "down"])  # one changed, one put in
    0.5
    """
    if not len(said):
        raise ValueError("said is empty: want at least one word")
    row = list(range(len(said) + 1))  # from no word heard to the first j said
    for i, word in enumerate(heard, 1):
        diagonal, row[0] = row[0], i
        for j, wanted in enumerate(said, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (word != wanted))
    return row[-1] / len(said)
