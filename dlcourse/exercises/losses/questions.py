"""Lesson 03, losses: the questions."""

import math

from dlcourse.checking.question import choice, explain, number

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
        "Elsewhere: whoever climbs stairs in the dark with steps of a millimetre learns nothing until the next edge.",
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
        "The loss is minus the logarithm of this one number: of equal numbers the mean is the number itself.",
        "Elsewhere: a coin is heads or tails with equal chances, and `-np.log(0.5)` is 0.693.",
    ],
    solved="the first number to look at in any training: a network that begins far above log C has a bug.",
)

one_slope = number(
    -0.8,
    since=2,
    rtol=1e-3,
    wrong=[
        (
            "sign turned round",
            "If the right score rises, does the loss rise or fall? Look at the table again.",
            0.8,
        ),
        ("probability itself", "So it is in the columns of the wrong classes. The right one is different.", 0.2),
        (
            "minus the probability",
            "In the table, by how much do slope and probability of the right class differ?",
            -0.2,
        ),
        ("slope for the first class", "That is the slope for the first class, a wrong one.", 0.7),
        ("loss instead of slope", "That is the loss itself, minus the logarithm of 0.2. How does it change?", 1.609),
        (
            "slope of the logarithm alone",
            "That is -1 / 0.2: how the loss changes with the *probability*. With the score, the probability changes "
            "more gently.",
            -5.0,
        ),
        ("slope for the third class", "That is the slope for the third class, a wrong one.", 0.1),
        ("another class's distance from 1", "That is 0.7 - 1. The second class is the right one.", -0.3),
        ("divided by a batch of two", "That would be its slope in a batch of two. Here is one example.", -0.4),
        ("target alone", "That is the target, with a minus. The probability has a part in the slope.", -1.0),
        ("divided by the number of classes", "Nothing is to be divided here: there is one example.", -0.26667),
        (
            "p times 1 - p",
            "So fast the probability rises with its score. The loss is its logarithm.",
            0.16,
        ),
    ],
    hints=[
        "What have probability and slope in common in the columns of the wrong classes?",
        "In the right column the slope is negative. How far is it below the probability, in either row?",
        "Elsewhere: of the numbers 0.9 and -0.1, or 0.3 and -0.7, the second is always the first minus 1.",
    ],
    solved="the rule, read off a table: now for all classes and examples at once.",
)

without_sigmoid = explain(
    {
        "a": "Its first steps are tiny: it creeps at first, as the squared error of the sigmoid did.",
        "b": "Its first steps are its longest: it leaves the corner at once.",
        "c": "All its steps are equally long, until it arrives.",
    },
    {
        "1": "Far from the target a squared error is flat.",
        "2": "The slope of a square grows with the error; the plateau came from the sigmoid, flat for sure sums.",
        "3": "The learning rate is the same in every step.",
    },
    right="b2",
    wrong={
        "a": (
            "the plateau blamed on the square",
            "Calculate the slope for a sum of -6 and the target 1, with the loss (z - y)². Is that little?",
        ),
        "c": (
            "rate taken for the length",
            "A step is the rate times the slope, and the slope of a square changes on the way.",
        ),
        "1": (
            "a square taken for flat",
            "The square of 6.01 and that of 6: by how much do they differ? And those of 0.01 and 0?",
        ),
        "3": ("the slope left out", "A step is the rate times the slope: with the same rate it can be long or short."),
    },
    hints=[
        "What is the slope of d² for d = -7, and for d = -0.1?",
        "Two things are put into each other: the sigmoid, then the square. Which of the two is flat far out?",
        "Elsewhere: a spring pulls the harder, the further it is stretched, unless it ends in a rubber band that has "
        "long given way.",
    ],
    solved="where plateaus come from: not from the loss alone, but from loss and activation together.",
    since=2,
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
        "The scores 6 and 2, divided by 2, are 3 and 1. Is the softmax of those more sure, or less?",
        "Elsewhere: the probabilities of the scores 1 and 0 are 73 % and 27 %; those of 0.1 and 0 are 52 % and 48 %.",
    ],
    solved="how to read a reliability diagram, and the simplest remedy for a network that is too sure of itself.",
)
