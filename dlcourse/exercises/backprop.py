"""Lesson 04, backprop: cases, known mistakes and hints."""

import numpy as np

from dlcourse.checking.runtime.plain import FunctionName
from dlcourse.checking.specification import Case, Exercise, Malformed, Mistake, choice, number
from dlcourse.lessons import backprop as reference
from dlcourse.lessons import forward, losses, neuron


def _float32(*arrays):
    return tuple(np.asarray(array, dtype=np.float32) for array in arrays)


# ---- multiply_backward ----


def _multiply_cases(rng):
    return [
        Case(np.array([5.0]), (np.array([3.0]), np.array([4.0]))),
        Case(np.array([1.0, -2.0, 0.5]), (np.array([2.0, 0.0, -3.0]), np.array([4.0, 1.0, 0.25]))),
        Case(rng.normal(size=(2, 3)), (rng.normal(size=(2, 3)), rng.normal(size=(2, 3)))),
        Case(rng.normal(size=(3, 3)), (rng.normal(size=(3, 3)), rng.normal(size=(3, 3)))),
        Case(rng.normal(size=(2, 2, 4)), (1e3 * rng.normal(size=(2, 2, 4)), rng.normal(size=(2, 2, 4)))),
        Case(_float32(rng.normal(size=4))[0], _float32(*rng.normal(size=(2, 4)))),
    ]


def _own_factor(d_out, cache):
    x, y = cache
    return d_out * x, d_out * y


def _gradient_above_forgotten(d_out, cache):
    x, y = cache
    return 1 * y, 1 * x


def _all_of_it_to_both(d_out, cache):
    return 1 * d_out, 1 * d_out


def _added_instead_of_multiplied(d_out, cache):
    x, y = cache
    return d_out + y, d_out + x


def _product_sent_back(d_out, cache):
    x, y = cache
    return d_out * x * y, d_out * x * y


def _product_rule_for_both(d_out, cache):
    x, y = cache
    return d_out * (x + y), d_out * (x + y)


# ---- topological_order: several orders are right ----

NEURON = {
    "loss": ["error"],
    "error": ["a", "y"],
    "a": ["z"],
    "z": ["wx", "b"],
    "wx": ["w", "x"],
    "w": [],
    "x": [],
    "b": [],
    "y": [],
}


def _random_graph(rng, count):
    """A graph whose dict is in no useful order, and whose names do not sort into one."""
    labels = [f"n{i}" for i in rng.permutation(count)]
    inputs = {}
    for place, name in enumerate(labels):
        most = min(place, 3)
        chosen = rng.choice(place, size=int(rng.integers(0, most + 1)), replace=False) if most else []
        inputs[name] = [labels[int(i)] for i in sorted(chosen)]
    return {labels[int(i)]: inputs[labels[int(i)]] for i in rng.permutation(count)}


def _order_cases(rng):
    return [
        Case({"square": ["x"], "x": []}),
        Case({"total": ["b", "d"], "b": ["c"], "c": ["a"], "d": ["c", "a"], "a": []}),
        Case(NEURON),
        Case({"out": ["x", "far"], "far": ["middle"], "middle": ["near"], "near": ["x"], "x": []}),
        Case({"twice": ["m", "m"], "k": [], "m": ["k"], "alone": []}),
        Case({"d": ["b", "c"], "c": ["a"], "b": ["a"], "e": ["d"], "a": []}),
        *[Case(_random_graph(rng, count)) for count in (6, 9, 14, 25)],
    ]


def _observe_order(arguments, value):
    """Which names are missing, unknown or there more than once, and which nodes stand before what they take."""
    inputs = arguments["inputs"]
    if not isinstance(value, list | tuple):
        raise Malformed("Wanted is a list of names.")
    if not all(isinstance(name, str) for name in value):
        raise Malformed("Wanted is a list of names, but some elements are no names.")
    first = {name: place for place, name in reversed(list(enumerate(value)))}
    early = [
        f"{name} before {taken}"
        for name in inputs
        for taken in sorted(set(inputs[name]))
        if name in first and taken in first and first[name] < first[taken]
    ]
    return {
        "names missing": sorted(set(inputs) - set(value)),
        "names that are not in the graph": sorted(set(value) - set(inputs)),
        "names more than once": sorted({name for name in value if list(value).count(name) > 1}),
        "placed before what they take": sorted(early),
    }


def _loss_first(inputs):
    return reference.topological_order(inputs)[::-1]


def _as_given(inputs):
    return list(inputs)


def _alphabetical(inputs):
    return sorted(inputs)


def _inputs_left_out(inputs):
    return [name for name in reference.topological_order(inputs) if inputs[name]]


def _only_the_inputs(inputs):
    return [name for name in inputs if not inputs[name]]


def _placed_twice(inputs):
    order = []

    def visit(name):
        for taken in inputs[name]:
            visit(taken)
        order.append(name)

    for name in inputs:
        visit(name)
    return order


def _node_before_its_inputs(inputs):
    order = []

    def visit(name):
        if name not in order:
            order.append(name)
            for taken in inputs[name]:
                visit(taken)

    for name in inputs:
        visit(name)
    return order


def _one_input_is_enough(inputs):
    order = [name for name in inputs if not inputs[name]]
    while len(order) < len(inputs):
        for name in inputs:
            if name not in order and any(taken in order for taken in inputs[name]):
                order.append(name)
    return order


def _by_number_of_inputs(inputs):
    return sorted(inputs, key=lambda name: len(inputs[name]))


def _one_round(inputs):
    order = []
    for name in inputs:
        if all(taken in order for taken in inputs[name]):
            order.append(name)
    return order


def _placed_in_every_round(inputs):
    order = []
    while len(order) < len(inputs):
        for name in inputs:
            if all(taken in order for taken in inputs[name]):
                order.append(name)
    return order


# ---- unbroadcast ----


def _unbroadcast_cases(rng):
    pairs = [
        ((2, 3), (2, 1)),
        ((3, 3), (3,)),
        ((3, 3), (3, 1)),
        ((3, 3), (1, 3)),
        ((4, 1), (4, 1)),
        ((2, 3), (2, 3)),
        ((2, 3), (1, 1)),
        ((5,), (1,)),
        ((2, 3, 4), (3, 1)),
        ((2, 3, 4), (4,)),
        ((3, 3, 3), (1, 3)),
        ((3, 3, 3), (3, 1, 3)),
        ((2, 3, 4), (1, 3, 1)),
        ((2, 3), ()),
        ((60, 20), (20,)),
    ]
    small = Case(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), (3,))
    whole = Case(np.array([[1, 2, 3], [4, 5, 6]]), (2, 1))
    narrow = Case(_float32(rng.normal(size=(3, 4)))[0], (1, 4))
    return [small, *(Case(rng.normal(size=full), shape) for full, shape in pairs), whole, narrow]


