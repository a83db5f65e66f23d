"""Lesson 03, losses: cases, known mistakes and hints."""

import numpy as np

from dlcourse.checking.runtime.plain import FunctionName
from dlcourse.checking.specification import Case, Exercise, Mistake, choice, number
from dlcourse.lessons import forward, neuron
from dlcourse.lessons import losses as reference

# ---- mse and mse_gradient ----


def _predictions(rng):
    return [
        Case(np.array([1.0, 5.0]), np.array([2.0, 2.0])),
        Case(rng.normal(size=(3, 2)), rng.normal(size=(3, 2))),
        Case(rng.normal(size=(2, 5)), rng.normal(size=(2, 5)) + 1),
        Case(rng.normal(size=(3, 3)), rng.normal(size=(3, 3))),
        Case(np.array([0.5, -2.0, 3.0]), np.array([0.5, -2.0, 3.0])),  # nothing is wrong
        Case(np.array([[1, 2], [3, 4], [5, 7]]), np.array([[2, 2], [0, 4], [9, 6]])),
        Case(1e6 * rng.normal(size=(4, 1)), 1e6 * rng.normal(size=(4, 1))),
        Case(rng.normal(size=(40, 10)), rng.normal(size=(40, 10))),
        Case(*(rng.normal(size=(4, 3)).astype(np.float32) for _ in range(2))),
    ]


def _sum_of_squared_errors(Y_hat, Y):
    return np.sum((Y_hat - Y) ** 2)


def _divided_by_examples(Y_hat, Y):
    return np.sum((Y_hat - Y) ** 2) / len(Y)


def _root(Y_hat, Y):
    return np.sqrt(np.mean((Y_hat - Y) ** 2))


def _absolute_error(Y_hat, Y):
    return np.mean(np.abs(Y_hat - Y))


def _halved(Y_hat, Y):
    return np.mean((Y_hat - Y) ** 2) / 2


def _squared_after_the_mean(Y_hat, Y):
    return np.mean(Y_hat - Y) ** 2


def _not_squared(Y_hat, Y):
    return np.mean(Y_hat - Y)


def _mean_down_the_columns(Y_hat, Y):
    return np.mean((Y_hat - Y) ** 2, axis=0)


def _squared_one_by_one(Y_hat, Y):
    return np.mean(Y_hat**2 - Y**2)


def _without_the_mean(Y_hat, Y):
    return 2 * (Y_hat - Y)


def _without_the_two(Y_hat, Y):
    return (Y_hat - Y) / Y_hat.size


def _slope_divided_by_examples(Y_hat, Y):
    return 2 * (Y_hat - Y) / len(Y_hat)


def _target_minus_prediction(Y_hat, Y):
    return 2 * (Y - Y_hat) / Y_hat.size


def _one_slope_for_all(Y_hat, Y):
    return np.mean(2 * (Y_hat - Y))


def _slope_of_absolute_error(Y_hat, Y):
    return np.sign(Y_hat - Y) / Y_hat.size


def _squares_kept(Y_hat, Y):
    return 2 * (Y_hat - Y) ** 2 / Y_hat.size


def _two_and_mean_missing(Y_hat, Y):
    return Y_hat - Y


# ---- log_softmax ----


def _scores(rng):
    return [
        Case(np.array([[1.0, 2.0, 0.5]])),
        Case(np.array([[0.0, 0.0], [3.0, 1.0], [-1.0, 2.0]])),
        Case(rng.normal(size=(4, 3))),
        Case(rng.normal(size=(3, 3))),
        Case(np.array([[1000.0, 1001.0, 999.0], [0.0, 1.0, -1.0]])),  # one row far above the other
        Case(np.array([[-1000.0, -1001.0], [2.0, 0.0], [5.0, 4.0]])),
        Case(np.array([[0.0, 900.0, 30.0], [-40.0, 0.0, 800.0]])),  # classes whose probability is 0 in floats
        Case(np.array([[5.0], [-3.0]])),
        Case(rng.normal(scale=300, size=(5, 10))),
        Case(np.array([[1, 2, 4], [0, 0, 3]])),
        Case(rng.normal(size=(3, 4)).astype(np.float32)),
    ]


def _log_forgotten(Z):
    return forward.softmax(Z)


def _log_of_softmax(Z):
    return np.log(forward.softmax(Z))


def _log_softmax_overflow(Z):
    return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))


def _log_softmax_over_all(Z):
    S = Z - Z.max()
    return S - np.log(np.exp(S).sum())


def _log_softmax_down(Z):
    S = Z - Z.max(axis=0, keepdims=True)
    return S - np.log(np.exp(S).sum(axis=0, keepdims=True))


def _log_softmax_without_keepdims(Z):
    S = Z - Z.max(axis=1, keepdims=True)
    return S - np.log(np.exp(S).sum(axis=1))


def _shifted_once(Z):
    S = Z - Z.max(axis=1, keepdims=True)
    return Z - np.log(np.exp(S).sum(axis=1, keepdims=True))


def _shifted_in_front_only(Z):
    S = Z - Z.max(axis=1, keepdims=True)
    return S - np.log(np.exp(Z).sum(axis=1, keepdims=True))


def _propped_up(Z):
    return np.log(forward.softmax(Z) + 1e-12)


def _base_two(Z):
    S = Z - Z.max(axis=1, keepdims=True)
    return (S - np.log(np.exp(S).sum(axis=1, keepdims=True))) / np.log(2)


def _one_maximum(Z):
    S = Z - Z.max()
    return S - np.log(np.exp(S).sum(axis=1, keepdims=True))


def _sum_forgotten(Z):
    return Z - Z.max(axis=1, keepdims=True)


def _log_of_the_sum_forgotten(Z):
    S = Z - Z.max(axis=1, keepdims=True)
    return S - np.exp(S).sum(axis=1, keepdims=True)


# ---- cross_entropy and its gradient ----


def _labelled(rng):
    return [
        Case(np.array([[2.0, 0.0, 1.0], [0.5, 1.0, -1.0]]), np.array([0, 2])),
        Case(rng.normal(size=(4, 3)), np.array([2, 0, 1, 2])),
        Case(rng.normal(size=(3, 3)), np.array([1, 1, 0])),
        Case(rng.normal(size=(1, 4)), np.array([3])),
        Case(np.zeros((5, 4)), np.array([0, 1, 2, 3, 0])),
        Case(np.array([[1000.0, 0.0, -1000.0], [1.0, 2.0, 3.0]]), np.array([2, 1])),  # wrong, and sure of it
        Case(np.array([[-900.0, -1000.0], [0.0, -2.0], [3.0, 1.0]]), np.array([0, 0, 1])),
        Case(np.array([[3, 1, 0, 2], [0, 4, 1, 1]]), np.array([1, 3])),
        Case(rng.normal(scale=3, size=(50, 10)), rng.integers(0, 10, 50)),
        Case(rng.normal(size=(5, 3)).astype(np.float32), np.array([0, 2, 1, 1, 0])),
    ]


