"""How many pixels a neuron sees: every layer sees further, and every stride spreads the later ones."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import cnn


def cases(rng):
    layers = [[(3, 1)], [(3, 1), (3, 1)], [(3, 1), (2, 2), (3, 1)], [(5, 2), (3, 1)], [(3, 1), (2, 2), (3, 1), (2, 2)]]
    layers += [[], [(1, 1), (7, 2), (3, 2), (3, 3), (1, 1)]]
    layers.append([(int(rng.integers(2, 6)), int(rng.integers(1, 4))) for _ in range(5)])
    return [Case(item) for item in layers]


exercise = Exercise(
    reference=cnn.receptive_field,
    points=2,
    cases=cases,
    form="fault",
    hints=[
        "One layer, with a window of 5 and a stride of 2: how many pixels does one of its numbers see?",
        "The stride of a layer says how far apart *its own* numbers are, so who feels it first? And how far apart are "
        "they if the layer before has spread them already?",
        "Every second house of every third street is one house in six, and not one in five.",
    ],
    solved="the answer to how much of the picture a neuron sees.",
)


exercise.edit(
    "strides ignored",
    {"(size - 1) * step": "size - 1"},
    """Every layer adds size - 1, as if all strides were 1. After a stride of 2, neighbours in the map are 2 pixels of
    the picture apart.""",
)


exercise.edit(
    "own stride counted",
    {"field += (size - 1) * step": "step *= stride", "step *= stride": "field += (size - 1) * step"},
    """The stride of a layer is counted for the layer itself. It spreads the *output* of the layer: only later layers
    feel it. Multiply after adding.""",
)


exercise.edit(
    "whole size added",
    {"(size - 1)": "size"},
    "Each layer adds size steps, but a window of 3 reaches only 2 pixels further than its first: size - 1.",
)


exercise.edit(
    "first pixel forgotten",
    {"field, step = 1, 1": "field, step = 0, 1"},
    "One too few: without any layer, one number depends on one pixel. Start with 1.",
)


exercise.edit(
    "from the last layer to the first",
    {"in layers": "in layers[::-1]"},
    "You go through the layers from the end. The steps grow from the picture upwards: begin with the first one.",
)


@exercise.mistake("sizes added up")
def _(layers):
    """That is the sum of the sizes. Windows overlap: the second one of size 3 sees only 2 pixels more."""
    return sum(size for size, _ in layers)


exercise.edit(
    "only the last stride",
    {"step *= stride": "step = stride"},
    "The step is the stride of the layer before. Strides multiply: after two strides of 2 the step is 4.",
)


exercise.edit(
    "largest stride",
    {"step *= stride": "step = max(step, stride)"},
    """The step is the largest stride so far. Strides multiply: two strides of 2, one after the other, spread the pixels
    further than one.""",
)


exercise.edit(
    "only its own stride",
    {"(size - 1) * step": "(size - 1) * stride"},
    """Each layer's reach is multiplied by its own stride. It counts in steps of the map that comes *in*: multiply by
    the strides of all layers before it.""",
)


exercise.edit(
    "strides added",
    {"step *= stride": "step += stride"},
    "The step grows by adding. Strides multiply: each layer spreads what is already spread.",
)


exercise.edit(
    "sizes multiplied",
    {"field += (size - 1) * step": "field *= size"},
    """The sizes are multiplied. With a stride of 1 each layer only adds: a second window of 3 sees 2 pixels more, and
    not 3 times as many.""",
)


exercise.edit(
    "last layer only",
    {"in layers": "in layers[-1:]"},
    "Only the last layer counts: each round of the loop begins anew. Start before the loop, and add to it.",
)


exercise.edit(
    "size and stride exchanged",
    {"for size, stride in": "for stride, size in"},
    "Each layer is a pair (size, stride), in this order: you take the second number for the size.",
)


exercise.edit(
    "distance instead of the field",
    {"return field": "return step"},
    "That is how far apart neighbours of the last map are. Wanted is how many pixels one of them sees.",
)


exercise.edit(
    "both sides multiplied",
    {"return field": "return field**2"},
    "That is the number of pixels of a whole square. Wanted is the number along one side.",
)


exercise.edit(
    "largest size",
    {"field += (size - 1) * step": "field = max(field, size)"},
    "That is the size of the largest window. Every layer sees further than the one before: its reach is added.",
)


@exercise.mistake("whole field multiplied by the stride")
def _(layers):
    """From the last layer back, a map of `field` numbers needs (field - 1) · stride + size numbers before it: you take
    field · stride + size - 1, which is right for a stride of 1 only.
    """
    field = 1
    for size, stride in reversed(layers):
        field = field * stride + size - 1
    return field


@exercise.mistake("whole field multiplied by the stride, whole size added")
def _(layers):
    """From the last layer back, you take field · stride + size. The last window only begins (field - 1) · stride
    further: (field - 1) · stride + size.
    """
    field = 1
    for size, stride in reversed(layers):
        field = field * stride + size
    return field


@exercise.mistake("formula of the way down, from the first layer")
def _(layers):
    """You multiply the field by each layer's stride, from the first layer on. That is the walk from the *last* layer
    down, and there it is (field - 1) · stride + size. From the first on, the field only grows by adding: count how far
    apart neighbours are in a number of its own.
    """
    field = 1
    for size, stride in layers:
        field = field * stride + size - 1
    return field


exercise.edit(
    "reach of the last layer only",
    {"field += (size - 1) * step": "field = 1 + (size - 1) * step"},
    """Only the reach of the last layer is left: each round of the loop begins at 1 again. Add to the field: `+=`.""",
)


exercise.edit(
    "1 added to the size",
    {"size - 1": "size + 1"},
    """Each layer adds size + 1 steps. A window of 3 reaches only 2 pixels further than its first: 1 less than its
    size.""",
)


exercise.edit(
    "strides less 1 added",
    {"step *= stride": "step += stride - 1"},
    """Each layer adds stride - 1 to the step. Strides multiply: after strides of 2 and 3 neighbours are 6 pixels apart,
    and not 4.""",
)


@exercise.plants(
    "own stride counted",
    "strides less 1 added",
    symptom=(
        "for a single layer with a window of 5 and a stride of 2 it says 9.",
        "For (1, 2), (1, 3), (2, 1) it says 5: the last window sees two numbers that are 6 pixels apart, and so 7 "
        "pixels.",
    ),
)
def receptive_field(layers):
    """How many pixels of the picture, along one side, one number after these layers depends on.

    layers: list of (size, stride), the first layer first -> a whole number
    """
    field, step = 1, 1
    for size, stride in layers:
        step += stride - 1
        field += (size - 1) * step
    return field


@exercise.accepts("from the last layer back")
def _(layers):
    field = 1
    for size, stride in reversed(layers):
        field = (field - 1) * stride + size
    return field


@exercise.accepts("with products of strides")
def _(layers):
    strides = [stride for _, stride in layers]
    return 1 + sum((size - 1) * int(np.prod(strides[:k])) for k, (size, _) in enumerate(layers))
