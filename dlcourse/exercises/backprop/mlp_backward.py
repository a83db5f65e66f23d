"""Backpropagation: the backward pass of a whole network, from the loss to the first layer."""

from dlcourse.checking.naming import Each
from dlcourse.checking.specification import Exercise
from dlcourse.exercises.backprop._cases import by_hand, by_recursion, network_cases, walked_back
from dlcourse.lessons import backprop

exercise = Exercise(
    reference=backprop.mlp_backward,
    inside={"gradients": Each("layer", ("dW", "db"))},
    points=4,
    minutes=13,
    cases=network_cases,
    rtol=1e-6,
    outputs=("loss", "gradients"),
    hints=[
        "Which layer hears from the loss first, and which two things does its backward need?",
        "Run forward, then get the loss and the gradient of the scores. From the last layer to the first, each "
        "backward gives dW and db, which are kept, and dX. That goes through the ReLU below, and is the dZ of the "
        "next round. Below the first layer there is no ReLU.",
        "Elsewhere: `for floor in reversed(range(3)):` counts 2, 1, 0; `names.insert(0, 'Ada')` puts one in front "
        "of a list; and `if floor > 0:` leaves out the ground floor.",
    ],
    form="derive",
    first="backprop.sent_back",
    solved="backpropagation. From here on any network of this kind can learn, with nothing but your code.",
)

exercise.edit(
    "gradients from the last layer to the first",
    {"gradients.insert(0, (dW, db))": "gradients.append((dW, db))"},
    """The gradients are right, but the last layer comes first. They belong in the order of `parameters`:
    `gradients.insert(0, ...)` puts each in front.""",
)

exercise.edit(
    "ReLU left out of the backward pass",
    {"relu_backward(dH, relu_caches[layer - 1])": "dH"},
    """The gradient passes the ReLUs as if they were not there. Between two layers, `relu_backward` stops it where the
    neuron was silent.""",
)

exercise.edit(
    "gradient cut at 0",
    {"relu_backward(dH, relu_caches[layer - 1])": "np.maximum(dH, 0)"},
    """You set negative gradients to 0. It is the sums of the forward pass, kept in the cache, that decide what
    passes.""",
)

exercise.edit(
    "the same gradient for every layer",
    {"dZ = relu_backward(dH, relu_caches[layer - 1])": "pass"},
    """Every layer is given the gradient of the scores. Each must get what the layer after it sends back: its dX,
    through the ReLU.""",
)

exercise.edit(
    "a ReLU at the scores",
    {"softmax_cross_entropy_backward(1.0, cache)": "relu_backward(softmax_cross_entropy_backward(1.0, cache), Z)"},
    """The gradient of the scores goes through a ReLU. The last layer has none.""",
)

exercise.edit(
    "three layers in every network",
    {"reversed(range(len(parameters)))": "(2, 1, 0)"},
    """You count on three layers. There may be fewer or more: a loop over `reversed(range(len(parameters)))` takes as
    many as there are.""",
)

exercise.edit(
    "only the last layer",
    {"return loss, gradients": "return loss, gradients[-1:]"},
    """Only the last layer's gradients come back. The loop goes on, layer by layer, down to the first.""",
)

exercise.edit(
    "first layer missing",
    {"range(len(parameters))": "range(1, len(parameters))"},
    """The first layer's gradients are missing: the loop ends one layer too early. Only the *ReLU* is left out.""",
)


@exercise.mistake("signal cut below the last layer")
def _(X, y, parameters):
    """All gradients below the last layer are 0: the signal does not get through. Carry dX on, through the ReLU, to the
    layer before.
    """
    loss, gradients = backprop.mlp_backward(X, y, parameters)
    return loss, [(0 * dW, 0 * db) for dW, db in gradients[:-1]] + gradients[-1:]


exercise.edit(
    "bias first in each pair",
    {"(dW, db))": "(db, dW))"},
    """Each pair is (db, dW). Wanted is (dW, db), as in `parameters`.""",
)

