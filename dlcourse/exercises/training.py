"""Lesson 06, training: cases, known mistakes and hints."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.runtime.functions import REGISTRY
from dlcourse.checking.runtime.plain import FunctionName
from dlcourse.checking.specification import Case, Exercise, Malformed, Mistake, choice, drawn_seed, number
from dlcourse.lessons import backprop
from dlcourse.lessons import training as reference

# ---- standardize ----


def _with_constants(rng, examples, shape, constants):
    """Two tables with columns of very different size, some of them constant in the first."""
    X_train = rng.normal(rng.uniform(-20, 20, shape), rng.uniform(0.5, 30, shape), (examples, shape))
    X_test = rng.normal(5, 10, (max(2, examples // 3), shape))
    for column in constants:
        X_train[:, column] = 2.0
    return X_train, X_test


def _standardize_cases(rng):
    return [
        Case(np.array([[1.0, 10.0], [3.0, 30.0]]), np.array([[2.0, 50.0]])),
        Case(np.array([[1.0, 7.0, 0.0], [3.0, 7.0, 4.0], [5.0, 7.0, 8.0]]), np.array([[3.0, 9.0, 2.0]])),
        Case(*_with_constants(rng, 4, 4, [])),
        Case(*_with_constants(rng, 60, 5, [3])),
        Case(*_with_constants(rng, 30, 6, [0, 4])),
        Case(100 + rng.normal(size=(20, 3)), 100 + rng.normal(size=(7, 3))),
        Case(rng.integers(0, 17, (12, 4)), rng.integers(0, 17, (5, 4))),
        Case(*(rng.normal(3, 2, size=(n, 3)).astype(np.float32) for n in (9, 4))),
    ]


def _spread(X):
    return np.where(X.std(axis=0) > 0, X.std(axis=0), 1)


def _each_by_itself(X_train, X_test):
    return tuple((X - X.mean(axis=0)) / _spread(X) for X in (X_train, X_test))


def _each_by_itself_unguarded(X_train, X_test):
    return tuple((X - X.mean(axis=0)) / X.std(axis=0) for X in (X_train, X_test))


def _both_together(X_train, X_test):
    both = np.concatenate([X_train, X_test])
    return tuple((X - both.mean(axis=0)) / _spread(both) for X in (X_train, X_test))


def _one_number_for_all_columns(X_train, X_test):
    return tuple((X - X_train.mean()) / X_train.std() for X in (X_train, X_test))


def _by_rows(X_train, X_test):
    return tuple(
        (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True).clip(1e-12) for X in (X_train, X_test)
    )


def _by_the_variance(X_train, X_test):
    return tuple((X - X_train.mean(axis=0)) / _spread(X_train) ** 2 for X in (X_train, X_test))


def _only_centred(X_train, X_test):
    return X_train - X_train.mean(axis=0), X_test - X_train.mean(axis=0)


def _only_scaled(X_train, X_test):
    return X_train / _spread(X_train), X_test / _spread(X_train)


def _division_by_zero(X_train, X_test):
    return tuple((X - X_train.mean(axis=0)) / X_train.std(axis=0) for X in (X_train, X_test))


def _small_number_added(X_train, X_test):
    return tuple((X - X_train.mean(axis=0)) / (X_train.std(axis=0) + 1e-8) for X in (X_train, X_test))


def _between_0_and_1(X_train, X_test):
    low, high = X_train.min(axis=0), X_train.max(axis=0)
    return tuple((X - low) / np.where(high > low, high - low, 1) for X in (X_train, X_test))


def _test_part_left_as_it_is(X_train, X_test):
    return (X_train - X_train.mean(axis=0)) / _spread(X_train), X_test


def _n_minus_1(X_train, X_test):
    spread = X_train.std(axis=0, ddof=1)
    return tuple((X - X_train.mean(axis=0)) / np.where(spread > 0, spread, 1) for X in (X_train, X_test))


# ---- what the exercises with random numbers look at ----

ENOUGH = 20  # with so many examples, an order that looks unshuffled is no accident


def _labelled(part, what):
    """A pair of rows and labels, or Malformed."""
    if not (isinstance(part, list | tuple) and len(part) == 2):
        raise Malformed(f"{what} is {describe(part)}; wanted is a pair: rows of X, and their labels.")
    X, y = part
    for item, axes, name in ((X, 2, "rows of X"), (y, 1, "labels")):
        if not (isinstance(item, np.ndarray) and item.ndim == axes):
            raise Malformed(
                f"{what} should have {name}, an array with {axes} ax{'e' if axes > 1 else 'i'}s; "
                f"it has {describe(item)}."
            )
    if len(X) != len(y):
        raise Malformed(f"{what} has {len(X)} rows, but {len(y)} labels.")
    return X, y


def _places(arguments, X):
    """Where in the given X each row comes from; −1 for a row that is not in it."""
    known = {tuple(row): place for place, row in enumerate(arguments["X"].tolist())}
    return np.array([known.get(tuple(row), -1) for row in X.tolist()], dtype=int)


def _amount(count, total):
    return "none" if count == 0 else "all" if count == total else "some"


def _labels_belong(arguments, places, y):
    right = y[places >= 0] == arguments["y"][places[places >= 0]]
    return "those of their rows" if right.all() else "those of other rows"


# ---- train_validation_split ----


def _labelled_examples(rng, examples, columns, classes=3):
    """Rows that are all different, in which the label is not hidden, and labels."""
    return rng.normal(size=(examples, columns)), rng.integers(0, classes, examples)


def _split_cases(rng):
    return [
        Case(np.array([[1.0], [2.0], [3.0], [4.0], [5.0]]), np.array([10, 20, 30, 40, 50]), 0.4, drawn_seed(rng)),
        Case(*_labelled_examples(rng, 40, 3), 0.25, drawn_seed(rng)),
        Case(*_labelled_examples(rng, 100, 2), 0.1, drawn_seed(rng)),
        Case(*_labelled_examples(rng, 30, 4), 0.8, drawn_seed(rng)),
        Case(np.arange(120.0).reshape(60, 2), np.arange(60), 0.5, drawn_seed(rng)),
        Case(rng.normal(size=(50, 3)).astype(np.float32), rng.integers(0, 9, 50), 0.2, drawn_seed(rng)),
    ]


def _observe_split(arguments, value):
    """How many rows each part has, whether each example is in exactly one, with its own label."""
    if not (isinstance(value, list | tuple) and len(value) == 4):
        raise Malformed(f"Wanted are four arrays, X_train, y_train, X_validation, y_validation; not {describe(value)}.")
    train, validation = (
        _labelled(part, f"The {name} part (in the order X_train, y_train, X_validation, y_validation)")
        for part, name in ((value[:2], "training"), (value[2:], "validation"))
    )
    places = [_places(arguments, X) for X, _ in (train, validation)]
    found, total = set(places[0]) | set(places[1]), len(arguments["X"])
    seen = {
        "examples for training": len(train[0]),
        "examples for validation": len(validation[0]),
        "rows that are not in X": _amount(sum((p < 0).sum() for p in places), total),
        "examples in both parts": _amount(len(set(places[0]) & set(places[1])), len(set(places[1]))),
        "examples in no part": _amount(total - len(found - {-1}), total),
        "labels for training": _labels_belong(arguments, places[0], train[1]),
        "labels for validation": _labels_belong(arguments, places[1], validation[1]),
    }
    if total >= ENOUGH:
        ends = (set(range(len(places[1]))), set(range(total - len(places[1]), total)))
        seen["examples for validation are"] = "the first or last of X" if set(places[1]) in ends else "drawn"
    return seen


def _cut_without_shuffling(X, y, share, rng):
    count = round(share * len(X))
    return X[count:], y[count:], X[:count], y[:count]


def _shuffled_apart(X, y, share, rng):
    X, y, count = rng.permutation(X), rng.permutation(y), round(share * len(X))
    return X[count:], y[count:], X[:count], y[:count]


def _shares_exchanged(X, y, share, rng):
    order, count = rng.permutation(len(X)), round(share * len(X))
    return X[order[:count]], y[order[:count]], X[order[count:]], y[order[count:]]


def _trained_on_everything(X, y, share, rng):
    order, count = rng.permutation(len(X)), round(share * len(X))
    return X, y, X[order[:count]], y[order[:count]]


def _drawn_with_repetition(X, y, share, rng):
    count = round(share * len(X))
    validation = rng.integers(0, len(X), count)
    train = rng.integers(0, len(X), len(X) - count)
    return X[train], y[train], X[validation], y[validation]


def _a_coin_for_each(X, y, share, rng):
    drawn = rng.random(len(X)) < share
    return X[~drawn], y[~drawn], X[drawn], y[drawn]


def _order_of_scikit_learn(X, y, share, rng):
    order, count = rng.permutation(len(X)), round(share * len(X))
    return X[order[count:]], X[order[:count]], y[order[count:]], y[order[:count]]


# ---- minibatches ----


def _minibatch_cases(rng):
    return [
        Case(np.array([[1.0], [2.0], [3.0], [4.0], [5.0]]), np.array([10, 20, 30, 40, 50]), 2, drawn_seed(rng)),
        Case(*_labelled_examples(rng, 23, 3), 5, drawn_seed(rng)),
        Case(*_labelled_examples(rng, 64, 2), 16, drawn_seed(rng)),
        Case(*_labelled_examples(rng, 40, 2), 100, drawn_seed(rng)),
        Case(*_labelled_examples(rng, 200, 4), 48, drawn_seed(rng)),
        Case(np.arange(60.0).reshape(30, 2), np.arange(30), 1, drawn_seed(rng)),
        Case(rng.normal(size=(33, 3)).astype(np.float32), rng.integers(0, 9, 33), 8, drawn_seed(rng)),
    ]


def _observe_batches(arguments, value):
    """The sizes of the batches, whether each example is in exactly one, with its own label, and the order."""
    if not isinstance(value, list | tuple):
        raise Malformed(f"What came back is {describe(value)}; wanted is a list of batches, (rows of X, labels).")
    batches = [_labelled(part, f"Batch {k}") for k, part in enumerate(value, 1)]
    if not batches:
        raise Malformed("The list of batches is empty.")
    places = [_places(arguments, X) for X, _ in batches]
    together, labels = np.concatenate(places), np.concatenate([y for _, y in batches])
    total, counts = len(arguments["X"]), np.bincount(together[together >= 0], minlength=len(arguments["X"]))
    seen = {
        "sizes of the batches": ", ".join(str(len(X)) for X, _ in batches),
        "rows that are not in X": _amount((together < 0).sum(), total),
        "examples in no batch": _amount((counts == 0).sum(), total),
        "examples in several places": _amount((counts > 1).sum(), total),
        "a batch with an example twice": "yes" if any(len(set(p)) < len(p) for p in places) else "no",
        "labels": _labels_belong(arguments, together, labels),
    }
    if total >= ENOUGH:
        runs = all(np.ptp(p) == len(p) - 1 for p in places)
        as_given = np.array_equal(together, np.arange(len(together)))
        neighbours = runs and any(len(p) > 1 for p in places) and len(places) > 1
        seen["order"] = "that of X" if as_given else "neighbours stay together" if neighbours else "shuffled"
    return seen


def _cut(order, batch_size):
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


def _batches_in_order(X, y, batch_size, rng):
    return [(X[rows], y[rows]) for rows in _cut(np.arange(len(X)), batch_size)]


def _labels_not_shuffled(X, y, batch_size, rng):
    X = X[rng.permutation(len(X))]
    return [(X[rows], y[rows]) for rows in _cut(np.arange(len(X)), batch_size)]


def _with_replacement(X, y, batch_size, rng):
    rows = [rng.integers(0, len(X), len(part)) for part in _cut(np.arange(len(X)), batch_size)]
    return [(X[part], y[part]) for part in rows]


def _new_order_for_each(X, y, batch_size, rng):
    rows = [rng.permutation(len(X))[: len(part)] for part in _cut(np.arange(len(X)), batch_size)]
    return [(X[part], y[part]) for part in rows]


def _rest_dropped(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    if len(X) < batch_size:
        return []
    return [(X[rows], y[rows]) for rows in _cut(order, batch_size) if len(rows) == batch_size]


def _rest_filled_up(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    rows = _cut(order, batch_size)
    rows[-1] = np.resize(np.concatenate([rows[-1], order]), batch_size)
    return [(X[part], y[part]) for part in rows]


def _number_taken_for_size(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[rows], y[rows]) for rows in np.array_split(order, min(batch_size, len(X)))]


def _only_one_batch(X, y, batch_size, rng):
    rows = rng.permutation(len(X))[:batch_size]
    return [(X[rows], y[rows])]


def _batches_shuffled_whole(X, y, batch_size, rng):
    rows = _cut(np.arange(len(X)), batch_size)
    return [(X[rows[k]], y[rows[k]]) for k in rng.permutation(len(rows))]


def _step_of_one(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[order[k : k + batch_size]], y[order[k : k + batch_size]]) for k in range(len(X))]


# ---- he_init and xavier_init ----

MANY = 10_000  # so many random numbers have nearly the spread that they were drawn with


def _init_cases(rng):
    sizes = [(3, 2), (1, 5), (400, 150), (120, 500), (300, 300), (int(rng.integers(200, 300)), 90)]
    return [Case(inputs, outputs, drawn_seed(rng)) for inputs, outputs in sizes]


def _observe_weights(wanted):
    """A function that looks at weights whose standard deviation should be ``wanted(inputs, outputs)``."""

    def observe(arguments, value):
        if not (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
            raise Malformed(f"What came back is {describe(value)}; wanted is a table of random numbers.")
        seen = {"shape": str(value.shape).strip("()")}
        if value.size >= MANY:
            spread = wanted(arguments["inputs"], arguments["outputs"])
            ratio, mean = value.std() / spread, value.mean() / spread
            seen["standard deviation"] = "as wanted" if abs(ratio - 1) < 0.03 else f"{ratio:.2g} times what is wanted"
            seen["mean"] = "about 0" if abs(mean) < 0.05 * max(ratio, 1) else "not 0"
        return seen

    return observe


def _variance_as_spread(inputs, outputs, rng):
    return rng.normal(0, 2 / inputs, (inputs, outputs))


def _by_the_outputs(inputs, outputs, rng):
    return rng.normal(0, np.sqrt(2 / outputs), (inputs, outputs))


def _one_instead_of_two(inputs, outputs, rng):
    return rng.normal(0, np.sqrt(1 / inputs), (inputs, outputs))


def _not_scaled(inputs, outputs, rng):
    return rng.normal(size=(inputs, outputs))


def _never_negative(inputs, outputs, rng):
    return rng.random((inputs, outputs)) * np.sqrt(2 / inputs)


def _outputs_first(inputs, outputs, rng):
    return rng.normal(0, np.sqrt(2 / inputs), (outputs, inputs))


def _all_zero(inputs, outputs, rng):
    return np.zeros((inputs, outputs))


def _divided_by_the_spread(inputs, outputs, rng):
    return rng.normal(size=(inputs, outputs)) / np.sqrt(2 / inputs)


def _mean_and_spread_exchanged(inputs, outputs, rng):
    return rng.normal(np.sqrt(2 / inputs), 0, (inputs, outputs))


def _by_the_inputs(inputs, outputs, rng):
    return rng.normal(0, np.sqrt(2 / inputs), (inputs, outputs))


def _glorot(factor):
    def init(inputs, outputs, rng):
        return rng.normal(0, np.sqrt(factor / (inputs + outputs)), (inputs, outputs))

    return init


def _glorot_variance(inputs, outputs, rng):
    return rng.normal(0, 2 / (inputs + outputs), (inputs, outputs))


def _glorot_uniform(inputs, outputs, rng):
    limit = np.sqrt(2 / (inputs + outputs))
    return rng.uniform(-limit, limit, (inputs, outputs))


def _glorot_product(inputs, outputs, rng):
    return rng.normal(0, np.sqrt(2 / (inputs * outputs)), (inputs, outputs))


def _glorot_transposed(inputs, outputs, rng):
    return rng.normal(0, np.sqrt(2 / (inputs + outputs)), (outputs, inputs))


# ---- train_epoch ----


def _parameters(rng, sizes, dtype=float):
    return [
        (rng.normal(size=pair).astype(dtype), rng.normal(size=pair[1]).astype(dtype))
        for pair in zip(sizes[:-1], sizes[1:])
    ]


def _batches(rng, sizes, columns, classes, dtype=float):
    return [(rng.normal(size=(n, columns)).astype(dtype), rng.integers(0, classes, n)) for n in sizes]


def _epoch_cases(rng):
    first = [(np.array([[1.0, -1.0]]), np.array([0.0, 0.5]))]
    one = (np.array([[1.0], [-2.0]]), np.array([0, 1]))
    return [
        Case(first, [one, (np.array([[0.5]]), np.array([1]))], 0.1),
        Case(_parameters(rng, [2, 4, 3]), _batches(rng, [3, 3], 2, 3), 0.2),
        Case(_parameters(rng, [3, 5, 4, 2]), _batches(rng, [4, 4, 1], 3, 2), 0.05),
        Case(_parameters(rng, [4, 6, 3]), _batches(rng, [5], 4, 3), 1.0),
        Case(_parameters(rng, [3, 3, 3, 3]), _batches(rng, [6] * 5, 3, 3), 0.3),
        Case(_parameters(rng, [2, 3, 2], np.float32), _batches(rng, [4, 2], 2, 2, np.float32), 0.1),
    ]


def _epoch(parameters, batches, change, average=np.mean):
    """An epoch with a slip: ``change(parameters, gradients, X)`` gives the new parameters."""
    losses = []
    for X, y in batches:
        loss, gradients = backprop.mlp_backward(X, y, parameters)
        parameters = change(parameters, gradients, X)
        losses.append(loss)
    return parameters, average(losses)


def _sgd(rate):
    def change(parameters, gradients, X=None):
        return [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(parameters, gradients)]

    return change


def _always_from_the_start(parameters, batches, learning_rate):
    losses, changed = [], parameters
    for X, y in batches:
        loss, gradients = backprop.mlp_backward(X, y, parameters)
        changed = _sgd(learning_rate)(parameters, gradients)
        losses.append(loss)
    return changed, np.mean(losses)


def _gradients_of_the_start(parameters, batches, learning_rate):
    losses, changed = [], parameters
    for X, y in batches:
        loss, gradients = backprop.mlp_backward(X, y, parameters)
        changed = _sgd(learning_rate)(changed, gradients)
        losses.append(loss)
    return changed, np.mean(losses)


def _uphill(parameters, batches, learning_rate):
    return _epoch(parameters, batches, _sgd(-learning_rate))


def _loss_of_the_last(parameters, batches, learning_rate):
    return _epoch(parameters, batches, _sgd(learning_rate), lambda losses: losses[-1])


def _losses_summed(parameters, batches, learning_rate):
    return _epoch(parameters, batches, _sgd(learning_rate), np.sum)


def _biases_stay(parameters, batches, learning_rate):
    def change(parameters, gradients, X):
        return [(W - learning_rate * dW, b) for (W, b), (dW, _) in zip(parameters, gradients)]

    return _epoch(parameters, batches, change)


def _divided_once_more(parameters, batches, learning_rate):
    return _epoch(parameters, batches, lambda p, g, X: _sgd(learning_rate / len(X))(p, g))


def _rate_forgotten(parameters, batches, learning_rate):
    return _epoch(parameters, batches, _sgd(1.0))


def _only_the_last_layer(parameters, batches, learning_rate):
    return _epoch(parameters, batches, lambda p, g, X: [*p[:-1], *_sgd(learning_rate)(p[-1:], g[-1:])])


def _loss_after_the_step(parameters, batches, learning_rate):
    losses = []
    for X, y in batches:
        _, gradients = backprop.mlp_backward(X, y, parameters)
        parameters = _sgd(learning_rate)(parameters, gradients)
        losses.append(backprop.mlp_backward(X, y, parameters)[0])
    return parameters, np.mean(losses)


def _nothing_learned(parameters, batches, learning_rate):
    return _epoch(parameters, batches, lambda p, g, X: p)


# ---- accuracy and confusion_matrix ----


def _accuracy_cases(rng):
    pairs = [([3, 1, 4, 1], [3, 1, 4, 5]), ([2, 0], [2, 0]), ([1, 1, 1], [0, 2, 0]), ([7], [7])]
    cases = [Case(np.array(y_hat), np.array(y)) for y_hat, y in pairs]
    for examples in (30, 500):
        y = rng.integers(0, 10, examples)
        cases.append(Case(np.where(rng.random(examples) < 0.8, y, rng.integers(0, 10, examples)), y))
    return cases


def _confusion_cases(rng):
    cases = [
        Case(np.array([0, 1, 1, 1]), np.array([0, 0, 0, 1]), 2),
        Case(np.array([2, 0, 2, 2, 1]), np.array([2, 0, 0, 0, 1]), 3),
        Case(np.array([0, 0, 2]), np.array([0, 2, 2]), 4),  # the classes 1 and 3 do not occur
    ]
    for examples, classes in ((40, 5), (500, 10)):
        y = rng.integers(0, classes, examples)
        y_hat = np.where(rng.random(examples) < 0.6, y, rng.integers(0, classes, examples))
        cases.append(Case(y_hat, y, classes))
    return cases


def _share_of_errors(y_hat, y):
    return float(np.mean(y_hat != y))


def _number_of_right(y_hat, y):
    return float(np.sum(y_hat == y))


def _percent(y_hat, y):
    return float(100 * np.mean(y_hat == y))


def _all_or_nothing(y_hat, y):
    return float(np.array_equal(y_hat, y))


def _labels_as_numbers(y_hat, y):
    return float(1 - np.mean(np.abs(y_hat - y)))


def _one_by_one(y_hat, y):
    return y_hat == y


def _pairs_once(y_hat, y, classes):
    counts = np.zeros((classes, classes), dtype=int)
    counts[y, y_hat] += 1
    return counts


def _answers_in_the_rows(y_hat, y, classes):
    return reference.confusion_matrix(y, y_hat, classes)


def _only_what_occurs(y_hat, y, classes):
    present = np.unique(y)
    return reference.confusion_matrix(y_hat, y, classes)[np.ix_(present, present)]


def _as_large_as_the_labels(y_hat, y, classes):
    size = int(max(y.max(), y_hat.max())) + 1
    return reference.confusion_matrix(y_hat, y, size)


def _only_right_ones(y_hat, y, classes):
    return np.diag(np.diag(reference.confusion_matrix(y_hat, y, classes)))


def _only_errors(y_hat, y, classes):
    counts = reference.confusion_matrix(y_hat, y, classes)
    return counts - np.diag(np.diag(counts))


def _shares_of_the_rows(y_hat, y, classes):
    counts = reference.confusion_matrix(y_hat, y, classes)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


# ---- early_stopping ----


def _stopping_cases(rng):
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
    ]
    cases = [Case(np.array(losses), patience) for losses, patience in lists]
    epochs = np.arange(80)
    curve = 2 * np.exp(-epochs / 8) + 0.01 * epochs + 0.08 * rng.normal(size=80)
    return [*cases, *(Case(curve, patience) for patience in (1, 5, 20))]


def _stopped(losses, patience, better):
    """(the best epoch, the epoch at which one stops) with a comparison ``better(losses, epoch, best)``."""
    best = 0
    for epoch in range(1, len(losses)):
        if better(losses, epoch, best):
            best = epoch
        elif epoch - best >= patience:
            return best, epoch
    return best, len(losses) - 1


def _smaller(losses, epoch, best):
    return losses[epoch] < losses[best]


def _where_it_stops(losses, patience):
    return _stopped(losses, patience, _smaller)[1]


def _best_of_all(losses, patience):
    return int(np.argmin(losses))


def _at_the_first_rise(losses, patience):
    return _stopped(losses, 1, _smaller)[0]


def _one_epoch_too_patient(losses, patience):
    return _stopped(losses, patience + 1, _smaller)[0]


def _not_set_back(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        else:
            waited += 1
            if waited >= patience:
                break
    return best


def _not_set_back_from_epoch_0(losses, patience):
    best, waited = 0, 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        else:
            waited += 1
            if waited >= patience:
                break
    return best


def _epoch_of_the_first_rise(losses, patience):
    for epoch in range(1, len(losses)):
        if losses[epoch] > losses[epoch - 1]:
            return epoch
    return len(losses) - 1


def _against_the_last_one(losses, patience):
    waited, best = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[epoch - 1]:
            waited, best = 0, epoch
        else:
            waited += 1
            if waited >= patience:
                break
    return best


def _loss_instead_of_epoch(losses, patience):
    return float(losses[reference.early_stopping(losses, patience)])


def _equal_is_better(losses, patience):
    return _stopped(losses, patience, lambda losses, epoch, best: losses[epoch] <= losses[best])[0]


def _largest(losses, patience):
    return _stopped(losses, patience, lambda losses, epoch, best: losses[epoch] > losses[best])[0]


# ---- random_search ----


def _search_cases(rng):
    def case(ranges, trials):
        return Case(FunctionName("log_peak"), ranges, trials, drawn_seed(rng))

    return [
        case([(0.01, 100.0)], 5),
        case([(0.01, 1.0), (0.5, 50.0)], 20),
        case([(1e-5, 1.0), (0.1, 10.0), (1e-4, 100.0)], 8),
        case([(1e-5, 1.0), (1e-3, 100.0)], 400),
    ]


def _search_parts(arguments, value):
    """Best setting, settings and scores as arrays of the right shape, or Malformed."""
    if not (isinstance(value, list | tuple) and len(value) == 3):
        raise Malformed(f"Wanted are three arrays: the best setting, all settings, all scores; not {describe(value)}.")
    trials, columns = arguments["trials"], len(arguments["ranges"])
    shapes = {"the best setting": (columns,), "all settings": (trials, columns), "all scores": (trials,)}
    for (name, shape), part in zip(shapes.items(), value):
        if not (isinstance(part, np.ndarray) and part.shape == shape and part.dtype.kind in "if"):
            raise Malformed(f"{name.capitalize()} should be an array of shape {shape}, but it is {describe(part)}.")
    return value


def _observe_search(arguments, value):
    """Whether the settings lie in their ranges, evenly on a log scale, with their own scores; and which one is best."""
    best, points, scores = _search_parts(arguments, value)
    low, high = np.array(arguments["ranges"], dtype=float).T
    own = np.array([REGISTRY[arguments["score"].name](x) for x in points])
    seen = {
        "settings inside their ranges": _inside(points, low, high),
        "different settings": "all" if len(np.unique(points, axis=0)) == len(points) else "fewer than trials",
        "scores": "those of the settings" if np.allclose(scores, own, equal_nan=True) else "not those of the settings",
        "the best setting": _which(best, points, own),
    }
    if len(points) >= 100:
        middle = np.mean(points < np.sqrt(low * high), axis=0)
        even = (middle > 0.38) & (middle < 0.62)
        seen["settings below the middle of the log scale"] = (
            "about half" if even.all() else ", ".join(f"{round(10 * share) * 10} %" for share in middle)
        )
        apart = abs(np.corrcoef(np.log(np.abs(points) + 1e-12).T)[0, 1]) < 0.3
        seen["the entries of a setting"] = "drawn separately" if apart else "rise and fall together"
    return seen


def _inside(points, low, high):
    for name, values in (
        ("yes", points),
        ("their logarithms are", np.exp(points)),
        ("with base 10 they are", 10**points),
    ):
        if ((low * (1 - 1e-9) <= values) & (values <= high * (1 + 1e-9))).all():
            return name
    return "no"


def _which(best, points, own):
    matches = np.flatnonzero((points == best).all(axis=1))
    if len(matches) == 0:
        return "none of the settings"
    if np.isnan(own).all():
        return "not to be told"
    score = own[matches[0]]
    word = {np.nanmax(own): "that with the highest score", np.nanmin(own): "that with the lowest score"}
    return word.get(score, "that of the last trial" if matches[0] == len(points) - 1 else "another one")


def _searched(draw, choose=np.argmax):
    """A search with a slip: ``draw(low, high, trials, rng) -> points``, or another choice of the best."""

    def search(score, ranges, trials, rng):
        low, high = np.array(ranges, dtype=float).T
        points = draw(low, high, trials, rng)
        scores = np.array([score(x) for x in points])
        return points[choose(scores)], points, scores

    return search


def _on_log_scale(low, high, trials, rng):
    return np.exp(rng.uniform(np.log(low), np.log(high), (trials, len(low))))


def _evenly(low, high, trials, rng):
    return rng.uniform(low, high, (trials, len(low)))


def _one_number_for_all(low, high, trials, rng):
    return low * (high / low) ** rng.random((trials, 1))


def _always_the_same(low, high, trials, rng):
    return np.tile(_on_log_scale(low, high, 1, rng), (trials, 1))


def _logarithms_left(low, high, trials, rng):
    return rng.uniform(np.log(low), np.log(high), (trials, len(low)))


def _two_bases(low, high, trials, rng):
    return np.exp(rng.uniform(np.log10(low), np.log10(high), (trials, len(low))))


def _score_as_best(score, ranges, trials, rng):
    _, points, scores = reference.random_search(score, ranges, trials, rng)
    return scores.max(), points, scores


def _position_as_best(score, ranges, trials, rng):
    _, points, scores = reference.random_search(score, ranges, trials, rng)
    return int(scores.argmax()), points, scores


def _only_the_best(score, ranges, trials, rng):
    return reference.random_search(score, ranges, trials, rng)[0]


def _scores_sorted(score, ranges, trials, rng):
    best, points, scores = reference.random_search(score, ranges, trials, rng)
    return best, points, np.sort(scores)[::-1]


EXERCISES = [
    Exercise(
        id="training.standardize",
        points=3,
        reference=reference.standardize,
        cases=_standardize_cases,
        outputs=("X_train", "X_test"),
        rtol=1e-6,
        atol=1e-9,
        mistakes=[
            Mistake(
                "test set standardized by its own numbers",
                "The training part is right, but the test part is shifted and scaled by its own mean and spread. In "
                "use, examples come one at a time and have no mean: the same pixel value must always become the same "
                "number. Use the mean and spread of X_train for both.",
                _each_by_itself,
            ),
            Mistake(
                "test set by its own numbers, constant columns divided by zero",
                "Two things. The test part is shifted and scaled by its own mean and spread: in use, examples come one "
                "at a time and have none, so use the mean and spread of X_train for both. And where a column is "
                "constant, its spread is 0, and 0 / 0 is nan: divide by 1 there, with "
                "`np.where(spread > 0, spread, 1)`.",
                _each_by_itself_unguarded,
            ),
            Mistake(
                "test set looked at",
                "Mean and spread come from both parts together, so that the test set has had a say in the training: "
                "its information leaks. Compute them from X_train alone.",
                _both_together,
            ),
            Mistake(
                "one mean for all columns",
                "You take one mean and one spread of the whole table. Each column (input) has its own: `axis=0`.",
                _one_number_for_all_columns,
            ),
            Mistake(
                "rows standardized instead of columns",
                "You go along the rows (`axis=1`): each example is compared with itself. Each *input* should get "
                "mean 0: go down the columns, `axis=0`.",
                _by_rows,
            ),
            Mistake(
                "divided by the variance",
                "You divide by the variance, the square of the spread. Divide by the standard deviation, `std`.",
                _by_the_variance,
            ),
            Mistake(
                "not divided by the spread",
                "The mean is taken away, but the columns still have their different sizes: divide by the spread.",
                _only_centred,
            ),
            Mistake(
                "mean not taken away",
                "The columns are scaled, but not centred: first take the mean of the column away.",
                _only_scaled,
            ),
            Mistake(
                "constant columns divided by zero",
                "A column that is constant in X_train has spread 0, and 0 / 0 is nan. (The corner pixels of the "
                "digits are such columns: always paper.) Where the spread is 0, divide by 1: "
                "`np.where(spread > 0, spread, 1)`.",
                _division_by_zero,
            ),
            Mistake(
                "a tiny number added to the spread",
                "With `std + 1e-8` nothing is divided by zero. But if a column that was constant in training is "
                "a little different in a test example, you divide the difference by 0.00000001: it becomes huge "
                "and drowns all other inputs. Where the spread is 0, divide by 1.",
                _small_number_added,
            ),
            Mistake(
                "scaled to 0...1",
                "You scale each column between its smallest and largest value. That is another recipe: wanted are mean "
                "0 and standard deviation 1.",
                _between_0_and_1,
            ),
            Mistake(
                "test set left as it was",
                "X_test comes back unchanged. The network will learn from standardized inputs and expects such: the "
                "test part needs the same shift and scale.",
                _test_part_left_as_it_is,
            ),
            Mistake(
                "divided by N - 1 inside the spread",
                "Your spread divides by N - 1 (`ddof=1`, or the habit of another library). Here it is the plain "
                "standard deviation of the training part: `X_train.std(axis=0)`.",
                _n_minus_1,
            ),
        ],
        hints=[
            "Compute the mean and the spread once, from the training part, and use both numbers twice.",
            "`X_train.mean(axis=0)` and `X_train.std(axis=0)` have one number for each column. "
            "`np.where(condition, a, b)` chooses between a and b, element by element.",
            "`spread = np.where(spread > 0, spread, 1)`, then `return (X_train - mean) / spread, "
            "(X_test - mean) / spread`",
        ],
        built="inputs on an equal footing, and a test set that knows nothing of it.",
    ),
    Exercise(
        id="training.train_validation_split",
        points=2,
        kind="property",
        reference=reference.train_validation_split,
        cases=_split_cases,
        observe=_observe_split,
        mistakes=[
            Mistake(
                "not shuffled",
                "The validation part is one end of the table as it is given. Data often comes sorted (all zeros "
                "first, or the easy patients first): then the two parts differ. Draw the rows at random.",
                _cut_without_shuffling,
            ),
            Mistake(
                "X and y shuffled apart",
                "X and y are shuffled by two different orders, or only one of them is: the labels no longer belong to "
                "their rows. Make *one* random order of row numbers and use it for both.",
                _shuffled_apart,
            ),
            Mistake(
                "share of training instead of validation",
                "The two parts are exchanged in size: `share` is what is put aside for validation.",
                _shares_exchanged,
            ),
            Mistake(
                "validation examples trained on too",
                "The training part still has all examples, those of the validation part too. Then validation "
                "measures what was learned by heart: take them out.",
                _trained_on_everything,
            ),
            Mistake(
                "drawn with repetition",
                "Some examples occur several times, some in both parts, some in none: you draw each row number "
                "independently. A random order (`rng.permutation`) has each number once.",
                _drawn_with_repetition,
            ),
            Mistake(
                "a coin for each example",
                "Each example is put aside by its own coin, so that the number of them is left to chance. "
                "Wanted are exactly `round(share * len(X))`: cut a random order in two.",
                _a_coin_for_each,
            ),
            Mistake(
                "X_train, X_validation, y_train, y_validation",
                "The parts are right, but in the order of scikit-learn. Wanted is X_train, y_train, "
                "X_validation, y_validation.",
                _order_of_scikit_learn,
            ),
        ],
        hints=[
            "A shuffled list of row numbers, cut in two, says which example goes where.",
            "`order = rng.permutation(len(X))` is such a list; its first `round(share * len(X))` numbers are for "
            "validation. `X[order[:3]]` picks three rows of X, `y[order[:3]]` their labels.",
            "`validation, train = order[:count], order[count:]`, then return `X[train], y[train], X[validation], "
            "y[validation]`.",
        ],
        built="a small exam that the network has not seen, for every decision you are going to take.",
    ),
    choice(
        "training.peeking",
        options={
            "a": "About 98 %: it is the test set, and the network was never trained on it.",
            "b": "Less than 98 %: the winner was chosen because it did well on just these images.",
            "c": "More than 98 %: on new images there is no bad luck of the choice.",
            "d": "10 %: without training on them, a network can only guess.",
        },
        right="b",
        wrong={
            "a": (
                "not trained on, so fair",
                "No weight was trained on the test set, but a choice was made with it: of a hundred networks, the one "
                "with most luck on these images won. Luck does not come along to new images.",
            ),
            "c": (
                "luck in the wrong direction",
                "It is the other way round: the choice picked the network with *good* luck on these images.",
            ),
            "d": (
                "no generalisation at all",
                "10 % is guessing. The networks did learn; only the measure is a little too kind.",
            ),
        },
        hints=[
            "Throw a hundred fair coins ten times each and choose the one with most heads. What will it do next?",
            "The best of many is good and lucky. Which of the two stays?",
        ],
        built="the reason for a third part: validation to choose, test to report once.",
    ),
    Exercise(
        id="training.minibatches",
        points=3,
        kind="property",
        reference=reference.minibatches,
        cases=_minibatch_cases,
        observe=_observe_batches,
        hidden=("fit",),
        mistakes=[
            Mistake(
                "not shuffled",
                "The batches have the order of the table, and the same one in every epoch. If the table is sorted, "
                "each batch teaches one class only, and the network forgets the others. Shuffle first.",
                _batches_in_order,
            ),
            Mistake(
                "labels not shuffled along",
                "X is shuffled, y is not: the network is taught that a 3 is a 7. Use the same order of row numbers "
                "for both.",
                _labels_not_shuffled,
            ),
            Mistake(
                "drawn with replacement",
                "You draw row numbers independently: some examples come several times, even in the same batch, and "
                "some never. About a third of the data is missed in each epoch. Cut *one* random order into pieces.",
                _with_replacement,
            ),
            Mistake(
                "a new order for each batch",
                "Each batch is the beginning of a new random order: within a batch no example comes twice, but over "
                "the epoch some do and some never come. Draw the order once, before the loop.",
                _new_order_for_each,
            ),
            Mistake(
                "last examples dropped",
                "The last batch, which is smaller, is missing: its examples are not seen in this epoch. "
                "Let the last batch be what is left.",
                _rest_dropped,
            ),
            Mistake(
                "last batch filled up",
                "The last batch is filled up with examples that have had their turn. Let it be smaller: "
                "each example comes once.",
                _rest_filled_up,
            ),
            Mistake(
                "batch_size batches",
                "You make `batch_size` batches. It is the number of examples *in* a batch.",
                _number_taken_for_size,
            ),
            Mistake(
                "only one batch",
                "Only the first batch comes back. All of them are wanted, in a list: one epoch.",
                _only_one_batch,
            ),
            Mistake(
                "only the batches are shuffled",
                "Neighbours of the table always share a batch: you shuffle whole batches. Shuffle the examples, "
                "then cut.",
                _batches_shuffled_whole,
            ),
            Mistake(
                "batches overlap",
                "Each batch begins one example after the one before, so that most examples come many times. Go on "
                "by `batch_size`: `range(0, len(X), batch_size)`.",
                _step_of_one,
            ),
        ],
        hints=[
            "First a random order of all row numbers, then cut it into pieces; each piece picks rows of X and of y.",
            "`order = rng.permutation(len(X))`. Pieces begin at `range(0, len(X), batch_size)`; a slice that goes "
            "beyond the end simply stops there.",
            "In the loop: `rows = order[start : start + batch_size]` and `batches.append((X[rows], y[rows]))`.",
        ],
        built="an epoch: every example once, in an order that is never the same.",
    ),
    Exercise(
        id="training.he_init",
        points=2,
        kind="property",
        reference=reference.he_init,
        cases=_init_cases,
        observe=_observe_weights(lambda inputs, outputs: np.sqrt(2 / inputs)),
        mistakes=[
            Mistake(
                "variance instead of standard deviation",
                "2 / inputs is the *variance*. `rng.normal` wants the standard deviation, its square root: your "
                "weights are much too small, and the signal dies out.",
                _variance_as_spread,
            ),
            Mistake(
                "number of outputs instead of inputs",
                "You divide by the number of outputs. A neuron adds up its *inputs*: the more of them, the smaller "
                "each weight must be.",
                _by_the_outputs,
            ),
            Mistake(
                "1 instead of 2",
                "That is sqrt(1 / inputs), right for a layer without ReLU. ReLU cuts off half of the signal, "
                "and the 2 makes up for it.",
                _one_instead_of_two,
            ),
            Mistake(
                "not scaled",
                "Your weights have a standard deviation of 1, however many inputs there are: the signal grows from "
                "layer to layer. Scale by sqrt(2 / inputs).",
                _not_scaled,
            ),
            Mistake(
                "no negative weights",
                "`rng.random` draws between 0 and 1: all weights reinforce, none inhibits. Wanted is the normal "
                "distribution around 0: `rng.normal`.",
                _never_negative,
            ),
            Mistake(
                "outputs in the rows",
                "The table lies on its side: one row for each input, one column for each output.",
                _outputs_first,
            ),
            Mistake(
                "all zeros",
                "All weights are 0. Then all neurons of a layer are equal, get equal gradients, and stay equal for "
                "ever. Draw them at random.",
                _all_zero,
            ),
            Mistake(
                "divided by the standard deviation",
                "You divide the random numbers by sqrt(2 / inputs) instead of multiplying: the more inputs, the "
                "larger your weights get.",
                _divided_by_the_spread,
            ),
            Mistake(
                "mean and spread exchanged",
                "All your weights are the same number: `rng.normal` takes the mean first, then the standard deviation.",
                _mean_and_spread_exchanged,
            ),
        ],
        hints=[
            "Random numbers around 0, in a table (inputs, outputs), with a spread that depends on the inputs.",
            "`rng.normal(mean, deviation, size=(rows, columns))` draws such a table. It wants the standard deviation, "
            "not the variance.",
            "`rng.normal(0, np.sqrt(2 / inputs), size=...)`",
        ],
        built="the start of nearly every ReLU network: ten layers on, the signal is still alive.",
    ),
    Exercise(
        id="training.xavier_init",
        points=1,
        kind="property",
        reference=reference.xavier_init,
        cases=_init_cases,
        observe=_observe_weights(lambda inputs, outputs: np.sqrt(2 / (inputs + outputs))),
        mistakes=[
            Mistake(
                "outputs forgotten",
                "That is the He initialisation, sqrt(2 / inputs). Here inputs and outputs count: forward, a neuron "
                "adds up its inputs; backward, the gradients of its outputs.",
                _by_the_inputs,
            ),
            Mistake(
                "1 instead of 2",
                "You divide 1 by the sum of inputs and outputs. Wanted is 1 divided by their *mean*, which is "
                "2 / (inputs + outputs).",
                _glorot(1),
            ),
            Mistake(
                "variance instead of standard deviation",
                "2 / (inputs + outputs) is the variance. `rng.normal` wants its square root.",
                _glorot_variance,
            ),
            Mistake(
                "limit of another distribution",
                "sqrt(6 / (inputs + outputs)) is the *limit* of even random numbers that have the right spread. For "
                "`rng.normal`, take the spread itself: with a 2.",
                _glorot(6),
            ),
            Mistake(
                "spread used as the limit",
                "Even random numbers between -s and s have a smaller spread than s (by the square root of 3). Draw "
                "with `rng.normal`.",
                _glorot_uniform,
            ),
            Mistake(
                "product instead of sum",
                "You divide by inputs *times* outputs: the weights are much too small.",
                _glorot_product,
            ),
            Mistake(
                "outputs in the rows",
                "The table lies on its side: one row for each input, one column for each output.",
                _glorot_transposed,
            ),
        ],
        hints=[
            "As in `he_init`, with another spread.",
            "The number of inputs is replaced by the mean of inputs and outputs, and the 2 for ReLU goes away: "
            "1 / ((inputs + outputs) / 2).",
            "`np.sqrt(2 / (inputs + outputs))`",
        ],
        built="the start for tanh and sigmoid: neither the signal nor the gradient dies on its way.",
    ),
    number(
        "training.initial_loss",
        right=float(np.log(3)),
        rtol=5e-3,
        wrong=[
            (
                "the probability itself",
                "1/3 is the probability of the right grower. The loss is minus its logarithm.",
                1 / 3,
            ),
            (
                "sign",
                "The logarithm of 1/3 is negative. The loss is *minus* the logarithm: it counts how far the network "
                "is from certainty.",
                -float(np.log(3)),
            ),
            (
                "logarithm with base 10",
                "That is the logarithm with base 10. Losses use the natural one: `np.log`.",
                float(np.log10(3)),
            ),
            (
                "logarithm with base 2",
                "That is the logarithm with base 2. Losses use the natural one: `np.log`.",
                float(np.log2(3)),
            ),
            ("accuracy instead of loss", "2/3 is the share of wrong answers of a guesser, not its loss.", 2 / 3),
            (
                "ten classes instead of three",
                "That is the first loss with ten digits. There are three growers: what probability has each of them?",
                float(np.log(10)),
            ),
        ],
        hints=[
            "An untrained network gives each of the three growers about the same probability. Which?",
            "The loss of an example is minus the logarithm of the probability of the right class. For ten digits that "
            "is -log(1 / 10) = 2.30.",
        ],
        built="the cheapest test of all: look at the loss before the first step.",
    ),
    Exercise(
        id="training.train_epoch",
        points=3,
        reference=reference.train_epoch,
        cases=_epoch_cases,
        outputs=("parameters", "mean loss"),
        rtol=1e-6,
        hidden=("fit",),
        mistakes=[
            Mistake(
                "every batch starts from the first parameters",
                "Each batch takes its step from the parameters that were given, so that only the last step counts. "
                "The next batch must go on where the last one stopped: assign the new parameters to `parameters`.",
                _always_from_the_start,
            ),
            Mistake(
                "gradients of the first parameters",
                "The steps add up, but all gradients are taken at the parameters before the epoch. Each batch must "
                "be put through the network as the last batch left it.",
                _gradients_of_the_start,
            ),
            Mistake(
                "uphill",
                "You add the gradients: the loss grows. The step goes against the gradient, `W - learning_rate * dW`.",
                _uphill,
            ),
            Mistake(
                "loss of the last batch",
                "The parameters are right, but the loss is that of the last batch only: collect the losses in a list "
                "and take their mean.",
                _loss_of_the_last,
            ),
            Mistake(
                "losses added up",
                "The parameters are right, but the losses are summed: the mean does not depend on the number of "
                "batches and can be compared.",
                _losses_summed,
            ),
            Mistake(
                "biases not trained",
                "Only the weights are updated. The biases learn by the same rule, with db.",
                _biases_stay,
            ),
            Mistake(
                "only the last layer trained",
                "Only the last layer changes. Go through all layers: `zip(parameters, gradients)` gives each with "
                "its gradients.",
                _only_the_last_layer,
            ),
            Mistake(
                "divided by the batch size once more",
                "Your steps are too small: you divide by the number of examples. `mlp_backward` has done that: its "
                "gradients are those of the mean loss.",
                _divided_once_more,
            ),
            Mistake(
                "learning rate forgotten",
                "You take away the whole gradient: multiply it by the learning rate.",
                _rate_forgotten,
            ),
            Mistake(
                "loss after the step",
                "Your parameters are right, but each loss is measured after the step on the batch that was just "
                "learned. Take the loss that `mlp_backward` gives with the gradients.",
                _loss_after_the_step,
            ),
            Mistake(
                "nothing learned",
                "The parameters come back as they were. Make new ones from the gradients and assign them.",
                _nothing_learned,
            ),
        ],
        hints=[
            "For each batch: loss and gradients from `mlp_backward`, new parameters from these, and on to the next.",
            "New parameters are a list of pairs, one for each layer: `zip(parameters, gradients)` walks through the "
            "layers, `for (W, b), (dW, db) in ...`.",
            "`parameters = [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in "
            "zip(parameters, gradients)]`, and `losses.append(loss)`; at the end `np.mean(losses)`.",
        ],
        built="the loop in which every network learns. All the rest of this lesson is about doing it well.",
    ),
    Exercise(
        id="training.accuracy",
        points=1,
        reference=reference.accuracy,
        cases=_accuracy_cases,
        hidden=("evaluate", "fit"),
        mistakes=[
            Mistake(
                "share of wrong answers",
                "That is the error rate. The accuracy counts where the two are equal.",
                _share_of_errors,
            ),
            Mistake(
                "number instead of share",
                "You count the right answers. Divide by the number of examples: `np.mean` instead of `np.sum`.",
                _number_of_right,
            ),
            Mistake("percent instead of a share", "A share is between 0 and 1: leave out the 100.", _percent),
            Mistake(
                "all or nothing",
                "You ask whether *all* answers are right. Compare element by element, with `==`.",
                _all_or_nothing,
            ),
            Mistake(
                "labels taken for quantities",
                "You subtract labels. An 8 taken for a 9 is as wrong as an 8 taken for a 0: labels are names. Ask "
                "only whether they are equal.",
                _labels_as_numbers,
            ),
            Mistake(
                "one answer for each example",
                "You return for each example whether it is right. Wanted is one number: their mean.",
                _one_by_one,
            ),
        ],
        hints=[
            "`y_hat == y` is an array of True and False.",
            "NumPy counts True as 1 and False as 0: what is the mean of such an array?",
        ],
        equivalent={"return np.mean(y_hat == y)": "a number of NumPy is as good as one of Python"},
        built="the number that everybody quotes.",
    ),
    Exercise(
        id="training.confusion_matrix",
        points=2,
        reference=reference.confusion_matrix,
        cases=_confusion_cases,
        mistakes=[
            Mistake(
                "each pair counted once",
                "With `counts[y, y_hat] += 1`, NumPy adds 1 once to each place, however often the pair occurs. Use a "
                "loop over the examples, or `np.add.at(counts, (y, y_hat), 1)`.",
                _pairs_once,
            ),
            Mistake(
                "answers in the rows",
                "Rows and columns are exchanged: the true class belongs in the row, the answer in the column.",
                _answers_in_the_rows,
            ),
            Mistake(
                "classes left out that do not occur",
                "Your table has rows only for the classes that occur in y. With `classes` rows and columns, tables of "
                "different data can be compared: start with `np.zeros((classes, classes), dtype=int)`.",
                _only_what_occurs,
            ),
            Mistake(
                "size taken from the labels",
                "Your table is as large as the largest label. The number of rows and columns is `classes`, also "
                "where the last class does not occur.",
                _as_large_as_the_labels,
            ),
            Mistake(
                "only the right answers",
                "Only the diagonal is filled. The interesting part is beside it: what is taken for what.",
                _only_right_ones,
            ),
            Mistake(
                "only the errors",
                "The diagonal is empty: right answers are counted too.",
                _only_errors,
            ),
            Mistake(
                "shares instead of counts",
                "You divide each row by its sum. Here whole numbers are wanted, the counts.",
                _shares_of_the_rows,
            ),
        ],
        hints=[
            "Begin with a table of zeros and add 1 for each example, at its place.",
            "The place of an example is row y[n], column y_hat[n]. `for truth, answer in zip(y, y_hat)` gives both.",
            "`counts = np.zeros((classes, classes), dtype=int)`; in the loop `counts[truth, answer] += 1`.",
        ],
        equivalent={"counts = np.zeros((classes, classes))": "floats that are whole numbers count just as well"},
        built="a picture of what your network takes for what.",
    ),
    Exercise(
        id="training.early_stopping",
        points=3,
        reference=reference.early_stopping,
        cases=_stopping_cases,
        mistakes=[
            Mistake(
                "epoch of the stop",
                "That is the epoch at which you stop waiting. The network to keep is the best one, from some epochs "
                "earlier.",
                _where_it_stops,
            ),
            Mistake(
                "look into the future",
                "You take the smallest loss of the whole list. But when patience ran out, training was stopped: the "
                "later epochs never happened.",
                _best_of_all,
            ),
            Mistake(
                "no patience",
                "You stop at the first epoch that is not better. Losses go up and down: wait until `patience` epochs "
                "in a row brought nothing new.",
                _at_the_first_rise,
            ),
            Mistake(
                "one epoch too patient",
                "You wait for one epoch too many: with a patience of 2, the second epoch in a row without a new "
                "best is the last one.",
                _one_epoch_too_patient,
            ),
            Mistake(
                "counter not set back",
                "You count all epochs that were not better. They must come in a row: a new best sets the counter "
                "back to 0.",
                _not_set_back,
            ),
            Mistake(
                "counter not set back, and begun too early",
                "You count all epochs that were not better. They must come in a row: a new best sets the counter "
                "back to 0. And epoch 0 is the best so far when it comes: it must not be counted as a failure.",
                _not_set_back_from_epoch_0,
            ),
            Mistake(
                "epoch of the first rise",
                "You return the first epoch whose loss is above that of the epoch before. Losses go up and down: wait "
                "until `patience` epochs in a row brought no new best, and return the best one, not the last.",
                _epoch_of_the_first_rise,
            ),
            Mistake(
                "compared with the epoch before",
                "You compare with the epoch before. A loss that falls after a large rise need not be a new best: "
                "compare with the best so far.",
                _against_the_last_one,
            ),
            Mistake(
                "loss instead of epoch",
                "You return the loss. Wanted is the number of the epoch, counted from 0.",
                _loss_instead_of_epoch,
            ),
            Mistake(
                "an equal loss taken for a better one",
                "A loss equal to the best is not *smaller*: keep the earlier epoch, and go on counting.",
                _equal_is_better,
            ),
            Mistake(
                "largest loss",
                "You keep the epoch with the largest loss: the comparison is the wrong way round.",
                _largest,
            ),
        ],
        hints=[
            "Go through the losses and remember where the smallest one so far was.",
            "`for epoch, loss in enumerate(losses)` gives the numbers along. Since the best epoch, `epoch - best` "
            "epochs have passed without a new one.",
            "`if loss < losses[best]: best = epoch`, `elif epoch - best >= patience: break`; after the loop, "
            "`return best`.",
        ],
        built="the cheapest protection against learning by heart.",
    ),
    Exercise(
        id="training.random_search",
        points=3,
        kind="property",
        reference=reference.random_search,
        cases=_search_cases,
        observe=_observe_search,
        outputs=("best", "points", "scores"),
        mistakes=[
            Mistake(
                "drawn evenly, not on a log scale",
                "Your settings are even between low and high: of numbers between 0.0001 and 1, nine in ten are then "
                "above 0.1, and the small ones are hardly tried. Draw the *logarithm* evenly.",
                _searched(_evenly),
            ),
            Mistake(
                "one random number for all entries",
                "The entries of a setting rise and fall together: they come from the same random number. Then you "
                "search along a line only. Draw one for each entry: `size=(trials, len(ranges))`.",
                _searched(_one_number_for_all),
            ),
            Mistake(
                "the same setting in every trial",
                "You draw one setting and try it again and again. Draw anew for each trial.",
                _searched(_always_the_same),
            ),
            Mistake(
                "lowest score chosen",
                "You choose the setting with the lowest score. Here higher is better: `argmax`.",
                _searched(_on_log_scale, np.argmin),
            ),
            Mistake(
                "last trial chosen",
                "You give back the setting of the last trial as the best one, whatever its score.",
                _searched(_on_log_scale, lambda scores: -1),
            ),
            Mistake(
                "logarithms not undone",
                "Your settings are logarithms. Take exp of what you have drawn.",
                _searched(_logarithms_left),
            ),
            Mistake(
                "two different bases",
                "You take the logarithm with base 10 and undo it with exp (or the other way round): the "
                "settings do not lie in their ranges. `np.log` belongs to `np.exp`, `np.log10` to `10 **`.",
                _searched(_two_bases),
            ),
            Mistake(
                "best score instead of best setting",
                "The first thing you return is the highest score. Wanted is the setting that reached it: "
                "`points[scores.argmax()]`.",
                _score_as_best,
            ),
            Mistake(
                "position instead of setting",
                "The first thing you return is the number of the best trial. Wanted is its setting: "
                "`points[scores.argmax()]`.",
                _position_as_best,
            ),
            Mistake(
                "only the best setting",
                "Only the best setting comes back. Wanted are three things: it, all settings, and all scores.",
                _only_the_best,
            ),
            Mistake(
                "scores sorted",
                "The scores are sorted, the settings are not: they no longer belong together.",
                _scores_sorted,
            ),
        ],
        hints=[
            "Draw all settings first, as a table (trials, entries); then ask for the score of each row.",
            "`low, high = np.array(ranges).T` are the ends of the ranges. "
            "`rng.uniform(np.log(low), np.log(high), size=(trials, len(ranges)))` is even in the logarithm.",
            "`points = np.exp(...)` of that, `scores = np.array([score(x) for x in points])`, and return "
            "`points[scores.argmax()], points, scores`.",
        ],
        built="a search that tries a new value of every setting in every trial.",
    ),
    number(
        "training.price_of_accuracy",
        right=64.0,
        wrong=[
            ("errors halved twice, data only once", "8 times the data halves the errors once: 4 % are left.", 8.0),
            (
                "added instead of multiplied",
                "8 times for the first halving, and 8 times again: 8 · 8, not 8 + 8.",
                16.0,
            ),
            (
                "errors and data in proportion",
                "A quarter of the errors does not cost four times the data: each halving costs 8 times.",
                4.0,
            ),
            (
                "halvings squared the wrong way",
                "2 to the power of 8 is 256. Here 8 is multiplied with itself as often as the errors are halved.",
                256.0,
            ),
            ("three halvings", "From 8 % to 2 % are two halvings, 8 → 4 → 2: multiply 8 twice.", 512.0),
        ],
        hints=[
            "How often must 8 % be halved until 2 % are left?",
            "Twice. Each halving costs 8 times the data.",
        ],
        built="the arithmetic behind the large data sets: a straight line on log axes is steep in money.",
    ),
]
