"""Cases of few labelled examples and of bodies, and how a draw is looked at."""

import math

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Malformed, drawn_seed, drawn_sizes

MANY_WAYS = 10**7  # where so many draws are possible, the first of each class are no accident
ENOUGH = 12  # labelled examples a class: so many in rising order are no accident


def label_cases(rng):
    """Labels in no order, with gaps, a class drawn whole, a single one, nothing left; last a class too small."""
    a, b, c = drawn_sizes(rng, 3, least=5, most=12)
    several = np.repeat([0, 1, 2], [30 + a, 40 + b, 35 + c])
    gaps = np.repeat([2, 5, 11], [25 + a, 20 + b, 30 + c])
    whole = np.repeat([4, 1, 7], [a, a + 3, a + 6])
    return [
        Case(np.array([7, 3, 7, 3, 7]), per_class=2, rng=drawn_seed(rng)),
        Case(np.array([0, 1, 1, 0, 2, 2, 2]), per_class=1, rng=drawn_seed(rng)),
        Case(rng.permutation(several), per_class=15, rng=drawn_seed(rng)),
        Case(np.sort(gaps), per_class=14, rng=drawn_seed(rng)),
        Case(rng.permutation(gaps), per_class=13, rng=drawn_seed(rng)),
        Case(rng.permutation(whole), per_class=a, rng=drawn_seed(rng)),
        Case(np.repeat([3, 8], b), per_class=b, rng=drawn_seed(rng)),  # nothing is left
        Case(np.full(c, 6), per_class=2, rng=drawn_seed(rng)),  # one class
        Case(rng.permutation(gaps), per_class=0, rng=drawn_seed(rng)),
        Case(np.array([7, 3, 7, 3, 7]), per_class=3, rng=drawn_seed(rng)),
        Case(rng.permutation(np.repeat([40, 52, 61], [9, 4, 7])), per_class=5, rng=drawn_seed(rng)),
    ]


def too_small(arguments):
    """The classes that have fewer examples than are wanted: what a message should say, if it is one."""
    classes, counts = np.unique(arguments["y"], return_counts=True)
    return classes[counts < arguments["per_class"]].tolist()


def observe_split(arguments, value):
    """How many of each class are drawn, in which order, whether any comes twice, and whether the rest is the rest."""
    if not (isinstance(value, list | tuple) and len(value) == 2):
        raise Malformed(f"Two arrays of positions are wanted, few and rest; not {describe(value)}.")
    y, per_class = arguments["y"], arguments["per_class"]
    few, rest = (_positions(part, name, len(y)) for part, name in zip(value, ("few", "rest")))
    labels, classes = y[few], np.unique(y)
    seen = {
        "examples in few, by class": ", ".join(f"{c}: {np.sum(labels == c)}" for c in classes),
        "few twice": len(few) - len(np.unique(few)),
        "classes in few": "rising" if np.all(np.diff(labels) >= 0) else "in another order",
        "in few and in rest": len(np.intersect1d(few, rest)),
        "in neither": len(y) - len(np.union1d(few, rest)),
        "rest": "rising, each once" if np.all(np.diff(rest) > 0) else "in another order, or with repetitions",
    }
    ways = math.prod(math.comb(int(np.sum(y == c)), per_class) for c in classes)
    if ways > MANY_WAYS and len(few):
        seen["few are"] = _how_drawn(y, few, per_class, classes)
    return seen


def _positions(part, name, total):
    """An array of whole numbers that are places in y, or Malformed."""
    part = np.asarray(part)
    if part.ndim != 1 or (part.size and part.dtype.kind not in "iu"):
        raise Malformed(f"{name} is {describe(part)}: want a row of positions in y, whole numbers.")
    if part.size and not (part.min() >= 0 and part.max() < total):
        raise Malformed(f"{name} has the position {part[np.argmax(np.abs(part))]}: y has those from 0 to {total - 1}.")
    return part.astype(int)


