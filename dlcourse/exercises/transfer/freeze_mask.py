"""Which parameters may learn when the first layers are frozen: layers are counted, and not parameters."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import transfer

TWO = ("W", "b")
NORMALISED = ("W", "b", "gamma", "beta")


def order_of(parameters):
    """The layers, by first appearance: what stands before the last dot."""
    return list(dict.fromkeys(name.rpartition(".")[0] for name in parameters))


def made(rng, *layers):
    """Parameters by name, of layers (NAME, the names in it): small tables and rows."""
    sizes = {"W": (2, 3)}
    return {f"{layer}.{key}": rng.normal(size=sizes.get(key, 3)) for layer, keys in layers for key in keys}


def cases(rng):
    """Layers with one, two and four parameters; names that begin alike, out of alphabetical order, with dots."""
    small = {"conv1.W": np.array([[1.0]]), "conv1.b": np.array([2.0]), "head.W": np.array([[3.0]])}
    mixed = made(rng, ("stem", ("W",)), ("conv1", NORMALISED), ("conv10", TWO), ("conv2", TWO), ("head", TWO))
    dotted = made(rng, ("block1.conv", ("W",)), ("block1.norm", ("gamma", "beta")), ("block2.conv", TWO), ("out", TWO))
    many = [(f"{word}{int(number)}", NORMALISED[: rng.integers(1, 5)]) for word, number in
            zip(("net", "map", "dense", "attn", "body", "fc"), rng.integers(1, 30, 6))]  # fmt: skip
    drawn = made(rng, *many, ("head", TWO))
    return [
        Case(small, layers=1),
        Case(small, layers=0),
        Case(small, layers=2),
        Case(mixed, layers=2),
        Case(mixed, layers=3),
        Case(mixed, layers=5),
        Case(dotted, layers=1),
        Case(dotted, layers=3),
        Case(drawn, layers=int(rng.integers(2, 4))),
        Case(drawn, layers=int(rng.integers(4, 6))),
        Case(made(rng, *[(f"fc{number}", TWO) for number in range(12)]), layers=int(rng.integers(3, 11))),
        Case({}, layers=0),
    ]


exercise = Exercise(
    reference=transfer.freeze_mask,
    points=2,
    cases=cases,
    hints=[
        "`conv1` has the parameters `conv1.W` and `conv1.b`, and with batch normalisation four of them. What is it "
        "that you count?",
        "Make the list of layers first, each of them once, in the order in which they come. Then ask of each parameter "
        "at which place of that list its layer stands.",
        "Elsewhere: `list(dict.fromkeys(['tea', 'bun', 'tea']))` is `['tea', 'bun']`, `['tea', 'bun'].index('bun')` is "
        "1, and `'a.b.c'.rpartition('.')` is `('a.b', '.', 'c')`.",
    ],
    solved="a switch for every layer: what is frozen keeps what it has learned.",
)


exercise.edit(
    "frozen and learning exchanged",
    {">= layers": "< layers"},
    """The other way round: the first layers learn, and all others are frozen. True means that a parameter learns.""",
)


@exercise.mistake("parameters counted, not layers", hint=1)
def _(parameters, layers):
    """You count parameters. A layer has several of them, its weights and its bias at least: `layers` says how many
    *layers* are frozen, with all that belongs to them.
    """
    return {name: place >= layers for place, name in enumerate(parameters)}


@exercise.mistake("two parameters a layer", hint=1)
def _(parameters, layers):
    """You take it that each layer has two parameters. Some have one, without a bias, and some have four, with batch
    normalisation: go by the names.
    """
    return {name: place // 2 >= layers for place, name in enumerate(parameters)}


exercise.edit(
    "one layer too many",
    {">= layers": "> layers"},
    """One layer too many is frozen: places are counted from 0, so that of 2 layers the last one has the place 1.""",
)

exercise.edit(
    "one layer too few",
    {">= layers": ">= layers - 1"},
    """One layer too few is frozen: places are counted from 0, so that of 2 layers the last one has the place 1.""",
)


@exercise.mistake("last layers frozen")
def _(parameters, layers):
    """You freeze the last layers, with the head among them, which is the one that must learn. Frozen are the first
    ones, next to the input.
    """
    order = order_of(parameters)
    return {name: order.index(name.rpartition(".")[0]) < len(order) - layers for name in parameters}


@exercise.mistake("layers by the alphabet")
def _(parameters, layers):
    """You sort the layers by their names, and then `conv10` stands before `conv2`. The dict already has them in the
    order in which an example runs through them.
    """
    order = sorted(order_of(parameters))
    return {name: order.index(name.rpartition(".")[0]) >= layers for name in parameters}


@exercise.mistake("cut at the first dot", hint=3)
def _(parameters, layers):
    """You cut the name at its first dot, and `block1.conv` and `block1.norm` become one layer. What stands before the
    *last* dot is the layer.
    """
    order = list(dict.fromkeys(name.split(".")[0] for name in parameters))
    return {name: order.index(name.split(".")[0]) >= layers for name in parameters}


@exercise.mistake("names that begin alike")
def _(parameters, layers):
    """You ask whether a name *begins* like a frozen layer, and `conv10.W` begins like `conv1`. Compare the whole name
    of the layer.
    """
    frozen = tuple(order_of(parameters)[:layers])
    return {name: not name.startswith(frozen) for name in parameters}


@exercise.mistake("biases always learn")
def _(parameters, layers):
    """Only the weights are frozen; biases, and what a normalisation learns, go on. A frozen layer keeps all its
    parameters, or its features move on.
    """
    order = order_of(parameters)
    return {name: not name.endswith(".W") or order.index(name.rpartition(".")[0]) >= layers for name in parameters}


@exercise.mistake("only one layer frozen")
def _(parameters, layers):
    """Just one layer is frozen. `layers` says how *many* are, from the first on."""
    order = order_of(parameters)
    return {name: order.index(name.rpartition(".")[0]) != layers - 1 for name in parameters}


@exercise.mistake("head always learns")
def _(parameters, layers):
    """The last layer learns even where all layers are frozen. That is seldom wanted, but it was asked for: go by the
    number alone.
    """
    order = order_of(parameters)
    last = order[-1] if order else ""
    return {
        name: order.index(name.rpartition(".")[0]) >= layers or name.rpartition(".")[0] == last for name in parameters
    }


@exercise.mistake("the last layers learn, so many of them")
def _(parameters, layers):
    """You let the last `layers` layers learn, and freeze the others. It is the other way round: so many are *frozen*,
    the first ones, and all others learn.
    """
    order = order_of(parameters)
    return {name: name.rpartition(".")[0] in order[-layers:] for name in parameters}


@exercise.also("the last layers learn, so many of them")
def _(parameters, layers):
    order = order_of(parameters)
    return {name: order.index(name.rpartition(".")[0]) >= len(order) - layers for name in parameters}


@exercise.mistake("the next layer is counted too late")
def _(parameters, layers):
    """Your counter moves on one parameter too late: the first parameter of each layer still goes by the place of the
    layer before it. First look whether a new layer begins, then decide.
    """
    mask, place, last = {}, 0, None
    for name in parameters:
        layer = name.rpartition(".")[0]
        mask[name] = place >= layers
        place, last = place + (last is not None and layer != last), layer
    return mask


@exercise.also("the next layer is counted too late")
def _(parameters, layers):
    mask, place, last = {}, 0, None
    for name in parameters:
        layer = name.rpartition(".")[0]
        mask[name] = place >= layers
        place, last = place + (layer != last), layer
    return mask


@exercise.mistake("number in the name")
def _(parameters, layers):
    """You read the layer's number from its name. Names are only names: `conv10` may be the third layer, and `head` has
    no number. Go by the order in the dict.
    """
    digits = {name: "".join(sign for sign in name.rpartition(".")[0] if sign.isdigit()) for name in parameters}
    return {name: not text or int(text) > layers for name, text in digits.items()}


@exercise.mistake("a switch for each layer")
def _(parameters, layers):
    """You give a switch for each layer. Wanted is one for each parameter, under its whole name, so that a step can look
    it up.
    """
    return {layer: place >= layers for place, layer in enumerate(order_of(parameters))}


@exercise.mistake("what learns, with its numbers")
def _(parameters, layers):
    """You leave the frozen parameters out and give the others' numbers. Wanted is True or False under every name."""
    order = order_of(parameters)
    return {name: array for name, array in parameters.items() if order.index(name.rpartition(".")[0]) >= layers}


@exercise.mistake("only those that learn")
def _(parameters, layers):
    """You leave the frozen parameters out. Wanted is an entry for each parameter: True for those that learn, False for
    those that do not.
    """
    order = order_of(parameters)
    return {name: True for name in parameters if order.index(name.rpartition(".")[0]) >= layers}


@exercise.mistake("names without their layer")
def _(parameters, layers):
    """You keep only what stands behind the dot, so that every `W` falls together. Keep the whole name as the key."""
    order = order_of(parameters)
    return {name.rpartition(".")[2]: order.index(name.rpartition(".")[0]) >= layers for name in parameters}


@exercise.accepts("with a growing list of layers")
def _(parameters, layers):
    seen, mask = [], {}
    for name in parameters:
        layer = name[: name.rfind(".")]
        if layer not in seen:
            seen.append(layer)
        mask[name] = len(seen) > layers
    return mask


@exercise.accepts("with a set of frozen layers")
def _(parameters, layers):
    frozen = set(order_of(parameters)[:layers])
    return {name: name.rsplit(".", 1)[0] not in frozen for name in parameters}
