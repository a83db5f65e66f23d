"""A resonator: what comes out now hangs on what came out before, so that it rings."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import speech

FILTER = {"frequency": 500.0, "bandwidth": 60.0, "rate": 10000}


def cases(rng):
    """A click first, then a second one; one sample, two, none; no bandwidth; the ends of the range; buzz and noise."""
    some, more, many = drawn_sizes(rng, 3, least=6, most=16)
    buzz = np.zeros(60)
    buzz[::20] = 1

    def drawn(rate=8000):
        return {"frequency": float(rng.uniform(200, 3000)), "bandwidth": float(rng.uniform(40, 400)), "rate": rate}

    return [
        Case(np.array([1.0, 0.0, 0.0, 0.0]), frequency=1000.0, bandwidth=0.0, rate=6000),
        Case(np.array([1.0, 0.0, 0.0, 0.0]), **FILTER),
        Case(np.array([2.0]), **FILTER),
        Case(np.array([1.0, -3.0]), frequency=700.0, bandwidth=90.0, rate=8000),
        Case(np.zeros(0), **FILTER),
        Case(np.array([0.5, 1.0, 0.0, 2.0, -1.0]), frequency=0.0, bandwidth=200.0, rate=8000),
        Case(np.array([0.5, 1.0, 0.0, 2.0, -1.0]), frequency=4000.0, bandwidth=100.0, rate=8000),
        Case(rng.normal(size=some), **drawn()),
        Case(rng.normal(size=more), **drawn(11025)),
        Case(buzz, **drawn(16000)),
        Case(rng.normal(size=many).astype(np.float32), **drawn()),
    ]


exercise = Exercise(
    reference=speech.resonator,
    points=2,
    cases=cases,
    atol=1e-9,
    hints=[
        "In the table by hand, which two numbers of the row before did you need for the next one, and where did they "
        "come from: from the signal, or from what had come out?",
        "Three numbers hold for all samples, so they come first. Then sample by sample, in order: each one needs two "
        "that are done already. For the first sample these would lie before the beginning: what was to be heard there?",
        "Elsewhere, a debt with two memories: `debt = np.zeros(days + 1)`, and in a loop over the days from 1 on, "
        "`debt[day] = paid[day - 1] + 0.5 * debt[day - 1]`: room for a day before the first one.",
    ],
    solved="a ring: one formant of a mouth, and with a few of them a voice.",
    equivalent_mutants={
        "y = np.zeros(len(signal) + 2)": "float64 is as good for a sound in float32",
    },
)


def ring(signal, *, frequency, bandwidth, rate, abc=None, first=0):
    """The resonator's loop with other coefficients: `abc(r, angle) -> a, b, c`; the first samples stay 0."""
    r, angle = np.exp(-np.pi * bandwidth / rate), 2 * np.pi * frequency / rate
    a, b, c = abc(r, angle) if abc else coefficients(r, angle)
    y = np.zeros(len(signal) + 2, dtype=signal.dtype)
    for n in range(2 + first, len(signal) + 2):
        y[n] = a * signal[n - 2] + b * y[n - 1] + c * y[n - 2]
    return y[2:]


def coefficients(r, angle):
    """The right a, b and c."""
    b, c = 2 * r * np.cos(angle), -(r**2)
    return 1 - b - c, b, c


@exercise.mistake("echoes of the signal instead of what came out")
def _(signal, *, frequency, bandwidth, rate):
    """You weigh earlier samples of the *signal*: after two samples all is over, and nothing rings. What comes back is
    what came *out* one and two samples before: y, not x.
    """
    r, angle = np.exp(-np.pi * bandwidth / rate), 2 * np.pi * frequency / rate
    a, b, c = coefficients(r, angle)
    before = np.concatenate([np.zeros(2, dtype=signal.dtype), signal])
    return (a * before[2:] + b * before[1:-1] + c * before[:-2]).astype(signal.dtype)


