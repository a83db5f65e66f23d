"""Lesson 03, losses: the questions."""

import math

from dlcourse.checking.question import choice, number

count_mistakes = choice(
    {
        "a": "Counting is too slow when there are many examples.",
        "b": "A small change of a weight mostly changes nothing in the count: it does not say which way to go.",
        "c": "The count depends on the order of the examples.",
        "d": "The count can become negative.",
    },
    right="b",
    wrong={
        "a": ("a matter of speed", "Counting is one of the fastest things a computer does."),
        "c": ("the order", "However you order the examples, just as many of them are wrong."),
        "d": ("a negative count", "There are never fewer than 0 mistakes."),
    },
    hints=[
        "Look at the four printed lines: the weight grows by small steps. What does the number of mistakes do?",
        "On a flat terrace, every direction looks the same.",
    ],
    solved="the reason why networks do not learn from their mistakes as such, but from a loss: it must have slopes.",
)


def _draw_knows_nothing(rng):
    classes = int(rng.choice([2, 3, 5, 20, 100]))
    text = f"A network with {classes} classes knows nothing yet: all its scores are equal. What is its cross-entropy, "
    return f"{text}with three digits after the point? (Take a calculator.)", math.log(classes)


knows_nothing = number(
    2.302585,
    draw=_draw_knows_nothing,
    rtol=2e-3,
    wrong=[
        (
            "probability instead of loss",
            "0.1 is the probability of each class. The loss is minus its logarithm.",
            0.1,
        ),
        ("minus forgotten", "The logarithm of 0.1 is negative; the loss has a minus in front.", -2.302585),
        (
            "logarithm to the base 10",
            "1 is minus the logarithm of 0.1 to the base 10. `np.log` is the natural one, to the base e.",
            1.0,
        ),
        (
            "logarithm to the base 2",
            "That is the logarithm to the base 2. `np.log` is the natural one, to the base e.",
            3.321928,
        ),
        ("a perfect network", "Only a network that is right and entirely sure has a loss of 0.", 0.0),
    ],
    hints=[
        "Ten equal scores: what probability does the softmax give each class?",
        "`-np.log(0.1)`",
    ],
    solved="the first number to look at in any training: a network that begins far above log C has a bug.",
)

too_sure = choice(
    {
        "a": "The network is too sure: divide its scores by a temperature above 1.",
        "b": "The network is not sure enough: divide its scores by a temperature below 1.",
        "c": "Nothing: the network is well calibrated.",
        "d": "The network should be trained to have a larger score for every class.",
    },
    right="a",
    wrong={
        "b": (
            "the other way round",
            "It says 95 % and is right only 80 % of the time: it promises more than it keeps.",
        ),
        "c": (
            "no gap seen",
            "Between 95 % said and 80 % right there is a gap of 0.15, on many cases.",
        ),
        "d": (
            "all scores raised",
            "The same number added to all scores changes nothing in the softmax: it cancels.",
        ),
    },
    hints=[
        "What does it promise, and what does it keep?",
        "In the explorer: which way did the temperature have to go to lower the confidence?",
    ],
    solved="how to read a reliability diagram, and the simplest remedy for a network that is too sure of itself.",
)
