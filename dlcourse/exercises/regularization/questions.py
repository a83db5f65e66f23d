"""The questions of lesson 07: dropout, batches of one, gradients of normalisation, augmentation, and tuning."""

from dlcourse.checking.question import choice, explain, number


def _draw_kept_number(rng):
    sent, rate = int(rng.integers(1, 7)), float(rng.choice([0.2, 0.5, 0.6, 0.75, 0.9]))
    text = f"Dropout with a rate of {rate:g}, while training. A neuron sends {sent}, and in this step it is kept. "
    return f"{text}What arrives?", sent / (1 - rate)


kept_number = number(
    10.0,
    draw=_draw_kept_number,
    wrong=[
        ("not rescaled", "2 would be right without the scaling. What is the mask where a number is kept?", 2.0),
        ("divided by the rate", "You divided by 0.8. Divide by the share that is kept, 1 - 0.8.", 2.5),
        ("multiplied by the share that is kept", "It is divided by 1 - 0.8, not multiplied: it grows.", 0.4),
        ("the factor alone", "By 5 it is multiplied. And what was sent?", 5.0),
        ("multiplied by the rate", "That is 2 times 0.8. Divide by the share that is kept.", 1.6),
    ],
    hints=[
        "Which share of the numbers is kept?",
        "On average the next layer should get as much as if all were kept. One in five is.",
        "Elsewhere: if one in four friends comes to help, each has to do four times the work.",
    ],
    solved="one in five is kept, five times as large: on average nothing changes.",
)

batch_of_one = choice(
    {
        "a": "0 for every image, whatever it shows",
        "b": "the image itself, unchanged",
        "c": "the same as with the running statistics",
        "d": "nan, a division by zero",
    },
    right="a",
    wrong={
        "b": (
            "normalising taken for doing nothing",
            "The mean is taken away. What is the mean of a single number?",
        ),
        "c": (
            "batch taken for running statistics",
            "The running statistics remember the training. A batch of one knows only itself.",
        ),
        "d": (
            "epsilon forgotten",
            "The variance is 0, but epsilon keeps the division from failing. And what is above the fraction bar?",
        ),
    },
    hints=[
        "With one example, what is the mean of each column?",
        "From each number its own column's mean is taken away. How far is a single number from its own mean?",
        "Elsewhere: in a class of one, the only pupil is exactly average, whatever the mark.",
    ],
    solved="the reason for running statistics: alone, a batch of one says nothing about itself.",
)

harmful_augmentation = choice(
    {
        "a": "moving it by one pixel",
        "b": "turning it by 10 degrees",
        "c": "turning it by 180 degrees",
        "d": "making the ink a little paler",
    },
    right="c",
    wrong={
        "a": ("a harmless shift", "A digit one pixel farther left is still the same digit."),
        "b": ("a harmless turn", "People write at a slant: turned by 10 degrees, a 7 is still a 7."),
        "d": ("harmless pale ink", "Pens differ. The shape, which says what it is, stays."),
    },
    hints=[
        "For which of the four could a digit become another one?",
        "Augmentation must not change what the right answer is. Go through the ten digits, one change after the other.",
        "Elsewhere: a photograph of a street may be mirrored, but not that of a road sign with an arrow.",
    ],
    solved="the rule of all augmentation: change what must not matter, and nothing that does.",
)

moved_number = number(
    0.0,
    wrong=[
        (
            "mean and spread held still",
            "That holds if the mean stays 3 and the spread stays 2. Work both out for the column 1 and 5.2.",
            0.1,
        ),
        ("only the mean followed", "The mean has moved to 3.1, but the spread has changed as well: to what?", 0.05),
        ("X instead of X_hat", "By 0.2 the number itself has changed. What does it become, normalised?", 0.2),
        ("X_hat itself", "That is its X_hat, before and after. Asked is by how much it has changed.", 1.0),
    ],
    hints=[
        "What are the mean and the spread of 1 and 5.2?",
        "The mean moves by half of what the number moves. How far from the mean are the two now, and what is the "
        "spread of two numbers that are as far from their mean?",
        "Elsewhere: on a seesaw with two seats, each sits half of its length from the middle, however long it is.",
    ],
    solved="the gradient has three paths, and for two numbers they cancel exactly.",
    since=2,
)


best_of_many = explain(
    {
        "a": "About 92 of 100 again.",
        "b": "About 85 of 100.",
        "c": "Fewer than 85 of 100.",
    },
    {
        "1": "a number that was measured, and not guessed, holds for new digits as well.",
        "2": "the best of many tries owes part of its number to luck with these digits, and luck does not come along.",
        "3": "the networks have learned from the validation digits, and know them by heart.",
    },
    right="b2",
    wrong={
        "a": (
            "luck taken for skill",
            "All thirty are equally good, so the one that was taken reads no better than the others. What do these "
            "read?",
        ),
        "c": (
            "luck taken back",
            "Being taken makes no network worse: it reads as many new digits as it always would.",
        ),
        "1": (
            "measured, so it holds",
            "Each number alone is an honest measurement. But this one was taken *because* it was the highest of "
            "thirty.",
        ),
        "3": (
            "validation digits learned",
            "No weight was fitted to them. They were only used to choose.",
        ),
    },
    hints=[
        "If thirty people throw a fair coin ten times, how often does the luckiest see heads, and how often next time?",
        "The numbers of equal networks differ on 100 digits by chance. Taking the highest of thirty takes the "
        "luckiest.",
        "Elsewhere: the runner with the best time of the day is on average slower the next day, and has forgotten "
        "nothing.",
    ],
    solved="why the number by which something was chosen is too good, and why a test set is opened once, at the end.",
    since=2,
)
