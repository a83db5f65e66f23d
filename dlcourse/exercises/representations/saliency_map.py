"""The saliency map: how much the score of a class hangs on each pixel. A fault to find."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.representations._cases.looked import saliency_cases
from dlcourse.lessons import forward as forward_lesson
from dlcourse.lessons import representations

exercise = Exercise(
    reference=representations.saliency_map,
    points=3,
    minutes=6,
    cases=saliency_cases,
    form="fault",
    hints=[
        "Take the picture of zeros with two scores of 0: of which number is the slope asked, and of which one does the "
        "code take it?",
        "Each complaint belongs to one piece of the code. What goes in at the top of the way back decides of what the "
        "slopes are; and how far a pixel moves a score is not the same as which way.",
        "In a row of slopes (-4, 3), the largest number is 3 and the steepest slope 4: `np.max(a)` and "
        "`np.max(np.abs(a))`. A table of zeros with a single 1 in row 0, column 2: `T[0, 2] = 1`.",
    ],
    solved="a map of what a score hangs on, for any network that has a way back.",
    equivalent_mutants={
        "d_scores[np.arange(len(labels)), labels] = -1": "a slope is as steep downhill as uphill",
    },
)

KEEP = "return np.abs(backward(d_scores, cache)).max(axis=3)"
ONE = "d_scores[np.arange(len(labels)), labels] = 1"


def slopes(pictures, forward, backward, top):
    """The gradient of the pictures for what `top(scores)` sends into the way back."""
    scores, cache = forward(pictures)
    return backward(top(scores).astype(scores.dtype), cache)


def one_hot(scores, labels):
    return np.eye(scores.shape[1])[labels]


@exercise.mistake("gradient of the loss")
def _(pictures, forward, backward, *, labels):
    """You go back from the loss: `P - 1` at the class is the slope of the cross-entropy. It vanishes for a network that
    is sure, and mixes in all other classes. The map is about one *score*, before softmax.
    """
    d = slopes(pictures, forward, backward, lambda scores: forward_lesson.softmax(scores) - one_hot(scores, labels))
    return np.abs(d).max(axis=3)


@exercise.mistake("largest slope with its sign")
def _(pictures, forward, backward, *, labels):
    """You keep the sign: of slopes -5 and 2 you take 2, and a pixel whose ink lowers the score counts as less than one
    that does nothing. How *much* the score hangs on a pixel is the size of the slope.
    """
    return slopes(pictures, forward, backward, lambda scores: one_hot(scores, labels)).max(axis=3)


@exercise.mistake("gradient of the loss, sign turned")
def _(pictures, forward, backward, *, labels):
    """You go uphill on the logarithm of the probability. It still hangs on all scores, and vanishes for a network that
    is sure: go back from one score alone. And the sign should not count.
    """
    d = slopes(pictures, forward, backward, lambda scores: one_hot(scores, labels) - forward_lesson.softmax(scores))
    return d.max(axis=3)


@exercise.mistake("gradient of the probability")
def _(pictures, forward, backward, *, labels):
    """That is the slope of the probability, after softmax. Where the network is sure it is 0, whatever the pixels do,
    and each other class has a part in it. Go back from the score.
    """

    def top(scores):
        P, chosen = forward_lesson.softmax(scores), one_hot(scores, labels)
        return (P * chosen).sum(axis=1, keepdims=True) * (chosen - P)

    return np.abs(slopes(pictures, forward, backward, top)).max(axis=3)


exercise.edit(
    "all scores at once",
    {"np.zeros_like(scores)": "np.ones_like(scores)"},
    """A 1 goes into the way back for *every* score: that is the slope of their sum, the same map for each class. Only
    the score of the picture's own class gets a 1.""",
)
exercise.edit(
    "all labels for all pictures",
    {ONE: "d_scores[:, labels] = 1"},
    """Each picture gets a 1 at the classes of *all* pictures: `[:, labels]` takes whole columns. Row n goes with
    `labels[n]` alone: two lists of places, `np.arange(N)` beside `labels`.""",
    hint=3,
)
exercise.edit(
    "the score instead of 1",
    {ONE: "d_scores[np.arange(len(labels)), labels] = scores[np.arange(len(labels)), labels]"},
    """The score itself goes into the way back. Its slope, by itself, is 1: with the score there, all slopes are that
    much larger, as of half its square.""",
)
exercise.edit(
    "class with the highest score",
    {ONE: "d_scores[np.arange(len(labels)), scores.argmax(axis=1)] = 1"},
    """Your map is that of the class with the highest score. Asked is the class in `labels`, which may be another one:
    "why not a horse?" is a fair question, too.""",
)
exercise.edit(
    "sign lost too late",
    {KEEP: "return np.abs(backward(d_scores, cache).max(axis=3))"},
    """First the size, then the largest: you take the largest slope first, and of -5 and 2 that is 2. Its size comes too
    late.""",
    hint=3,
)
exercise.edit(
    "sum over the channels",
    {".max(axis=3)": ".sum(axis=3)"},
    """You add up over the channels. The formula takes the largest: a pixel matters as much as its most important
    channel.""",
)
exercise.edit(
    "mean over the channels",
    {".max(axis=3)": ".mean(axis=3)"},
    """You take the mean over the channels. The formula takes the largest: a pixel matters as much as its most important
    channel.""",
)
exercise.edit(
    "summed, then made positive",
    {KEEP: "return np.abs(backward(d_scores, cache).sum(axis=3))"},
    """You add up the channels first, so that a slope of -5 and one of 5 cancel. Take the size of each, and then the
    largest.""",
)
exercise.edit(
    "length over the channels",
    {KEEP: "return np.sqrt((backward(d_scores, cache) ** 2).sum(axis=3))"},
    """That is the length of the slopes of a pixel: also in use, but the formula takes the largest of them.""",
)
exercise.edit(
    "squared",
    {"np.abs(backward(d_scores, cache))": "(backward(d_scores, cache) ** 2)"},
    """The slopes are squared: that, too, has no sign, but what is twice as steep then counts four times as much.""",
)
exercise.edit(
    "only slopes that raise the score",
    {"np.abs(backward(d_scores, cache))": "np.maximum(backward(d_scores, cache), 0)"},
    """What is below 0 becomes 0: pixels whose ink lowers the score are left out. The score hangs on them just as
    much.""",
)
exercise.edit(
    "only slopes that lower the score",
    {
        ONE: "d_scores[np.arange(len(labels)), labels] = -1",
        "np.abs(backward(d_scores, cache))": "np.maximum(backward(d_scores, cache), 0)",
    },
    """With -1 at the class all slopes are turned round, and then what is below 0 becomes 0: only pixels whose ink
    *lowers* the score are left. The score hangs on those that raise it just as much.""",
)
exercise.edit(
    "slopes of minus the score",
    {
        ONE: "d_scores[np.arange(len(labels)), labels] = -1",
        "np.abs(backward(d_scores, cache))": "backward(d_scores, cache)",
    },
    """-1 goes into the way back, so all slopes have the other sign, and you keep it: of slopes -5 and 2 you take 5, and
    of 5 and -2 you take 2. How *much* the score hangs on a pixel is the size of the slope.""",
)
exercise.edit(
    "smallest over the channels",
    {".max(axis=3)": ".min(axis=3)"},
    "You take the channel that matters least. A pixel matters as much as its most important channel.",
)
exercise.edit(
    "channels kept",
    {".max(axis=3)": ""},
    "There is still a number for each channel. The map has one for each pixel, `(N, H, L)`: the largest over the "
    "channels.",
)
exercise.edit(
    "first channel only",
    {".max(axis=3)": "[..., 0]"},
    """That is the first channel's slope, so in a colour picture the map sees red only. Take the largest over all
    channels.""",
)
exercise.edit(
    "largest over the rows",
    {".max(axis=3)": ".max(axis=1)"},
    """You take the largest over axis 1, the rows. The channels come last, in axis 3.""",
)
exercise.edit(
    "times the pixel",
    {"np.abs(backward(d_scores, cache))": "np.abs(backward(d_scores, cache) * pictures)"},
    """Slope times pixel is another map, with its own name ("gradient times input"): where the paper is white, it is 0,
    whatever the network looks at.""",
)
exercise.edit(
    "mean over the pictures",
    {ONE: "d_scores[np.arange(len(labels)), labels] = 1 / len(labels)"},
    "All slopes are divided by the number of pictures. Each picture has a map of its own; there is no mean.",
)
exercise.edit(
    "scaled to 1",
    {KEEP: "S = np.abs(backward(d_scores, cache)).max(axis=3)\n    return S / S.max(axis=(1, 2), keepdims=True)"},
    """Each map is divided by its largest number: nice to look at, but whether a score hangs on a pixel a lot or a
    little is lost. The formula does not scale.""",
)


