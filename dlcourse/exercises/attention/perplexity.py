"""Perplexity: among how many equally likely signs a model hesitates."""

import numpy as np

from dlcourse.checking.specification import Exercise, Mistake
from dlcourse.exercises.attention._cases.writing import judged_texts
from dlcourse.lessons import attention
from dlcourse.lessons.losses import log_softmax

exercise = Exercise(
    reference=attention.perplexity,
    points=1,
    minutes=3,
    cases=judged_texts,
    hints=[
        "What does a model pay at one place, if it gave the right sign the probability 1/8? And on average over two?",
        "Take -log of the probability of the right sign at each place that counts, then the mean of these, and only "
        "then the exponential. What is left out stands neither in the sum nor in the number by which it is divided.",
        "Elsewhere: of a table `T` of shape (4, 6) and `places` of shape (4,), `T[np.arange(4), places]` takes one "
        "number from each row; of a cube `B` of shape (2, 3, 6), `B.reshape(-1, 6)` is a table of six rows.",
    ],
    solved="the measure of every language model.",
    equivalent_mutants={
        "logs = log_softmax(Z.reshape(-2, Z.shape[-1]))": "NumPy takes any negative length for the open one",
        "losses = -logs[np.arange(len(logs)), y.reshape(-2)]": "NumPy takes any negative length for the open one",
        "return np.exp(np.mean(losses if mask is None else losses[mask.reshape(-2)]))": "NumPy takes any negative "
        "length for the open one",
    },
)


def losses_of(Z, y):
    """-log of the probability of the right sign at each place."""
    logs = log_softmax(Z.reshape(-1, Z.shape[-1]))
    return -logs[np.arange(len(logs)), y.reshape(-1)].reshape(y.shape)


def counted(values, mask):
    """The values at the places that count."""
    return values if mask is None else values[mask]


exercise.edit(
    "mask ignored",
    {"losses if mask is None else losses[mask.reshape(-1)]": "losses"},
    "All places count in yours. Where the mask is False, a place has no say.",
)


@exercise.mistake("divided by all places")
def _(Z, *, y, mask=None):
    """What is masked adds nothing in yours, but it is still counted: the mean is taken over all places. Divide by the
    number of those that count.
    """
    losses = losses_of(Z, y)
    return np.exp(np.mean(losses if mask is None else losses * mask))


exercise.edit(
    "mask the wrong way round",
    {"losses[mask.reshape(-1)]": "losses[~mask.reshape(-1)]"},
    "In yours the places count that should not. The mask is True where a place counts.",
)


@exercise.mistake("the mean loss itself")
def _(Z, *, y, mask=None):
    """That is the mean cross-entropy. Its exponential is the perplexity: a number of signs."""
    return np.mean(counted(losses_of(Z, y), mask))


@exercise.mistake("one divided by the perplexity")
def _(Z, *, y, mask=None):
    """Yours is a kind of mean probability, never above 1. A sign of probability 1/8 is one of 8: minus the
    logarithm.
    """
    return np.exp(-np.mean(counted(losses_of(Z, y), mask)))


@exercise.mistake("mean of one by the probabilities")
def _(Z, *, y, mask=None):
    """You average 1 / P itself: one place with a tiny probability drowns all others. The mean is taken of the
    *logarithms*, and the exponential after it.
    """
    with np.errstate(over="ignore"):
        return np.mean(np.exp(counted(losses_of(Z, y), mask)))


@exercise.mistake("one by the mean probability")
def _(Z, *, y, mask=None):
    """You take 1 by the mean of the probabilities. Then a place at which the model was quite wrong hardly matters. The
    mean is taken of the *logarithms*.
    """
    return 1 / np.mean(np.exp(-counted(losses_of(Z, y), mask)))


@exercise.mistake("two to the power of nats")
def _(Z, *, y, mask=None):
    """You raise 2 to the mean of natural logarithms. Exponential and logarithm must fit: `np.exp` with `np.log`, or 2
    with `np.log2`.
    """
    return 2 ** np.mean(counted(losses_of(Z, y), mask))


@exercise.mistake("e to the power of bits")
def _(Z, *, y, mask=None):
    """You take the exponential of a mean of logarithms to the base 2. Exponential and logarithm must fit: `np.exp` with
    `np.log`, or 2 with `np.log2`.
    """
    with np.errstate(over="ignore"):
        return np.exp(np.mean(counted(losses_of(Z, y), mask)) / np.log(2)).astype(Z.dtype)


@exercise.mistake("sum for the mean")
def _(Z, *, y, mask=None):
    """You add the losses up: a longer text would be a harder one. Take their mean."""
    with np.errstate(over="ignore"):
        return np.exp(np.sum(counted(losses_of(Z, y), mask)))


