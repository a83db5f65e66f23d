"""The cross-entropy of a yes or no, from the logit itself: exact however large it is."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.losses._cases import yes_or_no
from dlcourse.exercises.losses._cases.rarer import note_rarer
from dlcourse.lessons import losses, neuron

exercise = Exercise(
    reference=losses.binary_cross_entropy_with_logits,
    points=3,
    form="fault",
    cases=yes_or_no,
    hints=[
        "For z = 1000 the logarithm of 1 + exp(1000) is about 1000. Which part of it is too large for a computer?",
        "What is large must come out of the logarithm before it is calculated. Do it by hand for z = 1000, and for "
        "z = -1000. Then find one form for both: what is the same in the two exponents that are harmless?",
        "`np.where`, `np.maximum` and `np.abs` treat each number by its sign. `np.log1p(1e-20)` is 1e-20, while "
        "`np.log(1 + 1e-20)` is 0.",
    ],
    solved="the loss of every yes-or-no answer: spam or not, ill or well, an 8 or a 3.",
    equivalent_mutants={
        "without: y = np.asarray(y, dtype=np.result_type(z, np.float32))": "only the type of what comes back",
        "y = y": "only the type of what comes back",
        "y = np.asarray(y)": "only the type of what comes back",
        "y = np.asarray(y, dtype=np.result_type(np.float32, z))": "the order does not matter",
        "return np.mean(np.maximum(0, z) - z * y + np.log1p(np.exp(-np.abs(z))))": "the order does not matter",
    },
)


@exercise.mistake("logarithm of a 0")
def _(z, y):
    """For large sums the sigmoid is exactly 1 (or 0) in a computer's numbers, and `log(1 - 1)` is −inf. Start from the
    sum z, as the function did that you were given.
    """
    a = neuron.sigmoid(z)
    return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


@exercise.mistake("overflow for large sums")
def _(z, y):
    """`np.exp(z)` overflows for sums beyond 700. Take the large part out first: log(1 + exp(z)) is max(z, 0) + log(1 +
    exp(−|z|)).
    """
    return np.mean(np.log(1 + np.exp(z)) - z * y)


@exercise.mistake("only the yes answers")
def _(z, y):
    """Examples whose right answer is *no* have no loss in your function. They count just as much."""
    return np.mean(y * np.logaddexp(0, -z))


@exercise.mistake("squashed twice")
def _(z, y):
    """z goes through the sigmoid before it goes into the formula, which has the sigmoid inside already. *With logits*
    means: give it the plain sums.
    """
    return losses.binary_cross_entropy_with_logits(neuron.sigmoid(z), y)


@exercise.mistake("sums taken for probabilities")
def _(z, y):
    """You take the logarithm of the sums themselves. They are not probabilities: they can be negative, or larger than
    1.
    """
    return -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z))


@exercise.mistake("sum instead of mean")
def _(z, y):
    """You add up the losses. Their mean is wanted."""
    return np.sum(np.logaddexp(0, z) - z * y)


@exercise.mistake("yes and no exchanged")
def _(z, y):
    """Your loss is small where the answer is wrong: `y` and `1 - y` have changed places."""
    return np.mean(np.logaddexp(0, z) - z * (1 - y))


@exercise.mistake("probabilities propped up")
def _(z, y):
    """A tiny number is added before the logarithm. It hides the worst mistakes: beyond a sum of about 28, being still
    surer of a wrong answer costs nothing. The formula with z needs no such prop.
    """
    a = neuron.sigmoid(z)
    return -np.mean(y * np.log(a + 1e-12) + (1 - y) * np.log(1 - a + 1e-12))


@exercise.mistake("`max(z, 0)` forgotten")
def _(z, y):
    """The part `np.maximum(z, 0)` is missing. log(1 + exp(z)) is max(z, 0) + log(1 + exp(−|z|)); for negative z alone,
    the first part is 0.
    """
    return np.mean(np.log1p(np.exp(-np.abs(z))) - z * y)


@exercise.mistake("`z * y` added")
def _(z, y):
    """You add `z * y`. It is to be subtracted: a large sum is good where the right answer is yes."""
    return np.mean(np.logaddexp(0, z) + z * y)


@exercise.mistake("`z * y` forgotten")
def _(z, y):
    """The right answers y have no part in your loss: `- z * y` is missing."""
    return np.mean(np.logaddexp(0, z))


@exercise.mistake("exponent with the wrong sign")
def _(z, y):
    """Inside the logarithm stands exp(+|z|), which is large. The exponent needs a minus: `np.exp(-np.abs(z))` is never
    larger than 1.
    """
    with np.errstate(over="ignore"):
        return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(np.abs(z))))


@exercise.mistake("absolute value forgotten")
def _(z, y):
    """Inside the logarithm stands exp(−z), which is large where z is negative. The exponent is minus the *size* of z:
    `np.exp(-np.abs(z))`.
    """
    with np.errstate(over="ignore"):
        return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-z)))


@exercise.mistake("`log` instead of `log1p`")
def _(z, y):
    """The 1 inside the logarithm is missing: `np.log(np.exp(-np.abs(z)))` is just −|z|. Take `np.log1p`, which adds the
    1 itself.
    """
    with np.errstate(divide="ignore"):
        return np.mean(np.maximum(z, 0) - z * y + np.log(np.exp(-np.abs(z))))


@exercise.mistake("one added twice")
def _(z, y):
    """`np.log1p(x)` is log(1 + x): it adds the 1 itself. Give it `np.exp(-np.abs(z))` alone."""
    return np.mean(np.maximum(z, 0) - z * y + np.log1p(1 + np.exp(-np.abs(z))))


@exercise.mistake("one maximum for all sums")
def _(z, y):
    """`np.max(z, 0)` is the largest of all sums, one number. `np.maximum(z, 0)` compares each sum with 0."""
    return np.mean(np.max(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))


def from_probabilities(y, yes, no):
    """The loss from the probabilities of yes and of no."""
    return -np.mean(y * np.log(yes) + (1 - y) * np.log(no))


@exercise.mistake("probabilities propped up by 1e-8")
def _(z, y):
    """You add 1e-8 before the logarithm: no loss is ever above about 18. The formula with z needs no such prop."""
    a = neuron.sigmoid(z)
    return from_probabilities(y, a + 1e-8, 1 - a + 1e-8)


@exercise.mistake("probabilities cut off at 1e-7")
def _(z, y):
    """You keep the probabilities 1e-7 away from 0 and 1, as some libraries do. So no loss is ever above about 16; the
    formula with z has no such limit.
    """
    a = np.clip(neuron.sigmoid(z), 1e-7, 1 - 1e-7)
    return from_probabilities(y, a, 1 - a)


@exercise.mistake("probabilities cut off at 1e-12")
def _(z, y):
    """You keep the probabilities 1e-12 away from 0 and 1: no loss is ever above about 28. With z there is no limit."""
    a = np.clip(neuron.sigmoid(z), 1e-12, 1 - 1e-12)
    return from_probabilities(y, a, 1 - a)


@exercise.mistake("probabilities cut off at 1e-15")
def _(z, y):
    """You keep the probabilities 1e-15 away from 0 and 1. So no loss is ever above about 35; with z
    there is no limit.
    """
    a = np.clip(neuron.sigmoid(z), 1e-15, 1 - 1e-15)
    return from_probabilities(y, a, 1 - a)


@exercise.mistake("sums cut off at 500")
def _(z, y):
    """Cutting z off avoids the overflow, but beyond 500 being surer costs nothing more. Take the large part out
    instead: log(1 + exp(z)) is max(z, 0) + log(1 + exp(-|z|)).
    """
    z = np.clip(z, -500, 500)
    return np.mean(np.log(1 + np.exp(z)) - z * y)


@exercise.mistake("only the no answers")
def _(z, y):
    """Examples whose right answer is *yes* have no loss in your function. They count just as much."""
    return np.mean((1 - y) * np.logaddexp(0, z))


@exercise.mistake("loss of log 2 wherever y is 0")
def _(z, y):
    """Where y is 0, your loss is log 2 whatever z is: `y * z` is 0 there. That formula needs -1 for no: use `2 * y -
    1`.
    """
    return np.mean(np.logaddexp(0, -y * z))


@exercise.mistake("one loss for each example")
def _(z, y):
    """These are the losses of the single examples. Their mean is wanted: one number."""
    return np.logaddexp(0, z) - z * y


@exercise.mistake("logarithm left out")
def _(z, y):
    """The last part is the *logarithm* of 1 + exp(-|z|). Yours is exp(-|z|) alone: put it into `np.log1p`."""
    return np.mean(np.maximum(z, 0) - z * y + np.exp(-np.abs(z)))


@exercise.mistake("minimum instead of maximum")
def _(z, y):
    """The first part is the *larger* of z and 0: `np.maximum`."""
    return np.mean(np.minimum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))


@exercise.mistake("size instead of maximum")
def _(z, y):
    """The first part is max(z, 0): negative sums count 0 there, not their size."""
    return np.mean(np.abs(z) - z * y + np.log1p(np.exp(-np.abs(z))))


@exercise.mistake("`y` subtracted instead of `z * y`")
def _(z, y):
    """You subtract `y`. It is `z * y`, the sum where the answer is yes, that is to be subtracted."""
    return np.mean(np.maximum(z, 0) - y + np.log1p(np.exp(-np.abs(z))))


@exercise.mistake("squared error of the probability")
def _(z, y):
    """That is the squared distance of the probability from the answer: never above 1, and flat where the network is
    sure and wrong. The cross-entropy grows without a limit there.
    """
    return np.mean((neuron.sigmoid(z) - y) ** 2)


@exercise.mistake("third part forgotten")
def _(z, y):
    """The third part, log(1 + exp(-|z|)), is missing: so an answer that is right by a hair costs nothing."""
    return np.mean(np.maximum(z, 0) - z * y)


note_rarer(exercise, "binary_cross_entropy_with_logits")


@exercise.plants(
    "overflow for large sums",
    symptom="for a sum of 1000 and the right answer 1 the loss should be 0, but it warns of an overflow and says inf.",
)
def binary_cross_entropy_with_logits(z, y):
    """The mean cross-entropy of yes-or-no answers, straight from the sums before the sigmoid.

    z: array (N,), the weighted sums; y: array (N,), 1 for yes and 0 for no -> a number
    """
    return np.mean(np.log(1 + np.exp(z)) - z * y)


@exercise.accepts("answer by answer")
def _(z, y):
    losses = []
    for one, answer in zip(z, y):
        behind = -one if answer == 1 else one  # how far on the wrong side
        losses.append(behind + np.log(1 + np.exp(-behind)) if behind > 0 else np.log(1 + np.exp(behind)))
    return np.mean(losses)


@exercise.accepts("with np.logaddexp")
def _(z, y):
    return np.mean(np.logaddexp(0, z) - z * y)


@exercise.accepts("np.logaddexp of signed sums")
def _(z, y):
    return np.mean(np.logaddexp(0, np.where(y == 1, -z, z)))


@exercise.accepts("SciPy's log_expit")
def _(z, y):
    from scipy import special

    return -np.mean(y * special.log_expit(z) + (1 - y) * special.log_expit(-z))


@exercise.accepts("log instead of log1p, of 1 more")
def _(z, y):
    return np.mean(np.maximum(z, 0) - z * y + np.log(1 + np.exp(-abs(z))))