@exercise.mistake("begins with the third sample")
def _(signal, *, frequency, bandwidth, rate):
    """The first two samples come out as 0: your loop begins with the third. They have neighbours before them, too:
    silence.
    """
    return ring(signal, frequency=frequency, bandwidth=bandwidth, rate=rate, first=2)


@exercise.mistake("begins with the second sample")
def _(signal, *, frequency, bandwidth, rate):
    """The first sample comes out as 0: your loop begins with the second. Before the first one there is silence, so only
    the signal itself counts there.
    """
    return ring(signal, frequency=frequency, bandwidth=bandwidth, rate=rate, first=1)


@exercise.mistake("first two samples as they came in")
def _(signal, *, frequency, bandwidth, rate):
    """The first two samples come out as they went in. The rule holds for them as well, with silence before the
    beginning.
    """
    a, b, c = coefficients(np.exp(-np.pi * bandwidth / rate), 2 * np.pi * frequency / rate)
    y = signal.copy()
    for n in range(2, len(signal)):
        y[n] = a * signal[n] + b * y[n - 1] + c * y[n - 2]
    return y


@exercise.also("first two samples as they came in")
def _(signal, *, frequency, bandwidth, rate):
    a, b, c = coefficients(np.exp(-np.pi * bandwidth / rate), 2 * np.pi * frequency / rate)
    y = np.zeros_like(signal)
    y[:2] = signal[:2]
    for n in range(2, len(signal)):
        y[n] = a * signal[n] + b * y[n - 1] + c * y[n - 2]
    return y


exercise.edit(
    "the sign of c",
    {"-(r**2)": "r**2"},
    "Your c is positive: the sample before the last one pushes on instead of holding back, and it grows. c is -r².",
)

exercise.edit(
    "r not squared",
    {"-(r**2)": "-r"},
    "Your c is -r. It is -r²: two samples back, so the ring has faded twice.",
)

exercise.edit(
    "the loudness a left out",
    {"a * x": "x"},
    """The signal comes in at full strength. It is multiplied by a = 1 - b - c, so that what does not oscillate passes
    as loud as it was.""",
)

exercise.edit(
    "a without c",
    {"1 - b - c": "1 - b"},
    "Your a is 1 - b. It is 1 - b - c: then a constant signal comes out, in the end, as loud as it went in.",
)

exercise.edit(
    "a with the sign of c turned",
    {"1 - b - c": "1 - b + c"},
    "Your a is 1 - b + c, as if c were not negative already. It is 1 - b - c.",
)

exercise.edit(
    "half the frequency",
    {"2 * np.pi * frequency": "np.pi * frequency"},
    "It rings at half the frequency: one oscillation is an angle of 2 pi.",
)

exercise.edit(
    "the angle without 2 pi",
    {"2 * np.pi * frequency": "frequency"},
    "The cosine gets `frequency / rate`, the share of an oscillation. As an angle that is 2 pi times as much.",
)

exercise.edit(
    "degrees",
    {"2 * np.pi * frequency": "360 * frequency"},
    "The cosine gets degrees. NumPy takes radians: once around is 2 pi.",
)

exercise.edit(
    "it grows",
    {"np.exp(-np.pi": "np.exp(np.pi"},
    "Your r is above 1, so that the ring grows. The exponent is negative: r = exp(-pi bandwidth / rate).",
)

exercise.edit(
    "bandwidth counted twice",
    {"-np.pi * bandwidth": "-2 * np.pi * bandwidth"},
    "The ring fades twice as fast: the exponent has pi, and not 2 pi.",
)

exercise.edit(
    "exponent without pi",
    {"-np.pi * bandwidth": "-bandwidth"},
    "The ring fades too slowly: the exponent has a factor pi.",
)

exercise.edit(
    "one r missing in b",
    {"2 * r * np.cos": "2 * np.cos"},
    "Your b is 2 cos(...). It is 2 r cos(...): what came out one sample ago has faded by r.",
)

exercise.edit(
    "the 2 missing in b",
    {"2 * r * np.cos": "r * np.cos"},
    "Your b is r cos(...). It has a factor 2.",
)

