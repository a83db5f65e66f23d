"""Lesson 02, forward: cases, known mistakes and hints."""

import itertools

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed, Mistake, choice, number
from dlcourse.lessons import forward as reference
from dlcourse.lessons import neuron

# ---- dense ----


def _dense_cases(rng):
    return [
        Case(np.array([[1.0, 2.0]]), np.array([[1.0, 0.0, 3.0], [0.0, 1.0, -1.0]]), np.array([0.5, 0.0, -2.0])),
        Case(rng.normal(size=(3, 2)), rng.normal(size=(2, 4)), rng.normal(size=4)),
        Case(rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)),
        Case(rng.normal(size=(4, 3)), rng.normal(size=(3, 1)), rng.normal(size=1)),
        Case(rng.normal(size=(1, 5)), rng.normal(size=(5, 2)), rng.normal(size=2)),
        Case(np.array([[1, 2], [3, 4]]), np.array([[2, 0], [1, -1]]), np.array([1, 5])),
        Case(rng.normal(size=(20, 64)), rng.normal(size=(64, 10)), 5 * rng.normal(size=10)),
        Case(*(rng.normal(size=shape).astype(np.float32) for shape in [(2, 3), (3, 5), (5,)])),
    ]


def _dense_without_bias(X, W, b):
    return X @ W


def _dense_activated(X, W, b):
    return neuron.relu(X @ W + b)


def _bias_for_each_input(X, W, b):
    return X @ W + np.sum(b)


def _bias_for_each_example(X, W, b):
    Z = X @ W
    return Z + b[0] if len(Z) != len(b) else Z + b[:, None]


def _only_first_example(X, W, b):
    return X[0] @ W + b


def _weights_read_row_by_row(X, W, b):
    return X @ W.ravel().reshape(W.shape[::-1]).T + b


# ---- count_parameters ----


def _count_cases(rng):
    sizes = [[2, 3, 1], [4, 2], [64, 32, 10], [784, 256, 128, 10], [1, 1], [3, 3, 3]]
    sizes.append([int(size) for size in rng.integers(2, 40, 5)])
    return [Case(size) for size in sizes]


def _pairs(sizes):
    return list(itertools.pairwise(sizes))


def _biases_not_counted(sizes):
    return sum(inputs * outputs for inputs, outputs in _pairs(sizes))


def _bias_for_every_input(sizes):
    return sum(inputs * outputs + inputs for inputs, outputs in _pairs(sizes))


def _one_bias_a_layer(sizes):
    return sum(inputs * outputs + 1 for inputs, outputs in _pairs(sizes))


def _only_the_first(sizes):
    return sizes[0] * sizes[1] + sizes[1]


def _only_the_last(sizes):
    return sizes[-2] * sizes[-1] + sizes[-1]


def _neurons_counted(sizes):
    return sum(sizes)


def _last_layer_left_out(sizes):
    return sum(inputs * outputs + outputs for inputs, outputs in _pairs(sizes)[:-1])


# ---- mlp_forward and predict ----


def _parameters(rng, sizes, scale=1.0):
    return [(scale * rng.normal(size=pair), scale * rng.normal(size=pair[1])) for pair in _pairs(sizes)]


def _mlp_cases(rng):
    first = [
        (np.array([[1.0, -1.0, 0.5], [2.0, 0.0, -1.0]]), np.array([0.0, 1.0, 0.5])),
        (np.array([[1.0, 0.0], [-1.0, 2.0], [3.0, 1.0]]), np.array([-8.0, 0.25])),
    ]
    cases = [Case(np.array([[1.0, 2.0], [-1.0, 0.0]]), first)]
    for examples, sizes in [
        (3, [2, 4, 3]),
        (4, [3, 5, 4, 2]),
        (2, [4, 3]),
        (5, [3, 3, 3, 3]),
        (30, [64, 20, 10]),
    ]:
        cases.append(Case(rng.normal(size=(examples, sizes[0])), _parameters(rng, sizes)))
    layers = [(W.astype(np.float32), b.astype(np.float32)) for W, b in _parameters(rng, [3, 4, 2])]
    return [*cases, Case(rng.normal(size=(2, 3)).astype(np.float32), layers)]


