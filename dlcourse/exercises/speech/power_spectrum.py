"""The power spectrum of frames: how much of each frequency is in them. A fault: two bugs are planted."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import speech


def cases(rng):
    """A constant frame; tones on a column and between two; one frame; even and odd lengths; loud and soft."""
    a, b, c = drawn_sizes(rng, 3, least=9, most=18)
    T, U, V = drawn_sizes(rng, 3, least=2, most=7)
    n = np.arange(16)
    tones = np.stack([np.cos(2 * np.pi * 3 * n / 16), np.cos(2 * np.pi * 3.4 * n / 16), np.sin(2 * np.pi * 5 * n / 16)])
    return [
        Case(np.ones((1, 8))),
        Case(2 * np.ones((1, 8))),
        Case(tones),
        Case(np.array([[1.0, -1.0], [0.5, 2.0], [0.0, 3.0]])),
        Case(np.array([[0.0, 1.0, 4.0]])),
        Case(rng.normal(size=(T, a))),
        Case(100 * rng.normal(size=(U, b))),
        Case(0.01 * rng.normal(size=(V, c)) + 0.05),
        Case(np.zeros((2, 6))),
        Case(rng.normal(size=(T, c)).astype(np.float32)),
    ]


exercise = Exercise(
    reference=speech.power_spectrum,
    points=2,
    form="fault",
    cases=cases,
    atol=1e-9,
    hints=[
        "For a frame of four samples, which numbers has the window of the code, and by which one is divided there?",
        "A tone leaks if an end of the frame is still torn: look at the window's *last* numbers. And noise has no "
        "favourite length: each sample adds the square of its weight to the power, so what is divided by must grow "
        "with the length as that does, and not as its square.",
        "Elsewhere: `np.sin(turns * 2 * np.pi * days / 365)` comes back after a year if `turns` is 1, and breaks off "
        "halfway if it is 1 / 2. And two squares with the sides 3 and 4 have 25 together, one with the side 3 + 4 has "
        "49.",
    ],
    solved="the eye of every recogniser: what is in a sound, frequency by frequency.",
    equivalent_mutants={
        "L = frames.shape[-1]": "frames have two axes",
        "return power.astype(np.result_type(np.float32, frames))": "the wider of two types, in whatever order",
        **dict.fromkeys(
            (
                "window = (1 - np.cos(2 * np.pi * np.arange(L) / L)) * 2",
                "window = 1 - np.cos(2 * np.pi * np.arange(L) / L)",
                "window = (np.cos(2 * np.pi * np.arange(L) / L) - 1) / 2",
                "window = (1 - np.cos(2 * np.pi * np.arange(L) / L)) / 3",
                "window = (1 - np.cos(2 * np.pi * np.arange(L) / L)) / 1",
                "window = (1 - np.cos(2 * np.pi * np.arange(L) / L)) / -2",
            ),
            "a factor of the window is divided out again",
        ),
        "window = (1 - np.cos(-2 * np.pi * np.arange(L) / L)) / 2": "a cosine is the same on both sides of 0",
    },
)

exercise.edit(
    "frames without their window",
    {"window * frames": "frames"},
    """The window has no effect on the frames, so their torn ends spread over all frequencies. Multiply the frames by it
    before the transform.""",
)

exercise.edit(
    "half an oscillation in the window",
    {"2 * np.pi * np.arange(L) / L": "np.pi * np.arange(L) / L"},
    """The window rises from 0 to 1 over the whole frame, and there it breaks off: half an oscillation of the cosine. In
    a whole one it is back near 0 at the end of the frame.""",
)

exercise.edit(
    "divided by the square of the sum",
    {"(window**2).sum()": "window.sum() ** 2"},
    """You square after adding up, sum(w)^2, which grows with the square of the length: in longer frames noise seems
    softer. First square, then add: sum(w^2).""",
)

exercise.edit(
    "size instead of power",
    {")) ** 2 / (": ")) / ("},
    "You give the size of each oscillation. The power is its square.",
)


def spectrum(frames, *, window=None, divisor=None, of=lambda Z: np.abs(Z) ** 2):
    """The power spectrum with another window, divided by something else, or another measure of size."""
    L = frames.shape[1]
    window = speech_window(L) if window is None else window
    divisor = (window**2).sum() if divisor is None else divisor
    with np.errstate(all="ignore"):
        return of(np.fft.rfft(window * frames)) / divisor


def speech_window(L):
    """The right window."""
    return (1 - np.cos(2 * np.pi * np.arange(L) / L)) / 2


@exercise.mistake("without any window")
def _(frames):
    """There is no window, and you divide by what would be its sum of squares if it were 1 everywhere. The frames need
    one, so that their ends fall silent.
    """
    return spectrum(frames, window=np.ones(frames.shape[1]))


@exercise.mistake("window over the spectrum")
def _(frames):
    """The window is multiplied onto the spectrum, so that it hides frequencies. It belongs onto the samples of each
    frame, before the transform.
    """
    L = frames.shape[1]
    half = speech_window(L)[: L // 2 + 1]
    return np.abs(half * np.fft.rfft(frames)) ** 2 / (speech_window(L) ** 2).sum()


@exercise.mistake("a window that ends at 0")
def _(frames):
    """Your window is the symmetric one (`np.hanning`), which is 0 at both ends: it divides by L - 1. The one that is
    wanted divides by L: it would be 0 again one sample after the end.
    """
    return spectrum(frames, window=np.hanning(frames.shape[1]))


@exercise.mistake("Hamming's window")
def _(frames):
    """That is the window of Hamming, which does not fall to 0. Wanted is the one that is 0 at the first sample."""
    return spectrum(frames, window=np.hamming(frames.shape[1]))


@exercise.also("Hamming's window")
def _(frames):
    L = frames.shape[1]
    return spectrum(frames, window=0.54 - 0.46 * np.cos(2 * np.pi * np.arange(L) / L))


@exercise.mistake("window twice")
def _(frames):
    """The window is multiplied on twice."""
    return spectrum(
        frames, window=speech_window(frames.shape[1]) ** 2, divisor=(speech_window(frames.shape[1]) ** 2).sum()
    )


@exercise.mistake("window after the square")
def _(frames):
    """You square the samples, and transform those. It is the transform whose size is squared."""
    return np.abs(np.fft.rfft(speech_window(frames.shape[1]) * frames**2)) / (speech_window(frames.shape[1]) ** 2).sum()


@exercise.mistake("not divided")
def _(frames):
    """The power is not divided by sum(w^2): longer frames would seem louder."""
    return spectrum(frames, divisor=1)


@exercise.mistake("divided by the length")
def _(frames):
    """You divide by the number of samples. The window has made most of them smaller: divide by the sum of *its*
    squares.
    """
    return spectrum(frames, divisor=frames.shape[1])


@exercise.mistake("divided by the sum of the window")
def _(frames):
    """You divide by sum(w). It is the sum of the squares, sum(w^2)."""
    return spectrum(frames, divisor=speech_window(frames.shape[1]).sum())


@exercise.mistake("divided by the square of the sum, over the length")
def _(frames):
    """You divide by sum(w)^2 / L, the mean of the window in place of that of its squares. It is sum(w^2)."""
    L = frames.shape[1]
    return spectrum(frames, divisor=speech_window(L).sum() ** 2 / L)


@exercise.mistake("size divided, then squared")
def _(frames):
    """You divide before you square, so that it is divided twice. Square first, then divide by sum(w^2) once."""
    return spectrum(frames, divisor=(speech_window(frames.shape[1]) ** 2).sum() ** 2)


@exercise.mistake("both halves")
def _(frames):
    """You give all L frequencies. The second half mirrors the first: `rfft` gives L // 2 + 1 of them."""
    L = frames.shape[1]
    return np.abs(np.fft.fft(speech_window(L) * frames)) ** 2 / (speech_window(L) ** 2).sum()


