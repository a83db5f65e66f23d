"""What several exercises of the lesson share: inputs to normalise, and answers of which a property is looked at."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Malformed, drawn_seed, drawn_sizes

MANY = 1000  # numbers, of which a share says something
COUNTED = 200, 300  # the shape of the X of which it is seen whether exactly half is silenced


def pair(value, names):
    """An answer's two values, or Malformed with what they should be."""
    if not (isinstance(value, list | tuple) and len(value) == 2):
        raise Malformed(f"What came back is {describe(value)}; wanted are two values, {names}.")
    return value


def numbers(value, name, shape):
    """An answer's array as float64, or Malformed with what is wanted."""
    if not (isinstance(value, np.ndarray) and value.dtype.kind in "biuf"):
        raise Malformed(f"{name} is {describe(value)}; wanted is an array of the shape {shape}.")
    if value.shape != shape:
        raise Malformed(f"{name} has the shape {value.shape}; wanted is the shape {shape}.")
    if not np.isfinite(value).all():
        raise Malformed(f"{name} has nan or inf in it.")
    return value.astype(float)


def share_silenced(share, rate):
    """In words, the share of numbers that are 0."""
    if abs(share - rate) < 0.04:
        return "about `rate`"
    if abs(share - (1 - rate)) < 0.04:
        return "about 1 - rate"
    if abs(share - 0.5) < 0.04:
        return "about half"
    return "none" if share == 0 else "all" if share == 1 else "another share"


def pattern(zeros):
    """Whether the numbers are silenced one by one, or together."""
    if zeros.ndim < 2 or zeros.all() or not zeros.any():
        return "each number by itself"
    if (zeros == zeros[:1]).all():
        return "the same ones in every row"
    if (zeros == zeros[..., :1]).all():
        return "whole rows"
    rows = zeros.reshape(len(zeros), -1).sum(axis=1)
    return "equally many in every row" if np.ptp(rows) == 0 else "each number by itself"


def mask_fits(out, mask, X):
    """In words, whether the mask is what X was multiplied by; if not, whether its zeros are where those of out are."""
    if np.allclose(out, X * mask, rtol=1e-4):
        return "yes"
    if ((mask == 0) == (out == 0)).all():
        return "no"
    return "no: it is 0 where X is kept" if ((mask == 0) == (out != 0)).all() else "no: it is 0 at other places"


def counting_seed(rng):
    """A seed with which no usual way to draw happens to silence exactly half of the numbers of `COUNTED`.

    One call tells an exact share from chance by its count alone, and chance has this count once in 300 times.
    """
    while True:
        seed = drawn_seed(rng)
        if np.prod(COUNTED) // 2 not in usual_counts(seed):
            return seed


def usual_counts(seed):
    """How many of `COUNTED` are silenced at the rate 0.5 by each usual way to draw, with a generator of this seed."""

    def rng():
        return np.random.default_rng(seed.number)

    uniform = [rng().random(COUNTED, dtype) for dtype in (np.float64, np.float32)]
    return [
        *(np.sum(u < 0.5) for u in uniform),
        *(np.sum(u <= 0.5) for u in uniform),
        *(np.sum(u >= 0.5) for u in uniform),
        np.sum(rng().binomial(1, 0.5, COUNTED)),
        np.sum(rng().integers(0, 2, COUNTED)),
    ]


def columns(rng, N, D):
    """Inputs with columns of different means and stds, gamma, beta, and running statistics that fit none of them."""
    X = rng.normal(size=(N, D)) * rng.uniform(0.5, 4, size=D) + rng.normal(scale=3, size=D)
    running = rng.normal(size=D), rng.uniform(0.3, 3, size=D)
    return X, rng.uniform(0.5, 2, size=D) * rng.choice([-1.0, 1.0], size=D), rng.normal(size=D), running


def as_float32(tree):
    """The same tuples of arrays, in float32."""
    return tuple(map(as_float32, tree)) if isinstance(tree, tuple) else tree.astype(np.float32)