exercise.edit(
    "no loss returned",
    {"return loss, gradients": "return gradients"},
    """You return the gradients only. Wanted are two things: the loss, and the list of gradients.""",
)

exercise.edit(
    "divided by N once more",
    {"(dW, db))": "(dW / len(X), db / len(X)))"},
    """All gradients are divided by the number of examples once too often: dZ brings the mean along.""",
)

exercise.edit(
    "three gradients for each layer",
    {"(dW, db))": "(dH, dW, db))"},
    """Each entry has three parts. Wanted are pairs, (dW, db): what goes to the inputs is not kept, but carried on.""",
)

exercise.edit(
    "divided by N at every layer",
    {"relu_backward(dH, relu_caches[layer - 1])": "relu_backward(dH, relu_caches[layer - 1]) / len(X)"},
    """The last layer is right, but on its way down the gradient is divided by the number of examples again and again.
    The mean is taken once, in the loss.""",
)

exercise.edit(
    "divided by N at every layer, from the last on",
    {"= dense_backward(dZ, dense_caches[layer])": "= (d / len(X) for d in dense_backward(dZ, dense_caches[layer]))"},
    """Each layer divides by the number of examples once more: the last one once, the one before twice, and so on. The
    mean is taken in the loss, and nowhere else.""",
)

exercise.edit(
    "loss sent back",
    {"softmax_cross_entropy_backward(1.0, cache)": "softmax_cross_entropy_backward(loss, cache)"},
    """You begin the backward pass with the loss itself. The slope of the loss for the loss is 1: begin with `1.0`.""",
)

exercise.edit(
    "layers in the order of the forward pass",
    {
        "reversed(range(len(parameters)))": "range(len(parameters))",
        "gradients.insert(0, (dW, db))": "gradients.append((dW, db))",
    },
    """Your loop goes from the first layer to the last. The gradient comes from the loss, at the other end: begin with
    the last layer, `reversed(range(...))`.""",
)

exercise.edit(
    "layers in the order of the forward pass, put in front",
    {"reversed(range(len(parameters)))": "range(len(parameters))"},
    """Your loop goes from the first layer to the last. The gradient comes from the loss: begin with the last layer,
    `reversed(range(...))`; each layer before it is then put in front.""",
)


@exercise.also("layers in the order of the forward pass")
def _(X, y, parameters):
    return walked_back(X, y, parameters, range(len(parameters)))


@exercise.also("layers in the order of the forward pass")
def _(X, y, parameters):
    return walked_back(X, y, parameters, range(len(parameters)), lambda k, last: k < last, 0)


@exercise.also("layers in the order of the forward pass, put in front")
def _(X, y, parameters):
    loss, gradients = walked_back(X, y, parameters, range(len(parameters)))
    return loss, gradients[::-1]


@exercise.mistake("gate of the layer that it left")
def _(X, y, parameters):
    """Each gradient goes through the ReLU *above* the layer that it has just left. After the dense step of layer k
    comes the ReLU below it, number k - 1, for every layer but the first.
    """
    loss, gradients = walked_back(X, y, parameters, range(len(parameters))[::-1], lambda k, last: k < last, 0)
    return loss, gradients[::-1]


exercise.edit(
    "scores instead of the cache",
    {"softmax_cross_entropy_backward(1.0, cache)": "softmax_cross_entropy_backward(1.0, (Z, y))"},
    """The backward of the loss is given the scores, Z. Its cache has the *probabilities*: it came with the loss from
    the forward.""",
)

exercise.edit(
    "scores sent back",
    {"softmax_cross_entropy_backward(1.0, cache)": "Z"},
    """What you send back are the scores. Begin at the loss: the backward of softmax and cross-entropy turns its slope
    into the gradient of the scores.""",
)

exercise.edit(
    "parameters instead of the cache",
    {"dense_caches[layer]": "parameters[layer]"},
    """`dense_backward` is given (W, b). It wants its cache, (X, W), what the forward pass has kept:
    `dense_caches`.""",
)

