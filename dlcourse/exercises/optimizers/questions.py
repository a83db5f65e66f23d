"""The questions of lesson 05: the largest rate of a ravine, Adam's first step, a turned valley, which to take."""

from dlcourse.checking.question import choice, explain, number


def _another_rate(rng):
    """The law of the ravine with another curvature."""
    steep = int(rng.choice([5, 8, 10, 16, 20, 25, 50, 80]))
    return (
        f"Across a ravine the loss is 1/2 * {steep} * w * w, so its gradient is {steep} w. Above which learning rate"
        f" do "
        "steps of plain gradient descent no longer come nearer to w = 0?",
        2 / steep,
    )


def _another_first_step(rng):
    """Adam's first step with another gradient and another rate."""
    gradient, rate = int(rng.choice([-500, -3, 20, 4000])), float(rng.choice([0.002, 0.005, 0.03, 0.2]))
    return (
        f"A weight has the gradient {gradient} in the very first step of Adam; the learning rate is {rate:g}. By how "
        "much does the weight change? (The size of the change, without a sign.)",
        rate,
    )


largest_rate = number(
    0.05,
    wrong=[
        (
            "one step to the bottom",
            "With 1/40 one step goes exactly to the bottom. It may overshoot and still come "
            "closer, as long as it lands nearer on the other side.",
            0.025,
        ),
        ("2 divided by the gentle curvature", "That holds for the gentle direction. The steep one has 40.", 2.0),
        (
            "the curvature itself",
            "40 is the curvature. A rate of 40 makes the first jump 1600 times as long as the way to the bottom."
            " Up to which rate does a jump end nearer than it began?",
            40.0,
        ),
        (
            "upside down",
            "That is 40 / 2. A steeper ravine needs a *smaller* rate: on which side of the fraction bar is 40?",
            20.0,
        ),
        (
            "still comes closer",
            "With 0.048 it still comes closer: each jump ends at 0.92 of the way on the other side. Look for the rate "
            "at which it ends exactly as far away as it began.",
            0.048,
        ),
        (
            "flies off already",
            "With 0.052 it flies off: each jump ends at 1.08 of the way on the other side. Look for the rate at which "
            "it ends exactly as far away as it began.",
            0.052,
        ),
    ],
    hints=[
        "If every step multiplies the weight by one factor, for which factors does it come nearer to 0?",
        "With a factor of -1 it jumps from side to side for ever, and below that every jump is longer than the last.",
        "For a curvature of 8 the factor is 1 - 8 r, and it is -1 if r is 2/8.",
    ],
    draw=_another_rate,
    solved="the law of the ravine: the steepest direction alone decides how large the rate may be.",
)

first_step = number(
    0.01,
    wrong=[
        ("the step of SGD", "0.01 times 1000 is the step of SGD. Adam divides by the gradient's size.", 10.0),
        (
            "correction left out",
            "That is 0.01 times the root of 10: the first step if neither mean is corrected for its start at 0.",
            0.0316,
        ),
        ("only m left uncorrected", "0.001 would come out if m, but not v, were left uncorrected.", 0.001),
        ("only v left uncorrected", "0.316 would come out if v, but not m, were left uncorrected.", 0.316),
        ("with a sign", "The size is right. The question is for the size of the change, without a sign.", -0.01),
        ("length in the unit of the learning rate", "1 times the learning rate: and how long is that?", 1.0),
        (
            "a share for the step",
            "0.1 is the share that the gradient has in m after one step. What is m once its start at 0 is corrected, "
            "and how long is the step then?",
            0.1,
        ),
        ("the gradient itself", "1000 is the gradient. Adam divides it by its usual size before it steps.", 1000.0),
        (
            "divided by the size only",
            "That is the rate divided by 1000. Below the fraction bar stands the size, and above it there is the "
            "gradient of 1000 as well.",
            0.00001,
        ),
    ],
    hints=[
        "After one step, what share of m is still the zero of the start, and what is m once this is corrected? And v?",
        "Corrected, m is the gradient itself, and v its square. So above and below the fraction bar stands the same.",
        "50 divided by the root of 50 squared is 1, and so for every number. What is left of the step?",
    ],
    draw=_another_first_step,
    solved="why Adam needs no gradients of a tidy size: in its first step their size cancels.",
    rtol=0.01,
)

turned_valley = explain(
    {
        "a": "AdaGrad takes about 3 steps again.",
        "b": "AdaGrad takes hundreds of steps, and SGD as many as before.",
        "c": "Both take more steps than in the ravine that is not turned.",
    },
    {
        "1": "turning makes the condition number larger.",
        "2": (
            "a rate of its own for each weight can stretch the map along the axes only, and the steep direction is"
            " none."
        ),
        "3": "both are given the same gradients, and take the same way.",
    },
    right="b2",
    wrong={
        "a": (
            "AdaGrad as before",
            "3 steps were possible because the steep direction was one weight, and the gentle one the other.",
        ),
        "c": (
            "SGD slower, too",
            "SGD treats all directions alike: turn the map, and its way turns with it. It counts as many steps as "
            "before.",
        ),
        "1": (
            "larger condition number",
            "Turning changes no curvature: across it is still 400 times as steep as along. The directions have "
            "changed.",
        ),
        "3": (
            "same way",
            "The gradients are those of the same ravine, but AdaGrad divides each weight's by its own size, SGD "
            "does not.",
        ),
    },
    hints=[
        "What did turning by 45 degrees change for SGD, and what for AdaGrad?",
        "If you turn the map of SGD's way, its way turns along. Ask of AdaGrad: along which lines can it stretch a "
        "map?",
        "A sheet that is pulled at its sides gets wider or higher. A pattern along its diagonal is not straightened"
        " so.",
    ],
    solved="what rates for single weights can repair, and what they cannot.",
    since=2,
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
        "a": ("Adam always", "Look at the table of the round bowl: who came first there, and who came last?"),
        "b": ("SGD out of date", "Look at the table of the round bowl: there it came first."),
        "d": ("all the same", "With tiny rates all are slow, but the tables show large differences at the best."),
    },
    hints=[
        "Who came first on the digits, who with the mixed units, and who in the round bowl?",
        "A sentence on every problem is refuted by one table that says otherwise.",
        "Hold each sentence against the table of the round bowl first.",
    ],
    solved="a habit that protects from most wrong conclusions about optimizers.",
)
