"""Lesson 09, representations: the questions."""

from dlcourse.checking.question import explain, number


def _draw_probe_weight(rng):
    middle, half, slope = int(rng.integers(2, 7)), int(rng.integers(1, 5)), int(rng.choice([-4, -3, -2, 2, 3, 4]))
    rise, mean = slope * half, int(rng.integers(5, 12))
    ridge = int(rng.choice([1, 3, 6]))
    text = (
        f"A unit answers {middle - half} and {middle + half} to two examples; the numbers to be read are {mean - rise} "
        f"and {mean + rise}. A linear probe with a free bias and the ridge {ridge} reads them. What is its weight, "
        "right to three digits?"
    )
    return text, slope * 2 * half**2 / (2 * half**2 + ridge)


probe_weight = number(
    2.0,
    draw=_draw_probe_weight,
    minutes=1.5,
    rtol=0.005,
    wrong=[
        ("no ridge", "That is the steepness of the line through both points. The ridge makes it flatter.", 3.0),
        (
            "not centred",
            "That is the best weight without a bias. The bias is free: take both means off first, then it drops out.",
            2.8,
        ),
        ("only the answers centred", "Take the mean off the numbers to be read, too, or off both.", 24 / 30),
        (
            "mean for sum",
            "The squares of both examples are added up, not averaged, before the ridge joins them; or has the ridge "
            "been counted twice?",
            1.5,
        ),
        ("ridge taken away", "The ridge makes the weight smaller: it stands below the line with a plus.", 6.0),
        ("bias for weight", "That is the bias, 10 - 3 · 2. Asked is the weight.", 4.0),
        ("ridge squared", "The ridge counts as it is: not its square.", 1.0),
        ("ridge on top", "The ridge belongs to the sum of squares below the line, and not to the products above.", 3.5),
    ],
    hints=[
        "What is left of both rows of numbers when each has its mean taken off, and what is the bias then?",
        "Write the error as a function of w alone, (2 w - 6)² twice plus the ridge times w², and ask where its slope "
        "is 0.",
        "Elsewhere: x = (-1, 1), t = (-5, 5), ridge 3: the slope 2 (2 w - 10) + 6 w is 0 at w = 2.",
    ],
    solved="the whole idea of a ridge: as if there were further examples that say 0.",
)

read_backwards = explain(
    {
        "a": "The codes know the sex of each person: turn the probe's answer round, and it is right.",
        "b": "The codes hardly tell husband and wife apart.",
        "c": "The probe was unlucky: on average it must be right for 12 of 24.",
    },
    {
        "1": "a probe that is nearly always wrong has found what decides.",
        "2": "who is left out leaves behind a twin with nearly the same code and the other sex.",
        "3": "24 people are too few to read anything.",
    },
    right="b2",
    wrong={
        "a": (
            "knowledge for its opposite",
            "Then it should know as much when whole couples are left out: does it?",
        ),
        "c": (
            "accident",
            "Half of ten networks with other first weights are right on none of 24. That is too much for bad "
            "luck: what do their codes have in common?",
        ),
        "1": (
            "leak taken for knowledge",
            "What decides must still be there when both of a couple are new. Is it?",
        ),
        "3": ("too few", "For the same 24 people nationality is read without an error."),
    },
    hints=[
        "When one person is left out, who stays in that has nearly the same relatives?",
        "Compare what is read if one is left out with what is read if the couple is: whatever changes between them "
        "came from the partner.",
        "Who learns from every second page of a book, and is tested on the pages between, is tested on what the "
        "neighbours gave away.",
    ],
    solved="a habit for every test: ask whether what is left out has a twin in what stays in.",
    minutes=2.5,
)
