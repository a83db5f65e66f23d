"""Dropout: a random share is silenced in training, so that no neuron relies on another one being there."""

import numpy as np

from dlcourse.checking.runtime.plain import Seed
from dlcourse.checking.specification import Case, Exercise, drawn_seed, drawn_sizes
from dlcourse.exercises.regularization._cases import COUNTED, counting_seed, what_dropout_did
from dlcourse.lessons import regularization


def cases(rng):
    def table(*shape):
        return rng.uniform(0.5, 2, size=shape) * rng.choice([-1.0, 1.0], size=shape)  # no zeros of their own

    N, D, M = drawn_sizes(rng, 3)
    return [
        Case(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), 0.5, Seed(0)),
        Case(table(100, 120), 0.25, drawn_seed(rng)),
        Case(table(120, 100), 0.8, drawn_seed(rng), training=True),
        Case(np.array([[1.0, -2.0], [3.0, 4.0], [0.5, 6.0]]), 0.5, drawn_seed(rng), training=False),
        Case(table(5000), 0.4, drawn_seed(rng)),
        Case(table(12, 20, 30), 0.2, drawn_seed(rng)),
        Case(table(80, 60).astype(np.float32), 0.7, drawn_seed(rng)),
        Case(table(N, D), 0.0, drawn_seed(rng)),  # nothing is silenced
        Case(table(1, 10 + M), 0.25, drawn_seed(rng)),
        Case(table(M, N), 0.3, drawn_seed(rng), training=False),
        Case(table(*COUNTED), 0.5, counting_seed(rng)),
    ]


exercise = Exercise(
    reference=regularization.dropout_forward,
    points=3,
    minutes=5,
    cases=cases,
    observe=what_dropout_did,
    form="fault",
    hints=[
        "Four neurons send 2 each. With a rate of 0.5, how many of them are left on average in training, and how much "
        "arrives altogether? And how much arrives in use?",
        "In training something must make up for what is silenced: by how much must each of the rest be larger, if "
        "only one in five is kept? In evaluation mode there is nothing to make up for.",
        "Elsewhere: `return prices, None` in the first lines of a function ends it there. What is left of a price "
        "after a discount is `price * (1 - discount)`; the way back is a division.",
    ],
    solved="dropout: a different, thinner network at every step, and all of them together when it answers.",
    equivalent_mutants={
        "mask = (rng.random(X.shape) > rate).astype(X.dtype) / (1 - rate)": "exactly `rate` has no chance",
    },
)

exercise.edit(
    "mask not rescaled",
    {".astype(X.dtype) / (1 - rate)": ".astype(float)"},
    """The right share is silenced, but the others keep their size: the sum that the next layer gets is too small in
    training, and in evaluation mode, with nothing silenced, suddenly larger. Divide by 1 - rate.
    """,
)


@exercise.mistake("dropout left on in evaluation mode")
def _(X, rate, rng, training=True):
    """With `training=False` you still silence numbers: the network would answer the same question differently each
    time. Then give back X as it is, and None as the mask.
    """
    mask = (rng.random(X.shape) >= rate) / (1 - rate)
    return X * mask, mask


exercise.edit(
    "scaled in evaluation mode instead of in training",
    {"return X, None": "return X * (1 - rate), None", ".astype(X.dtype) / (1 - rate)": ".astype(float)"},
    """In training nothing is divided, but with `training=False` X is changed, as in the first paper: every user of the
    network must then know the rate. *Inverted* dropout divides by 1 - rate in training, and that is all.
    """,
)

exercise.edit(
    "X changed in evaluation mode",
    {"return X, None": "return X * (1 - rate), None"},
    """Training is right. But with `training=False` X does not come back as it is: nothing is to be silenced or scaled
    then, since the division in training has evened it out.
    """,
)

exercise.edit(
    "a mask in evaluation mode",
    {"return X, None": "return X, np.ones_like(X)"},
    "Everything is right, but with `training=False` the mask is to be None: it says that dropout was not at work.",
)

