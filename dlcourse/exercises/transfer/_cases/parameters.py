"""Cases of parameters by name: a head that is replaced, and steps with two rates and a mask."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Malformed, drawn_seed, drawn_sizes

MANY = 4000  # so many random numbers have nearly the standard deviation that they were drawn with
FEW = 400  # and so many a mean and a spread that tell a wrong law


def network(rng, *layers, dtype=float):
    """Parameters of layers, each a tuple (name, inputs, outputs)."""
    found = {}
    for name, inputs, outputs in layers:
        found[f"{name}.W"] = rng.normal(size=(inputs, outputs)).astype(dtype)
        found[f"{name}.b"] = rng.normal(size=outputs).astype(dtype)
    return found


def head_cases(rng):
    """By hand, large heads whose spread shows, other names and scales, a head that is not the last, float32."""
    a, b, c, d = drawn_sizes(rng, 4, least=2, most=9)
    old = {"fc.W": np.ones((2, 3)), "head.W": np.ones((3, 5)), "head.b": np.ones(5)}

    def case(layers, head, classes, dtype=float, **named):
        named |= {"head": head, "classes": classes, "rng": drawn_seed(rng)}
        return Case(network(rng, *layers, dtype=dtype), **named)

    return [
        Case(old, head="head", classes=2, rng=drawn_seed(rng)),
        case([("fc", a, 200 + b), ("head", 200 + b, c)], "head", 60),
        case([("fc", a, 90 + b), ("head", 90 + b, 7)], "head", 150 + c, scale=0.3),
        case([("head", 300 + c, a), ("fc", b, d)], "head", 40, scale=0.01),
        case([("block.fc", a, b), ("block.fc10", c, 120), ("block.fc1", 120, d)], "block.fc1", 70, scale=3.0),
        case([("fc", a, b), ("head", b, c)], "head", c, scale=0.0),
        case([("fc", a, 150), ("head", 150, b)], "head", 80, np.float32, scale=0.5),
        case([("conv", c, a), ("head2", a, d), ("head", d, b)], "head", 1),
        case([("block1.head", a, b), ("head", b, c)], "block1.head", d),  # a head whose name has a dot
    ]


def observe_head(arguments, value):
    """Names and order, shapes, what has happened to the other arrays, the spread of the new weights, the biases."""
    if not isinstance(value, dict):
        raise Malformed(f"What came back is {describe(value)}: want a dict of the same names.")
    old, head = arguments["parameters"], arguments["head"]
    seen = {"names": ", ".join(map(str, value))}
    arrays = {name: np.asarray(array) for name, array in value.items()}
    for name, array in arrays.items():
        seen[f"shape of {name}"] = str(array.shape)
    others = [name for name in old if name not in (f"{head}.W", f"{head}.b") and name in arrays]
    same = all(np.array_equal(arrays[name], old[name]) for name in others)
    seen["other layers"] = "as before" if same else "changed"
    W, b = arrays.get(f"{head}.W"), arrays.get(f"{head}.b")
    if b is not None:
        seen["new biases"] = "all 0" if not np.any(b) else "not all 0"
    if W is not None and W.ndim == 2 and W.dtype.kind == "f":
        seen["type of the new weights"] = str(W.dtype)
        seen |= _spread(W, arguments)
    if b is not None and b.dtype.kind == "f":
        seen["type of the new biases"] = str(b.dtype)
    return seen


def _spread(W, arguments):
    """How the new weights are spread, in words: exact numbers depend on the draw."""
    wanted = arguments.get("scale", 1.0) * np.sqrt(2 / len(W))
    if W.size < FEW or wanted == 0:
        return {"new weights are": "all 0" if not np.any(W) else "not all 0"}
    ratio = float(W.std() / wanted)
    room = 0.05 if W.size >= MANY else 0.2
    mean = abs(float(W.mean())) < 0.2 * wanted
    return {
        "spread of the new weights": "He's, times scale" if abs(ratio - 1) < room else f"{ratio:.1f} times that",
        "mean of the new weights": "about 0" if mean else "not 0",
        "weights that come twice": "hardly any" if len(np.unique(W)) > 0.9 * W.size else "many",
    }


def step_cases(rng):
    """By hand; all learn, nothing does, a frozen bias; names that begin alike; rates and factors of 0, 1; float32."""
    a, b, c, d = drawn_sizes(rng, 4, least=2, most=9)
    one = {"fc.W": np.array([1.0]), "head.W": np.array([1.0]), "head.b": np.array([1.0])}
    by_hand = {"learning_rate": 0.5, "body_factor": 0.1, "head": "head"}

    def case(layers, head, mask, learning_rate=0.3, body_factor=0.2, dtype=float):
        parameters, gradients = (network(rng, *layers, dtype=dtype) for _ in range(2))
        named = {"learning_rate": learning_rate, "body_factor": body_factor, "head": head}
        return Case(parameters, gradients, mask=dict(zip(parameters, mask, strict=True)), **named)

    two, three = [("fc", a, b), ("head", b, c)], [("conv", d, a), ("fc10", a, c), ("fc1", c, b)]
    every = [("block.head", a, d), ("overhead", d, b), ("head", b, a)]
    rate = round(float(rng.uniform(0.05, 0.9)), 3)
    return [
        Case(one, dict(one), mask={"fc.W": True, "head.W": True, "head.b": True}, **by_hand),
        Case(one, dict(one), mask={"fc.W": True, "head.W": True, "head.b": False}, **by_hand),
        case(two, "head", [True] * 4),
        case(two, "head", [False, False, True, True], rate),
        case(two, "head", [False] * 4),
        case(three, "fc1", [True, False, True, True, False, True], rate, 0.05),
        case(every, "head", [True, True, False, True, True, True], 0.7, 0.5),
        case(two[::-1], "head", [True, False, False, True], 0.1, 3.0),
        case(two, "head", [True] * 4, 0.0),
        case(two, "head", [True] * 4, rate, 0.0),
        case(two, "head", [True, False, True, True], rate, 1.0),
        case(three, "fc1", [False, True, True, False, True, True], 0.5, 0.25, np.float32),
        case(every, "block.head", [True, True, True, True, True, False], 0.6, 0.3),  # a head whose name has a dot
        case([("block", a, c), ("block.fc", c, b), ("block.head", b, d)], "block", [True] * 6, rate, 0.4),
    ]
