"""Back from a belief about the noise to one about the clean example."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.diffusion._cases.mixtures import by_example, unmixing_cases
from dlcourse.exercises.diffusion._cases.noting import noting
from dlcourse.lessons import diffusion

exercise = Exercise(
    reference=diffusion.clean_from_noise,
    points=1,
    cases=unmixing_cases,
    hints=[
        "In the example by hand 4.6 was made of 5 and of the noise 1. How much did the noise bring, and what is left "
        "of 5 without it? What turns that into 5 again?",
        "It is `add_noise` solved for the clean example: undo last what was done first.",
        "Elsewhere: if `price = 3 * cakes + 2 * drinks`, then `cakes` is `(price - 2 * drinks) / 3`. The brackets "
        "matter.",
    ],
    solved="one belief in two languages: whoever says the noise has also said the picture.",
)
note = noting(exercise)


def undone(formula):
    """A wrong answer by a formula of x, the noise and the share, which stretches over both."""

    def answer(x, noise, *, alpha_bar):
        with np.errstate(all="ignore"):
            return formula(x, noise, by_example(alpha_bar, x))

    return answer


note(
    "brackets missing",
    "Only the noise is divided: a quotient comes before a difference. Put the difference in brackets.",
    undone(lambda x, noise, a: x - np.sqrt(1 - a) * noise / np.sqrt(a)),
)
note(
    "not divided",
    "The noise is gone, but what is left is still the shrunk example: it wants to be divided by its factor.",
    undone(lambda x, noise, a: x - np.sqrt(1 - a) * noise),
)
note(
    "multiplied in place of divided",
    "You shrink once more what is shrunk already: divide by sqrt(alpha_bar).",
    undone(lambda x, noise, a: (x - np.sqrt(1 - a) * noise) * np.sqrt(a)),
)
note(
    "noise added",
    "You add the noise once more. It is in x already: take it away.",
    undone(lambda x, noise, a: (x + np.sqrt(1 - a) * noise) / np.sqrt(a)),
)
note(
    "cut off at 1",
    "Your result is cut off at -1 and 1, as programs for pictures do it afterwards. Points may lie anywhere.",
    undone(lambda x, noise, a: np.clip((x - np.sqrt(1 - a) * noise) / np.sqrt(a), -1, 1)),
)
note(
    "noise mixed in again",
    "That is `add_noise` again, on an example that is noisy. Wanted is the way back.",
    undone(lambda x, noise, a: np.sqrt(a) * x + np.sqrt(1 - a) * noise),
)
note(
    "shares without roots",
    "You calculate with the shares themselves. In x the *roots* are factors, of both.",
    undone(lambda x, noise, a: (x - (1 - a) * noise) / a),
)
note(
    "no root at the noise",
    "The noise is multiplied by the share itself, and wants its root.",
    undone(lambda x, noise, a: (x - (1 - a) * noise) / np.sqrt(a)),
)
note(
    "no root below the line",
    "You divide by the share itself. The example was multiplied by its *root*.",
    undone(lambda x, noise, a: (x - np.sqrt(1 - a) * noise) / a),
)
note(
    "roots that add up to 1",
    "Your factor of the noise is 1 minus a root. It is the root of 1 - alpha_bar: first subtract, then take the root.",
    undone(lambda x, noise, a: (x - (1 - np.sqrt(a)) * noise) / np.sqrt(a)),
)
note(
    "all of the noise taken away",
    "You take the noise away as it is. In x it stands with a factor, the root of its share.",
    undone(lambda x, noise, a: (x - noise) / np.sqrt(a)),
    undone(lambda x, noise, a: x - noise),
    undone(lambda x, noise, a: (x - noise) / a),
)
note(
    "factors exchanged",
    "The factors of the two are exchanged: `alpha_bar` is the share of the *clean* example.",
    undone(lambda x, noise, a: (x - np.sqrt(a) * noise) / np.sqrt(1 - a)),
)
note(
    "divided by the noise's factor",
    "You divide by the factor of the noise. What was shrunk is the clean example, by sqrt(alpha_bar).",
    undone(lambda x, noise, a: (x - np.sqrt(1 - a) * noise) / np.sqrt(1 - a)),
)
note(
    "x divided before the noise is gone",
    "You divide x and then take the noise away with its old factor. By the division the noise in x has grown, too: "
    "take it away first.",
    undone(lambda x, noise, a: x / np.sqrt(a) - np.sqrt(1 - a) * noise),
)
note(
    "the other way round",
    "Your difference is turned round: x minus the noise, and not the noise minus x.",
    undone(lambda x, noise, a: (np.sqrt(1 - a) * noise - x) / np.sqrt(a)),
)


@exercise.mistake("shares along the last axis")
def _(x, noise, *, alpha_bar):
    """One share for each example lies along the *last* axis with you, over the numbers of an example, and fits only
    where both are equally many. Give the shares axes of length 1 behind their own.
    """
    kept = np.asarray(alpha_bar)
    return (x - np.sqrt(1 - kept) * noise) / np.sqrt(kept)


@exercise.also("shares along the last axis")
def _(x, noise, *, alpha_bar):
    return (x - np.sqrt(1 - alpha_bar) * noise) / np.sqrt(alpha_bar)


@exercise.mistake("points only, one share for each")
def _(x, noise, *, alpha_bar):
    """That holds for tables whose examples have a share each. A single number has no axes to be indexed, and pictures
    have one more: look how many axes there are (`np.ndim`, `x.ndim`).
    """
    kept = alpha_bar[:, None]
    return (x - np.sqrt(1 - kept) * noise) / np.sqrt(kept)


@exercise.also("points only, one share for each")
def _(x, noise, *, alpha_bar):
    kept = np.asarray(alpha_bar)[:, None]
    return (x - np.sqrt(1 - kept) * noise) / np.sqrt(kept)


@exercise.mistake("points only")
def _(x, noise, *, alpha_bar):
    """For points it is right. Pictures have one axis more: give the shares as many axes of length 1 as the examples
    have behind their first one.
    """
    kept = alpha_bar if np.ndim(alpha_bar) == 0 else alpha_bar[:, None]
    return (x - np.sqrt(1 - kept) * noise) / np.sqrt(kept)


@exercise.also("points only")
def _(x, noise, *, alpha_bar):
    kept = np.asarray(alpha_bar).reshape(-1, 1)
    return (x - np.sqrt(1 - kept) * noise) / np.sqrt(kept)


@exercise.accepts("example by example")
def _(x, noise, *, alpha_bar):
    kept = np.broadcast_to(alpha_bar, len(x))
    rows = [(row - (1 - a) ** 0.5 * mist) / a**0.5 for row, mist, a in zip(x, noise, kept)]
    return np.array(rows).reshape(x.shape)


@exercise.accepts("the first axis moved to the end, each part divided")
def _(x, noise, *, alpha_bar):
    kept = np.asarray(alpha_bar)
    return (x.T / np.sqrt(kept) - np.sqrt(1 / kept - 1) * noise.T).T
