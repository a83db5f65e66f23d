"""Lesson 05, optimizers: cases, known mistakes and hints."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, Mistake, choice, number
from dlcourse.lessons import optimizers as reference

SHAPES = [(3,), (2, 3), (3, 3), (4, 1, 2), (40,)]


def _cases(rng, first, states, settings):
    """A small case, random ones of many shapes, a large gradient, zeros after earlier gradients, float32.

    `states` are the names of what the step remembers, `settings` a function of rng: the other arguments.
    """
    cases = [Case(**first)]
    for shape in SHAPES:
        arrays = {"w": rng.normal(size=shape), "g": 3 * rng.normal(size=shape)}
        arrays |= {name: _state(rng, name, states, shape) for name in states}
        cases.append(Case(**arrays, **settings(rng)))
    arrays = {"w": 5 * rng.normal(size=6), "g": 1e4 * rng.normal(size=6)}
    cases.append(Case(**arrays, **{name: np.zeros(6) for name in states}, **settings(rng)))
    arrays = {"w": rng.normal(size=4), "g": np.zeros(4)} | {name: _state(rng, name, states, 4) for name in states}
    cases.append(Case(**arrays, **settings(rng)))
    narrow = {"w": rng.normal(size=(2, 4)), "g": rng.normal(size=(2, 4))}
    narrow |= {name: _state(rng, name, states, (2, 4)) for name in states}
    cases.append(Case(**{name: array.astype(np.float32) for name, array in narrow.items()}, **settings(rng)))
    return cases


def _state(rng, name, states, shape):
    """What is remembered; of squares (s, and the v of Adam) it is positive."""
    squares = name == "s" or (name == "v" and "m" in states)
    return rng.uniform(0.5, 8, shape) if squares else 2 * rng.normal(size=shape)


def _rate(rng):
    return {"learning_rate": round(float(rng.uniform(0.05, 0.6)), 3)}


# ---- sgd_step ----


def _sgd_cases(rng):
    first = {"w": np.array([1.0, 2.0]), "g": np.array([4.0, -2.0]), "learning_rate": 0.1}
    return _cases(rng, first, (), _rate)


def _uphill(*, w, g, learning_rate):
    return w + learning_rate * g


def _rate_forgotten(*, w, g, learning_rate):
    return w - g


def _only_the_change(*, w, g, learning_rate):
    return -learning_rate * g


def _minus_the_change(*, w, g, learning_rate):
    return learning_rate * g


def _divided_by_rate(*, w, g, learning_rate):
    return w - g / learning_rate


def _direction_only(*, w, g, learning_rate):
    return w - learning_rate * np.sign(g)


def _change_in_proportion(*, w, g, learning_rate):
    return w - learning_rate * g * w


# ---- momentum_step and nesterov_step ----


def _momentum_settings(rng):
    return {**_rate(rng), "momentum": round(float(rng.uniform(0.3, 0.95)), 2)}


def _momentum_cases(rng):
    first = {"w": np.array([1.0, 2.0]), "g": np.array([2.0, -1.0]), "v": np.array([10.0, 0.0]), "learning_rate": 0.1}
    return _cases(rng, first, ("v",), _momentum_settings)


def _nothing_remembered(*, w, g, v, learning_rate, momentum=0.9):
    return w - learning_rate * g, g


def _old_velocity_returned(*, w, g, v, learning_rate, momentum=0.9):
    return w - learning_rate * (momentum * v + g), v.copy()


def _step_with_old_velocity(*, w, g, v, learning_rate, momentum=0.9):
    return w - learning_rate * v, momentum * v + g


def _gradient_not_added(*, w, g, v, learning_rate, momentum=0.9):
    v = momentum * v
    return w - learning_rate * v, v


def _velocity_as_mean(*, w, g, v, learning_rate, momentum=0.9):
    v = momentum * v + (1 - momentum) * g
    return w - learning_rate * v, v


def _momentum_on_the_gradient(*, w, g, v, learning_rate, momentum=0.9):
    v = v + momentum * g
    return w - learning_rate * v, v


def _no_friction(*, w, g, v, learning_rate, momentum=0.9):
    v = v + g
    return w - learning_rate * v, v


def _rate_in_the_velocity(*, w, g, v, learning_rate, momentum=0.9):
    v = momentum * v - learning_rate * g
    return w + v, v


def _rate_in_the_velocity_subtracted(*, w, g, v, learning_rate, momentum=0.9):
    v = momentum * v + learning_rate * g
    return w - v, v


def _momentum_uphill(*, w, g, v, learning_rate, momentum=0.9):
    v = momentum * v + g
    return w + learning_rate * v, v


def _plain_momentum(*, w, g, v, learning_rate, momentum=0.9):
    v = momentum * v + g
    return w - learning_rate * v, v


def _whole_velocity_ahead(*, w, g, v, learning_rate, momentum=0.9):
    v = momentum * v + g
    return w - learning_rate * (g + v), v


def _look_ahead_outside(*, w, g, v, learning_rate, momentum=0.9):
    v = momentum * v + g
    return w - learning_rate * g + momentum * v, v


def _only_the_look_ahead(*, w, g, v, learning_rate, momentum=0.9):
    v = momentum * v + g
    return w - learning_rate * momentum * v, v


def _direction_as_velocity(*, w, g, v, learning_rate, momentum=0.9):
    direction = g + momentum * (momentum * v + g)
    return w - learning_rate * direction, direction


def _nesterov_old_velocity_returned(*, w, g, v, learning_rate, momentum=0.9):
    return w - learning_rate * (g + momentum * (momentum * v + g)), v.copy()


def _nesterov_uphill(*, w, g, v, learning_rate, momentum=0.9):
    v = momentum * v + g
    return w + learning_rate * (g + momentum * v), v


# ---- adagrad_step and rmsprop_step ----


def _squares_cases(rng, settings):
    first = {"w": np.array([1.0, 2.0]), "g": np.array([3.0, -4.0]), "s": np.array([16.0, 0.0]), "learning_rate": 0.5}
    cases = _cases(rng, first, ("s",), settings)
    small = {"w": rng.normal(size=3), "g": np.array([1e-5, -3e-7, 2e-4]), "s": np.zeros(3), "learning_rate": 0.1}
    still = {"w": np.array([1.0, 2.0]), "g": np.array([0.0, 3.0]), "s": np.zeros(2), "learning_rate": 0.1}
    wide = {"w": rng.normal(size=4), "g": rng.normal(size=4), "s": rng.uniform(0, 2, 4), "learning_rate": 0.3}
    return [*cases, Case(**small), Case(**still), Case(**wide, epsilon=0.25)]


def _adagrad_cases(rng):
    return _squares_cases(rng, _rate)


def _squares_not_added_up(*, w, g, s, learning_rate, epsilon=1e-8):
    s = g * g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


def _gradients_not_squared(*, w, g, s, learning_rate, epsilon=1e-8):
    s = s + np.abs(g)
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


def _raw_gradients_added(*, w, g, s, learning_rate, epsilon=1e-8):
    s = s + g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


def _not_rooted(*, w, g, s, learning_rate, epsilon=1e-8):
    s = s + g * g
    return w - learning_rate * g / (s + epsilon), s


def _epsilon_in_the_root(*, w, g, s, learning_rate, epsilon=1e-8):
    s = s + g * g
    return w - learning_rate * g / np.sqrt(s + epsilon), s


def _epsilon_forgotten(*, w, g, s, learning_rate, epsilon=1e-8):
    s = s + g * g
    return w - learning_rate * g / np.sqrt(s), s


def _epsilon_beside_the_fraction(*, w, g, s, learning_rate, epsilon=1e-8):
    s = s + g * g
    return w - learning_rate * g / np.sqrt(s) + epsilon, s


def _divided_by_old_sum(*, w, g, s, learning_rate, epsilon=1e-8):
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s + g * g


def _old_sum_returned(*, w, g, s, learning_rate, epsilon=1e-8):
    return w - learning_rate * g / (np.sqrt(s + g * g) + epsilon), s.copy()


def _one_sum_for_all(*, w, g, s, learning_rate, epsilon=1e-8):
    s = s + np.sum(g * g)
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


def _adagrad_uphill(*, w, g, s, learning_rate, epsilon=1e-8):
    s = s + g * g
    return w + learning_rate * g / (np.sqrt(s) + epsilon), s


def _rmsprop_cases(rng):
    return _squares_cases(rng, lambda rng: {**_rate(rng), "decay": round(float(rng.uniform(0.6, 0.97)), 2)})


def _never_forgets(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    s = s + g * g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


def _shares_swapped(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    s = (1 - decay) * s + decay * g * g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


def _second_share_forgotten(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    s = decay * s + g * g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


def _rmsprop_not_squared(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    s = decay * s + (1 - decay) * np.abs(g)
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


def _raw_gradients_averaged(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    s = decay * s + (1 - decay) * g
    return w - learning_rate * g / (np.sqrt(s) + epsilon), s


def _rmsprop_not_rooted(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    s = decay * s + (1 - decay) * g * g
    return w - learning_rate * g / (s + epsilon), s


def _rmsprop_epsilon_in_the_root(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    s = decay * s + (1 - decay) * g * g
    return w - learning_rate * g / np.sqrt(s + epsilon), s


def _rmsprop_epsilon_forgotten(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    s = decay * s + (1 - decay) * g * g
    return w - learning_rate * g / np.sqrt(s), s


def _rmsprop_epsilon_beside_the_fraction(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    s = decay * s + (1 - decay) * g * g
    return w - learning_rate * g / np.sqrt(s) + epsilon, s


def _rmsprop_divided_by_old_mean(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    return w - learning_rate * g / (np.sqrt(s) + epsilon), decay * s + (1 - decay) * g * g


def _old_mean_returned(*, w, g, s, learning_rate, decay=0.9, epsilon=1e-8):
    return w - learning_rate * g / (np.sqrt(decay * s + (1 - decay) * g * g) + epsilon), s.copy()


# ---- adam_step and adamw_step ----


def _adam_settings(rng):
    betas = {"beta1": round(float(rng.uniform(0.5, 0.95)), 2), "beta2": round(float(rng.uniform(0.9, 0.999)), 3)}
    return {"t": int(rng.integers(2, 12)), **_rate(rng), **betas}


def _adam_cases(rng, settings=_adam_settings):
    zero = {"m": np.zeros(2), "v": np.zeros(2)}
    first = {"w": np.array([1.0, 2.0]), "g": np.array([5.0, -0.02]), **zero, "t": 1, "learning_rate": 0.1}
    cases = _cases(rng, first, ("m", "v"), settings)
    small = {"w": rng.normal(size=2), "g": np.array([1e-5, -3e-7]), **zero, "t": 1, "learning_rate": 0.1}
    still = {"w": np.array([1.0, 2.0]), "g": np.array([0.0, 3.0]), **zero, "t": 2, "learning_rate": 0.1}
    late = {"w": rng.normal(size=3), "g": rng.normal(size=3), "m": rng.normal(size=3), "v": rng.uniform(1, 4, 3)}
    wide = {**late, "t": 3, "learning_rate": 0.2, "epsilon": 0.25}
    return [*cases, Case(**small), Case(**still), Case(**late, t=900, learning_rate=0.2), Case(**wide)]


def _adam(
    *,
    w,
    g,
    m,
    v,
    t,
    learning_rate,
    beta1=0.9,
    beta2=0.999,
    epsilon=1e-8,
    power=None,
    square=None,
    inside=0.0,
    root=True,
):
    """Adam with switches for what can be wrong: the corrections' t, what is squared, where epsilon is."""
    t1, t2 = power or (t, t)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * (g * g if square is None else square)
    m_hat = m / (1 - beta1**t1) if t1 != np.inf else m
    v_hat = v / (1 - beta2**t2) if t2 != np.inf else v
    below = np.sqrt(v_hat + inside) if root else v_hat
    return w - learning_rate * m_hat / (below + epsilon), m, v


