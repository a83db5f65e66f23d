"""Lesson 22, recommender: the question."""

from dlcourse.checking.question import number


def _draw_slope(rng):
    p, x = ((0.2, 1), (0.7, 0), (0.9, 1), (0.4, 0), (0.6, 1))[int(rng.integers(5))]
    taste, trait = float(rng.choice([-2, 3, 4])), float(rng.choice([0.5, -1, 1.5]))
    text = (
        f"A user's factor is {taste:g}, the item's is {trait:g}, and with the bias the model gives this pair a "
        f"probability of {p:g}. In truth x is {x}. What is the gradient of the surprise for the *item's* factor?"
    )
    return text, round((p - x) * taste, 4)


factor_slope = number(
    -1.0,
    draw=_draw_slope,
    minutes=2,
    wrong=[
        (
            "uphill",
            "The size is right. A larger factor raises p, and with it lowers the surprise: it has a minus.",
            1.0,
        ),
        (
            "for the first factor",
            "That is for the module's *first* number, with the file's 1. Asked was the second.",
            -0.5,
        ),
        (
            "for the file's factor",
            "0.5 · 0.5 is for the file's first number. Which number multiplies the asked one?",
            -0.25,
        ),
        (
            "the module's own factor",
            "The other side multiplies it: what counts is the file's number, not its own 0.",
            0.0,
        ),
        ("slope of the sigmoid", "0.25 · 2 is the slope of p. The surprise is -log p: with it there is p - x.", 0.5),
        ("the slope of the log alone", "-2 · 2 leaves out the slope of the sigmoid, 0.25.", -4.0),
        ("x for p - x", "You took p - x for -1, or forgot p: the model is half right already.", -2.0),
        ("without the error", "2 is what it is multiplied with. How far is p from x?", 2.0),
        ("the factor added", "The product of p - x with the file's second number is wanted, and not their sum.", 1.5),
    ],
    hints=[
        "Lesson 03 had the gradient of this surprise by the score, the number that goes into the sigmoid. What was it?",
        "The score moves by the file's second number if the module's second one moves by 1. Multiply the two slopes.",
        "With p = 0.9, x = 1 and 5 for the file's number it would be (0.9 - 1) · 5 = -0.5.",
    ],
    solved="one cell's pull on one number. The whole table is two products of matrices.",
)
