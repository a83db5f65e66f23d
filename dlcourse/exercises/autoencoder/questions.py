"""Lesson 13, autoencoder: the questions."""

from dlcourse.checking.question import explain, number


def _draw_pull_by_hand(rng):
    """Two examples and a target, and the slope of the price by the first."""
    first, second = (int(rng.integers(*ends)) / 10 for ends in ((1, 5), (5, 10)))
    target = int(rng.integers(1, 3)) / 10  # always below their mean
    q = (first + second) / 2
    text = (
        f"A hidden unit is {first:.1f} active in the first of two examples and {second:.1f} in the other; it should be "
        f"{target:.1f} on average. Its price is p log(p / q) + (1 - p) log((1 - p) / (1 - q)). What is the slope of "
        "that price by the activity in the first example?"
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
            "the price turned round",
            "That is a price, with p and q exchanged. Wanted is the slope of the one above.",
            0.511,
        ),
        ("times the examples", "One of two examples moves the mean by less than itself, not by more.", 3.2),
        ("slope by the mean, sign turned", "That is the slope by the mean, and its sign is turned.", -1.6),
        ("half of it", "Half of it: is something divided by the number of examples once too often?", 0.4),
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

where_they_part = explain(
    {
        "a": "The machine knew the distribution better in the end: it rebuilds every pattern more exactly.",
        "b": "Each pattern was held ever more firmly, but how often each of them comes got further from the truth.",
        "c": "Chances moved away from the 30 patterns, to pictures that are no bars or stripes.",
    },
    {
        "1": "a chain of one step mostly ends where it began: how easily one gets there from elsewhere is hardly seen.",
        "2": "an error of reconstruction is the divergence, in other units.",
        "3": "12 hidden units have no room for 30 patterns.",
    },
    right="b1",
    wrong={
        "a": (
            "rebuilding taken for knowing",
            "Who rebuilds every picture that is shown may still not know which ones to expect. Which of the two "
            "numbers is about that?",
        ),
        "c": (
            "chances elsewhere",
            "How much lies on the 30 patterns is printed above. Is it what is missing?",
        ),
        "2": (
            "one number for the other",
            "If that were so, one could not rise while the other falls.",
        ),
        "3": (
            "too few hidden units",
            "All machines in the table have 12 hidden units. What did those with the smallest divergence do otherwise?",
        ),
    },
    hints=[
        "Of the two numbers, which could a machine have at its best that never leaves the pattern it is shown?",
        "Two towns may each keep their people so well that nobody ever moves. What does somebody who watches one house "
        "for a day learn of how large each town is?",
        "Elsewhere: a teacher who only asks each pupil to repeat their last sentence hears it word for word, and does "
        "not learn who speaks how often.",
    ],
    solved="why the two part. Of the divergence, what lies elsewhere cost 0.5 nats after 3000 updates and 0.1 in the "
    "end; that the rest is divided unevenly, 1.1 and then 2.1. In the end a step from an example ends at the same one "
    "nine times in ten.",
    minutes=3.0,
)
