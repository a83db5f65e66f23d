"""Lesson 10, transfer: the questions."""

from dlcourse.checking.question import choice, number

leaking_sheets = choice(
    {
        "a": "Both: the body was trained on other objects, so nothing here can be known by heart.",
        "b": "The second: the first also has scans of labelled sheets, and those can be recognised as sheets.",
        "c": "The first: it is measured on more scans, so it is closer to the truth.",
        "d": "Neither: from so few labels no number says anything.",
    },
    right="b",
    wrong={
        "a": (
            "body taken for all that learns",
            "The body was trained elsewhere, that is true. But the labelled scans are learned here. What do they and "
            "some of the tested ones have in common?",
        ),
        "c": (
            "more scans taken for a better test",
            "More scans make a number steadier, and not right: five scans of a sheet are hardly more than one. What "
            "does somebody have to know who meets a labelled sheet again?",
        ),
        "d": (
            "few labels taken for a bad test",
            "Few labels make the *classifier* weak. The test can still be good: there are plenty of scans to test on. "
            "But which of them are new?",
        ),
    },
    hints=[
        "What does the nearest labelled scan look like if the same sheet lies among the labelled ones?",
        "Ask of each count: could somebody get it right by recognising a sheet, without knowing the object?",
        "Elsewhere: who has seen the questions of an exam, with other numbers, gets a better mark, and has not "
        "understood more.",
    ],
    solved="the rule of every split: what belongs together stays on one side.",
)


def _draw_body_step(rng):
    weight, gradient = int(rng.integers(1, 5)), float(rng.choice([0.5, 2.0, 4.0]))
    rate, factor = float(rng.choice([0.1, 0.2, 0.5])), float(rng.choice([0.1, 0.3]))
    text = f"A weight of the body is {weight}, its gradient {gradient:g}. The head learns at a rate of {rate:g}, the "
    text += f"body {factor:g} times as fast. What is the weight after one step?"
    return text, weight - rate * factor * gradient


body_step = number(
    2.92,
    draw=_draw_body_step,
    wrong=[
        ("rate of the head", "That would be right in the head. The body's rate is 0.2 times 0.1.", 2.2),
        ("factor instead of the rate", "You took 0.1 for the rate. It is a factor: the rate is 0.2 times 0.1.", 2.6),
        ("uphill", "The weight moves *against* its gradient.", 3.08),
        ("step alone", "By so much it moves. Where does it end?", 0.08),
        ("no gradient", "You took away the rate alone. The step is the rate times the gradient.", 2.98),
        ("divided by the factor", "The body is *slower*: multiply by 0.1.", 3 - 0.2 / 0.1 * 4),
        ("frozen", "It would stay if it were frozen. Here it moves a little.", 3.0),
        ("rates added", "0.2 and 0.1 are multiplied, and not added.", 1.8),
        ("uphill at the rate of the head", "Downhill, and with the body's rate: 0.2 times 0.1.", 3.8),
    ],
    hints=[
        "Which rate does the body have, if the head's is 0.2 and the factor 0.1?",
        "First the rate, then the step, which is the rate times the gradient, and then in which direction.",
        "Elsewhere: a price of 10 that falls by half of 30 % is 8.5.",
    ],
    solved="a small step: the body has much to lose.",
)
