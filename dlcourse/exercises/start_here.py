"""Lesson 00, start here: the warm-up, so that everybody has seen a wrong and a right answer."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, Mistake, choice
from dlcourse.lessons import start_here as reference


def _rescale_cases(rng):
    return [
        Case(np.array([0.0, 8.0, 16.0]), 16),
        Case(np.array([[0.0, 51.0], [102.0, 255.0]]), 255),
        Case(rng.uniform(0, 10, (3, 4)), 20.0),  # the brightest pixel is not there
        Case(rng.uniform(0, 0.7, (2, 2)), 1),
        Case(np.array([3, 1, 4], dtype=np.int64), 8),
        Case(rng.uniform(0, 16, (2, 3)).astype(np.float32), 16),
        Case(np.array([1e-300, 1e300]), 1e300),
    ]


def _by_own_largest(image, largest):
    return np.asarray(image) / np.max(image)


def _whole_division(image, largest):
    return np.asarray(image) // largest


def _in_place(image, largest):
    if np.asarray(image).dtype.kind == "f":
        image /= largest
        return image
    return image / largest


def _multiplied(image, largest):
    return np.asarray(image) * largest


def _minus(image, largest):
    return np.asarray(image) - largest


EXERCISES = [
    Exercise(
        id="start_here.rescale",
        points=1,
        reference=reference.rescale,
        cases=_rescale_cases,
        mistakes=[
            Mistake(
                "divided by the image's own maximum",
                "You divide by the brightest pixel *of this image*. `largest` is the brightest pixel there "
                "could be: with the image's own maximum, a dark image would come out as bright as a light one.",
                _by_own_largest,
            ),
            Mistake(
                "whole-number division",
                "`//` divides and throws the decimals away, so that almost every pixel becomes 0. "
                "Plain `/` keeps them.",
                _whole_division,
            ),
            Mistake(
                "image changed in place",
                "`image /= largest` writes into the caller's own array: call it twice and the image is divided "
                "twice. `image / largest` makes a new array and leaves the old one alone.",
                _in_place,
            ),
            Mistake(
                "multiplied instead of divided",
                "You multiply by `largest`, which makes the numbers larger still. To bring `largest` down to 1, "
                "divide by it.",
                _multiplied,
            ),
            Mistake(
                "subtracted instead of divided",
                "Subtracting shifts all pixels by the same amount: 0 would no longer stay 0. "
                "Division keeps 0 at 0 and brings `largest` to 1.",
                _minus,
            ),
        ],
        hints=[
            "What has to happen to 16 so that it becomes 1, and to 8 so that it becomes 0.5?",
            "NumPy divides a whole array at once: `array / number` divides every element.",
            "`return image / largest`",
        ],
        equivalent={
            "return image / largest": "only for callers that give lists",
        },
        built="the first step of nearly every program that looks at images: bringing pixels to the range 0 to 1.",
    ),
    choice(
        "start_here.brightness",
        options={
            "a": "All three pixels become 0.5.",
            "b": "They become 0.0, 0.25 and 0.5.",
            "c": "They become 0.0, 0.5 and 1.0.",
            "d": "They stay 0, 4 and 8.",
        },
        right="b",
        wrong={
            "a": (
                "one number for the whole image",
                "The rule is applied to each pixel by itself: 0 / 16, 4 / 16 and 8 / 16 differ.",
            ),
            "c": (
                "own maximum instead of largest",
                "That is what dividing by this image's own brightest pixel, 8, would give. The exercise divides "
                "by the brightest pixel there could be, 16.",
            ),
            "d": ("nothing divided", "The call gives back new, divided numbers. Try it in a new cell."),
        },
        hints=[
            "Work out each pixel by itself: what is 4 / 16?",
            "8 / 16 is a half, and 4 / 16 is half of that.",
        ],
        built="a prediction, made before the computer spoke. Keep doing that.",
    ),
]
