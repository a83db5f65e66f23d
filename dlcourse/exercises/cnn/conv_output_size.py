"""How many places a kernel finds along one side: the formula behind every shape of a convolutional network."""

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
    form="fault",
    hints=[
        "Lay a kernel of 3 on 8 pixels, with a stride of 2: where does the last place begin that does not stick out?",
        "Each of the two complaints belongs to one piece of the code. Ask how many sides a picture has, and in which "
        "direction a broken number of steps must go.",
        "Seats for 7 people in rows of 2: `7 / 2` is 3.5, `7 // 2` is 3, and `np.ceil(7 / 2)` is 4.0.",
    ],
    solved="the formula behind every shape of a convolutional network.",
)


@exercise.mistake("rounded up")
def _(size, kernel, stride=1, padding=0):
    """The number of steps is rounded up: the last place would stick out of the picture. A kernel that does not fit any
    more has no place: `//` rounds down.
    """
    return -(-(size + 2 * padding - kernel) // stride) + 1


exercise.edit(
    "not rounded",
    {"// stride": "/ stride"},
    """Where the steps do not come out even, you get a fraction of a place (and a float everywhere else). `//` divides
    and rounds down.""",
)


exercise.edit(
    "padding on one side only",
    {"(size + 2 * padding - kernel)": "(size + padding - kernel)"},
    "The padding is added once. There is a frame on *both* sides: 2 · padding.",
)


exercise.edit(
    "one too few",
    {"// stride + 1": "// stride"},
    """One place too few, always: the steps are counted, and not the places. Where the kernel stands before its first
    step is a place, too.""",
)


exercise.edit(
    "kernel not subtracted",
    {"(size + 2 * padding - kernel) // stride + 1": "(size + 2 * padding) // stride"},
    """The whole length is divided by the stride. The kernel cannot start everywhere: it must *end* inside of the
    picture, so its own length is taken away first.""",
)


exercise.edit(
    "kernel subtracted after the division",
    {"(size + 2 * padding - kernel) // stride + 1": "(size + 2 * padding) // stride - kernel + 1"},
    "Divide last: the room for steps is size + 2 · padding - kernel, and all of it is divided by the stride.",
)


exercise.edit(
    "1 added before the division",
    {"- kernel) // stride + 1": "- kernel + 1) // stride"},
    "The 1 stands inside of the brackets and is divided with the rest. First the steps, rounded down; then 1 more.",
)


exercise.edit(
    "padding ignored",
    {"(size + 2 * padding - kernel)": "(size - kernel)"},
    "The padding plays no part. It makes the picture larger, on both sides.",
)


exercise.edit(
    "stride ignored",
    {" // stride": ""},
    "That is the number of places with a stride of 1. With larger steps there are fewer.",
)


@exercise.mistake("rounded to the nearest")
def _(size, kernel, stride=1, padding=0):
    """`round` also rounds up, and the last place would then stick out of the picture. `//` always rounds down."""
    return round((size + 2 * padding - kernel) / stride) + 1


@exercise.mistake("rounded up instead of 1 more")
def _(size, kernel, stride=1, padding=0):
    """The number of steps is rounded up, and the 1 is missing: one place too few wherever the steps come out even.
    Round down with `//`, and add 1 for the place before the first step.
    """
    return -(-(size + 2 * padding - kernel) // stride)


exercise.edit(
    "brackets forgotten",
    {"(size + 2 * padding - kernel)": "size + 2 * padding - kernel"},
    """Without brackets only `kernel` is divided by the stride: `//` comes before `+` and `-`. Put brackets around the
    room for steps, size + 2 · padding - kernel.""",
)


@exercise.mistake("only the padding divided")
def _(size, kernel, stride=1, padding=0):
    """Only 2 · padding is divided by the stride: a division comes before `+` and `-`. Put brackets around the room for
    steps, size + 2 · padding - kernel.
    """
    return size - kernel + 2 * padding // stride + 1


@exercise.mistake("padding not divided")
def _(size, kernel, stride=1, padding=0):
    """The padding is added after the division, as if each of its pixels were a place. The frame makes the picture
    larger: it belongs inside of the brackets, before dividing by the stride.
    """
    return (size - kernel) // stride + 1 + 2 * padding


exercise.edit(
    "each length divided by itself",
    {"(size + 2 * padding - kernel) // stride": "size // stride + 2 * padding // stride - kernel // stride"},
    """The three lengths are divided one by one, and each is rounded by itself: what is cut off adds up. Divide what is
    left of the picture as a whole.""",
)


exercise.edit(
    "padding subtracted",
    {"(size + 2 * padding - kernel)": "(size - 2 * padding - kernel)"},
    "The padding is taken away. It makes the picture *larger*, on both sides: + 2 · padding.",
)


exercise.edit(
    "kernel smaller by 1",
    {"- kernel) // stride": "- (kernel - 1)) // stride"},
    """You take away kernel - 1 *and* add 1 at the end, so that a place too many is counted wherever the steps come out
    even. One of both is enough: take away the whole kernel.""",
)


@exercise.mistake("size of the transposed convolution")
def _(size, kernel, stride=1, padding=0):
    """That is the formula of the transposed convolution, which makes pictures larger. Here the kernel takes room away,
    and the stride divides what is left.
    """
    return (size - 1) * stride - 2 * padding + kernel


@exercise.mistake("kernel plays no part")
def _(size, kernel, stride=1, padding=0):
    """That is size / stride, rounded up, as in a framework with padding "same". Here the padding is given as a number:
    take the kernel from what the picture has with its frame.
    """
    return -(-size // stride)


@exercise.plants(
    "rounded up",
    "padding on one side only",
    symptom=(
        "for 8 pixels, a kernel of 3 and a stride of 2 it counts 4 places, and the fourth would stick out.",
        "For 7 pixels, a kernel of 3, a stride of 1 and a padding of 1 it counts 6 places, where the explorer shows 7.",
    ),
)
def conv_output_size(size, kernel, stride=1, padding=0):
    """How many places a kernel finds along one side of a picture.

    size, kernel, stride, padding: whole numbers -> a whole number
    """
    steps = np.ceil((size + padding - kernel) / stride)
    return int(steps) + 1


@exercise.accepts("by counting the places")
def _(size, kernel, stride=1, padding=0):
    return len(range(0, size + 2 * padding - kernel + 1, stride))


@exercise.accepts("rounded towards zero")
def _(size, kernel, stride=1, padding=0):
    return int((size + 2 * padding - kernel) / stride) + 1


@exercise.accepts("with floor")
def _(size, kernel, stride=1, padding=0):
    return int(np.floor((size + 2 * padding - kernel) / stride + 1))
