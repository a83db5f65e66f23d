"""Vowels from four numbers: a buzzing source, and a mouth that rings at its formants."""

import numpy as np

RATE = 10_000  # samples a second
BUZZ = 100  # Hz: how wide the source's own resonance at 0 Hz is, which takes away the highest tones of the pulses
BANDWIDTHS = (50, 70, 110, 250)  # Hz, of F1 to F4
ABOVE_F3, HIGHEST = 1000, 4600  # Hz: nobody measured F4
STEP = 0.01  # seconds in which a moving mouth holds still


def source(f0, *, seconds=0.5, glide=None):
    """What the larynx gives: a pulse for each time that it closes, and nothing between.

    Parameters
    ----------
    f0 : float
        Pulses a second, in Hz.
    seconds : float
    glide : float, optional
        The pitch at the end, in Hz, if it glides there; else it stays.

    Returns
    -------
    array (N,)
        A pulse that lies between two samples is shared by both.
    """
    count = round(seconds * RATE)
    pitch = np.linspace(f0, f0 if glide is None else glide, count)
    cycles = np.cumsum(pitch) / RATE  # how many pulses there should have been
    places = np.interp(np.arange(1, np.floor(cycles[-1]) + 1), cycles, np.arange(count))
    signal = np.zeros(count + 1)
    left = np.floor(places).astype(int)
    np.add.at(signal, left, 1 - (places - left))
    np.add.at(signal, left + 1, places - left)
    return signal[:count]


def vowel_sound(F, *, resonator, seconds=0.5):
    """A vowel of four frequencies: pulses that go through a source's resonance and four of the mouth.

    Parameters
    ----------
    F : array (4,)
        f0, F1, F2 and F3, in Hz.
    resonator : function
        The learner's: ``resonator(signal, frequency=, bandwidth=, rate=) -> array (N,)``.
    seconds : float

    Returns
    -------
    array (N,)
        Its loudest sample is 1 or -1.

    References
    ----------
    Klatt (1980), *Software for a cascade/parallel formant synthesizer*: resonators one after the other, their
    bandwidths the typical ones of table I, what leaves the mouth as a difference of samples. F4, which is not measured,
    is taken 1000 Hz above F3.
    """
    return loud(mouth(source(F[0], seconds=seconds), F, resonator=resonator))


def mouth(signal, F, *, resonator):
    """The signal of a source, (N,), as it leaves a mouth whose formants are those of F, (4,), in Hz."""
    signal = resonator(signal, frequency=0, bandwidth=BUZZ, rate=RATE)
    fourth = min(F[3] + ABOVE_F3, HIGHEST)
    for frequency, bandwidth in zip((*F[1:4], fourth), BANDWIDTHS, strict=True):
        signal = resonator(signal, frequency=frequency, bandwidth=bandwidth, rate=RATE)
    return np.diff(signal, prepend=0)


def loud(signal):
    """The signal, its loudest sample 1 or -1; silence stays silence."""
    return signal / (np.abs(signal).max() or 1)


def glide(stations, *, resonator, seconds=0.6):
    """A voice whose mouth moves: formants that glide from one vowel to the next.

    Parameters
    ----------
    stations : array (K, 4)
        f0, F1, F2 and F3 of K vowels, in Hz, at equal distances in time.
    resonator : function
        The learner's, as for :func:`vowel_sound`.
    seconds : float

    Returns
    -------
    tuple (array (N,), array (N, 4))
        The signal, and the frequencies at each of its samples, in Hz.
    """
    stations, count, hop = np.asarray(stations, dtype=float), round(seconds * RATE), round(STEP * RATE)
    times = np.linspace(0, len(stations) - 1, count)
    F = np.stack([np.interp(times, np.arange(len(stations)), column) for column in stations.T], axis=1)
    pulses, ring = source(stations[0, 0], seconds=seconds, glide=stations[-1, 0]), 4 * hop
    window = np.sin(np.pi * np.arange(2 * hop) / (2 * hop)) ** 2  # two that overlap add up to 1
    padded, out = np.concatenate([np.zeros(hop), pulses, np.zeros(2 * hop)]), np.zeros(count + 8 * hop)
    for start in range(0, count + hop, hop):
        piece = np.concatenate([window * padded[start : start + 2 * hop], np.zeros(ring)])
        at = min(start, count - 1)
        out[start : start + len(piece)] += mouth(piece, F[at], resonator=resonator)
    return loud(out[hop : hop + count]), F