def _extra_and_stretched(gradient, shape):
    extra = gradient.ndim - len(shape)
    return extra, tuple(axis for axis, length in enumerate(shape) if length == 1)


def _gradient_as_it_is(gradient, shape):
    return 1 * gradient


def _only_new_axes(gradient, shape):
    return gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))


def _only_stretched_axes(gradient, shape):
    _, stretched = _extra_and_stretched(gradient, shape)
    return gradient.sum(axis=stretched, keepdims=True)


def _one_new_axis_at_most(gradient, shape):
    extra, stretched = _extra_and_stretched(gradient, shape)
    return gradient.sum(axis=(0,) if extra else ()).sum(axis=stretched, keepdims=True)


def _mean_of_the_copies(gradient, shape):
    extra, stretched = _extra_and_stretched(gradient, shape)
    return gradient.mean(axis=tuple(range(extra))).mean(axis=stretched, keepdims=True)


def _one_of_the_copies(gradient, shape):
    extra, stretched = _extra_and_stretched(gradient, shape)
    kept = gradient[(0,) * extra]
    for axis in stretched:
        kept = np.take(kept, [0], axis=axis)
    return kept


def _stretched_axes_lost(gradient, shape):
    extra, stretched = _extra_and_stretched(gradient, shape)
    gradient = gradient.sum(axis=tuple(range(extra)))
    for axis in stretched:
        gradient = gradient.sum(axis=axis)  # the axes behind it move up: a second one may be out of range
    return gradient


def _axes_counted_too_early(gradient, shape):
    extra, stretched = _extra_and_stretched(gradient, shape)
    return gradient.sum(axis=stretched, keepdims=True).sum(axis=tuple(range(extra)))


def _always_down_the_rows(gradient, shape):
    return gradient.sum(axis=0)


def _cut_to_shape(gradient, shape):
    return np.resize(gradient, shape)


def _new_axes_taken_from_behind(gradient, shape):
    _, stretched = _extra_and_stretched(gradient, shape)
    return gradient.sum(axis=tuple(range(len(shape), gradient.ndim))).sum(axis=stretched, keepdims=True)


# ---- relu_backward and sigmoid_backward ----


def _relu_cases(rng):
    return [
        Case(np.array([5.0, -6.0, 7.0]), np.array([-2.0, 3.0, 0.5])),
        Case(np.array([2.0, -2.0]), np.array([0.0, 0.0])),  # exactly at the kink
        Case(rng.normal(size=(2, 3)), 2 * rng.normal(size=(2, 3))),
        Case(rng.normal(size=(3, 3)), 2 * rng.normal(size=(3, 3))),
        Case(rng.normal(size=(4, 5)), np.round(rng.normal(size=(4, 5)))),
        Case(rng.normal(size=(30, 8)), 100 * rng.normal(size=(30, 8))),
        Case(np.array([3, -4, 5]), np.array([2, 1, -1])),
        Case(*_float32(rng.normal(size=6), rng.normal(size=6))),
    ]


def _gradient_itself_cut_at_0(dH, cache):
    return np.maximum(dH, 0)


def _relu_slope_only(dH, cache):
    return 1.0 * (cache > 0) if np.asarray(dH).dtype.kind != "f" else (cache > 0).astype(dH.dtype)


def _comparison_alone(dH, cache):
    return cache > 0


def _times_the_sum(dH, cache):
    return dH * cache


def _all_passed(dH, cache):
    return 1 * dH


def _passes_at_0(dH, cache):
    return dH * (cache >= 0)


def _passes_the_wrong_half(dH, cache):
    return dH * (cache < 0)


def _times_the_output(dH, cache):
    return dH * np.maximum(cache, 0)


def _forward_again(dH, cache):
    return np.maximum(cache, 0)


def _sign_as_slope(dH, cache):
    return dH * np.sign(cache)


def _sigmoid_cases(rng):
    def after(Z):
        return neuron.sigmoid(np.asarray(Z, dtype=float))

    return [
        Case(np.array([8.0, -4.0]), np.array([0.5, 0.75])),
        Case(np.array([1.0, 1.0, 1.0]), np.array([0.1, 0.5, 0.9])),
        Case(rng.normal(size=(2, 3)), after(rng.normal(size=(2, 3)))),
        Case(rng.normal(size=(3, 3)), after(3 * rng.normal(size=(3, 3)))),
        Case(rng.normal(size=4), np.array([0.0, 1.0, 0.5, 1e-9])),  # saturated: the slope is 0
        Case(1e6 * rng.normal(size=(20, 5)), after(8 * rng.normal(size=(20, 5)))),
        Case(*_float32(rng.normal(size=5), after(rng.normal(size=5)))),
    ]


def _sigmoid_taken_again(dA, cache):
    A = neuron.sigmoid(cache)
    return dA * A * (1 - A)


def _output_left_out(dA, cache):
    return dA * (1 - cache)


def _rest_left_out(dA, cache):
    return dA * cache


def _sigmoid_slope_only(dA, cache):
    return cache * (1 - cache)


def _slope_of_tanh(dA, cache):
    return dA * (1 - cache**2)


def _parenthesis_missing(dA, cache):
    return dA * cache * 1 - cache


def _slope_added(dA, cache):
    return dA + cache * (1 - cache)


# ---- gradient_check ----


def _check_cases(rng):
    f, x = FunctionName("sum_of_squares"), np.array([3.0, -1.0])
    rough = rng.normal(size=(3, 4))
    slopes = np.cos(rough) * np.arange(1, 13).reshape(3, 4)
    spoiled, turned, tiny = slopes.copy(), slopes.copy(), slopes.copy()
    spoiled[1, 2] *= 1.5
    turned[2, 1] *= -1
    tiny[0, 0] *= 1.001
    large = 20 * rng.uniform(1, 2, size=5)
    softened = rng.normal(size=6)
    shares = np.exp(softened) / np.exp(softened).sum()
    return [
        Case(f, x, 4 * x),
        Case(f, x, 2 * x),
        Case(f, x, np.array([6.0, -2.5])),
        Case(f, x, np.array([5.0, -2.0])),
        Case(f, x, np.array([6.0, 2.0])),
        Case(f, x, 0 * x),
        Case(f, np.array([0.0, 2.0, 0.0]), np.array([0.0, 3.0, 0.0])),  # elements without any slope
        Case(f, np.array([0.0, 2.0]), np.array([1.0, 4.0])),
        Case(FunctionName("weighted_sines"), rough, slopes),
        Case(FunctionName("weighted_sines"), rough, spoiled),
        Case(FunctionName("weighted_sines"), rough, turned),
        Case(FunctionName("weighted_sines"), rough, tiny),
        Case(FunctionName("sum_of_cubes"), large, 3 * large**2 + 1),
        Case(FunctionName("log_sum_exp"), softened, 0.8 * shares),
    ]