exercise.edit(
    "a fixed number silenced",
    {"rng.random(X.shape)": "rng.permutation(X.size).reshape(X.shape) / X.size"},
    """You silence exactly the share `rate` of all numbers, as if counted off. In dropout each number has its own
    chance, whatever becomes of the others, so that now a few more and now a few fewer are silenced: compare a random
    number for each of them with `rate`.
    """,
)

exercise.edit(
    "a fixed number silenced in each row",
    {"rng.random(X.shape)": "np.argsort(rng.random(X.shape), axis=-1) / X.shape[-1]"},
    "In each row equally many are silenced, as if counted off. Compare a random number for each of them with `rate`.",
)

exercise.edit(
    "0.5 instead of the rate",
    {">= rate)": ">= 0.5)"},
    "The scaling follows `rate`, but half of the numbers are silenced, whatever it is: a 0.5 where `rate` belongs.",
)

exercise.edit(
    "0.5 instead of the rate, in the scale too",
    {">= rate)": ">= 0.5)", "(1 - rate)": "0.5"},
    "Half of the numbers are silenced and the rest doubled, whatever `rate` is: there is a 0.5 where `rate` belongs.",
)

exercise.edit(
    "scaled twice",
    {"return X * mask, mask": "return X * mask / (1 - rate), mask"},
    "The output is divided by 1 - rate twice: the mask holds the scale already. The mask itself is right.",
)

exercise.edit(
    "scaled twice, the mask too",
    {"/ (1 - rate)": "/ (1 - rate) ** 2"},
    "Output and mask are divided by 1 - rate twice. Once is enough to bring the mean back.",
)

exercise.edit(
    "multiplied by 1 - rate",
    {"/ (1 - rate)": "* (1 - rate)"},
    "What is kept is multiplied by 1 - rate, so that it shrinks twice over. It must *grow*: divide by 1 - rate.",
)

exercise.edit(
    "mask returned as the output",
    {"return X * mask, mask": "return mask, mask"},
    "The output is the mask itself: it still has to be multiplied by X.",
)

exercise.edit(
    "mask of the silenced",
    {"return X * mask, mask": "return X * mask, (mask == 0) / (1 - rate)"},
    "The output is right, but your mask marks the silenced. It is what X was multiplied by: 0 for those alone.",
)

exercise.edit(
    "rate taken as the share to keep",
    {">= rate).astype(X.dtype) / (1 - rate)": "< rate) / rate"},
    "You keep the share `rate`, and scale accordingly. It is the share to silence: keep where a number is >= `rate`.",
)

exercise.edit(
    "rate taken as the share to keep, and not scaled",
    {">= rate).astype(X.dtype) / (1 - rate)": "< rate).astype(float)"},
    "Two things. You keep the share `rate`: it is the share to silence. And what is kept is to be divided by 1 - rate.",
)

exercise.edit(
    "comparison the wrong way round",
    {">= rate).astype(X.dtype)": "< rate)"},
    "The scaling is right, but the share `rate` is kept instead of silenced: turn the comparison round, `>= rate`.",
)

exercise.edit(
    "doubled whatever the rate",
    {"/ (1 - rate)": "* 2"},
    "What is kept is doubled, whatever `rate` is. Right for 0.5. If one in five is kept, how much must it grow?",
)

exercise.edit(
    "multiplied by 1 + rate",
    {"/ (1 - rate)": "* (1 + rate)"},
    "What is kept is multiplied by 1 + rate: too little. The share 1 - rate is kept: divide by it.",
)

exercise.edit(
    "divided by the share that was kept",
    {".astype(X.dtype) / (1 - rate)": "* 1.0", "X * mask, mask": "X * mask / mask.mean(), mask / mask.mean()"},
    "You divide by the share that *happened* to be kept, the mean of the mask. It is divided by its chance, 1 - rate.",
)

exercise.edit(
    "divided by the rate",
    {".astype(X.dtype) / (1 - rate)": " / rate"},
    "You divide by `rate`. What is kept is the share 1 - rate, so dividing by 1 - rate brings the mean back.",
)