def _summed(Z, y):
    return len(y) * reference.cross_entropy(Z, y)


def _minus_forgotten(Z, y):
    return -reference.cross_entropy(Z, y)


def _mean_over_classes_too(Z, y):
    return reference.cross_entropy(Z, y) / Z.shape[1]


def _log_of_the_probability(Z, y):
    return -np.mean(np.log(forward.softmax(Z))[np.arange(len(y)), y])


def _log_with_epsilon(Z, y):
    return -np.mean(np.log(forward.softmax(Z)[np.arange(len(y)), y] + 1e-12))


def _log_with_larger_epsilon(Z, y):
    return -np.mean(np.log(forward.softmax(Z)[np.arange(len(y)), y] + 1e-7))


def _yes_or_no_for_every_class(Z, y):
    P, T = forward.softmax(Z), np.eye(Z.shape[1])[y]
    with np.errstate(invalid="ignore"):
        return -np.mean(np.sum(T * np.log(P) + (1 - T) * np.log(1 - P), axis=1))


def _scores_as_probabilities(Z, y):
    return -np.mean(np.log(Z[np.arange(len(y)), y]))


def _scores_as_logarithms(Z, y):
    return -np.mean(Z[np.arange(len(y)), y])


def _softmax_twice(Z, y):
    return reference.cross_entropy(forward.softmax(Z), y)


def _whole_columns(Z, y):
    return -np.mean(reference.log_softmax(Z)[:, y])


def _own_choice(Z, y):
    return -np.mean(reference.log_softmax(Z).max(axis=1))


def _probability_without_log(Z, y):
    return -np.mean(forward.softmax(Z)[np.arange(len(y)), y])


def _all_classes(Z, y):
    return -np.mean(reference.log_softmax(Z).sum(axis=1))


def _labels_from_one(Z, y):
    return -np.mean(reference.log_softmax(Z)[np.arange(len(y)), y - 1])


def _one_loss_each(Z, y):
    return -reference.log_softmax(Z)[np.arange(len(y)), y]


def _mean_of_all_classes(Z, y):
    return -np.mean(reference.log_softmax(Z))


def _one_hot(Z, y):
    return np.eye(Z.shape[1])[y]


def _slopes_not_averaged(Z, y):
    return forward.softmax(Z) - _one_hot(Z, y)


def _averaged_over_classes_too(Z, y):
    return (forward.softmax(Z) - _one_hot(Z, y)) / Z.size


def _nothing_subtracted(Z, y):
    return forward.softmax(Z) / len(y)


def _one_from_all(Z, y):
    return (forward.softmax(Z) - 1) / len(y)


def _truth_minus_probability(Z, y):
    return (_one_hot(Z, y) - forward.softmax(Z)) / len(y)


def _scores_minus_truth(Z, y):
    return (Z - _one_hot(Z, y)) / len(y)


def _right_class_only(Z, y):
    return (forward.softmax(Z) - 1) * _one_hot(Z, y) / len(y)


def _whole_columns_subtracted(Z, y):
    G = forward.softmax(Z)
    G[:, y] -= 1
    return G / len(y)


def _labels_as_numbers(Z, y):
    return (forward.softmax(Z) - y[:, None]) / len(y)


def _own_exp_overflows(Z, y):
    E = np.exp(Z)
    return (E / E.sum(axis=1, keepdims=True) - _one_hot(Z, y)) / len(y)


# ---- binary_cross_entropy_with_logits ----


def _yes_or_no(rng):
    return [
        Case(np.array([0.0, 2.0, -1.0]), np.array([1, 1, 0])),
        Case(rng.normal(scale=2, size=5), np.array([1, 0, 0, 1, 1])),
        Case(np.array([0.5]), np.array([0])),
        Case(np.array([1000.0, -1000.0, 1.0]), np.array([1, 0, 1])),  # sure and right
        Case(np.array([900.0, -800.0, 0.0, 2.0]), np.array([0, 1, 0, 1])),  # sure and wrong
        Case(np.array([3, -2, 0, 1]), np.array([1, 1, 0, 0])),
        Case(rng.normal(scale=5, size=200), rng.integers(0, 2, 200)),
        Case(rng.normal(size=6).astype(np.float32), np.array([0, 1, 1, 0, 1, 0])),
    ]


def _log_of_the_sigmoid(z, y):
    a = neuron.sigmoid(z)
    return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


def _log_of_one_plus_exp(z, y):
    return np.mean(np.log(1 + np.exp(z)) - z * y)


def _only_yes(z, y):
    return np.mean(y * np.logaddexp(0, -z))


def _squashed_twice(z, y):
    return reference.binary_cross_entropy_with_logits(neuron.sigmoid(z), y)


def _sums_as_probabilities(z, y):
    return -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z))


def _binary_sum(z, y):
    return np.sum(np.logaddexp(0, z) - z * y)


def _answers_switched(z, y):
    return np.mean(np.logaddexp(0, z) - z * (1 - y))


def _binary_with_epsilon(z, y):
    a = neuron.sigmoid(z)
    return -np.mean(y * np.log(a + 1e-12) + (1 - y) * np.log(1 - a + 1e-12))


def _largest_part_forgotten(z, y):
    return np.mean(np.log1p(np.exp(-np.abs(z))) - z * y)


def _product_added(z, y):
    return np.mean(np.logaddexp(0, z) + z * y)


def _product_forgotten(z, y):
    return np.mean(np.logaddexp(0, z))


def _sign_inside(z, y):
    with np.errstate(over="ignore"):
        return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(np.abs(z))))


def _absolute_value_forgotten(z, y):
    with np.errstate(over="ignore"):
        return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-z)))


def _one_not_added(z, y):
    with np.errstate(divide="ignore"):
        return np.mean(np.maximum(z, 0) - z * y + np.log(np.exp(-np.abs(z))))


def _one_added_twice(z, y):
    return np.mean(np.maximum(z, 0) - z * y + np.log1p(1 + np.exp(-np.abs(z))))


def _largest_sum_of_all(z, y):
    return np.mean(np.max(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))


# ---- hinge_loss ----


def _with_margins(rng):
    return [
        Case(np.array([[3.0, 1.0, 2.5]]), np.array([0])),
        Case(np.array([[1.0, 2.0], [0.0, 3.0], [5.0, 1.0]]), np.array([0, 1, 1])),
        Case(rng.normal(size=(4, 3)), np.array([2, 0, 1, 2]), 0.5),
        Case(rng.normal(size=(3, 3)), np.array([1, 1, 0])),
        Case(np.array([[9.0, 1.0, 0.0], [-1.0, 6.0, 2.0]]), np.array([0, 1])),  # everybody leads
        Case(rng.normal(size=(2, 5)), np.array([4, 0]), 2.0),
        Case(np.array([[4, 1, 3], [0, 2, 2]]), np.array([0, 1])),
        Case(100 * rng.normal(size=(40, 10)), rng.integers(0, 10, 40)),
        Case(rng.normal(size=(5, 3)).astype(np.float32), np.array([0, 2, 1, 1, 0]), 0.25),
    ]