def _no_activation(X, parameters):
    for W, b in parameters:
        X = X @ W + b
    return X


def _activation_after_last(X, parameters):
    return neuron.relu(reference.mlp_forward(X, parameters))


def _sigmoid_between(X, parameters):
    for W, b in parameters[:-1]:
        X = neuron.sigmoid(X @ W + b)
    return X @ parameters[-1][0] + parameters[-1][1]


def _activation_before_bias(X, parameters):
    for W, b in parameters[:-1]:
        X = neuron.relu(X @ W) + b
    return X @ parameters[-1][0] + parameters[-1][1]


def _mlp_without_biases(X, parameters):
    return reference.mlp_forward(X, [(W, 0 * b) for W, b in parameters])


def _input_not_carried_on(X, parameters):
    H = X
    for W, b in parameters[:-1]:
        H = neuron.relu(X @ W + b)
    W, b = parameters[-1]
    return H @ W + b


def _last_layer_on_the_input(X, parameters):
    W, b = parameters[-1]
    return X @ W + b


def _last_layer_missing(X, parameters):
    for W, b in parameters[:-1]:
        X = neuron.relu(X @ W + b)
    return X


def _softmax_at_the_end(X, parameters):
    return reference.softmax(reference.mlp_forward(X, parameters))


# ---- softmax ----


def _softmax_cases(rng):
    return [
        Case(np.array([[1.0, 2.0, 0.5]])),
        Case(np.array([[0.0, 0.0], [3.0, 1.0], [-1.0, 2.0]])),
        Case(rng.normal(size=(4, 3))),
        Case(rng.normal(size=(3, 3))),
        Case(np.array([[1000.0, 1001.0, 999.0], [0.0, 1.0, -1.0]])),  # one row far above the other
        Case(np.array([[-1000.0, -1001.0], [2.0, 0.0], [5.0, 4.0]])),
        Case(np.array([[5.0], [-3.0]])),
        Case(rng.normal(scale=300, size=(5, 10))),
        Case(rng.normal(size=(2, 4)).astype(np.float32)),
        Case(np.array([[1, 2, 3], [0, 0, 4]])),
    ]