def _no_correction(*, t, **named):
    return _adam(t=t, power=(np.inf, np.inf), **named)


def _only_m_corrected(*, t, **named):
    return _adam(t=t, power=(t, np.inf), **named)


def _only_v_corrected(*, t, **named):
    return _adam(t=t, power=(np.inf, t), **named)


def _one_step_behind(*, t, **named):
    return _adam(t=t, power=(t - 1, t - 1), **named)


def _one_step_ahead(*, t, **named):
    return _adam(t=t, power=(t + 1, t + 1), **named)


def _beta_times_t(*, t, beta1=0.9, beta2=0.999, **named):
    m = beta1 * named["m"] + (1 - beta1) * named["g"]
    v = beta2 * named["v"] + (1 - beta2) * named["g"] ** 2
    m_hat, v_hat = m / (1 - beta1 * t), v / (1 - beta2 * t)
    return named["w"] - named["learning_rate"] * m_hat / (np.sqrt(v_hat) + named.get("epsilon", 1e-8)), m, v


def _corrected_returned(*, t, beta1=0.9, beta2=0.999, **named):
    w, m, v = _adam(t=t, beta1=beta1, beta2=beta2, **named)
    return w, m / (1 - beta1**t), v / (1 - beta2**t)


def _adam_epsilon_in_the_root(*, epsilon=1e-8, **named):
    return _adam(epsilon=0.0, inside=epsilon, **named)


