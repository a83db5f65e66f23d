"""Lesson 11, rnn: the questions."""

from dlcourse.checking.question import choice, number

lost_order = choice(
    {
        "a": "It keeps the vectors of the letters, but forgets which word they belong to.",
        "b": "The sum is the same whatever the order of the letters: it cannot tell Lima from Mali.",
        "c": "The sum of vectors has more numbers than one vector.",
        "d": "The vectors of different letters cancel each other, so that the sum is 0.",
    },
    right="b",
    wrong={
        "a": ("words mixed up", "Each word has a sum of its own. What is it that the sum of *one* word loses?"),
        "c": (
            "sum taken for a row",
            "A sum of vectors is as long as each of them; side by side they would be longer.",
        ),
        "d": ("all cancelled", "They need not cancel. But does the sum change when two letters change places?"),
    },
    hints=[
        "Write down both sums, letter by letter.",
        "$l + i + m + a$ and $m + a + l + i$: compare them.",
    ],
    solved="the reason for this lesson: in a sequence, the order is part of what is said.",
)


def _draw_count_weights(rng):
    inputs, state = int(rng.choice([2, 3, 5])), int(rng.choice([4, 6, 10, 20]))
    text = f"A recurrent layer reads vectors of {inputs} numbers and has a state of {state} numbers. "
    return f"{text}How many numbers does it learn, if its sequences have 50 steps?", inputs * state + state**2 + state


count_weights = number(
    5184,
    draw=_draw_count_weights,
    wrong=[
        ("biases not counted", "Those are the weights. The 64 biases are learned, too.", 5120),
        ("W_h forgotten", "You count W_x and the biases. The state has weights of its own: 64 times 64.", 1088),
        ("W_x forgotten", "You count W_h and the biases. What comes in has weights, too: 16 times 64.", 4160),
        (
            "once for every step",
            "All 100 steps share the same weights: how long a sequence is plays no part.",
            518_400,
        ),
        ("W_h a row only", "Each of the 64 neurons sees all 64 numbers of the state: W_h is (64, 64).", 1152),
    ],
    hints=["Add up the sizes of W_x, W_h and b.", "16 · 64 + 64 · 64 + 64."],
    solved="the reason why one network reads sequences of any length: its weights are shared by all steps.",
)

faded_gradient = choice(
    {
        "a": "About a half: the gradient of the last step is halved once.",
        "b": "About a twentieth.",
        "c": "Less than a millionth.",
        "d": "As much as at the last step: the weights are the same at every step.",
    },
    right="c",
    wrong={
        "a": ("one step only", "It is halved at *every* step, twenty times."),
        "b": ("divided instead of multiplied again", "It does not shrink by 20, but twenty times by a factor."),
        "d": ("same weights, same gradient", "The same weights, yes: and so the same factor again and again."),
    },
    hints=["One step back multiplies by about a half. And the next one?", "0.5 to the power of 20."],
    solved="why simple recurrent networks forget: a factor below 1, again and again.",
)
