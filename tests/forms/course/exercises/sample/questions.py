"""Questions: a number before a derivation, and an explanation."""

from dlcourse.checking.question import explain, number

sum_of_three = number(
    0,
    wrong=[
        ("mean instead of sum", "That is the mean before.", 2),
        ("one left over", "One number is left over.", 1),
        ("sum before", "That is the sum before.", 6),
    ],
    hints=["What is the mean?", "Take it from all.", "`1 - 3` is -2."],
    solved="what is centred adds up to 0.",
    since=2,
)
why = explain(
    {"a": "the mean grows", "b": "the mean stays the same", "c": "the mean becomes 0"},
    {"1": "all numbers move by the same amount", "2": "the largest number decides", "3": "there are no numbers left"},
    right="c1",
    wrong={
        "a": ("growth", "Nothing is added."),
        "b": ("no change", "Every number moves."),
        "2": ("the largest decides", "The largest is one of many."),
        "3": ("nothing left", "Their count stays the same."),
    },
    hints=["What is the mean of 1 and 3?", "Take it from both.", "`2 - 1` is 1."],
    solved="a shift moves the mean along.",
    since=2,
)
