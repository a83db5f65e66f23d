"""A resonator: what comes out now hangs on what came out before, so that it rings."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.speech._cases.resonator import cases, coefficients, ring
from dlcourse.lessons import speech

exercise = Exercise(
    reference=speech.resonator,
    points=2,
    cases=cases,
    atol=1e-9,
    hints=[
        "In the table by hand, which earlier numbers did you need for the next one: of the signal, or of what had come "
        "out? And if 1 goes in for ever and 1 comes out for ever, what is left of the rule?",
        "Three weights hold for all samples, so they come first; the last of them makes up what the two memories leave "
        "to 1. Then sample by sample, in order: each one needs two that are done already. For the first sample these "
        "would lie before the beginning: what was to be heard there?",
        "Elsewhere, a debt with two memories: `debt = np.zeros(days + 1)`, and in a loop over the days from 1 on, "
        "`debt[day] = paid[day - 1] + 0.5 * debt[day - 1]`: room for a day before the first one.",
    ],
    solved="a ring: one formant of a mouth, and with a few of them a voice.",
    equivalent_mutants={
        "y = np.zeros(len(signal) + 2)": "float64 is as good for a sound in float32",
        "b, c = (2 * r * np.cos(-2 * np.pi * frequency / rate), -r ** 2)": "a cosine is the same on both sides of 0",
    },
)


@exercise.mistake("echoes of the signal instead of what came out")
def _(signal, *, frequency, bandwidth, rate):
    """You weigh earlier samples of the *signal*: after two samples all is over, and nothing rings. What comes back is
    what came *out* one and two samples before: y, not x.
    """
    a, b, c = coefficients(frequency, bandwidth, rate)
    before = np.concatenate([np.zeros(2), signal])
    return a * before[2:] + b * before[1:-1] + c * before[:-2]


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
    a, b, c = coefficients(frequency, bandwidth, rate)
    y = np.array(signal, dtype=float)
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
    "The signal comes in at full strength. It is multiplied by a, so that a constant passes as loud as it was.",
)

exercise.edit(
    "a without c",
    {"1 - b - c": "1 - b"},
    """Your a is 1 - b, as if there were one memory only. If 1 goes in for ever and 1 comes out, *both* memories take
    part: 1 = a + b + c.""",
)

exercise.edit(
    "a with the sign of c turned",
    {"1 - b - c": "1 - b + c"},
    "Your a is 1 - b + c, as if c were not negative already: 1 = a + b + c.",
)

exercise.edit(
    "a with both signs turned",
    {"1 - b - c": "1 + b + c"},
    "Your a is 1 + b + c. All three weights together give 1, so the two others are taken *away*: 1 = a + b + c.",
)

exercise.edit("b and c without signs", {"1 - b - c": "1 - abs(b) - abs(c)"}, "Signs count: 1 = a + b + c.")

exercise.edit("a upside down", {"1 - b - c": "1 / (1 - b - c)"}, "If 1 goes in and comes out, 1 = a + b + c.")

exercise.edit(
    "half the bandwidth",
    {"-np.pi * bandwidth": "-np.pi * bandwidth / 2"},
    "The ring fades half as fast: the exponent is -pi bandwidth / rate, without a 2.",
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

exercise.edit("the 2 missing in b", {"2 * r * np.cos": "r * np.cos"}, "Your b is r cos(...). It has a factor 2.")

exercise.edit(
    "b without the cosine",
    {"2 * r * np.cos(2 * np.pi * frequency / rate)": "2 * r"},
    "Your b knows nothing of the frequency, so nothing oscillates: it is 2 r cos(2 pi frequency / rate).",
)

exercise.edit("sine for cosine", {"np.cos": "np.sin"}, "Your b has a sine. It is a cosine.")

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
    a, _, _ = coefficients(frequency, bandwidth, rate)
    return a * signal


@exercise.mistake("memories only from the third sample on")
def _(signal, *, frequency, bandwidth, rate):
    """The second sample has no memory with you. One sample came out before it: b counts from the second sample on, c
    from the third.
    """
    a, b, c = coefficients(frequency, bandwidth, rate)
    y = a * signal
    for n in range(2, len(signal)):
        y[n] += b * y[n - 1] + c * y[n - 2]
    return y


@exercise.mistake("all samples at once")
def _(signal, *, frequency, bandwidth, rate):
    """You add the memories to all samples at once, so that each takes what stood there *before*. A sample needs its
    two neighbours done: go from one to the next in a loop.
    """
    a, b, c = coefficients(frequency, bandwidth, rate)
    y = a * signal
    y[1:] += b * y[:-1]
    y[2:] += c * y[:-2]
    return y


@exercise.mistake("the end of the row taken for the time before it")
def _(signal, *, frequency, bandwidth, rate):
    """y[-1] and y[-2] are not the time before the beginning, but the last two numbers of the row. Where they are still
    0 that goes well by luck; in a row of one number there is no y[-2]. Make room for two samples of silence in front.
    """
    a, b, c = coefficients(frequency, bandwidth, rate)
    y = np.zeros(len(signal))
    for n in range(len(signal)):
        y[n] = a * signal[n] + b * y[n - 1] + c * y[n - 2]
    return y


@exercise.also("the end of the row taken for the time before it")
def _(signal, *, frequency, bandwidth, rate):
    a, b, c = coefficients(frequency, bandwidth, rate)
    y = np.zeros(len(signal))
    for n in range(len(signal)):
        y[n] = a * signal[n]
        y[n] += b * y[n - 1] + c * y[n - 2]
    return y


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
