"""What several exercises of the lesson share: their cases, why a mutant is right, and what `lstm_init` is seen by."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Malformed
from dlcourse.exercises.training._cases import come_again

MANY = 30_000  # the standard deviation of so many random numbers is off by 3 % once in a trillion times
LAST = "the table has two axes: axis 1 is the last one"


def as_float32(tree):
    """A tree of arrays, all of them in float32."""
    if isinstance(tree, dict):
        return {name: as_float32(item) for name, item in tree.items()}
    if isinstance(tree, list | tuple):
        return type(tree)(map(as_float32, tree))
    return tree.astype(np.float32) if isinstance(tree, np.ndarray) else tree


def weights(rng, D, H, blocks=4):
    """Weights and biases of a layer, named."""
    shapes = {"W_x": (D, blocks * H), "W_h": (H, blocks * H), "b": (blocks * H,)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def step_arguments(rng, N, D, H, scale=1.0):
    """The arguments of a step, named."""
    states = {"x": rng.normal(size=(N, D)) * scale, "h": np.tanh(rng.normal(size=(N, H))), "c": rng.normal(size=(N, H))}
    return states | weights(rng, D, H)


def sequence(rng, N, T, D, H):
    """The arguments of a layer for whole sequences, named."""
    states = {"h0": np.tanh(rng.normal(size=(N, H))), "c0": rng.normal(size=(N, H))}
    return {"X": rng.normal(size=(N, T, D))} | states | weights(rng, D, H)


def spread(table, inputs, units):
    """The standard deviation of a table, as the first formula that fits: what is wanted before all others."""
    formulas = {
        "1 / sqrt(inputs + units)": (inputs + units) ** -0.5,
        "1 / sqrt(inputs)": inputs**-0.5,
        "1 / sqrt(units)": units**-0.5,
        "1 / sqrt(inputs + 4 units)": (inputs + 4 * units) ** -0.5,
        "1 / sqrt(3 (inputs + units))": (3 * (inputs + units)) ** -0.5,
        "1 / sqrt(12 (inputs + units))": (12 * (inputs + units)) ** -0.5,
        "1 / sqrt(3 units)": (3 * units) ** -0.5,
        "1 / (inputs + units)": 1 / (inputs + units),
        "1 / (inputs + units)²": (inputs + units) ** -2.0,
        "sqrt(2 / (inputs + units))": (2 / (inputs + units)) ** 0.5,
        "sqrt(2 / (inputs + 4 units))": (2 / (inputs + 4 * units)) ** 0.5,
        "sqrt(2 / (5 units))": (0.4 / units) ** 0.5,
        "sqrt(2 / inputs)": (2 / inputs) ** 0.5,
        "sqrt(2 / units)": (2 / units) ** 0.5,
        "sqrt(inputs + units)": (inputs + units) ** 0.5,
        "1": 1,
        "0.1": 0.1,
        "0.01": 0.01,
    }
    found = float(table.std())
    fitting = [formula for formula, value in formulas.items() if abs(found / value - 1) < 0.03]
    return fitting[0] if fitting else f"{found:.1g}"


def biases(b):
    """The number that all biases of a block are, for each of the four blocks."""
    if b.ndim != 1 or b.size % 4 or not b.size:
        return {}
    seen = {}
    for part, block in zip(("input gates", "forget gates", "candidates", "output gates"), np.split(b, 4)):
        value = block[0]
        alike = np.ptp(block) < 1e-9 and abs(value - round(value, 3)) < 1e-9  # of one cell, any number is alike
        seen[f"the biases of the {part}"] = f"all {value:.3g}" if alike else "other numbers"
    return seen


def blocks(table):
    """Whether the four blocks of columns are four, or one block again and again."""
    parts = np.split(table, 4, axis=1) if table.ndim == 2 and table.shape[1] % 4 == 0 else []
    equal = any(np.array_equal(parts[j], parts[k]) for j in range(len(parts)) for k in range(j))
    return "some are equal" if equal else "differ"


def first_weights(arguments, value):
    """Shapes, the biases, and the standard deviation of large tables; the random numbers themselves may be any."""
    if not (isinstance(value, list | tuple) and len(value) == 3):
        raise Malformed(f"What came back is {describe(value)}; wanted are three arrays: W_x, W_h, b.")
    seen = {}
    for name, part in zip(("W_x", "W_h", "b"), value):
        if not (isinstance(part, np.ndarray) and part.dtype.kind == "f"):
            raise Malformed(f"{name} is {describe(part)}; wanted is an array of numbers with a decimal point.")
        seen[f"the shape of {name}"] = str(part.shape)
    for name, part in zip(("W_x", "W_h"), value):
        seen[f"the blocks of {name}"] = blocks(part)
        if part.size >= MANY:
            seen[f"the spread of {name}"] = spread(part, **{name: arguments[name] for name in ("inputs", "units")})
            seen[f"the mean of {name}"] = "about 0" if abs(part.mean()) < 0.05 * part.std() + 1e-12 else "not 0"
    together = np.concatenate([part.ravel() for part in value[:2]])
    if len(together) >= MANY:
        seen["the numbers of W_x and W_h"] = "some come again" if come_again(together) else "drawn one by one"
    return seen | biases(value[2])
