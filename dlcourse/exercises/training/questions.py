"""The questions of lesson 06: a test set peeked at, a sum, the first loss, a drawing, the price of a percent."""

import numpy as np

from dlcourse.checking.question import choice, explain, number

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
        "The best of many is good, and it was lucky with just these images. On new ones it is as good, and its luck is "
        "drawn anew.",
        "Elsewhere: who has the best score of a hundred darts players in one throw seldom has it in the next.",
    ],
    solved="the reason for a third part: validation to choose, test to report once.",
)

signal_size = number(
    2.0,
    wrong=[
        (
            "as if nothing cancelled",
            "400 times 0.1 would come out if all terms had the same sign. About half are negative, and they cancel "
            "most of it.",
            40.0,
        ),
        ("one term alone", "That is the size of a single term. There are 400 of them.", 0.1),
        (
            "mean square",
            "4 is the mean *square* of the sum, 400 · 0.1², and four times what 100 inputs give. The size is its root, "
            "and grows only with the root of the number of terms.",
            4.0,
        ),
        ("the weights left out", "The root of 400 is 20: for terms of size 1. Here each has the size 0.1.", 20.0),
        (
            "the mean of the sum",
            "On average the sum is 0, since half of the terms pull up and half down. But how far from 0 is it, "
            "typically?",
            0.0,
        ),
        ("divided by the root", "More terms make the sum larger, not smaller: multiply by the root of 400.", 0.005),
        ("as with 100 inputs", "That is the size with 100 inputs. Four times as many make it larger.", 1.0),
    ],
    hints=[
        "With 100 inputs the sum has the size 1. What do four times as many inputs do to its mean *square*?",
        "The mean square of the sum is the number of terms times the mean square of one term. Its size is the root.",
        "Elsewhere: 900 steps of 0.5 metres, each to the left or to the right by chance, lead about 30 · 0.5 = 15 "
        "metres away.",
    ],
    solved="the law of large sums: they grow with the root of the number of their terms.",
    since=2,
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
        "The loss of an example is minus the logarithm of the probability of the right class, the natural logarithm.",
        "Elsewhere: with ten digits it is -log(1 / 10) = 2.30, with two classes -log(1 / 2) = 0.693.",
    ],
    solved="the cheapest test of all: look at the loss before the first step.",
)


drawn_digit = explain(
    {
        "a": "With the mean and the spread of the drawing itself.",
        "b": "With the mean and the spread of each pixel in the training digits.",
        "c": "Not at all: its pixels go from 0 to 1, as those of the digits did.",
    },
    {
        "1": "A drawing is new, so nothing of the training may touch it, or it would leak.",
        "2": "The weights have learned what standardized numbers mean; only the same shift and scale give a pixel the "
        "same number as in training.",
        "3": "From 0 to 1 is a small range already, so that nothing can drown anything else.",
    },
    right="b2",
    wrong={
        "a": (
            "the drawing by its own numbers",
            "The mean and the spread of a drawing's 64 pixels are others in each drawing: the same ink becomes another "
            "number each time. (And pixel by pixel, nothing but zeros is left of a single one.) What do the weights "
            "expect?",
        ),
        "c": (
            "the drawing as it is",
            "The network was trained on numbers with mean 0 and spread 1 in each pixel. Paper was 0 before, and became "
            "something else in every pixel: to the network, a raw drawing is a strange picture.",
        ),
        "1": (
            "a leak in the wrong direction",
            "A leak goes from what is to judge into the training. Numbers of the training set may go to new examples: "
            "the weights do so, too.",
        ),
        "3": (
            "small numbers taken for the point",
            "How large the pixels are is not the point. Does a number mean to the network what it meant in training?",
        ),
    },
    hints=[
        "If ink in one pixel became 1.3 in the training digits, which number must the same ink become in your drawing?",
        "Shift and scale belong to the network, as its weights do: all were made from the training part, and all stay "
        "as they are afterwards.",
        "Elsewhere: whoever learned to cook by grams must have a recipe in ounces translated with the same table every "
        "time, not with one that is made from that recipe.",
    ],
    solved="what every reader of data needs: what was done to the training set is stored with the weights, and done to "
    "each new example.",
    since=2,
)


def _draw_price(rng):
    times, halvings, percent = int(rng.choice([4, 6, 10])), int(rng.integers(2, 4)), int(rng.integers(1, 4))
    text = f"On some data, {times} times the examples halve the errors, again and again. Your network is wrong in "
    ends = f"{percent * 2**halvings} % of all cases. How many times as much data will it take to get to {percent} %?"
    return text + ends, times**halvings


price_of_accuracy = number(
    64.0,
    draw=_draw_price,
    wrong=[
        ("errors halved twice, data only once", "8 times the data halves the errors once: 4 % are left.", 8.0),
        (
            "added instead of multiplied",
            "8 times for the first halving, and 8 times *that* for the second: factors multiply.",
            16.0,
        ),
        (
            "errors and data in proportion",
            "A quarter of the errors does not cost four times the data: each halving costs 8 times.",
            4.0,
        ),
        (
            "halvings squared the wrong way",
            "2 to the power of 8 is 256. But it is the 8 that comes again, once for each halving.",
            256.0,
        ),
        ("three halvings", "Count the halvings from 8 % to 2 % again: 8 → 4 → 2.", 512.0),
    ],
    hints=[
        "How often must 8 % be halved until 2 % are left?",
        "Each halving multiplies the data by 8, the second one what the first has left.",
        "Elsewhere: if 5 times the data halve the errors, three halvings cost 5 · 5 · 5 = 125 times the data.",
    ],
    solved="the arithmetic behind the large data sets: a straight line on log axes is steep in money.",
)
