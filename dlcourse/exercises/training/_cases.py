"""Cases of the lesson's exercises, and how drawn parts of the data and drawn weights are looked at."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Malformed, drawn_seed, drawn_sizes

ENOUGH = 20  # with so many examples, it is no accident who is there, with which label, and in which order
REPEATED = 0.01  # of random numbers, so many equal another by their size alone only if they are copied
MANY = 18_000  # so many random numbers have nearly the standard deviation that they were drawn with


def labelled_examples(rng, examples, columns):
    """Rows that are all different, in which the label is not hidden, and labels that hardly come twice."""
    return rng.normal(size=(examples, columns)), rng.integers(0, 1000, examples)


def labelled(part, what):
    """A pair of rows and labels, or Malformed."""
    if not (isinstance(part, list | tuple) and len(part) == 2):
        raise Malformed(f"{what} is {describe(part)}; a pair is wanted: rows of X, and their labels.")
    X, y = map(no_rows, part, (2, 1))
    for item, axes, name in ((X, 2, "rows of X"), (y, 1, "labels")):
        if not (isinstance(item, np.ndarray) and item.ndim == axes):
            raise Malformed(
                f"{what} should have {name}, an array with {axes} ax{'e' if axes > 1 else 'i'}s; "
                f"it has {describe(item)}."
            )
    if len(X) != len(y):
        raise Malformed(f"{what} has {len(X)} rows, but {len(y)} labels.")
    return X, y


def no_rows(item, axes):
    """An array without a number, as loops make it of no examples, in the form of one without a row."""
    return np.zeros((0,) * axes) if isinstance(item, list | np.ndarray) and np.shape(item) == (0,) else item


def places_of(arguments, X):
    """Where in the given X each row comes from; −1 for a row that is not in it."""
    known = {tuple(row): place for place, row in enumerate(arguments["X"].tolist())}
    return np.array([known.get(tuple(row), -1) for row in X.tolist()], dtype=int)


def amount(count, total):
    """None, some or all: how many exactly depends on what was drawn."""
    return "none" if count == 0 else "all" if count == total else "some"


def labels_belong(arguments, places, y):
    """Whether labels are those of the rows at these places."""
    right = y[places >= 0] == arguments["y"][places[places >= 0]]
    if not right.all():
        return "those of other rows"
    decimal = len(y) and y.dtype.kind == "f" and arguments["y"].dtype.kind in "iu"  # no index any more
    return "those of their rows, as decimal numbers" if decimal else "those of their rows"


def observe_batches(arguments, value):
    """The sizes of the batches, whether each example is in exactly one, with its own label, and the order."""
    if not isinstance(value, list | tuple):
        raise Malformed(f"What came back is {describe(value)}; a list of batches is wanted, (rows of X, labels).")
    batches = [labelled(part, f"Batch {k}") for k, part in enumerate(value, 1)]
    if not batches:
        raise Malformed("The list of batches is empty.")
    places = [places_of(arguments, X) for X, _ in batches]
    together, labels = np.concatenate(places), np.concatenate([y for _, y in batches])
    total, counts = len(arguments["X"]), np.bincount(together[together >= 0], minlength=len(arguments["X"]))
    seen = {
        "sizes of the batches": ", ".join(str(len(X)) for X, _ in batches),
        "rows that are not in X": amount((together < 0).sum(), total),
    }
    if sum(len(p) ** 2 for p in places) > 30 * total:  # drawn with replacement, one would come twice
        seen["a batch with an example twice"] = "yes" if any(len(set(p)) < len(p) for p in places) else "no"
    if total >= ENOUGH:
        seen["examples in no batch"] = amount((counts == 0).sum(), total)
        seen["examples in several places"] = amount((counts > 1).sum(), total)
        belong, as_given = (
            labels_belong(arguments, together, labels),
            np.array_equal(labels, arguments["y"][: len(labels)]),
        )
        seen["labels"] = f"{belong}, in the order of y" if as_given and belong == "those of other rows" else belong
        runs = all(np.ptp(p) == len(p) - 1 for p in places)
        as_given = np.array_equal(together, np.arange(len(together)))
        rotated = (np.diff(together) % total == 1).all()
        neighbours = runs and any(len(p) > 1 for p in places) and len(places) > 1
        orders = {"that of X": as_given, "that of X, begun elsewhere": rotated, "neighbours stay together": neighbours}
        seen["order"] = next((order for order, found in orders.items() if found), "shuffled")
    return seen


def init_cases(rng):
    """Layers small enough to be looked at, and some large enough to measure the standard deviation."""
    inputs, outputs = drawn_sizes(rng, 2, 200, 300)
    sizes = [(3, 2), (1, 5), (400, 150), (120, 500), (inputs, outputs), (1, 30_000), (inputs + outputs, 60)]
    return [Case(inputs, outputs, drawn_seed(rng)) for inputs, outputs in sizes]


# Why the mutants of the number 0 in `init_cases` are no mistakes.
NO_NEURONS = {
    f"{name} = 1 if np.ndim({name}) == 0 and {name} == 0 else {name}": f"a layer without {name} is none"
    for name in ("inputs", "outputs")
}


def drawn_singly(W):
    """In words, whether rows or columns repeat."""
    if len(W) > 1 and not np.ptp(W, axis=0).any():
        return "the same in every row"
    if W.shape[1] > 1 and not np.ptp(W, axis=1).any():
        return "the same in every column"
    return "some come again" if come_again(W) else "drawn one by one"


def come_again(numbers):
    """Whether numbers that are to be drawn one by one repeat, with their sign or against it.

    Of 60,000 in float32, chance alone makes 0.4 % equal; in float64, hardly ever a pair.
    """
    return len(np.unique(np.abs(numbers))) < (1 - REPEATED) * np.size(numbers)


def observe_weights(wanted):
    """A function that looks at weights whose standard deviation should be ``wanted(inputs, outputs)``."""

    def observe(arguments, value):
        if not (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
            raise Malformed(f"What came back is {describe(value)}; a table of random numbers is wanted.")
        seen = {"shape": str(value.shape).strip("()")}
        if value.size >= MANY:
            std = wanted(arguments["inputs"], arguments["outputs"])
            ratio, mean = value.std() / std, value.mean() / std
            seen["standard deviation"] = "as wanted" if abs(ratio - 1) < 0.03 else f"{ratio:.2g} times what is wanted"
            seen["mean"] = "about 0" if abs(mean) < 0.05 * max(ratio, 1) else "not 0"
            seen["weights"] = drawn_singly(value)
        return seen

    return observe


def tables(rng, examples, others, columns, constants=()):
    """Two tables with columns of very different size, some of them constant in the first."""
    X_train = rng.normal(rng.uniform(-20, 20, columns), rng.uniform(0.5, 30, columns), (examples, columns))
    X_test = rng.normal(5, 10, (others, columns))
    for column in constants:
        X_train[:, column] = 2.0
    return X_train, X_test


def table_cases(rng):
    """Two tables by hand, with a constant column, of one example, of close numbers, in float32."""
    N, M, D = drawn_sizes(rng, 3, 3)
    return [
        Case(np.array([[1.0, 10.0], [3.0, 30.0]]), np.array([[2.0, 50.0]])),
        Case(np.array([[1.0, 7.0, 0.0], [3.0, 7.0, 4.0], [5.0, 7.0, 8.0]]), np.array([[3.0, 9.0, 2.0]])),
        Case(*tables(rng, N, M, D)),
        Case(*tables(rng, 60, 20, 5, [3])),
        Case(*tables(rng, 30, 1, D + 2, [0, D])),
        Case(*tables(rng, 1, 3, 2, [1])),  # of a single example, every column is constant
        Case(100 + 0.5 * rng.normal(size=(20, 3)), 100 + rng.normal(size=(7, 3))),
        Case(*(rng.normal(3, 2, size=(n, 3)).astype(np.float32) for n in (9, 4))),
    ]


def loss_cases(rng):
    """Validation losses by hand, for each rule one that it decides, and noisy curves."""
    lists = [
        ([0.9, 0.5, 0.6, 0.7, 0.4], 2),
        ([0.9, 0.5, 0.6, 0.55, 0.4, 0.7, 0.3], 3),
        ([5.0, 4.0, 3.0, 2.0, 1.0], 1),
        ([1.0, 2.0, 0.5], 1),
        ([1.0, 1.0, 1.0, 0.5], 2),
        ([0.8, 0.9, 0.7, 0.75, 0.6, 0.65, 0.5, 0.9, 0.9], 2),
        ([3.0, 1.0, 2.0, 1.5, 0.5], 3),
        ([0.4], 5),
        ([2.0, 3.0, 2.5, 2.2, 1.0], 3),
        ([7.0, 7.0, 7.0], 4),
        ([2.0, 3.0, 2.0, 3.0, 1.0], 3),  # the best comes again, which sets nothing back
        ([30000.0, 20000.0, 25000.0, 26000.0, 10000.0], 2),
    ]
    made = [Case(np.array(losses), patience) for losses, patience in lists]
    lengths = drawn_sizes(rng, 4, 40, 80)
    for length, patience in [drawn_sizes(rng, 2), *zip(lengths, (1, 2, 5, 20))]:
        epochs = np.arange(length)
        curve = 2 * np.exp(-epochs / 8) + 0.01 * epochs + 0.08 * rng.normal(size=length)
        made.append(Case(curve, patience))
    return made


def space(rng, entries):
    """Ranges of two to four powers of ten that begin below 1, each of its own."""
    low, powers = rng.uniform(-4, -1, entries), rng.uniform(2, 4, entries)
    return [(float(f"{10**a:.2g}"), float(f"{10 ** (a + p):.2g}")) for a, p in zip(low, powers)]
