"""Lesson 00, start here: the questions."""

from dlcourse.checking.question import choice

brightness = choice(
    {
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
    solved="a prediction, made before the computer spoke. Keep doing that.",
)
