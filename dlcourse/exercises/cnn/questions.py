"""Lesson 08, cnn: the questions."""

from dlcourse.checking.question import choice, explain, number


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
        ("channels and biases forgotten", "Each kernel looks at all 8 channels of its window, and has a bias.", 144),
        (
            "channels counted twice",
            "Each of the 16 kernels adds over all 8 channels by itself: one map comes out.",
            9216,
        ),
        ("dense layer", "That is what the dense layer would learn. Here all places share the same kernels.", 78688512),
        ("channels exchanged", "8 channels come in, and 16 kernels make 16 maps: 16 biases.", 1152 + 128),
        (
            "weights for every place",
            "You count weights for each pixel of the picture. All places share the same kernels: the size of the "
            "picture plays no part.",
            1168 * 28 * 28,
        ),
    ],
    hints=[
        "How many numbers does one kernel look at, in one window?",
        "As many weights as that, and a bias, for each kernel. Does the size of the picture play a part?",
        "For 5 kernels of 2×2 on 3 channels it would be 5 times 13.",
    ],
    solved="the reason why convolutional networks are small: the weights do not grow with the picture.",
)


def _another_pixel(rng):
    """The gradient of the middle one of three pixels, with other numbers."""
    left, right, first, second = (int(n) for n in rng.choice([-4, -3, -2, 2, 3, 5], size=4))
    text = f"A kernel of two weights, ({left}, {right}), slides over a row of three pixels. The gradient "
    text += f"({first}, {second}) comes in for its two windows. What is the gradient of the pixel in the middle?"
    return text, right * first + left * second


middle_pixel = number(
    6,
    wrong=[
        ("one window only, the first", "That is its share from the first window. In which other one does it lie?", -4),
        (
            "one window only, the second",
            "That is its share from the second window. In which other one does it lie?",
            10,
        ),
        ("weights exchanged", "In the first window it is the *right* pixel, in the second the left one.", 3),
        ("gradient of the left weight", "That is the gradient of the weight 2, which met the pixels 3 and 1.", 17),
        (
            "minus lost, or gradient of the right weight",
            "Has the minus of the weight -1 got lost? (14 is also the gradient of that weight, which met the pixels 1 "
            "and 2; asked is the pixel's.)",
            14,
        ),
        ("sign turned", "The size is right. Which of the two weights has the minus?", -6),
        (
            "weights exchanged and minus lost",
            "In the first window it is the *right* pixel, in the second the left one; and the right weight is -1.",
            13,
        ),
        ("gradient of one window", "That is what comes in for the second window. It goes back through a weight.", 5),
        ("gradients alone", "That is the sum of what comes in. Each share is multiplied by the weight it met.", 9),
    ],
    hints=[
        "In how many windows does the pixel lie, and which weight does it meet in each?",
        "If the pixel grows by a little, each of its windows grows by its weight times that; and the loss, by the "
        "gradient that came in times that of the window.",
        "With a kernel (3, 7) and the gradient (10, 1) it would be 7 · 10 + 3 · 1.",
    ],
    draw=_another_pixel,
    solved="the rule for every pixel: it collects from all windows it lies in, each with the weight it met there.",
    since=2,
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
        "The same pixels under the same kernel give the same number: only its place in the map is another one.",
        "A guard who walks round a house reports the same thief, from one window further on.",
    ],
    solved="the word for it: a convolution is equivariant to translation.",
)

mixed_pixels = explain(
    {
        "a": "Both read fewer digits than before.",
        "b": "The MLP reads about as many as before, the CNN far fewer.",
        "c": "The CNN stays ahead by about as much as before.",
    },
    {
        "1": "mixing destroys what there is to see in a picture.",
        "2": "a dense layer has no idea which inputs are neighbours; a kernel looks at neighbours only.",
        "3": "training finds the new places of the pixels, whatever the layers are.",
    },
    right="b2",
    wrong={
        "a": (
            "both worse",
            "Number the inputs of a dense layer in another order: what has changed for its weights, which begin by "
            "chance?",
        ),
        "c": ("CNN as before", "Three pixels side by side: what did they have to do with each other, and what now?"),
        "1": (
            "information lost",
            "All pixels are still there, at places that are the same in every picture: who knows the order can put "
            "them back.",
        ),
        "3": (
            "learned away",
            "A kernel of 3×3 can only ever see what lies in one window. No training brings pixels nearer that lie far "
            "apart.",
        ),
    },
    hints=[
        "What does a dense layer know of where its inputs lie, and what a convolution?",
        "Look at both layers' formulas: in which one could you change the order of the inputs, and of the weights with "
        "them, and get the same?",
        "Who learns names by heart does not mind in which order they stand. Who reads words minds the order of "
        "letters.",
    ],
    solved="why a CNN suits pictures: it bets that neighbours belong together, and wins where they do.",
    since=2,
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
        "a": ("percents of equal price", "One epoch brought 47 percent. How many did each of the later ones bring?"),
        "b": ("ever cheaper", "It goes the other way: what is left are the hard cases, and these are rare."),
        "d": ("training is free", "Training longer is exactly the work that is counted here."),
    },
    hints=[
        "How many percents did the first epoch bring, and how many each of the eleven after it, on average?",
        "All epochs cost the same. Divide the percents of the first by those of a later one; and the last "
        "percents come slower than that average.",
        "A shop that asks 3 for an apple and 60 for a melon asks twenty times as much for the melon.",
    ],
    solved="a feeling for the price of the last percent, which decides what a project costs.",
)