exercise.edit(
    "b without the cosine",
    {"2 * r * np.cos(2 * np.pi * frequency / rate)": "2 * r"},
    "Your b knows nothing of the frequency, so nothing oscillates: it is 2 r cos(2 pi frequency / rate).",
)

exercise.edit(
    "sine for cosine",
    {"np.cos": "np.sin"},
    "Your b has a sine. It is a cosine.",
)

exercise.edit(
    "b and c exchanged",
    {"b * y[n - 1] + c * y[n - 2]": "c * y[n - 1] + b * y[n - 2]"},
    "b and c have changed places: b belongs to one sample ago, c to two.",
)

exercise.edit(
    "one memory only",
    {" + c * y[n - 2]": ""},
    "Only one sample of the past counts. That fades, but it cannot ring: the second memory, c y[n - 2], is missing.",
)

exercise.edit(
    "one sample ago twice",
    {"c * y[n - 2]": "c * y[n - 1]"},
    "Both memories are of one sample ago. c belongs to *two* samples ago.",
)

exercise.edit(
    "a multiplies everything",
    {"a * x + b * y[n - 1] + c * y[n - 2]": "a * (x + b * y[n - 1] + c * y[n - 2])"},
    "You multiply the memories by a as well. Only the new sample is multiplied by it.",
)

exercise.edit(
    "silence left in front",
    {"return y[2:]": "return y"},
    "Two samples too many come back: the silence before the beginning is no part of the answer.",
)

exercise.edit(
    "two samples late",
    {"return y[2:]": "return y[:-2]"},
    "All comes out two samples late, with silence in front: of your row the first two belong off, not the last two.",
)

exercise.edit(
    "not multiplied by the rate's share",
    {"np.cos(2 * np.pi * frequency / rate)": "np.cos(2 * np.pi * frequency)"},
    "The cosine gets 2 pi frequency, an angle a *second*. Between two samples the angle is 2 pi frequency / rate.",
)

exercise.edit(
    "memories taken away",
    {"a * x + b * y[n - 1] + c * y[n - 2]": "a * x - b * y[n - 1] - c * y[n - 2]"},
    """You take the memories away. With these b and c they are *added*: c is negative already. (Other books turn both
    signs.)""",
)


@exercise.mistake("without a memory")
def _(signal, *, frequency, bandwidth, rate):
    """Only the loudness changes: nothing of what came out before comes in again."""
    return (coefficients(np.exp(-np.pi * bandwidth / rate), 2 * np.pi * frequency / rate)[0] * signal).astype(
        signal.dtype
    )


@exercise.accepts("the past through negative places")
def _(signal, *, frequency, bandwidth, rate):
    r = np.exp(-np.pi * bandwidth / rate)
    b, c = 2 * r * np.cos(2 * np.pi * frequency / rate), -r * r
    y = np.zeros(len(signal) + 2)  # two places at the end, which are before the beginning when counted backwards
    for n in range(len(signal)):
        y[n] = (1 - b - c) * signal[n] + b * y[n - 1] + c * y[n - 2]
    return y[: len(signal)]


@exercise.accepts("two numbers for the past, and a list")
def _(signal, *, frequency, bandwidth, rate):
    r, out, last, before = np.exp(-np.pi * bandwidth / rate), [], 0.0, 0.0
    b, c = 2 * r * np.cos(2 * np.pi * frequency / rate), -(r**2)
    for x in signal:
        last, before = (1 - b - c) * x + b * last + c * before, last
        out.append(last)
    return np.array(out)


@exercise.accepts("as a sum of what each click rings")
def _(signal, *, frequency, bandwidth, rate):
    p = np.exp((-np.pi * bandwidth + 2j * np.pi * frequency) / rate)
    answer = [sum((p**k * np.conj(p) ** (n - k)).real for k in range(n + 1)) for n in range(len(signal))]
    return abs(1 - p) ** 2 * np.convolve(signal, answer)[: len(signal)] if len(signal) else np.zeros(0)