@exercise.plants(
    "gradient of the loss",
    "largest slope with its sign",
    symptom=(
        "for the two scores above, label 1 and a picture of zeros it gives 2 at each pixel; if the scores are 60 and "
        "0, and the label is 0, the map is 0.00 everywhere.",
        "The map has numbers below 0, though it should say how much, and not which way.",
    ),
)
def saliency_map(pictures, forward, backward, *, labels):
    """How much the score of a class hangs on each pixel.

    pictures: array (N, H, L, C); forward: function, ``forward(pictures) -> (scores, cache)`` with scores (N, K);
    backward: function, ``backward(d_scores, cache) -> d_pictures``; labels: int array (N,) -> array (N, H, L)
    """
    scores, cache = forward(pictures)
    E = np.exp(scores - scores.max(axis=1, keepdims=True))
    d_scores = E / E.sum(axis=1, keepdims=True)
    d_scores[np.arange(len(labels)), labels] -= 1
    return backward(d_scores, cache).max(axis=3)


@exercise.accepts("with the identity matrix")
def _(pictures, forward, backward, *, labels):
    scores, cache = forward(pictures)
    d = backward(np.eye(scores.shape[1], dtype=scores.dtype)[labels], cache)
    return np.maximum(d.max(axis=-1), -d.min(axis=-1))


@exercise.accepts("picture by picture")
def _(pictures, forward, backward, *, labels):
    maps = []
    for picture, label in zip(pictures, labels):
        scores, cache = forward(picture[None])
        d_scores = np.where(np.arange(scores.shape[1]) == label, 1, 0)[None].astype(scores.dtype)
        maps.append(np.amax(np.absolute(backward(d_scores, cache)[0]), axis=2))
    return np.stack(maps)
