"""The questions of lesson 05: the largest rate of a ravine, Adam's first step, which optimizer to take."""

from dlcourse.checking.question import choice, number

largest_rate = number(
    0.05,
    wrong=[
        (
            "one step to the bottom",
            "With 1/40 the factor is exactly 0: one step, and it is at the bottom. It may overshoot and still come "
            "closer, as long as it lands nearer on the other side.",
            0.025,
        ),
        ("2 divided by the gentle curvature", "That holds for the gentle direction. The steep one has 40.", 2.0),
        ("the curvature itself", "40 is the factor of the gradient. Solve 1 - 40 r = -1 for the rate r.", 40.0),
        ("upside down", "That is 40 / 2. Solve 1 - 40 r = -1 for the rate r.", 20.0),
    ],
    hints=[
        "It comes no closer when the factor 1 - 40 r has reached -1: then it jumps from side to side for ever.",
        "1 - 40 r = -1 means 40 r = 2.",
    ],
    solved="the law of the ravine: the steepest direction alone decides how large the rate may be.",
)

first_step = number(
    0.01,
    wrong=[
        ("the step of SGD", "0.01 times 1000 is the step of SGD. Adam divides by the gradient's size.", 10.0),
        (
            "bias correction left out",
            "That is 0.01 times the root of 10: the first step without the bias correction.",
            0.0316,
        ),
        ("only m left uncorrected", "0.001 would come out if m, but not v, were left uncorrected.", 0.001),
        ("only v left uncorrected", "0.316 would come out if v, but not m, were left uncorrected.", 0.316),
        ("with a sign", "The size is right. The question is for the size of the change, without a sign.", -0.01),
        ("length in the unit of the learning rate", "1 times the learning rate: and how long is that?", 1.0),
    ],
    hints=[
        "In the first step, the corrected m is the gradient itself. And the corrected v?",
        "1000 divided by the root of 1000 squared is 1. Times the learning rate.",
    ],
    solved="why Adam needs no gradients of a tidy size: in its first step their size cancels.",
    rtol=0.01,
)

which_one = choice(
    {
        "a": "Adam is the fastest on every problem, so there is no need to try another one.",
        "b": "Plain SGD is out of date: every other optimizer was faster on every problem.",
        "c": "Which one is fastest depends on the problem; a fair comparison tunes the learning rate of each.",
        "d": "All optimizers are equally fast if only the learning rate is small enough.",
    },
    right="c",
    wrong={
        "a": ("Adam always", "Look at the last table: who came first there, and who came last?"),
        "b": ("SGD out of date", "Look at the last table, of the round bowl: there it came first, and by far."),
        "d": ("all the same", "With tiny rates all are slow, but the tables show large differences at the best."),
    },
    hints=["Compare the winners of the tables.", "Who won in the round bowl, and who with the mixed units?"],
    solved="a habit that protects from most wrong conclusions about optimizers.",
)