def _adam_not_rooted(**named):
    return _adam(root=False, **named)


def _betas_swapped(*, beta1=0.9, beta2=0.999, **named):
    return _adam(beta1=beta2, beta2=beta1, **named)


def _v_of_the_mean(*, m, g, beta1=0.9, **named):
    return _adam(m=m, g=g, beta1=beta1, square=(beta1 * m + (1 - beta1) * g) ** 2, **named)


def _v_not_squared(*, g, **named):
    return _adam(g=g, square=np.abs(g), **named)


def _raw_gradients_in_v(*, g, **named):
    return _adam(g=g, square=g, **named)


def _step_along_the_gradient(*, w, g, t, learning_rate, beta2=0.999, epsilon=1e-8, **named):
    _, m, v = _adam(w=w, g=g, t=t, learning_rate=learning_rate, beta2=beta2, **named)
    return w - learning_rate * g / (np.sqrt(v / (1 - beta2**t)) + epsilon), m, v


def _adam_old_state_returned(*, m, v, **named):
    return _adam(m=m, v=v, **named)[0], m.copy(), v.copy()


def _adam_uphill(*, w, **named):
    new, m, v = _adam(w=w, **named)
    return 2 * w - new, m, v


def _adamw_cases(rng):
    return _adam_cases(
        rng, lambda rng: {**_adam_settings(rng), "weight_decay": round(float(rng.uniform(0.05, 0.5)), 2)}
    )


def _penalty_in_the_gradient(*, w, g, weight_decay=0.01, **named):
    return _adam(w=w, g=g + weight_decay * w, **named)


def _penalty_in_the_gradient_twice(*, w, g, weight_decay=0.01, **named):
    return _adam(w=w, g=g + 2 * weight_decay * w, **named)


def _decay_without_rate(*, w, weight_decay=0.01, **named):
    stepped, m, v = _adam(w=w, **named)
    return stepped - weight_decay * w, m, v


def _settings_not_passed_on(*, w, learning_rate, weight_decay=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8, **named):
    stepped, m, v = _adam(w=w, learning_rate=learning_rate, **named)
    return stepped - learning_rate * weight_decay * w, m, v


def _decay_forgotten(*, weight_decay=0.01, **named):
    return _adam(**named)


def _weights_grow(*, w, learning_rate, weight_decay=0.01, **named):
    stepped, m, v = _adam(w=w, learning_rate=learning_rate, **named)
    return stepped + learning_rate * weight_decay * w, m, v


def _shrunk_after_the_step(*, learning_rate, weight_decay=0.01, **named):
    stepped, m, v = _adam(learning_rate=learning_rate, **named)
    return stepped * (1 - learning_rate * weight_decay), m, v


def _penalty_subtracted(*, w, learning_rate, weight_decay=0.01, **named):
    stepped, m, v = _adam(w=w, learning_rate=learning_rate, **named)
    return stepped - learning_rate * weight_decay * w**2, m, v


def _same_amount_for_all(*, w, learning_rate, weight_decay=0.01, **named):
    stepped, m, v = _adam(w=w, learning_rate=learning_rate, **named)
    return stepped - learning_rate * weight_decay, m, v


# ---- warmup_cosine_schedule ----


def _schedule_cases(rng):
    cases = [Case(step, peak=0.8, warmup=4, total=12) for step in (2, 0, 4, 8, 12, 10, 3)]
    cases += [Case(step, peak=0.1, warmup=0, total=10) for step in (0, 3, 10)]
    cases += [Case(step, peak=2.0, warmup=5, total=20) for step in (21, 26, 200)]
    for _ in range(6):
        warmup, rest, peak = int(rng.integers(3, 50)), int(rng.integers(5, 400)), float(rng.uniform(0.001, 1))
        rate = {"peak": peak, "warmup": warmup, "total": warmup + rest}
        cases += [Case(int(rng.integers(1, warmup)), **rate), Case(warmup + int(rng.integers(1, rest)), **rate)]
    return cases


def _progress(step, warmup, total):
    return min((step - warmup) / (total - warmup), 1)


def _half_cosine(peak, progress):
    return float(peak * (1 + np.cos(np.pi * progress)) / 2)


