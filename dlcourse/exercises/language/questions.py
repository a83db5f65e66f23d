"""Lesson 19, language: the questions."""

from dlcourse.checking.question import explain, number


def _draw_center_gradient(rng):
    """Two negatives, each with a slope of one half; the right answer is half of their sum less the context."""
    context = 2 * int(rng.integers(2, 10))
    first, second = (2 * int(size) for size in rng.integers(1, 10, 2))
    text = (
        f"The center is (1, 0), the true neighbour (0, {context}), and there are two negatives, (0, {first}) and (0, "
        f"{second}). By the loss with negative sampling, what is the second number of the center's gradient?"
    )
    return text, (first + second - context) / 2


center_gradient = number(
    -5.0,
    draw=_draw_center_gradient,
    wrong=[
        ("sign turned", "The size is right: as a gradient it points to where the loss rises.", 5.0),
        ("negatives forgotten", "That is what the neighbour sends back. The negative sends something, too.", -2.0),
        ("neighbour forgotten", "That is what the negative sends back. The neighbour sends something, too.", -3.0),
        (
            "both with the same sign",
            "You add both with the same sign. For the neighbour the slope is the sigmoid minus 1, for the negative the "
            "sigmoid.",
            -1.0,
        ),
        ("negative pulled near", "The negative is to be pushed away: its slope is the sigmoid, not minus it.", 1.0),
        ("slopes of 1", "Both slopes are one half in size: the sigmoid of 0 is 0.5.", -10.0),
        ("slopes of 1, sign turned", "Two things: both slopes are one half in size, and the sign is turned.", 10.0),
        ("neighbour's part, sign turned", "That is the neighbour's part alone, and its slope is below 0.", 2.0),
        ("negative's part, sign turned", "The negative's part alone, with its sign turned: its slope is above 0.", 3.0),
        ("halved once more", "Halved once too often: with one pair the mean divides by 1.", -2.5),
        ("halved once more, sign turned", "Halved once too often (one pair: the mean divides by 1), and turned.", 2.5),
        ("first number", "That is the first number of the gradient. The second one is asked for.", 0.0),
    ],
    atol=1e-6,
    rtol=1e-6,
    minutes=3,
    hints=[
        "How large are both products, and what is the sigmoid of that?",
        "The slope in the neighbour's product is the sigmoid minus 1, that in the negative's product the sigmoid. Each "
        "is multiplied with the vector that the center met there.",
        "Elsewhere: a slope of 0.25 and a vector (8, 4) send back (2, 1).",
    ],
    solved="one gradient by hand: away from the negative, and towards the neighbour; next, as a function.",
)

one_text = explain(
    {
        "a": "Only the counts are left: every token that stands in the text once gets the same number.",
        "b": "The rare words get still louder, as they should.",
        "c": "All numbers of the text are 0.",
    },
    {
        "1": "a token of a single text is as rare as can be.",
        "2": "each of its tokens stands in all of the known texts, for there is one.",
        "3": "the logarithm of 1 is 0, and a product with 0 is 0.",
    },
    right="a2",
    wrong={
        "b": (
            "rare words louder",
            "How would the function know which words are rare? All that it sees is one text.",
        ),
        "c": ("all numbers 0", "The logarithm is 0, that is true. What stands behind it?"),
        "1": (
            "rare because it is in one text",
            "One text of how many? m and M are the same here: put them into the formula.",
        ),
        "3": ("the 1 behind the logarithm forgotten", "The idf is the logarithm *plus 1*, so it is 1, and not 0."),
    },
    hints=[
        "What are m and M for a token of that text, and what is the idf then?",
        "An idf that is the same for all tokens is a factor, and factors are divided away with the length.",
        "Elsewhere: who has met one person only thinks that everybody is called Mary.",
    ],
    solved="why the idf is counted once, in the texts learned from, and stored: no text is rare by itself.",
)
