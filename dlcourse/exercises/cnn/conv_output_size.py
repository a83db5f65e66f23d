"""How many places a kernel finds along one side of a picture."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import cnn


def cases(rng):
    cases = [Case(5, 3), Case(5, 3, 1, 1), Case(7, 3, 2), Case(8, 3, stride=2), Case(8, 3, stride=2, padding=1)]
    cases += [Case(4, 4), Case(3, 3, stride=2, padding=1), Case(28, 5, 1, 2), Case(224, 7, 2, 3), Case(227, 11, 4)]
    for _ in range(3):
        kernel = int(rng.integers(1, 8))
        cases.append(Case(int(rng.integers(kernel, 100)), kernel, int(rng.integers(2, 6)), int(rng.integers(1, 4))))
    return cases


exercise = Exercise(
    reference=cnn.conv_output_size,
    points=2,
    cases=cases,
    hints=[
        "How far can the kernel move from its first place until its end meets the end of the picture? How many "
        "whole steps are in this?",
        "The picture with its frame has size + 2 · padding pixels; the kernel takes `kernel` of them; the rest is "
        "room to move.",
        "`return (size + 2 * padding - kernel) // stride + 1`",
    ],
    solved="the formula behind every shape of a convolutional network.",
)


@exercise.mistake("rounded up")
def _(size, kernel, stride=1, padding=0):
    """The number of steps is rounded up: the last place would stick out of the picture. A kernel that does not fit any
    more has no place: `//` rounds down.
    """
    return -(-(size + 2 * padding - kernel) // stride) + 1


@exercise.mistake("not rounded")
def _(size, kernel, stride=1, padding=0):
    """Where the steps do not come out even, you get a fraction of a place (and a float everywhere else). `//` divides
    and rounds down.
    """
    return (size + 2 * padding - kernel) / stride + 1


@exercise.mistake("padding on one side only")
def _(size, kernel, stride=1, padding=0):
    """The padding is added once. There is a frame on *both* sides: 2 · padding."""
    return (size + padding - kernel) // stride + 1


@exercise.mistake("one too few")
def _(size, kernel, stride=1, padding=0):
    """One place too few, always: the steps are counted, and not the places. Where the kernel stands before its first
    step is a place, too.
    """
    return (size + 2 * padding - kernel) // stride


@exercise.mistake("kernel not subtracted")
def _(size, kernel, stride=1, padding=0):
    """The whole length is divided by the stride. The kernel cannot start everywhere: it must *end* inside of the
    picture, so its own length is taken away first.
    """
    return (size + 2 * padding) // stride


@exercise.mistake("kernel subtracted after the division")
def _(size, kernel, stride=1, padding=0):
    """Divide last: the room for steps is size + 2 · padding - kernel, and all of it is divided by the stride."""
    return (size + 2 * padding) // stride - kernel + 1


@exercise.mistake("1 added before the division")
def _(size, kernel, stride=1, padding=0):
    """The 1 stands inside of the brackets and is divided with the rest. First the steps, rounded down; then 1 more."""
    return (size + 2 * padding - kernel + 1) // stride


@exercise.mistake("padding ignored")
def _(size, kernel, stride=1, padding=0):
    """The padding makes the picture larger, on both sides."""
    return (size - kernel) // stride + 1


@exercise.mistake("stride ignored")
def _(size, kernel, stride=1, padding=0):
    """That is the number of places with a stride of 1. With larger steps there are fewer."""
    return size + 2 * padding - kernel + 1


@exercise.accepts("size by counting")
def _(size, kernel, stride=1, padding=0):
    return len(range(0, size + 2 * padding - kernel + 1, stride))


@exercise.accepts("STYLE")
def _(size, kernel, stride=1, padding=0):
    return int((size + 2 * padding - kernel) / stride) + 1


@exercise.accepts("STYLE")
def _(size, kernel, stride=1, padding=0):
    return int(np.floor((size + 2 * padding - kernel) / stride + 1))
