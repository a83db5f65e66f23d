"""Lesson 01, neuron: the questions."""

from dlcourse.checking.question import choice, explain, number

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
        "c": ("zero taken for one", "Work out the product input × 0 for an input of 1, and for one of 5."),
        "d": (
            "zero taken for negative",
            "Holding back takes a negative weight. 0 does nothing either way.",
        ),
    },
    hints=[
        "What does this input add to the sum, if it is 1? And if it is 5?",
        "Only the product of input and weight reaches the sum. Compare two days that differ in this input alone.",
        "The same elsewhere: an article whose price is 0 adds nothing to a bill, however many of it are bought.",
    ],
    solved="a third kind of weight: besides reinforcing and inhibiting ones there are silent ones.",
)


def _another_height(rng):
    """The question about a boundary, with other numbers."""
    w1, w2 = int(rng.choice([-3, -2, 2, 3])), int(rng.integers(2, 6))
    x1, x2 = int(rng.integers(1, 5)), int(rng.integers(-3, 6))
    b = -(w1 * x1 + w2 * x2)
    text = (
        f"A neuron has the weights {w1} and {w2} and the bias {b}. At x1 = {x1}, at which x2 is its weighted sum "
        "exactly 0?"
    )
    return text, x2


boundary_height = number(
    4.0,
    wrong=[
        (
            "mirrored",
            "Put your number into the weighted sum: it is not 0. What moves across the = changes its sign.",
            -4.0,
        ),
        ("second weight left out", "That is what 2 · x2 must be. One x2 alone is less.", 8.0),
        ("first input left out", "The first input adds something to the sum, too: 3 · 1.", 5.5),
        ("weights exchanged", "The first weight, 3, belongs to x1, the second, 2, to x2.", 3.0),
        ("input counted with the wrong sign", "3 · 1 is added to the sum, so it leaves *less* for 2 · x2.", 7.0),
        ("only the bias divided", "The 2 divides all that is on the other side, what comes from x1 as well.", 2.5),
    ],
    hints=[
        "What does the first input already add to the sum, and what is still missing to 0?",
        "Write the weighted sum with everything that is known: only x2 is left, in an equation as at school.",
        "Elsewhere: 5 · 2 + 4 · y − 30 = 0. Then 4 · y must be 20, so that y is 5.",
    ],
    solved="one point of the line on which a neuron cannot decide.",
    since=2,
    draw=_another_height,
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
            "The boundary of one neuron is where its sum is 0. Does that ever bend?",
        ),
        "c": (
            "two separate corners",
            "Whatever line you draw, one of the corners is on the wrong side. This puzzle is known as XOR, and the "
            "next lesson solves it with a second layer.",
        ),
        "d": (
            "one neuron can do everything",
            "One neuron has one boundary. Draw the other two on paper, and try to part them with a ruler.",
        ),
    },
    hints=[
        "What shape has the boundary that you drew above?",
        "Take paper, draw the three pictures, and lay a ruler between the two kinds of points.",
        "Elsewhere: one straight fence parts a meadow in two, but it cannot enclose a pond.",
    ],
    solved="the limit of a single neuron, and the reason for layers.",
)

largest_slope = number(
    0.25,
    wrong=[
        (
            "the value at 0, not the slope",
            "0.5 is the sigmoid itself at 0. Its slope says how fast it rises there.",
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
        (
            "the slope at 2",
            "That is the slope at z = 2. It is steeper somewhere else.",
            0.105,
        ),
        (
            "read from the table",
            "That is the largest slope in the table, but the table leaves out most z. Where might it be steeper? Add z "
            "in between to the list.",
            0.197,
        ),
        (
            "read from the table, and rounded",
            "In the table the largest slope is 0.197, and it need not be the largest anywhere. Add z in between to the "
            "list, and keep three digits.",
            0.2,
        ),
        (
            "the slope at 0.5",
            "That is the slope at z = 0.5 and at z = -0.5. Is it steeper still in between?",
            0.235,
        ),
        (
            "beside the steepest place",
            "That is very close: a little to the side of the steepest place. Where exactly is that, and how steep is "
            "it there?",
            0.249,
        ),
        (
            "the rise, not divided by the distance",
            "That is the rise. The slope is the rise divided by the distance: 0.02 in the cell above.",
            0.005,
        ),
    ],
    hints=[
        "Where is the curve of the sigmoid steepest?",
        "Measure there: add other z to the list in the cell above, and run it again.",
        "Elsewhere: a path that climbs 3 metres on its steepest 12 metres has a slope of 3 / 12 there.",
    ],
    solved="a fact that will matter in deep networks: where the sum rises by 1, a sigmoid rises by 0.25 at most.",
)

doubled = explain(
    {
        "a": "All four outputs rise.",
        "b": "Outputs above 0.5 rise, those below 0.5 fall, and 0.50 stays.",
        "c": "All four outputs stay as they are.",
    },
    {
        "1": "A larger weight makes every sum larger.",
        "2": "Every sum doubles: it stays on its side of 0, and moves away from it.",
        "3": "Only the ratio of the weights to each other and to the bias matters.",
    },
    right="b2",
    wrong={
        "a": ("a negative sum taken for larger", "Twice −0.5 is −1. Does the sigmoid rise or fall from −0.5 to −1?"),
        "c": (
            "the sigmoid taken for the step",
            "A *step* neuron would answer as before. The sigmoid also sees how far from 0 the sum is.",
        ),
        "1": (
            "all weights taken for positive",
            "One weight and the bias are negative: doubled, they pull the sum further down.",
        ),
        "3": (
            "strength left out",
            "The ratio says where the border lies, and so on which side of 0.5 an output is. How far from 0.5 it is "
            "takes the size of the sum.",
        ),
    },
    hints=[
        "What becomes of the sums 2, −0.5, 0 and −2.5 of the four days?",
        "Look at the curve of the sigmoid: where do two sums lie that were −0.5 and 2, and are now −1 and 4?",
        "Elsewhere: doubling all prices and your budget changes nothing in *what* you can afford. But how much money "
        "is left over doubles.",
    ],
    solved="the difference between where a neuron's border lies (a matter of ratios) and how sure it is (of sizes).",
    since=2,
)
