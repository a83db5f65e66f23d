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
        "How large are W and b of one layer with 3 inputs and 4 neurons?",
        "Go through neighbouring sizes: `zip(sizes[:-1], sizes[1:])` gives each layer's inputs and outputs.",
        "Add up `inputs * outputs + outputs` over the layers.",
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
    """You count the weights. Every neuron also has a bias."""
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
