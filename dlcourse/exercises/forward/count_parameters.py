"""Counting parameters: a weight from each input to each neuron, and a bias for each neuron."""

import itertools

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import forward


def cases(rng):
    sizes = [[2, 3, 1], [4, 2], [64, 32, 10], [784, 256, 128, 10], [1, 1], [3, 3, 3]]
    sizes.append([int(size) for size in rng.integers(2, 40, 5)])
    return [Case(size) for size in sizes]


exercise = Exercise(
    reference=forward.count_parameters,
    points=1,
    cases=cases,
    hints=[
        "How many numbers are in W and how many in b of one layer with 3 inputs and 4 neurons?",
        "A layer lies between two neighbours of the list. Go through the neighbours, count each layer's weights and "
        "biases, and add up.",
        "Elsewhere: `sum(b - a for a, b in zip(stops[:-1], stops[1:]))` adds up the ways from stop to stop.",
    ],
    solved="a counter for what people mean when they say that a model has seven billion parameters.",
    equivalent_mutants={
        "return sum((inputs * outputs + outputs for inputs, outputs in zip(sizes[:], sizes[1:])))": (
            "zip stops at the shorter one"
        ),
    },
)


def pairs(sizes):
    """The inputs and outputs of each layer."""
    return list(itertools.pairwise(sizes))


@exercise.mistake("biases not counted")
def _(sizes):
    """You count only the weights. Every neuron also has a bias."""
    return sum(inputs * outputs for inputs, outputs in pairs(sizes))


@exercise.mistake("a bias for every input")
def _(sizes):
    """Biases belong to the neurons of a layer (its outputs), not to its inputs."""
    return sum(inputs * outputs + inputs for inputs, outputs in pairs(sizes))


@exercise.mistake("one bias for a whole layer")
def _(sizes):
    """You count one bias for each layer, but every *neuron* has one of its own."""
    return sum(inputs * outputs + 1 for inputs, outputs in pairs(sizes))


@exercise.mistake("neurons counted")
def _(sizes):
    """That is the number of inputs and neurons. The parameters are what connects them: inputs × neurons weights, and a
    bias for each neuron.
    """
    return sum(sizes)


@exercise.mistake("only the first layer")
def _(sizes):
    """Only the first layer is counted. Is the `return` inside the loop? Then it ends after its first round."""
    return sizes[0] * sizes[1] + sizes[1]


@exercise.mistake("only the last layer")
def _(sizes):
    """Only the last layer is counted: each round of the loop replaces what was there. Add up with `+=`."""
    return sizes[-2] * sizes[-1] + sizes[-1]


@exercise.mistake("last layer left out")
def _(sizes):
    """The last layer is missing: [64, 32, 10] has two layers, 64 to 32 and 32 to 10."""
    return sum(inputs * outputs + outputs for inputs, outputs in pairs(sizes)[:-1])


@exercise.mistake("a bias for the inputs too")
def _(sizes):
    """The inputs have no biases: they are given, not calculated. Only the neurons of the layers, `sizes[1:]`, have
    some.
    """
    return sum(a * b for a, b in pairs(sizes)) + sum(sizes)


@exercise.mistake("last layer without biases")
def _(sizes):
    """The neurons of the last layer have biases, too: `sizes[1:]` are all neurons."""
    return sum(a * b for a, b in pairs(sizes)) + sum(sizes[1:-1])


@exercise.mistake("biases of the last layer only")
def _(sizes):
    """Only the last layer's biases are counted. Is the line that adds them inside the loop? Every layer has some."""
    return sum(a * b for a, b in pairs(sizes)) + sizes[-1]


@exercise.mistake("all sizes multiplied")
def _(sizes):
    """You multiply all sizes. Weights connect a layer with the *next* only: multiply neighbours, then add up."""
    return int(np.prod(sizes))


@exercise.also("all sizes multiplied")
def _(sizes):
    return int(np.prod(sizes)) + sum(sizes[1:])


@exercise.mistake("one more on both sides")
def _(sizes):
    """A bias is like one more *input* of each neuron: add 1 to the inputs only, not to the outputs."""
    return sum((a + 1) * (b + 1) for a, b in pairs(sizes))


@exercise.mistake("sizes added instead of multiplied")
def _(sizes):
    """You add inputs and outputs. Every input has a weight to *every* neuron: that is a product."""
    return sum(a + 2 * b for a, b in pairs(sizes))


@exercise.mistake("first layer left out")
def _(sizes):
    """The first layer is missing: Python counts from 0, and the first pair is `sizes[0]` and `sizes[1]`."""
    return sum(a * b + b for a, b in pairs(sizes)[1:])


@exercise.mistake("every other layer left out")
def _(sizes):
    """Every second layer is missing. A size stands in *two* layers: it is the outputs of one and the inputs of the
    next. The pairs overlap.
    """
    return sum(a * b + b for a, b in pairs(sizes)[::2])


@exercise.mistake("every layer with every other")
def _(sizes):
    """You connect every layer with all later ones. Weights lead to the *next* layer only."""
    return sum(a * b for a, b in itertools.combinations(sizes, 2)) + sum(sizes[1:])


@exercise.mistake("each layer with itself")
def _(sizes):
    """You multiply each size by itself. Weights connect a layer with the next: multiply neighbours."""
    return sum(size * size + size for size in sizes)


@exercise.mistake("only the biases")
def _(sizes):
    """These are the biases, one for each neuron. The weights are missing: inputs times outputs, for each layer."""
    return sum(sizes[1:])


@exercise.mistake("layers counted")
def _(sizes):
    """That is the number of layers. Each layer has a weight from every input to every neuron, and a bias for every
    neuron.
    """
    return len(sizes) - 1


@exercise.mistake("one number for each layer")
def _(sizes):
    """These are the parameters of each layer. One number is wanted: add them up."""
    return [a * b + b for a, b in pairs(sizes)]


@exercise.mistake("one bias altogether")
def _(sizes):
    """You count a single bias for the whole network. Every *neuron* has one of its own."""
    return sum(a * b for a, b in pairs(sizes)) + 1


@exercise.accepts("with a running total")
def _(sizes):
    total = 0
    for i in range(1, len(sizes)):
        total += (sizes[i - 1] + 1) * sizes[i]
    return total


@exercise.accepts("as a dot product")
def _(sizes):
    return int(np.dot(np.array(sizes[:-1]) + 1, sizes[1:]))


@exercise.accepts("with np.sum")
def _(sizes):
    return np.sum([(a + 1) * b for a, b in pairs(sizes)])


@exercise.accepts("by the sizes of arrays")
def _(sizes):
    return sum(np.zeros((a, b)).size + np.zeros(b).size for a, b in zip(sizes, sizes[1:]))


@exercise.accepts("as a float")
def _(sizes):
    return float(sum(a * b + b for a, b in zip(sizes, sizes[1:])))