def _softmax_over_all(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum()


def _softmax_down_the_columns(Z):
    E = np.exp(Z - Z.max(axis=0, keepdims=True))
    return E / E.sum(axis=0, keepdims=True)


def _softmax_naive(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


def _softmax_naive_over_all(Z):
    E = np.exp(Z)
    return E / np.sum(E)


def _sum_not_shifted(Z):
    return np.exp(Z - Z.max(axis=1, keepdims=True)) / np.exp(Z).sum(axis=1, keepdims=True)


def _keepdims_forgotten(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1)


def _softmax_shifted_by_global_maximum(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=1, keepdims=True)


def _not_divided(Z):
    return np.exp(Z - Z.max(axis=1, keepdims=True))


def _divided_without_exp(Z):
    return Z / np.abs(Z).sum(axis=1, keepdims=True).clip(1e-12)


def _divided_by_maximum_score(Z):
    E = np.exp(Z / np.abs(Z).max(axis=1, keepdims=True).clip(1e-12))
    return E / E.sum(axis=1, keepdims=True)


def _two_to_the_power(Z):
    E = 2.0 ** (Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


# ---- predict ----


def _predict_cases(rng):
    small = [(np.array([[1.0, -1.0, 0.5], [0.0, 2.0, 0.5]]), np.array([0.0, 0.0, 0.25]))]
    cases = [Case(np.array([[2.0, 0.0], [0.0, 2.0]]), small)]
    for examples, sizes in [(4, [2, 5, 3]), (3, [3, 3, 3]), (6, [4, 6, 5, 2]), (40, [64, 16, 10])]:
        cases.append(Case(rng.normal(size=(examples, sizes[0])), _parameters(rng, sizes, 0.7)))
    return cases


def _scores(X, parameters):
    return reference.mlp_forward(X, parameters)


def _score_as_confidence(X, parameters):
    Z = _scores(X, parameters)
    return Z.argmax(axis=1), Z.max(axis=1)


def _argmax_over_examples(X, parameters):
    P = reference.softmax(_scores(X, parameters))
    return P.argmax(axis=0), P.max(axis=0)


def _one_label_for_all(X, parameters):
    P = reference.softmax(_scores(X, parameters))
    return P.argmax(), P.max()


def _least_probable(X, parameters):
    P = reference.softmax(_scores(X, parameters))
    return P.argmin(axis=1), P.min(axis=1)


def _confidence_first(X, parameters):
    labels, confidence = reference.predict(X, parameters)
    return confidence, labels


def _all_probabilities(X, parameters):
    P = reference.softmax(_scores(X, parameters))
    return P.argmax(axis=1), P


# ---- xor_network and step_approximation: several answers are right ----

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
LAYERS = "two layers, `[(W1, b1), (W2, b2)]`"


def _two_layers(value, inputs):
    """The two layers of an answer as arrays, or Malformed with what is wanted."""
    if not (isinstance(value, list | tuple) and len(value) == 2):
        raise Malformed(f"Wanted are {LAYERS}: a list of two pairs.")
    layers = []
    for number_of_layer, layer in enumerate(value, 1):
        if not (isinstance(layer, list | tuple) and len(layer) == 2):
            raise Malformed(f"Wanted are {LAYERS}, but layer {number_of_layer} is not a pair of W and b.")
        for letter, part in zip("Wb", layer, strict=True):
            if not (isinstance(part, np.ndarray) and part.dtype.kind in "biuf"):
                found = f"{letter}{number_of_layer} is {describe(part)}"
                raise Malformed(f"{found}; wanted is an array of numbers: `np.array(...)` makes one.")
        W, b = (part.astype(float) for part in layer)
        if W.ndim != 2:
            raise Malformed(f"W{number_of_layer} has shape {W.shape}; wanted is a table, (inputs, neurons).")
        if b.shape != W.shape[1:]:
            wanted = f"b{number_of_layer} has shape {b.shape}; W{number_of_layer} has {W.shape[1]} columns"
            raise Malformed(f"{wanted}, so the shape ({W.shape[1]},) is wanted.")
        if not (np.isfinite(W).all() and np.isfinite(b).all()):
            raise Malformed(f"W{number_of_layer} or b{number_of_layer} has nan or inf in it.")
        layers.append((W, b))
    (W1, _), (W2, _) = layers
    if W1.shape[0] != inputs or W2.shape != (W1.shape[1], 1):
        shapes = f"W1 has shape {W1.shape}, W2 has shape {W2.shape}"
        raise Malformed(f"{shapes}: want ({inputs}, neurons) and (neurons, 1).")
    return layers


def _observe_xor(arguments, value):
    """Which of the four corners get a positive score; a score within 0.01 of 0 decides nothing."""
    scores = reference.mlp_forward(CORNERS, _two_layers(value, inputs=2))[:, 0]
    words = np.where(scores > 0, "yes", "no")
    return {
        f"corner ({int(x1)}, {int(x2)})": "undecided" if abs(score) < 0.01 else str(word)
        for (x1, x2), score, word in zip(CORNERS, scores, words, strict=True)
    }


def _xor_cases(rng):
    return [Case()]


def _or_network():
    return [(np.eye(2), np.zeros(2)), (np.ones((2, 1)), np.array([-0.5]))]


def _and_network():
    return [(np.eye(2), np.zeros(2)), (np.ones((2, 1)), np.array([-1.5]))]


def _first_try():
    (W1, b1), _ = reference.xor_network()
    return [(W1, b1), (np.array([[1.0], [-1.0]]), np.array([0.0]))]


def _equality_network():
    hidden, (W, b) = reference.xor_network()
    return [hidden, (-W, -b)]


def _xor_without_threshold():
    hidden, (W, b) = reference.xor_network()
    return [hidden, (W, 0 * b)]


def _staircase_cases(rng):
    cases = [
        Case(np.array([1.0, 2.0]), np.array([5.0, 7.0, 4.0])),
        Case(np.array([0.5]), np.array([-1.0, 1.0])),
        Case(np.array([-1.0, 0.0, 1.5, 4.0]), np.array([0.0, 1.0, -2.0, 3.0, 0.5])),
    ]
    for count in (7, 30):
        cases.append(Case(np.sort(rng.uniform(-3, 3, count)), rng.normal(size=count + 1)))
    return cases


def _observe_staircase(arguments, value):
    """The output of the network half-way between the edges, before the first, after the last, and at the edges."""
    edges = arguments["edges"]
    between = (edges[:-1] + edges[1:]) / 2
    x = np.concatenate([[edges[0] - 1], between, [edges[-1] + 1]])
    layers = _two_layers(value, inputs=1)
    return {
        "output on the stairs, from left to right": reference.step_network(x, layers),
        "output just right of the edges": reference.step_network(edges + 1e-6, layers),
        "output just left of the edges": reference.step_network(edges - 1e-6, layers),
    }


def _heights_as_weights(edges, heights):
    hidden, (_, b) = reference.step_approximation(edges, heights)
    return [hidden, (heights[1:, None], b)]


def _start_forgotten(edges, heights):
    hidden, (W, b) = reference.step_approximation(edges, heights)
    return [hidden, (W, 0 * b)]


def _edges_not_negated(edges, heights):
    (W, b), last = reference.step_approximation(edges, heights)
    return [(W, -b), last]


def _jumps_the_wrong_way(edges, heights):
    hidden, (W, b) = reference.step_approximation(edges, heights)
    return [hidden, (-W, b)]


def _fires_left_of_the_edge(edges, heights):
    (W, b), last = reference.step_approximation(edges, heights)
    return [(-W, -b), last]


EXERCISES = [
    Exercise(
        id="forward.dense",
        points=2,
        reference=reference.dense,
        cases=_dense_cases,
        mistakes=[
            Mistake(
                "bias forgotten",
                "The biases are not added: every neuron of the layer has one of its own.",
                _dense_without_bias,
            ),
            Mistake(
                "activation inside the layer",
                "Negative sums have become 0: there is a ReLU in your layer. `dense` gives the plain sums; the "
                "activation comes later, as a step of its own.",
                _dense_activated,
            ),
            Mistake(
                "all biases added to every neuron",
                "You add the sum of all biases everywhere. Each neuron (column) has its own bias: NumPy adds the "
                "right one to each column if you just write `+ b`.",
                _bias_for_each_input,
            ),
            Mistake(
                "bias added along the wrong axis",
                "The biases go to the examples (rows) instead of the neurons (columns). `b` has one number for each "
                "column of the result: `+ b` without any reshaping lines them up.",
                _bias_for_each_example,
            ),
            Mistake(
                "only the first example",
                "Only the first row of X is used. `X @ W` answers for all rows at once.",
                _only_first_example,
            ),
            Mistake(
                "weights reshaped instead of used as they are",
                "The weights are in the wrong places: `reshape` keeps the order of the numbers and only breaks the "
                "rows elsewhere. W already has the shape that `X @ W` wants.",
                _weights_read_row_by_row,
            ),
        ],
        hints=[
            "It is the neuron of lesson 01 without its activation, for many neurons at once.",
            "X is (N, D) and W is (D, M): in which order can they be multiplied, so that (N, M) comes out?",
            "`return X @ W + b`",
        ],
        built="a layer. Every dense layer of every network is this one line.",
    ),
    choice(
        "forward.layer_shape",
        options={
            "a": "(3, 5)",
            "b": "(4, 5)",
            "c": "(5, 4)",
            "d": "(4, 3)",
        },
        right="b",
        wrong={
            "a": (
                "inputs taken for examples",
                "3 is the number of inputs: it is added up and does not remain.",
            ),
            "c": ("transposed", "Examples stay in the rows: the 4 comes first."),
            "d": (
                "shape of the input",
                "That is the shape of X. The layer has 5 neurons, so 5 columns come out.",
            ),
        },
        hints=[
            "Each example gets one number from each neuron.",
            "(4, 3) @ (3, 5): the inner numbers meet and vanish.",
        ],
        built="the habit of reading shapes, which prevents more bugs than any other.",
    ),
    Exercise(
        id="forward.count_parameters",
        points=1,
        reference=reference.count_parameters,
        cases=_count_cases,
        mistakes=[
            Mistake(
                "biases not counted",
                "You count the weights. Every neuron also has a bias.",
                _biases_not_counted,
            ),
            Mistake(
                "a bias for every input",
                "Biases belong to the neurons of a layer (its outputs), not to its inputs.",
                _bias_for_every_input,
            ),
            Mistake(
                "one bias for a whole layer",
                "You count one bias for each layer, but every *neuron* has one of its own.",
                _one_bias_a_layer,
            ),
            Mistake(
                "neurons counted",
                "That is the number of inputs and neurons. The parameters are what connects them: inputs × neurons "
                "weights, and a bias for each neuron.",
                _neurons_counted,
            ),
            Mistake(
                "only the first layer",
                "Only the first layer is counted. Is the `return` inside the loop? Then it ends after its first round.",
                _only_the_first,
            ),
            Mistake(
                "only the last layer",
                "Only the last layer is counted: each round of the loop replaces what was there. Add up with `+=`.",
                _only_the_last,
            ),
            Mistake(
                "last layer left out",
                "The last layer is missing: [64, 32, 10] has two layers, 64 to 32 and 32 to 10.",
                _last_layer_left_out,
            ),
        ],
        hints=[
            "How large are W and b of one layer with 3 inputs and 4 neurons?",
            "Go through neighbouring sizes: `zip(sizes[:-1], sizes[1:])` gives each layer's inputs and outputs.",
            "Add up `inputs * outputs + outputs` over the layers.",
        ],
        equivalent={
            "return sum((inputs * outputs + outputs for inputs, outputs in zip(sizes[:], sizes[1:])))": (
                "zip stops at the shorter one"
            ),
        },
        built="a counter for what people mean when they say that a model has seven billion parameters.",
    ),
    Exercise(
        id="forward.mlp_forward",
        points=3,
        reference=reference.mlp_forward,
        hidden=("forward_trace",),
        cases=_mlp_cases,
        mistakes=[
            Mistake(
                "no activation between the layers",
                "There is no ReLU between the layers. Without it, the layers fold into one: a product of matrices is "
                "just another matrix.",
                _no_activation,
            ),
            Mistake(
                "activation after the last layer",
                "The last layer is activated too, so that negative scores are cut off. The last layer gives plain "
                "scores: only the hidden layers have a ReLU.",
                _activation_after_last,
            ),
            Mistake(
                "sigmoid instead of ReLU",
                "The hidden layers squash with a sigmoid. This network uses ReLU.",
                _sigmoid_between,
            ),
            Mistake(
                "activation before the bias",
                "You activate first and add the bias after. The bias is part of the sum, and the activation comes "
                "last.",
                _activation_before_bias,
            ),
            Mistake(
                "biases forgotten",
                "The biases are not used: each layer is a pair (W, b).",
                _mlp_without_biases,
            ),
            Mistake(
                "every layer gets the original input",
                "Each hidden layer is given X. The second one must get what the first put out: keep the values in one "
                "variable, that begins as X and is replaced in every round of the loop.",
                _input_not_carried_on,
            ),
            Mistake(
                "last layer gets the original input",
                "The last layer is given X, as if there were no hidden layers. It must get what the hidden "
                "layers put out.",
                _last_layer_on_the_input,
            ),
            Mistake(
                "last layer missing",
                "You return what the last hidden layer puts out. The last layer, `parameters[-1]`, comes "
                "after the loop.",
                _last_layer_missing,
            ),
            Mistake(
                "softmax at the end",
                "You return probabilities. Here the scores are wanted; the softmax comes as a step of its own.",
                _softmax_at_the_end,
            ),
        ],
        hints=[
            "The output of a layer is the input of the next: one variable can carry it through the loop.",
            "Loop over all layers but the last, `for W, b in parameters[:-1]`, with dense and ReLU. "
            "The last layer, `parameters[-1]`, has no ReLU.",
            "Before the loop: `H = X`. In it: `H = neuron.relu(dense(H, W, b))`. After it: `W, b = parameters[-1]` and "
            "`return dense(H, W, b)`.",
        ],
        built="the forward pass. It runs any such network, from XOR to one with a billion weights.",
    ),
    Exercise(
        id="forward.xor_network",
        points=3,
        kind="property",
        reference=reference.xor_network,
        cases=_xor_cases,
        observe=_observe_xor,
        mistakes=[
            Mistake(
                "OR instead of XOR",
                "Your network computes OR: it also says yes when both inputs are 1. A second hidden neuron, that "
                "fires only then, can forbid it, if its weight in the last layer is negative and large enough.",
                _or_network,
            ),
            Mistake(
                "AND instead of XOR",
                "Your network computes AND: it says yes only when both inputs are 1.",
                _and_network,
            ),
            Mistake(
                "the opposite of XOR",
                "Your network says yes exactly when XOR says no. Change the sign of the last layer, weights and bias.",
                _equality_network,
            ),
            Mistake(
                "second neuron too weak, no threshold",
                "(1, 1) still gets a yes: the second neuron must take away more than the first one adds there. And "
                "(0, 0) scores exactly 0: a negative last bias makes it a no.",
                _first_try,
            ),
            Mistake(
                "no threshold at the end",
                "Corners that should be a clear no get a score of 0, which decides nothing. A negative bias in "
                "the last layer makes it a no.",
                _xor_without_threshold,
            ),
        ],
        hints=[
            "Let both hidden neurons add the two inputs: x1 + x2 is 0, 1, 1 or 2 at the corners. Give the second "
            "one a bias so that it only fires at 2.",
            "With biases 0 and -1, the hidden neurons put out (0, 0), (1, 0), (1, 0) and (2, 1). Which weights make "
            "a positive score of (1, 0) only?",
            "Add the first, take away twice the second, and subtract 0.5: "
            "`W2 = np.array([[1.0], [-2.0]])`, `b2 = np.array([-0.5])`.",
        ],
        equivalent={
            "last = (np.array([[1.0], [-3.0]]), np.array([-0.5]))": "any weight below -1.5 computes XOR",
        },
        built="what one neuron can never do, by hand, with three.",
    ),
    Exercise(
        id="forward.step_approximation",
        points=3,
        kind="property",
        reference=reference.step_approximation,
        cases=_staircase_cases,
        observe=_observe_staircase,
        atol=1e-9,
        mistakes=[
            Mistake(
                "heights used as weights",
                "Each neuron adds a whole height, but the neurons before it still fire: the stairs pile up. "
                "Each one should add only the *change* in height at its edge: `np.diff(heights)`.",
                _heights_as_weights,
            ),
            Mistake(
                "starting height forgotten",
                "The steps are right, but the staircase starts at 0 instead of heights[0]: "
                "that is what the last bias is for.",
                _start_forgotten,
            ),
            Mistake(
                "edges with the wrong sign",
                "Your neurons switch on at the mirrored places. x + b reaches 0 at x = -b, so the bias is *minus* "
                "the edge.",
                _edges_not_negated,
            ),
            Mistake(
                "jumps in the wrong direction",
                "Where the stairs should rise, they fall by as much. A change is the later height minus the earlier.",
                _jumps_the_wrong_way,
            ),
            Mistake(
                "neurons fire left of their edge",
                "Your hidden neurons fire left of their edge and switch off right of it: the weight has the wrong "
                "sign. With weight 1, the sum rises with x.",
                _fires_left_of_the_edge,
            ),
        ],
        hints=[
            "A step neuron with weight 1 and bias -t starts to fire at x = t. So there is one hidden neuron for "
            "each edge.",
            "Each neuron, once it fires, adds its last-layer weight: the change in height at its edge. `np.diff` "
            "takes differences of neighbours.",
            "Hidden: `np.ones((1, len(edges)))` and `-edges`. Last: `np.diff(heights)[:, None]` and `heights[:1]`.",
        ],
        built="a network for any curve you like: with enough neurons, as close as you like.",
    ),
    Exercise(
        id="forward.softmax",
        points=3,
        reference=reference.softmax,
        cases=_softmax_cases,
        atol=1e-12,
        mistakes=[
            Mistake(
                "softmax over the whole batch",
                "All your probabilities together add up to 1. It is each *row* that should: the examples do not "
                "compete with each other. Sum along the rows: `axis=1, keepdims=True`.",
                _softmax_over_all,
            ),
            Mistake(
                "one sum for the whole batch",
                "`np.sum(E)` adds up all numbers of all rows. Each row wants its own sum, as a column: "
                "`E.sum(axis=1, keepdims=True)`. (And for large scores exp overflows: subtract the row's maximum "
                "first.)",
                _softmax_naive_over_all,
            ),
            Mistake(
                "sum not shifted",
                "Above the fraction bar the maximum is subtracted, below it is not. Calculate the exponentials once, "
                "give them a name, and use them in both places.",
                _sum_not_shifted,
            ),
            Mistake(
                "keepdims forgotten",
                "Without `keepdims=True` the sums are a row of numbers and not a column. Where NumPy accepts that "
                "at all, it divides each *column* by a sum that belongs to a row.",
                _keepdims_forgotten,
            ),
            Mistake(
                "softmax down the columns",
                "Your columns add up to 1, not the rows: `axis=0` goes down the columns. The classes of one example "
                "stand in a row: `axis=1`.",
                _softmax_down_the_columns,
            ),
            Mistake(
                "overflow for large scores",
                "For scores around 1000, exp overflows and the result is nan. Take the largest score of each row "
                "away first: it changes nothing in the fraction, and every exponent is then 0 or less.",
                _softmax_naive,
            ),
            Mistake(
                "one maximum for the whole batch",
                "You take away the largest score of the whole batch. In a row far below it, every exp becomes 0, and "
                "0 / 0 is nan. Each row wants its own maximum: `Z.max(axis=1, keepdims=True)`.",
                _softmax_shifted_by_global_maximum,
            ),
            Mistake(
                "not divided by the sum",
                "The exponentials are right, but they do not add up to 1 yet: divide each row by its sum.",
                _not_divided,
            ),
            Mistake(
                "divided without exp",
                "You divide the scores themselves. Negative scores would give negative probabilities: take exp first.",
                _divided_without_exp,
            ),
            Mistake(
                "divided by the maximum instead of shifted",
                "You divide by the largest score to avoid the overflow. That changes the result: only a number "
                "*subtracted* from the whole row cancels.",
                _divided_by_maximum_score,
            ),
            Mistake(
                "2 instead of e",
                "You raise 2 to the power of the scores. The softmax is defined with e: `np.exp`.",
                _two_to_the_power,
            ),
        ],
        hints=[
            "Take exp of every score, then divide each row by its sum. `keepdims=True` keeps the sums as a column, "
            "so that NumPy lines them up with the rows.",
            "To prevent the overflow, first take from every row its largest score: `Z.max(axis=1, keepdims=True)`.",
            "`E = np.exp(Z - Z.max(axis=1, keepdims=True))`, then `return E / E.sum(axis=1, keepdims=True)`",
        ],
        equivalent={
            "E = np.exp(Z - Z.max(axis=-1, keepdims=True))": "the last axis of a table is axis 1",
            "return E / E.sum(axis=-1, keepdims=True)": "the last axis of a table is axis 1",
        },
        built="the output layer of nearly every classifier, from digits to the next word of a chatbot.",
    ),
    number(
        "forward.equal_scores",
        right=0.25,
        wrong=[
            (
                "scores taken for probabilities",
                "7 is the score. The softmax turns scores into shares of 1.",
                7.0,
            ),
            ("all instead of one", "1 is what the four add up to. How large is each?", 1.0),
            ("percent instead of a share", "As a share of 1, 25 % is 0.25.", 25.0),
            (
                "two classes instead of four",
                "0.5 each would be right for two classes; here there are four.",
                0.5,
            ),
        ],
        hints=[
            "The four exponentials are equal. What share of the sum has each?",
            "Four equal shares of 1.",
        ],
        built="the number to expect from a classifier that knows nothing yet: 1 divided by the number of classes.",
    ),
    Exercise(
        id="forward.predict",
        points=2,
        reference=reference.predict,
        cases=_predict_cases,
        outputs=("labels", "confidence"),
        mistakes=[
            Mistake(
                "score instead of probability",
                "The labels are right, but the confidence is a raw score. Put the scores through the softmax first: "
                "only then can you say 90 %.",
                _score_as_confidence,
            ),
            Mistake(
                "best example of each class",
                "You look for the best *example* of each class. Wanted is the best *class* of each example: "
                "go along the rows, `axis=1`.",
                _argmax_over_examples,
            ),
            Mistake(
                "one answer for the whole batch",
                "One label and one number came back. Without `axis=1`, argmax looks through the whole table at once.",
                _one_label_for_all,
            ),
            Mistake("least probable class", "You pick the class with the *lowest* probability.", _least_probable),
            Mistake(
                "labels and confidence exchanged",
                "Both are right, but in the wrong order: first the labels, then the confidence.",
                _confidence_first,
            ),
            Mistake(
                "all probabilities returned",
                "You return the probabilities of all classes. The confidence is that of the chosen class only: the "
                "largest of each row.",
                _all_probabilities,
            ),
        ],
        hints=[
            "Scores first, then probabilities; you have written functions for both.",
            "`P.argmax(axis=1)` gives the position of the largest number of each row, `P.max(axis=1)` the number.",
            "`P = softmax(mlp_forward(X, parameters))`, then `return P.argmax(axis=1), P.max(axis=1)`",
        ],
        equivalent={
            "return (P.argmax(axis=-1), P.max(axis=1))": "the last axis of a table is axis 1",
            "return (P.argmax(axis=1), P.max(axis=-1))": "the last axis of a table is axis 1",
        },
        built="a classifier that says what it sees and how sure it is.",
    ),
    choice(
        "forward.ninety_percent",
        options={
            "a": "The network made 10 mistakes while it was trained.",
            "b": "Of many images of which it says 90 %, about nine in ten are what it says.",
            "c": "90 % of the picture is covered by a person.",
            "d": "The network finds 90 % of all persons.",
        },
        right="b",
        wrong={
            "a": ("training mistakes", "The number speaks of this one image, not of the training."),
            "c": (
                "share of the picture",
                "Nothing in the softmax measures area. It shares out belief, not pixels.",
            ),
            "d": (
                "share of persons found",
                "That is another measure, of all images of persons. The 90 % is about one answer.",
            ),
        },
        hints=[
            "You have just counted it: among the answers with about 90 %, how many were right?",
            "A chance of 90 % is a promise about many cases.",
        ],
        built="the right way to read a network's confidence, and a reason to test it.",
    ),
]
