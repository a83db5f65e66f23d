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
        "The same has to happen to every pixel, with one and the same number: the argument that says how bright a "
        "pixel could be.",
        "Elsewhere: `prices / 7.5` divides every price of an array, and makes a new array.",
    ],
    solved="a first step of many programs that look at images: bringing pixels to the range 0 to 1.",
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


@exercise.mistake("decimals thrown away")
def _(image, largest):
    """The decimals are gone, so that almost every pixel becomes 0. `//` drops them, and so does turning the result into
    whole numbers; plain `/` keeps them.
    """
    return np.asarray(image) // largest


@exercise.mistake("image changed in place")
def _(image, largest):
    """`image /= largest` writes into the caller's own array: call it twice and the image is divided twice. And an array
    of whole numbers has no room for decimals, so that NumPy refuses. `image / largest` makes a new array.
    """
    image /= largest
    return image


@exercise.mistake("changed in place, and nothing returned")
def _(image, largest):
    """`image /= largest` writes into the caller's own array, and without a `return` nothing comes back. Make a new
    array, leave the caller's as it is, and return yours.
    """
    image /= largest


@exercise.mistake("room for whole numbers only")
def _(image, largest):
    """Where the pixels are whole numbers, your result is an array of whole numbers, too (`np.zeros_like(image)` makes
    one), and it drops the decimals. `np.zeros(image.shape)` has room for them.
    """
    out = np.zeros_like(image)
    out[...] = image / largest
    return out


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


@exercise.mistake("stretched from the image's own darkest to its brightest")
def _(image, largest):
    """You stretch the image between its own darkest and brightest pixel. 0 is to stay 0, and only `largest` becomes 1:
    divide by `largest`, and subtract nothing.
    """
    with np.errstate(invalid="ignore"):
        return (image - np.min(image)) / (np.max(image) - np.min(image))


@exercise.mistake("always divided by 255")
def _(image, largest):
    """You divide by 255 whatever the image. That is right for one sort of images; the argument `largest` says what the
    brightest pixel can be in this one.
    """
    return image / 255


@exercise.mistake("always divided by 16")
def _(image, largest):
    """You divide by 16 whatever the image. That fits the digits only: use the argument `largest`."""
    return image / 16


@exercise.mistake("fraction upside down")
def _(image, largest):
    """The fraction stands on its head: you divide `largest` by the pixels. Dark pixels become huge, and a 0 has no
    answer at all.
    """
    with np.errstate(divide="ignore"):
        return largest / image


@exercise.mistake("pixels from -1 to 1")
def _(image, largest):
    """Your pixels reach from -1 to 1. Some networks want that; here 0 stays 0, and `largest` becomes 1."""
    return 2 * (image / largest) - 1


@exercise.mistake("black and white exchanged")
def _(image, largest):
    """Dark and light have changed places: what is 0 becomes 1. The division alone is enough, nothing is to be turned
    round.
    """
    return 1 - image / largest


@exercise.mistake("cut off instead of divided")
def _(image, largest):
    """Everything above 1 is cut down to 1, so that all those pixels look alike. Dividing keeps their differences."""
    return np.clip(image, 0, 1)


@exercise.mistake("divided by the sum")
def _(image, largest):
    """You divide by the sum of all pixels: then they add up to 1, and the larger the image, the darker it gets. Divide
    by `largest`.
    """
    return image / np.sum(image)


@exercise.mistake("divided by one more")
def _(image, largest):
    """You divide by `largest + 1`, so that the brightest pixel stays just below 1. `largest` is itself a pixel value,
    the one that becomes 1.
    """
    return image / (largest + 1)


@exercise.mistake("divided by the mean")
def _(image, largest):
    """You divide by the mean of this image. `largest` is the brightest pixel there could be: only that becomes 1."""
    return image / np.mean(image)


@exercise.mistake("divided twice")
def _(image, largest):
    """You divide by `largest` twice: a pixel of the value `largest` becomes `1 / largest` and not 1. Once is enough."""
    return image / largest / largest


@exercise.mistake("pixels cut to whole numbers")
def _(image, largest):
    """The pixels lose their decimals before you divide. Leave out `int`: an image may hold any numbers."""
    return np.trunc(image) / largest


@exercise.mistake("shifted to the image's own darkest")
def _(image, largest):
    """You take the darkest pixel of this image away first, so that it becomes 0 whatever it was. 0 stays 0 without
    that: subtract nothing.
    """
    return (image - np.min(image)) / largest


@exercise.mistake("black or white")
def _(image, largest):
    """Your pixels are 0 or 1, as behind the threshold of the explorer. Here the greys stay: 8 of 16 becomes 0.5."""
    return np.where(image >= largest / 2, 1.0, 0.0)


@exercise.mistake("only the first pixel")
def _(image, largest):
    """Only the first pixel, or the first row, comes back. NumPy calculates with the whole array at once: leave out the
    `[0]`.
    """
    return image[0] / largest


@exercise.accepts("times the reciprocal")
def _(image, largest):
    return image * (1 / largest)


@exercise.accepts("with np.true_divide")
def _(image, largest):
    return np.true_divide(image, largest)


@exercise.accepts("pixel by pixel")
def _(image, largest):
    return np.array([p / largest for p in image.ravel()]).reshape(image.shape)
