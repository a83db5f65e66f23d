"""Lesson 02, forward: the questions."""

from dlcourse.checking.question import choice, number

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
        "Each example gets one number from each neuron.",
        "(4, 3) @ (3, 5): the inner numbers meet and vanish.",
    ],
    solved="the habit of reading shapes, which prevents more bugs than any other.",
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
        ("percent instead of a share", "As a share of 1, 25 % is 0.25.", 25.0),
        (
            "two classes instead of four",
            "0.5 each would be right for two classes; here there are four.",
            0.5,
        ),
    ],
    hints=[
        "The four exponentials are equal. What share of the sum has each?",
        "Four equal shares of 1.",
    ],
    solved="the number to expect from a classifier that knows nothing yet: 1 divided by the number of classes.",
)

ninety_percent = choice(
    {
        "a": "The network made 10 mistakes while it was trained.",
        "b": "Of many images of which it says 90 %, about nine in ten are what it says.",
        "c": "90 % of the picture is covered by a person.",
        "d": "The network finds 90 % of all persons.",
    },
    right="b",
    wrong={
        "a": ("training mistakes", "The number speaks of this one image, not of the training."),
        "c": (
            "share of the picture",
            "Nothing in the softmax measures area. It shares out belief, not pixels.",
        ),
        "d": (
            "share of persons found",
            "That is another measure, of all images of persons. The 90 % is about one answer.",
        ),
    },
    hints=[
        "You have just counted it: among the answers with about 90 %, how many were right?",
        "A chance of 90 % is a promise about many cases.",
    ],
    solved="the right way to read a network's confidence, and a reason to test it.",
)