def _counted_from_one(step, *, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return _half_cosine(peak, _progress(step, warmup, total))


def _no_warmup(step, *, peak, warmup, total):
    return _half_cosine(peak, min(step / total, 1))


def _progress_from_the_start(step, *, peak, warmup, total):
    return peak * step / warmup if step < warmup else _half_cosine(peak, min(step / total, 1))


def _progress_of_the_total(step, *, peak, warmup, total):
    return peak * step / warmup if step < warmup else _half_cosine(peak, min((step - warmup) / total, 1))


def _below_zero(step, *, peak, warmup, total):
    if step < warmup:
        return peak * step / warmup
    return float(peak * np.cos(np.pi * _progress(step, warmup, total)))


def _not_halved(step, *, peak, warmup, total):
    if step < warmup:
        return peak * step / warmup
    return float(peak * (1 + np.cos(np.pi * _progress(step, warmup, total))))


def _quarter_cosine(step, *, peak, warmup, total):
    if step < warmup:
        return peak * step / warmup
    return float(peak * np.cos(np.pi / 2 * _progress(step, warmup, total)))


def _whole_cosine(step, *, peak, warmup, total):
    if step < warmup:
        return peak * step / warmup
    return _half_cosine(peak, 2 * _progress(step, warmup, total))


def _straight_line(step, *, peak, warmup, total):
    return peak * step / warmup if step < warmup else peak * (1 - _progress(step, warmup, total))


def _rises_again(step, *, peak, warmup, total):
    return peak * step / warmup if step < warmup else _half_cosine(peak, (step - warmup) / (total - warmup))


def _degrees(step, *, peak, warmup, total):
    if step < warmup:
        return peak * step / warmup
    return float(peak * (1 + np.cos(180 * _progress(step, warmup, total))) / 2)


def _jumps_to_the_peak(step, *, peak, warmup, total):
    return peak if step < warmup else _half_cosine(peak, _progress(step, warmup, total))


# ---- clip_gradient_norm ----


def _clip_cases(rng):
    cases = [
        Case([np.array([3.0]), np.array([[0.0], [4.0]])], 1.0),
        Case([np.array([0.3]), np.array([[0.0], [0.4]])], 1.0),
        Case([np.array([3.0, 4.0]), np.array([12.0])], 26.0),
        Case([np.zeros((2, 2)), np.zeros(2)], 0.5),
    ]
    for size, largest in [(1.0, 0.7), (40.0, 2.5), (1e5, 5.0), (0.01, 3.0)]:
        cases.append(Case([size * rng.normal(size=shape) for shape in [(4, 3), (3,), (3, 2), (2,)]], largest))
    return [*cases, Case([4 * rng.normal(size=shape).astype(np.float32) for shape in [(3, 5), (5,)]], 2.0)]


def _norm(gradients):
    return float(np.sqrt(sum(np.sum(g * g) for g in gradients)))


def _scaled_by(gradients, norm, largest):
    return [g * (largest / max(norm, largest)) for g in gradients]


def _each_array_for_itself(gradients, largest):
    return [_scaled_by([g], _norm([g]), largest)[0] for g in gradients]


def _small_ones_scaled_up(gradients, largest):
    return [g * (largest / (_norm(gradients) or 1)) for g in gradients]


def _each_array_divided(gradients, largest):
    return [g * min(1, largest / np.sqrt(np.sum(g * g))) for g in gradients]


def _always_divided(gradients, largest):
    norm = np.sqrt(sum(np.sum(g * g) for g in gradients))
    return [g * largest / norm for g in gradients]


def _each_element_cut(gradients, largest):
    return [np.clip(g, -largest, largest) for g in gradients]


def _root_forgotten(gradients, largest):
    return _scaled_by(gradients, _norm(gradients) ** 2, largest)


def _norms_added(gradients, largest):
    return _scaled_by(gradients, sum(_norm([g]) for g in gradients), largest)


def _absolute_values_added(gradients, largest):
    return _scaled_by(gradients, float(sum(np.sum(np.abs(g)) for g in gradients)), largest)


def _largest_norm_counts(gradients, largest):
    return _scaled_by(gradients, max(_norm([g]) for g in gradients), largest)


def _scaled_to_one(gradients, largest):
    norm = _norm(gradients)
    return [g / norm if norm > largest else g.copy() for g in gradients]


def _set_to_zero(gradients, largest):
    return [g * 0 if _norm(gradients) > largest else g.copy() for g in gradients]


UPHILL = "You go *up*: the gradient points to where the loss rises, so the step has a minus."

EXERCISES = [
    Exercise(
        id="optimizers.sgd_step",
        points=1,
        reference=reference.sgd_step,
        cases=_sgd_cases,
        mistakes=[
            Mistake("uphill", UPHILL, _uphill),
            Mistake(
                "learning rate forgotten",
                "You take away the whole gradient. The learning rate says how much of it: multiply.",
                _rate_forgotten,
            ),
            Mistake(
                "only the change returned",
                "That is the change of the weights. Wanted are the new weights: the old ones and the change together.",
                _only_the_change,
            ),
            Mistake(
                "the amount to take away returned",
                "That is what must be taken away from w. Wanted is what is left: the new weights.",
                _minus_the_change,
            ),
            Mistake(
                "divided by the learning rate",
                "You divide by the learning rate: a smaller one then makes *larger* steps. Multiply.",
                _divided_by_rate,
            ),
            Mistake(
                "only the sign of the gradient",
                "Every weight moves by the same amount. In gradient descent a steeper slope makes a longer step: use "
                "g itself, not its sign.",
                _direction_only,
            ),
            Mistake(
                "change in proportion to the weight",
                "Your step is multiplied by the weight itself: a weight of 0 could never change. The step is the "
                "learning rate times the gradient, and nothing else.",
                _change_in_proportion,
            ),
        ],
        hints=[
            "The gradient says where the loss rises. Go the other way, by a part of it.",
            "Multiply the gradient by the learning rate, and take that from the weights.",
            "`return w - learning_rate * g`",
        ],
        hidden=("momentum_step", "nesterov_step"),
        built="the step that trains most of the networks there are, in one line.",
    ),
    number(
        "optimizers.largest_rate",
        right=0.05,
        wrong=[
            (
                "one step to the bottom",
                "With 1/40 the factor is exactly 0: one step, and it is at the bottom. It may overshoot and still come "
                "closer, as long as it lands nearer on the other side.",
                0.025,
            ),
            ("2 divided by the gentle curvature", "That holds for the gentle direction. The steep one has 40.", 2.0),
            ("the curvature itself", "40 is the factor of the gradient. Solve 1 - 40 r = -1 for the rate r.", 40.0),
            ("upside down", "That is 40 / 2. Solve 1 - 40 r = -1 for the rate r.", 20.0),
        ],
        hints=[
            "It comes no closer when the factor 1 - 40 r has reached -1: then it jumps from side to side for ever.",
            "1 - 40 r = -1 means 40 r = 2.",
        ],
        built="the law of the ravine: the steepest direction alone decides how large the rate may be.",
    ),
    Exercise(
        id="optimizers.momentum_step",
        points=2,
        reference=reference.momentum_step,
        cases=_momentum_cases,
        outputs=("w", "v"),
        mistakes=[
            Mistake(
                "nothing remembered",
                "Your velocity is the gradient of this step alone. Keep `momentum` times the old one, and add g.",
                _nothing_remembered,
            ),
            Mistake(
                "old velocity returned",
                "The weights are right, but v comes back as it came in: the next step will have forgotten this one. "
                "Return the new velocity.",
                _old_velocity_returned,
            ),
            Mistake(
                "step with the old velocity",
                "The velocity is right, but the weights move with the old one. First the new velocity, then the step.",
                _step_with_old_velocity,
            ),
            Mistake(
                "gradient not added",
                "Your velocity only fades: the gradient is never added to it.",
                _gradient_not_added,
            ),
            Mistake(
                "running mean instead of a sum",
                "You give the gradient the share 1 - momentum. That makes a mean, as Adam uses it; here the "
                "gradient is added whole, and v grows to up to 10 gradients for a momentum of 0.9.",
                _velocity_as_mean,
            ),
            Mistake(
                "momentum on the wrong part",
                "You multiply the gradient by the momentum. It is the *old velocity* that fades.",
                _momentum_on_the_gradient,
            ),
            Mistake(
                "velocity never fades",
                "The old velocity stays whole: without `momentum` as a brake it rolls to and fro for ever.",
                _no_friction,
            ),
            Mistake(
                "learning rate inside the velocity",
                "You put the learning rate into the velocity, as some books do. Here v is made of gradients alone, and "
                "the learning rate comes in the step: so it can change on the way without changing what is remembered.",
                _rate_in_the_velocity,
            ),
            Mistake(
                "learning rate in the wrong line",
                "You multiply the gradient by the learning rate on its way into the velocity, as some books do. Here v "
                "is made of gradients alone, and the learning rate comes in the step.",
                _rate_in_the_velocity_subtracted,
            ),
            Mistake(
                "velocity uphill", UPHILL.replace("the step has", "the step along the velocity has"), _momentum_uphill
            ),
        ],
        hints=[
            "Two lines: first the new velocity, then a step as in SGD, but along the velocity instead of the gradient.",
            "`v = momentum * v + g` makes a new array; the caller's v stays as it was.",
            "Then `return w - learning_rate * v, v`",
        ],
        hidden=("nesterov_step",),
        built="a ball that rolls: it gathers speed where the slope stays, and shakes off what goes to and fro.",
    ),
    Exercise(
        id="optimizers.nesterov_step",
        points=2,
        reference=reference.nesterov_step,
        cases=_momentum_cases,
        outputs=("w", "v"),
        mistakes=[
            Mistake(
                "plain momentum",
                "This is momentum without the look ahead. Step along g plus `momentum` times the *new* velocity.",
                _plain_momentum,
            ),
            Mistake(
                "look ahead not damped",
                "You add the whole new velocity to g. On its next step it will have faded: `momentum * v`.",
                _whole_velocity_ahead,
            ),
            Mistake(
                "look ahead outside the parentheses",
                "The learning rate multiplies only g, and the look ahead is added whole. Both belong into the "
                "parentheses: `learning_rate * (g + momentum * v)`.",
                _look_ahead_outside,
            ),
            Mistake(
                "only the look ahead",
                "The step uses `momentum * v` alone. The gradient of this step comes in addition: it counts twice.",
                _only_the_look_ahead,
            ),
            Mistake(
                "direction returned as velocity",
                "The weights are right. But the velocity to remember is `momentum * v + g`, not the direction of the "
                "step.",
                _direction_as_velocity,
            ),
            Mistake(
                "old velocity handed back",
                "The weights are right, but v comes back as it came in. Return the new velocity.",
                _nesterov_old_velocity_returned,
            ),
            Mistake("direction uphill", UPHILL.replace("the step has", "a step along it has"), _nesterov_uphill),
        ],
        hints=[
            "The velocity is the same as for momentum. Only the step goes another way.",
            "First `v = momentum * v + g`. The direction of the step is g plus the momentum times this new v.",
            "`return w - learning_rate * (g + momentum * v), v`",
        ],
        hidden=("momentum_step",),
        built="momentum that brakes a little before the valley turns.",
    ),
    Exercise(
        id="optimizers.adagrad_step",
        points=2,
        reference=reference.adagrad_step,
        cases=_adagrad_cases,
        outputs=("w", "s"),
        atol=1e-12,
        mistakes=[
            Mistake(
                "squares not added up",
                "Your s is the square of this gradient alone, so that every weight moves by exactly the learning rate. "
                "Add it to the sum so far.",
                _squares_not_added_up,
            ),
            Mistake(
                "not squared",
                "You add up the gradients' sizes. AdaGrad adds up their *squares*: `g * g`.",
                _gradients_not_squared,
            ),
            Mistake(
                "gradients added as they are",
                "You add up the gradients themselves. They can be negative, and cancel. AdaGrad adds up their "
                "*squares*: `g * g`.",
                _raw_gradients_added,
            ),
            Mistake(
                "root forgotten",
                "You divide by the sum of squares. Take its root: then the gradient and what divides it have the same "
                "unit, and the size of a gradient cancels.",
                _not_rooted,
            ),
            Mistake(
                "epsilon inside the root",
                "epsilon stands inside the root, where 1e-8 counts as 1e-4 and slows down every weight with small "
                "gradients. Add it after the root.",
                _epsilon_in_the_root,
            ),
            Mistake(
                "epsilon forgotten",
                "A weight that never had a gradient gives 0 / 0. That is what epsilon is for: add it to the root.",
                _epsilon_forgotten,
            ),
            Mistake(
                "epsilon beside the fraction",
                "You add epsilon to the weights, not to the root: a division comes before a sum. Put parentheses round "
                "what stands below the fraction bar.",
                _epsilon_beside_the_fraction,
            ),
            Mistake(
                "divided by the old sum",
                "You divide by the sum *before* this gradient. In the first step that is 0, and the weights fly away.",
                _divided_by_old_sum,
            ),
            Mistake(
                "old sum returned",
                "The weights are right, but s comes back as it came in: return the new sum.",
                _old_sum_returned,
            ),
            Mistake(
                "one sum for all weights",
                "You add the squares of all weights together. Each weight has a sum of its own: no `np.sum` here, the "
                "arrays are added element by element.",
                _one_sum_for_all,
            ),
            Mistake("scaled step uphill", UPHILL.replace("the step has", "the scaled step has"), _adagrad_uphill),
        ],
        hints=[
            "Two lines: add the squared gradients to s, then divide the step by the root of the new s.",
            "`s = s + g * g`; below the fraction bar stands `np.sqrt(s) + epsilon`.",
            "`return w - learning_rate * g / (np.sqrt(s) + epsilon), s`",
        ],
        built="a step of its own for every weight: long where gradients are rare or small, short where they are large.",
    ),
    Exercise(
        id="optimizers.rmsprop_step",
        points=2,
        reference=reference.rmsprop_step,
        cases=_rmsprop_cases,
        outputs=("w", "s"),
        atol=1e-12,
        mistakes=[
            Mistake(
                "never forgets",
                "This is AdaGrad: the squares add up for ever. Keep only the share `decay` of the old s.",
                _never_forgets,
            ),
            Mistake(
                "shares swapped",
                "The new square gets the share that the old mean should have: s then follows every single gradient.",
                _shares_swapped,
            ),
            Mistake(
                "second share forgotten",
                "The new square goes in whole, so that s becomes up to 10 times a mean (for a decay of 0.9). The two "
                "shares must add up to 1: `decay` and `1 - decay`.",
                _second_share_forgotten,
            ),
            Mistake(
                "sizes instead of squares",
                "You average the gradients' sizes. RMSProp averages their *squares*: the S in its name.",
                _rmsprop_not_squared,
            ),
            Mistake(
                "mean of the gradients themselves",
                "You average the gradients as they are. They can be negative, and then have no root. RMSProp averages "
                "their *squares*: the S in its name.",
                _raw_gradients_averaged,
            ),
            Mistake(
                "no root taken",
                "You divide by the mean square. Take its root: the R in its name.",
                _rmsprop_not_rooted,
            ),
            Mistake(
                "epsilon under the root",
                "epsilon stands inside the root, where 1e-8 counts as 1e-4. Here it is added after the root. (Some "
                "libraries do it the other way: worth knowing when numbers differ.)",
                _rmsprop_epsilon_in_the_root,
            ),
            Mistake(
                "epsilon left out",
                "A weight that never had a gradient gives 0 / 0: add epsilon to the root.",
                _rmsprop_epsilon_forgotten,
            ),
            Mistake(
                "epsilon added to the weights",
                "You add epsilon to the weights, not to the root: a division comes before a sum. Put parentheses round "
                "what stands below the fraction bar.",
                _rmsprop_epsilon_beside_the_fraction,
            ),
            Mistake(
                "divided by the old mean",
                "You divide by the mean *before* this gradient. In the first step that is 0.",
                _rmsprop_divided_by_old_mean,
            ),
            Mistake(
                "old mean returned",
                "The weights are right, but s comes back as it came in: return the new mean.",
                _old_mean_returned,
            ),
        ],
        hints=[
            "It is AdaGrad with another s: a running mean, which forgets, instead of a sum, which does not.",
            "`s = decay * s + (1 - decay) * g * g`; the second line is that of AdaGrad.",
            "`return w - learning_rate * g / (np.sqrt(s) + epsilon), s`",
        ],
        hidden=("adam_step", "adamw_step"),
        built="AdaGrad that can forget, and one half of Adam.",
    ),
    Exercise(
        id="optimizers.adam_step",
        points=3,
        reference=reference.adam_step,
        cases=_adam_cases,
        outputs=("w", "m", "v"),
        atol=1e-12,
        mistakes=[
            Mistake(
                "bias correction forgotten",
                "m and v are right, but both began at 0 and are still far too small in the first steps, v more than m: "
                "the first step is about 3 times too long. Divide m by `1 - beta1**t` and v by `1 - beta2**t`.",
                _no_correction,
            ),
            Mistake(
                "only m corrected",
                "m is corrected, v is not. With beta2 = 0.999 the first step is then more than 30 times too long.",
                _only_m_corrected,
            ),
            Mistake(
                "only v corrected",
                "v is corrected, m is not: the first steps are too short, the very first one by a factor of 10.",
                _only_v_corrected,
            ),
            Mistake(
                "t counted from 0",
                "Your correction is one step behind, as if t began at 0: in the first step it divides by 1 - beta**0, "
                "and that is 0. Here t is 1 in the first step: use it as it is.",
                _one_step_behind,
            ),
            Mistake(
                "t counted twice",
                "Your correction is one step ahead. t is already 1 in the first step: no `t + 1`.",
                _one_step_ahead,
            ),
            Mistake(
                "beta times t",
                "You multiply beta by t. What is left of the zero at the start fades by the factor beta in every step: "
                "beta to the *power* of t, `beta1**t`.",
                _beta_times_t,
            ),
            Mistake(
                "corrected means returned",
                "The weights are right, but m and v come back corrected. The next step would correct them again: use "
                "other names for the corrected ones, and return m and v without.",
                _corrected_returned,
            ),
            Mistake(
                "epsilon inside Adam's root",
                "epsilon stands inside the root, where 1e-8 counts as 1e-4. Add it after the root.",
                _adam_epsilon_in_the_root,
            ),
            Mistake(
                "root of v forgotten",
                "You divide by v_hat itself, a mean of *squares*. Take its root.",
                _adam_not_rooted,
            ),
            Mistake(
                "betas swapped",
                "beta1 belongs to m (it forgets fast), beta2 to v (it forgets slowly). Yours are the other way round.",
                _betas_swapped,
            ),
            Mistake(
                "v made of m",
                "v should be the running mean of the squared *gradients*; you square m.",
                _v_of_the_mean,
            ),
            Mistake(
                "gradients in v not squared",
                "v should be the running mean of the *squared* gradients: `g * g`.",
                _v_not_squared,
            ),
            Mistake(
                "gradients themselves in v",
                "v should be the running mean of the *squared* gradients, `g * g`. The gradients themselves can be "
                "negative, and then have no root.",
                _raw_gradients_in_v,
            ),
            Mistake(
                "step along the gradient",
                "m and v are right, but above the fraction bar stands g: then nothing is remembered of the way. The "
                "step goes along `m_hat`.",
                _step_along_the_gradient,
            ),
            Mistake(
                "old means returned",
                "The weights are right, but m and v come back as they came in: return the new ones.",
                _adam_old_state_returned,
            ),
            Mistake("Adam uphill", UPHILL.replace("the step has", "Adam's step has"), _adam_uphill),
        ],
        hints=[
            "Four lines: the new m, the new v, both corrected under new names, and the step.",
            "`m = beta1 * m + (1 - beta1) * g`; v likewise, with beta2 and `g * g`.",
            "`m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)`",
            "`return w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v`",
        ],
        built="Adam, with which most large networks of today are trained.",
    ),
    number(
        "optimizers.first_step",
        right=0.01,
        wrong=[
            ("the step of SGD", "0.01 times 1000 is the step of SGD. Adam divides by the gradient's size.", 10.0),
            (
                "bias correction left out",
                "That is 0.01 times the root of 10: the first step without the bias correction.",
                0.0316,
            ),
            ("only m left uncorrected", "0.001 would come out if m, but not v, were left uncorrected.", 0.001),
            ("only v left uncorrected", "0.316 would come out if v, but not m, were left uncorrected.", 0.316),
            ("with a sign", "The size is right. The question is for the size of the change, without a sign.", -0.01),
            ("length in the unit of the learning rate", "1 times the learning rate: and how long is that?", 1.0),
        ],
        hints=[
            "In the first step, the corrected m is the gradient itself. And the corrected v?",
            "1000 divided by the root of 1000 squared is 1. Times the learning rate.",
        ],
        built="why Adam needs no gradients of a tidy size: in its first step their size cancels.",
        rtol=0.01,
    ),
    choice(
        "optimizers.which_one",
        options={
            "a": "Adam is the fastest on every problem, so there is no need to try another one.",
            "b": "Plain SGD is out of date: every other optimizer was faster on every problem.",
            "c": "Which one is fastest depends on the problem; a fair comparison tunes the learning rate of each.",
            "d": "All optimizers are equally fast if only the learning rate is small enough.",
        },
        right="c",
        wrong={
            "a": ("Adam always", "Look at the last table: who came first there, and who came last?"),
            "b": ("SGD out of date", "Look at the last table, of the round bowl: there it came first, and by far."),
            "d": ("all the same", "With tiny rates all are slow, but the tables show large differences at the best."),
        },
        hints=["Compare the winners of the tables.", "Who won in the round bowl, and who with the mixed units?"],
        built="a habit that protects from most wrong conclusions about optimizers.",
    ),
    Exercise(
        id="optimizers.adamw_step",
        points=2,
        reference=reference.adamw_step,
        cases=_adamw_cases,
        outputs=("w", "m", "v"),
        atol=1e-12,
        mistakes=[
            Mistake(
                "decay inside the gradient",
                "You add weight_decay * w to the gradient. Adam then divides it by the gradient's size, and "
                "weights with large gradients hardly shrink. Leave g alone, and shrink the weights beside Adam's step.",
                _penalty_in_the_gradient,
            ),
            Mistake(
                "slope of the penalty inside the gradient",
                "You add 2 * weight_decay * w to the gradient: the slope of a penalty. Adam divides that by the "
                "gradient's size. Leave g alone, and shrink the weights beside Adam's step.",
                _penalty_in_the_gradient_twice,
            ),
            Mistake(
                "decay without the learning rate",
                "Each step takes away weight_decay * w whole. It is multiplied by the learning rate too, so that it "
                "ends with it when the rate is lowered to 0.",
                _decay_without_rate,
            ),
            Mistake(
                "settings not passed on",
                "Your `adam_step` always gets its usual beta1, beta2 and epsilon, whatever the caller has chosen. Pass "
                "them on: `beta1=beta1, beta2=beta2, epsilon=epsilon`.",
                _settings_not_passed_on,
            ),
            Mistake("no decay", "This is Adam: no weight shrinks yet.", _decay_forgotten),
            Mistake("weights grow", "Your weights *grow* by their share. Take it away.", _weights_grow),
            Mistake(
                "shrunk after the step",
                "You shrink the weights after Adam's step. Shrink by a share of the weights as they *came in*, `w`.",
                _shrunk_after_the_step,
            ),
            Mistake(
                "square of the weights",
                "You take away a multiple of w squared: the penalty itself, and for negative weights it has the wrong "
                "sign. Each weight shrinks by a share of *itself*.",
                _penalty_subtracted,
            ),
            Mistake(
                "same amount for every weight",
                "You take the same amount from every weight. Wanted is a share: multiply by w.",
                _same_amount_for_all,
            ),
        ],
        hints=[
            "Let `adam_step` do its work with g as it is; then take away a small share of the old weights.",
            "`stepped, m, v = adam_step(w=w, g=g, ...)` gives you the weights after Adam's step.",
            "`return stepped - learning_rate * weight_decay * w, m, v`",
        ],
        built="AdamW, the usual choice for large language models.",
    ),
    Exercise(
        id="optimizers.warmup_cosine_schedule",
        points=2,
        reference=reference.warmup_cosine_schedule,
        cases=_schedule_cases,
        atol=1e-12,
        mistakes=[
            Mistake(
                "counted from 1",
                "Your warm-up begins at peak / warmup and reaches the peak one step too early: in step 0 the rate "
                "should be 0, in step `warmup` the peak.",
                _counted_from_one,
            ),
            Mistake("no warm-up", "Your rate only falls. In the first `warmup` steps it should rise.", _no_warmup),
            Mistake(
                "jump to the peak",
                "In the warm-up your rate is the peak at once. It should rise in a line: step / warmup of it.",
                _jumps_to_the_peak,
            ),
            Mistake(
                "fall counted from step 0",
                "Your cosine is already under way when the warm-up ends: there is a jump. Count its progress from the "
                "end of the warm-up: `(step - warmup) / (total - warmup)`.",
                _progress_from_the_start,
            ),
            Mistake(
                "not at 0 in the end",
                "Your cosine does not arrive: at step `total` the rate is still above 0. The fall takes "
                "`total - warmup` steps, not `total`.",
                _progress_of_the_total,
            ),
            Mistake(
                "below 0",
                "Your rate falls to *minus* the peak: uphill! A cosine goes from 1 to -1; add 1 and halve it.",
                _below_zero,
            ),
            Mistake(
                "twice the peak",
                "After the warm-up your rate jumps to twice the peak: 1 + cos goes from 2 to 0. Halve it.",
                _not_halved,
            ),
            Mistake(
                "a quarter of a cosine",
                "Your rate ends at 0, but steeply: a quarter of a cosine. Half a cosine, from 0 to pi, plus 1 and "
                "halved, ends gently.",
                _quarter_cosine,
            ),
            Mistake(
                "a whole cosine",
                "Your rate falls and rises again to the peak: the cosine should go from 0 to pi, not to 2 pi.",
                _whole_cosine,
            ),
            Mistake("a straight line", "Your rate falls in a straight line; wanted is half a cosine.", _straight_line),
            Mistake(
                "rises again after the end",
                "After step `total` your rate rises again. It should stay 0: keep the progress at 1, `min(..., 1)`.",
                _rises_again,
            ),
            Mistake("degrees", "`np.cos` takes radians: half a turn is pi, not 180.", _degrees),
        ],
        hints=[
            "Two cases: before step `warmup` a line, from then on half a cosine.",
            "The progress of the fall is `(step - warmup) / (total - warmup)`, at most 1.",
            "`(1 + np.cos(np.pi * progress)) / 2` goes from 1 to 0 while the progress goes from 0 to 1.",
        ],
        equivalent={
            "progress = min(1, (step - warmup) / (total - warmup))": "the smaller of two, in another order",
            "return peak * (1 + np.cos(np.pi * progress)) / 2": "NumPy's float is a float for whoever asks",
        },
        built="the schedule of many large training runs: a gentle start, a long run, a soft landing.",
    ),
    Exercise(
        id="optimizers.clip_gradient_norm",
        points=2,
        reference=reference.clip_gradient_norm,
        cases=_clip_cases,
        mistakes=[
            Mistake(
                "each array for itself",
                "You clip every array with a norm of its own. That changes the direction of the step: arrays with "
                "large gradients lose more than others. One norm over all arrays, one factor for all.",
                _each_array_for_itself,
            ),
            Mistake(
                "small gradients scaled up",
                "Gradients that were small enough have grown. Clipping only makes smaller: the factor is at most 1.",
                _small_ones_scaled_up,
            ),
            Mistake(
                "always scaled",
                "You scale all gradients to the norm `largest`, also those that were shorter (and a norm of 0 makes "
                "nan). Clipping only makes smaller: leave a norm of at most `largest` alone.",
                _always_divided,
            ),
            Mistake(
                "a norm for each array",
                "You clip every array by a norm of its own. That changes the direction of the step. One norm over all "
                "arrays, one factor for all. (And a norm of 0 must not be divided by.)",
                _each_array_divided,
            ),
            Mistake(
                "each element cut off",
                "You cut off every number for itself. That changes the direction. Multiply all by one factor instead.",
                _each_element_cut,
            ),
            Mistake(
                "root of the sum forgotten",
                "Your norm is the sum of squares. Its root is the length.",
                _root_forgotten,
            ),
            Mistake(
                "norms added up",
                "You add up the arrays' norms. Lengths do not add like that: add up all *squares*, then take one root.",
                _norms_added,
            ),
            Mistake(
                "absolute values added up",
                "You add up absolute values. The norm is the root of the sum of the squares.",
                _absolute_values_added,
            ),
            Mistake(
                "largest norm counts",
                "You take the largest of the arrays' norms. All arrays together have one norm: the root of the sum of "
                "all squares.",
                _largest_norm_counts,
            ),
            Mistake(
                "norm 1 instead of the largest",
                "Your clipped gradients have the norm 1. They should have the norm `largest`.",
                _scaled_to_one,
            ),
            Mistake(
                "set to 0",
                "You set gradients that are too large to 0. Make them shorter, and keep their direction.",
                _set_to_zero,
            ),
        ],
        hints=[
            "First one number: the root of the sum of the squares of *all* elements of *all* arrays.",
            "`norm = np.sqrt(sum(np.sum(g * g) for g in gradients))`. If it is too large, every array is multiplied by "
            "`largest / norm`.",
            "If the norm is at most `largest`, return the gradients as they are. Else "
            "`return [g * (largest / norm) for g in gradients]`",
        ],
        equivalent={"factor = largest / max(largest, norm)": "the larger of two, in another order"},
        built="the safety belt of recurrent networks and of large language models.",
    ),
]
