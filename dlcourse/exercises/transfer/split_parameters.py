"""Body and head: what is taken along, and what belongs to the old task."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import transfer


def parameters(rng, *names):
    """Arrays of different sizes under these names, which end in "W" or "b"."""
    sizes = iter(drawn_sizes(rng, min(len(names), 8), least=1, most=9) * len(names))
    return {name: rng.normal(size=(next(sizes), 2) if name.endswith("W") else next(sizes)) for name in names}


def cases(rng):
    def of(*layers):
        return parameters(rng, *(f"{layer}.{kind}" for layer in layers for kind in "Wb"))

    tens = {"fc1.W": np.array([[1.0]]), "fc10.W": np.array([[2.0]]), "fc10.b": np.array([3.0])}
    return [
        Case(tens, head=("fc10",)),
        Case(tens, head=("fc1",)),  # whose name begins the other's
        Case(of("conv1", "conv2", "dense", "head"), head=("head",)),
        Case(of("conv1", "dense", "head"), head=("head", "dense")),  # in another order than the layers
        Case(of("block1.conv", "block1.head", "block2.conv", "head"), head=("head",)),  # names with more dots
        Case(of("block1.conv", "block1.norm", "block2.conv"), head=("block1.norm",)),
        Case(of("overhead", "head2", "head", "a_head"), head=("head",)),
        Case(of("first", "second"), head=("first", "second")),  # no body is left
        Case(of("first", "second"), head=()),
        Case(parameters(rng, "norm.gamma_W", "norm.b", "out.b", "out.W"), head=("out",)),
        Case(parameters(rng, "head.b", "fc.W", "head.W", "fc.b"), head=("head",)),  # the head is not the last
        Case({name: array.astype(np.float32) for name, array in of("fc", "out").items()}, head=("out",)),
        Case(tens, head=("fc2",)),
        Case(of("block1.conv", "block2.conv", "out"), head=("out", "block1")),  # no layer, though names begin so
    ]


exercise = Exercise(
    reference=transfer.split_parameters,
    points=1,
    minutes=3,
    cases=cases,
    outputs=("body", "head"),
    refused=lambda arguments: dict.fromkeys(name.rpartition(".")[0] for name in arguments["parameters"]),
    hints=[
        'With the head "fc10": to which side does "fc1.W" go, and does your way of comparing names agree?',
        "A name has two parts: the layer, which is all before the *last* dot, and the name within it. Compare the "
        "whole layer, and sort the names into two dicts as they come.",
        'Elsewhere: `"2024.05.march".rpartition(".")` is `("2024.05", ".", "march")`, and '
        "`{key: prices[key] for key in prices if key in wanted}` keeps a part of a dict, in its order.",
    ],
    solved="what is taken along and what stays behind, told apart by name.",
)


def by_layer(belongs, strict=None):
    """A split that puts a parameter into the head where `belongs(its whole name, its layer, head)`.

    With `strict`, a function of names, it refuses a head that none of the names gives.
    """

    def split(parameters, *, head):
        layers = [strict(name) for name in parameters] if strict else head
        if any(layer not in layers for layer in head):
            raise ValueError(f"layers are {', '.join(layers)}")

        def inside(name):
            return bool(belongs(name, name.rpartition(".")[0], head))

        of_head = {name: array for name, array in parameters.items() if inside(name)}
        return {name: array for name, array in parameters.items() if name not in of_head}, of_head

    return split


@exercise.mistake("names that begin with the layer")
def _(parameters, *, head):
    """You ask whether a name *begins* with the layer: "fc1" begins "fc10.W", too. Compare the whole layer, which is all
    before the last dot.
    """
    return by_layer(lambda name, layer, head: name.startswith(tuple(head)))(parameters, head=head)


@exercise.mistake("names that contain the layer")
def _(parameters, *, head):
    """You ask whether a name *contains* the layer: "head" is also in "overhead.W" and in "block1.head.W". Compare the
    whole layer, which is all before the last dot.
    """
    return by_layer(lambda name, layer, head: any(part in name for part in head))(parameters, head=head)


@exercise.mistake("up to the first dot")
def _(parameters, *, head):
    """You cut a name at its *first* dot: of "block1.conv.W" the layer is "block1.conv". Cut at the last one."""
    return by_layer(lambda name, layer, head: name.partition(".")[0] in head)(parameters, head=head)


@exercise.also("up to the first dot")
def _(parameters, *, head):
    return by_layer(lambda name, layer, head: name.split(".")[0] in head, strict=lambda name: name.split(".")[0])(
        parameters, head=head
    )


@exercise.mistake("one piece of the name is the layer")
def _(parameters, *, head):
    """You compare a piece of the name, between two dots or before the last one: "block1.head.W" belongs to the layer
    "block1.head", not to "head". The layer is *all* before the last dot.
    """
    return by_layer(lambda name, layer, head: any(piece in head for piece in layer.split(".")))(parameters, head=head)


@exercise.also("one piece of the name is the layer")
def _(parameters, *, head):
    return by_layer(lambda name, layer, head: layer.split(".")[-1] in head)(parameters, head=head)


@exercise.mistake("only the first layer of the head")
def _(parameters, *, head):
    """`head` may name several layers; you ask for the first of them only."""
    return by_layer(lambda name, layer, head: layer in head[:1])(parameters, head=head)


@exercise.also("only the first layer of the head")
def _(parameters, *, head):
    return by_layer(lambda name, layer, head: layer == head[0])(parameters, head=head)


@exercise.mistake("only the last layer of the head")
def _(parameters, *, head):
    """`head` may name several layers, and you keep those of one only, the last: each round of a loop begins with an
    empty head again.
    """
    return by_layer(lambda name, layer, head: layer in head[-1:])(parameters, head=head)


@exercise.mistake("a layer compared with all of the head")
def _(parameters, *, head):
    """You ask whether a layer *is* the head. `head` is a tuple of names: ask whether the layer is in it."""
    return by_layer(lambda name, layer, head: layer == head)(parameters, head=head)


@exercise.mistake("a head without layers is refused")
def _(parameters, *, head):
    """You refuse a head that names no layer. It is unusual, but it makes sense: then all is body, and the head is an
    empty dict.
    """
    if not head:
        raise ValueError("no head")
    return transfer.split_parameters(parameters, head=head)


@exercise.mistake("only the weights of the head")
def _(parameters, *, head):
    """The head has only its W: biases belong to their layer, too. Go by the layer, not by one name."""
    return by_layer(lambda name, layer, head: layer in head and name.endswith(".W"))(parameters, head=head)


@exercise.mistake("the last two are the head")
def _(parameters, *, head):
    """You take the last parameters for the head, whatever `head` says. Go by the names of the layers."""
    last = list(parameters)[-2:]
    return by_layer(lambda name, layer, head: name in last)(parameters, head=head)


@exercise.mistake("layers as keys")
def _(parameters, *, head):
    """Your keys are what stands behind the dot, or the layers: parameters of other layers then overwrite each other.
    Keep the whole names.
    """
    body, of_head = transfer.split_parameters(parameters, head=head)
    return {key.rpartition(".")[2]: body[key] for key in body}, {
        key.rpartition(".")[2]: of_head[key] for key in of_head
    }


@exercise.mistake("the body keeps everything")
def _(parameters, *, head):
    """The body still has the head in it: what is in one of the two is not in the other."""
    return dict(parameters), transfer.split_parameters(parameters, head=head)[1]


@exercise.mistake("head and body exchanged")
def _(parameters, *, head):
    """Both are right, in the wrong order: first the body, then the head."""
    return transfer.split_parameters(parameters, head=head)[::-1]


@exercise.mistake("lists of arrays")
def _(parameters, *, head):
    """You give back the arrays without their names. Wanted are two dicts, with the same names as before."""
    return tuple(list(part.values()) for part in transfer.split_parameters(parameters, head=head))


@exercise.accepts("with a loop")
def _(parameters, *, head):
    there, body, of_head = [name[: name.rindex(".")] for name in parameters], {}, {}
    if not set(head) <= set(there):
        raise ValueError(f"no such layer: there are {there}")
    for name in parameters:
        layer = name[: name.rindex(".")]
        (of_head if layer in set(head) else body)[name] = parameters[name]
    return body, of_head


@exercise.accepts("by popping from a copy")
def _(parameters, *, head):
    body = dict(parameters)
    if any(not any(".".join(name.split(".")[:-1]) == layer for name in parameters) for layer in head):
        raise ValueError("layers are " + ", ".join(".".join(name.split(".")[:-1]) for name in parameters))
    of_head = {name: body.pop(name) for name in parameters if ".".join(name.split(".")[:-1]) in head}
    return body, of_head