def _behind(Z, y, margin):
    rows = np.arange(len(y))
    behind = Z - Z[rows, y][:, None] + margin
    behind[rows, y] = 0
    return behind


def _right_class_counted(Z, y, margin=1.0):
    return reference.hinge_loss(Z, y, margin) + margin


def _mean_over_wrong_classes(Z, y, margin=1.0):
    return reference.hinge_loss(Z, y, margin) / (Z.shape[1] - 1)


def _mean_over_everything(Z, y, margin=1.0):
    return np.mean(np.maximum(0, _behind(Z, y, margin)))


def _worst_class_only(Z, y, margin=1.0):
    return np.mean(np.maximum(0, _behind(Z, y, margin)).max(axis=1))


def _no_margin(Z, y, margin=1.0):
    return reference.hinge_loss(Z, y, 0.0)


def _margin_always_one(Z, y, margin=1.0):
    return reference.hinge_loss(Z, y)


def _whole_columns_set_to_0(Z, y, margin=1.0):
    lacking = np.maximum(0, _behind(Z, y, margin))
    lacking[:, y] = 0
    return np.mean(lacking.sum(axis=1))


def _right_minus_wrong(Z, y, margin=1.0):
    return reference.hinge_loss(-Z, y, margin)


def _not_cut_off(Z, y, margin=1.0):
    return np.mean(_behind(Z, y, margin).sum(axis=1))


def _hinges_summed(Z, y, margin=1.0):
    return len(y) * reference.hinge_loss(Z, y, margin)


def _squared_hinge(Z, y, margin=1.0):
    return np.mean((np.maximum(0, _behind(Z, y, margin)) ** 2).sum(axis=1))


def _margin_taken_away(Z, y, margin=1.0):
    return reference.hinge_loss(Z, y, -margin)


# ---- numerical_gradient ----


def _functions(rng):
    f = {name: FunctionName(name) for name in ("sum_of_squares", "sum_of_cubes", "weighted_sines", "log_sum_exp")}
    return [
        Case(f["sum_of_squares"], np.array([3.0, -1.0])),
        Case(f["sum_of_cubes"], np.array([1.0, 2.0, -0.5]), 0.1),
        Case(f["log_sum_exp"], rng.normal(size=4), 0.5),
        Case(f["weighted_sines"], rng.normal(size=(2, 3))),
        Case(f["log_sum_exp"], rng.normal(size=(3, 2))),
        Case(f["weighted_sines"], rng.normal(size=(3, 3)), 0.3),
        Case(f["weighted_sines"], np.array([[2, 1], [0, -1], [3, 1]])),  # whole numbers
        Case(f["log_sum_exp"], np.array([1, 0, 2]), 0.25),
        Case(f["sum_of_squares"], np.array([0.75])),
        Case(f["weighted_sines"], rng.normal(size=(2, 2, 3))),
    ]


def _slope_at(f, x, i, h):
    above, below = x.copy(), x.copy()
    above[i] += h
    below[i] -= h
    return (f(above) - f(below)) / (2 * h)


def _one_sided(f, x, h=1e-5):
    x = x.astype(float)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        above = x.copy()
        above[i] += h
        gradient[i] = (f(above) - f(x)) / h
    return gradient


def _divided_by_one_step(f, x, h=1e-5):
    return 2 * reference.numerical_gradient(f, x, h)


def _divided_then_multiplied(f, x, h=1e-5):
    return reference.numerical_gradient(f, x, h) * h * h


