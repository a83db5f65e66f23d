"""The questions of lesson 07: what dropout hands on, what a batch of one says, and which augmentation does harm."""

from dlcourse.checking.question import choice, number


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
        ("multiplied by the rate", "That is 2 times 0.8. Divide by the share that is kept.", 1.6),
    ],
    hints=["Which share of the numbers is kept?", "Divide by the share that is kept: 2 / (1 - 0.8)."],
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
        "A number minus itself.",
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
        "Augmentation must not change what the right answer is.",
        "For which of the four could a 6 become something else?",
    ],
    solved="the rule of all augmentation: change what must not matter, and nothing that does.",
)
