"""Lesson 23, medicine: the questions."""

from dlcourse.checking.question import explain, number


def _slope(p, ill, score):
    """The gradient of a patient's cross-entropy for the slope."""
    return round((p - ill) * score, 4)


def _draw_slope(rng):
    p, score = float(rng.choice([0.25, 0.75, 0.9, 0.4])), float(rng.choice([3.0, -2.0, 0.5, -1.5]))
    ill = int(rng.integers(2))
    text = (
        f"A patient has the score {score:g}. With the present slope and offset the sigmoid of slope · score + offset "
        f"is {p:g}. The patient is {'ill' if ill else 'healthy'}. What is the gradient of the cross-entropy of this "
        "patient for the slope?"
    )
    return text, _slope(p, ill, score)


calibration_slope = number(
    _slope(0.8, 0, 2.0),
    draw=_draw_slope,
    minutes=2,
    wrong=[
        ("the offset's gradient", "0.8 is by how much the probability is too high. That is for the offset.", 0.8),
        ("uphill", "The size is right. A smaller slope would make the surprise smaller: which sign is that?", -1.6),
        ("as if ill", "That is for a patient who is ill: 0.8 - 1. This one is healthy.", -0.4),
        ("slope of the sigmoid", "0.8 · 0.2 is the slope of the sigmoid. With the cross-entropy it cancels.", 0.16),
        ("slope of the sigmoid, times the score", "0.8 · 0.2 · 2 lacks the loss: its log takes 0.2 away.", 0.32),
        ("divided by the score", "0.8 / 2: when the slope grows by a little, the sum grows by 2 times that.", 0.4),
        ("loss instead of its slope", "1.61 is the cross-entropy itself, -log(0.2).", 1.6094),
        ("the surplus of healthy", "0.2 is the probability of being healthy.", 0.2),
    ],
    hints=[
        "By how much does slope · score + offset grow when the slope grows by 0.01?",
        "In lesson 03 the gradient of the cross-entropy for the sum before the sigmoid was: probability minus answer. "
        "The chain rule does the rest.",
        "With the probability 0.3, a patient who is ill and a score of 5 it would be (0.3 - 1) · 5 = -3.5.",
    ],
    solved="in which direction one patient pulls the slope; next, for all of them.",
)

what_it_knows = explain(
    {
        "a": "It has found a sign of the disease in the measurements.",
        "b": "It knows again whose recording it is.",
        "c": "It has been lucky.",
    },
    {
        "1": "labels that were tossed go with nothing but the person.",
        "2": "a network with so many weights can learn anything.",
        "3": "the noise is small, so measurements are exact.",
    },
    right="b1",
    wrong={
        "a": ("a sign of a coin", "The labels were tossed: no measurement can be a sign of them."),
        "c": ("luck ten times", "It is far above one half on all ten draws, and near it when divided by person."),
        "2": ("many weights", "The same network, divided by person, is right about half of the time."),
        "3": ("little noise", "Exact measurements of a person tell nothing of a coin that was tossed for them."),
    },
    hints=[
        "What do a recording that judges and one that was learned from have in common?",
        "The label was tossed once for each person. Who has seen one recording of a person knows the label of all.",
        "Suppose each person wore a number. Which of the two divisions would let a table of numbers pass the exam?",
    ],
    solved="the proof by tossed labels: what is still right then can only be known from the person.",
)
