"""Lesson 20, games: the question."""

from dlcourse.checking.question import number


def _slope(taken, came, expected):
    """The gradient of REINFORCE for the score of the move that was taken, from its probability."""
    return round((came - expected) * (taken - 1), 4)


def _draw_slope(rng):
    taken, other = ((0.5, 0.3), (0.2, 0.4), (0.1, 0.6), (0.4, 0.35))[int(rng.integers(4))]
    came, expected = int(rng.choice([2, 3, -1, -2])), float(rng.choice([0.5, 1.5, -0.5]))
    text = (
        f"A player draws one of several moves, and takes one that had the probability {taken:g}; another one had "
        f"{other:g}. In the end this brings {came}; {expected:g} was expected. What is the gradient of REINFORCE for "
        "the score (the logit) of the move that was taken?"
    )
    return text, _slope(taken, came, expected)


chosen_slope = number(
    _slope(0.25, 1, 0.2),
    draw=_draw_slope,
    minutes=2,
    wrong=[
        ("uphill", "The size is right. It is the gradient of a loss: what went well gets less of it.", 0.6),
        ("baseline forgotten", "That is for a return of 1. Only 0.8 of it was more than expected.", -0.75),
        ("the probability, not its surplus", "At its own place, 1 is taken off the probability.", 0.2),
        ("slope for the probability", "-0.8 / 0.25 is the gradient for the *probability*, not for the score.", -3.2),
        ("slope of the probability", "0.25 · 0.75 is the slope of the probability. The formula has its log.", -0.15),
        ("score of the likeliest move", "That is for the score of the first move, 0.8 · 0.5.", 0.4),
        ("sign of the probability", "That is 0.8 · (-0.25). At its own place the gradient has 0.25 - 1.", -0.2),
        ("the surplus alone", "0.8 is how much better it went. The other factor is 0.25 - 1.", 0.8),
        ("minus the probability", "-0.25 leaves out by how much it went better. And where is the 1 taken off?", -0.25),
        ("return forgotten", "1 - 0.25 has its sign turned, and leaves out by how much it went better.", 0.75),
        ("only what was more than expected", "0.8 is how much better it went. How far was the move from sure?", -0.8),
    ],
    hints=[
        "By how much did it go better than expected, and how far is the probability of this move from 1?",
        "In lesson 03 the gradient of a surprise for a score was the probability, minus 1 at the right label. Here the "
        "move that was taken stands in its place, and how well it went is a factor.",
        "With the probability 0.9, a return of 5 and 3 expected it would be 2 · (0.9 - 1) = -0.2.",
    ],
    solved="how much more likely one good end makes one move; next, for a whole table.",
)
