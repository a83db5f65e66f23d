"""Lesson 09, representations: the questions."""

from dlcourse.checking.question import choice, explain, number


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

where_it_looked = choice(
    {
        "a": "At the head of the horse.",
        "b": "At the wheels.",
        "c": "Near the upper left corner of the sheet.",
        "d": "Near the lower left corner of the sheet.",
        "e": "Near the lower right corner of the sheet.",
    },
    right="d",
    minutes=1,
    wrong={
        "a": ("head", "The horses stand all over their sheets, so their heads do, too. The mean map has *one* peak."),
        "b": ("wheels", "The wheels of fifty horses are at fifty places. The mean map has *one* peak."),
        "c": ("top and bottom exchanged", "Row 0 is at the top: a peak in the last rows is at the bottom."),
        "e": ("left and right exchanged", "Column 0 is on the left: a peak in the first columns is on the left."),
    },
    hints=[
        "In which row and which column does the darkest square of the mean map lie?",
        "The place of a cover is its upper left corner, and rows are counted from the top. Is the row a small number "
        "or a large one?",
        "Elsewhere: of 24 rows, row 2 is near the top, and row 22 near the bottom.",
    ],
    solved="evidence: all its horses have something there, and no horse is drawn there.",
)

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
