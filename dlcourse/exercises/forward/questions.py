"""Lesson 02, forward: the questions."""

from dlcourse.checking.question import choice, explain, number

layer_shape = choice(
    {
        "a": "(3, 5)",
        "b": "(4, 5)",
        "c": "(5, 4)",
        "d": "(4, 3)",
    },
    right="b",
    wrong={
        "a": (
            "inputs taken for examples",
            "3 is the number of inputs: it is added up and does not remain.",
        ),
        "c": ("transposed", "Examples stay in the rows: the 4 comes first."),
        "d": (
            "shape of the input",
            "That is the shape of X. The layer has 5 neurons, so 5 columns come out.",
        ),
    },
    hints=[
        "How many numbers does one example get from the layer, and how many examples are there?",
        "Each example gets one number from each neuron, and examples stay in the rows. What was added up is gone.",
        "Elsewhere: 30 pupils, 6 exercises, 2 teachers who weigh them in their own ways: 30 rows of 2 marks.",
    ],
    solved="the habit of reading shapes, which prevents more bugs than any other.",
)


no_activation = explain(
    {
        "a": "All four corners.",
        "b": "Three of the four.",
        "c": "Two of the four.",
    },
    {
        "1": "A thousand hidden neurons have a thousand lines between them, enough for any picture.",
        "2": "Without a bend, both layers multiply out to a single one, and so to one straight line.",
        "3": "Without a ReLU no neuron falls silent, so that all of them do the same.",
    },
    right="b2",
    wrong={
        "a": (
            "bend left out of account",
            "Fold the two layers into one, as in the cell above. How many neurons does the one layer have, for one "
            "score?",
        ),
        "c": (
            "a single neuron underrated",
            "What was the best that the 10,000 single neurons did? This network can do the same.",
        ),
        "1": (
            "lines that cannot bend counted",
            "Each hidden neuron has its line, but what they put out is only added up. A sum of straight things is "
            "straight.",
        ),
        "3": (
            "no silence taken for sameness",
            "Each neuron has its own weights, so they do different things. What becomes of their outputs in the last "
            "layer?",
        ),
    },
    hints=[
        "Into how many layers do two without an activation fold, and what can that do with XOR?",
        "The number of hidden neurons does not matter: `W1 @ W2` has a row for each input, a column for each score.",
        "Elsewhere: whoever changes euros to dollars and dollars to yen, at fixed rates, might as well have one rate. "
        "A fee that is due above some amount would be a bend.",
    ],
    solved="the reason for every activation in every network.",
    since=2,
)


def _draw_equal_scores(rng):
    classes, score = int(rng.choice([2, 5, 8, 10, 20])), int(rng.integers(-9, 10))
    text = f"A network has {classes} classes and gives all of them the same score, {score}. "
    return f"{text}What is the probability of each, as a share of 1?", 1 / classes


equal_scores = number(
    0.25,
    draw=_draw_equal_scores,
    wrong=[
        (
            "scores taken for probabilities",
            "7 is the score. The softmax turns scores into shares of 1.",
            7.0,
        ),
        ("all instead of one", "1 is what the four add up to. How large is each?", 1.0),
        ("percent instead of a share", "That is in percent. As a share of 1, 100 % is 1, and 50 % is 0.5.", 25.0),
        (
            "two classes instead of four",
            "0.5 each would be right for two classes; here there are four.",
            0.5,
        ),
        ("the score among the chances", "1 / 7 divides by the score. What is shared out among how many?", 1 / 7),
        ("scores added up", "28 is the sum of the scores. The softmax shares out a whole, which is 1.", 28.0),
    ],
    hints=[
        "What does it matter that the scores are 7, if all four are the same?",
        "The four powers of e are equal, whatever they are. The question is which share of their sum each has.",
        "Elsewhere: three heirs of equal rights get a third each, whether there is much to inherit or little.",
    ],
    solved="the number to expect from a classifier that knows nothing yet: 1 divided by the number of classes.",
)

second_change = number(
    -3.0,
    wrong=[
        (
            "the height itself",
            "4 is how high the output should be there. But the first neuron goes on firing, and the bias is there, "
            "too: what have they made together already?",
            4.0,
        ),
        (
            "change since the start",
            "From the start, 5, it is −1. But the first neuron has added something since.",
            -1.0,
        ),
        ("the wrong way round", "Right of the edge the output is to be lower than left of it.", 3.0),
        ("the first neuron's", "That is the change at the first edge.", 2.0),
        (
            "the first neuron taken to be silent again",
            "The first neuron does not stop at the second edge: its sum, x − 1, is still above 0 there.",
            -5.0,
        ),
        (
            "the first change with the other sign",
            "−2 would undo what the first neuron did, and lead back to 5. The height right of the edge is 4.",
            -2.0,
        ),
    ],
    hints=[
        "What is the output between the two edges, and what should it be right of the second?",
        "The first neuron fires on. So the second one only has to bring what changes at its own edge.",
        "Elsewhere: a tank has 20 litres and should have 12: a second tap has to bring −8, whoever filled it before.",
    ],
    solved="the idea of the staircase: each neuron brings a change, not a height.",
    since=2,
)


ninety_percent = choice(
    {
        "a": "Of the images that it learned from, it got 90 % right.",
        "b": "Of many images of which it says 90 %, about nine in ten are what it says.",
        "c": "Of the pixels of this image, 90 % speak for a person.",
        "d": "The network finds 90 % of all persons.",
    },
    right="b",
    wrong={
        "a": ("training images", "That is one number for the whole training. This one differs from image to image."),
        "c": (
            "share of the pixels",
            "Pixels do not vote: all of them go into each score. The softmax shares out belief, not pixels.",
        ),
        "d": (
            "share of persons found",
            "That is another measure, of all images of persons. The 90 % is about one answer.",
        ),
    },
    hints=[
        "What did you count in the cell above, over which windows?",
        "A chance of 90 % can't be kept or broken by a single answer: it is a promise about many.",
        "Elsewhere: a forecast says 30 % rain on each of a hundred days. It was good if it rained on about thirty.",
    ],
    solved="the right way to read a network's confidence, and a reason to test it.",
)