@exercise.mistake("how unsure, not how wrong")
def _(Z, *, y, mask=None):
    """Yours does not depend on y: it is the exponential of the entropy, how unsure the model *says* it is. A model that
    is sure and wrong should have a large perplexity.
    """
    logs = log_softmax(Z.reshape(-1, Z.shape[-1])).reshape(Z.shape)
    return np.exp(np.mean(counted(-(np.exp(logs) * logs).sum(axis=-1), mask)))


@exercise.mistake("softmax left out")
def _(Z, *, y, mask=None):
    """You take the logits for logarithms of probabilities. They are so only if their exponentials add up to 1: the
    log-softmax comes first.
    """
    with np.errstate(over="ignore"):
        return np.exp(-np.mean(counted(np.take_along_axis(Z, y[..., None], axis=-1)[..., 0], mask)))


@exercise.mistake("softmax along the first axis")
def _(Z, *, y, mask=None):
    """Your probabilities add up to 1 along the first axis. They must do so over the signs, the last axis."""
    E = Z - Z.max(axis=0)
    logs = E - np.log(np.exp(E).sum(axis=0))
    with np.errstate(over="ignore"):
        return np.exp(-np.mean(counted(np.take_along_axis(logs, y[..., None], axis=-1)[..., 0], mask)))


@exercise.mistake("mean of means")
def _(Z, *, y, mask=None):
    """You take the mean of each row first: a row in which few places count has as much say as a full one. All places
    that count weigh alike.
    """
    losses = losses_of(Z, y)
    weights = np.ones(losses.shape) if mask is None else mask.astype(float)
    losses, weights = (part.reshape(-1, part.shape[-1]) for part in (losses, weights))
    with np.errstate(invalid="ignore"):
        rows = (losses * weights).sum(axis=1) / weights.sum(axis=1)
    return np.exp(np.nanmean(rows)).astype(Z.dtype)


@exercise.mistake("largest logit not subtracted")
def _(Z, *, y, mask=None):
    """You take the logarithm of the sum, as you should; but with large logits the exponentials before it are infinite.
    Subtract the largest logit of each place first, as in lesson 03.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        logs = Z - np.log(np.exp(Z).sum(axis=-1, keepdims=True))
        return np.exp(-np.mean(counted(np.take_along_axis(logs, y[..., None], axis=-1)[..., 0], mask)))


@exercise.mistake("logits taken for probabilities")
def _(Z, *, y, mask=None):
    """You take the logarithm of the logits, as if they were probabilities. They are any numbers, also below 0: the
    softmax makes probabilities of them, and the log-softmax their logarithms.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return np.exp(-np.mean(np.log(counted(np.take_along_axis(Z, y[..., None], axis=-1)[..., 0], mask))))


@exercise.mistake("overflow in the softmax")
def _(Z, *, y, mask=None):
    """With large logits the exponentials are infinite, or the probability of the right sign is 0, and its logarithm
    too far away. Subtract the largest logit first, and take the logarithm of the sum: as in lesson 03.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        P = np.exp(Z) / np.exp(Z).sum(axis=-1, keepdims=True)
        return np.exp(-np.mean(np.log(counted(np.take_along_axis(P, y[..., None], axis=-1)[..., 0], mask))))


@exercise.mistake("logarithm of a probability that is 0")
def _(Z, *, y, mask=None):
    """Your softmax is safe, but a probability may be so small that it is rounded to 0, and its logarithm is infinite.
    Calculate the logarithm of the softmax in one, as in lesson 03.
    """
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    P = np.take_along_axis(E / E.sum(axis=-1, keepdims=True), y[..., None], axis=-1)[..., 0]
    with np.errstate(divide="ignore"):
        return np.exp(-np.mean(np.log(counted(P, mask))))


for small in ("1e-15", "1e-12", "1e-10", "1e-9", "1e-8"):
    exercise.mistakes.append(
        Mistake(
            f"{small} added before the logarithm",
            f"Where the right sign has hardly a chance, your loss stops at -log({small}): the small number hides how "
            "wrong the model is. The logarithm of the softmax can be had without one, as in lesson 03.",
            lambda Z, *, y, mask=None, small=float(small): np.exp(
                -np.mean(np.log(np.exp(-counted(losses_of(Z, y), mask)) + small))
            ),
        )
    )


@exercise.accepts("with softmax of the shifted logits, place by place")
def _(Z, *, y, mask=None):
    total, count = 0.0, 0
    for place in np.ndindex(y.shape):
        if mask is None or mask[place]:
            z = Z[place] - Z[place].max()
            total += np.log(np.exp(z).sum()) - z[y[place]]
            count += 1
    return float(np.exp(total / count))


@exercise.accepts("with bits")
def _(Z, *, y, mask=None):
    mask = np.ones(y.shape, bool) if mask is None else mask
    shifted = Z - Z.max(axis=-1, keepdims=True)
    bits = np.log2(np.exp(shifted).sum(axis=-1)) - np.take_along_axis(shifted, y[..., None], axis=-1)[..., 0] / np.log(
        2
    )
    return 2 ** (np.sum(np.where(mask, bits, 0)) / np.sum(mask))