def what_dropout_did(arguments, value):
    """What happens to the numbers that stay, how many become 0, in which pattern, and what the mask is."""
    X, rate, training = arguments["X"], arguments["rate"], arguments.get("training", True)
    out, mask = pair(value, "the output and the mask")
    out, X = numbers(out, "The output", X.shape), X.astype(float)
    if not training:
        return {
            "the output in evaluation mode": "X as it is" if np.allclose(out, X) else "something else than X",
            "the mask in evaluation mode": "None" if mask is None else "not None",
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
        found["the share of numbers that become 0"] = share_silenced(np.mean(out == 0), rate)
        found["which ones become 0"] = pattern(out == 0)
    if X.shape == COUNTED:
        exact = np.sum(out == 0) == rate * X.size
        found["how many become 0"] = "exactly `rate` times their number" if exact else "left to chance"
    found["the mask is what X was multiplied by"] = mask_fits(out, mask, X)
    return found


def batchnorm_cases(rng):
    """Inputs, gamma, beta and running statistics in both modes."""
    narrow = rng.normal(scale=2e-3, size=(6, 2))  # so narrow that epsilon counts
    flat = np.column_stack([np.full(4, 2.5), rng.normal(size=4)])  # a column that is constant
    fresh = np.zeros(2), np.ones(2)
    float32 = [as_float32(part) for part in columns(rng, 5, 3)]
    N, D, M, C = drawn_sizes(rng, 4, 3)
    return [
        Case(np.array([[1.0, 0.0], [5.0, 2.0], [3.0, 4.0]]), np.array([10.0, 1.0]), np.array([7.0, 0.5]), fresh),
        Case(np.array([[1.0, 0.0], [5.0, 2.0], [3.0, 4.0]]), np.array([2.0, 1.0]), np.array([0.0, 0.5]),
             (np.array([3.0, 1.0]), np.array([4.0, 0.25])), training=False),
        Case(*columns(rng, N, D)),
        Case(*columns(rng, M, C), training=True, momentum=0.75),
        Case(*columns(rng, C, N), training=False),
        Case(*columns(rng, 1, 4), training=False, momentum=0.5),
        Case(*columns(rng, 1, 3)),  # a batch of one is its own mean
        Case(*columns(rng, 5, 4), momentum=0.0, epsilon=0.0),  # nothing is remembered
        Case(*columns(rng, 2, 3), training=False, epsilon=0.2),
        Case(narrow, np.array([1.0, 3.0]), np.array([0.0, -1.0]), fresh),
        Case(narrow[:3], np.array([1.0, 3.0]), np.array([0.0, -1.0]), fresh, training=True, momentum=0.99,
             epsilon=0.1),
        Case(flat, np.array([1.5, -1.0]), np.array([2.0, 0.0]), fresh),
        Case(*columns(rng, 60, 12)),
        Case(*float32),
    ]  # fmt: skip


# Further wrong answers to batchnorm_forward: by name, what is changed in the reference, and the advice.

UPDATE = "momentum * old + (1 - momentum) * new for old, new in zip(running, "

SLIPS = {
    "running statistics updated before their use in evaluation mode": (
        {
            "mean, variance = running": "batch = X.mean(axis=0), X.var(axis=0)\n"
            f"    running = tuple({UPDATE}batch))\n    mean, variance = running",
            f"        running = tuple({UPDATE}(mean, variance)))": "        pass",
        },
        "With `training=False` the running statistics change first, and are then used. In evaluation mode they are "
        "used as they are and stay so: only training changes them.",
    ),
    "running mean and variance exchanged": (
        {"mean, variance = running": "variance, mean = running"},
        "With `training=False` mean and variance have changed places: `running` is the pair (mean, variance).",
    ),
    "both shares are momentum": (
        {"+ (1 - momentum) * new": "+ momentum * new"},
        "The two shares of the running statistics do not add up to 1: both are momentum. The batch gets the rest.",
    ),
    "no root in evaluation mode": (
        {"np.sqrt(variance + epsilon)": "np.sqrt(variance + epsilon) if training else variance"},
        "With `training=False` you divide by the running variance. As in training, it is its root that is the spread, "
        "with epsilon under it.",
    ),
    "modes exchanged": (
        {"if training": "if not training"},
        "The two modes have changed places: in training the batch counts, and the running statistics follow it.",
    ),
    "beta multiplied by gamma": (
        {"gamma * X_hat + beta": "gamma * (X_hat + beta)"},
        "You add beta before multiplying by gamma, so that beta is scaled, too. It is added last.",
    ),
    "X in the cache": (
        {"(X_hat, gamma, std), running": "(X, gamma, std), running"},
        "Output and running statistics are right. The first of the cache is X as it came: wanted is X_hat, normalised.",
    ),
    "variance in the cache": (
        {"(X_hat, gamma, std), running": "(X_hat, gamma, variance), running"},
        "Output and running statistics are right. The last of the cache is the variance: wanted is std, its root.",
    ),
    "no running statistics in evaluation mode": (
        {"(X_hat, gamma, std), running": "(X_hat, gamma, std), running if training else None"},
        "With `training=False` None comes back for `running`. Give the pair back as it came: it is needed next time.",
    ),
}


# ---- shifted pictures: how learners cut windows, and what was done ----

ORDERS = (  # in which learners draw two numbers for each picture
    lambda rng, low, high, N: [rng.integers(low, high, size=2) for _ in range(N)],
    lambda rng, low, high, N: [(rng.integers(low, high), rng.integers(low, high)) for _ in range(N)],
    lambda rng, low, high, N: rng.integers(low, high, size=(N, 2)),
    lambda rng, low, high, N: zip(*(rng.integers(low, high, size=N) for _ in range(2)), strict=True),
)


def around(most):
    """The frame that is wanted, as `np.pad` takes it."""
    return (0, 0), (most, most), (most, most)


def framed_and_cut(images, corners, frame, size, filled=True):
    """Windows of the `size` (height, width) out of framed pictures, filled into room for them or made an array."""
    padded, out = np.pad(images, frame), np.zeros_like(images)
    windows = [padded[n, i : i + size[0], j : j + size[1]] for n, (i, j) in enumerate(corners)]
    if not filled:
        return np.array(windows)
    for n, window in enumerate(windows):
        out[n] = window
    return out


def evenness(places, most):
    """Whether all shifts down, and all across, come about equally often: each count within six standard deviations."""
    share = 1 / (2 * most + 1)
    far = 6 * np.sqrt(share * (1 - share) * len(places))
    shifts = np.arange(-most, most + 1)
    counts = (places[:, :, None] == shifts).sum(axis=0)  # (2, 2 most + 1)
    return "about equally often" if np.abs(counts - share * len(places)).max() < far else "some more often than others"


def places_of(images, shifted, most, way):
    """By how much each picture was moved down and across, (N, 2), or None if some were not."""
    places, found = np.zeros((len(images), 2), int), np.zeros(len(images), bool)
    for down in range(-most, most + 1):
        for across in range(-most, most + 1):
            same = np.abs(way(images, (down, across), (1, 2)) - shifted).max(axis=(1, 2)) < 1e-6
            places[same], found[same] = (down, across), True
    return places if found.all() else None


def otherwise(images, shifted, most):
    """In words, what was done to the pictures if they were not moved over zeros."""
    if places_of(images, shifted, most, np.roll) is not None:
        return "is moved, and what leaves on one side comes in again on the other"
    blank = {
        (down, across): moved(np.ones(images.shape), (down, across), (1, 2)) == 0
        for down in range(-most, most + 1)
        for across in range(-most, most + 1)
    }

    def filled(images, shift, axes):
        return np.where(blank[shift], shifted, moved(images, shift, axes))

    filled_up = places_of(images, shifted, most, filled) is not None
    return "is moved, but what is uncovered is not 0" if filled_up else "is not itself, moved"


def moved(images, shift, axes):
    """`np.roll` with zeros in the place of what comes in again."""
    rolled = np.roll(images, shift, axes)
    for axis, distance in zip(axes, shift):
        if distance:
            edge = [slice(None)] * images.ndim
            edge[axis] = slice(None, distance) if distance > 0 else slice(distance, None)
            rolled[tuple(edge)] = 0
    return rolled


def reach(shifts):
    """The smallest and the largest shift, and whether all between them occur."""
    gaps = "" if len(np.unique(shifts)) == np.ptp(shifts) + 1 else ", but not all between"
    return f"from {shifts.min()} to {shifts.max()}{gaps}".replace("-", "−")