def _compared(f, x, gradient):
    numerical = losses.numerical_gradient(f, x)
    larger = np.maximum(np.maximum(np.abs(gradient), np.abs(numerical)), 1e-8)
    return numerical, np.abs(gradient - numerical), larger


def _absolute_error(f, x, gradient):
    return float(np.max(_compared(f, x, gradient)[1]))


def _mean_error(f, x, gradient):
    _, apart, larger = _compared(f, x, gradient)
    return float(np.mean(apart / larger))


def _smallest_error(f, x, gradient):
    _, apart, larger = _compared(f, x, gradient)
    return float(np.min(apart / larger))


def _sign_kept(f, x, gradient):
    numerical, _, larger = _compared(f, x, gradient)
    return float(np.max((gradient - numerical) / larger))


def _not_absolute_below(f, x, gradient):
    numerical, apart, _ = _compared(f, x, gradient)
    return float(np.max(apart / np.maximum(np.maximum(gradient, numerical), 1e-8)))


def _divided_by_zero(f, x, gradient):
    numerical, apart, _ = _compared(f, x, gradient)
    return float(np.max(apart / np.maximum(np.abs(gradient), np.abs(numerical))))


def _divided_by_both(f, x, gradient):
    numerical, apart, _ = _compared(f, x, gradient)
    return float(np.max(apart / np.maximum(np.abs(gradient) + np.abs(numerical), 1e-8)))


def _divided_by_own(f, x, gradient):
    _, apart, _ = _compared(f, x, gradient)
    return float(np.max(apart / np.maximum(np.abs(gradient), 1e-8)))


def _divided_by_numerical(f, x, gradient):
    numerical, apart, _ = _compared(f, x, gradient)
    return float(np.max(apart / np.maximum(np.abs(numerical), 1e-8)))


def _error_of_lengths(f, x, gradient):
    numerical, _, _ = _compared(f, x, gradient)
    length = max(np.linalg.norm(gradient), np.linalg.norm(numerical), 1e-8)
    return float(np.linalg.norm(gradient - numerical) / length)


def _largest_by_largest(f, x, gradient):
    _, apart, larger = _compared(f, x, gradient)
    return float(np.max(apart) / np.max(larger))


# ---- dense_backward ----


def _dense_cases(rng):
    def case(N, D, M):
        return Case(rng.normal(size=(N, M)), (rng.normal(size=(N, D)), rng.normal(size=(D, M))))

    return [
        Case(np.array([[1.0], [10.0]]), (np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0], [4.0]]))),
        case(4, 2, 3),
        case(3, 3, 3),
        case(1, 4, 2),
        case(5, 1, 1),
        case(2, 5, 4),
        case(30, 16, 10),
        case(3, 3, 3),
        Case(
            _float32(rng.normal(size=(3, 2)))[0],
            _float32(rng.normal(size=(3, 4)), rng.normal(size=(4, 2))),
        ),
    ]


def _bias_averaged(dZ, cache):
    dX, dW, _ = reference.dense_backward(dZ, cache)
    return dX, dW, dZ.mean(axis=0)


def _bias_along_the_rows(dZ, cache):
    dX, dW, _ = reference.dense_backward(dZ, cache)
    return dX, dW, dZ.sum(axis=1)


def _bias_not_summed(dZ, cache):
    dX, dW, _ = reference.dense_backward(dZ, cache)
    return dX, dW, 1 * dZ


def _bias_one_number(dZ, cache):
    dX, dW, _ = reference.dense_backward(dZ, cache)
    return dX, dW, np.sum(dZ)


def _bias_as_a_row(dZ, cache):
    dX, dW, db = reference.dense_backward(dZ, cache)
    return dX, dW, db[None, :]


def _bias_is_ones(dZ, cache):
    dX, dW, db = reference.dense_backward(dZ, cache)
    return dX, dW, np.ones_like(db)


def _averaged_again(dZ, cache):
    dX, dW, db = reference.dense_backward(dZ, cache)
    return dX, dW / len(dZ), db / len(dZ)


def _weights_turned(dZ, cache):
    dX, dW, db = reference.dense_backward(dZ, cache)
    return dX, dW.T, db


def _inputs_not_turned(dZ, cache):
    X, _ = cache
    dX, _, db = reference.dense_backward(dZ, cache)
    return dX, X @ dZ, db


def _weights_not_turned(dZ, cache):
    _, W = cache
    _, dW, db = reference.dense_backward(dZ, cache)
    return dZ @ W, dW, db


def _order_of_parameters(dZ, cache):
    dX, dW, db = reference.dense_backward(dZ, cache)
    return dW, db, dX


def _nothing_for_the_inputs(dZ, cache):
    _, dW, db = reference.dense_backward(dZ, cache)
    return dW, db


# ---- softmax_cross_entropy_backward ----


def _loss_cases(rng):
    def case(N, C, d_loss=1.0, scale=2.0):
        return Case(d_loss, (forward.softmax(scale * rng.normal(size=(N, C))), rng.integers(0, C, N)))

    return [
        Case(1.0, (np.array([[0.5, 0.5], [0.75, 0.25]]), np.array([0, 1]))),
        Case(1.0, (np.array([[0.7, 0.2, 0.1]]), np.array([2]))),
        case(4, 3),
        Case(1.0, (forward.softmax(rng.normal(size=(3, 3))), np.array([2, 0, 2]))),
        case(5, 2, d_loss=2.5),
        case(6, 4, d_loss=-0.5),
        case(40, 10),
        Case(1.0, (np.array([[1.0, 0.0], [1.0, 0.0], [0.25, 0.75]]), np.array([0, 1, 1]))),  # sure: right, and wrong
        Case(1.0, (_float32(forward.softmax(rng.normal(size=(3, 4))))[0], np.array([1, 3, 0]))),
    ]


def _one_hot(P, y):
    Y = np.zeros_like(P)
    Y[np.arange(len(y)), y] = 1
    return Y


def _mean_forgotten(d_loss, cache):
    P, y = cache
    return d_loss * (P - _one_hot(P, y))


def _divided_by_classes(d_loss, cache):
    P, y = cache
    return d_loss * (P - _one_hot(P, y)) / P.shape[1]


def _divided_by_all(d_loss, cache):
    P, y = cache
    return d_loss * (P - _one_hot(P, y)) / P.size


def _right_minus_said(d_loss, cache):
    P, y = cache
    return d_loss * (_one_hot(P, y) - P) / len(y)


