"""A new head: other classes, fresh weights, and a body that stays."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.transfer._cases.parameters import head_cases, observe_head
from dlcourse.lessons import transfer
from dlcourse.lessons.training import he_init

exercise = Exercise(
    reference=transfer.replace_head,
    points=1,
    minutes=4,
    cases=head_cases,
    observe=observe_head,
    fresh=True,
    hints=[
        "The body gives 32 features and there are 4 new classes: which shape has the new W, and from which array can "
        "you read the 32?",
        "Only two of all arrays are new in content, W and b of the head. All others are copied, so that what learns on "
        "does not change the network it came from.",
        'Elsewhere: `f"{shop}.price"` makes a name, `prices.get(name, 3)` is 3 where the dict lacks the name, and '
        "`old.astype(new.dtype)` gives one array the type of the other.",
    ],
    solved="a trained body with a head that knows nothing yet.",
    equivalent_mutants={
        "classes = 1 if np.ndim(classes) == 0 and classes == 0 else classes": "there is no task without a class",
    },
)


def with_head(parameters, head, W, b):
    """The parameters with this W and b, everything else copied."""
    new = {name: array.copy() for name, array in parameters.items()}
    return new | {f"{head}.W": W, f"{head}.b": b}


def drawn(parameters, head, classes, rng, scale=1.0):
    """What the reference draws."""
    W = parameters[f"{head}.W"]
    return (scale * he_init(len(W), classes, rng)).astype(W.dtype), np.zeros(classes, W.dtype)


@exercise.mistake("scale forgotten")
def _(parameters, *, head, classes, rng, scale=1.0):
    """The new weights have He's spread, but `scale` plays no part: multiply by it."""
    return with_head(parameters, head, *drawn(parameters, head, classes, rng))


@exercise.mistake("scale squared, or inside of the root")
def _(parameters, *, head, classes, rng, scale=1.0):
    """With a scale that is not 1, the spread of the new weights is another: the scale counts with its root or its
    square. Multiply the weights by it, once.
    """
    return with_head(parameters, head, *drawn(parameters, head, classes, rng, np.sqrt(scale)))


exercise.also("scale squared, or inside of the root")(
    lambda parameters, *, head, classes, rng, scale=1.0: with_head(
        parameters, head, *drawn(parameters, head, classes, rng, scale**2)
    )
)


@exercise.mistake("not scaled by the inputs")
def _(parameters, *, head, classes, rng, scale=1.0):
    """The new weights have a standard deviation of `scale`, whatever the number of features. `he_init` makes them
    smaller, the more features come together.
    """
    W = parameters[f"{head}.W"]
    return with_head(parameters, head, scale * rng.normal(size=(len(W), classes)).astype(W.dtype), np.zeros(classes))


@exercise.mistake("scaled by the classes")
def _(parameters, *, head, classes, rng, scale=1.0):
    """The new weights are scaled by the number of classes. What a neuron of the head adds up are the *features*:
    `he_init` wants their number first.
    """
    W = parameters[f"{head}.W"]
    new = scale * rng.normal(0, np.sqrt(2 / classes), size=(len(W), classes))
    return with_head(parameters, head, new.astype(W.dtype), np.zeros(classes, W.dtype))


@exercise.mistake("inputs and outputs exchanged")
def _(parameters, *, head, classes, rng, scale=1.0):
    """The new W has a row for each class, and is scaled by their number: `he_init` wants the *inputs* first, the
    features, and then the outputs.
    """
    W, b = drawn(parameters, head, classes, rng, scale)
    return with_head(parameters, head, scale * he_init(classes, len(W), rng).astype(W.dtype), b)


@exercise.mistake("old classes taken for the features")
def _(parameters, *, head, classes, rng, scale=1.0):
    """The new W has a row for each *old* class. Of the old W (features, classes) the first number stays: what comes
    out of the body is as before.
    """
    W = parameters[f"{head}.W"]
    return with_head(
        parameters, head, scale * he_init(W.shape[1], classes, rng).astype(W.dtype), np.zeros(classes, W.dtype)
    )


@exercise.mistake("the old network changed")
def _(parameters, *, head, classes, rng, scale=1.0):
    """You write the new head into the dict that came in: the old network has lost its own. Make a new dict."""
    parameters |= with_head(parameters, head, *drawn(parameters, head, classes, rng, scale))
    return {name: array.copy() for name, array in parameters.items()}


@exercise.also("the old network changed")
def _(parameters, *, head, classes, rng, scale=1.0):
    parameters[f"{head}.W"], parameters[f"{head}.b"] = drawn(parameters, head, classes, rng, scale)
    return parameters


@exercise.mistake("layers whose names begin like the head")
def _(parameters, *, head, classes, rng, scale=1.0):
    """A layer whose name only *begins* like the head is gone or new, as "head2" beside "head". Compare the whole name
    of the layer.
    """
    W, b = drawn(parameters, head, classes, rng, scale)
    new = {name: array.copy() for name, array in parameters.items() if not name.startswith(head)}
    return new | {f"{head}.W": W, f"{head}.b": b}


@exercise.mistake("types that are not those of the network")
def _(parameters, *, head, classes, rng, scale=1.0):
    """Values and shapes are right, but the new arrays have NumPy's usual type, float64. A network in float32 should
    stay in it: give weights *and* biases the type of the old head.
    """
    W, b = drawn(parameters, head, classes, rng, scale)
    return with_head(parameters, head, W.astype(float), b.astype(float))


@exercise.also("types that are not those of the network")
def _(parameters, *, head, classes, rng, scale=1.0):
    W, b = drawn(parameters, head, classes, rng, scale)
    return with_head(parameters, head, W, b.astype(float))


