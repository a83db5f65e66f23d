"""Lesson 13, autoencoder: the questions."""

from dlcourse.checking.question import number


def _draw_pull_by_hand(rng):
    """Two examples and a target, and the slope of the price by the first."""
    first, second = (int(rng.integers(*ends)) / 10 for ends in ((1, 5), (5, 10)))
    target = int(rng.integers(1, 3)) / 10  # always below their mean
    q = (first + second) / 2
    text = (
        f"A hidden unit is {first:.1f} active in the first of two examples and {second:.1f} in the other; it should be "
        f"{target:.1f} on average. Its price is p log(p / q) + (1 - p) log((1 - p) / (1 - q)). How much does that "
        "rise, for each unit by which the activity in the first example rises?"
    )
    return text, ((1 - target) / (1 - q) - target / q) / 2


pull_by_hand = number(
    0.8,
    draw=_draw_pull_by_hand,
    wrong=[
        ("slope by the mean", "That is the slope by the mean. How much does the mean move if one of two moves?", 1.6),
        ("sign turned", "The size is right. The unit is too active: does more of it cost more, or less?", -0.8),
        ("both parts with a plus", "In the first logarithm, q stands below: that part *falls* as q rises.", 1.0),
        ("both parts with a minus", "In the second logarithm stands 1 - q: its slope gets a second minus.", -1.0),
        ("first part only", "That is the first logarithm's part. The second one depends on q, too.", -0.1),
        ("second part only", "That is the second logarithm's part. The first one depends on q, too.", 0.9),
        ("the price", "That is the price itself. Wanted is its slope.", 0.368),
        (
            "by the example itself",
            "Not the activity in one example stands in the formula, but the mean of both.",
            0.476,
        ),
    ],
    atol=1e-3,
    rtol=1e-3,
    hints=[
        "What is q here, and how far does q move if one of two examples moves by 1?",
        "First the slope by q: that of p log(p / q) is -p / q, and that of the other part has (1 - p) / (1 - q) in it. "
        "Then on to the example.",
        "Elsewhere: with p = 0.5 and q = 0.8 the slope by q is -0.5 / 0.8 + 0.5 / 0.2 = 1.875; one of ten examples "
        "gets a tenth of it.",
    ],
    solved="what pulls at one number of the code; next, at all of them.",
    minutes=2,
)
