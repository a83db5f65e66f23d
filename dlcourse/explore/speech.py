"""The explorer of lesson 18: a vowel to move, to see and to hear."""

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.speech import reading, voices
from dlcourse.explore._explorer import Explorer, asked, choice, slider
from dlcourse.figures.sound import wav
from dlcourse.figures.style import CONTOUR, INK, NEGATIVE, PAPER, POSITIVE, QUIET
from dlcourse.lessons import speech as lesson
from dlcourse.nn import speech as fast
from dlcourse.nn.training.pace import at_pace

SECONDS = 0.4
FRAME = 1024  # samples, in the middle of the sound
NEAREST = 15  # of the measured vowels, that are asked
FAR = 0.4  # squared deviations: 99 of 100 measured vowels have another one nearer
OWN = "none of these"
CORNERS = ("iy", "ae", "aa", "uw", "er")  # of the plane, and one that F3 tells apart
NAMES = ("f0", "F1", "F2", "F3")
DEEPEST = -70  # dB below the strongest
PULSE = np.eye(1, FRAME // 2)[0]


def _decibels(power):
    return 10 * np.log10(power + 1e-12)


class _Vowel(Explorer):
    def __init__(self, resonator):
        self.resonator = at_pace(resonator, fast.resonator)
        self.measured = datasets.vowels()
        self.logs, self.means = np.log(self.measured["F"]), reading.means(self.measured)
        voices_by_name = [
            (f'a {group}\'s "{reading.WORDS[v]}"', f"{group} {v}") for group, v in self.means if v in CORNERS
        ]
        controls = {
            "voice": choice("the mean of", [*voices_by_name, (OWN, OWN)], "man iy"),
            "f0": slider("f0: pitch, in Hz", 80, 80, 350, 1),
            "F1": slider("F1, in Hz", 200, 200, 1300, 2),
            "F2": slider("F2, in Hz", 500, 500, 3600, 4),
            "F3": slider("F3, in Hz", 1400, 1400, 4400, 4),
        }
        self.controls, self._following, self._whose = controls, False, {}
        for voice in reversed(controls["voice"].options[:-1]):  # the first one stays
            controls["voice"].value = voice
            self._follow()
            self._whose[self._frequencies()] = voice
        super().__init__("a vowel by its pitch and three formants", controls, size=(7.0, 3.7))
        controls["voice"].observe(self._follow, "value")
        for name in NAMES:
            controls[name].observe(self._moved, "value")

    def _follow(self, _change=None):
        """Set the frequencies to those of the voice that was chosen."""
        group, _, vowel = self.controls["voice"].value.partition(" ")
        if (group, vowel) in self.means:
            self._following = True
            for name, value in zip(NAMES, self.means[group, vowel], strict=True):
                self.controls[name].value = float(value)
            self._following = False

    def _moved(self, _change):
        """A frequency that was moved by hand is no longer a voice's, unless it was moved back."""
        if not self._following:
            self.controls["voice"].value = self._whose.get(self._frequencies(), OWN)

    def _frequencies(self):
        return tuple(self.controls[name].value for name in NAMES)

    def _take(self, change):
        """A page sends the old frequencies along with a new voice: the voice's own are meant."""
        sent = self.widget.values.get("voice")
        if sent == self.controls["voice"].sent:
            return super()._take(change)
        with self._together():
            self.controls["voice"].take(sent)
        self._send_values()

    def build(self):
        spectrum, plane = self.figure.subplots(1, 2)
        (self.envelope,) = spectrum.plot([], [], color=POSITIVE, lw=1.6, alpha=0.6, label="what the mouth lets through")
        (self.line,) = spectrum.plot([], [], color=INK, lw=0.9, label="what is heard")
        self.formants = [spectrum.axvline(0, color=NEGATIVE, ls="--", lw=1.2) for _ in range(3)]
        at_top = {"ha": "center", "va": "bottom", "color": NEGATIVE, "weight": "bold"}
        at_top["bbox"] = {"fc": PAPER, "ec": "none", "pad": 0.5}
        self.signs = [spectrum.text(0, height, name, **at_top) for name, height in zip(NAMES[1:], (4, 10, 4))]
        spectrum.set(xlim=(0, voices.RATE / 2000), ylim=(DEEPEST, 18), xlabel="frequency (kHz)")
        spectrum.set(ylabel="strength (dB)", title="What sounds")
        self.figure.legend(handles=[self.envelope, self.line], loc="outside lower left", ncols=2)
        F = self.measured["F"]
        plane.plot(F[:, 2], F[:, 1], "o", color=CONTOUR, ms=2.4, mew=0, alpha=0.8)
        for vowel, word in reading.WORDS.items():
            _, F1, F2, _ = np.exp(self.logs[self.measured["vowel"] == vowel].mean(axis=0))
            at = "left" if word == "hood" else "center"  # else it would stand over "heard"
            plane.text(F2, F1, word, ha=at, va="center", color=QUIET, weight="bold", zorder=3)
        (self.place,) = plane.plot([], [], "P", color=POSITIVE, mec=INK, ms=13, zorder=4)
        plane.set(xscale="log", yscale="log", xlim=(3800, 480), ylim=(1400, 180), xlabel="F2 (Hz)", ylabel="F1 (Hz)")
        plane.set(xticks=[500, 1000, 2000], xticklabels=["500", "1000", "2000"], title="The measured vowels")
        plane.set(yticks=[200, 400, 800], yticklabels=["200", "400", "800"])
        plane.minorticks_off()
        return [self.envelope, self.line, *self.formants, *self.signs, self.place]

    def draw(self, voice, f0, F1, F2, F3):
        F = np.array([f0, F1, F2, F3], dtype=float)
        self.place.set_data([F2], [F1])
        self.place.set_markerfacecolor(PAPER if voice == OWN else POSITIVE)
        for line, sign, frequency in zip(self.formants, self.signs, F[1:], strict=True):
            line.set_xdata([frequency / 1000] * 2)
            sign.set_x(frequency / 1000)
        found, complaint = asked(self._speak, F, what="Your resonator does not answer")
        self.signal, power, let_through = found or (None, None, None)
        if complaint:
            self.line.set_data([], [])
            self.envelope.set_data([], [])
            return complaint
        k = power.argmax()
        kilohertz = np.arange(len(power)) * voices.RATE / FRAME / 1000
        self.line.set_data(kilohertz, _decibels(power / power[k]))
        self.envelope.set_data(kilohertz, _decibels(let_through / let_through[k]))
        whose = "Frequencies moved by hand" if voice == OWN else f"The mean of {self._named(voice)}"
        words = f"{whose}: pitch {f0} Hz, formants at {F1}, {F2} and {F3} Hz. "
        if not F1 < F2 < F3:
            words += "In a mouth F1 is below F2, and F2 below F3: this is not one. "
        return words + self._most_like(F)

    def _named(self, voice):
        return self.controls["voice"].texts[self.controls["voice"].options.index(voice)]

    def _speak(self, F):
        """The sound, the power of its middle, and that of what the mouth makes of a single pulse."""
        signal = voices.vowel_sound(F, resonator=self.resonator, seconds=SECONDS)
        ring = voices.mouth(PULSE, F, resonator=self.resonator)
        signal, ring = np.asarray(signal, dtype=float), np.asarray(ring, dtype=float)
        whole = signal.shape == (round(SECONDS * voices.RATE),) and ring.shape == PULSE.shape
        middle = signal[(len(signal) - FRAME) // 2 :][:FRAME]
        if not whole or not np.isfinite([*signal, *ring]).all() or not middle.any() or not ring.any():
            raise ValueError("finite numbers, as many as there were samples and not only 0, were expected")
        return signal, lesson.power_spectrum(middle[None])[0], np.abs(np.fft.rfft(ring, FRAME)) ** 2

    def _most_like(self, F):
        """What the nearest of the measured vowels are, by the logarithms of all four frequencies."""
        away = ((self.logs - np.log(F)) / self.logs.std(axis=0)) ** 2
        nearest = np.argsort(away.sum(axis=1), kind="stable")[:NEAREST]
        counts = {v: int((self.measured["vowel"][nearest] == v).sum()) for v in reading.VOWELS}
        found = sorted((v for v in counts if counts[v]), key=lambda v: -counts[v])
        said = ", ".join(f'{counts[v]} {"is" if counts[v] == 1 else "are"} "{reading.WORDS[v]}"' for v in found)
        far = " But nobody measured spoke near there." if away.sum(axis=1).min() > FAR else ""
        return f"Of the {NEAREST} measured vowels that are nearest in all four, {said}.{far}"

    def hear(self, **_values):
        return b"" if self.signal is None else wav(self.signal, voices.RATE)


def vowel(resonator=lesson.resonator):
    """Move the pitch and the formants of a vowel: see its spectrum and its place among the measured ones, and hear it.

    Parameters
    ----------
    resonator : function, optional
        The learner's.

    Returns
    -------
    Explorer
        Its controls: `voice` ("man iy", "child uw", ...), `f0`, `F1`, `F2` and `F3`, in Hz.
    """
    return _Vowel(resonator)