def _one_taken_from_columns(d_loss, cache):
    P, y = cache
    dZ = P.copy()
    dZ[:, y] -= 1
    return d_loss * dZ / len(y)


def _nothing_taken_away(d_loss, cache):
    P, y = cache
    return d_loss * P / len(y)


def _d_loss_forgotten(d_loss, cache):
    P, y = cache
    return (P - _one_hot(P, y)) / len(y)


def _labels_taken_for_numbers(d_loss, cache):
    P, y = cache
    return d_loss * (P - y[:, None].astype(P.dtype)) / len(y)


def _labels_from_rows(d_loss, cache):
    P, y = cache
    return d_loss * (P - y) / len(y)


def _turned_at_the_right_class(d_loss, cache):
    P, y = cache
    return d_loss * np.where(_one_hot(P, y) == 1, 1 - P, P) / len(y)


def _softmax_again(d_loss, cache):
    P, y = cache
    return d_loss * (forward.softmax(P) - _one_hot(P, y)) / len(y)


def _stopped_at_the_probabilities(d_loss, cache):
    P, y = cache
    with np.errstate(divide="ignore", invalid="ignore"):
        return -d_loss * _one_hot(P, y) / np.maximum(P, 1e-12) / len(y)


def _only_the_right_class(d_loss, cache):
    P, y = cache
    return d_loss * (P - 1) * _one_hot(P, y) / len(y)


def _cache_spoiled(d_loss, cache):
    P, y = cache
    P[np.arange(len(y)), y] -= 1
    return d_loss * P / len(y)


# ---- mlp_backward ----


def _network(rng, sizes):
    """Positive biases: with negative ones, small layers are often silent as a whole."""
    pairs = zip(sizes[:-1], sizes[1:])
    return [(rng.normal(size=pair) * (1.5 / pair[0]) ** 0.5, rng.uniform(0.2, 1.5, size=pair[1])) for pair in pairs]


def _mlp_cases(rng):
    hidden = (np.array([[1.0, -1.0], [0.5, 1.0]]), np.array([0.0, 0.5]))
    last = (np.array([[1.0, 0.0, -1.0], [0.0, 2.0, 0.5]]), np.array([0.0, 0.25, 0.0]))
    cases = [Case(np.array([[1.0, 2.0], [2.0, -1.0]]), np.array([1, 0]), [hidden, last])]
    for examples, sizes in [
        (4, [2, 5, 3]),
        (3, [4, 3]),
        (6, [3, 4, 5, 2]),
        (5, [5, 5, 5, 5, 5]),
        (1, [5, 6, 4]),
        (8, [6, 9, 7, 8, 3]),
        (30, [64, 20, 10]),
    ]:
        X = 0.3 * rng.normal(size=(examples, sizes[0]))
        cases.append(Case(X, rng.integers(0, sizes[-1], examples), _network(rng, sizes)))
    layers = [_float32(W, b) for W, b in _network(rng, [3, 6, 4])]
    return [*cases, Case(_float32(rng.normal(size=(5, 3)))[0], rng.integers(0, 4, 5), layers)]


def _walk_back(X, y, parameters, *, relu=reference.relu_backward, carry=True, at_scores=False):
    """The way back with something wrong."""
    Z, dense_caches, relu_caches = reference.mlp_forward(X, parameters)
    loss, cache = reference.softmax_cross_entropy_forward(Z, y)
    dZ = reference.softmax_cross_entropy_backward(1.0, cache)
    if at_scores:
        dZ = relu(dZ, Z)
    gradients = []
    for layer in reversed(range(len(parameters))):
        dH, dW, db = reference.dense_backward(dZ, dense_caches[layer])
        gradients.insert(0, (dW, db))
        if layer > 0 and carry:
            dZ = relu(dH, relu_caches[layer - 1])
    return loss, gradients


def _last_layer_first(X, y, parameters):
    loss, gradients = reference.mlp_backward(X, y, parameters)
    return loss, gradients[::-1]


def _relu_forgotten(X, y, parameters):
    return _walk_back(X, y, parameters, relu=lambda dH, Z: dH)


def _gradient_cut_at_0(X, y, parameters):
    return _walk_back(X, y, parameters, relu=lambda dH, Z: np.maximum(dH, 0))


def _nothing_carried_back(X, y, parameters):
    return _walk_back(X, y, parameters, carry=False)


def _relu_at_the_scores(X, y, parameters):
    return _walk_back(X, y, parameters, at_scores=True)


def _three_layers_always(X, y, parameters):
    Z, dense_caches, relu_caches = reference.mlp_forward(X, parameters)
    loss, cache = reference.softmax_cross_entropy_forward(Z, y)
    dZ = reference.softmax_cross_entropy_backward(1.0, cache)
    gradients = []
    for layer in (2, 1, 0):
        dH, dW, db = reference.dense_backward(dZ, dense_caches[layer])
        gradients.insert(0, (dW, db))
        dZ = reference.relu_backward(dH, relu_caches[layer - 1]) if layer else None
    return loss, gradients


def _only_last_layer(X, y, parameters):
    loss, gradients = reference.mlp_backward(X, y, parameters)
    return loss, gradients[-1:]


def _nothing_for_the_first(X, y, parameters):
    loss, gradients = reference.mlp_backward(X, y, parameters)
    return loss, gradients[1:]


def _zeros_below(X, y, parameters):
    loss, gradients = reference.mlp_backward(X, y, parameters)
    return loss, [(0 * dW, 0 * db) for dW, db in gradients[:-1]] + gradients[-1:]


def _bias_first(X, y, parameters):
    loss, gradients = reference.mlp_backward(X, y, parameters)
    return loss, [(db, dW) for dW, db in gradients]


def _no_loss(X, y, parameters):
    return reference.mlp_backward(X, y, parameters)[1]


def _divided_twice(X, y, parameters):
    loss, gradients = reference.mlp_backward(X, y, parameters)
    return loss, [(dW / len(X), db / len(X)) for dW, db in gradients]


def _inputs_gradient_too(X, y, parameters):
    Z, dense_caches, relu_caches = reference.mlp_forward(X, parameters)
    loss, cache = reference.softmax_cross_entropy_forward(Z, y)
    dZ = reference.softmax_cross_entropy_backward(1.0, cache)
    found = []
    for layer in reversed(range(len(parameters))):
        dH, dW, db = reference.dense_backward(dZ, dense_caches[layer])
        found.insert(0, (dH, dW, db))
        dZ = reference.relu_backward(dH, relu_caches[layer - 1]) if layer else None
    return loss, found


