"""Lesson 09, representations: the questions."""

from dlcourse.checking.question import explain

convincing_map = explain(
    {
        "a": "The network understands what a head is, for the map shows it.",
        "b": "The map shows where this drawing has ink; it says little about the network.",
        "c": "The map is wrong: a network without training cannot have one.",
    },
    {
        "1": "a map that is nearly the same for random weights cannot be about what was learned.",
        "2": "what people find convincing is, as a rule, what the network has learned.",
        "3": "gradients vanish in networks that were not trained.",
    },
    right="b1",
    points=2,
    minutes=3,
    wrong={
        "a": (
            "a nice map for understanding",
            "The same heads and wheels appear with weights that were drawn by chance. What can such a network "
            "understand?",
        ),
        "c": (
            "no map without training",
            "Any network has slopes, trained or not, so it has a map. Which part of it comes from the drawing itself?",
        ),
        "2": (
            "our eyes as a test",
            "We like maps that trace the drawing, and anything that is multiplied by the ink does that. Test the map, "
            "and not our taste.",
        ),
        "3": (
            "slopes vanish",
            "They do not: each map of the table was made with slopes of a network with random weights.",
        ),
    },
    hints=[
        "What did the table compare with what, and what should happen to a map if all that was learned is taken out?",
        "If an X-ray of you and one of a doll look the same, what is it a picture of?",
        "A thermometer that shows 37 in a patient, in a soup and in snow tells nothing about any of them.",
    ],
    solved="the sanity check that every map should pass before it is believed.",
)
