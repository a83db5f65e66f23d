"""Lesson 10, transfer: the questions."""

from dlcourse.checking.question import choice, explain, number

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


which_place = explain(
    {
        "a": "The more layers are taken along, the better, as before.",
        "b": "The first layers do little harm, the last one most: below a network that begins afresh.",
        "c": "Each layer that is taken along makes it better, but less than before.",
    },
    {
        "1": "features that tell objects apart tell everything else, too.",
        "2": "a frozen layer can learn nothing, so each one costs alike.",
        "3": "what the old task had no use for, its last layers have let go.",
    },
    right="b3",
    wrong={
        "a": (
            "always better",
            "The old task was the same wherever the object stood. Which layer could forget that?",
        ),
        "c": ("only smaller gains", "Does a network need to have seen objects at all to say where the ink is?"),
        "1": (
            "features for everything",
            "The network was paid for the name alone. What would be a good answer of a unit to the same car at another "
            "place?",
        ),
        "2": (
            "all layers alike",
            "Frozen layers pass on what they were given, some nearly all of it. Which one throws the place away?",
        ),
    },
    hints=[
        "The old task: the same name wherever the object stands. What became of the place on the way?",
        "The first layers keep maps: what was at the left stays at the left. The dense layer mixes all places.",
        "A summary of a play for people who ask who did it will not say on which side of the stage he stood.",
    ],
    solved="the limit of all transfer: what is taken along was kept for another purpose.",
)


def _draw_lost_by_hand(rng):
    """Three tasks; one of the two earlier ones was best after the second."""
    first, later, end, second, left = (int(rng.integers(*ends)) / 100 for ends in
                                       ((50, 70), (70, 90), (20, 50), (70, 95), (30, 60)))  # fmt: skip
    text = (
        f"The accuracy on task 0 was {first:.2f} when it was learned, {later:.2f} after task 1 and {end:.2f} after "
        f"task 2; that on task 1 was {second:.2f} when it was learned and {left:.2f} after task 2. How much was "
        "forgotten, as the mean of best minus last?"
    )
    return text, ((later - end) + (second - left)) / 2


lost_by_hand = number(
    0.3,
    draw=_draw_lost_by_hand,
    wrong=[
        ("when learned minus last", "Task 0 was at its best after task 1. Take the best, not the first.", 0.25),
        ("sum", "That is the sum over both earlier tasks. Take the mean.", 0.6),
        ("divided by all tasks, or task 1 alone", "Both earlier tasks count, and only these: divide by two.", 0.2),
        ("first task only", "That is task 0 alone: 0.8 minus 0.4. Task 1 counts, too.", 0.4),
        ("sign turned", "The size is right: what is lost counts as positive.", -0.3),
        ("along the row", "You walk along a row. Go down a column: it follows one task through time.", 0.5),
    ],
    atol=1e-6,
    rtol=1e-4,
    hints=[
        "Which of the three tasks can have been forgotten by now, and which column belongs to each?",
        "In each of these columns: the best from when it was learned up to the last row but one, minus the last row.",
        "Prices of 3, 5 and 4 in turn: the best before the end was 5, the last is 4, so 1 is lost.",
    ],
    solved="the number that says how much is lost; next, as a function.",
)
