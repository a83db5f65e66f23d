"""How many pixels of the picture, along one side, one number after these layers depends on."""

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
    hints=[
        "Carry two numbers through the layers: how many pixels are seen so far, and how far apart neighbours of "
        "this map are in the picture.",
        "A window of `size` reaches size - 1 steps further. After the layer, the step is `stride` times as large.",
        "Start: `field, step = 1, 1`. In the loop: `field += (size - 1) * step`, then `step *= stride`.",
    ],
    solved="the answer to how much of the picture a neuron sees.",
)


def _field(layers, *, before=True, less=1, start=1, once=False):
    field, step = start, 1
    for size, stride in layers:
        step = step if before else step * stride
        field += (size - less) * (1 if once else step)
        step = step * stride if before else step
    return field


@exercise.mistake("strides ignored")
def _(layers):
    """Every layer adds size - 1, as if all strides were 1. After a stride of 2, neighbours in the map are 2 pixels of
    the picture apart.
    """
    return _field(layers, once=True)


@exercise.mistake("own stride counted")
def _(layers):
    """The stride of a layer is counted for the layer itself. It spreads the *output* of the layer: only later layers
    feel it. Multiply after adding.
    """
    return _field(layers, before=False)


@exercise.mistake("whole size added")
def _(layers):
    """Each layer adds size steps, but a window of 3 reaches only 2 pixels further than its first: size - 1."""
    return _field(layers, less=0)


@exercise.mistake("first pixel forgotten")
def _(layers):
    """One too few: without any layer, one number depends on one pixel. Start with 1."""
    return _field(layers, start=0)


@exercise.mistake("from the last layer to the first")
def _(layers):
    """You go through the layers from the end. The steps grow from the picture upwards: begin with the first one."""
    return _field(layers[::-1])


@exercise.mistake("sizes added up")
def _(layers):
    """That is the sum of the sizes. Windows overlap: the second one of size 3 sees only 2 pixels more."""
    return sum(size for size, _ in layers)


@exercise.mistake("only the last stride")
def _(layers):
    """The step is the stride of the layer before. Strides multiply: after two strides of 2 the step is 4."""
    field, step = 1, 1
    for size, stride in layers:
        field += (size - 1) * step
        step = stride
    return field


@exercise.mistake("only its own stride")
def _(layers):
    """Each layer's reach is multiplied by its own stride. It counts in steps of the map that comes *in*: multiply by
    the strides of all layers before it.
    """
    return 1 + sum((size - 1) * stride for size, stride in layers)


@exercise.mistake("strides added")
def _(layers):
    """The step grows by adding. Strides multiply: each layer spreads what is already spread."""
    field, step = 1, 1
    for size, stride in layers:
        field += (size - 1) * step
        step += stride
    return field


@exercise.accepts("field by walking back")
def _(layers):
    field = 1
    for size, stride in reversed(layers):
        field = (field - 1) * stride + size
    return field


@exercise.accepts("field by products")
def _(layers):
    strides = [stride for _, stride in layers]
    return 1 + sum((size - 1) * int(np.prod(strides[:k])) for k, (size, _) in enumerate(layers))