def _all_at_once(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


def _not_put_back(f, x, h=1e-5):
    x = x.astype(float)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        kept = x[i]
        x[i] = kept + h
        above = f(x)
        x[i] = kept - h
        gradient[i] = (above - f(x)) / (2 * h)
    return gradient


def _second_step_from_the_first(f, x, h=1e-5):
    x = x.astype(float)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        kept = x[i]
        x[i] += h
        above = f(x)
        x[i] -= h
        gradient[i] = (above - f(x)) / (2 * h)
        x[i] = kept
    return gradient


def _laid_flat(f, x, h=1e-5):
    return reference.numerical_gradient(f, x, h).ravel()


def _whole_rows(f, x, h=1e-5):
    x = x.astype(float)
    gradient = np.zeros_like(x)
    for i in range(len(x)):
        gradient[i] = _slope_at(f, x, i, h)
    return gradient


def _step_cut_off(f, x, h=1e-5):
    x, gradient = x.copy(), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        kept = x[i]
        x[i] = kept + h
        above = f(x)
        x[i] = kept - h
        gradient[i] = (above - f(x)) / (2 * h)
        x[i] = kept
    return gradient


def _own_step(f, x, h=1e-5):
    return reference.numerical_gradient(f, x, 1e-5)


def _gradient_of_whole_numbers(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    gradient[...] = reference.numerical_gradient(f, x, h)
    return gradient


# ---- expected_calibration_error ----


def _confident(rng, count, bins, low=0):
    """Confidences that lie well inside their bins: whose an edge is, is a matter of taste."""
    which = rng.integers(low, bins, count)
    return (which + rng.uniform(0.05, 0.95, count)) / bins


def _answers(rng):
    cases = [
        Case(np.array([0.98, 0.92, 0.65, 0.55]), np.array([True, False, True, True])),
        Case(np.array([1.0, 1.0, 0.74, 0.78, 0.33]), np.array([True, False, True, False, False])),
        Case(np.array([0.62, 0.68, 0.86]), np.array([True, False, True]), 4),
        Case(np.array([0.95, 0.91, 0.97]), np.array([True, True, True])),
    ]
    for count, bins, low in [(12, 5, 2), (60, 10, 3), (300, 20, 5), (40, 1, 0), (200, 15, 0)]:
        confidence = _confident(rng, count, bins, low)
        cases.append(Case(confidence, rng.uniform(size=count) < 0.9 * confidence, bins))
    narrow = _confident(rng, 30, 10, 4).astype(np.float32)
    return [*cases, Case(narrow, rng.uniform(size=30) < narrow)]


def _bins_of(confidence, right, bins):
    """(share of the cases, share right, mean confidence) for each bin that holds any."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    filled = [which == k for k in range(bins) if np.any(which == k)]
    return np.array([(np.mean(i), np.mean(right[i]), np.mean(confidence[i])) for i in filled]).T


def _bins_not_weighted(confidence, right, bins=10):
    _, accuracy, sure = _bins_of(confidence, right, bins)
    return np.mean(np.abs(accuracy - sure))


def _divided_by_all_bins(confidence, right, bins=10):
    _, accuracy, sure = _bins_of(confidence, right, bins)
    return np.sum(np.abs(accuracy - sure)) / bins


def _gaps_added_up(confidence, right, bins=10):
    _, accuracy, sure = _bins_of(confidence, right, bins)
    return np.sum(np.abs(accuracy - sure))


def _gaps_cancel(confidence, right, bins=10):
    share, accuracy, sure = _bins_of(confidence, right, bins)
    return np.sum(share * (sure - accuracy))


def _gaps_cancel_turned_round(confidence, right, bins=10):
    return -_gaps_cancel(confidence, right, bins)


def _overall_share_right(confidence, right, bins=10):
    share, _, sure = _bins_of(confidence, right, bins)
    return np.sum(share * np.abs(sure - np.mean(right)))


def _first_bin_only(confidence, right, bins=10):
    share, accuracy, sure = _bins_of(confidence, right, bins)
    return share[0] * abs(accuracy[0] - sure[0])


def _one_big_bin(confidence, right, bins=10):
    return abs(np.mean(right) - np.mean(confidence))


def _certainty_lost(confidence, right, bins=10):
    inside = confidence < 1
    return inside.mean() * reference.expected_calibration_error(confidence[inside], right[inside], bins)


def _last_bin_left_out(confidence, right, bins=10):
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    inside = which < bins - 1
    if not inside.any():
        return 0.0
    return inside.mean() * reference.expected_calibration_error(confidence[inside], right[inside], bins)


def _middle_of_the_bin(confidence, right, bins=10):
    middles = (np.minimum((confidence * bins).astype(int), bins - 1) + 0.5) / bins
    return reference.expected_calibration_error(middles, right, bins)


def _empty_bins(confidence, right, bins=10):
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    error = 0.0
    for k in range(bins):
        inside = which == k
        with np.errstate(invalid="ignore"):
            gap = np.sum(right[inside]) / np.sum(inside) - np.sum(confidence[inside]) / np.sum(inside)
        error += np.mean(inside) * abs(gap)
    return error


def _example_by_example(confidence, right, bins=10):
    return np.mean(np.abs(right - confidence))


def _largest_gap(confidence, right, bins=10):
    _, accuracy, sure = _bins_of(confidence, right, bins)
    return np.max(np.abs(accuracy - sure))


def _always_ten_bins(confidence, right, bins=10):
    return reference.expected_calibration_error(confidence, right)


def _not_divided_by_cases(confidence, right, bins=10):
    return len(confidence) * reference.expected_calibration_error(confidence, right, bins)


EXERCISES = [
    choice(
        "losses.count_mistakes",
        options={
            "a": "Counting is too slow when there are many examples.",
            "b": "A small change of a weight mostly changes nothing in the count: it does not say which way to go.",
            "c": "The count depends on the order of the examples.",
            "d": "The count can become negative.",
        },
        right="b",
        wrong={
            "a": ("a matter of speed", "Counting is one of the fastest things a computer does."),
            "c": ("the order", "However you order the examples, as many of them are wrong."),
            "d": ("a negative count", "There are never fewer than 0 mistakes."),
        },
        hints=[
            "Look at the four printed lines: the weight grows by small steps. What does the number of mistakes do?",
            "On a flat terrace, every direction looks the same.",
        ],
        built="the reason why networks do not learn from their mistakes as such, but from a loss: it must have slopes.",
    ),
    Exercise(
        id="losses.mse",
        points=1,
        reference=reference.mse,
        cases=_predictions,
        mistakes=[
            Mistake(
                "sum instead of mean",
                "You add up the squared errors. Their *mean* is wanted: then twice as many examples do not make the "
                "loss twice as large.",
                _sum_of_squared_errors,
            ),
            Mistake(
                "divided by the number of examples only",
                "Right for one number per example. Where an example has several, you divide by the rows only: the mean "
                "goes over *all* numbers, as `np.mean` does without `axis`.",
                _divided_by_examples,
            ),
            Mistake(
                "root taken",
                "You take the root at the end. That is a loss too (its unit is that of the targets), but here the mean "
                "of the squares is wanted.",
                _root,
            ),
            Mistake(
                "absolute error",
                "You take the size of each error, not its square. So an error of 4 counts four times as much as one "
                "of 1; squared, it counts sixteen times as much.",
                _absolute_error,
            ),
            Mistake(
                "halved",
                "Your loss is half as large. Some books put a 1/2 in front, to make the slope look nicer; here "
                "there is none.",
                _halved,
            ),
            Mistake(
                "mean first, square after",
                "You square the mean of the errors. There, errors upwards and downwards cancel: +3 and −3 would be no "
                "error at all. Square each one first, then take the mean.",
                _squared_after_the_mean,
            ),
            Mistake(
                "not squared",
                "The errors are not squared: errors upwards and downwards cancel, and a loss can even be negative.",
                _not_squared,
            ),
            Mistake(
                "one loss for each column",
                "With `axis=0` you get one number for each column. A loss is a single number: `np.mean` without `axis` "
                "goes over everything.",
                _mean_down_the_columns,
            ),
            Mistake(
                "squared one by one",
                "You square the predictions and the targets and subtract after that. The *difference* is to be "
                "squared: mind the brackets.",
                _squared_one_by_one,
            ),
        ],
        hints=[
            "Three steps, from the inside out: the difference, its square, the mean of all of them.",
            "`(Y_hat - Y) ** 2` squares every difference, and `np.mean(...)` takes the mean of all numbers.",
            "`return np.mean((Y_hat - Y) ** 2)`",
        ],
        equivalent={"return np.mean((Y - Y_hat) ** 2)": "a square has no sign"},
        built="the oldest loss there is: Legendre and Gauss found the paths of comets with it, around 1800.",
    ),
    Exercise(
        id="losses.mse_gradient",
        points=2,
        reference=reference.mse_gradient,
        cases=_predictions,
        mistakes=[
            Mistake(
                "the mean forgotten",
                "These are the slopes of the *sum* of the squares. The loss is their mean, so every slope is to be "
                "divided by the number of elements, `Y_hat.size`.",
                _without_the_mean,
            ),
            Mistake(
                "the factor 2 forgotten",
                "All slopes are half as large as they should be: the slope of d², a squared difference, is 2 d.",
                _without_the_two,
            ),
            Mistake(
                "the difference alone",
                "That is the plain difference. The slope of its square has a factor 2, and the mean divides by the "
                "number of elements.",
                _two_and_mean_missing,
            ),
            Mistake(
                "divided by the number of examples only",
                "You divide by the number of rows. The mean goes over all elements: `Y_hat.size` counts them, "
                "`len(Y_hat)` counts only rows.",
                _slope_divided_by_examples,
            ),
            Mistake(
                "target minus prediction",
                "All signs are turned round. If a prediction is too *large*, raising it raises the loss: there the "
                "slope is positive.",
                _target_minus_prediction,
            ),
            Mistake(
                "one slope for all",
                "One number came back. Each prediction has a slope of its own, so the result has the shape of `Y_hat`.",
                _one_slope_for_all,
            ),
            Mistake(
                "slope of the absolute error",
                "All your slopes are equally steep. The slope of a *square* grows with the error: that is why large "
                "errors are corrected most.",
                _slope_of_absolute_error,
            ),
            Mistake(
                "still squared",
                "The errors are still squared, so that every slope is positive. The slope of d² is 2 d: its sign "
                "tells in which direction the error lies.",
                _squares_kept,
            ),
        ],
        hints=[
            "The slope of d² is 2 d. The mean is a sum, divided by the number of elements.",
            "`Y_hat.size` is the number of elements. The result has the shape of `Y_hat`.",
            "`return 2 * (Y_hat - Y) / Y_hat.size`",
        ],
        built="your first gradient of a loss: for each prediction, which way is worse, and how much.",
    ),
    Exercise(
        id="losses.log_softmax",
        points=3,
        reference=reference.log_softmax,
        cases=_scores,
        atol=1e-12,
        mistakes=[
            Mistake(
                "logarithm forgotten",
                "These are the probabilities. Their logarithms are wanted.",
                _log_forgotten,
            ),
            Mistake(
                "logarithm of a probability that is 0",
                "Where scores lie far apart, the softmax is exactly 0 in a computer's numbers, and its logarithm is "
                "−inf. Do not go through the probabilities: `S - np.log(...)` needs none of them.",
                _log_of_softmax,
            ),
            Mistake(
                "overflow for large scores",
                "For scores around 1000, exp overflows. First take the largest score of each row away: it cancels "
                "here as it did in the softmax.",
                _log_softmax_overflow,
            ),
            Mistake(
                "one sum for the whole batch",
                "You add up the exponentials of all rows. Each row wants its own sum: `axis=1, keepdims=True`.",
                _log_softmax_over_all,
            ),
            Mistake(
                "down the columns",
                "You compare the examples with each other: `axis=0` goes down the columns. The classes of one example "
                "stand in a row: `axis=1`.",
                _log_softmax_down,
            ),
            Mistake(
                "keepdims forgotten",
                "Without `keepdims=True` the sums are a row of numbers and not a column. Where NumPy accepts that "
                "at all, each column gets a sum that belongs to a row.",
                _log_softmax_without_keepdims,
            ),
            Mistake(
                "largest score not taken away in front",
                "Inside the sum the largest score is taken away, in front it is not: every row is off by its largest "
                "score. Give the shifted scores a name, and use them in both places.",
                _shifted_once,
            ),
            Mistake(
                "largest score not taken away inside",
                "In front the largest score is taken away, inside the sum it is not. Give the shifted scores a name, "
                "and use them in both places.",
                _shifted_in_front_only,
            ),
            Mistake(
                "probabilities propped up",
                "A tiny number is added before the logarithm, so that it never sees a 0. That hides the problem: "
                "every very small probability becomes the same, and the loss can no longer tell bad from terrible.",
                _propped_up,
            ),
            Mistake(
                "another base",
                "Your logarithm is to the base 2. Here the natural one is wanted, `np.log`, that undoes `np.exp`.",
                _base_two,
            ),
            Mistake(
                "one maximum for the whole batch",
                "You take away the largest score of the whole batch. In a row far below it, every exp becomes 0, and "
                "the logarithm of 0 is −inf. Each row wants its own: `Z.max(axis=1, keepdims=True)`.",
                _one_maximum,
            ),
            Mistake(
                "sum forgotten",
                "That is only the shift. The logarithm of the sum of the exponentials is still to be taken away.",
                _sum_forgotten,
            ),
            Mistake(
                "logarithm of the sum forgotten",
                "You take away the sum of the exponentials itself. Its *logarithm* is wanted.",
                _log_of_the_sum_forgotten,
            ),
        ],
        hints=[
            "The logarithm of a fraction is the logarithm of what is above minus the logarithm of what is below. "
            "And the logarithm of exp(z) is z.",
            "First shift: `S = Z - Z.max(axis=1, keepdims=True)`. Then use S in both places.",
            "`return S - np.log(np.exp(S).sum(axis=1, keepdims=True))`",
        ],
        equivalent={
            "S = Z - Z.max(axis=-1, keepdims=True)": "the last axis of a table is axis 1",
            "return S - np.log(np.exp(S).sum(axis=-1, keepdims=True))": "the last axis of a table is axis 1",
        },
        built="the calculation that every deep learning library does where the textbook says log(softmax(z)).",
    ),
    Exercise(
        id="losses.cross_entropy",
        points=2,
        reference=reference.cross_entropy,
        cases=_labelled,
        mistakes=[
            Mistake(
                "sum instead of mean",
                "You add up the losses of the examples. Their *mean* is wanted, so that batches of different sizes can "
                "be compared.",
                _summed,
            ),
            Mistake(
                "minus forgotten",
                "A loss is to be small for good answers. The logarithm of a probability is negative or 0: "
                "put a minus in front.",
                _minus_forgotten,
            ),
            Mistake(
                "mean over the classes too",
                "You divide by examples times classes. Each example has *one* right class and so one loss: take the "
                "mean over the examples.",
                _mean_over_classes_too,
            ),
            Mistake(
                "logarithm of a probability that is 0",
                "Where the network is sure and wrong, the softmax of the right class is 0 in a computer's numbers, and "
                "the loss is infinite. Your `log_softmax` does not have that problem.",
                _log_of_the_probability,
            ),
            Mistake(
                "probabilities propped up",
                "A tiny number is added before the logarithm. It hides the worst mistakes: whoever is surer of a wrong "
                "answer no longer has the larger loss. Your `log_softmax` needs no such prop.",
                _log_with_epsilon,
            ),
            Mistake(
                "probabilities propped up by 1e-7",
                "You add 1e-7 before the logarithm, as some books do. So no loss is ever above about 16, and all the "
                "others are a little off. Your `log_softmax` needs no such prop.",
                _log_with_larger_epsilon,
            ),
            Mistake(
                "a yes-or-no loss for every class",
                "You also charge log(1 − p) for the wrong classes: that is the loss of independent yes-or-no "
                "questions. The softmax has one answer, and only the probability of the right class counts.",
                _yes_or_no_for_every_class,
            ),
            Mistake(
                "scores taken for probabilities",
                "You take the logarithm of the scores. Scores can be negative: `log_softmax` turns them into "
                "logarithms of probabilities.",
                _scores_as_probabilities,
            ),
            Mistake(
                "scores used as they are",
                "You average the plain scores of the right classes. A score alone says nothing: it is to be compared "
                "with those of the other classes. `log_softmax` does that.",
                _scores_as_logarithms,
            ),
            Mistake(
                "softmax taken twice",
                "The scores go through softmax before they go into `log_softmax`, which takes it again. Nothing "
                "crashes, but the loss can never become small: a very common bug in real programs.",
                _softmax_twice,
            ),
            Mistake(
                "whole columns taken",
                "`L[:, y]` takes, for *every* row, the columns of all labels. One number for each row is wanted: "
                "`L[np.arange(len(y)), y]` pairs row n with column y[n].",
                _whole_columns,
            ),
            Mistake(
                "its own choice instead of the right class",
                "You take the most probable class of each row. It is the *right* one, y, that counts: else a network "
                "is rewarded for being sure, not for being right.",
                _own_choice,
            ),
            Mistake(
                "logarithm forgotten",
                "You average probabilities. Take their logarithms: −log p becomes very large when p comes near 0, and "
                "that is the point of this loss.",
                _probability_without_log,
            ),
            Mistake(
                "all classes added up",
                "You add up the logarithms of all classes. Only the right class of each example counts.",
                _all_classes,
            ),
            Mistake(
                "mean over all classes",
                "You average the logarithms of *all* classes. Only that of the right class of each example counts: "
                "`L[np.arange(len(y)), y]`.",
                _mean_of_all_classes,
            ),
            Mistake(
                "labels counted from 1",
                "You take the column before the right one. Labels count from 0, as Python does: class 0 is column 0.",
                _labels_from_one,
            ),
            Mistake(
                "one loss for each example",
                "These are the losses of the single examples. Their mean is wanted: one number.",
                _one_loss_each,
            ),
        ],
        hints=[
            "`log_softmax(Z)` has a logarithm for each class. Of each row, only that of the right class counts.",
            "`L[np.arange(len(y)), y]` takes from row n of L the number in column y[n].",
            "`L = log_softmax(Z)`, then `return -np.mean(L[np.arange(len(y)), y])`",
        ],
        built="the loss with which nearly every classifier is trained, from digits to language models.",
    ),
    number(
        "losses.knows_nothing",
        right=2.302585,
        rtol=2e-3,  # 2.3 will do
        wrong=[
            (
                "probability instead of loss",
                "0.1 is the probability of each class. The loss is minus its logarithm.",
                0.1,
            ),
            ("minus forgotten", "The logarithm of 0.1 is negative; the loss has a minus in front.", -2.302585),
            (
                "logarithm to the base 10",
                "1 is minus the logarithm of 0.1 to the base 10. `np.log` is the natural one, to the base e.",
                1.0,
            ),
            (
                "logarithm to the base 2",
                "That is the logarithm to the base 2. `np.log` is the natural one, to the base e.",
                3.321928,
            ),
            ("a perfect network", "A loss of 0 has a network that is right and entirely sure.", 0.0),
        ],
        hints=[
            "Ten equal scores: what probability does the softmax give each class?",
            "`-np.log(0.1)`",
        ],
        built="the first number to look at in any training: a network that begins far above log C has a bug.",
    ),
    Exercise(
        id="losses.cross_entropy_gradient",
        points=3,
        reference=reference.cross_entropy_gradient,
        cases=_labelled,
        mistakes=[
            Mistake(
                "the mean forgotten",
                "These are the slopes of the *sum* of the losses. The loss is a mean over N examples: divide by N. "
                "Without it, a batch twice as large would give steps twice as large.",
                _slopes_not_averaged,
            ),
            Mistake(
                "divided by the number of classes too",
                "You divide by examples times classes. The loss is a mean over the examples: divide by N, `len(y)`, "
                "only.",
                _averaged_over_classes_too,
            ),
            Mistake(
                "nothing taken away",
                "These are the probabilities (divided by N). At the right class of each row 1 is to be taken away: "
                "that is where the score should go up.",
                _nothing_subtracted,
            ),
            Mistake(
                "one taken away everywhere",
                "You take 1 away from all classes. Only the right class of each row has a 1 in its target, the others "
                "have a 0.",
                _one_from_all,
            ),
            Mistake(
                "target minus probability",
                "All signs are turned round. Raising the right score lowers the loss: its slope is negative.",
                _truth_minus_probability,
            ),
            Mistake(
                "scores instead of probabilities",
                "You take 1 away from the plain scores. The slope is *probability* minus target: softmax first.",
                _scores_minus_truth,
            ),
            Mistake(
                "only the right class",
                "The slopes of the wrong classes are 0. Their scores count too: raising one takes probability from the "
                "right class.",
                _right_class_only,
            ),
            Mistake(
                "whole columns",
                "`P[:, y] -= 1` takes 1 away in *every* row, from the columns of all labels. One place in each row is "
                "wanted: `P[np.arange(len(y)), y] -= 1`.",
                _whole_columns_subtracted,
            ),
            Mistake(
                "labels used as numbers",
                "You subtract the label itself. A label is a name, not an amount: class 7 is not more than class 3. "
                "The target is 1 at the right class and 0 elsewhere.",
                _labels_as_numbers,
            ),
            Mistake(
                "overflow in a softmax of its own",
                "For large scores your exp overflows. `forward.softmax` takes the largest score away first.",
                _own_exp_overflows,
            ),
        ],
        hints=[
            "Probability minus target: for each class, how much too high is the network's probability?",
            "`P = forward.softmax(Z)`, and then take 1 away at the right class of each row; "
            "`P[np.arange(len(y)), y]` are these places.",
            "`P[np.arange(len(y)), y] -= 1`, then `return P / len(y)`",
        ],
        built="the most beautiful gradient of deep learning: what the network believes, minus what is true.",
    ),
    Exercise(
        id="losses.binary_cross_entropy_with_logits",
        points=3,
        reference=reference.binary_cross_entropy_with_logits,
        cases=_yes_or_no,
        mistakes=[
            Mistake(
                "logarithm of a 0",
                "For large sums the sigmoid is exactly 1 (or 0) in a computer's numbers, and `log(1 - 1)` is −inf. "
                "Start from the sum z, not from the sigmoid: `np.maximum(z, 0) - z * y + ...`.",
                _log_of_the_sigmoid,
            ),
            Mistake(
                "overflow for large sums",
                "`np.exp(z)` overflows for sums beyond 700. Take the large part out first: "
                "log(1 + exp(z)) is max(z, 0) + log(1 + exp(−|z|)).",
                _log_of_one_plus_exp,
            ),
            Mistake(
                "only the yes answers",
                "Examples whose right answer is *no* have no loss at your function. They count as much.",
                _only_yes,
            ),
            Mistake(
                "squashed twice",
                "z goes through the sigmoid before it goes into the formula, which has the sigmoid inside already. "
                "*With logits* means: give it the plain sums.",
                _squashed_twice,
            ),
            Mistake(
                "sums taken for probabilities",
                "You take the logarithm of the sums themselves. They are not probabilities: they can be negative, or "
                "larger than 1.",
                _sums_as_probabilities,
            ),
            Mistake("sum instead of mean", "You add up the losses. Their mean is wanted.", _binary_sum),
            Mistake(
                "yes and no exchanged",
                "Your loss is small where the answer is wrong: y and 1 − y have changed places.",
                _answers_switched,
            ),
            Mistake(
                "probabilities propped up",
                "A tiny number is added before the logarithm. It hides the worst mistakes: beyond a sum of about 28, "
                "being still surer of a wrong answer costs nothing. The formula with z needs no such prop.",
                _binary_with_epsilon,
            ),
            Mistake(
                "max(z, 0) forgotten",
                "The part `np.maximum(z, 0)` is missing. log(1 + exp(z)) is max(z, 0) + log(1 + exp(−|z|)); for "
                "negative z alone, the first part is 0.",
                _largest_part_forgotten,
            ),
            Mistake(
                "z y added",
                "You add z y. It is to be taken away: a large sum is good where the right answer is yes.",
                _product_added,
            ),
            Mistake(
                "z y forgotten",
                "The right answers y have no part in your loss: `- z * y` is missing.",
                _product_forgotten,
            ),
            Mistake(
                "exponent with the wrong sign",
                "Inside stands exp(+|z|), which is large. The exponent wants a minus: `np.exp(-np.abs(z))` is never "
                "larger than 1.",
                _sign_inside,
            ),
            Mistake(
                "absolute value forgotten",
                "Inside stands exp(−z), which is large where z is negative. The exponent is minus the *size* of z: "
                "`np.exp(-np.abs(z))`.",
                _absolute_value_forgotten,
            ),
            Mistake(
                "log instead of log1p",
                "The 1 inside the logarithm is missing: `np.log(np.exp(-np.abs(z)))` is just −|z|. Take `np.log1p`, "
                "which adds the 1 itself.",
                _one_not_added,
            ),
            Mistake(
                "one added twice",
                "`np.log1p(x)` is log(1 + x): it adds the 1 itself. Give it `np.exp(-np.abs(z))` alone.",
                _one_added_twice,
            ),
            Mistake(
                "one maximum for all sums",
                "`np.max(z, 0)` is the largest of all sums, one number. `np.maximum(z, 0)` compares each sum with 0.",
                _largest_sum_of_all,
            ),
        ],
        hints=[
            "The formula is in the text, in its stable form: three parts, and their mean.",
            "`np.maximum(z, 0)`, minus `z * y`, plus `np.log1p(np.exp(-np.abs(z)))`.",
            "`return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))`",
        ],
        equivalent={
            "without: y = np.asarray(y, dtype=np.result_type(z, np.float32))": "only the type of what comes back",
            "y = y": "only the type of what comes back",
            "y = np.asarray(y)": "only the type of what comes back",
            "y = np.asarray(y, dtype=np.result_type(np.float32, z))": "the order does not matter",
            "return np.mean(np.maximum(0, z) - z * y + np.log1p(np.exp(-np.abs(z))))": "the order does not matter",
        },
        built="the loss of every yes-or-no answer: spam or not, ill or well, an 8 or a 3.",
    ),
    Exercise(
        id="losses.hinge_loss",
        points=3,
        reference=reference.hinge_loss,
        cases=_with_margins,
        mistakes=[
            Mistake(
                "right class counted",
                "Every example is too expensive by exactly the margin: the right class is compared with itself. Set "
                "its place to 0 before you add up.",
                _right_class_counted,
            ),
            Mistake(
                "mean over the wrong classes",
                "You average over the wrong classes. Here they are *added up*; the mean goes over the examples only.",
                _mean_over_wrong_classes,
            ),
            Mistake(
                "mean over everything",
                "`np.mean` over the whole table divides by the number of classes too. Add up along each row first, "
                "then take the mean over the examples.",
                _mean_over_everything,
            ),
            Mistake(
                "worst class only",
                "Only the strongest wrong class counts in yours. That is a hinge loss too (Crammer and Singer's); here "
                "all wrong classes are added up.",
                _worst_class_only,
            ),
            Mistake(
                "margin forgotten",
                "The margin is not added: yours is content as soon as the right class is ahead by a hair.",
                _no_margin,
            ),
            Mistake(
                "margin always 1",
                "Your margin is 1 whatever is asked for. Use the argument `margin`.",
                _margin_always_one,
            ),
            Mistake(
                "whole columns set to 0",
                "`[:, y]` sets, in *every* row, the columns of all labels to 0. One place in each row is meant: "
                "`[np.arange(len(y)), y]`.",
                _whole_columns_set_to_0,
            ),
            Mistake(
                "right minus wrong",
                "The difference is turned round, so that good answers are punished. What lacks is *wrong class minus "
                "right class*, plus the margin.",
                _right_minus_wrong,
            ),
            Mistake(
                "not cut off at 0",
                "A class that is beaten by more than the margin gives you a negative loss, and hides the mistakes of "
                "others. Cut off at 0: `np.maximum(0, ...)`.",
                _not_cut_off,
            ),
            Mistake("sum over the examples", "You add up the examples. Their mean is wanted.", _hinges_summed),
            Mistake(
                "squared hinge",
                "You square what is lacking. That is a loss of its own; here it counts as it is.",
                _squared_hinge,
            ),
            Mistake(
                "margin with the wrong sign",
                "The margin is taken away instead of added: yours is content even when the right class is behind.",
                _margin_taken_away,
            ),
        ],
        hints=[
            "For one example: how much is each wrong class too strong? Its score, minus that of the right class, plus "
            "the margin; but never less than 0.",
            "The scores of the right classes as a column: `Z[np.arange(len(y)), y][:, None]`. Subtract it from Z, add "
            "the margin, cut off with `np.maximum(0, ...)`, and set the places of the right classes to 0.",
            "`lacking = np.maximum(0, Z - Z[rows, y][:, None] + margin)`, then `lacking[rows, y] = 0`, then "
            "`return np.mean(lacking.sum(axis=1))`, with `rows = np.arange(len(y))`.",
        ],
        equivalent={
            "lacking = np.maximum(Z - Z[rows, y][:, None] + margin, 0)": "the order does not matter",
            "return np.mean(lacking.sum(axis=-1))": "the last axis of a table is axis 1",
        },
        built="the loss of support vector machines, that stops caring once an answer is safe.",
    ),
    Exercise(
        id="losses.numerical_gradient",
        points=3,
        reference=reference.numerical_gradient,
        cases=_functions,
        rtol=1e-6,
        atol=1e-8,
        mistakes=[
            Mistake(
                "one-sided difference",
                "You step to one side only, from f(x) to f(x + h). That is a slope too, but with an error in "
                "proportion to h; from both sides, (f(x + h) − f(x − h)) / (2 h), the largest error cancels.",
                _one_sided,
            ),
            Mistake(
                "divided by h instead of 2 h",
                "All slopes are twice as steep: from x − h to x + h it is a distance of 2 h.",
                _divided_by_one_step,
            ),
            Mistake(
                "divided by 2, then multiplied by h",
                "Python reads `/ 2 * h` from left to right: it divides by 2 and then *multiplies* by h. Use brackets: "
                "`/ (2 * h)`.",
                _divided_then_multiplied,
            ),
            Mistake(
                "all elements moved at once",
                "You move all elements together and get one number. Each element has a slope of its own: move one, "
                "hold the others still.",
                _all_at_once,
            ),
            Mistake(
                "elements not put back",
                "Each element stays where its last step has left it, while the next one is tried. Put it back: "
                "`x[i] = kept`.",
                _not_put_back,
            ),
            Mistake(
                "second step from the first",
                "After x[i] + h you subtract h once, which leads back to the start, not to x[i] − h. Keep the old "
                "value, and set `x[i] = kept - h`.",
                _second_step_from_the_first,
            ),
            Mistake(
                "laid flat",
                "The slopes are right, but they come in one row. The gradient has the shape of x: "
                "`np.zeros(x.shape)`, and `gradient[i]` for each i of `np.ndindex(x.shape)`.",
                _laid_flat,
            ),
            Mistake(
                "whole rows moved",
                "Where x has several axes, you move a whole row at once: `range(len(x))` counts rows. "
                "`np.ndindex(x.shape)` goes through every single element.",
                _whole_rows,
            ),
            Mistake(
                "whole numbers swallow the step",
                "Where x holds whole numbers, `x[i] = kept + h` cuts the decimals off again, and nothing moves. Begin "
                "with `x = x.astype(float)`: a copy that has decimals.",
                _step_cut_off,
            ),
            Mistake(
                "gradient of whole numbers",
                "`np.zeros_like(x)` makes whole numbers where x has whole numbers, and cuts the decimals of your "
                "slopes off. Use `np.zeros(x.shape)`.",
                _gradient_of_whole_numbers,
            ),
            Mistake(
                "own step instead of h",
                "Your step is always 1e-5. Use the argument `h`.",
                _own_step,
            ),
        ],
        hints=[
            "Begin with a copy that has decimals, `x = x.astype(float)`, and with room for the slopes, "
            "`np.zeros(x.shape)`. Then a loop: `for i in np.ndindex(x.shape):`.",
            "In the loop: keep `x[i]`, set it to `kept + h` and call f, set it to `kept - h` and call f, put it back.",
            "`gradient[i] = (above - below) / (2 * h)`, with `above = f(x)` and `below = f(x)` after each of the two "
            "steps; and at the end of the round `x[i] = kept`.",
        ],
        equivalent={"gradient = np.ones(x.shape)": "every element is set after that"},
        built="a slope finder for any function at all. It is slow, and it is how all faster ones are checked.",
    ),
    Exercise(
        id="losses.expected_calibration_error",
        points=3,
        reference=reference.expected_calibration_error,
        cases=_answers,
        mistakes=[
            Mistake(
                "bins not weighted",
                "Every bin counts the same in yours, also one with a single case. Weigh each gap with the share of all "
                "cases that lie in its bin, `np.mean(inside)`.",
                _bins_not_weighted,
            ),
            Mistake(
                "divided by the number of bins",
                "You add up the gaps and divide by the number of bins, empty ones included. Weigh each gap with the "
                "share of all cases that lie in its bin, `np.mean(inside)`.",
                _divided_by_all_bins,
            ),
            Mistake(
                "gaps added up",
                "You add up the gaps as they are. Weigh each with the share of all cases that lie in its bin, "
                "`np.mean(inside)`: then the result is never larger than 1.",
                _gaps_added_up,
            ),
            Mistake(
                "gaps cancel",
                "Bins that are too sure and bins that are not sure enough cancel: the *size* of each gap counts, "
                "`abs(...)`.",
                _gaps_cancel,
            ),
            Mistake(
                "gaps cancel, turned round",
                "You subtract how sure it was from how often it was right, and bins above and below 0 cancel. The "
                "*size* of each gap counts: `abs(...)`.",
                _gaps_cancel_turned_round,
            ),
            Mistake(
                "share of right answers of all bins",
                "You compare each bin with the share of right answers of *all* bins. Compare with its own: "
                "`right[inside].mean()`.",
                _overall_share_right,
            ),
            Mistake(
                "first bin only",
                "Only the first bin with answers in it counts in yours. Does `return` stand inside the loop? Add up "
                "the parts of all bins, and return their sum after the loop.",
                _first_bin_only,
            ),
            Mistake(
                "one big bin",
                "You compare the overall mean of the confidence with the overall share of right answers. A network "
                "that is too sure here and not sure enough there would look honest: go bin by bin.",
                _one_big_bin,
            ),
            Mistake(
                "complete certainty lost",
                "A confidence of exactly 1 falls into no bin of yours: 1 · bins is one past the last. "
                "`np.minimum(..., bins - 1)` puts it into the last.",
                _certainty_lost,
            ),
            Mistake(
                "last bin left out",
                "The answers of the last bin, the surest ones, do not count in yours. `range(bins)` goes from 0 to "
                "bins − 1: that is all of them; `range(bins - 1)` stops too early.",
                _last_bin_left_out,
            ),
            Mistake(
                "middle of the bin",
                "You compare with the middle of each bin. Compare with the mean confidence of the cases that lie in "
                "it: they may all sit at one end.",
                _middle_of_the_bin,
            ),
            Mistake(
                "empty bins",
                "A bin with no case in it has no mean: 0 / 0 is nan, and one nan spoils the sum. Skip empty bins: "
                "`if inside.any():`.",
                _empty_bins,
            ),
            Mistake(
                "example by example",
                "You compare each single confidence with 0 or 1. One case cannot be right 90 % of the time: compare "
                "the *means* within a bin.",
                _example_by_example,
            ),
            Mistake(
                "largest gap only",
                "That is the largest gap (it has a name too: maximum calibration error). Wanted is the average gap, "
                "each weighted with its share of the cases.",
                _largest_gap,
            ),
            Mistake(
                "always 10 bins", "You have 10 bins whatever is asked for. Use the argument `bins`.", _always_ten_bins
            ),
            Mistake(
                "counts instead of shares",
                "You weigh each gap with the *number* of cases in its bin. Divide by the number of all cases, or take "
                "the share directly: `np.mean(inside)`.",
                _not_divided_by_cases,
            ),
        ],
        hints=[
            "First the number of each case's bin, `which`. Then one round of a loop for each bin.",
            "`inside = which == k` marks the cases of bin k; `right[inside].mean()` is their share of right answers, "
            "`confidence[inside].mean()` their mean confidence. Skip bins without any case.",
            "In the loop: `if inside.any(): error += inside.mean() * abs(right[inside].mean() - "
            "confidence[inside].mean())`",
        ],
        equivalent={
            "which = np.minimum(bins - 1, (confidence * bins).astype(int))": "the order does not matter",
            "error += inside.mean() * abs(confidence[inside].mean() - right[inside].mean())": "abs has no sign",
        },
        built="a lie detector for confidence: hospitals and weather services use the same idea.",
    ),
    choice(
        "losses.too_sure",
        options={
            "a": "The network is too sure: divide its scores by a temperature above 1.",
            "b": "The network is not sure enough: divide its scores by a temperature below 1.",
            "c": "Nothing: the network is well calibrated.",
            "d": "The network should be trained to have a larger score for every class.",
        },
        right="a",
        wrong={
            "b": (
                "the other way round",
                "It says 95 % and is right only 80 % of the time: it promises more than it keeps.",
            ),
            "c": (
                "no gap seen",
                "Between 95 % said and 80 % right there is a gap of 0.15, on many cases.",
            ),
            "d": (
                "all scores raised",
                "The same number added to all scores changes nothing in the softmax: it cancels.",
            ),
        },
        hints=[
            "What does it promise, and what does it keep?",
            "In the explorer: which way did the temperature have to go to lower the confidence?",
        ],
        built="how to read a reliability diagram, and the simplest remedy for a network that is too sure of itself.",
    ),
]
