"""Lesson 00, start here: the questions."""

from dlcourse.checking.question import choice, explain

brightness = choice(
    {
        "a": "All three pixels become 0.5.",
        "b": "They become 0.0, 0.25 and 0.5.",
        "c": "They become 0.0, 0.5 and 1.0.",
        "d": "They stay 0, 4 and 8.",
    },
    right="b",
    wrong={
        "a": (
            "one number for the whole image",
            "The rule is applied to each pixel by itself: 0 / 16, 4 / 16 and 8 / 16 differ.",
        ),
        "c": (
            "own maximum instead of largest",
            "That is what dividing by this image's own brightest pixel, 8, would give. The exercise divides "
            "by the brightest pixel there could be, 16.",
        ),
        "d": ("nothing divided", "The call gives back new, divided numbers. Try it in a new cell."),
    },
    hints=[
        "Which number of the call is the same for all three pixels, and is it the 8?",
        "Work out each pixel by itself: the brightest one there could be is 16, so that it would become 1.",
        "Elsewhere: of 20 possible points, 5 are a quarter, whatever the others have.",
    ],
    solved="a prediction, made before the computer spoke. Keep doing that.",
)

why_the_pillars = explain(
    {
        "a": "It would take no pillar for a person if it looked longer.",
        "b": (
            "It goes by one window, and windows of such colours were more often hers than the temple's in what it "
            "learned from."
        ),
        "c": "It saw that somebody stands behind the pillars.",
    },
    {
        "1": "It compares the whole photograph with the portrait.",
        "2": "Somebody wrote down for it that red is a person.",
        "3": "It sees 8 × 8 pixels and nothing around them, and knows no more than the pictures it was shown.",
    },
    right="b3",
    wrong={
        "a": ("looking longer", "It calculates the same numbers each time: the same window gets the same answer."),
        "c": (
            "somebody behind the pillars",
            "It knows no *behind*. All that comes in are the colours of 64 pixels.",
        ),
        "1": (
            "the whole photograph",
            "Only one window comes in at a time. What lies around it, the network never gets.",
        ),
        "2": (
            "a rule about red",
            "Nobody wrote a rule. It was shown windows, and was told what each shows.",
        ),
    },
    hints=[
        "What exactly comes into the network, and what does it know of the rest of the photograph?",
        "Take a window of the temple that it takes for a person with 80 % and more, and of those that it learned from "
        "the twenty whose mean colour is most like it: on average 71 % of them were hers, 14 % the temple's.",
        "Elsewhere: who has met one dog only, a black one, may call a black cat a dog.",
    ],
    solved="why a network is only worth as much as the examples that it was shown.",
    points=1,
    since=2,
)
