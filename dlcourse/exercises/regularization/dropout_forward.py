"""In training, silence a random share of the numbers and scale up the rest; in use, nothing."""

import numpy as np

from dlcourse.checking.runtime.plain import Seed
from dlcourse.checking.specification import Case, Exercise, Malformed, drawn_seed
from dlcourse.exercises.regularization._cases import numbers, pair
from dlcourse.lessons import regularization


def cases(rng):
    def numbers(*shape):
        return rng.uniform(0.5, 2, size=shape) * rng.choice([-1.0, 1.0], size=shape)  # no zeros of their own

    return [
        Case(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), 0.5, Seed(0)),
        Case(numbers(100, 120), 0.25, drawn_seed(rng)),
        Case(numbers(120, 100), 0.8, drawn_seed(rng), training=True),
        Case(np.array([[1.0, -2.0], [3.0, 4.0], [0.5, 6.0]]), 0.5, drawn_seed(rng), training=False),
        Case(numbers(5000), 0.4, drawn_seed(rng)),
        Case(numbers(12, 20, 30), 0.1, drawn_seed(rng)),
        Case(numbers(80, 60).astype(np.float32), 0.7, drawn_seed(rng)),
    ]


MANY = 1000  # numbers, of which a share says something


def observe_dropout(arguments, value):
    """What happens to the numbers that stay, how many become 0, in which pattern, and what the mask is."""
    X, rate, training = arguments["X"], arguments["rate"], arguments.get("training", True)
    out, mask = pair(value, "the output and the mask")
    out, X = numbers(out, "The output", X.shape), X.astype(float)
    if not training:
        return {
            "the output in use": "X as it is" if np.allclose(out, X) else "something else than X",
            "the mask in use": "None" if mask is None else "not None",
        }
    if mask is None:
        raise Malformed("The mask is None although `training` is True; wanted is what X was multiplied by.")
    mask = numbers(mask, "The mask", X.shape)
    factors = (out / X)[out != 0]
    alike = len(factors) == 0 or np.ptp(factors) < 1e-4 * np.abs(factors).max()
    found = {"the numbers that stay are multiplied by": "different factors" if not alike else 1 / (1 - rate)}
    if alike and len(factors) and not np.isclose(factors[0], 1 / (1 - rate), rtol=1e-4):
        found = {"the numbers that stay are multiplied by": float(f"{factors[0]:.3g}")}
    if X.size >= MANY:
        found["the share of numbers that become 0"] = _share(np.mean(out == 0), rate)
        found["which ones"] = _pattern(out == 0)
    found["the mask is what X was multiplied by"] = "yes" if np.allclose(out, X * mask, rtol=1e-4) else "no"
    return found


def _share(share, rate):
    if abs(share - rate) < 0.04:
        return "about as many as `rate` asks for"
    if abs(share - (1 - rate)) < 0.04:
        return "about 1 - rate"
    return "none" if share == 0 else "all" if share == 1 else "another share"


def _pattern(zeros):
    if zeros.ndim < 2 or zeros.all() or not zeros.any():
        return "each number by itself"
    if (zeros == zeros[:1]).all():
        return "the same in every row"
    return "whole rows" if (zeros == zeros[..., :1]).all() else "each number by itself"


exercise = Exercise(
    reference=regularization.dropout_forward,
    points=3,
    cases=cases,
    observe=observe_dropout,
    hints=[
        "Two cases: in use, nothing happens. In training, draw a random number for each number of X, and compare "
        "it with the rate.",
        "`rng.random(X.shape) >= rate` is True with the chance 1 - rate. True counts as 1 and False as 0: divide "
        "by 1 - rate, and you have the mask.",
        "`if not training: return X, None`. Then `mask = (rng.random(X.shape) >= rate) / (1 - rate)` and "
        "`return X * mask, mask`",
    ],
    solved="dropout: a different, thinner network at every step, and all of them together in use.",
    equivalent_mutants={
        "mask = (rng.random(X.shape) > rate).astype(X.dtype) / (1 - rate)": "exactly `rate` has no chance",
    },
)


def not_rescaled(X, rate, rng, training=True):
    if not training:
        return X, None
    mask = (rng.random(X.shape) >= rate).astype(float)
    return X * mask, mask


@exercise.mistake("mask not rescaled")
def _(X, rate, rng, training=True):
    """The right share is silenced, but the others keep their size: the sum that the next layer gets is too small in
    training, and in use, with nothing silenced, suddenly larger. Divide by 1 - rate.
    """
    return not_rescaled(X, rate, rng, training)


