"""Lesson 07: cases, observations and known mistakes of the exercises that draw random numbers.

Many answers are right there: an observation says what is the same in all of them, in words and in shares that are
put into a few wide classes, so that chance does not decide (the margins are six standard deviations or more).
"""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.runtime.plain import Seed
from dlcourse.checking.specification import Case, Malformed, drawn_seed
from dlcourse.lessons import regularization as reference


def _pair(value, names):
    if not (isinstance(value, list | tuple) and len(value) == 2):
        raise Malformed(f"What came back is {describe(value)}; wanted are two values, {names}.")
    return value


def _numbers(value, name, shape):
    """An answer's array as float64, or Malformed with what is wanted."""
    if not (isinstance(value, np.ndarray) and value.dtype.kind in "biuf"):
        raise Malformed(f"{name} is {describe(value)}; wanted is an array of the shape {shape}.")
    if value.shape != shape:
        raise Malformed(f"{name} has the shape {value.shape}; wanted is the shape {shape}.")
    if not np.isfinite(value).all():
        raise Malformed(f"{name} has nan or inf in it.")
    return value.astype(float)


# ---- dropout_forward ----


def dropout_cases(rng):
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
    out, mask = _pair(value, "the output and the mask")
    out, X = _numbers(out, "The output", X.shape), X.astype(float)
    if not training:
        return {
            "the output in use": "X as it is" if np.allclose(out, X) else "something else than X",
            "the mask in use": "None" if mask is None else "not None",
        }
    if mask is None:
        raise Malformed("The mask is None although `training` is True; wanted is what X was multiplied by.")
    mask = _numbers(mask, "The mask", X.shape)
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


def not_rescaled(X, rate, rng, training=True):
    if not training:
        return X, None
    mask = (rng.random(X.shape) >= rate).astype(float)
    return X * mask, mask


def on_in_use(X, rate, rng, training=True):
    mask = (rng.random(X.shape) >= rate) / (1 - rate)
    return X * mask, mask


def scaled_in_use(X, rate, rng, training=True):
    if not training:
        return X * (1 - rate), None
    return not_rescaled(X, rate, rng)


def rate_is_kept(X, rate, rng, training=True):
    if not training:
        return X, None
    mask = (rng.random(X.shape) < rate) / max(rate, 0.01)
    return X * mask, mask


def comparison_reversed(X, rate, rng, training=True):
    if not training:
        return X, None
    mask = (rng.random(X.shape) < rate) / (1 - rate)
    return X * mask, mask


def divided_by_rate(X, rate, rng, training=True):
    if not training:
        return X, None
    mask = (rng.random(X.shape) >= rate) / max(rate, 0.01)
    return X * mask, mask


def mask_without_scale(X, rate, rng, training=True):
    out, mask = reference.dropout_forward(X, rate, rng, training)
    return out, None if mask is None else (mask > 0).astype(float)


def same_neurons_for_all(X, rate, rng, training=True):
    if not training:
        return X, None
    mask = np.broadcast_to((rng.random(X.shape[1:]) >= rate) / (1 - rate), X.shape)
    return X * mask, mask


def whole_examples(X, rate, rng, training=True):
    if not training:
        return X, None
    keep = (rng.random(len(X)) >= rate).reshape(-1, *[1] * (X.ndim - 1))
    mask = np.broadcast_to(keep / (1 - rate), X.shape)
    return X * mask, mask


def normal_numbers(X, rate, rng, training=True):
    if not training:
        return X, None
    mask = (rng.normal(size=X.shape) >= rate) / (1 - rate)
    return X * mask, mask


def not_thresholded(X, rate, rng, training=True):
    if not training:
        return X, None
    mask = rng.random(X.shape) / (1 - rate)
    return X * mask, mask


def training_reversed(X, rate, rng, training=True):
    return reference.dropout_forward(X, rate, rng, not training)


# ---- random_shift ----


def shift_cases(rng):
    def images(*shape):
        return rng.uniform(0.2, 1, size=shape)  # ink everywhere: a 0 is what was uncovered

    return [
        Case(np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]), 1, Seed(0)),
        Case(images(400, 5, 6), 2, drawn_seed(rng)),
        Case(images(300, 6, 6), 1, drawn_seed(rng)),
        Case(images(300, 6, 5), 3, drawn_seed(rng)),
        Case(images(200, 4, 5).astype(np.float32), 1, drawn_seed(rng)),
    ]


