"""Lesson 24, finance: the question."""

from dlcourse.checking.question import number


def _slope(weight, sure, N):
    """The gradient of the weighted loss for the logit of one fraud."""
    return round(weight * (sure - 1) / N, 4)


def _draw_slope(rng):
    weight, N = int(rng.choice([10, 20, 30])), int(rng.choice([5, 8]))
    sure = float(rng.choice([0.1, 0.3, 0.4]))
    text = (
        f"The loss is a mean over {N} payments, in which a fraud counts {weight} times as much as an honest payment. "
        f"To one that is a fraud the network gives the probability {sure:g} of being one. What is the gradient of the "
        "loss for its logit?"
    )
    return text, _slope(weight, sure, N)


rare_slope = number(
    _slope(50, 0.2, 4),
    draw=_draw_slope,
    minutes=2,
    wrong=[
        ("weight forgotten", "That is without the weight: this one is a fraud, and counts 50 times.", -0.2),
        ("the sum, not the mean", "That is its part of the sum. The loss is the mean over 4 payments.", -40),
        ("the sum, sign turned", "That is its part of the sum, with the sign turned. The loss is the mean.", 40),
        ("weight forgotten, sign turned", "The sign is turned, and this fraud counts 50 times.", 0.2),
        ("sign turned", "The size is right. If the logit grows, is the loss of a fraud larger or smaller?", 10),
        ("as of an honest payment", "0.2 is what an honest one would get. For a fraud 1 is taken off.", 2.5),
        ("an honest one, weight forgotten", "It is a fraud: 1 is taken off 0.2, and it counts 50 times.", 0.05),
        ("neither mean nor weight", "0.2 - 1 is where it begins. Then the weight, and the mean over 4.", -0.8),
        ("slope of the probability", "0.2 · 0.8 is the slope of the probability. The loss has its log.", 2),
        ("slope of the probability, sign turned", "0.2 · 0.8 is the slope of the probability. Want its log's.", -2),
        ("divided by the sum of the weights", "Divided is by the 4 payments, whatever they weigh.", -0.7547),
        ("for the probability", "-1 / 0.2 is the slope for the *probability*, not for the logit.", -62.5),
    ],
    hints=[
        "Without a weight, and for one payment alone, what was the gradient of lesson 03 for the logit?",
        "The probability minus the label. A weight in front of a loss stands in front of its gradient, too; and of a "
        "mean over 4, each has a quarter.",
        "With a weight of 30, the probability 0.6 and 3 payments it would be 30 · (0.6 - 1) / 3 = -4.",
    ],
    solved="one fraud pulls as hard as 50 honest payments would; next, for all of them.",
)
