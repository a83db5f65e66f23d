"""Lesson 16, compression: the questions."""

from dlcourse.checking.question import explain, number


def _draw_slope_through_rounding(rng):
    """A weight between two steps, and where the loss wants it."""
    step = float(rng.choice([0.2, 0.25, 0.5]))
    below, rest = int(rng.integers(1, 4)), int(rng.choice([20, 30, 40, 60, 70, 80])) / 100
    w, wanted = round((below + rest) * step, 4), int(rng.integers(3, 7))
    text = (
        f"The weight w = {w:g} is rounded to the nearest multiple of {step:g}, and the loss is (w' - {wanted})², where "
        "w' is the rounded weight. What gradient does w get, if the gradient of w' is passed on as if there were no "
        "rounding?"
    )
    return text, 2 * (step * round(w / step) - wanted)


slope_through_rounding = number(
    -1.5,
    draw=_draw_slope_through_rounding,
    wrong=[
        (
            "at the weight itself",
            "That is the slope at w. The network calculates with the rounded weight: where does the loss stand then?",
            -1.26,
        ),
        (
            "slope of the rounding",
            "That is the true slope: the rounded weight does not move if w moves a little. So nothing would ever be "
            "learned. As if there were no rounding, the gradient of w' is handed on whole.",
            0,
        ),
        (
            "sign turned",
            "The size is right. The rounded weight lies below 1: does the loss rise or fall if it grows?",
            1.5,
        ),
        ("times the step", "The width of a step has no part in it: what comes in at w' is handed on as it is.", -0.375),
        ("by the step", "Divided by the width of a step: what comes in at w' is handed on as it is.", -6),
        ("the loss", "That is the loss. Wanted is its slope.", 0.5625),
        ("the two forgotten", "The slope of a square has a factor of 2.", -0.75),
        ("rounded up", "To which multiple is 0.37 nearer, to 0.25 or to 0.5?", -1),
        ("the rounded weight", "That is the rounded weight. What is the slope of the loss there?", 0.25),
    ],
    hints=[
        "Which number does the network calculate with, w or w'? And where does the loss have its slope taken?",
        "Two steps: the slope of the loss by the rounded weight, at the rounded weight; then it is handed on as it is.",
        "Elsewhere: 1.9 rounded to whole numbers is 2, and the loss (w' - 5)² hands on 2 · (2 - 5) = -6.",
    ],
    solved="one weight's gradient, through a staircase; next, a whole array of them, and what happens at its ends.",
    minutes=1.5,
)

zeros_cost = explain(
    {
        "a": "Neither changes.",
        "b": "The time falls to about a tenth, the bytes stay.",
        "c": "Both fall to about a tenth.",
    },
    {
        "1": "the product takes every place in turn, whatever stands there, and a 0 has as many bits as any number.",
        "2": "nothing has to be calculated where one factor is 0.",
        "3": "a map of the places is kept beside the array, and takes up what is saved.",
    },
    right="a1",
    wrong={
        "b": (
            "zeros skipped",
            "To skip a 0 somebody must look whether there is one, at every place. Does a product of tables ask?",
        ),
        "c": ("zeros take no room", "Does an array know what stands in it? What is `nbytes` of one that is all zeros?"),
        "2": (
            "nothing to calculate",
            "True on paper. But who finds out that a factor is 0, and would asking be quicker than multiplying?",
        ),
        "3": (
            "a map that nobody made",
            "Nobody has made such a map here: the zeros stand in the array itself, as numbers among others.",
        ),
    },
    hints=[
        "What does `np.zeros((300, 300)).nbytes` say, and what `np.ones((300, 300)).nbytes`?",
        "A product of tables is fast because it goes through memory in a straight line, several numbers at a time, and "
        "asks nothing on its way.",
        "Elsewhere: a bus that stops at every stop, with or without passengers, is no faster on an empty evening.",
    ],
    solved="why a network with holes is neither smaller nor faster by itself: somebody has to store it, and to run it, "
    "in another way.",
    minutes=2,
)


def _draw_pull_of_a_doubt(rng):
    """What the teacher holds for how many times as likely, and a temperature."""
    odds, temperature = int(rng.choice([4, 7, 9, 19])), int(rng.integers(3, 6))
    text = (
        f"A student has the scores 0 and 0 for two classes. Divided by the temperature T = {temperature}, the "
        f"teacher's scores give the chances {odds}/{odds + 1} and 1/{odds + 1}. The loss is T² times the sum of "
        "p log(p / q), with p the teacher's chances and q the student's, at that temperature, too. What is its "
        "gradient for the student's first score?"
    )
    return text, temperature * (1 / 2 - odds / (odds + 1))


pull_of_a_doubt = number(
    -0.5,
    draw=_draw_pull_of_a_doubt,
    wrong=[
        (
            "T² forgotten",
            "That is the slope of the sum alone. T² stands before it: it is there so that the pull does not fade as T "
            "grows.",
            -0.125,
        ),
        (
            "the division by T forgotten",
            "T² (q - p) is the slope by the score *divided by T*. That one moves only by 1/T if the score moves by 1.",
            -1.0,
        ),
        (
            "no temperature",
            "q - p is right at T = 1. Here T² stands before the sum, and scores are divided by T.",
            -0.25,
        ),
        (
            "sign turned",
            "The size is right. The student gives the first class too little: should its score rise or fall? (0.5 is "
            "the gradient of the second score.)",
            0.5,
        ),
        (
            "teacher without temperature",
            "The teacher's scores are divided by the temperature, too: its chances are then 3/4 and 1/4.",
            -0.4,
        ),
        ("the loss", "That is the loss. Wanted is its slope by the first score.", 0.523),
        (
            "softmax forgotten",
            "If the first score rises, the student's second chance falls: the softmax couples them.",
            -1.5,
        ),
    ],
    atol=1e-3,
    rtol=1e-3,
    hints=[
        "At T = 1, what was the gradient of the cross-entropy for a score: which chance minus which?",
        "The slope of the sum by the score divided by T is q - p. Then comes the step from that to the score itself, "
        "and T² before the sum.",
        "Elsewhere: with T = 3, p = 1/4 and q = 1/3 the first score gets 9 · (1/3 - 1/4) / 3 = 0.25.",
    ],
    solved="which way a teacher's doubt pulls, and how hard; next, for all examples, with the labels beside it.",
    minutes=2,
)