EXERCISES = [
    Exercise(
        id="backprop.multiply_backward",
        points=1,
        reference=reference.multiply_backward,
        cases=_multiply_cases,
        outputs=("dx", "dy"),
        mistakes=[
            Mistake(
                "own factor instead of the other",
                "You multiply each gradient by the factor itself. Turn x up by a little: x * y grows by y times "
                "that. So it is the *other* factor that goes with each.",
                _own_factor,
            ),
            Mistake(
                "gradient from above forgotten",
                "These are the local slopes, y and x. They still have to be multiplied by `d_out`, which says how "
                "much the loss cares for the product.",
                _gradient_above_forgotten,
            ),
            Mistake(
                "slopes of a sum",
                "Both factors get `d_out` as it is: so it is for a sum. In a product each is multiplied by the other "
                "factor.",
                _all_of_it_to_both,
            ),
            Mistake(
                "added instead of multiplied",
                "You add the local slope to the gradient from above. Along a path, slopes multiply.",
                _added_instead_of_multiplied,
            ),
            Mistake(
                "the product sent back",
                "You multiply by x and by y. The product is what went forward; the slope for x is y alone, and the "
                "slope for y is x alone.",
                _product_sent_back,
            ),
            Mistake(
                "both slopes added",
                "Both get `d_out * (x + y)`. The slopes for x and for y are two answers, one for each: y for x, and "
                "x for y.",
                _product_rule_for_both,
            ),
        ],
        hints=[
            "If x rises by a little, by how much does x * y rise? That is the local slope for x.",
            "The cache holds the factors: `x, y = cache`. Each gradient is `d_out` times the *other* factor.",
            "`x, y = cache`, then `return d_out * y, d_out * ...`: what belongs in place of the dots?",
        ],
        built="the first backward of your own: in a product, each factor hears about the other.",
    ),
    number(
        "backprop.by_hand",
        right=6.0,
        wrong=[
            ("slope for x instead of w", "4 is the slope for x: 2 · 1 · w. For w, the last factor is x.", 4.0),
            (
                "last local slope forgotten",
                "2 has arrived at w · x. One more node: the local slope of a product for w is x.",
                2.0,
            ),
            ("only the last local slope", "3 is the slope of w · x for w. How far does that matter to the loss?", 3.0),
            ("the loss itself", "1 is the value of the loss, not a slope.", 1.0),
            ("slopes added", "You add the slopes along the path. They multiply: 2 · 1 · 1 · 3.", 7.0),
        ],
        hints=[
            "Walk back from the loss: the square, the subtraction, the sum, the product. Each multiplies by its slope.",
            "The slopes on the way to w are 2 · error = 2, then 1 (subtract), 1 (add), and x = 3 (product).",
        ],
        built="a gradient by hand, the way every framework finds it.",
    ),
    Exercise(
        id="backprop.topological_order",
        points=3,
        kind="property",
        reference=reference.topological_order,
        cases=_order_cases,
        observe=_observe_order,
        mistakes=[
            Mistake(
                "the way back",
                "Your order is right for the way back: the loss comes first. For the forward pass every node "
                "stands *after* what it takes.",
                _loss_first,
            ),
            Mistake(
                "order of the dict",
                "The names come back as they stood in the dict. There, a node may stand before what it takes.",
                _as_given,
            ),
            Mistake(
                "alphabetical",
                "The names are sorted by the alphabet, which knows nothing of the arrows.",
                _alphabetical,
            ),
            Mistake(
                "inputs left out",
                "Nodes that take nothing are missing. They belong to the order too: they come first.",
                _inputs_left_out,
            ),
            Mistake(
                "only the inputs",
                "You return only the nodes that take nothing. After them others are ready: look again, until all "
                "are placed.",
                _only_the_inputs,
            ),
            Mistake(
                "stopped after one round",
                "Nodes that become ready later are missing. One look is not enough: go through all names again, "
                "`while` some are missing.",
                _one_round,
            ),
            Mistake(
                "placed more than once",
                "A node that is used by several others comes several times. Check that it is not in the order yet.",
                _placed_twice,
            ),
            Mistake(
                "placed again in every round",
                "A name that is placed already is ready in the next round as well, and comes again. Ask for both: "
                "`name not in order`, and all its inputs in it.",
                _placed_in_every_round,
            ),
            Mistake(
                "node placed before its inputs",
                "You place a node and then what it takes. It is the other way round: first all that it takes, "
                "then the node.",
                _node_before_its_inputs,
            ),
            Mistake(
                "one input is enough",
                "You place a node as soon as one of its inputs is there. It must wait until *all* of them are: `all` "
                "instead of `any`.",
                _one_input_is_enough,
            ),
            Mistake(
                "sorted by the number of inputs",
                "A node with one input can still stand at the end of a long chain: the number of inputs does not "
                "order them.",
                _by_number_of_inputs,
            ),
        ],
        hints=[
            "Do it on paper first: which nodes can be computed at once, from nothing? And which then?",
            "Keep a list `order`. Again and again, look for names that are not in it, and whose inputs all are.",
            "`while len(order) < len(inputs):` and in it `for name in inputs:`. Is `name not in order`, and "
            "`all(taken in order for taken in inputs[name])`? Then append it.",
        ],
        built="what every framework does before it computes anything. Read backwards, it is the order of "
        "backpropagation.",
    ),
    number(
        "backprop.used_twice",
        right=2.0,
        wrong=[
            ("multiplied", "Along one path slopes multiply. What arrives by *different* paths adds up.", -15.0),
            ("only the first", "That is what came by the first path; the second counts as well.", 5.0),
            ("only the second", "The second message does not replace the first. Both count.", -3.0),
            ("averaged", "Nothing is averaged: turning w moves the loss by both paths at once.", 1.0),
            ("sign lost", "The second message is −3. With its sign it takes something away.", 8.0),
        ],
        hints=[
            "If w rises by 0.01, by how much does the loss change through the first path? Through the second? In all?",
            "0.05 through the first path, −0.03 through the second.",
        ],
        built="the rule for shared values: what comes by several paths adds up. You need it now.",
    ),
    Exercise(
        id="backprop.unbroadcast",
        points=3,
        reference=reference.unbroadcast,
        cases=_unbroadcast_cases,
        mistakes=[
            Mistake(
                "gradient returned as it is",
                "Nothing is added up. Every copy sent back a gradient of its own; the array before broadcasting gets "
                "their sum, in its own shape.",
                _gradient_as_it_is,
            ),
            Mistake(
                "stretched axes not added up",
                "You add up the new axes in front. Axes that were 1 long in `shape` were stretched too: sum along "
                "them as well, with `keepdims=True`.",
                _only_new_axes,
            ),
            Mistake(
                "new axes not added up",
                "You add up the axes that were 1 long. Where `shape` has fewer axes than `gradient`, broadcasting "
                "has put new ones in front: sum these away too.",
                _only_stretched_axes,
            ),
            Mistake(
                "only one new axis",
                "You sum away one axis in front, but there may be several. `while` in the place of `if` goes on until "
                "as many are left as `shape` has.",
                _one_new_axis_at_most,
            ),
            Mistake(
                "mean instead of sum",
                "You take the mean of the copies. All of them moved the loss, each by its own amount: add them up.",
                _mean_of_the_copies,
            ),
            Mistake(
                "only one of the copies",
                "You keep the gradient of the first copy only. The others moved the loss as well.",
                _one_of_the_copies,
            ),
            Mistake(
                "stretched axes lost",
                "The sums are right, but axes that were 1 long have vanished. `keepdims=True` keeps them.",
                _stretched_axes_lost,
            ),
            Mistake(
                "axes counted too early",
                "Axis 0 of `shape` is not axis 0 of `gradient` while there are new axes in front. Sum those away "
                "first; then the axes of both have the same numbers.",
                _axes_counted_too_early,
            ),
            Mistake(
                "always axis 0",
                "You always sum along axis 0. That is right for a bias, but which axes were stretched depends on "
                "`shape`.",
                _always_down_the_rows,
            ),
            Mistake(
                "reshaped instead of added up",
                "You bring the gradient into the shape, but nothing is added up: numbers are just left out.",
                _cut_to_shape,
            ),
            Mistake(
                "new axes taken from behind",
                "You sum away the last axes. NumPy lines shapes up at their right end: new axes come in front.",
                _new_axes_taken_from_behind,
            ),
        ],
        hints=[
            "Which elements of `gradient` belong to the same element of the small array? Those are added up.",
            "Two steps: first sum away the `gradient.ndim - len(shape)` axes in front, `axis=0` each time. Then go "
            "through the axes where `shape` has a 1.",
            "`while gradient.ndim > len(shape): gradient = gradient.sum(axis=0)`, and then, for each axis with "
            "`shape[axis] == 1`: `gradient = gradient.sum(axis=axis, keepdims=True)`.",
        ],
        built="what undoes broadcasting. Now you know why a bias gradient is a sum over the batch.",
    ),
    Exercise(
        id="backprop.relu_backward",
        points=1,
        reference=reference.relu_backward,
        cases=_relu_cases,
        mistakes=[
            Mistake(
                "ReLU of the gradient",
                "You cut the gradient itself at 0. A gradient may well be negative. What decides is the *sum* Z: "
                "where it was above 0, the gradient passes, whatever its sign.",
                _gradient_itself_cut_at_0,
            ),
            Mistake(
                "slope without the gradient",
                "These are the slopes of the ReLU, 0 and 1. Multiply them by `dH`.",
                _relu_slope_only,
            ),
            Mistake(
                "comparison without the gradient",
                "`cache > 0` says where the gradient passes. Multiply `dH` by it: True and False count as 1 and 0.",
                _comparison_alone,
            ),
            Mistake(
                "multiplied by the sum",
                "You multiply by Z itself. Multiply by the slope: 1 where Z is above 0, however large it is, else 0.",
                _times_the_sum,
            ),
            Mistake(
                "everything passes",
                "The gradient comes out as it went in. Where Z was 0 or below, the ReLU put out 0 whatever Z was: "
                "no gradient passes there.",
                _all_passed,
            ),
            Mistake(
                "passes at 0",
                "At exactly Z = 0 you let the gradient pass. There the ReLU has no slope; the course, like PyTorch, "
                "takes 0: `Z > 0`.",
                _passes_at_0,
            ),
            Mistake(
                "the wrong half passes",
                "You let the gradient pass where Z is negative. It passes where the signal passed: Z above 0.",
                _passes_the_wrong_half,
            ),
            Mistake(
                "multiplied by the output",
                "You multiply by the output of the ReLU. The slope where it fires is 1, however large Z is.",
                _times_the_output,
            ),
            Mistake(
                "forward again",
                "This is the ReLU of Z: the way forward. On the way back `dH` passes, where Z is above 0.",
                _forward_again,
            ),
            Mistake(
                "−1 for negative sums",
                "Where Z is negative you turn the sign of the gradient. There the ReLU is flat: its slope is 0.",
                _sign_as_slope,
            ),
        ],
        hints=[
            "The slope of the ReLU is 1 where Z is above 0, and 0 elsewhere. And slopes multiply.",
            "`cache > 0` is an array of True and False, which count as 1 and 0 when they are multiplied.",
            "`return dH * (cache > 0)`",
        ],
        built="a gate: the gradient passes where the signal passed.",
    ),
    Exercise(
        id="backprop.sigmoid_backward",
        points=2,
        reference=reference.sigmoid_backward,
        cases=_sigmoid_cases,
        mistakes=[
            Mistake(
                "sigmoid taken twice",
                "You take the sigmoid of the cache. The cache *is* the output A already: the slope is A * (1 - A).",
                _sigmoid_taken_again,
            ),
            Mistake(
                "A left out",
                "You multiply by 1 - A only. The slope of the sigmoid is A * (1 - A).",
                _output_left_out,
            ),
            Mistake(
                "1 − A left out",
                "You multiply by A only. The slope of the sigmoid is A * (1 - A).",
                _rest_left_out,
            ),
            Mistake(
                "slope without the gradient",
                "That is the slope of the sigmoid, and it is right. Multiply it by `dA`, the gradient that arrives.",
                _sigmoid_slope_only,
            ),
            Mistake(
                "slope of tanh",
                "1 - A² is the slope of tanh. The slope of the sigmoid is A * (1 - A).",
                _slope_of_tanh,
            ),
            Mistake(
                "parentheses missing",
                "Python multiplies before it subtracts: `A * 1 - A` is not `A * (1 - A)`.",
                _parenthesis_missing,
            ),
            Mistake(
                "added instead of multiplied",
                "You add the slope to the gradient. Along a path slopes multiply.",
                _slope_added,
            ),
        ],
        hints=[
            "Lesson 01 had the slope of the sigmoid: it can be written with its output A alone.",
            "The slope is A * (1 - A), and the cache is A. What arrives, `dA`, is multiplied by it.",
            "`return dA * cache * (1 - cache)`",
        ],
        built="the backward of the first activation that networks ever learned with.",
    ),
    Exercise(
        id="backprop.gradient_check",
        points=2,
        reference=reference.gradient_check,
        cases=_check_cases,
        rtol=1e-5,
        atol=1e-6,
        mistakes=[
            Mistake(
                "absolute instead of relative",
                "You return the largest difference itself. 0.001 is much for a slope of 0.001, and nothing for one "
                "of 1000: divide each difference by the larger of the two sizes.",
                _absolute_error,
            ),
            Mistake(
                "mean instead of the largest",
                "You return the mean error. One wrong element among thousands would hardly show: take the largest.",
                _mean_error,
            ),
            Mistake(
                "smallest error",
                "You return the smallest error: one right element would be enough to pass. Take the largest.",
                _smallest_error,
            ),
            Mistake(
                "difference without its size",
                "Where the gradient is too small, the difference is negative and the maximum overlooks it: take "
                "`np.abs` of the difference.",
                _sign_kept,
            ),
            Mistake(
                "sizes without `np.abs`",
                "You divide by the larger of the two numbers, not of their sizes. For negative slopes that goes "
                "wrong: take `np.abs` of both.",
                _not_absolute_below,
            ),
            Mistake(
                "0 divided by 0",
                "Where both slopes are 0, 0 / 0 is nan, and nan hides everything else. Divide by at least 1e-8.",
                _divided_by_zero,
            ),
            Mistake(
                "divided by both together",
                "You divide by the sum of both sizes. A gradient twice too large then has an error of 1/3; wanted is "
                "1/2: divide by the *larger* of the two.",
                _divided_by_both,
            ),
            Mistake(
                "divided by the gradient only",
                "You divide by the size of `gradient` alone. If that is wrongly 0, the error explodes: divide by the "
                "larger of the two.",
                _divided_by_own,
            ),
            Mistake(
                "divided by the numerical gradient only",
                "You divide by the size of the numerical gradient alone. If the right slope is 0, the error explodes: "
                "divide by the larger of the two.",
                _divided_by_numerical,
            ),
            Mistake(
                "error of the whole length",
                "You compare the lengths of whole gradients. One small element could be entirely wrong and not show: "
                "compare element by element, and take the largest.",
                _error_of_lengths,
            ),
            Mistake(
                "largest difference by largest slope",
                "You divide the largest difference by the largest slope, of perhaps another element. Divide element by "
                "element, then take the maximum.",
                _largest_by_largest,
            ),
        ],
        hints=[
            "`losses.numerical_gradient(f, x)` finds the slopes by trying. Compare element by element.",
            "`np.maximum(a, b)` takes the larger of two arrays, element by element; `np.max(a)` the largest of one.",
            "`larger = np.maximum(np.abs(gradient), np.abs(numerical))`, then the largest of "
            "`np.abs(gradient - numerical) / np.maximum(larger, 1e-8)`.",
        ],
        equivalent={
            "larger = np.maximum(np.abs(numerical), np.abs(gradient))": "the larger of two, in either order",
            "return np.max(np.abs(numerical - gradient) / np.maximum(larger, 1e-08))": "the size of a difference",
            "return np.max(np.abs(gradient - numerical) / np.maximum(1e-08, larger))": "the larger of two",
        },
        built="the tool that tells a right backward from one that only looks right. Use it on everything from here.",
    ),
    Exercise(
        id="backprop.dense_backward",
        points=3,
        reference=reference.dense_backward,
        cases=_dense_cases,
        outputs=("dX", "dW", "db"),
        mistakes=[
            Mistake(
                "bias gradient averaged",
                "db is the *mean* over the examples. It is the sum: the division by N is in the loss already.",
                _bias_averaged,
            ),
            Mistake(
                "bias gradient summed along the wrong axis",
                "db has one number for each example: `axis=1` adds up the neurons. Each neuron has one bias, copied "
                "for all examples: add up the examples, `axis=0`.",
                _bias_along_the_rows,
            ),
            Mistake(
                "bias gradient not summed",
                "db is dZ itself, with a row for each example. There is one bias for each neuron: add up the rows.",
                _bias_not_summed,
            ),
            Mistake(
                "one bias gradient for all",
                "db is a single number. Each neuron has its own: `axis=0` adds up the examples only.",
                _bias_one_number,
            ),
            Mistake(
                "bias gradient as a table",
                "db has the shape (1, M). b is (M,), and so is its gradient: leave out `keepdims`.",
                _bias_as_a_row,
            ),
            Mistake(
                "bias gradient of ones",
                "The *local* slope for the bias is 1. Multiplied by what arrives, and added up over the examples, that "
                "gives the sum of dZ.",
                _bias_is_ones,
            ),
            Mistake(
                "divided by N once more",
                "dW and db are divided by the number of examples. That is done already, where the loss takes its "
                "mean: dZ brings it along.",
                _averaged_again,
            ),
            Mistake(
                "weights' gradient transposed",
                "dW came out transposed. It has the shape of W, (D, M): `X.T @ dZ`.",
                _weights_turned,
            ),
            Mistake(
                "X not transposed",
                "In dW, X stands as it is. (N, D) and (N, M) do not fit (and where they do by chance, it is wrong): "
                "`X.T @ dZ` adds up over the examples.",
                _inputs_not_turned,
            ),
            Mistake(
                "W not transposed",
                "In dX, W stands as it is. (N, M) and (D, M) do not fit (and where they do by chance, it is wrong): "
                "`dZ @ W.T` sends each neuron's gradient back along its own weights.",
                _weights_not_turned,
            ),
            Mistake(
                "in another order",
                "All three are right, but the order is dW, db, dX. Wanted is dX, dW, db, the order of the forward: "
                "X, W, b.",
                _order_of_parameters,
            ),
            Mistake(
                "nothing for the inputs",
                "You return dW and db only. Without dX the layer before would never hear anything.",
                _nothing_for_the_inputs,
            ),
        ],
        hints=[
            "Each gradient has the shape of what it belongs to. Write down the shapes: dZ (N, M), X (N, D), W (D, M).",
            "Only one product of dZ and W has the shape of X, and only one of X and dZ has the shape of W; `.T` "
            "transposes. The bias was copied for each example: its gradients add up.",
            "`dX = dZ @ W.T` and `dW = X.T @ dZ`. For db, sum dZ over the examples.",
        ],
        built="the backward of every dense layer: three lines that do most of the work of all training.",
    ),
    Exercise(
        id="backprop.softmax_cross_entropy_backward",
        points=2,
        reference=reference.softmax_cross_entropy_backward,
        cases=_loss_cases,
        mistakes=[
            Mistake(
                "mean forgotten",
                "The loss is the mean over the batch, so each row has only 1/N of the say: divide by the number of "
                "examples.",
                _mean_forgotten,
            ),
            Mistake(
                "divided by the number of classes",
                "You divide by the number of classes. The mean goes over the examples: N is the number of rows.",
                _divided_by_classes,
            ),
            Mistake(
                "divided by the number of elements",
                "You divide by N times C. The loss has one number for each example: its mean goes over N.",
                _divided_by_all,
            ),
            Mistake(
                "sign turned",
                "You take what was right minus what was said. The gradient points where the loss *rises*: said minus "
                "right. The minus comes later, in the step.",
                _right_minus_said,
            ),
            Mistake(
                "1 taken from whole columns",
                "`dZ[:, y] -= 1` takes 1 from *every* row, in all the columns that occur in y. One element of each "
                "row: `dZ[np.arange(len(y)), y] -= 1`.",
                _one_taken_from_columns,
            ),
            Mistake(
                "nothing taken from the right class",
                "The probabilities go back as they are. At the right class of each row 1 is to be taken away.",
                _nothing_taken_away,
            ),
            Mistake(
                "arriving gradient forgotten",
                "Your gradient does not depend on `d_loss`. It is 1 if nothing follows the loss, but it may be "
                "another number.",
                _d_loss_forgotten,
            ),
            Mistake(
                "labels taken for numbers",
                "You subtract the label itself: 7 from a row whose right class is 7. Take 1 away, in that column.",
                _labels_taken_for_numbers,
            ),
            Mistake(
                "labels subtracted from the columns",
                "`P - y` subtracts the numbers of the classes, and from all classes at that. Take 1 away, only at the "
                "right class of each row: `dZ[np.arange(len(y)), y] -= 1`.",
                _labels_from_rows,
            ),
            Mistake(
                "sign turned at the right class",
                "At the right class you have 1 - p. It is p - 1 there, what was said minus what was right.",
                _turned_at_the_right_class,
            ),
            Mistake(
                "softmax taken twice",
                "You take the softmax of the cache. P are probabilities already.",
                _softmax_again,
            ),
            Mistake(
                "stopped at the probabilities",
                "That is the gradient for the probabilities, -1 / P. One more step leads back through the softmax to "
                "the scores, and all of it together is just P minus one-hot.",
                _stopped_at_the_probabilities,
            ),
            Mistake(
                "only the right class",
                "The gradients of the wrong classes are missing: their scores should go down, each by its probability.",
                _only_the_right_class,
            ),
            Mistake(
                "cache overwritten",
                "The gradient is right, but you wrote it into the cache. Whoever uses P again finds something "
                "else there: begin with `P.copy()`.",
                _cache_spoiled,
            ),
        ],
        hints=[
            "In lesson 03 it was `cross_entropy_gradient`: what the network said minus what was right, over N.",
            "`dZ = P.copy()`, so that the cache stays whole. Then take 1 from one element of each row.",
            "`dZ[np.arange(len(y)), y] -= 1`, then `return d_loss * dZ / len(y)`",
        ],
        built="the place where every gradient of a classifier begins: what it said, minus what was right.",
    ),
    Exercise(
        id="backprop.mlp_backward",
        points=4,
        reference=reference.mlp_backward,
        cases=_mlp_cases,
        outputs=("loss", "gradients"),
        rtol=1e-6,
        hidden=("random_paths_backward",),
        mistakes=[
            Mistake(
                "gradients in the order of the way back",
                "The gradients are right, but the last layer comes first. They belong in the order of `parameters`: "
                "`gradients.insert(0, ...)` puts each in front.",
                _last_layer_first,
            ),
            Mistake(
                "ReLU left out on the way back",
                "The gradient passes the ReLUs as if they were not there. Between two layers, `relu_backward` stops it "
                "where the neuron was silent.",
                _relu_forgotten,
            ),
            Mistake(
                "gradient cut at 0",
                "Negative gradients become 0 on the way back. It is the sums of the forward pass, kept in the cache, "
                "that decide what passes.",
                _gradient_cut_at_0,
            ),
            Mistake(
                "the same gradient for every layer",
                "Every layer is given the gradient of the scores. Each must get what the layer after it sends back: "
                "its dX, through the ReLU.",
                _nothing_carried_back,
            ),
            Mistake(
                "a ReLU at the scores",
                "The gradient of the scores goes through a ReLU. The last layer has none.",
                _relu_at_the_scores,
            ),
            Mistake(
                "three layers in every network",
                "Your loop counts on three layers. Take as many as there are: `reversed(range(len(parameters)))`.",
                _three_layers_always,
            ),
            Mistake(
                "only the last layer",
                "Only the last layer's gradients come back. The loop goes on, layer by layer, down to the first.",
                _only_last_layer,
            ),
            Mistake(
                "first layer missing",
                "The first layer's gradients are missing: the loop ends one layer too early. Only the *ReLU* is left "
                "out there.",
                _nothing_for_the_first,
            ),
            Mistake(
                "signal cut below the last layer",
                "All gradients below the last layer are 0: the signal does not get through. Carry dX on, through the "
                "ReLU, to the layer before.",
                _zeros_below,
            ),
            Mistake(
                "bias first in each pair",
                "Each pair is (db, dW). Wanted is (dW, db), as in `parameters`.",
                _bias_first,
            ),
            Mistake("no loss returned", "Return two things: the loss, and the list of gradients.", _no_loss),
            Mistake(
                "divided by N once more",
                "All gradients are divided by the number of examples once too often: dZ brings the mean along.",
                _divided_twice,
            ),
            Mistake(
                "three gradients for each layer",
                "Each entry has three parts. Wanted are pairs, (dW, db): what goes to the inputs is not kept, but "
                "carried on.",
                _inputs_gradient_too,
            ),
        ],
        hints=[
            "Forward first, then the loss and its backward, then the layers from the last to the first: "
            "`for layer in reversed(range(len(parameters))):`.",
            "In each round: `dense_backward` with this layer's cache; put (dW, db) in *front* of the list; and, if "
            "there is a layer below, send dX through that layer's ReLU. That is the dZ of the next round.",
            "`dX, dW, db = dense_backward(dZ, dense_caches[layer])`, `gradients.insert(0, (dW, db))`, and if "
            "`layer > 0`: `dZ = relu_backward(dX, relu_caches[layer - 1])`.",
        ],
        built="backpropagation. From here on any network of this kind can learn, with nothing but your code.",
    ),
    choice(
        "backprop.cut",
        options={
            "a": "None: a network learns as a whole or not at all.",
            "b": "Layer 1 only.",
            "c": "Layers 1 and 2.",
            "d": "Layer 3 only.",
        },
        right="d",
        wrong={
            "a": ("all or nothing", "Layer 3 still hears from the loss, and follows its gradient."),
            "b": ("wrong end", "The signal comes from the loss, at the other end: layer 1 is the last to hear of it."),
            "c": (
                "wrong side of the cut",
                "The signal comes from the loss. What is *behind* the cut, seen from there?",
            ),
        },
        hints=[
            "Where does the signal start, and in which direction does it travel?",
            "It comes from the loss, passes layer 3 and is cut before layer 2.",
        ],
        built="who learns and who does not: only what hears from the loss.",
    ),
]
