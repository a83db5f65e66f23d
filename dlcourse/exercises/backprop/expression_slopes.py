"""A challenge: automatic differentiation of expressions, exact, and whatever they are made of."""

from functools import partial
from itertools import product

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed

NEURON = ("-", ("sigmoid", ("+", ("*", "w", "x"), "b")), "y")
STEP = 1e-5  # of those who find slopes by trying
EXACT = 1e-11  # the last of twelve digits may be rounded another way


def expression_slopes(expression, values):
    """The slope of an expression for each name that has a value, exact to twelve digits.

    expression: a name, a number, or ("+", a, b), ("-", a, b), ("*", a, b) or ("sigmoid", a),
    where a and b are expressions; values: dict, for each name its value
    -> list of numbers, a slope for each name, in the order of values

    >>> expression_slopes(("*", "v", ("+", "v", "u")), {"v": 3.0, "u": 4.0, "t": 1.0})
    [10.0, 3.0, 0.0]
    """
    slopes = dict.fromkeys(values, 0.0)

    def walk_back(part, arriving):
        if isinstance(part, str):
            slopes[part] += arriving  # by this path; there may be others
        elif isinstance(part, tuple):
            operation, *taken = part
            if operation == "sigmoid":
                s = value_of(part, values)
                local = [s * (1 - s)]
            elif operation == "*":
                local = [value_of(taken[1], values), value_of(taken[0], values)]
            else:
                local = [1, 1 if operation == "+" else -1]
            for one, slope in zip(taken, local):
                walk_back(one, arriving * slope)

    def value_of(part, values):
        if not isinstance(part, tuple):
            return values[part] if isinstance(part, str) else part
        x = [value_of(one, values) for one in part[1:]]
        if part[0] == "sigmoid":
            return 1 / (1 + np.exp(-x[0]))
        return x[0] * x[1] if part[0] == "*" else x[0] + x[1] if part[0] == "+" else x[0] - x[1]

    walk_back(expression, 1.0)
    return list(slopes.values())


def drawn_expression(rng, names, depth):
    """An expression of random operations, with a name or now and then a number at each end."""
    if depth == 0:
        return names[int(rng.integers(len(names)))] if rng.random() < 0.8 else round(float(rng.normal()), 2)
    operation = ("+", "-", "*", "sigmoid")[int(rng.integers(4))]
    first = drawn_expression(rng, names, depth - 1)
    if operation == "sigmoid":
        return operation, first
    return operation, first, drawn_expression(rng, names, int(rng.integers(depth)))


def cases(rng):
    def value():
        return round(float(rng.normal()), 2)

    cases = [
        Case(("*", "v", "u"), {"v": 3.0, "u": 4.0}),
        Case(("-", "v", "u"), {"v": 3.0, "u": 4.0, "t": 1.0}),  # one of which nothing is made
        Case("v", {"u": 2.0, "v": -1.5}),
        Case(2.5, {"v": 1.0}),
        Case(("*", "v", ("*", "v", "v")), {"v": 2}),  # a whole number, and three paths
        Case(("sigmoid", ("*", 2, "v")), {"v": 0.5}),
        Case(NEURON, {"w": value(), "x": value(), "b": value(), "y": value()}),
    ]
    for depth, count in [(3, 2), (4, 3), (6, 4), (9, 5)]:
        names = [f"n{k}" for k in rng.permutation(count)]
        cases.append(Case(drawn_expression(rng, names, depth), {name: value() for name in names}))
    deep, names = "n0", ["n0", "n1", "n2"]
    for place in range(16):
        deep = ("sigmoid", ("+", deep, names[place % 3])) if place % 2 else ("*", 2.0, deep)
    return [*cases, Case(deep, {name: value() for name in names})]


def observe(arguments, value):
    """The slopes as numbers, by name, and whether they are exact: who finds them by trying comes near.

    Malformed, if there are more or fewer of them than names, or something else.
    """
    names = list(arguments["values"])
    if isinstance(value, dict):
        raise Malformed("Wanted are the slopes alone, in the order of `values`: `list(slopes.values())` of a dict.")
    if not isinstance(value, list | tuple | np.ndarray) or np.ndim(value) != 1 or len(value) != len(names):
        wanted = f"Wanted is a list of {len(names)}, a slope for each name in `values`; not {describe(value)}."
        raise Malformed(f"{wanted} A name that does not occur in the expression has the slope 0.")
    slopes = np.asarray(value)
    if slopes.dtype.kind not in "iuf":
        raise Malformed(f"Each slope should be a number; not {describe(value)}.")
    right = np.array(expression_slopes(**arguments), dtype=float)
    near = np.isclose(slopes, right, rtol=1e-4, atol=1e-5)
    exact = np.isclose(slopes, right, rtol=EXACT, atol=EXACT)
    found = {f"slope for {name}": float(slope) for name, slope in zip(names, np.where(near, right, slopes))}
    return {**found, "right digits": "twelve" if (exact | ~near).all() else "fewer than twelve"}