@exercise.also("types that are not those of the network")
def _(parameters, *, head, classes, rng, scale=1.0):
    W, b = drawn(parameters, head, classes, rng, scale)
    return with_head(parameters, head, W.astype(float), b)


@exercise.mistake("rows and columns exchanged")
def _(parameters, *, head, classes, rng, scale=1.0):
    """The new W is (classes, features). It is multiplied from the right, X W: a row for each feature, and a column for
    each class.
    """
    W, b = drawn(parameters, head, classes, rng, scale)
    return with_head(parameters, head, W.T.copy(), b)


@exercise.mistake("old number of classes for the biases")
def _(parameters, *, head, classes, rng, scale=1.0):
    """W is new, but b is still that of the old classes: each class has a bias, 0 at first."""
    W, _ = drawn(parameters, head, classes, rng, scale)
    return with_head(parameters, head, W, parameters[f"{head}.b"].copy())


@exercise.mistake("zeros of the old shape for the biases")
def _(parameters, *, head, classes, rng, scale=1.0):
    """The biases are 0, but there are as many as there were old classes. Each *new* class has one."""
    W, _ = drawn(parameters, head, classes, rng, scale)
    return with_head(parameters, head, W, np.zeros_like(parameters[f"{head}.b"]))


@exercise.mistake("biases that are not 0")
def _(parameters, *, head, classes, rng, scale=1.0):
    """The new biases are not 0, drawn or ones. They begin at 0."""
    W, b = drawn(parameters, head, classes, rng, scale)
    return with_head(parameters, head, W, rng.normal(size=classes).astype(b.dtype))


@exercise.also("biases that are not 0")
def _(parameters, *, head, classes, rng, scale=1.0):
    W, b = drawn(parameters, head, classes, rng, scale)
    return with_head(parameters, head, W, b + 1)


@exercise.also("biases that are not 0")
def _(parameters, *, head, classes, rng, scale=1.0):
    W, b = drawn(parameters, head, classes, rng, scale)
    return with_head(parameters, head, W, (scale * rng.normal(size=classes)).astype(b.dtype))


@exercise.mistake("new weights of zeros")
def _(parameters, *, head, classes, rng, scale=1.0):
    """The new weights are 0. Then no gradient goes back through them at first, and the body waits. Draw them with
    `he_init`.
    """
    W, b = drawn(parameters, head, classes, rng, scale)
    return with_head(parameters, head, 0 * W, b)


@exercise.mistake("only the head comes back")
def _(parameters, *, head, classes, rng, scale=1.0):
    """Only the new head comes back: the parameters of the body belong into the dict as well."""
    W, b = drawn(parameters, head, classes, rng, scale)
    return {f"{head}.W": W, f"{head}.b": b}


@exercise.mistake("new head at the end")
def _(parameters, *, head, classes, rng, scale=1.0):
    """All is there, in another order: the head was taken out and put at the end. Keep the order of the names, which is
    that of the layers.
    """
    names = [name for name in parameters if name.rpartition(".")[0] != head]
    W, b = drawn(parameters, head, classes, rng, scale)
    return {name: parameters[name].copy() for name in names} | {f"{head}.W": W, f"{head}.b": b}


@exercise.mistake("new head as an entry of its own")
def _(parameters, *, head, classes, rng, scale=1.0):
    """The old head is still there, beside new entries with other names. Use the old names: `head`, a dot, and W or
    b.
    """
    W, b = drawn(parameters, head, classes, rng, scale)
    return {name: array.copy() for name, array in parameters.items()} | {"W": W, "b": b}


@exercise.also("new head as an entry of its own")
def _(parameters, *, head, classes, rng, scale=1.0):
    W, b = drawn(parameters, head, classes, rng, scale)
    return {name: array.copy() for name, array in parameters.items()} | {f"{head}W": W, f"{head}b": b}


@exercise.mistake("every layer drawn anew")
def _(parameters, *, head, classes, rng, scale=1.0):
    """The other layers have changed, too: what was learned is gone. Only the head is drawn."""
    new = {name: rng.normal(size=array.shape).astype(array.dtype) for name, array in parameters.items()}
    return new | dict(zip((f"{head}.W", f"{head}.b"), drawn(parameters, head, classes, rng, scale)))


@exercise.mistake("the old weights cut or repeated")
def _(parameters, *, head, classes, rng, scale=1.0):
    """The new head is made of the old head's columns. They speak of the old classes: draw the new ones with
    `he_init`.
    """
    W = parameters[f"{head}.W"]
    return with_head(parameters, head, scale * np.resize(W.T, (classes, len(W))).T, np.zeros(classes, W.dtype))


@exercise.accepts("a copy that is changed")
def _(parameters, *, head, classes, rng, scale=1.0):
    new = {name: array.copy() for name, array in parameters.items()}
    old = new[head + ".W"]
    new[head + ".W"] = (rng.standard_normal((old.shape[0], classes)) * np.sqrt(2 / old.shape[0]) * scale).astype(
        old.dtype
    )
    new[head + ".b"] = np.zeros(classes, dtype=old.dtype)
    return new


@exercise.accepts("with a loop over the names")
def _(parameters, *, head, classes, rng, scale=1.0):
    new = {}
    for name, array in parameters.items():
        if name == f"{head}.W":
            new[name] = (he_init(array.shape[0], classes, rng) * scale).astype(array.dtype)
        elif name == f"{head}.b":
            new[name] = np.zeros(classes, dtype=array.dtype)
        else:
            new[name] = np.array(array)
    return new
