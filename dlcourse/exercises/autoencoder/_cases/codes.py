"""Cases of tied autoencoders, of what is erased, and of how active hidden units are."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Malformed, drawn_seed, drawn_sizes
from dlcourse.lessons import autoencoder

MANY = 400  # rows in which every place must have been erased about equally often
ROOM = 5  # standard deviations: an honest draw is outside once in a million


def tied(rng, N, D, M, *, scale=1.0, linear=None):
    """The arguments of a forward pass, named."""
    named = {"W": rng.normal(size=(D, M)), "b": rng.normal(size=M), "c": rng.normal(size=D)}
    return {"X": scale * rng.normal(size=(N, D))} | named | ({} if linear is None else {"linear": linear})


def as_float32(named):
    """The arrays of a dict in float32."""
    return {key: kept.astype(np.float32) if isinstance(kept, np.ndarray) else kept for key, kept in named.items()}


def forward_cases(rng):
    """By hand; both kinds; a code wider than the input, of one number; large inputs; no example; float32."""
    N, D, M, K = drawn_sizes(rng, 4)
    small, large = sorted((D, M))
    by_hand = {"X": np.array([[3.0, 3.0]]), "W": np.array([[1.0], [-1.0]]), "b": np.zeros(1), "c": np.array([0.0, 2.0])}
    every = [
        by_hand,
        by_hand | {"X": np.array([[2.0, 5.0]]), "b": np.array([1.0]), "linear": True},
        tied(rng, N, large, small),
        tied(rng, K, large, small, linear=True),
        tied(rng, N, small, large + 3, linear=False),
        tied(rng, M, K, N, linear=True),
        tied(rng, 1, D, 1),
        tied(rng, K, M, D, scale=900.0),
        tied(rng, 30, 20, 12),
        tied(rng, 0, D, M),
        as_float32(tied(rng, N, M, D)),
        as_float32(tied(rng, N, M, D, linear=True)),
    ]
    return [Case(named.pop("X"), **named) for named in map(dict, every)]


def backward_cases(rng):
    """By hand; both kinds; with and without what else pulls at the code; one example, none; float32."""

    def case(*sizes, linear=False, pull=False, small=False):
        named = tied(rng, *sizes, linear=linear)
        named = as_float32(named) if small else named
        X_hat, cache = autoencoder.autoencoder_forward(named.pop("X"), **named)
        more = {"dH": rng.normal(size=cache[1].shape).astype(X_hat.dtype)} if pull else {}
        return Case(rng.normal(size=X_hat.shape).astype(X_hat.dtype), cache, **more)

    N, D, M, K = drawn_sizes(rng, 4)
    X, H, W = np.array([[3.0, 3.0]]), np.array([[0.5]]), np.array([[1.0], [-1.0]])
    return [
        Case(np.array([[1.0, 0.0]]), (X, H, W, False)),
        Case(np.array([[1.0, 0.0]]), (X, 2 * H, W, True), dH=np.array([[2.0]])),
        case(N, D, M),
        case(K, M, D, linear=True),
        case(N, D, K, pull=True),
        case(M, K, D, linear=True, pull=True),
        case(1, D, 1, pull=True),
        case(20, 30, 12, pull=True),
        case(0, D, M),
        case(N, M, K, small=True, pull=True),
        case(N, M, K, small=True, linear=True),
    ]


def erasing_cases(rng):
    """By hand; nothing and everything erased; zeros of its own; one row, one column, none; many rows; float32."""

    def table(*shape):
        return rng.uniform(0.5, 2, size=shape) * rng.choice([-1.0, 1.0], size=shape)  # no zeros of its own

    N, D, M = drawn_sizes(rng, 3, least=3)
    holed = table(N, 12)
    holed[:, ::3] = 0
    return [
        Case(np.array([[5.0, 6.0, 7.0], [1.0, 2.0, 3.0]]), count=1, rng=drawn_seed(rng)),
        Case(table(N, D), count=D - 1, rng=drawn_seed(rng)),
        Case(np.tile(table(1, 8), (MANY, 1)), count=2, rng=drawn_seed(rng)),  # alike: by value all rows lose the same
        Case(table(M, N), count=0, rng=drawn_seed(rng)),
        Case(table(D, M), count=M, rng=drawn_seed(rng)),
        Case(holed, count=5, rng=drawn_seed(rng)),
        Case(table(1, 10 + N), count=4, rng=drawn_seed(rng)),
        Case(table(N, 1), count=1, rng=drawn_seed(rng)),
        Case(table(0, D), count=2, rng=drawn_seed(rng)),
        Case(table(MANY, 12).astype(np.float32), count=7, rng=drawn_seed(rng)),
    ]


def observe_erased(arguments, value):
    """How many numbers of each row are gone, which ones, and what became of the others."""
    X, count = arguments["X"], arguments["count"]
    if not (isinstance(value, np.ndarray) and value.dtype.kind in "biuf"):
        raise Malformed(f"What came back is {describe(value)}; wanted is an array of the shape {X.shape}.")
    if value.shape != X.shape:
        raise Malformed(f"What came back has the shape {value.shape}; wanted is that of X, {X.shape}.")
    stays = value == X
    gone = (value == 0) & (X != 0)
    found = {
        "nan": int(np.sum(np.isnan(value))),
        "numbers that are neither 0 nor as they were": int(np.sum(~stays & (value != 0) & ~np.isnan(value))),
        "type": str(value.dtype),
    }
    if np.all(X != 0):
        found["erased in each row"] = _how_many(gone.sum(axis=1), count, X.shape[1])
        found["erased in the whole table"] = int(gone.sum())
    else:  # zeros among those that are erased cannot be seen
        found["more erased in a row than asked for"] = int(np.sum(gone.sum(axis=1) > count))
        found["are zeros spared"] = "yes" if np.all(gone.sum(axis=1) == count) else "no"
    if len(X) == MANY and 0 < count < X.shape[1] and np.all(gone.sum(axis=1) == count):
        found["which ones"] = _which(gone, count)
    return found


def _how_many(counts, count, columns):
    """In words, how many numbers of each row are erased."""
    if len(counts) == 0 or np.all(counts == count):
        return f"{count} of {columns}"
    if np.ptp(counts) == 0:
        return f"{counts[0]} of {columns}"
    return f"from {counts.min()} to {counts.max()} of {columns}"


def _which(gone, count):
    """In words, which columns are erased in many rows, as many in each."""
    rows, columns = gone.shape
    if np.all(gone == gone[0]):
        return _the_same(gone[0], count)
    chance = count / columns
    uneven = np.any(np.abs(gone.mean(axis=0) - chance) > ROOM * np.sqrt(chance * (1 - chance) / rows))
    before = np.roll(gone, 1, axis=1)  # what became of the column before; of the last one, before the first
    if np.all((gone & ~before).sum(axis=1) == 1):  # one run each: two of eight are one by chance in 2 rows of 7
        return "neighbours, a run of columns in each row" + (", the outer ones seldom" if uneven else "")
    if np.any(gone.all(axis=0)) or not np.all(gone.any(axis=0)):
        return "some columns always, or never"
    if uneven:
        return "not all columns equally often"
    pairs, both = np.mean(gone & before, axis=0), chance * (count - 1) / (columns - 1)
    if np.any(np.abs(pairs - both) > ROOM * np.sqrt(both * (1 - both) / rows)):
        return "some columns together more often than others"
    if np.mean(np.all(gone[1:] == gone[:-1], axis=1)) > 0.5:
        return "the same columns in many rows one after the other"
    return "all equally often, in each row others"


def _the_same(gone, count):
    """In words, which columns are erased in all rows alike."""
    for end, columns in (("first", gone[:count]), ("last", gone[len(gone) - count :])):
        if np.all(columns):
            return f"the {end} columns in every row"
    return "the same columns in every row"


def activity_cases(rng):
    """By hand; one unit, one example; a target that is met, an extreme one; nearly silent units; float32."""

    def table(*shape, low=0.05, high=0.95):
        return rng.uniform(low, high, size=shape)

    N, M, K = drawn_sizes(rng, 3)
    met = np.tile([[0.1], [0.3]], (1, M))
    uneven = table(N, M) * np.linspace(0.02, 1, M)
    return [
        Case(np.array([[0.5], [0.5]]), target=0.25),
        Case(np.array([[0.2, 0.9], [0.4, 0.5]]), target=0.1),
        Case(np.array([[0.5, 0.1, 0.8]]), target=0.5),
        Case(met, target=0.2),
        Case(table(N, M), target=0.05),
        Case(table(M, K), target=0.9),
        Case(uneven, target=0.3),
        Case(table(K, 1, low=1e-6, high=1e-5), target=0.01),
        Case(table(40, 25), target=0.15),
        Case(table(N, K).astype(np.float32), target=0.2),
    ]
