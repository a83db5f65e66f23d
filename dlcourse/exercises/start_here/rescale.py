"""Rescaling: pixel values divided by the largest one possible, whatever this image's own largest is."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import start_here


def cases(rng):
    rows, columns, length = drawn_sizes(rng, 3)
    return [
        Case(np.array([0.0, 8.0, 16.0]), 16),
        Case(np.array([[0.0, 51.0], [102.0, 255.0], [255.0, 153.0]]), 255),
        Case(rng.uniform(0, 10, (rows, columns)), 20.0),  # the brightest pixel is not there
        Case(rng.uniform(0, 0.7, length), 1),
        Case(np.array([6.0]), 8.0),
        Case(rng.integers(0, 256, (2, rows, columns)), 255),
        Case(np.array([[3, 1, 4]], dtype=np.uint8), 8),
        Case(rng.uniform(0, 16, (columns, 3)).astype(np.float32), 16),
        Case(np.array([1e-300, 1e300]), 1e300),
    ]


exercise = Exercise(
    reference=start_here.rescale,
    points=1,
    cases=cases,
    hints=[
        "What has to happen to 16 so that it becomes 1, and to 8 so that it becomes 0.5?",
        "NumPy divides a whole array at once: `array / number` divides every element.",
        "`return image / largest`",
    ],
    solved="the first step of nearly every program that looks at images: bringing pixels to the range 0 to 1.",
    equivalent_mutants={
        "return image / largest": "only for callers that give lists",
    },
)


@exercise.mistake("divided by the image's own maximum")
def _(image, largest):
    """You divide by the brightest pixel *of this image*. `largest` is the brightest pixel there could be: with the
    image's own maximum, a dark image would come out as bright as a light one.
    """
    return np.asarray(image) / np.max(image)


@exercise.mistake("whole-number division")
def _(image, largest):
    """`//` divides and throws the decimals away, so that almost every pixel becomes 0. Plain `/` keeps them."""
    return np.asarray(image) // largest


@exercise.mistake("image changed in place")
def _(image, largest):
    """`image /= largest` writes into the caller's own array: call it twice and the image is divided twice. `image /
    largest` makes a new array and leaves the old one alone.
    """
    if np.asarray(image).dtype.kind == "f":
        image /= largest
        return image
    return image / largest


@exercise.mistake("multiplied instead of divided")
def _(image, largest):
    """You multiply by `largest`, which makes the numbers larger still. To bring `largest` down to 1, divide by it."""
    return np.asarray(image) * largest


@exercise.mistake("subtracted instead of divided")
def _(image, largest):
    """Subtracting shifts all pixels by the same amount: 0 would no longer stay 0. Division keeps 0 at 0 and brings
    `largest` to 1.
    """
    return np.asarray(image) - largest


@exercise.accepts("times the reciprocal")
def _(image, largest):
    return image * (1 / largest)


@exercise.accepts("with np.true_divide")
def _(image, largest):
    return np.true_divide(image, largest)


@exercise.accepts("pixel by pixel")
def _(image, largest):
    return np.array([p / largest for p in image.ravel()]).reshape(image.shape)