exercise.edit(
    "mask without its scale",
    {"return X * mask, mask": "return X * mask, (mask > 0).astype(float)"},
    "The output is right, but its scale is not in the mask. The backward pass multiplies by it: divide it by 1 - rate.",
)

exercise.edit(
    "another draw for the mask",
    {"return X * mask, mask": "return X * mask, (rng.random(X.shape) >= rate) / (1 - rate)"},
    "The output is right, but the mask has its zeros at other places: you draw twice. Draw once, and use it for both.",
)

exercise.edit(
    "same neurons for every example",
    {"(rng.random(X.shape) >= rate).astype(X.dtype)": "np.broadcast_to(rng.random(X.shape[1:]) >= rate, X.shape)"},
    "One row of random numbers serves all examples: each loses the same neurons. Draw with `rng.random(X.shape)`.",
)

exercise.edit(
    "one draw for each column",
    {"(rng.random(X.shape) >= rate).astype(X.dtype)": "np.broadcast_to(rng.random(X.shape[-1]) >= rate, X.shape)"},
    "One random number decides for a whole column: each example loses the same neurons. Draw one for each number of X.",
)


@exercise.mistake("whole examples silenced")
def _(X, rate, rng, training=True):
    """An example loses all of its numbers or none: one random number decides for a whole row. Draw one for each number:
    `rng.random(X.shape)`.
    """
    if not training:
        return X, None
    keep = (rng.random(len(X)) >= rate).reshape(-1, *[1] * (X.ndim - 1))
    mask = np.broadcast_to(keep / (1 - rate), X.shape)
    return X * mask, mask


exercise.edit(
    "normal random numbers",
    {"rng.random(X.shape) >= rate).astype(X.dtype)": "rng.normal(size=X.shape) >= rate)"},
    """The share that is silenced does not follow `rate`: it is the share that comes out for random numbers with a bell
    curve (`rng.normal`). Uniform ones, `rng.random`, are below `rate` with exactly that chance.
    """,
)

exercise.edit(
    "random factors instead of a mask",
    {"(rng.random(X.shape) >= rate).astype(X.dtype)": "rng.random(X.shape)"},
    "Every number is multiplied by a random factor, none is silenced. Compare the random numbers with `rate` first.",
)

exercise.edit(
    "training and evaluation exchanged",
    {"if not training": "if training"},
    "You silence in evaluation mode and not in training. It is the other way round.",
)


@exercise.plants(
    "mask not rescaled",
    "dropout left on in evaluation mode",
    symptom=(
        "four neurons send 2 each, to a neuron whose weights are all 1. At a rate of 0.5 it gets 4 on average in "
        "training, and it should get 8.",
        "a network in use answers the same question differently each time it is asked.",
    ),
)
def dropout_forward(X, rate, rng, training=True):
    """In training, silence a random share and scale up the rest; in evaluation mode, do nothing.

    X: array of any shape; rate: a number from 0 to below 1; rng: numpy.random.Generator
    -> (out, mask): out an array of the same shape;
    mask an array of the same shape or None (if not training)
    """
    mask = (rng.random(X.shape) >= rate).astype(X.dtype)
    return X * mask, mask


@exercise.accepts("binomial random numbers")
def _(X, rate, rng, training=True):
    if training:
        mask = rng.binomial(1, 1 - rate, size=X.shape) / (1 - rate)
        return X * mask, mask
    return X.copy(), None


@exercise.accepts("the mask chosen by np.where")
def _(X, rate, rng, training=True):
    if not training:
        return X, None
    mask = np.where(rng.random(X.shape) < rate, 0.0, 1 / (1 - rate))
    return [X * mask, mask]


@exercise.accepts("number by number")
def _(X, rate, rng, training=True):
    mask = np.ones(X.shape)
    if not training:
        return X * mask, None
    for place in np.ndindex(X.shape):
        mask[place] = 0 if rng.uniform() < rate else 1 / (1 - rate)
    return X * mask, mask