def observe_shift(arguments, value):
    """What was done to each picture, and which shifts there are."""
    images, most = arguments["images"].astype(float), arguments["most"]
    shifted = _numbers(value, "What came back", images.shape)
    places = _places(images, shifted, most, _moved)
    if places is None:
        around = _places(images, shifted, most, np.roll) is not None
        again = "is moved, and what leaves on one side comes in again on the other"
        return {"each picture": again if around else "is not itself moved, with 0 where it was uncovered"}
    seen = {"each picture": "is moved, and what is uncovered is 0"}
    if len(images) >= 100:
        down, across = places.T
        alike = len(np.unique(places, axis=0)) == 1
        for name, shifts in (("shifts down", down), ("shifts across", across)):
            seen[name] = "the same for all pictures" if alike else _reach(shifts)
        together = np.ptp(down) > 0 and (np.array_equal(down, across) or np.array_equal(down, -across))
        seen["down and across"] = "always the same number" if together else "drawn separately"
    return seen


def _places(images, shifted, most, way):
    """By how much each picture was moved down and across, (N, 2), or None if some were not."""
    places, found = np.zeros((len(images), 2), int), np.zeros(len(images), bool)
    for down in range(-most, most + 1):
        for across in range(-most, most + 1):
            same = np.abs(way(images, (down, across), (1, 2)) - shifted).max(axis=(1, 2)) < 1e-6
            places[same], found[same] = (down, across), True
    return places if found.all() else None


def _moved(images, shift, axes):
    """`np.roll` with zeros in the place of what comes in again."""
    rolled = np.roll(images, shift, axes)
    for axis, distance in zip(axes, shift):
        if distance:
            edge = [slice(None)] * images.ndim
            edge[axis] = slice(None, distance) if distance > 0 else slice(distance, None)
            rolled[tuple(edge)] = 0
    return rolled


def _reach(shifts):
    return f"from {shifts.min()} to {shifts.max()}".replace("-", "−")


def rolled_around(images, most, rng):
    shifts = rng.integers(-most, most + 1, size=(len(images), 2))
    return np.stack([np.roll(image, shift, (0, 1)) for image, shift in zip(images, shifts)])


def _shifted(images, down, across):
    moved = [_moved(images[n : n + 1], (down[n], across[n]), (1, 2))[0] for n in range(len(images))]
    return np.stack(moved)


def one_shift_for_all(images, most, rng):
    down, across = rng.integers(-most, most + 1, size=2)
    return _shifted(images, [down] * len(images), [across] * len(images))


def most_never_reached(images, most, rng):
    down, across = rng.integers(-most, most, size=(2, len(images)))
    return _shifted(images, down, across)


def last_window_never_chosen(images, most, rng):
    down, across = rng.integers(-most + 1, most + 1, size=(2, len(images)))
    return _shifted(images, down, across)


def only_down_and_right(images, most, rng):
    down, across = rng.integers(0, most + 1, size=(2, len(images)))
    return _shifted(images, down, across)


def only_across(images, most, rng):
    across = rng.integers(-most, most + 1, size=len(images))
    return _shifted(images, 0 * across, across)


def along_the_diagonal(images, most, rng):
    shift = rng.integers(-most, most + 1, size=len(images))
    return _shifted(images, shift, shift)


def frame_not_cut_off(images, most, rng):
    N, H, W = images.shape
    out = np.zeros((N, H + 2 * most, W + 2 * most))
    for n, (i, j) in enumerate(rng.integers(0, 2 * most + 1, size=(N, 2))):
        out[n, i : i + H, j : j + W] = images[n]
    return out


def edge_repeated(images, most, rng):
    N, H, W = images.shape
    padded = np.pad(images, ((0, 0), (most, most), (most, most)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (H, W), axis=(1, 2))
    return windows[np.arange(N), *rng.integers(0, 2 * most + 1, size=(2, N))]


# ---- mixup ----


def mixup_cases(rng):
    def batch(N, D, C):
        return rng.normal(size=(N, D)), np.eye(C)[rng.integers(0, C, N)]

    X, Y = batch(200, 6, 3)
    return [
        Case(
            np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 3.0]]), np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]), 1.0, Seed(0)
        ),
        Case(*batch(300, 7, 4), 0.3, drawn_seed(rng)),
        Case(*batch(300, 5, 10), 1.0, drawn_seed(rng)),
        Case(*batch(400, 4, 4), 5.0, drawn_seed(rng)),
        Case(X.astype(np.float32), Y.astype(np.float32), 0.2, drawn_seed(rng)),
    ]