@exercise.mistake("dropout left on in use")
def _(X, rate, rng, training=True):
    """With `training=False` you still silence numbers: the network would answer the same question differently each
    time. In use, give back X as it is, and None as the mask.
    """
    mask = (rng.random(X.shape) >= rate) / (1 - rate)
    return X * mask, mask


@exercise.mistake("scaled in use instead of in training")
def _(X, rate, rng, training=True):
    """You make the numbers smaller in use, as the first paper did. It works, but every user of the network must then
    know the rate. *Inverted* dropout divides by 1 - rate in training and leaves use alone.
    """
    if not training:
        return X * (1 - rate), None
    return not_rescaled(X, rate, rng)


@exercise.mistake("rate taken as the share to keep")
def _(X, rate, rng, training=True):
    """You keep the share `rate`, and scale accordingly. Here `rate` is the share to silence: keep where the random
    number is at least `rate`.
    """
    if not training:
        return X, None
    mask = (rng.random(X.shape) < rate) / max(rate, 0.01)
    return X * mask, mask


@exercise.mistake("comparison the wrong way round")
def _(X, rate, rng, training=True):
    """The scaling is right, but the share `rate` is kept instead of silenced: turn the comparison round, `>= rate`."""
    if not training:
        return X, None
    mask = (rng.random(X.shape) < rate) / (1 - rate)
    return X * mask, mask


@exercise.mistake("divided by the rate")
def _(X, rate, rng, training=True):
    """You divide by `rate`. What is kept is the share 1 - rate, so dividing by 1 - rate brings the mean back."""
    if not training:
        return X, None
    mask = (rng.random(X.shape) >= rate) / max(rate, 0.01)
    return X * mask, mask


@exercise.mistake("mask without its scale")
def _(X, rate, rng, training=True):
    """The output is right, but the mask that you return has only zeros and ones. The backward pass multiplies by it: it
    must hold the scale too, 1 / (1 - rate).
    """
    out, mask = regularization.dropout_forward(X, rate, rng, training)
    return out, None if mask is None else (mask > 0).astype(float)


@exercise.mistake("same neurons for every example")
def _(X, rate, rng, training=True):
    """One row of random numbers serves all examples: in a batch, every example loses the same neurons. Draw one for
    each number: `rng.random(X.shape)`.
    """
    if not training:
        return X, None
    mask = np.broadcast_to((rng.random(X.shape[1:]) >= rate) / (1 - rate), X.shape)
    return X * mask, mask


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


@exercise.mistake("normal random numbers")
def _(X, rate, rng, training=True):
    """The share that is silenced does not follow `rate`: it is the share that comes out for random numbers with a bell
    curve (`rng.normal`). Uniform ones, `rng.random`, are below `rate` with exactly that chance.
    """
    if not training:
        return X, None
    mask = (rng.normal(size=X.shape) >= rate) / (1 - rate)
    return X * mask, mask


@exercise.mistake("random factors instead of a mask")
def _(X, rate, rng, training=True):
    """Every number is multiplied by a random factor, none is silenced. Compare the random numbers with `rate` first:
    that gives True (keep) or False (silence).
    """
    if not training:
        return X, None
    mask = rng.random(X.shape) / (1 - rate)
    return X * mask, mask


@exercise.mistake("training and use exchanged")
def _(X, rate, rng, training=True):
    """You silence in use and not in training. It is the other way round."""
    return regularization.dropout_forward(X, rate, rng, not training)


@exercise.accepts("dropout binomial")
def _(X, rate, rng, training=True):
    if training:
        mask = rng.binomial(1, 1 - rate, size=X.shape) / (1 - rate)
        return X * mask, mask
    return X.copy(), None


@exercise.accepts("dropout where")
def _(X, rate, rng, training=True):
    if not training:
        return X, None
    mask = np.where(rng.random(X.shape) < rate, 0.0, 1 / (1 - rate))
    return [X * mask, mask]


@exercise.accepts("dropout exact count")
def _(X, rate, rng, training=True):
    """Silences exactly the share that is asked."""
    if not training:
        return X, None
    mask = np.full(X.size, 1 / (1 - rate))
    mask[rng.choice(X.size, size=round(rate * X.size), replace=False)] = 0
    mask = mask.reshape(X.shape)
    return mask * X, mask


@exercise.accepts("dropout loops")
def _(X, rate, rng, training=True):
    mask = np.ones(X.shape)
    if not training:
        return X * mask, None
    for place in np.ndindex(X.shape):
        mask[place] = 0 if rng.uniform() < rate else 1 / (1 - rate)
    return X * mask, mask
