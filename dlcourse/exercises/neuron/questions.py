"""Lesson 01, neuron: the questions."""

from dlcourse.checking.question import choice, number

silent_weight = choice(
    {
        "a": "The neuron can no longer fire.",
        "b": "The input is ignored: its value no longer matters.",
        "c": "The input counts as if it were 1.",
        "d": "The input now holds the neuron back.",
    },
    right="b",
    wrong={
        "a": (
            "whole neuron silenced",
            "The other inputs and the bias still add up: they may well make it fire.",
        ),
        "c": ("zero taken for one", "The product is input × 0, which is 0, whatever the input is."),
        "d": (
            "zero taken for negative",
            "Holding back takes a negative weight. 0 does nothing either way.",
        ),
    },
    hints=[
        "What is the product of any input and 0?",
        "Set a slider of the explorer above to 0 and look at that input's part of the sum.",
    ],
    solved="a third kind of weight: besides reinforcing and inhibiting ones there are silent ones.",
)

largest_slope = number(
    0.25,
    wrong=[
        (
            "the value at 0, not the slope",
            "0.5 is the sigmoid itself at 0. Its slope there is s (1 - s).",
            0.5,
        ),
        (
            "the slope of the straight line",
            "1 is the slope of a line at 45°; the sigmoid is flatter.",
            1.0,
        ),
        (
            "the slope far away",
            "Far away from 0 the slope is nearly 0: that is where it is smallest.",
            0.0,
        ),
    ],
    hints=[
        "Look at the slope curve: where is its top?",
        "The top is at z = 0, where s = 0.5. Put that into s (1 - s).",
    ],
    solved="a fact that will matter in deep networks: where the sum rises by 1, a sigmoid rises by 0.25 at most.",
)

one_line = choice(
    {
        "a": "Points inside a circle against points outside of it.",
        "b": "Points above a slanted line against points below it.",
        "c": "Points in the top left or bottom right corner against the other two corners.",
        "d": "All three.",
    },
    right="b",
    wrong={
        "a": (
            "a bent boundary",
            "The boundary of one neuron is where its sum is 0. That is a straight line and never a circle.",
        ),
        "c": (
            "two separate corners",
            "Whatever line you draw, one of the corners is on the wrong side. This puzzle is known as XOR, "
            "and the next lesson "
            "solves it with a second layer.",
        ),
        "d": (
            "one neuron can do everything",
            "One neuron draws one straight line. Two of these need more.",
        ),
    },
    hints=[
        "What shape has the boundary that you drew above?",
        "The activation changes how strongly the neuron fires, but not the shape of the boundary: "
        "it is always a straight line.",
    ],
    solved="the limit of a single neuron, and the reason for layers.",
)