def observe_mixup(arguments, value):
    """Whether each row is a mixture of its own example and one other, the targets alike, and how the shares lie."""
    X, Y, alpha = arguments["X"].astype(float), arguments["Y"].astype(float), arguments["alpha"]
    mixed, targets = _pair(value, "the mixed examples and the mixed targets")
    mixed, targets = _numbers(mixed, "The mixed X", X.shape), _numbers(targets, "The mixed Y", Y.shape)
    close = 1e-4 if arguments["X"].dtype == np.float32 else 1e-7
    partner, share, distance = _partners(X, mixed, 0.3 * close * np.abs(X).max())
    mixture = distance < close * np.abs(X).max()
    if not mixture.all() or (share < -close).any() or (share > 1 + close).any():
        return {"each row of X": "is no mixture of its own example and one other"}
    own, other = Y, Y[partner]
    alike = np.abs(share[:, None] * own + (1 - share[:, None]) * other - targets).max() < 10 * close
    real = partner != np.arange(len(X))  # not mixed with itself, or with a share too small to see
    exchanged = np.abs((1 - share[:, None]) * own + share[:, None] * other - targets)[real]
    turned = exchanged.max(initial=0) < 10 * close
    words = "as X" if alike else "with the two shares exchanged" if turned else "otherwise than X"
    found = {"each row of X": "is a mixture of its own example and one other"}
    if len(X) >= 100:  # among few, each may by chance be its own partner
        found["Y is mixed"] = "not at all" if np.array_equal(targets, Y) and not alike else words
        found["the shares"] = _shares(share[real], alpha)
        found["the partners"] = _order(partner[real], np.flatnonzero(real), len(X))
    return found


def _partners(X, mixed, still):
    """For each row the other example that explains it best, the share of its own example, and what is left over."""
    rows, moved = np.arange(len(X)), mixed - X
    length = np.sum(X**2, axis=1)
    length = np.maximum(length[:, None] + length - 2 * X @ X.T, 0)  # squared, from each example to each other
    along = moved @ X.T - np.sum(moved * X, axis=1, keepdims=True)
    explained = np.where(length > 1e-9, along**2 / np.maximum(length, 1e-9), 0)
    partner = explained.argmax(axis=1)
    partner = np.where(np.abs(moved).max(axis=1) <= still, rows, partner)  # with itself, or with all of the share
    towards = X[partner] - X
    step = np.sum(moved * towards, axis=1) / np.maximum(np.sum(towards**2, axis=1), 1e-12)
    return partner, 1 - step, np.abs(moved - step[:, None] * towards).max(axis=1)


def _shares(share, alpha):
    if len(share) == 0 or np.ptp(share) < 1e-4:
        return "the same for all examples"
    wanted, found = 1 / (4 * (2 * alpha + 1)), np.mean((share - 0.5) ** 2)
    return "spread as asked by `alpha`" if abs(found / wanted - 1) < 0.4 else "spread otherwise than `alpha` asks"


def _order(partner, rows, count):
    steps = [np.bincount(way % count).max() for way in (partner - rows, partner + rows)] if len(rows) else [0]
    return "in a fixed order" if max(steps) > 0.5 * len(rows) else "drawn"


def _mix(X, Y, partner, share, share_of_Y=None, partner_of_Y=None):
    of_Y = share if share_of_Y is None else share_of_Y
    other = partner if partner_of_Y is None else partner_of_Y
    return share * X + (1 - share) * X[partner], of_Y * Y + (1 - of_Y) * Y[other]


def targets_not_mixed(X, Y, alpha, rng):
    return reference.mixup(X, Y, alpha, rng)[0], Y


def shares_exchanged(X, Y, alpha, rng):
    partner, share = rng.permutation(len(X)), rng.beta(alpha, alpha, size=(len(X), 1))
    return _mix(X, Y, partner, share, 1 - share)


def targets_by_other_shares(X, Y, alpha, rng):
    partner, share = rng.permutation(len(X)), rng.beta(alpha, alpha, size=(len(X), 1))
    return _mix(X, Y, partner, share, rng.beta(alpha, alpha, size=(len(X), 1)))


def one_share_for_all(X, Y, alpha, rng):
    return _mix(X, Y, rng.permutation(len(X)), rng.beta(alpha, alpha))


def even_shares(X, Y, alpha, rng):
    return _mix(X, Y, rng.permutation(len(X)), rng.random((len(X), 1)))


def partners_in_order(X, Y, alpha, rng):
    return _mix(X, Y, np.arange(len(X))[::-1], rng.beta(alpha, alpha, size=(len(X), 1)))


def share_of_each_number(X, Y, alpha, rng):
    share, partner = rng.beta(alpha, alpha, size=X.shape), rng.permutation(len(X))
    return share * X + (1 - share) * X[partner], share[:, :1] * Y + (1 - share[:, :1]) * Y[partner]