exercise.edit(
    "weights' gradient sent on",
    {"relu_backward(dH": "relu_backward(dW"},
    """You send dW on to the layer below. dW stays with its layer; what travels on belongs to the layer's *inputs*,
    dX.""",
)

exercise.edit(
    "cache of the layer before",
    {"dense_caches[layer]": "dense_caches[layer - 1]"},
    """Each dense layer gets the cache of the layer before it. The ReLUs are one fewer, so theirs is `layer - 1`; the
    dense layers' own is `layer`.""",
)

exercise.edit(
    "a layer's output instead of its input",
    {"(dW, db))": "([*(np.maximum(c, 0) for c in relu_caches), Z][layer].T @ dZ, db))"},
    """Each dW is made with what *comes out of* its layer. A weight is multiplied by what goes in: in a list that begins
    with X, layer k has the input k, and its output is k + 1.""",
)

exercise.edit(
    "the old gradient through the ReLU",
    {"relu_backward(dH": "relu_backward(dZ"},
    """The ReLU below a layer gets the dZ of this layer. It is to get what went through the layer's weights, its dX.""",
)

exercise.edit(
    "passes at 0",
    {"relu_backward(dH, relu_caches[layer - 1])": "dH * (relu_caches[layer - 1] >= 0)"},
    """Where a weighted sum is exactly 0 you let the gradient pass. There the ReLU has no slope; the course, like
    PyTorch, takes 0: `Z > 0`.""",
)

exercise.edit(
    "multiplied by the sums",
    {"relu_backward(dH, relu_caches[layer - 1])": "dH * relu_caches[layer - 1]"},
    """Between the layers you multiply by the sums themselves. The slope of the ReLU is 1 where a sum is above 0,
    however large it is.""",
)

exercise.edit(
    "a ReLU after the last layer",
    {
        "forward(Z, y)": "forward(Z * (Z > 0), y)",
        "softmax_cross_entropy_backward(1.0, cache)": "relu_backward(softmax_cross_entropy_backward(1.0, cache), Z)",
    },
    """Your forward pass has a ReLU after the last layer, so that the loss is another one. The scores go into the
    softmax as they are.""",
)

exercise.edit(
    "one long list",
    {"gradients.insert(0, (dW, db))": "gradients[:0] = [dW, db]"},
    """All gradients stand in one long list. Wanted is a pair for each layer, `(dW, db)`: mind the parentheses.""",
)

exercise.edit(
    "bias gradients as tables",
    {"(dW, db))": "(dW, db[None]))"},
    """Each db has the shape (1, M). b is (M,), and so is its gradient: leave out `keepdims`.""",
)

exercise.edit(
    "no bias gradients",
    {"(dW, db))": "dW)"},
    """Each entry is dW alone. Wanted are pairs, `(dW, db)`: the biases learn as well.""",
)

exercise.edit(
    "slope of a sigmoid",
    {"relu_backward(dH, relu_caches[layer - 1])": "sigmoid_backward(dH, relu_caches[layer - 1])"},
    """Between the layers stands `sigmoid_backward`. These neurons are ReLUs: their gate is open where the sum is above
    0.""",
)


exercise.accepts("by hand, from lists of values and sums")(by_hand)
exercise.accepts("layer inside layer, by recursion")(by_recursion)


@exercise.accepts("taking the caches from the ends of their lists")
def _(X, y, parameters):
    Z, dense_caches, relu_caches = backprop.mlp_forward(X, parameters)
    loss, cache = backprop.softmax_cross_entropy_forward(Z, y)
    dH, dW, db = backprop.dense_backward(backprop.softmax_cross_entropy_backward(1, cache), dense_caches.pop())
    gradients = [[dW, db]]
    while dense_caches:
        dH, dW, db = backprop.dense_backward(backprop.relu_backward(dH, relu_caches.pop()), dense_caches.pop())
        gradients.append([dW, db])
    gradients.reverse()
    return [loss, gradients]