@exercise.mistake("the real part only")
def _(frames):
    """You take the real part, which hangs on where in its oscillation a tone begins. The size, `np.abs`, does not."""
    return spectrum(frames, of=lambda Z: Z.real**2)


@exercise.mistake("the square of a complex number")
def _(frames):
    """You square the complex numbers themselves, and lose the imaginary part or keep it. Take their size first."""
    return spectrum(frames, of=lambda Z: (Z**2).real)


@exercise.also("the square of a complex number")
def _(frames):
    return spectrum(frames, of=lambda Z: Z**2)


@exercise.mistake("divided by the root of the sum of squares")
def _(frames):
    """You divide by the root of sum(w^2), as is right for a size. For a power it is sum(w^2) itself."""
    return spectrum(frames, divisor=np.sqrt((speech_window(frames.shape[1]) ** 2).sum()))


@exercise.mistake("along the frames")
def _(frames):
    """You transform down the columns, from frame to frame. The samples of a frame stand in its row."""
    window = speech_window(len(frames))[:, None]
    return np.abs(np.fft.rfft(window * frames, axis=0)) ** 2 / max((window**2).sum(), 1e-300)


@exercise.mistake("doubled for the other half")
def _(frames):
    """You double what stands between the ends, for the mirrored half. Here each column is left as it comes."""
    S = spectrum(frames)
    S[:, 1 : (frames.shape[1] + 1) // 2] *= 2
    return S


@exercise.mistake("logarithms")
def _(frames):
    """You give decibels or another logarithm. Wanted is the power itself."""
    return 10 * np.log10(spectrum(frames) + 1e-10)


@exercise.mistake("mean taken away")
def _(frames):
    """You take the mean of each frame away first. What does not oscillate belongs to the spectrum, too: column 0."""
    return spectrum(frames - frames.mean(axis=1, keepdims=True))


@exercise.plants(
    "half an oscillation in the window",
    "divided by the square of the sum",
    symptom=(
        "a pure tone shows, softly, in all frequencies up to the highest, and not only near its own.",
        "The same noise, cut into frames twice as long, shows half the power, where it has as much as before.",
    ),
)
def power_spectrum(frames):
    """How much of each frequency is in each frame.

    frames: array (T, L) -> array (T, L // 2 + 1), column k for the frequency k rate / L
    """
    L = frames.shape[1]
    window = (1 - np.cos(np.pi * np.arange(L) / L)) / 2
    return np.abs(np.fft.rfft(window * frames)) ** 2 / window.sum() ** 2


@exercise.accepts("real and imaginary part")
def _(frames):
    L = frames.shape[1]
    window = np.sin(np.pi * np.arange(L) / L) ** 2
    Z = np.fft.rfft(frames * window, axis=-1)
    return (Z.real**2 + Z.imag**2) / np.sum(window * window)


@exercise.accepts("frame by frame, with cosines")
def _(frames):
    L = frames.shape[1]
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(L) / L)
    turns = np.exp(-2j * np.pi * np.outer(np.arange(L), np.arange(L // 2 + 1)) / L)
    return np.array([abs((frame * window) @ turns) ** 2 for frame in frames]) / (window**2).sum()
