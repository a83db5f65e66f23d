"""The questions of lesson 06: the worth of a test set that was peeked at, the first loss, the price of a percent."""

import numpy as np

from dlcourse.checking.question import choice, number

peeking = choice(
    {
        "a": "About 98 %: it is the test set, and the network was never trained on it.",
        "b": "Less than 98 %: the winner was chosen because it did well on just these images.",
        "c": "More than 98 %: on new images there is no bad luck of the choice.",
        "d": "10 %: without training on them, a network can only guess.",
    },
    right="b",
    wrong={
        "a": (
            "not trained on, so fair",
            "No weight was trained on the test set, but a choice was made with it: of a hundred networks, the one "
            "with most luck on these images won. Luck does not come along to new images.",
        ),
        "c": (
            "luck in the wrong direction",
            "It is the other way round: the choice picked the network with *good* luck on these images.",
        ),
        "d": (
            "no generalisation at all",
            "10 % is guessing. The networks did learn; only the measure is a little too kind.",
        ),
    },
    hints=[
        "Throw a hundred fair coins ten times each and choose the one with most heads. What will it do next?",
        "The best of many is good and lucky. Which of the two stays?",
    ],
    solved="the reason for a third part: validation to choose, test to report once.",
)

initial_loss = number(
    float(np.log(3)),
    rtol=5e-3,
    wrong=[
        (
            "the probability itself",
            "1/3 is the probability of the right grower. The loss is minus its logarithm.",
            1 / 3,
        ),
        (
            "minus forgotten",
            "The logarithm of 1/3 is negative. The loss is *minus* the logarithm: it counts how far the network "
            "is from certainty.",
            -float(np.log(3)),
        ),
        (
            "logarithm with base 10",
            "That is the logarithm with base 10. Losses use the natural one: `np.log`.",
            float(np.log10(3)),
        ),
        (
            "logarithm with base 2",
            "That is the logarithm with base 2. Losses use the natural one: `np.log`.",
            float(np.log2(3)),
        ),
        ("accuracy instead of loss", "2/3 is the share of wrong answers of a guesser, not its loss.", 2 / 3),
        (
            "ten classes instead of three",
            "That is the first loss with ten digits. There are three growers: what probability has each of them?",
            float(np.log(10)),
        ),
    ],
    hints=[
        "An untrained network gives each of the three growers about the same probability. Which?",
        "The loss of an example is minus the logarithm of the probability of the right class. For ten digits that "
        "is -log(1 / 10) = 2.30.",
    ],
    solved="the cheapest test of all: look at the loss before the first step.",
)


def _draw_price(rng):
    times, halvings, percent = int(rng.choice([4, 6, 10])), int(rng.integers(2, 4)), int(rng.integers(1, 4))
    text = f"On some data, {times} times the examples halve the errors. Your network is wrong in "
    ends = f"{percent * 2**halvings} % of all cases. How many times as much data will it take to get to {percent} %?"
    return text + ends, times**halvings


price_of_accuracy = number(
    64.0,
    draw=_draw_price,
    wrong=[
        ("errors halved twice, data only once", "8 times the data halves the errors once: 4 % are left.", 8.0),
        (
            "added instead of multiplied",
            "8 times for the first halving, and 8 times again: 8 · 8, not 8 + 8.",
            16.0,
        ),
        (
            "errors and data in proportion",
            "A quarter of the errors does not cost four times the data: each halving costs 8 times.",
            4.0,
        ),
        (
            "halvings squared the wrong way",
            "2 to the power of 8 is 256. Here it is 8 to the power of 2: a factor 8 for each halving.",
            256.0,
        ),
        ("three halvings", "From 8 % to 2 % there are two halvings, 8 → 4 → 2: the factor 8 comes twice.", 512.0),
    ],
    hints=[
        "How often must 8 % be halved until 2 % are left?",
        "Twice. Each halving costs 8 times the data.",
    ],
    solved="the arithmetic behind the large data sets: a straight line on log axes is steep in money.",
)
