"""Lesson 13, autoencoder: the questions."""

from dlcourse.checking.question import explain

where_they_part = explain(
    {
        "a": "The machine knew the distribution better in the end: it rebuilds every pattern more exactly.",
        "b": "Each pattern was held ever faster, but how often each of them comes got further from the truth.",
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
