"""Sounds to be played in the page, each with the words that say what is heard."""

import base64
import html
import io
import wave

import numpy as np

LOWEST, HIGHEST = 3000, 48000  # samples a second that browsers play
FADE = 0.005  # seconds in which a sound comes and goes, so that it does not click
LOUD = 0.9  # of what 16 bits hold
MOST_SECONDS = 10  # a stored notebook has to hold it
WRAPPED = "display: inline-block; margin: 4px 16px 4px 0; vertical-align: top; max-width: 320px"


def wav(signal, rate):
    """A signal as the bytes of a WAV file: 16 bits a sample, as loud as they can be, soft at both ends.

    Parameters
    ----------
    signal : array (N,)
    rate : int
        Samples a second, from 3000 to 48000: what browsers play.

    Returns
    -------
    bytes

    Raises
    ------
    ValueError
        If it is not one row of finite numbers, or longer than 10 s, or of another rate.
    """
    samples = np.asarray(signal, dtype=np.float64)
    if samples.ndim != 1 or not len(samples):
        raise ValueError(f"signal has the shape {samples.shape}: want one row of samples")
    if not np.isfinite(samples).all():
        raise ValueError("signal has samples that are not finite: want numbers only")
    if not LOWEST <= rate <= HIGHEST:
        raise ValueError(f"rate is {rate}: want {LOWEST} to {HIGHEST} samples a second")
    if len(samples) > MOST_SECONDS * rate:
        raise ValueError(f"signal takes {len(samples) / rate:.0f} s: want at most {MOST_SECONDS}")
    samples = samples / (np.abs(samples).max() or 1)
    from_ends = np.minimum(np.arange(len(samples)), np.arange(len(samples))[::-1])
    samples *= np.minimum(from_ends / (FADE * rate), 1)
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(round(rate))
        file.writeframes(np.round(LOUD * 32767 * samples).astype("<i2").tobytes())
    return stream.getvalue()


class Sounds:
    """Some sounds, as a notebook shows them: a player each, with its words below it.

    Parameters
    ----------
    files : dict of str to bytes
        WAV files by their words.
    """

    def __init__(self, files):
        self.files = files

    def _repr_html_(self):
        return "".join(sound_html(data, words) for words, data in self.files.items())

    def __repr__(self):
        """The plain twin of the display."""
        return "\n".join(f"Sound: {words}" for words in self.files)


def sound_html(data, words):
    """A player for a WAV file, with keys and a name for screen readers; its words stand below it for everybody.

    Parameters
    ----------
    data : bytes
    words : str

    Returns
    -------
    str
    """
    address = "data:audio/wav;base64," + base64.b64encode(data).decode()
    said = html.escape(words)
    player = f'<audio controls preload="metadata" aria-label="{said}" src="{address}"></audio>'
    return f'<figure class="dlcourse-sound" style="{WRAPPED}">{player}<figcaption>{said}</figcaption></figure>'


def play(sounds, *, rate):
    """Players for sounds, to be the last line of a cell; nothing plays unasked.

    Parameters
    ----------
    sounds : dict of str to array (N,)
        Each signal by the words that say what is heard.
    rate : int
        Samples a second, from 3000 to 48000.

    Returns
    -------
    Sounds

    Raises
    ------
    ValueError
        If `sounds` is no dict, or empty; for signals, see :func:`wav`.
    """
    if not isinstance(sounds, dict) or not sounds:
        raise ValueError("sounds: want a dict that has at least one signal by its words, such as {'a bell': signal}")
    return Sounds({" ".join(words.split()): wav(signal, rate) for words, signal in sounds.items()})