def _how_drawn(y, few, per_class, classes):
    """Whether they are one end of each class, neighbours, or drawn."""
    starts = []
    for c in classes:
        places = np.flatnonzero(y == c)
        ranks = np.sort(np.searchsorted(places, few[y[few] == c]))
        if len(ranks) != per_class or np.any(np.diff(ranks) != 1):
            return "drawn"
        starts.append((ranks[0], len(places) - 1 - ranks[-1]))
    return "one end of each class" if all(0 in start for start in starts) else "neighbours"


def layer(rng, inputs, units):
    """A layer whose running statistics are not those of a batch: dict of arrays."""
    return {
        "W": rng.normal(size=(inputs, units)),
        "b": rng.normal(size=units),
        "gamma": rng.uniform(0.5, 2, size=units) * rng.choice([-1.0, 1.0], size=units),
        "beta": rng.normal(size=units),
        "mean": rng.normal(size=units),
        "variance": rng.uniform(0.2, 6, size=units),
    }


def body(rng, *sizes):
    """Layers with these sizes, the inputs first: list of dicts."""
    return [layer(rng, inputs, units) for inputs, units in zip(sizes[:-1], sizes[1:])]


def body_cases(rng):
    """One number, one layer, several, a batch of one, an epsilon that counts, float32, no layer at all."""
    N, D, H, M = drawn_sizes(rng, 4, least=2, most=9)
    by_hand = {"W": np.array([[2.0]]), "b": np.array([0.0]), "gamma": np.array([1.0]), "beta": np.array([0.5])}
    by_hand |= {"mean": np.array([4.0]), "variance": np.array([4.0])}
    small = [{name: array.astype(np.float32) for name, array in each.items()} for each in body(rng, D, H, M)]
    still = [each | {"variance": np.zeros(M)} for each in body(rng, H, M)]
    return [
        Case(np.array([[1.0], [4.0]]), [by_hand]),
        Case(rng.normal(size=(N, D)), body(rng, D, H)),
        Case(rng.normal(size=(M, D)), body(rng, D, H, N)),
        Case(rng.normal(size=(1, D)), body(rng, D, M, H, N)),
        Case(rng.normal(size=(N, H)), body(rng, H, 20 + M, 3), epsilon=0.5),
        Case(np.tile(rng.normal(size=D), (3, 1)), body(rng, D, H)),
        Case(1e-3 * rng.normal(size=(N, H)), still, epsilon=0.01),
        Case(rng.normal(size=(N, D)).astype(np.float32), small),
        Case(rng.normal(size=(H, 40 + N)), body(rng, 40 + N, M, D)),
        Case(rng.normal(size=(N, D)), []),  # no layer: the features are the numbers themselves
    ]


def prototype_cases(rng):
    """By hand; classes with unequal numbers of examples, one without any; one example in all; float32."""
    N, M, D, C = drawn_sizes(rng, 4, least=3, most=10)
    few, labels = np.array([[0.0, 0.0], [2.0, 0.0], [5.0, 5.0]]), np.array([0, 0, 1])

    def drawn(rows, examples, columns, classes, missing=()):
        there = [c for c in range(classes) if c not in missing]
        labels = rng.permutation(np.concatenate([there, rng.choice(there, size=examples)]))
        table = 3 * rng.normal(size=(len(labels), columns))
        return rng.normal(size=(rows, columns)), {"few": table, "labels": labels, "classes": classes}

    cases = [Case(np.array([[1.0, 2.0]]), few=few, labels=labels, classes=2)]
    cases.append(Case(np.array([[1.0, 2.0], [5.0, 4.0]]), few=few, labels=labels, classes=3))
    many = [(N, M, D, C), (M, 2 * N, C, D), (1, C, 20 + N, M)]
    few_of = [(N, D, M, C, (0, C - 1)), (D, 3, 1, 4, (1,))]
    made = [drawn(*sizes) for sizes in (*many, *few_of)]
    F, named = drawn(M, N, C, D, missing=(1,))
    made.append((F.astype(np.float32), named | {"few": named["few"].astype(np.float32)}))
    one = rng.normal(size=(1, D))
    made.append((rng.normal(size=(N, D)), {"few": one, "labels": np.array([2]), "classes": 5}))
    made.append((one.copy(), {"few": one, "labels": np.array([0]), "classes": 1}))  # its own prototype: 0
    return [*cases, *(Case(F, **named) for F, named in made)]
