"""Lesson 08, cnn: the questions."""

from dlcourse.checking.question import choice, number


def _draw_count_weights(rng):
    kernels, size, channels = int(rng.choice([4, 6, 10])), int(rng.choice([1, 3, 5])), int(rng.integers(1, 6))
    text = f"A layer has {kernels} kernels of {size}×{size}. What comes in are {channels} feature maps of 20×20. "
    return f"{text}How many numbers does the layer learn, biases included?", (size * size * channels + 1) * kernels


count_weights = number(
    1168,
    draw=_draw_count_weights,
    wrong=[
        ("biases not counted", "Those are the weights. Each of the 16 kernels also has a bias.", 1152),
        (
            "channels forgotten",
            "Each kernel looks at all 8 channels of its window: 3 · 3 · 8 weights, and not 3 · 3.",
            160,
        ),
        ("one kernel only", "That is one kernel with its bias. There are 16 of them.", 73),
        (
            "a bias for every channel that comes in",
            "There is one bias for each kernel, and 16 kernels.",
            1160,
        ),
        ("channels exchanged", "8 channels come in, and 16 kernels make 16 maps: 16 biases.", 1152 + 128),
        (
            "weights for every place",
            "You count weights for each pixel of the picture. All places share the same kernels: the size of the "
            "picture plays no part.",
            1168 * 28 * 28,
        ),
    ],
    hints=[
        "How many pixels has the window of one kernel, and how many channels each?",
        "(3 · 3 · 8 weights and a bias) for each of 16 kernels.",
    ],
    solved="the reason why convolutional networks are small: the weights do not grow with the picture.",
)

shifted_input = choice(
    {
        "a": "They stay the same.",
        "b": "They move by the same number of pixels.",
        "c": "They change completely, as the output of a dense layer does.",
        "d": "They move by three times as many pixels, with a 3×3 kernel.",
    },
    right="b",
    wrong={
        "a": (
            "invariance for equivariance",
            "That would be invariance, which pooling brings a little of. The map says *where* something is.",
        ),
        "c": (
            "weights at places",
            "A dense layer has other weights for every place. A kernel has the same for all of them.",
        ),
        "d": ("size of the kernel", "Each window moves as far as the picture does, however large it is."),
    },
    hints=[
        "The window that saw the eye of the 8 now stands one place further. What does it answer there?",
        "The same window gives the same number, at its new place.",
    ],
    solved="the word for it: a convolution is equivariant to translation.",
)

cheap_percent = choice(
    {
        "a": "The same: a percent is a percent.",
        "b": "Less, since the network already knows most.",
        "c": "More than ten times as much.",
        "d": "Nothing: one only has to train a little longer.",
    },
    right="c",
    wrong={
        "a": ("percents of equal price", "Compare the first line of the table with the last one."),
        "b": ("ever cheaper", "It goes the other way: what is left are the hard cases, and these are rare."),
        "d": ("training is free", "Training longer is exactly the work that is counted here."),
    },
    hints=[
        "The table gives the price of one percent for each part of the way.",
        "Divide the number of the last line by that of the first.",
    ],
    solved="a feeling for the price of the last percent, which decides what a project costs.",
)
