"""Cases of optimizers' steps: of one shape for all of them, and what each kind of memory adds."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes


def step_cases(rng, first, states, hyperparameters, zeros=()):
    """A small case, random ones of many shapes, a large gradient, zeros after earlier gradients, float32. `states` are
    the names of what the step remembers, `hyperparameters` a function of rng: the other arguments. `zeros` are those
    that may be 0; the learning rate may in every step.
    """
    a, b, c, d = drawn_sizes(rng, 4)
    cases = [Case(**first)]
    for shape in [(3,), (1,), (2, 3), (a, b), (1, c), (d, 1, a), (30 + b,)]:
        cases.append(_random_case(rng, shape, states, hyperparameters))
    for name in ("learning_rate", *zeros):
        zero = _random_case(rng, (c,), states, hyperparameters).named | {name: 0.0}
        cases.append(Case(**zero))
    large = {"w": 5 * rng.normal(size=6), "g": 1e4 * rng.normal(size=6), **{name: np.zeros(6) for name in states}}
    still = {"w": rng.normal(size=4), "g": np.zeros(4), **_remembered(rng, 4, states)}
    cases += [Case(**large, **hyperparameters(rng)), Case(**still, **hyperparameters(rng))]
    narrow = {"w": rng.normal(size=(b, 4)), "g": rng.normal(size=(b, 4)), **_remembered(rng, (b, 4), states)}
    cases.append(Case(**{name: array.astype(np.float32) for name, array in narrow.items()}, **hyperparameters(rng)))
    return cases


def _random_case(rng, shape, states, hyperparameters):
    arrays = {"w": rng.normal(size=shape), "g": 3 * rng.normal(size=shape), **_remembered(rng, shape, states)}
    return Case(**arrays, **hyperparameters(rng))


def _remembered(rng, shape, states):
    """What is remembered; of squares (s, and the v of Adam) it is positive."""
    squares = {name: name == "s" or (name == "v" and "m" in states) for name in states}
    return {name: rng.uniform(0.5, 8, shape) if squares[name] else 2 * rng.normal(size=shape) for name in states}


def rate(rng):
    return {"learning_rate": round(float(rng.uniform(0.05, 0.6)), 3)}


def momentum_cases(rng):
    def hyperparameters(rng):
        return {**rate(rng), "momentum": round(float(rng.uniform(0.3, 0.95)), 2)}

    first = {"w": np.array([1.0, 2.0]), "g": np.array([2.0, -1.0]), "v": np.array([10.0, 0.0]), "learning_rate": 0.1}
    return step_cases(rng, first, ("v",), hyperparameters, zeros=("momentum",))


def squares_cases(rng, hyperparameters, zeros=("epsilon",)):
    first = {"w": np.array([1.0, 2.0]), "g": np.array([3.0, -4.0]), "s": np.array([16.0, 0.0]), "learning_rate": 0.5}
    cases = step_cases(rng, first, ("s",), hyperparameters, zeros)
    small = {"w": rng.normal(size=3), "g": np.array([1e-5, -3e-7, 2e-4]), "s": np.zeros(3), "learning_rate": 0.1}
    still = {"w": np.array([1.0, 2.0]), "g": np.array([0.0, 3.0]), "s": np.zeros(2), "learning_rate": 0.1}
    wide = {"w": rng.normal(size=4), "g": rng.normal(size=4), "s": rng.uniform(0, 2, 4), "learning_rate": 0.3}
    return [*cases, Case(**small), Case(**still), Case(**wide, epsilon=0.25), Case(**wide, epsilon=1.5)]


def adam_hyperparameters(rng):
    betas = {"beta1": round(float(rng.uniform(0.5, 0.95)), 2), "beta2": round(float(rng.uniform(0.9, 0.999)), 3)}
    return {"t": int(rng.integers(2, 12)), **rate(rng), **betas}


def adam_cases(rng, hyperparameters=adam_hyperparameters, zeros=("beta1", "beta2", "epsilon")):
    zero = {"m": np.zeros(2), "v": np.zeros(2)}
    first = {"w": np.array([1.0, 2.0]), "g": np.array([5.0, -0.02]), **zero, "t": 1, "learning_rate": 0.1}
    cases = step_cases(rng, first, ("m", "v"), hyperparameters, zeros)
    small = {"w": rng.normal(size=2), "g": np.array([1e-5, -3e-7]), **zero, "t": 1, "learning_rate": 0.1}
    still = {"w": np.array([1.0, 2.0]), "g": np.array([0.0, 3.0]), **zero, "t": 2, "learning_rate": 0.1}
    late = {"w": rng.normal(size=3), "g": rng.normal(size=3), "m": rng.normal(size=3), "v": rng.uniform(1, 4, 3)}
    wide = [Case(**late, t=3, learning_rate=0.2, epsilon=epsilon) for epsilon in (0.25, 1.5)]
    return [*cases, Case(**small), Case(**still), Case(**late, t=900, learning_rate=0.2), *wide]