exercise = Exercise(
    reference=expression_slopes,
    points=3,
    form="challenge",
    minutes=20,
    since=2,
    cases=cases,
    observe=observe,
    hints=[
        "An expression is a name, a number, or an operation on expressions: which function can deal with all three, if "
        "it may call itself?",
        "One function gives the value of a part. Another takes a part and the gradient that arrives there: a name "
        "adds it to its slope, a number does nothing, and an operation calls it for what it takes, with the "
        "arriving gradient times the local slope.",
        "Elsewhere, in a folder of folders: `def size(thing): return thing if isinstance(thing, int) else "
        "sum(size(one) for one in thing)` adds up all sizes in `[3, [1, 2], [[4]]]`.",
    ],
    solved="reverse-mode automatic differentiation: what PyTorch and JAX do when you ask for a gradient.",
)

exercise.edit(
    "last path replaces the others",
    {"slopes[part] += arriving": "slopes[part] = arriving"},
    """A name that is used several times has the slope of its last path only. What comes by different paths adds up.""",
)

exercise.edit(
    "own factor instead of the other",
    {"[value_of(taken[1], values), value_of(taken[0], values)]": "[value_of(one, values) for one in taken]"},
    """In a product, each factor gets its own value for a slope. The local slope is the *other* factor.""",
)

exercise.edit(
    "sign of a difference lost",
    {'1 if operation == "+" else -1': "1"},
    """What is taken away has the slope 1. If it rises, the difference falls: its slope is −1.""",
)

exercise.edit(
    "slope of the sigmoid by its input",
    {"s = value_of(part, values)": "s = value_of(taken[0], values)"},
    """Your slope of the sigmoid, s · (1 − s), is made of what goes into it. Its *output* is meant.""",
)

exercise.edit(
    "what arrives left out",
    {"arriving * slope": "slope"},
    """What goes on is the local slope alone. It is to be multiplied by the gradient that arrives: else only the last
    operation before a name counts.""",
)

exercise.edit(
    "sigmoids let everything pass",
    {"[s * (1 - s)]": "[1]"},
    """The gradient passes a sigmoid as if it were not there. Its local slope is s · (1 − s), made of its output s.""",
)


def by_trying(expression, values, step, down=True):
    """Slopes from small steps, up and (if wanted) down: near, but not exact."""

    def value_of(part, values):
        if not isinstance(part, tuple):
            return values[part] if isinstance(part, str) else part
        x = [value_of(one, values) for one in part[1:]]
        if part[0] == "sigmoid":
            return 1 / (1 + np.exp(-x[0]))
        return {"+": x[0] + x[-1], "-": x[0] - x[-1], "*": x[0] * x[-1]}[part[0]]

    def near(name, step):
        return value_of(expression, {**values, name: values[name] + step})

    low = -step if down else 0.0
    return [float(near(name, step) - near(name, low)) / (step - low) for name in values]


@exercise.mistake("found by trying")
def _(expression, values):
    """Your slopes are nearly right, but not to twelve digits: so it is if they are found by trying. Walk back instead,
    where every local slope is known exactly.
    """
    return by_trying(expression, values, STEP)


for _step, _down in product((1e-4, 1e-6, 1e-7, 1e-8), (True, False)):
    exercise.also("found by trying")(partial(by_trying, step=_step, down=_down))


@exercise.mistake("names without a part in it left out")
def _(expression, values):
    """A name that does not occur in the expression is left out. Whatever has a value is asked for: its slope is 0."""

    def names(part):
        return (
            {part}
            if isinstance(part, str)
            else set().union(*map(names, part[1:]))
            if isinstance(part, tuple)
            else set()
        )

    slopes = dict(zip(values, expression_slopes(expression, values)))
    return [slopes[name] for name in values if name in names(expression)]


@exercise.mistake("one slope for everything")
def _(expression, values):
    """You return a single number. Wanted is a slope for each name."""
    return sum(expression_slopes(expression, values))


@exercise.accepts("forward, with pairs of value and slope, once for each name")
def _(expression, values):
    def pair(part, name):
        if not isinstance(part, tuple):
            return (values[part], float(part == name)) if isinstance(part, str) else (part, 0.0)
        operation, *taken = part
        (a, da), *more = (pair(one, name) for one in taken)
        if operation == "sigmoid":
            s = 1 / (1 + np.exp(-a))
            return s, s * (1 - s) * da
        ((b, db),) = more
        return {"+": (a + b, da + db), "-": (a - b, da - db), "*": (a * b, da * b + a * db)}[operation]

    return [pair(expression, name)[1] for name in values]


@exercise.accepts("written down as a list of steps, then read from its end")
def _(expression, values):
    tape, slopes = [], {}

    def note(part):
        places = [note(one) for one in part[1:]] if isinstance(part, tuple) else []
        x = [tape[place][1] for place in places]
        if not places:
            value = values[part] if isinstance(part, str) else part
        elif part[0] == "sigmoid":
            value = 1 / (1 + np.exp(-x[0]))
        else:
            value = {"+": x[0] + x[1], "-": x[0] - x[1], "*": x[0] * x[1]}[part[0]]
        local = {"+": [1, 1], "-": [1, -1], "*": x[::-1], "sigmoid": [value * (1 - value)]}
        tape.append((part if isinstance(part, str) else None, value, places, local[part[0]] if places else []))
        return len(tape) - 1

    note(expression)
    arriving = [0.0] * (len(tape) - 1) + [1.0]
    for place in reversed(range(len(tape))):
        name, _, places, local = tape[place]
        for one, slope in zip(places, local):
            arriving[one] += arriving[place] * slope
        if name is not None:
            slopes[name] = slopes.get(name, 0.0) + arriving[place]
    return np.array([slopes.get(name, 0.0) for name in values])
